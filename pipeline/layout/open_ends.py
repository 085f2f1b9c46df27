"""Where a page ends inside a row or a merged cell: columns end, and no line closes them."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.ruled_grid import SNAP, Edge

_LEAST_UPRIGHTS = 3
# Points: a row is no lower; what ends nearer to a level line only sticks out of it.
_LEAST_ROW = 8.0


def open_tops(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Edge]:
    """The edges that would close columns which begin together without a line over them."""
    return _missing(level, [Edge(edge.start, edge.at, edge.end) for edge in upright])


def open_bottoms(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Edge]:
    """The edges that would close columns which end together without a line under them."""
    return _missing(level, [Edge(edge.end, edge.at, edge.start) for edge in upright])


def _missing(level: Sequence[Edge], ends: Sequence[Edge]) -> list[Edge]:
    """`ends` are upright edges as (where they end, their place, where their other end is).

    Two neighbours are columns of one table where a level line elsewhere runs from one to the other.
    """
    found: list[Edge] = []
    for group in _together(ends):
        y = sum(end.at for end in group) / len(group)
        for one, other in pairwise(sorted(group, key=lambda end: end.start)):
            low, high = sorted((y, min(one.end, other.end, key=lambda end: abs(end - y))))
            over = [
                edge
                for edge in level
                if edge.start <= one.start + SNAP and edge.end >= other.start - SNAP
            ]
            near = any(abs(edge.at - y) < _LEAST_ROW for edge in over)
            if not near and any(low - SNAP < edge.at < high + SNAP for edge in over):
                found.append(Edge(y, one.start, other.start))
    return found


def _together(ends: Sequence[Edge]) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for end in sorted(ends):
        if groups and end.at - groups[-1][-1].at <= SNAP:
            groups[-1].append(end)
        else:
            groups.append([end])
    return [group for group in groups if len({end.start for end in group}) >= _LEAST_UPRIGHTS]
