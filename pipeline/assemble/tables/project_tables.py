"""Project tables: a project a row, with amounts of two years, change, funding and department."""

import re
from collections.abc import Sequence

from models import BudgetItem, BudgetTotal, Mark, Part, Record, Source
from pipeline.assemble.family import About
from pipeline.assemble.tables.amounts import ROLES, has_amounts, row_amounts
from pipeline.assemble.tables.cells import Sources, amount_in, name_in, named, text_in
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.row_facts import row_facts
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import (
    BIDS,
    BUDGET_WORDS,
    COMMITMENTS,
    DEPARTMENT_NAME,
    MARKS,
    TOTAL,
    ColumnRole,
)

_TEXTS = (
    ("description", ColumnRole.DESCRIPTION, ""),
    ("department", ColumnRole.DEPARTMENT, ""),
    ("code", ColumnRole.CODE, " "),
    ("account", ColumnRole.ACCOUNT, ""),
    ("region", ColumnRole.REGION, ""),
    ("project", ColumnRole.PLAN, ""),
)
_LEVELS = (ColumnRole.TITLE, ColumnRole.ITEM, ColumnRole.SUBITEM)
_BESIDE_NAME = re.compile(r"(?P<name>.+?)[(（](?P<department>[^()（）]+)[)）]")
_SEVERAL = 2
_READ_ROLES = frozenset(
    {
        *_LEVELS,
        *ROLES,
        *(role for _, role, _ in _TEXTS),
        ColumnRole.NUMBER,
        ColumnRole.MARK,
        ColumnRole.NAME,
    }
)


def is_project_table(sheet: Sheet) -> bool:
    """Whether a row of the sheet is a project with the amount a budget gives it.

    Tables of commitments, carried-over money and debt name projects too, but not a year's budget.
    """
    amount, name = sheet.find(ColumnRole.AMOUNT), name_column(sheet)
    if amount is None or name is None or sheet.find(ColumnRole.LIMIT) is not None:
        return False
    if any(BIDS.search(column.heading) for column in sheet.columns):
        return False
    said = "予算" in amount.heading
    if sheet.context.title and COMMITMENTS.search(sheet.context.title) and not said:
        return False
    about = "".join([*sheet.context.texts[:3], *(column.heading for column in sheet.columns)])
    if not BUDGET_WORDS.search(about):
        return False
    found = [
        cell
        for row in sheet.rows
        if row.text(name.index) and (cell := amount_in(sheet, row, amount)) is not None
    ]
    in_yen = any("円" in cell.money.unit_text for cell in found)
    in_money = in_yen or sheet.unit_of(amount) is not None
    return bool(found) and (in_money or "円" in about or sheet.find(ColumnRole.FUNDING) is not None)


def name_column(sheet: Sheet) -> Column | None:
    """The column that names projects: one that says so, or the label beside who does what."""
    name = sheet.find(ColumnRole.NAME)
    if name is not None:
        return name
    beside = sheet.all(ColumnRole.DEPARTMENT, ColumnRole.DESCRIPTION)
    label = sheet.find(ColumnRole.LABEL)
    if label is not None and len(beside) > 1:
        return label
    plan = sheet.find(ColumnRole.PLAN)
    return plan if label is None and beside else None


def project_records(sheet: Sheet, about: About) -> list[Record]:
    """A project for each row with an amount, its totals, and facts of what has no field."""
    name = name_column(sheet)
    records: list[Record] = []
    group: tuple[str, ...] = ()
    extra = [column for column in sheet.columns if column.role not in _READ_ROLES]
    for row in sheet.rows:
        inner = _inner_name(sheet, row, name)
        label = name_in(row, inner or name) or _first_text(sheet, row)
        if not has_amounts(sheet, row):
            if _continues(sheet, row, records):
                records[-1] = _described(records[-1], sheet, row)
            else:
                group = _group(row) or group
                records.extend(row_facts(sheet, row, about))
            continue
        if label is None:
            records.extend(row_facts(sheet, row, about))
            continue
        levels = [text_in(row, column) for column in sheet.all(*_LEVELS)]
        outer = name_in(row, name) if inner else None
        above = (text[0] for text in (*levels, outer) if text is not None)
        section = (*sheet.context.section, *group, *above)
        if TOTAL.fullmatch(label[0]):
            records.append(_total(sheet, row, label, about))
        else:
            item = _item(sheet, row, label, about)
            department = item.department or _department(group)
            update = {"section": section, "department": department}
            records.append(item.model_copy(update=update))
        records.extend(row_facts(sheet, row, about, columns=extra))
    return records


def _inner_name(sheet: Sheet, row: Row, name: Column | None) -> Column | None:
    """The column that names the parts of a project, where its own name is merged over them."""
    cell = row.cells[name.index] if name is not None else None
    if name is None or cell is None or cell.row_span < _SEVERAL:
        return None
    beside = name.index + 1
    columns = [c for c in sheet.all(ColumnRole.OTHER, ColumnRole.LABEL) if c.index == beside]
    for column in columns:
        rows = [each for each in sheet.rows if each.cells[name.index] is cell]
        texts = {each.text(beside) for each in rows if each.figure(beside) is None}
        if len(texts - {""}) == len(rows) and texts - MARKS.keys() == texts:
            return column
    return None


def _item(sheet: Sheet, row: Row, label: tuple[str, Source], about: About) -> BudgetItem:
    sources = Sources()
    sources.note("name", label[1])
    name, mark = named(label[0])
    texts: dict[str, str] = {}
    column = name_column(sheet)
    beside = _BESIDE_NAME.fullmatch(name)
    if column is not None and column.also is ColumnRole.DEPARTMENT and beside is not None:
        name, texts["department"] = beside["name"], beside["department"]
        sources.note("department", label[1])
    money = row_amounts(sheet, row, about, sources)
    for field, role, separator in _TEXTS:
        column = sheet.find(role)
        if column is None or column is name_column(sheet):
            continue
        found = text_in(row, column, separator=separator)
        if found is not None:
            texts[field] = found[0]
            sources.note(field, found[1])
    return BudgetItem(
        page=label[1].page,
        sources=sources.found,
        name=name,
        mark=_mark(sheet, row, sources) or mark,
        amount=money.amount,
        fiscal_year=money.fiscal_year,
        expansion=money.expansion,
        prior_amount=money.prior,
        prior_fiscal_year=money.prior_year,
        change=money.change,
        amount_before=money.before,
        amount_after=money.after,
        funding=money.funding,
        description=texts.get("description"),
        department=texts.get("department"),
        code=texts.get("code"),
        account=texts.get("account"),
        region=texts.get("region"),
        project=texts.get("project"),
    )


def _total(sheet: Sheet, row: Row, label: tuple[str, Source], about: About) -> BudgetTotal:
    sources = Sources()
    money = row_amounts(sheet, row, about, sources)
    renamed = {
        name.replace("funding.", "of_which."): source for name, source in sources.found.items()
    }
    return BudgetTotal(
        page=label[1].page,
        section=sheet.context.section,
        sources={"name": label[1], **renamed},
        name=label[0],
        amount=money.amount,
        of_which=tuple(
            Part(name=part.label or part.source, amount=part.amount) for part in money.funding
        ),
        fiscal_years=(money.fiscal_year,) if money.fiscal_year else (),
        prior_amount=money.prior,
        change=money.change,
        amount_before=money.before,
        amount_after=money.after,
    )


def _mark(sheet: Sheet, row: Row, sources: Sources) -> Mark | None:
    """The mark in a column of its own, or in a label column that holds nothing but marks."""
    columns = sheet.all(ColumnRole.MARK)
    for column in sheet.all(ColumnRole.LABEL, ColumnRole.OTHER):
        texts = {each.text(column.index) for each in sheet.rows}
        words = {text for text in texts if text and not TOTAL.fullmatch(text)}
        if words and all(text.strip("()【】（）") in MARKS for text in words):
            columns.append(column)
    for column in columns:
        found = text_in(row, column)
        mark = MARKS.get(found[0].strip("()【】（）")) if found else None
        if found is not None and mark is not None:
            sources.note("mark", found[1])
            return mark
    return None


def _first_text(sheet: Sheet, row: Row) -> tuple[str, Source] | None:
    """A row's first words that are no figure: 合計 may stand in any column."""
    for column in sheet.columns:
        found = text_in(row, column)
        if found is not None and row.figure(column.index) is None:
            return found
    return None


def _group(row: Row) -> tuple[str, ...]:
    """The words of a row that is a heading within the table: one text and nothing else."""
    texts = {id(cell): row.text(index) for index, cell in enumerate(row.cells) if row.text(index)}
    return tuple(texts.values()) if len(texts) == 1 else ()


def _department(group: tuple[str, ...]) -> str | None:
    """The department that a heading within the table names: 【総務課】."""
    if not group:
        return None
    name = group[-1].strip("()【】（）[]〔〕■●○◆◇ ")
    return name if DEPARTMENT_NAME.fullmatch(name) else None


def _continues(sheet: Sheet, row: Row, records: Sequence[Record]) -> bool:
    """Whether a row only goes on with the description of the project above it."""
    column = sheet.find(ColumnRole.DESCRIPTION)
    if column is None or not records or not isinstance(records[-1], BudgetItem):
        return False
    filled = [index for index in range(len(row.cells)) if row.begins[index] and row.text(index)]
    return filled == [column.index]


def _described(record: Record, sheet: Sheet, row: Row) -> Record:
    more = text_in(row, sheet.find(ColumnRole.DESCRIPTION))
    if more is None or not isinstance(record, BudgetItem):
        return record
    text = (record.description or "") + more[0]
    before = record.sources.get("description")
    sources = dict(record.sources)
    sources["description" if before is None else f"description.{row.number}"] = more[1]
    return record.model_copy(update={"description": text, "sources": sources})
