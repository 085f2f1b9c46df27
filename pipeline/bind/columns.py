"""Columns of words: which names the row, says what it is about, who does it, and which code it has.

Headings are evidence and no gates: a column whose heading is unknown, or that has none, is told by
what stands in it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.page import Cell
from pipeline.assemble.family import About
from pipeline.assemble.tables.roles import funding_of
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.money_columns import settle_money
from pipeline.bind.names import lead_of, name_lines, reach_of, unmarked
from pipeline.bind.sheets import Sheet, is_total
from pipeline.bind.texts import (
    department_share,
    description_bits,
    name_bits,
)
from pipeline.recognise.marks import MARKS

_CODE = re.compile(r"\d{1,3}(?:[.\-－・]\d{1,3}){1,3}|0\d{2,}")
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


def _offices_below(sheet: Sheet) -> bool:
    """Whether name cells end with the department that does it, in a line of its own."""
    cells = [row.cells[sheet.roles["name"]] for row, _ in sheet.rows]
    last = [
        cell.lines[-1].text.strip() for cell in cells if cell is not None and len(cell.lines) > 1
    ]
    return len(last) > 0.7 * len(cells) and department_share(last) > 0.7


def _stacked(cells: Sequence[Cell]) -> float | None:
    """How far lines reach in a column whose cells hold a name, and below it what it is about.

    Null where they hold nothing but one text each.
    """
    right = reach_of(cells)
    counts = [(cell, name_lines(cell, right)[1]) for cell in cells]
    parted = [(cell, count) for cell, count in counts if count < len(cell.lines)]
    if len(parted) < 0.5 * len(cells) or not parted:
        return None
    leads = [unmarked(lead_of(cell, right))[0] for cell, _ in parted]
    rests = ["".join(line.text for line in cell.lines[count:]) for cell, count in parted]
    return right if name_bits(leads) > name_bits(rests) + 1.0 else None


def with_roles(sheet: Sheet, about: About) -> Sheet | None:
    """The sheet with the roles of its columns; null where no column names rows or holds money."""
    figured = sheet.figured
    columns = sheet.columns
    rows = [row for row, _ in sheet.rows if not is_total(row, columns)]
    if not rows:
        return None
    scores: dict[int, float] = {}
    texts_of: dict[int, list[str]] = {}
    stacked: dict[int, float] = {}
    for column in columns:
        index = column.index
        own = [
            row.text(index)
            for row in rows
            if row.begins[index] and row.text(index) and row.figure(index) is None
        ]
        texts_of[index] = own
        if own and _mark_share(own) > 0.6:
            sheet.roles.setdefault("mark", index)
            continue
        if not own or (
            len(own) < 0.5 * len(rows)
            and not any(
                c is not None and c.row_span > 1 for c in (row.cells[index] for row in rows)
            )
        ):
            continue
        cells = [c for row in rows if row.begins[index] and (c := row.cells[index]) and c.lines]
        if (right := _stacked(cells)) is not None:
            stacked[index] = right
            own = [lead_of(cell, right) for cell in cells]
        stripped = [unmarked(text)[0] for text in own]
        score = name_bits(stripped) + _HEADING_BITS.get(column.role, -3.0)
        score += 2.0 * min(len(own) / len(rows), 1.0) - 1.5
        score += 1.0 if index < min(figured) else 0.0
        score += 0.7 if any(unmarked(text)[1] for text in own) else 0.0
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
        if column.role is ColumnRole.CODE or sum(
            bool(_CODE.fullmatch(t)) for t in texts
        ) > 0.7 * len(texts):
            sheet.roles.setdefault("code", index)
            continue
        if column.role is ColumnRole.DEPARTMENT or (
            column.role in (ColumnRole.OTHER, ColumnRole.LABEL) and department_share(texts) > 0.7
        ):
            current = sheet.roles.get("department")
            if current is None or len(texts) > len(texts_of[current]):
                sheet.roles["department"] = index
        elif column.role in (ColumnRole.NOTE,):
            continue
        elif column.role is ColumnRole.DESCRIPTION or (
            (index > name or description_bits(texts) > 1)
            and column.role in (ColumnRole.OTHER, ColumnRole.PLAN, ColumnRole.LABEL)
        ):
            current = sheet.roles.get("description")
            if current is None or description_bits(texts) > description_bits(texts_of[current]):
                sheet.roles["description"] = index
        elif index < name:
            sheet.roles.setdefault("group", index)
    _fund(sheet, figured)
    settle_money(sheet, about)
    if "amount" not in sheet.roles:
        return None
    sheet.office_below = _offices_below(sheet)
    sheet.stacked = None if sheet.office_below else stacked.get(name)
    sheet.bits = min(scores[name] - runner, scores[name]) + (2.0 if sheet.unit_sure else -2.0)
    return sheet


def _mark_share(texts: Sequence[str]) -> float:
    return sum(text.strip("()【】（）[] ") in MARKS for text in texts) / len(texts)


def _fund(sheet: Sheet, figured: Sequence[int]) -> None:
    """Columns that name sources of money side by side are the funding, also without 財源内訳."""
    named = [
        c
        for c in sheet.columns
        if c.index in figured and c.parts and c.role is ColumnRole.OTHER and funding_of(c.parts[-1])
    ]
    if len(named) > 1 or any(c.role is ColumnRole.FUNDING for c in sheet.columns):
        for column in named:
            sheet.columns[column.index] = replace(
                column, role=ColumnRole.FUNDING, funding=funding_of(column.parts[-1])
            )
