"""The drawn objects of a page as PDFium has them, form XObjects followed."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

import numpy as np
import pypdfium2.raw as raw

from models import BBox
from models.page import Rule
from pipeline.read import pdfium_calls as call
from pipeline.read.limits import MAX_DEPTH, MAX_OBJECTS, MAX_SEGMENTS
from pipeline.read.shapes import Matrix, Points, Subpaths, multiply, rules_of


def read_drawn(page: int, count: int, shown: Matrix) -> tuple[list[Rule], list[BBox]]:
    """The rules and the images' boxes of a page of `count` objects, as shown."""
    top_level = list(map(call.page_object, repeat(page), range(min(count, MAX_OBJECTS))))
    rules: list[Rule] = []
    images: list[BBox] = []
    budget = [MAX_OBJECTS]
    for paths, pictures, matrix in _levels(top_level, shown, 0, budget):
        rules.extend(_rules(paths, matrix))
        images.extend(_image_box(picture, matrix) for picture in pictures)
    return rules, images


def _levels(
    objects: Sequence[int], matrix: Matrix, depth: int, budget: list[int]
) -> Iterator[tuple[list[int], list[int], Matrix]]:
    """Paths and images with the matrix they are drawn under, one form after the other.

    `budget` holds how many objects may still be read.
    """
    budget[0] -= len(objects)
    paths: list[int] = []
    pictures: list[int] = []
    for item, kind in zip(objects, map(call.object_type, objects), strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths.append(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH and budget[0] > 0:
            if paths or pictures:
                yield paths, pictures, matrix
                paths, pictures = [], []
            inner = min(call.count_form_objects(item), budget[0])
            children = list(map(call.form_object, repeat(item), range(max(inner, 0))))
            yield from _levels(children, multiply(call.matrix_of(item), matrix), depth + 1, budget)
    if paths or pictures:
        yield paths, pictures, matrix


def _rules(paths: Sequence[int], matrix: Matrix) -> Iterator[Rule]:
    styles = list(map(_style, paths))
    visible = [i for i, style in enumerate(styles) if style is not None]
    counts = list(map(call.count_segments, [paths[i] for i in visible]))
    room = MAX_SEGMENTS
    drawn: list[tuple[int, int, Rule]] = []
    for i, count in zip(visible, counts, strict=True):
        style = styles[i]
        if style is not None and 2 <= count <= room:
            drawn.append((paths[i], count, style))
            room -= count
    if not drawn:
        return
    items, sizes, kept = (list(column) for column in zip(*drawn, strict=True))
    matrices = np.array([multiply(call.matrix_of(item), matrix) for item in items])
    yield from rules_of(_subpaths(items, sizes, matrices), kept, matrices)


def _subpaths(items: Sequence[int], sizes: Sequence[int], matrices: Points) -> Subpaths:
    owners = chain.from_iterable(map(repeat, items, sizes))
    places = chain.from_iterable(map(range, sizes))
    segments = list(map(call.segment_of, owners, places))
    points = np.zeros((len(segments), 2), dtype=np.float32)
    start = points.ctypes.data
    stop = start + 8 * len(segments)
    list(map(call.segment_point, segments, range(start, stop, 8), range(start + 4, stop + 4, 8)))
    kinds = np.fromiter(map(call.segment_type, segments), dtype=np.int8, count=len(segments))
    path = np.repeat(np.arange(len(items)), sizes)
    a, b, c, d, e, f = matrices[path].T
    x, y = points.astype(np.float64).T
    return Subpaths(
        path=path,
        points=np.stack([x * a + y * c + e, x * b + y * d + f], axis=1),
        moves=kinds == raw.FPDF_SEGMENT_MOVETO,
        curved=kinds == raw.FPDF_SEGMENT_BEZIERTO,
    )


def _style(item: int) -> Rule | None:
    """How a path is drawn, as a rule without a place; null where nothing of it can be seen."""
    filled, stroked = call.draw_mode(item)
    fill = call.fill_colour(item) if filled else None
    stroke = call.stroke_colour(item) if stroked else None
    if fill is None and stroke is None:
        return None
    width = call.stroke_width(item) if stroke is not None else 0.0
    return Rule(0, 0, 0, 0, "", stroke is not None, fill is not None, fill, stroke, 0, width)


def _image_box(item: int, matrix: Matrix) -> BBox:
    a, b, c, d, e, f = multiply(call.matrix_of(item), matrix)
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return (min(xs), min(ys), max(xs), max(ys))
