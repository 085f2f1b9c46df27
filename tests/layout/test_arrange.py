"""A page made of lines, columns, boxes and tables comes back as it was made."""

import random

from models.page import Table, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw


def texts(blocks: object) -> list[str]:
    return ["".join(line.text for line in block.lines) for block in blocks]  # type: ignore[attr-defined]


def test_ruled_table_keeps_cells_spans_and_blanks() -> None:
    chars = [
        *draw.text("区分", 60, 105),
        *draw.text("予算額", 200, 105),
        *draw.text("国", 160, 125),
        *draw.text("県", 260, 125),
        *draw.text("道路費", 60, 145),
        *draw.text("1,200", 170, 145),
    ]
    rules = draw.ruled([50, 150, 250, 350], [100, 120, 140, 160])
    rules = [rule for rule in rules if rule.x0 != 250 or rule.x1 != 250]
    rules.append(rules[-1]._replace(x0=250, x1=250, top=120, bottom=160))
    (table,) = arrange(draw.page(chars, rules)).blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (3, 3)
    grid = [[cell and cell.text for cell in row] for row in table.grid()]
    assert grid == [["区分", "予算額", "予算額"], ["", "国", "県"], ["道路費", "1,200", ""]]
    assert table.cells[1].column_span == 2
    assert table.cells[1].bbox == (150, 100, 350, 120)


def test_lines_keep_the_boxes_of_printed_characters() -> None:
    (block,) = arrange(draw.page(draw.text("Ｒ３年度予算", 50, 100))).blocks
    assert isinstance(block, TextBlock)
    (line,) = block.lines
    assert (line.text, line.printed) == ("R3年度予算", "Ｒ３年度予算")
    assert line.source(0, 2).bbox == (50, 100, 70, 110)


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    left = ["あ" * 20 for _ in range(5)]
    right = ["い" * 20 for _ in range(5)]
    chars = [c for i, t in enumerate(left) for c in draw.text(t, 50, 100 + 16 * i)]
    chars += [c for i, t in enumerate(right) for c in draw.text(t, 300, 100 + 16 * i)]
    random.Random(1).shuffle(chars)
    assert texts(arrange(draw.page(chars)).blocks) == ["".join(left), "".join(right)]


def test_a_name_and_its_amount_stay_on_one_line() -> None:
    names = ["・除雪事業費", "・道路整備推進費", "・橋りょう費"]
    chars = [c for i, t in enumerate(names) for c in draw.text(t, 50, 100 + 16 * i)]
    chars += [c for i in range(3) for c in draw.text(f"{i + 1},000", 300, 100 + 16 * i)]
    assert texts(arrange(draw.page(chars)).blocks) == [
        "・除雪事業費 1,000",
        "・道路整備推進費 2,000",
        "・橋りょう費 3,000",
    ]


def test_text_in_a_box_knows_its_frame() -> None:
    chars = [*draw.text("箱の外の文。", 50, 80), *draw.text("箱の中", 60, 110)]
    outside, inside = arrange(draw.page(chars, [draw.box(55, 100, 200, 130)])).blocks
    assert isinstance(outside, TextBlock)
    assert isinstance(inside, TextBlock)
    assert outside.frame is None
    assert inside.frame == (55, 100, 200, 130)


def _list(*entries: tuple[str, str], x: float = 50.0) -> list[object]:
    """A list of names in bold and amounts beside them, 13 points apart; "/" parts lines."""
    chars: list[object] = []
    top = 100.0
    for name, amount in entries:
        end = x + 10 * len(name) + 15
        chars += [char._replace(bold=True) for char in draw.text(name, x, top)]
        for below, part in enumerate(amount.split("/")):
            top, end = (top + 13, x) if below else (top, end)
            chars += draw.text(part, end, top)
        top += 13
        chars += draw.text("区民の暮らしを守る。", x + 10, top)
        top += 26
    return chars


def test_an_amount_that_wraps_stays_with_its_name() -> None:
    chars = _list(
        ("街路樹管理事業", "351,311千円"),
        ("学校図書館支援員配置事業", "/659,202千円"),
        ("ふるさと寄附推進事業", "277,880/千円"),
    )
    found = texts(arrange(draw.page(chars)).blocks)  # type: ignore[arg-type]
    assert [text.replace(" ", "") for text in found] == [
        "街路樹管理事業351,311千円",
        "区民の暮らしを守る。",
        "学校図書館支援員配置事業659,202千円",
        "区民の暮らしを守る。",
        "ふるさと寄附推進事業277,880千円",
        "区民の暮らしを守る。",
    ]


def test_an_amount_on_a_line_of_its_own_that_would_have_fitted_above_is_no_rest_of_it() -> None:
    chars = _list(("街路樹管理事業の経費の一覧", "351,311千円"), ("公園費", "/659,202千円"))
    found = texts(arrange(draw.page(chars)).blocks)  # type: ignore[arg-type]
    assert "公園費" in found
    assert "659,202千円" in found


def test_an_item_whose_amounts_all_stand_on_lines_of_their_own_stays_whole() -> None:
    lines = ["①子ども医療費の助成", "　1,234万円", "　高校生まで無料"]
    lines += ["②学校の給食費の助成", "　5,678万円", "　中学生まで無料"]
    chars = [c for down, text in enumerate(lines) for c in draw.text(text, 50, 100 + 13 * down)]
    found = texts(arrange(draw.page(chars, [draw.box(40, 90, 170, 190)])).blocks)
    assert found == [
        "①子ども医療費の助成1,234万円高校生まで無料",
        "②学校の給食費の助成5,678万円中学生まで無料",
    ]


def test_a_loose_heading_whose_bracket_closes_on_the_next_line_is_one() -> None:
    chars = [
        *draw.text("令和七年度一般会計補正予算（第二", 60, 50, size=20),
        *draw.text("号）の概要", 170, 90, size=20),
    ]
    chars = [char._replace(bold=True) for char in chars]
    chars += draw.text("この資料は見本です。", 60, 150)
    heading, prose = texts(arrange(draw.page(chars)).blocks)
    assert (heading, prose) == (
        "令和七年度一般会計補正予算(第二号)の概要",
        "この資料は見本です。",
    )


def test_a_name_drawn_around_its_parts_leaves_them_their_own_rows() -> None:
    rows = [("1 人 件 費", 55, "11,282"), ("職員給", 80, "7,059"), ("その他", 80, "4,223")]
    ys = [100.0, 120.0, 140.0, 160.0]
    rules = [
        *(draw.line(x, 100, x, 160) for x in (50, 200, 300)),
        *(draw.line(50, y, 300, y) for y in (100, 160)),
        *(draw.line(75, y, 300, y) for y in (120, 140)),
        draw.line(75, 120, 75, 160),
    ]
    chars = []
    for y, (name, x, amount) in zip(ys, rows, strict=False):
        chars += [*draw.text(name, x, y + 5), *draw.text(amount, 220, y + 5)]
    (table,) = [b for b in arrange(draw.page(chars, rules)).blocks if isinstance(b, Table)]
    found = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert [[text for text in row if text] for row in found] == [
        ["1 人 件 費", "1 人 件 費", "11,282"],
        ["職員給", "7,059"],
        ["その他", "4,223"],
    ]
