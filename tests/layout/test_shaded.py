"""Shaded labels in tables with level rules only."""

from models.page import Char, Rule
from pipeline.layout.ruled import find_ruled_tables
from tests.layout.drawing import draw

YS = [100.0 + 20 * i for i in range(5)]


def _page(*, upright: bool, reach: float, values: int = 1) -> list[int]:
    rules = [draw.line(50, y, reach, y) for y in YS]
    rules += [
        Rule(x0, y, x1, y + 20, "rect", False, True, fill=(0.9,))
        for y in YS[:-1]
        for x0, x1 in ((50.0, 120.0), (200.0, 270.0))
    ]
    if upright:
        rules += [draw.line(x, YS[0], x, YS[-1]) for x in (50, 120, 200, 270, reach)]
    chars: list[Char] = []
    for y in YS[:-1]:
        for x in (55, 125, 205, 275):
            chars += draw.text("字句", x, y + 5)
        for more in range(1, values):
            chars += draw.text("字句", 275 + 50 * more, y + 5)
    return [table.columns for table in find_ruled_tables(draw.page(chars, rules))]


def test_lines_that_run_on_beyond_the_grounds_of_labels_close_the_cells_of_values() -> None:
    assert _page(upright=False, reach=350.0) == [4]


def test_grounds_of_row_labels_draw_no_table_where_texts_beside_them_share_a_row() -> None:
    assert _page(upright=False, reach=550.0, values=3) == []


def test_with_upright_lines_they_are_cells_of_one() -> None:
    assert _page(upright=True, reach=350.0) == [4]


def test_grounds_that_reach_as_far_as_the_lines_draw_a_table() -> None:
    assert _page(upright=False, reach=270.0) == [3]
