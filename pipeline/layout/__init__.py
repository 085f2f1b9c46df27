"""A page's characters and rules into lines, blocks and tables in the order a person reads them."""

from collections.abc import Sequence
from dataclasses import replace

from models.page import Block, Cell, Char, Page, PageLayout, Rule, Table, TextBlock
from models.values import BBox
from pipeline.layout.aligned import half_ruled_tables
from pipeline.layout.frames import Frame, fill_frames, frames_of
from pipeline.layout.grid import Grid, grid_of, share_out
from pipeline.layout.pieces import Piece
from pipeline.layout.region import cell_lines, region_blocks
from pipeline.layout.ruled import find_ruled_tables, visible_rules


def arrange(page: Page) -> PageLayout:
    """The page in reading order: tables with their cells, paragraphs, headings, lists and boxes.

    Order comes from where things stand; the order in which they were drawn says nothing.
    """
    tables, boxes, rest = _tables(page)
    solids = [Piece(*table.bbox, 0.0, blocks=(table,)) for table in tables if table.bbox]
    cells = [cell.bbox for table in tables for cell in table.cells if cell.bbox]
    outer, rest = fill_frames(frames_of(page, boxes, cells), rest)
    blocks = _compose(rest, outer, solids, page.number)
    return PageLayout(
        page.number, page.width, page.height, tuple(blocks), page.issues, page.from_ocr
    )


def _tables(page: Page) -> tuple[list[Table], list[BBox], list[Char]]:
    """The tables that rules draw, the boxes that are none, and the characters outside.

    Small tables come first: what holds a table is a box around it.
    """
    rest: list[Char] = list(page.chars)
    tables: list[Table] = []
    boxes: list[BBox] = []
    grids = [grid_of([cell.bbox for cell in table.cells]) for table in find_ruled_tables(page)]
    for grid in sorted(grids, key=_area):
        inside, outside = share_out(grid, rest)
        holding = [_contains(cell, [t.bbox for t in tables if t.bbox]) for cell in grid.cells]
        full = [bool(chars) or held for chars, held in zip(inside, holding, strict=True)]
        if any(holding) or sum(full) < 2 or grid.columns == 1 or len(grid.cells) == 2:
            boxes.extend(box for box, some in zip(grid.cells, full, strict=True) if some)
            continue
        rest = outside
        tables.append(_table(grid, inside, page.number))
    drawn = [table.bbox for table in tables if table.bbox]
    free = [rule for rule in visible_rules(page) if not _contains_rule(drawn, rule)]
    half, rest = half_ruled_tables(free, rest, page.number)
    return [*tables, *half], boxes, rest


def _contains_rule(boxes: Sequence[BBox], rule: Rule) -> bool:
    return any(
        box[0] - 2 < rule.x0 and rule.x1 < box[2] + 2 and box[1] - 2 < rule.top < box[3] + 2
        for box in boxes
    )


def _area(grid: Grid) -> float:
    return (grid.box[2] - grid.box[0]) * (grid.box[3] - grid.box[1])


def _contains(cell: BBox, boxes: Sequence[BBox]) -> bool:
    return any(
        cell[0] < (box[0] + box[2]) / 2 < cell[2] and cell[1] < (box[1] + box[3]) / 2 < cell[3]
        for box in boxes
    )


def _compose(
    chars: Sequence[Char],
    frames: Sequence[Frame],
    solids: Sequence[Piece],
    number: int,
    *,
    boxed: bool = False,
) -> list[Block]:
    """A region's blocks: its own text, and what its frames hold, in one order."""
    own = list(solids)
    for frame in frames:
        inner = [solid for solid in own if _contains(frame.box, [_box(solid)])]
        own = [solid for solid in own if solid not in inner]
        blocks = _compose(frame.chars, frame.within, inner, number, boxed=True)
        if blocks:
            own.append(Piece(*frame.box, 0.0, blocks=tuple(_framed(b, frame) for b in blocks)))
    return region_blocks(chars, own, number, boxed=boxed)


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
            lines=tuple(cell_lines(chars, number)),
            row_span=place[2],
            column_span=place[3],
            bbox=box,
        )
        for box, place, chars in zip(grid.cells, grid.places, inside, strict=True)
    ]
    return Table(number, grid.rows, grid.columns, tuple(cells), grid.box)
