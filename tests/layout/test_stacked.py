"""Tables of level rules on one another: each with its own columns."""

import pytest

from models.page import Char, Rule, Table, TextBlock
from pipeline.layout import arrange
from pipeline.layout.aligned import half_ruled_tables
from tests.layout.drawing import draw

COSTS = [
    ("区分", "令和4年度", "令和5年度", "令和6年度"),
    ("国庫支出金", "120", "", "140"),
    ("一般財源", "1,228", "1,875", "1,751"),
    ("事業費", "1,348", "1,875", "1,891"),
]
RESULTS = [
    ("指標名", "単位", "R4", "R5", "R6", "目標値"),
    ("相談の件数", "件", "395", "335", "", "312"),
    ("講座の回数", "回", "7", "8", "", "9"),
]
# Where each column begins and ends: headings stand in the middle, figures at the end.
WIDE = ((50, 190), (190, 310), (310, 430), (430, 550))
NARROW = ((50, 180), (180, 230), (230, 290), (290, 360), (360, 450), (450, 550))
STEP = 20.0


def _rows(
    rows: list[tuple[str, ...]], columns: tuple[tuple[int, int], ...], top: float
) -> list[Char]:
    chars: list[Char] = []
    for number, row in enumerate(rows):
        y = top + STEP * number + 5
        for place, (text, (x0, x1)) in enumerate(zip(row, columns, strict=True)):
            wide = sum(5 if sign.isascii() else 10 for sign in text)
            at = x0 + 3 if place == 0 and number else x1 - wide - 3
            chars += draw.text(text, (x0 + x1 - wide) / 2 if not number else at, y)
    return chars


def _page(between: str, under: bool) -> tuple[list[Table], list[str]]:
    chars = _rows(COSTS, WIDE, 100)
    top = 100 + STEP * len(COSTS)
    if between:
        chars += draw.text(between, 52, top + 5)
        top += STEP
    chars += _rows(RESULTS, NARROW, top)
    bottom = top + STEP * len(RESULTS)
    if under:
        chars += draw.text("総合評価", 53, bottom + 5) + draw.text("維持", 165, bottom + 5)
        bottom += STEP
    ys = [100 + STEP * n for n in range(round((bottom - 100) / STEP) + 1)]
    rules: list[Rule] = [draw.line(50, y, 550, y) for y in ys]
    blocks = arrange(draw.page(chars, rules)).blocks
    texts = [line.text for b in blocks if isinstance(b, TextBlock) for line in b.lines]
    return [block for block in blocks if isinstance(block, Table)], texts


def _texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text if cell else "-" for cell in row) for row in table.grid()]


@pytest.mark.parametrize("between", ["■指標の推移", ""])
@pytest.mark.parametrize("under", [False, True])
def test_each_table_of_a_stack_keeps_its_columns(between: str, under: bool) -> None:
    tables, texts = _page(between, under)
    assert [_texts(table) for table in tables] == [COSTS, RESULTS]
    assert texts == [*([between] if between else []), *(["総合評価 維持"] if under else [])]


def test_a_heading_over_blank_cells_is_a_column_of_its_own() -> None:
    rules = [draw.line(50, 100 + STEP * n, 550, 100 + STEP * n) for n in range(4)]
    (table,) = arrange(draw.page(_rows(RESULTS, NARROW, 100), rules)).blocks
    assert isinstance(table, Table)
    assert _texts(table) == RESULTS


def test_a_row_of_words_within_a_table_parts_nothing() -> None:
    rows = [*COSTS, ("内訳は次のとおり", "－", "一部", "見込"), *COSTS[1:]]
    rules = [draw.line(50, 100 + STEP * n, 550, 100 + STEP * n) for n in range(9)]
    tables = [
        block
        for block in arrange(draw.page(_rows(rows, WIDE, 100), rules)).blocks
        if isinstance(block, Table)
    ]
    assert [table.rows for table in tables] == [8]


def test_frames_side_by_side_are_no_table() -> None:
    chars: list[Char] = []
    rules: list[Rule] = []
    for top in (100.0, 150.0, 200.0):
        for left in (50.0, 220.0, 390.0):
            for text, y in (("橋の改修", 5), ("予算額", 20)):
                chars += draw.text(text, left + 5, top + y)
            chars += draw.text("120", left + 60, top + 20)
            rules += [draw.line(left, y, left + 162, y) for y in (top, top + 40)]
            rules += [draw.line(x, top, x, top + 40) for x in (left, left + 162)]
    assert half_ruled_tables(rules, chars, 1) == ([], chars)
