"""Shapes and pictures drawn upon text that was there before them."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from models import BBox
from pipeline.read import pdfium_calls as call
from pipeline.read.pdfium_paths import Covers, Drawn, object_boxes
from pipeline.read.pdfium_text import Printed

# Points; what is flatter is a line and covers nothing.
THICK = 3.0
_SLACK = 0.5
_FOUR = 4

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cover:
    """A page object, its box as shown, and the characters whose middle is in that box."""

    item: int
    box: BBox
    upon: Mask

    def surely(self, box: NDArray[np.float64]) -> bool:
        """Whether it hides all of a box, by its shape: a picture or rectangle, fully opaque."""
        left, top, right, bottom = self.box
        inside = (
            left - _SLACK <= box[0]
            and top - _SLACK <= box[1]
            and box[2] <= right + _SLACK
            and box[3] <= bottom + _SLACK
        )
        return bool(inside) and not call.is_transparent(self.item) and self._is_solid()

    def _is_solid(self) -> bool:
        if call.object_type(self.item) != raw.FPDF_PAGEOBJ_PATH:
            return True
        handle = ctypes.cast(self.item, raw.FPDF_PAGEOBJECT)
        count = raw.FPDFPath_CountSegments(handle)
        if not _FOUR <= count <= _FOUR + 2:
            return False
        parts = [raw.FPDFPath_GetPathSegment(handle, index) for index in range(count)]
        x, y = ctypes.c_float(), ctypes.c_float()
        points = []
        for part in parts:
            raw.FPDFPathSegment_GetPoint(part, x, y)
            points.append((x.value, y.value))
        return _are_corners([point[0] for point in points]) and _are_corners(
            [point[1] for point in points]
        )


def _are_corners(sides: Sequence[float]) -> bool:
    low, high = min(sides), max(sides)
    return all(min(side - low, high - side) < _SLACK for side in sides)


def covers_of(printed: Printed, drawn: Drawn) -> list[Cover]:
    """What may hide characters: filled shapes and pictures that were drawn later, upon them."""
    x0, top, x1, bottom = printed.boxes
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    order: NDArray[np.intp] | None = None
    found: list[Cover] = []
    for covers in drawn.covers:
        for item, texts, box in _solid(covers):
            if order is None:
                order = _order(printed, drawn)
            upon = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3]) & (order < texts)
            if upon.any():
                found.append(Cover(item, box, upon))
    return found


def behind_picture(covers: Sequence[Cover], size: tuple[float, float], of: Mask) -> Mask:
    """Which characters, of some, a picture that takes most of the page lies upon."""
    behind = np.zeros_like(of)
    for cover in covers:
        left, top, right, bottom = cover.box
        most = (right - left) * (bottom - top) > size[0] * size[1] / 2
        if most and call.object_type(cover.item) == raw.FPDF_PAGEOBJ_IMAGE:
            behind |= cover.upon & of
    return behind


def _solid(covers: Covers) -> Iterator[tuple[int, int, BBox]]:
    """The covers that are filled and no lines, the texts before each, and their boxes."""
    late = [index for index, texts in enumerate(covers.texts) if texts]
    boxes = object_boxes([covers.items[index] for index in late], covers.matrix)
    for index, box in zip(late, boxes, strict=True):
        if box[2] - box[0] < THICK or box[3] - box[1] < THICK:
            continue
        item = covers.items[index]
        if call.object_type(item) == raw.FPDF_PAGEOBJ_PATH:
            filled, _ = call.draw_modes([item])
            if not filled[0] or call.fill_colours([item])[0] is None:
                continue
        yield item, covers.texts[index], box


def _order(printed: Printed, drawn: Drawn) -> NDArray[np.intp]:
    """Each character's text object by its place in the order of drawing."""
    texts = [item for items, _ in drawn.texts for item in items]
    place = {item: index for index, item in enumerate(texts)}
    return np.array([place.get(item, 0) for item in printed.owners.tolist()], dtype=np.intp)
