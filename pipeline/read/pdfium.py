"""PDFium as a source of pages: quick, and the default.

Everything is asked of PDFium's C interface in bulk: each question about all characters or all
drawn objects of a page is one `map` over a bound C function, which costs a third of a loop.
"""

import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models import BBox, Issue
from models.page import Char, Colour, Page, Rule
from pipeline.errors import InputError
from pipeline.read import Source
from pipeline.read.limits import MAX_CHARS, MAX_DEPTH, MAX_OBJECTS, MAX_SIDE
from pipeline.read.shapes import Matrix, Subpath, bold_font, rules_of

_POINTER, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _bound(function: object, result: type, *arguments: type) -> Callable[..., Any]:
    """The C function as a quick callable that takes plain integers for pointers."""
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_count_chars = _bound(raw.FPDFText_CountChars, _INT, _POINTER)
_char_matrix = _bound(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_font_size = _bound(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_font_of = _bound(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
_render_mode = _bound(raw.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_font_name = _bound(
    raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t
)
_font_weight = _bound(raw.FPDFFont_GetWeight, _INT, _POINTER)
_font_flags = _bound(raw.FPDFFont_GetFlags, _INT, _POINTER)
_count_form_objects = _bound(raw.FPDFFormObj_CountObjects, _INT, _POINTER)
_unicode = _bound(raw.FPDFText_GetUnicode, _UINT, _POINTER, _INT)
_generated = _bound(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
_unmapped = _bound(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
_text_object = _bound(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
_loose_box = _bound(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_page_object = _bound(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_form_object = _bound(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
_object_type = _bound(raw.FPDFPageObj_GetType, _INT, _POINTER)
_count_segments = _bound(raw.FPDFPath_CountSegments, _INT, _POINTER)
_segment = _bound(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
_segment_type = _bound(raw.FPDFPathSegment_GetType, _INT, _POINTER)
_segment_close = _bound(raw.FPDFPathSegment_GetClose, _INT, _POINTER)
_segment_point = _bound(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
_draw_mode = _bound(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
_object_matrix = _bound(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
_object_bounds = _bound(
    raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER
)
_fill_colour = _bound(raw.FPDFPageObj_GetFillColor, _INT, *[_POINTER] * 5)
_stroke_colour = _bound(raw.FPDFPageObj_GetStrokeColor, _INT, *[_POINTER] * 5)
_stroke_width = _bound(raw.FPDFPageObj_GetStrokeWidth, _INT, _POINTER, _POINTER)


class _Frame(NamedTuple):
    """How user space is shown: the visible box of the page and its turn."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    @property
    def matrix(self) -> Matrix:
        """From user space to points from the top left of the page as shown."""
        return (
            (1, 0, 0, -1, -self.left, self.top),
            (0, 1, 1, 0, -self.bottom, -self.left),
            (-1, 0, 0, 1, self.right, -self.bottom),
            (0, -1, -1, 0, self.top, self.right),
        )[self.turns]


@contextmanager
def open_pdfium(path: Path, *, password: str | None = None) -> Iterator[Source]:
    """The PDF's pages, read by PDFium. Raises `InputError` where it cannot be opened."""
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError as error:
        raise _input_error(path, error, password) from error
    try:
        count = len(document)
        if count == 0:
            raise InputError(f"{path}: the PDF has no pages", code="no_pages")
        yield Source(count, lambda: _pages(document, count))
    finally:
        document.close()


def _input_error(path: Path, error: pdfium.PdfiumError, password: str | None) -> InputError:
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        if password is None:
            return InputError(
                f"{path}: is encrypted; give its password with --password", code="encrypted"
            )
        return InputError(f"{path}: the password does not open it", code="wrong_password")
    if code == raw.FPDF_ERR_SECURITY:
        return InputError(
            f"{path}: is encrypted in a way that is not supported; save it without",
            code="encrypted",
        )
    return InputError(f"{path}: the PDF is damaged or cut off; fetch it again", code="damaged_pdf")


def _pages(document: pdfium.PdfDocument, count: int) -> Iterator[Page]:
    for index in range(count):
        yield _page(document, index)


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    handle = raw.FPDF_LoadPage(document.raw, index)
    if not handle:
        return _unreadable(index + 1, "the page is damaged and was left out")
    try:
        return _read(handle, index + 1)
    finally:
        raw.FPDF_ClosePage(handle)


def _unreadable(number: int, message: str) -> Page:
    issue = Issue(code="unreadable_page", severity="error", message=message, page=number)
    return Page(number, 0.0, 0.0, (), issues=(issue,))


def _read(handle: raw.FPDF_PAGE, number: int) -> Page:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(handle, box)
    frame = _Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(handle) % 4)
    if max(frame.width, frame.height) > MAX_SIDE:
        return _unreadable(number, f"the page is over {MAX_SIDE} points wide or high")
    text_page = raw.FPDFText_LoadPage(handle)
    issues: list[Issue] = []
    chars: list[Char] = []
    if text_page:
        try:
            chars = _chars(_address(text_page), frame, number, issues)
        finally:
            raw.FPDFText_ClosePage(text_page)
    rules, images = _drawn(_address(handle), raw.FPDFPage_CountObjects(handle), frame)
    return Page(
        number,
        frame.width,
        frame.height,
        chars,
        rules,
        images,
        rotation=90 * frame.turns,
        issues=tuple(issues),
    )


def _address(handle: object) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


# Characters


class _Run(NamedTuple):
    """What the characters of one text object share."""

    size: float
    upright: bool
    font: str
    colour: Colour | None
    bold: bool


def _chars(text_page: int, frame: _Frame, number: int, issues: list[Issue]) -> list[Char]:
    count = min(_count_chars(text_page), MAX_CHARS)
    if count <= 0:
        return []
    pages, indices = itertools.repeat(text_page), range(count)
    codes = list(map(_unicode, pages, indices))
    objects = list(map(_text_object, pages, indices))
    # Characters that PDFium puts in between (spaces, line breaks) belong to no text object.
    kept = [i for i, owner in enumerate(objects) if owner and codes[i] not in (0xD, 0xA)]
    kept = [i for i in kept if codes[i] != 0x20 or _generated(text_page, i) != 1]
    if not kept:
        return []
    boxes = np.zeros((len(kept), 4), dtype=np.float32)
    start = boxes.ctypes.data
    places = range(start, start + 16 * len(kept), 16)
    list(map(_loose_box, pages, kept, places))
    shown = _shown(boxes[:, [0, 3, 2, 1]].astype(np.float64), frame)
    runs: dict[int, _Run] = {}
    fonts: dict[int, tuple[str, bool]] = {}
    chars = []
    for i, (x0, top, x1, bottom) in zip(kept, shown.tolist(), strict=True):
        owner = objects[i]
        run = runs.get(owner)
        if run is None:
            run = runs[owner] = _run(text_page, i, frame, fonts)
        code = codes[i]
        text = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        chars.append(
            Char(
                text,
                x0,
                top,
                x1,
                bottom,
                run.size,
                run.upright,
                run.font,
                run.colour,
                None,
                run.bold,
            )
        )
    return chars


def _run(text_page: int, index: int, frame: _Frame, fonts: dict[int, tuple[str, bool]]) -> _Run:
    _char_matrix(text_page, index, _MATRIX)
    a, b, c, d, *_ = _multiply(_buffered_matrix(), frame.matrix)
    owner = _text_object(text_page, index)
    font = _font_of(owner) or 0
    if font not in fonts:
        fonts[font] = _font(font)
    name, bold = fonts[font]
    stroked_too = _render_mode(owner) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    return _Run(
        size=_font_size(text_page, index) * float(np.hypot(c, d)),
        # In points from the top, y grows downwards: an upright glyph has d below zero.
        upright=a * -d > 0 and b * c >= 0,
        font=name,
        colour=_colour(_fill_colour, owner),
        bold=bold or stroked_too,
    )


def _font(font: int) -> tuple[str, bool]:
    if not font:
        return "", False
    length = _font_name(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    _font_name(font, ctypes.addressof(buffer), length)
    name = _decoded(buffer.value)
    weight, flags = _font_weight(font), _font_flags(font)
    return name, bold_font(name, weight=weight, flags=flags)


def _decoded(name: bytes) -> str:
    """A font's name; Japanese producers write it in Shift_JIS as often as in UTF-8."""
    for encoding in ("utf-8", "cp932"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


# Drawn objects


def _drawn(page: int, count: int, frame: _Frame) -> tuple[list[Rule], list[BBox]]:
    rules: list[Rule] = []
    images: list[BBox] = []
    top_level = map(_page_object, itertools.repeat(page), range(min(count, MAX_OBJECTS)))
    _collect(list(top_level), frame.matrix, 0, (rules, images))
    return rules, images


def _collect(
    objects: Sequence[int], matrix: Matrix, depth: int, found: tuple[list[Rule], list[BBox]]
) -> None:
    rules, images = found
    for item, kind in zip(objects, map(_object_type, objects), strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            rules.extend(_path(item, matrix))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            own = _multiply(_matrix(item), matrix)
            images.append(_box([(0, 0), (1, 0), (0, 1), (1, 1)], own))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            count = min(_count_form_objects(item), MAX_OBJECTS - len(rules))
            children = list(map(_form_object, itertools.repeat(item), range(max(count, 0))))
            _collect(children, _multiply(_matrix(item), matrix), depth + 1, found)


_mode, _stroked = ctypes.c_int(), ctypes.c_int()
_MODE, _STROKED = ctypes.addressof(_mode), ctypes.addressof(_stroked)
_rgba = (ctypes.c_uint * 4)()
_RGBA = [ctypes.addressof(_rgba) + 4 * i for i in range(4)]
_matrix_buffer = (ctypes.c_float * 6)()
_MATRIX = ctypes.addressof(_matrix_buffer)
_width = ctypes.c_float()
_WIDTH = ctypes.addressof(_width)


def _path(item: int, matrix: Matrix) -> list[Rule]:
    count = _count_segments(item)
    if count < 2 or not _draw_mode(item, _MODE, _STROKED):
        return []
    stroked, filled = bool(_stroked.value), _mode.value != raw.FPDF_FILLMODE_NONE
    fill = _colour(_fill_colour, item) if filled else None
    stroke = _colour(_stroke_colour, item) if stroked else None
    stroked, filled = stroke is not None, fill is not None
    if not (stroked or filled):
        return []
    own = _multiply(_matrix(item), matrix)
    width = 0.0
    if stroked and _stroke_width(item, _WIDTH):
        width = _width.value * abs(own[0] * own[3] - own[1] * own[2]) ** 0.5
    style = Rule(0, 0, 0, 0, "", stroked, filled, fill, stroke, 0, width)
    return rules_of(_subpaths(item, count, own), style)


def _subpaths(item: int, count: int, matrix: Matrix) -> list[Subpath]:
    segments = list(map(_segment, itertools.repeat(item), range(count)))
    points = np.zeros((count, 2), dtype=np.float32)
    start = points.ctypes.data
    xs = range(start, start + 8 * count, 8)
    ys = range(start + 4, start + 4 + 8 * count, 8)
    list(map(_segment_point, segments, xs, ys))
    kinds = list(map(_segment_type, segments))
    closed = list(map(_segment_close, segments))
    a, b, c, d, e, f = matrix
    found: list[Subpath] = []
    current = Subpath([], False, False)
    for kind, close, (x, y) in zip(kinds, closed, points.tolist(), strict=True):
        if kind == raw.FPDF_SEGMENT_MOVETO:
            current = Subpath([], False, False)
            found.append(current)
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            current.curved = True
        current.points.append((a * x + c * y + e, b * x + d * y + f))
        current.closed = current.closed or bool(close)
    return found


def _colour(question: Callable[..., int], item: int) -> Colour | None:
    """The colour, or none where it is fully transparent."""
    if not question(item, *_RGBA) or not _rgba[3]:
        return None
    return (_rgba[0] / 255, _rgba[1] / 255, _rgba[2] / 255)


def _matrix(item: int) -> Matrix:
    if not _object_matrix(item, _MATRIX):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return _buffered_matrix()


def _buffered_matrix() -> Matrix:
    a, b, c, d, e, f = _matrix_buffer
    return (a, b, c, d, e, f)


# Geometry


def _multiply(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _box(points: Sequence[tuple[float, float]], matrix: Matrix) -> BBox:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _shown(boxes: NDArray[np.float64], frame: _Frame) -> NDArray[np.float64]:
    """Boxes (left, bottom, right, top) of user space as x0, top, x1, bottom of the shown page."""
    a, b, c, d, e, f = frame.matrix
    x = boxes[:, [0, 2]] * a + boxes[:, [1, 3]] * c + e
    y = boxes[:, [0, 2]] * b + boxes[:, [1, 3]] * d + f
    return np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1)
