"""The grid in a set of edges, found as pdfplumber's TableFinder finds it, without its cost.

Edges are snapped to common lines and joined; where they cross are corners; the smallest
rectangle that hangs together at each corner is a cell; cells that share a corner are a table.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models import BBox

SNAP = 3.0
JOIN = 3.0
CROSSING = 3.0
SHORTEST = 3.0

_START = itemgetter(1)

# Readers differ in the fourth decimal; what stands exactly at a tolerance must not depend on it.
_NOISE = 1e-3


class Edge(NamedTuple):
    """A level or upright line: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Corners:
    """Where edges cross: by place, which upright and which level edges meet there, as bits.

    A place is `height` times its column's number and its row's number. `across` are the columns of
    each row's corners, `down` the rows of each column's.
    """

    height: int
    meet: dict[int, tuple[int, int]]
    across: list[list[int]]
    down: list[list[int]]


def find_cells(level: Sequence[Edge], upright: Sequence[Edge]) -> list[list[BBox]]:
    """The cells of each table of at least two cells, in the order of the tables' first corners."""
    return cells_in(merged(level), merged(upright))


def cells_in(rows: Sequence[Edge], columns: Sequence[Edge]) -> list[list[BBox]]:
    """The same of edges that are `merged`."""
    if not rows or not columns:
        return []
    ys = sorted({edge.at for edge in rows})
    xs = sorted({edge.at for edge in columns})
    return _tables(_cells(_corners(rows, columns, ys, xs)), xs, ys)


def merged(edges: Iterable[Edge]) -> list[Edge]:
    """Edges moved to common lines and joined where they meet; none shorter than `SHORTEST`."""
    found: list[Edge] = []
    for group in _snapped(edges):
        at = sum([edge[0] for edge in group]) / len(group)
        group.sort(key=_START)
        _, start, end = group[0]
        for _, next_start, next_end in group:
            if next_start <= end + JOIN + _NOISE:
                end = max(end, next_end)
                continue
            found.append(Edge(at, start, end))
            start, end = next_start, next_end
        found.append(Edge(at, start, end))
    return [edge for edge in found if edge[2] - edge[1] >= SHORTEST - _NOISE]


def _snapped(edges: Iterable[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    last = float("-inf")
    for edge in sorted(edges):
        if edge[0] > last + SNAP + _NOISE:
            groups.append([])
        groups[-1].append(edge)
        last = edge[0]
    return groups


def _corners(
    rows: Sequence[Edge], columns: Sequence[Edge], ys: Sequence[float], xs: Sequence[float]
) -> _Corners:
    y, left, right = np.array(rows).T
    x, top, bottom = np.array(columns).T[:, :, None]
    reach = CROSSING + _NOISE
    meets: NDArray[np.bool_] = (
        (top <= y + reach) & (bottom >= y - reach) & (x >= left - reach) & (x <= right + reach)
    )
    row_of, row_bit = _bits(rows, ys)
    column_of, column_bit = _bits(columns, xs)
    height = len(ys)
    meet: dict[int, tuple[int, int]] = {}
    for i, j in zip(*(places.tolist() for places in np.nonzero(meets)), strict=True):
        place = column_of[i] * height + row_of[j]
        upright, level = meet.get(place, (0, 0))
        meet[place] = (upright | column_bit[i], level | row_bit[j])
    across: list[list[int]] = [[] for _ in ys]
    down: list[list[int]] = [[] for _ in xs]
    for place in sorted(meet):
        column, row = divmod(place, height)
        across[row].append(column)
        down[column].append(row)
    return _Corners(height, meet, across, down)


def _bits(edges: Sequence[Edge], lines: Sequence[float]) -> tuple[list[int], list[int]]:
    """The number of each edge's line, and a bit that tells it from the others on its line."""
    number = {at: index for index, at in enumerate(lines)}
    seen = [0] * len(lines)
    numbers = [number[edge[0]] for edge in edges]
    bits: list[int] = []
    for line in numbers:
        bits.append(1 << seen[line])
        seen[line] += 1
    return numbers, bits


def _cells(corners: _Corners) -> list[tuple[int, int, int, int]]:
    """Column, row, next column and next row of the smallest cell at each corner."""
    found: list[tuple[int, int, int, int]] = []
    for column, rows in enumerate(corners.down):
        for index, row in enumerate(rows):
            end = _smallest(corners, column, row, rows[index + 1 :])
            if end is not None:
                found.append((column, row, *end))
    return found


def _smallest(
    corners: _Corners, column: int, row: int, below: Sequence[int]
) -> tuple[int, int] | None:
    """The column and the row where the smallest cell that begins at a corner ends."""
    meet, height = corners.meet, corners.height
    upright, level = meet[column * height + row]
    line = corners.across[row]
    rights = [
        right
        for right in line[bisect_right(line, column) :]
        if meet[right * height + row][1] & level
    ]
    if not rights:
        return None
    for under in below:
        left, bottom = meet[column * height + under]
        if not left & upright:
            continue
        for right in rights:
            far = meet.get(right * height + under)
            if far and far[1] & bottom and far[0] & meet[right * height + row][0]:
                return right, under
    return None


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
        own = index
        for corner in ((left, top), (left, bottom), (right, top), (right, bottom)):
            other = first_at.setdefault(corner, own)
            if parent[other] != own:
                joined = root(other)
                parent[own] = joined
                own = joined
    tables: dict[int, list[BBox]] = {}
    for index, (left, top, right, bottom) in enumerate(cells):
        box = (xs[left], ys[top], xs[right], ys[bottom])
        tables.setdefault(root(index), []).append(box)
    found = [table for table in tables.values() if len(table) > 1]
    return sorted(found, key=lambda table: min((top, x0) for x0, top, _, _ in table))
