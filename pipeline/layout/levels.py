"""Level rules on a page: how high they stand, how far they reach, which of them belong together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from statistics import median

from models.page import Rule

THIN = 1.6
_LEVELS = 3
_CORNER = 16.0
# Points: the sides of frames are taller, and stand nearer to the gap between them.
_TALL, _GAP = 8.0, 13.0


@dataclass(frozen=True, slots=True)
class Level:
    """Rules at one height, how far they reach and where they are cut.

    It is not `drawn` where only a ground ends.
    """

    y: float
    x0: float
    x1: float
    cuts: tuple[float, ...]
    drawn: bool


def levels_of(rules: Sequence[Rule]) -> list[Level]:
    """The heights at which rules run or grounds end, from the top."""
    spans: list[tuple[float, float, float, bool]] = []
    for rule in rules:
        wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
        if high <= THIN and wide > 8:
            spans.append(((rule.top + rule.bottom) / 2, rule.x0, rule.x1, True))
        elif rule.kind == "rect" and rule.filled and wide > 20 and high > 6:
            spans.extend((y, rule.x0, rule.x1, False) for y in (rule.top, rule.bottom))
    spans.sort()
    levels: list[Level] = []
    start = 0
    while start < len(spans):
        end = start
        while end < len(spans) and spans[end][0] - spans[start][0] < THIN:
            end += 1
        levels.extend(_split(spans[start][0], sorted(span[1:] for span in spans[start:end])))
        start = end
    return levels


def sides_of(edges: Sequence[Rule], upright: Sequence[Rule]) -> list[Rule]:
    """The edges that are sides of boxes with round corners: upright ones stand at both ends.

    A picture's outlines have tens of thousands of edges: only those near a corner are looked at.
    """
    corners: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for rule in upright:
        for y in {rule.top, rule.bottom}:
            corners[_square(rule.x0, y)].append((rule.x0, y))

    def has_corner(x: float, y: float) -> bool:
        column, row = _square(x, y)
        return any(
            abs(x - left) < _CORNER and abs(y - top) < _CORNER
            for near in product((column - 1, column, column + 1), (row - 1, row, row + 1))
            for left, top in corners.get(near, ())
        )

    return [
        rule for rule in edges if has_corner(rule.x0, rule.top) and has_corner(rule.x1, rule.top)
    ]


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // _CORNER), int(y // _CORNER)


def holds_boxes(levels: Sequence[Level], sides: Sequence[Rule]) -> bool:
    """Whether boxes with round corners stand between the levels: these are no rows of a table."""
    x0, x1 = min(level.x0 for level in levels), max(level.x1 for level in levels)
    inside = [
        side
        for side in sides
        if side.x0 > x0 - 2 * _CORNER
        and side.x1 < x1 + 2 * _CORNER
        and levels[0].y - _CORNER < side.top < levels[-1].y + _CORNER
    ]
    return len(inside) > 1


def holds_frames(levels: Sequence[Level], rules: Sequence[Rule]) -> bool:
    """Whether level rules are tops and bottoms of frames side by side: sides close them at gaps."""
    top, bottom = levels[0].y, levels[-1].y
    sides = [
        rule.x0
        for rule in rules
        if rule.x1 - rule.x0 <= THIN < _TALL < rule.bottom - rule.top
        and rule.top > top - THIN
        and rule.bottom < bottom + THIN
    ]
    cuts = {round(cut) for level in levels for cut in level.cuts}
    return any(
        any(cut - _GAP < x < cut - 1 for x in sides)
        and any(cut + 1 < x < cut + _GAP for x in sides)
        for cut in cuts
    )


def _split(y: float, spans: Sequence[tuple[float, float, bool]]) -> list[Level]:
    """Rules at one height, parted where more than a table's own gap is between them."""
    levels: list[Level] = []
    x0, x1, drawn = spans[0]
    cuts: list[float] = []
    for left, right, line in spans[1:]:
        if left - x1 > 25:
            levels.append(Level(y, x0, x1, tuple(cuts), drawn))
            x0, x1, drawn, cuts = left, right, line, []
            continue
        if left > x1 - 2:
            cuts.append((x1 + left) / 2)
        x1, drawn = max(x1, right), drawn or line
    levels.append(Level(y, x0, x1, tuple(cuts), drawn))
    return levels


def stacks_of(levels: Sequence[Level]) -> list[list[Level]]:
    """Levels of one reach under one another, three or more."""
    stacks: list[list[Level]] = []
    for level in sorted(levels, key=lambda level: level.y):
        for stack in stacks:
            last = stack[-1]
            alike = abs(last.x0 - level.x0) < 6 and abs(last.x1 - level.x1) < 6
            if alike and level.y - last.y < _reach(stack):
                stack.append(level)
                break
        else:
            stacks.append([level])
    return [stack for stack in stacks if len(stack) >= _LEVELS]


def _reach(stack: Sequence[Level]) -> float:
    """How far below a stack of rules another one still belongs to it."""
    steps = [low.y - high.y for high, low in pairwise(stack)]
    return min(120.0, 3 * median(steps)) if len(steps) > 2 else 120.0
