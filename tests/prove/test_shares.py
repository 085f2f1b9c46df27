"""Percentages, and the columns that they are shares of."""

import pytest

from models import BudgetStatementLine, Check, Money, Record, Source
from pipeline.prove import prove

ROWS = (("議会費", 210_159), ("総務費", 2_460_271), ("民生費", 7_329_570))
WHOLE = sum(amount for _, amount in ROWS)


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def line(name: str, amount: int | None = None, **more: object) -> BudgetStatementLine:
    fields = {"page": 1, "name": name, "amount": None if amount is None else yen(amount), **more}
    return BudgetStatementLine.model_validate(fields)


def table(field: str = "share_percent", *, total: bool = True, **wrong: float) -> list[Record]:
    rows: list[Record] = [
        line(name, amount, **{field: wrong.get(name, round(100 * amount / WHOLE, 1))})
        for name, amount in ROWS
    ]
    return [*rows, line("歳出合計", WHOLE, level="total", **{field: 100.0})] if total else rows


def shares(records: list[Record], name: str = "share") -> list[bool | None]:
    found: list[Check] = [c for r in prove(records)[0] for c in r.checks if c.name == name]
    assert all(check.severity == "warning" for check in found)
    return [check.holds for check in found]


def test_a_share_is_part_of_the_total() -> None:
    assert shares(table()) == [True] * 4
    assert shares(table(総務費=24.7)) == [True, False, True, True]


def test_a_share_is_held_against_the_column_that_it_is_a_share_of() -> None:
    """構成比 that stands beside this year's amounts and is of last year's."""
    first, *others = (amount for _, amount in ROWS)
    last = [*others, first, WHOLE]
    rows: list[Record] = [
        record.model_copy(
            update={"prior_amount": yen(prior), "share_percent": round(100 * prior / WHOLE, 1)}
        )
        for record, prior in zip(table(), last, strict=True)
    ]
    proved, issues = prove(rows)
    terms = [check.terms for record in proved for check in record.checks if check.name == "share"]
    assert shares(rows) == [True] * 4
    assert all("prior_amount" in each and "amount" not in each for each in terms)
    assert issues == []


def test_a_share_that_fits_no_column_fails_at_the_one_beside_it() -> None:
    rows = table(議会費=9.0, 総務費=9.0, 民生費=9.0)
    assert shares(rows) == [False, False, False, True]


def test_the_row_of_a_hundred_percent_is_the_whole_where_no_total_is() -> None:
    rows = [*table(total=False), line("全体", WHOLE, share_percent=100.0)]
    assert shares(rows) == [True] * 4
    assert shares(table(total=False)) == []


def test_a_prior_share_is_of_the_prior_amount() -> None:
    rows = [
        record.model_copy(update={"prior_amount": record.amount, "amount": None})
        for record in table("prior_share_percent")
        if isinstance(record, BudgetStatementLine)
    ]
    assert shares(list(rows), "prior_share") == [True] * 4


@pytest.mark.parametrize(
    ("amount", "prior", "change", "percent", "holds"),
    [
        (188, 299, None, -37.1, [True]),
        (188, 299, None, 37.1, [False]),
        (188, 299, None, -38.0, [False]),
        (299, 188, None, 59.0, [True]),
        (188, None, -111, -37.1, [True]),
        (188, None, None, -37.1, []),
        (188, 0, None, 10.0, []),
        (188, 299, None, None, []),
    ],
)
def test_a_change_in_percent(
    amount: int, prior: int | None, change: int | None, percent: float | None, holds: list[bool]
) -> None:
    record = line(
        "道路費",
        amount,
        prior_amount=None if prior is None else yen(prior),
        change=None if change is None else yen(change),
        change_percent=percent,
    )
    assert shares([record], "change_percent") == holds


def test_the_print_says_how_exact_a_percentage_is() -> None:
    """40.00 % is not 40.04 %, while 40 % is."""
    for text, holds in (("40.00", False), ("40.0", True)):
        row = line("議会費", 40_040, share_percent=40.0).model_copy(
            update={"sources": {"share_percent": Source(page=1, bbox=(0, 0, 1, 1), text=text)}}
        )
        total = line("歳出合計", 100_000, level="total", share_percent=100.0)
        assert shares([row, total])[0] is holds
