"""A row that was changed or taken out is named; a store that nobody touched has no findings."""

from collections.abc import Callable

import pytest
from sqlalchemy import create_engine, text

from models import Actual, Document, FiscalYear, Indicator, Issue, Leftover, Quantity, Record
from pipeline.errors import StoreError
from pipeline.store import Store, open_store
from pipeline.store.engine import parse_url
from pipeline.store.verify import verify

Make = Callable[..., Document]
Items = Callable[..., list[Record]]


@pytest.fixture
def store(address: str, document: Make, items: Items) -> Store:
    store = open_store(address, create=True)
    records = [*items("a", "甲事業", "乙事業"), indicator()]
    types = {"budget_item": 2, "indicator": 1}
    card = document("a")
    counts = {"records": types, "figures_left_over": 2, "issues": {"unit_unknown": 1}}
    card = card.model_copy(update={"counts": card.counts.model_copy(update=counts)})
    left = [Leftover(text=str(n), value=n, page=1, why="unassigned") for n in (12, 13)]
    issue = Issue(code="unit_unknown", severity="warning", message="no unit", page=1)
    store.keep(card, records, leftovers=left, issues=[issue])
    return store


def indicator() -> Indicator:
    year = FiscalYear(year=2020)
    return Indicator(
        id="i",
        document="a",
        page=1,
        name="人口",
        baseline=Quantity(value=5, text="5人", unit="人", fiscal_year=year),
        actuals=(Actual(fiscal_year=year, value=Quantity(value=5.5, text="5.5人", unit="人")),),
    )


def test_an_untouched_store_has_no_findings(store: Store) -> None:
    assert verify(store) == (9, [])


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE records SET amount = 5 WHERE position = 1", "records 2 ("),
        ("UPDATE records SET json = '{bad' WHERE position = 0", "its JSON cannot be read"),
        (
            "UPDATE records SET json = (SELECT json FROM records WHERE position = 1) "
            "WHERE position = 0",
            "was changed",
        ),
        ("DELETE FROM records WHERE position = 1", "records at position 1 is gone"),
        ("DELETE FROM records WHERE position = 2", "0 records of indicator, 1 when it was kept"),
        ("DELETE FROM leftovers WHERE position = 1", "1 leftovers, 2 when it was kept"),
        ("UPDATE leftovers SET why = 'chart' WHERE position = 0", "leftovers 1 (12): was changed"),
        ("UPDATE issues SET message = 'none'", "issues 1 (unit_unknown): was changed"),
        ("UPDATE indicator_values SET value = 6 WHERE role = 'actual'", "indicator_values 2"),
        ("DELETE FROM indicator_values WHERE role = 'actual'", "1 indicator_values"),
        ("UPDATE documents SET title = 'x'", "documents 1 (budget.pdf): was changed"),
    ],
)
def test_a_row_that_is_not_as_it_was_is_named(
    store: Store, address: str, statement: str, said: str
) -> None:
    change(address, statement)
    _, found = verify(store)
    assert any(said in line for line in found), found
    assert len(found) <= 3


def test_a_bad_row_is_said_and_is_no_bug(store: Store, address: str) -> None:
    change(address, "UPDATE records SET json = '{bad' WHERE position = 0")
    for call in (lambda: store.records("a"), lambda: store.search("甲事業")):
        with pytest.raises(StoreError, match=r"yosano check --store"):
            call()
    change(address, "UPDATE documents SET json = '[]'")
    with pytest.raises(StoreError, match="cannot be read"):
        store.document("a")


def change(address: str, statement: str) -> None:
    engine = create_engine(parse_url(address))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
