"""A page that ends inside a row or a merged cell: its columns are closed, its cells made whole."""

from dataclasses import replace

from models.page import PageLayout, Rule, Table
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.layout.open_ends import open_bottoms, open_tops
from pipeline.layout.ruled_grid import Edge
from tests.layout.drawing import draw

XS = (50.0, 200.0, 300.0)


def lines(level: list[tuple[float, float, float]], top: float, bottom: float) -> list[Rule]:
    """Level lines at (y, from, to), and an upright line at each of XS."""
    return [
        *(draw.line(x0, y, x1, y) for y, x0, x1 in level),
        *(draw.line(x, top, x, bottom) for x in XS),
    ]


def laid_out(number: int, texts: list[tuple[str, float, float]], rules: list[Rule]) -> PageLayout:
    chars = [char for text, x, y in texts for char in draw.text(text, x, y)]
    return arrange(replace(draw.page(chars, rules), number=number))


def rows(layouts: list[PageLayout]) -> list[list[str]]:
    (table,) = (b for page in join_tables(layouts) for b in page.blocks if isinstance(b, Table))
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def test_a_row_that_two_pages_share_is_one_row() -> None:
    first = laid_out(
        1,
        [("事業名", 55, 105), ("予算額", 220, 105), ("道路を", 55, 125), ("1,200", 220, 125)],
        lines([(100, 50, 300), (120, 50, 300)], 100, 150),
    )
    second = laid_out(
        2,
        [("直す事業", 55, 45), ("橋の事業", 55, 65), ("300", 220, 65)],
        lines([(60, 50, 300), (80, 50, 300)], 40, 80),
    )
    assert rows([first, second]) == [
        ["事業名", "予算額"],
        ["道路を直す事業", "1,200"],
        ["橋の事業", "300"],
    ]


def test_a_merged_cell_goes_on_over_the_page() -> None:
    first = laid_out(
        1,
        [("課", 55, 105), ("額", 220, 105), ("道路課", 55, 125), ("1,200", 220, 125)],
        lines([(100, 50, 300), (120, 50, 300), (140, 200, 300)], 100, 140),
    )
    second = laid_out(
        2,
        [("300", 220, 45), ("河川課", 55, 65), ("400", 220, 65)],
        lines([(60, 50, 300), (80, 50, 300)], 40, 80),
    )
    assert rows([first, second]) == [
        ["課", "額"],
        ["道路課", "1,200"],
        ["道路課", "300"],
        ["河川課", "400"],
    ]


def test_only_columns_of_one_table_are_closed() -> None:
    level = [Edge(100, 50, 150), Edge(100, 200, 300)]
    upright = [Edge(x, 100, 140) for x in (50, 100, 150, 200, 250, 300)]
    assert [edge[1:] for edge in open_bottoms(level, upright)] == [
        (50, 100),
        (100, 150),
        (200, 250),
        (250, 300),
    ]
    assert open_tops(level, upright) == []


def test_two_lines_down_from_a_level_one_are_no_column() -> None:
    assert open_bottoms([Edge(100, 50, 300)], [Edge(50, 100, 140), Edge(300, 100, 140)]) == []
