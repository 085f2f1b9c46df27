"""Tables that go on over pages, with or without their heading repeated, joined into one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.page import Block, Cell, PageLayout, Role, Table, TextBlock
from pipeline.layout.cut_rows import (
    goes_on,
    key_going_on,
    parts_a_row,
    repeated_rows,
    without_rows,
)
from pipeline.layout.running import with_running_heads

_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER})
_SHIFT = 0.02
_BLANK = re.compile(r"\s+")


def join_tables(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with each table that goes on standing whole on the page where it begins.

    A repeated heading is dropped, and running heads are marked. Lines know their own pages, and so
    do the cells of later pages.
    """
    joined: list[PageLayout] = []
    open_at: int | None = None
    for layout in with_running_heads(layouts):
        if open_at is not None:
            merged = _continued(joined[open_at], joined[-1], layout)
            if merged is not None:
                table, rest = merged
                joined[open_at] = _with_last_table(joined[open_at], table)
                joined.append(rest)
                if not _ends_with_table(layout):
                    open_at = None
                elif _last_table(rest) is not None:
                    open_at = len(joined) - 1
                continue
        joined.append(layout)
        open_at = len(joined) - 1 if _ends_with_table(layout) else None
    return joined


def _continued(
    start: PageLayout, before: PageLayout, layout: PageLayout
) -> tuple[Table, PageLayout] | None:
    """The table of `start` with its rows on `layout`, and `layout` without them.

    `before` is the page right before `layout`, on which the table may have begun or gone on.
    """
    first = _last_table(start)
    place = next((i for i, block in enumerate(layout.blocks) if isinstance(block, Table)), None)
    if first is None or place is None or before.number != layout.number - 1:
        return None
    second = layout.blocks[place]
    if not isinstance(second, Table) or not _alike(first, second):
        return None
    known = {_key(block) for block in start.blocks if isinstance(block, TextBlock)}
    over = [block for block in layout.blocks[:place] if not _repeated(block, known)]
    if over:
        return None
    rest = replace(layout, blocks=(*layout.blocks[:place], *layout.blocks[place + 1 :]))
    if first.opens_below & second.opens_above:
        return _mended(first, second), rest
    heading = repeated_rows(first, second)
    body = without_rows(second, heading)
    if parts_a_row(first, body):
        every = frozenset(range(first.columns))
        return _mended(replace(first, opens_below=every), replace(body, opens_above=every)), rest
    if not heading and not second.goes_on and not goes_on(first, second):
        return None
    return _joined(first, body), rest


def _ends_with_table(layout: PageLayout) -> bool:
    """Whether nothing but notes and what stands at the foot of a page follows its last table."""
    for block in reversed(layout.blocks):
        if isinstance(block, Table):
            return True
        if block.role not in _FURNITURE and block.role is not Role.NOTE:
            return False
    return False


def _last_table(layout: PageLayout) -> Table | None:
    tables = [block for block in layout.blocks if isinstance(block, Table)]
    return tables[-1] if tables else None


def _with_last_table(layout: PageLayout, table: Table) -> PageLayout:
    places = [i for i, block in enumerate(layout.blocks) if isinstance(block, Table)]
    last = places[-1]
    return replace(layout, blocks=(*layout.blocks[:last], table, *layout.blocks[last + 1 :]))


def _repeated(block: Block, known: set[str]) -> bool:
    """Whether a block over a table says nothing new."""
    if isinstance(block, Table):
        return False
    return block.role in _FURNITURE or _key(block) in known


def _key(block: TextBlock) -> str:
    return _BLANK.sub("", "".join(line.text for line in block.lines))


def _alike(first: Table, second: Table) -> bool:
    """Whether two tables have the same columns, wherever on the page they stand."""
    if first.columns != second.columns:
        return False
    one, other = _edges(first), _edges(second)
    wide = max(max(one.values(), default=0.0), max(other.values(), default=0.0), 1.0)
    shared = one.keys() & other.keys()
    return len(shared) >= first.columns / 2 and all(
        abs(one[column] - other[column]) < max(_SHIFT * wide, 4.0) for column in shared
    )


def _edges(table: Table) -> dict[int, float]:
    """Each column's left side, measured from the table's own, as its first page shows it."""
    edges: dict[int, float] = {}
    for cell in table.cells:
        if cell.bbox is not None and cell.page is None:
            edges.setdefault(cell.column, cell.bbox[0])
    left = min(edges.values(), default=0.0)
    return {column: x - left for column, x in edges.items()}


def _joined(first: Table, second: Table) -> Table:
    """The tables in one; a key cell that the page end cuts goes on beside the rows below."""
    key = key_going_on(first, second)
    cells = list(first.cells)
    if key is not None:
        above, below = key
        longer = replace(above, row_span=above.row_span + below.row_span)
        cells = [longer if cell is above else cell for cell in cells]
    moved = [
        replace(cell, row=cell.row + first.rows, page=cell.page or second.page)
        for cell in second.cells
        if key is None or cell is not key[1]
    ]
    return replace(
        first,
        rows=first.rows + second.rows,
        cells=(*cells, *moved),
        opens_below=second.opens_below,
    )


def _mended(first: Table, second: Table) -> Table:
    """The tables in one, the cells that the page parts whole again.

    Where all columns go on, the page parts a row; else it only parts cells that cover several.
    """
    last = first.rows - 1
    open_columns = first.opens_below & second.opens_above
    ends = {c.column: c for c in first.cells if c.row <= last < c.row + c.row_span}
    shared = 1 if ends.keys() <= open_columns else 0
    whole: dict[int, Cell] = {}
    moved: list[Cell] = []
    for cell in second.cells:
        above = ends.get(cell.column) if cell.row == 0 and cell.column in open_columns else None
        if above is not None and above.column_span == cell.column_span:
            whole[cell.column] = replace(
                above,
                lines=(*above.lines, *cell.lines),
                row_span=above.row_span + cell.row_span - shared,
            )
        else:
            row = cell.row + first.rows - shared
            moved.append(replace(cell, row=row, page=cell.page or second.page))
    kept = [
        whole.get(cell.column, cell) if ends.get(cell.column) is cell else cell
        for cell in first.cells
    ]
    return replace(
        first,
        rows=first.rows + second.rows - shared,
        cells=(*kept, *moved),
        opens_below=second.opens_below,
    )
