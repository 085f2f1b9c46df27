"""Statements of revenue and expenditure: by purpose, by nature, by 款 項 目 節, with totals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from models import BudgetStatementLine, Record, Source
from models.page import Cell, Passage
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.amounts import SINGLE_ROLES, has_amounts, row_amounts
from pipeline.assemble.tables.cells import Sources, inner_label, labels_of, percent_in
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.row_facts import row_facts
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import (
    ACCOUNT,
    COMMITMENTS,
    EXPENDITURE,
    EXPENDITURE_TITLE,
    LABEL_ROLES,
    REVENUE,
    REVENUE_TITLE,
    STATEMENT_TITLE,
    TITLES,
    TOTAL,
    ColumnRole,
)

Direction: TypeAlias = Literal["revenue", "expenditure"]
Level: TypeAlias = Literal["title", "item", "subitem", "section", "detail", "total"]

_LEVELS: dict[ColumnRole, Level] = {
    ColumnRole.TITLE: "title",
    ColumnRole.ITEM: "item",
    ColumnRole.SUBITEM: "subitem",
    ColumnRole.SECTION: "section",
}
_CODE = re.compile(
    r"^(?P<code>[(（]\d{1,3}[)）]|[(（][ア-ンｱ-ﾝイロハニホ][)）]|\d{1,3}(?=[.．、:\s])|\d{1,3}(?=[^\d.,%年月]{2})|[①-⑳]|"
    r"[ア-ン](?=[.．、\s]))[.．、:\s]*(?=\S)"
)
_NAMING = re.compile(
    r"[(（][a-zA-Z①-⑳][)）](?:[+＋][(（][a-zA-Z①-⑳][)）]){0,9}+$|^[(（](?P<inner>.+計)[)）]$"
)
_ONE_COLUMN = re.compile(r"款・?項(?:・?目)?(?:・?節)?")
# What comes to a fund or goes out of it is no line of a statement.
_MOVEMENT = re.compile(r"取り?崩し?|積み?立て?|増|減")
_INDENT = 2.0
_HALF = 2
_FEW = 3
_MOST = 4


@dataclass(frozen=True, slots=True)
class _Label:
    """What names a row: code, name, level, and the groups it stands in."""

    name: str
    source: Source
    code: str | None = None
    code_source: Source | None = None
    level: Level | None = None
    groups: tuple[str, ...] = ()


def is_statement(sheet: Sheet) -> bool:
    """Whether a row of the sheet is a line of revenue or expenditure.

    Its title or its 款 項 目 節 say so, or most of its rows bear the names the law gives them.
    """
    if sheet.find(ColumnRole.AMOUNT) is None or is_series(sheet):
        return False
    if sheet.find(ColumnRole.LIMIT) is not None or not sheet.all(*LABEL_ROLES):
        return False
    names = [label.name for row in sheet.rows if (label := _label(sheet, row)) is not None]
    known = sum(bool(REVENUE.fullmatch(n) or EXPENDITURE.fullmatch(n)) for n in names)
    if not names:
        return False
    by_law = known * _HALF >= len([name for name in names if not TOTAL.fullmatch(name)])
    rows = [name for name in names if not TOTAL.fullmatch(name) or ACCOUNT.fullmatch(name)]
    accounts = sum(bool(ACCOUNT.fullmatch(name)) for name in rows)
    if accounts >= _HALF and accounts * _HALF >= len(rows) and not _is_commitment(sheet):
        return True
    titled = any(STATEMENT_TITLE.search(text) for text in sheet.context.texts[:4])
    levels = len(sheet.all(*_LEVELS)) > 1
    if known >= _FEW and by_law:
        return True
    if _is_commitment(sheet):
        return False
    return (titled and (levels or known > 0)) or (levels and known > 0)


def _is_commitment(sheet: Sheet) -> bool:
    return COMMITMENTS.search(sheet.context.title or "") is not None


def is_series(sheet: Sheet) -> bool:
    """Whether the table shows a run of years: such figures are facts of their years."""
    years = {
        column.year.year
        for column in sheet.columns
        if column.year is not None and column.role is not ColumnRole.CHANGE
    }
    return len(years) > _FEW


def direction_of(sheet: Sheet, names: Sequence[str]) -> Direction | None:
    """Revenue or expenditure: by the nearest title that says one of them, else by the names.

    Where names of one side alone stand, the title above is another table's.
    """
    sides = [bool(REVENUE.fullmatch(name)) for name in names if _one_sided(name)]
    if len(sides) > _HALF and len(set(sides)) == 1:
        return "revenue" if sides[0] else "expenditure"
    texts = [sheet.context.title or "", *sheet.context.texts]
    for text in texts:
        revenue = bool(re.search(r"歳\s*入", text))
        expenditure = bool(EXPENDITURE_TITLE.search(text))
        if revenue != expenditure:
            return "revenue" if revenue else "expenditure"
    revenue_names = sum(bool(REVENUE.fullmatch(name)) for name in names)
    expenditure_names = sum(bool(EXPENDITURE.fullmatch(name)) for name in names)
    if revenue_names != expenditure_names:
        return "revenue" if revenue_names > expenditure_names else "expenditure"
    for text in texts:
        if REVENUE_TITLE.search(text):
            return "revenue"
    return None


def _one_sided(name: str) -> bool:
    return bool(REVENUE.fullmatch(name)) != bool(EXPENDITURE.fullmatch(name))


def statement_records(sheet: Sheet, about: About) -> list[Record]:
    """A line for each row with an amount, and facts of what has no field."""
    labels = _indented(sheet, [_label(sheet, row) for row in sheet.rows])
    direction = direction_of(sheet, [label.name for label in labels if label is not None])
    titles = _names_titles([label.name for label in labels if label is not None])
    records: list[Record] = []
    group: tuple[str, ...] = ()
    for row, label in zip(sheet.rows, labels, strict=True):
        if label is None or not has_amounts(sheet, row) or _MOVEMENT.fullmatch(label.name):
            if label is not None and not any(row.figure(c.index) for c in sheet.columns):
                group = (label.name,)
            records.extend(row_facts(sheet, row, about))
            continue
        if re.fullmatch(r"歳\s*[入出].*", label.name) and not TOTAL.fullmatch(label.name):
            direction = "revenue" if "入" in label.name[:3] else "expenditure"
        line = _line(sheet, row, label, about)
        level = label.level
        if level is None and titles and TITLES.fullmatch(label.name):
            level = "title"
        update = {
            "direction": direction,
            "level": level,
            "section": (*sheet.context.section, *group, *label.groups),
        }
        records.append(line.model_copy(update=update))
        records.extend(row_facts(sheet, row, about, columns=_others(sheet)))
    return records


def _line(sheet: Sheet, row: Row, label: _Label, about: About) -> BudgetStatementLine:
    sources = Sources()
    sources.note("name", label.source)
    sources.note("code", label.code_source)
    money = row_amounts(sheet, row, about, sources)
    percents: dict[str, float] = {}
    for field, column in (
        ("change_percent", _of_change(sheet)),
        ("share_percent", _share(sheet, prior=False)),
        ("prior_share_percent", _share(sheet, prior=True)),
    ):
        found = percent_in(row, column)
        if found is not None:
            percents[field] = found[0]
            sources.note(field, found[1])
    return BudgetStatementLine(
        page=label.source.page,
        sources=sources.found,
        level=label.level,
        code=label.code,
        name=label.name,
        amount=money.amount,
        fiscal_year=money.fiscal_year,
        prior_amount=money.prior,
        prior_fiscal_year=money.prior_year,
        change=money.change,
        amount_before=money.before,
        amount_after=money.after,
        change_percent=percents.get("change_percent"),
        share_percent=percents.get("share_percent"),
        prior_share_percent=percents.get("prior_share_percent"),
        funding=money.funding,
    )


def _label(sheet: Sheet, row: Row) -> _Label | None:
    """The row's name: the innermost of its label cells that begins in it."""
    cells = labels_of(sheet, row)
    inner = inner_label(row, sheet.find(ColumnRole.AMOUNT))
    if not cells:
        return _Label(inner[0], inner[1], level="detail") if inner else None
    cell = cells[-1]
    code, name, code_source, source = _coded(cell)
    column = next(c for c in sheet.columns if row.cells[c.index] is cell)
    level = _LEVELS.get(column.role)
    groups = tuple(_coded(outer)[1] for outer in cells[:-1])
    if inner is not None:
        return _Label(inner[0], inner[1], level="detail", groups=(*groups, name))
    if TOTAL.fullmatch(name):
        level = "total"
    return _Label(name, source, code, code_source, level, groups)


def _indented(sheet: Sheet, labels: list[_Label | None]) -> list[_Label | None]:
    """The labels with their levels, where 款 項 目 share a column and are told by indentation."""
    columns = sheet.all(*LABEL_ROLES)
    heading = _ONE_COLUMN.fullmatch(columns[0].heading) if len(columns) == 1 else None
    if heading is None:
        return labels
    starts = {
        id(label): box[0]
        for label in labels
        if label and label.level is None and (box := (label.code_source or label.source).bbox)
    }
    depths: list[float] = []
    for left in sorted(starts.values()):
        if not depths or left - depths[-1] > _INDENT:
            depths.append(left)
    levels = [
        _LEVELS[role] for role, sign in zip(_LEVELS, "款項目節", strict=True) if sign in heading[0]
    ]
    if not 1 < len(depths) <= len(levels):
        return labels
    found: list[_Label | None] = []
    above: list[str] = []
    for label in labels:
        start = starts.get(id(label)) if label else None
        if label is None or start is None:
            found.append(label)
            continue
        depth = sum(start - each > _INDENT for each in depths)
        above = [*above[:depth], label.name]
        groups = (*label.groups, *above[:-1])
        found.append(replace(label, level=levels[depth], groups=groups))
    return found


def _coded(cell: Cell) -> tuple[str | None, str, Source | None, Source]:
    """A label's number and name: 12. 投資的経費(b) is 12 and 投資的経費."""
    passage = Passage.of(cell.lines)
    text = passage.text
    match = _CODE.match(text)
    start = match.end() if match else 0
    end = len(text)
    naming = _NAMING.search(text, start)
    if naming and naming["inner"] is None and naming.start() > start:
        end = naming.start()
    name = tidy(text[start:end])
    if naming and naming["inner"] is not None:
        name = tidy(naming["inner"])
    if not name:
        return None, tidy(text), None, passage.source()
    if match is None:
        return None, name, None, passage.source(start, end)
    return match["code"], name, passage.source(0, match.end("code")), passage.source(start, end)


def _names_titles(names: Sequence[str]) -> bool:
    """Whether nearly all rows bear the names of 款; tables by nature share a few of them."""
    names = [name for name in names if not TOTAL.fullmatch(name)]
    return _MOST * sum(bool(TITLES.fullmatch(name)) for name in names) >= (_MOST - 1) * len(names)


def _of_change(sheet: Sheet) -> Column | None:
    return sheet.find(ColumnRole.CHANGE_PERCENT)


def _share(sheet: Sheet, *, prior: bool) -> Column | None:
    """The share column of this year's or of the prior amounts, by its heading or its neighbour."""
    shares = sheet.all(ColumnRole.SHARE)
    if not shares:
        return None
    role = ColumnRole.PRIOR if prior else ColumnRole.AMOUNT
    amount = sheet.find(role)
    if amount is None:
        return None
    for column in shares:
        if column.year is not None and amount.year is not None:
            if column.year.year == amount.year.year:
                return column
        elif column.index == amount.index + 1:
            return column
    undated = [column for column in shares if column.year is None]
    return undated[0] if not prior and len(undated) == 1 and len(shares) == 1 else None


def _others(sheet: Sheet) -> list[Column]:
    """The columns that a statement line has no field for."""
    used = {
        column.index
        for column in (
            _of_change(sheet),
            _share(sheet, prior=False),
            _share(sheet, prior=True),
            *(sheet.find(role) for role in SINGLE_ROLES),
            *sheet.all(ColumnRole.FUNDING, ColumnRole.FUNDING_TEXT, *LABEL_ROLES),
        )
        if column is not None
    }
    return [column for column in sheet.columns if column.index not in used]
