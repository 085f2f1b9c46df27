"""From what a strip says to characters: each in the place of its ink, in Japanese forms."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from models.page import Char
from pipeline.read.kanji import japanese
from pipeline.read.ocr.engine import Picture
from pipeline.read.ocr.figures import mended
from pipeline.read.ocr.ink import Ink, edges_of, ink_of, inks_of
from pipeline.read.ocr.strips import Strip, pixels_of, strip_picture

# The ink of a full kanji and of a digit, in ems, as Japanese typefaces draw them.
_KANJI_INK, _DIGIT_INK = 0.9, 0.72
_BELOW = 0.12
_DIGIT_WIDTH = 0.5
# The margin that detection leaves around text, in heights of the strip.
_USUAL_INK = 0.62
_SAME_SIZE = 0.08
# By how much a character is told of behind its middle, in heights of the strip.
_LATE = 0.055
_OPENING, _CLOSING = "「『（〔［｛〈《【(", "」』）〕］｝〉》】)、。，．"
_LOW = "ー一―‐－ニ二・、。，．＿ぁぃぅぇぉっゃゅょァィゥェォッャュョ「」『』…‥"

# Between the middles of two digits of one figure, and of a comma and a digit after it, times the
# least between two of its digits.
_PITCH, _PITCH_AFTER_MARK = 1.4, 1.9
_WIDEST = 1.4
_FIGURE = re.compile(r"[0-9][0-9,.]+")


class _Placed(NamedTuple):
    """A strip with the ink of its characters, in pixels of its picture from its left and top."""

    strip: Strip
    text: str
    sure: Sequence[float]
    edges: Sequence[int]
    inks: Sequence[Ink]
    size: float


def chars_of(picture: Picture, scale: float, strips: Sequence[Strip]) -> list[Char]:
    """The characters of the strips, in points; those of a strip stand at one height."""
    placed = [_placed(picture, scale, strip) for strip in strips]
    sizes = _common([(each.size, len(each.text)) for each in placed])
    return [
        char
        for each, size in zip(placed, sizes, strict=True)
        for char in _chars(each, size, pixels_of(each.strip.box, scale, picture), scale)
    ]


def _placed(picture: Picture, scale: float, strip: Strip) -> _Placed:
    part = strip_picture(picture, scale, strip)
    high, wide = part.shape
    inks = inks_of(ink_of(part), [glyph.at * wide - _LATE * high for glyph in strip.glyphs])
    edges = edges_of(inks, wide)
    text = japanese("".join(glyph.text[0] for glyph in strip.glyphs))
    text, sure = mended(text, [glyph.confidence for glyph in strip.glyphs], inks)
    return _Placed(strip, text, sure, edges, inks, _size(text, inks, part.shape[0]) / scale)


def _size(text: str, inks: Sequence[Ink], high: int) -> float:
    """The em in pixels, from the ink of full characters, or else of digits."""
    full = [b - t for c, (_, t, _, b) in zip(text, inks, strict=True) if _is_full(c)]
    if full:
        return float(np.median(full)) / _KANJI_INK
    digits = [b - t for c, (_, t, _, b) in zip(text, inks, strict=True) if c.isalnum()]
    return float(np.median(digits)) / _DIGIT_INK if digits else _USUAL_INK * high / _KANJI_INK


def _is_full(char: str) -> bool:
    return is_wide(char) and char not in _LOW and unicodedata.category(char) == "Lo"


def is_wide(char: str) -> bool:
    """Whether a character takes up a whole em."""
    return unicodedata.east_asian_width(char) in "WF"


def _common(sizes: Sequence[tuple[float, int]]) -> list[float]:
    """The sizes with those alike made one: what ink tells differs from line to line.

    Each size comes with how many characters have it.
    """
    left = sorted(range(len(sizes)), key=lambda i: sizes[i][0])
    common = [size for size, _ in sizes]
    while left:
        groups = [
            [i for i in left if abs(sizes[i][0] - sizes[at][0]) <= _SAME_SIZE * sizes[at][0]]
            for at in left
        ]
        group = max(groups, key=lambda members: sum(sizes[i][1] for i in members))
        one = float(
            np.median(np.repeat([sizes[i][0] for i in group], [sizes[i][1] for i in group]))
        )
        for i in group:
            common[i] = round(one, 1)
        taken = set(group)
        left = [i for i in left if i not in taken]
    return common


def _chars(placed: _Placed, size: float, origin: Ink, scale: float) -> Iterator[Char]:
    em = size * scale
    top, bottom = _height(placed, em)
    together = _in_figures(placed.text, placed.inks, em)
    for place, (char, sure) in enumerate(zip(placed.text, placed.sure, strict=True)):
        start, end = placed.edges[place : place + 2]
        left, right = _width(char, placed.inks[place], (start, end), em)
        left = start if place - 1 in together else left
        right = end if place in together else right
        if placed.strip.column:
            # The strip was turned anticlockwise: its left is the column's top.
            box = (origin[2] - bottom, origin[1] + left, origin[2] - top, origin[1] + right)
        else:
            box = (origin[0] + left, origin[1] + top, origin[0] + right, origin[1] + bottom)
        x0, y0, x1, y1 = (round(value / scale, 3) for value in box)
        yield Char(char, x0, y0, x1, y1, size, confidence=round(sure, 4))


def _height(placed: _Placed, em: float) -> tuple[float, float]:
    """Top and bottom of the em box that the strip's characters stand in."""
    pairs = list(zip(placed.text, placed.inks, strict=True))
    full = [(ink[1] + ink[3]) / 2 for char, ink in pairs if _is_full(char)]
    if full:
        middle = float(np.median(full))
        return middle - em / 2, middle + em / 2
    feet = [ink[3] for char, ink in pairs if char.isalnum()] or [ink[3] for _, ink in pairs]
    bottom = float(np.median(feet)) + _BELOW * em
    return bottom - em, bottom


def _width(char: str, ink: Ink, span: tuple[int, int], em: float) -> tuple[float, float]:
    """Where a character begins and ends: as wide as its kind is, within its own place."""
    left, right = float(ink[0]), float(ink[2])
    missing = max((em if is_wide(char) else _DIGIT_WIDTH * em) - (right - left), 0.0)
    before = 1.0 if char in _OPENING else 0.0 if char in _CLOSING else 0.5
    return max(left - before * missing, span[0]), min(right + (1 - before) * missing, span[1])


def _in_figures(text: str, inks: Sequence[Ink], em: float) -> set[int]:
    """The places of characters of a figure whose next one is of the same figure.

    Digits may be set widely: of one figure are those that stand as close as its closest ones.
    """
    together: set[int] = set()
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        steps = {
            place: (inks[place + 1][0] + inks[place + 1][2] - inks[place][0] - inks[place][2]) / 2
            for place in range(start, end - 1)
        }
        between = [steps[i] for i in steps if text[i].isdigit() and text[i + 1].isdigit()]
        pitch = min(min(between, default=em), _WIDEST * em)
        for place, step in steps.items():
            if step <= pitch * (_PITCH if text[place].isdigit() else _PITCH_AFTER_MARK):
                together.add(place)
    return together
