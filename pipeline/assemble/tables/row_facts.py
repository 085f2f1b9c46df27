"""Facts of a table's rows: each figure labelled by its row and its column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import Fact, FiscalYear, Money, Quantity, Record
from models.page import Cell, Line, Passage
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.prose import stated
from pipeline.assemble.tables.cells import Sources, labels_of, year_of
from pipeline.assemble.tables.context import labelled_year, year_in
from pipeline.assemble.tables.counted import counted_unit
from pipeline.assemble.tables.figures import Figure, figures, whole
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.rows import Row, text_of
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import MONEY_ROLES, ColumnRole

_OF_BUDGET = MONEY_ROLES | {
    ColumnRole.FUNDING_TEXT,
    ColumnRole.CHANGE_PERCENT,
    ColumnRole.SHARE,
}
_NO_MONEY = frozenset(
    {ColumnRole.CHANGE_PERCENT, ColumnRole.SHARE, ColumnRole.NUMBER, ColumnRole.CODE}
)
_COUNT = re.compile(
    r"率|比(?!較)|割合|件数|人数|人員|員数|面積|延長|数量|個数|戸数|世帯|回数|人口|年数|箇所|"
    r"[(（](?:人|件|%|㎡|ha|m|km)[)）]|数[)）]?$"
)
# 人口割 is an amount that is shared out by the number of people.
_SHARED_OUT = re.compile(r"[一-龠]{2}割(?:額|分)?(?:[(（].{0,60}[)）])?$")
_COMPARED = re.compile(r"比較|増減|差引|対?前年度?比")
_AMOUNT = re.compile(r"額|費|円|料|金(?!属)|予算|決算")
_NUMBER_OF = re.compile(r"数[)）]?$")
_INDEX = re.compile(r".*(?:指数|比率|率|割合|倍率)(?:[(（][%％][)）])?")
_UNIT_IN_HEADING = re.compile(
    r"[(（](?:単位[:：]?)?(人|件|%|㎡|m2|ha|km|m|戸|世帯|回|校|か所|箇所|台|本|枚|通|部|冊|組|点|倍|日|時間|か月)[)）]"
)
_NOT_LABELS = frozenset({ColumnRole.NUMBER, ColumnRole.CODE})
# 最高/最低額: what the two figures of a cell are.
_BOTH = re.compile(r"(?P<one>[一-龠ぁ-んァ-ヺ]{1,8})[/／](?P<other>[一-龠ぁ-んァ-ヺ]{1,8})$")
_FLOW = re.compile(r"支給(?:総)?額|支給実績|支出(?:済)?額|収入(?:済)?額|決算額|執行額")
_ENTRY = re.compile(r"[^\W\d_](?:以上|以下|未満|超)?[)）:：]?$")
_THIS_YEAR = re.compile(r"(?:本|当|今|当該)年度?(?:当初)?(?:予算)?(?:額|分)?")
_LAST_YEAR = re.compile(r"(?:前|昨)年度?(?:当初|最終|決算)?(?:予算)?(?:額|分)?")


@dataclass(frozen=True, slots=True)
class _Named:
    """The cells that name a row, outermost first, and the year that one of them is."""

    cells: tuple[Cell, ...]
    year: FiscalYear | None = None


def row_facts(
    sheet: Sheet, row: Row, about: About, *, columns: Sequence[Column] | None = None
) -> Iterator[Record]:
    """A fact for each figure of a row's cells, or of those in some columns of it."""
    chosen = sheet.columns if columns is None else columns
    yield from lower_facts(sheet, row, about, taken=columns is not None)
    named = _labels(sheet, row, about)
    for column in chosen:
        cell = row.cells[column.index]
        if cell is None or not cell.lines or not row.begins[column.index]:
            continue
        if column.role in _NOT_LABELS:
            continue
        figure = row.figure(column.index)
        if figure is not None:
            if any(cell is label for label in named.cells) or figure.value is None:
                continue
            yield _cell_fact(sheet, column, named, (cell, figure, ""), about)
        else:
            yield from _inner_facts(sheet, column, named, cell, about)


def row_year(sheet: Sheet, row: Row, about: About) -> FiscalYear | None:
    """The year that one of a row's labels is; null where none is."""
    return _labels(sheet, row, about).year


def lower_facts(sheet: Sheet, row: Row, about: About, *, taken: bool) -> Iterator[Record]:
    """A fact for each second figure of a row's cells; `taken` leaves out the prior amount."""
    stack = sheet.stack
    if stack is None or not row.lower:
        return
    named = _labels(sheet, row, about)
    own = sheet.find(ColumnRole.AMOUNT) if taken and stack.prior else None
    for column in sheet.columns:
        cell, figure = row.cells[column.index], row.lower[column.index]
        if cell is None or figure is None or figure.value is None:
            continue
        if column is own or column.also is not None:
            continue
        fact = _cell_fact(sheet, column, named, (cell, figure, stack.other), about)
        year = stack.year or year_of(sheet, replace(column, role=ColumnRole.PRIOR), about)
        dated = year if stack.prior or stack.year else fact.fiscal_year
        source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
        sources = {**fact.sources, "value": source}
        yield fact.model_copy(update={"fiscal_year": dated, "sources": sources})


def _labels(sheet: Sheet, row: Row, about: About) -> _Named:
    """The cells that name a row; a cell that is a year both names and dates it.

    Rows of 本年度 and 前年度, or of 令和6年度 beside 令和7年度, are of these years.
    """
    cells = labels_of(sheet, row) or _places(sheet, row)
    for column in sheet.all(ColumnRole.PERIOD):
        cell = row.cells[column.index]
        if cell is None or not cell.lines or not column.heading.endswith("年度"):
            continue
        if _one_year(text_of(cell), about) is not None:
            cells.append(cell)
    years = (_one_year(text_of(cell), about) for cell in reversed(cells))
    return _Named(tuple(cells), next((year for year in years if year is not None), None))


def _places(sheet: Sheet, row: Row) -> list[Cell]:
    """What a row without labels is about: the facility, the plan or the office that it names."""
    for column in sheet.all(ColumnRole.REGION, ColumnRole.PLAN, ColumnRole.DEPARTMENT):
        cell = row.cells[column.index]
        if cell is not None and cell.lines and row.figure(column.index) is None:
            return [cell]
    return []


def _one_year(text: str, about: About) -> FiscalYear | None:
    """The year that a label is; null where it says anything else."""
    own = about.fiscal_year
    by = 0 if _THIS_YEAR.fullmatch(text) else -1 if _LAST_YEAR.fullmatch(text) else None
    if by is not None:
        return FiscalYear(year=own.year + by, text=text) if own else None
    return labelled_year(text, own.year if own else None)


def _inner_facts(
    sheet: Sheet, column: Column, named: _Named, cell: Cell, about: About
) -> Iterator[Record]:
    """Figures that stand in a cell with words of their own: 取崩 △680,000."""
    year = about.fiscal_year.year if about.fiscal_year else None
    texts = [text_of(label) for label in reversed(named.cells)]
    texts += [column.heading] if cell.column_span == 1 else []
    pair = next((match for text in texts if (match := _BOTH.search(text))), None)
    if pair and (both := _two("/".join(line.text.strip() for line in cell.lines))) is not None:
        for each, word in zip(both, (pair["one"], pair["other"]), strict=True):
            yield _cell_fact(sheet, column, named, (cell, each, word), about)
        return
    entries = [found for line in cell.lines if (found := _entry(line)) is not None]
    if len(entries) == len(cell.lines) > 1:
        for line, entry in zip(cell.lines, entries, strict=True):
            piece = Cell(cell.row, cell.column, (line,))
            yield _cell_fact(sheet, column, named, (piece, *entry), about)
        return
    tabular = all(labelled_figure(line) is not None for line in cell.lines)
    if tabular and column.role not in (ColumnRole.DESCRIPTION, ColumnRole.NAME):
        for line in cell.lines:
            found = labelled_figure(line)
            if found is not None:
                piece = Cell(cell.row, cell.column, (line,))
                yield _cell_fact(sheet, column, named, (piece, *found), about)
        return
    others = [label for label in named.cells if label is not cell]
    prefix = _label(others, column if cell.column_span == 1 else None, "")
    told = _year(sheet, column, about)
    for figure in stated(cell.lines, unit=None, year=year):
        flow = told is not None and _dates_no_flow(told, f"{prefix}{figure.name}")
        yield Fact(
            page=figure.source.page,
            section=sheet.context.section,
            sources={"value": figure.source},
            label=" ".join(part for part in (prefix, figure.name) if part) or figure.value.text,
            value=figure.value,
            scope=sheet.context.title,
            fiscal_year=figure.year or column.year or named.year or (None if flow else told),
        )


def _entry(line: Line) -> tuple[Figure, str] | None:
    """An amount in yen at the end of a line and what it is of, be it a range: 6～20人 1,000万円."""
    text = line.text.strip()
    found = list(figures(text))
    if not found or found[-1].unit != "円" or text[found[-1].end :].strip():
        return None
    label = tidy(text[: found[-1].start]).lstrip("・※●○")
    return (found[-1], label) if _ENTRY.search(label) else None


def _dates_no_flow(year: FiscalYear, label: str) -> bool:
    """Whether a day as of which a table stands says nothing of what was paid over a year."""
    return year.start is not None and _FLOW.search(label) is not None


def _two(text: str) -> tuple[Figure, Figure] | None:
    """The two figures that a text is, with a stroke between them."""
    found = list(figures(text))
    if len(found) != len(_BOTH.groupindex) or text[: found[0].start].strip():
        return None
    between, after = text[found[0].end : found[1].start], text[found[1].end :]
    return (found[0], found[1]) if between.strip() in ("/", "／") and not after.strip() else None


def labelled_figure(line: Line) -> tuple[Figure, str] | None:
    """A line that is one figure, or a word and one figure, to the end.

    The figure's place is counted from the line's first character that is no blank.
    """
    text = line.text.strip()
    own = whole(text)
    if own is not None:
        return own, ""
    found = list(figures(text))
    if len(found) != 1 or text[found[0].end :].strip(" )）"):
        return None
    label = tidy(text[: found[0].start])
    if not label or re.search(r"[\d.年第、。]$", label):
        return None
    return found[0], label


def _cell_fact(
    sheet: Sheet,
    column: Column,
    named: _Named,
    found: tuple[Cell, Figure, str],
    about: About,
) -> Fact:
    cell, figure, word = found
    inner = named.cells[-1] if named.cells else None
    compared = inner is not None and _COMPARED.match(text_of(inner)) is not None
    value = value_of(sheet, column, figure, named=text_of(named.cells[-1]) if named.cells else "")
    counted = isinstance(value, Quantity) and value.unit not in ("", "%")
    told = None if compared else _year(sheet, column, about, counted=counted)
    year = column.year or named.year or told
    if (
        year is told
        and told is not None
        and _dates_no_flow(told, _label(named.cells, column, word))
    ):
        year = None
    sources = Sources()
    passage = Passage.of(cell.lines, separator=" ")
    sources.note("value", passage.source(figure.start, figure.end))
    if inner is not None:
        sources.note("label", Passage.of(inner.lines).source())
    heading = column if cell.column_span == 1 else None
    return Fact(
        page=cell.lines[0].page,
        section=sheet.context.section,
        sources=sources.found,
        label=_label(named.cells, heading, word) or sheet.context.title or figure.text,
        value=value,
        scope=sheet.context.title,
        fiscal_year=year,
    )


def _year(
    sheet: Sheet, column: Column, about: About, *, counted: bool = False
) -> FiscalYear | None:
    """The year that the column's role or the table's titles give.

    The document's own year is only that of its budget: what else a table counts may be of any.
    """
    undated = all(each.year is None for each in sheet.columns)
    beside = column.role is ColumnRole.OTHER and sheet.find(ColumnRole.AMOUNT) and undated
    if not counted and (column.role in _OF_BUDGET or beside):
        return year_of(sheet, column, about)
    return year_in(sheet.context.texts, about.fiscal_year.year if about.fiscal_year else None)


def value_of(sheet: Sheet, column: Column, figure: Figure, *, named: str = "") -> Money | Quantity:
    """A cell's figure as money or as a quantity, by its unit, its column, its row and its sheet."""
    heading = "".join(column.heading.split())
    amounts = _SHARED_OUT.search(heading) is not None
    counted = column.role in _NO_MONEY or bool(
        (_COUNT.search(heading) and not amounts) or _INDEX.fullmatch(named)
    )
    unit = sheet.unit_of(column)
    if not counted and not _AMOUNT.search(heading):
        title = sheet.context.title or ""
        counted = _NUMBER_OF.search(named) is not None
        # Without a unit only words of money make figures money.
        if unit is None and not _AMOUNT.search(named + title):
            counted = True
    if figure.unit == "円" or (
        figure.is_money and not counted and (unit is not None or column.role in MONEY_ROLES)
    ):
        return figure.money(unit)
    shown = _UNIT_IN_HEADING.search(column.heading) or _UNIT_IN_HEADING.search(named)
    own = figure.unit or (shown[1] if shown else "")
    if not own and column.role in (ColumnRole.CHANGE_PERCENT, ColumnRole.SHARE):
        own = "%"
    if not own:
        above = [line.text for line in sheet.context.lines]
        own = counted_unit(above, f"{named} {heading} {sheet.context.title or ''}")
    return Quantity(value=figure.number, text=figure.text, unit=own)


def _label(labels: Sequence[Cell], column: Column | None, inner: str) -> str:
    parts = [text_of(cell) for cell in labels]
    heading = column.heading if column is not None else ""
    return " ".join(part for part in (*parts, heading, inner) if part)
