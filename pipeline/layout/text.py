"""A page of a text file as blocks: paragraphs between blank lines, tables where tabs or bars stand.

What a converter added to the print (emphasis, list markers, rules, tags) is kept in `printed` and
left out of the normalised text. Text has no geometry: boxes are empty, lines know their numbers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, pairwise, zip_longest
from typing import NamedTuple
from unicodedata import east_asian_width

from models.page import Block, Cell, Line, PageLayout, Role, Table, TextBlock, TextPage
from pipeline.normalise import normalise

_RULE = re.compile(r"(?=[\s|:+=_-]*?[-=_]{3})(?:[\s|:+]++|[-=_]{3,}+|={1,2})*+")
# A table that is drawn: │ or | at both ends of a row, ┌──┬──┐ or +--+--+ between rows.
_BARS = "│┃┆┊║｜|"
_BAR = re.compile(f"[{_BARS}]")
_DRAWN_ROW = re.compile(rf"\s*[{_BARS}][^{_BARS}]*(?:[{_BARS}][^{_BARS}]*)*[{_BARS}]\s*")
_DRAWN_RULE = re.compile(rf"(?=\s*[{_BARS}\u2500-\u257f+])[\s{_BARS}\u2500-\u257f+:=―－ー-]+")
_TAG = re.compile(r"</?(?:ul|ol|li|br|p|b|i|u|em|strong|sub|sup|div|span|table|tr|td|th)\b[^<>]*>")
_HEADING_MARKER = re.compile(r"\s{0,3}#{1,6}\s+")
_LIST_MARKER = re.compile(r"\s*[-*+]\s+(?!\d+\s*[-*+]\s*$)")
_EMPHASIS = re.compile(r"\*\*|__")
_EMPHASISED = re.compile(r"(?:\*\*|__)([^*_]+)(?:\*\*|__)")
_PAGE_NUMBER = re.compile(r"[-－‐–—\s]*\d{1,4}[-－‐–—\s]*|[pP]\.?\s*\d{1,4}")
_MARK = re.compile(r"(?:新規?|拡充?|継続?|補正|再掲|廃止?)(?:\*\*|\s)")
# A list item that begins so has a sign of its own; any other gets a bullet for its marker.
_SIGN = re.compile(rf"\s*(?:[・•◆◇■□●○◎▪▶►▌※【〔\[<〈①-⑳\ue000-\uf8ff]|{_MARK.pattern})")
_HEADING_LENGTH = 45
# A figure that stands apart, as in a column.
_FIGURE = re.compile(r"(?<=\s\s)[△▲]?\d[\d,]{1,15}+(?!\S)")
# From where characters are shown twice as wide; how many ends make a column, and how many tell.
_COLUMN, _FEWEST, _RATHER = 3, 6, 1.1
_NO_HEADING = re.compile(r"[。、．,，]$|^[・•◆○●※(（〔]|[:：]|\d\s*(?:千円|万円|億円|円|[\])])")


class _Piece(NamedTuple):
    """What a cell has in one line of the file: the line, where in it that begins, its text."""

    number: int
    offset: int
    text: str


def arrange_text(page: TextPage) -> PageLayout:
    """The page's paragraphs and tables in the order of the file."""
    numbered = [(page.first_line + index, text) for index, text in enumerate(page.lines)]
    even = counts_evenly(page.lines)
    blocks: list[Block] = []
    for kind, group in groupby(numbered, key=lambda pair: _kind(pair[1])):
        lines = list(group)
        if kind == "table" and (rows := list(_rows(lines))):
            blocks.append(_table(page.number, rows))
        elif kind == "text":
            blocks.extend(_paragraph(page.number, lines, even=even))
    return PageLayout(page.number, 0.0, 0.0, tuple(blocks))


def counts_evenly(lines: Sequence[str]) -> bool:
    """Whether figures end in columns if each character counts one, rather than if kanji count two.

    Some converters keep columns by the number of characters, others by how wide they are shown.
    """
    ends: Counter[int] = Counter()
    shown: Counter[int] = Counter()
    for line in lines:
        found = [match.end() for match in _FIGURE.finditer(line)]
        if not found:
            continue
        widths = list(accumulate((1 + (east_asian_width(c) in "WFA") for c in line), initial=0))
        ends.update(found)
        shown.update(widths[end] for end in found)
    by_count, by_width = (
        sum(number for number in each.values() if number >= _COLUMN) for each in (ends, shown)
    )
    return by_count >= _FEWEST and by_count > _RATHER * by_width


def _kind(text: str) -> str:
    if "\t" in text.strip("\n"):
        return "table" if text.strip() else "blank"
    if text.strip() and (_DRAWN_RULE.fullmatch(text) or _DRAWN_ROW.fullmatch(text)):
        return "table"
    if not text.strip() or _is_rule(text):
        return "blank"
    return "text"


def _is_rule(text: str) -> bool:
    return _RULE.fullmatch(text.replace("\t", " ")) is not None


def _paragraph(
    page: int, numbered: Sequence[tuple[int, str]], *, even: bool
) -> Iterator[TextBlock]:
    lines = [replace(text_line(page, number, text), even=even) for number, text in numbered]
    body: list[Line] = []
    for line in lines:
        if _HEADING_MARKER.match(line.printed):
            if body:
                yield TextBlock(page, tuple(body))
                body = []
            yield TextBlock(page, (line,), Role.HEADING)
        elif _PAGE_NUMBER.fullmatch(line.text) and line is lines[-1]:
            if body:
                yield TextBlock(page, tuple(body))
                body = []
            yield TextBlock(page, (line,), Role.PAGE_NUMBER)
        elif line.text.strip():
            body.append(line)
    if body:
        yield TextBlock(page, tuple(body), _role(body))


def _role(lines: Sequence[Line]) -> Role:
    """A short line that stands alone and states nothing is a heading."""
    text = lines[0].text.strip()
    if len(lines) > 1 or len(text) > _HEADING_LENGTH:
        return Role.BODY
    if _NO_HEADING.search(text) or _MARK.match(text):
        return Role.BODY
    return Role.HEADING


def _rows(numbered: Sequence[tuple[int, str]]) -> Iterator[list[list[_Piece]]]:
    """The rows of a table, each cell with its lines: a line a row, but where rules part the rows.

    Rules part the rows where more of them stand within the table than the one under its heading.
    """
    lines: list[list[_Piece] | None] = [
        None if _is_rule(text) or _DRAWN_RULE.fullmatch(text) else _pieces(number, text)
        for number, text in numbered
    ]
    while lines and lines[-1] is None:
        lines.pop()
    while lines and lines[0] is None:
        lines.pop(0)
    if lines.count(None) < 2:
        yield from ([[piece] for piece in line] for line in lines if line is not None)
        return
    for parted, group in groupby(lines, key=lambda line: line is None):
        if not parted:
            yield [[p for p in cell if p] for cell in zip_longest(*(g for g in group if g))]


def _pieces(number: int, text: str) -> list[_Piece]:
    """The cells of one line: what stands between bars, or between tabs."""
    drawn = _DRAWN_ROW.fullmatch(text) is not None
    bars = [match.start() for match in _BAR.finditer(text)] if drawn else []
    tabs = [at for at, char in enumerate(text) if char == "\t"]
    if not drawn:
        edges = [-1, *tabs, len(text)]
        return [_Piece(number, a + 1, text[a + 1 : b]) for a, b in pairwise(edges)]
    cells = [(a + 1, text[a + 1 : b]) for a, b in pairwise(bars)]
    return [_Piece(number, at + len(t) - len(t.lstrip()), t.strip()) for at, t in cells]


def _table(page: int, rows: Sequence[list[list[_Piece]]]) -> Table:
    """The table of these rows; cells that are blank stay blank."""
    columns = max(len(cells) for cells in rows)
    while columns > 1 and not any(
        piece.text.strip() for cells in rows for cell in cells[columns - 1 :] for piece in cell
    ):
        columns -= 1
    cells = [
        Cell(row, column, tuple(_cell_lines(page, texts[column] if column < len(texts) else ())))
        for row, texts in enumerate(rows)
        for column in range(columns)
    ]
    return Table(page, len(rows), columns, tuple(cells))


def _cell_lines(page: int, pieces: Sequence[_Piece]) -> Iterator[Line]:
    """The lines of a cell, which know where on the line of the file they begin; none of a blank.

    Blank is also what holds nothing but what a converter added.
    """
    for piece in pieces:
        line = text_line(page, piece.number, piece.text)
        if line.text.strip():
            yield replace(line, offset=piece.offset)


def text_line(page: int, number: int, printed: str) -> Line:
    """A line of text, normalised, without what a converter added to the print.

    A list marker without a sign of its own becomes the bullet that it stands for.

    >>> text_line(1, 7, "- **会議**の開催").text
    '・会議の開催'
    """
    normal = normalise(printed)
    text, origin = list(normal.text), list(normal.origin)
    dropped = [match.span() for match in _TAG.finditer(normal.text)]
    dropped += [match.span() for match in _EMPHASIS.finditer(normal.text)]
    if heading := _HEADING_MARKER.match(normal.text):
        dropped.append(heading.span())
    bullet: int | None = None
    if marker := _LIST_MARKER.match(normal.text):
        first, last = marker.span()
        if not _SIGN.match(normal.text, last):
            bullet = normal.text.index(marker.group().strip())
            text[bullet] = "・"
        dropped.append((first, last))
    gone = {index for first, last in dropped for index in range(first, last)} - {bullet}
    kept = [index for index in range(len(text)) if index not in gone]
    place = {index: new for new, index in enumerate(kept)}
    emphasis = [
        (place[match.start(1)], place[match.end(1) - 1] + 1)
        for match in _EMPHASISED.finditer(normal.text)
        if match.start(1) in place and match.end(1) - 1 in place
    ]
    return Line(
        page=page,
        text="".join(text[index] for index in kept),
        printed=printed,
        origin=tuple(origin[index] for index in kept),
        number=number,
        emphasis=tuple(emphasis),
    )
