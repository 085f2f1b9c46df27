"""Scans for tests: pages of our own documents as pictures, and pictures on pages."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from tests.read.handmade import Sheet, stream, write

Grey = NDArray[np.uint8]

MADE = Path(__file__).parents[3] / "fixtures" / "made"


def picture_of(path: Path, number: int, *, dpi: float = 200) -> Grey:
    """A page in grey."""
    document = pdfium.PdfDocument(path)
    try:
        pixels = document[number - 1].render(scale=dpi / 72, grayscale=True).to_numpy()
        return np.array(pixels.reshape(pixels.shape[:2]), dtype=np.uint8)
    finally:
        document.close()


def leaning(picture: Grey, degrees: float) -> Grey:
    """The picture as a scanner takes a sheet that lies askew: turned about its middle."""
    high, wide = picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (wide, high), borderValue=(255,)), np.uint8)


def worn(picture: Grey, *, noise: float, ground: int) -> Grey:
    """The picture blurred, on a grey ground and with noise."""
    soft = cv2.GaussianBlur(picture, (0, 0), 0.6).astype(np.float64)
    soft = soft * (1 - ground / 255) + np.random.default_rng(7).normal(0, noise, picture.shape)
    return np.clip(soft, 0, 255).astype(np.uint8)


def pasted(
    pictures: Sequence[tuple[Grey, tuple[float, float, float, float]]],
    *,
    size: tuple[float, float],
    content: bytes = b"",
) -> bytes:
    """A page of `size` points with pictures in boxes (x0, top, x1, bottom), upon its content."""
    shown, objects, names = [content], [], []
    for index, (picture, (x0, top, x1, bottom)) in enumerate(pictures):
        high, wide = picture.shape
        entries = (
            b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
            b" /BitsPerComponent 8 /Filter /FlateDecode" % (wide, high)
        )
        objects.append(stream(zlib.compress(picture.tobytes()), entries))
        names.append(b"/I%d %d 0 R" % (index, 10 + index))
        place = (x1 - x0, bottom - top, x0, size[1] - bottom, index)
        shown.append(b"q %.3f 0 0 %.3f %.3f %.3f cm /I%d Do Q\n" % place)
    resources = b"/XObject << %b >>" % b" ".join(names)
    sheet = Sheet(b"".join(shown), width=size[0], height=size[1], resources=resources)
    return write([sheet], more=objects)


def scan(picture: Grey, *, dpi: float = 200) -> bytes:
    """A page that is nothing but a picture."""
    high, wide = (72 * side / dpi for side in picture.shape)
    return pasted([(picture, (0, 0, wide, high))], size=(wide, high))
