"""What every record carries, whatever its type."""

import hashlib
from typing import Annotated

from pydantic import Field

from models.values import Check, Probability, Source, Value

SCHEMA_VERSION = "1.0"


class RecordBase(Value):
    """The common fields of all records.

    `id` is stable over extractions of the same document. `document` is the sha256 of the file.
    `section` holds the headings above the record, outermost first. `sources` maps a field's
    path (`amount`, `funding.0.amount`, `actuals.2.value`) to where it was printed. `confidence`
    maps such paths to the probability that the field is right in every respect: its figure, unit,
    year, sign and owner. A field without an entry was not decided, only copied.
    """

    schema_version: str = SCHEMA_VERSION
    id: str = ""
    document: str = ""
    page: Annotated[int, Field(ge=1)]
    section: tuple[str, ...] = ()
    sources: dict[str, Source] = {}
    checks: tuple[Check, ...] = ()
    confidence: dict[str, Probability] = {}


def record_id(type_name: str, document: str, *stable: object) -> str:
    """An id from the record's raw, stable fields: the same document gives the same id.

    >>> record_id("budget_item", "abc", 1, "除雪費", 0)
    'budget_item-5d171937befab728'
    """
    raw = "\x1f".join([type_name, document, *map(str, stable)])
    return f"{type_name}-{hashlib.sha256(raw.encode()).hexdigest()[:16]}"
