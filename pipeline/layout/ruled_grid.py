"""The grid in a set of edges, found as pdfplumber's TableFinder finds it, without its cost.

Edges are snapped to common lines and joined; where they cross are corners; the smallest
rectangle that hangs together at each corner is a cell; cells that share a corner are a table.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models import BBox

SNAP = 3.0
JOIN = 3.0
CROSSING = 3.0
SHORTEST = 3.0

# Readers differ in the fourth decimal; what stands exactly at a tolerance must not depend on it.
_NOISE = 1e-3


class Edge(NamedTuple):
    """A level or upright line: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


Corners: TypeAlias = dict[tuple[int, int], tuple[int, int]]
"""By column and row: which upright and which level edges meet there, as bits."""


def find_cells(level: Sequence[Edge], upright: Sequence[Edge]) -> list[list[BBox]]:
    """The cells of each table of at least two cells, in the order of the tables' first corners."""
    rows, columns = merged(level), merged(upright)
    if not rows or not columns:
        return []
    ys = sorted({edge.at for edge in rows})
    xs = sorted({edge.at for edge in columns})
    corners = _corners(rows, columns, ys, xs)
    return _tables(_cells(corners), xs, ys)


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges moved to common lines and joined where they meet; none shorter than `SHORTEST`."""
    found: list[Edge] = []
    for group in _snapped(edges):
        at = sum(edge.at for edge in group) / len(group)
        group.sort(key=lambda edge: edge.start)
        start, end = group[0].start, group[0].end
        for edge in group[1:]:
            if edge.start <= end + JOIN + _NOISE:
                end = max(end, edge.end)
                continue
            found.append(Edge(at, start, end))
            start, end = edge.start, edge.end
        found.append(Edge(at, start, end))
    return [edge for edge in found if edge.end - edge.start >= SHORTEST - _NOISE]


def _snapped(edges: Iterable[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    last = float("-inf")
    for edge in sorted(edges):
        if edge.at > last + SNAP + _NOISE:
            groups.append([])
        groups[-1].append(edge)
        last = edge.at
    return groups


def _corners(
    rows: Sequence[Edge], columns: Sequence[Edge], ys: Sequence[float], xs: Sequence[float]
) -> Corners:
    y, left, right = np.array(rows).T
    x, top, bottom = np.array(columns).T
    reach = CROSSING + _NOISE
    meets: NDArray[np.bool_] = (
        (top[:, None] <= y + reach)
        & (bottom[:, None] >= y - reach)
        & (x[:, None] >= left - reach)
        & (x[:, None] <= right + reach)
    )
    row_of, column_of = np.searchsorted(ys, y).tolist(), np.searchsorted(xs, x).tolist()
    row_bit, column_bit = _bits(row_of), _bits(column_of)
    corners: Corners = {}
    for i, j in zip(*(places.tolist() for places in np.nonzero(meets)), strict=True):
        place = (column_of[i], row_of[j])
        upright, level = corners.get(place, (0, 0))
        corners[place] = (upright | column_bit[i], level | row_bit[j])
    return corners


def _bits(lines: Sequence[int]) -> list[int]:
    """A bit for each edge, told apart from the others on its line."""
    seen: dict[int, int] = {}
    bits: list[int] = []
    for line in lines:
        bits.append(1 << seen.get(line, 0))
        seen[line] = seen.get(line, 0) + 1
    return bits


def _cells(corners: Corners) -> list[tuple[int, int, int, int]]:
    """Column, row, next column and next row of the smallest cell at each corner."""
    down: dict[int, list[int]] = {}
    across: dict[int, list[int]] = {}
    for column, row in corners:
        down.setdefault(column, []).append(row)
        across.setdefault(row, []).append(column)
    for places in (*down.values(), *across.values()):
        places.sort()
    cells: list[tuple[int, int, int, int]] = []
    for (column, row), (upright, level) in sorted(corners.items()):
        rights = [
            right
            for right in across[row][bisect_right(across[row], column) :]
            if corners[right, row][1] & level
        ]
        if not rights:
            continue
        for below in down[column][bisect_right(down[column], row) :]:
            under = corners[column, below]
            if not under[0] & upright:
                continue
            end = next(
                (
                    right
                    for right in rights
                    if (far := corners.get((right, below)))
                    and far[0] & corners[right, row][0]
                    and far[1] & under[1]
                ),
                None,
            )
            if end is not None:
                cells.append((column, row, end, below))
                break
    return cells


def _tables(
    cells: Sequence[tuple[int, int, int, int]], xs: Sequence[float], ys: Sequence[float]
) -> list[list[BBox]]:
    parent = list(range(len(cells)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first_at: dict[tuple[int, int], int] = {}
    for index, (left, top, right, bottom) in enumerate(cells):
        for corner in ((left, top), (left, bottom), (right, top), (right, bottom)):
            parent[root(index)] = root(first_at.setdefault(corner, index))
    tables: dict[int, list[BBox]] = {}
    for index, (left, top, right, bottom) in enumerate(cells):
        box = (xs[left], ys[top], xs[right], ys[bottom])
        tables.setdefault(root(index), []).append(box)
    found = [table for table in tables.values() if len(table) > 1]
    return sorted(found, key=lambda table: min((top, x0) for x0, top, _, _ in table))
