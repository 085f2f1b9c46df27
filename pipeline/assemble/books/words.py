"""What stands in a budget book's columns: words with their places, gathered into printed rows."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from models import BBox, Source
from models.page import Line, union
from pipeline.assemble.lines.pieces import tidy

_WORD = re.compile(r"\S+")
_SAME_ROW = 0.5
_EM, _PITCH = 10.0, 12.0


@dataclass(frozen=True, slots=True)
class Word:
    """`line.text[start:end]`, which holds no space, and its box.

    Words of a right-hand page are moved to the height of the left-hand one that it faces.
    """

    line: Line
    start: int
    end: int
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        """The word as normalised."""
        return self.line.text[self.start : self.end]

    @property
    def size(self) -> float:
        """The height of the print."""
        return self.line.size or self.bottom - self.top


@dataclass(frozen=True, slots=True)
class WordRow:
    """Words that stand side by side at one height, from left to right, and their common box."""

    words: tuple[Word, ...]
    x0: float
    top: float
    x1: float
    bottom: float

    @staticmethod
    def of(words: Sequence[Word]) -> "WordRow":
        """The row of some words, of which there is at least one."""
        ordered = sorted(words, key=lambda word: word.x0) if len(words) > 1 else words
        top, bottom = ordered[0].top, ordered[0].bottom
        for word in ordered[1:]:
            top, bottom = min(top, word.top), max(bottom, word.bottom)
        return WordRow(tuple(ordered), ordered[0].x0, top, ordered[-1].x1, bottom)

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def middle(self) -> float:
        """The height of the row's middle."""
        return (self.top + self.bottom) / 2


def cut(word: Word, at: int) -> tuple[Word, Word]:
    """The word in two, before and from an offset that lies within it."""
    x = glyph_edges(word)[at]
    middle = word.start + at
    return replace(word, end=middle, x1=x), replace(word, start=middle, x0=x)


def words_of(line: Line, shift: float = 0.0) -> Iterator[Word]:
    """The words of a line, each with its box, moved down by `shift`."""
    for match in _WORD.finditer(line.text):
        start, end = match.span()
        first, last = line.origin[start], line.origin[end - 1] + 1
        box = line.box(first, last) or _counted(line, first, last)
        if box is not None:
            yield Word(line, start, end, box[0], box[1] + shift, box[2], box[3] + shift)


def _counted(line: Line, first: int, last: int) -> BBox | None:
    """Where signs of a text file would stand, those of full width an em wide, a line below each."""
    if line.number is None or line.offset:
        return None
    x0 = _wide(line.printed[:first])
    top = line.number * _PITCH
    return (x0, top, x0 + _wide(line.printed[first:last]), top + _EM)


def _wide(text: str) -> float:
    return sum(_EM if east_asian_width(sign) in "WFA" else _EM / 2 for sign in text)


def glyph_edges(word: Word) -> list[float]:
    """Where each of a word's signs begins, and where the last one ends."""
    line = word.line
    found: list[float] = []
    for at in range(word.start, word.end):
        place = line.origin[at]
        box = line.box(place, place + 1) or _counted(line, place, place + 1)
        found.append(box[0] if box is not None else word.x1)
    return [*found, word.x1]


def level_lines(lines: Sequence[Line]) -> list[Line]:
    """The same lines, with what was read as upright runs among them read across instead.

    Short names that are set wide one below the other (土 地, 家 屋) may look like upright runs.
    """
    upright = [line for line in lines if line.vertical and line.boxes]
    if not upright:
        return list(lines)
    return [*(line for line in lines if not line.vertical or not line.boxes), *_across(upright)]


def _across(lines: Sequence[Line]) -> Iterator[Line]:
    glyphs = sorted(
        (
            (line, index)
            for line in lines
            for index in range(len(line.text))
            if line.text[index : index + 1].strip()
        ),
        key=lambda glyph: _box(*glyph)[1],
    )
    row: list[tuple[Line, int]] = []
    for glyph in glyphs:
        if row and not _level(_box(*row[0]), _box(*glyph)):
            yield _line(row)
            row = []
        row.append(glyph)
    if row:
        yield _line(row)


def _box(line: Line, index: int) -> BBox:
    place = line.origin[index]
    box = line.box(place, place + 1)
    return box if box is not None else (0.0, 0.0, 0.0, 0.0)


def _line(glyphs: Sequence[tuple[Line, int]]) -> Line:
    ordered = sorted(glyphs, key=lambda glyph: _box(*glyph)[0])
    text: list[str] = []
    origin: list[int] = []
    printed: list[str] = []
    boxes = array("d")
    for line, index in ordered:
        box = _box(line, index)
        if printed and box[0] - boxes[-2] > 0.3 * (line.size or box[2] - box[0]):
            text.append(" ")
            origin.append(len(printed) - 1)
        origin.append(len(printed))
        text.append(line.text[index])
        printed.append(line.printed[line.origin[index]])
        boxes.extend(box)
    first = ordered[0][0]
    confidences = [
        line.confidences[line.origin[index]] if line.confidences else None
        for line, index in ordered
    ]
    return Line(
        page=first.page,
        text="".join(text),
        printed="".join(printed),
        origin=origin,
        boxes=boxes,
        size=first.size,
        bold=first.bold,
        confidence=first.confidence,
        confidences=confidences if any(c is not None for c in confidences) else (),
    )


def rows_of(words: Iterable[Word]) -> list[WordRow]:
    """The words in rows, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda each: (each.top + each.bottom, each.x0)):
        if rows and _together(rows[-1][0], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [WordRow.of(row) for row in rows]


def _together(one: Word, other: Word) -> bool:
    return _level((0.0, one.top, 0.0, one.bottom), (0.0, other.top, 0.0, other.bottom))


def _level(one: BBox, other: BBox) -> bool:
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared > _SAME_ROW * min(one[3] - one[1], other[3] - other[1])


def name_of(words: Sequence[Word]) -> str:
    """The words as one name, as Japanese is joined."""
    return tidy(" ".join(word.text for word in words))


def source_of(words: Sequence[Word]) -> Source:
    """Where the words were printed; only those on the page of the first one count."""
    page = words[0].line.page
    spans: list[tuple[Line, int, int]] = []
    for word in words:
        if word.line.page != page:
            continue
        if spans and spans[-1][0] is word.line and spans[-1][2] <= word.start:
            spans[-1] = (word.line, spans[-1][1], word.end)
        else:
            spans.append((word.line, word.start, word.end))
    parts = [line.source(start, end) for line, start, end in spans]
    if len(parts) == 1:
        return parts[0]
    boxes = [part.bbox for part in parts if part.bbox]
    confidences = [part.confidence for part in parts if part.confidence is not None]
    return Source(
        page=page,
        bbox=union(boxes) if boxes else None,
        line=parts[0].line,
        text="\n".join(part.text for part in parts),
        confidence=min(confidences) if confidences else None,
    )
