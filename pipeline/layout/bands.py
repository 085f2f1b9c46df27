"""Bands of a page that blank strips part into columns: where a table without rules may stand.

A strip is blank where no character of the band's lines crosses it. Which lines make a band is told
by its columns: a line more that costs columns is worth it only where it brings more lines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from pipeline.layout.flow import Row
from pipeline.layout.pieces import Piece

Span: TypeAlias = tuple[float, float]

LEAST_COLUMNS = 3
_GUTTER = 0.2
_WIDE = 0.6
_FAR = 3.5
_LOOSE = 1.6
_ALONE = 1.2
_AHEAD = 5
_LEVEL = 0.3
_FINE = 0.15
_SHARE = 0.3
_FIRST = 4
_HEAD = 4
_SAME = 0.7
_NEXT = 1.6
_LEADERS = re.compile(r"[.．・･…‥]{4,}")
_NOTE = re.compile(r"[(（]?(?:※|＊|\*|注\s*[\d１-９]*[)）:：.．、 　]|(?:資料|出典|備考)\s*[:：])")


@dataclass(frozen=True, slots=True)
class Band:
    """Lines `start` to `end` (excluded), and the sides of what stands in each of their columns."""

    start: int
    end: int
    sides: tuple[Span, ...]

    @property
    def cuts(self) -> list[float]:
        """The middles of the blank strips."""
        return [(left[1] + right[0]) / 2 for left, right in pairwise(self.sides)]


def level_lines(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces of one height as lines from the top; what stands half a line lower is another."""
    lines: list[Row] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        for line in reversed(lines[-3:]):
            near = min(line, key=lambda p: abs(p.middle - piece.middle))
            if abs(near.middle - piece.middle) < _LEVEL * min(near.size, piece.size) and all(
                min(p.x1, piece.x1) - max(p.x0, piece.x0) < _LEVEL * p.size for p in line
            ):
                line.append(piece)
                break
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda p: p.x0)
    return sorted(lines, key=lambda line: (min(p.middle for p in line), line[0].x0))


def finer(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces parted at smaller gaps, and as high as their type.

    Columns may stand closer to one another than words do, and fonts say differently how far theirs
    reach up and down. Type that is spaced out is parted where it is wider apart. A blank that is
    part of the print stays at the end of what stands before it.
    """
    found: list[Piece] = []
    for piece in pieces:
        chars = [char for char in piece.chars if not char[0].isspace()]
        gaps = sorted(b[1] - a[3] for a, b in pairwise(chars))
        usual = max(gaps[len(gaps) // 2], 0.0) if gaps else 0.0
        least = usual + _FINE * piece.size
        middle, half = piece.middle, piece.size / 2
        edge = float("inf")
        for char in piece.chars:
            if char[0].isspace():
                found[-1].chars.append(char)
                continue
            if char[1] - edge > least or edge == float("inf"):
                found.append(Piece(char[1], middle - half, char[3], middle + half, piece.size))
            found[-1].chars.append(char)
            found[-1].x1 = edge = max(found[-1].x1, char[3])
    return found


def may_hold_columns(rows: Sequence[Row], em: float) -> bool:
    """Whether a line stands in three parts, and some more in two: a cheap test before a search."""
    several = [count for row in rows if len(row) > 1 and (count := _parts(row, em)) > 1]
    return len(several) >= LEAST_COLUMNS and max(several) >= LEAST_COLUMNS


def bands_of(rows: Sequence[Row], em: float) -> Iterator[Band]:
    """Bands of three columns and more from the top, also such as share lines."""
    for start, row in enumerate(rows):
        if len(row) > 1 and _opens(rows, start, em):
            band = band_at(rows, start, em)
            if band is not None:
                yield band


def _opens(rows: Sequence[Row], start: int, em: float) -> bool:
    """Whether a line stands in three parts, or in two that the next adds one to."""
    parts = _parts(rows[start], em)
    if parts >= LEAST_COLUMNS or start + 1 == len(rows):
        return parts >= LEAST_COLUMNS
    below = rows[start + 1]
    if parts < 2 or below[0].middle - rows[start][0].middle > _NEXT * em:
        return False
    spans = [(p.x0, p.x1) for p in (*rows[start], *below)]
    return len(joined(spans, _WIDE * em)) >= LEAST_COLUMNS


def band_at(rows: Sequence[Row], start: int, em: float) -> Band | None:
    """The band that begins with a line, as far down as its columns are worth it."""
    best: Band | None = None
    worth = 0
    spans: list[Span] = []
    steps: list[float] = []
    full = 0
    for end, row in enumerate(rows[start:], start + 1):
        if spans:
            steps.append(min(p.top for p in row) - max(p.bottom for p in rows[end - 2]))
            if _stops(rows[start:end], steps, spans[0][1], em):
                break
        spans = joined([*spans, *((p.x0, p.x1) for p in row)], _GUTTER * em)
        full += _parts(row, em) > 1
        if len(spans) < LEAST_COLUMNS:
            if end - start > _AHEAD:
                break
            continue
        if (len(spans) - 1) * full >= worth:
            worth = (len(spans) - 1) * full
            best = Band(start, end, tuple(spans))
    if best is None or best.end - best.start < 2:
        return None
    sides = _proven(rows[best.start : best.end], best.sides, em)
    return Band(best.start, best.end, sides) if len(sides) >= LEAST_COLUMNS else None


def _proven(rows: Sequence[Row], sides: Sequence[Span], em: float) -> tuple[Span, ...]:
    """The columns, those in one that are nowhere further apart than the words of a line are."""
    found = [sides[0]]
    for side in sides[1:]:
        if side[0] - found[-1][1] > _WIDE * em:
            found.append(side)
            continue
        cut = (found[-1][1] + side[0]) / 2
        gaps = [
            (b.x0 - a.x1 > _WIDE * em, at)
            for at, row in enumerate(rows)
            for a, b in pairwise(row)
            if a.x1 <= cut <= b.x0
        ]
        wide = [at for is_wide, at in gaps if is_wide]
        if wide and (wide[0] < _FIRST or len(wide) > max(1.0, _SHARE * len(gaps))):
            found.append(side)
        else:
            found[-1] = (found[-1][0], side[1])
    return tuple(found)


def joined(spans: Sequence[Span], least: float) -> list[Span]:
    """Spans from the left, those nearer to one another than `least` in one."""
    found: list[Span] = []
    for x0, x1 in sorted(spans):
        if found and x0 - found[-1][1] < least:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def column_of(piece: Piece, cuts: Sequence[float]) -> int:
    """The column in which the middle of a piece is."""
    middle = (piece.x0 + piece.x1) / 2
    return sum(cut < middle for cut in cuts)


def is_note(row: Row) -> bool:
    """Whether a line is a note, or leads the eye with dots as tables of contents do."""
    text = "".join(p.text for p in row)
    return _NOTE.match(text) is not None or _LEADERS.search(text) is not None


def repeats(head: Row, row: Row) -> bool:
    """Whether a line is a heading once more: the same words at the same places, and no figures."""
    if len(row) < LEAST_COLUMNS - 1 or any(char.isdigit() for p in row for char in p.text):
        return False
    places = {(round(p.x0), p.text) for p in head}
    same = sum((round(p.x0), p.text) in places for p in row)
    return same >= max(2.0, _SAME * len(row))


def _parts(row: Row, em: float) -> int:
    return 1 + sum(b.x0 - a.x1 > _WIDE * em for a, b in pairwise(row))


def _stops(rows: Sequence[Row], steps: Sequence[float], first_end: float, em: float) -> bool:
    """Whether a band does not go on with the last of the rows; its first column ends there.

    `steps` are the gaps between the rows.
    """
    row = rows[-1]
    if is_note(row) or any(p.blocks or p.mark for p in row):
        return True
    widest = max(steps[:-1], default=0.0)
    if steps[-1] > max(_FAR * em, _LOOSE * widest):
        return True
    if len(rows) > _HEAD and any(repeats(head, row) for head in rows[:_HEAD]):
        return True
    alone = _parts(row, em) == 1 and row[0].x0 < first_end
    return alone and steps[-1] > max(_ALONE * em, 1.1 * widest)
