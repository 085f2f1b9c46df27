"""Halves of a table that face each other, on two pages or on one."""

from dataclasses import replace

from models.page import Cell, Placed, Table
from pipeline.assemble.books.facing import facing_joined
from tests.grids.pages import line

WIDE, HIGH = 60.0, 20.0
LEFT = [
    ["事項", "限度額"],
    ["例規集更新業務", "8,663"],
    ["文書配達業務", "10,074"],
    ["窓口業務", "1,246"],
]
RIGHT = [["金額", "一般財源"], ["3,911", "3,911"], ["10,074", "10,074"], ["638", "638"]]


def _placed(rows: list[list[str]], *, page: int, left: float) -> Placed:
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            x, y = left + WIDE * column, 100 + HIGH * row
            box = (x, y, x + WIDE, y + HIGH)
            cells.append(Cell(row, column, (replace(line(text), page=page),), bbox=box))
    width = left + WIDE * len(rows[0])
    box = (left, 100.0, width, 100 + HIGH * len(rows))
    return Placed(Table(page, len(rows), len(rows[0]), tuple(cells), bbox=box), ())


def _rows(placed: Placed) -> list[list[str]]:
    assert isinstance(placed.block, Table)
    return [[cell.text if cell else "" for cell in row] for row in placed.block.grid()]


BOTH = [[*left, *right] for left, right in zip(LEFT, RIGHT, strict=True)]


def test_halves_on_facing_pages_are_one_table() -> None:
    found = facing_joined([_placed(LEFT, page=2, left=40), _placed(RIGHT, page=3, left=40)])
    assert [_rows(each) for each in found] == [BOTH]


def test_halves_side_by_side_on_one_page_are_one_table() -> None:
    found = facing_joined([_placed(LEFT, page=2, left=40), _placed(RIGHT, page=2, left=200)])
    assert [_rows(each) for each in found] == [BOTH]


def test_tables_that_both_name_their_rows_stay_two() -> None:
    two = [_placed(LEFT, page=2, left=40), _placed(LEFT, page=2, left=200)]
    assert facing_joined(two) == two


def test_tables_of_other_rows_stay_two() -> None:
    lower = [[cell, cell] for cell in ("金額", "3", "4", "5", "6", "7", "8", "9")]
    two = [_placed(LEFT, page=2, left=40), _placed(lower, page=2, left=200)]
    assert facing_joined(two) == two
