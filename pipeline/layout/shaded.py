"""Shaded labels upon level rules: their grounds have four sides, and the values beside them none.

A form shades its labels and draws lines under its rows. The sides of the grounds cross the lines,
but the lines run on under values that stand in no cell so drawn. Where every text is a label on a
ground or the one value beside it, the ends of the lines close the cells of the values; elsewhere,
as in a table whose row labels are shaded, the grounds draw no table at all.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from models import BBox
from models.page import Rule
from pipeline.layout.ruled_grid import SNAP, Edge, merged
from pipeline.read.columns import Chars, Floats

# Points: what parts cells is no thicker; how much further than grounds lines reach.
_THIN = 3.0
_FURTHER = 20.0
_MOSTLY = 0.6
# Sizes of a character: texts that stand further apart are two.
_APART = 2.5


class Shading:
    """What one sees of a page's rules: level lines, upright lines, and grounds."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        shown = [rule for rule in rules if rule.kind != "curve"]
        self._uprights = [r for r in shown if r.x1 - r.x0 <= _THIN < r.bottom - r.top]
        self._level = merged(
            Edge((r.top + r.bottom) / 2, r.x0, r.x1)
            for r in shown
            if r.bottom - r.top <= _THIN < r.x1 - r.x0
        )
        self._grounds = [
            r for r in shown if r.filled and min(r.x1 - r.x0, r.bottom - r.top) > _THIN
        ]

    def alone(self, box: BBox) -> bool:
        """Whether grounds alone make a would-be table: no upright line, and level ones run on."""
        x0, top, x1, bottom = box
        for rule in self._uprights:
            x = (rule.x0 + rule.x1) / 2
            if x0 - SNAP < x < x1 + SNAP and rule.top < bottom - SNAP and rule.bottom > top + SNAP:
                return False
        under = self._under(box)
        on = [e for e in under if e.end > x1 + _FURTHER or e.start < x0 - _FURTHER]
        return len(under) > 1 and len(on) > _MOSTLY * len(under)

    def ends(self, box: BBox, chars: Chars) -> list[Edge]:
        """The upright edges where the lines of a form end; none where texts share a cell."""
        under = self._under(box)
        left, right = min(edge.start for edge in under), max(edge.end for edge in under)
        whole = [e for e in under if e.start < left + SNAP and e.end > right - SNAP]
        heights = [edge.at for edge in whole]
        rows = list(pairwise(heights))
        if not rows or any(self._shared(row, (left, right), chars) for row in rows):
            return []
        return [Edge(x, heights[0], heights[-1]) for x in (left, right)]

    def _under(self, box: BBox) -> list[Edge]:
        x0, top, x1, bottom = box
        return [
            e
            for e in self._level
            if top - SNAP < e.at < bottom + SNAP and e.start < x1 and e.end > x0
        ]

    def _shared(self, row: tuple[float, float], reach: tuple[float, float], chars: Chars) -> bool:
        """Whether a cell between grounds of a row holds two texts side by side."""
        middle = (row[0] + row[1]) / 2
        grounds = sorted(
            (r.x0, r.x1)
            for r in self._grounds
            if r.top < middle < r.bottom and r.x0 < reach[1] and r.x1 > reach[0]
        )
        edges = [reach[0], *(x for ground in grounds for x in ground), reach[1]]
        cells = zip(edges[::2], edges[1::2], strict=True)
        return not grounds or any(_parted(chars, (x0, row[0], x1, row[1])) for x0, x1 in cells)


def _parted(chars: Chars, box: BBox) -> bool:
    """Whether the text of a box has a wide gap in one of its lines."""
    x0, y0, x1, y1 = chars.boxes
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    inside = np.flatnonzero((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3]))
    places = [place for place in inside.tolist() if not chars.texts[place].isspace()]
    return any(
        x0[b] - x1[a] > _APART * chars.sizes[a]
        for line in _lines(places, y, chars)
        for a, b in pairwise(sorted(line, key=lambda place: x0[place]))
    )


def _lines(places: Sequence[int], y: Floats, chars: Chars) -> Iterator[list[int]]:
    line: list[int] = []
    for place in sorted(places, key=lambda place: y[place]):
        if line and y[place] - y[line[0]] > 0.6 * chars.sizes[place]:
            yield line
            line = []
        line.append(place)
    if line:
        yield line
