"""What both readers must call alike: when a path is a line, a rectangle or a curve, and bold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.page import Rule

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Points: TypeAlias = NDArray[np.float64]
Matrices: TypeAlias = NDArray[np.float64]

_BOLD_WEIGHT = 700
_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(r"bold|heavy|black|[-,](?:DB|[BEHU])$|(?:UB|EB|-W[6-9])$", re.IGNORECASE)

_rule = partial(tuple.__new__, Rule)

# Points; sides of a rectangle that lean by less are upright or level.
_SQUARE = 0.01
_SHORTEST_EDGE = 1.0


def multiplied(first: Matrices, second: Matrix) -> Matrices:
    """The matrices that do `first`, a row each, then `second`."""
    p, q, r, s, t, u = second
    product: Matrices = first.reshape(-1, 3, 2) @ np.array([[p, q], [r, s]])
    product[:, 2] += (t, u)
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
    """All points of some paths in a row: the path each belongs to, and how it is reached.

    `scale` is, for each path, what its line width is to be multiplied by.
    """

    path: NDArray[np.intp]
    points: Points
    moves: NDArray[np.bool_]
    curved: NDArray[np.bool_]
    scale: NDArray[np.float64]


def rules_of(drawn: Subpaths, styles: Sequence[Rule]) -> list[Rule]:
    """A rule for each subpath, drawn in its path's style.

    A curve or polygon is followed by its upright and level sides, as rules of kind `edge`:
    tables are also drawn as polygons.
    """
    starts = np.flatnonzero(drawn.moves | (np.diff(drawn.path, prepend=-1) != 0))
    sizes = np.diff(starts, append=len(drawn.path))
    boxes = np.hstack(
        [np.minimum.reduceat(drawn.points, starts), np.maximum.reduceat(drawn.points, starts)]
    )
    kinds = _kinds(drawn, starts, sizes)
    edges = _edges(drawn, starts, sizes, kinds)
    paths = drawn.path[starts]
    widths = np.array([style.width for style in styles])[paths] * drawn.scale[paths]
    rules: list[Rule] = []
    for i, (x0, top, x1, bottom, segments, path, width) in enumerate(
        zip(*boxes.T.tolist(), (sizes - 1).tolist(), paths.tolist(), widths.tolist(), strict=True)
    ):
        if segments < 1:
            continue
        style = styles[path][5:9]
        rules.append(_rule((x0, top, x1, bottom, kinds[i], *style, segments, width)))
        rules.extend(_rule((*edge, "edge", *style, 1, width)) for edge in edges.get(i, ()))
    return rules


def _kinds(drawn: Subpaths, starts: NDArray[np.intp], sizes: NDArray[np.intp]) -> list[str]:
    points = drawn.points
    curved = np.logical_or.reduceat(drawn.curved, starts)
    last = points[starts + sizes - 1]
    closed = (np.abs(points[starts] - last) < _SQUARE).all(axis=1)
    line = ~curved & ((sizes == 2) | ((sizes == 3) & closed))
    # A fill closes what a path leaves open, so three sides make a rectangle as well as four.
    four = ~curved & ((sizes == 4) | ((sizes == 5) & closed))
    rect = np.zeros(len(starts), dtype=np.bool_)
    if four.any():
        corner = starts[four][:, None] + np.arange(4)
        x, y = points[corner, 0], points[corner, 1]
        same_x = np.abs(x - np.roll(x, -1, axis=1)) < _SQUARE
        same_y = np.abs(y - np.roll(y, -1, axis=1)) < _SQUARE
        level_first = same_y[:, 0] & same_x[:, 1] & same_y[:, 2] & same_x[:, 3]
        upright_first = same_x[:, 0] & same_y[:, 1] & same_x[:, 2] & same_y[:, 3]
        rect[four] = level_first | upright_first
    kinds: list[str] = np.where(line, "line", np.where(rect, "rect", "curve")).tolist()
    return kinds


def _edges(
    drawn: Subpaths, starts: NDArray[np.intp], sizes: NDArray[np.intp], kinds: list[str]
) -> dict[int, list[list[float]]]:
    """The boxes of the upright and level sides of each curve, by the curve's place."""
    if "curve" not in kinds:
        return {}
    owner = np.repeat(np.arange(len(starts)), sizes)
    curve = np.array([kind == "curve" for kind in kinds])[owner]
    first, second = drawn.points[:-1], drawn.points[1:]
    run = np.abs(second - first)
    straight = (run.min(axis=1) < _SQUARE) & (run.max(axis=1) >= _SHORTEST_EDGE)
    found = np.flatnonzero(straight & curve[:-1] & (owner[:-1] == owner[1:]))
    boxes = np.hstack(
        [np.minimum(first[found], second[found]), np.maximum(first[found], second[found])]
    ).tolist()
    edges: dict[int, list[list[float]]] = {}
    for place, box in zip(owner[found].tolist(), boxes, strict=True):
        edges.setdefault(place, []).append(box)
    return edges
