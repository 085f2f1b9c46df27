"""Tables drawn side by side that touch: the headings of the one are said again for the other."""

from collections.abc import Iterator
from dataclasses import replace

from models.page import Table, union

_LEAST = 2


def twins_apart(table: Table) -> list[Table]:
    """The tables that stand beside each other in one, each with the headings that it repeats.

    The first row says the same headings once more from a column on, and no cell reaches over it.
    """
    heads = {cell.column: "".join(cell.text.split()) for cell in table.cells if cell.row == 0}
    texts = [heads.get(column, "") for column in range(table.columns)]
    at = _repeats(texts)
    if at is None or any(c.column < at < c.column + c.column_span for c in table.cells):
        return [table]
    return [_part(table, 0, at), *twins_apart(_part(table, at, table.columns))]


def _repeats(texts: list[str]) -> int | None:
    """The column from which the headings begin again; blank columns may part the tables."""
    if not texts or not texts[0]:
        return None
    for at in range(_LEAST, len(texts)):
        if texts[at] != texts[0]:
            continue
        before, after = _stripped(texts[:at]), _stripped(texts[at : 2 * at])
        if len(before) >= _LEAST and before == after and len(set(before)) == len(before):
            return at
    return None


def _stripped(texts: list[str]) -> list[str]:
    """The texts without the blank ones at their end; a blank among them stays."""
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts


def _part(table: Table, start: int, end: int) -> Table:
    """The columns from `start` to `end` as a table, without those that are blank at its end."""
    own = [cell for cell in table.cells if start <= cell.column < end]
    filled = [cell.column + cell.column_span for cell in own if cell.lines]
    end = max(filled, default=end)
    cells = tuple(
        replace(cell, column=cell.column - start)
        for cell in own
        if cell.column + cell.column_span <= end
    )
    boxes = [cell.bbox for cell in cells if cell.bbox is not None]
    return replace(
        table,
        columns=end - start,
        cells=cells,
        bbox=union(boxes) if boxes else table.bbox,
        opens_above=frozenset(_within(table.opens_above, start, end)),
        opens_below=frozenset(_within(table.opens_below, start, end)),
    )


def _within(columns: frozenset[int], start: int, end: int) -> Iterator[int]:
    return (column - start for column in columns if start <= column < end)
