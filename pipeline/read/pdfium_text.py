"""The characters of a page as PDFium has them, each in the em box it was set in."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models.page import Colour
from pipeline.read import pdfium_calls as call
from pipeline.read.columns import NO_CHARS, Chars, Flags, Floats, Look, Places
from pipeline.read.glyphs import PLACES, REPLACEMENT, USUAL_DESCENT, doubled, em_descent
from pipeline.read.limits import MAX_CHARS
from pipeline.read.shapes import Matrix, bold_font, multiplied

_HYPHEN = "\x02"
_BOTH = raw.FPDF_TEXTRENDERMODE_FILL_STROKE
_STROKED = frozenset((raw.FPDF_TEXTRENDERMODE_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE_CLIP))
_UNFILLED = _STROKED | {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
_BLANK = 0x20
_PAIR = 0x110000
_SLANT = 0.05
_SAME_POINT = 1e-3


@dataclass(frozen=True, slots=True)
class _Font:
    """What a font says of itself.

    `stated` is false where it gives no ascent and descent, or draws its glyphs itself (Type 3), and
    so PDFium no advances.
    """

    handle: int
    name: str
    bold: bool
    stated: bool
    descent: float


@dataclass(frozen=True, slots=True)
class _Runs:
    """Characters of one text object each, in a row: a value for each run.

    `places` are the characters' indices in the text page, `run` the run of each, `first` and
    `count` a run's share of them. `font` are places in `fonts`; `vertical` ones write downwards.
    `matrix` leads from the text object's space to the page as shown, where base lines are `level`,
    `turned` by a quarter, or slanted. `astray` are the runs that PDFium places without the matrix
    of the form they are drawn in: it leads from where PDFium has them to the page as shown, as
    `shown` does for the others.
    """

    places: Places
    run: Places
    first: Places
    count: Places
    fonts: list[_Font]
    font: Places
    size: Floats
    matrix: Floats
    level: Flags
    turned: Flags
    vertical: Flags
    shown: Matrix
    astray: dict[int, Matrix]

    def lead(self, index: int) -> Matrix:
        """From where PDFium has a run's characters to the page as shown."""
        return self.astray.get(index, self.shown)


class Printed(NamedTuple):
    """Characters, and the text object that each is of; `cut` says that there are more of them."""

    chars: Chars
    owners: NDArray[np.uint64]
    cut: bool = False

    @property
    def boxes(self) -> Floats:
        """x0, top, x1 and bottom, a row each."""
        return self.chars.boxes

    @property
    def colours(self) -> Set[Colour | None]:
        """All that they are printed in; none stands for what leaves no ink."""
        return {look.colour for look in self.chars.looks}


NOTHING = Printed(NO_CHARS, np.zeros(0, dtype=np.uint64))


def read_chars(text_page: int, shown: Matrix, on_page: Set[int]) -> Printed:
    """The characters of a page in drawing order.

    Those printed twice in one place are there once. `shown` leads from the PDF's space to points
    from the top left of the page as shown, `on_page` are the text objects that stand in no form. A
    character without a meaning has the text U+FFFD, one that leaves no ink has no colour.
    """
    there = call.count_chars(text_page)
    count = min(there, MAX_CHARS)
    if count <= 0:
        return NOTHING
    codes = np.frombuffer(call.page_text(text_page, count).encode("utf-32-le"), dtype=np.uint32)
    objects = call.text_objects(text_page, count)
    objects[codes == ord(call.SECOND_HALF)] = 0
    for place in np.flatnonzero((codes == _BLANK) & (objects != 0)).tolist():
        if call.is_generated(text_page, place) == 1:
            objects[place] = 0
    places = np.flatnonzero(objects)
    if not len(places):
        return NOTHING
    owners, codes = objects[places], codes[places]
    first = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    items = owners[first].tolist()
    runs = _runs(text_page, (places, first, items), shown, on_page)
    modes = list(map(call.render_mode, items))
    stroked = np.array([mode == _BOTH for mode in modes])
    bold = np.array([font.bold for font in runs.fonts])[runs.font] | stroked
    # Down the page y grows, so that an upright glyph has a d below zero.
    a, b, c, d, _, _ = runs.matrix.T
    upright = (a * d < 0) & (b * c >= 0)
    names = [font.name for font in runs.fonts]
    colours = _colours(items, modes)
    chars = Chars(
        _texts(text_page, codes, runs),
        np.round(_boxes(text_page, codes, runs), PLACES),
        runs.size[runs.run],
        upright[runs.run],
        bold[runs.run],
        runs.run,
        [Look(names[font], ink) for font, ink in zip(runs.font.tolist(), colours, strict=True)],
    )
    again, first_print = doubled(chars.texts, chars.boxes, chars.sizes)
    if not again:
        return Printed(chars, owners, there > MAX_CHARS)
    chars.bold[list(first_print)] = True
    once = np.delete(np.arange(len(chars)), list(again))
    return Printed(chars.taken(once), owners[once], there > MAX_CHARS)


def _colours(items: Sequence[int], modes: Sequence[int]) -> list[Colour | None]:
    """What text objects are printed in; outlines in the colour of their strokes."""
    colours = call.fill_colours(items)
    if not _UNFILLED.isdisjoint(modes):
        for index, mode in enumerate(modes):
            if mode in _UNFILLED:
                drawn = call.stroke_colours([items[index]]) if mode in _STROKED else [None]
                colours[index] = drawn[0]
    return colours


def _runs(
    text_page: int, found: tuple[Places, Places, list[int]], shown: Matrix, on_page: Set[int]
) -> _Runs:
    places, first, items = found
    starts = places[first].tolist()
    drawn = call.text_matrices(text_page, starts)
    matrix = multiplied(drawn, shown)
    handles: dict[int, int] = {}
    font = [handles.setdefault(handle, len(handles)) for handle in map(call.font_of, items)]
    count = np.append(first[1:], len(places)) - first
    astray = _astray(text_page, (starts, items), (drawn, matrix), on_page)
    size = call.font_sizes(text_page, starts)
    # Glyphs of a size below zero stand on their heads, before the matrix turns them.
    matrix[:, :4] *= np.where(size < 0, -1.0, 1.0)[:, None]
    along, across = np.abs(matrix[:, 0]), np.abs(matrix[:, 1])
    runs = _Runs(
        places=places,
        run=np.repeat(np.arange(len(items)), count),
        first=first,
        count=count,
        fonts=list(map(_font, handles)),
        font=np.array(font),
        size=np.abs(size) * np.hypot(matrix[:, 2], matrix[:, 3]),
        matrix=matrix,
        level=across <= _SLANT * along,
        turned=along <= _SLANT * across,
        vertical=np.zeros(len(items), dtype=np.bool_),
        shown=shown,
        astray=astray,
    )
    return replace(runs, vertical=_vertical(text_page, runs))


def _astray(
    text_page: int,
    found: tuple[list[int], list[int]],
    matrices: tuple[Floats, Floats],
    on_page: Set[int],
) -> dict[int, Matrix]:
    """The runs that PDFium places as though their form were the page, and what leads from there.

    It does so with text that is given beside the glyphs (ActualText), as producers write it for
    glyphs that stand for several characters, such as 大 and its radical. The origin of such
    characters is the text object's own, and the matrix alone has the form's in it.
    """
    (starts, items), (drawn, matrix) = found, matrices
    inside = [index for index, item in enumerate(items) if item not in on_page]
    if not inside:
        return {}
    own, drawn, matrix = (
        call.object_matrices([items[index] for index in inside]),
        drawn[inside],
        matrix[inside],
    )
    origin = call.origins(text_page, [starts[index] for index in inside])
    unmoved = np.abs(origin - own[:, 4:6]).max(axis=1) < _SAME_POINT
    # A form may leave the place of a text object as it is and only scale what stands there.
    unmoved &= np.abs(origin - drawn[:, 4:6]).max(axis=1) >= _SAME_POINT
    unmoved &= np.linalg.det(own[:, :4].reshape(-1, 2, 2)) != 0
    return {
        inside[index]: _leading(own[index], matrix[index])
        for index in np.flatnonzero(unmoved).tolist()
    }


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


def _vertical(text_page: int, runs: _Runs) -> Flags:
    """Which runs are in a font that writes downwards: its glyphs' origins are off the base line."""
    straight = np.flatnonzero(runs.level | runs.turned)
    fonts, found = np.unique(runs.font[straight], return_index=True)
    starts = straight[found]
    origin = call.origins(text_page, runs.places[runs.first[starts]].tolist())
    shown = _shown(origin, runs.shown)
    for place, index in enumerate(starts.tolist()):
        if index in runs.astray:
            shown[place] = _shown(origin[place], runs.astray[index])
    off = np.abs(shown - runs.matrix[starts, 4:6])
    across = np.where(runs.level[starts], off[:, 1], off[:, 0])
    vertical = np.zeros(len(runs.fonts), dtype=np.bool_)
    vertical[fonts] = across > _SLANT * runs.size[starts]
    return vertical[runs.font]


def _boxes(text_page: int, codes: NDArray[np.uint32], runs: _Runs) -> Floats:
    """x0, top, x1 and bottom of the characters' em boxes, a row each."""
    left, high, right, low = call.loose_boxes(text_page, runs.places.tolist()).T
    corners = np.stack([left, low], axis=1), np.stack([right, high], axis=1)
    one, other = (_shown(corner, runs.shown) for corner in corners)
    for index, lead in runs.astray.items():
        here = slice(runs.first[index], runs.first[index] + runs.count[index])
        one[here], other[here] = (_shown(corner[here], lead) for corner in corners)
    boxes = np.vstack([np.minimum(one, other).T, np.maximum(one, other).T])
    stated = np.array([font.stated for font in runs.fonts])[runs.font]
    descent = np.array([font.descent for font in runs.fonts])[runs.font]
    for axis, ways in ((1, runs.level), (0, runs.turned)):
        if not ways.any():
            continue
        ends = _em(runs.matrix[:, 4 + axis], runs.matrix[:, 2 + axis], runs.size, descent)
        horizontal = (ways & ~runs.vertical)[runs.run]
        for row, end in zip((axis, 2 + axis), ends, strict=True):
            boxes[row] = np.where(horizontal, end[runs.run], boxes[row])
        for index in np.flatnonzero(ways & (runs.vertical | ~stated)).tolist():
            here = slice(runs.first[index], runs.first[index] + runs.count[index])
            origin = _shown(call.origins(text_page, runs.places[here].tolist()), runs.lead(index))
            if runs.vertical[index]:
                boxes[:, here] = _downwards(runs, index, axis, origin)
                continue
            handle = runs.fonts[runs.font[index]].handle
            widths = np.array([call.glyph_width(handle, code) for code in codes[here].tolist()])
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


def _texts(text_page: int, codes: NDArray[np.uint32], runs: _Runs) -> list[str]:
    """What each character says; U+FFFD for those that have no meaning.

    A character of a font that has a meaning in one place has it in all.
    """
    texts = list(codes.tobytes().decode("utf-32-le"))
    pairs = runs.font[runs.run] * _PAIR + codes
    _, first = np.unique(pairs, return_index=True)
    for index in first.tolist():
        if _meaning(text_page, int(runs.places[index]), texts[index]) != texts[index]:
            for place in np.flatnonzero(pairs == pairs[index]).tolist():
                texts[place] = _meaning(text_page, int(runs.places[place]), texts[place])
    return texts


def _meaning(text_page: int, place: int, char: str) -> str:
    if char == _HYPHEN and call.is_hyphen(text_page, place) == 1:
        return "-"
    if call.is_unmapped(text_page, place) == 1 or char in "\ufffe\uffff":
        return REPLACEMENT
    return char if char >= " " else " "
