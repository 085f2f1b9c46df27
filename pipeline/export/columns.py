"""What a column of an exported table is, and the columns that many tables share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.words import mark

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, Cell]
"""The cells of a row by the names of their columns; what is not there is blank."""

Kind: TypeAlias = Literal["text", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field name, what it holds, and its heading for people.

    `heading` is a text of the catalogue. `codes` names the code table that values are from,
    `unit` what numbers count, `fiscal` the column's type in a Fiscal Data Package. `detail`
    columns say how a value was printed; a workbook folds them away.
    """

    name: str
    kind: Kind
    heading: str
    codes: str | None = None
    unit: str | None = None
    fiscal: str | None = None
    required: bool = False
    detail: bool = False


def text(name: str, heading: str, *, codes: str | None = None, fiscal: str | None = None) -> Column:
    """A column of text, or of codes from a table."""
    return Column(name, "text", heading, codes=codes, fiscal=fiscal)


def number(name: str, heading: str, *, unit: str | None = None) -> Column:
    """A column of numbers that may have a fraction."""
    return Column(name, "number", heading, unit=unit)


def money(name: str, heading: str, *, fiscal: str | None = None) -> tuple[Column, ...]:
    """An amount: in yen, and folded away how it was printed, in which unit, and how exactly."""
    return (
        Column(f"{name}_yen", "integer", heading, unit="円", fiscal=fiscal),
        Column(f"{name}_text", "text", mark("as printed"), detail=True),
        Column(f"{name}_unit", "integer", mark("multiplier"), unit="円", detail=True),
        Column(f"{name}_qualifier", "text", mark("qualifier"), codes="qualifiers", detail=True),
        Column(f"{name}_upper_yen", "integer", mark("upper end"), unit="円", detail=True),
    )


YEAR = (
    Column("fiscal_year", "integer", mark("fiscal year"), fiscal="date:fiscal-year"),
    Column("fiscal_year_end", "integer", mark("last fiscal year"), detail=True),
    text("fiscal_year_label", mark("fiscal year (Japanese)")),
    Column("year_basis", "text", mark("basis of the year"), codes="year_bases", detail=True),
    text("phase", mark("phase"), codes="phases", fiscal="phase:id"),
)

FRONT = (
    Column("row_id", "text", mark("row id"), required=True, fiscal="budget-line-id", detail=True),
    Column("record_id", "text", mark("record id"), required=True, detail=True),
    Column(
        "record_type",
        "text",
        mark("record type"),
        codes="record_types",
        required=True,
        detail=True,
    ),
    text("issuer_code", mark("issuer's code"), codes="issuers", fiscal="geo:source:code"),
    text("issuer", mark("issuer"), fiscal="geo:source:title"),
    *YEAR,
    text("account", mark("account"), fiscal="administrative-classification:generic:level1:label"),
    text("path", mark("headings above")),
)
"""What the row is about: who says it, for which year, in which account, under which headings."""

BACK = (
    Column("file_name", "text", mark("file"), required=True),
    Column("document", "text", mark("document (sha256)"), required=True, detail=True),
    Column("page", "integer", mark("page"), required=True),
    Column("line", "integer", mark("line"), detail=True),
    Column("box_left", "number", mark("box, left"), unit="pt", detail=True),
    Column("box_top", "number", mark("box, top"), unit="pt", detail=True),
    Column("box_right", "number", mark("box, right"), unit="pt", detail=True),
    Column("box_bottom", "number", mark("box, bottom"), unit="pt", detail=True),
    Column("confidence", "number", mark("confidence")),
    Column("proved", "boolean", mark("proved"), required=True),
    Column("corrected", "boolean", mark("corrected"), required=True),
)
"""Where the row's figure stands in the document, and how sure it is."""
