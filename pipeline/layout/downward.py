"""Body text set in columns, told from lines by its characters: closer below than beside.

Columns of vertical text often stand closer to one another than the pieces of a spaced-out line, so
that what stands level reads as a line. Where characters follow more closely downwards than across,
over long runs side by side, they are taken as columns before any lines are made.
"""

from collections.abc import Sequence
from itertools import pairwise

from models.page import Char
from models.values import BBox
from pipeline.layout.pieces import Piece, extent, pieces_of, without
from pipeline.layout.vertical import clusters, is_narrow, part_vertical, runs_down

_SOLID = 0.2
_LOOSE = 0.2
_WIDE = 1.03
_RUN = 5
_WORD = 4
_ASIDE = 1.5
_GUTTER = 4.0
_BELOW = 1.6
_LINES = 3
_LEAST = 16
_TIGHT = 0.35


def may_run_down(pieces: Sequence[Piece]) -> bool:
    """Whether lines are so short, or set so loosely, that they may be parts of columns."""
    if sum(len(piece.chars) == 1 for piece in pieces) > max(_LEAST, 0.5 * len(pieces)):
        return True
    return any(
        piece.x1 - piece.x0 > _WIDE * len(piece.chars) * piece.size and _is_loose(piece)
        for piece in pieces
    )


def columns_of(
    chars: Sequence[Char],
    pieces: Sequence[Piece],
    turned: Sequence[Piece],
    walls: Sequence[BBox] = (),
) -> tuple[list[Piece], list[Char], list[Piece]]:
    """The columns of vertical body text, the characters outside it, and turned pieces outside it.

    `pieces` are the characters taken as lines; `turned` are glyphs on their side: Latin words stand
    so in vertical text. No column runs through a wall.
    """
    level = {id(char) for piece in pieces if _is_level(piece) for char in piece.chars}
    fine = pieces_of([char for char in chars if id(char) not in level], tight=_SOLID)
    found, _ = part_vertical(fine, [])
    solid = [column for column in found if _is_solid(column)]
    if sum(len(column.chars) for column in solid) < _LEAST:
        return [], list(chars), list(turned)
    columns: list[Piece] = []
    used: set[int] = set()
    for cluster in clusters(solid):
        if len(cluster) < 2:
            continue
        area = _around(cluster)
        inside = [
            piece
            for piece in (*fine, *turned)
            if id(piece) not in used
            and (piece.vertical or is_narrow(piece))
            and _middle_in(piece, area)
        ]
        used.update(id(piece) for piece in inside)
        columns.extend(runs_down(inside, walls))
    if not columns:
        return [], list(chars), list(turned)
    return columns, without(chars, columns), [piece for piece in turned if id(piece) not in used]


def insets(level: Sequence[Piece], columns: Sequence[Piece]) -> list[list[Piece]]:
    """Lines that stand together within vertical text: close to one another, no column between."""
    groups = _linked([[piece] for piece in level], columns, reach=_ASIDE)
    texts = [group for group in groups if len(group) >= _LINES]
    others = [group for group in groups if len(group) < _LINES]
    return [*_linked(texts, columns, reach=_GUTTER), *others]


def alone(lines: Sequence[Piece]) -> list[Piece]:
    """The lines, if none stands beside another: what stands over columns in a row names these."""
    order = sorted(lines, key=lambda line: line.top)
    if any(line.top < above.bottom for above, line in pairwise(order)):
        return []
    return order


def _linked(
    parts: Sequence[list[Piece]], columns: Sequence[Piece], *, reach: float
) -> list[list[Piece]]:
    """The parts joined where they nearly touch: `reach` is how far across, in sizes of type."""
    groups: list[list[Piece]] = []
    for part in sorted(parts, key=lambda part: (extent(part)[1], extent(part)[0])):
        near = [group for group in groups if _together(group, part, columns, reach)]
        groups = [group for group in groups if not any(group is other for other in near)]
        groups.append([*(piece for group in near for piece in group), *part])
    return groups


def _together(
    one: Sequence[Piece], other: Sequence[Piece], columns: Sequence[Piece], reach: float
) -> bool:
    size = min(one[0].size, other[0].size)
    left, high, right, low = extent(one)
    x0, top, x1, bottom = extent(other)
    across, down = max(left, x0) - min(right, x1), max(high, top) - min(low, bottom)
    if across > reach * size or down > _BELOW * size or (across > 0 and down > 0):
        return False
    x0, x1 = sorted((max(left, x0), min(right, x1)))
    top, bottom = sorted((max(high, top), min(low, bottom)))
    return not any(
        column.x0 < x1 and column.x1 > x0 and column.top < bottom and column.bottom > top
        for column in columns
    )


def _is_loose(piece: Piece) -> bool:
    """Whether most characters stand apart from those beside them."""
    chars = [char for char in piece.chars if not char[0].isspace()]
    apart = sum(after[1] - one[3] > _LOOSE * piece.size for one, after in pairwise(chars))
    return 2 * apart > len(chars) - 1


def _is_level(piece: Piece) -> bool:
    """Whether characters stand so closely beside one another that they are a line."""
    return len(piece.chars) >= _WORD and not _is_loose(piece)


def _is_solid(column: Piece) -> bool:
    """Whether a run is long and its characters follow closely."""
    count = len(column.chars)
    return count >= _RUN and column.bottom - column.top < (1 + _TIGHT) * count * column.size


def _around(cluster: Sequence[Piece]) -> BBox:
    """Where the cluster's columns stand, with room for a short last one beside them."""
    x0, top, x1, bottom = extent(cluster)
    size = cluster[0].size
    return (x0 - 2 * size, top - 0.6 * size, x1 + 2 * size, bottom + 0.6 * size)


def _middle_in(piece: Piece, area: BBox) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return area[0] < x < area[2] and area[1] < y < area[3]
