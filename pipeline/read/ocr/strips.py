"""The strips of a picture that are read: lines and columns, cut where a rule parts two cells."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from models.page import Rule
from models.values import BBox
from pipeline.read.ocr.engine import Floats, Glyph, Picture, read
from pipeline.read.ocr.ink import ink_of, runs_of
from pipeline.read.ocr.rules import is_level

# Points.
_AT_EDGE = 2.5
_LEAST = 3.0

_ACROSS = 0.7
# Height to width: below, a line; above, a column; between, whichever reads better.
_LINE, _COLUMN = 1.3, 2.6
_SURE = 0.5

# Times the usual height of a line; points; and of the fullest row of ink.
_TWO_LINES, _LEAST_LINE, _SPECKS = 1.5, 3.5, 0.02


class Strip(NamedTuple):
    """A line in points, or a column where its text runs downwards, and what it says."""

    box: BBox
    column: bool
    glyphs: Sequence[Glyph] = ()

    @property
    def sure(self) -> float:
        """The mean confidence of its characters."""
        return float(np.mean([glyph.confidence for glyph in self.glyphs])) if self.glyphs else 0.0


def boxes_of(quads: Floats, scale: float) -> list[BBox]:
    """Outlines in pixels as boxes in points."""
    return [
        (float(x0), float(top), float(x1), float(bottom))
        for (x0, top), (x1, bottom) in zip(
            quads.min(axis=1) / scale, quads.max(axis=1) / scale, strict=True
        )
    ]


def cut(boxes: Sequence[BBox], rules: Sequence[Rule]) -> list[BBox]:
    """The boxes, parted where rules run through them and ended where they stand at an edge."""
    upright = [rule for rule in rules if not is_level(rule)]
    level = [rule for rule in rules if is_level(rule)]
    parted: list[BBox] = []
    for box in boxes:
        x0, top, x1, bottom = box
        at = [
            rule.x0
            for rule in upright
            if x0 < rule.x0 < x1 and _shared(rule.top, rule.bottom, top, bottom) >= _ACROSS
        ]
        for left, right in _parts(x0, x1, at):
            down = [
                rule.top
                for rule in level
                if top < rule.top < bottom and _shared(rule.x0, rule.x1, left, right) >= _ACROSS
            ]
            parted.extend((left, up, right, low) for up, low in _parts(top, bottom, down))
    return parted


def _parts(start: float, end: float, at: Sequence[float]) -> list[tuple[float, float]]:
    edges = [start, *sorted(at), end]
    parts = [(one, other) for one, other in pairwise(edges) if other - one >= _LEAST]
    # What is left beside a rule at the edge is the margin of what was found, and no text.
    inner = [part for part in parts if len(parts) == 1 or part[1] - part[0] > _AT_EDGE]
    return inner or parts[:1]


def _shared(a0: float, a1: float, b0: float, b1: float) -> float:
    """How much of the second span the first one covers."""
    return (min(a1, b1) - max(a0, b0)) / max(b1 - b0, 1e-6)


def read_strips(picture: Picture, scale: float, boxes: Sequence[BBox]) -> list[Strip]:
    """What each box says, as a line or as a column; boxes that say nothing are left out."""
    strips = [
        Strip(box, column)
        for box in _lines_apart(picture, scale, boxes)
        for column in (False, True)
        if (not column or _ratio(box) > _LINE) and (column or _ratio(box) < _COLUMN)
    ]
    found = read([strip_picture(picture, scale, strip) for strip in strips])
    best: dict[BBox, Strip] = {}
    for strip, glyphs in zip(strips, found, strict=True):
        told = strip._replace(glyphs=glyphs)
        known = best.get(strip.box)
        if glyphs and told.sure >= _SURE and (known is None or told.sure > known.sure):
            best[strip.box] = told
    return list(best.values())


def _lines_apart(picture: Picture, scale: float, boxes: Sequence[BBox]) -> list[BBox]:
    """The boxes, those that hold two and more lines parted between them.

    Short lines that stand close, as in the heading of a table, are found as one.
    """
    highs = [box[3] - box[1] for box in boxes if _ratio(box) < 0.5]
    if not highs:
        return list(boxes)
    usual = float(np.median(highs))
    return [
        part
        for box in boxes
        for part in (
            _bands(picture, scale, box)
            if box[3] - box[1] > _TWO_LINES * usual and _ratio(box) < _COLUMN
            else [box]
        )
    ]


def _bands(picture: Picture, scale: float, box: BBox) -> list[BBox]:
    """The lines of a box, where blank rows part all of its ink into such."""
    rows = ink_of(strip_picture(picture, scale, Strip(box, False))).sum(axis=1)
    lines = runs_of(np.where(rows > _SPECKS * rows.max(), rows, 0))
    if len(lines) < 2 or min(end - start for start, end in lines) < _LEAST_LINE * scale:
        return [box]
    top = box[1]
    cuts = [(one[1] + other[0]) / 2 / scale for one, other in pairwise(lines)]
    edges = [top, *(top + cut for cut in cuts), box[3]]
    return [(box[0], up, box[2], low) for up, low in pairwise(edges)]


def strip_picture(picture: Picture, scale: float, strip: Strip) -> Picture:
    """The pixels of a strip, a column turned so that its first character is at the left."""
    x0, top, x1, bottom = pixels_of(strip.box, scale, picture)
    part = picture[top:bottom, x0:x1]
    return np.ascontiguousarray(np.rot90(part)) if strip.column else part


def pixels_of(box: BBox, scale: float, picture: Picture) -> tuple[int, int, int, int]:
    """A box in whole pixels of the picture, of one at the least."""
    high, wide = picture.shape[:2]
    x0, top = (min(max(int(box[i] * scale), 0), size - 1) for i, size in ((0, wide), (1, high)))
    x1, bottom = (round(box[i] * scale) for i in (2, 3))
    return x0, top, min(max(x1, x0 + 1), wide), min(max(bottom, top + 1), high)


def _ratio(box: BBox) -> float:
    return (box[3] - box[1]) / max(box[2] - box[0], 1e-6)
