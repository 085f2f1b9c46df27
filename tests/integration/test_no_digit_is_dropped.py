"""What a page prints as digits stands in the lines that it is laid out in, and nothing less."""

import unicodedata
from pathlib import Path

import pytest

from models.page import Page, PageLayout
from pipeline.layout import arrange
from pipeline.read import open_document

ROOT = Path(__file__).resolve().parents[2]
PDFS = sorted([*ROOT.glob("fixtures/made/*.pdf"), *ROOT.glob("fixtures/twins/*.pdf")])
_NEAR = 2.0


def _is_digit(text: str) -> bool:
    return any(character.isdecimal() for character in unicodedata.normalize("NFKC", text))


def _laid_out(layout: PageLayout) -> list[tuple[float, float]]:
    """The middle of every digit in the lines of a page."""
    places = []
    for line in layout.lines():
        for at, character in enumerate(line.printed):
            box = line.box(at, at + 1)
            if box is not None and _is_digit(character):
                places.append(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    return places


@pytest.mark.parametrize("path", PDFS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_digit_of_a_page_is_in_a_line(path: Path) -> None:
    before: PageLayout | None = None
    with open_document(path) as opened:
        for page in opened.pages():
            assert isinstance(page, Page)
            before = arrange(page, before)
            places = _laid_out(before)
            lost = [
                char.text
                for char in page.chars
                if _is_digit(char.text)
                and not any(
                    abs((char.x0 + char.x1) / 2 - x) < _NEAR
                    and abs((char.top + char.bottom) / 2 - y) < _NEAR
                    for x, y in places
                )
            ]
            assert lost == []
