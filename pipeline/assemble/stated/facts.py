"""The last family: any stated figure that is in no other record becomes a fact."""

import re
from collections.abc import Iterator, Sequence

from models import Fact, FiscalYear, Money, Quantity, Record, Source
from models.page import Cell, Line, Passage, Placed, Role, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.prose import Stated, sentence_at, stated
from pipeline.assemble.stated.totals import inverted_total, total_of
from pipeline.assemble.tables.cells import Sources, labels_of, year_of
from pipeline.assemble.tables.context import unit_above
from pipeline.assemble.tables.figures import Figure, figures, whole
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.sheets import Row, Sheet, read_sheets, text_of
from pipeline.assemble.tables.vocabulary import MONEY_ROLES, ColumnRole

_NO_MONEY = frozenset(
    {ColumnRole.CHANGE_PERCENT, ColumnRole.SHARE, ColumnRole.NUMBER, ColumnRole.CODE}
)
_COUNT = re.compile(
    r"率|比|割合|件数|人数|人員|面積|延長|数量|個数|戸数|世帯|回数|人口|年数|箇所|[(（](?:人|件|%|㎡|ha|m|km)[)）]"
)
_UNIT_IN_HEADING = re.compile(
    r"[(（](?:単位[:：]?)?(人|件|%|㎡|m2|ha|km|m|戸|世帯|回|校|か所|箇所|台|本)[)）]"
)
_NOT_LABELS = frozenset({ColumnRole.NUMBER, ColumnRole.CODE})
_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER})
_NEAR = 3.0
# A clause that says nothing by itself: the sentence has to stand for it.
_DANGLING = re.compile(
    r"(?:増|減|から|まで|より|との|で|し|し?た|一組|計|その|これ|約|同|各)(?![一-龠]{2})|当たり|総額で"
)
# A numbered heading that stands right above a sentence is no part of it.
_TITLE = re.compile(
    r"\s*(?:[(（]\d{1,2}[)）]|[①-⑳]|第\d{1,2}[章節]?|\d{1,2}[.．])\s*[^。、\d]{4,}[^。、]"
)
_LONGEST_TITLE = 40
_OF_PLACE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年?\s?)?(?P<place>北海道|東京都|[^\W\d_]{2,3}[府県]|全国|道内|県内|全道|本道)"
)


def facts(blocks: Sequence[Placed], about: About) -> Taken:
    """Totals and facts from whatever tables and text are left."""
    records: list[Record] = []
    sheets, issues = read_sheets(blocks, about)
    for sheet in sheets:
        for row in sheet.rows:
            records.extend(row_facts(sheet, row, about))
    for place, placed in enumerate(blocks):
        if isinstance(placed.block, TextBlock) and placed.block.role not in _FURNITURE:
            records.extend(_text_facts(blocks, place, placed.block, about))
    return Taken(records, issues, [])


def row_facts(
    sheet: Sheet, row: Row, about: About, *, columns: Sequence[Column] | None = None
) -> Iterator[Record]:
    """A fact for each figure of a row's cells, or of those in some columns of it."""
    chosen = sheet.columns if columns is None else columns
    labels = labels_of(sheet, row)
    for column in chosen:
        cell = row.cells[column.index]
        if cell is None or not cell.lines or not row.begins[column.index]:
            continue
        if column.role in _NOT_LABELS:
            continue
        figure = row.figure(column.index)
        if figure is not None:
            if any(cell is label for label in labels) or figure.value is None:
                continue
            yield _cell_fact(sheet, column, labels, (cell, figure, ""), about)
            continue
        yield from _inner_facts(sheet, column, labels, cell, about)


def _inner_facts(
    sheet: Sheet, column: Column, labels: Sequence[Cell], cell: Cell, about: About
) -> Iterator[Record]:
    """Figures that stand in a cell with words of their own: 取崩 △680,000."""
    year = about.fiscal_year.year if about.fiscal_year else None
    tabular = all(_labelled_figure(line) is not None for line in cell.lines)
    if tabular and column.role not in (ColumnRole.DESCRIPTION, ColumnRole.NAME):
        for line in cell.lines:
            found = _labelled_figure(line)
            if found is not None:
                piece = Cell(cell.row, cell.column, (line,))
                yield _cell_fact(sheet, column, labels, (piece, *found), about)
        return
    others = [label for label in labels if label is not cell]
    prefix = _label(others, column if cell.column_span == 1 else None, "")
    for figure in stated(cell.lines, unit=None, year=year):
        yield Fact(
            page=figure.source.page,
            section=sheet.context.section,
            sources={"value": figure.source},
            label=" ".join(part for part in (prefix, figure.name) if part) or figure.value.text,
            value=figure.value,
            scope=sheet.context.title,
            fiscal_year=figure.year,
        )


def _labelled_figure(line: Line) -> tuple[Figure, str] | None:
    """A line that is a word and one figure, both to the end."""
    text = line.text.strip()
    own = whole(text)
    if own is not None:
        return own, ""
    found = list(figures(line.text))
    if len(found) != 1 or line.text[found[0].end :].strip(" )）"):
        return None
    label = tidy(line.text[: found[0].start])
    if not label or re.search(r"[\d.年第、。]$", label):
        return None
    return found[0], label


def _cell_fact(
    sheet: Sheet,
    column: Column,
    labels: Sequence[Cell],
    found: tuple[Cell, Figure, str],
    about: About,
) -> Fact:
    cell, figure, inner = found
    sources = Sources()
    passage = Passage.of(cell.lines, separator=" ")
    at_end = len(passage.text) if not inner else figure.end
    sources.note("value", passage.source(figure.start if inner else 0, at_end))
    if labels:
        sources.note("label", Passage.of(labels[-1].lines).source())
    heading = column if cell.column_span == 1 else None
    return Fact(
        page=cell.lines[0].page,
        section=sheet.context.section,
        sources=sources.found,
        label=_label(labels, heading, inner) or sheet.context.title or figure.text,
        value=value_of(sheet, column, figure),
        scope=sheet.context.title,
        fiscal_year=_year(sheet, column, about),
    )


def _year(sheet: Sheet, column: Column, about: About) -> FiscalYear | None:
    """The column's year; where another column has one and this one none, it is not known."""
    years = {each.year.year for each in sheet.columns if each.year is not None}
    if column.year is None and years and column.role is ColumnRole.OTHER:
        return None
    return year_of(sheet, column, about)


def value_of(sheet: Sheet, column: Column, figure: Figure) -> Money | Quantity:
    """A cell's figure as money or as a quantity, by its unit, its column and its sheet."""
    counted = column.role in _NO_MONEY or bool(_COUNT.search("".join(column.heading.split())))
    unit = sheet.unit_of(column)
    if figure.unit == "円" or (
        figure.is_money and not counted and (unit is not None or column.role in MONEY_ROLES)
    ):
        return figure.money(unit)
    named = _UNIT_IN_HEADING.search(column.heading)
    own = figure.unit or (named[1] if named else "")
    if not own and column.role in (ColumnRole.CHANGE_PERCENT, ColumnRole.SHARE):
        own = "%"
    return Quantity(value=figure.number, text=figure.text, unit=own)


def _label(labels: Sequence[Cell], column: Column | None, inner: str) -> str:
    parts = [text_of(cell) for cell in labels]
    heading = column.heading if column is not None else ""
    return " ".join(part for part in (*parts, heading, inner) if part)


def _text_facts(
    blocks: Sequence[Placed], place: int, block: TextBlock, about: About
) -> Iterator[Record]:
    placed = blocks[place]
    year = about.fiscal_year.year if about.fiscal_year else None
    unit = unit_above(blocks, place)
    runs = [(lines, stated(lines, unit=unit, year=year)) for lines in _runs(block.lines)]
    money = any(isinstance(figure.value, Money) for _, found in runs for figure in found)
    for lines, found in runs:
        inverted = inverted_total(lines, found, about, placed.section)
        if inverted is not None:
            yield inverted[0]
            found[:] = [figure for figure in found if figure not in inverted[1]]
    figures_left = [(lines, figure) for lines, found in runs for figure in found]
    at = 0
    while at < len(figures_left):
        total = total_of([figure for _, figure in figures_left[at:]], about, placed.section)
        if total is not None:
            yield total[0]
            at += total[1]
            continue
        lines, figure = figures_left[at]
        at += 1
        label, where = _label_of(blocks, place, (lines, figure), money=money)
        scope = placed.section[-1] if placed.section else None
        label, scope, dated = _placed_label(label, scope)
        sources: dict[str, Source] = {"value": figure.source}
        if where is not None:
            sources["label"] = where
        yield Fact(
            page=figure.source.page,
            section=placed.section,
            sources=sources,
            label=label,
            value=_signed(figure.value, figure.turn),
            scope=scope,
            fiscal_year=figure.year or dated,
        )


def _label_of(
    blocks: Sequence[Placed], place: int, found: tuple[Sequence[Line], Stated], *, money: bool
) -> tuple[str, Source | None]:
    """What a figure is about: its clause; of a count in a sentence, all of the sentence."""
    lines, figure = found
    alone = figure.relative and not figure.subject
    dangling = alone or len(figure.name) < 2 or _DANGLING.match(figure.name)
    if dangling or (isinstance(figure.value, Quantity) and not money):
        sentence = sentence_at(lines, figure)
        if sentence is not None:
            return sentence
    if figure.name:
        return figure.name, figure.label_source
    near = _nearest_label(blocks, place)
    if near is not None:
        return near
    section = blocks[place].section
    return (section[-1] if section else figure.value.text), None


def _placed_label(label: str, scope: str | None) -> tuple[str, str | None, FiscalYear | None]:
    """2030 北海道 under 推計人口 is the 推計人口 of 北海道 in 2030."""
    match = _OF_PLACE.fullmatch(label)
    if match is None or scope is None:
        return label, scope, None
    year = int(match["year"]) if match["year"] else None
    dated = FiscalYear(year=year, basis="calendar", text=match["year"]) if year else None
    return scope, match["place"], dated


def _signed(value: Money | Quantity, turn: int) -> Money | Quantity:
    """A percentage or amount with the sign of the 減 printed after it."""
    if turn >= 0:
        return value
    if isinstance(value, Money) and value.yen is not None and value.yen > 0:
        return value.model_copy(update={"yen": -value.yen})
    if isinstance(value, Quantity) and value.value is not None and value.value > 0:
        return value.model_copy(update={"value": -value.value})
    return value


def _runs(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that run on; a line that is a label and its figure stands by itself."""
    run: list[Line] = []
    for line in lines:
        titled = len(line.text) <= _LONGEST_TITLE and bool(_TITLE.fullmatch(line.text))
        alone = titled or (_labelled_figure(line) is not None and whole(line.text) is None)
        if alone and not _runs_on(run):
            if run:
                yield tuple(run)
            run = []
            yield (line,)
            continue
        run.append(line)
    if run:
        yield tuple(run)


def _runs_on(run: Sequence[Line]) -> bool:
    """Whether the lines so far are a sentence that has not ended."""
    text = "".join(line.text for line in run)
    return bool(run) and (len(run[-1].text) > 20 or "、" in text) and not text.endswith("。")


def _nearest_label(blocks: Sequence[Placed], place: int) -> tuple[str, Source] | None:
    """The words nearest to a figure that stands alone, as on a chart."""
    block = blocks[place].block
    own = _box(block)
    if own is None:
        return None
    best: tuple[float, Line] | None = None
    for placed in blocks:
        other = placed.block
        if other is block or other.page != block.page or isinstance(other, Table):
            continue
        for line in other.lines:
            box = line.bbox
            if box is None or not re.search(
                r"[^\W\d_]{2}", re.sub(r"[円%人件億万千]", "", line.text)
            ):
                continue
            gap_x = max(box[0] - own[2], own[0] - box[2], 0.0)
            gap_y = max(box[1] - own[3], own[1] - box[3], 0.0)
            distance = gap_x + gap_y
            if distance < _NEAR * (line.size or 10.0) and (best is None or distance < best[0]):
                best = (distance, line)
    if best is None:
        return None
    text = re.split(r"[\d△▲]", best[1].text)[0].strip(" 　()（）:：・")
    return (tidy(text), best[1].source()) if text else None


def _box(block: TextBlock | Table) -> tuple[float, float, float, float] | None:
    if isinstance(block, Table):
        return block.bbox
    return block.lines[0].bbox if block.lines else None
