"""Pages as pictures, whole or cut out, by PDFium."""

import io
import threading
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from models import BBox
from pipeline.errors import InputError

Size: TypeAlias = tuple[float, float]

# PDFium is not made for several threads at a time.
_PDFIUM = threading.RLock()
_LARGEST = 5_000
_FAST = 1


class Pictures:
    """The pages of one PDF. It stays open until `close`, since opening is what takes time."""

    def __init__(self, path: Path, *, password: str | None = None) -> None:
        with _PDFIUM:
            try:
                self._document = pdfium.PdfDocument(path, password=password)
            except (pdfium.PdfiumError, FileNotFoundError) as error:
                raise InputError(f"{path}: its pages cannot be drawn ({error})") from error
            self.page_count = len(self._document)
        self._sizes: dict[int, Size] = {}

    def size(self, page: int) -> Size:
        """Width and height of a page as shown, in points. `page` counts from 1."""
        if page not in self._sizes:
            with _PDFIUM:
                self._sizes[page] = self._document.get_page_size(page - 1)
        return self._sizes[page]

    def png(
        self,
        page: int,
        *,
        scale: float = 2.0,
        box: BBox | None = None,
        colours: int | None = None,
    ) -> bytes:
        """The page, or what lies in a box on it, as a PNG; `scale` is pixels to the point.

        With `colours` it has that many and is as small as it can be; without it is made fast, and a
        page in black and white, as most books are, in half the time of a coloured one.
        """
        width, height = self.size(page)
        scale = min(scale, _LARGEST / max(width, height, 1))
        crop = (0.0, 0.0, 0.0, 0.0) if box is None else _margins(box, (width, height))
        with _PDFIUM:
            opened = self._document[page - 1]
            try:
                drawn = opened.render(scale=scale, crop=crop)
                picture, grey = drawn.to_pil(), _is_grey(drawn.to_numpy())
            finally:
                opened.close()
        buffer = io.BytesIO()
        if colours is None:
            picture.convert("L" if grey else "RGB").save(buffer, "PNG", compress_level=_FAST)
        else:
            picture.convert("RGB").quantize(colours).save(buffer, "PNG", optimize=True)
        return buffer.getvalue()

    def text(self, page: int, box: BBox) -> str:
        """What the file writes in a box; nothing on a page that is turned."""
        with _PDFIUM:
            opened = self._document[page - 1]
            try:
                if opened.get_rotation():
                    return ""
                left, _, _, top = opened.get_cropbox()
                found: str = opened.get_textpage().get_text_bounded(
                    left + box[0], top - box[3], left + box[2], top - box[1]
                )
            finally:
                opened.close()
        return " ".join(found.split())

    def close(self) -> None:
        """Lets go of the file."""
        with _PDFIUM:
            self._document.close()


def _is_grey(pixels: NDArray[np.uint8]) -> bool:
    """Whether no pixel has a colour: rows, columns, and blue, green and red, or grey alone."""
    if pixels.ndim < 3 or pixels.shape[2] < 3:
        return True
    green = pixels[..., 1]
    return bool((pixels[..., 0] == green).all() and (pixels[..., 2] == green).all())


def _margins(box: BBox, size: Size) -> tuple[float, float, float, float]:
    """What PDFium cuts off at the left, bottom, right and top to leave a box, never everything."""
    width, height = size
    x0, x1 = max(min(box[0], width - 2), 0.0), min(max(box[2], 2.0), width)
    top, bottom = max(min(box[1], height - 2), 0.0), min(max(box[3], 2.0), height)
    return (x0, height - bottom, width - x1, top)
