"""Names that wrap, and the one figure that stands beside each: half of the way down, or at its end.

A figure that stands level with the first line of its name needs no pairing. Where cells are set in
the middle or at the bottom, lines above a figure belong to it as well, and only their places tell
which: every name's lines are as far above its figure as below, a line that goes on is full, and one
that opens with a sign begins a name. All names of a table are parted at once, so that as much of
this holds as can.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal, TypeAlias

from pipeline.assemble.books.columns import Band
from pipeline.assemble.books.vocabulary import (
    BRACKETED,
    CODE,
    CODE_AND_NAME,
    FIGURE,
    OFFICE,
    OPENS,
)
from pipeline.assemble.books.words import Word, WordRow, rows_of

Way: TypeAlias = Literal["first", "middle", "last"]
Groups: TypeAlias = tuple[tuple[int, int, int | None], ...]

_LONGEST = 6
_EDGE = 2.5
_BRACKETS = "(（【「『〔［[<〈《"
_CLOSING = ")）】」』〕］]>〉》"
_LEVEL = 0.2
_FAR = 0.9
_OWN = 0.75
_ALIKE = 1.4
_LOOSE = 0.3
_WHOLE = 0.5
_MOST = 0.6
_FULL = 0.1
_SIGNED = 0.6
_MARGIN = 1.0
# What speaks against a way to part the lines, in bits.
_OFF, _ALONE, _OFFICE, _UNNAMED = 8.0, 0.7, 0.3, 6.0
_SHORT, _REMARK, _APART, _OPENING = 3.0, 1.0, 3.0, 8.0
_UNOPENED, _BROKEN, _OUTWARD, _TIGHT = 3.0, 0.5, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Paired:
    """A printed row, or the lines of one name with its figure, and the height of the figure.

    `whole` says that no row below goes on with its name.
    """

    row: WordRow
    at: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of names from the top, and what is known of each."""

    rows: Sequence[WordRow]
    opens: Sequence[bool]
    room: Sequence[float]
    cells: Sequence[int]
    alone: frozenset[int]
    signed: bool
    pitch: float
    asides: frozenset[int]
    loose: bool
    level: float


def paired(words: Sequence[Word], cells: Sequence[Band] = ()) -> list[Paired]:
    """The rows of some words, the lines of a name as one where its figure stands beside them all.

    Where figures stand by the first lines, rows stay as they are printed. No name goes on over the
    edge of one of the `cells`.
    """
    rows = rows_of(words)
    plain = [Paired(row, _figure_of(row)) for row in rows]
    figures, names = _parted(words)
    if not figures or len(names) < 2:
        return plain
    opens = [_opens(row) for row in names]
    lines = _lines_of(names, opens, [_middle(figure) for figure in figures], cells)
    apart = [f for f in figures if all(not _beside(row, f, lines.pitch) for row in names)]
    figures = [figure for figure in figures if figure not in apart]
    heights = [_middle(figure) for figure in figures]
    if not figures or not _doubtful(lines, heights):
        return plain
    way, groups = grouped(names, lines.opens, heights, cells)
    if way == "first":
        return plain
    found = [
        _group([names[at] for at in range(*span)], figures, figure) for *span, figure in groups
    ]
    found += [Paired(WordRow.of([figure]), _middle(figure)) for figure in apart]
    return sorted(found, key=lambda each: each.at)


def _beside(row: WordRow, figure: Word, pitch: float) -> bool:
    """Whether a figure is near enough to a line to stand beside it, and not in a row of its own."""
    return abs(row.middle - _middle(figure)) < _OWN * pitch


def grouped(
    names: Sequence[WordRow],
    opens: Sequence[bool],
    heights: Sequence[float],
    cells: Sequence[Band] = (),
) -> tuple[Way, Groups]:
    """How figures stand beside names, and the lines of each name: first, past the last, figure.

    `opens` says of each line whether it begins a name, `heights` are the middles of the figures.
    """
    lines = _lines_of(names, opens, heights, cells)
    ways: tuple[Way, ...] = ("first", "middle", "last")
    found = {way: _best(lines, heights, way) for way in ways}
    way = min(ways, key=lambda each: found[each][0])
    if found["first"][0] < found[way][0] + _MARGIN:
        way = "first"
    return way, found[way][1]


def _figure_of(row: WordRow) -> float:
    """The height of the figure that ends a row, or of the row."""
    last = row.words[-1]
    return (last.top + last.bottom) / 2 if FIGURE.fullmatch(last.text) else row.middle


def asides_of(rows: Sequence[Paired]) -> frozenset[int]:
    """Where rows without figures begin, further in, below most names, be there room left or not.

    They say something of a project. A name that goes on below hangs as well, but few names do.
    """
    named = [each.row for each in rows if FIGURE.fullmatch(each.row.words[-1].text)]
    ids = {id(row) for row in named if len(row.words) > 1}
    below = Counter(
        round(each.row.x0)
        for above, each in pairwise(rows)
        if id(above.row) in ids
        and not FIGURE.fullmatch(each.row.words[-1].text)
        and each.row.x0 > above.row.x0
    )
    return frozenset(x0 for x0, times in below.items() if times > _MOST * len(ids))


def _parted(words: Sequence[Word]) -> tuple[list[Word], list[WordRow]]:
    """The figures that end where most do, from the top, and the rows of all else."""
    ends = [word for row in rows_of(words) if FIGURE.fullmatch((word := row.words[-1]).text)]
    if not ends:
        return [], []
    edge = max((word.x1 for word in ends), key=lambda x: sum(abs(x - w.x1) < _EDGE for w in ends))
    figures = [word for word in ends if abs(word.x1 - edge) < _EDGE]
    left = {id(word) for word in figures}
    names = rows_of(word for word in words if id(word) not in left)
    return sorted(figures, key=lambda word: word.top), names


def _doubtful(lines: _Lines, heights: Sequence[float]) -> bool:
    """Whether a figure stands between two lines, or beside one that goes on with another."""
    near = _LEVEL * lines.rows[0].words[0].size
    if any(all(abs(row.middle - at) >= near for row in lines.rows) for at in heights):
        return True
    beside = [any(abs(row.middle - at) < near for at in heights) for row in lines.rows]
    begins = [opening or _office(row) for row, opening in zip(lines.rows, lines.opens, strict=True)]
    if any(lines.opens) and not all(a for a, b in zip(begins, beside, strict=True) if b):
        return True
    return any(
        lines.room[at - 1] < _FULL and beside[at] and not beside[at - 1] and not begins[at]
        for at in range(1, len(lines.rows))
    )


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _opens(row: WordRow) -> bool:
    """Whether a line begins with a sign or a number of its own."""
    first = row.words[0].text
    coded = len(row.words) > 1 and CODE.fullmatch(first) is not None
    return coded or bool(OPENS.match(first) or CODE_AND_NAME.match(first))


def _lines_of(
    names: Sequence[WordRow],
    opens: Sequence[bool],
    heights: Sequence[float],
    cells: Sequence[Band],
) -> _Lines:
    steps = [below.middle - above.middle for above, below in pairwise(names)]
    size = median(row.words[0].size for row in names)
    close = [step for step in steps if step < 2 * size]
    # A closing sign may hang out of the column.
    reach = max(row.x1 - (size / 2 if row.text[-1] in _CLOSING + "、。" else 0.0) for row in names)
    room = [(reach - above.x1 - _first_width(below)) / size for above, below in pairwise(names)]
    signed = sum(opens) >= _SIGNED * len(heights)
    within = [
        next((at for at, cell in enumerate(cells) if cell.top <= row.middle < cell.bottom), -1)
        for row in names
    ]
    pitch = min(close, default=1.2 * size)
    alone = frozenset(
        at
        for at in set(within) - {-1}
        if _is_one_name([r for r, own in zip(names, within, strict=True) if own == at], heights)
    )
    loose = sum(step > _ALIKE * pitch for step in steps) >= _LOOSE * len(steps)
    # Lines of a text file are whole: half of the way down two of them is the first or the second.
    level = _WHOLE if any(row.words[0].line.number is not None for row in names) else _LEVEL
    asides = frozenset(
        round(row.x0)
        for row, above, left in zip(names[1:], names, room, strict=False)
        if left >= _FULL and row.x0 > above.x0 + 0.5 * size
    )
    left = [*room, float("inf")]
    return _Lines(names, opens, left, within, alone, signed, pitch, asides, loose, level)


def _is_one_name(rows: Sequence[WordRow], heights: Sequence[float]) -> bool:
    """Whether the lines of a cell have one figure, half of the way down all of them."""
    top, bottom = rows[0].top, rows[-1].bottom
    inside = [height for height in heights if top <= height <= bottom]
    figured = any(FIGURE.fullmatch(row.words[-1].text) for row in rows)
    off = abs((top + bottom) / 2 - inside[0]) if len(inside) == 1 else float("inf")
    return not figured and len(rows) < _LONGEST and off < _LEVEL * rows[0].words[0].size


def _first_width(row: WordRow) -> float:
    """How much room a line needs at least: a sign, a Latin word, a bracket with a sign."""
    word = row.words[0]
    if word.text.isascii():
        return word.x1 - word.x0
    signs = 2 if word.text[0] in _BRACKETS else 1
    return (word.x1 - word.x0) * min(signs / max(len(word.text), 1), 1.0)


def _best(lines: _Lines, heights: Sequence[float], way: Way) -> tuple[float, Groups]:
    """The cheapest way to part the lines into names, each with one figure or none."""
    known: dict[tuple[int, int], tuple[float, Groups]] = {(0, 0): (0.0, ())}
    for start in range(len(lines.rows)):
        for taken in sorted(figure for at, figure in known if at == start):
            so_far, groups = known[start, taken]
            for cost, end, after, group in _steps(lines, heights, way, (start, taken)):
                key = (end, after)
                if key not in known or so_far + cost < known[key][0]:
                    known[key] = (so_far + cost, (*groups, *group))
    whole = (
        (cost + _UNNAMED * (len(heights) - taken), groups)
        for (at, taken), (cost, groups) in known.items()
        if at == len(lines.rows)
    )
    return min(whole, key=lambda each: each[0])


def _steps(
    lines: _Lines, heights: Sequence[float], way: Way, state: tuple[int, int]
) -> list[tuple[float, int, int, Groups]]:
    """What may come next: a line that has no figure, or some lines with the next one."""
    start, taken = state
    row = lines.rows[start]
    alone = _OFFICE if _office(row) else _ALONE
    alone += _SHORT if lines.signed and lines.opens[start] else 0.0
    steps: list[tuple[float, int, int, Groups]] = []
    while taken < len(heights) and heights[taken] < row.middle - _FAR * lines.pitch:
        taken += 1
        alone += _UNNAMED
    skipped = (taken - state[1]) * _UNNAMED
    ending = _breaking(lines, start + 1)
    steps.append((alone + ending, start + 1, taken, ((start, start + 1, None),)))
    if _held(row.text) and start + 1 < len(lines.rows):
        steps.append((alone, start + 2, taken, ((start, start + 2, None),)))
    if taken == len(heights):
        return steps
    at = heights[taken]
    joined = skipped
    for end in range(start + 1, min(start + _LONGEST, len(lines.rows)) + 1):
        if end > start + 1:
            joined += _joining(lines, end - 1, start)
        if joined > 2 * _UNNAMED + skipped:
            break
        anchor = _anchor(lines.rows[start:end], way)
        off = abs(anchor - at) / lines.pitch
        if off > _FAR:
            continue
        cost = joined + _OFF * max(off - lines.level, 0.0)
        cost += _UNOPENED if lines.signed and not lines.opens[start] else 0.0
        cost += _breaking(lines, end)
        steps.append((cost, end, taken + 1, ((start, end, taken),)))
    return steps


def _held(text: str) -> bool:
    """Whether a bracket is opened and not closed yet."""
    return sum(map(text.count, _BRACKETS)) > sum(map(text.count, _CLOSING))


def _breaking(lines: _Lines, end: int) -> float:
    """What speaks against a name's ending before a line."""
    if end == len(lines.rows):
        return 0.0
    step = lines.rows[end].middle - lines.rows[end - 1].middle
    cost = _TIGHT if lines.loose and step <= _ALIKE * lines.pitch else 0.0
    return cost + (_BROKEN if lines.room[end - 1] < _FULL and not lines.opens[end] else 0.0)


def _office(row: WordRow) -> bool:
    match = BRACKETED.fullmatch(row.text)
    return match is not None and OFFICE.fullmatch(match["name"]) is not None


def _anchor(rows: Sequence[WordRow], way: Way) -> float:
    if way == "first":
        return rows[0].middle
    if way == "last":
        return rows[-1].middle
    return (rows[0].top + rows[-1].bottom) / 2


def _joining(lines: _Lines, at: int, start: int) -> float:
    """What speaks against a line's going on with the one above it."""
    above, row = lines.rows[at - 1], lines.rows[at]
    if not lines.opens[at] and lines.cells[at] == lines.cells[at - 1] in lines.alone:
        return 0.0
    text = "".join(each.text for each in lines.rows[start:at])
    held = _held(text)
    cost = _OPENING if lines.opens[at] and not held else 0.0
    remark = row.text[0] in _BRACKETS and row.text[-1] in ")）】〕"
    short = min(max(lines.room[at - 1] - _FULL, 0.0), 1.0)
    cost += (_REMARK if remark else _SHORT) * short if not held else 0.0
    cost += _APART if row.middle - above.middle > _ALIKE * lines.pitch else 0.0
    cost += 2 * _UNNAMED if lines.cells[at] != lines.cells[at - 1] else 0.0
    size = row.words[0].size
    first = lines.rows[start]
    aside = row.x0 > first.x0 + 0.5 * size and round(row.x0) in lines.asides
    cost += _SHORT if aside and not held else 0.0
    within = first.x0 - 0.3 * size <= row.x0 <= first.x0 + 4 * size
    return cost if within else cost + _OUTWARD


def _group(rows: Sequence[WordRow], figures: Sequence[Word], figure: int | None) -> Paired:
    words = [word for row in rows for word in row.words]
    if figure is None:
        return Paired(WordRow.of(words), rows[0].middle, whole=True)
    amount = figures[figure]
    top, bottom = min(row.top for row in rows), max(row.bottom for row in rows)
    row = WordRow((*words, amount), rows[0].x0, top, amount.x1, bottom)
    return Paired(row, _middle(amount), whole=True)
