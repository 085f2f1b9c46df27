"""Rows that stand white between tinted rows."""

from itertools import pairwise

import pytest

from models.page import Char, Page, Rule
from pipeline.layout.ruled import find_ruled_tables
from tests.layout.drawing import Drawing

EDGES = (50.0, 150.0, 250.0, 350.0)


HIGH = 20.0
DRAW = Drawing()


def _page(rows: int) -> Page:
    chars: list[Char] = []
    rules: list[Rule] = []
    for row in range(rows):
        top = 100.0 + row * HIGH
        for left, right in pairwise(EDGES):
            if row % 2 == 0:
                rules.append(_ground(left, top, right, top + HIGH))
            chars += DRAW.text("7", left + 10, top + 5)
    return DRAW.page(chars, rules)


def _ground(x0: float, top: float, x1: float, bottom: float) -> Rule:
    return Rule(x0, top, x1, bottom, "rect", False, True, fill=(0.9, 0.9, 0.9))


@pytest.mark.parametrize("rows", [3, 5, 8])
def test_white_rows_between_tinted_ones_are_rows_of_one_table(rows: int) -> None:
    (table,) = find_ruled_tables(_page(rows))
    assert (table.rows, table.columns) == (rows, 3)


@pytest.mark.parametrize("unit", ["", "千円", "%"])
def test_more_figures_than_one_in_a_gap_are_more_rows_than_one(unit: str) -> None:
    page = _page(3)
    chars = [char for char in page.chars if not 120 < char.top < 140]
    more = [*DRAW.text(f"7{unit}", 60, 120.5, size=8.0), *DRAW.text(f"8{unit}", 60, 131, size=8.0)]
    more += DRAW.text("8", 160, 125)
    found = find_ruled_tables(DRAW.page([*chars, *more], list(page.rules)))
    assert [table.rows for table in found] == [1, 1]


def test_grounds_of_labels_beside_values_draw_no_rows_between_two_forms() -> None:
    chars: list[Char] = []
    rules: list[Rule] = []
    for top in (100.0, 150.0):
        rules += [Rule(50.0, y, 350.0, y, "line", True, False) for y in (top, top + HIGH)]
        rules += [
            Rule(x, top, x, top + HIGH, "line", True, False) for x in (50, 120, 200, 270, 350)
        ]
        rules += [_ground(50.0, top, 120.0, top + HIGH), _ground(200.0, top, 270.0, top + HIGH)]
        for x in (50, 120, 200, 270):
            chars += DRAW.text("あ", x + 10, top + 5)
    chars += DRAW.text("い", 60, 130) + DRAW.text("う", 210, 130)
    found = find_ruled_tables(DRAW.page(chars, rules))
    assert [(table.rows, table.columns) for table in found] == [(1, 4), (1, 4)]
