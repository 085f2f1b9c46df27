"""What stands next to a name on its page and is in no record: a name was cut where words go on.

Words that nobody took are normal between records (headings, notes); right behind a name, or in the
next line of its column, they are likely its other half.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from models import BBox, Record, Source
from models.page import Line, PageLayout

_BAND, _WIDE = 16.0, 64.0
# In heights of the line: a gap within a name, and one between two lines of it.
_GAP, _LEADING = 0.7, 0.9
_LINES_OF_A_TEXT = 8

_Key: TypeAlias = tuple[int, BBox | None, int | None, str]


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of a line that stand together and belong to no record."""

    box: BBox
    letters: int


@dataclass(slots=True)
class Beside:
    """The words of a document that are in no record, by page and height."""

    runs: Mapping[tuple[int, int], list[_Run]]
    shares: Mapping[int, float]
    boxes: Mapping[_Key, BBox]

    def share(self, page: int) -> float:
        """How much of a page's letters is in no record."""
        return self.shares.get(page, 0.0)

    def sides(self, source: Source) -> Iterator[str]:
        """The sides on which words that nobody took touch what is printed there."""
        box = source.bbox or self.boxes.get(_key(source))
        if box is None:
            return
        height = (box[3] - box[1]) / (source.text.count("\n") + 1)
        near = {
            id(run): run
            for band in range(int((box[1] - height) // _BAND), int((box[3] + height) // _BAND) + 1)
            for run in self.runs.get((source.page, band), ())
        }
        yield from sorted({side for run in near.values() if (side := _side(box, run.box, height))})


def _side(box: BBox, other: BBox, height: float) -> str | None:
    middle = (other[1] + other[3]) / 2
    if box[1] <= middle <= box[3]:
        if -0.2 * height <= other[0] - box[2] <= _GAP * height:
            return "right"
        return "left" if -0.2 * height <= box[0] - other[2] <= _GAP * height else None
    common = min(box[2], other[2]) - max(box[0], other[0])
    if common < 0.5 * min(box[2] - box[0], other[2] - other[0]):
        return None
    if -0.3 * height <= other[1] - box[3] <= _LEADING * height:
        return "below"
    return "above" if -0.3 * height <= box[1] - other[3] <= _LEADING * height else None


class _Claims:
    """The boxes of what records have, found by their place: a page may hold many thousands."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int, int], list[BBox]] = defaultdict(list)
        self._whole: set[tuple[int, BBox]] = set()

    def add(self, page: int, box: BBox) -> None:
        """Takes a box once, however many records name it."""
        if (page, box) not in self._whole:
            self._whole.add((page, box))
            for cell in self._of(page, box):
                self._cells[cell].append(box)

    def has(self, page: int, box: BBox) -> bool:
        """Whether just this box is there."""
        return (page, box) in self._whole

    def near(self, page: int, box: BBox) -> list[BBox]:
        """The boxes in the same part of the page."""
        return list({each for cell in self._of(page, box) for each in self._cells.get(cell, ())})

    @staticmethod
    def _of(page: int, box: BBox) -> Iterator[tuple[int, int, int]]:
        across = range(int(box[0] // _WIDE), int(box[2] // _WIDE) + 1)
        yield from ((page, band, column) for band in _bands(box) for column in across)


def beside(layouts: Iterable[PageLayout], records: Sequence[Record]) -> Beside:
    """The words of the layouts that none of the records gives, as value or as words."""
    claims = _Claims()
    texts: dict[tuple[int, int], list[Source]] = defaultdict(list)
    for record in records:
        for source in record.sources.values():
            if source.bbox is not None:
                claims.add(source.page, source.bbox)
            elif source.line is not None:
                texts[source.page, source.line].append(source)
    runs: dict[tuple[int, int], list[_Run]] = defaultdict(list)
    shares: dict[int, float] = {}
    boxes: dict[_Key, BBox] = {}
    for layout in layouts:
        lines = list(layout.lines())
        taken = _claimed_texts(lines, texts, boxes)
        free = letters = 0
        for line in lines:
            claimed = taken.get(line.number) if line.number is not None else None
            for run in _runs(line, claims, claimed):
                free += run.letters
                for band in _bands(run.box):
                    runs[line.page, band].append(run)
            letters += sum(character.isalnum() for character in line.text)
        shares[layout.number] = free / letters if letters else 0.0
    return Beside(runs, shares, boxes)


def _runs(line: Line, claims: "_Claims", claimed: set[int] | None) -> Iterator[_Run]:
    """The parts of a line that no record has, without those that hold no letter or digit."""
    near: list[BBox] = []
    if claimed is None and line.bbox is not None:
        if claims.has(line.page, line.bbox):
            return
        near = claims.near(line.page, line.bbox)
        if any(_contains(each, line.bbox) for each in near):
            return
    found: list[tuple[str, BBox]] = []
    for at, (character, box) in enumerate(_places(line)):
        taken = at in claimed if claimed is not None else _covered(box, near)
        if taken or character.isspace():
            if run := _run(found):
                yield run
            found = []
        else:
            found.append((character, box))
    if run := _run(found):
        yield run


def _run(found: Sequence[tuple[str, BBox]]) -> _Run | None:
    letters = sum(character.isalnum() for character, _ in found)
    if not letters:
        return None
    boxes = [box for _, box in found]
    edges = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return _Run(edges, letters)


def _places(line: Line) -> Iterator[tuple[str, BBox]]:
    """The printed characters and their boxes; in a text, columns of its own width for them."""
    if line.boxes:
        for at, character in enumerate(line.printed):
            x0, y0, x1, y1 = line.boxes[4 * at : 4 * at + 4]
            yield character, (x0, y0, x1, y1)
        return
    x, y = 0.0, _BAND * (line.number or 0)
    for character in line.printed:
        width = _BAND * (0.5 if unicodedata.east_asian_width(character) in "NaHA" else 1.0)
        yield character, (x, y, x + width, y + _BAND)
        x += width


def _covered(box: BBox, near: Sequence[BBox]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(each[0] <= x <= each[2] and each[1] <= y <= each[3] for each in near)


def _contains(box: BBox, other: BBox) -> bool:
    """Whether a box holds another, but for a point."""
    across = box[0] - 1 <= other[0] and other[2] <= box[2] + 1
    return across and box[1] - 1 <= other[1] and other[3] <= box[3] + 1


def _claimed_texts(
    lines: Sequence[Line],
    texts: Mapping[tuple[int, int], list[Source]],
    boxes: dict[_Key, BBox],
) -> dict[int, set[int]]:
    """Which characters of the lines of a text records have, by line; notes their boxes as well."""
    numbered = {line.number: line for line in lines if line.number is not None}
    taken: dict[int, set[int]] = {number: set() for number in numbered}
    for number, line in numbered.items():
        for source in texts.get((line.page, number), ()):
            at = number
            for part in source.text.split("\n"):
                found = _find(numbered, at, part, taken)
                if found is None:
                    break
                at, start = found
                taken[at].update(range(start, start + len(part)))
                spans = [box for _, box in _places(numbered[at])][start : start + len(part)]
                own = (spans[0][0], spans[0][1], spans[-1][2], spans[-1][3])
                old = boxes.get(_key(source), own)
                boxes[_key(source)] = (
                    min(old[0], own[0]),
                    min(old[1], own[1]),
                    max(old[2], own[2]),
                    max(old[3], own[3]),
                )
    return taken


def _find(
    numbered: Mapping[int, Line], first: int, part: str, taken: Mapping[int, set[int]]
) -> tuple[int, int] | None:
    """Line and offset of a part of a text's print, in its line or in one of the next."""
    if not part:
        return None
    for number in range(first, first + _LINES_OF_A_TEXT):
        printed = numbered[number].printed if number in numbered else ""
        start = printed.find(part)
        while start >= 0 and start in taken[number] and printed.find(part, start + 1) >= 0:
            start = printed.find(part, start + 1)
        if start >= 0:
            return number, start
    return None


def _bands(box: BBox) -> range:
    return range(int(box[1] // _BAND), int(box[3] // _BAND) + 1)


def _key(source: Source) -> _Key:
    return (source.page, source.bbox, source.line, source.text)
