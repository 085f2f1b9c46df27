"""The characters of a page as PDFium has them, each in the em box it was set in."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np
import pypdfium2.raw as raw

from models.page import Char, Colour
from pipeline.read import pdfium_calls as call
from pipeline.read.glyphs import REPLACEMENT, USUAL_DESCENT, em_descent, printed_once
from pipeline.read.limits import MAX_CHARS
from pipeline.read.shapes import Matrix, bold_font, multiply

_HYPHEN = "\x02"
_SLANT = 0.05

_Spans: TypeAlias = tuple[list[float], list[float]]
"""Where characters begin and end, in points."""


@dataclass(slots=True)
class _Font:
    """What a font says of itself, and what was found out about it on the page.

    `stated` is false where it gives no ascent and descent, and so PDFium no advances.
    """

    handle: int
    name: str
    bold: bool
    stated: bool
    descent: float
    vertical: bool | None = None
    mapped: set[str] = field(default_factory=set)


class _Run(NamedTuple):
    """What the characters of one text object share; `matrix` leads to the page as shown.

    `way` is level, turned (by a quarter) or slanted.
    """

    font: _Font
    size: float
    matrix: Matrix
    way: str
    upright: bool
    colour: Colour | None
    bold: bool


def read_chars(text_page: int, shown: Matrix) -> list[Char]:
    """The characters of a page in drawing order, printed twice or not.

    `shown` leads from the PDF's space to points from the top left of the page as shown. A
    character without a meaning has the text U+FFFD.
    """
    count = min(call.count_chars(text_page), MAX_CHARS)
    if count <= 0:
        return []
    return printed_once(_TextPage(text_page, count, shown).chars())


class _TextPage:
    """A text page's answers in bulk, and what is known of its text objects and fonts."""

    def __init__(self, handle: int, count: int, shown: Matrix) -> None:
        pages, indices = itertools.repeat(handle), range(count)
        self.handle = handle
        self.shown = shown
        self.text = call.page_text(handle, count)
        self.owners: list[int | None] = list(map(call.text_object, pages, indices))
        boxes = np.zeros((count, 4), dtype=np.float32)
        start = boxes.ctypes.data
        list(map(call.loose_box, pages, indices, range(start, start + 16 * count, 16)))
        left, top, right, bottom = boxes.astype(np.float64).T
        a, b, c, d, e, f = shown
        xs = np.stack([left * a + bottom * c + e, right * a + top * c + e])
        ys = np.stack([left * b + bottom * d + f, right * b + top * d + f])
        self.x0, self.x1 = xs.min(0).tolist(), xs.max(0).tolist()
        self.top, self.bottom = ys.min(0).tolist(), ys.max(0).tolist()
        self.fonts: dict[int, _Font] = {}
        self.known: dict[int, _Run] = {}

    def chars(self) -> list[Char]:
        """All characters but the blanks and line ends that PDFium puts in between."""
        chars: list[Char] = []
        first = 0
        for owner, group in itertools.groupby(self.owners):
            last = first + len(list(group))
            if owner is not None:
                run = self.known.get(owner)
                if run is None:
                    run = self._run(owner, first, last)
                if run is not None:
                    self.known[owner] = run
                    chars.extend(self._set(run, first, last))
            first = last
        return chars

    def _run(self, owner: int, first: int, last: int) -> _Run | None:
        """What the text object's characters share; null where PDFium put in all of them."""
        index = next((i for i in range(first, last) if not self._put_in(i)), None)
        if index is None:
            return None
        a, b, c, d, x, y = multiply(call.text_matrix(self.handle, index), self.shown)
        handle = call.font_of(owner) or 0
        font = self.fonts.get(handle)
        if font is None:
            font = self.fonts[handle] = _font(handle)
        size = call.font_size(self.handle, index) * (c * c + d * d) ** 0.5
        level, turned = abs(b) <= _SLANT * abs(a), abs(a) <= _SLANT * abs(b)
        if font.vertical is None and (level or turned):
            # Downward writing sets each glyph astride the line that its origin runs along.
            place = call.origin(self.handle, index, self.shown)
            off = abs(place[1] - y) if level else abs(place[0] - x)
            font.vertical = off > 0.05 * size
        stroked = call.render_mode(owner) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
        return _Run(
            font,
            size,
            (a, b, c, d, x, y),
            "level" if level else "turned" if turned else "slanted",
            # Down the page y grows, so that an upright glyph has a d below zero.
            a * d < 0 and b * c >= 0,
            call.fill_colour(owner),
            font.bold or stroked,
        )

    def _put_in(self, index: int) -> bool:
        return self.text[index] == " " and call.is_generated(self.handle, index) == 1

    def _set(self, run: _Run, first: int, last: int) -> Iterator[Char]:
        """The characters from `first` to `last` in their em boxes."""
        texts = self._texts(run.font, first, last)
        x0, top = self.x0[first:last], self.top[first:last]
        x1, bottom = self.x1[first:last], self.bottom[first:last]
        _, _, c, d, x, y = run.matrix
        if run.way == "level":
            along, across = self._spans(run, first, (x0, x1), (x, y, d))
            (x0, x1), (top, bottom) = along, across
        elif run.way == "turned":
            along, across = self._spans(run, first, (top, bottom), (y, x, c))
            (top, bottom), (x0, x1) = along, across
        size, upright, font, colour, bold = (
            run.size,
            run.upright,
            run.font.name,
            run.colour,
            run.bold,
        )
        for text, left, high, right, low in zip(texts, x0, top, x1, bottom, strict=True):
            if text:
                yield Char(text, left, high, right, low, size, upright, font, colour, None, bold)

    def _spans(
        self, run: _Run, first: int, along: _Spans, place: tuple[float, float, float]
    ) -> tuple[_Spans, _Spans]:
        """The characters' extents along the glyphs' base line and across it.

        `place` is where the text object begins along and across, and which way is up.
        """
        start, base, up = place
        count = len(along[0])
        if run.font.vertical:
            axis = 1 if run.way == "level" else 0
            places = [call.origin(self.handle, first + i, self.shown) for i in range(count)]
            across = [_em(place[axis], up, run.size, USUAL_DESCENT) for place in places]
            half = run.size / 2
            return (
                ([start - half] * count, [start + half] * count),
                ([low for low, _ in across], [high for _, high in across]),
            )
        if not run.font.stated:
            along = self._advances(run, first, along)
        low, high = _em(base, up, run.size, run.font.descent)
        return along, ([low] * count, [high] * count)

    def _advances(self, run: _Run, first: int, ink: _Spans) -> _Spans:
        """Advances in the place of ink, where the font does not let PDFium tell them."""
        a, b, *_ = run.matrix
        scale = call.font_size(self.handle, first) * (a * a + b * b) ** 0.5
        axis, forward = (0, a > 0) if run.way == "level" else (1, b > 0)
        low, high = list(ink[0]), list(ink[1])
        for i in range(len(low)):
            width = call.glyph_width(run.font.handle, ord(self.text[first + i])) * scale
            start = call.origin(self.handle, first + i, self.shown)[axis]
            if width > 0:
                low[i], high[i] = (start, start + width) if forward else (start - width, start)
        return low, high

    def _texts(self, font: _Font, first: int, last: int) -> list[str]:
        """What each character says; empty for blanks PDFium put in, U+FFFD for the unknown."""
        text = self.text[first:last]
        texts = list(text)
        strange = set(text) - font.mapped
        if not strange:
            return texts
        for i, char in enumerate(texts):
            if char not in strange:
                continue
            index = first + i
            if char == _HYPHEN and call.is_hyphen(self.handle, index) == 1:
                texts[i] = "-"
            elif call.is_generated(self.handle, index) == 1:
                texts[i] = ""
            elif call.is_unmapped(self.handle, index) == 1 or char in "\ufffe\uffff\ufffd":
                texts[i] = REPLACEMENT
            elif char < " ":
                texts[i] = " "
            elif char != " ":
                font.mapped.add(char)
                strange.discard(char)
        return texts


def _font(handle: int) -> _Font:
    if not handle:
        return _Font(0, "", False, True, em_descent(0))
    name = call.font_name(handle)
    bold = bold_font(name, weight=call.font_weight(handle), flags=call.font_flags(handle))
    ascent, descent = call.vertical_extent(handle)
    return _Font(handle, name, bold, ascent != descent, em_descent(descent))


def _em(base: float, up: float, size: float, descent: float) -> tuple[float, float]:
    """The em box across the line, from the base line and the way up."""
    below = descent * size
    if up < 0:
        return base - below - size, base - below
    return base + below, base + below + size
