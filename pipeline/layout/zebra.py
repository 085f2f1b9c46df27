"""Rows between tinted rows: where every other row of a table has a ground, the white ones are rows.

The grounds draw cells in their own rows only. Where two tinted rows part their columns at the same
places and one row of text stands between them, the columns run on through it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.page import Page, Rule
from pipeline.layout.ruled_grid import SNAP, Edge
from pipeline.read.columns import Chars

# Points: what is lower parts cells and is no ground of one.
_THIN = 3.0
# Points: what parts the grounds of one row is no wider.
_WIDEST_GAP = 8.0
# A white row is no higher than this many tinted ones; its text may take more lines.
_HIGHEST = 3.2
# Two edges are one cell; a row of a table has more.
_LEAST_EDGES = 3
# Heights of a character by which rows of text differ.
_SAME_LINE = 0.6
_FIGURE = re.compile(r"[約△▲(（\[−\-]{0,3}\s?\d[\d,.]*[兆億万千百十円%％人件\d,.]{0,12}[)）\]]?")


@dataclass(frozen=True, slots=True)
class _Tinted:
    """A row of grounds: from where to where it reaches down, and the edges of its cells."""

    top: float
    bottom: float
    edges: tuple[float, ...]


def between_tinted(page: Page, grounds: Sequence[Rule]) -> tuple[list[Edge], list[Edge]]:
    """The level and upright edges of white rows between rows of `grounds`."""
    rows = _rows(grounds)
    if len(rows) < 2:
        return [], []
    chars = Chars.of(page.chars)
    level: list[Edge] = []
    upright: list[Edge] = []
    for above, below in pairwise(rows):
        edges = _shared(above.edges, below.edges)
        gap = below.top - above.bottom
        tallest = max(above.bottom - above.top, below.bottom - below.top)
        if len(edges) < _LEAST_EDGES or not _THIN < gap < _HIGHEST * tallest:
            continue
        if not _is_row(chars, edges, above.bottom, below.top):
            continue
        level += [Edge(y, edges[0], edges[-1]) for y in (above.bottom, below.top)]
        upright += [Edge(x, above.bottom, below.top) for x in edges]
    if upright and (end := _last(chars, rows[-1])) is not None:
        level += [Edge(y, rows[-1].edges[0], rows[-1].edges[-1]) for y in (rows[-1].bottom, end)]
        upright += [Edge(x, rows[-1].bottom, end) for x in rows[-1].edges]
    return level, upright


def _last(chars: Chars, above: _Tinted) -> float | None:
    """Where a white row ends that stands below the last tinted one; null where none does."""
    x0, y0, x1, y1 = chars.boxes
    edges, reach = above.edges, above.bottom + _HIGHEST * (above.bottom - above.top)
    inside = (y0 > above.bottom - 1) & (y1 < reach) & (x0 > edges[0] - 1) & (x1 < edges[-1] + 1)
    end = above.bottom
    for place in sorted(np.flatnonzero(inside).tolist(), key=lambda place: y0[place]):
        if y0[place] - end > chars.sizes[place]:
            break
        end = max(end, float(y1[place]))
    end += 1.0
    return end if end - above.bottom > _THIN and _is_row(chars, edges, above.bottom, end) else None


def _rows(grounds: Sequence[Rule]) -> list[_Tinted]:
    """Grounds that stand side by side, from the top of the page."""
    rows: list[list[Rule]] = []
    for rule in sorted(grounds, key=lambda rule: (rule.top, rule.x0)):
        # A ground over several rows stands beside them, from the top of one on.
        near = (row for row in rows[-3:] if abs(rule.top - row[0].top) < SNAP)
        row = next((row for row in near if abs(rule.bottom - row[0].bottom) < SNAP), None)
        if row is None:
            rows.append([rule])
        else:
            row.append(rule)
    found = []
    for row in rows:
        if _apart(row):
            continue
        edges = sorted({x for rule in row for x in (rule.x0, rule.x1)})
        before = [float("-inf"), *edges]
        apart = [x for x, last in zip(edges, before, strict=False) if x - last > SNAP]
        if len(apart) >= _LEAST_EDGES:
            found.append(_Tinted(row[0].top, row[0].bottom, tuple(apart)))
    return found


def _apart(row: Sequence[Rule]) -> bool:
    """Whether grounds of a row leave a cell between them, as those of labels beside values do."""
    ends = sorted((rule.x0, rule.x1) for rule in row)
    return any(after - end > _WIDEST_GAP for (_, end), (after, _) in pairwise(ends))


def _shared(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [x for x in one if any(abs(x - y) < SNAP for y in other)]


def _is_row(chars: Chars, edges: Sequence[float], top: float, bottom: float) -> bool:
    """Whether what stands between is one row: no text over an edge, no two figures in a cell."""
    if not chars:
        return False
    x0, y0, x1, y1 = chars.boxes
    y = (y0 + y1) / 2
    inside = np.flatnonzero((y > top) & (y < bottom) & (x0 > edges[0] - 1) & (x1 < edges[-1] + 1))
    if not len(inside):
        return False
    if any(((x0[inside] < edge - 1) & (x1[inside] > edge + 1)).any() for edge in edges[1:-1]):
        return False
    filled = 0
    for left, right in pairwise(edges):
        own = inside[(x0[inside] > left - 1) & (x1[inside] < right + 1)]
        lines: list[list[int]] = []
        for place in sorted(own.tolist(), key=lambda place: (y[place], x0[place])):
            if lines and y[place] - y[lines[-1][0]] < _SAME_LINE * chars.sizes[place]:
                lines[-1].append(place)
            else:
                lines.append([place])
        texts = [
            text
            for line in lines
            if (text := "".join(chars.texts[p] for p in sorted(line, key=lambda p: x0[p])).strip())
        ]
        if sum(_FIGURE.fullmatch(text) is not None for text in texts) > 1:
            return False
        filled += bool(texts)
    return filled > 1
