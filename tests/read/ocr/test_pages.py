"""OCR is for pages that have no usable text, and says which extra it needs."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.page import Char, Page, Rule
from pipeline.errors import MissingToolError
from pipeline.read import ocr
from pipeline.read.ocr import engine
from tests.read.handmade import Sheet, write

TEXT = [
    Char(c, 50.0 + 10 * i, 100.0, 60.0 + 10 * i, 110.0, 10.0) for i, c in enumerate("予算" * 20)
]
BLANK = Page(1, 595.0, 842.0, [])
OUTLINE = Rule(0, 0, 5, 5, "curve", False, True, fill=(0.0,), segments=20)


def test_a_page_with_text_is_never_replaced() -> None:
    page = replace(BLANK, chars=TEXT, images=[(0.0, 0.0, 595.0, 842.0)])
    assert not ocr.needs_ocr(page)
    assert ocr.with_ocr("absent.pdf", page, mode="auto") is page


def test_an_empty_page_needs_none() -> None:
    assert not ocr.needs_ocr(BLANK)


@pytest.mark.parametrize(
    "page",
    [
        replace(BLANK, images=[(0.0, 0.0, 595.0, 842.0)]),
        replace(BLANK, rules=[OUTLINE] * 400),
        replace(BLANK, chars=[char._replace(text="\ufffd") for char in TEXT]),
    ],
    ids=["scan", "outlines", "unmapped"],
)
def test_pages_whose_text_cannot_be_had_need_it(page: Page) -> None:
    assert ocr.needs_ocr(page)
    assert ocr.with_ocr("absent.pdf", page, mode="never") is page


def test_without_the_extra_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    scan = replace(BLANK, images=[(0.0, 0.0, 595.0, 842.0)])
    path = tmp_path / "scan.pdf"
    path.write_bytes(write([Sheet(width=595, height=842)]))
    with pytest.raises(MissingToolError, match=r"pip install .*rapidocr"):
        ocr.with_ocr(path, scan, mode="auto")
    engine._engine.cache_clear()
