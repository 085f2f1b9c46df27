"""Text files as blocks: paragraphs, tables, and what a converter added left out."""

import pytest

from models.page import Role, Table, TextBlock, TextPage
from pipeline.grids.spans import box_of
from pipeline.layout.text import arrange_text, counts_evenly, text_line


def arranged(*lines: str, first: int = 1) -> list[TextBlock | Table]:
    return list(arrange_text(TextPage(3, first, lines)).blocks)


def test_blank_lines_part_paragraphs_and_lines_keep_their_numbers() -> None:
    blocks = arranged("一行目、", "二行目。", "", "　", "別の段落。", first=41)
    assert all(isinstance(block, TextBlock) for block in blocks)
    assert [[(line.number, line.text) for line in block.lines] for block in blocks] == [
        [(41, "一行目、"), (42, "二行目。")],
        [(45, "別の段落。")],
    ]
    assert blocks[0].lines[0].page == 3
    assert blocks[0].lines[0].bbox is None


def test_tabs_make_a_table_whose_blanks_stay_blank() -> None:
    (table,) = arranged(
        "地域\t事業\t予算額",
        "------\t-----\t---",
        "空知\t炭鉱\t5,715",
        "\t魅力\t900\t",
        "石狩\t都市",
    )
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (4, 3)
    assert [[cell.text if cell else None for cell in row] for row in table.grid()] == [
        ["地域", "事業", "予算額"],
        ["空知", "炭鉱", "5,715"],
        ["", "魅力", "900"],
        ["石狩", "都市", ""],
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (
            "┌──────┬────┐",
            "│事業名　　│予算額│",
            "├──────┼────┤",
            "│除雪機購入│ 8,542│",
            "│敬老祝金　│　　  │",
            "└──────┴────┘",
        ),
        ("| 事業名 | 予算額 |", "|---|--:|", "| 除雪機購入 | 8,542 |", "| 敬老祝金 | |"),
        ("+----+----+", "|事業名|予算額|", "|除雪機購入|8,542|", "|敬老祝金||", "+----+----+"),
        (
            "┃事業名┃予算額┃",
            "┣━━━╋━━━┫",
            "┃除雪機┃　8,542┃",
            "┃購入　┃　　　 ┃",
            "┣━━━╋━━━┫",
            "┃敬老祝金┃　　　┃",
        ),
    ],
)
def test_bars_make_a_table(lines: tuple[str, ...]) -> None:
    """Rows are lines, or what stands between rules where these part the rows."""
    title, table = arranged("【福祉】", *lines)
    assert isinstance(title, TextBlock)
    assert isinstance(table, Table)
    assert [[cell.text if cell else None for cell in row] for row in table.grid()] == [
        ["事業名", "予算額"],
        ["除雪機購入", "8,542"],
        ["敬老祝金", ""],
    ]
    amount = table.grid()[1][1]
    assert amount is not None
    line = amount.lines[0]
    assert line.printed == "8,542"
    whole = ("【福祉】", *lines)[line.number - 1]
    assert whole[line.offset :].startswith("8,542")


def test_a_single_line_between_bars_is_text() -> None:
    (block,) = arranged("|x| は絶対値")
    assert isinstance(block, TextBlock)


def test_a_table_ends_where_tabs_end() -> None:
    kinds = [type(block).__name__ for block in arranged("a\tb", "本文です。", "c\td", "", "e\tf")]
    assert kinds == ["Table", "TextBlock", "Table", "Table"]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("- **会議**の開催", "・会議の開催"),
        ("- ・ 会議", "・ 会議"),
        (" - ◆ **会議の運営**", "◆ 会議の運営"),
        ("- 【民間資金】 11件", "【民間資金】 11件"),
        ("- 新** 情報システム", "新 情報システム"),
        ("- 27 -", "- 27 -"),
        ("## 概要", "概要"),
        ('<ul style="x"> 暮らし<br>', " 暮らし"),
        ("<R5>までに", "<R5>までに"),
        ("Ｒ３年度　予算", "R3年度 予算"),
    ],
)
def test_markup_stays_in_the_print_alone(printed: str, text: str) -> None:
    line = text_line(1, 7, printed)
    assert line.text == text
    assert line.printed == printed
    assert len(line.origin) == len(line.text)
    assert line.source().line == 7


def test_a_span_leads_back_to_its_print() -> None:
    line = text_line(1, 1, "1. **東京２０２０**の開催")
    start = line.text.index("東京")
    assert line.source(start, start + 5).text == "東京２０２"
    assert [line.text[a:b] for a, b in line.emphasis] == ["東京2020"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("気運醸成", Role.HEADING),
        ("予算額は次のとおりです。", Role.BODY),
        ("全体：19億円", Role.BODY),
        ("新 空港の検討", Role.BODY),
        ("- 27 -", Role.PAGE_NUMBER),
        ("# 見出し", Role.HEADING),
    ],
)
def test_what_stands_alone_may_be_a_heading(text: str, role: Role) -> None:
    (block,) = arranged(text)
    assert isinstance(block, TextBlock)
    assert block.role is role


def test_tabs_between_rules_alone_are_no_table() -> None:
    assert arranged("----------------\t-------\t-----") == []


def test_a_cell_of_nothing_but_tags_is_blank() -> None:
    layout = arrange_text(TextPage(1, 1, ("<br>\t</td>\t**", "除雪対策\t1,234\t\u200b")))
    (table,) = layout.blocks
    assert isinstance(table, Table)
    blank = [(cell.row, cell.column) for cell in table.cells if not cell.lines]
    assert blank == [(0, 0), (0, 1), (0, 2), (1, 2)]


ROWS = (
    ("1 議会費", "221,338", "221,796", "△458"),
    ("2 総務費", "12,587,871", "9,388,675", "3,199,196"),
    ("6 農林水産業費", "715,037", "852,743", "△137,706"),
    ("12 諸支出金", "6,932,145", "6,283,184", "648,961"),
)


def _kept(*, by_count: bool) -> list[str]:
    """Rows whose figures end in columns, by the number of characters or by how wide they are."""
    lines = []
    for name, *figures in ROWS:
        line = name + " " * (20 - _shown(name, by_count=by_count))
        for figure in figures:
            line += " " * (14 - _shown(figure, by_count=by_count)) + figure
        lines.append(line)
    return lines


def _shown(text: str, *, by_count: bool) -> int:
    """How many columns a text takes; a sign such as △ is as wide as kana are."""
    return len(text) if by_count else sum(1 + (each == "△" or ord(each) > 0x2E7F) for each in text)


@pytest.mark.parametrize("by_count", [True, False])
def test_columns_are_kept_by_the_number_of_characters_or_by_their_width(by_count: bool) -> None:
    lines = _kept(by_count=by_count)
    assert counts_evenly(lines) is by_count
    layout = arrange_text(TextPage(1, 1, tuple(lines)))
    ends = {
        round(box_of(line, 0, len(line.text.rstrip()))[2])
        for block in layout.blocks
        if isinstance(block, TextBlock)
        for line in block.lines
    }
    assert len(ends) == 1


def test_figures_in_sentences_tell_nothing_of_columns() -> None:
    assert not counts_evenly(["総額は 12,345 千円です。", "前年度は 11,001 千円でした。"] * 4)
