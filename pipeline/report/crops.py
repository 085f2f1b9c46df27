"""Places on pages as pictures inside the report: what an issue or a leftover is about."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from models import BBox, Issue, Leftover
from pipeline.pictures import Pictures

SHOWN = 24
_SIDES, _ABOVE = 60.0, 16.0
_SCALE = 1.5
# Print needs no more, and a page with many pictures stays small.
_COLOURS = 32


@dataclass(frozen=True, slots=True)
class Crop:
    """A cut of a page as a data address, and the place in it, in percent of its size."""

    address: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Remark:
    """An issue or a leftover with what it is about, and its picture where there is one."""

    code: str
    text: str
    page: int | None
    severity: str = "info"
    line: int | None = None
    crop: Crop | None = None


def remarks(found: Sequence[Issue | Leftover], pictures: Pictures | None) -> list[Remark]:
    """The first of what was found, with pictures where the document itself is at hand."""
    return [_remark(each, pictures) for each in found[:SHOWN]]


def _remark(each: Issue | Leftover, pictures: Pictures | None) -> Remark:
    cut = None
    if pictures and each.bbox and each.page and each.page <= pictures.page_count:
        cut = crop(pictures, each.page, each.bbox)
    if isinstance(each, Leftover):
        return Remark(each.why, each.text, each.page, line=each.line, crop=cut)
    return Remark(each.code, each.message, each.page, each.severity, each.line, cut)


def crop(
    pictures: Pictures,
    page: int,
    box: BBox,
    *,
    around: tuple[float, float] = (_SIDES, _ABOVE),
    scale: float = _SCALE,
) -> Crop | None:
    """The place with what stands beside and above it, in points; null where it is off the page."""
    beside, above = around
    width, height = pictures.size(page)
    cut = (
        max(box[0] - beside, 0.0),
        max(box[1] - above, 0.0),
        min(box[2] + beside, width),
        min(box[3] + above, height),
    )
    wide, high = cut[2] - cut[0], cut[3] - cut[1]
    if wide <= 0 or high <= 0:
        return None
    data = base64.b64encode(pictures.png(page, scale=scale, box=cut, colours=_COLOURS)).decode(
        "ascii"
    )
    return Crop(
        address=f"data:image/png;base64,{data}",
        left=round(100 * (box[0] - cut[0]) / wide, 2),
        top=round(100 * (box[1] - cut[1]) / high, 2),
        width=round(100 * (box[2] - box[0]) / wide, 2),
        height=round(100 * (box[3] - box[1]) / high, 2),
    )
