"""Tables of a known kind: their columns found by the words of the heading, their rows below it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models import Issue
from models.page import Cell, Line, Passage, Table
from pipeline.assemble.lines.pieces import squeezed

_MOST_HEADING_ROWS = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, the texts of the headings, and the row the body begins at."""

    places: Mapping[str, int]
    headings: Mapping[str, Passage]
    body: int
    width: int


def find_columns(
    table: Table, forms: Mapping[str, re.Pattern[str]], needed: frozenset[str]
) -> Columns | None:
    """The columns of a table whose heading names all that is `needed`.

    Each form is looked for in the headings from the left; a column has one meaning at the most.
    """
    grid = table.grid()
    for last in range(min(_MOST_HEADING_ROWS, table.rows)):
        passages = [_heading(grid, column, last) for column in range(table.columns)]
        places: dict[str, int] = {}
        for name, form in forms.items():
            for column, passage in enumerate(passages):
                if column not in places.values() and form.search(squeezed(passage.text)):
                    places[name] = column
                    break
        if needed <= places.keys():
            body = max(
                cell.row + cell.row_span for cell in table.cells if cell.row <= last and cell.lines
            )
            headings = {name: passages[column] for name, column in places.items()}
            return Columns(places, headings, body, table.columns)
    return None


def body_rows(table: Table, columns: Columns | None, width: int) -> Iterator[list[Cell | None]]:
    """The rows below the heading; a heading that is printed again is passed over."""
    grid = table.grid()
    first = columns.body if columns else 0
    said = {_row_text(row) for row in grid[:first]} - {""}
    for row in grid[first:]:
        text = _row_text(row)
        if text and text not in said:
            yield [*row[:width], *[None] * (width - len(row))]


def lines_in(row: Sequence[Cell | None], place: int | None) -> tuple[Line, ...]:
    """The lines of a row's cell; none for a blank or a missing one."""
    cell = row[place] if place is not None and place < len(row) else None
    return cell.lines if cell else ()


def _heading(grid: Sequence[Sequence[Cell | None]], column: int, last: int) -> Passage:
    cells: list[Cell] = []
    for row in grid[: last + 1]:
        cell = row[column]
        if cell is not None and cell.lines and not any(cell is other for other in cells):
            cells.append(cell)
    return Passage.of([line for cell in cells for line in cell.lines])


def _row_text(row: Sequence[Cell | None]) -> str:
    return "\t".join(squeezed(cell.text) if cell else "" for cell in row).strip("\t")


def blanks_as_merged(table: Table, places: Collection[int], body: int) -> Iterator[Issue]:
    """One issue for a table whose blanks were read as merged cells without being drawn so.

    `places` are the columns that were so read, from the row `body` on.
    """
    blank = sum(
        not cell.lines and cell.row >= body and cell.column in places for cell in table.cells
    )
    if blank:
        yield Issue(
            code="blank_as_merged",
            severity="info",
            message=f"{blank} blank cells were read as going on from the row above",
            page=table.page,
            bbox=table.bbox,
            line=next((line.number for cell in table.cells for line in cell.lines), None),
        )
