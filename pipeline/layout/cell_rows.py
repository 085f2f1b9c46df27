"""Rows of a table that no rules part, from the lines of its columns.

The lines of a cell follow one another closely, and rows stand further apart; where they do not,
each line is a row, or each line that most columns have text on begins one. A cell covers more than
one row where its text stands half of the way down them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from pipeline.layout.bands import column_of, level_lines
from pipeline.layout.pieces import Piece

_PITCH = 1.06
_WIDEST_PITCH = 2.1
_APART = 1.9
_MOST = 0.6
_OFF = 0.45
_LABEL_OFF = 0.7
_OVER = 0.25

Lines: TypeAlias = list[list[Piece]]


@dataclass(slots=True)
class Group:
    """The lines of one cell, and the rows it covers (`last` included)."""

    column: int
    lines: Lines = field(default_factory=list)
    first: int = -1
    last: int = -1

    @property
    def top(self) -> float:
        return min(p.top for p in self.lines[0])

    @property
    def bottom(self) -> float:
        return max(p.bottom for p in self.lines[-1])

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def pieces(self) -> list[Piece]:
        return [piece for line in self.lines for piece in line]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Rows:
    """The cells of a table, and where its rows part: the top of the first to the foot of all.

    They are `by_steps` where lines of one cell stand closer to one another than rows do.
    """

    groups: list[Group]
    edges: list[float]
    by_steps: bool = True


def rows_from(pieces: Sequence[Piece], cuts: Sequence[float], em: float) -> Iterator[Rows]:
    """What the rows between the cuts may be, the likeliest first."""
    columns = [level_lines(own) for own in _by_column(pieces, cuts)]
    for parted in (_by_steps, _by_lines, _by_starts):
        groups = parted(columns, em)
        rows = _placed(groups, em) if groups is not None else None
        if rows is not None:
            rows.by_steps = parted is _by_steps or _apart(columns, em)
            yield rows


def _apart(columns: Sequence[Lines], em: float) -> bool:
    """Whether no line stands as close to another as the lines of one cell do."""
    return all(step > _APART * em for step in _pitches(columns).values())


def _by_column(pieces: Sequence[Piece], cuts: Sequence[float]) -> list[list[Piece]]:
    held: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in pieces:
        held[column_of(piece, cuts)].append(piece)
    return held


def _top(line: Sequence[Piece]) -> float:
    return min(p.top for p in line)


def _middle(line: Sequence[Piece]) -> float:
    return (min(p.top for p in line) + max(p.bottom for p in line)) / 2


def _by_steps(columns: Sequence[Lines], em: float) -> list[Group] | None:
    """Cells by the distances of their lines, where these are of two kinds."""
    pitch = _pitches(columns)
    if not pitch or min(pitch.values()) > _WIDEST_PITCH * em:
        return None
    if _together(columns, pitch, em):
        return None
    groups: list[Group] = []
    for index, lines in enumerate(columns):
        own: list[Group] = []
        for line in lines:
            if own and _follows(own[-1].lines[-1], line, pitch):
                own[-1].lines.append(line)
            else:
                own.append(Group(index, [line]))
        groups.extend(own)
    return groups


def _pitches(columns: Sequence[Lines]) -> dict[float, float]:
    """The least distance of two lines of each size of type."""
    found: dict[float, float] = {}
    for lines in columns:
        for high, low in pairwise(lines):
            size, step = _size(high), _middle(low) - _middle(high)
            if size == _size(low) and step > 0.8 * size:
                found[size] = min(found.get(size, step), step)
    return found


def _size(line: Sequence[Piece]) -> float:
    return round(max(p.size for p in line), 1)


def _follows(high: Sequence[Piece], low: Sequence[Piece], pitch: dict[float, float]) -> bool:
    """Whether a line stands as close to the one above as lines of one cell do."""
    own = max(pitch.get(_size(high), 0.0), pitch.get(_size(low), 0.0))
    return _middle(low) - _middle(high) < _PITCH * own + 0.3


def _together(columns: Sequence[Lines], pitches: dict[float, float], em: float) -> bool:
    """Whether most columns go on wherever one does: then each line is a row."""
    levels = _levels(columns, em)
    full = [index for index, (_, own) in enumerate(levels) if len(own) >= _MOST * len(columns)]
    levels = levels[full[0] :] if full else levels
    pitch = min(pitches.values())
    alike = apart = 0
    for high, low in pairwise(levels):
        if low[0] - high[0] > _PITCH * pitch + 0.3:
            continue
        both = len(high[1] & low[1])
        if both >= _MOST * max(len(high[1]), len(low[1])) and both > 1:
            alike += 1
        else:
            apart += 1
    return alike > 2 * apart


def _levels(columns: Sequence[Lines], em: float) -> list[tuple[float, set[int]]]:
    """The heights of lines, and the columns that have one there."""
    found: list[tuple[float, set[int]]] = []
    for at, index in sorted(
        (_middle(line), i) for i, lines in enumerate(columns) for line in lines
    ):
        if found and at - found[-1][0] < 0.3 * em:
            found[-1][1].add(index)
        else:
            found.append((at, {index}))
    return found


def _by_lines(columns: Sequence[Lines], em: float) -> list[Group] | None:
    """Each line a cell, where all lines have text in most columns."""
    levels = [own for _, own in _levels(columns, em)]
    while levels and len(levels[0]) < _MOST * len(columns):
        levels.pop(0)
    if sum(len(own) >= _MOST * len(columns) for own in levels) < 0.8 * len(levels):
        return None
    return [Group(index, [line]) for index, lines in enumerate(columns) for line in lines]


def _by_starts(columns: Sequence[Lines], em: float) -> list[Group] | None:
    """Cells that begin on the lines which most columns have text on."""
    levels = _levels(columns, em)
    starts = [at for at, own in levels if len(own) >= max(2.0, _MOST * len(columns))]
    if len(starts) < 2 or starts[0] != levels[0][0]:
        return None
    groups: list[Group] = []
    for index, lines in enumerate(columns):
        homes: dict[int, Group] = {}
        for line in lines:
            home = sum(at < _middle(line) + 0.3 * em for at in starts)
            homes.setdefault(home, Group(index)).lines.append(line)
        groups.extend(homes.values())
    return groups


def _placed(groups: list[Group], em: float) -> Rows | None:
    """The groups with the rows they cover; null where they overlap other than as rows do."""
    counts: dict[int, list[Group]] = {}
    for group in groups:
        counts.setdefault(group.column, []).append(group)
    order = sorted(counts.values(), key=lambda own: (-len(own), -sum(len(g.lines) for g in own)))
    spans = [[g.top, g.bottom] for g in order[0]]
    later: list[Group] = []
    for own in order:
        for group in own:
            top, bottom = group.top, group.bottom
            over = [s for s in spans if _overlap(s, top, bottom) > _OVER * em]
            if not over and not _fits(spans, group, em):
                later.append(group)
            elif not over:
                spans.append([top, bottom])
                spans.sort()
            elif len(over) == 1:
                over[0][0] = min(over[0][0], top)
                over[0][1] = max(over[0][1], bottom)
            else:
                later.append(group)
    spans.sort()
    if any(high[1] > low[0] + _OVER * em for high, low in pairwise(spans)):
        return None
    edges = [spans[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1]]
    for group in groups:
        if not any(group is other for other in later):
            middle = group.middle
            group.first = group.last = sum(edge < middle for edge in edges[1:-1])
    taken = {(g.first, g.column) for g in groups if g.first >= 0}
    for group in later:
        if not _spread(group, spans, taken, em):
            return None
    _spread_labels(groups, spans, em)
    return Rows(groups, edges)


def _overlap(span: Sequence[float], top: float, bottom: float) -> float:
    return min(span[1], bottom) - max(span[0], top)


def _fits(spans: Sequence[Sequence[float]], group: Group, em: float) -> bool:
    """Whether there is room for a row of its own between the rows, or outside of them."""
    gaps = [low[0] - high[1] for high, low in pairwise(spans)]
    usual = min(gaps, default=em)
    middle = group.middle
    above = max((s[1] for s in spans if s[1] < middle), default=float("-inf"))
    below = min((s[0] for s in spans if s[0] > middle), default=float("inf"))
    return group.top - above > 0.6 * usual and below - group.bottom > 0.6 * usual


def _spread(
    group: Group, spans: Sequence[Sequence[float]], taken: set[tuple[int, int]], em: float
) -> bool:
    """Gives the group the rows that it stands half of the way down."""
    best: tuple[float, int, int, int] | None = None
    for first in range(len(spans)):
        for last in range(first + 1, len(spans)):
            rows = range(first, last + 1)
            if any((row, group.column) in taken for row in rows):
                break
            if group.top < spans[first][0] - em or group.bottom > spans[last][1] + em:
                continue
            off = abs((spans[first][0] + spans[last][1]) / 2 - group.middle)
            if off < _OFF * em and (best is None or (last - first, off) < best[:2]):
                best = (last - first, off, first, last)  # type: ignore[assignment]
    if best is None:
        return False
    _, _, group.first, group.last = best
    taken.update((row, group.column) for row in range(group.first, group.last + 1))
    return True


def _spread_labels(groups: Sequence[Group], spans: Sequence[Sequence[float]], em: float) -> None:
    """Names half of the way down the rows which they cover, where all of a column are so."""
    own = sorted((g for g in groups if g.column == 0), key=lambda g: g.top)
    if len(own) < 2 or len(own) == len(spans) or not any(_is_off(g, spans, em) for g in own):
        return
    # For each first row that is left: how far off the names so far are, and the last row of each.
    reached: dict[int, tuple[float, list[int]]] = {own[0].first: (0.0, [])}
    for group in own:
        going: dict[int, tuple[float, list[int]]] = {}
        for first, (total, ends) in reached.items():
            for last in range(first, len(spans)):
                off = abs((spans[first][0] + spans[last][1]) / 2 - group.middle)
                if off < _LABEL_OFF * em and (
                    last + 1 not in going or total + off < going[last + 1][0]
                ):
                    going[last + 1] = (total + off, [*ends, last])
        reached = going
    if len(spans) not in reached:
        return
    first = own[0].first
    for group, last in zip(own, reached[len(spans)][1], strict=True):
        group.first, group.last = first, last
        first = last + 1


def _is_off(group: Group, spans: Sequence[Sequence[float]], em: float) -> bool:
    """Whether a name stands neither at the top nor half of the way down of a row of its own."""
    if group.last > group.first:
        return True
    top, bottom = spans[group.first]
    return min(abs(top - group.top), abs((top + bottom) / 2 - group.middle)) > _OFF * em
