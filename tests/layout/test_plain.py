"""Where layout fails, the page's text is still there, line by line, with its boxes."""

import pytest

from models.page import Char, Page, PageLayout
from pipeline import pages
from pipeline.layout.plain import arrange_plainly


def page(*rows: str) -> Page:
    chars = [
        Char(text, 10.0 * x, 20.0 * y, 10.0 * x + 10, 20.0 * y + 10, 10.0)
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    ]
    return Page(number=1, width=500.0, height=500.0, chars=list(reversed(chars)))


def test_lines_come_from_top_to_bottom_with_their_boxes() -> None:
    lines = list(arrange_plainly(page("除雪費１，０００", "道路費")).lines())
    assert [line.text for line in lines] == ["除雪費1,000", "道路費"]
    assert lines[0].source(3, 8).bbox == (30.0, 0.0, 80.0, 10.0)


def test_an_empty_page_has_no_lines() -> None:
    assert list(arrange_plainly(page()).lines()) == []


def test_a_bug_in_layout_is_said_and_the_text_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Page, before: PageLayout | None) -> PageLayout:
        raise IndexError("no such column")

    monkeypatch.setattr(pages, "arrange", broken)
    layout = pages._arranged(page("除雪費１，０００"), None, of=1, read=lambda found: found)
    assert [line.text for line in layout.lines()] == ["除雪費1,000"]
    assert [issue.code for issue in layout.issues] == ["internal_error"]
