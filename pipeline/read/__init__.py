"""From a file to its pages: the one way in for every input.

`open_document` tells a PDF from a text file by its bytes, opens it with the chosen reader and
yields pages one at a time, so that memory does not grow with the document.
"""

import hashlib
import mmap
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models import Issue
from models.page import Page, TextPage
from pipeline import allowance
from pipeline.errors import InputError, UsageError
from pipeline.words import mark

Reader = Literal["pdfium", "pdfplumber"]
Kind = Literal["pdf", "text"]
Pages: TypeAlias = Iterator[Page] | Iterator[TextPage]

TOO_LONG = mark("the page takes more time than a document may have, and was left out")
TOO_MUCH = mark("the page takes more memory than a document may have, and was left out")
CRASHED = mark("the PDF reader crashed on the page, which was left out; try --reader pdfplumber")

_HEAD = 65_536
MAX_TEXT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An opened file. `issues` are about the file as a whole; a page carries its own."""

    sha256: str
    kind: Kind
    page_count: int
    issues: tuple[Issue, ...] = ()
    _source: "Source" = field(kw_only=True, repr=False)

    def pages(self, numbers: Sequence[int] | None = None) -> Pages:
        """All pages, or those with the given numbers, each made when it is asked for.

        A reader's page is closed behind it, so that memory does not grow.
        """
        return self._source.pages(numbers)

    def image(self, number: int, *, dpi: float = 200) -> NDArray[np.uint8]:
        """Page `number` of a PDF as shown, in rows of RGB pixels.

        A page that would take too many pixels is drawn smaller. Raises `InputError` for a text.
        """
        if self._source.draw is None:
            raise InputError("a text file has no pages to draw", code="not_a_pdf")
        return self._source.draw(number, dpi)


@contextmanager
def open_document(
    path: Path | str, *, reader: str = "pdfium", password: str | None = None
) -> Iterator[OpenDocument]:
    """The file's pages, as long as the context lasts.

    Raises `InputError` with one line that says what is wrong with the file, and `UsageError` for
    a reader that does not exist.
    """
    path = Path(path)
    if reader not in ("pdfium", "pdfplumber"):
        raise UsageError(f"there is no reader {reader!r}: choose pdfium or pdfplumber")
    kind = _kind(path)
    sha256 = _sha256(path)
    opened = _text(path) if kind == "text" else _pdf(path, reader, password)
    with opened as source:
        yield OpenDocument(sha256, kind, source.page_count, source.issues, _source=source)


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader hands over: the page count, a way to go through the pages, and issues.

    `draw` makes an image of a page from its number and the dots per inch.
    """

    page_count: int
    pages: Callable[[Sequence[int] | None], Pages]
    draw: Callable[[int, float], NDArray[np.uint8]] | None = None
    issues: tuple[Issue, ...] = ()


def unreadable_page(number: int, message: str) -> Page:
    """An empty page that stands for one that cannot be read, with the issue that says so."""
    issue = Issue(code="unreadable_page", severity="error", message=message, page=number)
    return Page(number, 0.0, 0.0, (), issues=(issue,))


def each_page(
    numbers: Sequence[int], count: int, read: Callable[[int], Page], *, broken: int
) -> Iterator[Page]:
    """Pages as `read` gives them, within what a document may take.

    One that takes too much is left out with an issue. After `broken` pages in a row that cannot be
    read, and when the document's time is up, the rest is given up, with one issue for all of them.
    """
    bad = 0
    for done, number in enumerate(numbers, start=1):
        if allowance.is_over(number):
            message = f"the pages up to {numbers[-1]} were not read: the document had all its time"
            yield unreadable_page(number, message)
            return
        page = _one_page(number, count, read)
        yield page
        bad = 0 if page.width else bad + 1
        if bad == broken and done < len(numbers):
            message = f"the pages up to {numbers[-1]} were not tried, after so many damaged ones"
            yield unreadable_page(numbers[done], message)
            return


def _one_page(number: int, count: int, read: Callable[[int], Page]) -> Page:
    if why := allowance.why_not(number):
        return unreadable_page(number, why)
    try:
        with allowance.page_clock(number, count):
            return read(number)
    except allowance.TimeUp:
        return unreadable_page(number, TOO_LONG)
    except MemoryError:
        return unreadable_page(number, TOO_MUCH)


def page_cut_short(number: int) -> Issue:
    """The issue that says of a page that there is more on it than is read of one page."""
    return Issue(
        code="page_cut_short",
        severity="error",
        message="the page holds more than is read of one page; look at it",
        page=number,
    )


def _pdf(path: Path, reader: str, password: str | None) -> AbstractContextManager[Source]:
    # One reader is loaded for a run, not both: each costs memory of its own.
    if reader == "pdfium":
        from pipeline.read.pdfium import open_pdfium

        return open_pdfium(path, password=password)
    from pipeline.read.plumber import open_plumber

    return open_plumber(path, password=password)


@contextmanager
def _text(path: Path) -> Iterator[Source]:
    from pipeline.read.text import read_text

    pages, issues = read_text(path.read_bytes())
    yield Source(len(pages), lambda numbers: _chosen(pages, numbers), issues=tuple(issues))


def _chosen(pages: Sequence[TextPage], numbers: Sequence[int] | None) -> Iterator[TextPage]:
    return iter(pages if numbers is None else [pages[number - 1] for number in numbers])


def _kind(path: Path) -> Kind:
    """What the file is, by its first bytes; its name decides nothing but the message."""
    if not path.exists():
        raise InputError(f"{path}: there is no such file", code="missing_file")
    if path.is_dir():
        message = f"{path}: a folder without documents; yosano reads .pdf and .txt files"
        raise InputError(message, code="no_documents")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # A pipe or a device may never end; what it gives must be in a file first.
            raise InputError(f"{path}: is no regular file; save what it holds to a file first")
        size = status.st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror})") from error
    if not size:
        raise InputError(f"{path}: the file is empty; fetch it again", code="empty_file")
    if b"%PDF-" in head[:1024] and (path.suffix.lower() == ".pdf" or b" obj" in head):
        return "pdf"  # and no text that only speaks of PDFs
    if path.suffix.lower() == ".pdf":
        raise InputError(f"{path}: is not a PDF, whatever its name says", code="not_a_pdf")
    if _binary(head):
        raise InputError(f"{path}: is neither a PDF nor a text file", code="not_a_pdf")
    if size > MAX_TEXT_BYTES:
        raise InputError(f"{path}: a text of over 64 MB is not read; split it", code="too_large")
    return "text"


def _binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    from pipeline.read.text import wide_encoding

    return any(byte < 9 or 13 < byte < 27 for byte in head) and wide_encoding(head) is None


def _sha256(path: Path) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return hashlib.sha256(data).hexdigest()
