"""Drawn boxes that hold text: callouts, headings on a ground, small marks beside a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models.page import Char, Colour, Page
from models.values import BBox
from pipeline.layout.ruled import visible_rules

_NEAR = 2.5
_WHOLE_PAGE = 0.85
_LEAST = 5.0


@dataclass(slots=True, eq=False)
class Frame:
    """A box, its ground's colour if it has one, and what stands in it but in no frame within."""

    box: BBox
    fill: Colour | None = None
    chars: list[Char] = field(default_factory=list)
    within: list["Frame"] = field(default_factory=list)


def frames_of(page: Page, ruled: Iterable[BBox], cells: Sequence[BBox]) -> list[Frame]:
    """The page's boxes, those within others under them; `ruled` are boxes made of ruling lines.

    A ground that ends where table cells end is the table's own and no box.
    """
    found = [Frame(box) for box in ruled]
    lefts = [x for cell in cells for x in (cell[0], cell[2])]
    levels = [y for cell in cells for y in (cell[1], cell[3])]
    for rule in visible_rules(page):
        if rule.kind not in ("rect", "curve") or rule.segments > 40:
            continue
        box = _clipped(rule[:4], page)
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide < _LEAST or high < _LEAST or wide * high > _WHOLE_PAGE * page.width * page.height:
            continue
        if _aligned(box, lefts, levels):
            continue
        fill = rule.fill if rule.filled else None
        same = next((frame for frame in found if _same(frame.box, box)), None)
        if same is None:
            found.append(Frame(box, fill))
        elif fill is not None:
            same.fill = fill
    return found


def fill_frames(frames: Sequence[Frame], chars: Sequence[Char]) -> tuple[list[Frame], list[Char]]:
    """The outermost frames that hold text, and the characters that stand in none."""
    rest = list(chars)
    ordered = sorted(frames, key=lambda frame: (_area(frame.box), frame.box))
    outer: list[Frame] = []
    for frame in ordered:
        x0, top, x1, bottom = frame.box
        free: list[Char] = []
        for char in rest:
            inside = x0 < (char[1] + char[3]) / 2 < x1 and top < (char[2] + char[4]) / 2 < bottom
            (frame.chars if inside else free).append(char)
        rest = free
        inner = [other for other in outer if _holds(frame.box, other.box)]
        if not frame.chars and len(inner) == 0:
            continue
        frame.within = inner
        outer = [other for other in outer if other not in inner]
        outer.append(frame)
    return outer, rest


def _clipped(box: BBox, page: Page) -> BBox:
    x0, top, x1, bottom = box
    return (max(x0, 0.0), max(top, 0.0), min(x1, page.width), min(bottom, page.height))


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _same(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _holds(outer: BBox, inner: BBox) -> bool:
    return (
        outer[0] - _NEAR <= inner[0]
        and outer[1] - _NEAR <= inner[1]
        and outer[2] + _NEAR >= inner[2]
        and outer[3] + _NEAR >= inner[3]
    )


def _aligned(box: BBox, lefts: Sequence[float], levels: Sequence[float]) -> bool:
    return (
        _near(box[0], lefts)
        and _near(box[2], lefts)
        and _near(box[1], levels)
        and _near(box[3], levels)
    )


def _near(value: float, edges: Sequence[float]) -> bool:
    return any(abs(value - edge) < _NEAR for edge in edges)
