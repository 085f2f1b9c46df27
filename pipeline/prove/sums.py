"""Totals over records: which rows a 計, 小計 or 合計 adds up, found by what the figures say."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Fact, Money, Record
from pipeline.prove.entries import Entry, style_of
from pipeline.prove.identities import Identity, Ledger
from pipeline.prove.tables import fact_rows

_FIELDS = ("amount", "prior_amount", "change", "amount_before", "amount_after")
_AMOUNTS = ("amount", "prior_amount", "amount_before", "amount_after")
_LEVELS = {"title": 0, "item": 1, "subitem": 2, "section": 3, "detail": 4}
_TOTAL_NAME = re.compile(r"(?:小|合|総)?計|総額")
_GRAND = re.compile(r"歳[入出](?:合|総)?計|合計|総計|.*合計|総額")
_WITHIN = re.compile(r"[(（\s]*(?:うち|内|再掲)")
_WINDOWS = 6
_MOST_PARTS = 9
_MANY = 4
_INTERLEAVED = 3


def sum_identities(ledger: Ledger, *, apart: Container[int] = ()) -> Iterator[Identity]:
    """The identities of all totals and of rows with the parts below them.

    Records whose place is in `apart` are no rows of a table that could be summed in their order.
    """
    for group in groups(ledger.records, apart=apart):
        yield from _totals(ledger, group, _FIELDS)
        yield from _parts(ledger, group, _FIELDS)
    for rows, columns in fact_rows(ledger.records):
        yield from _totals(ledger, rows, columns)
        yield from _parts(ledger, rows, columns)
    yield from _fact_totals(ledger)


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
    if isinstance(record, BudgetTotal):
        return _TOTAL_NAME.fullmatch(record.name) is not None
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


def _totals(ledger: Ledger, group: Sequence[Entry], fields: Sequence[str]) -> Iterator[Identity]:
    ends = [at for at, entry in enumerate(group) if entry.is_total]
    for at in ends:
        total = group[at]
        starts = sorted({0, *(end + 1 for end in ends if end < at), *_begun(group[: at + 1])})
        windows = [group[start:at] for start in reversed(starts)][:_WINDOWS]
        if 0 not in starts[-_WINDOWS:]:
            windows.append(group[:at])
        following = next((end for end in ends if end > at), len(group))
        windows.append(group[at + 1 : following])
        rows = _added_up(ledger, total, windows, fields)
        if rows is None:
            if fields is _FIELDS:
                yield from _unexplained(ledger, total, windows)
            continue
        for field in fields:
            if ledger.term(total.cell(field)) is None:
                continue
            cells = [row.cell(field) for row in rows]
            if all(ledger.term(cell) is None for cell in cells):
                continue
            terms = ((total.cell(field), 1), *((cell, -1) for cell in cells))
            yield Identity("total", total.cell(field)[0], terms)


def _begun(group: Sequence[Entry]) -> Iterator[int]:
    """Where rows begin to stand under other headings than the rows before them."""
    for at, (before, entry) in enumerate(pairwise(group), 1):
        if entry.section != before.section and not before.is_total:
            yield at


def _unexplained(
    ledger: Ledger, total: Entry, windows: Sequence[Sequence[Entry]]
) -> Iterator[Identity]:
    """A total that no rows add up to: some may be missing, or it counts more than is shown."""
    window = next((window for window in windows if len(window) > 1), None)
    if window is None or ledger.term((total.place, "amount")) is None:
        return
    rows = [entry for entry in window if not entry.is_total]
    cells = [(row.place, "amount") for row in rows if ledger.term((row.place, "amount"))]
    if cells:
        terms = (((total.place, "amount"), 1), *((cell, -1) for cell in cells))
        yield Identity("total", total.place, terms, severity="warning")


def _added_up(
    ledger: Ledger, total: Entry, windows: Iterable[Sequence[Entry]], fields: Sequence[str]
) -> list[Entry] | None:
    """The rows whose amounts, or whose prior amounts, add up to the total's; null for none.

    Changes are small figures that agree by chance, so they are believed last and of many rows.
    """
    chosen = [
        rows
        for window in windows
        for rows in (*_choices(window), *_without_parts(ledger, window, fields))
    ]
    for field in fields:
        for rows in chosen:
            if field == "change" and len(rows) < _MANY:
                continue
            if _holds(ledger, total, rows, field):
                return rows
    return None


def _choices(window: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Ways to take the rows of a window: the outermost, the innermost, all, or the sub-totals."""
    rows = [entry for entry in window if not entry.is_total]
    if rows:
        least = min(entry.depth for entry in rows)
        yield [entry for entry in rows if entry.depth == least]
        leaves = [
            entry
            for entry, after in zip(rows, [*rows[1:], None], strict=True)
            if after is None or after.depth <= entry.depth
        ]
        yield leaves
        yield rows
    totals = [entry for entry in window if entry.is_total]
    if len(totals) > 1:
        yield totals


def _without_parts(
    ledger: Ledger, window: Sequence[Entry], fields: Sequence[str]
) -> Iterator[list[Entry]]:
    """The rows less those that add up, in two fields alike, to the row above them."""
    rows = [entry for entry in window if not entry.is_total]
    kept: list[Entry] = []
    at = 0
    while at < len(rows):
        kept.append(rows[at])
        left = len(rows) - at
        size = next(
            (
                n
                for n in range(2, min(_MOST_PARTS, left))
                if _are_parts(ledger, rows[at : at + 1 + n], fields)
            ),
            0,
        )
        at += 1 + size
    if len(kept) < len(rows):
        yield kept


def _are_parts(ledger: Ledger, rows: Sequence[Entry], fields: Sequence[str]) -> bool:
    """Whether the first of some rows is what the others add up to."""
    return all(_holds(ledger, rows[0], rows[1:], field) for field in fields[:2])


def _holds(ledger: Ledger, total: Entry, rows: Sequence[Entry], field: str) -> bool:
    whole = ledger.term(total.cell(field))
    if whole is None or (whole.value == 0 and field not in _AMOUNTS):
        return False
    terms = ((total.cell(field), 1), *((row.cell(field), -1) for row in rows))
    return ledger.outcome(Identity("total", total.place, terms)) in ("exact", "rounded")


def _parts(ledger: Ledger, group: Sequence[Entry], fields: Sequence[str]) -> Iterator[Identity]:
    """Rows that the deeper rows right below them add up to."""
    rows = [entry for entry in group if not entry.is_total]
    for at, entry in enumerate(rows):
        below: list[Entry] = []
        for later in rows[at + 1 :]:
            if later.depth <= entry.depth:
                break
            below.append(later)
        if not below:
            continue
        least = min(later.depth for later in below)
        children = [later for later in below if later.depth == least]
        if not any(_holds(ledger, entry, children, field) for field in fields[:2]):
            continue
        for field in fields:
            cells = [child.cell(field) for child in children]
            if ledger.term(entry.cell(field)) and any(ledger.term(cell) for cell in cells):
                terms = ((entry.cell(field), 1), *((cell, -1) for cell in cells))
                yield Identity("parts", entry.cell(field)[0], terms)


def _fact_totals(ledger: Ledger) -> Iterator[Identity]:
    """A bare 合計 after amounts that add up to it."""
    run: list[int] = []
    for place, record in enumerate(ledger.records):
        if isinstance(record, Fact) and isinstance(record.value, Money):
            run.append(place)
            continue
        named = isinstance(record, BudgetTotal) and _TOTAL_NAME.fullmatch(record.name)
        whole = ledger.term((place, "amount")) if named else None
        if whole is not None and whole.value:
            for size in range(2, min(len(run), 40) + 1):
                terms = (
                    ((place, "amount"), 1),
                    *(((fact, "value"), -1) for fact in run[-size:]),
                )
                identity = Identity("total", place, terms)
                if ledger.outcome(identity) == "exact":
                    yield identity
                    break
        run = []
