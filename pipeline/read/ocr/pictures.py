"""Pictures on a page of text that hold text themselves, such as a table pasted as an image.

Such a picture is told from a photograph, a logo or a drawing by its pixels, at little cost; only
then is it read, and only what was read with certainty joins the page.
"""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models import BBox, Issue
from models.page import Char, Page, Rule
from pipeline.extras import install
from pipeline.read.ocr.engine import Picture, detect, is_installed
from pipeline.read.ocr.figures import doubtful_figures
from pipeline.read.ocr.reading import Reading, read_sheet
from pipeline.read.ocr.rules import is_level
from pipeline.read.ocr.sheet import Sheet, drawn
from pipeline.read.ocr.strips import boxes_of

# Points.
_LEAST_WIDE, _LEAST_HIGH = 60.0, 30.0
_LEAST_TEXT, _MOST_TEXT = 4.0, 40.0
_TOUCHING = 1.0

_MOST_CHARS = 2
_MOST_IMAGES = 200
_DPI = 300.0

# Grey levels around that of the paper, and away from it where ink begins.
_PAPER, _INK = 14, 60
_LEAST_PAPER, _LEAST_INK, _MOST_INK = 0.6, 0.004, 0.35
# Changes from paper to ink for each point of a row of text, and how many rows have so many.
_CHANGES, _LEAST_CHANGES, _ROWS = 0.06, 6, 0.12

_SURE = 0.9
_LEAST_CHARS, _LEAST_STRIPS = 10, 2
_GRID = 3


class _Found(NamedTuple):
    box: BBox
    sheet: Sheet


def with_pictures(path: Path | str, page: Page, *, password: str | None = None) -> Page:
    """The page with the text and the rules of pictures on it that hold text.

    Without the extra, an issue names each picture that looks like text.
    """
    areas = _areas(page)
    if not areas:
        return page
    whole = drawn(path, page, password=password, dpi=_DPI)
    for box in areas:
        sheet = _part(whole, box)
        if not looks_like_text(sheet.picture, sheet.scale):
            continue
        if is_installed():
            page = _joined(page, _Found(box, sheet))
        else:
            page = replace(page, issues=(*page.issues, _not_read(box, page.number)))
    return page


def _areas(page: Page) -> list[BBox]:
    """Where images stand that are large enough for text and have no text of the page upon them."""
    if not page.images or len(page.images) > _MOST_IMAGES:
        return []
    shown = (0.0, 0.0, page.width, page.height)
    areas: list[BBox] = []
    for image in page.images:
        box = _shared(image, shown)
        # Producers cut an image into bands.
        for other in [each for each in areas if _touch(each, box)]:
            areas.remove(other)
            box = _around(box, other)
        areas.append(box)
    return [
        box
        for box in areas
        if box[2] - box[0] >= _LEAST_WIDE
        and box[3] - box[1] >= _LEAST_HIGH
        and sum(_within(char, box) for char in page.chars) <= _MOST_CHARS
    ]


def looks_like_text(picture: Picture, scale: float) -> bool:
    """Whether a picture is ink on even paper whose rows change between both as text does.

    `scale` is its pixels to the point.
    """
    step = max(int(scale), 1)
    levels = np.bincount(picture[::step].ravel(), minlength=256)
    paper = int(levels.argmax())
    distance = np.abs(np.arange(256) - paper)
    total = levels.sum()
    even, ink = levels[distance <= _PAPER].sum() / total, levels[distance > _INK].sum() / total
    if even < _LEAST_PAPER or not _LEAST_INK <= ink <= _MOST_INK:
        return False
    dark = np.abs(picture[::step].astype(np.int16) - paper) > _INK
    changes = (dark[:, 1:] != dark[:, :-1]).sum(axis=1)
    least = max(_LEAST_CHANGES, _CHANGES * picture.shape[1] / scale)
    return bool((changes >= least).mean() >= _ROWS)


def _joined(page: Page, found: _Found) -> Page:
    """The page with what its picture says, unless that is too little or too uncertain."""
    box, sheet = found
    small, scale = sheet.small()
    texts = [
        text
        for text in boxes_of(detect(small), scale)
        if _LEAST_TEXT <= min(text[2] - text[0], text[3] - text[1]) <= _MOST_TEXT
    ]
    reading = read_sheet(sheet, texts)
    sure = [strip for strip in reading.strips if strip.sure >= _SURE]
    if len(sure) < _LEAST_STRIPS or len(sure) < 0.7 * len(reading.strips):
        return page
    chars = [_moved_char(char, box) for char in reading.chars]
    if len(chars) < _LEAST_CHARS:
        return page
    issue = Issue(
        code="read_by_ocr",
        severity="info",
        message="a picture on the page holds text and was read: check its figures",
        page=page.number,
        bbox=box,
    )
    return replace(
        page,
        chars=[*page.chars, *chars],
        rules=[*page.rules, *(_moved_rule(rule, box) for rule in reading.rules)],
        # What is text is no picture that its labels belong to.
        images=[image for image in page.images if not (_is_text(reading) and _in(image, box))],
        issues=(*page.issues, issue, *doubtful_figures(chars, page.number)),
    )


def _is_text(reading: Reading) -> bool:
    """Whether a picture is a table or prose, and no chart with labels."""
    upright = sum(not is_level(rule) for rule in reading.rules)
    if min(upright, len(reading.rules) - upright) >= _GRID:
        return True
    return float(np.median([len(strip.glyphs) for strip in reading.strips])) >= _LEAST_CHARS


def _not_read(box: BBox, page: int) -> Issue:
    return Issue(
        code="picture_not_read",
        severity="warning",
        message=f"a picture here looks like text and was not read: {install('ocr')}",
        page=page,
        bbox=box,
    )


def _part(whole: Sheet, box: BBox) -> Sheet:
    x0, top, x1, bottom = (round(value * whole.scale) for value in box)
    return Sheet(np.ascontiguousarray(whole.picture[top:bottom, x0:x1]), whole.scale)


def _moved_char(char: Char, box: BBox) -> Char:
    x, y = box[:2]
    return char._replace(x0=char.x0 + x, top=char.top + y, x1=char.x1 + x, bottom=char.bottom + y)


def _moved_rule(rule: Rule, box: BBox) -> Rule:
    x, y = box[:2]
    return rule._replace(x0=rule.x0 + x, top=rule.top + y, x1=rule.x1 + x, bottom=rule.bottom + y)


def _within(char: Char, box: BBox) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return not char.text.isspace() and box[0] < x < box[2] and box[1] < y < box[3]


def _in(inner: BBox, outer: BBox) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _shared(one: BBox, other: BBox) -> BBox:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def _around(one: BBox, other: BBox) -> BBox:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _touch(one: BBox, other: BBox) -> bool:
    """Whether two images are bands of one: as wide and one below the other, or as high."""
    stacked = abs(one[0] - other[0]) < _TOUCHING and abs(one[2] - other[2]) < _TOUCHING
    beside = abs(one[1] - other[1]) < _TOUCHING and abs(one[3] - other[3]) < _TOUCHING
    apart = max(one[0] - other[2], other[0] - one[2], one[1] - other[3], other[1] - one[3])
    return (stacked or beside) and apart < _TOUCHING
