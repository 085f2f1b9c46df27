"""Tables that no rules draw: a heading, blank strips down the lines, and rows that agree.

Columns of prose, lists and cards have neither headings over short entries nor rows. What is not
sure to be a table is left as text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models.page import Cell, Char, Line, PageLayout, Rule, Table
from models.values import BBox
from pipeline.layout.bands import (
    LEAST_COLUMNS,
    Band,
    Span,
    band_at,
    bands_of,
    column_of,
    finer,
    is_note,
    level_lines,
    may_hold_columns,
    repeats,
)
from pipeline.layout.cell_rows import Rows, rows_from
from pipeline.layout.evidence import (
    heading_rows,
    holds_boxes,
    is_body,
    is_ruled_otherwise,
    is_table,
)
from pipeline.layout.flow import MARKER, Row
from pipeline.layout.going_on import (
    cuts_of,
    figure_columns,
    is_rest_of_row,
    lines_going_on,
    open_table,
)
from pipeline.layout.lines import line_of
from pipeline.layout.nested_headings import heading_cuts, placed_headings
from pipeline.layout.pieces import Piece, extent, pieces_of, typical_size, without
from pipeline.layout.stacked import seams_of
from pipeline.layout.tinted import Tinted

_LONGEST_HEADING = 16
_HEADING_LINES = 5
_HEADING_GAP = 1.6
_OUT = 4
_USUAL = 1.3
_UNIT = "単位"


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of a page, the tinted rows that are part of them, and what stands in none."""

    tables: list[Table]
    tinted: list[Tinted]
    rest: list[Char]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where columns part, how far what stands in each reaches, and the usual size of type."""

    cuts: Sequence[float]
    sides: Sequence[Span]
    em: float
    page: int


def unruled_tables(
    rules: Sequence[Rule],
    chars: Sequence[Char],
    tinted: Sequence[Tinted],
    number: int,
    before: PageLayout | None = None,
) -> Found:
    """Tables that nothing but blank strips part.

    `rules` are those that no table is made of; `tinted` are rows on a ground, with characters that
    are not among `chars`. `before` is the page before, whose last table may go on.
    """
    held = [*chars, *(char for one in tinted for char in one.chars)]
    pieces = pieces_of([char for char in held if char[6]])
    em = typical_size(pieces)
    opened = open_table(before, number) if len(pieces) >= LEAST_COLUMNS else None
    if opened is None and not may_hold_columns(level_lines(pieces), em):
        return Found([], [], list(chars))
    rows = level_lines(finer(pieces))
    tables: list[Table] = []
    taken: list[Piece] = []
    floor = 0
    if opened is not None:
        above = _going_on(rows, opened, em, number)
        if above is not None and not is_ruled_otherwise(above[0], rules):
            tables.append(above[0])
            floor = above[1]
            taken.extend(piece for row in rows[:floor] for piece in row)
    seams: list[BBox] | None = None
    every = pieces
    for band in bands_of(rows, em):
        if band.start < floor:
            continue
        found = _table(rows, band, floor, em, number)
        if found is None or holds_boxes(found[0], rules, found[1]):
            continue
        table, pieces, end = found
        if is_ruled_otherwise(table, rules):
            continue
        if seams is None:
            seams = seams_of(rules, every, em)
        if any(_runs_over(table, seam) for seam in seams):
            continue
        if not tables:
            first = next(i for i, row in enumerate(rows) if row[0] is pieces[0])
            above = _going_on(rows[:first], table, em, number)
            if above is not None:
                tables.append(above[0])
                taken.extend(piece for row in rows[: above[1]] for piece in row)
        tables.append(table)
        taken.extend(pieces)
        floor = end
    if not tables:
        return Found([], [], list(chars))
    own = {id(char) for piece in taken for char in piece.chars}
    parts = [one for one in tinted if any(id(char) in own for char in one.chars)]
    return Found(tables, parts, without(chars, taken))


def _runs_over(table: Table, seam: BBox) -> bool:
    """Whether a table begins above and ends below a place where two tables meet."""
    if table.bbox is None:
        return False
    x0, top, x1, bottom = table.bbox
    return x0 < seam[2] and x1 > seam[0] and top < seam[1] - 4 and bottom > seam[3] + 4


def _going_on(
    rows: Sequence[Row], table: Table, em: float, number: int
) -> tuple[Table, int] | None:
    """What goes on at the top of a page with the columns of `table`, and how many lines it is."""
    cuts = cuts_of(table)
    if not cuts or table.bbox is None:
        return None
    left, right = table.bbox[0], table.bbox[2]
    end = lines_going_on(rows, cuts, (left, right), em)
    pieces = [piece for row in rows[:end] for piece in row]
    if not pieces:
        return None
    columns = _Columns(cuts, list(pairwise([left, *cuts, right])), em, number)
    figures = frozenset(figure_columns(table))
    for found in rows_from(pieces, cuts, em):
        parted = is_rest_of_row(found, table, em)
        alone = parted and len(found.edges) == 2
        if alone or is_body(found, 1 if parted else 0, table.columns, figures):
            made = _with_cells(found, 0, columns)
            return (replace(made, goes_on=True), end) if made is not None else None
    return None


def _table(
    rows: Sequence[Row], band: Band, floor: int, em: float, number: int
) -> tuple[Table, list[Piece], int] | None:
    """The table of a band, its pieces, and the line after them."""
    band = _best(rows, band, em)
    top = _heading_top(rows, band, floor, em)
    heads = rows[top : band.start + 2]
    again = (i for i in range(band.start + 2, band.end) if any(repeats(h, rows[i]) for h in heads))
    end = next(again, band.end)
    if end < band.end:
        first = band_at(rows[:end], band.start, em)
        if first is None or first.end != end:
            return None
        band = first
    if _cuts_through(rows, top, band, em):
        return None
    pieces = [piece for row in rows[top : band.end] for piece in row]
    columns = _Columns(heading_cuts(rows[top : band.start + 1], band, em), band.sides, em, number)
    for found in rows_from(pieces, columns.cuts, em):
        count = heading_rows(found, len(band.sides))
        if is_table(found, count, len(band.sides)):
            made = _with_cells(found, count, columns)
            return (made, pieces, band.end) if made is not None else None
    return None


def _best(rows: Sequence[Row], band: Band, em: float) -> Band:
    """The band without such first lines as hide its columns, or make some that hold nothing else.

    These are headings over several columns, and headings that stand beside the short entries of
    their column: a longer entry below, which reaches under its heading, belongs to the band too.
    """
    best = band
    for start in range(band.start + 1, min(band.start + _HEADING_LINES, band.end)):
        empty = _empty_below(rows, best)
        other = band_at(rows[: band.end], start, em)
        if other is None or other.end < band.end:
            continue
        more = band_at(rows, start, em) if empty else None
        if more is not None and more.end > other.end and len(more.sides) >= len(other.sides):
            other = more
        if len(other.sides) > len(best.sides) or empty:
            best = other
    return best


def _empty_below(rows: Sequence[Row], band: Band) -> bool:
    """Whether a column has no text but on the first line."""
    below = {column_of(p, band.cuts) for row in rows[band.start + 1 : band.end] for p in row}
    return len(below) < len(band.sides)


def _heading_top(rows: Sequence[Row], band: Band, floor: int, em: float) -> int:
    """The first line of headings over the first line of a band."""
    top = band.start
    left, right = band.sides[0][0] - _OUT * em, band.sides[-1][1] + _OUT * em
    ground = min(p.top for p in rows[top])
    reach = max(_HEADING_GAP * em, _USUAL * _widest_gap(rows[band.start : band.end]))
    while top > floor and band.start - top < _HEADING_LINES:
        row = rows[top - 1]
        short = all(len(p.text) <= _LONGEST_HEADING and "。" not in p.text for p in row)
        if not short or is_note(row) or any(_UNIT in p.text for p in row):
            break
        if row[0].x0 < left or row[-1].x1 > right:
            break
        if ground - max(p.bottom for p in row) > (
            reach if top == band.start else _HEADING_GAP * em
        ):
            break
        if _is_title(row, band, ground, em):
            break
        top -= 1
        ground = min(p.top for p in row)
    return top


def _widest_gap(rows: Sequence[Row]) -> float:
    """How far the lines of one row are from those of the next, at the most."""
    gaps = [min(p.top for p in low) - max(p.bottom for p in high) for high, low in pairwise(rows)]
    return max(gaps, default=0.0)


def _is_title(row: Row, band: Band, ground: float, em: float) -> bool:
    """Whether a line over a band begins at its left and holds one phrase, not close to it."""
    if row[0].x0 > band.sides[0][0] + em or any(b.x0 - a.x1 > 2 * em for a, b in pairwise(row)):
        return False
    larger = row[-1].size > 1.1 * em
    marked = MARKER.match(row[0].text) is not None or len(row) > 1
    return larger or marked or ground - row[0].bottom > 0.6 * em


def _cuts_through(rows: Sequence[Row], top: int, band: Band, em: float) -> bool:
    """Whether lines right above or below keep to the columns too: part of a table is none."""
    reach = max(_HEADING_GAP * em, _USUAL * _widest_gap(rows[top : band.end]))
    cuts, left, right = band.cuts, band.sides[0][0] - em, band.sides[-1][1] + em
    first, last = rows[top], rows[band.end - 1]
    gaps: list[tuple[float, Row]] = []
    if top:
        gap = min(p.top for p in first) - max(p.bottom for p in rows[top - 1])
        gaps.append((gap, rows[top - 1]))
    if band.end < len(rows):
        gap = min(p.top for p in rows[band.end]) - max(p.bottom for p in last)
        gaps.append((gap, rows[band.end]))
    for gap, row in gaps:
        again = any(repeats(head, row) for head in rows[top : band.start + 2])
        if gap > reach or again or is_note(row) or any(_UNIT in p.text for p in row):
            continue
        inside = {column_of(p, cuts) for p in row if left < p.x0 and p.x1 < right}
        crossing = any(p.x0 < cut < p.x1 for p in row for cut in cuts)
        apart = row is not rows[min(band.end, len(rows) - 1)] and any(
            b.x0 - a.x1 > 2 * em for a, b in pairwise(row)
        )
        if apart or (not crossing and (len(inside) > 1 or any(inside))):
            return True
    return False


def _with_cells(rows: Rows, count: int, columns: _Columns) -> Table | None:
    heads = placed_headings(
        [g for g in rows.groups if g.first < count], count, columns.sides, columns.em
    )
    if heads is None:
        return None
    box = extent([piece for group in rows.groups for piece in group.pieces])
    left, right = min(box[0], columns.sides[0][0]), max(box[2], columns.sides[-1][1])
    xs, ys = [left, *columns.cuts, right], [box[1], *rows.edges[1:-1], box[3]]
    body = [
        ((g.first, g.column, g.last - g.first + 1, 1), g) for g in rows.groups if g.first >= count
    ]
    cells: list[Cell] = []
    held: set[tuple[int, int]] = set()
    for (row, column, tall, wide), group in [*heads, *body]:
        places = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
        if places & held:
            return None
        held |= places
        at = (xs[column], ys[row], xs[column + wide], ys[row + tall])
        cells.append(Cell(row, column, _lines(group.pieces, columns.page), tall, wide, at))
    for row, column in ((r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)):
        if (row, column) not in held:
            at = (xs[column], ys[row], xs[column + 1], ys[row + 1])
            cells.append(Cell(row, column, (), 1, 1, at))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    around = (xs[0], ys[0], xs[-1], ys[-1])
    return Table(columns.page, len(ys) - 1, len(xs) - 1, tuple(cells), around)


def _lines(pieces: Sequence[Piece], number: int) -> tuple[Line, ...]:
    return tuple(line_of(row, number) for row in level_lines(pieces))
