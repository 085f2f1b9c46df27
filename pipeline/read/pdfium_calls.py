"""PDFium's C functions as callables that take plain integers for pointers.

pypdfium2's own bindings check each argument's type. Here a question about all characters or all
paths of a page is one `map` over a bare function, which takes a third of the time; the values
come back in buffers that belong to this module, so a call's answer is read before the next call.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as raw

from models.page import Colour
from pipeline.read.shapes import IDENTITY, Matrix

_POINTER, _INT, _UINT, _SIZE = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint, ctypes.c_size_t


def _bare(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


count_chars = _bare(raw.FPDFText_CountChars, _INT, _POINTER)
text_of = _bare(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
unicode_of = _bare(raw.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
is_generated = _bare(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
is_hyphen = _bare(raw.FPDFText_IsHyphen, _INT, _POINTER, _INT)
is_unmapped = _bare(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
text_object = _bare(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
loose_box = _bare(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_origin = _bare(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
char_matrix = _bare(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
font_size = _bare(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)

font_of = _bare(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
render_mode = _bare(raw.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_font_name = _bare(raw.FPDFFont_GetBaseFontName, _SIZE, _POINTER, _POINTER, _SIZE)
font_weight = _bare(raw.FPDFFont_GetWeight, _INT, _POINTER)
font_flags = _bare(raw.FPDFFont_GetFlags, _INT, _POINTER)
_ascent = _bare(raw.FPDFFont_GetAscent, _INT, _POINTER, ctypes.c_float, _POINTER)
_descent = _bare(raw.FPDFFont_GetDescent, _INT, _POINTER, ctypes.c_float, _POINTER)
_glyph_width = _bare(raw.FPDFFont_GetGlyphWidth, _INT, _POINTER, _UINT, ctypes.c_float, _POINTER)

page_object = _bare(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
count_form_objects = _bare(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
form_object = _bare(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
object_type = _bare(raw.FPDFPageObj_GetType, _INT, _POINTER)
object_matrix = _bare(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
count_segments = _bare(raw.FPDFPath_CountSegments, _INT, _POINTER)
segment_of = _bare(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_type = _bare(raw.FPDFPathSegment_GetType, _INT, _POINTER)
segment_close = _bare(raw.FPDFPathSegment_GetClose, _INT, _POINTER)
segment_point = _bare(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
_draw_mode = _bare(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
_fill_colour = _bare(raw.FPDFPageObj_GetFillColor, _INT, *[_POINTER] * 5)
_stroke_colour = _bare(raw.FPDFPageObj_GetStrokeColor, _INT, *[_POINTER] * 5)
_stroke_width = _bare(raw.FPDFPageObj_GetStrokeWidth, _INT, _POINTER, _POINTER)

_ints = (ctypes.c_int * 2)()
_INTS = ctypes.addressof(_ints), ctypes.addressof(_ints) + 4
_rgba = (ctypes.c_uint * 4)()
_RGBA = tuple(ctypes.addressof(_rgba) + 4 * i for i in range(4))
_floats = (ctypes.c_float * 6)()
_FLOATS = ctypes.addressof(_floats)
_doubles = (ctypes.c_double * 2)()
_DOUBLES = ctypes.addressof(_doubles)
_colours: dict[tuple[int, int, int], Colour] = {}


def address(handle: object) -> int:
    """The plain address of a pypdfium2 handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def fill_colour(item: int) -> Colour | None:
    """The fill's colour as RGB; null where it is fully transparent."""
    return _colour() if _fill_colour(item, *_RGBA) else None


def stroke_colour(item: int) -> Colour | None:
    """The stroke's colour as RGB; null where it is fully transparent."""
    return _colour() if _stroke_colour(item, *_RGBA) else None


def _colour() -> Colour | None:
    red, green, blue, alpha = _rgba
    if not alpha:
        return None
    key = (red, green, blue)
    colour = _colours.get(key)
    if colour is None:
        if len(_colours) > 10_000:
            _colours.clear()
        colour = _colours[key] = (red / 255, green / 255, blue / 255)
    return colour


def stroke_width(item: int) -> float:
    """The line width before the path's matrix is applied."""
    return float(_floats[0]) if _stroke_width(item, _FLOATS) else 0.0


def draw_mode(item: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    if not _draw_mode(item, *_INTS):
        return False, False
    return _ints[0] != raw.FPDF_FILLMODE_NONE, bool(_ints[1])


def matrix_of(item: int) -> Matrix:
    """A page object's own matrix."""
    return _matrix() if object_matrix(item, _FLOATS) else IDENTITY


def text_matrix(text_page: int, index: int) -> Matrix:
    """The matrix of the text object of a character, those of its forms included."""
    return _matrix() if char_matrix(text_page, index, _FLOATS) else IDENTITY


def _matrix() -> Matrix:
    a, b, c, d, e, f = _floats
    return (a, b, c, d, e, f)


def vertical_extent(font: int) -> tuple[float, float]:
    """A font's ascent and descent (below zero) for size 1; zeros where it says nothing."""
    up = _floats[0] if _ascent(font, 1.0, _FLOATS) else 0.0
    down = _floats[0] if _descent(font, 1.0, _FLOATS) else 0.0
    return up, down


def glyph_width(font: int, code: int) -> float:
    """A character's advance for size 1; 0 where the font does not know it."""
    return float(_floats[0]) if _glyph_width(font, code, 1.0, _FLOATS) else 0.0


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


def page_text(text_page: int, count: int) -> str:
    """A text page's characters, those that PDFium puts in included, one for each index."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = text_of(text_page, 0, count, ctypes.addressof(buffer))
    if written == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and "\0" not in text:
            return text
    # Not one unit for each character: ask for each.
    codes = [unicode_of(text_page, index) for index in range(count)]
    return "".join(chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)


def origin(text_page: int, index: int, shown: Matrix) -> tuple[float, float]:
    """Where a character's advance begins, on the page as shown."""
    char_origin(text_page, index, _DOUBLES, _DOUBLES + 8)
    x, y = _doubles
    a, b, c, d, e, f = shown
    return (x * a + y * c + e, x * b + y * d + f)
