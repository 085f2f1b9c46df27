"""What a loaded page looks like, drawn only where somebody asks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models import BBox
from models.page import Colour
from pipeline.read.pdfium_calls import set_active

# Pixels for each point, and of all that is drawn at the most; points around what is looked at.
_SCALE = 1.5
_MOST_PIXELS = 4_000_000
_MARGIN = 2.0

# Of 255: what differs by less from what is beside it, nobody sees.
_SEEN = 12

# Parts of a character's box.
_EDGE = 0.1

Pixels = NDArray[np.int16]
Box = NDArray[np.float64]


class Look:
    """A part of a page as it is drawn, in points of the page as shown; `size` is the whole page's.

    Nothing is drawn before somebody asks.
    """

    def __init__(self, page: raw.FPDF_PAGE, size: tuple[float, float], part: BBox) -> None:
        self._page = page
        self._size = size
        left, top, right, bottom = part
        self._left, self._top = max(left - _MARGIN, 0.0), max(top - _MARGIN, 0.0)
        self._width = max(min(right + _MARGIN, size[0]) - self._left, 1.0)
        self._height = max(min(bottom + _MARGIN, size[1]) - self._top, 1.0)
        self._scale = min(_SCALE, (_MOST_PIXELS / (self._width * self._height)) ** 0.5)

    @cached_property
    def _drawn(self) -> Pixels:
        return self._draw()

    def ground(self, box: Box) -> Colour | None:
        """The one colour of a box in which nothing is to be seen; none where something is."""
        part = self._part(self._drawn, box)
        if not part.size or (part.max((0, 1)) - part.min((0, 1))).max() > _SEEN:
            return None
        blue, green, red = (part[0, 0] / 255).tolist()
        return red, green, blue

    @contextmanager
    def without(self, items: Sequence[int]) -> Iterator[Callable[[Box], bool]]:
        """Tells whether a box looks different with these page objects than without them."""
        before = self._drawn
        for item in items:
            set_active(item, 0)
        try:
            changed = np.abs(before - self._draw())
        finally:
            for item in items:
                set_active(item, 1)

        def differs(box: Box) -> bool:
            part = self._part(changed, _inner(box))
            return bool(part.size) and bool(part.max() > _SEEN)

        yield differs

    def _part(self, pixels: Pixels, box: Box) -> Pixels:
        offset = (self._left, self._top, self._left, self._top)
        x0, top, x1, bottom = np.maximum((box - offset) * self._scale, 0)
        return pixels[int(top) : int(np.ceil(bottom)), int(x0) : int(np.ceil(x1))]

    def _draw(self) -> Pixels:
        width, height = round(self._width * self._scale), round(self._height * self._scale)
        whole = [round(side * self._scale) for side in self._size]
        x, y = round(-self._left * self._scale), round(-self._top * self._scale)
        bitmap = pdfium.PdfBitmap.new_native(max(width, 1), max(height, 1), raw.FPDFBitmap_BGR)
        try:
            raw.FPDFBitmap_FillRect(bitmap.raw, 0, 0, bitmap.width, bitmap.height, 0xFFFFFFFF)
            raw.FPDF_RenderPageBitmap(bitmap.raw, self._page, x, y, *whole, 0, 0)
            pixels: Pixels = bitmap.to_numpy().astype(np.int16)
            return pixels
        finally:
            bitmap.close()


def _inner(box: Box) -> Box:
    """A box without its edges, where the ink of what stands beside it may reach in."""
    x0, top, x1, bottom = box
    across, down = _EDGE * (x1 - x0), _EDGE * (bottom - top)
    return np.array([x0 + across, top + down, x1 - across, bottom - down])
