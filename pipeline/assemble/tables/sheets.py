"""A table read as a sheet: heading rows, columns with roles, rows with labels and figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from models import Issue
from models.page import Cell, Passage, Placed, Table
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import Context, context_of, document_unit, heading_year
from pipeline.assemble.tables.counted import counted_unit
from pipeline.assemble.tables.headings import bands, heading_parts
from pipeline.assemble.tables.role_proofs import confirm, infer
from pipeline.assemble.tables.roles import (
    Column,
    propose,
    settle_years,
    unit_note,
)
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.side_by_side import parted, seam
from pipeline.assemble.tables.stacked import Stack, paired, stack_of, unstacked
from pipeline.assemble.tables.vocabulary import LABEL_ROLES, MONEY_ROLES, ColumnRole

_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[一-龠ぁ-んァ-ヺ]{2}")
_LONGEST = 30
_MOSTLY = 0.7
# A cell that states an amount is no name.
_STATES = re.compile(r"\d\s?(?:[千万億]|百万)?円|\d月分")
# What a first column may say that names its rows where no other column does.
_MAY_NAME = frozenset(
    {ColumnRole.OTHER, ColumnRole.ACCOUNT, ColumnRole.DEPARTMENT, ColumnRole.FUNDING_TEXT}
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table or the part of one that stands under headings of its own.

    `place` is the table's index among the blocks; `unit` is yen a count for bare figures, from
    the nearest note. `assumed_unit` is true where only the rest of the document tells it.
    """

    place: int
    placed: Placed
    context: Context
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    headings: tuple[Row, ...] = ()
    unit: int | None = None
    assumed_unit: bool = False
    stack: Stack | None = None

    def find(self, role: ColumnRole) -> Column | None:
        """The first column of a role."""
        return next((column for column in self.columns if column.role is role), None)

    def all(self, *roles: ColumnRole) -> list[Column]:
        """The columns of some roles, from left to right."""
        return [column for column in self.columns if column.role in roles]

    def unit_of(self, column: Column) -> int | None:
        """Yen a count in a column: its heading's unit, else the sheet's."""
        return column.unit if column.unit is not None else self.unit

    @property
    def page(self) -> int:
        """The page of the first row."""
        return next((c.lines[0].page for r in self.rows for c in r.cells if c and c.lines), 1)


def read_sheets(blocks: Sequence[Placed], about: About) -> tuple[list[Sheet], list[Issue]]:
    """All tables with figures as sheets. A table without headings takes those of the one before."""
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    assumed = document_unit(blocks)
    before: Sheet | None = None
    for place, placed in enumerate(blocks):
        if not isinstance(placed.block, Table):
            continue
        context = context_of(blocks, place)
        stack = stack_of(blocks, place, about.fiscal_year.year if about.fiscal_year else None)
        table = paired(placed.block) if stack is not None else placed.block
        for heading_rows, rows in _all_bands(table, about):
            body = unstacked(rows, stack) if stack is not None else rows
            sheet = _read(placed, place, context, (heading_rows, body), before, about)
            if sheet is None:
                continue
            if sheet.unit is None and _has_bare_money(sheet):
                sheet = replace(sheet, unit=assumed, assumed_unit=assumed is not None)
                issues.append(_unit_issue(sheet, assumed))
            if stack is not None and any(any(row.lower) for row in body):
                sheet = replace(sheet, stack=stack)
            sheets.append(sheet)
            before = sheet
    return sheets, issues


def _all_bands(table: Table, about: About) -> list[tuple[list[Row], list[Row]]]:
    """The bands of a table, or of the two that it is side by side."""
    found = bands(table)
    year = about.fiscal_year.year if about.fiscal_year else None
    for headings, _ in found[:1]:
        parts = [heading_parts(headings, index) for index in range(table.columns)]
        filled = {
            cell.column + at for cell in table.cells if cell.lines for at in range(cell.column_span)
        }
        blank = [index for index in range(1, table.columns) if index not in filled]
        columns = propose(parts, lambda text: heading_year(text, year)) if headings else []
        at = seam(columns, blank) if columns else None
        if at is not None:
            return [band for half in parted(table, at) for band in bands(half)]
    return found


def _read(
    placed: Placed,
    place: int,
    context: Context,
    band: tuple[list[Row], list[Row]],
    before: Sheet | None,
    about: About,
) -> Sheet | None:
    headings, body = band
    year = about.fiscal_year.year if about.fiscal_year else None
    width = len(body[0].cells)
    values = [[_value(row, index) for index in range(width)] for row in body]
    if not any(_DIGIT.search(row.text(index)) for row in body for index in range(width)):
        return None
    unit = context.unit
    inner = [u for row in headings for c in row.cells if c and (u := _note_only(c)) is not None]
    if inner:
        unit = inner[0]
    if headings:
        parts = [heading_parts(headings, index) for index in range(width)]
        columns = propose(parts, lambda text: heading_year(text, year))
        columns = confirm(settle_years(columns, year), values)
        if unit is None:
            unit = _shared_unit(columns)
    elif before is not None and len(before.columns) == width and _alike(before, body):
        columns = [replace(column, proved=False) for column in before.columns]
        columns = confirm(columns, values)
        unit = unit if unit is not None else before.unit
        if not context.lines:
            context = replace(before.context, unit=unit)
    else:
        columns = infer(width, values) or [Column(index, "") for index in range(width)]
    if context.title is None and before is not None and _same_columns(before, columns):
        context = replace(context, title=before.context.title)
    columns = [_with_unit(column, body) for column in _label_columns(columns, body)]
    return Sheet(place, placed, context, tuple(columns), tuple(body), tuple(headings), unit)


def _same_columns(before: Sheet, columns: Sequence[Column]) -> bool:
    headings = [column.heading for column in columns]
    return any(headings) and headings == [column.heading for column in before.columns]


def _with_unit(column: Column, body: Sequence[Row]) -> Column:
    """The column with the unit that stands above its first figure, where its heading has none."""
    units = {row.units[column.index] for row in body} - {None}
    return replace(column, unit=units.pop()) if column.unit is None and len(units) == 1 else column


def _shared_unit(columns: Sequence[Column]) -> int | None:
    """The unit of all columns where the headings of some give it and none gives another."""
    units = {column.unit for column in columns if column.unit is not None}
    return units.pop() if len(units) == 1 else None


def _alike(before: Sheet, body: Sequence[Row]) -> bool:
    """Whether rows have figures where the sheet before has its amounts."""
    money = [c.index for c in before.columns if c.role in MONEY_ROLES]
    if not money:
        return False
    filled = [row for row in body if any(row.figure(index) for index in money)]
    texts = [c.index for c in before.columns if c.role is ColumnRole.NAME]
    wrong = [row for row in filled for index in texts if row.figure(index)]
    return bool(filled) and len(wrong) <= len(filled) // 2


def _label_columns(columns: Sequence[Column], body: Sequence[Row]) -> list[Column]:
    """Columns without a heading left of all figures are labels.

    Where no column names its rows, the first one without figures does, whatever its heading;
    and 款・項・目 does where it holds their names. Of a 担当課 that is merged over several rows
    and a column beside it with words of its own in each of them, both name the rows.
    """
    values = [row.figures for row in body]
    known = [c.index for c in columns if c.role not in {*_MAY_NAME, ColumnRole.LABEL}]
    filled = [
        index
        for index in range(len(columns))
        if sum(row[index] is not None for row in values) > len(values) // 3
    ]
    first = min([*known, *filled], default=_telling(body))
    naming = any(c.role in LABEL_ROLES for c in columns) or any(
        c.role in (ColumnRole.REGION, ColumnRole.PLAN) and c.index < min(filled, default=0)
        for c in columns
    )
    named = [] if naming else [c.index for c in columns if _names(c, body, values, first)]
    if named:
        columns = [replace(c, role=ColumnRole.LABEL) if c.index in named else c for c in columns]
    return [
        replace(column, role=ColumnRole.LABEL)
        if column.role is ColumnRole.OTHER and not column.heading and column.index < first
        else column
        for column in columns
    ]


def _telling(body: Sequence[Row]) -> int:
    """The first column that states figures among its words, where those before it only name."""
    for index in range(1, len(body[0].cells)):
        if not any(_STATES.search(row.text(index)) for row in body):
            continue
        before = [text for row in body for text in row.texts[:index] if text]
        named = sum(len(text) <= _LONGEST and not _STATES.search(text) for text in before)
        return index if before and named >= _MOSTLY * len(before) else 0
    return 0


def _names(
    column: Column, body: Sequence[Row], values: Sequence[Sequence[object]], first: int
) -> bool:
    """Whether a column names the rows of a sheet of which no heading says so."""
    texts = [text for row in body if (text := row.text(column.index))]
    if 2 * sum(_STATES.search(text) is not None for text in texts) > len(texts):
        return False
    if column.role in (ColumnRole.CODE, ColumnRole.DESCRIPTION):
        worded = sum(_WORDS.search(text) is not None and len(text) <= _LONGEST for text in texts)
        return column.index == 0 and 2 * worded > len(texts)
    if column.role not in _MAY_NAME or not column.heading or column.index >= first:
        return False
    if column.index == 0:
        return True
    merged = any(not row.begins[0] for row in body)
    filled = [row.text(column.index) for row in body if row.begins[column.index]]
    own = len(filled) == len(body) and all(_WORDS.search(text) for text in filled)
    return column.index == 1 and merged and own


def _value(row: Row, index: int) -> Fraction | None:
    figure = row.figure(index)
    if figure is None:
        return None
    return Fraction(0) if figure.value is None else figure.value


def _note_only(cell: Cell) -> int | None:
    text = Passage.of(cell.lines).text
    return unit_note(text) if "単位" in "".join(text.split()) else None


def _has_bare_money(sheet: Sheet) -> bool:
    above = [line.text for line in sheet.context.lines]
    for column in sheet.all(*MONEY_ROLES):
        if column.unit is not None or counted_unit(above, column.heading):
            continue
        for row in sheet.rows:
            figure = row.figure(column.index)
            if figure is not None and figure.value and not figure.unit:
                return True
    return False


def _unit_issue(sheet: Sheet, assumed: int | None) -> Issue:
    table = sheet.placed.block
    bbox = table.bbox if isinstance(table, Table) else None
    if assumed is None:
        return Issue(
            code="unit_unknown",
            severity="warning",
            message="no unit is printed for this table; its amounts have no value in yen",
            page=sheet.page,
            bbox=bbox,
            text=sheet.context.title,
        )
    return Issue(
        code="unit_assumed",
        severity="info",
        message=f"no unit is printed for this table; {assumed} yen a count is the document's own",
        page=sheet.page,
        bbox=bbox,
        text=sheet.context.title,
    )
