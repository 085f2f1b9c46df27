"""Where the columns of a table part that nothing is drawn between, told by what stands in them.

Between the middles of two headings lies the edge of their columns. Figures end at it again and
again, or names begin there; no sign stands across it; a figure that runs into the name right of it
is cut there and nowhere else.
"""

import re
from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.assemble.books.columns import BookColumn
from pipeline.assemble.books.vocabulary import FIGURES, BookRole
from pipeline.assemble.books.words import Word, cut, glyph_edges

_FIGURED = frozenset({*FIGURES, BookRole.FUNDING_TOTAL, BookRole.SECTION_AMOUNT})
_FIGURE = re.compile(r"[(（△▲▼−-]?\d{1,3}(?:,\d{3})+[)）]?|[(（△▲▼−-]?\d+[)）]?|[－―-]")
_WHOLE = re.compile(r"[(（△▲▼−-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3})[)）]?")
_AMOUNT = re.compile(r"[(（△▲▼−-]?[1-9]\d{0,2}(?:,\d{3})+|[(（△▲▼−-]?[1-9]\d{2}(?!\d)")
_MORE = frozenset("0123456789,.%")
_SAME = 0.15
_WIDEST = 4.0
_THROUGH, _CUT, _TORN = 3.0, 0.3, 3.0
_FEW = 0.3
_NUMBER = 0.3


@dataclass(frozen=True, slots=True)
class _Run:
    """A word with the places at which its signs begin and end."""

    word: Word
    edges: Sequence[float]

    @property
    def text(self) -> str:
        return self.word.text


def boundaries(columns: Sequence[BookColumn], words: Sequence[Word]) -> list[float] | None:
    """The edges between columns, from left to right; null where many words stand across one.

    The columns come with the places of their headings.
    """
    runs = [_Run(word, glyph_edges(word)) for word in words]
    size = Counter(round(word.size, 1) for word in words).most_common(1)[0][0] if words else 10.0
    found: list[float] = []
    for left, right in pairwise(columns):
        low, high = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
        if found:
            low = max(low, found[-1])
        near = [run for run in runs if run.word.x1 > low - size and run.word.x0 < high + size]
        best = _best(near, (low, high), (left.role, right.role), size)
        if best is None:
            return None
        found.append(best)
    return found


def _best(
    runs: Sequence[_Run],
    between: tuple[float, float],
    roles: tuple[BookRole, BookRole],
    size: float,
) -> float | None:
    low, high = between
    same = _SAME * size
    places = {x for run in runs for x in (run.word.x0 - same / 3, run.word.x1 + same / 3)}
    ends = Counter[float]()
    for run in runs:
        ends.update(run.edges[end] + same / 3 for end in _cuts(run))
    places |= set(ends)
    gaps = _gaps(runs, low, high)
    places |= {(x0 + x1) / 2 for x0, x1 in gaps}
    inside = sorted(x for x in places if low < x < high)
    if not inside:
        return (low + high) / 2
    best = max(inside, key=lambda x: _score(x, runs, roles, size))
    if sum(_across(best, run, same) >= _TORN for run in runs) > _FEW * len(runs):
        return None
    return best


def _cuts(run: _Run) -> list[int]:
    """The offsets at which a figure ends in a word, or words end and a figure begins."""
    text = run.text
    return [
        at
        for at in range(1, len(text))
        if text[at - 1].isdigit() != text[at].isdigit() and text[at] not in _MORE
    ] + [match.end() for match in _FIGURE.finditer(text) if match.end() < len(text)]


def _gaps(runs: Sequence[_Run], low: float, high: float) -> list[tuple[float, float]]:
    """The strips between two places that no word stands in."""
    free: list[tuple[float, float]] = []
    at = low
    for run in sorted(runs, key=lambda each: each.word.x0):
        if run.word.x0 > at:
            free.append((at, min(run.word.x0, high)))
        at = max(at, run.word.x1)
        if at >= high:
            return free
    return [*free, (at, high)]


def _score(
    x: float, runs: Sequence[_Run], roles: tuple[BookRole, BookRole], size: float
) -> tuple[float, float]:
    """How much speaks for an edge at a place, and how wide the strip around it is blank."""
    same = _SAME * size
    said = 0.0
    left, right = x - _WIDEST * size, x + _WIDEST * size
    for run in runs:
        word = run.word
        if word.x0 < x - same and word.x1 > x + same:
            said -= _across(x, run, same)
            left = right = x
        elif word.x1 <= x + same:
            left = max(left, word.x1)
        else:
            right = min(right, word.x0)
        said += _ends(x, run, roles, same)
    return said, right - left


def _across(x: float, run: _Run, same: float) -> float:
    """What speaks against cutting a word at a place; nothing where it does not stand there."""
    if not (run.word.x0 < x - same and run.word.x1 > x + same):
        return 0.0
    at = _offset(run, x)
    if abs(run.edges[at] - x) > same:
        return _THROUGH
    before, after = run.text[:at], run.text[at:]
    if not before or not after:
        return 0.0
    if before[-1].isdigit() and after[0] not in _MORE:
        return _CUT
    if before[-1].isdigit() and _WHOLE.fullmatch(before) and after[0] not in ",.%":
        return (2 if _ending(before) == 1 else 5) * _CUT
    if not before[-1].isdigit() and before[-1] not in ",." and _WHOLE.fullmatch(after):
        return _CUT
    return _TORN


def _offset(run: _Run, x: float) -> int:
    """The sign of a word before which it would be cut at a place."""
    at = bisect(run.edges, x)
    if at > 0 and (at == len(run.edges) or x - run.edges[at - 1] < run.edges[at] - x):
        at -= 1
    return at


def _ends(x: float, run: _Run, roles: tuple[BookRole, BookRole], same: float) -> float:
    """Whether a figure of the left column ends right before a place, or a name begins after it."""
    word = run.word
    if roles[0] in _FIGURED:
        if 0 <= x - word.x1 < 2 * same:
            return _ending(run.text)
        if word.x1 <= x:
            return min(_ending(run.text), 0.0)
        at = _offset(run, x)
        if word.x0 < x < word.x1 and abs(run.edges[at] - x) <= same:
            numbered = roles[1] not in _FIGURED and run.text[at:].isdigit()
            return _ending(run.text[:at]) + (1.0 if numbered else 0.0)
    if roles[1] not in _FIGURED and -same / 2 <= word.x0 - x < 2 * same:
        return 0.0 if _AMOUNT.match(run.text) else 1.0
    return 0.0


def _ending(text: str) -> float:
    """How much a figure says by ending at a place; one or two digits may number a name."""
    if not _WHOLE.fullmatch(text):
        # A figure that runs into what stands right of it is no whole one.
        return -1.0 if text[-1:].isdigit() and "," in text else 0.0
    return 1.0 if sum(map(str.isdigit, text)) > 2 else _NUMBER


def dealt(
    columns: Sequence[BookColumn], edges: Sequence[float], words: Sequence[Word]
) -> dict[BookColumn, list[Word]]:
    """The words by column; one that runs over an edge is cut there."""
    found: dict[BookColumn, list[Word]] = {column: [] for column in columns}
    for word in words:
        for part in _parts(word, edges):
            found[columns[bisect(edges, (part.x0 + part.x1) / 2)]].append(part)
    return found


def _parts(word: Word, edges: Sequence[float]) -> list[Word]:
    """A word in the parts that edges cut it into, which are never parts of a name or a figure."""
    parts: list[Word] = []
    same = _SAME * word.size
    for edge in edges:
        run = _Run(word, glyph_edges(word))
        if 0 < _across(edge, run, same) < _TORN:
            before, word = cut(word, _offset(run, edge))
            parts.append(before)
    return [*parts, word]
