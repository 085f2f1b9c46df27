"""Rows of two lines: 上段 and 下段 of a cell, or of two rows that share their name.

A note says what stands above and below: 上段:当初予算額 下段:決算額, ( )内は前年度予算額.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import FiscalYear
from models.page import Cell, Placed, Table, TextBlock
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.figures import figures
from pipeline.assemble.tables.rows import Row, text_of
from pipeline.assemble.tables.vocabulary import BUDGETED, SPENT

NOTE = re.compile(
    r"(?:[(（]\s*+|(?<!\s)\s++)?上\s*+段\s*+[)）]?\s*+[:：…・はが]?\s*+(?P<upper>[^、。,;()（）]{1,24}?)[、,;・/\s]*+"
    r"[(（]?\s*+下\s*+段\s*+[)）]?\s*+[:：…・はが]?\s*+(?P<lower>[^、。,;]{1,24}?)"
    r"(?:を?(?:示す|表す|記載|示し.{0,40}+|表し.{0,40}+)|です|である)?[)）。]?\s*+$"
)
_BRACKETS = re.compile(
    r"[(（\[［]\s*+[)）\]］]\s*+(?:内|書き?)*+(?:の?(?:数値|金額|額|数字))?\s*+(?:は|:|：)\s*+、?\s*+"
    r"(?P<lower>[^、。,;()（）]{2,24}?)(?:を?(?:示す|表す|記載)|です|である|額?を.{0,60}+)?[。)）]?\s*+$"
)
_BRACKETED = re.compile(r"[(（\[［〔][^\d\n]*+\d.*[)）\]］〕]")
_PRIOR = re.compile(r"(?:前|昨)年度?|補正前")
_PAIR = 2
_REACH = 6


@dataclass(frozen=True, slots=True)
class Stack:
    """What the figures above and below are; `lower_first` where the lower one is the row's own.

    `year` is that of the other figure where its words name one; `prior` where it is the year
    before the document's.
    """

    own: str
    other: str
    lower_first: bool = False
    year: FiscalYear | None = None
    prior: bool = False


def stack_of(blocks: Sequence[Placed], place: int, year: int | None) -> Stack | None:
    """The note that tells a table's two lines apart, above it, in its headings or on its page."""
    table = blocks[place].block
    if not isinstance(table, Table):
        return None
    texts = [text_of(cell) for cell in table.cells if "段" in text_of(cell)]
    for placed in blocks[max(place - _REACH, 0) : place + _REACH]:
        if isinstance(placed.block, TextBlock) and placed.block.page == table.page:
            texts += [line.text for line in placed.block.lines]
    for text in texts:
        if match := NOTE.search(text):
            return _stack(match["upper"], match["lower"], year)
        if match := _BRACKETS.search(text):
            return _stack("", match["lower"], year)
    return Stack("", "( )") if _in_brackets(table) else None


def _in_brackets(table: Table) -> bool:
    """Whether the second figures of a table's rows stand in brackets, whatever they are."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    tall = _tall_rows(table)
    lower = []
    for (row, column), cell in cells.items():
        below = cells.get((row + 1, column))
        if not cell.lines or not _figured(cell):
            continue
        if len(cell.lines) == _PAIR:
            lower.append([line.text.strip() for line in cell.lines])
        elif row in tall and below is not None and cell.row_span == below.row_span == 1:
            lower.append([text_of(cell), text_of(below)])
    pairs = [(a, b) for a, b in lower if _BRACKETED.fullmatch(b) and not _BRACKETED.fullmatch(a)]
    return len(pairs) >= _PAIR and len(pairs) == len(lower)


def _stack(upper: str, lower: str, year: int | None) -> Stack:
    upper_year, upper_rest = heading_year(upper, year)
    lower_year, lower_rest = heading_year(lower, year)
    spent = BUDGETED.fullmatch(upper_rest) and SPENT.fullmatch(lower_rest)
    later = upper_year and lower_year and lower_year.year > upper_year.year
    if later or _PRIOR.match(upper) or (spent and not lower_year):
        upper, lower = lower, upper
        upper_year, lower_year = lower_year, upper_year
        lower_first = True
    else:
        lower_first = False
    prior = bool(_PRIOR.match(lower))
    if lower_year is not None and year is not None:
        prior = lower_year.year == (upper_year.year if upper_year else year) - 1
    return Stack(upper, lower, lower_first, lower_year, prior)


def paired(table: Table) -> Table:
    """The table with two rows of figures that share one name as one row of two lines each."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    tall = _tall_rows(table)
    for cell in table.cells:
        below = cells.get((cell.row + 1, cell.column))
        if cell.row not in tall or cell.row_span != 1 or below is None or below.row_span != 1:
            continue
        if cell.column_span != below.column_span or not (_figured(cell) and _figured(below)):
            continue
        del cells[below.row, below.column]
        cells[cell.row, cell.column] = replace(
            cell, lines=(*cell.lines, *below.lines), row_span=_PAIR
        )
    return replace(table, cells=tuple(cells.values()))


def _tall_rows(table: Table) -> set[int]:
    """The rows that share a name, or another text, with the row below them."""
    return {cell.row for cell in table.cells if cell.row_span == _PAIR and cell.lines}


def _figured(cell: Cell) -> bool:
    text = text_of(cell)
    return not text or not re.search(r"[^\W\d_]{2}", text)


def unstacked(rows: Sequence[Row], stack: Stack) -> list[Row]:
    """The rows with the figure of each cell that is the row's own, and the other one apart."""
    return [_unstacked(row, stack) for row in rows]


def _unstacked(row: Row, stack: Stack) -> Row:
    own, other = list(row.figures), list(row.lower or (None,) * len(row.figures))
    for index, cell in enumerate(row.cells):
        if cell is None or not row.begins[index] or row.figures[index] is not None:
            continue
        found = list(figures(text_of(cell, separator=" ")))
        if len(found) == _PAIR and _figured(cell):
            own[index], other[index] = reversed(found) if stack.lower_first else found
    return replace(row, figures=tuple(own), lower=tuple(other))
