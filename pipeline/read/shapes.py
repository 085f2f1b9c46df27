"""What both readers must call alike: when a path is a line, a rectangle or a curve, and bold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from models.page import Rule

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Point: TypeAlias = tuple[float, float]

_BOLD_WEIGHT = 700
_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(r"bold|heavy|black|[-,](?:DB|[BEHU])$|(?:UB|EB|-W[6-9])$", re.IGNORECASE)
_SQUARE = 0.01


def bold_font(name: str, *, weight: int = 0, flags: int = 0) -> bool:
    """Whether a font is bold by its weight, its flags or its name.

    >>> bold_font("ABCDEF+MS-Gothic,Bold"), bold_font("KozMinPr6N-Regular")
    (True, False)
    """
    named = bool(_BOLD_NAME.search(name))
    return named or weight >= _BOLD_WEIGHT or bool(flags > 0 and flags & _FORCE_BOLD)


@dataclass(slots=True)
class Subpath:
    """The points of a path from one move to the next, as shown on the page."""

    points: list[Point]
    curved: bool
    closed: bool


def rules_of(subpaths: Iterable[Subpath], style: Rule) -> list[Rule]:
    """A rule for each subpath, drawn in the given style.

    A curve or polygon is followed by its upright and level sides, as rules of kind `edge`:
    tables are also drawn as polygons.
    """
    found: list[Rule] = []
    for subpath in subpaths:
        if len(subpath.points) < 2:
            continue
        kind = _kind(subpath)
        found.append(_rule(subpath.points, kind, style))
        if kind == "curve":
            found.extend(_edges(subpath, style))
    return found


def _kind(subpath: Subpath) -> str:
    points = subpath.points
    if subpath.curved:
        return "curve"
    corners = points[:-1] if len(points) > 2 and points[0] == points[-1] else points
    if len(corners) == 2:
        return "line"
    if len(corners) == 4 and (len(points) == 5 or subpath.closed) and _right_angled(corners):
        return "rect"
    return "curve"


def _right_angled(corners: list[Point]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    level_first = _same(y0, y1) and _same(x1, x2) and _same(y2, y3) and _same(x3, x0)
    upright_first = _same(x0, x1) and _same(y1, y2) and _same(x2, x3) and _same(y3, y0)
    return level_first or upright_first


def _same(a: float, b: float) -> bool:
    return abs(a - b) < _SQUARE


def _edges(subpath: Subpath, style: Rule) -> Iterator[Rule]:
    for first, second in zip(subpath.points, subpath.points[1:], strict=False):
        level, upright = _same(first[1], second[1]), _same(first[0], second[0])
        if level != upright:
            yield _rule([first, second], "edge", style)


def _rule(points: list[Point], kind: str, style: Rule) -> Rule:
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return style._replace(
        x0=min(xs), top=min(ys), x1=max(xs), bottom=max(ys), kind=kind, segments=len(points) - 1
    )
