"""Values of records as cells: text that is clean, amounts and years in their columns."""

import re
from collections.abc import Sequence

from models import FiscalYear, Money, Quantity, Source
from pipeline.export.columns import Cell, Row
from pipeline.recognise.eras import japanese_year

_SPACE = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
# Control characters, halves of characters and noncharacters say nothing and break files.
_NOTHING = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A character that only the document's own font has is shown by the sign for a missing one.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_UNCLEAN = re.compile(
    "[^\u0020-\u007e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]|^ | $|  "
)
PATH = " > "


def clean(text: str | None) -> str | None:
    """Text for a cell: one line, no characters that files or tables break on; blank is null.

    >>> clean(" 除雪費\\n(国道)\\0 ")
    '除雪費 (国道)'
    """
    if not text:
        return None
    if _UNCLEAN.search(text):
        text = _SPACE.sub(" ", _PRIVATE.sub("〓", _NOTHING.sub("", text))).strip()
    return text or None


def path(headings: Sequence[str]) -> str | None:
    """Headings in one cell, outermost first."""
    return PATH.join(cleaned for each in headings if (cleaned := clean(each))) or None


def money(name: str, value: Money | None) -> Row:
    """The cells of an amount; a printed dash has no figure, and a blank has no print either."""
    if value is None:
        return {}
    return {
        f"{name}_yen": value.yen,
        f"{name}_text": clean(value.text),
        f"{name}_unit": value.unit,
        f"{name}_qualifier": value.qualifier,
        f"{name}_upper_yen": value.upper_yen,
    }


def quantity(value: Quantity | None) -> Row:
    """The cells of a counted or measured value."""
    if value is None:
        return {}
    return {
        "value": value.value,
        "value_text": clean(value.text),
        "value_unit": clean(value.unit),
        "value_comparator": value.comparator,
        "value_upper": value.upper_value,
        "cumulative": value.cumulative,
    }


def year(value: FiscalYear | None) -> Row:
    """The cells of a year: western, Japanese, its basis and its phase."""
    if value is None:
        return {}
    return {
        "fiscal_year": value.year,
        "fiscal_year_end": value.end_year,
        "fiscal_year_label": year_label(value),
        "year_basis": value.basis,
        "phase": value.phase,
    }


def years(values: Sequence[FiscalYear]) -> Row:
    """The cells of several years that one figure is for; a phase stands only where all share it."""
    if len(values) < 2:
        return year(values[0]) if values else {}
    first = min(values, key=lambda each: each.year)
    last = max(values, key=lambda each: each.end_year or each.year)
    phases = {each.phase for each in values}
    return {
        **year(first),
        "fiscal_year_end": last.end_year or last.year,
        "fiscal_year_label": "・".join(year_label(each) or "" for each in values),
        "phase": first.phase if len(phases) == 1 else None,
    }


def year_label(value: FiscalYear) -> str | None:
    """The year as Japanese offices write it: 令和6年度, 平成30年度～令和2年度, 令和6年."""
    word = "年度" if value.basis == "fiscal" else "年"
    begin = japanese_year(value.year)
    if begin is None:
        return None
    if value.end_year is not None:
        return f"{begin}{word}～{japanese_year(value.end_year)}{word}"
    return f"{begin}{word}～" if value.open_end else f"{begin}{word}"


def place(source: Source | None, page: int) -> Row:
    """The cells of where a figure stands; a record's page where nothing more is known."""
    if source is None:
        return {"page": page}
    left, top, right, bottom = source.bbox or (None, None, None, None)
    return {
        "page": source.page,
        "line": source.line,
        "box_left": _point(left),
        "box_top": _point(top),
        "box_right": _point(right),
        "box_bottom": _point(bottom),
    }


def _point(value: float | None) -> Cell:
    return None if value is None else round(value, 2)
