"""Records of an issuer that may be one thing over the years, found without reading all of them."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, or_, select

from models import RECORD, Document, Record
from pipeline.budget import Cell, Stage
from pipeline.budget.accounts import account_key, half_of
from pipeline.store.tables import DOCUMENTS, RECORDS

_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its document, and where it stands in the budget as the store has it.

    `cell` is null for what has no place in a budget, an indicator for example.
    """

    record: Record
    document: Document
    cell: Cell | None = None
    path: tuple[str, ...] = ()
    account: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What records are sought by: a name, an amount or last year's, or where they stand.

    `names` are name keys; `departments` and `sections` (of what has no department) as the store's
    columns have them.
    """

    names: frozenset[str] = frozenset()
    amounts: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

    def __or__(self, other: "Around") -> "Around":
        return Around(
            self.names | other.names,
            self.amounts | other.amounts,
            self.departments | other.departments,
            self.sections | other.sections,
        )


def placed_rows(
    connection: Connection, issuer: str, around: Around, types: Collection[str]
) -> list[Placed]:
    """The records, by document and in reading order, each once."""
    rows = {}
    for condition in _conditions(around):
        for row in connection.execute(_query(issuer, condition, types)):
            rows[row.number] = row
    cards: dict[str, Document] = {}
    found = []
    for row in sorted(rows.values(), key=lambda row: (-row.arrival, row.position)):
        if row.document not in cards:
            cards[row.document] = Document.model_validate_json(row.card)
        cell = None
        if row.table_kind:
            cell = Cell(
                row.table_kind,
                account_key(row.account) if row.account else "",
                row.direction,
                Stage(row.phase, row.supplement),
                row.level or "",
                half_of(json.loads(row.json)["section"]),
            )
        found.append(
            Placed(
                record=RECORD.validate_json(row.json),
                document=cards[row.document],
                cell=cell,
                path=tuple(filter(None, (row.path or "").split(" > "))),
                account=row.account or "",
            )
        )
    return found


def _query(
    issuer: str, condition: "ColumnElement[bool]", types: Collection[str]
) -> "Select[tuple[object, ...]]":
    columns = RECORDS.c
    return (
        select(
            columns.number,
            columns.position,
            columns.document,
            columns.json,
            columns.table_kind,
            columns.account,
            columns.direction,
            columns.phase,
            columns.supplement,
            columns.level,
            columns.path,
            DOCUMENTS.c.number.label("arrival"),
            DOCUMENTS.c.json.label("card"),
        )
        .join(DOCUMENTS, DOCUMENTS.c.sha256 == columns.document)
        .where(
            condition,
            DOCUMENTS.c.issuer == issuer,
            DOCUMENTS.c.superseded_by.is_(None),
            DOCUMENTS.c.rendering_of.is_(None),
            columns.type.in_(sorted(types)),
        )
    )


def _conditions(around: Around) -> "Iterator[ColumnElement[bool]]":
    columns = RECORDS.c
    for some in _some(around.names):
        yield columns.name_key.in_(some)
    for some in _some(around.amounts):
        yield or_(columns.amount.in_(some), columns.prior_amount.in_(some))
    for some in _some(around.departments):
        yield columns.department.in_(some)
    for some in _some(around.sections):
        yield and_(columns.section.in_(some), columns.department.is_(None))


def _some(values: Iterable[object]) -> Iterator[list[object]]:
    """The values in portions that every database takes in one question."""
    ordered = sorted(values, key=str)
    for start in range(0, len(ordered), _AT_A_TIME):
        yield ordered[start : start + _AT_A_TIME]
