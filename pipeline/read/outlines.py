"""Glyphs drawn as outlines in a line of text: no reader sees them as text, a person does.

Producers draw a character that their font lacks (外字, the 塡 of 補塡) as a filled path. Its size
and its place in the line give it away; what it says is not guessed.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from models import BBox, Issue
from models.page import Char, Rule
from pipeline.read.columns import CURVE, Rules

# A shape of a few segments is an arrow or a box, and so is one of many that stands alone at the
# side of a line: a bullet, an icon.
_FEWEST_SEGMENTS = 6
_FEWEST_ALONE = 24

# In ems of the text beside it.
_LEAST, _MOST = 0.35, 1.25
_NEAR = 0.6
_OFF_LINE = 0.15

_MOST_SHAPES = 5_000


class _Shape(NamedTuple):
    """Filled paths that touch each other."""

    box: BBox
    segments: int


def outline_glyphs(chars: Sequence[Char], rules: Sequence[Rule], page: int) -> list[Issue]:
    """An issue for each shape of a glyph's size that fills a place in a line of text."""
    if CURVE not in Rules.of(rules).kinds:
        return []
    printed = [char for char in chars if not char.text.isspace()]
    if not printed:
        return []
    largest = max(char.size for char in printed)
    shapes = _shapes(rules, largest)
    if not shapes:
        return []
    lines = _Lines(printed)
    found = [shape.box for shape in shapes if _in_line(shape, lines)]
    return [
        Issue(
            code="outline_glyph",
            severity="warning",
            message="a character is drawn here as an outline and is missing from the text; "
            "read it on the page",
            page=page,
            bbox=box,
        )
        for box in found
    ]


def _shapes(rules: Sequence[Rule], largest: float) -> list[_Shape]:
    """Filled curves of a glyph's size at the most, those that touch taken together."""
    limit = _MOST * largest
    parts = sorted(
        (rule.x0, rule.top, rule.x1, rule.bottom, rule.segments)
        for rule in rules
        if rule.filled
        and rule.kind == "curve"
        and rule.x1 - rule.x0 <= limit
        and rule.bottom - rule.top <= limit
    )
    if not parts or len(parts) > _MOST_SHAPES:
        return []
    shapes: list[_Shape] = []
    for x0, top, x1, bottom, segments in parts:
        shape = _Shape((x0, top, x1, bottom), segments)
        # Parts come from left to right, so that only the last shapes can still be touched.
        for index in range(len(shapes) - 1, max(len(shapes) - 40, -1), -1):
            joined = _joined(shapes[index], shape, limit)
            if joined is not None:
                shape = joined
                del shapes[index]
        shapes.append(shape)
    return [shape for shape in shapes if shape.segments >= _FEWEST_SEGMENTS]


def _joined(one: _Shape, other: _Shape, limit: float) -> _Shape | None:
    a, b = one.box, other.box
    apart = 0.1 * limit
    if a[2] + apart < b[0] or b[2] + apart < a[0] or a[3] + apart < b[1] or b[3] + apart < a[1]:
        return None
    box = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
    if box[2] - box[0] > limit or box[3] - box[1] > limit:
        return None
    return _Shape(box, one.segments + other.segments)


class _Lines:
    """The page's characters, found by their height."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self._chars = sorted(chars, key=lambda char: char.top)
        self._tops = [char.top for char in self._chars]
        self._tallest = max(char.bottom - char.top for char in chars)

    def across(self, y: float) -> Iterator[Char]:
        """The characters that stand at height `y`."""
        first = bisect_left(self._tops, y - self._tallest)
        last = bisect_left(self._tops, y)
        for char in self._chars[first:last]:
            if char.bottom > y:
                yield char


def _in_line(shape: _Shape, lines: _Lines) -> bool:
    """Whether a shape takes up a character's place beside the characters at its height."""
    x0, top, x1, bottom = shape.box
    before: Char | None = None
    after: Char | None = None
    for char in lines.across((top + bottom) / 2):
        middle = (char.x0 + char.x1) / 2
        if x0 <= middle <= x1:
            return False
        if middle < x0 and (before is None or char.x1 > before.x1):
            before = char
        elif middle > x1 and (after is None or char.x0 < after.x0):
            after = char
    near = [
        char
        for char, gap in (
            (before, x0 - before.x1 if before else 0.0),
            (after, after.x0 - x1 if after else 0.0),
        )
        if char is not None and -_OFF_LINE * char.size <= gap <= _NEAR * char.size
    ]
    if not near or (len(near) < 2 and shape.segments < _FEWEST_ALONE):
        return False
    beside = near[0]
    em = beside.size
    off = _OFF_LINE * em
    return (
        _LEAST * em <= max(x1 - x0, bottom - top) <= _MOST * em
        and top >= beside.top - off
        and bottom <= beside.bottom + off
    )
