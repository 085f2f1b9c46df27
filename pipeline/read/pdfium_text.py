"""The characters of a page as PDFium has them, each in the em box it was set in."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, compress, repeat
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models.page import Char, Colour
from pipeline.read import pdfium_calls as call
from pipeline.read.glyphs import PLACES, REPLACEMENT, USUAL_DESCENT, doubled, em_descent
from pipeline.read.limits import MAX_CHARS
from pipeline.read.shapes import Matrix, bold_font, multiplied

_HYPHEN = "\x02"
_BOTH = raw.FPDF_TEXTRENDERMODE_FILL_STROKE
_STROKED = frozenset((raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP))
_UNFILLED = _STROKED | {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_SLANT = 0.05
_SAME_POINT = 1e-3

_char = partial(tuple.__new__, Char)

Floats: TypeAlias = NDArray[np.float64]
T = TypeVar("T")


@dataclass(slots=True)
class _Font:
    """What a font says of itself, and what was found out about it on the page.

    `stated` is false where it gives no ascent and descent, or draws its glyphs itself (Type 3), and
    so PDFium no advances. `vertical` fonts write downwards.
    """

    handle: int
    name: str
    bold: bool
    stated: bool
    descent: float
    vertical: bool | None = None
    mapped: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Characters of one text object each, in a row: a value for each run.

    `places` are the characters' indices in the text page, `first` and `count` a run's share of
    them. `matrix` leads from the text object's space to the page as shown. `astray` are the runs
    that PDFium places without the matrix of the form they are drawn in: it leads from where
    PDFium has them to the page as shown, as `shown` does for the others.
    """

    places: NDArray[np.intp]
    first: NDArray[np.intp]
    count: NDArray[np.intp]
    fonts: list[_Font]
    size: Floats
    matrix: Floats
    shown: Matrix
    astray: dict[int, Matrix]

    def lead(self, index: int) -> Matrix:
        """From where PDFium has a run's characters to the page as shown."""
        return self.astray.get(index, self.shown)

    def level(self) -> NDArray[np.bool_]:
        """Which runs have a base line that is level on the page as shown."""
        return np.abs(self.matrix[:, 1]) <= _SLANT * np.abs(self.matrix[:, 0])

    def turned(self) -> NDArray[np.bool_]:
        """Which runs have a base line that is upright on the page as shown."""
        return np.abs(self.matrix[:, 0]) <= _SLANT * np.abs(self.matrix[:, 1])


class Printed(NamedTuple):
    """Characters, the text object that each is of, and their boxes: x0, top, x1, bottom.

    `colours` are all that they are printed in; none stands for what leaves no ink.
    """

    chars: list[Char]
    owners: NDArray[np.uint64]
    boxes: Floats
    colours: Set[Colour | None]


NOTHING = Printed([], np.zeros(0, dtype=np.uint64), np.zeros((4, 0)), frozenset())


def read_chars(text_page: int, shown: Matrix) -> Printed:
    """The characters of a page in drawing order.

    Those printed twice in one place are there once. `shown` leads from the PDF's space to points
    from the top left of the page as shown. A character without a meaning has the text U+FFFD, one
    that leaves no ink has no colour.
    """
    count = min(call.count_chars(text_page), MAX_CHARS)
    if count <= 0:
        return NOTHING
    text = call.page_text(text_page, count)
    objects = call.text_objects(text_page, count)
    for place, char in enumerate(text):
        if char == " " and objects[place] and call.is_generated(text_page, place) == 1:
            objects[place] = 0
    places = np.flatnonzero(objects)
    if not len(places):
        return NOTHING
    owners = objects[places]
    first = np.flatnonzero(np.diff(owners, prepend=owners[0] + 1))
    items = owners[first].tolist()
    runs = _runs(text_page, (places, first, items), shown)
    boxes = np.round(_boxes(text_page, text, runs), PLACES)
    texts = _texts(text_page, text, runs)
    modes = list(map(call.render_mode, items))
    bold = [font.bold or mode == _BOTH for font, mode in zip(runs.fonts, modes, strict=True)]
    colours = _colours(items, modes)
    # Down the page y grows, so that an upright glyph has a d below zero.
    a, b, c, d, _, _ = runs.matrix.T
    upright = (a * d < 0) & (b * c >= 0)
    counts = runs.count.tolist()
    columns = (
        texts,
        *boxes.tolist(),
        np.repeat(runs.size, runs.count).tolist(),
        np.repeat(upright, runs.count).tolist(),
        _each([font.name for font in runs.fonts], counts),
        _each(colours, counts),
        repeat(None),
        _each(bold, counts),
    )
    chars: list[Char] = list(map(_char, zip(*columns, strict=False)))
    again, first_print = doubled(texts, boxes, np.repeat(runs.size, runs.count))
    for index in first_print:
        chars[index] = chars[index]._replace(bold=True)
    if again:
        once = np.ones(len(chars), dtype=np.bool_)
        once[list(again)] = False
        chars = list(compress(chars, once.tolist()))
        return Printed(chars, owners[once], boxes[:, once], frozenset(colours))
    return Printed(chars, owners, boxes, frozenset(colours))


def _colours(items: Sequence[int], modes: Sequence[int]) -> list[Colour | None]:
    """What text objects are printed in; outlines in the colour of their strokes."""
    colours = call.fill_colours(items)
    if not _UNFILLED.isdisjoint(modes):
        for index, mode in enumerate(modes):
            if mode in _UNFILLED:
                drawn = call.stroke_colours([items[index]]) if mode in _STROKED else [None]
                colours[index] = drawn[0]
    return colours


def _each(values: Sequence[T], counts: Sequence[int]) -> list[T]:
    """A run's value for each of its characters."""
    return list(chain.from_iterable(map(repeat, values, counts)))


def _runs(
    text_page: int,
    found: tuple[NDArray[np.intp], NDArray[np.intp], list[int]],
    shown: Matrix,
) -> _Runs:
    places, first, items = found
    starts = places[first].tolist()
    drawn = call.text_matrices(text_page, starts)
    matrix = multiplied(drawn, shown)
    size = call.font_sizes(text_page, starts) * np.hypot(matrix[:, 2], matrix[:, 3])
    known: dict[int, _Font] = {}
    fonts: list[_Font] = []
    for handle in map(call.font_of, items):
        font = known.get(handle)
        if font is None:
            font = known[handle] = _font(handle)
        fonts.append(font)
    counts = np.diff(first, append=len(places))
    astray = _astray(text_page, (starts, items), drawn, matrix)
    runs = _Runs(places, first, counts, fonts, size, matrix, shown, astray)
    _find_vertical(text_page, runs)
    return runs


def _astray(
    text_page: int, found: tuple[list[int], list[int]], drawn: Floats, matrix: Floats
) -> dict[int, Matrix]:
    """The runs that PDFium places as though their form were the page, and what leads from there.

    It does so with text that is given beside the glyphs (ActualText), as producers write it for
    glyphs that stand for several characters, such as 大 and its radical. The origin of such
    characters is the text object's own, and the matrix alone has the form's in it.
    """
    starts, items = found
    own = call.object_matrices(items)
    inside = np.flatnonzero((own != drawn).any(axis=1))
    if not len(inside):
        return {}
    origin = call.origins(text_page, [starts[index] for index in inside.tolist()])
    unmoved = np.abs(origin - own[inside, 4:6]).max(axis=1) < _SAME_POINT
    # A form may leave the place of a text object as it is and only scale what stands there.
    unmoved &= np.abs(origin - drawn[inside, 4:6]).max(axis=1) >= _SAME_POINT
    unmoved &= np.linalg.det(own[inside, :4].reshape(-1, 2, 2)) != 0
    return {index: _leading(own[index], matrix[index]) for index in inside[unmoved].tolist()}


def _leading(own: Floats, matrix: Floats) -> Matrix:
    """What is to be applied after one matrix to make it the other."""
    turn = np.linalg.solve(own[:4].reshape(2, 2), matrix[:4].reshape(2, 2))
    a, b, c, d = turn.ravel().tolist()
    e, f = (matrix[4:] - own[4:] @ turn).tolist()
    return a, b, c, d, e, f


def _font(handle: int) -> _Font:
    if not handle:
        return _Font(0, "", False, True, USUAL_DESCENT)
    name = call.font_name(handle)
    bold = bold_font(name, weight=call.font_weight(handle), flags=call.font_flags(handle))
    ascent, descent = call.vertical_extent(handle)
    # Type 3 fonts have no name; of their glyphs PDFium gives the ink.
    return _Font(handle, name, bold, bool(name) and ascent != descent, em_descent(descent))


def _find_vertical(text_page: int, runs: _Runs) -> None:
    """Finds out which fonts write downwards: their glyphs' origins are off the base line."""
    level, turned = runs.level(), runs.turned()
    for index, font in enumerate(runs.fonts):
        if font.vertical is not None or not (level[index] or turned[index]):
            continue
        place = int(runs.places[runs.first[index]])
        x, y = _shown(call.origins(text_page, [place]), runs.lead(index))[0]
        start = runs.matrix[index, 4:6]
        off = abs(y - start[1]) if level[index] else abs(x - start[0])
        font.vertical = bool(off > _SLANT * runs.size[index])


def _boxes(text_page: int, text: str, runs: _Runs) -> Floats:
    """x0, top, x1 and bottom of the characters' em boxes, a row each."""
    left, high, right, low = call.loose_boxes(text_page, runs.places.tolist()).T
    corners = np.stack([left, low], axis=1), np.stack([right, high], axis=1)
    one, other = (_shown(corner, runs.shown) for corner in corners)
    for index, lead in runs.astray.items():
        here = slice(runs.first[index], runs.first[index] + runs.count[index])
        one[here], other[here] = (_shown(corner[here], lead) for corner in corners)
    boxes = np.vstack([np.minimum(one, other).T, np.maximum(one, other).T])
    vertical = np.array([bool(font.vertical) for font in runs.fonts])
    stated = np.array([font.stated for font in runs.fonts])
    descent = np.array([font.descent for font in runs.fonts])
    for axis, ways in ((1, runs.level()), (0, runs.turned())):
        if not ways.any():
            continue
        low_end, high_end = _em(
            runs.matrix[:, 4 + axis], runs.matrix[:, 2 + axis], runs.size, descent
        )
        horizontal = np.repeat(ways & ~vertical, runs.count)
        boxes[axis] = np.where(horizontal, np.repeat(low_end, runs.count), boxes[axis])
        boxes[2 + axis] = np.where(horizontal, np.repeat(high_end, runs.count), boxes[2 + axis])
        for index in np.flatnonzero(ways & (vertical | ~stated)).tolist():
            here = slice(runs.first[index], runs.first[index] + runs.count[index])
            places = runs.places[here].tolist()
            origin = _shown(call.origins(text_page, places), runs.lead(index))
            if vertical[index]:
                boxes[:, here] = _downwards(runs, index, axis, origin)
                continue
            handle = runs.fonts[index].handle
            widths = np.array([call.glyph_width(handle, ord(text[place])) for place in places])
            start, end = _advances(runs, index, axis, origin, widths)
            boxes[1 - axis, here] = np.where(widths > 0, start, boxes[1 - axis, here])
            boxes[3 - axis, here] = np.where(widths > 0, end, boxes[3 - axis, here])
    return boxes


def _em(base: Floats, up: Floats, size: Floats, descent: Floats) -> tuple[Floats, Floats]:
    """The em box's extent across the base line, which side is up being given."""
    end = base + np.sign(up) * descent * size
    other = end + np.sign(up) * size
    return np.minimum(end, other), np.maximum(end, other)


def _downwards(runs: _Runs, index: int, axis: int, origin: Floats) -> Floats:
    """The em boxes of a run that writes downwards, each from its glyph's own origin."""
    size, middle = float(runs.size[index]), float(runs.matrix[index, 5 - axis])
    up = runs.matrix[index, 2 + axis]
    low, high = _em(origin[:, axis], up, runs.size[index], np.array(USUAL_DESCENT))
    boxes = np.empty((4, len(origin)))
    boxes[axis], boxes[2 + axis] = low, high
    a, b, c, d, _, _ = runs.matrix[index]
    half = size * np.hypot(a, b) / (np.hypot(c, d) or 1.0) / 2
    boxes[1 - axis], boxes[3 - axis] = middle - half, middle + half
    return boxes


def _advances(
    runs: _Runs,
    index: int,
    axis: int,
    origin: Floats,
    widths: Floats,
) -> tuple[Floats, Floats]:
    """Where advances begin and end; PDFium gives ink where the font states no extent."""
    a, b, c, d, _, _ = runs.matrix[index]
    forward = (a, b)[1 - axis]
    scale = runs.size[index] * np.hypot(a, b) / (np.hypot(c, d) or 1.0)
    start = origin[:, 1 - axis]
    end = start + widths * scale * np.sign(forward)
    return np.minimum(start, end), np.maximum(start, end)


def _shown(points: Floats, shown: Matrix) -> Floats:
    a, b, c, d, e, f = shown
    place: Floats = points @ np.array([[a, b], [c, d]]) + np.array([e, f])
    return place


def _texts(text_page: int, text: str, runs: _Runs) -> list[str]:
    """What each character says; U+FFFD for those that have no meaning."""
    places = runs.places.tolist()
    texts = [text[place] for place in places]
    for font, first, count in zip(
        runs.fonts, runs.first.tolist(), runs.count.tolist(), strict=True
    ):
        strange = set(texts[first : first + count]) - font.mapped
        if not strange:
            continue
        for index in range(first, first + count):
            char = texts[index]
            if char not in strange:
                continue
            texts[index] = _meaning(text_page, places[index], char)
            if texts[index] == char:
                font.mapped.add(char)
                strange.discard(char)
    return texts


def _meaning(text_page: int, place: int, char: str) -> str:
    if char == _HYPHEN and call.is_hyphen(text_page, place) == 1:
        return "-"
    if call.is_unmapped(text_page, place) == 1 or char in "\ufffe\uffff":
        return REPLACEMENT
    return char if char >= " " else " "
