"""Tables that no rules draw: rows of figures whose columns end at the same places.

Figures stand to the right of their columns, whatever stands beside them; that, and a heading over
them, tells a table where there are no rules, or only some under the heading and over the sum.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from models.page import Char, Rule, Table
from models.values import BBox
from pipeline.layout.aligned import (
    AMOUNT,
    Strip,
    gutters,
    table_of,
    without_blanks,
    without_markers,
)
from pipeline.layout.flow import Row, rows_of
from pipeline.layout.pieces import Piece, extent, pieces_of, typical_size, without

_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
_NEAR = 0.4
_FAR = 5.0
_WRAP = 1.6
_SPREAD = 5.0
_HEADING_ROWS = 3
_LONGEST_HEADING = 24
_LONGEST_LABEL = 34
_DIGIT = re.compile(r"\d")
_NOTE = re.compile(r"単位|[(（](?:百万|千|万|億)?円[)）]$")
_SIGN = re.compile(r"[△▲▼−－-]")
_BRACKETED = re.compile(r"[(（\[［〔].*[)）\]］〕]")


@dataclass(slots=True)
class _Entry:
    """A row with figures: these by their place, and the texts beside them."""

    row: Row
    figures: list[Piece]
    texts: list[Piece]

    @property
    def middle(self) -> float:
        return self.figures[0].middle


@dataclass(slots=True)
class _Run:
    """Entries one under the other whose figures end at the same places."""

    entries: list[_Entry]
    between: list[Row] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)


def figure_tables(
    rules: Sequence[Rule], chars: Sequence[Char], number: int
) -> tuple[list[Table], list[Char]]:
    """Tables told by columns of figures, and the characters that stand in none of them.

    Where level rules part the rows, these are left to be read by their rules.
    """
    pieces = pieces_of([char for char in chars if char[6]])
    if sum(_is_figure(piece) for piece in pieces) < _LEAST_ROWS * _LEAST_COLUMNS - 3:
        return [], list(chars)
    rows = rows_of(pieces)
    em = typical_size(pieces)
    tables: list[Table] = []
    taken: list[Piece] = []
    for run in _runs(rows, em):
        if _is_ruled(run, rules):
            continue
        used = {id(piece) for piece in taken}
        heading = _heading(run, [row for row in rows if not any(id(p) in used for p in row)], em)
        found = _build(run, heading, em, number)
        if found is not None:
            tables.append(found[0])
            taken.extend(found[1])
    return tables, without(chars, taken) if taken else list(chars)


def figure_runs(chars: Sequence[Char]) -> list[BBox]:
    """Where three rows and more have figures of their own that end at two and more places.

    Numbers that count items or dates are none: most figures of a run are longer than two digits.
    """
    pieces = pieces_of([char for char in chars if char[6]])
    if sum(_is_figure(piece) for piece in pieces) < 2 * _LEAST_ROWS:
        return []
    found = []
    for run in _runs(rows_of(pieces), typical_size(pieces)):
        figures = [piece for entry in run.entries for piece in entry.figures]
        long = sum(len(_DIGIT.findall(piece.text)) > 2 for piece in figures)
        if 2 * long > len(figures):
            found.append(extent([piece for entry in run.entries for piece in entry.row]))
    return found


def _is_figure(piece: Piece) -> bool:
    return AMOUNT.fullmatch(piece.text) is not None and not piece.mark


def _entry(row: Row) -> _Entry | None:
    """The row as an entry: two figures or more; a sign that stands apart counts as a figure's."""
    figures: list[Piece] = []
    texts: list[Piece] = []
    for piece in row:
        if _is_figure(piece) or _SIGN.fullmatch(piece.text):
            figures.append(piece)
        else:
            texts.append(piece)
    counted = [piece for piece in figures if _DIGIT.search(piece.text)]
    if len(counted) < 2 or any(piece.blocks or piece.mark for piece in row):
        return None
    return _Entry(row, figures, texts)


def _runs(rows: Sequence[Row], em: float) -> list[_Run]:
    runs: list[_Run] = []
    run: _Run | None = None
    waiting: list[Row] = []
    for row in rows:
        entry = _entry(row)
        if entry is None:
            waiting.append(row)
            continue
        joins = (
            run is not None
            and entry.middle - run.entries[-1].middle < _FAR * em
            and _fits(entry, run.entries[-1], em)
            and not any(_over_columns(other, entry) for other in waiting)
        )
        if run is None or not joins:
            run = _Run([entry])
            runs.append(run)
        else:
            run.between.extend(waiting)
            run.entries.append(entry)
        waiting = []
    found = []
    for each in runs:
        each.edges = _edges(each, em)
        # The leading rows may be a heading's figures or another list's.
        if len(each.entries) >= _LEAST_ROWS and len(each.edges) >= 2:
            found.append(each)
    return found


def _fits(entry: _Entry, above: _Entry, em: float) -> bool:
    """Whether at least two figures, or all of the shorter row's, end where those above do."""
    same = sum(any(abs(a.x1 - b.x1) < _NEAR * em for b in above.figures) for a in entry.figures)
    return same >= min(2, len(entry.figures)) and 2 * same >= len(entry.figures)


def _over_columns(row: Row, entry: _Entry) -> bool:
    """Whether a row stands over two columns of figures, as a heading does."""
    over = [
        p
        for p in row
        if any(p.x0 < f.x1 and f.x0 < p.x1 for f in entry.figures) and p not in entry.row
    ]
    return len(over) > 1


def _edges(run: _Run, em: float) -> list[float]:
    """Where most rows' figures end, from the left."""
    ends = sorted(p.x1 for entry in run.entries for p in entry.figures)
    groups: list[list[float]] = []
    for end in ends:
        if groups and end - groups[-1][-1] < _NEAR * em:
            groups[-1].append(end)
        else:
            groups.append([end])
    least = max(2, len(run.entries) // 2)
    return [max(group) for group in groups if len(group) >= least]


def _is_ruled(run: _Run, rules: Sequence[Rule]) -> bool:
    """Whether level rules stand between most of the rows."""
    x0, _, x1, _ = extent([piece for entry in run.entries for piece in entry.row])
    levels = [
        (rule.top + rule.bottom) / 2
        for rule in rules
        if rule.bottom - rule.top < 2 and rule.x0 < x1 and rule.x1 > x0 and rule.x1 - rule.x0 > 8
    ]
    parted = sum(
        any(high.middle < y < low.middle for y in levels) for high, low in pairwise(run.entries)
    )
    return 2 * parted > len(run.entries) - 1


def _heading(run: _Run, rows: Sequence[Row], em: float) -> list[Row]:
    """The rows of column headings right above the run, from the top."""
    first = run.entries[0]
    box = extent([piece for entry in run.entries for piece in entry.row])
    above = [
        row for row in rows if row[0].middle < first.middle - 0.5 * em and row is not first.row
    ]
    heading: list[Row] = []
    floor = min(piece.top for piece in first.row)
    steps = [low.middle - high.middle for high, low in pairwise(run.entries)]
    reach = max(1.5 * em, 1.1 * (median(steps) - em))
    for row in reversed(above):
        if floor - max(piece.bottom for piece in row) > reach or len(heading) == _HEADING_ROWS:
            break
        reach = 1.5 * em
        if any(len(p.text) > _LONGEST_HEADING or p.blocks or _NOTE.search(p.text) for p in row):
            break
        if any(p.x0 < box[0] - 2 * em or p.x1 > box[2] + 2 * em for p in row):
            break
        over = sum(any(p.x0 < f.x1 + em and f.x0 - em < p.x1 for f in first.figures) for p in row)
        if over < (1 if heading else 2) or _entry(row) is not None:
            break
        heading.insert(0, row)
        floor = min(piece.top for piece in row)
    return heading


def _build(
    run: _Run, heading: Sequence[Row], em: float, number: int
) -> tuple[Table, list[Piece]] | None:
    if not heading and (len(run.edges) < _LEAST_COLUMNS or len(run.entries) < _LEAST_ROWS + 1):
        return None
    lefts = _lefts(run, em)
    if lefts is None:
        return None
    last = run.edges[-1] + em
    over = [p for row in heading for p in row if p.x0 > last - em]
    rights = [p for entry in run.entries for p in entry.texts if p.x0 > last - em]
    keeps_right = bool(rights) and any(
        p.x0 < other.x1 and other.x0 < p.x1 for p in over for other in rights
    )
    labels = [[p for p in entry.texts if p.x0 < lefts[0]] for entry in run.entries]
    words = [row for row in (closed(row) for row in labels) if row]
    if 5 * len(words) < 3 * len(run.entries) or _inside(run, lefts[0]) > len(run.entries) // 5:
        return None
    if median(sum(len(p.text) for p in row) for row in words) > _LONGEST_LABEL * 2:
        return None
    texts = [piece for row in words for piece in row]
    cuts = without_markers(without_blanks(gutters(words, em), texts), texts)
    cuts = [cut for cut in cuts if not any(p.x0 + 1 < cut < p.x1 - 1 for p in texts)]
    end = max(p.x1 for p in texts)
    cuts.append((end + lefts[0]) / 2 if end < lefts[0] else lefts[0] - 1)
    cuts.extend((edge + left) / 2 for edge, left in zip(run.edges, lefts[1:], strict=False))
    if keeps_right:
        cuts.append((run.edges[-1] + min(p.x0 for p in rights)) / 2)
        beside = [[p for p in entry.texts if p.x0 > last - em] for entry in run.entries]
        more = without_blanks(gutters([row for row in beside if row], em), rights)
        cuts.extend(cut for cut in more if cut > cuts[-1] + em)
    cuts = _between_headings(cuts, heading, run, lefts)
    limit = float("inf") if keeps_right else last
    rows = [*heading, *run.between, *(e.row for e in run.entries)]
    kept = [[p for p in row if p.x0 < limit] for row in rows]
    strips = _strips(run, [row for row in kept if row], em)
    pieces = [piece for row in kept for piece in row]
    box = extent(pieces)
    if sorted(cuts) != cuts or cuts[0] <= box[0] or cuts[-1] >= box[2]:
        return None
    return table_of(strips, [box[0], *cuts, box[2]], number), pieces


def _between_headings(
    cuts: Sequence[float], heading: Sequence[Row], run: _Run, lefts: Sequence[float]
) -> list[float]:
    """The cuts between figures, moved so that they also part the headings, one for each column."""
    row = closed(heading[-1]) if heading else []
    if len(row) != len(cuts) + 1:
        return list(cuts)
    moved = list(cuts)
    first = len(cuts) - 1 - sum(cut > run.edges[0] for cut in cuts)
    bounds = [*zip(run.edges, lefts[1:], strict=False)]
    for at, (edge, left) in enumerate(bounds, first + 1):
        low = max(edge, (row[at].x0 + row[at].x1) / 2)
        high = min(left, (row[at + 1].x0 + row[at + 1].x1) / 2)
        if low < high and not low < moved[at] < high:
            moved[at] = (low + high) / 2
    return moved


def _lefts(run: _Run, em: float) -> list[float] | None:
    """Where the figures of each column begin; null where columns run into one another."""
    lefts = []
    for edge in run.edges:
        own = [
            p.x0 for entry in run.entries for p in entry.figures if edge - _NEAR * em < p.x1 <= edge
        ]
        own += [
            p.x0
            for entry in run.entries
            for p in entry.figures
            if _SIGN.fullmatch(p.text) and own and min(own) - 2 * em < p.x1 <= min(own)
        ]
        lefts.append(min(own))
    if any(left < edge for edge, left in zip(run.edges, lefts[1:], strict=False)):
        return None
    return lefts


def _inside(run: _Run, left: float) -> int:
    """How many rows have words between their figures: then two tables stand side by side."""
    return sum(
        any(left < p.x0 < run.edges[-1] and len(p.text) > 1 for p in entry.texts)
        for entry in run.entries
    )


def closed(row: Sequence[Piece]) -> Row:
    """A row's names whose characters are spread over their column, each taken as one piece."""
    groups: list[list[Piece]] = []
    for piece in row:
        single = len(piece.text) == 1 and piece.text.isalpha()
        above = groups[-1][-1] if groups else None
        if (
            single
            and above is not None
            and len(above.text) == 1
            and above.text.isalpha()
            and piece.x0 - above.x1 < _SPREAD * piece.size
        ):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [
        group[0]
        if len(group) == 1
        else Piece(*extent(group), group[0].size, [char for p in group for char in p.chars])
        for group in groups
    ]


def _strips(run: _Run, rows: Sequence[Row], em: float) -> list[Strip]:
    """The rows of print as rows of the table: lines of a wrapped cell go to the row they wrap."""
    counted = {id(piece) for entry in run.entries for piece in entry.figures}
    ordered = sorted(rows, key=lambda row: min(p.middle for p in row))
    first = next(i for i, row in enumerate(ordered) if any(id(p) in counted for p in row))
    held: list[list[Piece]] = [list(row) for row in ordered[: first + 1]]
    waiting: list[Piece] = []
    steps = [low.middle - high.middle for high, low in pairwise(run.entries)]
    wide = median(steps) > (_WRAP + 0.2) * em
    for row in ordered[first + 1 :]:
        near = row[0].middle - max(p.middle for p in held[-1]) < _WRAP * em
        if any(id(p) in counted for p in row):
            again = all(_BRACKETED.fullmatch(p.text) for p in row)
            if again and not waiting and near:
                held[-1].extend(row)
                continue
            if waiting and row[0].middle - max(p.middle for p in waiting) < _WRAP * em and wide:
                held.append([*waiting, *row])
            else:
                if waiting:
                    held.append(waiting)
                held.append(list(row))
            waiting = []
        elif near and (wide or len(row) > 1 or row[0].x0 > min(run.edges)):
            held[-1].extend(row)
        else:
            if waiting:
                held.append(waiting)
            waiting = list(row)
    if waiting:
        held.append(waiting)
    edges = [min(p.top for p in held[0])]
    edges += [
        (max(p.bottom for p in high) + min(p.top for p in low)) / 2 for high, low in pairwise(held)
    ]
    edges.append(max(p.bottom for p in held[-1]))
    return list(zip(edges, edges[1:], held, strict=False))
