"""How far a unit reaches: from its note to the next one, or down its own column of a table."""

import re
from collections.abc import Iterator

from models import Money
from pipeline.recognise.cells import read_unit_note
from pipeline.recognise.mention import Mention
from pipeline.recognise.money import find_money
from pipeline.recognise.reading import read

# Columns under these headings count or compare and are no money.
_COUNTING = re.compile(
    r"数\Z|件数|箇所|か所|人員|[率比]\Z|割合|%|人\)|件\)|番号|コード|頁|ページ|年度?\Z"
)
_NOTE = re.compile(r"単\s*位|[\[(〔【<]\s*(?:十億|億|百万|万|千|兆)?円\s*[\])〕】>]")
_FIGURE_CELL = re.compile(r"\s*+[\[(△▲−-]*+\s*+[0-9][0-9,.]*+\s*+[\])]?\s*+")


def find_noted_money(text: str) -> list[Mention[Money]]:
    """All amounts of a text in which notes and headings (単位：千円, 予算額【百万円】) give units.

    A note holds for the figures after it until the next one; a unit in a table's heading row holds
    for its own column. Offsets are into `text`; a row is a line with tabs.

    >>> [m.value.yen for m in find_noted_money("（単位：千円）\\n除雪費 1,200 [900]")]
    [1200000, 900000]
    """
    found: list[Mention[Money]] = []
    for start, end, unit in _pieces(text):
        found += [_moved(mention, start) for mention in find_money(text[start:end], unit=unit)]
    return found


def _moved(mention: Mention[Money], by: int) -> Mention[Money]:
    return Mention(
        mention.start + by,
        mention.end + by,
        mention.text,
        mention.value,
        mention.role,
        mention.fiscal_year,
    )


def _pieces(text: str) -> Iterator[tuple[int, int, int | None]]:
    """Stretches of lines, or single cells, with the unit that reaches them."""
    noted: int | None = None
    columns: list[int | None] | None = None
    start = position = 0
    for line in text.splitlines(keepends=True):
        begin, position = position, position + len(line)
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) > 1:
            if start < begin:
                yield start, begin, noted
            columns = _columns(cells, noted) if _is_heading(cells) else columns
            yield from _row(begin, cells, columns, noted)
            start = position
            continue
        if line.strip() and columns is not None:
            columns = None
        if _NOTE.search(read(line).text) and (unit := read_unit_note(line)) is not None:
            if start < begin:
                yield start, begin, noted
            noted, start = unit, begin
    if start < position:
        yield start, position, noted


def _is_heading(cells: list[str]) -> bool:
    """A row of a table that has words and no figure of its own."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and not any(_FIGURE_CELL.fullmatch(read(cell).text) for cell in filled)


def _columns(cells: list[str], noted: int | None) -> list[int | None]:
    """The unit of each column; one with a unit of its own leaves none to the others."""
    own = [read_unit_note(cell) for cell in cells]
    if any(unit is not None for unit in own):
        return own
    return [None if _COUNTING.search(read(cell).text.strip()) else noted for cell in cells]


def _row(
    begin: int, cells: list[str], columns: list[int | None] | None, noted: int | None
) -> Iterator[tuple[int, int, int | None]]:
    for index, cell in enumerate(cells):
        unit = noted
        if columns is not None and index < len(columns):
            unit = columns[index]
        yield begin, begin + len(cell), unit
        begin += len(cell) + 1
