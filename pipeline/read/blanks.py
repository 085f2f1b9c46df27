"""Blanks that PDFium leaves out: text objects that draw nothing and have no width to it.

PDFium gives a text object the width of its ink. One that holds a single blank has none, and is
dropped from the page's characters before anything can be asked about it; only the object is left.
A blank parts words, and narrow ones leave no gap that would do so.
"""

import ctypes
import math
from collections.abc import Sequence

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models.page import Char
from pipeline.read import pdfium_calls as call
from pipeline.read.glyphs import PLACES, em_descent
from pipeline.read.shapes import Matrix, multiplied

_POINT = 1e-3
_SLANT = 0.05

# Ems; what a font that does not know the blank is held to have.
_USUAL_WIDTH = 0.25


def with_blanks(chars: list[Char], items: Sequence[int], shown: Matrix) -> list[Char]:
    """The characters of a page and the blanks among `items`, each after what it follows.

    `items` are text objects on the page itself of which PDFium gives no character; `shown` leads
    from the PDF's space to the page as shown.
    """
    if not chars or not items:
        return chars
    left, low, right, high = call.object_bounds(items).T
    empty = np.flatnonzero((right - left < _POINT) & (high - low < _POINT)).tolist()
    if not empty:
        return chars
    items = [items[index] for index in empty]
    matrices = multiplied(call.object_matrices(items), shown)
    blanks = [_blank(item, matrix) for item, matrix in zip(items, matrices, strict=True)]
    boxes = np.array([char[1:5] for char in chars])
    after: dict[int, list[Char]] = {}
    for blank in blanks:
        if blank is not None:
            after.setdefault(_before(blank, boxes), []).append(blank)
    found: list[Char] = []
    for index, char in enumerate(chars):
        found.append(char)
        found.extend(after.get(index, ()))
    return found


def _before(blank: Char, boxes: NDArray[np.float64]) -> int:
    """The place of the character whose end is nearest to where a blank begins."""
    x0, top, x1, bottom = boxes.T
    if blank.upright:
        ends, start, across = x1, blank.x0, (top + bottom - blank.top - blank.bottom) / 2
    else:
        ends, start, across = bottom, blank.top, (x0 + x1 - blank.x0 - blank.x1) / 2
    # A place in the line counts more than a place along it.
    return int(np.argmin(np.abs(ends - start) + 4 * np.abs(across)))


def _blank(item: int, matrix: NDArray[np.float64]) -> Char | None:
    """A blank in its em box; none where its line leans."""
    a, b, c, d, x, y = matrix.tolist()
    font = call.font_of(item)
    nominal = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(_pointer(item), nominal)
    size = nominal.value * math.hypot(c, d)
    width = (call.glyph_width(font, 0x20) if font else 0.0) or _USUAL_WIDTH
    advance = width * nominal.value
    drop = em_descent(call.vertical_extent(font)[1] if font else 0.0)
    low, high = drop * nominal.value, (drop + 1) * nominal.value
    if abs(b) <= _SLANT * abs(a):
        xs, ys = (x, x + a * advance), (y + d * low, y + d * high)
    elif abs(a) <= _SLANT * abs(b):
        xs, ys = (x + c * low, x + c * high), (y, y + b * advance)
    else:
        return None
    x0, x1 = (round(edge, PLACES) for edge in sorted(xs))
    top, bottom = (round(edge, PLACES) for edge in sorted(ys))
    return Char(" ", x0, top, x1, bottom, size, a * d < 0 and b * c >= 0)


def _pointer(item: int) -> raw.FPDF_PAGEOBJECT:
    return ctypes.cast(item, raw.FPDF_PAGEOBJECT)
