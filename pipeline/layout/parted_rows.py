"""Rows that no line parts inside one that lines do: figures under one another in every column.

Eight offices stand in one cell, and eight figures in each cell beside it, each level with its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.page import Cell, Line, Table
from models.values import BBox

_ONE = r"(?:[△▲▼−-]\s?)?\d[\d,. ]{0,20}+(?:千円|百万円|円|[%％]|[人件戸台回校])?"
_FIGURE = re.compile(rf"\s*+{_ONE}(?:\s?[/／]\s?{_ONE})?\s*+|\s*+[-－ー―—–]\s*+")
_TIERS = re.compile(r"上\s*段|下\s*段")
_GOES_ON = re.compile(r"[・、,のやとをにへ及び並]$")
_SPREAD = re.compile(r"\S(?:\s+\S){1,5}")
# Sizes of type: how far two lines of one level stand apart, and how near a full line ends.
_LEVEL, _FULL = 0.45, 1.2
_LEAST = 2
_SURELY = 3
_PITCH = 0.8


@dataclass(frozen=True, slots=True)
class _Part:
    """A row that falls into several: where their lines stand, and the edges between them."""

    levels: tuple[float, ...]
    cuts: tuple[float, ...]


def with_parted_rows(table: Table) -> Table:
    """The table with a row for each level of figures that stand under one another in its rows."""
    if any(_TIERS.search(line.text) for cell in table.cells for line in cell.lines):
        return table
    parts = {row: part for row in range(table.rows) if (part := _part(table, row)) is not None}
    if parts:
        table = _parted(table, parts)
    return _shared_out(table)


def _part(table: Table, row: int) -> _Part | None:
    """How a row falls apart; null where it is one."""
    own = [cell for cell in table.cells if cell.row + cell.row_span - 1 == row and cell.lines]
    if any(cell.bbox is None for cell in own):
        return None
    held = [cell for cell in own if all(map(_is_figure, cell.lines))]
    stacked = [cell for cell in held if len(cell.lines) > 1]
    if len(stacked) < _LEAST or any(cell.row == row and cell not in stacked for cell in held):
        return None
    levels = _levels(stacked[0].lines)
    if any(not _level(levels, cell.lines) for cell in stacked):
        return None
    first = min(cell.column for cell in stacked)
    labels = [
        cell
        for cell in own
        if cell.column < first and cell not in held and _level(levels, cell.lines)
    ]
    if not labels or (len(levels) < _SURELY and not all(map(_parts_names, labels))):
        return None
    return _Part(levels, tuple((a + b) / 2 for a, b in pairwise(levels)))


def _is_figure(line: Line) -> bool:
    return not line.vertical and _FIGURE.fullmatch(line.text) is not None


def _levels(lines: Sequence[Line]) -> tuple[float, ...]:
    return tuple(_middle(line) for line in lines)


def _middle(line: Line) -> float:
    box = line.bbox
    return (box[1] + box[3]) / 2 if box is not None else 0.0


def _level(levels: Sequence[float], lines: Sequence[Line]) -> bool:
    """Whether lines stand one on each level."""
    if len(lines) != len(levels) or any(line.vertical or line.bbox is None for line in lines):
        return False
    return all(
        abs(_middle(line) - at) < _LEVEL * max(line.size, 6.0)
        for line, at in zip(lines, levels, strict=True)
    )


def _parts_names(cell: Cell) -> bool:
    """Whether the first line of two is a name of its own and does not run into the second."""
    first, box = cell.lines[0], cell.lines[0].bbox
    if box is None or cell.bbox is None or _GOES_ON.search(first.text):
        return False
    full = cell.bbox[2] - box[2] < _FULL * max(first.size, 6.0)
    return not full or _SPREAD.fullmatch(first.text.strip()) is not None


def _parted(table: Table, parts: dict[int, _Part]) -> Table:
    starts, shift = [], 0
    for row in range(table.rows):
        starts.append(row + shift)
        shift += len(parts[row].cuts) if row in parts else 0
    starts.append(table.rows + shift)
    cells: list[Cell] = []
    for cell in table.cells:
        start, end = starts[cell.row], starts[cell.row + cell.row_span]
        part = parts.get(cell.row + cell.row_span - 1)
        if part is not None and cell.row_span > 1 and not _level(part.levels, cell.lines):
            part = None
        lines = _by_level(cell, part) if part is not None else None
        if part is None or lines is None or cell.bbox is None:
            cells.append(replace(cell, row=start, row_span=end - start))
            continue
        edges = (cell.bbox[1], *part.cuts, cell.bbox[3])
        first = end - len(lines)
        for at, own in enumerate(lines):
            top = first + at if at else start
            box = _between(cell.bbox, edges[at : at + 2])
            cells.append(replace(cell, row=top, row_span=first + at + 1 - top, lines=own, bbox=box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, rows=table.rows + shift, cells=tuple(cells))


def _between(box: BBox, edges: Sequence[float]) -> BBox:
    return (box[0], edges[0], box[2], edges[1])


def _by_level(cell: Cell, part: _Part) -> list[tuple[Line, ...]] | None:
    """A cell's lines on each level; null where they are one text that reaches over all levels."""
    found: list[list[Line]] = [[] for _ in part.levels]
    for line in cell.lines:
        if line.vertical or line.bbox is None:
            return None
        found[sum(cut < _middle(line) for cut in part.cuts)].append(line)
    if any(len(own) > 1 for own in found):
        return None
    pitch = min(b - a for a, b in pairwise(part.levels))
    steps = [_middle(b) - _middle(a) for a, b in pairwise(cell.lines)]
    if any(step < _PITCH * pitch for step in steps):
        return None
    if len(cell.lines) == 1 and cell.bbox is not None:
        middle = (part.levels[0] + part.levels[-1]) / 2
        if abs(_middle(cell.lines[0]) - middle) < 0.5 * pitch:
            # What stands half of the way down is said of all.
            return None
    return [tuple(own) for own in found]


def _shared_out(table: Table) -> Table:
    """The table with merged cells of figures parted where each figure is level with a row's name.

    Lines may part the names and not the figures beside them.
    """
    tops: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if cell.row_span == 1 and cell.lines and cell.bbox is not None:
            tops.setdefault(cell.row, (cell.bbox[1], cell.bbox[3]))
    cells: list[Cell] = []
    for cell in table.cells:
        rows = [tops.get(row) for row in range(cell.row, cell.row + cell.row_span)]
        apart = (
            len(rows) > 1
            and len(cell.lines) == len(rows)
            and cell.bbox is not None
            and all(map(_is_figure, cell.lines))
            and all(
                box is not None and box[0] < _middle(line) < box[1]
                for box, line in zip(rows, cell.lines, strict=True)
            )
        )
        if not apart or cell.bbox is None:
            cells.append(cell)
            continue
        cells += [
            replace(
                cell, row=cell.row + at, row_span=1, lines=(line,), bbox=_between(cell.bbox, box)
            )
            for at, (line, box) in enumerate(zip(cell.lines, rows, strict=True))
            if box is not None
        ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, cells=tuple(cells)) if len(cells) > len(table.cells) else table
