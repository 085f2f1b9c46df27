"""pdfplumber as a source of pages: slow, exact, and what the PDFium source is held against."""

import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pdfplumber.page
import pdfplumber.pdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from models import BBox
from models.page import Char, Colour, Page
from pipeline.errors import InputError
from pipeline.read import Source, each_page, page_cut_short, unreadable_page
from pipeline.read.columns import NO_RULES, Rules, Style
from pipeline.read.glyphs import (
    PLACES,
    REPLACEMENT,
    USUAL_DESCENT,
    em_descent,
    printed_once,
    unmapped_issues,
)
from pipeline.read.hidden import UNKNOWN_CONFIDENCE, Seen
from pipeline.read.limits import MAX_BROKEN_PAGES, MAX_CHARS, MAX_OBJECTS, MAX_SIDE
from pipeline.read.outlines import outline_glyphs
from pipeline.read.plumber_fonts import Fonts, font_name
from pipeline.read.shapes import Subpaths, bold_font, rules_of

# Points between the places that both readers give one character.
_SAME = 1.0

_UNKNOWN = re.compile(r"\(cid:\d+\)")


@contextmanager
def open_plumber(path: Path, *, password: str | None = None) -> Iterator[Source]:
    """The PDF's pages, read by pdfplumber. Raises `InputError` where it cannot be opened."""
    from pipeline.read.pdfium import copy_as_shown

    shown = copy_as_shown(path, password)
    try:
        document = pdfplumber.open(shown or path, password=None if shown else password)
        count = len(document.pages)
    except RecursionError as error:
        raise InputError(f"{path}: the PDF refers to itself; fetch it again") from error
    except Exception as error:
        raise _input_error(path, error, password) from error
    with document, _looked_at(path, password) as looked, _below(path, password, shown) as below:
        document.rsrcmgr = Fonts()
        if not count:
            raise InputError(f"{path}: the PDF has no pages", code="no_pages")
        yield Source(
            count,
            lambda numbers: each_page(
                range(1, count + 1) if numbers is None else numbers,
                count,
                partial(_read, document, below, looked),
                broken=MAX_BROKEN_PAGES,
            ),
            lambda number, dpi: _draw(path, password, number, dpi),
        )


@contextmanager
def _below(
    path: Path, password: str | None, shown: BytesIO | None
) -> Iterator[pdfplumber.pdf.PDF | None]:
    """The document without what annotations lay over its pages; null where they lay nothing."""
    if shown is None:
        yield None
        return
    with pdfplumber.open(path, password=password) as document:
        document.rsrcmgr = Fonts()
        yield document


@contextmanager
def _looked_at(path: Path, password: str | None) -> Iterator[pdfium.PdfDocument | None]:
    """The document as PDFium has it, which can tell what a page shows; pdfminer draws nothing."""
    try:
        document = pdfium.PdfDocument(path, password=password)
    except pdfium.PdfiumError:
        yield None
        return
    try:
        yield document
    finally:
        document.close()


def _draw(path: Path, password: str | None, number: int, dpi: float) -> NDArray[np.uint8]:
    from pipeline.read.pdfium import draw

    with pdfium.PdfDocument(path, password=password) as document:
        return draw(document, number, dpi=dpi)


def _input_error(path: Path, error: Exception, password: str | None) -> InputError:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, PDFPasswordIncorrect):
        if password is None:
            return InputError(
                f"{path}: is encrypted; give its password with --password", code="encrypted"
            )
        return InputError(f"{path}: the password does not open it", code="wrong_password")
    if isinstance(cause, PDFEncryptionError):
        return InputError(
            f"{path}: is encrypted in a way that is not supported; save it without",
            code="encrypted",
        )
    return InputError(
        f"{path}: the PDF is damaged, cut off or without pages; fetch it again", code="damaged_pdf"
    )


def _read(
    document: pdfplumber.pdf.PDF,
    below: pdfplumber.pdf.PDF | None,
    looked: pdfium.PdfDocument | None,
    number: int,
) -> Page:
    from pipeline.read.pdfium import seen_on

    page = document.pages[number - 1]
    try:
        own = len(below.pages[number - 1].chars) if below else len(page.chars)
        read, own = _page(page, number, own)
        if looked and (seen := seen_on(looked, number)) and seen.issues:
            read = _only_seen(read, seen, own)
        return read
    except (PdfminerException, RecursionError, ValueError, TypeError, KeyError) as error:
        return unreadable_page(number, f"the page is damaged: {type(error).__name__}")
    finally:
        page.close()


def _page(page: pdfplumber.page.Page, number: int, own: int) -> tuple[Page, int]:
    """The page, and how many of its characters are its own; annotations lay the others over it.

    `own` is how many were drawn by the page itself, in drawing order.
    """
    left, top, right, bottom = _visible(page)
    if max(right - left, bottom - top) > MAX_SIDE:
        message = f"the page is over {MAX_SIDE:,} points wide or high"
        return unreadable_page(number, message), 0
    every = [_char(char, left, top) for char in page.chars[:MAX_CHARS]]
    # What is laid over a figure is no second print of it, though it says in part the same.
    first = printed_once(every[:own])
    chars = [*first, *printed_once(every[own:])]
    objects = [*page.lines, *page.rects, *page.curves]
    drawn = objects[:MAX_OBJECTS]
    rules = _rules(drawn, left, top)
    cut = len(page.chars) > MAX_CHARS or len(objects) > MAX_OBJECTS
    read = Page(
        number,
        float(right - left),
        float(bottom - top),
        chars,
        rules,
        [_box(image, left, top) for image in page.images],
        rotation=page.rotation,
        issues=(
            *unmapped_issues(chars, number),
            *outline_glyphs(chars, rules, number),
            *([page_cut_short(number)] if cut else []),
        ),
    )
    return read, len(first)


def _only_seen(page: Page, seen: Seen, own: int) -> Page:
    """The page without what it does not show, and with what is known of a text layer.

    Only its first `own` characters can be covered by what annotations lay over them.
    """
    hidden = _places(seen.hidden)
    layer = _places([char for char in seen.printed.chars if char.confidence is not None])
    chars = [
        char._replace(confidence=UNKNOWN_CONFIDENCE) if _stands_in(char, layer) else char
        for index, char in enumerate(page.chars)
        if char.size <= max(page.width, page.height)
        and (index >= own or not _stands_in(char, hidden))
    ]
    told = [issue.model_copy(update={"page": page.number}) for issue in seen.issues]
    return replace(page, chars=chars, issues=(*told, *page.issues))


def _places(chars: Sequence[Char]) -> dict[str, list[Char]]:
    places: dict[str, list[Char]] = {}
    for char in chars:
        places.setdefault(char.text, []).append(char)
    return places


def _stands_in(char: Char, places: dict[str, list[Char]]) -> bool:
    return any(
        abs(char.x0 - other.x0) < _SAME and abs(char.top - other.top) < _SAME
        for other in places.get(char.text, ())
    )


def _visible(page: pdfplumber.page.Page) -> BBox:
    """The crop box as shown, in pdfplumber's coordinates, which turn the media box only."""
    x0, y0, x1, y1 = map(float, page.page_obj.mediabox)
    a, b, c, d = map(float, page.page_obj.cropbox)
    a, b, c, d = max(a, x0), max(b, y0), min(c, x1), min(d, y1)
    if c <= a or d <= b:  # a crop box beside the page
        a, b, c, d = x0, y0, x1, y1
    left, top = (
        (a - x0, y1 - d),
        (b - y0, a - x0),
        (x1 - c, b - y0),
        (y1 - d, x1 - c),
    )[page.rotation // 90 % 4]
    width, height = (d - b, c - a) if page.rotation % 180 else (c - a, d - b)
    left, top = left + float(page.mediabox[0]), top + float(page.mediabox[1])
    return (left, top, left + width, top + height)


def _box(thing: dict[str, Any], left: float, top: float) -> BBox:
    return (thing["x0"] - left, thing["top"] - top, thing["x1"] - left, thing["bottom"] - top)


def _char(char: dict[str, Any], left: float, top: float) -> Char:
    text, font = char["text"], font_name(char["fontname"])
    x0, top, x1, bottom = _em_box(char, _box(char, left, top))
    return Char(
        REPLACEMENT if _UNKNOWN.fullmatch(text) else text,
        round(x0, PLACES),
        round(top, PLACES),
        round(x1, PLACES),
        round(bottom, PLACES),
        _size(char),
        bool(char["upright"]),
        font,
        _colour(char["non_stroking_color"]),
        None,
        bold_font(font),
    )


def _em_box(char: dict[str, Any], box: BBox) -> BBox:
    """The character's box with its font's descent put right, as the other reader does it."""
    a, b, c, d, x, y = char["matrix"]
    size = _size(char)
    x0, top, x1, bottom = box
    if abs(b) <= 0.05 * abs(a) and d > 0:
        if _astride(char["x0"], char["x1"], x):
            # pdfminer sets what is written downwards above the em box by what hangs below it.
            drop = -USUAL_DESCENT * size
            return (x0, top + drop, x1, bottom + drop)
        stated = (char["y0"] - y) / size if size else 0.0
        lift = (em_descent(stated) - stated) * size
        return (x0, top - lift, x1, bottom - lift)
    if abs(a) <= 0.05 * abs(b) and not _astride(char["y0"], char["y1"], y):
        width = x1 - x0
        if c > 0:
            stated = (char["x0"] - x) / width if width else 0.0
            shift = (em_descent(stated) - stated) * width
        else:
            stated = (x - char["x1"]) / width if width else 0.0
            shift = -(em_descent(stated) - stated) * width
        return (x0 + shift, top, x1 + shift, bottom)
    return box


def _size(char: dict[str, Any]) -> float:
    """The font size across the base line; pdfminer gives the width of what is written downwards."""
    a, b, c, d, x, _ = char["matrix"]
    size = float(char["size"])
    if abs(b) <= 0.05 * abs(a) and _astride(char["x0"], char["x1"], x):
        return size * math.hypot(c, d) / math.hypot(a, b)
    return size


def _astride(low: float, high: float, origin: float) -> bool:
    """Whether the glyph stands astride its origin, as in a font that writes downwards."""
    return abs((low + high) / 2 - origin) < min(abs(low - origin), abs(high - origin))


def _rules(drawn: list[dict[str, Any]], left: float, top: float) -> Rules:
    styles: list[Style] = []
    widths: list[float] = []
    points: list[tuple[float, float]] = []
    curved: list[bool] = []
    sizes: list[int] = []
    for path in drawn:
        style = _style(path)
        steps = [step for step in path["path"] if step[0] != "h"]
        if not (style.stroked or style.filled) or len(steps) < 2:
            continue
        if path["path"][-1][0] == "h" and steps[-1][-1] != steps[0][-1]:
            steps.append(("l", steps[0][-1]))
        styles.append(style)
        widths.append(float(path["linewidth"] or 0) if style.stroked else 0.0)
        sizes.append(len(steps))
        points.extend((step[-1][0] - left, step[-1][1] - top) for step in steps)
        curved.extend(step[0] in ("c", "v", "y") for step in steps)
    if not styles:
        return NO_RULES
    path_of = np.repeat(np.arange(len(styles)), sizes)
    moves = np.diff(path_of, prepend=-1) != 0
    subpaths = Subpaths(
        path=path_of,
        points=np.array(points, dtype=np.float64).T,
        moves=moves,
        curved=np.array(curved),
        style=np.arange(len(styles)),
        width=np.array(widths),
    )
    return rules_of(subpaths, styles)


def _style(path: dict[str, Any]) -> Style:
    stroked, filled = bool(path["stroke"]), bool(path["fill"])
    fill = _colour(path["non_stroking_color"]) if filled else None
    stroke = _colour(path["stroking_color"]) if stroked else None
    return Style(stroked, filled, fill, stroke)


def _colour(colour: object) -> Colour | None:
    """The components as numbers; none for a pattern."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    numbers = [float(part) for part in parts if isinstance(part, int | float)]
    return tuple(numbers) if numbers and len(numbers) == len(parts) else None
