"""PDFium's C functions, asked about many characters or paths at once.

pypdfium2's own bindings check each argument's type. Here a question about all of a page is one
`map` over a bare function that takes plain integers for pointers, which takes a fifth of the
time, and the answers land in one array.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models.page import Colour
from pipeline.read.shapes import Matrices

_POINTER, _INT, _UINT, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_size_t
_FLOAT, _DOUBLE = ctypes.c_float, ctypes.c_double


def _bare(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


# A null pointer comes back as 0, so that pointers fit into an array.
count_chars = _bare(raw.FPDFText_CountChars, _INT, _POINTER)
is_hyphen = _bare(raw.FPDFText_IsHyphen, _INT, _POINTER, _INT)
is_unmapped = _bare(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
is_generated = _bare(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
_get_text = _bare(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
_unicode = _bare(raw.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
_text_object = _bare(raw.FPDFText_GetTextObject, _SIZE, _POINTER, _INT)
_loose_box = _bare(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_origin = _bare(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
_char_matrix = _bare(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_font_size = _bare(raw.FPDFText_GetFontSize, _DOUBLE, _POINTER, _INT)

font_of = _bare(raw.FPDFTextObj_GetFont, _SIZE, _POINTER)
_own_font_size = _bare(raw.FPDFTextObj_GetFontSize, _INT, _POINTER, _POINTER)
render_mode = _bare(raw.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
font_weight = _bare(raw.FPDFFont_GetWeight, _INT, _POINTER)
font_flags = _bare(raw.FPDFFont_GetFlags, _INT, _POINTER)
is_embedded = _bare(raw.FPDFFont_GetIsEmbedded, _INT, _POINTER)
_font_name = _bare(raw.FPDFFont_GetBaseFontName, _SIZE, _POINTER, _POINTER, _SIZE)
_ascent = _bare(raw.FPDFFont_GetAscent, _INT, _POINTER, _FLOAT, _POINTER)
_descent = _bare(raw.FPDFFont_GetDescent, _INT, _POINTER, _FLOAT, _POINTER)
_glyph_width = _bare(raw.FPDFFont_GetGlyphWidth, _INT, _POINTER, _UINT, _FLOAT, _POINTER)

object_type = _bare(raw.FPDFPageObj_GetType, _INT, _POINTER)
is_transparent = _bare(raw.FPDFPageObj_HasTransparency, _INT, _SIZE)
set_active = _bare(raw.FPDFPageObj_SetIsActive, _INT, _POINTER, _INT)
count_form_objects = _bare(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
_page_object = _bare(raw.FPDFPage_GetObject, _SIZE, _POINTER, _INT)
_form_object = _bare(raw.FPDFFormObj_GetObject, _SIZE, _POINTER, ctypes.c_ulong)
_object_matrix = _bare(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
_object_bounds = _bare(raw.FPDFPageObj_GetBounds, _INT, _POINTER, *[_POINTER] * 4)
_count_segments = _bare(raw.FPDFPath_CountSegments, _INT, _POINTER)
_segment = _bare(raw.FPDFPath_GetPathSegment, _SIZE, _POINTER, _INT)
_segment_type = _bare(raw.FPDFPathSegment_GetType, _INT, _POINTER)
_segment_point = _bare(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
_draw_mode = _bare(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
_fill_colour = _bare(raw.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)
_stroke_colour = _bare(raw.FPDFPageObj_GetStrokeColor, _INT, _POINTER, *[_POINTER] * 4)
_stroke_width = _bare(raw.FPDFPageObj_GetStrokeWidth, _INT, _POINTER, _POINTER)

_MOST_COLOURS = 10_000

SECOND_HALF = "\ufdd0"
"""Stands for the second half of a character that PDFium takes for two."""


def address(handle: object) -> int:
    """The plain address of a pypdfium2 handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _do(answers: Iterable[object]) -> None:
    """Asks what has been mapped; the answers are in the buffers."""
    deque(answers, maxlen=0)


def _places(table: NDArray[Any]) -> range:
    """The addresses of an array's rows."""
    start: int = table.__array_interface__["data"][0]
    return range(start, start + table.nbytes, table.strides[0] or 1)


def _columns(table: NDArray[Any]) -> list[range]:
    """The addresses of an array's items, column by column."""
    rows, size = _places(table), table.itemsize
    return [
        range(rows.start + offset, rows.stop + offset, rows.step)
        for offset in range(0, size * table.shape[1], size)
    ]


# Text pages


def page_text(text_page: int, count: int) -> str:
    """A text page's characters, those that PDFium puts in included, one for each index.

    After a character that takes two indices stands `SECOND_HALF`.
    """
    buffer = (ctypes.c_ushort * (count + 1))()
    written = _get_text(text_page, 0, count, ctypes.addressof(buffer))
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and "\0" not in text:
            return text
    # Not one unit for each character: ask for each.
    codes = list(map(_unicode, repeat(text_page, count), range(count)))
    units = [chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes]
    # Characters beyond the first plane, such as 𠮷, are two for PDFium.
    for place, (high, low) in enumerate(pairwise(codes)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            units[place] = chr(0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00)
            units[place + 1] = SECOND_HALF
    return "".join(units)


def text_objects(text_page: int, count: int) -> NDArray[np.uint64]:
    """The text object of each character; 0 for line ends and blanks that PDFium puts in."""
    objects = map(_text_object, repeat(text_page), range(count))
    return np.fromiter(objects, dtype=np.uint64, count=count)


def loose_boxes(text_page: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Left, top, right and bottom of characters in the PDF's space, a row for each character."""
    boxes = np.zeros((len(indices), 4), dtype=np.float32)
    _do(map(_loose_box, repeat(text_page), indices, _places(boxes)))
    return boxes.astype(np.float64)


def origins(text_page: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Where characters' glyphs have their origin in the PDF's space."""
    points = np.zeros((len(indices), 2), dtype=np.float64)
    _do(map(_origin, repeat(text_page), indices, *_columns(points)))
    return points


def text_matrices(text_page: int, indices: Sequence[int]) -> Matrices:
    """The matrices of characters' text objects, those of their forms included."""
    matrices = np.zeros((len(indices), 6), dtype=np.float32)
    _do(map(_char_matrix, repeat(text_page), indices, _places(matrices)))
    return matrices.astype(np.float64)


def font_sizes(text_page: int, indices: Sequence[int]) -> NDArray[np.float64]:
    """Font sizes before the text objects' matrices are applied."""
    sizes = map(_font_size, repeat(text_page), indices)
    return np.fromiter(sizes, dtype=np.float64, count=len(indices))


def own_font_sizes(items: Sequence[int]) -> list[float]:
    """The same, asked of text objects, which need not have any character."""
    sizes = np.zeros((len(items), 1), dtype=np.float32)
    _do(map(_own_font_size, items, _places(sizes)))
    found: list[float] = sizes[:, 0].tolist()
    return found


# Fonts


def vertical_extent(font: int) -> tuple[float, float]:
    """A font's ascent and descent (below zero) for size 1; zeros where it says nothing."""
    up, down = ctypes.c_float(), ctypes.c_float()
    _ascent(font, 1.0, ctypes.addressof(up))
    _descent(font, 1.0, ctypes.addressof(down))
    return up.value, down.value


def glyph_width(font: int, code: int) -> float:
    """A character's advance for size 1; 0 where the font does not know it."""
    width = ctypes.c_float()
    return width.value if _glyph_width(font, code, 1.0, ctypes.addressof(width)) else 0.0


def font_name(font: int) -> str:
    """A font's name; Japanese producers write it in Shift_JIS as often as in UTF-8."""
    length = _font_name(font, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    _font_name(font, ctypes.addressof(buffer), length)
    for encoding in ("utf-8", "cp932"):
        try:
            return buffer.value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return buffer.value.decode("latin-1")


# Page objects


def page_objects(page: int, count: int) -> list[int]:
    """The objects drawn on a page, in order."""
    return list(map(_page_object, repeat(page), range(count)))


def form_objects(form: int, count: int) -> list[int]:
    """The first `count` objects drawn in a form XObject, in order."""
    return list(map(_form_object, repeat(form), range(count)))


def object_matrices(items: Sequence[int]) -> Matrices:
    """Page objects' own matrices."""
    matrices = np.zeros((len(items), 6), dtype=np.float32)
    matrices[:, ::3] = 1
    _do(map(_object_matrix, items, _places(matrices)))
    return matrices.astype(np.float64)


def object_bounds(items: Sequence[int]) -> NDArray[np.float64]:
    """Left, bottom, right and top of page objects in the space they are drawn in."""
    bounds = np.zeros((len(items), 4), dtype=np.float32)
    _do(map(_object_bounds, items, *_columns(bounds)))
    return bounds.astype(np.float64)


def draw_modes(paths: Sequence[int]) -> tuple[list[bool], list[bool]]:
    """Which paths are filled, and which are stroked."""
    modes = np.zeros((len(paths), 2), dtype=np.int32)
    _do(map(_draw_mode, paths, *_columns(modes)))
    filled, stroked = (modes != (raw.FPDF_FILLMODE_NONE, 0)).T.tolist()
    return filled, stroked


def fill_colours(items: Sequence[int]) -> list[Colour | None]:
    """Fills as RGB; null where a fill is fully transparent."""
    return _rgb(_fill_colour, items)


def stroke_colours(items: Sequence[int]) -> list[Colour | None]:
    """Strokes as RGB; null where a stroke is fully transparent."""
    return _rgb(_stroke_colour, items)


def _rgb(question: Callable[..., Any], items: Sequence[int]) -> list[Colour | None]:
    table = np.zeros((len(items), 4), dtype=np.uint32)
    _do(map(question, items, *_columns(table)))
    if len(_colours) > _MOST_COLOURS:
        _colours.clear()
    return [_colours[packed] for packed in (table @ _PACK).tolist()]


class _Colours(dict[int, Colour | None]):
    """Colours by their four bytes; what is fully transparent has none."""

    def __missing__(self, packed: int) -> Colour | None:
        red, green, blue, alpha = packed.to_bytes(4, "big")
        colour = (red / 255, green / 255, blue / 255) if alpha else None
        self[packed] = colour
        return colour


_colours = _Colours()
_PACK = np.array([1 << 24, 1 << 16, 1 << 8, 1], dtype=np.uint32)


def stroke_widths(paths: Sequence[int]) -> NDArray[np.float64]:
    """Line widths before the paths' matrices are applied."""
    widths = np.zeros((len(paths), 1), dtype=np.float32)
    _do(map(_stroke_width, paths, _places(widths)))
    return widths[:, 0].astype(np.float64)


def segment_counts(paths: Sequence[int]) -> NDArray[np.intp]:
    """How many segments each path has."""
    return np.fromiter(map(_count_segments, paths), dtype=np.intp, count=len(paths))


def segments(
    paths: Sequence[int], counts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """The points of all segments of some paths in a row, x and y a row each, and their kinds."""
    if not _segments_lie_in_a_row():
        return _asked_segments(paths, counts)
    table = np.empty(int(counts.sum()), dtype=_SEGMENT)
    sizes = counts * _SEGMENT.itemsize
    begins = table.__array_interface__["data"][0] + np.cumsum(sizes) - sizes
    first = map(_segment, paths, repeat(0))
    _do(map(ctypes.memmove, begins.tolist(), first, sizes.tolist()))
    return np.array([table["x"], table["y"]], dtype=np.float64), table["kind"]


def _asked_segments(
    paths: Sequence[int], counts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """The same with three questions for each segment."""
    handles = [
        _segment(path, place)
        for path, count in zip(paths, counts.tolist(), strict=True)
        for place in range(count)
    ]
    points = np.zeros((len(handles), 2), dtype=np.float32)
    _do(map(_segment_point, handles, *_columns(points)))
    kinds = np.fromiter(map(_segment_type, handles), dtype=np.uint8, count=len(handles))
    return points.T.astype(np.float64), kinds


# A segment as PDFium keeps it. What is called its handle is its place in the path's own array.
_SEGMENT = np.dtype([("x", "f4"), ("y", "f4"), ("kind", "u1"), ("rest", "V3")])


@cache
def _segments_lie_in_a_row() -> bool:
    """Whether this PDFium keeps segments as `_SEGMENT` says, which nobody has promised.

    A path is made and asked about in both ways. Asking for each segment takes ten times as long.
    """
    path = raw.FPDFPageObj_CreateNewPath(1.5, -2.25)
    raw.FPDFPath_LineTo(path, 1e6, 0.125)
    raw.FPDFPath_BezierTo(path, 3, 4, 5, 6, 7, 8)
    raw.FPDFPath_Close(path)
    raw.FPDFPath_MoveTo(path, 9, 10)
    try:
        handle = address(path)
        count = _count_segments(handle)
        first, step = _segment(handle, 0), _SEGMENT.itemsize
        if [_segment(handle, i) for i in range(count)] != [first + step * i for i in range(count)]:
            return False
        table = np.frombuffer(ctypes.string_at(first, count * step), dtype=_SEGMENT)
        points, kinds = _asked_segments([handle], np.array([count]))
        same = (table["x"] == points[0]) & (table["y"] == points[1]) & (table["kind"] == kinds)
        return bool(same.all())
    finally:
        raw.FPDFPageObj_Destroy(path)
