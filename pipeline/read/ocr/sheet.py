"""A page's picture as it is read: at the resolution of its image, upright and level.

What is found on it stands in points of the upright page; a `Turn` leads from there to the page as
shown.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from models.page import Page, Turn
from pipeline.read.ocr.engine import LONGEST_SIDE, Picture

_LEAST_DPI, _MOST_DPI = 150.0, 300.0
_MOST_PIXELS = 20_000_000
_SOFTENED = 1.25
_LEAN = 3.0
_STRAIGHT = 0.04
_SMALL = 1000
_CLEARLY = 1.05


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with its size in points. `scale` is its pixels to the point."""

    picture: Picture
    scale: float
    turn: Turn | None = None

    @property
    def width(self) -> float:
        """Points."""
        return float(self.picture.shape[1] / self.scale)

    @property
    def height(self) -> float:
        """Points."""
        return float(self.picture.shape[0] / self.scale)

    def small(self) -> tuple[Picture, float]:
        """The picture as large as text is looked for on, and its pixels to the point."""
        import cv2  # comes with rapidocr

        factor = LONGEST_SIDE / max(self.picture.shape)
        if factor >= 1:
            return self.picture, self.scale
        shrunk = cv2.resize(self.picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return np.asarray(shrunk, dtype=np.uint8), self.scale * factor


def drawn(
    path: Path | str, page: Page, *, password: str | None = None, dpi: float | None = None
) -> Sheet:
    """The page as shown, in grey, at `dpi` or the resolution of its largest image.

    That is held between 150 and 300; a huge page is drawn at less.
    """
    document = pdfium.PdfDocument(path, password=password)
    try:
        shown = document[page.number - 1]
        try:
            area = max(page.width * page.height, 1.0)
            wanted = dpi or min(max(_own_dpi(shown), _LEAST_DPI), _MOST_DPI)
            scale = min(wanted / 72, (_MOST_PIXELS / area) ** 0.5)
            bitmap = shown.render(scale=scale, grayscale=True)
            pixels = bitmap.to_numpy()
            picture = np.array(pixels.reshape(pixels.shape[:2]), dtype=np.uint8)
            bitmap.close()
            return Sheet(picture, picture.shape[1] / max(page.width, 1.0))
        finally:
            shown.close()
    finally:
        document.close()


def _own_dpi(page: pdfium.PdfPage) -> float:
    """The resolution of the image that takes up most of the page; the most where there is none."""
    best, area = _MOST_DPI, 0.0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if wide * high > area and wide > 0 and high > 0:
            area = wide * high
            pixels = sorted(item.get_px_size())
            best = 72 * max(pixels[0] / min(wide, high), pixels[1] / max(wide, high))
    # A scan of another kind of pixels, such as letters in one image upon another, has no less.
    return _SOFTENED * best


def straightened(sheet: Sheet) -> Sheet:
    """The sheet turned so that its lines are level.

    A scan leans by three degrees at most: one that leans more is left as it is.
    """
    import cv2  # comes with rapidocr

    lean = _lean(sheet.picture)
    if abs(lean) < _STRAIGHT:
        return sheet
    high, wide = sheet.picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    turned = cv2.warpAffine(
        sheet.picture, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255,)
    )
    (a, c, e), (b, d, f) = cv2.invertAffineTransform(turn).tolist()
    back = Turn(a, b, c, d, e / sheet.scale, f / sheet.scale)
    return Sheet(np.asarray(turned, dtype=np.uint8), sheet.scale, back)


def upright(sheet: Sheet, quarters: int) -> Sheet:
    """The sheet turned anticlockwise by quarter turns, on top of the turn that it has."""
    if not quarters % 4:
        return sheet
    width, height = sheet.width, sheet.height
    back = {
        1: Turn(0.0, 1.0, -1.0, 0.0, width, 0.0),
        2: Turn(-1.0, 0.0, 0.0, -1.0, width, height),
        3: Turn(0.0, -1.0, 1.0, 0.0, 0.0, height),
    }[quarters % 4]
    picture = np.ascontiguousarray(np.rot90(sheet.picture, quarters))
    return Sheet(picture, sheet.scale, back.then(sheet.turn) if sheet.turn else back)


def _lean(picture: Picture) -> float:
    """The angle in degrees by which turning makes rows of ink and rows of paper most distinct.

    The same is asked of columns, for pages on their side and for vertical text.
    """
    import cv2  # comes with rapidocr

    shrunk = min(1.0, _SMALL / max(picture.shape))
    small = cv2.resize(255 - picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    high, wide = small.shape

    def distinct(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
        turned = cv2.warpAffine(small, turn, (wide, high))
        return sum(
            float(np.square(np.diff(turned.sum(axis=axis, dtype=np.float64))).sum())
            for axis in (0, 1)
        )

    coarse = max(np.arange(-_LEAN, _LEAN + 0.01, 0.25), key=distinct)
    fine = max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=distinct)
    return float(fine) if distinct(fine) > _CLEARLY * distinct(0.0) else 0.0
