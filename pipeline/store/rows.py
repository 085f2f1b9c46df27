"""Records as rows: the columns people ask for, beside the record's own JSON."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from models import (
    BudgetItem,
    Document,
    FiscalYear,
    Indicator,
    Issue,
    Leftover,
    Money,
    Quantity,
    Record,
    Target,
)
from models.page import union
from pipeline.files import dump
from pipeline.match.names import name_key
from pipeline.store.standing import Row, standing_rows

Value = TypeVar("Value")
_AMOUNTS = ("amount", "total", "limit")
_APART = frozenset({"number", "superseded_by", "rendering_of", "digest"})
_LARGEST = 2**63 - 1


def document_row(document: Document, *, number: int) -> Row:
    """The document's row, before it is known what it supersedes."""
    year = document.fiscal_year
    return {
        "sha256": document.sha256,
        "number": number,
        "file_name": _clean(document.file_name),
        "format": "pdf" if document.file_name.lower().endswith(".pdf") else "text",
        "issuer": _clean(document.issuer),
        "title": _clean(document.title),
        "year": year.year if year else None,
        "phase": year.phase if year else None,
        "kind": _clean(document.kind),
        "page_count": document.page_count,
        "superseded_by": None,
        "rendering_of": None,
        "json": dump(document),
    }


def record_rows(document: Document, records: Sequence[Record]) -> Iterator[Row]:
    """A row for each record."""
    standing = standing_rows(document, records)
    for position, record in enumerate(records):
        name = _text_of(record, "name", "project", "label", "channel", "event")
        year = _get(record, "fiscal_year", FiscalYear)
        here = [each for each in record.sources.values() if each.page == record.page]
        boxes = [each.bbox for each in here if each.bbox]
        box = union(boxes) if boxes else (None,) * 4
        yield {
            "document": document.sha256,
            "position": position,
            "id": record.id,
            "type": record.type,
            "page": record.page,
            **dict(zip(("x0", "top", "x1", "bottom"), box, strict=True)),
            "line": min((each.line for each in here if each.line), default=None),
            "section": _clean(" / ".join(record.section)),
            "name": name,
            "name_key": name_key(name) if name else None,
            "description": _text_of(
                record, "description", "text", "summary", "lead", "detail", "reason"
            ),
            "mark": _text_of(record, "mark"),
            "department": _text_of(record, "department", "bureau"),
            "code": _text_of(record, "code"),
            "year": year.year if year else None,
            "phase": year.phase if year else None,
            "amount": _yen(
                next(filter(None, (_get(record, each, Money) for each in _AMOUNTS)), None)
            ),
            "prior_amount": _yen(_get(record, "prior_amount", Money)),
            "change": _yen(_get(record, "change", Money)),
            **_clean_row(standing[position]),
            "repeats": int(_repeats(record) or bool(standing[position].get("repeats"))),
            "json": record.model_dump_json(),
        }


def digest(row: Mapping[str, object]) -> str:
    """The checksum of a row: it tells of damage and slips, not of forgery.

    What numbers it, and what becomes of a document beside others, is no part of it.
    """
    # A number alike in all columns: databases give 5 back as 5.0 where others are fractions.
    kept = {
        name: int(value) if type(value) is float and value.is_integer() else value
        for name, value in row.items()
        if name not in _APART
    }
    line = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def signed(rows: Iterable[Row]) -> Iterator[Row]:
    """The same rows, each with its checksum."""
    for row in rows:
        yield row | {"digest": digest(row)}


def _clean_row(row: Row) -> Row:
    return {name: _clean(each) if isinstance(each, str) else each for name, each in row.items()}


def indicator_rows(document: str, records: Sequence[Record]) -> Iterator[Row]:
    """A row for each value of an indicator or target: baseline, targets, results."""
    for position, record in enumerate(records):
        common: Row = {"document": document, "position": position}
        match record:
            case Indicator():
                for role in ("baseline", "target", "revised_target"):
                    quantity = getattr(record, role)
                    if quantity:
                        year = quantity.fiscal_year.year if quantity.fiscal_year else None
                        yield common | _value_row(role, year, quantity)
                for actual in record.actuals:
                    yield common | _value_row(
                        "actual",
                        actual.fiscal_year.year,
                        actual.value,
                        text=actual.text,
                        progress=actual.progress_percent,
                    )
            case Target(value=Quantity() as value):
                year = record.fiscal_year.year if record.fiscal_year else None
                yield common | _value_row("target", year, value)
            case _:
                pass


def leftover_rows(document: str, leftovers: Sequence[Leftover]) -> Iterator[Row]:
    """A row for each figure that is in no record."""
    for position, each in enumerate(leftovers):
        yield {
            "document": document,
            "position": position,
            "page": each.page,
            "text": _clean(each.text),
            "why": each.why,
            "json": each.model_dump_json(),
        }


def issue_rows(document: str, issues: Sequence[Issue], *, first: int = 0) -> Iterator[Row]:
    """A row for each issue, in positions from `first` on."""
    for position, issue in enumerate(issues, first):
        yield {
            "document": document,
            "position": position,
            "page": issue.page,
            "code": issue.code,
            "severity": issue.severity,
            "message": _clean(issue.message),
            "json": issue.model_dump_json(),
        }


def overlap(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """How much of the smaller multiset is in the larger, from 0 to 1."""
    smaller = min(sum(one.values()), sum(other.values()))
    shared = sum(min(number, other.get(key, 0)) for key, number in one.items())
    return shared / smaller if smaller else 0.0


def _value_row(
    role: str,
    year: int | None,
    quantity: Quantity | None,
    *,
    text: str | None = None,
    progress: float | None = None,
) -> Row:
    return {
        "role": role,
        "year": year,
        "value": quantity.value if quantity else None,
        "unit": _clean(quantity.unit) if quantity else None,
        "text": _clean(quantity.text if quantity else text),
        "progress_percent": progress,
    }


def _repeats(record: Record) -> bool:
    return isinstance(record, BudgetItem) and (record.mark == "relisted" or bool(record.same_as))


def _text_of(record: Record, *fields: str) -> str | None:
    for field in fields:
        value = getattr(record, field, None)
        if isinstance(value, str) and value:
            return _clean(value)
    return None


def _get(record: Record, field: str, kind: type[Value]) -> Value | None:
    value = getattr(record, field, None)
    return value if isinstance(value, kind) else None


def _yen(money: Money | None) -> int | None:
    """The amount for its column; one that no database integer holds stays in the JSON only."""
    if money is None:
        return None
    yen = 0 if money.none else money.yen
    return yen if yen is not None and abs(yen) <= _LARGEST else None


def _clean(text: str | None) -> str | None:
    """Text that every database takes: without NUL and halves of characters."""
    if text is None:
        return None
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
