"""Charts of bars: filled rectangles of one thickness that grow from one line, alone or stacked.

Shaded cells of a table are as long as one another and touch; bars differ in length and stand apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from models.page import Char, Colour, Rule, union
from models.values import BBox

_WHITE = 0.97
_THICK = 3.0
_SAME = 0.8
_DIFFER = 2.0
_APART = 1.0
_EVEN = 0.03
_BARS = 3
_WIDEST = 2.0
_MOST = 400
_TEXT = 16
_FULL = 0.5
_THIN = 1.5
_REACH = 3.0
_BEYOND = 0.8
_STEPS = 3


class _Bar(NamedTuple):
    """A rectangle as a bar: its sides across, where it begins, and how long it is."""

    low: float
    high: float
    base: float
    length: float
    rule: Rule

    @property
    def end(self) -> float:
        return self.base + self.length


def bar_areas(rules: Sequence[Rule], chars: Sequence[Char]) -> list[tuple[BBox, list[Rule]]]:
    """The area of each chart of bars, with its axes, and the bars themselves."""
    filled = [rule for rule in rules if rule.filled and _may_be_bar(rule)]
    if not _BARS <= len(filled) <= _MOST:
        return []
    found: list[tuple[BBox, list[Rule]]] = []
    used: set[int] = set()
    for standing in (True, False):
        free = [rule for rule in filled if id(rule) not in used]
        for bars in _charts([_bar(rule, standing=standing) for rule in free]):
            drawn = [bar.rule for bar in bars]
            if not _hold_text(drawn, chars):
                used.update(id(rule) for rule in drawn)
                found.append((_around(drawn), drawn))
    return [(with_axes(area, rules), drawn) for area, drawn in _joined(found)]


def with_axes(area: BBox, rules: Sequence[Rule]) -> BBox:
    """The area with the axes, the grid and the leading lines that cross or touch it."""
    wide, high = _BEYOND * (area[2] - area[0]), _BEYOND * (area[3] - area[1])
    most = (area[0] - wide, area[1] - high, area[2] + wide, area[3] + high)
    lines = [
        rule[:4]
        for rule in rules
        if (rule.kind == "line" or is_thin(rule)) and _lies_in(rule[:4], most)
    ]
    for _ in range(_STEPS):
        touched = [line for line in lines if overlap(area, line, _REACH)]
        reach = {(round(line[0]), round(line[2])) for line in touched if line[2] > line[0] + _REACH}
        touched += [line for line in lines if (round(line[0]), round(line[2])) in reach]
        larger = union([area, *touched])
        if larger == area:
            break
        area = larger
    return area


def is_thin(rule: Rule) -> bool:
    """Whether a rule is a line, however it was drawn."""
    return rule.kind != "edge" and min(rule.x1 - rule.x0, rule.bottom - rule.top) < _THIN


def overlap(one: BBox, other: BBox, near: float = 0.0) -> bool:
    """Whether two boxes overlap, or are nearer to one another than `near` points."""
    return (
        one[0] < other[2] + near
        and other[0] < one[2] + near
        and one[1] < other[3] + near
        and other[1] < one[3] + near
    )


def _lies_in(box: BBox, outer: BBox) -> bool:
    return outer[0] < box[0] and box[2] < outer[2] and outer[1] < box[1] and box[3] < outer[3]


def _may_be_bar(rule: Rule) -> bool:
    if rule.kind != "rect" or min(rule.x1 - rule.x0, rule.bottom - rule.top) < _THICK:
        return False
    return not is_white(rule.fill)


def is_white(colour: Colour | None) -> bool:
    """Whether a colour is that of paper, or none at all."""
    if colour is None:
        return True
    return max(colour) < 1 - _WHITE if len(colour) == 4 else min(colour) > _WHITE


def _bar(rule: Rule, *, standing: bool) -> _Bar:
    if standing:
        return _Bar(rule.x0, rule.x1, -rule.bottom, rule.bottom - rule.top, rule)
    return _Bar(rule.top, rule.bottom, rule.x0, rule.x1 - rule.x0, rule)


def _charts(bars: Sequence[_Bar]) -> Iterator[list[_Bar]]:
    """Bars of one thickness that begin on one line, with what is stacked upon them."""
    alike: dict[int, list[_Bar]] = defaultdict(list)
    for bar in bars:
        alike[round((bar.high - bar.low) / _SAME)].append(bar)
    taken: set[int] = set()
    for key in sorted(alike):
        same = [bar for near in (key - 1, key, key + 1) for bar in alike.get(near, ())]
        same = [bar for bar in same if id(bar.rule) not in taken]
        for base in sorted({round(bar.base) for bar in same}):
            level = [b for b in same if abs(b.base - base) < _SAME and id(b.rule) not in taken]
            for first in _side_by_side(level):
                chart = [*first, *_stacked(first, same)]
                if _differ(chart, first) and not _adjoin(first, bars):
                    taken.update(id(bar.rule) for bar in chart)
                    yield chart


def _adjoin(first: Sequence[_Bar], bars: Sequence[_Bar]) -> bool:
    """Whether others of their colour fill the gaps: every other one of a row of shaded cells."""
    own = {id(bar.rule) for bar in first}
    fills = {bar.rule.fill for bar in first}
    others = [bar for bar in bars if bar.rule.fill in fills and id(bar.rule) not in own]
    base = first[0].base
    return any(
        abs(other.base - base) < _SAME
        and min(abs(other.low - bar.high), abs(bar.low - other.high)) < _APART
        for other in others
        for bar in first
    )


def _side_by_side(bars: Sequence[_Bar]) -> list[list[_Bar]]:
    """Bars on one line, parted where two charts stand beside each other."""
    order = sorted(bars)
    gaps = [after.low - before.high for before, after in pairwise(order)]
    apart = [gap for gap in gaps if gap > _APART]
    widest = _WIDEST * median(apart) if apart else 0.0
    charts = [order[:1]]
    for gap, bar in zip(gaps, order[1:], strict=True):
        if gap > max(widest, _APART):
            charts.append([])
        charts[-1].append(bar)
    return charts


def _stacked(first: Sequence[_Bar], bars: Sequence[_Bar]) -> list[_Bar]:
    """The bars that begin where another ends, one upon the other, each once.

    Word paints a shaded cell several times over: without that, each would double those upon it.
    """
    found: list[_Bar] = []
    tops, free = list(first), [bar for bar in bars if bar not in first]
    while tops:
        top = tops.pop()
        upon = [
            bar
            for bar in free
            if abs(bar.low - top.low) < _SAME
            and abs(bar.base - top.end) < _SAME
            and bar.rule.fill != top.rule.fill
        ]
        free = [bar for bar in free if bar not in upon]
        found += upon
        tops += upon
    return found


def _differ(chart: Sequence[_Bar], first: Sequence[_Bar]) -> bool:
    """Whether the bars are enough, stand apart at one pitch, and are not all of one length."""
    sets = _sets(first)
    stacked = len({bar.rule.fill for bar in chart}) >= _BARS and len(chart) >= _BARS * len(sets)
    if len(sets) < (2 if stacked else _BARS) or len({bar.low for bar in first}) < len(first):
        return False
    lengths = [bar.length for bar in first]
    if max(lengths) - min(lengths) < _DIFFER:
        return False
    steps = [after[0] - before[0] for before, after in pairwise(sets)]
    widths = [high - low for low, high in sets]
    return _alike(steps) and _alike(widths)


def _sets(bars: Sequence[_Bar]) -> list[tuple[float, float]]:
    """From where to where bars touch, as those of one year do."""
    sets: list[tuple[float, float]] = []
    for bar in sorted(bars):
        if sets and bar.low - sets[-1][1] < _APART:
            sets[-1] = (sets[-1][0], max(sets[-1][1], bar.high))
        else:
            sets.append((bar.low, bar.high))
    return sets


def _alike(values: Sequence[float]) -> bool:
    return max(values) - min(values) < _EVEN * max(values) + _SAME


def _hold_text(bars: Sequence[Rule], chars: Sequence[Char]) -> bool:
    """Whether the rectangles are made for text: one holds much of it, or each is full of it."""
    full = 0
    for bar in bars:
        inside = [char for char in chars if not char[0].isspace() and _stands_in(char, bar)]
        if len(inside) > _TEXT:
            return True
        full += sum(char[3] - char[1] for char in inside) > _FULL * (bar.x1 - bar.x0)
    return full == len(bars)


def _stands_in(char: Char, rule: Rule) -> bool:
    x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
    return rule.x0 < x < rule.x1 and rule.top < y < rule.bottom


def _joined(found: Sequence[tuple[BBox, list[Rule]]]) -> list[tuple[BBox, list[Rule]]]:
    """Areas that overlap are one chart: series side by side."""
    joined: list[tuple[BBox, list[Rule]]] = []
    for area, bars in found:
        for at, (other, more) in enumerate(joined):
            if overlap(area, other):
                joined[at] = (_around([*more, *bars]), [*more, *bars])
                break
        else:
            joined.append((area, bars))
    return joined


def _around(rules: Sequence[Rule]) -> BBox:
    return union([rule[:4] for rule in rules])
