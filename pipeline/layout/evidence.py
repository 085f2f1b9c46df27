"""What tells a table without rules from prose in columns, lists, cards and diagrams."""

import re
from collections.abc import Sequence
from statistics import median

from models.page import Line, Rule, Table
from pipeline.layout.aligned import AMOUNT
from pipeline.layout.cell_rows import Group, Rows
from pipeline.layout.flow import MARKER
from pipeline.layout.pieces import Piece

_NUMBER = re.compile(r"\d\d?|(?:19|20)\d\d")
_LONGEST_HEADING = 32
_LONGEST_ENTRY = 14
_HEADING_ROWS = 4
_BOX = 4.0
_THIN = 2.0
_EDGE = 24.0
_LEVEL = 0.4
_ROW_RULES = 3


def heading_rows(rows: Rows, columns: int) -> int:
    """How many rows are headings: as many as it takes to have one in each column, or nearly.

    A column of names may have none.
    """
    best, covered = 0, 0
    held: set[int] = set()
    for row in range(min(_HEADING_ROWS, len(rows.edges) - 2)):
        own = [g for g in rows.groups if g.first == row]
        numbers = sum(g.text.isdigit() for g in own)
        if not all(_is_heading(g) for g in own) or 2 * numbers > len(own):
            break
        names_only = covered == columns - 1 and 0 not in held
        held.update(g.column for g in own)
        if len(held) > covered and not (names_only and len(own) >= 0.6 * columns):
            best, covered = row + 1, len(held)
    return best


def is_table(rows: Rows, count: int, columns: int) -> bool:
    """Whether rows under `count` rows of headings agree with one another as those of a table do."""
    total = len(rows.edges) - 1
    if not count or total - count < 2:
        return False
    heads = [g for g in rows.groups if g.first < count]
    if any(g.last >= count for g in heads):
        return False
    if len({g.column for g in heads}) < columns - 1 or not all(_is_heading(g) for g in heads):
        return False
    own = _texts(rows, count, columns)
    if any(not texts for texts in own) or any(all(map(_is_marker, texts)) for texts in own):
        return False
    if not rows.by_steps and not any(are_figures(texts) for texts in own[1:]):
        return False
    return is_body(rows, count, columns) and any(_are_entries(texts) for texts in own)


def is_body(rows: Rows, count: int, columns: int, figures: frozenset[int] = frozenset()) -> bool:
    """Whether the rows from `count` on hold several cells each, and their figures stand alike.

    `figures` are the columns that must hold nothing else.
    """
    body = [g for g in rows.groups if g.first >= count]
    spread = range(count, len(rows.edges) - 1)
    filled = [sum(g.first <= row <= g.last for g in body) for row in spread]
    if sum(n > 1 for n in filled) < 0.8 * len(filled) or median(filled) < min(3, columns):
        return False
    if any(AMOUNT.fullmatch(g.text) is None for g in body if g.column in figures):
        return False
    return all(_is_level(rows, count, column) for column in range(columns))


def are_figures(texts: Sequence[str]) -> bool:
    """Whether most of at least two texts are nothing but figures."""
    figures = sum(AMOUNT.fullmatch(text) is not None for text in texts)
    return len(texts) > 1 and figures >= 0.7 * len(texts)


def holds_boxes(table: Table, rules: Sequence[Rule], pieces: Sequence[Piece]) -> bool:
    """Whether drawn boxes hold some of the text and do not reach across: the parts of a diagram."""
    if table.bbox is None:
        return False
    x0, top, x1, bottom = table.bbox
    for rule in rules:
        if min(rule.x1 - rule.x0, rule.bottom - rule.top) < _BOX or rule.kind == "edge":
            continue
        if rule.x0 < x0 + _BOX and rule.x1 > x1 - _BOX:
            continue
        if rule.top < top + _BOX and rule.bottom > bottom - _BOX:
            continue
        if any(
            rule.x0 < (p.x0 + p.x1) / 2 < rule.x1 and rule.top < p.middle < rule.bottom
            for p in pieces
        ):
            return True
    return False


def is_ruled_otherwise(table: Table, rules: Sequence[Rule]) -> bool:
    """Whether level rules part it differently: over some of the columns only, or within cells.

    What many rules part is not read without them.
    """
    if table.bbox is None:
        return False
    x0, top, x1, bottom = table.bbox
    levels = [
        rule
        for rule in rules
        if rule.bottom - rule.top < _THIN
        and rule.x1 - rule.x0 > _THIN
        and top + _THIN < rule.top < bottom - _THIN
        and rule.x0 < x1
        and rule.x1 > x0
    ]
    if not levels:
        return False
    heights = {round(rule.top) for rule in levels}
    if _ROW_RULES <= len(heights) < table.rows - 2:
        return True
    if min(r.x0 for r in levels) > x0 + _EDGE or max(r.x1 for r in levels) < x1 - _EDGE:
        return True
    return any(_runs_through(rule, cell.lines) for cell in table.cells for rule in levels)


def _runs_through(rule: Rule, lines: Sequence[Line]) -> bool:
    if len(lines) < 2:
        return False
    high, low = lines[0].bbox, lines[-1].bbox
    if high is None or low is None or not rule.x0 < (high[0] + high[2]) / 2 < rule.x1:
        return False
    return (high[1] + high[3]) / 2 < rule.top < low[1]


def _texts(rows: Rows, count: int, columns: int) -> list[list[str]]:
    body = [g for g in rows.groups if g.first >= count]
    return [[g.text for g in body if g.column == column] for column in range(columns)]


def _is_heading(group: Group) -> bool:
    text = group.text
    if (MARKER.match(text) and not text[0].isalnum()) or "。" in text:
        return False
    amount = AMOUNT.fullmatch(text) is not None and not _NUMBER.fullmatch(text)
    return len(text) <= _LONGEST_HEADING and not amount


def _is_marker(text: str) -> bool:
    return MARKER.fullmatch(text) is not None and not text.isdigit()


def _is_level(rows: Rows, count: int, column: int) -> bool:
    """Whether a column's figures stand alike in their rows: at the top, half way, or the foot."""
    own = [g for g in rows.groups if g.column == column and g.first >= count]
    if not are_figures([g.text for g in own]):
        return True
    offs: list[tuple[float, float, float]] = []
    for group in own:
        beside = [g for g in rows.groups if (g.first, g.last) == (group.first, group.last)]
        top, bottom = min(g.top for g in beside), max(g.bottom for g in beside)
        offs.append((group.top - top, group.middle - (top + bottom) / 2, bottom - group.bottom))
    least = _LEVEL * own[0].pieces[0].size
    return any(all(abs(off) < least for off in kind) for kind in zip(*offs, strict=True))


def _are_entries(texts: Sequence[str]) -> bool:
    """Whether a column holds figures or short names, and not text that is set in columns."""
    return len(texts) > 1 and all(len(text) <= _LONGEST_ENTRY for text in texts)
