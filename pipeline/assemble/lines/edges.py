"""Where lines end on a page: a text is only wrapped at the right edge of its box."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from models import BBox
from models.page import Line, Role
from pipeline.assemble.lines.pieces import Item, Piece, item_of, sign_of
from pipeline.assemble.lines.wrapping import wrapped

_NEAR = 2.2
_PITCH = 2.2
_INDENT = 2.5
_LEAST_STEP = 0.9
_APART = 1.3
_LATIN = re.compile(r"\s*[!-~]*")
_LATIN_WIDTH = 0.6


@dataclass(frozen=True, slots=True)
class Edges:
    """The lines of each box, and those in no box, by page; and the pages that break lines freely.

    A page is ragged where the lines of its running text mostly end before the edge: they were
    broken by who wrote them, and their lengths say nothing. `steps` are the smallest distances
    from line to line by page and size. Text input has no lines here.
    """

    lines: dict[tuple[int, BBox | None], list[Line]]
    ragged: frozenset[int] = frozenset()
    steps: dict[tuple[int, int], float] = field(default_factory=dict)


def edges_of(known: Sequence[Piece]) -> Edges:
    """Where the text of each box and page ends."""
    lines: dict[tuple[int, BBox | None], list[Line]] = {}
    steps: dict[tuple[int, int], float] = {}
    for piece in known:
        for line, following in pairwise(piece.lines):
            step = _step(line, following)
            if step is not None and step > _LEAST_STEP * line.size:
                key = (line.page, round(line.size))
                steps[key] = min(steps.get(key, step), step)
        for line in piece.lines:
            if line.bbox and not line.vertical:
                lines.setdefault((line.page, piece.frame), []).append(line)
    edges = Edges(lines)
    free: Counter[int] = Counter()
    for piece in known:
        if piece.frame is None:
            for line, following in pairwise(piece.lines):
                if line.bbox and not sign_of(following):
                    reaches = _reaches(line, _edge(line, piece, edges), following)
                    free[line.page] += -1 if reaches else 1
    ragged = frozenset(page for page, votes in free.items() if votes > 0)
    return Edges(lines, ragged, steps)


def _step(line: Line, following: Line) -> float | None:
    """How far below a line the next begins; nothing where they are of two kinds."""
    if not line.bbox or not following.bbox or line.page != following.page:
        return None
    alike = abs(line.size - following.size) < 0.5 and not (line.vertical or following.vertical)
    return following.bbox[1] - line.bbox[1] if alike else None


def _is_apart(line: Line, following: Line, edges: Edges) -> bool:
    """Whether a line stands further below another than the lines of a text do on its page."""
    step, usual = _step(line, following), edges.steps.get((line.page, round(line.size)))
    return step is not None and usual is not None and step > _APART * usual


def whole_items(items: Sequence[Item], piece: Piece, edges: Edges) -> list[Item]:
    """Items less the lines that stand under them without being wrapped from them."""
    return [_cut(item, piece, edges) for item in items]


def _cut(item: Item, piece: Piece, edges: Edges) -> Item:
    count = len(item.lines)
    if breaks_freely(piece, edges):
        count = wrapped(item.lines)
    elif count > 1:
        edge = _edge(item.lines[0], piece, edges)
        ends = (
            number
            for number, (line, following) in enumerate(pairwise(item.lines), 1)
            if line.page == following.page
            and (not _reaches(line, edge, following) or _is_apart(line, following, edges))
        )
        count = next(ends, count)
    return item if count == len(item.lines) else item_of(item.lines[:count])


def breaks_freely(piece: Piece, edges: Edges) -> bool:
    """Whether the lines of a piece are broken where its writer wanted, as in text files."""
    return piece.lines[0].bbox is None or (piece.frame is None and piece.page in edges.ragged)


def _edge(line: Line, piece: Piece, edges: Edges) -> float:
    """How far right the text of the line's box reaches, in points.

    Outside of boxes these are the lines of its size that begin where it does.
    """
    lines = edges.lines.get((line.page, piece.frame), [line])
    left, right = (line.bbox[0], line.bbox[2]) if line.bbox else (0.0, 0.0)
    reach = _INDENT * line.size
    return max(
        (
            box[2]
            for other in lines
            if (box := other.bbox)
            and (piece.frame or (abs(box[0] - left) <= reach and abs(other.size - line.size) < 0.6))
        ),
        default=right,
    )


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
        and 0 < first.bbox[1] - last.bbox[1] < _PITCH * last.size
        and above.lines[0].bbox is not None
        and first.bbox[0] >= above.lines[0].bbox[0] - last.size
        and first.bbox[0] <= above.lines[0].bbox[0] + 2 * last.size
        and _reaches(last, _edge(last, above, edges), first)
    )


def _reaches(line: Line, edge: float, following: Line) -> bool:
    """Whether the next character had no room, or the next Latin word, which is not parted."""
    if line.bbox is None:
        return True
    word = _LATIN.match(following.text)
    room = _NEAR + _LATIN_WIDTH * (len(word[0]) if word else 0)
    return edge - line.bbox[2] < room * line.size
