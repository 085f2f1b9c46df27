"""The code tables of an export: each code that a column may hold, in both languages."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pipeline.export.columns import Column, Row, text
from pipeline.export.tables import Table
from pipeline.issuers import governments
from pipeline.words import Translate, mark, translator

CODES = Table(
    "codes",
    mark("codes"),
    (
        Column("code_table", "text", mark("code table"), required=True),
        Column("code", "text", mark("code"), required=True),
        text("label_en", mark("label (English)")),
        text("label_ja", mark("label (Japanese)")),
    ),
)

_LABELS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "phases": {
            "initial": mark("initial budget"),
            "supplementary": mark("supplementary budget"),
            "request": mark("budget request"),
            "settlement": mark("settlement"),
        },
        "directions": {"revenue": mark("revenue"), "expenditure": mark("expenditure")},
        "year_bases": {
            "fiscal": mark("fiscal year (April to March)"),
            "calendar": mark("calendar year"),
        },
        "levels": {
            "title": mark("title (kan)"),
            "item": mark("item (kou)"),
            "subitem": mark("subitem (moku)"),
            "section": mark("section (setsu)"),
            "detail": mark("detail"),
            "total": mark("total"),
        },
        "marks": {
            "new": mark("new"),
            "expanded": mark("expanded"),
            "continued": mark("continued"),
            "supplementary": mark("by a supplement"),
            "relisted": mark("relisted"),
            "discontinued": mark("discontinued"),
        },
        "funding_sources": {
            "national": mark("national funds"),
            "prefectural": mark("prefectural funds"),
            "national_prefectural": mark("national and prefectural funds"),
            "municipal": mark("municipal funds"),
            "bonds": mark("local bonds"),
            "other": mark("other specific funds"),
            "general": mark("general funds"),
            "private": mark("private funds"),
        },
        "qualifiers": {
            "about": mark("about"),
            "at_least": mark("at least"),
            "more_than": mark("more than"),
            "at_most": mark("at most"),
            "less_than": mark("less than"),
            "slightly_less": mark("slightly less than"),
            "slightly_more": mark("slightly more than"),
        },
        "indicator_kinds": {"goal": mark("numeric goal"), "kpi": mark("KPI")},
        "measures": {
            "baseline": mark("baseline"),
            "target": mark("target"),
            "revised_target": mark("revised target"),
            "actual": mark("result"),
        },
        "commitment_kinds": {
            "obligation": mark("obligation for later years"),
            "carry_over": mark("carry-over"),
            "continuing": mark("continuing expense"),
            "bonds": mark("limit of local bonds"),
        },
        "row_changes": {
            "added": mark("added"),
            "changed": mark("changed"),
            "removed": mark("removed"),
        },
        "commitment_measures": {"limit": mark("limit"), "annual": mark("amount of a year")},
        "record_types": {
            "budget_item": mark("project"),
            "budget_statement_line": mark("statement line"),
            "budget_total": mark("printed total"),
            "theme": mark("priority theme"),
            "target": mark("theme's target"),
            "indicator": mark("indicator"),
            "initiative": mark("initiative"),
            "analysis": mark("analysis"),
            "regional_project": mark("regional project"),
            "bureau_proposal": mark("bureau's proposal"),
            "reflection": mark("how a proposal was taken up"),
            "facility_progress": mark("progress of works"),
            "funding_channel": mark("private money by channel"),
            "municipal_group": mark("group of municipalities"),
            "staff_dispatch": mark("staff sent to municipalities"),
            "milestone": mark("milestone"),
            "slide_point": mark("point of a slide"),
            "plan_outline": mark("outline of a plan"),
            "commitment": mark("commitment"),
            "balance": mark("balance"),
            "series": mark("series"),
            "fact": mark("fact"),
        },
        "document_kinds": {
            "regulation": mark("regulation"),
            "voting_record": mark("voting record"),
            "name_list": mark("list of names"),
            "minutes": mark("minutes"),
            "speech": mark("policy speech"),
            "newsletter": mark("newsletter"),
            "kpi_review": mark("review of indicators"),
            "priority_projects": mark("priority projects"),
            "budget_book": mark("budget book"),
            "settlement": mark("settlement of accounts"),
            "budget_summary": mark("budget summary"),
            "policy": mark("plan or policy"),
        },
    }
)


def labels(code_table: str) -> Mapping[str, str]:
    """The codes of a table with their English labels, which the catalogue has in Japanese."""
    return _LABELS[code_table]


def translated_labels(translate: Translate) -> Mapping[str, Mapping[str, str]]:
    """The labels of all codes in a language, by code table."""
    return {
        table: {code: translate(label) for code, label in codes.items()}
        for table, codes in _LABELS.items()
    }


def code_rows() -> Iterator[Row]:
    """The rows of the table of codes: every code table, and all governments with their names."""
    japanese = translator("ja")
    for table, codes in _LABELS.items():
        for code, label in codes.items():
            yield {
                "code_table": table,
                "code": code,
                "label_en": label,
                "label_ja": japanese(label),
            }
    for each in governments():
        yield {"code_table": "issuers", "code": each.code, "label_ja": each.full_name}
