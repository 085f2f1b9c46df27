"""The order in which a region is read: bands from the top, columns where text stands in columns.

A band is what no blank strip divides from left to right. Bands that share a gutter belong
together; the gutter divides them where both sides are text, and does not where the right side is
the figures of the left side's names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import TypeAlias

from pipeline.layout.pieces import Piece, extent

Row: TypeAlias = list[Piece]
Gap: TypeAlias = tuple[float, float]

FIGURES = re.compile(
    r"[\d０-９.,，．、△▲▼+＋－−―‐ー\-—%％（）()［］\[\]〔〕〈〉<>【】皆増減円千百万億人件箇所か年度拡充新規うち:：･・*※\s]+"
)
MARKER = re.compile(
    r"[・･●○◎◯■□◆◇▲△▼▽★☆※＊*➢➣▶►▷⇒→•‣-]|"
    r"[(（〔【]?[0-9０-９一二三四五六七八九十ア-ンa-zA-Zⅰ-ⅻⅠ-Ⅻ①-⑳㉑-㉟]{1,3}[)）〕】.．、]?"
)
_BULLET = re.compile(r"[・･●○◎◯■□◆◇★☆※➢➣▶►▷•‣-]")


_REMARK = 8
_TOUCH = 1.0


@dataclass(slots=True)
class Column:
    """Rows that are read one after another, within the column's own sides.

    `cuts` are the gutters that all of the rows share, where there are any.
    """

    x0: float
    x1: float
    rows: list[Row]
    cuts: tuple[float, ...] = ()


def flow(pieces: Sequence[Piece], em: float) -> list[Column]:
    """Columns in reading order. `em` is the region's usual character size in points."""
    columns: list[Column] = []
    for group in _groups(_bands(pieces), em):
        parts, cuts = _parts(group, em)
        if len(parts) > 1:
            for part in parts:
                columns.extend(flow(part, em))
            columns.append(Column(0.0, 0.0, []))  # what follows is another stretch of text
            continue
        if len(group) > 1 and any(piece.blocks for piece in parts[0]):
            for band in group:
                columns.extend(flow(band, em))
            columns.append(Column(0.0, 0.0, []))
            continue
        rows = [row for band in group for row in rows_of(band)]
        x0, _, x1, _ = extent(parts[0])
        if len(cuts) > 1 and len(rows) > 2:
            columns.append(Column(x0, x1, rows, tuple(cuts)))
            columns.append(Column(0.0, 0.0, []))
        elif columns and columns[-1].rows:
            columns[-1].rows.extend(rows)
            columns[-1].x0 = min(columns[-1].x0, x0)
            columns[-1].x1 = max(columns[-1].x1, x1)
        else:
            columns.append(Column(x0, x1, rows))
    return [column for column in columns if column.rows]


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Pieces that stand beside one another, from the top; each row from the left."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.x0)):
        for row in reversed(rows[-4:]):
            if _beside(row, piece):
                row.append(piece)
                break
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: (piece.x0, piece.top))
    rows.sort(key=lambda row: (min(piece.middle for piece in row), row[0].x0))
    return rows


def _beside(row: Row, piece: Piece) -> bool:
    if piece.blocks:
        return False
    for other in row:
        if other.blocks:
            return False
        if min(other.x1, piece.x1) - max(other.x0, piece.x0) > 0.3 * min(other.size, piece.size):
            return False
    nearest = min(row, key=lambda other: _apart(other, piece))
    low, high = max(nearest.top, piece.top), min(nearest.bottom, piece.bottom)
    height = min(nearest.bottom - nearest.top, piece.bottom - piece.top)
    return high - low > 0.5 * height


def _apart(one: Piece, other: Piece) -> float:
    return max(one.x0, other.x0) - min(one.x1, other.x1)


def _bands(pieces: Sequence[Piece]) -> list[list[Piece]]:
    bands: list[list[Piece]] = []
    floor = float("-inf")
    for piece in sorted(pieces, key=lambda piece: (_upper(piece), piece.x0)):
        if bands and _upper(piece) < floor + (_TOUCH if piece.blocks else 0.0):
            bands[-1].append(piece)
        else:
            bands.append([piece])
        floor = max(floor, _lower(piece))
    return bands


def _upper(piece: Piece) -> float:
    return piece.top + 0.15 * min(piece.bottom - piece.top, piece.size)


def _lower(piece: Piece) -> float:
    return piece.bottom - 0.15 * min(piece.bottom - piece.top, piece.size)


def _gaps(band: Sequence[Piece], least: float) -> list[Gap]:
    gaps: list[Gap] = []
    edge = float("-inf")
    for x0, x1 in sorted(_sides(piece, least) for piece in band):
        if x0 - edge >= least:
            gaps.append((edge, x0))
        edge = max(edge, x1)
    gaps.append((edge, float("inf")))
    return gaps


def _sides(piece: Piece, least: float) -> Gap:
    """How far a piece reaches; a box may stand closer to text than text to text."""
    inset = 0.55 * least
    if piece.blocks and piece.x1 - piece.x0 > 2 * inset:
        return (piece.x0 + inset, piece.x1 - inset)
    return (piece.x0, piece.x1)


def _shared(one: Sequence[Gap], other: Sequence[Gap], least: float) -> list[Gap]:
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return sorted(gap for gap in both if gap[1] - gap[0] >= least)


def _inner(gaps: Sequence[Gap]) -> bool:
    return any(gap[0] != float("-inf") and gap[1] != float("inf") for gap in gaps)


def _groups(bands: Sequence[list[Piece]], em: float) -> list[list[list[Piece]]]:
    """Bands in a row that share a gutter with something on both sides of it."""
    least = 0.9 * em
    groups: list[list[list[Piece]]] = []
    shared: list[Gap] = []
    floor = 0.0
    for band in bands:
        gaps = _gaps(band, least)
        common = _shared(shared, gaps, least) if groups else []
        top = min(piece.top for piece in band)
        alone = not _inner(gaps)
        apart = alone and top - floor > 1.6 * em
        if groups and _inner(common) and not apart and not _captioned(groups[-1], band):
            groups[-1].append(band)
            shared = common
        else:
            groups.append([band])
            shared = gaps
        floor = max(piece.bottom for piece in band)
    return [part for group in groups for part in _trimmed(group, least)]


def _captioned(group: Sequence[Sequence[Piece]], band: Sequence[Piece]) -> bool:
    """Whether a single line of text stands over a row of boxes, and is no row of their titles."""
    if len(group) > 1 or any(piece.blocks for piece in group[0]):
        return False
    if not all(piece.blocks for piece in band):
        return False
    return len(band) == 1 or not _titled(group[0], band)


def _titled(line: Sequence[Piece], boxes: Sequence[Piece]) -> bool:
    """Whether each box has a title of its own on the line: close, at its left or in its middle."""
    over = [[piece for piece in line if _apart(piece, box) < 0] for box in boxes]
    if not all(over) or sum(len(title) for title in over) != len(line):
        return False
    for title, box in zip(over, boxes, strict=True):
        x0, _, x1, bottom = extent(title)
        near = title[0].size
        middle = abs(x0 + x1 - box.x0 - box.x1) < 2 * near
        if box.top - bottom > 1.5 * near or not (middle or abs(x0 - box.x0) < 2 * near):
            return False
    return True


def _trimmed(group: list[list[Piece]], least: float) -> list[list[list[Piece]]]:
    """Bands that lead a group and have nothing beside them stand before it.

    Lines that go on into the group's left column stay with it.
    """
    start = 0
    while start < len(group) and not _inner(_gaps(group[start], least)):
        start += 1
    if start in (0, len(group)):
        return [group]
    _, _, lead_end, floor = extent(group[start - 1])
    first = min(group[start], key=lambda piece: piece.x0)
    goes_on = lead_end < max(p.x0 for p in group[start]) and first.top - floor < least
    if goes_on and first.size == group[start - 1][0].size:
        return [group]
    return [group[:start], group[start:]]


def _parts(group: list[list[Piece]], em: float) -> tuple[list[list[Piece]], list[float]]:
    """The group divided at its gutters into columns of text (one where it is not), and these."""
    least = 0.9 * em
    shared = _gaps(group[0], least)
    for band in group[1:]:
        shared = _shared(shared, _gaps(band, least), least)
    cuts = [(a + b) / 2 for a, b in shared if a != float("-inf") and b != float("inf")]
    pieces = [piece for band in group for piece in band]
    if not cuts:
        return [pieces], cuts
    strips: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in pieces:
        middle = (piece.x0 + piece.x1) / 2
        strips[sum(cut < middle for cut in cuts)].append(piece)
    strips = [strip for strip in strips if strip]
    parts = [strips[0]] if strips else []
    for strip in strips[1:]:
        if divides(parts[-1], strip, em):
            parts.append(strip)
        else:
            parts[-1] = parts[-1] + strip
    return parts, cuts


def divides(left: Sequence[Piece], right: Sequence[Piece], em: float) -> bool:
    """Whether the gutter between two strips parts two texts, to be read one after the other."""
    if any(piece.blocks for piece in (*left, *right)):
        return not _rows_of_boxes(left, right, em)
    if _figures(right):
        return False
    if all(piece.mark or MARKER.fullmatch(piece.text) for piece in left):
        return False
    lefts, rights = rows_of(left), rows_of(right)
    if len(lefts) == 1 and len(rights) == 1:
        return False
    level = sum(any(_level(row, other) for other in lefts) for row in rights)
    if level < 0.8 * min(len(rights), len(lefts)):
        return True
    if sum(bool(_BULLET.match(row[0].text)) for row in rights) > 0.5 * len(rights):
        return True
    edge = max(row[-1].x1 for row in lefts)
    full = sum(edge - row[-1].x1 < 2.0 * em for row in lefts)
    wide = edge - min(row[0].x0 for row in lefts) > 8 * em
    if wide and len(lefts) > 2 and len(rights) > 1 and full >= 0.6 * len(lefts):
        return True
    least = {1: inf, 2: 12}.get(min(len(lefts), len(rights)), 8)
    return min(_length(lefts), _length(rights)) >= least


def _rows_of_boxes(left: Sequence[Piece], right: Sequence[Piece], em: float) -> bool:
    """Whether boxes stand in rows of two and more, as cards do: read row by row."""
    if not all(piece.blocks for piece in (*left, *right)):
        return False
    lefts, rights = _stacks(left), _stacks(right)
    if len(lefts) < 2 or len(lefts) != len(rights):
        return False
    return all(
        abs(one[0] - other[0]) < em and abs(one[1] - other[1]) < em
        for one, other in zip(lefts, rights, strict=True)
    )


def _stacks(boxes: Sequence[Piece]) -> list[tuple[float, float]]:
    """The tops and bottoms of boxes, those that touch taken together."""
    stacks: list[tuple[float, float]] = []
    for box in sorted(boxes, key=lambda box: box.top):
        if stacks and box.top < stacks[-1][1] + _TOUCH:
            stacks[-1] = (stacks[-1][0], max(stacks[-1][1], box.bottom))
        else:
            stacks.append((box.top, box.bottom))
    return stacks


def _figures(pieces: Sequence[Piece]) -> bool:
    """Whether a strip is the figures of what stands at its left, with short remarks at most."""
    figures = sum(FIGURES.fullmatch(piece.text) is not None for piece in pieces)
    short = all(len(piece.text) <= _REMARK for piece in pieces if not FIGURES.fullmatch(piece.text))
    return figures >= 0.5 * len(pieces) and short


def _length(rows: Sequence[Row]) -> float:
    return median(sum(len(piece.text) for piece in row) for row in rows)


def _level(row: Row, other: Row) -> bool:
    return abs(row[0].middle - other[-1].middle) < 0.3 * min(row[0].size, other[-1].size)
