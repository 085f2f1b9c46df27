"""Tables that head their columns anew further down."""

from models.page import Cell, Table
from pipeline.bind.bands import banded
from tests.grids.pages import line


def _table(rows: list[list[str]]) -> Table:
    cells = tuple(
        Cell(row, column, (line(text),) if text else ())
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Table(1, len(rows), len(rows[0]), cells)


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


ONE = [["区分", "扶養手当", "地域手当"], ["本年度", "10", "20"], ["前年度", "9", "18"]]
OTHER = [["区分", "通勤手当", "住居手当"], ["本年度", "30", "40"], ["前年度", "29", "38"]]


def test_each_band_has_its_own_headings() -> None:
    assert [_texts(part) for part in banded(_table(ONE + OTHER))] == [ONE, OTHER]


def test_the_same_headings_again_begin_no_band() -> None:
    table = _table([*ONE, ONE[0], ["本年度", "30", "40"]])
    assert banded(table) == [table]


def test_headings_in_two_rows_are_one_band() -> None:
    rows = [["区分", "手当", "手当"], ["区分", "扶養", "地域"], *ONE[1:]]
    assert len(banded(_table(rows))) == 1


def test_a_cell_over_several_bands_stands_in_each() -> None:
    table = _table(ONE + OTHER)
    wide = (
        *(cell for cell in table.cells if cell.column),
        Cell(0, 0, (line("区分"),)),
        Cell(3, 0, (line("区分"),)),
        Cell(1, 0, (line("内訳"),), row_span=2),
        Cell(4, 0, (line("内訳"),), row_span=2),
    )
    parts = banded(Table(1, table.rows, table.columns, wide))
    assert [row[0] for part in parts for row in _texts(part)] == ["区分", "内訳", "内訳"] * 2
