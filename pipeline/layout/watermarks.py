"""Watermarks: a few pale characters far larger than the text, across the page and under it."""

from collections.abc import Sequence

from models.page import Char, Colour, Role, TextBlock
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, extent

_LARGER = 4.0
_PALE, _WHITE = 0.6, 0.97
_MOST = 20


def parted_watermark(
    chars: Sequence[Char], size: float, number: int
) -> tuple[list[Char], list[TextBlock]]:
    """The characters without the watermark's, and the watermark as a block of its own, if any.

    `size` is the usual size of the page's text in points.
    """
    marks = [char for char in chars if char[5] >= _LARGER * size and _is_pale(char[8])]
    shown = [char for char in marks if not char[0].isspace()]
    if not shown or len(shown) > _MOST or 2 * len(marks) > len(chars):
        return list(chars), []
    piece = Piece(0.0, 0.0, 0.0, 0.0, shown[0][5], shown)
    boxes = [Piece(*char[1:5], char[5], [char]) for char in shown]
    piece.x0, piece.top, piece.x1, piece.bottom = extent(boxes)
    gone = {id(char) for char in marks}
    rest = [char for char in chars if id(char) not in gone]
    return rest, [TextBlock(number, (line_of([piece], number),), Role.FOOTER)]


def _is_pale(colour: Colour | None) -> bool:
    """Whether a colour is light, so that text upon it can be read; white stands on a ground."""
    if not colour:
        return False
    light = 1 - max(colour) if len(colour) == 4 else min(colour)
    return _PALE < light < _WHITE
