"""What a page is before and after layout: characters and rules, then lines, blocks and tables.

These are plain slotted values, since a page holds thousands of them. Coordinates are points from
the top left of the page as shown (after /Rotate and the crop box).
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from models.document import Issue
from models.values import BBox, Source

Colour: TypeAlias = tuple[float, ...]
"""Components from 0 to 1: one for grey, three for RGB, four for CMYK."""


class Char(NamedTuple):
    """A printed character. `upright` is false where the glyph is turned by 90 degrees.

    `bold` goes by the font's weight, flags and name, and by glyphs that are stroked as well.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    upright: bool = True
    font: str = ""
    colour: Colour | None = None
    confidence: float | None = None
    bold: bool = False


class Rule(NamedTuple):
    """A drawn path's box: a ruling line, a rectangle, or another shape.

    `segments` is how many segments the path has; `kind` is line, rect, curve, or edge for an
    upright or level side of the curve before it.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    kind: str
    stroked: bool
    filled: bool
    fill: Colour | None = None
    stroke: Colour | None = None
    segments: int = 1
    width: float = 0.0


class Turn(NamedTuple):
    """Where a point of a page that was turned to be read stands on the page as shown.

    x becomes `a` x + `c` y + `e`, and y becomes `b` x + `d` y + `f`; points both.
    """

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, box: BBox) -> BBox:
        """The box around what was turned."""
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs = [self.a * x + self.c * y + self.e for x, y in corners]
        ys = [self.b * x + self.d * y + self.f for x, y in corners]
        return (min(xs), min(ys), max(xs), max(ys))

    def then(self, other: "Turn") -> "Turn":
        """This turn, and then another."""
        return Turn(
            other.a * self.a + other.c * self.b,
            other.b * self.a + other.d * self.b,
            other.a * self.c + other.c * self.d,
            other.b * self.c + other.d * self.d,
            other.a * self.e + other.c * self.f + other.e,
            other.b * self.e + other.d * self.f + other.f,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was drawn, in drawing order. Every PDF reader fills this, and nothing else.

    A scan that leans or lies on its side is read upright: `turn` leads back to the page as shown.
    """

    number: int
    width: float
    height: float
    chars: Sequence[Char]
    rules: Sequence[Rule] = ()
    images: Sequence[BBox] = ()
    rotation: int = 0
    issues: tuple[Issue, ...] = ()
    from_ocr: bool = False
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of a text file: the lines between two form feeds. `first_line` is 1-based."""

    number: int
    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One printed line or vertical run, normalised, that can lead any span back to its print.

    `text` is normalised (pipeline/normalise.py); `origin[i]` is the index in `printed` of the
    character that `text[i]` comes from. `boxes` is flat, four floats for each printed character,
    and empty for text input, where `number` is the 1-based line of the file and `offset` where
    on it `printed` begins (a cell between tabs); `even` is true where the file's columns count
    every character as one, however wide. `emphasis` are the
    spans of `text` that stand out from the rest of the line, by weight or colour. `confidences`
    holds one for each printed character where some were read by OCR, and nothing where none was.
    """

    page: int
    text: str
    printed: str
    origin: Sequence[int]
    boxes: "array[float]" = field(default_factory=lambda: array("d"), repr=False)
    number: int | None = None
    size: float = 0.0
    bold: bool = False
    colour: Colour | None = None
    vertical: bool = False
    confidence: float | None = None
    emphasis: tuple[tuple[int, int], ...] = ()
    confidences: Sequence[float | None] = field(default=(), repr=False)
    offset: int = 0
    even: bool = False

    @cached_property
    def bbox(self) -> BBox | None:
        """The box of the whole line; null for text input."""
        return self.box(0, len(self.printed))

    def box(self, start: int, end: int) -> BBox | None:
        """The box around the printed characters from `start` to `end`; null for text input."""
        if not self.boxes or end <= start:
            return None
        part = self.boxes[4 * start : 4 * end]
        return (min(part[0::4]), min(part[1::4]), max(part[2::4]), max(part[3::4]))

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Where `text[start:end]` was printed."""
        stop = len(self.text) if end is None else end
        if stop <= start:
            first, last = 0, len(self.printed)
        else:
            first = self.origin[start]
            last = self.origin[stop] if stop < len(self.text) else len(self.printed)
            last = max(last, self.origin[stop - 1] + 1)
        return Source(
            page=self.page,
            bbox=self.box(first, last),
            line=self.number,
            text=self.printed[first:last].strip(),
            confidence=self._confidence(first, last),
        )

    def _confidence(self, first: int, last: int) -> float | None:
        """That of the least certain of the printed characters; null where none was read by OCR."""
        if not self.confidences:
            return self.confidence
        return min((c for c in self.confidences[first:last] if c is not None), default=None)


class Role(StrEnum):
    """What a block of text is on its page, as far as the page's geometry shows it."""

    BODY = "body"
    HEADING = "heading"
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    NOTE = "note"
    LABEL = "label"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that stand together: a paragraph, a box, a heading, a list.

    `frame` is the drawn box around the block, `fill` that box's colour, where there is one.
    """

    page: int
    lines: tuple[Line, ...]
    role: Role = Role.BODY
    frame: BBox | None = None
    fill: Colour | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell and the grid places it covers. An empty cell has no lines.

    `page` is that of `bbox` where it is not the table's: a table may go on over pages.
    """

    row: int
    column: int
    lines: tuple[Line, ...]
    row_span: int = 1
    column_span: int = 1
    bbox: BBox | None = None
    page: int | None = None

    @property
    def text(self) -> str:
        """The cell's text, its lines joined as Japanese is joined."""
        return Passage.of(self.lines).text


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells. Each place is covered by one cell at the most.

    `page` is that of its first row; the lines of a table that goes on know their own pages.
    `opens_above` and `opens_below` are the columns that no line closes, as where a page ends
    inside a row or a merged cell. It `goes_on` where it stands at the top of a page in the columns
    of a table before it, without a heading.
    """

    page: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    bbox: BBox | None = None
    opens_above: frozenset[int] = frozenset()
    opens_below: frozenset[int] = frozenset()
    goes_on: bool = False

    def grid(self) -> list[list[Cell | None]]:
        """Rows of cells; a merged cell stands in every place it covers."""
        places: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    places[row][column] = cell
        return places


Block: TypeAlias = TextBlock | Table


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page in reading order. Boxes are upright; `turn` leads back to the page as shown."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    issues: tuple[Issue, ...] = ()
    from_ocr: bool = False
    turn: Turn | None = None

    def lines(self) -> Iterator[Line]:
        """Every line of the page, also those in tables, in reading order."""
        for block in self.blocks:
            yield from lines_of(block)


def lines_of(block: Block) -> Iterator[Line]:
    """The lines of a block, or of a table's cells in row order."""
    if isinstance(block, TextBlock):
        yield from block.lines
        return
    for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
        yield from cell.lines


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with the headings it stands under, outermost first."""

    block: Block
    section: tuple[str, ...] = ()


@dataclass(frozen=True)
class Passage:
    """Lines joined as Japanese is joined: without a space, but for one between two Latin words.

    `places[i]` is (line, offset in that line's text) of `text[i]`.
    """

    text: str
    lines: tuple[Line, ...]
    places: tuple[tuple[int, int], ...] = field(repr=False)

    @staticmethod
    def of(lines: Sequence[Line], separator: str = "") -> "Passage":
        """Joins lines; `separator` stands between two lines where nothing else would."""
        text: list[str] = []
        places: list[tuple[int, int]] = []
        for index, line in enumerate(lines):
            stripped = line.text.strip()
            if not stripped:
                continue
            if text:
                gap = separator or (" " if _latin(text[-1]) and _latin(stripped[0]) else "")
                text.extend(gap)
                places.extend([places[-1]] * len(gap))
            offset = line.text.index(stripped)
            text.extend(stripped)
            places.extend((index, offset + i) for i in range(len(stripped)))
        return Passage("".join(text), tuple(lines), tuple(places))

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Where `text[start:end]` was printed; a span over lines gives each its own line.

        A span over pages is given by its part on the first page.
        """
        stop = len(self.text) if end is None else end
        spans: dict[int, tuple[int, int]] = {}
        for index, offset in self.places[start:stop]:
            first, last = spans.get(index, (offset, offset))
            spans[index] = (min(first, offset), max(last, offset))
        if not spans:
            raise ValueError("an empty passage has no source")
        parts = [self.lines[i].source(first, last + 1) for i, (first, last) in spans.items()]
        parts = [part for part in parts if part.page == parts[0].page]
        boxes = [part.bbox for part in parts if part.bbox]
        confidences = [part.confidence for part in parts if part.confidence is not None]
        return Source(
            page=parts[0].page,
            bbox=union(boxes) if boxes else None,
            line=parts[0].line,
            text="\n".join(part.text for part in parts),
            confidence=min(confidences) if confidences else None,
        )


def union(boxes: Sequence[BBox]) -> BBox:
    """The smallest box around all of `boxes`, of which there is at least one."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
