"""What goes into a store comes out of it, on both databases."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from models import (
    Actual,
    BudgetItem,
    Commitment,
    Correction,
    CorrectionTarget,
    Document,
    FiscalYear,
    Funding,
    Indicator,
    Issue,
    Leftover,
    Money,
    Quantity,
    Record,
    Source,
)
from pipeline.errors import MissingToolError, StoreError
from pipeline.store import Store, open_store
from pipeline.store.engine import parse_url
from pipeline.store.schema import SCRIPTS
from pipeline.store.tables import METADATA
from tests.budget.made import SPENDING, book, item, sum_of

Make = Callable[..., Document]
Items = Callable[..., list[Record]]


def rows(address: str, query: str) -> list[tuple[object, ...]]:
    """What anyone sees who opens the database without us."""
    engine = create_engine(parse_url(address))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def full_record() -> BudgetItem:
    source = Source(page=3, bbox=(10.0, 20.0, 30.5, 40.0), text="１２３")
    return BudgetItem(
        id="x",
        document="a",
        page=3,
        section=("1 総務費", "道路\u2028橋"),
        sources={
            "amount": source,
            "name": source.model_copy(update={"bbox": (5.0, 21.0, 9.0, 39.0)}),
        },
        name="除雪\0事業𠮷野家",
        amount=Money(yen=188_089_000, text="188,089", unit=1_000),
        prior_amount=Money(yen=None, text="-", none=True),
        change=Money(yen=-5_000, text="△5", unit=1_000),
        funding=(Funding(source="national", amount=Money(yen=1, text="1")),),
        department="土木課",
    )


def test_what_goes_in_comes_out(address: str, document: Make) -> None:
    store = open_store(address, create=True)
    record = full_record()
    huge = BudgetItem(page=1, name="国の債務", amount=Money(yen=10**20, text="1垓"))
    leftover = Leftover(text="3.5", value=3.5, page=2, why="chart")
    issue = Issue(code="mark_missing", severity="info", message="a mark is missing", page=1)
    card = document("a")
    store.keep(card, [record, huge], leftovers=[leftover], issues=[issue])
    again = open_store(address)
    assert again.document("a") == card
    assert again.records("a") == [record, huge]
    assert again.leftovers("a") == [leftover]
    assert again.issues("a") == [issue]
    assert again.has("a")
    assert not again.has("b")
    columns = "page, x0, top, x1, bottom, name, amount, prior_amount, change"
    assert rows(address, f"SELECT {columns} FROM records ORDER BY position") == [
        (3, 5.0, 20.0, 30.5, 40.0, "除雪事業𠮷野家", 188_089_000, 0, -5_000),
        (1, None, None, None, None, "国の債務", None, None, None),
    ]


def test_a_document_is_kept_once(address: str, document: Make, items: Items) -> None:
    store = open_store(address, create=True)
    assert store.keep(document("a"), items("a", "甲事業")).status == "new"
    before = list(store.lines())
    assert store.keep(document("a", "copy.pdf"), items("a", "乙事業")).status == "same"
    assert list(store.lines()) == before
    store.keep(document("a"), items("a", "乙事業", "丙事業"), again=True)
    assert [record.name for record in store.records("a") if record.type == "budget_item"] == [
        "乙事業",
        "丙事業",
    ]


def test_search_finds_words_inside_names(address: str, document: Make, items: Items) -> None:
    store = open_store(address, create=True)
    store.keep(document("a"), items("a", "スマート農業推進事業費", "除雪", "100%出資_法人"))
    name = {"スマート農業推進事業費"}

    def found(words: str) -> set[str]:
        return {str(getattr(hit.record, "name", None)) for hit in store.search(words)}

    assert found("ート農業") == found("農業") == found("ｽﾏｰﾄ農業") == name
    assert found("スマート農業推進事業") == name  # without 費
    assert found("%出") == found("0%出資_") == {"100%出資_法人"}
    assert found("_") == {"100%出資_法人"}
    assert found('"農業" OR 除雪') == set()
    store.keep(document("a"), items("a", "森林整備事業"), again=True)
    assert found("農業") == found("スマート農業") == set()
    assert found("森林整備") == {"森林整備事業"}


def test_views_for_people(address: str, document: Make, items: Items) -> None:
    store = open_store(address, create=True)
    indicator = Indicator(
        page=1,
        name="輸出額",
        target=Quantity(
            value=1_000, unit="億円", text="1,000億円", fiscal_year=FiscalYear(year=2018)
        ),
        actuals=(
            Actual(fiscal_year=FiscalYear(year=2016), value=Quantity(value=702, text="702")),
            Actual(
                fiscal_year=FiscalYear(year=2017),
                value=Quantity(value=674, text="674"),
                progress_percent=67.4,
            ),
            Actual(fiscal_year=FiscalYear(year=2018), text="未"),
        ),
    )
    relisted = BudgetItem(page=1, name="甲事業", mark="relisted", amount=Money(yen=1_000, text="1"))
    store.keep(document("a"), [*items("a", "甲事業", "乙事業"), relisted, indicator])
    store.keep(document("b", "book.pdf", title="当初予算書"), items("b", "甲事業"))
    store.keep(document("c", "list.pdf", title="事業の一覧"), items("c", "甲事業"))
    projects = (
        "SELECT issuer, year, phase, name, amount, documents, file_name FROM projects "
        "ORDER BY document, name"
    )
    # What says no phase is not held to be of the initial budget; what two documents say is once.
    assert rows(address, projects) == [
        ("北海道", 2020, "initial", "乙事業", 1_001, 1, "budget.pdf"),
        ("北海道", 2020, "initial", "甲事業", 1_000, 2, "budget.pdf"),
        ("北海道", 2020, None, "甲事業", 1_000, 1, "list.pdf"),
    ]
    amounts = (
        "SELECT name, year, phase, amount, documents FROM amounts_by_year "
        "WHERE phase = 'initial' ORDER BY amount"
    )
    assert rows(address, amounts) == [
        ("甲事業", 2020, "initial", 1_000, 2),
        ("乙事業", 2020, "initial", 1_001, 1),
    ]
    columns = "name, unit, target, target_year, latest, latest_year, progress_percent"
    assert rows(address, f"SELECT {columns} FROM indicators") == [
        ("輸出額", "億円", 1_000.0, 2018, 674.0, 2017, 67.4)
    ]


def test_lines_know_where_they_stand_and_commitments_their_limits(
    address: str, document: Make
) -> None:
    initial = FiscalYear(year=2022, phase="initial")
    store = open_store(address, create=True)
    for sha256 in ("a", "b"):
        title = f"当初予算書 {sha256}"
        card = document(sha256, f"{sha256}.pdf", title=title, fiscal_year=initial)
        store.keep(card, [*book(SPENDING, year=2022), commitment()])
    lines = (
        "SELECT account, direction, phase, title, item, subitem, name, amount, documents "
        "FROM statement_lines WHERE year = 2022 AND name = '児童措置費'"
    )
    amount = sum_of(SPENDING, ("民生費", "児童福祉費", "児童措置費"))
    place = ("一般会計", "expenditure", "initial", "民生費", "児童福祉費", "児童措置費")
    assert rows(address, lines) == [(*place, "児童措置費", amount, 2)]
    whole = "SELECT SUM(amount) FROM statement_lines WHERE level = 'title' AND year = 2022"
    assert rows(address, whole) == [(sum_of(SPENDING, ()),)]
    projects = "SELECT title, subitem, proved FROM projects WHERE name = '児童手当'"
    assert rows(address, projects) == [("民生費", "児童措置費", 0)]
    limits = "SELECT name, kind, period, limit_amount, reason FROM commitments LIMIT 1"
    assert rows(address, limits) == [
        ("庁舎管理業務", "obligation", "令和5年度から令和7年度まで", 9_000_000, "契約のため")
    ]


def commitment() -> Commitment:
    return Commitment(
        page=1,
        name="庁舎管理業務",
        kind="obligation",
        period=FiscalYear(year=2023, end_year=2025, text="令和5年度から令和7年度まで"),
        limit=Money(yen=9_000_000, text="9,000", unit=1_000),
        reason="契約のため",
    )


@pytest.mark.parametrize("view", ["projects", "statement_lines", "amounts_by_year", "commitments"])
def test_a_year_from_a_web_page_finds_rows(tmp_path: Path, document: Make, view: str) -> None:
    """Datasette asks for year = '2022', a text."""
    file = tmp_path / "yosano.db"
    store = open_store(str(file), create=True)
    store.keep(document("a", fiscal_year=FiscalYear(year=2022)), [*book(SPENDING), commitment()])
    with sqlite3.connect(file) as connection:
        query = f"SELECT COUNT(*) FROM {view} WHERE year = ?"
        assert connection.execute(query, ("2022",)).fetchone()[0] > 0
        assert connection.execute(query, ("2023",)).fetchone()[0] == 0


def test_a_store_of_an_earlier_version_learns_where_its_records_stand(
    address: str, document: Make
) -> None:
    url = parse_url(address)
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        record = item("児童手当", 1_000, section=("歳出", "民生費", "児童福祉費", "児童措置費"))
        card = document("a").model_dump_json()
        connection.execute(
            text(
                "INSERT INTO documents (sha256, number, file_name, format, page_count, json, year) "
                "VALUES ('a', 1, 'a.pdf', 'pdf', 1, :json, 2020)"
            ),
            {"json": card},
        )
        connection.execute(
            text(
                "INSERT INTO records (document, position, id, type, page, section, name, repeats, "
                "amount, json) "
                "VALUES ('a', 0, 'x', 'budget_item', 9, '', '児童手当', 0, 1000, :json)"
            ),
            {"json": record.model_dump_json()},
        )
    engine.dispose()
    assert open_store(address).records("a") == [record]
    found = rows(address, "SELECT name, amount, path, phase FROM projects")
    assert found == [("児童手当", 1_000, "民生費 > 児童福祉費 > 児童措置費", "initial")]


def test_the_migrations_make_the_tables_that_the_program_uses(address: str) -> None:
    open_store(address, create=True)
    engine = create_engine(parse_url(address))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        differences = compare_metadata(context, METADATA)
    engine.dispose()
    ours = [each for each in differences if "records_search" not in str(each)]
    assert [each for each in ours if "trigrams" not in str(each)] == []


def test_a_store_of_a_newer_version_is_left_alone(address: str) -> None:
    open_store(address, create=True)
    engine = create_engine(parse_url(address))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"newer yosano.*9999.*nothing was changed"):
        open_store(address, create=True)


def test_another_programs_database_is_left_alone(address: str) -> None:
    engine = create_engine(parse_url(address))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE photos (name TEXT)"))
    engine.dispose()
    with pytest.raises(StoreError, match="another program's tables"):
        open_store(address, create=True)
    assert rows(address, "SELECT * FROM photos") == []


def test_writers_wait_for_each_other(address: str, document: Make, items: Items) -> None:
    """Eight writers of the same documents: each is kept once, and one version stands."""
    open_store(address, create=True)
    failed: list[BaseException] = []

    def write() -> None:
        try:
            store = open_store(address, create=True)
            for number in range(5):
                sha256 = f"sha{number}"
                store.keep(document(sha256), items(sha256, "甲事業", "乙事業"))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    shelves = open_store(address).documents()
    assert len(shelves) == 5
    assert [shelf.is_current for shelf in shelves] == [False] * 4 + [True]
    assert rows(address, "SELECT count(*) FROM records") == [(10,)]


def test_a_locked_store_says_so(tmp_path: Path, document: Make) -> None:
    file = tmp_path / "yosano.db"
    store = open_store(str(file), create=True, wait=0.1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked by another program"):
        store.keep(document("a"), [])
    other.execute("ROLLBACK")
    assert store.keep(document("a"), []).status == "new"


def test_a_full_disk_loses_nothing(tmp_path: Path, document: Make, items: Items) -> None:
    file = tmp_path / "yosano.db"
    store = open_store(str(file), create=True)
    store.keep(document("a"), items("a", "甲事業"))
    before = list(store.lines())
    pages = sqlite3.connect(file).execute("PRAGMA page_count").fetchone()[0]
    full = limited(file, pages + 2)
    with pytest.raises(StoreError, match=r"disk is full.*what was finished is kept"):
        full.keep(document("b", "b.pdf"), items("b", *(f"{n}事業" * 50 for n in range(2_000))))
    assert list(open_store(str(file)).lines()) == before
    assert store.keep(document("b", "b.pdf"), items("b", "乙事業")).status == "new"


def limited(file: Path, pages: int) -> Store:
    """A store whose file may not grow beyond so many pages, as on a disk that is full."""
    from sqlalchemy import event

    store = open_store(str(file))
    engine = store._engine

    @event.listens_for(engine, "connect")
    def _limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    return store


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("mysql://localhost/x", "no such kind of store"),
        ("sqlite:////nowhere/at/all/yosano.db", "run `yosano ingest` first"),
        ("postgresql://127.0.0.1:1/nothing", "does not answer"),
    ],
)
def test_what_is_no_store_is_said_in_one_line(address: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as caught:
        open_store(address)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_store(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are my notes, and they shall stay what they are\n" * 100)
    with pytest.raises(StoreError, match="not a yosano store"):
        open_store(str(file), create=True)
    assert file.read_text().startswith("these are my notes")


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingToolError, match=r"pip install .*psycopg"):
        open_store("postgresql://localhost/yosano")


def test_the_file_is_in_write_ahead_mode_and_needs_nothing_of_ours(
    tmp_path: Path, document: Make, items: Items
) -> None:
    file = tmp_path / "yosano.db"
    open_store(str(file), create=True).keep(document("a"), items("a", "スマート農業推進事業費"))
    plain = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    # How Datasette finds a table's search: an fts5 table whose content is that table.
    (definition,) = plain.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'records_search'"
    ).fetchone()
    assert "content='records'" in definition
    found = plain.execute(
        "SELECT name FROM records WHERE rowid IN "
        "(SELECT rowid FROM records_search WHERE records_search MATCH '農業推進')"
    ).fetchall()
    assert found == [("スマート農業推進事業費",)]


def test_corrections_are_kept_once_and_outlive_a_new_extraction(
    address: str, document: Callable[..., Document]
) -> None:
    store = open_store(address, create=True)
    card = document("ab" * 32)
    store.keep(card, [])
    lines = [
        Correction(id=name, document=card.sha256, action="whole", at="2027", page=page)
        for page, name in enumerate(("b", "a"), 1)
    ]
    before = store.state_of(card.sha256)
    store.add_corrections(lines)
    store.add_corrections(lines[:1])
    assert store.state_of(card.sha256) != before
    store.keep(card, [], again=True)
    kept = [Correction.model_validate_json(line) for line in store.correction_lines(card.sha256)]
    assert kept == lines
    assert store.extraction(card.sha256).document == card
    assert store.as_corrected(card.sha256) == store.extraction(card.sha256)


def test_records_in_a_store_are_shown_as_corrected(
    address: str, document: Callable[..., Document]
) -> None:
    store = open_store(address, create=True)
    card = document("ab" * 32)
    item = BudgetItem(id="x", document=card.sha256, page=1, name="除雪費")
    store.keep(card, [item])
    target = CorrectionTarget(record="x", type="budget_item", field="name")
    line = Correction(
        id="c", document=card.sha256, action="change", at="2027", target=target, now="道路費"
    )
    store.add_corrections([line])
    (record,) = store.as_corrected(card.sha256).records
    assert (getattr(record, "name", None), record.sources["name"].corrected) == ("道路費", "c")
