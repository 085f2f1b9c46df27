"""What both readers must call alike: when a path is a line, a rectangle or a curve, and bold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.read.columns import CURVE, EDGE, LINE, RECT, Places, Rules, Style

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Points: TypeAlias = NDArray[np.float64]
Matrices: TypeAlias = NDArray[np.float64]

_BOLD_WEIGHT = 700
_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(r"bold|heavy|black|[-,](?:DB|[BEHU])$|(?:UB|EB|-W[6-9])$", re.IGNORECASE)

# Points; sides of a rectangle that lean by less are upright or level.
_SQUARE = 0.01
_SHORTEST_EDGE = 1.0


def multiplied(first: Matrices, second: Matrix | Matrices) -> Matrices:
    """The matrices that do `first`, a row each, then `second`, which is one or a row for each."""
    then = np.asarray(second, dtype=np.float64).reshape(-1, 3, 2)
    product = first.reshape(-1, 3, 2) @ then[:, :2]
    product[:, 2] += then[:, 2]
    return product.reshape(-1, 6)


def bold_font(name: str, *, weight: int = 0, flags: int = 0) -> bool:
    """Whether a font is bold by its weight, its flags or its name.

    >>> bold_font("ABCDEF+MS-Gothic,Bold"), bold_font("KozMinPr6N-Regular")
    (True, False)
    """
    named = bool(_BOLD_NAME.search(name))
    return named or weight >= _BOLD_WEIGHT or bool(flags > 0 and flags & _FORCE_BOLD)


@dataclass(frozen=True, slots=True)
class Subpaths:
    """All points of some paths, x and y a row each: the path of each, and how it is reached.

    `style` and `width` are each path's, the one a place in a list of styles, the other in points.
    """

    path: Places
    points: Points
    moves: NDArray[np.bool_]
    curved: NDArray[np.bool_]
    style: Places
    width: NDArray[np.float64]


def rules_of(drawn: Subpaths, styles: Sequence[Style]) -> Rules:
    """A rule for each subpath, drawn in its path's style.

    A curve or polygon is followed by its upright and level sides, as rules of kind `edge`:
    tables are also drawn as polygons.
    """
    path, points = drawn.path, drawn.points
    begins = drawn.moves.copy()
    begins[0] = True
    begins[1:] |= path[1:] != path[:-1]
    starts = np.flatnonzero(begins)
    sizes = np.append(starts[1:], len(path)) - starts
    low, high = (end.reduceat(points, starts, axis=1) for end in (np.minimum, np.maximum))
    boxes = np.vstack([low, high])
    kinds = _kinds(drawn, starts, sizes)
    owners, segments = path[starts], sizes - 1
    if (kinds == CURVE).any():
        owner, edges = _edges(points, starts, sizes, kinds)
        order = np.argsort(np.concatenate([np.arange(len(starts)), owner]), kind="stable")
        boxes = np.hstack([boxes, edges])[:, order]
        kinds = np.append(kinds, np.full(len(owner), EDGE, dtype=np.int8))[order]
        owners = np.append(owners, owners[owner])[order]
        segments = np.append(segments, np.ones_like(owner))[order]
    some = segments > 0  # a point that is moved to and left again
    if not some.all():
        boxes, kinds, owners, segments = boxes[:, some], kinds[some], owners[some], segments[some]
    return Rules(boxes, kinds, drawn.style[owners], styles, segments, drawn.width[owners])


def _kinds(drawn: Subpaths, starts: Places, sizes: Places) -> NDArray[np.int8]:
    points = drawn.points
    apart = np.abs(points[:, starts] - points[:, starts + sizes - 1])
    closed = (apart < _SQUARE).all(axis=0)
    kinds = np.full(len(starts), CURVE, dtype=np.int8)
    kinds[(sizes == 2) | ((sizes == 3) & closed)] = LINE
    # A fill closes what a path leaves open, so three sides make a rectangle as well as four.
    four = np.flatnonzero((sizes == 4) | ((sizes == 5) & closed))
    if len(four):
        corners = points[:, starts[four][:, None] + np.arange(4)]
        same_x, same_y = np.abs(corners - corners[:, :, [1, 2, 3, 0]]) < _SQUARE
        # Sides are level and upright in turn.
        turns = [True, False, True, False]
        level_first = (np.where(turns, same_y, same_x)).all(axis=1)
        upright_first = (np.where(turns, same_x, same_y)).all(axis=1)
        kinds[four[level_first | upright_first]] = RECT
    if drawn.curved.any():
        kinds[np.logical_or.reduceat(drawn.curved, starts)] = CURVE
    return kinds


def _edges(
    points: Points, starts: Places, sizes: Places, kinds: NDArray[np.int8]
) -> tuple[Places, Points]:
    """The boxes of the upright and level sides of curves, and the place of each one's curve."""
    owner = np.repeat(np.arange(len(starts)), sizes)
    first, second = points[:, :-1], points[:, 1:]
    run = np.abs(second - first)
    straight = (run.min(axis=0) < _SQUARE) & (run.max(axis=0) >= _SHORTEST_EDGE)
    straight &= (kinds[owner[:-1]] == CURVE) & (owner[:-1] == owner[1:])
    first, second = first[:, straight], second[:, straight]
    boxes = np.vstack([np.minimum(first, second), np.maximum(first, second)])
    return owner[:-1][straight], boxes
