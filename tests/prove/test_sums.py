"""Which rows a total takes, what is said where it fails, and how much it proves."""

import pytest

from models import (
    Balance,
    BudgetItem,
    BudgetTotal,
    Check,
    Commitment,
    Funding,
    Money,
    Record,
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
