"""What a page end does to a table's rows: headings said again, rows and key cells cut in two."""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.page import Cell, Table

_FIGURE = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]")
_BLANK = re.compile(r"\s+")
_VALUE = re.compile(r"[(\[〔]?[△▲−-]?(\d[\d,.]*)%?[)\]〕]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADING_ROWS = 4


def repeated_rows(first: Table, second: Table) -> int:
    """How many rows at the head of both tables are one heading that is said again.

    Rows of figures are data, however alike: 人件費 7,200 may stand in the table of each page.
    """
    heads, others = _row_texts(first), _row_texts(second)
    count = 0
    for one, other in zip(heads[:_HEADING_ROWS], others[:_HEADING_ROWS], strict=False):
        if one != other or not any(text for _, text in one) or _is_data(one):
            break
        count += 1
    # A heading has no end inside a merged cell.
    while count and _spans_over(second, count):
        count -= 1
    return count if count < second.rows else 0


def without_rows(table: Table, count: int) -> Table:
    """The table without its first rows, which no cell goes over the end of."""
    if not count:
        return table
    kept = [
        replace(cell, row=cell.row - count, page=cell.page or table.page)
        for cell in table.cells
        if cell.row >= count
    ]
    return replace(table, rows=table.rows - count, cells=tuple(kept))


def parts_a_row(first: Table, second: Table) -> bool:
    """Whether the second table begins inside the first one's last row.

    What is left of that row has no key and no figures of its own, and stands in columns that it
    has filled. Where rules close it, no other row of words alone may stand so, as a title would.
    """
    cells = [cell for cell in second.cells if cell.row == 0]
    filled = {cell.column for cell in cells if cell.lines}
    above = {cell.column for cell in first.cells if _covers(cell, first.rows - 1) and cell.lines}
    alone = all(cell.row_span == 1 for cell in cells if cell.lines or second.goes_on)
    # Where rules close the row, a cell of words and figures is entries of its own, as the
    # explanations of a book are, and no end of the cell above it.
    figures = any(
        _has_figures(cell) and not (second.goes_on and _WORD.search(cell.text)) for cell in cells
    )
    if figures or not alone or not filled or not filled < above or 0 not in above - filled:
        return False
    return second.goes_on or not _others_filled_so(first, second, filled)


def goes_on(first: Table, second: Table) -> bool:
    """Whether the second table begins with figures where the first one's rows end with them."""
    ends = [cell for cell in first.cells if _covers(cell, first.rows - 1)]
    last = {cell.column for cell in ends if _has_figures(cell)}
    begin = {cell.column for cell in second.cells if cell.row == 0 and _has_figures(cell)}
    return bool(last & begin)


def key_going_on(first: Table, second: Table) -> tuple[Cell, Cell] | None:
    """The merged key cell that the first table ends with and the blank one that goes on from it."""
    above = next((c for c in first.cells if not c.column and _covers(c, first.rows - 1)), None)
    below = next((c for c in second.cells if not c.column and not c.row), None)
    if above is None or below is None or not above.lines or below.lines:
        return None
    merged = above.row_span > 1 and above.column_span == below.column_span == 1
    # Where the figures beside the key go on blank with it, the whole row is left open, as in the
    # books that explain a 目 over several pages: its rows below are read as its own there.
    beside = next((c for c in second.cells if c.column == 1 and not c.row), None)
    open_row = beside is not None and not beside.lines and beside.row_span == below.row_span
    return (above, below) if merged and not open_row else None


def _has_figures(cell: Cell) -> bool:
    return _FIGURE.search(cell.text) is not None


def _is_data(row: Sequence[tuple[int, str]]) -> bool:
    """Whether a row has figures that are no years and do not count the columns."""
    values = [match[1] for _, text in row if (match := _VALUE.fullmatch(text))]
    counting = [str(number) for number in range(1, len(values) + 1)]
    return values != counting and not all(_YEAR.fullmatch(value) for value in values)


def _row_texts(table: Table) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append((cell.column, _BLANK.sub("", cell.text)))
    return [sorted(row) for row in rows]


def _spans_over(table: Table, row: int) -> bool:
    return any(cell.row < row < cell.row + cell.row_span for cell in table.cells)


def _covers(cell: Cell, row: int) -> bool:
    return cell.row <= row < cell.row + cell.row_span


def _others_filled_so(first: Table, second: Table, filled: set[int]) -> bool:
    rows = [(first, row) for row in range(first.rows)]
    rows += [(second, row) for row in range(1, second.rows)]
    return any(
        {cell.column for cell in table.cells if cell.row == row and cell.lines} == filled
        and not any(cell.row < row and _covers(cell, row) for cell in table.cells if cell.lines)
        for table, row in rows
    )
