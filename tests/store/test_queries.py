"""The questions of docs/sql.md are answered, by a store of two years."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from models import Actual, Commitment, Document, FiscalYear, Indicator, Money, Quantity, Record
from pipeline.store import open_store
from tests.budget.made import SPENDING, book, item

PAGE = Path(__file__).resolve().parents[2] / "docs/sql.md"
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
UNDER = ("歳出", "民生費", "児童福祉費", "児童措置費")


def card(sha256: str, year: int, title: str) -> Document:
    return Document(
        sha256=sha256,
        file_name=f"{sha256}.pdf",
        issuer="架空市",
        title=title,
        fiscal_year=FiscalYear(year=year, phase="initial"),
    )


def listed(year: int, *, amount: int, **fields: object) -> Record:
    return item(
        "学習支援事業",
        amount,
        department="子育て支援課",
        fiscal_year={"year": year, "phase": "initial"},
        **fields,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    file = tmp_path_factory.mktemp("store") / "yosano.db"
    kept = open_store(str(file), create=True)
    kept.keep(card("old", 2024, "当初予算書"), book(SPENDING, year=2024))
    kept.keep(card("new", 2025, "当初予算書"), [*book(SPENDING, SPENDING, year=2025), *others()])
    prior = {"prior_amount": Money(yen=0, text="-", none=True), "mark": "new"}
    for name, amount in (("a", 4_000_000), ("b", 4_500_000)):
        kept.keep(card(name, 2025, f"事業一覧{name}"), [listed(2025, amount=amount, **prior)])
    return sqlite3.connect(file)


def others() -> list[Record]:
    actual = Actual(fiscal_year=FiscalYear(year=2024), value=Quantity(value=80, text="80"))
    return [
        Commitment(page=1, name="庁舎管理", kind="obligation", limit=Money(yen=9_000, text="9")),
        Indicator(
            page=1, name="待機児童", target=Quantity(value=100, text="100"), actuals=(actual,)
        ),
    ]


def answer(store: sqlite3.Connection, number: int) -> Sequence[tuple[object, ...]]:
    return store.execute(QUERIES[number]).fetchall()


def test_there_are_ten_and_one() -> None:
    assert len(QUERIES) == 11


@pytest.mark.parametrize("number", range(11))
def test_each_question_has_an_answer(store: sqlite3.Connection, number: int) -> None:
    assert answer(store, number)


def test_the_answers_are_those_of_the_documents(store: sqlite3.Connection) -> None:
    whole = sum(
        amount
        for items in SPENDING.values()
        for subitems in items.values()
        for projects in subitems.values()
        for amount in projects.values()
    )
    titles = answer(store, 2)
    assert sum(row[1] for row in titles) == whole  # type: ignore[misc]
    assert len(titles) == len(SPENDING)
    assert {row[1:] for row in answer(store, 3) if row[0] == titles[0][0]} == {
        (2024, titles[0][1]),
        (2025, titles[0][1]),
    }
    name, department, before, after, grown, file_name, page = answer(store, 0)[0]
    assert (name, department, before, after, grown) == (
        "学習支援事業",
        "子育て支援課",
        0,
        4_500_000,
        4_500_000,
    )
    assert (file_name, page) == ("b.pdf", 9)
    assert answer(store, 7) == [
        ("架空市", "学習支援事業", "子育て支援課", 2025, "initial", 4_000_000, 4_500_000)
    ]
