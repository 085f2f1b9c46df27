"""Tables of projects: which column names the project, which holds this year's amount, and so on.

Headings are evidence and no gates: a column whose heading is unknown, or that has none, is told by
what stands in it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from models import BudgetItem, FiscalYear, Funding, Mark, Money, Source
from models.page import Cell, Passage, Placed, Table
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.figures import Figure, figures
from pipeline.assemble.tables.headings import heading_parts
from pipeline.assemble.tables.roles import Column, funding_of, propose, unit_note
from pipeline.assemble.tables.rows import Row, rows_of
from pipeline.assemble.tables.vocabulary import (
    ACCOUNT,
    COMMITMENTS,
    EXPENDITURE,
    REVENUE,
    TOTAL,
    ColumnRole,
)
from pipeline.bind.kinds import project_bits
from pipeline.bind.notes import Notes
from pipeline.bind.texts import department_share, description_bits, name_bits, probability, whole_bits
from pipeline.grids.tokens import BULLET
from pipeline.recognise.marks import MARKS

_MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_LEADING_MARK = re.compile(rf"\s*[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*|\s*(?P<bare>{_MARK_WORDS})\s+(?=\S)")
_CLOSING_MARK = re.compile(rf"\s*[(（\[【〔<《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]】〕>》」]\s*$|\s+(?P<bare>{_MARK_WORDS})\s*$")
_NUMBERING = re.compile(r"^(?:(?:\d{1,3}|[(（]\d{1,3}[)）])(?:[.．、)）]\s?(?!\d)|\s+)|[①-⑳]\s?)(?=\S)")
_GROUP_SIGN = re.compile(r"^\s*[■◆●▼▶◇□【〈《]")
_COUNT = re.compile(r"率|比(?!較)|割合|件数|人数|人員|員数|面積|延長|数量|個数|戸数|世帯|回数|人口|年数|箇所|頁|ページ|番号|[(（](?:人|件|%|％|㎡|ha|m|km|校|回|台)[)）]")
_CODE = re.compile(r"\d{1,3}(?:[.\-－・]\d{1,3}){1,3}|0\d{2,}")
_MONEY_UNIT = re.compile(r"円")
_HEADING_BITS = {
    ColumnRole.NAME: 4.0,
    ColumnRole.LABEL: 2.0,
    ColumnRole.PLAN: 1.5,
    ColumnRole.OTHER: 0.0,
    ColumnRole.SUBITEM: 0.0,
    ColumnRole.REGION: -1.0,
    ColumnRole.DESCRIPTION: -3.0,
    ColumnRole.DEPARTMENT: -4.0,
    ColumnRole.ACCOUNT: -3.0,
    ColumnRole.NOTE: -5.0,
    ColumnRole.MARK: -6.0,
    ColumnRole.CODE: -6.0,
    ColumnRole.NUMBER: -6.0,
}
# 12,340[-], 48,600(前年度 31,200): two amounts of one cell.
_PAIR = re.compile(
    r"[△▲−-]?\s?\d[\d,.兆億万千円\s]*[\[(（〔]\s?(?:前年度?[^\d]{0,6})?(?:[△▲−-]?\s?\d[\d,.兆億万千円\s]*|[-−―ー‐–—─]+|皆増)\s?[\])）〕]"
)
_LEAST_ROWS = 1
_OFFICE_LABEL = re.compile(r"^(?:担当(?:課|部署)?|所管(?:課)?|所属|主管(?:課)?|問い?合わ?せ(?:先)?|部署)\\s?[:：]\\s?")
_LEAST_BITS = 2.0
_MONEY = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE, ColumnRole.EXPANSION, ColumnRole.BEFORE, ColumnRole.AFTER)


@dataclass
class Sheet:
    """A table with its headings, its rows, and the roles of its columns."""

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
    stacked: bool = False
    office_below: bool = False
    margin: float = 10.0
    prior_margin: float = 10.0
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoundTable:
    """The projects of a table, where the table stands, and how sure its reading is, in bits."""

    place: int
    items: tuple[BudgetItem, ...]
    bits: float


def bind_tables(blocks: Sequence[Placed], about: About, notes: Notes) -> list[BoundTable]:
    """The projects of all tables in which rows are projects."""
    found: list[BoundTable] = []
    before: Sheet | None = None
    for place, placed in enumerate(blocks):
        if not isinstance(placed.block, Table):
            continue
        sheet = _sheet(place, placed, placed.block, about, notes, before)
        if sheet is None:
            continue
        if sheet.headings:
            before = sheet
        items = _items(sheet, about, notes)
        if items:
            found.append(BoundTable(place, tuple(items), sheet.bits))
    return found


def _sheet(place: int, placed: Placed, table: Table, about: About, notes: Notes, before: Sheet | None) -> Sheet | None:
    rows = rows_of(table)
    width = table.columns
    year = about.fiscal_year.year if about.fiscal_year else None
    filled = [
        (sum(_amount(row, c) for row in rows), sum(bool(row.text(c)) and row.begins[c] for row in rows))
        for c in range(width)
    ]
    figured = [c for c, (n, all_) in enumerate(filled) if n >= 1 and n >= 0.4 * all_]
    if not figured:
        return None
    first = next((i for i, row in enumerate(rows) if any(_amount(row, c) for c in figured)), None)
    if first is None:
        return None
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
    for cell in {id(c): c for row in headings for c in row.cells if c is not None}.values():
        if len(cell.lines) > 1 and _GROUP_SIGN.match(cell.lines[-1].text):
            group = (cell.lines[-1].text.strip("■◆●▼▶◇□【】〈〉《》 "),)
    titles = [tuple(row.texts) for row in headings]
    for row in rows[first:]:
        if tuple(row.texts) in titles:
            continue
        if _lone(row):
            group = (_group_text(row),)
            continue
        if not any(_amount(row, c) for c in figured):
            continue
        body.append((row, group))
        for cell in row.cells:
            if cell is not None and len(cell.lines) > 1 and _GROUP_SIGN.match(cell.lines[-1].text) and not _GROUP_SIGN.match(cell.lines[0].text):
                group = (cell.lines[-1].text.strip("■◆●▼▶◇□【】〈〉《》 "),)
    if len(body) < _LEAST_ROWS:
        return None
    parts = [_whole(heading_parts(headings, c)) for c in range(width)]
    columns = propose(parts, lambda text: _year_said(text, year)) if headings else [Column(c, "") for c in range(width)]
    if not headings and before is not None and len(before.columns) == width:
        columns = [replace(column, proved=False) for column in before.columns]
    values = [[_number(row, c) for c in range(width)] for row, _ in body]
    columns = list(columns)
    unit, sure = _unit(table, headings, columns, body, notes)
    if not sure and before is not None and [c.heading for c in before.columns] == [c.heading for c in columns]:
        # A table that goes on keeps the unit that was said over its first part.
        unit, sure = before.unit, before.unit_sure
    sheet = Sheet(place, table, placed.section, list(columns), headings, body, unit, sure)
    sheet.titles = tuple(titles_above)
    return _with_roles(sheet, figured, values, about, notes)


def _year_said(text: str, year: int | None) -> tuple[FiscalYear | None, str]:
    """The year that a heading names, and the heading without it; 2023予算額 names one as well."""
    found, rest = heading_year(text, year)
    if found is None and (match := re.match(r"(?P<year>(?:19|20)\d\d)(?:年度?)?(?=予算|当初|決算|補正|要求|$)", text)):
        return FiscalYear(year=int(match["year"]), text=match[0]), text[match.end() :]
    return found, rest


def _amount(row: Row, column: int) -> bool:
    figure = row.figure(column)
    if figure is None:
        return row.begins[column] and _PAIR.fullmatch(row.text(column)) is not None
    return not re.fullmatch(r"(?:19|20)\d\d", figure.text)


def _whole(parts: list[str]) -> list[str]:
    """A heading whose word is cut over two rows, in one: 令和7年 and 度."""
    found: list[str] = []
    for part in parts:
        if found and part and part != found[-1] and len(part) <= 2 and not re.search(r"[円額率計%]", part):
            found[-1] += part
        else:
            found.append(part)
    return found


def _number(row: Row, column: int) -> Fraction | None:
    figure = row.figure(column)
    return None if figure is None else figure.value or Fraction(0)


def _lone(row: Row) -> bool:
    """Whether a row holds one text and no figure: a heading within the table."""
    texts = {id(cell): text for cell, text in zip(row.cells, row.texts, strict=True) if cell is not None and text}
    own = [text for index, text in enumerate(row.texts) if text and row.begins[index]]
    return len(set(own)) == 1 and len(texts) == 1 and not any(row.figures)


def _group_text(row: Row) -> str:
    return next(text for text in row.texts if text).strip("■◆●▼▶◇□○【】〈〉《》[] ")


def _unit(table: Table, headings: Sequence[Row], columns: Sequence[Column], body: Sequence[tuple[Row, tuple[str, ...]]], notes: Notes) -> tuple[int | None, bool]:
    """Yen a count for bare figures, and whether something by the table says it."""
    inner = [u for row in headings for c in row.cells if c and (u := unit_note(Passage.of(c.lines).text)) is not None]
    if inner:
        return inner[0], True
    top = table.bbox[1] if table.bbox else float(next((c.lines[0].number or 0 for c in table.cells if c.lines), 0)) * 15
    page = next((c.lines[0].page for c in table.cells if c.lines), table.page)
    unit = notes.unit_at(page, top)
    here = any(note.page == page and note.unit is not None for note in notes.notes)
    printed = any(figure is not None and figure.unit == "円" for row, _ in body for figure in row.figures)
    return unit, here or printed or any(column.unit is not None for column in columns)


def _offices_below(sheet: Sheet) -> bool:
    """Whether name cells end with the department that does it, in a line of its own."""
    cells = [row.cells[sheet.roles["name"]] for row, _ in sheet.rows]
    last = [cell.lines[-1].text.strip() for cell in cells if cell is not None and len(cell.lines) > 1]
    return len(last) > 0.7 * len(cells) and department_share(last) > 0.7


def _stacked_names(sheet: Sheet) -> bool:
    """Whether name cells hold a name in their first line and something else below it."""
    name = sheet.roles["name"]
    cells = [row.cells[name] for row, _ in sheet.rows if row.begins[name]]
    several = [cell for cell in cells if cell is not None and len(cell.lines) > 1]
    if len(several) < 0.5 * len(cells):
        return False
    short = 0
    for cell in several:
        first, box = cell.lines[0].bbox, cell.bbox
        if first is None or box is None:
            return False
        short += first[2] < box[2] - 1.6 * (cell.lines[0].size or 10)
    firsts = [_unmarked(cell.lines[0].text)[0] for cell in several]
    rests = ["".join(line.text for line in cell.lines[1:]) for cell in several]
    return short > 0.6 * len(several) and name_bits(firsts) > name_bits(rests) + 1.0


def _with_roles(sheet: Sheet, figured: Sequence[int], values: Sequence[Sequence[Fraction | None]], about: About, notes: Notes) -> Sheet | None:
    columns = sheet.columns
    rows = [row for row, _ in sheet.rows if not _is_total(row, columns)]
    if not rows:
        return None
    scores: dict[int, float] = {}
    texts_of: dict[int, list[str]] = {}
    for column in columns:
        index = column.index
        own = [row.text(index) for row in rows if row.begins[index] and row.text(index) and row.figure(index) is None]
        texts_of[index] = own
        if not own or len(own) < 0.5 * len(rows) and not any(c is not None and c.row_span > 1 for c in (row.cells[index] for row in rows)):
            continue
        if _mark_share(own) > 0.6:
            sheet.roles.setdefault("mark", index)
            continue
        stripped = [_unmarked(text)[0] for text in own]
        score = name_bits(stripped) + _HEADING_BITS.get(column.role, -3.0)
        score += 2.0 * min(len(own) / len(rows), 1.0) - 1.5
        score += 1.0 if index < min(figured) else 0.0
        score += 0.7 if any(_unmarked(text)[1] for text in own) else 0.0
        scores[index] = score
    if not scores:
        return None
    name = max(scores, key=lambda index: (scores[index], -index))
    runner = max((s for i, s in scores.items() if i != name), default=-6.0)
    sheet.roles["name"] = name
    for column in columns:
        index = column.index
        if index == name or index not in scores:
            continue
        texts = texts_of[index]
        if column.role is ColumnRole.CODE or sum(bool(_CODE.fullmatch(t)) for t in texts) > 0.7 * len(texts):
            sheet.roles.setdefault("code", index)
            continue
        if column.role is ColumnRole.DEPARTMENT or (column.role in (ColumnRole.OTHER, ColumnRole.LABEL) and department_share(texts) > 0.7):
            current = sheet.roles.get("department")
            if current is None or len(texts) > len(texts_of[current]):
                sheet.roles["department"] = index
        elif column.role in (ColumnRole.NOTE,):
            continue
        elif column.role is ColumnRole.DESCRIPTION or (index > name or description_bits(texts) > 1) and column.role in (ColumnRole.OTHER, ColumnRole.PLAN, ColumnRole.LABEL):
            current = sheet.roles.get("description")
            if current is None or description_bits(texts) > description_bits(texts_of[current]):
                sheet.roles["description"] = index
        elif index < name:
            sheet.roles.setdefault("group", index)
    _fund(sheet, figured)
    _money_roles(sheet, figured, about, notes)
    if "amount" not in sheet.roles:
        return None
    sheet.office_below = _offices_below(sheet)
    sheet.stacked = not sheet.office_below and _stacked_names(sheet)
    sheet.bits = min(scores[name] - runner, scores[name]) + (2.0 if sheet.unit_sure else -2.0)
    return sheet


def _is_total(row: Row, columns: Sequence[Column]) -> bool:
    label = next((row.text(c.index) for c in columns if row.text(c.index) and row.figure(c.index) is None), "")
    return TOTAL.fullmatch(re.sub(r"\s", "", label)) is not None


def _mark_share(texts: Sequence[str]) -> float:
    return sum(text.strip("()【】（）[] ") in MARKS for text in texts) / len(texts)


def _fund(sheet: Sheet, figured: Sequence[int]) -> None:
    """Columns that name sources of money side by side are the funding, also without 財源内訳."""
    named = [c for c in sheet.columns if c.index in figured and c.parts and c.role is ColumnRole.OTHER and funding_of(c.parts[-1])]
    if len(named) > 1 or any(c.role is ColumnRole.FUNDING for c in sheet.columns):
        for column in named:
            sheet.columns[column.index] = replace(column, role=ColumnRole.FUNDING, funding=funding_of(column.parts[-1]))


def _money_roles(sheet: Sheet, figured: Sequence[int], about: About, notes: Notes) -> None:
    money = []
    for index in figured:
        column = sheet.columns[index]
        own = [row.figure(index) for row, _ in sheet.rows]
        real = [figure for figure in own if figure is not None]
        counted = sum(figure.unit not in ("", "円") or figure.text.strip().endswith("%") for figure in real)
        if counted > 0.5 * len(real) or column.role in (ColumnRole.SHARE, ColumnRole.CHANGE_PERCENT, ColumnRole.NUMBER, ColumnRole.CODE):
            continue
        if _COUNT.search(column.heading) and column.role is ColumnRole.OTHER:
            continue
        # A column that counts its rows is their number.
        plain = [figure.value for figure in real if figure.value is not None]
        if len(plain) > 2 and sum(b - a == 1 for a, b in zip(plain, plain[1:], strict=False)) >= 0.8 * (len(plain) - 1):
            continue
        money.append(column)
    _settle(sheet, money, about, notes)


def _settle(sheet: Sheet, money: Sequence[Column], about: About, notes: Notes) -> None:
    """Which money column is this year's amount, last year's and their difference, together.

    Headings, years and arithmetic add up as bits; the margin to the next best reading is kept.
    """
    for field_name, role in (("expansion", ColumnRole.EXPANSION), ("before", ColumnRole.BEFORE), ("after", ColumnRole.AFTER)):
        found = next((c for c in money if c.role is role), None)
        if found is not None:
            sheet.roles[field_name] = found.index
    own = about.fiscal_year.year if about.fiscal_year else None
    open_columns = [c for c in money if c.role in (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE, ColumnRole.OTHER, ColumnRole.LABEL, ColumnRole.PLAN)][:6]
    if not open_columns:
        return
    values = [[_number(row, c.index) for c in open_columns] for row, _ in sheet.rows]
    places: list[int | None] = [None, *range(len(open_columns))]
    ranked: list[tuple[float, tuple[int | None, int | None, int | None]]] = []
    for this in range(len(open_columns)):
        for prior in places:
            if prior == this:
                continue
            for change in places:
                if change is not None and change in (this, prior):
                    continue
                if prior is None and change is not None and open_columns[change].role is not ColumnRole.CHANGE:
                    continue
                bits = _reading_bits(open_columns, values, this, prior, change, own)
                ranked.append((bits, (this, prior, change)))
    ranked.sort(key=lambda each: -each[0])
    best = ranked[0]
    others = [bits for bits, reading in ranked[1:] if reading[0] != best[1][0]]
    sheet.margin = best[0] - (max(others) if others else best[0] - 10.0)
    second = [bits for bits, reading in ranked[1:] if reading[1] != best[1][1]]
    sheet.prior_margin = best[0] - (max(second) if second else best[0] - 10.0)
    this, prior, change = best[1]
    assert this is not None
    sheet.roles["amount"] = open_columns[this].index
    if prior is not None:
        sheet.roles["prior"] = open_columns[prior].index
    if change is not None:
        sheet.roles["change"] = open_columns[change].index


def _reading_bits(columns: Sequence[Column], values: Sequence[Sequence[Fraction | None]], this: int, prior: int | None, change: int | None, own: int | None) -> float:
    bits = 0.0
    for place, column in enumerate(columns):
        role = ColumnRole.AMOUNT if place == this else ColumnRole.PRIOR if place == prior else ColumnRole.CHANGE if place == change else None
        said = column.role if column.role in (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE) else None
        if column.year is not None and said is not ColumnRole.CHANGE:
            if own is not None:
                wanted = {0: ColumnRole.AMOUNT, -1: ColumnRole.PRIOR}.get(column.year.year - own)
                bits += 5.0 if role is wanted else -5.0 if role is not None or wanted is ColumnRole.AMOUNT else -1.0
        elif said is not None:
            bits += 4.0 if role is said else -4.0 if role is not None else -1.5
        elif role is not None:
            bits += -0.5 if column.heading else 0.0
            falls = sum((row[place] or 0) < 0 for row in values)
            if falls:
                bits += 3.0 if role is ColumnRole.CHANGE else -5.0
        else:
            bits -= 1.0
    first, second = columns[this].year, columns[prior].year if prior is not None else None
    if first is not None and second is not None:
        bits += 3.0 if first.year == second.year + 1 else -8.0
    if prior is not None and this < prior:
        bits += 0.3
    if prior is not None and change is not None:
        bits += _difference_bits(values, this, prior, change)
    return bits


def _difference_bits(values: Sequence[Sequence[Fraction | None]], this: int, prior: int, change: int) -> float:
    """What amount - prior = change over the rows is worth: by how unlikely it is by chance."""
    bits = 0.0
    for row in values:
        now, before, by = row[this], row[prior], row[change]
        if by is None or (now is None and before is None):
            continue
        if (now or 0) - (before or 0) == by:
            bits += min(3.0, 0.7 * len(str(abs(by)))) if by else 0.3
        else:
            bits -= 3.0
    return max(-10.0, min(12.0, bits))


def _unmarked(text: str) -> tuple[str, Mark | None]:
    """A name without its mark, sign and number, and the mark."""
    mark: Mark | None = None
    if match := _LEADING_MARK.match(text):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    if match := _CLOSING_MARK.search(text):
        if match.start() > 0:
            mark, text = MARKS[match["mark"] or match["bare"]], text[: match.start()]
    text = re.sub(r"^[・○◯●◎◆◇■□★☆▽▼※•\s]+(?=\S)", "", text)
    if match := _NUMBERING.match(text):
        text = text[match.end() :]
    if mark is None and (match := _LEADING_MARK.match(text)):
        mark, text = MARKS[match["mark"] or match["bare"]], text[match.end() :]
    return tidy(text), mark


def _items(sheet: Sheet, about: About, notes: Notes) -> list[BudgetItem]:
    rows = [row for row, _ in sheet.rows if not _is_total(row, sheet.columns)]
    names = [_unmarked(text)[0] for row in rows if (text := _name_text(sheet, row))]
    if not names or not sheet.unit_sure or any(c.role is ColumnRole.LIMIT for c in sheet.columns):
        return []
    headings = "".join(c.heading for c in sheet.columns)
    around = [text for text in (*sheet.section, about.title or "", *_above(sheet, notes)) if text]
    if COMMITMENTS.search("".join([*sheet.section, headings])):
        return []
    bits = project_bits(names, heading=sheet.columns[sheet.roles["name"]].heading, around=around)
    bits += 1.5 if {"mark", "department"} & sheet.roles.keys() else 0.0
    bits += 1.0 if {"prior", "description"} & sheet.roles.keys() else 0.0
    if bits < _LEAST_BITS:
        return []
    sheet.bits += bits
    items = []
    for row, group in sheet.rows:
        if _is_total(row, sheet.columns):
            continue
        item = _item(sheet, row, group, about, notes)
        if item is not None:
            items.append(item)
    return items


def _name_text(sheet: Sheet, row: Row) -> str:
    cell = row.cells[sheet.roles["name"]]
    if sheet.stacked and cell is not None and cell.lines:
        return cell.lines[0].text
    if sheet.office_below and cell is not None and len(cell.lines) > 1:
        return Passage.of(cell.lines[:-1]).text
    return row.text(sheet.roles["name"])


def _above(sheet: Sheet, notes: Notes) -> list[str]:
    return [*sheet.titles, *(group[-1] for _, group in sheet.rows[:1] if group)]


def _cell_passage(row: Row, column: int, *, drop_group: bool = False) -> Passage | None:
    cell = row.cells[column]
    if cell is None or not cell.lines:
        return None
    lines = list(cell.lines)
    if drop_group and len(lines) > 1 and _GROUP_SIGN.match(lines[-1].text) and not _GROUP_SIGN.match(lines[0].text):
        lines = lines[:-1]
    return Passage.of(lines)


def _item(sheet: Sheet, row: Row, group: tuple[str, ...], about: About, notes: Notes) -> BudgetItem | None:
    roles = sheet.roles
    passage = _cell_passage(row, roles["name"], drop_group=True)
    if passage is None or not passage.text:
        return None
    below: Passage | None = None
    if sheet.stacked and len(passage.lines) > 1:
        passage, below = Passage.of(passage.lines[:1]), Passage.of(passage.lines[1:])
    office: Passage | None = None
    if sheet.office_below and len(passage.lines) > 1:
        passage, office = Passage.of(passage.lines[:-1]), Passage.of(passage.lines[-1:])
    name, mark = _unmarked(passage.text)
    at = passage.text.find(name[:1]) if name else -1
    where: dict[str, Source] = {"name": passage.source(max(at, 0))}
    money: dict[str, Money] = {}
    for key, field_name in (("amount", "amount"), ("prior", "prior_amount"), ("change", "change"), ("expansion", "expansion"), ("before", "amount_before"), ("after", "amount_after")):
        if key not in roles:
            continue
        found = _money(sheet, row, roles[key])
        if found is not None:
            money[field_name], where[field_name] = found
    if "amount" in roles and "prior" not in roles:
        lower = _bracketed(sheet, row, roles["amount"])
        if lower is not None:
            money.setdefault("amount", lower[0][0])
            where.setdefault("amount", lower[0][1])
            if lower[1] is not None:
                money["prior_amount"], where["prior_amount"] = lower[1]
    if not money:
        return None
    texts: dict[str, str] = {}
    for key in ("department", "description", "code"):
        if key in roles and (text := _cell_passage(row, roles[key])) is not None and text.text:
            texts[key] = tidy(text.text)
            where[key] = text.source()
    if office is not None and "department" not in texts:
        texts["department"], where["department"] = tidy(office.text), office.source()
    if below is not None and below.text and "description" not in texts:
        texts["description"], where["description"] = tidy(below.text), below.source()
    if "mark" in roles:
        word = row.text(roles["mark"]).strip("()【】（）[] ")
        if word in MARKS:
            mark = MARKS[word]
            own = _cell_passage(row, roles["mark"])
            if own is not None:
                where["mark"] = own.source()
    elif mark is not None:
        where["mark"] = passage.source()
    funding: list[Funding] = []
    for column in sheet.columns:
        if column.role is ColumnRole.FUNDING and column.funding is not None:
            found = _money(sheet, row, column.index)
            if found is not None:
                where[f"funding.{len(funding)}.amount"] = found[1]
                funding.append(Funding(source=column.funding, label=tidy(column.parts[-1]), amount=found[0]))
    above = [row.text(roles["group"])] if "group" in roles and row.text(roles["group"]) else []
    year = sheet.columns[roles["amount"]].year or (notes.order.year if notes.order and notes.order.year else None) or about.fiscal_year
    prior_year = sheet.columns[roles["prior"]].year if "prior" in roles else None
    if prior_year is None and year is not None:
        prior_year = year.model_copy(update={"year": year.year - 1, "text": ""})
    return BudgetItem(
        page=passage.lines[0].page,
        section=tuple(dict.fromkeys((*sheet.section, *group, *above))),
        sources=where,
        name=name,
        mark=mark,
        fiscal_year=year,
        prior_fiscal_year=prior_year if "prior_amount" in money else None,
        funding=tuple(funding),
        description=texts.get("description"),
        department=_office(texts.get("department")),
        code=texts.get("code"),
        confidence=_confidence(sheet, money, name),
        **money,
    )


def _office(text: str | None) -> str | None:
    """A department without the brackets and the label around it."""
    return _OFFICE_LABEL.sub("", text.strip("()（）[]【】〔〕")) if text else None


def _confidence(sheet: Sheet, money: dict[str, Money], called: str) -> dict[str, float]:
    """How sure the name and the amounts of a row are, by the evidence for their columns."""
    name = probability(min(sheet.bits, whole_bits(called)))
    amount = probability(sheet.margin + (2.0 if sheet.unit_sure else -3.0))
    prior = probability(sheet.prior_margin + (2.0 if sheet.unit_sure else -3.0))
    sure = {"amount": amount, "prior_amount": min(prior, amount)}
    found = {field_name: sure[field_name] for field_name in money if field_name in sure}
    return {"name": round(name, 4)} | {key: round(value, 4) for key, value in found.items()}


def _money(sheet: Sheet, row: Row, column: int) -> tuple[Money, Source] | None:
    cell = row.cells[column]
    figure = row.figure(column)
    if cell is None or figure is None or not row.begins[column] or not figure.is_money:
        return None
    unit = sheet.columns[column].unit if sheet.columns[column].unit is not None else sheet.unit
    return _in_yen(figure, unit), Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)


def _in_yen(figure: Figure, unit: int | None) -> Money:
    """The figure's amount; a printed 0 is 0 in any unit."""
    money = figure.money(unit)
    return money.model_copy(update={"yen": 0}) if figure.value == 0 and money.yen is None else money


def _bracketed(sheet: Sheet, row: Row, column: int) -> tuple[tuple[Money, Source], tuple[Money, Source] | None] | None:
    """An amount and what stands in brackets with it in one cell: last year's."""
    cell = row.cells[column]
    if cell is None or len(cell.lines) < 1 or row.figure(column) is not None:
        return None
    passage = Passage.of(cell.lines, separator=" ")
    match = re.fullmatch(r"\s*(?P<first>[^\[\](){}（）〔〕]+?)\s*[\[(（〔]\s?(?:前年度?[^\d]{0,6})?(?P<second>[^\[\]()（）〔〕]+?)\s*[\])）〕]\s*", passage.text)
    if match is None:
        return None
    unit = sheet.columns[column].unit if sheet.columns[column].unit is not None else sheet.unit
    found: list[tuple[Money, Source]] = []
    for key in ("first", "second"):
        own = [f for f in figures(match[key])]
        text = match[key].strip()
        if len(own) == 1 and own[0].is_money:
            start = match.start(key)
            found.append((own[0].money(unit), passage.source(start + own[0].start, start + own[0].end)))
        elif re.fullmatch(r"[-−―ー‐–—─]+|皆増|皆減", text):
            found.append((Money(yen=None, text=text, unit=unit or 1, none=True), passage.source(match.start(key), match.end(key))))
    if not found:
        return None
    return found[0], found[1] if len(found) > 1 else None
