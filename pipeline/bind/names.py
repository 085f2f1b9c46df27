"""Names as they stand in cells: with a mark, a sign or a number around them."""

import re
from collections.abc import Iterable, Mapping

from models import Mark
from models.page import Cell, Passage
from pipeline.assemble.lines.pieces import tidy
from pipeline.grids.openings import SYMBOL
from pipeline.recognise.marks import MARKS

_MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_LEADING_MARK = re.compile(
    rf"\s*[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*|\s*(?P<bare>{_MARK_WORDS})\s+(?=\S)"
)
_CLOSING_MARK = re.compile(
    rf"(?:(?<!\s)\s++)?[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*+$"
    rf"|(?<!\s)\s++(?P<bare>{_MARK_WORDS})\s*+$"
)
_SIGNS = re.compile(rf"^(?:{SYMBOL}|[→⇒*△▲\s]|[-–―−](?=\s?[^\W\d]))+(?=\S)")
_SIGN = re.compile(rf"\s*{SYMBOL}\s?\w")
_TITLE = re.compile(r"[【〈《][^】〉》]{1,40}[】〉》]")
_OF_WHICH = re.compile(r"^\s*うち[\s:：]\s*(?=\S)")
_NO_LEGEND: Mapping[str, Mark] = {}
_NUMBERING = re.compile(
    r"^(?:\d{1,2}(?:[-.・]\d{1,2}){1,3}\s+(?=[^\W\d]{2})|(?:\d{1,3}|[(（]\d{1,3}[)）])(?:[.．、)）]\s?(?!\d)|\s+)|[①-⑳]\s?)(?=\S)"
)


def unmarked(text: str, legend: Mapping[str, Mark] = _NO_LEGEND) -> tuple[str, Mark | None]:
    """A name without its mark, sign and number, and the mark; a legend says what signs mean."""
    mark: Mark | None = None
    if match := _LEADING_MARK.match(text):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    if (match := _CLOSING_MARK.search(text)) and match.start() > 0:
        mark, text = MARKS[match["mark"] or match["bare"]], text[: match.start()]
    text = _OF_WHICH.sub("", text.rstrip(" \u3000:：…‥"))
    if signs := _SIGNS.match(text):
        said = [legend[sign] for sign in signs[0] if sign in legend]
        mark, text = mark or next(iter(said), None), text[signs.end() :]
    if match := _NUMBERING.match(text):
        text = text[match.end() :]
    if mark is None and (match := _LEADING_MARK.match(text)):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    return tidy(text), mark


# Widths of a character: a line that ends further from its column's edge ends a paragraph.
_ROOM = 1.6
_LARGER = 1.08


def name_lines(cell: Cell, right: float | None) -> tuple[int, int]:
    """Where the first paragraph of a cell begins and ends: at the first line that leaves room.

    `right` is how far lines of its column reach, in points; null where nothing says so: all lines.
    A larger line over it, or one in brackets over a line that a sign opens, is a heading of the
    rows below, which no rule parts from them.
    """
    titled = [_TITLE.fullmatch(line.text.strip()) is not None for line in cell.lines[:1]]
    start = int(any(titled) and len(cell.lines) > 1 and bool(_SIGN.match(cell.lines[1].text)))
    if right is None:
        return start, len(cell.lines)
    usual = cell.lines[-1].size or 0.0
    while start + 1 < len(cell.lines) and (cell.lines[start].size or 0.0) > _LARGER * usual > 0:
        start += 1
    for count, line in enumerate(cell.lines[start:], start + 1):
        if line.bbox is not None and line.bbox[2] < right - _ROOM * (line.size or 10):
            return start, count
    return start, len(cell.lines)


def reach_of(cells: Iterable[Cell]) -> float | None:
    """How far to the right the lines of a column's cells reach."""
    rights = [line.bbox[2] for cell in cells for line in cell.lines if line.bbox is not None]
    return max(rights, default=None)


def lead_of(cell: Cell, right: float | None) -> str:
    """The first paragraph of a cell."""
    return Passage.of(cell.lines[slice(*name_lines(cell, right))]).text if cell.lines else ""
