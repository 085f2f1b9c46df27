"""Where each record stands in its document's budget, as columns."""

from collections.abc import Sequence

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Commitment,
    Document,
    Record,
)
from pipeline.budget import LEVELS, Sheet, Thing, make_year, with_ids
from pipeline.values import is_proved

Column = str | int | float | None
Row = dict[str, Column]
_TITLES = 3  # 款 項 目
_NOWHERE: Row = dict.fromkeys(
    (
        "account",
        "direction",
        "supplement",
        "table_kind",
        "level",
        "path",
        "title",
        "item",
        "subitem",
    )
)


def standing_rows(document: Document, records: Sequence[Record]) -> list[Row]:
    """The columns of each record, in order; `repeats` is 1 where another record says it first.

    Accounts, phases and levels that a record does not state itself are those that `budget` tells
    from its document's headings and sums.
    """
    named = with_ids(records)
    year = document.fiscal_year.year if document.fiscal_year else None
    found: dict[str, Row] = {}
    for thing in make_year([Sheet(named, document)], year=year).things:
        for number, record in enumerate(thing.records):
            row = _of_thing(thing) | ({"repeats": 1} if number else {})
            found.setdefault(record.id, row)
    return [
        _of_record(record) | found.get(record.id, {}) | _of_commitment(record) | _surety(record)
        for record in named
    ]


def _of_thing(thing: Thing) -> Row:
    cell = thing.cell
    if thing.kind == "indicator":
        return {"path": " > ".join(thing.path)}
    return {
        "account": thing.account_name or cell.account or None,
        "direction": cell.direction,
        "phase": cell.stage.name,
        "supplement": cell.stage.number,
        "table_kind": cell.table,
        "level": cell.level or None,
        "path": " > ".join(thing.path),
        **_titles_of(thing),
    }


def _titles_of(thing: Thing) -> Row:
    """款, 項 and 目 of a line, its own name among them, or of a project in a 説明."""
    match thing.cell.table:
        case "statement":
            heads = (*thing.path, thing.name)
            whole = thing.cell.level in LEVELS[: len(heads)] and (
                len(heads) == LEVELS.index(thing.cell.level) + 1
            )
        case "explained":
            heads = thing.path
            whole = len(heads) >= _TITLES
        case _:
            return {}
    return dict(zip(LEVELS[:_TITLES], heads, strict=False)) if whole else {}


def _of_record(record: Record) -> Row:
    row: Row = dict(_NOWHERE)
    row["path"] = " > ".join(record.section)
    match record:
        case BudgetItem() | BudgetStatementLine():
            row |= {"account": record.account, "direction": record.direction}
            row["level"] = record.level if isinstance(record, BudgetStatementLine) else None
        case BudgetTotal():
            row["level"] = "total"
        case _:
            pass
    return row


def _of_commitment(record: Record) -> Row:
    if not isinstance(record, Commitment):
        return {"kind": None, "period": None}
    return {"kind": record.kind, "period": record.period.text if record.period else None}


def _surety(record: Record) -> Row:
    field = next((name for name in ("amount", "limit", "total") if getattr(record, name, None)), "")
    return {
        "proved": int(is_proved(record, field)) if field else None,
        "confidence": record.confidence.get(field) if field else None,
    }
