"""The drawn objects of a page as PDFium has them, form XObjects followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2.raw as raw

from models import BBox
from models.page import Colour, Rule
from pipeline.read import pdfium_calls as call
from pipeline.read.limits import MAX_DEPTH, MAX_OBJECTS, MAX_SEGMENTS
from pipeline.read.shapes import Matrix, Subpaths, multiplied, rules_of


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page; `left_out` where there was more than is read of one page.

    `texts` are text objects with the matrix that leads from where they stand to the page as shown.
    """

    texts: list[tuple[list[int], Matrix]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    left_out: bool = False


def read_drawn(page: int, count: int, shown: Matrix) -> Drawn:
    """The rules and the images' boxes of a page of `count` objects, as shown."""
    drawn = Drawn(left_out=count > MAX_OBJECTS)
    top_level = call.page_objects(page, min(count, MAX_OBJECTS))
    budget = [MAX_OBJECTS, MAX_SEGMENTS]
    for texts, paths, pictures, matrix in _levels(top_level, shown, 0, budget):
        if texts:
            drawn.texts.append((texts, matrix))
        drawn.rules.extend(_rules(paths, matrix, budget))
        drawn.images.extend(_image_boxes(pictures, matrix))
    drawn.left_out |= min(budget) < 0
    return drawn


def text_boxes(items: Sequence[int], shown: Matrix) -> list[BBox]:
    """The ink of text objects, as shown; `shown` leads there from where they stand."""
    bounds = call.object_bounds(items)
    corners = np.stack([bounds[:, [0, 1]], bounds[:, [2, 3]]])
    a, b, c, d, e, f = shown
    places = corners @ np.array([[a, b], [c, d]]) + np.array([e, f])
    boxes = np.hstack([places.min(0), places.max(0)])
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in boxes.tolist()]


def _levels(
    objects: Sequence[int], matrix: Matrix, depth: int, budget: list[int]
) -> Iterator[tuple[list[int], list[int], list[int], Matrix]]:
    """Texts, paths and images with the matrix they are drawn under, a form's where it is drawn.

    `budget` holds how many objects and segments may still be read; below zero, some were not.
    """
    budget[0] -= len(objects)
    texts: list[int] = []
    paths: list[int] = []
    pictures: list[int] = []
    for item, kind in zip(objects, map(call.object_type, objects), strict=True):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts.append(item)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            paths.append(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH and budget[0] > 0:
            if texts or paths or pictures:
                yield texts, paths, pictures, matrix
                texts, paths, pictures = [], [], []
            inside = max(call.count_form_objects(item), 0)
            inner = call.form_objects(item, min(inside, budget[0]))
            budget[0] -= inside - len(inner)
            a, b, c, d, e, f = multiplied(call.object_matrices([item]), matrix)[0].tolist()
            yield from _levels(inner, (a, b, c, d, e, f), depth + 1, budget)
    if texts or paths or pictures:
        yield texts, paths, pictures, matrix


def _rules(paths: Sequence[int], matrix: Matrix, budget: list[int]) -> Iterator[Rule]:
    counts = call.segment_counts(paths)
    total = np.cumsum(np.maximum(counts, 0))
    counts[total > budget[1]] = 0
    budget[1] -= int(total[-1]) if len(total) else 0
    paths = np.array(paths, dtype=np.uint64)[counts >= 2].tolist()
    if not paths:
        return
    counts = counts[counts >= 2]
    styles = _styles(paths)
    visible = np.array([style.stroked or style.filled for style in styles])
    if not visible.all():
        paths = np.array(paths, dtype=np.uint64)[visible].tolist()
        counts = counts[visible]
        styles = [style for style in styles if style.stroked or style.filled]
    if paths:
        yield from rules_of(_subpaths(paths, counts.tolist(), matrix), styles)


def _subpaths(paths: Sequence[int], counts: Sequence[int], matrix: Matrix) -> Subpaths:
    points, kinds = call.segments(paths, counts)
    matrices = multiplied(call.object_matrices(paths), matrix)
    path = np.repeat(np.arange(len(paths)), counts)
    a, b, c, d, e, f = matrices[path].T
    x, y = points.T
    return Subpaths(
        path=path,
        points=np.stack([x * a + y * c + e, x * b + y * d + f], axis=1),
        moves=kinds == raw.FPDF_SEGMENT_MOVETO,
        curved=kinds == raw.FPDF_SEGMENT_BEZIERTO,
        scale=np.sqrt(np.abs(np.linalg.det(matrices[:, :4].reshape(-1, 2, 2)))),
    )


def _styles(paths: Sequence[int]) -> list[Rule]:
    """How paths are drawn, as rules without a place; what is transparent is not drawn."""
    filled, stroked = call.draw_modes(paths)
    fills, strokes = call.fill_colours(paths), call.stroke_colours(paths)
    widths = call.stroke_widths(paths).tolist()
    return [
        _style(fill if is_filled else None, stroke if is_stroked else None, width)
        for fill, stroke, is_filled, is_stroked, width in zip(
            fills, strokes, filled, stroked, widths, strict=True
        )
    ]


def _style(fill: Colour | None, stroke: Colour | None, width: float) -> Rule:
    stroked = stroke is not None
    line = width if stroked else 0.0
    return Rule(0, 0, 0, 0, "", stroked, fill is not None, fill, stroke, 0, line)


def _image_boxes(pictures: Sequence[int], matrix: Matrix) -> list[BBox]:
    if not pictures:
        return []
    a, b, c, d, e, f = multiplied(call.object_matrices(pictures), matrix).T
    xs, ys = np.stack([e, e + a, e + c, e + a + c]), np.stack([f, f + b, f + d, f + b + d])
    boxes = np.stack([xs.min(0), ys.min(0), xs.max(0), ys.max(0)], axis=1)
    return [(x0, top, x1, bottom) for x0, top, x1, bottom in boxes.tolist()]
