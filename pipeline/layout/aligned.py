"""Tables without upright rules: columns told by the blank strips between them.

Where level rules stand under or between the rows, they say what a row is; elsewhere each printed
line is one, and a line that only goes on with the cell above it belongs to that cell's row.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from models.page import Cell, Char, Rule, Table
from pipeline.layout.card_grounds import holds_cards
from pipeline.layout.flow import MARKER, Row, rows_of
from pipeline.layout.levels import (
    THIN,
    Level,
    holds_boxes,
    holds_frames,
    levels_of,
    sides_of,
    stacks_of,
)
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, extent, pieces_of, typical_size, without
from pipeline.layout.stacked import headed_cuts, parts_of
from pipeline.layout.tight import parted

_LEVELS = 3
_GUTTER = 0.55
_SHARED = 0.65
_NOTE = re.compile(r"単位|^[(（](?:百万|千|万|億)?円[)）]$")
_HEADING_LINES = 5
# Points above the first rule within which headings stand.
_OVER = 60.0
Strip: TypeAlias = tuple[float, float, list[Piece]]

AMOUNT = re.compile(
    r"[△▲▼+＋－−―‐\-(（]*+[\d０-９][\d０-９,，.．、]*+[\s\d０-９,，.．億万千百十]*+"
    r"[円人件%％箇所か倍年度戸世帯台棟本校園名社回日ha㎡kmt)）]*|[－―‐ー\-−–—…]+|皆増|皆減"
)


def half_ruled_tables(
    rules: Sequence[Rule], chars: Sequence[Char], number: int
) -> tuple[list[Table], list[Char]]:
    """Tables drawn with level rules only, and the characters that stand in none of them.

    `rules` are those that no ruled table is made of.
    """
    tables: list[Table] = []
    rest = list(chars)
    upright = [rule for rule in rules if rule.kind == "edge" and rule.x1 - rule.x0 <= THIN]
    sides = sides_of([rule for rule in rules if rule.kind == "edge"], upright)
    boxed = {id(rule) for rule in sides}
    for levels in stacks_of(levels_of([rule for rule in rules if id(rule) not in boxed])):
        if holds_boxes(levels, sides) or holds_frames(levels, rules):
            continue
        if holds_cards(levels, rules, rest):
            continue
        above = levels[0].y - _OVER
        for part in _parts(levels, rest):
            found = _half_ruled(part, rest, number, above=above)
            above = part[-1].y
            if found is None:
                continue
            table, taken = found
            tables.append(table)
            rest = without(rest, taken)
    return tables, rest


def _parts(levels: Sequence[Level], chars: Sequence[Char]) -> list[list[Level]]:
    """The tables that stand on one another in a stack of levels."""
    x0, x1 = min(level.x0 for level in levels), max(level.x1 for level in levels)
    top, bottom = levels[0].y, levels[-1].y
    own = [c for c in chars if c[6] and top < (c[2] + c[4]) / 2 < bottom]
    pieces = pieces_of([c for c in own if x0 - 2 < (c[1] + c[3]) / 2 < x1 + 2])
    return parts_of(levels, pieces, typical_size(pieces)) if pieces else [list(levels)]


def aligned_table(rows: Sequence[Row], cuts: Sequence[float], number: int) -> Table | None:
    """The rows as a table, if they are one: three columns or more, with figures and a heading."""
    columns = len(cuts) + 1
    if columns < 3 or len(rows) < 3 or any(p.blocks or p.mark for row in rows for p in row):
        return None
    texts = [_texts(row, cuts) for row in rows]
    filled = sum(bool(text) for row in texts for text in row)
    if filled < 0.6 * columns * len(rows):
        return None
    amounts = [
        column
        for column in range(columns)
        if _mostly_amounts([row[column] for row in texts[1:] if row[column]])
    ]
    heading = sum(bool(texts[0][c]) and not AMOUNT.fullmatch(texts[0][c]) for c in amounts)
    if len(amounts) < (2 if heading >= 2 or len(rows) >= 5 else 3):
        return None
    box = extent([piece for row in rows for piece in row])
    edges = [box[1], *_between(rows), box[3]]
    strips = list(zip(edges, edges[1:], rows, strict=False))
    return table_of(_merged(strips, cuts), [box[0], *cuts, box[2]], number)


def _half_ruled(
    levels: Sequence[Level], chars: Sequence[Char], number: int, *, above: float
) -> tuple[Table, list[Piece]] | None:
    """A table of levels with what it holds; headings may stand over it, below `above`."""
    x0, x1 = min(level.x0 for level in levels), max(level.x1 for level in levels)
    top, bottom = levels[0].y, levels[-1].y
    near = [c for c in chars if c[6] and above < c[2] and (c[2] + c[4]) / 2 < bottom]
    pieces = pieces_of([c for c in near if x0 - 2 < (c[1] + c[3]) / 2 < x1 + 2])
    em = typical_size(pieces)
    inside, close = parted([p for p in pieces if p.middle > top], em)
    if not inside or _running_in(near, (x0, top, x1)) > 0.2 * len(levels):
        return None
    heading = _heading([p for p in pieces if p.middle <= top], (x0, x1, top), em)
    ys = [level.y for level in levels]
    if heading:
        ys.insert(0, min(p.top for p in heading) - 1)
    cuts = _with_close(_cuts(inside, heading, levels, em), close, em)
    if not cuts:
        return None
    cuts = _headed(heading, inside, cuts, em)
    strips = []
    for upper, lower in pairwise(ys):
        held = [p for p in (*heading, *inside) if upper < p.middle < lower]
        strips.extend(_rows_between(upper, lower, held, cuts))
    strips = [strip for strip in strips if strip[2]]
    drawn = sum(level.drawn for level in levels) >= _LEVELS
    if len(strips) < 2 or not _entries(strips, cuts) or not (drawn or _figures(strips, cuts)):
        return None
    table = table_of(_merged(strips, cuts), [x0, *cuts, x1], number)
    return table, [*heading, *inside]


def _headed(
    heading: Sequence[Piece], inside: Sequence[Piece], cuts: Sequence[float], em: float
) -> list[float]:
    """The cuts with those that only headings show, over columns without an entry."""
    rows = rows_of([*heading, *inside])
    first = next((i for i, row in enumerate(rows) if any(AMOUNT.fullmatch(p.text) for p in row)), 0)
    if not first:
        return list(cuts)
    body = [piece for row in rows[first:] for piece in row]
    return headed_cuts(rows[first - 1], body, cuts, em)


def _running_in(chars: Sequence[Char], at: tuple[float, float, float]) -> int:
    """How many lines of text run over the sides of a would-be table."""
    x0, top, x1 = at
    return sum(
        piece.x0 < side - piece.size and piece.x1 > side + piece.size
        for piece in pieces_of([c for c in chars if c[2] > top])
        for side in (x0, x1)
    )


def _heading(above: Sequence[Piece], at: tuple[float, float, float], em: float) -> list[Piece]:
    """The lines of column headings right above the first rule."""
    x0, x1, top = at
    own = [p for p in above if p.x1 > x0 and p.x0 < x1 and not _NOTE.search(p.text)]
    row = [p for p in own if top - p.bottom < 0.9 * em and p.top > top - 2.2 * em]
    more = row
    while more and min(p.top for p in row) > top - _HEADING_LINES * em:
        high, low = min(p.top for p in row), max(p.bottom for p in row)
        more = [p for p in own if p not in row and p.bottom > high - 0.4 * em and p.top < low]
        row.extend(more)
    if len(row) < 2 or any(p.x0 < x0 - em or p.x1 > x1 + em for p in row):
        return []
    return row


def _cuts(
    inside: Sequence[Piece], heading: Sequence[Piece], levels: Sequence[Level], em: float
) -> list[float]:
    """Where columns part: blank strips down the table, and cuts that most rules share."""
    cuts = _gutters_below(rows_of(inside), em)
    for cut in _gutters_below(_ruled_rows(inside, levels), em):
        if all(abs(cut - other) > em for other in cuts):
            cuts.append(cut)
    cuts.sort()
    spans = [(p.x0, p.x1) for p in inside]
    drawn = sorted(cut for level in levels for cut in level.cuts)
    for cut in drawn:
        shared = sum(abs(cut - other) < 3 for other in drawn)
        if shared < 0.6 * len(levels) or any(x0 + 1 < cut < x1 - 1 for x0, x1 in spans):
            continue
        if all(abs(cut - other) > em for other in cuts):
            cuts.append(cut)
    cuts.sort()
    return without_markers(without_blanks(cuts, inside), [*heading, *inside])


def _gutters_below(rows: Sequence[Row], em: float) -> list[float]:
    """The gutters of the rows below the headings, which stand beside their figures as often."""
    first = next((i for i, row in enumerate(rows) if any(AMOUNT.fullmatch(p.text) for p in row)), 0)
    heading, body = rows[:first], rows[first:]
    if not heading or len(heading[-1]) < max(map(len, body)):
        return gutters(rows, em)
    return gutters(body, em, least=min(2, len(body)))


def _with_close(cuts: Sequence[float], close: Sequence[float], em: float) -> list[float]:
    """The cuts and those between columns that hardly part; of two near each other the latter."""
    kept = [cut for cut in cuts if all(abs(cut - other) > em for other in close)]
    return sorted([*kept, *close])


def _ruled_rows(inside: Sequence[Piece], levels: Sequence[Level]) -> list[Row]:
    """What stands between two rules as one row, whatever its lines; texts that overlap are one."""
    rows: list[Row] = []
    for high, low in pairwise([level.y for level in levels if level.drawn]):
        row: Row = []
        for piece in sorted((p for p in inside if high < p.middle < low), key=lambda p: p.x0):
            if row and piece.x0 < row[-1].x1:
                row[-1] = Piece(*extent([row[-1], piece]), piece.size)
            else:
                row.append(piece)
        rows.append(row)
    return [row for row in rows if row]


def gutters(rows: Sequence[Row], em: float, *, least: int = 2) -> list[float]:
    """The middles of the strips that most rows leave blank."""
    gaps = []
    entries = 0
    for row in rows:
        own = [(a.x1, b.x0) for a, b in pairwise(row) if b.x0 - a.x1 > _GUTTER * em]
        gaps.extend(own)
        entries += bool(own)
    events = sorted([(x0, 1) for x0, _ in gaps] + [(x1, -1) for _, x1 in gaps])
    cuts: list[float] = []
    open_, best, start = 0, 0, 0.0
    for x, change in events:
        if change > 0:
            open_ += 1
            if open_ > best:
                best, start = open_, x
        else:
            if open_ == best and best >= max(least, _SHARED * entries):
                cuts.append((start + x) / 2)
            open_ -= 1
            best = 0 if open_ < _SHARED * entries else max(best, len(gaps) + 1)
    return cuts


def without_blanks(cuts: Sequence[float], pieces: Sequence[Piece]) -> list[float]:
    """The cuts that have text on both sides."""
    kept: list[float] = []
    left = float("-inf")
    for index, cut in enumerate(cuts):
        right = cuts[index + 1] if index + 1 < len(cuts) else float("inf")
        own = any(left < (p.x0 + p.x1) / 2 < cut for p in pieces)
        if own and (right != float("inf") or any((p.x0 + p.x1) / 2 > cut for p in pieces)):
            kept.append(cut)
            left = cut
    return kept


def without_markers(cuts: list[float], pieces: Sequence[Piece]) -> list[float]:
    """A column of nothing but numbers of a list is part of the names beside it."""
    kept = list(cuts)
    for index, cut in enumerate(cuts[:-1] if len(cuts) > 1 else []):
        left = cuts[index - 1] if index else float("-inf")
        column = [p for p in pieces if left < (p.x0 + p.x1) / 2 < cut]
        if column and all(MARKER.fullmatch(p.text) for p in column):
            kept.remove(cut)
    return kept


def _rows_between(
    upper: float, lower: float, held: Sequence[Piece], cuts: Sequence[float]
) -> list[Strip]:
    """One row between two rules, unless several stand there with figures of their own."""
    rows = rows_of(held)
    named = _name_column(rows, cuts)
    texts = [_texts(row, cuts) for row in rows]
    tabular = [row for row in texts if sum(map(bool, row)) > 1 and row[named]]
    if len(rows) < 2 or len(tabular) < 0.7 * len(rows):
        return [(upper, lower, list(held))]
    edges = [upper, *_between(rows), lower]
    return list(zip(edges, edges[1:], rows, strict=False))


def _name_column(rows: Sequence[Row], cuts: Sequence[float]) -> int:
    """The leftmost of the columns that most often hold words."""
    counts = [0] * (len(cuts) + 1)
    for row in rows:
        for column, text in enumerate(_texts(row, cuts)):
            counts[column] += any(character.isalpha() for character in text)
    return counts.index(max(counts))


def _between(rows: Sequence[Row]) -> list[float]:
    """The heights half of the way from each row to the next."""
    return [
        (max(p.bottom for p in high) + min(p.top for p in low)) / 2 for high, low in pairwise(rows)
    ]


def _merged(strips: Sequence[Strip], cuts: Sequence[float]) -> list[Strip]:
    """Rows, a line that only goes on with one cell of the row above joined to that row."""
    steps = sorted(low[0] - high[0] for high, low in pairwise(strips))
    usual = steps[len(steps) // 2] if steps else 0.0
    merged: list[Strip] = []
    for upper, lower, held in strips:
        texts = _texts(held, cuts)
        alone = sum(map(bool, texts)) == 1 and bool(texts[0]) and not MARKER.match(texts[0])
        if merged and alone and upper - merged[-1][0] < 0.8 * usual:
            above = merged[-1]
            merged[-1] = (above[0], lower, [*above[2], *held])
        else:
            merged.append((upper, lower, list(held)))
    return merged


def _texts(row: Sequence[Piece], cuts: Sequence[float]) -> list[str]:
    texts = [""] * (len(cuts) + 1)
    for piece in row:
        texts[sum(cut < (piece.x0 + piece.x1) / 2 for cut in cuts)] += piece.text
    return texts


def _figures(strips: Sequence[Strip], cuts: Sequence[float]) -> bool:
    """Whether any column but the first holds figures."""
    rows = [_texts(held, cuts) for _, _, held in strips[1:]]
    columns = range(1, len(cuts) + 1)
    return any(_mostly_amounts([row[column] for row in rows if row[column]]) for column in columns)


def _entries(strips: Sequence[Strip], cuts: Sequence[float]) -> bool:
    """Whether most rows hold several cells."""
    full = sum(sum(map(bool, _texts(held, cuts))) > 1 for _, _, held in strips)
    return full >= 0.6 * len(strips)


def _mostly_amounts(texts: Sequence[str]) -> bool:
    return len(texts) > 1 and sum(bool(AMOUNT.fullmatch(t)) for t in texts) >= 0.7 * len(texts)


def table_of(strips: Sequence[Strip], xs: Sequence[float], number: int) -> Table:
    cells: list[Cell] = []
    columns = len(xs) - 1
    bodies = _bodies(strips, xs)
    for row, (upper, lower, held) in enumerate(strips):
        column = 0
        for first, last, pieces in _groups(held, xs, bodies):
            cells.extend(_blank(row, c, xs, (upper, lower)) for c in range(column, first))
            lines = tuple(line_of(line, number) for line in rows_of(pieces))
            box = (xs[first], upper, xs[last + 1], lower)
            cells.append(Cell(row, first, lines, 1, last - first + 1, box))
            column = last + 1
        cells.extend(_blank(row, c, xs, (upper, lower)) for c in range(column, columns))
    box = (xs[0], strips[0][0], xs[-1], strips[-1][1])
    return Table(number, len(strips), columns, tuple(cells), box)


def _blank(row: int, column: int, xs: Sequence[float], at: tuple[float, float]) -> Cell:
    return Cell(row, column, (), 1, 1, (xs[column], at[0], xs[column + 1], at[1]))


def _bodies(strips: Sequence[Strip], xs: Sequence[float]) -> list[tuple[float, float]]:
    """How far the text of each column reaches below the heading."""
    bodies: list[tuple[float, float]] = []
    pieces = [piece for _, _, held in strips[1:] for piece in held]
    for left, right in pairwise(xs):
        own = [p for p in pieces if left < (p.x0 + p.x1) / 2 < right]
        bodies.append((min(p.x0 for p in own), max(p.x1 for p in own)) if own else (left, right))
    return bodies


def _groups(
    held: Sequence[Piece], xs: Sequence[float], bodies: Sequence[tuple[float, float]]
) -> list[tuple[int, int, list[Piece]]]:
    """The pieces of each cell of a row, with the first and the last column it covers."""
    groups: list[tuple[int, int, list[Piece]]] = []
    spans = [(*_span(piece, xs, bodies), piece) for piece in held]
    for first, last, piece in sorted(spans, key=lambda span: span[:2]):
        if groups and first <= groups[-1][1]:
            start, end, pieces = groups[-1]
            groups[-1] = (start, max(end, last), [*pieces, piece])
        else:
            groups.append((first, last, [piece]))
    return groups


def _span(
    piece: Piece, xs: Sequence[float], bodies: Sequence[tuple[float, float]]
) -> tuple[int, int]:
    covered = [
        column
        for column, (left, right) in enumerate(bodies)
        if min(piece.x1, right) - max(piece.x0, left) > 0.5 * (right - left)
    ]
    middle = (piece.x0 + piece.x1) / 2
    home = min(max(sum(edge <= middle for edge in xs) - 1, 0), len(xs) - 2)
    return min([*covered, home]), max([*covered, home])
