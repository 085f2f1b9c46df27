"""Rows that stand in one table, and how deep each stands: what totals and parts are made of."""

import re
from collections.abc import Container, Sequence

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Record
from pipeline.prove.entries import Entry, style_of
from pipeline.prove.identities import Ledger

TOTAL_NAME = re.compile(r"(?:小|合|総)?計|総額")
_LEVELS = {"title": 0, "item": 1, "subitem": 2, "section": 3, "detail": 4}
_GRAND = re.compile(r"歳[入出](?:合|総)?計|合計|総計|.*合計|総額")
_WITHIN = re.compile(r"[(（\s]*(?:うち|内|再掲)")
_INTERLEAVED = 3


def groups(records: Sequence[Record], *, apart: Container[int] = ()) -> list[list[Entry]]:
    """Rows that stand in one table: statement lines, or projects and their totals, in order."""
    found: list[list[int]] = []
    before: int | None = None
    for place, record in enumerate(records):
        if place in apart or not _is_row(record):
            continue
        beside = _beside(found, records, place)
        if beside is not None:
            beside.append(place)
        elif before is None or _begins(records[before], record):
            found.append([place])
        else:
            found[-1].append(place)
        before = place
    return [_entries(records, places) for places in found]


def grand_total(ledger: Ledger, group: Sequence[Entry]) -> int | None:
    """The place of the group's total of all, if it has one."""
    totals = [entry for entry in group if entry.is_total and ledger.term((entry.place, "amount"))]
    if not totals:
        return None
    return max(totals, key=lambda entry: ledger.number((entry.place, "amount")) or 0).place


def _beside(found: list[list[int]], records: Sequence[Record], place: int) -> list[int] | None:
    """The rows that a line of 歳入 or 歳出 goes on with where both stand side by side.

    Then lines of the one come between those of the other.
    """
    record = records[place]
    if len(found) < 2 or not isinstance(record, BudgetStatementLine):
        return None
    last, other = (records[rows[-1]] for rows in (found[-1], found[-2]))
    if not isinstance(last, BudgetStatementLine) or not isinstance(other, BudgetStatementLine):
        return None
    near = place - found[-2][-1] <= _INTERLEAVED and record.page == other.page
    if not near or last.direction == record.direction or _begins(other, record):
        return None
    found[-2], found[-1] = found[-1], found[-2]
    return found[-1]


def _is_row(record: Record) -> bool:
    name = record.sources.get("name")
    if name is not None and "。" in name.text:
        return False  # told in a sentence, which is no row
    if isinstance(record, BudgetTotal):
        return TOTAL_NAME.fullmatch(record.name) is not None
    if isinstance(record, BudgetItem):
        return record.amount is not None
    return isinstance(record, BudgetStatementLine)


def _begins(before: Record, record: Record) -> bool:
    """Whether a row stands in another table than the one before it."""
    if isinstance(record, BudgetStatementLine):
        if not isinstance(before, BudgetStatementLine) or before.direction != record.direction:
            return True
        if _year(before) != _year(record) or record.page > before.page + 1:
            return True
        if before.level == "total" and _GRAND.fullmatch(before.name) and record.level != "total":
            return record.section[:1] != before.section[:1] or not record.section
        return record.code == "1" and record.level in (None, "title") and before.code != "1"
    if isinstance(before, BudgetStatementLine):
        return True
    if isinstance(before, BudgetTotal) and isinstance(record, BudgetItem):
        return _GRAND.fullmatch(before.name) is not None
    return record.page > before.page + 1


def _year(record: BudgetStatementLine) -> int | None:
    return record.fiscal_year.year if record.fiscal_year else None


def _entries(records: Sequence[Record], places: Sequence[int]) -> list[Entry]:
    """Rows with their depth: by 款 項 目 節, or by how their numbers are written."""
    entries: list[Entry] = []
    styles: list[int] = []
    for place in places:
        record = records[place]
        total = isinstance(record, BudgetTotal) or (
            isinstance(record, BudgetStatementLine) and record.level == "total"
        )
        depth = 0
        if isinstance(record, BudgetStatementLine) and record.level in _LEVELS:
            depth = _LEVELS[record.level]
        elif isinstance(record, BudgetItem):
            depth = record.level or 0
        elif not total and isinstance(record, BudgetStatementLine):
            style = style_of(record.code)
            if style is None:
                styles = []
            elif style in styles:
                styles = styles[: styles.index(style) + 1]
            else:
                styles = [*styles, style]
            depth = max(len(styles) - 1, 0)
        name = getattr(record, "name", None) or ""
        if not _WITHIN.match(name):
            entries.append(Entry(place, depth, total, section=record.section))
    return entries
