"""Tables that no rules draw and whose cells hold wrapped text: headings, gutters, rows by figures.

A row of short headings stands over columns that no character runs across; one of the columns holds
one figure for each row. Rows part at the widest blank strip between two figures, and the figures
stand either beside the first lines of all rows or half of the way down all of them. What fits
neither is no such table: two columns of prose, lists and cards are left as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from models.page import Cell, Char, Line, Table
from models.values import BBox
from pipeline.layout.aligned import AMOUNT
from pipeline.layout.flow import MARKER, Row, rows_of
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, extent, pieces_of, typical_size, without

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_LONGEST_HEADING = 12
_HEADING_LINES = 5
_GUTTER = 0.6
_APART = 2.5
_STEP = 1.12
_LEVEL = 0.35
_CLOSE = 0.6
_LEAST_WIDER = 0.9
_LEAST_LEFT = 0.4

Column: TypeAlias = list[Piece]
Span: TypeAlias = tuple[float, float]
_Spanned: TypeAlias = tuple[int, int, Column]


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands in each column below the headings, from the top, and the headings."""

    heading: tuple[Column, ...]
    columns: tuple[Column, ...]
    cuts: tuple[float, ...]


def wrapped_tables(chars: Sequence[Char], number: int) -> tuple[list[Table], list[Char]]:
    """Tables of wrapped text under headings, and the characters that stand in none of them."""
    upright = [char for char in chars if char[6]]
    if sum(char[0].isdigit() for char in upright) < _LEAST_ROWS:
        return [], list(chars)
    pieces = pieces_of(upright)
    em = typical_size(pieces)
    rows = rows_of(pieces)
    tables: list[Table] = []
    taken: list[Piece] = []
    start = 0
    while start < len(rows):
        found = _table(rows[start:], em, number) if _is_heading(rows[start], em) else None
        if found is None:
            start += 1
            continue
        table, count = found
        if not tables:
            above = _going_on(rows[:start], table.columns, em, number)
            if above is not None:
                tables.append(above[0])
                taken.extend(piece for row in rows[: above[1]] for piece in row)
        tables.append(table)
        taken.extend(piece for row in rows[start : start + count] for piece in row)
        start += count
    return tables, without(chars, taken) if taken else list(chars)


def _is_heading(row: Row, em: float) -> bool:
    return (
        len(row) >= _LEAST_COLUMNS
        and all(
            len(p.text) <= _LONGEST_HEADING
            and not AMOUNT.fullmatch(p.text)
            and not p.text.endswith("。")
            for p in row
        )
        and not any(MARKER.match(p.text) and not p.text[:1].isalnum() for p in row)
        and all(b.x0 - a.x1 > _GUTTER * em for a, b in pairwise(row))
    )


def _table(rows: Sequence[Row], em: float, number: int) -> tuple[Table, int] | None:
    """The table under the heading that the first of the rows is, and how many rows it takes."""
    count, cuts = _reach(rows, em)
    body = _parted(rows[:count], cuts) if count > _LEAST_ROWS else None
    table = _built(body, em, number) if body is not None else None
    return (table, count) if table is not None else None


def _going_on(
    rows: Sequence[Row], columns: int, em: float, number: int
) -> tuple[Table, int] | None:
    """What goes on at the top of a page from a table like the one that follows below."""
    spans: list[Span] = []
    best = 0
    for index, row in enumerate(rows, 1):
        spans = _joined([*spans, *((p.x0, p.x1) for p in row)], _GUTTER * em)
        if len(spans) == columns:
            best, sides = index, spans
    if best < _LEAST_ROWS:
        return None
    cuts = tuple((a[1] + b[0]) / 2 for a, b in pairwise(sides))
    pieces = [piece for row in rows[:best] for piece in row]
    table = _built(_Body((), tuple(_by_column(pieces, cuts)), cuts), em, number)
    return (table, best) if table is not None else None


def _built(body: _Body, em: float, number: int) -> Table | None:
    anchor = _anchor(body)
    if anchor is None:
        return None
    weights = [sum(len(p.chars) for p in column) for column in body.columns]
    main = weights.index(max(weights))
    if main == anchor or len(body.columns[main]) <= len(body.columns[anchor]):
        return None
    found = _edges(body, main, anchor, em)
    if found is None:
        return None
    edges, firsts = found
    cells = _cells(body, edges, firsts, (em, number))
    if cells is None:
        return None
    rows = len(edges) - (0 if body.heading else 1)
    return Table(number, rows, len(body.cuts) + 1, tuple(cells), _box(cells))


def _reach(rows: Sequence[Row], em: float) -> tuple[int, list[float]]:
    """How many rows keep to the columns of the heading, and the middles of the gutters."""
    columns = len(rows[0])
    spans = [(p.x0, p.x1) for p in rows[0]]
    floor = max(p.bottom for p in rows[0])
    count = 1
    for row in rows[1:]:
        top = min(p.top for p in row)
        alone = len(row) == 1 and row[0].x0 < spans[0][1] and top - floor > 1.2 * em
        grown = _joined([*spans, *((p.x0, p.x1) for p in row)], _GUTTER * em)
        if alone or top - floor > _APART * em or len(grown) != columns:
            break
        spans, count = grown, count + 1
        floor = max(floor, *(p.bottom for p in row))
    return count, [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]


def _joined(spans: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if joined and x0 - joined[-1][1] < least:
            joined[-1] = (joined[-1][0], max(joined[-1][1], x1))
        else:
            joined.append((x0, x1))
    return joined


def _parted(rows: Sequence[Row], cuts: Sequence[float]) -> _Body | None:
    """Headings and body by column; null where nothing tells where the headings end."""
    tops = [min(p.top for p in row) for row in rows]
    held = _by_column([p for row in rows for p in row], cuts)
    steps = sorted(b.top - a.top for column in held for a, b in pairwise(column))
    if not steps:
        return None
    pitch = steps[len(steps) // 10]
    ends = (i for i in range(1, len(rows)) if tops[i] - tops[i - 1] > _STEP * pitch)
    end = next(ends, None)
    if end is None or end > _HEADING_LINES:
        return None
    heading = [p for row in rows[:end] for p in row]
    body = [p for row in rows[end:] for p in row]
    return _Body(tuple(_by_column(heading, cuts)), tuple(_by_column(body, cuts)), tuple(cuts))


def _by_column(pieces: Sequence[Piece], cuts: Sequence[float]) -> list[Column]:
    columns: list[Column] = [[] for _ in range(len(cuts) + 1)]
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        columns[sum(cut < (piece.x0 + piece.x1) / 2 for cut in cuts)].append(piece)
    return columns


def _anchor(body: _Body) -> int | None:
    """The column, not the first, with a figure for each row and nothing else."""
    found = [
        (len(column), index)
        for index, column in enumerate(body.columns)
        if index
        and len(column) >= _LEAST_ROWS
        and all(AMOUNT.fullmatch(p.text) for p in column)
        and sum(any(c.isdigit() for c in p.text) for p in column) > len(column) / 2
        and all(low.top > high.bottom for high, low in pairwise(column))
    ]
    return max(found)[1] if found else None


def _edges(
    body: _Body, main: int, anchor: int, em: float
) -> tuple[list[float], list[float]] | None:
    """The top of each row and the foot of the last; null where the figures do not tell them.

    And the middles of the rows' first lines, none where figures stand half of the way down.
    """
    figures, text = body.columns[anchor], body.columns[main]
    held = [*text, *figures]
    strips = _strips(held, figures)
    if strips is None:
        return None
    narrowest = min((low - high for high, low in strips), default=0.0)
    for column in body.columns:
        closer = _strips([*held, *column], figures)
        if closer is not None and all(
            wide[0] - 0.1 <= own[0]
            and own[1] <= wide[1] + 0.1
            and own[1] - own[0] >= _LEAST_LEFT * narrowest
            for own, wide in zip(closer, strips, strict=True)
        ):
            held.extend(column)
            strips = closer
    edges = [
        min(p.top for p in held),
        *((a + b) / 2 for a, b in strips),
        max(p.bottom for p in held),
    ]
    lines = [[p for p in text if high < p.middle < low] for high, low in pairwise(edges)]
    steps = [low.top - high.bottom for own in lines for high, low in pairwise(own)]
    # A strip as wide as those between rows parts two rows, one of them without its figure.
    if not all(lines) or any(step > _LEAST_WIDER * narrowest for step in steps):
        return None
    pairs = list(zip(lines, figures, strict=True))
    if all(abs(own[0].middle - figure.middle) < _LEVEL * em for own, figure in pairs):
        return edges, [own[0].middle for own in lines]
    half = [(own[0].top + own[-1].bottom) / 2 for own, _ in pairs]
    if all(abs(at - p.middle) < _LEVEL * em for at, p in zip(half, figures, strict=True)):
        return edges, []
    return None


def _strips(pieces: Column, figures: Column) -> list[Span] | None:
    """The widest blank strip between each figure and the next."""
    spans = _joined([(p.top, p.bottom) for p in pieces], 0.0)
    gaps = [(low[0] - high[1], high[1], low[0]) for high, low in pairwise(spans)]
    strips: list[Span] = []
    for high, low in pairwise(figures):
        own = sorted(gap for gap in gaps if high.middle < (gap[1] + gap[2]) / 2 < low.middle)
        if not own or (len(own) > 1 and own[-2][0] > _LEAST_WIDER * own[-1][0]):
            return None
        strips.append((own[-1][1], own[-1][2]))
    return strips


def _cells(
    body: _Body, edges: Sequence[float], firsts: Sequence[float], of: tuple[float, int]
) -> list[Cell] | None:
    em, number = of
    box = extent([p for column in (*body.heading, *body.columns) for p in column])
    xs = [box[0], *body.cuts, box[2]]
    cells: list[Cell] = []
    for column, head in enumerate(body.heading):
        if not head:
            return None
        at = (xs[column], box[1], xs[column + 1], edges[0])
        cells.append(Cell(0, column, _lines(head, number), 1, 1, at))
    lead = 1 if body.heading else 0
    for column, own in enumerate(body.columns):
        spans = _below(own, edges, firsts, em) if firsts else _halfway(own, edges, em)
        if spans is None:
            return None
        for first, last, pieces in spans:
            at = (xs[column], edges[first], xs[column + 1], edges[last])
            lines = _lines(pieces, number)
            cells.append(Cell(first + lead, column, lines, last - first, 1, at))
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _below(
    own: Column, edges: Sequence[float], firsts: Sequence[float], em: float
) -> list[_Spanned] | None:
    """The cells of a column whose text begins beside the first line of each row.

    Text that goes on without a wider step past the foot of its row covers the rows it reaches.
    """
    homes = [[p for p in own if high <= p.middle <= low] for high, low in pairwise(edges)]
    if not _across(own, edges):
        return [(row, row + 1, pieces) for row, pieces in enumerate(homes)]
    pitch = min(low.top - high.top for high, low in pairwise(own))
    spans: list[_Spanned] = []
    for piece in own:
        goes_on = spans and piece.top - spans[-1][2][-1].top < _STEP * pitch
        if goes_on:
            first, last, pieces = spans[-1]
            reached = sum(edge < piece.bottom - 1 for edge in edges[1:-1]) + 1
            spans[-1] = (first, max(last, reached), [*pieces, piece])
            continue
        level = [row for row, at in enumerate(firsts) if abs(at - piece.middle) < _LEVEL * em]
        if not level or (spans and level[0] < spans[-1][1]):
            return None
        at = spans[-1][1] if spans else 0
        spans.extend((row, row + 1, []) for row in range(at, level[0]))
        spans.append((level[0], level[0] + 1, [piece]))
    spans.extend((row, row + 1, []) for row in range(spans[-1][1], len(firsts)))
    return spans


def _across(own: Column, edges: Sequence[float]) -> bool:
    return any(p.top + 1 < edge < p.bottom - 1 for p in own for edge in edges[1:-1])


def _halfway(own: Column, edges: Sequence[float], em: float) -> list[_Spanned] | None:
    """The cells of a column whose text stands half of the way down the rows that it covers."""
    homes = [[p for p in own if high <= p.middle <= low] for high, low in pairwise(edges)]
    if not all(homes) or _across(own, edges):
        spans = _centred(own, edges, em)
        if spans is not None or _across(own, edges):
            return spans
    return [(row, row + 1, pieces) for row, pieces in enumerate(homes)]


def _centred(own: Column, edges: Sequence[float], em: float) -> list[_Spanned] | None:
    groups: list[Column] = []
    for piece in own:
        if groups and piece.top - groups[-1][-1].bottom < _CLOSE * em:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    spans: list[_Spanned] = []
    first = 0
    for group in groups:
        middle = (group[0].top + group[-1].bottom) / 2
        off, last = min(
            (
                (abs((edges[first] + edges[end]) / 2 - middle), end)
                for end in range(first + 1, len(edges))
            ),
            default=(em, first),
        )
        if off > 0.6 * em:
            return None
        spans.append((first, last, group))
        first = last
    return spans if first == len(edges) - 1 else None


def _lines(pieces: Sequence[Piece], number: int) -> tuple[Line, ...]:
    return tuple(line_of(row, number) for row in rows_of(pieces))


def _box(cells: Sequence[Cell]) -> BBox:
    boxes = [cell.bbox for cell in cells if cell.bbox]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
