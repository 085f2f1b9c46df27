"""Pages without usable text, read from their picture: characters with a confidence, and rules.

rapidocr is the extra `ocr`; its models are in its wheel. It reads Chinese and Japanese alike and
now and then writes a character in its Chinese form, so these are folded to the Japanese ones.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from models import Issue
from models.page import Char, Page, Rule
from pipeline.errors import MissingToolError
from pipeline.read.kanji import japanese

Mode = Literal["auto", "never", "always"]
Picture: TypeAlias = NDArray[np.uint8]

LONGEST_SIDE = 2000
"""Pixels of the picture's longer side: what the detection model sees without shrinking it."""
_FEW = 30
_DRAWN = 300
_UNMAPPED = 0.2
_COVERED = 0.5
_RULE = 14.0
_THICK = 4.0
_LEAN = 2.0
_STRAIGHT = 0.04
_SMALL = 1200
_CLEARLY = 1.1
_BLACK = (0.0, 0.0, 0.0)


def with_ocr(path: Path | str, page: Page, *, mode: Mode, password: str | None = None) -> Page:
    """The page as it is, or as its picture reads where `mode` asks for that.

    With `auto`, only a page without usable text is read so. Raises `MissingToolError` where it
    must be and the extra is not installed.
    """
    if mode == "never" or (mode == "auto" and not needs_ocr(page)):
        return page
    return ocr_page(path, page, password=password)


def needs_ocr(page: Page) -> bool:
    """Whether a page shows text that its characters do not give.

    A scanned page has a picture and hardly any characters; on others all glyphs are drawn as
    outlines, or a font does not say what its glyphs mean.
    """
    chars = [char for char in page.chars if not char.text.isspace()]
    if chars and sum(map(_unmapped, chars)) > _UNMAPPED * len(chars):
        return True
    if len(chars) >= _FEW:
        return False
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in page.images)
    if covered > _COVERED * page.width * page.height:
        return True
    return sum(rule.kind == "curve" for rule in page.rules) >= _DRAWN


def ocr_page(path: Path | str, page: Page, *, password: str | None = None) -> Page:
    """The page with the characters of its picture, each with a confidence from 0 to 1.

    Ruling lines are those drawn; on a scan, those of the picture. Raises `MissingToolError` where
    the extra is not installed.
    """
    engine = _engine()
    picture, scale = _picture(path, page, password)
    picture = _straightened(picture)
    result = engine(picture, return_word_box=True, return_single_char_box=True, use_cls=False)
    chars = tuple(_chars(result, scale))
    rules = _drawn_rules(page) or tuple(_picture_rules(picture, scale))
    issue = Issue(
        code="read_by_ocr",
        severity="info",
        message="the page has no usable text and was read from its picture: check its figures",
        page=page.number,
    )
    return Page(
        number=page.number,
        width=page.width,
        height=page.height,
        chars=chars,
        rules=rules,
        images=page.images,
        rotation=page.rotation,
        issues=(*page.issues, issue),
        from_ocr=True,
    )


def _unmapped(char: Char) -> bool:
    """Whether a character has no meaning: U+FFFD, a control character, or one of private use."""
    return any(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in char.text)


@lru_cache(maxsize=1)
def _engine() -> Any:  # rapidocr has no types
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise MissingToolError(
            "this document has pages without text: install yosano[ocr], or use --ocr never"
        ) from error
    return RapidOCR(params={"Global.log_level": "error", "Global.max_side_len": LONGEST_SIDE})


def _picture(path: Path | str, page: Page, password: str | None) -> tuple[Picture, float]:
    """The rendered page (rows, columns, BGR) and its pixels to the point."""
    scale = LONGEST_SIDE / max(page.width, page.height)
    document = pdfium.PdfDocument(path, password=password)
    try:
        shown = document[page.number - 1]
        try:
            return shown.render(scale=scale).to_numpy().copy(), scale
        finally:
            shown.close()
    finally:
        document.close()


def _straightened(picture: Picture) -> Picture:
    """The picture turned so that its lines are level; boxes are those on the turned one.

    A scan leans by two degrees at most: one that leans more is left as it is.
    """
    import cv2  # comes with rapidocr

    lean = _lean(picture)
    if abs(lean) < _STRAIGHT:
        return picture
    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), lean, 1.0)
    turned = cv2.warpAffine(picture, turn, (wide, high), borderValue=(255, 255, 255))
    return np.asarray(turned, dtype=np.uint8)


def _lean(picture: Picture) -> float:
    """The angle in degrees by which turning makes rows of ink and rows of paper most distinct."""
    import cv2  # comes with rapidocr

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    shrunk = min(1.0, _SMALL / max(grey.shape))
    small = cv2.resize(255 - grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
    high, wide = small.shape

    def distinct(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
        rows = cv2.warpAffine(small, turn, (wide, high)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    coarse = max(np.arange(-_LEAN, _LEAN + 0.01, 0.2), key=distinct)
    fine = max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=distinct)
    return float(fine) if distinct(fine) > _CLEARLY * distinct(0.0) else 0.0


def _chars(result: Any, scale: float) -> Iterator[Char]:
    if result.boxes is None or result.word_results is None:
        return
    for outline, words in zip(result.boxes, result.word_results, strict=True):
        xs, ys = outline[:, 0] / scale, outline[:, 1] / scale
        upright = xs.max() - xs.min() >= 1.2 * (ys.max() - ys.min()) or len(words) < 3
        native = japanese("".join(text for text, *_ in words))
        for text, confidence, corners in words:
            text, native = native[: len(text)], native[len(text) :]
            if not text.strip() or corners is None:
                continue
            left, right = corners[0][0] / scale, corners[2][0] / scale
            top, bottom = corners[0][1] / scale, corners[2][1] / scale
            if upright:
                top, bottom = max(top, float(ys.min())), min(bottom, float(ys.max()))
            size = bottom - top if upright else right - left
            yield Char(
                text,
                float(left),
                float(top),
                float(right),
                float(bottom),
                # Detected boxes have a margin around the glyphs.
                0.9 * float(size),
                confidence=round(float(confidence), 4),
            )


def _drawn_rules(page: Page) -> tuple[Rule, ...]:
    """Lines and boxes that were drawn, without the outlines of glyphs; none on a scan."""
    kept = [
        rule
        for rule in page.rules
        if rule.kind in ("line", "rect", "edge")
        and max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _RULE
    ]
    return tuple(kept) if len(kept) >= 4 else ()


def _picture_rules(picture: Picture, scale: float) -> Iterator[Rule]:
    """Long straight strokes of the picture, level and upright."""
    import cv2  # comes with rapidocr

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    _, ink = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    length = int(1.6 * _RULE * scale)
    for level in (True, False):
        kernel = np.ones((1, length) if level else (length, 1), np.uint8)
        # A stroke that leans by a pixel or two is broken into steps: thicken it first.
        spread = np.ones((3, 1) if level else (1, 3), np.uint8)
        strokes = cv2.morphologyEx(cv2.dilate(ink, spread), cv2.MORPH_OPEN, kernel)
        _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
        for x, y, wide, high, _ in stats[1:].tolist():
            if (high if level else wide) > _THICK * scale:
                continue
            yield _stroke((x, y, x + wide, y + high), scale, level=level)


def _stroke(box: Sequence[int], scale: float, *, level: bool) -> Rule:
    x0, top, x1, bottom = (value / scale for value in box)
    if level:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return Rule(x0, top, x1, bottom, "line", True, False, stroke=_BLACK)
