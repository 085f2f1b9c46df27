"""A document's pages in reading order, one at a time, each within what the document may take."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from models import Issue
from models.page import Page, PageLayout, TextPage
from pipeline.allowance import has_page, page_clock
from pipeline.errors import MissingToolError
from pipeline.guard import Guard
from pipeline.layout import arrange
from pipeline.layout.plain import arrange_plainly, arrange_text_plainly
from pipeline.layout.text import arrange_text
from pipeline.read import OpenDocument
from pipeline.read.ocr import with_ocr

OcrMode: TypeAlias = Literal["auto", "never", "always"]


def arrange_pages(
    path: Path,
    opened: OpenDocument,
    *,
    ocr: OcrMode = "auto",
    password: str | None = None,
    numbers: Sequence[int] | None = None,
) -> Iterator[PageLayout]:
    """Each page of an opened document, or of those numbered, in reading order, one at a time."""
    before: PageLayout | None = None
    for page in opened.pages(numbers):
        if isinstance(page, TextPage):
            has_page()
            yield _arrange_text(page, opened.page_count)
            continue
        if not _is_left_out(page):
            has_page()
        before = _arranged(
            page, before, of=opened.page_count, read=partial(_with_ocr, path, ocr, password)
        )
        yield before


def _arrange_text(page: TextPage, of: int) -> PageLayout:
    """The page in blocks, or line by line where that fails: its figures stay accounted for."""
    guard = Guard()
    clock = page_clock(page.number, of)
    found = guard.run("page", lambda: arrange_text(page), None, page=page.number, clock=clock)
    if found is not None:
        return found
    return replace(arrange_text_plainly(page), issues=tuple(guard.issues))


def _arranged(
    page: Page, before: PageLayout | None, *, of: int, read: Callable[[Page], Page]
) -> PageLayout:
    """The page in reading order, or in the plainest order where that fails or takes too long.

    Its figures must stay accounted for, so the page is not dropped.
    """
    guard = Guard()
    found = page
    with_clock = partial(page_clock, page.number, of)
    if not _is_left_out(page):
        found = guard.run("OCR", lambda: read(page), page, page=page.number, clock=with_clock())
        layout = guard.run(
            "page", lambda: arrange(found, before), None, page=page.number, clock=with_clock()
        )
        if layout is not None:
            return replace(layout, turn=found.turn, issues=(*layout.issues, *guard.issues))
    plain = arrange_plainly(replace(found, issues=(*found.issues, *guard.issues)))
    return replace(plain, turn=found.turn)


def _is_left_out(page: Page) -> bool:
    """Whether the page stands for one that cannot be read."""
    return not page.width


def _with_ocr(path: Path, ocr: OcrMode, password: str | None, page: Page) -> Page:
    """The page, with what OCR reads on it where that is wanted and needed.

    Without the extra, a page that only OCR could read is an issue, not the end of the document;
    who asks for OCR outright is told that it is missing.
    """
    try:
        return with_ocr(path, page, mode=ocr, password=password)
    except MissingToolError as error:
        if ocr == "always":
            raise
        issue = Issue(code="ocr_missing", severity="error", message=str(error), page=page.number)
        return replace(page, issues=(*page.issues, issue))
