"""Slides: their bullets."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from models import SlidePoint
from models.page import Line, Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.edges import edges_of, rejoined, whole_items
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import (
    BULLETS,
    Item,
    Piece,
    bullet_of,
    items,
    pieces,
    prints,
    sign_of,
    without,
)
from pipeline.assemble.policy.outlines import label_signs, uses_of
from pipeline.recognise import find_money, find_quantities

# Signs that open labels in one document and are plain bullets in another, filled and hollow.
_DOUBLE_USE = ("■□", "◆◇", "○◎")
_OPENS = re.compile(rf"^\s*[{BULLETS}{''.join(_DOUBLE_USE)}\ue000-\uf8ff]")
_FEW = 3


def slide_points(blocks: Sequence[Placed], about: About) -> Taken:
    """Every bullet with the lines it is wrapped over.

    A bullet with figures is handed on too, since what it states can be a record of its own, and so
    are those that stand in one cell with it, since they say what its figures are. A lone
    ・ inside a text that no bullet began is a word wrapped before its middle dot.
    """
    records: list[SlidePoint] = []
    used: list[Line] = []
    if not prints(blocks, _OPENS):
        return Taken(rest=list(blocks))
    given = paragraphs(pieces(blocks))
    edges = edges_of(given)
    known = rejoined(given, edges)
    plain = _plain_signs(known)
    for before, piece in pairwise([None, *known]):
        if piece is None or _is_continued(before, piece):
            continue
        for item in whole_items(list(_points(piece, plain)), piece, edges):
            if not item.text:
                continue
            records.append(
                SlidePoint(
                    page=item.page,
                    section=piece.section,
                    sources={"text": item.source()},
                    text=item.text,
                )
            )
            used += () if _states(item.text) else item.lines
    beside = _beside_figures(blocks) if used else frozenset()
    used = [line for line in used if id(line) not in beside]
    return Taken(list(records), rest=without(blocks, used))


def _beside_figures(blocks: Sequence[Placed]) -> frozenset[int]:
    """The lines of table cells that state figures."""
    cells = (
        cell for placed in blocks if isinstance(placed.block, Table) for cell in placed.block.cells
    )
    return frozenset(id(line) for cell in cells if _states(cell.text) for line in cell.lines)


def _plain_signs(known: Sequence[Piece]) -> str:
    """The signs of double use that are plain bullets in this document."""
    if label_signs(known):
        return ""
    uses = {signs: uses_of(signs, known) for signs in _DOUBLE_USE}
    return "■□" + "".join(
        signs for signs, (labels, bullets) in uses.items() if bullets > labels and bullets >= _FEW
    )


def _states(text: str) -> bool:
    """Whether a text states figures."""
    return bool(find_money(text) or find_quantities(text))


def _is_continued(before: Piece | None, piece: Piece) -> bool:
    """Whether a piece is a name's end that was wrapped before its ・, in the box of its begin."""
    dots = [line for line in piece.lines if bullet_of(line)]
    if before is None or len(dots) != 1 or bullet_of(piece.lines[0]) != "・":
        return False
    together = piece.frame is not None and before.frame == piece.frame
    return together and before.page == piece.page and not sign_of(before.lines[-1])


def _points(piece: Piece, plain: str) -> Iterator[Item]:
    dots = [line for line in piece.lines if bullet_of(line) == "・"]
    lone = len(dots) == 1 and not bullet_of(piece.lines[0])
    for item in items(piece.lines):
        if not item.sign or not (bullet_of(item.lines[0]) or item.sign in plain):
            continue
        if len(item.text) < 2 or (lone and item.sign == "・"):
            continue
        yield item
