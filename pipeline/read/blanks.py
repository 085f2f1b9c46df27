"""What PDFium leaves out of a page's text: repeated prints, and blanks that stand alone.

PDFium gives a text object the width of its ink. One that holds a single blank has none, and is
dropped from the page's characters before anything can be asked about it; only the object is left.
A blank parts words, and narrow ones leave no gap that would do so.
"""

import math
from collections.abc import Sequence

import numpy as np

from models import BBox
from models.page import Char
from pipeline.read import pdfium_calls as call
from pipeline.read.columns import Chars
from pipeline.read.glyphs import PLACES, em_descent, embolden
from pipeline.read.pdfium_paths import object_boxes
from pipeline.read.pdfium_text import Printed
from pipeline.read.shapes import Matrix, multiplied

_POINT = 1e-3
_SLANT = 0.05

# Ems; what a font that does not know the blank is held to have.
_USUAL_WIDTH = 0.25


def with_unread(printed: Printed, texts: Sequence[tuple[list[int], Matrix]]) -> Chars:
    """The characters of a page with what PDFium leaves unread of its text objects.

    `texts` are text objects with the matrix that leads from where they stand to the page as shown.
    What repeats other text makes it bold; each lone blank stands after what it follows.
    """
    chars, read = printed.chars, set(printed.owners.tolist())
    again: list[BBox] = []
    blanks: list[Char] = []
    for items, shown in texts:
        unread = [item for item in items if item not in read]
        if not unread:
            continue
        boxes = object_boxes(unread, shown)
        again.extend(box for box in boxes if not _is_point(box))
        empty = [item for item, box in zip(unread, boxes, strict=True) if _is_point(box)]
        if empty:
            matrices = multiplied(call.object_matrices(empty), shown).tolist()
            blanks.extend(filter(None, map(_blank, empty, call.own_font_sizes(empty), matrices)))
    if again:
        chars = embolden(chars, again)
    return _inserted(chars, blanks) if chars and blanks else chars


def _is_point(box: BBox) -> bool:
    return box[2] - box[0] < _POINT and box[3] - box[1] < _POINT


def _inserted(chars: Chars, blanks: Sequence[Char]) -> Chars:
    """The characters with blanks among them, each after that whose end is nearest to its begin."""
    x0, top, x1, bottom = chars.boxes
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    after: list[int] = []
    for blank in blanks:
        if blank.upright:
            along, across = x1 - blank.x0, y - (blank.top + blank.bottom) / 2
        else:
            along, across = bottom - blank.top, x - (blank.x0 + blank.x1) / 2
        # A place in the line counts more than a place along it.
        after.append(int((np.abs(along) + 4 * np.abs(across)).argmin()))
    return chars.with_inserted(blanks, after)


def _blank(item: int, nominal: float, matrix: Sequence[float]) -> Char | None:
    """A blank in its em box; none where its line leans."""
    a, b, c, d, x, y = matrix
    font = call.font_of(item)
    size = nominal * math.hypot(c, d)
    width = (call.glyph_width(font, 0x20) if font else 0.0) or _USUAL_WIDTH
    advance = width * nominal
    drop = em_descent(call.vertical_extent(font)[1] if font else 0.0)
    low, high = drop * nominal, (drop + 1) * nominal
    if abs(b) <= _SLANT * abs(a):
        xs, ys = (x, x + a * advance), (y + d * low, y + d * high)
    elif abs(a) <= _SLANT * abs(b):
        xs, ys = (x + c * low, x + c * high), (y, y + b * advance)
    else:
        return None
    x0, x1 = (round(edge, PLACES) for edge in sorted(xs))
    top, bottom = (round(edge, PLACES) for edge in sorted(ys))
    return Char(" ", x0, top, x1, bottom, size, a * d < 0 and b * c >= 0)
