"""Columns closer than a gutter: figures that end where the texts of the next column begin.

A producer may leave no blank between a column of amounts and the names right of it. Where texts
begin at one place down the table again and again, a figure that runs over that place is two.
"""

import re
from collections.abc import Sequence

from models.page import Char
from pipeline.layout.pieces import Piece

_FIGURE = re.compile(r"[(（△▲▼－\-]?[\d０-９]{1,3}(?:[,，][\d０-９]{3})*[)）]?")
_AMOUNT = re.compile(r"[(（△▲▼－\-]?[\d０-９]{1,3}(?:[,，][\d０-９]{3})+[)）]?")
_SAME = 0.12
_OFTEN = 3
_CLOSE = 0.6
_NEAR = 1.5
_FREE = 2
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_INSIDE = frozenset(".,．，%％円千百万億") | {""}


def parted(pieces: Sequence[Piece], em: float) -> tuple[list[Piece], list[float]]:
    """The pieces, each figure cut from what is glued to it, and where columns part so.

    `em` is the usual size of the text, in points; so are the places that come back.
    """
    edges = [x for x in _starts(pieces, em) if _figures_end(pieces, x, em)]
    whole = list(pieces)
    for x in edges:
        whole = [part for piece in whole for part in _cut(piece, x, em)]
    cuts = [
        x - _SAME * em / 2
        for x in edges
        if not any(p.x0 < x - _SAME * em < x + _SAME * em < p.x1 for p in whole)
    ]
    return whole, cuts


def _starts(pieces: Sequence[Piece], em: float) -> list[float]:
    """The places at which several pieces begin, one below the other."""
    found: list[float] = []
    run: list[float] = []
    for x in sorted(piece.x0 for piece in pieces):
        if run and x - run[0] > _SAME * em:
            if len(run) >= _OFTEN:
                found.append(run[0])
            run = []
        run.append(x)
    if len(run) >= _OFTEN:
        found.append(run[0])
    return found


def _figures_end(pieces: Sequence[Piece], x: float, em: float) -> bool:
    """Whether figures run into a place, or end right before it, and none runs over it whole."""
    glued = [piece for piece in pieces if len(_cut(piece, x, em)) > 1]
    over = [p for p in pieces if p.x0 < x - _SAME * em and p.x1 > x + _SAME * em and p not in glued]
    # A number of a list ends close to its name as well; an amount has thousands.
    close = [p for p in pieces if 0 <= x - p.x1 < _CLOSE * em and _AMOUNT.fullmatch(p.text)]
    # A unit stands behind a figure in every row, another column's texts also where there is none.
    free = sum(
        abs(piece.x0 - x) <= _SAME * em
        and not any(_ends_before(other, piece, em) for other in pieces)
        for piece in pieces
    )
    return not over and (bool(glued) or (free >= _FREE and len(close) >= _OFTEN))


def _ends_before(other: Piece, piece: Piece, em: float) -> bool:
    """Whether another piece of the same line ends close to the left of a piece."""
    level = min(other.bottom, piece.bottom) > max(other.top, piece.top)
    return level and other is not piece and 0 <= piece.x0 - other.x1 < _NEAR * em


def _cut(piece: Piece, x: float, em: float) -> list[Piece]:
    """A piece in two where a figure ends at the place and something else begins there."""
    if piece.blocks or piece.vertical or not piece.x0 < x - _SAME * em < x + _SAME * em < piece.x1:
        return [piece]
    left = [char for char in piece.chars if char[3] <= x + _SAME * em / 2]
    right = [char for char in piece.chars if char[3] > x + _SAME * em / 2]
    if not left or not right or abs(min(char[1] for char in right) - x) > _SAME * em:
        return [piece]
    text = "".join(char[0] for char in left if not char[0].isspace())
    # Figures are cut from words, and from other figures only where their thousands end.
    after = right[0][0][:1]
    if after in _INSIDE or not (_AMOUNT if after in _DIGITS else _FIGURE).fullmatch(text):
        return [piece]
    return [_piece(piece, left), _piece(piece, right)]


def _piece(whole: Piece, chars: list[Char]) -> Piece:
    box = (
        min(char[1] for char in chars),
        min(char[2] for char in chars),
        max(char[3] for char in chars),
        max(char[4] for char in chars),
    )
    return Piece(*box, whole.size, chars=chars)
