"""Two tables drawn as one, side by side: 歳入 at the left and 歳出 at the right."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from models.page import Cell, Table
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.vocabulary import LABEL_ROLES, MONEY_ROLES

_LEAST_COLUMNS = 4


def seam(columns: Sequence[Column], blank: Collection[int] = ()) -> int | None:
    """The column where the second of two tables begins: labels and amounts stand there again.

    `blank` are columns with nothing in them; one between two tables parts them, however wide.
    """
    width = len(columns)
    for gap in blank:
        left, right = columns[:gap], columns[gap + 1 :]
        if len(left) > 1 and len(right) > 1 and _has_money(left) and _has_money(right):
            return gap + 1
    if width < _LEAST_COLUMNS or width % 2:
        return None
    left, right = columns[: width // 2], columns[width // 2 :]
    if left[0].role not in LABEL_ROLES or right[0].role not in LABEL_ROLES:
        return None
    if not _has_money(left):
        return None
    same = [column.role for column in left] == [column.role for column in right]
    return width // 2 if same else None


def _has_money(columns: Sequence[Column]) -> bool:
    return any(column.role in MONEY_ROLES for column in columns[1:])


def parted(table: Table, at: int) -> list[Table]:
    """The table's columns before and from `at` on; a cell over both stays with the first."""
    halves: list[list[Cell]] = [[], []]
    for cell in table.cells:
        if cell.column >= at:
            halves[1].append(replace(cell, column=cell.column - at))
        else:
            span = min(cell.column_span, at - cell.column)
            halves[0].append(replace(cell, column_span=span))
    widths = (at, table.columns - at)
    return [
        replace(table, columns=width, cells=tuple(cells))
        for width, cells in zip(widths, halves, strict=True)
    ]
