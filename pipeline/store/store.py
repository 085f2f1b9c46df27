"""The store: documents go in whole or not at all, and come out as they were extracted."""

import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from models import RECORD, Correction, Document, Extraction, Issue, Leftover, Record
from pipeline.corrections import as_corrected, parse, settled_in
from pipeline.errors import StoreError
from pipeline.files import dump
from pipeline.match.names import name_key
from pipeline.store.engine import (
    DEFAULT_STORE,
    connect,
    file_of,
    parse_url,
    reading,
    saying,
    shown_url,
    writing,
)
from pipeline.store.placed import Around, Placed, placed_rows
from pipeline.store.rows import (
    document_row,
    indicator_rows,
    issue_rows,
    leftover_rows,
    record_rows,
    signed,
)
from pipeline.store.schema import bring_up_to_date
from pipeline.store.standing import Row
from pipeline.store.tables import (
    CORRECTIONS,
    DOCUMENTS,
    INDICATOR_VALUES,
    ISSUES,
    LEFTOVERS,
    RECORDS,
)
from pipeline.store.versions import place

T = TypeVar("T")

CARD: TypeAdapter[Document] = TypeAdapter(Document)
LEFTOVER: TypeAdapter[Leftover] = TypeAdapter(Leftover)
ISSUE: TypeAdapter[Issue] = TypeAdapter(Issue)

_ROWS_AT_A_TIME = 1_000
_CONTENTS = (RECORDS, INDICATOR_VALUES, LEFTOVERS, ISSUES)


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a document did. `superseded` are the older versions that it replaces."""

    status: Literal["new", "same"]
    superseded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document in the store, and what stands in its place, where something does."""

    document: Document
    superseded_by: str | None = None
    rendering_of: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether the document counts: it is the newest version, in the preferred format."""
        return self.superseded_by is None and self.rendering_of is None


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a search found, and the document that it is from."""

    record: Record
    file_name: str
    issuer: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Store:
    """Documents, records, leftovers and issues. Every method is one transaction."""

    shown: str
    _engine: Engine = field(repr=False)

    def has(self, sha256: str) -> bool:
        """Whether the document is kept, whatever its name."""
        found = select(DOCUMENTS.c.number).where(DOCUMENTS.c.sha256 == sha256)
        with reading(self._engine, self.shown) as connection:
            return connection.execute(found).first() is not None

    def document(self, sha256: str) -> Document | None:
        """The document's card; null where it is not kept."""
        query = select(DOCUMENTS.c.json).where(DOCUMENTS.c.sha256 == sha256)
        with reading(self._engine, self.shown) as connection:
            line = connection.execute(query).scalar()
        return None if line is None else self._read(CARD, line)

    def _read(self, reads: TypeAdapter[T], line: str) -> T:
        """What a row's JSON says. StoreError where the row was changed and says nothing."""
        with saying(self.shown):
            return reads.validate_json(line)

    def snapshot(self) -> AbstractContextManager[Connection]:
        """All tables, as they are at one moment, for who looks at the rows themselves."""
        return reading(self._engine, self.shown)

    def keep(
        self,
        document: Document,
        records: Sequence[Record],
        *,
        leftovers: Sequence[Leftover] = (),
        issues: Sequence[Issue] = (),
        again: bool = False,
    ) -> Kept:
        """Keeps a document with all that came out of it, once; `again` replaces what is there."""
        sha256 = document.sha256
        if not again and self.has(sha256):
            return Kept("same")
        # Writers come one after the other: what can be made before is not waited for.
        contents = [
            (RECORDS, list(signed(record_rows(document, records)))),
            (INDICATOR_VALUES, list(signed(indicator_rows(sha256, records)))),
            (LEFTOVERS, list(signed(leftover_rows(sha256, leftovers)))),
            (ISSUES, list(signed(issue_rows(sha256, issues)))),
        ]
        with writing(self._engine, self.shown) as connection:
            number = connection.execute(
                select(DOCUMENTS.c.number).where(DOCUMENTS.c.sha256 == sha256)
            ).scalar()
            if number is not None and not again:
                return Kept("same")
            if number is not None:
                for table in _CONTENTS:
                    connection.execute(delete(table).where(table.c.document == sha256))
                # What the old extraction was held to be a version of is asked anew.
                for column in (DOCUMENTS.c.superseded_by, DOCUMENTS.c.rendering_of):
                    connection.execute(
                        update(DOCUMENTS).where(column == sha256).values({column.name: None})
                    )
                (row,) = signed([document_row(document, number=number)])
                connection.execute(
                    update(DOCUMENTS).where(DOCUMENTS.c.sha256 == sha256).values(row)
                )
            else:
                last = connection.execute(select(func.max(DOCUMENTS.c.number))).scalar() or 0
                _fill(connection, DOCUMENTS, signed([document_row(document, number=last + 1)]))
            for table, rows in contents:
                _fill(connection, table, rows)
            return Kept("same" if number is not None else "new", place(connection, sha256))

    def amend(self, document: Document, issues: Sequence[Issue]) -> tuple[str, ...]:
        """Puts another card in a kept document's place, and more issues beside those that it has.

        Gives back the older versions (sha256) that it is now found to replace.
        """
        sha256 = document.sha256
        with writing(self._engine, self.shown) as connection:
            columns = DOCUMENTS.c
            number = connection.execute(
                select(columns.number).where(columns.sha256 == sha256)
            ).scalar_one()
            (row,) = signed([document_row(document, number=number)])
            connection.execute(update(DOCUMENTS).where(columns.sha256 == sha256).values(row))
            there = connection.execute(
                select(func.count()).select_from(ISSUES).where(ISSUES.c.document == sha256)
            ).scalar_one()
            _fill(connection, ISSUES, signed(issue_rows(sha256, issues, first=there)))
            return place(connection, sha256)

    def documents(
        self, *, issuer: str | None = None, year: int | None = None, current: bool = False
    ) -> list[Shelf]:
        """The documents in the order they came, or those of an issuer, a year, that count."""
        columns = DOCUMENTS.c
        query = select(columns.json, columns.superseded_by, columns.rendering_of)
        if issuer is not None:
            query = query.where(columns.issuer == issuer)
        if year is not None:
            query = query.where(columns.year == year)
        if current:
            query = query.where(columns.superseded_by.is_(None), columns.rendering_of.is_(None))
        with reading(self._engine, self.shown) as connection:
            return [
                Shelf(self._read(CARD, row.json), row.superseded_by, row.rendering_of)
                for row in connection.execute(query.order_by(columns.number))
            ]

    def records(self, sha256: str) -> list[Record]:
        """A document's records in reading order."""
        return [self._read(RECORD, line) for line in self._lines_of(RECORDS, sha256)]

    def leftovers(self, sha256: str) -> list[Leftover]:
        """A document's figures that are in no record."""
        lines = self._lines_of(LEFTOVERS, sha256)
        return [self._read(LEFTOVER, line) for line in lines]

    def issues(self, sha256: str) -> list[Issue]:
        """A document's issues."""
        return [self._read(ISSUE, line) for line in self._lines_of(ISSUES, sha256)]

    def extraction(self, sha256: str) -> Extraction:
        """All that came out of a document, as it was extracted. StoreError where it is not kept."""
        document = self.document(sha256)
        if document is None:
            raise StoreError(f"{self.shown}: no such document ({sha256[:12]}…)")
        records, leftovers = self.records(sha256), self.leftovers(sha256)
        return Extraction(document, records, leftovers, self.issues(sha256))

    def as_corrected(self, sha256: str) -> Extraction:
        """All that came out of a document, as people have corrected it since."""
        return as_corrected(self.extraction(sha256), parse(self.correction_lines(sha256)).lines)

    def state_of(self, sha256: str) -> tuple[int, int]:
        """Differs once a document's records are kept anew, or a line of corrections is added."""
        with reading(self._engine, self.shown) as connection:
            found = [
                connection.execute(
                    select(func.max(table.c.number)).where(table.c.document == sha256)
                ).scalar()
                for table in (RECORDS, CORRECTIONS)
            ]
        return (found[0] or 0, found[1] or 0)

    def correction_lines(self, sha256: str) -> list[str]:
        """What people have corrected in a document, in the order in which it was written."""
        columns = CORRECTIONS.c
        query = select(columns.json).where(columns.document == sha256).order_by(columns.number)
        with reading(self._engine, self.shown) as connection:
            return list(connection.execute(query).scalars())

    def settled(self) -> list[Correction]:
        """All that people have said of things of two years, and that stands."""
        line = CORRECTIONS.c.json
        # What is undone may be any line, so that undoing is read as well; all others are not.
        of_years = or_(line.contains('"action": "settle"'), line.contains('"action": "undo"'))
        query = select(line).where(of_years).order_by(CORRECTIONS.c.number)
        with reading(self._engine, self.shown) as connection:
            lines = list(connection.execute(query).scalars())
        return settled_in(parse(lines).lines)

    def add_corrections(self, corrections: Sequence[Correction]) -> None:
        """Adds lines; those that are kept already, by their id, are not added again."""
        with writing(self._engine, self.shown) as connection:
            for line in corrections:
                there = select(CORRECTIONS.c.number).where(
                    CORRECTIONS.c.document == line.document, CORRECTIONS.c.id == line.id
                )
                if connection.execute(there).first() is None:
                    row = {"document": line.document, "id": line.id, "json": dump(line)}
                    connection.execute(insert(CORRECTIONS), row)

    def search(self, words: str, *, limit: int = 100, issuer: str | None = None) -> list[Hit]:
        """Records of current documents that have `words` in name or description, or as their name.

        Names are compared as matching does: スマート農業推進事業費 finds スマート農業推進事業.
        """
        wanted = unicodedata.normalize("NFKC", words).strip()
        query = (
            select(RECORDS.c.json, DOCUMENTS.c.file_name, DOCUMENTS.c.issuer, DOCUMENTS.c.year)
            .join(DOCUMENTS, DOCUMENTS.c.sha256 == RECORDS.c.document)
            .where(DOCUMENTS.c.superseded_by.is_(None), DOCUMENTS.c.rendering_of.is_(None))
            .order_by(DOCUMENTS.c.year, DOCUMENTS.c.number, RECORDS.c.position)
            .limit(limit)
        )
        # An index of trigrams knows no word of one or two characters.
        if self._engine.dialect.name == "sqlite" and len(wanted) >= 3:
            found = text("SELECT rowid FROM records_search WHERE records_search MATCH :words")
            quoted = '"' + wanted.replace('"', '""') + '"'
            matching = found.bindparams(words=quoted).columns(rowid=RECORDS.c.number.type)
            has_words: list[ColumnElement[bool]] = [RECORDS.c.number.in_(matching)]
        else:
            columns = (RECORDS.c.name, RECORDS.c.description)
            has_words = [column.icontains(wanted, autoescape=True) for column in columns]
        query = query.where(or_(*has_words, RECORDS.c.name_key == name_key(wanted)))
        if issuer is not None:
            query = query.where(DOCUMENTS.c.issuer == issuer)
        with reading(self._engine, self.shown) as connection:
            return [
                Hit(self._read(RECORD, row.json), row.file_name, row.issuer, row.year)
                for row in connection.execute(query)
            ]

    def issuers_of(self, words: str) -> list[str]:
        """The issuers whose current documents have records of this name, else with it in a name."""
        key = name_key(unicodedata.normalize("NFKC", words).strip())
        query = (
            select(DOCUMENTS.c.issuer)
            .join(RECORDS, DOCUMENTS.c.sha256 == RECORDS.c.document)
            .where(DOCUMENTS.c.superseded_by.is_(None), DOCUMENTS.c.rendering_of.is_(None))
            .where(RECORDS.c.name_key == key, DOCUMENTS.c.issuer.is_not(None))
            .distinct()
        )
        with reading(self._engine, self.shown) as connection:
            found = sorted(map(str, connection.execute(query).scalars()))
        hits = [] if found else self.search(words, limit=1_000)
        return found or sorted({hit.issuer for hit in hits if hit.issuer})

    def around(self, issuer: str, around: Around, types: Collection[str]) -> list[Placed]:
        """An issuer's records of these types that have one of the names, amounts or places.

        They are as people have corrected them, the newest document's first.
        """
        with reading(self._engine, self.shown) as connection:
            found = placed_rows(connection, issuer, around, types)
        by_document: dict[str, list[Placed]] = {}
        for each in found:
            by_document.setdefault(each.document.sha256, []).append(each)
        return [
            each for sha256, some in by_document.items() for each in self._corrected(sha256, some)
        ]

    def outlines(self, issuer: str) -> list[tuple[Document, list[Record]]]:
        """An issuer's current documents in the order they came, with their totals and 款 only."""
        shelves = self.documents(issuer=issuer, current=True)
        found = []
        for shelf in shelves:
            sha256 = shelf.document.sha256
            query = (
                select(RECORDS.c.json)
                .where(RECORDS.c.document == sha256)
                .where(
                    or_(
                        RECORDS.c.type == "budget_total",
                        (RECORDS.c.type == "budget_statement_line")
                        & RECORDS.c.level.in_(("title", "total")),
                    )
                )
                .order_by(RECORDS.c.position)
            )
            with reading(self._engine, self.shown) as connection:
                lines = list(connection.execute(query).scalars())
            some = [Placed(self._read(RECORD, line), shelf.document) for line in lines]
            found.append((shelf.document, [each.record for each in self._corrected(sha256, some)]))
        return found

    def _corrected(self, sha256: str, some: Sequence[Placed]) -> list[Placed]:
        lines = parse(self.correction_lines(sha256)).lines
        if not lines or not some:
            return list(some)
        records = as_corrected(
            Extraction(some[0].document, [each.record for each in some], [], []), lines
        ).records
        there = {each.record.id: each for each in some}
        return [
            replace(there[record.id], record=record)
            if record.id in there
            else Placed(record, some[0].document)
            for record in records
        ]

    def find(self, record_id: str) -> Hit | None:
        """The record with this id, whether its document counts or not."""
        query = (
            select(RECORDS.c.json, DOCUMENTS.c.file_name, DOCUMENTS.c.issuer, DOCUMENTS.c.year)
            .join(DOCUMENTS, DOCUMENTS.c.sha256 == RECORDS.c.document)
            .where(RECORDS.c.id == record_id)
        )
        with reading(self._engine, self.shown) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Hit(self._read(RECORD, row.json), row.file_name, row.issuer, row.year)

    def lines(self) -> Iterator[str]:
        """All that is kept as JSON Lines, in an order that does not depend on how it came in."""
        shelves = sorted(self.documents(), key=lambda shelf: shelf.document.sha256)
        for shelf in shelves:
            state = {"superseded_by": shelf.superseded_by, "rendering_of": shelf.rendering_of}
            card = shelf.document.model_dump(mode="json")
            yield json.dumps({"document": card, **state}, ensure_ascii=False)
            for table in (RECORDS, LEFTOVERS, ISSUES):
                for line in self._lines_of(table, shelf.document.sha256):
                    yield json.dumps(json.loads(line), ensure_ascii=False)

    def _lines_of(self, table: Table, sha256: str) -> list[str]:
        query = select(table.c.json).where(table.c.document == sha256).order_by(table.c.position)
        with reading(self._engine, self.shown) as connection:
            return list(connection.execute(query).scalars())


def open_store(url: str = DEFAULT_STORE, *, create: bool = False, wait: float = 60.0) -> Store:
    """The store at `url`, brought up to this program's version.

    `create` makes it where there is none; `wait` is how many seconds a writer waits for others.
    StoreError where it is not there, not a store, newer than this program, or cannot be reached.
    """
    address = parse_url(url)
    shown = shown_url(address)
    file = file_of(address)
    if file is not None:
        if not file.exists() and not create:
            raise StoreError(f"{shown}: no store there; run `yosano ingest` first")
        if create:
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreError(
                    f"{shown}: its folder cannot be made ({error.strerror})"
                ) from error
    engine = connect(address, wait=wait)
    bring_up_to_date(engine, shown)
    return Store(shown, engine)


def _fill(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    for some in _batched(rows):
        connection.execute(insert(table), some)


def _batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while some := list(islice(iterator, _ROWS_AT_A_TIME)):
        yield some
