"""Cells of a sheet as values of records, each with where it was printed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from models import FiscalYear, Funding, Mark, Money, Source
from models.page import Cell, Passage
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.context import phase_in, phased, year_in
from pipeline.assemble.tables.figures import Figure, figures, whole
from pipeline.assemble.tables.roles import Column, funding_of
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import LABEL_ROLES, MARKS, ColumnRole

_MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_LEADING_MARK = re.compile(
    rf"\s*[(（\[［【〔<〈《「]\s*(?P<mark>{_MARK_WORDS})\s*[)）\]］】〕>〉》」]\s*"
)
_CLOSING_MARK = re.compile(
    rf"(?:(?<!\s)\s++)?[(（\[［【〔<〈《「]\s*+(?P<mark>{_MARK_WORDS})\s*+[)）\]］】〕>〉》」]\s*+$"
)
_NUMBERING = re.compile(
    r"^(?:(?:\d{1,3}|[(（]\d{1,3}[)）])(?:[.．、]\s?(?!\d)|\s+)|[①-⑳]\s?)(?=\S)"
)
_LEADING_SIGN = re.compile(r"^[・○◯●◎◆◇■□★☆▽▼※\s]+(?=\S)")


@dataclass(slots=True)
class Sources:
    """Where the fields of a record in the making were printed."""

    found: dict[str, Source] = field(default_factory=dict)

    def note(self, name: str, source: Source | None) -> None:
        """Keeps a field's source."""
        if source is not None:
            self.found[name] = source


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in a cell and where it was printed."""

    money: Money
    source: Source


def text_in(row: Row, column: Column | None, *, separator: str = "") -> tuple[str, Source] | None:
    """A cell's text in one line and where it was printed; null for a blank cell."""
    if column is None:
        return None
    cell = row.cells[column.index]
    if cell is None or not cell.lines:
        return None
    passage = Passage.of(cell.lines, separator=separator)
    text = tidy(passage.text) if not separator else passage.text.strip()
    return (text, passage.source()) if text else None


def name_in(row: Row, column: Column | None) -> tuple[str, Source] | None:
    """A cell's text as a name: without the number that a list gives it."""
    if column is None:
        return None
    cell = row.cells[column.index]
    if cell is None or not cell.lines:
        return None
    passage = Passage.of(cell.lines)
    numbering = _NUMBERING.match(passage.text)
    start = numbering.end() if numbering else 0
    name = tidy(passage.text[start:])
    return (name, passage.source(start)) if name else None


def amount_in(sheet: Sheet, row: Row, column: Column | None) -> Amount | None:
    """The amount of a cell; null where it is blank, merged from above, or not one figure."""
    if column is None:
        return None
    cell = row.cells[column.index]
    if cell is None or not cell.lines or not row.begins[column.index]:
        return None
    passage = Passage.of(cell.lines, separator=" ")
    figure = row.figure(column.index)
    if figure is None and column.also is not None:
        figure = next(iter(_stacked_figures(cell)), None)
    if figure is None:
        figure = _last_figure(passage.text, column)
    if figure is None or not figure.is_money:
        return None
    source = passage.source(figure.start, figure.end)
    return Amount(figure.money(sheet.unit_of(column)), source)


def second_amount_in(sheet: Sheet, row: Row, column: Column) -> Amount | None:
    """The amount below the first or in brackets, where the heading names two."""
    cell = row.cells[column.index]
    if cell is None or not row.begins[column.index]:
        return None
    found = list(_stacked_figures(cell))
    if len(found) < 2 or not found[1].is_money:
        return None
    passage = Passage.of(cell.lines, separator=" ")
    source = passage.source(found[1].start, found[1].end)
    return Amount(found[1].money(sheet.unit_of(column)), source)


def lower_amount(sheet: Sheet, row: Row, column: Column | None) -> Amount | None:
    """The other amount of a cell that holds two (上段, 下段)."""
    cell = row.cells[column.index] if column is not None else None
    if column is None or cell is None or not row.lower:
        return None
    figure = row.lower[column.index]
    if figure is None or not figure.is_money:
        return None
    source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
    return Amount(figure.money(sheet.unit_of(column)), source)


def percent_in(row: Row, column: Column | None) -> tuple[float, Source] | None:
    """The percentage of a cell; null where it is blank, a dash or something else."""
    if column is None:
        return None
    figure = row.figure(column.index)
    cell = row.cells[column.index]
    if figure is None or figure.value is None or figure.unit not in ("", "%") or cell is None:
        return None
    return float(figure.value), Passage.of(cell.lines).source()


def funding_in(sheet: Sheet, row: Row) -> Iterator[tuple[Funding, Source]]:
    """The parts of a row's funding: a column each, or named one by one in a single cell."""
    for column in sheet.all(ColumnRole.FUNDING):
        amount = amount_in(sheet, row, column)
        if amount is not None and column.funding is not None:
            label = tidy(column.parts[-1])
            part = Funding(source=column.funding, label=label, amount=amount.money)
            yield part, amount.source
    for column in sheet.all(ColumnRole.FUNDING_TEXT):
        cell = row.cells[column.index]
        if cell is None or not row.begins[column.index]:
            continue
        for line in cell.lines:
            end = 0
            for figure in figures(line.text):
                label = tidy(line.text[end : figure.start]).strip("()（）:：・、,")
                end = figure.end
                source = funding_of(label) if label and figure.is_money else None
                if source is not None:
                    money = figure.money(sheet.unit_of(column))
                    part = Funding(source=source, label=label, amount=money)
                    yield part, line.source(figure.start, figure.end)


def named(text: str) -> tuple[str, Mark | None]:
    """A name without the mark or sign that is printed before it, or the mark after it.

    >>> named("【新規】道路台帳整備事業"), named("○除雪費"), named("除雪費(拡充)")
    (('道路台帳整備事業', 'new'), ('除雪費', None), ('除雪費', 'expanded'))
    """
    match = _LEADING_MARK.match(text)
    if match and match.end() < len(text):
        return text[match.end() :], MARKS[match["mark"]]
    match = _CLOSING_MARK.search(text)
    if match and match.start() > 0:
        return _LEADING_SIGN.sub("", text[: match.start()]), MARKS[match["mark"]]
    return _LEADING_SIGN.sub("", text), None


def year_of(sheet: Sheet, column: Column | None, about: About) -> FiscalYear | None:
    """The year of a column's amounts: from its heading, the table's title, or the document.

    前年度 in a heading is the year before the document's own.
    """
    if column is not None and column.year is not None:
        return _phase_of_document(column.year, about)
    year = about.fiscal_year.year if about.fiscal_year else None
    own = year_in(sheet.context.texts, year) or about.fiscal_year
    if own is None:
        return None
    own = _phase_of_document(own, about)
    if column is None:
        return own
    phase = phase_in(column.heading)
    if column.role is ColumnRole.PRIOR:
        before = "補正前" in column.heading or "既定" in column.heading
        base = about.fiscal_year or own
        text = column.heading
        moved = FiscalYear(year=base.year if before else base.year - 1, text=text)
        return phased(moved, column.heading if phase else "当初" if base.phase == "initial" else "")
    return own.model_copy(update={"phase": phase}) if phase else own


def _phase_of_document(year: FiscalYear, about: About) -> FiscalYear:
    """The year with the document's phase, where it is the document's year and names none."""
    own = about.fiscal_year
    if own is None or own.phase is None or year.phase is not None or year.year != own.year:
        return year
    return year.model_copy(update={"phase": own.phase})


def labels_of(sheet: Sheet, row: Row) -> list[Cell]:
    """The different cells that name a row, outermost first."""
    cells: list[Cell] = []
    for column in sheet.all(*LABEL_ROLES):
        cell = row.cells[column.index]
        if cell is not None and cell.lines and not any(cell is other for other in cells):
            cells.append(cell)
    return cells


def _stacked_figures(cell: Cell) -> Iterator[Figure]:
    passage = Passage.of(cell.lines, separator=" ")
    yield from figures(passage.text)


def _last_figure(text: str, column: Column) -> Figure | None:
    """A figure after a label in its own cell: 均等割 76,781. Only where nothing follows it."""
    if column.role not in (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE):
        return None
    found = list(figures(text))
    if len(found) == 1 and not text[found[0].end :].strip():
        before = text[: found[0].start].rstrip()
        if before and not before[-1].isdigit() and before[-1] not in ".・、,年月日第":
            return found[0]
    return None


def inner_label(row: Row, column: Column | None) -> tuple[str, Source] | None:
    """The label that stands before the figure within an amount's cell."""
    if column is None:
        return None
    cell = row.cells[column.index]
    if cell is None or not cell.lines or not row.begins[column.index]:
        return None
    passage = Passage.of(cell.lines, separator=" ")
    if whole(passage.text) is not None:
        return None
    figure = _last_figure(passage.text, column)
    if figure is None:
        return None
    label = tidy(passage.text[: figure.start])
    return (label, passage.source(0, figure.start)) if label else None
