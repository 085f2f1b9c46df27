"""What stands on a page as parts: a cell's text, or what stands between gaps of a line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from models import BBox
from models.page import Cell, Line, PageLayout, Passage, Role, Table, TextBlock
from pipeline.grids.aligned import part_of
from pipeline.grids.segments import segments
from pipeline.grids.spans import box_of

# Sizes of the text: what stands further apart in a line of a cell is two parts.
_PART = 3.0
_SIZE = 10.0
_SAME_ROW = 0.5
_AROUND = (Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER)
_COLON = (":", "：")
_LONGEST = 14
_NEXT = re.compile(r"\s(?=[^\s:：()（）]{2,14}+[:：])")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A text with its place: `box` is its cell's where it has one, `ink` that of the print.

    It is `tall` where its cell reaches over several rows.
    """

    text: str
    passage: Passage
    page: int
    box: BBox
    ink: BBox
    celled: bool = False
    tall: bool = False

    @property
    def middle(self) -> float:
        """Half of the way down the print."""
        return (self.ink[1] + self.ink[3]) / 2

    @property
    def size(self) -> float:
        """The size of the type, in points."""
        return self.passage.lines[0].size or _SIZE


def parts_of(layout: PageLayout) -> list[Part]:
    """The parts of a page's level text; those of a cell with the cell's box."""
    found: list[Part] = []
    for block in layout.blocks:
        if isinstance(block, TextBlock) and block.role in _AROUND and block.lines[0].boxes:
            continue
        if isinstance(block, TextBlock):
            for line in block.lines:
                if not line.vertical and line.page == layout.number and line.text.strip():
                    found.extend(_of_line(line))
        elif block.bbox is not None:
            for cell in _drawn(block, layout.number):
                found.extend(_of_cell(cell))
    return found


def _drawn(table: Table, page: int) -> Iterator[Cell]:
    return (cell for cell in table.cells if cell.lines and cell.lines[0].page == page)


def _of_line(line: Line) -> Iterator[Part]:
    for first, last in segments(line):
        # 基準値：27件　目標値：42件 are two labels, each with its value.
        edges = [match.start() for match in _NEXT.finditer(line.text, first, last)]
        for start, end in pairwise([first, *edges, last]):
            yield from _of_segment(line, start, end)


def _of_segment(line: Line, start: int, end: int) -> Iterator[Part]:
    while start < end and line.text[start].isspace():
        start += 1
    colon = next((at for at in range(start + 2, end - 1) if line.text[at] in _COLON), None)
    bracket = colon is not None and any(sign in "(（" for sign in line.text[start:colon])
    if colon is not None and colon - start <= _LONGEST and not bracket:
        yield _part(line, start, colon)
        start = colon + 1
        while start < end and line.text[start].isspace():
            start += 1
    yield _part(line, start, end)


def _of_cell(cell: Cell) -> Iterator[Part]:
    parted = [segments(line) for line in cell.lines]
    if any(_apart(line, parts) for line, parts in zip(cell.lines, parted, strict=True)):
        for line in cell.lines:
            yield from _of_line(line)
        return
    boxes = [box_of(line, 0, len(line.text)) for line in cell.lines]
    ink = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    passage = Passage.of(cell.lines)
    tall = cell.row_span > 1
    yield Part(passage.text, passage, cell.lines[0].page, cell.bbox or ink, ink, True, tall)


def _apart(line: Line, parts: Sequence[tuple[int, int]]) -> bool:
    boxes = [box_of(line, start, end) for start, end in parts]
    return any(b[0] - a[2] > _PART * (line.size or _SIZE) for a, b in pairwise(boxes))


def _part(line: Line, start: int, end: int) -> Part:
    box = box_of(line, start, end)
    passage = Passage.of([part_of(line, start, end)])
    return Part(line.text[start:end], passage, line.page, box, box)


def lines_in(part: Part) -> list[Part]:
    """The printed lines of a part, each as one: a cell may hold headings of two columns."""
    if len(part.passage.lines) == 1:
        return [part]
    return [_part(line, 0, len(line.text)) for line in part.passage.lines]


def cut(part: Part, at: int) -> list[Part]:
    """A part of one line in two, where another column's text stands close to it."""
    line = part.passage.lines[0]
    end = len(line.text[:at].rstrip())
    return [_part(line, 0, end), _part(line, at, len(line.text))]


def rows_of(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts that stand level, from the top; each row from the left."""
    rows: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: (part.middle, part.box[0])):
        if rows and part.middle - rows[-1][0].middle < _SAME_ROW * part.size:
            rows[-1].append(part)
        else:
            rows.append([part])
    for row in rows:
        row.sort(key=lambda part: part.box[0])
    return rows
