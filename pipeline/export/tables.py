"""The tables of an export: tidy, one row a fact of its kind, the same columns every year."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.export.columns import BACK, FRONT, YEAR, Column, money, number, text
from pipeline.words import mark

# What the Fiscal Data Package calls the classifications that Japanese budgets have.
_DEPARTMENT = "administrative-classification:generic:level2:label"
_PURPOSE = "functional-classification:generic"
_NATURE = "economic-classification:generic:level1:label"
_PROJECT = "activity:generic:project"
_PROGRAM = "activity:generic:program:label"
_SOURCE = "fin-source:generic"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name in files, its title for people, and its columns in order."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def _facts(name: str, title: str, *own: Column) -> Table:
    """A table of facts from documents, with what all of them say."""
    return Table(name, title, (*FRONT, *own, *BACK))


_DIRECTION = text("direction", mark("direction"), codes="directions", fiscal="direction")
_COMPARED = (
    *money("prior_amount", mark("prior amount")),
    *money("change", mark("change")),
    *money("amount_before", mark("amount before the supplement")),
    *money("amount_after", mark("amount after the supplement")),
)
_MEASURED = (
    number("value", mark("value")),
    text("value_text", mark("value as printed")),
    text("value_unit", mark("unit")),
    text("value_comparator", mark("comparator"), codes="qualifiers"),
    number("value_upper", mark("upper value")),
    Column("cumulative", "boolean", mark("cumulative")),
)

DOCUMENTS = Table(
    "documents",
    mark("documents"),
    (
        Column("document", "text", mark("document (sha256)"), required=True, detail=True),
        Column("file_name", "text", mark("file"), required=True),
        text("title", mark("title")),
        text("issuer_code", mark("issuer's code"), codes="issuers", fiscal="geo:source:code"),
        text("issuer", mark("issuer"), fiscal="geo:source:title"),
        *YEAR,
        text("kind", mark("kind of document"), codes="document_kinds"),
        Column("page_count", "integer", mark("pages")),
        Column("record_count", "integer", mark("records")),
        Column("figure_count", "integer", mark("figures")),
        Column("figures_in_records", "integer", mark("figures in records")),
        Column("figures_left_over", "integer", mark("figures left over")),
        Column("amount_count", "integer", mark("amounts")),
        Column("amounts_proved", "integer", mark("amounts proved")),
        Column("check_count", "integer", mark("checks tried")),
        Column("checks_failed", "integer", mark("checks failed")),
        Column("issue_count", "integer", mark("issues")),
        Column("pages_with_ocr", "integer", mark("pages with OCR")),
        text("yosano_version", mark("version of yosano")),
    ),
)
PROJECTS = _facts(
    "projects",
    mark("projects"),
    text("name", mark("project"), fiscal=f"{_PROJECT}:label"),
    text("mark", mark("mark"), codes="marks"),
    text("department", mark("department"), fiscal=_DEPARTMENT),
    *money("amount", mark("amount"), fiscal="value"),
    *money("expansion", mark("expansion")),
    *_COMPARED,
    Column("prior_fiscal_year", "integer", mark("fiscal year of the prior amount"), detail=True),
    text("code", mark("code"), fiscal=f"{_PROJECT}:code"),
    _DIRECTION,
    text("region", mark("region")),
    text("bureau", mark("bureau")),
    text("pillar", mark("pillar")),
    text("project", mark("part of"), fiscal=_PROGRAM),
    Column("depth", "integer", mark("depth"), detail=True),
    Column("others_count", "integer", mark("other projects"), detail=True),
    Column("same_as", "text", mark("same as"), detail=True),
    text("description", mark("description")),
)
STATEMENT_LINES = _facts(
    "statement_lines",
    mark("statement lines"),
    _DIRECTION,
    text("level", mark("level"), codes="levels"),
    text("code", mark("code"), fiscal=f"{_PURPOSE}:code"),
    text("name", mark("name")),
    text("title", mark("title (kan)"), fiscal=f"{_PURPOSE}:level1:label"),
    text("item", mark("item (kou)"), fiscal=f"{_PURPOSE}:level2:label"),
    text("subitem", mark("subitem (moku)"), fiscal=f"{_PURPOSE}:level3:label"),
    text("section", mark("section (setsu)"), fiscal=_NATURE),
    *money("amount", mark("amount"), fiscal="value"),
    *_COMPARED,
    Column("prior_fiscal_year", "integer", mark("fiscal year of the prior amount"), detail=True),
    number("change_percent", mark("change in percent"), unit="%"),
    number("share_percent", mark("share"), unit="%"),
    number("prior_share_percent", mark("share of the prior amount"), unit="%"),
)
TOTALS = _facts(
    "totals",
    mark("totals"),
    text("name", mark("name")),
    Column("part_of", "text", mark("row that it is part of"), detail=True),
    *money("amount", mark("amount"), fiscal="value"),
    *_COMPARED,
    number("change_percent", mark("change in percent"), unit="%"),
    text("note", mark("note")),
)
FUNDING = _facts(
    "funding",
    mark("funding"),
    Column("owner", "text", mark("row that it funds"), required=True, detail=True),
    text("name", mark("what it funds")),
    _DIRECTION,
    text("source", mark("source of funds"), codes="funding_sources", fiscal=f"{_SOURCE}:code"),
    text("label", mark("source as printed"), fiscal=f"{_SOURCE}:label"),
    *money("amount", mark("amount"), fiscal="value"),
)
INDICATORS = _facts(
    "indicators",
    mark("indicators"),
    text("name", mark("indicator")),
    text("kind", mark("kind of indicator"), codes="indicator_kinds"),
    text("measure", mark("measure"), codes="measures"),
    *_MEASURED,
    number("progress_percent", mark("progress"), unit="%"),
    text("grade", mark("grade")),
    text("scope", mark("scope")),
    text("theme", mark("theme")),
)
COMMITMENTS = _facts(
    "commitments",
    mark("commitments"),
    text("name", mark("name")),
    text("kind", mark("kind of commitment"), codes="commitment_kinds"),
    text("department", mark("department"), fiscal=_DEPARTMENT),
    text("measure", mark("measure"), codes="commitment_measures"),
    *money("amount", mark("amount"), fiscal="value"),
    Column("period_start", "integer", mark("period, first fiscal year")),
    Column("period_end", "integer", mark("period, last fiscal year")),
    text("period_text", mark("period as printed")),
    text("reason", mark("reason")),
)
BALANCES = _facts(
    "balances",
    mark("balances"),
    text("name", mark("fund or debt")),
    *money("opening", mark("opening balance")),
    *money("increase", mark("increase")),
    *money("decrease", mark("decrease")),
    *money("closing", mark("closing balance"), fiscal="value"),
)
SERIES = _facts(
    "series",
    mark("series"),
    text("name", mark("series of")),
    text("unit_printed", mark("unit as printed")),
    *_MEASURED,
    *money("amount", mark("amount")),
)
FACTS = _facts(
    "facts",
    mark("facts"),
    text("name", mark("of what")),
    text("label", mark("label")),
    text("item", mark("part")),
    text("scope", mark("scope")),
    text("row_path", mark("headings of the row")),
    text("column_path", mark("headings of the column")),
    *_MEASURED,
    *money("amount", mark("amount")),
)
POLICY = _facts(
    "policy",
    mark("policy texts"),
    text("name", mark("name")),
    text("part", mark("part of the record")),
    Column("number", "integer", mark("number")),
    text("text", mark("text")),
)

TABLES: Sequence[Table] = (
    DOCUMENTS,
    PROJECTS,
    STATEMENT_LINES,
    TOTALS,
    FUNDING,
    INDICATORS,
    COMMITMENTS,
    BALANCES,
    SERIES,
    FACTS,
    POLICY,
)
"""All tables. An export has each of them, with no rows where documents have none of its kind."""
