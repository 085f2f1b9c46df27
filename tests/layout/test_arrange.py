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
