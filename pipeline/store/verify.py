"""What of a store is not as it was written: rows held against their checksums and the counts.

It reads and changes nothing. A row is named by its table, its number, and what it is of.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Connection, RowMapping, Table, func, select

from models import RECORD, Document
from pipeline.store.rows import digest, indicator_rows
from pipeline.store.store import CARD, ISSUE, LEFTOVER, Store
from pipeline.store.tables import DOCUMENTS, INDICATOR_VALUES, ISSUES, LEFTOVERS, RECORDS

T = TypeVar("T", bound=BaseModel)


def verify(store: Store) -> tuple[int, list[str]]:
    """How many rows there are, and a line for each that is not as it was written, or is gone.

    StoreError where the store cannot be read at all.
    """
    with store.snapshot() as connection:
        tables = (DOCUMENTS, RECORDS, INDICATOR_VALUES, LEFTOVERS, ISSUES)
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        ]
        found = list(_of_file(connection))
        query = select(DOCUMENTS).order_by(DOCUMENTS.c.number)
        for row in connection.execute(query).mappings().all():
            found.extend(_of_document(connection, row))
        for table in tables[1:]:
            found.extend(_strays(connection, table))
    return sum(counts), found


def _of_file(connection: Connection) -> Iterator[str]:
    """What SQLite itself finds in its file: pages, indexes, constraints."""
    if connection.dialect.name == "sqlite":
        for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if line != "ok":
                yield f"the file: {line}"


def _strays(connection: Connection, table: Table) -> Iterator[str]:
    """The rows of documents that are not there."""
    columns = table.c
    query = select(columns.number, columns.document).where(
        columns.document.not_in(select(DOCUMENTS.c.sha256))
    )
    for number, document in connection.execute(query):
        yield f"{table.name} {number}: its document is not there ({document[:12]}…)"


def _of_document(connection: Connection, row: RowMapping) -> Iterator[str]:
    """What is wrong with a document's row and those of its contents."""
    sha256, found = row["sha256"], list[str]()
    where = f"documents {row['number']} ({row['file_name']})"
    card = _read(CARD, row, where, found)
    rows = {
        table.name: _rows(connection, table, sha256)
        for table in (RECORDS, INDICATOR_VALUES, LEFTOVERS, ISSUES)
    }
    for name in (RECORDS.name, LEFTOVERS.name, ISSUES.name):
        found.extend(_gaps(name, rows[name], where))
    records = [_read(RECORD, each, _named("records", each), found) for each in rows["records"]]
    for each in rows["leftovers"]:
        _read(LEFTOVER, each, _named("leftovers", each), found)
    for each in rows["issues"]:
        _read(ISSUE, each, _named("issues", each), found)
    for each in rows["indicator_values"]:
        if _is_changed(each):
            found.append(f"{_named('indicator_values', each)}: was changed")
    yield from found
    if card is not None:
        yield from _miscounted(card, rows, where)
    whole = [record for record in records if record is not None]
    there, should = len(rows["indicator_values"]), len(list(indicator_rows(sha256, whole)))
    if len(whole) == len(records) and there != should:
        yield f"{where}: {there} indicator_values, its records have {should}"


def _rows(connection: Connection, table: Table, sha256: str) -> Sequence[RowMapping]:
    query = select(table).where(table.c.document == sha256)
    return connection.execute(query.order_by(table.c.position, table.c.number)).mappings().all()


def _gaps(name: str, rows: Sequence[RowMapping], where: str) -> Iterator[str]:
    there = {row["position"] for row in rows}
    for position in range(max(there, default=-1) + 1):
        if position not in there:
            yield f"{where}: the row of {name} at position {position} is gone"


def _is_changed(row: RowMapping) -> bool:
    return bool(row["digest"] != digest(dict(row)))


def _read(reads: TypeAdapter[T], row: RowMapping, where: str, found: list[str]) -> T | None:
    """What a row's JSON says; null, and a line, where yosano has not written it so."""
    if _is_changed(row):
        found.append(f"{where}: was changed")
    try:
        return reads.validate_json(row["json"])
    except ValueError:
        found.append(f"{where}: its JSON cannot be read")
        return None


def _miscounted(card: Document, rows: dict[str, Sequence[RowMapping]], where: str) -> Iterator[str]:
    """Rows by kind, where there are not as many as the document's card says."""
    types = Counter(row["type"] for row in rows["records"])
    codes = Counter(row["code"] for row in rows["issues"])
    counts = card.counts
    pairs = [
        ("leftovers", len(rows["leftovers"]), counts.figures_left_over),
        *_pairs("records", types, counts.records),
        *_pairs("issues", codes, counts.issues),
    ]
    for what, there, counted in pairs:
        if there != counted:
            yield f"{where}: {there} {what}, {counted} when it was kept"


def _pairs(
    table: str, there: Mapping[str, int], counted: Mapping[str, int]
) -> Iterator[tuple[str, int, int]]:
    for name in sorted({*there, *counted}):
        yield f"{table} of {name}", there.get(name, 0), counted.get(name, 0)


def _named(table: str, row: RowMapping) -> str:
    what = row.get("id") or row.get("code") or row.get("text") or row.get("role")
    return f"{table} {row['number']} ({what})"
