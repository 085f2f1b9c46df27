"""A page drawn on its side reads as any other, its boxes where they are shown."""

from dataclasses import replace

import pytest

from models.page import Char, Page, Rule, Table
from pipeline.layout import arrange
from tests.layout.drawing import draw


def on_its_side(page: Page, *, upwards: bool) -> Page:
    """The page as somebody sees it who does not turn their head."""

    def place(box: tuple[float, ...]) -> tuple[float, ...]:
        x0, top, x1, bottom = box
        if upwards:
            return (top, page.width - x1, bottom, page.width - x0)
        return (page.height - bottom, x0, page.height - top, x1)

    return replace(
        page,
        width=page.height,
        height=page.width,
        chars=[Char(c[0], *place(c[1:5]), c[5], False) for c in page.chars],
        rules=[Rule(*place(r[:4]), *r[4:]) for r in page.rules],
    )


@pytest.mark.parametrize("upwards", [False, True])
def test_table_and_text_of_a_turned_page(upwards: bool) -> None:
    chars = draw.text("歳入歳出予算", 50, 60)
    chars += [*draw.text("款", 55, 105), *draw.text("金額", 160, 105)]
    chars += [*draw.text("市税", 55, 125), *draw.text("1,200", 160, 125)]
    upright = draw.page(chars, draw.ruled([50, 150, 250], [100, 120, 140]))
    page = on_its_side(upright, upwards=upwards)
    title, table = arrange(page).blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["款", "金額", "市税", "1,200"]
    assert title.lines[0].text == "歳入歳出予算"  # type: ignore[union-attr]
    shown = on_its_side(draw.page(draw.text("市税", 55, 125)), upwards=upwards).chars
    assert table.cells[2].lines[0].box(0, 1) == shown[0][1:5]
