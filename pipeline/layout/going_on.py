"""Rows at the top of a page that go on from a table without rules: they keep to its columns."""

from collections.abc import Sequence

from models.page import PageLayout, Role, Table
from pipeline.layout.aligned import AMOUNT
from pipeline.layout.bands import column_of, is_note
from pipeline.layout.cell_rows import Rows
from pipeline.layout.evidence import are_figures
from pipeline.layout.flow import Row

_FAR = 3.5
_ALONE = 1.2
_OUT = 6.0
_NEAR = 0.5
_LEVEL = 0.3
_FULL = 1.6
_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.NOTE})


def open_table(before: PageLayout | None, number: int) -> Table | None:
    """The table that a page ends with, where the next page may go on with it."""
    if before is None or before.number != number - 1:
        return None
    for block in reversed(before.blocks):
        if isinstance(block, Table):
            return block if block.columns > 2 and _is_open(block) else None
        if block.role not in _FURNITURE:
            return None
    return None


def _is_open(table: Table) -> bool:
    """Whether a table's sides are those of its text: no rules draw them."""
    lefts = [line.boxes[0] for cell in table.cells for line in cell.lines if line.boxes]
    return bool(lefts) and table.bbox is not None and abs(min(lefts) - table.bbox[0]) < _NEAR


def is_rest_of_row(rows: Rows, table: Table, em: float) -> bool:
    """Whether the first row is what is left of the last one of `table`, which the page parts.

    Its texts go on where lines of that row are full; name and figures stand on the page before.
    """
    own = [g for g in rows.groups if g.first == 0]
    if any(g.column == 0 or g.last > 0 or not g.text or AMOUNT.fullmatch(g.text) for g in own):
        return False
    for group in own:
        lines = [line for c in table.cells if c.column == group.column for line in c.lines]
        last = [
            line.bbox
            for cell in table.cells
            if cell.column == group.column and cell.row + cell.row_span == table.rows
            for line in cell.lines[-1:]
        ]
        right = max((line.bbox[2] for line in lines if line.bbox), default=0.0)
        first = group.lines[0][0]
        if not last or last[0] is None or abs(last[0][0] - first.x0) > _LEVEL * em:
            return False
        if right - last[0][2] > _FULL * em:
            return False
    return bool(own)


def cuts_of(table: Table) -> list[float]:
    """Where a table's columns part; none where a column has no cell of its own."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox is not None and cell.column_span == 1 and cell.page in (None, table.page):
            edges[cell.column] = cell.bbox[2]
    cuts = [edges[column] for column in range(table.columns - 1) if column in edges]
    return cuts if len(cuts) == table.columns - 1 else []


def figure_columns(table: Table) -> set[int]:
    """The columns of nothing but figures below the heading."""
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row and cell.lines and cell.column_span == 1:
            texts.setdefault(cell.column, []).append(cell.text)
    return {column for column, own in texts.items() if column and are_figures(own)}


def lines_going_on(
    rows: Sequence[Row], cuts: Sequence[float], sides: tuple[float, float], em: float
) -> int:
    """How many of a page's first lines keep to the columns of a table from `sides` on."""
    left, right = sides
    widest = 0.0
    end = 0
    for index, row in enumerate(rows):
        if is_note(row) or any(p.x0 < cut < p.x1 for p in row for cut in cuts):
            break
        if row[0].x0 < left - _OUT * em or row[-1].x1 > right + _OUT * em:
            break
        if index:
            step = min(p.top for p in row) - max(p.bottom for p in rows[index - 1])
            alone = {column_of(p, cuts) for p in row} == {0}
            if step > _FAR * em or (alone and step > max(_ALONE * em, 1.1 * widest)):
                break
            widest = max(widest, step)
        end = index + 1
    return end
