"""A new version supersedes the old one and keeps it; parts and renderings are told apart."""

from collections.abc import Callable

import pytest

from models import Document, FiscalYear, Record
from pipeline.store import Store, open_store

Make = Callable[..., Document]
Items = Callable[..., list[Record]]
NAMES = ("甲事業", "乙事業", "丙事業", "丁事業")


@pytest.fixture
def store(address: str) -> Store:
    return open_store(address, create=True)


def current(store: Store) -> list[str]:
    return [shelf.document.sha256 for shelf in store.documents(current=True)]


def test_the_same_file_name_with_mostly_the_same_records(
    store: Store, document: Make, items: Items
) -> None:
    store.keep(document("a", title=None), items("a", *NAMES))
    kept = store.keep(document("b", title=None), items("b", *NAMES[:3], "戊事業", amount=2_000))
    assert kept.superseded == ("a",)
    assert current(store) == ["b"]
    assert [shelf.superseded_by for shelf in store.documents()] == ["b", None]
    assert len(store.records("a")) == 4
    third = store.keep(document("c", title=None), items("c", *NAMES))
    assert third.superseded == ("b",)
    assert current(store) == ["c"]


def test_a_corrected_edition_under_another_file_name(
    store: Store, document: Make, items: Items
) -> None:
    store.keep(document("a", "yosan.pdf"), items("a", *NAMES))
    assert store.keep(document("b", "yosan_rev.pdf"), items("b", *NAMES)).superseded == ("a",)


@pytest.mark.parametrize(
    ("file_name", "fields"),
    [
        ("budget.pdf", {"issuer": "南国市"}),
        ("budget.pdf", {"fiscal_year": FiscalYear(year=2021)}),
        ("budget.pdf", {"fiscal_year": FiscalYear(year=2020, phase="supplementary")}),
        ("other.pdf", {"title": "予算書"}),
    ],
)
def test_another_issuer_year_phase_or_title_is_another_document(
    store: Store, document: Make, items: Items, file_name: str, fields: dict[str, object]
) -> None:
    store.keep(document("a"), items("a", *NAMES))
    assert store.keep(document("b", file_name, **fields), items("b", *NAMES)).superseded == ()
    assert current(store) == ["a", "b"]


def test_the_parts_of_one_budget_share_its_title_and_no_records(
    store: Store, document: Make, items: Items
) -> None:
    store.keep(document("a", "p10.pdf"), items("a", *NAMES))
    store.keep(document("b", "p11.pdf"), items("b", "市税", "基金", "市債"))
    assert current(store) == ["a", "b"]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_a_text_and_a_pdf_of_one_document_are_both_kept_and_the_pdf_counts(
    store: Store, document: Make, items: Items, order: tuple[str, str]
) -> None:
    files = {"a": "000_seed.txt", "b": "000.pdf"}
    for sha256 in order:
        kept = store.keep(document(sha256, files[sha256]), items(sha256, *NAMES))
        assert kept.superseded == ()
    assert current(store) == ["b"]
    assert len(store.documents()) == 2


def test_reading_again_places_anew(store: Store, document: Make, items: Items) -> None:
    store.keep(document("a"), items("a", *NAMES))
    store.keep(document("b"), items("b", *NAMES))
    assert current(store) == ["b"]
    store.keep(document("a"), items("a", *NAMES), again=True)
    assert current(store) == ["b"]
    store.keep(document("b", title="別の文書", issuer="南国市"), items("b", *NAMES), again=True)
    assert current(store) == ["a", "b"]
