"""A region's characters into blocks, or a cell's into lines, horizontal and vertical alike."""

from collections.abc import Sequence

from models.page import Block, Char, Line
from models.values import BBox
from pipeline.layout.aligned import aligned_table
from pipeline.layout.downward import alone, columns_of, insets, may_run_down
from pipeline.layout.flow import flow, rows_of
from pipeline.layout.lines import line_of
from pipeline.layout.paragraphs import blocks_of
from pipeline.layout.pieces import Piece, extent, pieces_of, typical_size
from pipeline.layout.vertical import (
    clusters,
    joined,
    part_vertical,
    spaced_out,
    stacked,
    transposed,
    turned_pieces,
)
from pipeline.layout.walls import held_apart


def region_blocks(
    chars: Sequence[Char],
    solids: Sequence[Piece],
    number: int,
    *,
    boxed: bool = False,
    walls: Sequence[BBox] = (),
) -> list[Block]:
    """The blocks of a region in reading order; `solids` are what its text flows around, and marks.

    In a `boxed` region, characters in a single column are read down however far apart they are.
    `walls` are lines drawn between columns or tiers of text.
    """
    level, vertical = _pieces(chars, boxed=boxed and not solids, walls=walls)
    em = typical_size(level or vertical)
    if sum(len(p.chars) for p in vertical) > sum(len(p.chars) for p in level):
        across = [_inset(group, number) for group in insets(level, vertical)]
        _, top, _, bottom = extent([*vertical, *solids])
        over = alone([inset for inset in across if inset.bottom <= top])
        under = alone([inset for inset in across if inset.top >= bottom])
        among = [inset for inset in across if not any(inset is i for i in (*over, *under))]
        parted = held_apart([*vertical, *among, *solids], walls, em, tiers=True)
        return [
            *_read(over, em, number),
            *_read([transposed(piece) for piece in parted], em, number),
            *_read(under, em, number),
        ]
    asides = [_aside(cluster, number) for cluster in clusters(vertical)]
    parted = held_apart([*level, *asides, *solids], walls, em, tiers=False)
    return _read(parted, em, number, boxed=boxed)


def cell_lines(chars: Sequence[Char], number: int) -> list[Line]:
    """The lines of a table cell, each row of it one line."""
    if not chars:
        return []
    level, vertical = _pieces(chars, boxed=True)
    lines = [line_of(row, number) for row in rows_of(level)]
    if vertical:
        columns = rows_of([transposed(piece) for piece in vertical])
        lines.extend(line_of(column, number) for column in columns)
        if level:
            lines.sort(key=lambda line: (line.boxes[1], line.boxes[0]))
    return lines


def _pieces(
    chars: Sequence[Char], *, boxed: bool, walls: Sequence[BBox] = ()
) -> tuple[list[Piece], list[Piece]]:
    upright = [char for char in chars if char[6]]
    turned = [] if len(upright) == len(chars) else [char for char in chars if not char[6]]
    pieces = pieces_of(upright)
    if boxed and not turned and stacked(pieces):
        return [], [joined(pieces)]
    sideways = turned_pieces(turned)
    columns: list[Piece] = []
    if may_run_down(pieces):
        columns, others, sideways = columns_of(upright, pieces, sideways, walls)
        pieces = pieces_of(others) if columns else pieces
    vertical, level = part_vertical(pieces, sideways)
    if boxed and vertical and not columns and spaced_out(vertical, level):
        return pieces, []
    return level, [*columns, *vertical]


def _read(pieces: Sequence[Piece], em: float, number: int, *, boxed: bool = False) -> list[Block]:
    blocks: list[Block] = []
    for column in flow(pieces, em):
        table = aligned_table(column.rows, column.cuts, number) if column.cuts else None
        blocks.extend(blocks_of(column, number, boxed=boxed) if table is None else [table])
    return blocks


def _aside(cluster: Sequence[Piece], number: int) -> Piece:
    """Vertical lines within horizontal text, as something solid."""
    turned = [transposed(piece) for piece in cluster]
    blocks = _read(turned, typical_size(cluster), number)
    return Piece(*extent(cluster), 0.0, blocks=tuple(blocks))


def _inset(group: Sequence[Piece], number: int) -> Piece:
    """Horizontal lines within vertical text, as something solid."""
    blocks = _read(group, typical_size(group), number)
    return Piece(*extent(group), 0.0, blocks=tuple(blocks))
