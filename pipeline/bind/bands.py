"""Tables that head their columns anew further down: each band with its own headings is a table."""

from collections.abc import Iterator
from dataclasses import replace

from models.page import Cell, Table
from pipeline.assemble.lines.pieces import squeezed

_DIGITS = frozenset("0123456789")


def banded(table: Table) -> list[Table]:
    """The table cut before each row that heads its columns again, under other headings.

    Such a row names the column of labels as the first row does (区分), holds no figure, and comes
    after figures. A cell that reaches over several bands stands in each of them.
    """
    starts = [0, *_headed_again(table)]
    if len(starts) == 1:
        return [table]
    ends = [*starts[1:], table.rows]
    return [_part(table, start, end) for start, end in zip(starts, ends, strict=True)]


def _headed_again(table: Table) -> Iterator[int]:
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.lines:
            rows.setdefault(cell.row, []).append(cell)
    heading = {cell.column: squeezed(cell.text) for cell in rows.get(0, [])}
    figures = False
    for number in sorted(rows):
        texts = {cell.column: squeezed(cell.text) for cell in rows[number]}
        shared = [column for column, text in texts.items() if heading.get(column) == text]
        other = [c for c, text in texts.items() if heading.get(c) not in (None, text)]
        bare = not any(_DIGITS.intersection(text) for text in texts.values())
        if figures and bare and shared and len(other) > 1:
            yield number
        figures = figures or not bare


def _part(table: Table, start: int, end: int) -> Table:
    cells: list[Cell] = []
    for cell in table.cells:
        top, bottom = max(cell.row, start), min(cell.row + cell.row_span, end)
        if top < bottom:
            cells.append(replace(cell, row=top - start, row_span=bottom - top))
    return replace(table, rows=end - start, cells=tuple(cells))
