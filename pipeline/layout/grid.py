"""Cells into a grid: which rows and columns each covers, and which characters stand in it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from models.page import Char
from models.values import BBox

_Span: TypeAlias = tuple[int, int, int, int]
_NEAR = 2.5
_TEXT = 7.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Row and column edges in points, and for each cell (row, column, row span, column span).

    `box` is around all of it. Edges nearer than a ruling line's width to one another are one.
    """

    box: BBox
    rows: int
    columns: int
    cells: tuple[BBox, ...]
    places: tuple[tuple[int, int, int, int], ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owner: tuple[tuple[int, ...], ...]

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell at a point; -1 where there is none."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return self.owner[row][column]
        return -1


def grid_of(cells: Sequence[BBox]) -> Grid:
    """The grid that the edges of `cells` make, of which there is at least one.

    Where a cell is drawn around others in its corner, as a name over and beside its parts, it keeps
    what they leave of it and stands where that begins.
    """
    xs = _edges([x for cell in cells for x in (cell[0], cell[2])])
    ys = _edges([y for cell in cells for y in (cell[1], cell[3])])
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    kept: list[BBox] = []
    places: list[tuple[int, int, int, int]] = []
    boxes = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    spans = [
        (_nearest(ys, top), _nearest(xs, left), _nearest(ys, bottom), _nearest(xs, right))
        for left, top, right, bottom in boxes
    ]
    for span, (x0, y0, x1, y1) in zip(spans, boxes, strict=True):
        inside = _around_corner(span, spans)
        if not inside or any(owner[r][c] >= 0 for r, c in inside):
            continue
        for r, c in inside:
            owner[r][c] = len(kept)
        top, left, bottom, right = _beginning(inside)
        x1 = x1 if right == span[3] else xs[right]
        y1 = y1 if bottom == span[2] else ys[bottom]
        kept.append((x0 if left == span[1] else xs[left], y0, x1, y1))
        places.append((top, left, bottom - top, right - left))
    return Grid(
        box=(xs[0], ys[0], xs[-1], ys[-1]),
        rows=rows,
        columns=columns,
        cells=tuple(kept),
        places=tuple(places),
        xs=tuple(xs),
        ys=tuple(ys),
        owner=tuple(map(tuple, owner)),
    )


def _around_corner(span: _Span, spans: Sequence[_Span]) -> list[tuple[int, int]]:
    """The places of a cell (top, left, bottom, right) without those of cells in its corner."""
    top, left, bottom, right = span
    inside = _places(span)
    if len(inside) == 1:
        return inside
    inner = [
        other
        for other in spans
        if other != span
        and top <= other[0] < other[2] <= bottom
        and left <= other[1] < other[3] <= right
    ]
    if not inner:
        return inside
    taken = {place for other in inner for place in _places(other)}
    rows, columns = {r for r, _ in taken}, {c for _, c in taken}
    whole = len(taken) == len(rows) * len(columns)
    in_corner = rows & {top, bottom - 1} and columns & {left, right - 1}
    if not whole or not in_corner or len(rows) == bottom - top or len(columns) == right - left:
        return inside
    return [place for place in inside if place not in taken]


def _places(span: _Span) -> list[tuple[int, int]]:
    top, left, bottom, right = span
    return [(r, c) for r in range(top, bottom) for c in range(left, right)]


def _beginning(inside: Sequence[tuple[int, int]]) -> _Span:
    """The rectangle of places at the beginning of an area, as wide and then as high as it goes."""
    free = set(inside)
    top, left = inside[0]
    right, bottom = left, top + 1
    while (top, right) in free:
        right += 1
    while all((bottom, column) in free for column in range(left, right)):
        bottom += 1
    return top, left, bottom, right


def without_gaps(grid: Grid, inside: Sequence[Sequence[Char]]) -> Grid:
    """The grid without blank columns and rows too narrow for text: the gaps between drawn boxes."""
    wide = [False] * grid.columns
    high = [False] * grid.rows
    for (row, column, rows, columns), chars in zip(grid.places, inside, strict=True):
        if chars and columns == 1:
            wide[column] = True
        if chars and rows == 1:
            high[row] = True
    across = [i for i in range(grid.columns) if wide[i] or grid.xs[i + 1] - grid.xs[i] > _TEXT]
    downwards = [i for i in range(grid.rows) if high[i] or grid.ys[i + 1] - grid.ys[i] > _TEXT]
    if len(across) == grid.columns and len(downwards) == grid.rows:
        return grid
    places = []
    cells = []
    for cell, (row, column, tall, broad) in zip(grid.cells, grid.places, strict=True):
        over = [i for i, old in enumerate(across) if column <= old < column + broad]
        down = [i for i, old in enumerate(downwards) if row <= old < row + tall]
        if over and down:
            places.append((down[0], over[0], len(down), len(over)))
            cells.append(cell)
    return replace(
        grid, rows=len(downwards), columns=len(across), cells=tuple(cells), places=tuple(places)
    )


def share_out(grid: Grid, chars: Sequence[Char]) -> tuple[list[list[Char]], list[Char]]:
    """The characters of each cell, by their middles, and those that stand in none."""
    inside: list[list[Char]] = [[] for _ in grid.cells]
    outside: list[Char] = []
    x0, top, x1, bottom = grid.box
    for char in chars:
        x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
        index = grid.cell_at(x, y) if x0 <= x <= x1 and top <= y <= bottom else -1
        (inside[index] if index >= 0 else outside).append(char)
    return inside, outside


def _edges(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    edges = [ordered[0]]
    for value in ordered:
        if value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    index = bisect_right(edges, value)
    if index and (index == len(edges) or value - edges[index - 1] <= edges[index] - value):
        return index - 1
    return index
