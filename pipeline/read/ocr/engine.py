"""The one module that knows rapidocr: where text stands on a picture, and what a strip of it says.

Its models are in its wheel; they are loaded once in a process, when the first picture is read.
They read lines, and columns that are turned to lines.
"""

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import MissingToolError
from pipeline.extras import install

Picture: TypeAlias = NDArray[np.uint8]
"""Grey pixels, row by row; 0 is black."""

Floats: TypeAlias = NDArray[np.float64]

LONGEST_SIDE = 2000
"""Pixels of the longer side of a picture that text is looked for on: larger ones are shrunk."""

# Short strips are filled up to this many times their height: less for figures than usual, which
# halves the time.
_LEAST_RATIO = 160 / 48
_BATCH = 6


class Glyph(NamedTuple):
    """A character that was read. `at` is its middle along the strip, from 0 to 1."""

    text: str
    confidence: float
    at: float


def is_installed() -> bool:
    """Whether the extra is there."""
    try:
        return importlib.util.find_spec("rapidocr") is not None
    except ValueError:  # it was taken out of the modules that can be imported
        return False


def require() -> None:
    """Raises `MissingToolError` where the extra is not there, before anything of it is used."""
    if not is_installed():
        raise MissingToolError(
            f"this document has pages without text: {install('ocr')}, or use --ocr never"
        )


def detect(picture: Picture) -> Floats:
    """The outlines of the lines of text: for each, four corners from the top left clockwise."""
    found = _engine()(_three(picture), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None or not len(found.boxes):
        return np.zeros((0, 4, 2))
    return np.asarray(found.boxes, dtype=np.float64)


def read(strips: Sequence[Picture]) -> list[list[Glyph]]:
    """The characters on each strip, from left to right, without spaces."""
    from rapidocr.ch_ppocr_rec import TextRecInput

    if not strips:
        return []
    recogniser = _recogniser()
    pictures = [_three(strip) for strip in strips]
    found = recogniser(TextRecInput(img=pictures, return_word_box=True))
    return [_glyphs(text, info) for text, info in zip(found.txts, found.word_results, strict=True)]


def _glyphs(text: str, info: Any) -> list[Glyph]:
    columns = [column for word in info.word_cols for column in word]
    # Spaces have a confidence and no column.
    sure = [c for char, c in zip(text, info.confs, strict=False) if not char.isspace()]
    shown = [char for char in text if not char.isspace()]
    if not shown or len(columns) != len(shown):
        return []
    length = info.line_txt_len
    return [
        Glyph(char, round(float(confidence), 4), min((column + 0.5) / length, 1.0))
        for char, confidence, column in zip(shown, sure, columns, strict=True)
    ]


def _three(picture: Picture) -> Picture:
    return np.repeat(picture[:, :, None], 3, axis=2) if picture.ndim == 2 else picture


@lru_cache(maxsize=1)
def _engine() -> Any:  # rapidocr has no types
    require()
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": LONGEST_SIDE,
            "Rec.rec_img_shape": [3, 48, round(48 * _LEAST_RATIO)],
            "Rec.rec_batch_num": _BATCH,
        }
    )


@lru_cache(maxsize=1)
def _recogniser() -> Any:
    engine = _engine()
    if engine.text_rec is None:  # loaded with the first strip
        engine(np.full((48, 96, 3), 255, np.uint8), use_det=False, use_cls=False, use_rec=True)
    return engine.text_rec
