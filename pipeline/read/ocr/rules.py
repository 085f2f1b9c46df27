"""Ruling lines of a picture: long straight strokes, level and upright, whole or dotted."""

from collections.abc import Iterator, Sequence

import numpy as np

from models.page import Rule
from models.values import BBox
from pipeline.read.ocr.engine import Picture
from pipeline.read.ocr.sheet import Sheet

# Points.
_LONG, _SHORT = 22.0, 6.0
_MEETS = 1.6
_LONG_DOTTED = 36.0
_THICK = 4.0
_DOT = 1.8
_DASH = 7.0
_BETWEEN_DOTS = 4.0

_DPI = 200.0
# Of the range from ink to paper: a faint rule differs from its ground by so much.
_FAINT = 0.14
_INSIDE = 0.2
_MOSTLY = 0.6
# Pixels, and grey levels.
_STRETCH, _DARKER = 64, 10
_BLACK = (0.0, 0.0, 0.0)


def picture_rules(sheet: Sheet, texts: Sequence[BBox]) -> list[Rule]:
    """The strokes that are no part of a character; `texts` are the boxes of lines, in points."""
    import cv2  # comes with rapidocr

    picture, scale = sheet.picture, sheet.scale
    factor = _DPI / 72 / scale
    if factor < 1:
        picture = np.asarray(
            cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA),
            dtype=np.uint8,
        )
        scale = picture.shape[1] / sheet.width
    contrast = _FAINT * (np.percentile(picture, 90) - np.percentile(picture, 1))
    rules: list[Rule] = []
    short: list[Rule] = []
    for level in (True, False):
        thin = _thin(picture, scale, level=level)
        ink = (thin > max(contrast, 8.0)).astype(np.uint8)
        rules.extend(_whole(ink, scale, _LONG, level=level))
        rules.extend(_dotted(ink, scale, level=level))
        short.extend(_whole(ink, scale, _SHORT, level=level))
    rules.extend(_between(short, rules))
    return [rule for rule in rules if not any(_in_text(rule, text) for text in texts)]


def without_rules(sheet: Sheet, rules: Sequence[Rule]) -> Picture:
    """The picture with its rules in the colour of what is beside them.

    A rule at the edge of a strip would be read as 1.
    """
    picture = sheet.picture.copy()
    for rule in rules:
        half = rule.width / 2 + 0.3
        if is_level(rule):
            x0, x1 = (round(value * sheet.scale) for value in (rule.x0, rule.x1))
            y0, y1 = _band(rule.top, half, sheet.scale)
            _paint(picture, slice(x0, x1 + 1), (y0, y1))
        else:
            y0, y1 = (round(value * sheet.scale) for value in (rule.top, rule.bottom))
            x0, x1 = _band(rule.x0, half, sheet.scale)
            _paint(picture.T, slice(y0, y1 + 1), (x0, x1))
    return picture


def _band(middle: float, half: float, scale: float) -> tuple[int, int]:
    return int((middle - half) * scale), int(np.ceil((middle + half) * scale))


def _paint(picture: Picture, along: slice, band: tuple[int, int]) -> None:
    """Rows `band` of the picture, as bright as what is beside them.

    Only those rows of a stretch that are dark from end to end: text may touch a rule.
    """
    first, last = band
    if first < 1 or last + 1 >= len(picture):
        return
    for start in range(along.start, along.stop, _STRETCH):
        part = slice(start, min(start + _STRETCH, along.stop))
        beside = np.maximum(picture[first - 1, part], picture[last + 1, part])
        if not len(beside):
            continue
        rows = picture[first : last + 1, part]
        dark = np.median(rows, axis=1) < float(np.median(beside)) - _DARKER
        rows[dark] = np.maximum(rows[dark], beside)


def _thin(picture: Picture, scale: float, *, level: bool) -> Picture:
    """How much darker each pixel is than what is above and below it (beside it, if upright)."""
    import cv2  # comes with rapidocr

    reach = 2 * int(_THICK * scale / 2) + 1
    shape = (1, reach) if level else (reach, 1)
    along = (3, 1) if level else (1, 3)
    smooth = cv2.blur(picture, along)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
    return np.asarray(cv2.morphologyEx(smooth, cv2.MORPH_BLACKHAT, kernel), dtype=np.uint8)


def _between(short: Sequence[Rule], rules: Sequence[Rule]) -> Iterator[Rule]:
    """The strokes too short to be rules by themselves that lead from one rule to another."""
    level = [rule for rule in rules if is_level(rule)]
    upright = [rule for rule in rules if not is_level(rule)]
    for rule in short:
        if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= _LONG:
            continue
        if is_level(rule):
            ends = [
                any(
                    abs(x - o.x0) < _MEETS and o.top - _MEETS < rule.top < o.bottom + _MEETS
                    for o in upright
                )
                for x in (rule.x0, rule.x1)
            ]
        else:
            ends = [
                any(
                    abs(y - o.top) < _MEETS and o.x0 - _MEETS < rule.x0 < o.x1 + _MEETS
                    for o in level
                )
                for y in (rule.top, rule.bottom)
            ]
        if all(ends):
            yield rule


def is_level(rule: Rule) -> bool:
    """Whether a stroke runs from left to right."""
    return rule.bottom - rule.top <= rule.x1 - rule.x0


def _whole(ink: Picture, scale: float, least: float, *, level: bool) -> Iterator[Rule]:
    """Strokes of `least` points in length."""
    import cv2  # comes with rapidocr

    length = int(least * scale)
    # A stroke that leans by a pixel or two is broken into steps: thicken it first.
    spread = np.ones((3, 1) if level else (1, 3), np.uint8)
    kernel = np.ones((1, length) if level else (length, 1), np.uint8)
    strokes = cv2.morphologyEx(cv2.dilate(ink, spread), cv2.MORPH_OPEN, kernel)
    yield from _strokes(np.asarray(strokes, np.uint8), ink, scale, _THICK, level=level)


def _dotted(ink: Picture, scale: float, *, level: bool) -> Iterator[Rule]:
    """Rows of dots or dashes that stand close, one like the other."""
    import cv2  # comes with rapidocr

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long, thick = (2, 3) if level else (3, 2)
    small = (stats[:, thick] <= _DOT * scale) & (stats[:, long] <= _DASH * scale)
    small &= stats[:, 4] >= 2
    small[0] = False
    if small.sum() < 8:
        return
    dots = small.astype(np.uint8)[labels]
    reach, length = int(_BETWEEN_DOTS * scale) | 1, int(_LONG_DOTTED * scale)
    close = np.ones((1, reach) if level else (reach, 1), np.uint8)
    kernel = np.ones((1, length) if level else (length, 1), np.uint8)
    joined = cv2.morphologyEx(dots, cv2.MORPH_CLOSE, close)
    strokes = cv2.morphologyEx(joined, cv2.MORPH_OPEN, kernel)
    yield from _strokes(np.asarray(strokes, np.uint8), ink, scale, _DOT, level=level)


def _strokes(
    strokes: Picture, ink: Picture, scale: float, thick: float, *, level: bool
) -> Iterator[Rule]:
    """A rule for each stroke that is no thicker than `thick` points."""
    import cv2  # comes with rapidocr

    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    for x, y, wide, high, _ in stats[1:].tolist():
        # Thickening has added a pixel on either side.
        if (high if level else wide) - 2 > thick * scale:
            continue
        across = ink[y : y + high, x : x + wide].sum(axis=1 if level else 0)
        # Characters may touch a rule: it is where most of the ink is.
        full = np.flatnonzero(across >= _MOSTLY * across.max())
        middle, width = (full[0] + full[-1] + 1) / 2 / scale, (full[-1] - full[0] + 1) / scale
        x0, top, x1, bottom = x / scale, y / scale, (x + wide) / scale, (y + high) / scale
        if level:
            top = bottom = top + float(middle)
        else:
            x0 = x1 = x0 + float(middle)
        yield Rule(x0, top, x1, bottom, "line", True, False, stroke=_BLACK, width=float(width))


def _in_text(rule: Rule, text: BBox) -> bool:
    """Whether a stroke runs through the inside of a line and not beyond: part of its characters."""
    x0, top, x1, bottom = text
    wide, high = x1 - x0, bottom - top
    if rule.x0 < x0 - 2 or rule.x1 > x1 + 2 or rule.top < top - 2 or rule.bottom > bottom + 2:
        return False
    if is_level(rule):
        return top + _INSIDE * high < rule.top < bottom - _INSIDE * high
    return x0 + _INSIDE * wide < rule.x0 < x1 - _INSIDE * wide
