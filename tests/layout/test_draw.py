"""The picture of a page shows its blocks in the colours of their roles, tables and all."""

from pathlib import Path

import pytest
from PIL import Image

from models.page import PageLayout, Role, Table
from pipeline.layout import arrange
from pipeline.layout.draw import draw_page
from pipeline.read import open_document

MADE = Path(__file__).parents[2] / "fixtures" / "made" / "kakuu-koho-2025-04.pdf"


@pytest.fixture(scope="module")
def page() -> PageLayout:
    with open_document(MADE) as document:
        return next(arrange(page) for page in document.pages([1]))  # type: ignore[arg-type]


def near(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have a colour, or nearly so."""
    found = image.getcolors(maxcolors=1 << 24) or []
    return sum(
        count
        for count, seen in found
        if all(abs(a - b) < 30 for a, b in zip(seen, colour, strict=True))  # type: ignore[arg-type]
    )


def test_a_page_is_drawn_with_its_roles(page: PageLayout, tmp_path: Path) -> None:
    blank = PageLayout(page.number, page.width, page.height, ())
    draw_page(MADE, 1, blank, tmp_path / "blank.png", scale=1.5)
    draw_page(MADE, 1, page, tmp_path / "page.png", scale=1.5)
    with Image.open(tmp_path / "blank.png") as before, Image.open(tmp_path / "page.png") as after:
        assert after.size == before.size
        assert after.width == pytest.approx(page.width * 1.5, abs=1)
        has_heading = any(getattr(block, "role", None) is Role.HEADING for block in page.blocks)
        has_table = any(isinstance(block, Table) for block in page.blocks)
        assert has_heading or has_table
        for colour, there in (((200, 0, 0), has_heading), ((0, 110, 200), has_table)):
            assert (near(after, colour) > near(before, colour) + 100) is there
