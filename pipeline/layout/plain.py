"""A page in the plainest order there is: its characters in lines from top to bottom."""

from array import array
from collections.abc import Sequence

from models.page import Char, Line, Page, PageLayout, TextBlock, TextPage
from pipeline.normalise import normalise

# Characters whose middles are closer than this share of their size stand on one line.
_SAME_LINE = 0.5


def arrange_plainly(page: Page) -> PageLayout:
    """The page as one block of horizontal lines, without columns, tables or roles."""
    rows: list[list[Char]] = []
    for char in sorted(page.chars, key=lambda char: (_middle(char), char.x0)):
        if rows and _middle(char) - _middle(rows[-1][-1]) < _SAME_LINE * char.size:
            rows[-1].append(char)
        else:
            rows.append([char])
    lines = tuple(_line(page.number, sorted(row, key=lambda char: char.x0)) for row in rows)
    blocks = (TextBlock(page.number, lines),) if lines else ()
    return PageLayout(page.number, page.width, page.height, blocks, page.issues, page.from_ocr)


def arrange_text_plainly(page: TextPage) -> PageLayout:
    """A page of a text as one block, line by line as it is written."""
    numbered = enumerate(page.lines, start=page.first_line)
    lines = tuple(_written(page.number, number, text) for number, text in numbered if text.strip())
    blocks = (TextBlock(page.number, lines),) if lines else ()
    return PageLayout(page.number, 0.0, 0.0, blocks)


def _written(page: int, number: int, printed: str) -> Line:
    normal = normalise(printed)
    return Line(page, normal.text, printed, normal.origin, number=number)


def _middle(char: Char) -> float:
    return (char.top + char.bottom) / 2


def _line(number: int, chars: Sequence[Char]) -> Line:
    texts: list[str] = []
    boxes = array("d")
    for char in chars:
        texts.append(char.text)
        boxes.extend([char.x0, char.top, char.x1, char.bottom] * len(char.text))
    printed = "".join(texts)
    normal = normalise(printed)
    return Line(number, normal.text, printed, normal.origin, boxes, size=chars[0].size)
