"""Headings over headings: how many columns and rows of the head each of them covers.

A heading that stands over the middle of several columns covers them; a column without one above or
below its own is covered by that one all the way.
"""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.bands import Band, Span
from pipeline.layout.cell_rows import Group
from pipeline.layout.figure_columns import closed
from pipeline.layout.flow import Row

Place = tuple[int, int, int, int]
"""Row, column, row span, column span."""

_UNCOVERED = 0.5
_WIDE = 0.4
_CENTRE = 0.1


def heading_cuts(rows: Sequence[Row], band: Band, em: float) -> list[float]:
    """Where the band's columns part, so that its lines of headings, `rows`, are parted there too.

    A heading may stand left of its figures, nearer to those of the column before.
    """
    cuts = band.cuts
    for row in rows:
        heads = closed(row)
        if len(heads) < 2 or len(heads) > len(band.sides):
            continue
        homes = _homes([(p.x0, p.x1) for p in heads], band.sides)
        for (one, other), (home, away) in zip(pairwise(heads), pairwise(homes), strict=True):
            if away - home != 1 or other.x0 - one.x1 < _WIDE * em:
                continue
            low = max(band.sides[home][1], (one.x0 + one.x1) / 2)
            high = min(band.sides[away][0], (other.x0 + other.x1) / 2)
            if low < high and not low < cuts[home] < high:
                cuts[home] = (low + high) / 2
    return cuts


def _homes(heads: Sequence[Span], sides: Sequence[Span]) -> list[int]:
    """The columns of headings from the left, one each, as near as may be."""
    best: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for head in heads:
        reached: dict[int, tuple[float, list[int]]] = {}
        for last, (cost, homes) in best.items():
            for column in range(last + 1, len(sides)):
                side = sides[column]
                apart = max(0.0, side[0] - head[1], head[0] - side[1])
                total = cost + apart + _CENTRE * abs(sum(side) - sum(head)) / 2
                if column not in reached or total < reached[column][0]:
                    reached[column] = (total, [*homes, column])
        best = reached
    return min(best.values())[1]


def placed_headings(
    groups: Sequence[Group], count: int, sides: Sequence[Span], em: float
) -> list[tuple[Place, Group]] | None:
    """The places of headings that stand in the first `count` rows; null where two are in one."""
    owner: dict[tuple[int, int], Group] = {}
    for group in groups:
        for row in range(group.first, group.last + 1):
            if (row, group.column) in owner:
                return None
            owner[row, group.column] = group
    columns: dict[int, tuple[int, int]] = {}
    for row in range(count - 1):
        uppers = sorted(
            (g for g in groups if g.first == row and g.last < count - 1), key=lambda g: g.column
        )
        for first, last in _open_runs(uppers, owner, count, len(sides)):
            own = [g for g in uppers if first <= g.column <= last]
            for group, (start, end) in zip(own, _shared_out(own, first, last, sides), strict=True):
                columns[id(group)] = (start, end)
                owner.update(
                    ((r, c), group)
                    for r in range(group.first, group.last + 1)
                    for c in range(start, end + 1)
                )
    found: list[tuple[Place, Group]] = []
    for group in sorted(groups, key=lambda g: (g.first, g.column)):
        start, end = columns.get(id(group), (group.column, group.column))
        first, last = group.first, group.last
        if start == end:
            while last + 1 < count and (last + 1, start) not in owner:
                last += 1
                owner[last, start] = group
            while first > 0 and (first - 1, start) not in owner:
                first -= 1
                owner[first, start] = group
        found.append(((first, start, last - first + 1, end - start + 1), group))
    return found


def _open_runs(
    uppers: Sequence[Group], owner: dict[tuple[int, int], Group], count: int, columns: int
) -> list[tuple[int, int]]:
    """Columns side by side with a heading below and none but the upper ones in their row."""
    if not uppers:
        return []
    row = uppers[0].first
    own = {id(group) for group in uppers}
    runs: list[tuple[int, int]] = []
    for column in range(columns):
        at = owner.get((row, column))
        below = any((r, column) in owner for r in range(row + 1, count))
        if not below or (at is not None and id(at) not in own):
            continue
        if at is not None and all(owner.get((r, column), at) is at for r in range(row, count)):
            continue
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _shared_out(
    uppers: Sequence[Group], first: int, last: int, sides: Sequence[Span]
) -> list[tuple[int, int]]:
    """The columns from `first` to `last` that each heading stands over, as even as may be."""
    pitch = (sides[last][1] - sides[first][0]) / (last - first + 1)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {first: (0.0, [])}
    for group in uppers:
        reached: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (cost, parts) in best.items():
            for begin in range(start, group.column + 1):
                for end in range(group.column, last + 1):
                    total = cost + _off(group, sides[begin], sides[end])
                    total += _UNCOVERED * pitch * (begin - start)
                    if end + 1 not in reached or total < reached[end + 1][0]:
                        reached[end + 1] = (total, [*parts, (begin, end)])
        best = reached
    if not best:
        return [(group.column, group.column) for group in uppers]
    ends = [
        (cost + _UNCOVERED * pitch * (last + 1 - end), parts) for end, (cost, parts) in best.items()
    ]
    return min(ends)[1]


def _off(group: Group, left: Span, right: Span) -> float:
    """How far a heading is from the middle, or from the left side, of columns."""
    x0, x1 = min(p.x0 for p in group.pieces), max(p.x1 for p in group.pieces)
    return min(abs((left[0] + right[1]) / 2 - (x0 + x1) / 2), abs(left[0] - x0))
