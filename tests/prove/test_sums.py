"""Which rows a total takes, what is said where it fails, and how much it proves."""

import pytest

from models import (
    Balance,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Check,
    Commitment,
    Fact,
    Funding,
    Money,
    Movement,
    Record,
    Series,
    SeriesValue,
    Source,
    YearAmount,
)
from pipeline.prove import prove

OKU = 10**8


def oku(figure: int) -> Money:
    """So many 億円, as a summary prints them."""
    return Money(yen=figure * OKU, text=f"{figure}億円", unit=OKU, unit_text="億円")


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def items(*amounts: int, total: int, money: object = yen) -> list[Record]:
    """Projects and their 合計."""
    assert callable(money)
    rows: list[Record] = [
        BudgetItem(page=1, name=f"事業{at}", amount=money(amount))
        for at, amount in enumerate(amounts)
    ]
    return [*rows, BudgetTotal(page=1, name="合計", amount=money(total))]


def total_of(records: list[Record]) -> Check:
    (check,) = [check for check in records[-1].checks if check.name == "total"]
    return check


@pytest.mark.parametrize(
    ("total", "holds", "exact"),
    [
        (12, True, True),
        (13, True, False),
        (14, True, False),  # three figures cut off may miss by two steps, to this side
        (15, False, None),
        (10, True, False),  # three figures and a total, each rounded by half a step at most
        (9, False, None),
    ],
)
def test_what_rounding_allows(total: int, *, holds: bool, exact: bool | None) -> None:
    check = total_of(prove(items(3, 4, 5, total=total, money=oku))[0])
    assert (check.holds, check.exact) == (holds, exact)


def test_what_holds_only_within_rounding_proves_nothing() -> None:
    records, issues = prove(items(3_000, 4_000, 5_005, total=12_006, money=oku))
    check = total_of(records)
    assert (check.holds, check.exact, check.bits) == (True, False, None)
    assert issues == []


def test_the_longer_its_figures_the_more_a_sum_proves() -> None:
    short = total_of(prove(items(3, 4, total=7))[0])
    long = total_of(prove(items(31_415, 27_182, total=58_597))[0])
    assert short.bits is not None
    assert long.bits is not None
    assert short.bits <= 3
    assert long.bits > 14


def test_zeros_that_all_figures_end_in_prove_nothing() -> None:
    check = total_of(prove(items(100_000, 200_000, total=300_000))[0])
    assert check.bits is not None
    assert check.bits <= 2


def test_one_print_that_is_named_twice_does_not_prove_itself() -> None:
    source = Source(page=1, bbox=(0, 0, 10, 10), text="31,415")
    records: list[Record] = [
        BudgetItem(page=1, name="道路費", amount=yen(31_415), sources={"amount": source}),
        BudgetTotal(page=1, name="合計", amount=yen(31_415), sources={"amount": source}),
    ]
    assert total_of(prove(records)[0]).bits == 0


def test_a_total_that_fails_by_one_misread_figure_puts_its_rows_in_doubt() -> None:
    records, issues = prove(items(31_415, 27_182, 16_180, total=74_877))
    assert total_of(records).holds is False
    assert [check.holds for check in records[0].checks if check.name == "in_total"] == [False]
    assert [(issue.code, issue.severity) for issue in issues] == [("does_not_add_up", "error")]


def test_a_total_that_fails_by_anything_is_a_warning() -> None:
    """Where its rows can be taken in one way only, they are in doubt; else they are left alone."""
    rows = items(31_415, 27_182, 16_180, total=512_388)
    for parts in (1, 2):
        sections = [(f"{at * parts // 4}",) for at in range(4)]
        placed = [
            row.model_copy(update={"section": section})
            for row, section in zip(rows, sections, strict=True)
        ]
        records, issues = prove(placed)
        assert total_of(records).holds is False
        assert [check.holds for check in records[0].checks] == ([False] if parts == 1 else [])
        assert [(issue.code, issue.severity) for issue in issues] == [
            ("does_not_add_up", "warning")
        ]


def test_a_fund_ends_with_what_it_began_with_and_what_moved() -> None:
    right = Balance(
        page=1,
        name="財政調整基金",
        opening=yen(1_234),
        increase=yen(300),
        decrease=yen(34),
        closing=yen(1_500),
    )
    wrong = right.model_copy(update={"closing": yen(1_568)})
    still = right.model_copy(update={"increase": None, "decrease": None})
    for record, holds in ((right, True), (wrong, False), (still, None)):
        (check,) = prove([record])[0][0].checks
        assert (check.name, check.holds) == ("balance", holds)


def test_a_balance_may_move_several_times_and_a_series_has_its_change() -> None:
    moved = tuple(
        Movement(name=name, kind=kind, fiscal_year=None, amount=yen(amount))
        for name, kind, amount in (
            ("当初 取崩", "decrease", -800),
            ("当初 償還", "decrease", 50),
            ("12月補正 積立", "increase", -7),
            ("決算 積立", "increase", 433),
        )
    )
    right = Balance(page=1, name="基金", opening=yen(2_590), movements=moved, closing=yen(2_166))
    wrong = right.model_copy(update={"closing": yen(2_266)})
    for balance, holds in ((right, True), (wrong, False)):
        (check,) = prove([balance])[0][0].checks
        assert (check.name, check.holds) == ("balance", holds)
    for change, holds in ((57, True), (75, False)):
        values = tuple(SeriesValue(fiscal_year=None, value=yen(v)) for v in (1_234, 1_177))
        series = Series(page=1, name="地域手当", values=values, change=yen(change))
        (check,) = prove([series])[0][0].checks
        assert (check.name, check.holds) == ("change", holds)


def test_a_commitment_is_the_sum_of_its_years_and_of_its_sources() -> None:
    years = tuple(YearAmount(fiscal_year=None, amount=yen(part)) for part in (1_234, 4_321))
    sources = (
        Funding(source="national", amount=yen(555)),
        Funding(source="general", amount=yen(5_000)),
    )
    record = Commitment(
        page=1, name="庁舎", kind="continuing", limit=yen(5_555), amounts=years, funding=sources
    )
    checks = {check.name: check.holds for check in prove([record])[0][0].checks}
    assert checks == {"years": True, "funding": True}
    # What falls to years that are not shown is left out of a 債務負担行為.
    other = record.model_copy(update={"kind": "obligation", "limit": yen(9_999)})
    checks = {check.name: check.holds for check in prove([other])[0][0].checks}
    assert checks == {"funding": False}
    # 左の財源内訳 pays for what is still to be spent, not for what was spent before.
    paid = (
        Funding(source="bonds", amount=yen(321)),
        Funding(source="general", amount=yen(4_000)),
    )
    later = other.model_copy(update={"funding": paid})
    checks = {check.name: check.holds for check in prove([later])[0][0].checks}
    assert checks == {"funding": True}


def statement(name: str, amount: int, *, total: bool = False, section: str = "") -> Record:
    level = "total" if total else None
    return BudgetStatementLine(
        page=1, name=name, amount=yen(amount), level=level, section=(section,) if section else ()
    )


def told(records: list[Record]) -> dict[str, tuple[bool | None, float | None]]:
    """What came of the total that each record owns: whether it holds, and the sum of its rows."""
    return {
        getattr(record, "name", ""): (check.holds, check.terms.get("sum"))
        for record in prove(records)[0]
        for check in record.checks
        if check.name == "total"
    }


def test_a_total_of_all_adds_sub_totals_and_the_rows_that_none_has_added() -> None:
    rows = [
        statement("甲", 31_415),
        statement("乙", 27_182),
        statement("小計", 58_597, total=True),
        statement("丙", 16_180),
        statement("丁", 14_142),
        statement("歳出合計", 88_919, total=True),
    ]
    assert told(rows) == {"小計": (True, 58_597_000), "歳出合計": (True, 88_919_000)}


def test_a_total_of_two_sub_totals_does_not_add_their_rows_again() -> None:
    rows = [
        statement("甲", 31_415),
        statement("乙", 27_182),
        statement("第一計", 58_597, total=True),
        statement("丙", 16_180),
        statement("丁", 14_142),
        statement("第二計", 30_322, total=True),
        statement("歳出合計", 88_919, total=True),
    ]
    assert told(rows) == {
        "第一計": (True, 58_597_000),
        "第二計": (True, 30_322_000),
        "歳出合計": (True, 88_919_000),
    }


def test_a_total_takes_the_rows_under_its_own_heading_or_those_below_it() -> None:
    under = [
        statement("甲", 31_415, section="一"),
        statement("乙", 27_182, section="二"),
        statement("丙", 16_180, section="二"),
        statement("計", 43_362, total=True, section="二"),
    ]
    assert told(under) == {"計": (True, 43_362_000)}
    below = [
        statement("計", 43_362, total=True),
        statement("乙", 27_182),
        statement("丙", 16_180),
    ]
    assert told(below) == {"計": (True, 43_362_000)}


def test_rows_that_the_row_above_them_adds_are_not_added_again() -> None:
    """内訳 without a number or an indent: two columns say that they are parts."""
    rows: list[Record] = [
        BudgetStatementLine(page=1, name=name, amount=yen(this), prior_amount=yen(last))
        for name, this, last in (
            ("人件費", 31_415, 27_182),
            ("うち職員給", 20_000, 17_000),
            ("投資的経費", 43_362, 30_322),
            ("補助", 27_182, 16_180),
            ("単独", 16_180, 14_142),
        )
    ]
    total = statement("歳出合計", 74_777, total=True).model_copy(
        update={"prior_amount": yen(57_504)}
    )
    assert told([*rows, total]) == {"歳出合計": (True, 57_504_000)}
    amounts = [c.holds for c in prove([*rows, total])[0][-1].checks if c.name == "total"]
    assert amounts == [True, True]


@pytest.mark.parametrize(("holding", "severity"), [(3, "warning"), (1, "info")])
def test_parts_that_fail_weigh_as_much_as_the_others_hold(holding: int, severity: str) -> None:
    rows: list[Record] = []
    for at in range(4):
        wrong = at >= holding
        first = 31_415 + 1_111 * at
        whole = first + 27_182 + (50_123 if wrong else 0)
        for code, name, amount in ((str(at + 1), "款", whole), ("(1)", "項", first)):
            rows.append(statement(f"{name}{at}", amount).model_copy(update={"code": code}))
        rows.append(statement(f"目{at}", 27_182).model_copy(update={"code": "(2)"}))
    found = [
        (check.holds, check.severity)
        for record in prove(rows)[0]
        for check in record.checks
        if check.name == "parts"
    ]
    assert found == [(True, "error")] * holding + [(False, severity)] * (4 - holding)


def facts(*amounts: int, total: int) -> list[Record]:
    """Amounts stated one after another, and a bare 合計 of the last of them."""
    return [
        *(
            Fact(page=1, label=f"経費{at}", value=yen(amount), scope=str(at))
            for at, amount in enumerate(amounts)
        ),
        BudgetTotal(page=1, name="合計", amount=yen(total)),
    ]


def test_a_bare_total_takes_as_many_of_the_facts_before_it_as_add_up() -> None:
    rows = facts(99_999, 31_415, 27_182, total=58_597)
    proved, issues = prove(rows)
    check = total_of(proved)
    assert (check.holds, check.terms["figures"]) == (True, 2)
    assert issues == []
    assert [c.holds for c in proved[0].checks] == []


def test_a_bare_total_that_no_facts_add_up_to_is_told_and_alarms_nobody() -> None:
    proved, issues = prove(facts(99_999, 31_415, 27_182, total=512_388))
    assert (total_of(proved).holds, total_of(proved).severity, issues) == (False, "info", [])
    zero = prove(facts(99_999, 31_415, total=0))[0]
    assert zero[-1].checks == ()


def test_rows_of_a_supplement_that_the_row_above_them_adds_are_not_added_again() -> None:
    """性質別内訳: 人件費 and what it is made of, with 補正前 and 計 and nothing new."""
    rows = (
        ("人件費", 11_282, 0),
        ("職員給", 7_059, 0),
        ("その他", 4_223, 0),
        ("投資的経費", 7_627, 79),
        ("補助事業費", 3_526, -30),
        ("単独事業費", 4_101, 109),
        ("合計", 18_909, 79),
    )
    records: list[Record] = [
        BudgetStatementLine(
            page=1,
            name=name,
            level="total" if name == "合計" else None,
            amount_before=yen(before),
            amount=yen(more),
            amount_after=yen(before + more),
        )
        for name, before, more in rows
    ]
    proved, issues = prove(records)
    assert issues == []
    totals = [check for check in proved[-1].checks if check.name == "total"]
    assert [(check.holds, check.terms["figures"]) for check in totals] == [(True, 2)] * 3
