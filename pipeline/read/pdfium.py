"""PDFium as a source of pages: quick, and the default."""

import ctypes
import mmap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models.page import Page
from pipeline import allowance
from pipeline.collector import seldom_collected
from pipeline.errors import InputError
from pipeline.read import Source, each_page, page_cut_short, unreadable_page
from pipeline.read.blanks import with_unread
from pipeline.read.columns import Chars
from pipeline.read.glyphs import unmapped_issues
from pipeline.read.hidden import Seen, seen_of
from pipeline.read.limits import (
    MAX_BROKEN_PAGES,
    MAX_PIXELS,
    MAX_SIDE,
    MAX_STRING,
)
from pipeline.read.outlines import outline_glyphs
from pipeline.read.pdfium_calls import address, object_type, page_objects, set_active
from pipeline.read.pdfium_paths import Drawn, read_drawn
from pipeline.read.pdfium_text import NOTHING, Printed, read_chars
from pipeline.read.shapes import Matrix

_SHOW_NOTHING = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_UNKNOWN})


class Frame(NamedTuple):
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
        if not _any_page(document, count):
            raise InputError(
                f"{path}: not one page of the PDF can be read; fetch it again", code="no_pages"
            )
        with _left_to_right(document, count) as readable, seldom_collected():
            yield Source(
                count,
                lambda numbers: each_page(
                    range(1, count + 1) if numbers is None else numbers,
                    count,
                    partial(_page, readable),
                    broken=MAX_BROKEN_PAGES,
                ),
                lambda number, dpi: draw(document, number, dpi=dpi),
            )
    finally:
        document.close()


def _says_encrypted(path: Path) -> bool:
    """Whether the file names an encryption; PDFium may report the error of the file before it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/Encrypt") >= 0


def _any_page(document: pdfium.PdfDocument, count: int) -> bool:
    """Whether one of the first pages can be loaded: a file may claim pages that it lacks."""
    for index in range(min(count, MAX_BROKEN_PAGES)):
        if allowance.why_not(index + 1):
            return True  # an earlier try had a page, and ended on it
        allowance.at(index + 1)
        handle = raw.FPDF_LoadPage(document.raw, index)
        if handle:
            raw.FPDF_ClosePage(handle)
            return True
    return False


class Loaded(NamedTuple):
    """A loaded page, which whoever loads it closes; `own` objects are drawn by the page itself.

    Those after them are what annotations and form fields show, laid over the page.
    """

    handle: raw.FPDF_PAGE
    own: int


def load_as_shown(document: pdfium.PdfDocument, number: int) -> Loaded | None:
    """Page `number` with what its annotations and form fields show made part of it.

    A box laid over a figure then covers it as any other box does, and what stands in a box, a field
    or a stamp is text like any other. Null where the page cannot be loaded.
    """
    handle = raw.FPDF_LoadPage(document.raw, number - 1)
    if not handle:
        return None
    own = raw.FPDFPage_CountObjects(handle)
    if not _has_appearances(handle):
        return Loaded(handle, own)
    if raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return Loaded(handle, own)
    raw.FPDF_ClosePage(handle)
    return Loaded(raw.FPDF_LoadPage(document.raw, number - 1), own)


def copy_as_shown(path: Path, password: str | None) -> BytesIO | None:
    """The PDF with what annotations and form fields show made part of its pages.

    Null where no page has any, and where PDFium cannot open the file: it is then read as it is.
    """
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError:
        return None
    try:
        flattened = False
        for index in range(len(document)):
            handle = raw.FPDF_LoadPage(document.raw, index)
            if not handle:
                continue
            if _has_appearances(handle):
                done = raw.FPDFPage_Flatten(handle, raw.FLAT_NORMALDISPLAY)
                flattened |= done == raw.FLATTEN_SUCCESS
            raw.FPDF_ClosePage(handle)
        if not flattened:
            return None
        copy = BytesIO()
        document.save(copy)
        copy.seek(0)
        return copy
    finally:
        document.close()


def _has_appearances(handle: raw.FPDF_PAGE) -> bool:
    """Whether a page has annotations that show anything: links and their like do not."""
    for index in range(raw.FPDFPage_GetAnnotCount(handle)):
        annotation = raw.FPDFPage_GetAnnot(handle, index)
        if not annotation:
            continue
        subtype = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if subtype not in _SHOW_NOTHING:
            return True
    return False


def draw(document: pdfium.PdfDocument, number: int, *, dpi: float) -> NDArray[np.uint8]:
    """Page `number` as shown, in rows of RGB pixels; a huge page at less than `dpi`."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = dpi / 72
        fits = (MAX_PIXELS / max(width * height, 1)) ** 0.5
        bitmap = page.render(scale=min(scale, fits), rev_byteorder=True)
        pixels: NDArray[np.uint8] = np.array(bitmap.to_numpy()[:, :, :3])
        bitmap.close()
        return pixels
    finally:
        page.close()


@contextmanager
def _left_to_right(document: pdfium.PdfDocument, count: int) -> Iterator[pdfium.PdfDocument]:
    """The document without the wish to be bound on the right.

    PDFium takes that wish, common in vertically set newsletters, for Arabic script: it turns
    brackets round and runs over. A copy of the pages does not carry it.
    """
    buffer = ctypes.create_string_buffer(8)
    raw.FPDF_VIEWERREF_GetName(document.raw, b"Direction", buffer, len(buffer))
    if buffer.value != b"R2L":
        yield document
        return
    copy = pdfium.PdfDocument.new()
    try:
        done = raw.FPDF_ImportPagesByIndex(copy.raw, document.raw, None, 0, 0)
        yield copy if done and len(copy) == count else document
    finally:
        copy.close()


def _input_error(path: Path, error: pdfium.PdfiumError, password: str | None) -> InputError:
    code = getattr(error, "err_code", None) if _says_encrypted(path) else None
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
    return InputError(
        f"{path}: the PDF is damaged, cut off or without pages; fetch it again", code="damaged_pdf"
    )


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    loaded = load_as_shown(document, number)
    if loaded is None or not loaded.handle:
        return unreadable_page(number, "the page is damaged and was left out")
    try:
        return _read(loaded, number)
    finally:
        raw.FPDF_ClosePage(loaded.handle)


def _read(loaded: Loaded, number: int) -> Page:
    handle = loaded.handle
    frame = frame_of(handle)
    if max(frame.width, frame.height) > MAX_SIDE:
        return unreadable_page(number, f"the page is over {MAX_SIDE:,} points wide or high")
    drawn = read_drawn(address(handle), raw.FPDFPage_CountObjects(handle), frame.matrix)
    printed = read_text(loaded, frame, drawn)
    seen, shown = seen_of(
        handle,
        (frame.width, frame.height),
        printed,
        drawn,
        partial(read_text, loaded, frame),
    )
    chars = with_unread(seen.printed, shown.texts)
    issues = [
        *(issue.model_copy(update={"page": number}) for issue in seen.issues),
        *unmapped_issues(chars, number),
        *outline_glyphs(chars, drawn.rules, number),
    ]
    if drawn.left_out or printed.cut or _a_string_is_full(printed):
        issues.append(page_cut_short(number))
    return Page(
        number,
        frame.width,
        frame.height,
        chars,
        drawn.rules,
        drawn.images,
        rotation=90 * frame.turns,
        issues=tuple(issues),
    )


def frame_of(handle: raw.FPDF_PAGE) -> Frame:
    """How a loaded page is shown: its crop box within its media box, and its turn."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(handle, box)
    if box.right <= box.left or box.top <= box.bottom:  # a crop box beside the page
        edges = [ctypes.c_float() for _ in range(4)]
        raw.FPDFPage_GetMediaBox(handle, *edges)
        box.left, box.bottom, box.right, box.top = (edge.value for edge in edges)
    return Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(handle) % 4)


def _a_string_is_full(printed: Printed) -> bool:
    """Whether so much stands in one string that the end of it was cut off, without a word."""
    if len(printed.chars) < MAX_STRING:
        return False
    return int(np.unique(printed.owners, return_counts=True)[1].max()) >= MAX_STRING


def seen_on(document: pdfium.PdfDocument, number: int) -> Seen | None:
    """What page `number` shows of its characters; none where it cannot be loaded."""
    loaded = load_as_shown(document, number)
    if loaded is None or not loaded.handle:
        return None
    handle = loaded.handle
    try:
        frame = frame_of(handle)
        count = raw.FPDFPage_CountObjects(handle)
        drawn = read_drawn(address(handle), count, frame.matrix)
        printed = read_text(loaded, frame, drawn)
        size = (frame.width, frame.height)
        return seen_of(handle, size, printed, drawn, partial(read_text, loaded, frame))[0]
    finally:
        raw.FPDF_ClosePage(handle)


def read_text(loaded: Loaded, frame: Frame, drawn: Drawn) -> Printed:
    """The characters of a loaded page whose drawn objects are known.

    What is laid over the page is read apart: where it says in part the same as what it covers,
    PDFium would take it for a second print and leave it out.
    """
    handle = loaded.handle
    objects = page_objects(address(handle), raw.FPDFPage_CountObjects(handle))
    over = objects[loaded.own :]
    if not over:
        return _text(handle, frame, drawn)
    items = {item for items, _ in drawn.texts for item in items}
    own = [
        item
        for item in objects[: loaded.own]
        if item in items or object_type(item) == raw.FPDF_PAGEOBJ_FORM
    ]
    below = _without(over, handle, frame, drawn)
    above = _without(own, handle, frame, drawn)
    chars = Chars.of([*below.chars, *above.chars])
    owners = np.concatenate([below.owners, above.owners])
    return Printed(chars, owners, below.cut or above.cut)


def _without(items: Sequence[int], handle: raw.FPDF_PAGE, frame: Frame, drawn: Drawn) -> Printed:
    """The characters of a page but for those of some objects on it."""
    for item in items:
        set_active(item, 0)
    try:
        return _text(handle, frame, drawn)
    finally:
        for item in items:
            set_active(item, 1)


def _text(handle: raw.FPDF_PAGE, frame: Frame, drawn: Drawn) -> Printed:
    text_page = raw.FPDFText_LoadPage(handle)
    if not text_page:
        return NOTHING
    try:
        on_page = {
            item for items, matrix in drawn.texts if matrix == frame.matrix for item in items
        }
        return read_chars(address(text_page), frame.matrix, on_page)
    finally:
        raw.FPDFText_ClosePage(text_page)
