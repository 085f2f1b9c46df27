"""A page's characters and rules into lines, blocks and tables in the order a person reads them."""

from collections.abc import Sequence
from dataclasses import replace

from models.page import Block, Cell, Char, Page, PageLayout, Table, TextBlock
from models.values import BBox
from pipeline.layout.flow import flow, rows_of
from pipeline.layout.frames import Frame, fill_frames, frames_of
from pipeline.layout.grid import Grid, grid_of, share_out
from pipeline.layout.lines import line_of
from pipeline.layout.paragraphs import blocks_of
from pipeline.layout.pieces import Piece, pieces_of, typical_size
from pipeline.layout.ruled import find_ruled_tables


def arrange(page: Page) -> PageLayout:
    """The page in reading order: tables with their cells, paragraphs, headings, lists and boxes.

    Order comes from where things stand; the order in which they were drawn says nothing.
    """
    tables, boxes, rest = _tables(page)
    solids = [Piece(*grid.box, 0.0, blocks=(table,)) for grid, table in tables]
    cells = [cell for grid, _ in tables for cell in grid.cells]
    outer, rest = fill_frames(frames_of(page, boxes, cells), rest)
    blocks = _compose(rest, outer, solids, page.number)
    return PageLayout(
        page.number, page.width, page.height, tuple(blocks), page.issues, page.from_ocr
    )


def _tables(page: Page) -> tuple[list[tuple[Grid, Table]], list[BBox], list[Char]]:
    """The ruled tables, smallest first, the boxes that are none, and the characters outside."""
    rest: list[Char] = list(page.chars)
    tables: list[tuple[Grid, Table]] = []
    boxes: list[BBox] = []
    ruled = [[cell.bbox for cell in table.cells] for table in find_ruled_tables(page)]
    for group in sorted(ruled, key=_area):
        grid = grid_of(group)
        inside, outside = share_out(grid, rest)
        holding = [_contains(cell, [grid.box for grid, _ in tables]) for cell in grid.cells]
        full = [bool(chars) or held for chars, held in zip(inside, holding, strict=True)]
        if sum(full) < 2 or any(holding):
            boxes.extend(box for box, some in zip(grid.cells, full, strict=True) if some)
            continue
        rest = outside
        tables.append((grid, _table(grid, inside, page.number)))
    return tables, boxes, rest


def _area(cells: Sequence[BBox]) -> float:
    return sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in cells)


def _contains(cell: BBox, boxes: Sequence[BBox]) -> bool:
    return any(
        cell[0] < (box[0] + box[2]) / 2 < cell[2] and cell[1] < (box[1] + box[3]) / 2 < cell[3]
        for box in boxes
    )


def _compose(
    chars: Sequence[Char], frames: Sequence[Frame], solids: Sequence[Piece], number: int
) -> list[Block]:
    """A region's blocks: its own text, and what its frames hold, in one order."""
    pieces = pieces_of(chars)
    own = list(solids)
    for frame in frames:
        inner = [solid for solid in own if _contains(frame.box, [_box(solid)])]
        own = [solid for solid in own if solid not in inner]
        blocks = _compose(frame.chars, frame.within, inner, number)
        if blocks:
            own.append(Piece(*frame.box, 0.0, blocks=tuple(_framed(b, frame) for b in blocks)))
    em = typical_size(pieces)
    return [block for column in flow([*pieces, *own], em) for block in blocks_of(column, number)]


def _box(piece: Piece) -> BBox:
    return (piece.x0, piece.top, piece.x1, piece.bottom)


def _framed(block: Block, frame: Frame) -> Block:
    if isinstance(block, TextBlock) and block.frame is None:
        return replace(block, frame=frame.box, fill=frame.fill)
    return block


def _table(grid: Grid, inside: Sequence[Sequence[Char]], number: int) -> Table:
    cells = [
        Cell(
            row=place[0],
            column=place[1],
            lines=tuple(line_of(row, number) for row in rows_of(pieces_of(chars))),
            row_span=place[2],
            column_span=place[3],
            bbox=box,
        )
        for box, place, chars in zip(grid.cells, grid.places, inside, strict=True)
    ]
    return Table(number, grid.rows, grid.columns, tuple(cells), grid.box)
