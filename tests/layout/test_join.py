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


def rows(layouts: list[PageLayout]) -> list[list[str]]:
    (table,) = tables(join_tables(layouts))
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def test_equal_rows_of_figures_at_the_head_of_two_pages_are_data() -> None:
    head = [HEADING, ("人件費", "7,200"), ("賃借料", "△1,500")]
    first = laid_out(1, [*head, ("東地区整備事業費", "1,000")])
    second = laid_out(2, [*head, ("西地区整備事業費", "2,000")])
    assert names(tables(join_tables([first, second]))[0]) == [
        "事業名",
        *("人件費", "賃借料", "東地区整備事業費"),
        *("人件費", "賃借料", "西地区整備事業費"),
    ]


def test_a_heading_of_years_or_of_column_numbers_is_a_heading() -> None:
    for heading in (("事業名", "2024"), ("１", "２"), ("(A)", "(B)"), ("事業名", "R6")):
        first = laid_out(1, [heading, ("道路費", "1,200")])
        second = laid_out(2, [heading, ("河川費", "300")])
        assert names(tables(join_tables([first, second]))[0])[1:] == ["道路費", "河川費"]


KEYED = [50.0, 110.0, 250.0, 320.0]


def keyed(number: int, rows: list[tuple[str, str, str]], *, merged: int) -> PageLayout:
    """A table whose first column is one cell beside the last `merged` rows."""
    ys = [100.0 + 20 * i for i in range(len(rows) + 1)]
    rules = [draw.line(x, ys[0], x, ys[-1]) for x in KEYED]
    for at, y in enumerate(ys):
        inside = len(rows) - merged < at < len(rows)
        rules.append(draw.line(KEYED[1] if inside else KEYED[0], y, KEYED[-1], y))
    chars = []
    for y, (key, name, amount) in zip(ys, rows, strict=False):
        for x, text in zip(KEYED, (key, name, amount), strict=False):
            chars += draw.text(text, x + 5, y + 5)
    return arrange(replace(draw.page(chars, rules), number=number))


def test_a_name_that_the_page_cuts_is_one_and_its_key_goes_on() -> None:
    first = keyed(
        1,
        [
            ("所管", "事業名", "予算額"),
            ("福祉部", "子育て事業", "12,345"),
            ("", "地域公共", "8,250"),
        ],
        merged=2,
    )
    second = keyed(2, [("", "交通事業", ""), ("", "防災事業", "143,600")], merged=2)
    assert rows([first, second]) == [
        ["所管", "事業名", "予算額"],
        ["福祉部", "子育て事業", "12,345"],
        ["福祉部", "地域公共交通事業", "8,250"],
        ["福祉部", "防災事業", "143,600"],
    ]


def test_a_name_goes_on_below_a_repeated_heading() -> None:
    heading = ("所管", "事業名", "予算額")
    first = keyed(1, [heading, ("福祉部", "子育て", "12"), ("", "地域公共", "8,250")], merged=2)
    second = keyed(2, [heading, ("", "交通事業", ""), ("", "防災事業", "143")], merged=2)
    assert [row[1] for row in rows([first, second])] == [
        *("事業名", "子育て", "地域公共交通事業", "防災事業")
    ]


def test_a_key_goes_on_beside_whole_rows() -> None:
    first = keyed(
        1, [("所管", "事業名", "予算額"), ("福祉部", "子育て", "12"), ("", "公園", "8")], merged=2
    )
    second = keyed(2, [("", "防災", "143"), ("", "道路", "7")], merged=2)
    assert [row[0] for row in rows([first, second])] == ["所管", *["福祉部"] * 4]


def test_a_row_of_words_among_others_like_it_is_a_row_of_its_own() -> None:
    heading = ("所管", "事業名", "予算額")
    first = keyed(
        1, [heading, ("", "重点事業", ""), ("福祉部", "子育て", "12"), ("", "公園", "8")], merged=2
    )
    second = keyed(2, [heading, ("", "一般事業", ""), ("道路部", "道路", "143")], merged=1)
    assert [row[1] for row in rows([first, second])] == [
        *("事業名", "重点事業", "子育て", "公園", "一般事業", "道路")
    ]


def test_entries_below_a_repeated_heading_are_a_row_of_their_own() -> None:
    heading = ("所管", "事業名", "予算額")
    first = keyed(1, [heading, ("福祉部", "子育て", "12"), ("", "公園使用料500", "8")], merged=2)
    second = keyed(2, [heading, ("", "戸籍手数料8,625", ""), ("道路部", "道路", "143")], merged=1)
    assert [row[1] for row in rows([first, second])] == [
        *("事業名", "子育て", "公園使用料500", "戸籍手数料8,625", "道路")
    ]
