"""Tables of level rules that stand on one another: each has columns of its own.

A sheet prints its costs, then its indicators under another heading, with lines under every row.
Read as one table, the figures of both would share columns that neither has.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from models.page import Rule
from models.values import BBox
from pipeline.layout.flow import Row, rows_of
from pipeline.layout.levels import Level, levels_of, stacks_of
from pipeline.layout.pieces import Piece

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_FIGURE = re.compile(
    r"[△▲▼+＋－−―‐\-(（]*+[\d０-９][\d０-９,，.．]*+[円人件%％千百万億)）]*+|[－―‐ー\-−–—…]"
)
# Sizes of the text: what belongs to one caption, what ends at one place, how headings part.
_CLOSE = 2.0
_ALIGNED = 0.6
_APART = 1.2
_LEAST_HEADINGS = 3
_SHARED = 0.5


def parts_of(levels: Sequence[Level], pieces: Sequence[Piece], em: float) -> list[list[Level]]:
    """The levels of each table of a stack, from the top; what names a table is in none of them."""
    strips = [[p for p in pieces if high.y < p.middle < low.y] for high, low in pairwise(levels)]
    parts: list[list[Level]] = []
    start = 0
    for end, after in _seams(strips, levels[0].x0, em):
        parts.append(list(levels[start : end + 1]))
        start = after
    parts.append(list(levels[start:]))
    return [part for part in parts if len(part) > 1]


def seams_of(rules: Sequence[Rule], pieces: Sequence[Piece], em: float) -> list[BBox]:
    """From where to where the tables that stand on one another meet: no table runs over these."""
    found: list[BBox] = []
    for levels in stacks_of(levels_of([rule for rule in rules if rule.kind != "edge"])):
        x0, x1 = min(level.x0 for level in levels), max(level.x1 for level in levels)
        own = [p for p in pieces if x0 - 2 < (p.x0 + p.x1) / 2 < x1 + 2]
        parts = parts_of(levels, own, em)
        found += [(x0, high[-1].y, x1, low[0].y) for high, low in pairwise(parts)]
    return found


def _seams(strips: Sequence[Sequence[Piece]], left: float, em: float) -> Iterator[tuple[int, int]]:
    """The level at which a table ends, and the one at which the next one begins."""
    start = 0
    for at, strip in enumerate(strips):
        if at == start:
            continue
        below = strips[at + 1 :]
        if _names(strip, left, em) and below and _heads(below[0]):
            if any(map(_figures, below)):
                yield at, at + 1
                start = at + 1
        elif _is_seam(strips[start:at], strip, below, em):
            yield at, at
            start = at


def _is_seam(
    above: Sequence[Sequence[Piece]],
    strip: Sequence[Piece],
    below: Sequence[Sequence[Piece]],
    em: float,
) -> bool:
    """Whether a strip heads other columns, or is a label with words under a table of figures."""
    if _heads(strip) and _other_columns(above, below, em):
        return True
    return bool(_figures(above[-1])) and _beside(strip, above, em)


def _names(strip: Sequence[Piece], left: float, em: float) -> bool:
    """Whether a strip holds one line of words at the left: the name of the table below it."""
    rows = rows_of(strip)
    if len(rows) != 1 or rows[0][0].x0 > left + _CLOSE * em or _figures(strip):
        return False
    return all(b.x0 - a.x1 < _CLOSE * em for a, b in pairwise(rows[0]))


def _heads(strip: Sequence[Piece]) -> bool:
    """Whether a strip holds headings side by side and no figure."""
    return len(strip) >= _LEAST_HEADINGS and not _figures(strip)


def _figures(strip: Sequence[Piece]) -> list[Piece]:
    return [p for p in strip if _FIGURE.fullmatch(p.text) and not _YEAR.fullmatch(p.text)]


def _other_columns(
    above: Sequence[Sequence[Piece]], below: Sequence[Sequence[Piece]], em: float
) -> bool:
    """Whether the figures under a row of words end at other places than those over it."""
    ends = [_ends([p for strip in part for p in _figures(strip)], em) for part in (above, below)]
    least = min(map(len, ends))
    if least < 2 or not below or not _figures(below[0]):
        return False
    shared = sum(any(abs(x - y) < _ALIGNED * em for y in ends[1]) for x in ends[0])
    return shared <= _SHARED * least


def _ends(figures: Sequence[Piece], em: float) -> list[float]:
    """Where figures end, each place once."""
    found: list[float] = []
    for x in sorted(p.x1 for p in figures):
        if not found or x - found[-1] > _ALIGNED * em:
            found.append(x)
    return found


def _beside(strip: Sequence[Piece], above: Sequence[Sequence[Piece]], em: float) -> bool:
    """Whether a strip is a label with words beside it that keep to no column of those above."""
    rows = rows_of(strip)
    if len(rows) != 1 or len(rows[0]) != 2 or _figures(strip):
        return False
    value = rows[0][1]
    held = [p for one in above for p in one if p.x0 > rows[0][0].x0 + em]
    return bool(held) and not any(
        abs(p.x0 - value.x0) < _ALIGNED * em or p.x0 <= (value.x0 + value.x1) / 2 <= p.x1
        for p in held
    )


def headed_cuts(
    heading: Row, body: Sequence[Piece], cuts: Sequence[float], em: float
) -> list[float]:
    """The cuts, and those between headings side by side of which one heads blank cells.

    Figures end at one distance from the middle of their heading, whichever column it is: this
    tells whose figures they are.
    """
    spans = list(pairwise([float("-inf"), *cuts, float("inf")]))
    single: list[float] = []
    double: list[tuple[Row, list[Piece]]] = []
    for left, right in spans:
        heads = [p for p in heading if left < (p.x0 + p.x1) / 2 < right]
        own = [p for p in body if left < (p.x0 + p.x1) / 2 < right]
        if len(heads) == 1 and _figures(own):
            single.append(max(p.x1 for p in _figures(own)) - _middle(heads[0]))
        elif len(heads) > 1 and all(b.x0 - a.x1 > _APART * em for a, b in pairwise(heads)):
            double.append((heads, own))
    usual = median(single) if single else 0.0
    found = list(cuts)
    for heads, own in double:
        found += _between(heads, own, usual)
    return sorted(found)


def _middle(piece: Piece) -> float:
    return (piece.x0 + piece.x1) / 2


def _between(heads: Row, own: Sequence[Piece], usual: float) -> list[float]:
    """Where headings of one would-be column part, with what stands under each."""
    under: list[list[Piece]] = [[head] for head in heads]
    for piece in own:
        distances = [abs(piece.x1 - usual - _middle(head)) for head in heads]
        under[distances.index(min(distances))].append(piece)
    found = []
    for one, other in pairwise(under):
        end, begin = max(p.x1 for p in one), min(p.x0 for p in other)
        if end >= begin:
            return []
        found.append((end + begin) / 2)
    return found
