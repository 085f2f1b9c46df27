"""Sheets of one project each (事務事業評価シート): a form names it, tables give its money."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import BudgetItem, Fact, Funding, Money, Record, Source
from models.page import Cell, Passage, Placed, Table
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.prose import stated
from pipeline.assemble.tables.amounts import row_amounts
from pipeline.assemble.tables.cells import Sources, amount_in, labels_of, named
from pipeline.assemble.tables.figures import figures, whole
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.row_facts import row_facts, row_year
from pipeline.assemble.tables.rows import Row, text_of
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import (
    BUDGETED,
    DEPARTMENT_NAME,
    HEADINGS,
    SPENT,
    ColumnRole,
)

_NAME = re.compile(
    r"(?:予算)?(?:事務)?事業(?:の)?名称?|(?:細|予算)事業名|事務事業(?:名称?)?|事業名等"
)
_DEPARTMENT = re.compile(r"(?:所管|担当|主管|実施)(?:部局?|課|室|所属|係|・)*名?|部課名|課名")
_WHOLE = re.compile(
    r"(?:直接)?事業費(?:合?計)?|(?:小|合|総)?計|(?:当初|最終)?予算(?:現)?額|決算額|歳出計|"
    r"総?事業費(?:合計)?"
)
_LETTERS = re.compile(r"[(（]?[A-Zア-エ①-⑨](?:[+＋][A-Zア-エ①-⑨]){0,9}+[)）]?$|[(（].{1,8}[)）]$")
_CODE = re.compile(r"(?:予算)?科目(?:コード)?|款[・.]?項[・.]?目(?:[・.]?節)?|事業(?:番号|コード)")
_FEWEST = 2
_LONGEST_LABEL = 16
_AMOUNT = re.compile(r"\d\s*(?:[兆億万千百]\s*)*円")
_FIELDS = {
    ColumnRole.AMOUNT: "amount",
    ColumnRole.PRIOR: "prior_amount",
    ColumnRole.CHANGE: "change",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a form says of the project that its tables are about."""

    name: str
    source: Source
    department: tuple[str, Source] | None = None


def forms_of(blocks: Sequence[Placed]) -> list[Form | None]:
    """For each block the form that stands before it, on its page or the one before."""
    found: list[Form | None] = []
    form: Form | None = None
    for placed in blocks:
        if isinstance(placed.block, Table):
            form = _form(placed.block) or form
        if form is not None and placed.block.page > form.source.page + 1:
            form = None
        found.append(form)
    return found


def _form(table: Table) -> Form | None:
    name = _beside(table, _NAME)
    if name is None:
        return None
    department = _beside(table, _DEPARTMENT)
    known = department is not None and DEPARTMENT_NAME.fullmatch(department[0])
    return Form(named(name[0])[0], name[1], department if known else None)


def _beside(table: Table, words: re.Pattern[str]) -> tuple[str, Source] | None:
    """The text right of a cell of some words; null where it heads a column."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for cell in table.cells:
        if not words.fullmatch(text_of(cell)):
            continue
        right = cells.get((cell.row, cell.column + cell.column_span))
        if right is None or not right.lines or _is_heading(text_of(right)):
            return None
        return text_of(right), Passage.of(right.lines).source()
    return None


def _is_heading(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text) or any(form.fullmatch(text) for _, form in HEADINGS)


def form_records(placed: Placed, form: Form, about: About) -> list[Record]:
    """The project of a form that gives its money too, label and value side by side; else none."""
    table = placed.block
    if not isinstance(table, Table):
        return []
    sources = Sources()
    money: dict[str, Money] = {}
    funding: tuple[Funding, ...] = ()
    facts: list[Record] = []
    texts: dict[str, str] = {}
    pairs = list(_pairs(table))
    settled = any(SPENT.fullmatch(label) for label, _ in pairs)
    for label, value in pairs:
        role = role_of(label)
        if settled and BUDGETED.fullmatch(label):
            role = None
        figure = whole(text_of(value, separator=" "))
        passage = Passage.of(value.lines, separator=" ")
        field = _FIELDS.get(role) if role is not None else None
        if field is not None and figure is not None and figure.unit == "円":
            if field not in money:
                money[field] = figure.money(None)
                sources.note(field, passage.source(figure.start, figure.end))
        elif role is ColumnRole.FUNDING_TEXT and not funding:
            funding = _funding(value, sources)
        elif (
            role is ColumnRole.DESCRIPTION
            and "description" not in texts
            and not _AMOUNT.search(passage.text)
        ):
            texts["description"] = tidy(passage.text)
            sources.note("description", passage.source())
        elif _CODE.fullmatch(label) and "code" not in texts:
            texts["code"] = passage.text
            sources.note("code", passage.source())
        else:
            facts += _stated(label, value, placed, form, about)
    if "amount" not in money:
        return []
    funding = funding or _funding_below(table, sources)
    own = about.fiscal_year
    before = own.model_copy(update={"year": own.year - 1, "text": ""}) if own else None
    prior = money.get("prior_amount")
    item = _item(form, sources).model_copy(
        update={
            **money,
            **texts,
            "fiscal_year": own,
            "prior_fiscal_year": before if prior is not None else None,
            "funding": funding,
            "section": placed.section,
        }
    )
    return [item, *facts]


def _pairs(table: Table) -> Iterator[tuple[str, Cell]]:
    """Each label of a form with the cell at its right."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    taken: set[int] = set()
    for cell in sorted(table.cells, key=lambda each: (each.row, each.column)):
        right = cells.get((cell.row, cell.column + cell.column_span))
        if id(cell) in taken or right is None or not cell.lines or not right.lines:
            continue
        if len(text_of(cell)) <= _LONGEST_LABEL and not _AMOUNT.search(text_of(cell)):
            taken.add(id(right))
            yield text_of(cell), right


def _funding(cell: Cell, sources: Sources) -> tuple[Funding, ...]:
    """国庫支出金 1,200千円 市債 300千円: each source of money with its amount."""
    found: list[Funding] = []
    for line in cell.lines:
        end = 0
        for figure in figures(line.text):
            label = tidy(line.text[end : figure.start]).strip("()（）:：・、,")
            end = figure.end
            source = funding_of(label)
            if source is not None and figure.unit == "円":
                sources.note(f"funding.{len(found)}.amount", line.source(figure.start, figure.end))
                found.append(Funding(source=source, label=label, amount=figure.money(None)))
    return tuple(found)


def _funding_below(table: Table, sources: Sources) -> tuple[Funding, ...]:
    """The amounts that stand each below the source of money that heads it."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    found: list[Funding] = []
    for cell in table.cells:
        below = cells.get((cell.row + cell.row_span, cell.column))
        source = funding_of(text_of(cell))
        figure = whole(text_of(below, separator=" ")) if below is not None else None
        if below is None or source is None or figure is None or figure.unit != "円":
            continue
        passage = Passage.of(below.lines, separator=" ")
        sources.note(f"funding.{len(found)}.amount", passage.source(figure.start, figure.end))
        found.append(Funding(source=source, label=text_of(cell), amount=figure.money(None)))
    return tuple(found)


def _stated(label: str, cell: Cell, placed: Placed, form: Form, about: About) -> Iterator[Fact]:
    year = about.fiscal_year.year if about.fiscal_year else None
    for figure in stated(cell.lines, unit=None, year=year):
        yield Fact(
            page=figure.source.page,
            section=placed.section,
            sources={"value": figure.source},
            label=" ".join(part for part in (label, figure.name) if part),
            value=figure.value,
            scope=form.name,
            fiscal_year=figure.year,
        )


def is_cost_table(sheet: Sheet) -> bool:
    """Whether the rows, or the columns, are what a project costs and where its money is from."""
    if sheet.find(ColumnRole.NAME) is not None:
        return False
    rows = [_last_label(sheet, row) for row in sheet.rows]
    sources = sum(funding_of(label) is not None for label in rows)
    if sheet.find(ColumnRole.AMOUNT) is not None and sources >= _FEWEST:
        return any(_WHOLE.fullmatch(label) for label in rows)
    return sheet.find(ColumnRole.FUNDING) is not None and sheet.find(ColumnRole.AMOUNT) is not None


def cost_records(sheet: Sheet, form: Form, about: About) -> list[Record]:
    """The project with its amount and funding, and a fact for each figure that is no part of it."""
    sheet = _under(sheet, form)
    by_row = sum(funding_of(_last_label(sheet, row)) is not None for row in sheet.rows)
    item = (_from_columns if by_row >= _FEWEST else _from_row)(sheet, form, about)
    if item is None:
        return [fact for row in sheet.rows for fact in row_facts(sheet, row, about)]
    said = {(s.page, s.bbox, s.line, s.text) for s in item.sources.values()}
    facts = (fact for row in sheet.rows for fact in row_facts(sheet, row, about))
    return [item, *(fact for fact in facts if _place(fact.sources.get("value")) not in said)]


def _place(source: Source | None) -> tuple[object, ...]:
    return (source.page, source.bbox, source.line, source.text) if source else ()


def _under(sheet: Sheet, form: Form) -> Sheet:
    section = (*sheet.context.section, form.name)
    return replace(sheet, context=replace(sheet.context, title=form.name, section=section))


def _from_columns(sheet: Sheet, form: Form, about: About) -> BudgetItem | None:
    """Years side by side, sources of money one below the other: the column of this year."""
    whole = next((r for r in sheet.rows if _WHOLE.fullmatch(_last_label(sheet, r))), None)
    if whole is None:
        return None
    sources = Sources()
    money = row_amounts(sheet, whole, about, sources)
    funding: list[Funding] = []
    for row in sheet.rows[: sheet.rows.index(whole)] or sheet.rows:
        label = _last_label(sheet, row)
        source = funding_of(label)
        amount = amount_in(sheet, row, sheet.find(ColumnRole.AMOUNT))
        if source is not None and amount is not None:
            sources.note(f"funding.{len(funding)}.amount", amount.source)
            funding.append(Funding(source=source, label=label, amount=amount.money))
    return _item(form, sources).model_copy(
        update={
            "amount": money.amount,
            "fiscal_year": money.fiscal_year,
            "prior_amount": money.prior,
            "prior_fiscal_year": money.prior_year,
            "change": money.change,
            "funding": tuple(funding),
            "section": sheet.context.section[:-1],
        }
    )


def _from_row(sheet: Sheet, form: Form, about: About) -> BudgetItem | None:
    """Years one below the other, sources of money side by side: the row of this year."""
    dated = [(year, row) for row in sheet.rows if (year := row_year(sheet, row, about))]
    own = about.fiscal_year.year if about.fiscal_year else None
    found = [pair for pair in dated if pair[0].year == own] or dated[-1:]
    if not found and len(sheet.rows) > 1:
        return None
    year, row = found[0] if found else (about.fiscal_year, sheet.rows[0])
    sources = Sources()
    money = row_amounts(sheet, row, about, sources)
    if money.amount is None:
        return None
    return _item(form, sources).model_copy(
        update={
            "amount": money.amount,
            "fiscal_year": year,
            "funding": money.funding,
            "section": sheet.context.section[:-1],
        }
    )


def _item(form: Form, sources: Sources) -> BudgetItem:
    sources.note("name", form.source)
    if form.department is not None:
        sources.note("department", form.department[1])
    return BudgetItem(
        page=form.source.page,
        sources=sources.found,
        name=form.name,
        department=form.department[0] if form.department else None,
    )


def _last_label(sheet: Sheet, row: Row) -> str:
    cells: list[Cell] = labels_of(sheet, row)
    return _LETTERS.sub("", text_of(cells[-1])) if cells else ""
