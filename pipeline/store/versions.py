"""Which documents are versions or renderings of one another."""

from collections import Counter
from pathlib import PurePath

from sqlalchemy import Connection, Row, select, update

from pipeline.store.rows import overlap
from pipeline.store.tables import DOCUMENTS, RECORDS

_VERSION_SHARES = 0.5
_RENDERING_SHARES = 0.8


def place(connection: Connection, sha256: str) -> tuple[str, ...]:
    """Marks what the document supersedes or renders, and gives back what it supersedes.

    A new version has the issuer, the year and the format of the old one, its title or its file
    name, and at least half of its records' names: the parts of one budget share a title as well,
    and every city has its `budget.pdf`. A rendering is the same in another format; the PDF is
    preferred, because its records have pages and boxes.
    """
    columns = DOCUMENTS.c
    this = connection.execute(select(DOCUMENTS).where(columns.sha256 == sha256)).one()
    others = connection.execute(
        select(DOCUMENTS)
        .where(
            columns.sha256 != sha256,
            columns.superseded_by.is_(None),
            columns.issuer.is_not_distinct_from(this.issuer),
            columns.year.is_not_distinct_from(this.year),
            columns.phase.is_not_distinct_from(this.phase),
        )
        .order_by(columns.number)
    ).all()
    superseded = []
    names: Counter[str] | None = None
    for other in others:
        if not _might_be_one(this, other):
            continue
        names = _names(connection, sha256) if names is None else names
        theirs = _names(connection, other.sha256)
        share = overlap(names, theirs) if names or theirs else 1.0
        if other.format == this.format:
            # `again` places a document anew; what came after it supersedes it, not the other way.
            if share >= _VERSION_SHARES:
                old, new = sorted((this, other), key=lambda each: each.number)
                _set(connection, old.sha256, superseded_by=new.sha256)
                if old is other:
                    superseded.append(other.sha256)
        elif share >= _RENDERING_SHARES:
            lesser, better = (other, this) if this.format == "pdf" else (this, other)
            _set(connection, lesser.sha256, rendering_of=better.sha256)
    return tuple(superseded)


def _might_be_one(this: "Row[tuple[object, ...]]", other: "Row[tuple[object, ...]]") -> bool:
    if this.title and this.title == other.title:
        return True
    if other.format == this.format:
        return bool(this.file_name == other.file_name)
    return bool(this.issuer) or PurePath(this.file_name).stem == PurePath(other.file_name).stem


def _names(connection: Connection, sha256: str) -> Counter[str]:
    """How often each kind of record with each name stands in a document."""
    columns = RECORDS.c
    rows = connection.execute(
        select(columns.type, columns.name_key, columns.description).where(
            columns.document == sha256
        )
    )
    return Counter(f"{kind}:{key or text or ''}" for kind, key, text in rows)


def _set(connection: Connection, sha256: str, **values: str) -> None:
    connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.sha256 == sha256).values(**values))
