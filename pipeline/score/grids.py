"""Tables as wholes: those that gold has, held against those seen on the document's pages."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from models.page import Table
from models.values import JsonObject
from pipeline.pages import arrange_pages
from pipeline.read import open_document
from pipeline.score.grits import Grid, GridCell, Likeness, content, topology
from pipeline.score.lines import Json

GRID = "grid"
_FIELDS = frozenset({"type", "page", "rows", "document"})
_CELL_FIELDS = frozenset({"text", "row_span", "column_span"})
_MOST_PLACES = 200_000
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class GoldGrid:
    """A table that somebody vouches for, with the number of its line."""

    line: int
    page: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class GridScore:
    """A table of gold, or one too many (`line` 0), and how alike the table that was seen is."""

    page: int
    line: int
    content: Likeness
    topology: Likeness


def wrong_with_grid(line: JsonObject) -> list[str]:
    """What is wrong with a line of gold that says it is a table."""
    wrong = [f"grid has no field {name!r}" for name in line if name not in _FIELDS]
    page, rows = line.get("page"), line.get("rows")
    if type(page) is not int or page < 1:
        wrong.append("grid.page: no page number")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return [*wrong, "grid.rows: not a list of rows, each a list of cells"]
    cells = [cell for row in rows if isinstance(row, list) for cell in row]
    if not cells:
        wrong.append("grid.rows: no cell in them")
    if not all(_is_cell(cell) for cell in cells):
        wrong.append("grid.rows: a cell is a text, or has text, row_span and column_span")
    elif sum(_span(cell, "row_span") * _span(cell, "column_span") for cell in cells) > _MOST_PLACES:
        wrong.append(f"grid.rows: more than {_MOST_PLACES} places")
    return wrong


def _is_cell(cell: Json) -> bool:
    if isinstance(cell, str):
        return True
    if not isinstance(cell, dict) or not isinstance(cell.get("text"), str):
        return False
    spans = [cell.get(name, 1) for name in ("row_span", "column_span")]
    return cell.keys() <= _CELL_FIELDS and all(type(span) is int and span > 0 for span in spans)


def _span(cell: Json, name: str) -> int:
    span = cell.get(name, 1) if isinstance(cell, dict) else 1
    return span if isinstance(span, int) else 1


def gold_grid(number: int, line: JsonObject) -> GoldGrid:
    """The table of a line in which nothing is wrong.

    Cells stand as in HTML: each in the first place of its row that none from above covers.
    """
    rows, page = line["rows"], line["page"]
    assert isinstance(rows, list)
    assert isinstance(page, int)
    cells: list[GridCell] = []
    covered: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row if isinstance(row, list) else ():
            while (at, column) in covered:
                column += 1
            text = cell.get("text") if isinstance(cell, dict) else cell
            high, wide = _span(cell, "row_span"), _span(cell, "column_span")
            cells.append(GridCell(at, column, _bare(str(text)), high, wide))
            covered |= {(at + y, column + x) for y in range(high) for x in range(wide)}
            column += wide
    height = max(len(rows), max(cell.row + cell.row_span for cell in cells))
    width = max(cell.column + cell.column_span for cell in cells)
    return GoldGrid(number, page, Grid(height, width, cells))


def grids_of(path: Path, pages: Iterable[int]) -> dict[int, list[Grid]]:
    """The tables that are seen on pages of a document, each page by itself."""
    found: dict[int, list[Grid]] = defaultdict(list)
    with open_document(path) as opened:
        wanted = sorted(page for page in pages if page <= opened.page_count)
        for layout in arrange_pages(path, opened, ocr="never", numbers=wanted):
            tables = [block for block in layout.blocks if isinstance(block, Table)]
            found[layout.number] = [_grid(table) for table in tables]
    return found


def _grid(table: Table) -> Grid:
    cells = [
        GridCell(cell.row, cell.column, _bare(cell.text), cell.row_span, cell.column_span)
        for cell in table.cells
    ]
    return Grid(table.rows, table.columns, cells)


def _bare(text: str) -> str:
    """A text by which cells are compared: letters set apart and lines are no part of it."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def score_grids(
    gold: Sequence[GoldGrid], found: Mapping[int, Sequence[Grid]], *, complete: Iterable[int] = ()
) -> list[GridScore]:
    """Each table of gold with the one of its page that is likest; none is taken twice.

    A table that gold has not is one too many on the pages of which gold is `complete`.
    """
    scores: list[GridScore] = []
    for page in sorted({each.page for each in gold} | set(complete)):
        wanted = [each for each in gold if each.page == page]
        there = found.get(page, ())
        pairs = _paired(wanted, there)
        for at, each in enumerate(wanted):
            grid = there[pairs[at]] if at in pairs else Grid(0, 0, ())
            scores.append(_scored(page, each.line, each.grid, grid))
        if page in set(complete):
            others = sorted(set(range(len(there))) - set(pairs.values()))
            scores += [_scored(page, 0, Grid(0, 0, ()), there[at]) for at in others]
    return scores


def _paired(wanted: Sequence[GoldGrid], there: Sequence[Grid]) -> dict[int, int]:
    if not wanted or not there:
        return {}
    alike = np.array([[content(each.grid, grid).f1 for grid in there] for each in wanted])
    rows, columns = linear_sum_assignment(-alike)
    return {int(a): int(b) for a, b in zip(rows, columns, strict=True) if alike[a, b] > 0}


def _scored(page: int, line: int, gold: Grid, found: Grid) -> GridScore:
    if not gold.size or not found.size:
        nothing = Likeness(0.0, gold.size, found.size)
        return GridScore(page, line, nothing, nothing)
    return GridScore(page, line, content(gold, found), topology(gold, found))


def together(scores: Iterable[Likeness]) -> Likeness:
    """Tables as one: each place of each counts alike."""
    scores = list(scores)
    return Likeness(
        sum(each.shared for each in scores),
        sum(each.gold for each in scores),
        sum(each.found for each in scores),
    )
