"""pdfplumber as a source of pages: slow, exact, and what the PDFium source is held against."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
import pdfplumber.page
import pdfplumber.pdf
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from models import BBox, Issue
from models.page import Char, Colour, Page, Rule
from pipeline.errors import InputError
from pipeline.read import Source
from pipeline.read.limits import MAX_CHARS, MAX_OBJECTS
from pipeline.read.shapes import Subpath, bold_font, rules_of


@contextmanager
def open_plumber(path: Path, *, password: str | None = None) -> Iterator[Source]:
    """The PDF's pages, read by pdfplumber. Raises `InputError` where it cannot be opened."""
    try:
        document = pdfplumber.open(path, password=password)
        count = len(document.pages)
    except RecursionError as error:
        raise InputError(f"{path}: the PDF refers to itself; fetch it again") from error
    except Exception as error:
        raise _input_error(path, error, password) from error
    with document:
        if not count:
            raise InputError(f"{path}: the PDF has no pages", code="no_pages")
        yield Source(count, lambda: _pages(document))


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
    return InputError(f"{path}: the PDF is damaged or cut off; fetch it again", code="damaged_pdf")


def _pages(document: pdfplumber.pdf.PDF) -> Iterator[Page]:
    for number, page in enumerate(document.pages, start=1):
        try:
            yield _page(page, number)
        except (PdfminerException, RecursionError, ValueError, TypeError, KeyError) as error:
            issue = Issue(
                code="unreadable_page",
                severity="error",
                message=f"the page is damaged and was left out ({type(error).__name__})",
                page=number,
            )
            yield Page(number, 0.0, 0.0, (), issues=(issue,))
        finally:
            page.close()


def _page(page: pdfplumber.page.Page, number: int) -> Page:
    media, crop = page.mediabox, page.cropbox
    left, top = max(media[0], crop[0]), max(media[1], crop[1])
    right, bottom = min(media[2], crop[2]), min(media[3], crop[3])
    return Page(
        number,
        float(right - left),
        float(bottom - top),
        [_char(char, left, top) for char in page.chars[:MAX_CHARS]],
        [
            rule
            for drawn in (*page.lines, *page.rects, *page.curves)[:MAX_OBJECTS]
            for rule in _rules(drawn, left, top)
        ],
        [_box(image, left, top) for image in page.images],
        rotation=page.rotation,
    )


def _box(thing: dict[str, Any], left: float, top: float) -> BBox:
    return (thing["x0"] - left, thing["top"] - top, thing["x1"] - left, thing["bottom"] - top)


def _char(char: dict[str, Any], left: float, top: float) -> Char:
    return Char(
        char["text"],
        *_box(char, left, top),
        float(char["size"]),
        bool(char["upright"]),
        char["fontname"],
        _colour(char["non_stroking_color"]),
        None,
        bold_font(char["fontname"]),
    )


def _rules(drawn: dict[str, Any], left: float, top: float) -> list[Rule]:
    style = Rule(
        0,
        0,
        0,
        0,
        "",
        bool(drawn["stroke"]),
        bool(drawn["fill"]),
        _colour(drawn["non_stroking_color"]) if drawn["fill"] else None,
        _colour(drawn["stroking_color"]) if drawn["stroke"] else None,
        0,
        float(drawn["linewidth"] or 0) if drawn["stroke"] else 0.0,
    )
    if not (style.stroked or style.filled):
        return []
    points = [(x - left, y - top) for x, y in drawn["pts"]]
    commands = [step[0] for step in drawn["path"]]
    curved = any(command in ("c", "v", "y") for command in commands)
    closed = commands[-1] == "h" or drawn["object_type"] == "rect"
    return rules_of([Subpath(points, curved, closed)], style)


def _colour(colour: object) -> Colour | None:
    """The components as numbers; none for a pattern."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    numbers = [float(part) for part in parts if isinstance(part, int | float)]
    return tuple(numbers) if numbers and len(numbers) == len(parts) else None
