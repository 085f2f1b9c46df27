"""Charts: pictures and curves with short labels on and around them, kept apart from the text."""

from collections.abc import Iterator, Sequence

from models.page import Char, Page, Role, TextBlock
from models.values import BBox
from pipeline.layout.frames import area_of, sides
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, extent, pieces_of, without
from pipeline.layout.vertical import part_vertical

_LEAST = 50.0
_AROUND = 22.0
_LABEL = 14
_LABELS = 4
_LARGE = 1.5
_SENTENCE = ("。", "、")


def charts_of(page: Page, chars: Sequence[Char], em: float) -> tuple[list[Piece], list[Char]]:
    """The labels of each chart as something solid, and the characters that are none.

    A picture is a chart when at least four short labels stand on it or right beside it, and no
    sentence or title does. `em` is the page's usual size in points.
    """
    solids: list[Piece] = []
    rest = list(chars)
    areas = _areas(page)
    if not areas:
        return [], rest
    level = part_vertical(pieces_of([c for c in rest if c[6]]), [])[1]
    pieces = pieces_of([char for piece in level for char in piece.chars], tight=0.9)
    for area in areas:
        x0, top, x1, bottom = area
        around = (x0 - _AROUND, top - _AROUND, x1 + _AROUND, bottom + _AROUND)
        near = [p for p in pieces if _within(p, around)]
        labels = [p for p in near if len(p.text) <= _LABEL and not _sentence(p)]
        if any(p.size > _LARGE * em for p in labels):
            continue  # a title upon a picture
        on_it = [p for p in near if _within(p, area)]
        if len(labels) < _LABELS or any(len(p.text) > _LABEL or _sentence(p) for p in on_it):
            continue
        blocks = tuple(
            TextBlock(page.number, (line_of([label], page.number),), Role.CHART)
            for label in sorted(labels, key=lambda p: (round(p.top), p.x0))
        )
        solids.append(Piece(*extent(labels), 0.0, blocks=blocks))
        rest = without(rest, labels)
        pieces = [piece for piece in pieces if not any(piece is label for label in labels)]
    return solids, rest


def _sentence(piece: Piece) -> bool:
    return any(mark in piece.text for mark in _SENTENCE)


def _within(piece: Piece, box: BBox) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return box[0] < x < box[2] and box[1] < y < box[3]


def _areas(page: Page) -> list[BBox]:
    whole = page.width * page.height
    areas = [box for box in page.images if _sized(box) and area_of(box) < 0.5 * whole]
    areas.extend(box for box in _drawn(page) if _sized(box))
    return areas


def _drawn(page: Page) -> Iterator[BBox]:
    """Where curves stand together: the slices of a pie, the lines of a graph."""
    groups: list[tuple[BBox, int]] = []
    for box, segments in _curves(page):
        joined, count = box, segments
        apart: list[tuple[BBox, int]] = []
        for other, size in groups:
            if _touch(joined, other):
                joined, count = _around(joined, other), count + size
            else:
                apart.append((other, size))
        groups = [*apart, (joined, count)]
    yield from (box for box, count in groups if count >= 8)


def _curves(page: Page) -> Iterator[tuple[BBox, int]]:
    """Curves that are no rounded boxes: those have upright and level sides."""
    for index, rule in enumerate(page.rules):
        if rule.kind != "curve" or rule.segments < 2:
            continue
        if rule.x1 - rule.x0 < 12 and rule.bottom - rule.top < 12:
            continue
        if sides(page.rules, index) < 3:
            yield rule[:4], rule.segments


def _touch(one: BBox, other: BBox) -> bool:
    return (
        one[0] < other[2] + 4
        and other[0] < one[2] + 4
        and one[1] < other[3] + 4
        and other[1] < one[3] + 4
    )


def _around(one: BBox, other: BBox) -> BBox:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _sized(box: BBox) -> bool:
    return box[2] - box[0] >= _LEAST and box[3] - box[1] >= _LEAST
