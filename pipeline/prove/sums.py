"""Totals over records: which rows a 計, 小計 or 合計 adds up, found by what the figures say.

Where the rows of a total are not certain, several ways to take them are tried, and the one that
most figures speak for is held against every column. What has to be tried often proves less.
"""

import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models import BudgetTotal, Fact, Money
from pipeline.prove.entries import Entry
from pipeline.prove.groups import TOTAL_NAME, groups
from pipeline.prove.identities import Cell, Identity, Ledger, Severity
from pipeline.prove.misreadings import slip_bits
from pipeline.prove.tables import fact_rows

_FIELDS = ("amount", "prior_amount", "change", "amount_before", "amount_after")
_WINDOWS = 6
_MOST_PARTS = 9
_MOST_FACTS = 40
# Columns in which rows have to add up to the one above them, to be its parts.
_COLUMNS = 2
# Bits from which on the figures say which rows a sum takes: once in 32 by chance.
_ENOUGH = 5.0
# Where a sum fails, what speaks for it must weigh more, for a wrong alarm is worse than none.
_ENOUGH_TO_FAIL = 8.0
# So many columns that fail, and not twice as many that hold: what it counts is not what stands
# above it in every column (普通交付税 as calculated, and as granted).
_NOT_MEANT, _MOSTLY = 3, 2


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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take the rows of a sum: its identities, a column each, and what speaks for it."""

    identities: tuple[Identity, ...]
    evidence: float
    failing: tuple[Identity, ...]

    @staticmethod
    def of(ledger: Ledger, identities: Iterable[Identity]) -> "_Reading":
        """What the figures say of it."""
        tried = tuple(identities)
        failing = tuple(each for each in tried if not ledger.holds(each))
        evidence = sum(ledger.evidence(each) for each in tried)
        return _Reading(tried, evidence, failing)

    def believed(self, ledger: Ledger, tries: int) -> Iterator[Identity]:
        """Its identities where enough speaks for it; nothing otherwise.

        A sum that fails is believed where it holds in other columns, or where one misread figure
        is all that it misses. Of several columns that fail, no one slip is the cause.
        """
        credit = max(self.evidence - math.log2(tries), 0.0)
        if not self.failing and self.identities:
            yield from (replace(each, credit=credit) for each in self.identities)
            return
        if credit < _ENOUGH and credit + self.slip(ledger) < _ENOUGH_TO_FAIL:
            return
        held = len(self.identities) - len(self.failing)
        meant = len(self.failing) < _NOT_MEANT or held >= _MOSTLY * len(self.failing)
        for each in self.identities:
            if meant or each not in self.failing:
                yield replace(each, credit=credit)
            else:
                yield replace(each, severity="info", certain=False)

    def weight(self, ledger: Ledger) -> float:
        """What speaks for it with the misses that a misread figure explains."""
        return self.evidence + self.slip(ledger)

    def slip(self, ledger: Ledger) -> float:
        """How unlikely it is that one slip explains all that fails by chance, in bits."""
        return slip_bits(ledger, self.failing[0]) if len(self.failing) == 1 else 0.0


def _totals(ledger: Ledger, group: Sequence[Entry], fields: Sequence[str]) -> Iterator[Identity]:
    ends = [at for at, entry in enumerate(group) if entry.is_total]
    added: set[Cell] = set()
    for at in ends:
        windows = _windows(group, at, ends)
        alone = [row for row in group[:at] if row.cell(fields[0]) not in added]
        ways = _ways(ledger, windows, fields, alone=alone)
        best, tries = _best(ledger, group[at], ways, fields)
        found = list(best.believed(ledger, tries)) if best else []
        if found:
            added.update(cell for each in found for cell, sign in each.terms if sign < 0)
            yield from found
        elif fields is _FIELDS:
            # A table in which only one way to take the rows is left says what it adds by its form.
            severity: Severity = "warning"
            unexplained = best.identities if best and tries == 1 else ()
            yield from (replace(each, severity=severity) for each in unexplained)
            if not unexplained:
                yield from _unexplained(ledger, group[at], windows, ("amount",), severity=severity)
        else:
            yield from _unexplained(ledger, group[at], windows, fields, severity="info")


def _best(
    ledger: Ledger, total: Entry, ways: Iterable[list[Entry]], fields: Sequence[str]
) -> tuple[_Reading | None, int]:
    """The way to take a total's rows that most speaks for, and how many were tried."""
    readings: list[_Reading] = []
    for rows in ways:
        reading = _Reading.of(ledger, _down(ledger, "total", total, rows, fields))
        if reading.identities:
            readings.append(reading)
            if not reading.failing and reading.evidence >= _ENOUGH_TO_FAIL:
                break
    best = max(readings, key=lambda reading: reading.weight(ledger), default=None)
    return best, len(readings)


def _windows(group: Sequence[Entry], at: int, ends: Sequence[int]) -> list[Sequence[Entry]]:
    """The runs of rows that a total may add up, the nearest first, those after it last."""
    starts = sorted({0, *(end + 1 for end in ends if end < at), *_begun(group[: at + 1])})
    windows: list[Sequence[Entry]] = [group[start:at] for start in reversed(starts)][:_WINDOWS]
    if 0 not in starts[-_WINDOWS:]:
        windows.append(group[:at])
    following = next((end for end in ends if end > at), len(group))
    return [*windows, group[at + 1 : following]]


def _ways(
    ledger: Ledger,
    windows: Iterable[Sequence[Entry]],
    fields: Sequence[str],
    *,
    alone: list[Entry],
) -> Iterator[list[Entry]]:
    """Each way to take rows once, in the order in which they are tried.

    `alone` are rows and totals that no total has added yet.
    """
    seen: set[tuple[int, ...]] = set()
    for window in (*windows, None):
        ways = [alone] if window is None else _ways_of(ledger, window, fields)
        for rows in ways:
            key = tuple(id(row) for row in rows)
            if rows and key not in seen:
                seen.add(key)
                yield rows


def _ways_of(
    ledger: Ledger, window: Sequence[Entry], fields: Sequence[str]
) -> Iterator[list[Entry]]:
    yield from _choices(window)
    yield from _without_parts(ledger, window, fields)


def _down(
    ledger: Ledger, name: str, whole: Entry, rows: Sequence[Entry], fields: Sequence[str]
) -> Iterator[Identity]:
    """The identity of each column in which the whole and any of its rows have a figure."""
    for field in fields:
        cells = [row.cell(field) for row in rows]
        if ledger.term(whole.cell(field)) and any(ledger.term(cell) for cell in cells):
            terms = ((whole.cell(field), 1), *((cell, -1) for cell in cells))
            yield Identity(name, whole.cell(field)[0], terms)


def _begun(group: Sequence[Entry]) -> Iterator[int]:
    """Where rows begin to stand under other headings than the rows before them."""
    for at, (before, entry) in enumerate(pairwise(group), 1):
        if entry.section != before.section and not before.is_total:
            yield at


def _unexplained(
    ledger: Ledger,
    total: Entry,
    windows: Sequence[Sequence[Entry]],
    fields: Sequence[str],
    *,
    severity: Severity,
) -> Iterator[Identity]:
    """A total that no rows add up to: some may be missing, or it counts more than is shown."""
    window = next((window for window in windows if len(window) > 1), ())
    rows = [entry for entry in window if not entry.is_total]
    for identity in _down(ledger, "total", total, rows, fields):
        yield replace(identity, severity=severity, certain=False)


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
    """The rows less those that add up to the row above them."""
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
    """Whether the first of some rows is what the others add up to, in two columns of figures."""
    sums = _down(ledger, "parts", rows[0], rows[1:], fields)
    return sum(ledger.evidence(each) > 0 for each in sums) >= _COLUMNS


def _parts(ledger: Ledger, group: Sequence[Entry], fields: Sequence[str]) -> Iterator[Identity]:
    """Rows and the deeper rows right below them.

    What stands deeper is not always a part: where the rows of a table do not add up so, a sum that
    fails says little.
    """
    readings = [
        _Reading.of(ledger, _down(ledger, "parts", entry, children, fields))
        for entry, children in _families([entry for entry in group if not entry.is_total])
    ]
    held = [reading for reading in readings if reading.evidence >= _ENOUGH]
    usual = 2 * len(held) > len(readings) and sum(r.evidence for r in held) >= _ENOUGH_TO_FAIL
    for reading in readings:
        found = list(reading.believed(ledger, 1))
        if found:
            yield from found
            continue
        severity: Severity = "warning" if usual else "info"
        yield from (replace(each, severity=severity, certain=usual) for each in reading.identities)


def _families(rows: Sequence[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Rows with those one step deeper that stand right below them."""
    for at, entry in enumerate(rows):
        below: list[Entry] = []
        for later in rows[at + 1 :]:
            if later.depth <= entry.depth:
                break
            below.append(later)
        if below:
            least = min(later.depth for later in below)
            yield entry, [later for later in below if later.depth == least]


def _fact_totals(ledger: Ledger) -> Iterator[Identity]:
    """A bare 合計 after amounts, of which the nearest ones may add up to it."""
    run: list[int] = []
    for place, record in enumerate(ledger.records):
        if isinstance(record, Fact) and isinstance(record.value, Money):
            run.append(place)
            continue
        named = isinstance(record, BudgetTotal) and TOTAL_NAME.fullmatch(record.name)
        whole = ledger.term((place, "amount")) if named else None
        if whole is not None and whole.value:
            yield from _nearest(ledger, place, run[-_MOST_FACTS:])
        run = []


def _nearest(ledger: Ledger, place: int, run: Sequence[int]) -> Iterator[Identity]:
    """The total as the sum of the nearest facts, by the number of them that most speaks for."""
    readings = [
        _Reading.of(ledger, [Identity("total", place, _terms(place, run[-size:]))])
        for size in range(2, len(run) + 1)
    ]
    best = max(readings, key=lambda reading: reading.weight(ledger), default=None)
    if best is not None:
        found = list(best.believed(ledger, len(readings)))
        unsure = (replace(each, severity="info", certain=False) for each in best.identities)
        yield from found or unsure


def _terms(place: int, facts: Sequence[int]) -> tuple[tuple[Cell, int], ...]:
    return (((place, "amount"), 1), *(((fact, "value"), -1) for fact in facts))
