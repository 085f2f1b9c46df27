"""Parts of lines, and where each was printed."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

from models import BBox, Source
from models.page import Line, union

# Text input has no boxes: a character's place is its column, half a width for half a width.
_TEXT_SIZE = 10.0


@dataclass(frozen=True, slots=True)
class Span:
    """`line.text[start:end]`."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def box(self) -> BBox:
        """Points from the top left; for text input, columns and lines at ten points each."""
        return box_of(self.line, self.start, self.end)


def box_of(line: Line, start: int, end: int) -> BBox:
    """The box of a part of a line; for text input, one made of its column and line number."""
    if line.boxes:
        first = line.origin[start]
        last = line.origin[end] if end < len(line.text) else len(line.printed)
        last = max(last, line.origin[end - 1] + 1)
        while last - 1 > first and line.printed[last - 1].isspace():
            last -= 1
        while first + 1 < last and line.printed[first].isspace():
            first += 1
        box = line.box(first, last)
        if box is not None:
            return box
    top = float(line.number or 0) * 1.5 * _TEXT_SIZE
    places = _columns(line.printed, even=line.even)
    x0 = places[line.origin[start]] if start < len(line.origin) else 0.0
    widths = _columns(line.text, even=line.even)
    width = widths[min(end, len(line.text))] - widths[min(start, len(line.text))]
    return (x0, top, x0 + width, top + _TEXT_SIZE)


@lru_cache(maxsize=1024)
def _columns(text: str, *, even: bool = False) -> Sequence[float]:
    """Where each character of a text without places begins, and where the last one ends.

    A line is asked for every part of it: so once for all of them.
    """
    wide, tab, narrow = _TEXT_SIZE, 4 * _TEXT_SIZE / 2, _TEXT_SIZE / 2
    wide = narrow if even else wide
    # Signs as ○ and ★ are as wide as kana wherever Japanese text is set by columns.
    steps = (tab if c == "\t" else wide if east_asian_width(c) in "WFA" else narrow for c in text)
    return array("d", accumulate(steps, initial=0.0))


def size_of(line: Line) -> float:
    """The size of a line's text in points."""
    return line.size or _TEXT_SIZE


def sources(spans: list[Span]) -> Source:
    """Where text over several places was printed: that of the first page, with the box of all."""
    parts = [span.line.source(span.start, span.end) for span in spans]
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
