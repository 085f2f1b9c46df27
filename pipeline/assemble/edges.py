"""Where lines end on a page: a text is only wrapped at the right edge of its box."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from models import BBox
from models.page import Line, Role
from pipeline.assemble.pieces import Item, Piece, item_of, sign_of
from pipeline.assemble.wrapping import wrapped

Edges: TypeAlias = dict[tuple[int, BBox | None], float]
"""The right edge of the text of each box, and of what is in no box, by page."""

_NEAR = 2.2
_PITCH = 1.1
_LATIN = re.compile(r"\s*[!-~]*")
_LATIN_WIDTH = 0.6


def edges_of(known: Iterable[Piece]) -> Edges:
    """How far right the lines of each box reach, in points. Text input has none."""
    edges: Edges = {}
    for piece in known:
        for line in piece.lines:
            if line.bbox and not line.vertical:
                key = (line.page, piece.frame)
                edges[key] = max(edges.get(key, 0.0), line.bbox[2])
    return edges


def whole_items(items: Sequence[Item], piece: Piece, edges: Edges) -> list[Item]:
    """Items less the lines that stand under them without being wrapped from them."""
    edge = edges.get((piece.page, piece.frame))
    return [_cut(item, edge if piece.frame else None) for item in items]


def _cut(item: Item, edge: float | None) -> Item:
    count = len(item.lines)
    if item.lines[0].bbox is None:
        count = wrapped(item.lines)
    elif edge is not None:
        ends = (
            number
            for number, (line, following) in enumerate(pairwise(item.lines), 1)
            if line.page == following.page and not _reaches(line, edge, following)
        )
        count = next(ends, count)
    return item if count == len(item.lines) else item_of(item.lines[:count])


def rejoined(known: Sequence[Piece], edges: Edges) -> list[Piece]:
    """The pieces, those in one where a text runs on in the piece right below it in its box."""
    found: list[Piece] = []
    for piece in known:
        if found and _runs_on(found[-1], piece, edges):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, *piece.lines))
        else:
            found.append(piece)
    return found


def _runs_on(above: Piece, piece: Piece, edges: Edges) -> bool:
    last, first = above.lines[-1], piece.lines[0]
    if not last.bbox or not first.bbox or above.frame is None or piece.row is not None:
        return False
    if (last.page, above.frame) != (first.page, piece.frame) or last.vertical or first.vertical:
        return False
    if sign_of(first) or Role.HEADING in (above.role, piece.role):
        return False
    return (
        abs(last.size - first.size) < 0.5
        and 0 < first.bbox[1] - last.bbox[1] < _PITCH * 2 * last.size
        and above.lines[0].bbox is not None
        and first.bbox[0] >= above.lines[0].bbox[0] - last.size
        and first.bbox[0] <= above.lines[0].bbox[0] + 2 * last.size
        and _reaches(last, edges[last.page, above.frame], first)
    )


def _reaches(line: Line, edge: float, following: Line) -> bool:
    """Whether the next character had no room, or the next Latin word, which is not parted."""
    if line.bbox is None:
        return True
    word = _LATIN.match(following.text)
    room = _NEAR + _LATIN_WIDTH * (len(word[0]) if word else 0)
    return edge - line.bbox[2] < room * line.size
