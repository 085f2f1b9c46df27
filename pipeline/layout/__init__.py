"""A page's characters and rules into lines, blocks and tables in the order a person reads them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from models.page import Block, Cell, Char, Page, PageLayout, Rule, Table, TextBlock
from models.values import BBox
from pipeline.layout.aligned import half_ruled_tables
from pipeline.layout.charts import bar_charts, charts_of
from pipeline.layout.dotted import with_whole_lines
from pipeline.layout.figure_columns import figure_tables
from pipeline.layout.flow import FIGURES
from pipeline.layout.frames import Frame, fill_frames, frames_of
from pipeline.layout.grid import Grid, grid_of, share_out, without_gaps
from pipeline.layout.parted_rows import with_parted_rows
from pipeline.layout.pieces import Piece
from pipeline.layout.region import cell_lines, region_blocks
from pipeline.layout.roles import page_numbers, with_roles
from pipeline.layout.ruby import without_ruby
from pipeline.layout.ruled import RuledTable, find_ruled_tables, visible_rules
from pipeline.layout.scaled import enlarged, enlarged_layout, enlargement
from pipeline.layout.tinted import Tinted, is_tinted
from pipeline.layout.turned import arrange_turned, is_turned
from pipeline.layout.twin_tables import twins_apart
from pipeline.layout.uncertain import uncertain_tables
from pipeline.layout.unruled import unruled_tables
from pipeline.layout.walls import walls_of
from pipeline.layout.watermarks import parted_watermark
from pipeline.layout.wrapped import wrapped_tables

_LEAST = 0.5


def arrange(page: Page, before: PageLayout | None = None) -> PageLayout:
    """The page in reading order: tables with their cells, paragraphs, headings, lists and boxes.

    Order comes from where things stand; the order in which they were drawn says nothing. A table
    without rules at the end of the page `before` may go on at the top of this one.
    """
    if any(char[5] < _LEAST for char in page.chars):
        page = replace(page, chars=[_sized(char) for char in page.chars])
    if (by := enlargement(page)) != 1:
        layout = _arranged(enlarged(page, by), before and enlarged_layout(before, by))
        layout = enlarged_layout(layout, 1 / by)
        return replace(
            layout, width=page.width, height=page.height, issues=(*page.issues, *layout.issues)
        )
    return _arranged(page, before)


def _arranged(page: Page, before: PageLayout | None = None) -> PageLayout:
    """The page in reading order, its text being of the usual size."""
    page = replace(page, rules=with_whole_lines(page.rules))
    if is_turned(page):
        return arrange_turned(page, _arranged)
    usual = _usual_size((), page.chars)
    chars, watermark = parted_watermark(page.chars, usual, page.number)
    if watermark:
        page = replace(page, chars=chars)
    if (plain := without_ruby(page.chars)) is not page.chars:
        page = replace(page, chars=plain)
    bars, page = bar_charts(page, usual)
    tables, boxes, free, rest = _tables(page, before)
    em = _usual_size(rest, page.chars)
    charts, rest = charts_of(page, rest, em)
    head, foot, rest = page_numbers(rest, page.height, page.number)
    # A page that was set upright first has other places than the one that is shown.
    issues = page.issues if page.turn else (*page.issues, *uncertain_tables(rest, page.number))
    solids = [Piece(*table.bbox, 0.0, blocks=(table,)) for table in tables if table.bbox]
    cells = [cell.bbox for table in tables for cell in table.cells if cell.bbox]
    whole = fill_frames(frames_of(page, boxes, cells), rest)
    walls = walls_of((rule for rule in free if rule.kind != "edge"), em)
    blocks = _compose(whole, [*solids, *bars, *charts], page.number, walls=walls)
    blocks = [*head, *with_roles(blocks, em), *foot, *watermark]
    return PageLayout(page.number, page.width, page.height, tuple(blocks), issues, page.from_ocr)


def _sized(char: Char) -> Char:
    """A character whose font has no size of its own is as large as its box."""
    return char if char[5] >= _LEAST else char._replace(size=max(char[4] - char[2], _LEAST))


def _usual_size(rest: Sequence[Char], chars: Sequence[Char]) -> float:
    """The size of most of the text outside tables, or of all where there is little else."""
    sizes = Counter(round(char[5], 1) for char in (rest if len(rest) > 50 else chars))
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 10.0


def _tables(
    page: Page, before: PageLayout | None
) -> tuple[list[Table], list[BBox], list[Rule], list[Char]]:
    """The tables, the boxes that are none, and the rules and characters outside.

    Small tables come first: what holds a table is a box around it.
    """
    rest: list[Char] = list(page.chars)
    tables: list[Table] = []
    boxes: list[BBox] = []
    tinted: list[Tinted] = []
    ruled = [
        (grid_of([cell.bbox for cell in table.cells]), table) for table in find_ruled_tables(page)
    ]
    for grid, drawn_as in sorted(ruled, key=lambda found: _area(found[0])):
        inside, outside = share_out(grid, rest)
        full = [box for box, chars in zip(grid.cells, inside, strict=True) if chars]
        within = [*(table.bbox for table in tables if table.bbox), *boxes]
        if any(_contains(grid.box, box) and not _in_any(box, full) for box in within):
            boxes.extend(grid.cells)
            continue
        if len(full) < 2:
            boxes.extend(full)
            continue
        table = _table(grid, inside, page.number)
        cards = len(full) <= 4 and (table.rows, table.columns) != (grid.rows, grid.columns)
        if table.columns == 1 or cards or (len(table.cells) == 2 and not _entry(table)):
            boxes.extend(full)
            continue
        rest = outside
        tables.append(with_parted_rows(_with_open_ends(table, drawn_as)))
        if is_tinted(table, page.rules):
            tinted.append(Tinted(tables[-1], [char for cell in inside for char in cell]))
    drawn = [table.bbox for table in tables if table.bbox]
    free = [rule for rule in visible_rules(page) if not _contains_rule(drawn, rule)]
    unruled = unruled_tables(free, rest, tinted, page.number, before)
    tables = [table for table in tables if not any(table is one.table for one in unruled.tinted)]
    aligned, rest = figure_tables(free, unruled.rest, page.number)
    half, rest = half_ruled_tables(free, rest, page.number)
    wrapped, rest = wrapped_tables(rest, page.number)
    found = [*tables, *aligned, *half, *unruled.tables, *wrapped]
    return [one for table in found for one in twins_apart(table)], boxes, free, rest


def _with_open_ends(table: Table, drawn: RuledTable) -> Table:
    above = [cell for cell in table.cells if cell.row == 0]
    below = [cell for cell in table.cells if cell.row + cell.row_span == table.rows]
    return replace(
        table,
        opens_above=_columns_within(above, drawn.opens_above),
        opens_below=_columns_within(below, drawn.opens_below),
    )


def _columns_within(cells: Sequence[Cell], spans: Sequence[tuple[float, float]]) -> frozenset[int]:
    return frozenset(
        cell.column
        for cell in cells
        if cell.bbox and any(a < (cell.bbox[0] + cell.bbox[2]) / 2 < b for a, b in spans)
    )


def _contains_rule(boxes: Sequence[BBox], rule: Rule) -> bool:
    return any(
        box[0] - 2 < rule.x0 and rule.x1 < box[2] + 2 and box[1] - 2 < rule.top < box[3] + 2
        for box in boxes
    )


def _area(grid: Grid) -> float:
    return (grid.box[2] - grid.box[0]) * (grid.box[3] - grid.box[1])


def _entry(table: Table) -> bool:
    """Whether a cell holds nothing but a figure, as in a single row of a table that goes on."""
    return any(FIGURES.fullmatch(cell.text) for cell in table.cells if cell.text)


def _in_any(box: BBox, cells: Sequence[BBox]) -> bool:
    return any(_contains(cell, box) for cell in cells)


def _contains(outer: BBox, box: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _compose(
    region: Frame,
    solids: Sequence[Piece],
    number: int,
    *,
    walls: Sequence[BBox],
    boxed: bool = False,
) -> list[Block]:
    """A region's blocks: its own text, and what its frames hold, in one order."""
    own = list(solids)
    for frame in region.within:
        inner = [solid for solid in own if _contains(frame.box, _box(solid))]
        own = [solid for solid in own if solid not in inner]
        blocks = _compose(frame, inner, number, walls=walls, boxed=True)
        if blocks:
            own.append(Piece(*frame.box, 0.0, blocks=tuple(_framed(b, frame) for b in blocks)))
    solids = [*own, *region.marks]
    return region_blocks(region.chars, solids, number, boxed=boxed, walls=walls)


def _box(piece: Piece) -> BBox:
    return (piece.x0, piece.top, piece.x1, piece.bottom)


def _framed(block: Block, frame: Frame) -> Block:
    if isinstance(block, TextBlock) and block.frame is None:
        return replace(block, frame=frame.box, fill=frame.fill)
    return block


def _table(grid: Grid, inside: Sequence[Sequence[Char]], number: int) -> Table:
    lines = {box: cell_lines(chars, number) for box, chars in zip(grid.cells, inside, strict=True)}
    whole = without_gaps(grid, inside)
    cells = [
        Cell(
            row=place[0],
            column=place[1],
            lines=tuple(lines[box]),
            row_span=place[2],
            column_span=place[3],
            bbox=box,
        )
        for box, place in zip(whole.cells, whole.places, strict=True)
    ]
    return Table(number, whole.rows, whole.columns, tuple(cells), grid.box)
