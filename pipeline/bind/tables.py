"""Projects of tables: a row each, with its amounts, its office and the evidence for its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from models import BudgetItem, BudgetTotal, Funding, Money, Source
from models.page import Passage, Placed, Table
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.context import labelled_year
from pipeline.assemble.tables.figures import Figure, figures
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.vocabulary import BIDS, COMMITMENTS, ColumnRole
from pipeline.bind.columns import with_roles
from pipeline.bind.kinds import project_bits
from pipeline.bind.money_columns import below_zero, year_of_amount
from pipeline.bind.names import lead_of, name_lines, unmarked
from pipeline.bind.notes import Notes
from pipeline.bind.plan_years import with_years, years_to_come
from pipeline.bind.sheets import GROUP_SIGN, Sheet, is_total, sheet_of
from pipeline.bind.texts import (
    bare_office,
    probability,
    whole_bits,
)
from pipeline.recognise.marks import MARKS

_LEAST_BITS = 2.0
# The columns' roles and the fields of a record that hold their amounts.
_AMOUNTS = (
    ("amount", "amount"),
    ("prior", "prior_amount"),
    ("change", "change"),
    ("before", "amount_before"),
    ("after", "amount_after"),
)


@dataclass(frozen=True, slots=True)
class BoundTable:
    """The projects of a table and their totals, where it stands, and how sure it is, in bits."""

    place: int
    items: tuple[BudgetItem | BudgetTotal, ...]
    bits: float


def bind_tables(blocks: Sequence[Placed], about: About, notes: Notes) -> list[BoundTable]:
    """The projects of all tables in which rows are projects."""
    found: list[BoundTable] = []
    before: Sheet | None = None
    for place, placed in enumerate(blocks):
        if not isinstance(placed.block, Table):
            continue
        bare = sheet_of(place, placed, placed.block, about, notes, before)
        sheet = with_roles(bare, about) if bare is not None else None
        if sheet is None:
            continue
        if sheet.headings:
            before = sheet
        items = _items(sheet, about, notes)
        if items:
            found.append(BoundTable(place, tuple(items), sheet.bits))
    return found


def _items(sheet: Sheet, about: About, notes: Notes) -> list[BudgetItem | BudgetTotal]:
    rows = [row for row, _ in sheet.rows if not is_total(row, sheet.columns)]
    names = [unmarked(text)[0] for row in rows if (text := _name_text(sheet, row))]
    if not names or not sheet.unit_sure or any(c.role is ColumnRole.LIMIT for c in sheet.columns):
        return []
    # A source of money, 地方債 or 基金, is no table of debt.
    headings = "".join(c.heading for c in sheet.columns if c.role is not ColumnRole.FUNDING)
    around = [text for text in (*sheet.section, about.title or "", *_above(sheet, notes)) if text]
    if COMMITMENTS.search("".join([*sheet.section, headings])) or BIDS.search(headings):
        return []
    bits = project_bits(names, heading=sheet.columns[sheet.roles["name"]].heading, around=around)
    bits += 1.5 if {"mark", "department"} & sheet.roles.keys() else 0.0
    bits += 1.0 if {"prior", "description"} & sheet.roles.keys() else 0.0
    if bits < _LEAST_BITS:
        return []
    sheet.bits += bits
    items: list[BudgetItem] = []
    totals: list[BudgetTotal] = []
    own = about.fiscal_year.year if about.fiscal_year else None
    planned = years_to_come(sheet, own, around)
    for row, group in sheet.rows:
        if is_total(row, sheet.columns):
            totals.extend(_total(sheet, row, group))
            continue
        item = _item(sheet, row, group, about, notes)
        if item is not None and planned:
            items += with_years(item, planned, partial(_money_of, sheet, row))
        elif item is not None:
            items.append(item)
    amounts = (money for item in items for money in (item.amount, item.prior_amount))
    if not any(money is not None and money.yen is not None for money in amounts):
        return []
    return [*items, *totals]


def _total(sheet: Sheet, row: Row, group: tuple[str, ...]) -> list[BudgetTotal]:
    """The total that a row prints; nothing where its amount is not read."""
    label = next(
        (
            passage
            for column in sheet.columns
            if row.begins[column.index]
            and row.figure(column.index) is None
            and (passage := _cell_passage(row, column.index)) is not None
            and passage.text
        ),
        None,
    )
    if label is None:
        return []
    where: dict[str, Source] = {"name": label.source()}
    money: dict[str, Money] = {}
    for key, field_name in _AMOUNTS:
        if key in sheet.roles and (found := _money(sheet, row, sheet.roles[key])) is not None:
            money[field_name], where[field_name] = found
    lower = _bracketed(sheet, row, sheet.roles["amount"])
    if lower is not None and "prior_amount" not in money:
        money["amount"], where["amount"] = lower[0]
        if lower[1] is not None:
            money["prior_amount"], where["prior_amount"] = lower[1]
    if "amount" not in money:
        return []
    year = sheet.columns[sheet.roles["amount"]].year
    return [
        BudgetTotal(
            page=label.lines[0].page,
            section=tuple(dict.fromkeys((*sheet.section, *group))),
            sources=where,
            name=_whole(label.text),
            fiscal_years=(year,) if year else (),
            confidence={"amount": _confidence(sheet, money, label.text).get("amount", 0.0)},
            amount=money["amount"],
            prior_amount=money.get("prior_amount"),
            change=money.get("change"),
            amount_before=money.get("amount_before"),
            amount_after=money.get("amount_after"),
        )
    ]


def _whole(label: str) -> str:
    """A total's label: 総務部 小計 keeps its parts, and 合　計 is one word that is spread."""
    parts = label.split()
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)


def _name_text(sheet: Sheet, row: Row) -> str:
    cell = row.cells[sheet.roles["name"]]
    if sheet.stacked is not None and cell is not None and cell.lines:
        return lead_of(cell, sheet.stacked)
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
    if (
        drop_group
        and len(lines) > 1
        and GROUP_SIGN.match(lines[-1].text)
        and not GROUP_SIGN.match(lines[0].text)
    ):
        lines = lines[:-1]
    return Passage.of(lines)


def _item(
    sheet: Sheet, row: Row, group: tuple[str, ...], about: About, notes: Notes
) -> BudgetItem | None:
    roles = sheet.roles
    passage = _cell_passage(row, roles["name"], drop_group=True)
    if passage is None or not passage.text:
        return None
    below: Passage | None = None
    cell = row.cells[roles["name"]]
    start, stop = name_lines(cell, sheet.stacked) if cell else (0, len(passage.lines))
    if start or stop < len(passage.lines):
        lines = passage.lines
        passage = Passage.of(lines[start:stop])
        below = Passage.of(lines[stop:]) if stop < len(lines) else None
    office: Passage | None = None
    if sheet.office_below and len(passage.lines) > 1:
        passage, office = Passage.of(passage.lines[:-1]), Passage.of(passage.lines[-1:])
    name, mark = unmarked(passage.text, notes.legend)
    at = passage.text.find(name[:1]) if name else -1
    where: dict[str, Source] = {"name": passage.source(max(at, 0))}
    money: dict[str, Money] = {}
    for key, field_name in (*_AMOUNTS, ("expansion", "expansion")):
        if key not in roles:
            continue
        found = _money(sheet, row, roles[key])
        if found is not None:
            money[field_name], where[field_name] = found
    if (change := money.get("change")) is not None and re.fullmatch(
        r"[(（].*[)）]", row.text(roles["change"])
    ):
        money["change"] = below_zero(change, money.get("amount"), money.get("prior_amount"))
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
    if office is not None:
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
                funding.append(
                    Funding(source=column.funding, label=tidy(column.parts[-1]), amount=found[0])
                )
    above = [row.text(roles["group"])] if "group" in roles and row.text(roles["group"]) else []
    year = (
        sheet.columns[roles["amount"]].year
        or (notes.order.year if notes.order and notes.order.year else None)
        or labelled_year(name, about.fiscal_year.year if about.fiscal_year else None)
        or notes.year_at(passage.lines[0].page, passage.source().bbox)
    )
    prior_year = sheet.columns[roles["prior"]].year if "prior" in roles else None
    if prior_year is None and year is not None:
        prior_year = year.model_copy(update={"year": year.year - 1, "text": ""})
    return BudgetItem(
        page=passage.lines[0].page,
        section=tuple(dict.fromkeys((*sheet.section, *group, *above))),
        sources=where,
        name=name,
        mark=mark,
        fiscal_year=year_of_amount(sheet.columns[roles["amount"]], year),
        prior_fiscal_year=prior_year if "prior_amount" in money else None,
        funding=tuple(funding),
        description=texts.get("description"),
        department=bare_office(texts["department"]) if texts.get("department") else None,
        code=texts.get("code"),
        confidence=_confidence(sheet, money, name),
        amount=money.get("amount"),
        prior_amount=money.get("prior_amount"),
        change=money.get("change"),
        expansion=money.get("expansion"),
        amount_before=money.get("amount_before"),
        amount_after=money.get("amount_after"),
    )


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
    return _in_yen(figure, unit), Passage.of(cell.lines, separator=" ").source(
        figure.start, figure.end
    )


def _money_of(sheet: Sheet, row: Row, column: Column) -> tuple[Money, Source] | None:
    return _money(sheet, row, column.index)


def _in_yen(figure: Figure, unit: int | None) -> Money:
    """The figure's amount; a printed 0 is 0 in any unit."""
    money = figure.money(unit)
    return money.model_copy(update={"yen": 0}) if figure.value == 0 and money.yen is None else money


def _bracketed(
    sheet: Sheet, row: Row, column: int
) -> tuple[tuple[Money, Source], tuple[Money, Source] | None] | None:
    """An amount and what stands in brackets with it in one cell: last year's."""
    cell = row.cells[column]
    if cell is None or len(cell.lines) < 1 or row.figure(column) is not None:
        return None
    passage = Passage.of(cell.lines, separator=" ")
    match = re.fullmatch(
        r"\s*+(?P<first>[^\[\](){}（）〔〕]*[^\[\](){}（）〔〕\s])\s*+[\[(（〔]\s?(?:前年度?[^\d]{0,6})?"
        r"(?P<second>[^\[\]()（）〔〕]*[^\[\]()（）〔〕\s])\s*+[\])）〕]\s*+",
        passage.text,
    )
    if match is None:
        return None
    unit = sheet.columns[column].unit if sheet.columns[column].unit is not None else sheet.unit
    found: list[tuple[Money, Source]] = []
    for key in ("first", "second"):
        own = list(figures(match[key]))
        text = match[key].strip()
        if len(own) == 1 and own[0].is_money:
            start = match.start(key)
            found.append(
                (own[0].money(unit), passage.source(start + own[0].start, start + own[0].end))
            )
        elif re.fullmatch(r"[-−―ー‐–—─]+|皆増|皆減", text):
            found.append(
                (
                    Money(yen=None, text=text, unit=unit or 1, none=True),
                    passage.source(match.start(key), match.end(key)),
                )
            )
    if not found:
        return None
    return found[0], found[1] if len(found) > 1 else None
