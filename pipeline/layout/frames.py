"""Drawn boxes that hold text: callouts, headings on a ground, small marks beside a line."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter

import numpy as np

from models.page import Char, Colour, Page, Rule
from models.values import BBox
from pipeline.layout.pieces import Piece, extent, pieces_of
from pipeline.layout.ruled import visible_rules

_NEAR = 2.5
_WHOLE_PAGE = 0.85
_LEAST = 5.0
_ROUND = 24
_MARK_WIDTH = 5.0
_MARK_HEIGHT = 2.4
_MARK_LENGTH = 4
_MARK_GAP = 2.5


@dataclass(slots=True, eq=False)
class Frame:
    """A box, its ground's colour if it has one, and what stands in it but in no frame within."""

    box: BBox
    fill: Colour | None = None
    chars: list[Char] = field(default_factory=list)
    within: list["Frame"] = field(default_factory=list)
    marks: list[Piece] = field(default_factory=list)


def frames_of(page: Page, ruled: Iterable[BBox], cells: Sequence[BBox]) -> list[Frame]:
    """The page's boxes; `ruled` are boxes made of ruling lines, `cells` those of tables.

    A ground that ends where table cells end is the table's own and no box.
    """
    found = [Frame(box) for box in ruled]
    known = _Known(found)
    lefts = sorted(x for cell in cells for x in (cell[0], cell[2]))
    levels = sorted(y for cell in cells for y in (cell[1], cell[3]))
    for rule in _shapes(page):
        box = _clipped(rule[:4], page)
        wide, high = box[2] - box[0], box[3] - box[1]
        if wide < _LEAST or high < _LEAST or wide * high > _WHOLE_PAGE * page.width * page.height:
            continue
        if _aligned(box, lefts, levels):
            continue
        fill = rule.fill if rule.filled else None
        same = known.same(box)
        if same is None:
            found.append(Frame(box, fill))
            known.add(found[-1])
        elif fill is not None:
            same.fill = fill
    return found


class _Known:
    """Frames by where they stand, so that the same box drawn again is found without a search."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.places: dict[tuple[int, ...], list[tuple[int, Frame]]] = {}
        self.count = 0
        for frame in frames:
            self.add(frame)

    def add(self, frame: Frame) -> None:
        place = tuple(int(edge // _NEAR) for edge in frame.box)
        self.places.setdefault(place, []).append((self.count, frame))
        self.count += 1

    def same(self, box: BBox) -> Frame | None:
        """The first frame that a box is drawn upon again."""
        near = product(*(range(at - 1, at + 2) for at in (int(edge // _NEAR) for edge in box)))
        numbered = [
            each for place in near for each in self.places.get(place, ()) if _same(each[1].box, box)
        ]
        return min(numbered, key=itemgetter(0))[1] if numbered else None


def _shapes(page: Page) -> Iterator[Rule]:
    """Rectangles and rounded ones that can be seen, also white ones upon a ground."""
    visible = {id(rule) for rule in visible_rules(page)}
    grounds = _Boxes(len(page.rules))
    for index, rule in enumerate(page.rules):
        if rule.kind not in ("rect", "curve"):
            continue
        if rule.segments > _ROUND and sides(page.rules, index) < 3:
            continue
        if id(rule) in visible:
            if rule.filled:
                grounds.add(rule[:4])
            yield rule
        elif grounds.hold(rule[:4]):
            yield rule


class _Boxes:
    """Boxes asked all at once for those that hold another, or stand in it."""

    def __init__(self, most: int) -> None:
        self.edges = np.zeros((4, most))
        self.count = 0

    def add(self, box: BBox) -> None:
        self.edges[:, self.count] = box
        self.count += 1

    def hold(self, box: BBox) -> bool:
        """Whether one of them holds the box."""
        x0, top, x1, bottom = self.edges[:, : self.count]
        left, high, right, low = box
        return bool(
            np.any(
                (x0 - _NEAR <= left)
                & (top - _NEAR <= high)
                & (x1 + _NEAR >= right)
                & (bottom + _NEAR >= low)
            )
        )

    def within(self, box: BBox) -> list[int]:
        """The places of those that stand in the box."""
        x0, top, x1, bottom = self.edges[:, : self.count]
        left, high, right, low = box
        found = (
            (left - _NEAR <= x0)
            & (high - _NEAR <= top)
            & (right + _NEAR >= x1)
            & (low + _NEAR >= bottom)
        )
        places: list[int] = np.flatnonzero(found).tolist()
        return places

    def drop(self, places: Sequence[int]) -> None:
        """These stand nowhere from now on."""
        self.edges[:, places] = np.nan


def sides(rules: Sequence[Rule], index: int) -> int:
    """How many level and upright sides a curve has: a rounded box has four."""
    count = 0
    for rule in rules[index + 1 : index + 9]:
        if rule.kind != "edge":
            break
        count += 1
    return count


def fill_frames(frames: Sequence[Frame], chars: Sequence[Char]) -> Frame:
    """The page as a frame: its outermost frames that hold text, and what stands in none.

    A small box with a character or two right before a line is a mark, and part of that line.
    """
    across = np.array([(char[1] + char[3]) / 2 for char in chars])
    down = np.array([(char[2] + char[4]) / 2 for char in chars])
    free = np.ones(len(chars), dtype=np.bool_)
    outermost: dict[int, Frame] = {}
    boxes = _Boxes(len(frames))
    for frame in sorted(frames, key=lambda frame: (area_of(frame.box), frame.box)):
        x0, top, x1, bottom = frame.box
        inside = free & (x0 < across) & (across < x1) & (top < down) & (down < bottom)
        frame.chars.extend(chars[place] for place in np.flatnonzero(inside).tolist())
        inner = boxes.within(frame.box)
        if not frame.chars and not inner:
            continue
        free &= ~inside
        frame.within = [outermost.pop(place) for place in inner]
        boxes.drop(inner)
        outermost[boxes.count] = frame
        boxes.add(frame.box)
    rest = [chars[place] for place in np.flatnonzero(free).tolist()]
    page = Frame((0.0, 0.0, 0.0, 0.0), chars=rest, within=list(outermost.values()))
    _take_marks(page)
    return page


def _take_marks(frame: Frame) -> None:
    for inner in frame.within:
        _take_marks(inner)
    for inner in list(frame.within):
        mark = _mark(inner, frame.chars)
        if mark is not None:
            frame.within.remove(inner)
            frame.marks.append(mark)


def _mark(frame: Frame, beside: Sequence[Char]) -> Piece | None:
    """The frame as a mark of the line beside it, if it is one."""
    if frame.within or frame.marks or len(frame.chars) > 2 * _MARK_LENGTH:
        return None
    pieces = pieces_of(frame.chars)
    chars = [char for piece in pieces for char in piece.chars if not char[0].isspace()]
    if not 0 < len(chars) <= _MARK_LENGTH or any(not char[0].isalpha() for char in chars):
        return None
    size = chars[0][5]
    x0, top, x1, bottom = frame.box
    if x1 - x0 > _MARK_WIDTH * size or bottom - top > _MARK_HEIGHT * size:
        return None
    middle = (top + bottom) / 2
    follows = any(
        -0.5 * size < char[1] - x1 < _MARK_GAP * size
        and abs((char[2] + char[4]) / 2 - middle) < 0.5 * size
        and not char[0].isspace()
        for char in beside
    )
    return Piece(*extent(pieces), size, chars, mark=True) if follows else None


def _clipped(box: BBox, page: Page) -> BBox:
    x0, top, x1, bottom = box
    return (max(x0, 0.0), max(top, 0.0), min(x1, page.width), min(bottom, page.height))


def area_of(box: BBox) -> float:
    """A box's area in square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def _same(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _aligned(box: BBox, lefts: Sequence[float], levels: Sequence[float]) -> bool:
    return (
        _near(box[0], lefts)
        and _near(box[2], lefts)
        and _near(box[1], levels)
        and _near(box[3], levels)
    )


def _near(value: float, edges: Sequence[float]) -> bool:
    """Whether a value is near one of some sorted edges."""
    place = bisect_left(edges, value)
    return any(abs(value - edge) < _NEAR for edge in edges[max(place - 1, 0) : place + 1])
