"""Rows that no line parts: a row for each level of figures, and none where one text wraps."""

import pytest

from models.page import Char, Page, Table
from pipeline.layout import arrange
from tests.layout.drawing import Drawing

DRAW = Drawing()
XS = [50.0, 170.0, 250.0, 330.0]
YS = [100.0, 120.0, 200.0, 220.0]


def _table(page: Page) -> Table:
    (table,) = [block for block in arrange(page).blocks if isinstance(block, Table)]
    return table


def _rows(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def _cell(lines: list[str], x: float, top: float, step: float = 18.0) -> list[Char]:
    return [char for at, line in enumerate(lines) for char in DRAW.text(line, x, top + at * step)]


def _drawn(labels: list[str], *columns: list[str], reason: list[str] | None = None) -> Page:
    chars = _cell(["部門"], 60, 105) + _cell(["前年"], 180, 105) + _cell(["今年"], 260, 105)
    for x, lines in zip((60.0, 190.0, 270.0), (labels, *columns), strict=True):
        chars += _cell(lines, x, 125)
    chars += _cell(["合計"], 60, 205) + _cell(["37"], 190, 205) + _cell(["39"], 270, 205)
    return DRAW.page(chars, DRAW.ruled(XS, YS))


@pytest.mark.parametrize("names", [["企画", "税務", "土木", "民生"], ["企画", "税務", "土木"]])
def test_each_level_of_figures_is_a_row(names: list[str]) -> None:
    first, second = [["12", "9", "11", "5"], ["13", "10", "-", "5"]]
    count = len(names)
    table = _table(_drawn(names, first[:count], second[:count]))
    rows = [list(row) for row in zip(names, first, second, strict=False)]
    assert _rows(table) == [["部門", "前年", "今年"], *rows, ["合計", "37", "39"]]


def test_two_short_names_are_two_rows() -> None:
    table = _table(_drawn(["水道", "その他"], ["1", "3"], ["2", "4"]))
    assert _rows(table)[1:3] == [["水道", "1", "2"], ["その他", "3", "4"]]


def test_a_name_that_wraps_beside_an_upper_and_a_lower_figure_stays_one() -> None:
    table = _table(_drawn(["地域の足を守る取組を", "支える事業"], ["120", "80"], ["130", "90"]))
    assert table.rows == 3


def test_figures_in_brackets_below_others_are_no_row() -> None:
    table = _table(_drawn(["水道", "その他"], ["61", "(69)"], ["62", "(70)"]))
    assert table.rows == 3


def test_figures_of_which_one_column_has_fewer_are_no_rows() -> None:
    table = _table(_drawn(["企画", "税務", "土木"], ["12", "9", "11"], ["32"]))
    assert table.rows == 3


def test_merged_figures_are_shared_out_among_the_rows_beside_them() -> None:
    chars = _cell(["部門"], 60, 105) + _cell(["前年"], 180, 105) + _cell(["今年"], 260, 105)
    chars += _cell(["企画", "税務", "土木"], 60, 125, 20.0)
    chars += _cell(["12", "9", "11"], 190, 125, 20.0) + _cell(["13", "10", "11"], 270, 125, 20.0)
    rules = DRAW.ruled(XS, [100.0, 120.0, 180.0])
    rules += [DRAW.line(XS[0], y, XS[1], y) for y in (140.0, 160.0)]
    table = _table(DRAW.page(chars, rules))
    assert _rows(table)[1:] == [["企画", "12", "13"], ["税務", "9", "10"], ["土木", "11", "11"]]


def test_a_heading_beside_the_upper_part_leaves_the_rows_below_it() -> None:
    """給料 of two people stands in cells two rows high, the figures of others in the lower one."""
    chars = _cell(["区分"], 60, 105) + _cell(["月額"], 180, 105) + _cell(["参考"], 260, 105)
    chars += _cell(["村長", "副村長"], 60, 145, 22.0)
    chars += _cell(["578,000円", "493,000円"], 190, 145, 22.0)
    chars += _cell(["最高/最低"], 260, 123) + _cell(["814/457円", "651/440円"], 260, 145, 22.0)
    rules = DRAW.ruled(XS, [100.0, 120.0, 190.0])
    rules.append(DRAW.line(XS[2], 140, XS[3], 140))
    table = _table(DRAW.page(chars, rules))
    assert _rows(table)[1:] == [
        ["村長", "578,000円", "最高/最低"],
        ["村長", "578,000円", "814/457円"],
        ["副村長", "493,000円", "651/440円"],
    ]
