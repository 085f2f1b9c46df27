"""The drawn objects of a page as PDFium has them, form XObjects followed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import NamedTuple

import numpy as np
import pypdfium2.raw as raw

from models import BBox
from models.page import Colour
from pipeline.read import pdfium_calls as call
from pipeline.read.columns import NO_RULES, Floats, Places, Rules, Style
from pipeline.read.limits import MAX_DEPTH, MAX_OBJECTS, MAX_SEGMENTS
from pipeline.read.shapes import Matrices, Matrix, Subpaths, multiplied, rules_of

_TEXT, _PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM


class Covers(NamedTuple):
    """Paths and pictures drawn after some text, of which they may cover some.

    `texts` says of each how many of the page's text objects were drawn before it. `matrix` leads
    from where they stand to the page as shown.
    """

    items: list[int]
    texts: list[int]
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page; `left_out` where there was more than is read of one page.

    `texts` are text objects with the matrix that leads from where they stand to the page as shown.
    """

    texts: list[tuple[list[int], Matrix]]
    rules: Rules
    images: list[BBox]
    covers: list[Covers]
    left_out: bool


@dataclass(frozen=True, slots=True)
class _Level:
    """Objects drawn one after the other under one matrix.

    `before` says of each path, then of each picture, how many of the texts were drawn before it.
    """

    matrix: Matrix
    texts: list[int] = field(default_factory=list)
    paths: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    before: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))


def read_drawn(page: int, count: int, shown: Matrix) -> Drawn:
    """The rules and the images' boxes of a page of `count` objects, as shown."""
    budget = [MAX_OBJECTS]
    objects = call.page_objects(page, min(count, MAX_OBJECTS))
    levels = list(_levels(objects, shown, 0, budget))
    rules, whole = _rules(levels)
    return Drawn(
        texts=[(level.texts, level.matrix) for level in levels if level.texts],
        rules=rules,
        images=_image_boxes(levels),
        covers=_covers(levels),
        left_out=count > MAX_OBJECTS or budget[0] < 0 or not whole,
    )


def _covers(levels: Sequence[_Level]) -> list[Covers]:
    found: list[Covers] = []
    total = 0
    for level in levels:
        before = [total + count for counts in level.before for count in counts]
        if before and max(before) > 0:
            found.append(Covers(level.paths + level.pictures, before, level.matrix))
        total += len(level.texts)
    return found


def object_boxes(items: Sequence[int], shown: Matrix) -> list[BBox]:
    """The ink of objects, as shown; `shown` leads there from where they stand."""
    bounds = call.object_bounds(items)
    corners = np.stack([bounds[:, [0, 1]], bounds[:, [2, 3]]])
    a, b, c, d, e, f = shown
    places = corners @ np.array([[a, b], [c, d]]) + np.array([e, f])
    boxes = np.hstack([places.min(0), places.max(0)])
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in boxes.tolist()]


def _levels(
    objects: Sequence[int], matrix: Matrix, depth: int, budget: list[int]
) -> Iterator[_Level]:
    """All that is drawn, in order, each under its matrix: a form's where it is drawn.

    `budget` holds how many objects may still be read; below zero, some were not.
    """
    budget[0] -= len(objects)
    level = _Level(matrix)
    for item, kind in zip(objects, map(call.object_type, objects), strict=True):
        if kind == _TEXT:
            level.texts.append(item)
        elif kind == _PATH:
            level.paths.append(item)
            level.before[0].append(len(level.texts))
        elif kind == _IMAGE:
            level.pictures.append(item)
            level.before[1].append(len(level.texts))
        elif kind == _FORM and depth < MAX_DEPTH and budget[0] > 0:
            yield level
            level = _Level(matrix)
            inside = max(call.count_form_objects(item), 0)
            inner = call.form_objects(item, min(inside, budget[0]))
            budget[0] -= inside - len(inner)
            a, b, c, d, e, f = multiplied(call.object_matrices([item]), matrix)[0].tolist()
            yield from _levels(inner, (a, b, c, d, e, f), depth + 1, budget)
    yield level


def _matrices(levels: Sequence[_Level], sizes: Sequence[int]) -> Matrices:
    """The matrix that each level's objects are drawn under, once for each object."""
    return np.repeat(np.array([level.matrix for level in levels]), sizes, axis=0)


def _rules(levels: Sequence[_Level]) -> tuple[Rules, bool]:
    """The rules of all paths, and whether these are all that are drawn."""
    paths = list(chain.from_iterable(level.paths for level in levels))
    counts = call.segment_counts(paths)
    total = np.cumsum(np.maximum(counts, 0))
    whole = bool((total <= MAX_SEGMENTS).all())
    style, styles = _styles(paths)
    kept = (total <= MAX_SEGMENTS) & (counts >= 2) & (style != _UNSEEN)
    if not kept.any():
        return NO_RULES, whole
    under = _matrices(levels, [len(level.paths) for level in levels])[kept]
    paths, counts, style = list(compress(paths, kept.tolist())), counts[kept], style[kept]
    matrices = multiplied(call.object_matrices(paths), under)
    points, kinds = call.segments(paths, counts)
    path = np.repeat(np.arange(len(paths)), counts)
    a, b, c, d, e, f = matrices[path].T
    x, y = points
    subpaths = Subpaths(
        path=path,
        points=np.array([x * a + y * c + e, x * b + y * d + f]),
        moves=kinds == raw.FPDF_SEGMENT_MOVETO,
        curved=kinds == raw.FPDF_SEGMENT_BEZIERTO,
        style=style,
        width=_widths(paths, [styles[place].stroked for place in style.tolist()], matrices),
    )
    return rules_of(subpaths, styles), whole


# The place of the style of what is neither filled nor stroked, or in nothing but transparent.
_UNSEEN = 0


def _styles(paths: Sequence[int]) -> tuple[Places, list[Style]]:
    """How each path is drawn, as a place in a list of styles."""
    filled, stroked = call.draw_modes(paths)
    fills = _asked(call.fill_colours, paths, filled)
    strokes = _asked(call.stroke_colours, paths, stroked)
    known: dict[tuple[Colour | None, Colour | None], int] = {(None, None): _UNSEEN}
    places = [known.setdefault(pair, len(known)) for pair in zip(fills, strokes, strict=True)]
    styles = [Style(stroke is not None, fill is not None, fill, stroke) for fill, stroke in known]
    return np.array(places, dtype=np.intp), styles


def _asked(
    question: Callable[[Sequence[int]], list[Colour | None]],
    paths: Sequence[int],
    which: Sequence[bool],
) -> list[Colour | None]:
    """The colours of some of the paths, and null for the others."""
    if all(which):
        return question(paths)
    if not any(which):
        return [None] * len(paths)
    answers = iter(question(list(compress(paths, which))))
    return [next(answers) if asked else None for asked in which]


def _widths(paths: Sequence[int], stroked: Sequence[bool], matrices: Matrices) -> Floats:
    """Line widths as shown; 0 for what is only filled."""
    if not any(stroked):
        return np.zeros(len(paths))
    a, b, c, d, _, _ = matrices.T
    widths = np.where(stroked, call.stroke_widths(paths), 0.0)
    shown: Floats = np.sqrt(np.abs(a * d - b * c)) * widths
    return shown


def _image_boxes(levels: Sequence[_Level]) -> list[BBox]:
    pictures = list(chain.from_iterable(level.pictures for level in levels))
    if not pictures:
        return []
    under = _matrices(levels, [len(level.pictures) for level in levels])
    a, b, c, d, e, f = multiplied(call.object_matrices(pictures), under).T
    xs, ys = np.stack([e, e + a, e + c, e + a + c]), np.stack([f, f + b, f + d, f + b + d])
    boxes = np.stack([xs.min(0), ys.min(0), xs.max(0), ys.max(0)], axis=1)
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in boxes.tolist()]
