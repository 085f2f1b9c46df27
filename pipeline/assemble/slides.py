"""Slides: their bullets."""

from collections.abc import Iterator, Sequence

from models import SlidePoint
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.outlines import label_signs
from pipeline.assemble.pieces import Item, Piece, bullet_of, item_of, items, pieces, without
from pipeline.assemble.wrapping import wrapped
from pipeline.recognise import find_money, find_quantities


def slide_points(blocks: Sequence[Placed], about: About) -> Taken:
    """Every bullet with the lines it is wrapped over.

    A bullet with figures is handed on too, since what it states can be a record of its own. A lone
    ・ inside a text that no bullet began is a word wrapped before its middle dot.
    """
    records: list[SlidePoint] = []
    used: list[Line] = []
    known = list(pieces(blocks))
    squares = "" if label_signs(known) else "■□"
    for piece in known:
        for item in _points(piece, squares):
            records.append(
                SlidePoint(
                    page=item.page,
                    section=piece.section,
                    sources={"text": item.source()},
                    text=item.text,
                )
            )
            used += () if _states(item.text) else item.lines
    return Taken(list(records), rest=without(blocks, used))


def _states(text: str) -> bool:
    """Whether a text states figures."""
    return bool(find_money(text) or find_quantities(text))


def _points(piece: Piece, squares: str) -> Iterator[Item]:
    dots = [line for line in piece.lines if bullet_of(line) == "・"]
    lone = len(dots) == 1 and not bullet_of(piece.lines[0])
    for item in items(piece.lines):
        if not item.sign or not (bullet_of(item.lines[0]) or item.sign in squares):
            continue
        if len(item.text) < 2 or (lone and item.sign == "・"):
            continue
        count = wrapped(item.lines)
        yield item if count == len(item.lines) else item_of(item.lines[:count])
