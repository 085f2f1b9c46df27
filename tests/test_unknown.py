"""A null year or unit has an issue beside it."""

import pytest

from models import (
    BudgetItem,
    BudgetTotal,
    Fact,
    FiscalYear,
    Issue,
    Money,
    Quantity,
    Record,
)
from pipeline.unknown import unknown

YEAR = FiscalYear(year=2025)


def yen(value: int | None, text: str = "5", *, none: bool = False) -> Money:
    return Money(yen=value, text=text, none=none)


def said(*records: Record, told: tuple[Issue, ...] = ()) -> list[tuple[str, str, int | None]]:
    return [(each.code, each.severity, each.page) for each in unknown(records, told)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (BudgetItem(page=2, name="道路費", amount=yen(5)), [("year_unknown", "warning", 2)]),
        (BudgetItem(page=2, name="道路費", amount=yen(5), fiscal_year=YEAR), []),
        (BudgetItem(page=2, name="道路費"), []),
        (Fact(page=2, label="上限", value=yen(5)), [("year_unknown", "info", 2)]),
        (Fact(page=2, label="人口", value=Quantity(value=5, text="5人", unit="人")), []),
        (BudgetTotal(page=2, name="計", amount=yen(5)), [("year_unknown", "info", 2)]),
        (BudgetTotal(page=2, name="計", amount=yen(5), fiscal_years=(YEAR,)), []),
        (
            BudgetItem(page=2, name="道路費", amount=yen(None), fiscal_year=YEAR),
            [("unit_unknown", "warning", 2)],
        ),
        (BudgetItem(page=2, name="道路費", amount=yen(None, "皆増"), fiscal_year=YEAR), []),
        (
            BudgetItem(page=2, name="道路費", amount=yen(None, "-5", none=True), fiscal_year=YEAR),
            [],
        ),
    ],
)
def test_what_is_null_is_told(record: Record, expected: list[tuple[str, str, int]]) -> None:
    assert said(record) == expected


def test_a_page_says_it_once_with_the_first_names() -> None:
    items = [BudgetItem(page=1, name=f"第{at}事業", amount=yen(at)) for at in range(1, 6)]
    (issue,) = unknown(items, ())
    assert issue.message == "5 records of amounts are under no year: 第1事業, 第2事業, 第3事業 …"


def test_a_table_that_has_said_that_its_unit_is_unknown_is_enough() -> None:
    lost = BudgetItem(page=1, name="道路費", amount=yen(None), fiscal_year=YEAR)
    told = Issue(code="unit_unknown", severity="warning", message="x", page=1)
    assert said(lost, told=(told,)) == []
    assert said(lost, told=(told.model_copy(update={"page": 2}),)) == [
        ("unit_unknown", "warning", 1)
    ]
