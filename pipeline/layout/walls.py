"""Lines drawn between columns or tiers: they part texts that stand closer than a gutter is wide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from models.page import Rule
from models.values import BBox
from pipeline.layout.pieces import Piece

_THIN = 3.0
_LONG = 6.0
_ROOM = 0.5
_OVER = 0.2


def walls_of(rules: Iterable[Rule], em: float) -> list[BBox]:
    """The thin, long and straight ones of the rules that belong to no table or box.

    `em` is the page's usual size of type in points.
    """
    found = []
    for rule in rules:
        wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
        if min(wide, high) < _THIN and max(wide, high) > _LONG * em:
            found.append(rule[:4])
    return found


def held_apart(
    pieces: Sequence[Piece], walls: Sequence[BBox], em: float, *, tiers: bool
) -> list[Piece]:
    """The pieces, those that end at a wall drawn in from it, so that there is a gutter.

    Walls between `tiers` are level, and upright between columns. `em` is the region's usual size
    of type in points.
    """
    between = [wall for wall in walls if (wall[2] - wall[0] > wall[3] - wall[1]) is tiers]
    if not between:
        return list(pieces)
    return [_drawn_in(piece, between, em, tiers=tiers) for piece in pieces]


def parted_by(pieces: Sequence[Piece], walls: Sequence[BBox]) -> list[list[Piece]]:
    """A column's pieces from the top, parted where a wall stands between two of them."""
    parts = [[pieces[0]]]
    for high, low in pairwise(pieces):
        x = (low.x0 + low.x1) / 2
        if any(w[0] < x < w[2] and high.middle < w[1] and w[3] < low.middle for w in walls):
            parts.append([])
        parts[-1].append(low)
    return parts


def _drawn_in(piece: Piece, walls: Sequence[BBox], em: float, *, tiers: bool) -> Piece:
    low, high = (piece.top, piece.bottom) if tiers else (piece.x0, piece.x1)
    start, end = (piece.x0, piece.x1) if tiers else (piece.top, piece.bottom)
    for x0, top, x1, bottom in walls:
        at, reach = ((top + bottom) / 2, (x0, x1)) if tiers else ((x0 + x1) / 2, (top, bottom))
        if reach[0] - em < (start + end) / 2 < reach[1] + em:
            low, high = _ends(low, high, at, _ROOM * em)
    if tiers:
        return replace(piece, top=low, bottom=high)
    return replace(piece, x0=low, x1=high)


def _ends(low: float, high: float, wall: float, room: float) -> tuple[float, float]:
    """A stretch that ends near a wall, ending `room` before it."""
    over = _OVER * room
    if wall - over < low < wall + room < high:
        return wall + room, high
    if low < wall - room < high < wall + over:
        return low, wall - room
    return low, high
