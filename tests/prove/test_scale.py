"""Units that tables inherit, held against totals that print their own."""

import pytest

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Fact, FiscalYear, Money, Record
from pipeline.prove import prove


def table(*, unit: int) -> list[Record]:
    """Two projects and their total, as a table in 千円 prints them, read with some unit."""
    figures = (("道路費", 31_415), ("橋梁費", 27_182), ("合計", 58_597))
    made: list[Record] = []
    for name, figure in figures:
        money = Money(yen=figure * unit, text=f"{figure:,}", unit=unit)
        kind = BudgetTotal if name == "合計" else BudgetItem
        made.append(kind(page=3, name=name, amount=money))
    return made


def said(text: str, yen: int, label: str = "歳入歳出予算の総額") -> Record:
    """What 第1条 says in full."""
    money = Money(yen=yen, text=text, unit=1000, unit_text="千円")
    return Fact(page=1, label=label, value=money)


def doubtful(records: list[Record]) -> list[str]:
    return [
        getattr(record, "name", "")
        for record in records
        for check in record.checks
        if check.name == "scale" and check.holds is False
    ]


def test_a_table_that_is_a_thousand_times_what_the_total_says_is_in_doubt_as_a_whole() -> None:
    records, issues = prove([said("58,597千円", 58_597_000), *table(unit=10**6)])
    assert doubtful(records) == ["道路費", "橋梁費", "合計"]
    (issue,) = issues
    assert (issue.code, issue.page, issue.text) == ("scale_contradicted", 3, "58,597")
    assert "58,597,000 yen" in issue.message


def test_a_table_that_agrees_is_not() -> None:
    records, issues = prove([said("58,597千円", 58_597_000), *table(unit=1000)])
    assert (doubtful(records), issues) == ([], [])


def test_the_same_project_elsewhere_speaks_as_well() -> None:
    elsewhere = BudgetItem(
        page=9,
        name="道路費",
        amount=Money(yen=31_415_000, text="31,415千円", unit=1000, unit_text="千円"),
    )
    records, _ = prove([elsewhere, *table(unit=1)])
    assert doubtful(records) == ["道路費", "橋梁費", "合計"]


def test_nothing_is_twenty_times_the_whole_budget() -> None:
    whole = said("2,000千円", 2_000_000)
    assert doubtful(prove([whole, *table(unit=1000)])[0]) == ["道路費", "橋梁費", "合計"]
    other = said("2,000千円", 2_000_000, label="補助金")
    assert doubtful(prove([other, *table(unit=1000)])[0]) == []


def test_short_figures_of_one_name_are_not_held_against_each_other() -> None:
    fees: list[Record] = [
        Fact(page=page, label="使用料", value=Money(yen=yen, text=f"{yen}円", unit_text=unit))
        for page, yen, unit in ((1, 500, "円"), (2, 5_000, ""))
    ]
    assert doubtful(prove(fees)[0]) == []


@pytest.mark.parametrize(
    ("yen", "section", "doubted"),
    [
        (23_340_000_000, "歳出", False),
        (23_340_000, "歳出", True),  # 23,340,000 in 千円, read as 円
        (23_340_000_000 * 10**6, "歳出", True),
        (23_340_000, "奨学金特別会計", False),
        (23_340_000, "補正予算", False),
    ],
)
def test_a_whole_budget_is_no_less_than_a_villages_and_no_more_than_the_states(
    yen: int, section: str, *, doubted: bool
) -> None:
    money = Money(yen=yen, text="23,340,000", unit=1)
    total = BudgetStatementLine(page=1, name="歳出合計", section=(section,), amount=money)
    row = total.model_copy(update={"name": "議会費", "amount": Money(yen=5, text="5")})
    records, issues = prove([row, total])
    assert doubtful(records) == (["議会費", "歳出合計"] if doubted else [])
    told = [issue for issue in issues if issue.code == "scale_contradicted"]
    assert len(told) == doubted
    assert all("a whole budget has" in issue.message for issue in told)


@pytest.mark.parametrize(
    ("ratio", "doubted"),
    [(10**n, True) for n in range(1, 9)] + [(1, False), (10**9, False)],
)
def test_two_units_differ_by_a_power_of_ten(ratio: int, *, doubted: bool) -> None:
    whole = 31_415_900_000_000_000
    elsewhere = BudgetItem(
        page=9,
        name="道路費",
        amount=Money(yen=whole, text="314,159", unit=whole // 314_159, unit_text="円"),
    )
    inherited = Money(yen=whole // ratio, text="314,159", unit=1)
    record = BudgetItem(page=3, name="道路費", amount=inherited)
    assert doubtful(prove([elsewhere, record])[0]) == (["道路費"] if doubted else [])


def test_as_many_that_agree_speak_for_a_unit() -> None:
    """One project that has grown tenfold, and one that says the same elsewhere."""
    own = [
        BudgetItem(
            page=9,
            name=name,
            amount=Money(yen=yen, text=f"{yen}円", unit=1, unit_text="円"),
        )
        for name, yen in (("道路費", 3_141_500), ("橋梁費", 27_182_000))
    ]
    table = [
        BudgetItem(page=3, name=name, amount=Money(yen=yen, text="x", unit=1000))
        for name, yen in (("道路費", 31_415_000), ("橋梁費", 27_182_000))
    ]
    assert doubtful(prove([*own, *table])[0]) == []
    assert doubtful(prove([own[0], *table])[0]) == ["道路費", "橋梁費"]


def test_amounts_of_other_years_fields_or_about_are_other_amounts() -> None:
    table = BudgetItem(
        page=3, name="道路費", amount=Money(yen=31_415_000, text="31,415", unit=1000)
    )
    own = Money(yen=31_415, text="31,415円", unit=1, unit_text="円")
    assert doubtful(prove([BudgetItem(page=9, name="道路費", amount=own), table])[0]) == ["道路費"]
    others: list[Record] = [
        BudgetItem(page=9, name="道路費", amount=own, fiscal_year=FiscalYear(year=2020)),
        BudgetItem(page=9, name="道路費", prior_amount=own),
        BudgetItem(page=9, name="道路費", amount=own.model_copy(update={"qualifier": "about"})),
        BudgetItem(page=9, name="橋梁費", amount=own),
    ]
    for other in others:
        assert doubtful(prove([other, table])[0]) == []
