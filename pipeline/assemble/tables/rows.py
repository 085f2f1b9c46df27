"""The rows of a table: cells by column, their texts, and the figures that begin in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.page import Cell, Passage, Table
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.figures import COUNT_UNIT, Figure, whole
from pipeline.assemble.tables.vocabulary import UNITS

# 議　会, 職　員　数: letters set apart; and digits as they are.
_LETTERS = re.compile(r"[一-龠ぁ-んァ-ヺ](?:\s++[一-龠ぁ-んァ-ヺ]){1,9}")
_DIGITS = re.compile(r"[△▲]?\s?\d(?:\s\d){1,3}")
_SPREAD = 3
_DITTO = re.compile(r"[(（]?(?:〃|々|″|”|\"|同\s*上)[)）]?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: its cells by column, and which of them begin in it (others are merged).

    `texts` are the cells' texts without stray spaces, `figures` the figures of those that begin
    here and are one. `units` is yen a count where a cell has its unit above its figure. `lower`
    are the other figures of cells that hold two (上段, 下段).
    """

    number: int
    cells: tuple[Cell | None, ...]
    begins: tuple[bool, ...]
    texts: tuple[str, ...]
    figures: tuple[Figure | None, ...]
    units: tuple[int | None, ...] = ()
    lower: tuple[Figure | None, ...] = ()

    def text(self, column: int) -> str:
        """The text of a cell, without stray spaces; empty where there is none."""
        return self.texts[column]

    def figure(self, column: int) -> Figure | None:
        """The figure that a cell is, or null where it is blank or something else."""
        return self.figures[column]


def rows_of(table: Table) -> list[Row]:
    """The rows of a table, from the top."""
    table, units = _without_units(table)
    table, counted = _without_counts(table)
    texts = {id(cell): text_of(cell) for cell in table.cells}
    spread = _is_spread(table)
    figures = {id(cell): _figure(cell, spread=spread) for cell in table.cells if cell.lines}
    for cell in table.cells:
        figure, unit = figures.get(id(cell)), counted.get((cell.row, cell.column))
        if figure is not None and unit is not None and not figure.unit:
            figures[id(cell)] = replace(figure, unit=unit)
    rows: list[Row] = []
    grid = table.grid()
    _read_dittos(grid, texts)
    for number, cells in enumerate(grid):
        begins = tuple(
            cell is not None and cell.row == number and cell.column == index
            for index, cell in enumerate(cells)
        )
        rows.append(
            Row(
                number,
                tuple(cells),
                begins,
                tuple(texts[id(cell)] if cell else "" for cell in cells),
                tuple(
                    figures.get(id(cell)) if first else None
                    for cell, first in zip(cells, begins, strict=True)
                ),
                tuple(units.get((number, index)) for index in range(len(cells))),
            )
        )
    return rows


def _figure(cell: Cell, *, spread: bool) -> Figure | None:
    """The figure that a cell is; its digits may stand apart where the table's letters do."""
    text = text_of(cell, separator=" ")
    figure = whole(text)
    if figure is None and spread and len(cell.lines) == 1 and _DIGITS.fullmatch(text):
        found = whole("".join(text.split()))
        return replace(found, end=len(text)) if found is not None else None
    return figure


def _is_spread(table: Table) -> bool:
    """Whether a table sets its letters apart."""
    spread = (
        _LETTERS.fullmatch(line.text.strip()) is not None
        for cell in table.cells
        for line in cell.lines
    )
    return sum(spread) >= _SPREAD


def _without_counts(table: Table) -> tuple[Table, dict[tuple[int, int], str]]:
    """The table without the 人 and % that stand over single figures; and these units."""
    counted: dict[tuple[int, int], str] = {}
    cells: list[Cell] = []
    for cell in table.cells:
        below = replace(cell, lines=cell.lines[1:])
        unit = tidy(cell.lines[0].text).replace("％", "%") if cell.lines else ""
        if COUNT_UNIT.fullmatch(unit) and below.lines:
            figure = whole(text_of(below, separator=" "))
            if figure is not None and not figure.unit:
                counted[cell.row, cell.column] = unit
                cell = below
        cells.append(cell)
    return (replace(table, cells=tuple(cells)) if counted else table), counted


def _read_dittos(grid: list[list[Cell | None]], texts: Mapping[int, str]) -> None:
    """Puts the cell above in place of 〃 and 同上, as if the two were merged."""
    for number in range(1, len(grid)):
        for index, cell in enumerate(grid[number]):
            above = grid[number - 1][index]
            if cell is None or above is None or not texts[id(above)]:
                continue
            if _DITTO.fullmatch(texts[id(cell)]):
                grid[number][index] = above


def text_of(cell: Cell, *, separator: str = "") -> str:
    """A cell's text in one line; without a separator also without stray spaces."""
    if len(cell.lines) == 1:
        text = cell.lines[0].text.strip()
    else:
        text = Passage.of(cell.lines, separator=separator).text
    return text if separator else tidy(text)


def _without_units(table: Table) -> tuple[Table, dict[tuple[int, int], int]]:
    """The table without the 千円 that stands above a column's first figure; and these units.

    A column that is blank there has its 千円 alone, in a row of which other cells have figures.
    """
    units: dict[tuple[int, int], int] = {}
    alone: dict[tuple[int, int], int] = {}
    cells: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        place = (cell.row, cell.column)
        cells[place] = cell
        if not cell.lines or (unit := UNITS.get(tidy(cell.lines[0].text))) is None:
            continue
        below = replace(cell, lines=cell.lines[1:])
        if not below.lines:
            alone[place] = unit
        elif whole(text_of(below, separator=" ")) is not None:
            units[place] = unit
            cells[place] = below
    for place, unit in alone.items():
        if any(row == place[0] for row, _ in units):
            units[place] = unit
            cells[place] = replace(cells[place], lines=())
    return (replace(table, cells=tuple(cells.values())) if units else table), units
