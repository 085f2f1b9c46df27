"""Units that tables inherit, held against totals that print their own."""

import pytest

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Fact, Money, Record
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
