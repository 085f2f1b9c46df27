"""Tables as sheets: headings, the rows of figures below, groups, and the unit that reaches them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from models import FiscalYear
from models.page import Passage, Placed, Table
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.headings import heading_parts
from pipeline.assemble.tables.roles import Column, funding_of, propose, role_of, unit_note
from pipeline.assemble.tables.rows import Row, rows_of
from pipeline.assemble.tables.vocabulary import TOTAL
from pipeline.bind.notes import Notes

GROUP_SIGN = re.compile(r"^\s*[■◆●▼▶◇□【〈《]")
_PAIR = re.compile(
    r"[△▲−-]?\s?\d[\d,.兆億万千円\s]*[\[(（〔]\s?(?:前年度?[^\d]{0,6})?(?:[△▲−-]?\s?\d[\d,.兆億万千円\s]*|[-−―ー‐–—─]+|皆増)\s?[\])）〕]"
)
# (A)-(B)-(C) below 不用額 says how it is reckoned.
_RECKONED = re.compile(r"(?:[(（]?[A-ZＡ-Ｚ①-⑳][)）]?[-－ー−+＋/／÷×=＝]?)+")
_UNIT = re.compile(r"\s?[(（]?(?:(?:百万|千|万|億)?円|[%％]|人|件)[)）]?$")
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_LEAST_ROWS = 1
# 交付金合計, 歳出総計: the sum of what it names.
_SUM_OF = re.compile(r"[^()（）]{1,10}(?:合計|総計|小計)")
# What is longer, or a note or sentence, is no heading of the rows below it.
_HEADING = 45
_NO_HEADING = re.compile(r"^\s?[※★*＊]|^[(（]?注|[。:：]$")
_FIGURED = 0.4


@dataclass
class Sheet:
    """A table with its headings, its rows, and the roles of its columns.

    `stacked` is how far lines reach in name cells that hold a name over what it is about.
    """

    place: int
    table: Table
    section: tuple[str, ...]
    columns: list[Column]
    headings: list[Row]
    rows: list[tuple[Row, tuple[str, ...]]]
    unit: int | None
    unit_sure: bool
    bits: float = 0.0
    roles: dict[str, int] = field(default_factory=dict)
    stacked: float | None = None
    office_below: bool = False
    margin: float = 10.0
    prior_margin: float = 10.0
    titles: tuple[str, ...] = ()
    figured: tuple[int, ...] = ()


def sheet_of(
    place: int, placed: Placed, table: Table, about: About, notes: Notes, before: Sheet | None
) -> Sheet | None:
    rows = rows_of(table)
    width = table.columns
    year = about.fiscal_year.year if about.fiscal_year else None
    figured = _figured(rows, width)
    first = next((i for i, row in enumerate(rows) if any(is_amount(row, c) for c in figured)), None)
    if first is None:
        return None
    # A column of one figure among blank cells has more headings than figures.
    figured = _figured(rows[first:], width)
    headings = rows[:first]
    titles_above: list[str] = []
    while len(headings) > 1 and _lone(headings[0]):
        titles_above.append(_group_text(headings.pop(0)))
    # Rows of one text at the end of the headings are the first group.
    groups: list[Row] = []
    while headings and _lone(headings[-1]) and len(headings) > 1:
        groups.insert(0, headings.pop())
    if len(headings) == 1 and _lone(headings[0]) and width > 2:
        groups.insert(0, headings.pop())
    body: list[tuple[Row, tuple[str, ...]]] = []
    group: tuple[str, ...] = tuple(_group_text(row) for row in groups)
    for head in {id(c): c for row in headings for c in row.cells if c is not None}.values():
        if len(head.lines) > 1 and GROUP_SIGN.match(head.lines[-1].text):
            group = (head.lines[-1].text.strip("■◆●▼▶◇□【】〈〉《》 "),)
    titles = [tuple(row.texts) for row in headings]
    within = _groups_within(rows[first:], figured)
    for row in rows[first:]:
        if tuple(row.texts) in titles:
            continue
        if _lone(row):
            group = (_group_text(row),)
            continue
        if not any(is_amount(row, c) for c in figured):
            continue
        body.append((row, (*group, *within.get(row.number, ()))))
        for cell in row.cells:
            if (
                cell is not None
                and len(cell.lines) > 1
                and GROUP_SIGN.match(cell.lines[-1].text)
                and not GROUP_SIGN.match(cell.lines[0].text)
            ):
                group = (cell.lines[-1].text.strip("■◆●▼▶◇□【】〈〉《》 "),)
    if len(body) < _LEAST_ROWS:
        return None
    parts = [_whole(heading_parts(headings, c)) for c in range(width)]
    columns = (
        propose(parts, lambda text: year_said(text, year))
        if headings
        else [Column(c, "") for c in range(width)]
    )
    if not headings and before is not None and len(before.columns) == width:
        columns = [replace(column, proved=False) for column in before.columns]
    columns = list(columns)
    unit, sure = _unit(table, headings, columns, body, notes)
    if not sure and before is not None and _goes_on(before.columns, columns):
        # A table that goes on keeps the units that were said over its first part.
        unit, sure = before.unit, before.unit_sure
        columns = [
            replace(column, unit=first.unit) if column.unit is None else column
            for column, first in zip(columns, before.columns, strict=True)
        ]
    sheet = Sheet(place, table, placed.section, list(columns), headings, body, unit, sure)
    sheet.titles = tuple(titles_above)
    sheet.figured = tuple(figured)
    return sheet


def _figured(rows: Sequence[Row], width: int) -> list[int]:
    """The columns that hold figures where they hold anything."""
    found: list[int] = []
    for column in range(width):
        figures = sum(is_amount(row, column) for row in rows)
        filled = sum(bool(row.text(column)) and row.begins[column] for row in rows)
        if figures and figures >= _FIGURED * filled:
            found.append(column)
    return found


def _goes_on(before: Sequence[Column], columns: Sequence[Column]) -> bool:
    """Whether columns have the headings of a table before, but for the units beside them."""
    return [_UNIT.sub("", c.heading) for c in before] == [_UNIT.sub("", c.heading) for c in columns]


def year_said(text: str, year: int | None) -> tuple[FiscalYear | None, str]:
    """The year that a heading names, and the heading without it; 2023予算額 names one as well."""
    found, rest = heading_year(text, year)
    if found is None and (
        match := re.match(r"(?P<year>(?:19|20)\d\d)(?:年度?)?(?=予算|当初|決算|補正|要求|$)", text)
    ):
        return FiscalYear(year=int(match["year"]), text=match[0]), text[match.end() :]
    return found, rest


def is_amount(row: Row, column: int) -> bool:
    figure = row.figure(column)
    if figure is None:
        return row.begins[column] and _PAIR.fullmatch(row.text(column)) is not None
    return not re.fullmatch(r"(?:19|20)\d\d", figure.text)


def _whole(parts: list[str]) -> list[str]:
    """A heading whose word is cut over two rows, in one: 令和7年 and 度."""
    found: list[str] = []
    for part in filter(None, parts):
        if (
            found
            and part != found[-1]
            and (
                (len(part) <= 2 and not re.search(r"[円額率計%]", part) and not _says(part))
                or (part == "額" and "額" not in found[-1])
                or _RECKONED.fullmatch("".join(part.split()))
            )
        ):
            found[-1] += part
        else:
            found.append(part)
    return found


def _says(part: str) -> bool:
    """Whether a short part of a heading is a word of its own: 割合, 国."""
    return funding_of(part) is not None or role_of(part) is not None


def number_in(row: Row, column: int) -> Fraction | None:
    figure = row.figure(column)
    return None if figure is None else figure.value or Fraction(0)


def numbers_in(rows: Sequence[Row], column: int) -> list[Fraction | None]:
    """A column's numbers; where only some stand in brackets, these are below zero."""
    numbers = [number_in(row, column) for row in rows]
    within = [_IN_BRACKETS.fullmatch(row.text(column)) is not None for row in rows]
    if all(within) or not any(within):
        return numbers
    return [
        -abs(number) if number is not None and inside else number
        for number, inside in zip(numbers, within, strict=True)
    ]


def _lone(row: Row) -> bool:
    """Whether a row holds one text and no figure: a heading within the table."""
    texts = {
        id(cell): text
        for cell, text in zip(row.cells, row.texts, strict=True)
        if cell is not None and text
    }
    own = [text for index, text in enumerate(row.texts) if text and row.begins[index]]
    return len(set(own)) == 1 and len(texts) == 1 and not any(row.figures)


def _groups_within(rows: Sequence[Row], figured: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The heading over each row that stands beside a merged name: ① 重度…の場合 over its rows.

    It reaches over all columns of figures, down to the next one or to the end of that name.
    """
    found: dict[int, tuple[str, ...]] = {}
    heading, end = "", 0
    for row in rows:
        if row.number >= end:
            heading = ""
        here = {id(c): c for c in row.cells if c is not None and c.lines}.values()
        starts = [c for c in here if c.row == row.number and c.row_span == 1]
        beside = [c for c in here if c.row_span > 1]
        if len(starts) == 1 and figured and (starts[0].column > 0 or beside):
            cell = starts[0]
            wide = cell.column <= min(figured) and cell.column + cell.column_span > max(figured)
            if wide and row.figure(cell.column) is None:
                text = row.text(cell.column)
                named = len(text) <= _HEADING and not _NO_HEADING.search(text)
                heading = _group_text_of(text) if named else ""
                end = min((c.row + c.row_span for c in beside), default=row.number + 1)
                continue
        if heading:
            found[row.number] = (heading,)
    return found


def _group_text(row: Row) -> str:
    return _group_text_of(next(text for text in row.texts if text))


def _group_text_of(text: str) -> str:
    return text.strip("■◆●▼▶◇□○【】〈〉《》[] ")


def _unit(
    table: Table,
    headings: Sequence[Row],
    columns: Sequence[Column],
    body: Sequence[tuple[Row, tuple[str, ...]]],
    notes: Notes,
) -> tuple[int | None, bool]:
    """Yen a count for bare figures, and whether something by the table says it."""
    inner = [
        u
        for row in headings
        for c in row.cells
        if c and (u := unit_note(Passage.of(c.lines).text)) is not None
    ]
    if inner:
        return inner[0], True
    top = (
        table.bbox[1]
        if table.bbox
        else float(next((c.lines[0].number or 0 for c in table.cells if c.lines), 0)) * 15
    )
    page = next((c.lines[0].page for c in table.cells if c.lines), table.page)
    unit = notes.unit_at(page, top)
    here = any(note.page == page and note.unit is not None for note in notes.notes)
    printed = any(
        figure is not None and figure.unit == "円" for row, _ in body for figure in row.figures
    )
    return unit, here or printed or any(column.unit is not None for column in columns)


def is_total(row: Row, columns: Sequence[Column]) -> bool:
    """Whether the first text that begins in a row says that it is a total."""
    texts = [(c.index, row.text(c.index)) for c in columns if row.figure(c.index) is None]
    own = [text for index, text in texts if text and row.begins[index]]
    label = next(iter([*own, *(text for _, text in texts if text)]), "")
    bare = re.sub(r"\s", "", label)
    return TOTAL.fullmatch(bare) is not None or _SUM_OF.fullmatch(bare) is not None
