"""A table that goes on over pages is one table, with or without its heading repeated."""

from dataclasses import replace

from models.page import PageLayout, Table, TextBlock
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from tests.layout.drawing import draw

XS = [50.0, 200.0, 300.0]
HEADING = ("事業名", "予算額")


def laid_out(number: int, rows: list[tuple[str, str]], title: str = "") -> PageLayout:
    ys = [100.0 + 20 * i for i in range(len(rows) + 1)]
    chars = draw.text(title, 50, 60)
    for y, (name, amount) in zip(ys, rows, strict=False):
        chars += [*draw.text(name, 55, y + 5), *draw.text(amount, 220, y + 5)]
    return arrange(replace(draw.page(chars, draw.ruled(XS, ys)), number=number))


def tables(layouts: list[PageLayout]) -> list[Table]:
    return [block for page in layouts for block in page.blocks if isinstance(block, Table)]


def names(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.column == 0]


def test_repeated_heading_is_dropped_and_rows_know_their_page() -> None:
    first = laid_out(1, [HEADING, ("道路費", "1,200")])
    second = laid_out(2, [HEADING, ("橋りょう費", "300")])
    (table,) = tables(join_tables([first, second]))
    assert names(table) == ["事業名", "道路費", "橋りょう費"]
    assert (table.rows, table.page) == (3, 1)
    assert [cell.page for cell in table.cells if cell.row == 2] == [2, 2]
    assert table.cells[-1].lines[0].page == 2


def test_rows_go_on_without_a_heading_over_three_pages() -> None:
    pages = [
        laid_out(1, [HEADING, ("道路費", "1,200")]),
        laid_out(2, [("橋りょう費", "300"), ("河川費", "40")]),
        laid_out(3, [("公園費", "5")]),
    ]
    (table,) = tables(join_tables(pages))
    assert names(table) == ["事業名", "道路費", "橋りょう費", "河川費", "公園費"]


def test_another_heading_or_a_title_between_begins_another_table() -> None:
    first = laid_out(1, [HEADING, ("道路費", "1,200")])
    other = laid_out(2, [("区分", "人数"), ("職員", "12")])
    titled = laid_out(2, [HEADING, ("職員費", "12")], title="歳出")
    assert len(tables(join_tables([first, other]))) == 2
    assert len(tables(join_tables([first, titled]))) == 2


def test_pages_keep_all_else() -> None:
    first = laid_out(1, [HEADING, ("道路費", "1,200")], title="歳出")
    second = laid_out(2, [HEADING, ("河川費", "7")], title="歳出")
    joined = join_tables([first, second])
    assert len(tables(joined)) == 1
    (title,) = joined[1].blocks
    assert isinstance(title, TextBlock)
    assert title.lines[0].text == "歳出"
