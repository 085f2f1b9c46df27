"""The path to each figure of a table: all headings that lead to it, row and column apart."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import TypeAlias

from models import Fact, Record, Source
from models.page import Cell, Passage
from models.policy import HeadingPath
from pipeline.schemas.grid import Grid

Spot: TypeAlias = tuple[int, int, int]


def with_paths(records: Sequence[Record], grids: Iterable[Grid]) -> list[Record]:
    """The records, each fact that stands in a table with the path to its figure.

    Of several grids that hold a figure the first one counts.
    """
    open_facts = [record for record in records if isinstance(record, Fact) and record.path is None]
    if not open_facts:
        return list(records)
    paths: dict[Spot, HeadingPath] = {}
    for grid in grids:
        for spot, path in _paths(grid):
            paths.setdefault(spot, path)
    return [_with_path(record, paths) for record in records]


def _with_path(record: Record, paths: dict[Spot, HeadingPath]) -> Record:
    if not isinstance(record, Fact) or record.path is not None or "value" not in record.sources:
        return record
    spot = _spot(record.sources["value"])
    path = paths.get(spot) if spot is not None else None
    return record.model_copy(update={"path": path}) if path is not None else record


def _paths(grid: Grid) -> Iterable[tuple[Spot, HeadingPath]]:
    for entry in grid.entries:
        own = (*entry.groups, *(label.text for label in entry.labels))
        for head in grid.figured():
            cell = entry.row.cells[head.index]
            if cell is None or not cell.lines or not entry.row.begins[head.index]:
                continue
            passage = Passage.of(cell.lines, separator=" ")
            spot = _spot(passage.source()) if passage.text.strip() else None
            row = own if cell.row_span == 1 else _shared(grid, cell, own)
            column = _common([each.path for each in grid.heads if _covers(cell, each.index)])
            if spot is not None and (row or column):
                yield spot, HeadingPath(row=tuple(dict.fromkeys(row)), column=column)


def _shared(grid: Grid, cell: Cell, own: Sequence[str]) -> tuple[str, ...]:
    """The labels that all rows share which a figure reaches over."""
    rows = range(cell.row, cell.row + cell.row_span)
    said = [
        {*entry.groups, *(label.text for label in entry.labels)}
        for entry in grid.entries
        if entry.row.number in rows
    ]
    return tuple(text for text in own if all(text in each for each in said))


def _covers(cell: Cell, column: int) -> bool:
    return cell.column <= column < cell.column + cell.column_span


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headings that all columns share which a figure reaches over."""
    alike = takewhile(lambda parts: len(set(parts)) == 1, zip(*paths, strict=False))
    return tuple(parts[0] for parts in alike)


def _spot(source: Source) -> Spot | None:
    """A place on a page, coarse enough for two readings of one figure."""
    if source.bbox is None:
        return None
    x0, top, x1, bottom = source.bbox
    return (source.page, round((x0 + x1) / 8), round((top + bottom) / 8))
