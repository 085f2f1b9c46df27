"""Identities of budget books: 節 add up to 目, 目 to 項, 項 to 款, and the parts say the same.

Rows are known by their path (`section`), not by their order: on facing pages the 節 of two 目
stand together.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

from models import BudgetItem, BudgetStatementLine, Record
from pipeline.prove.identities import Cell, Identity, Ledger, Severity

_FIELDS = ("amount", "prior_amount", "change")
_BELOW = {"title": "item", "item": "subitem", "subitem": "section", "section": "detail"}
_INNER = ("section", "detail")
_MOST = Fraction(4, 5)

Path: TypeAlias = tuple[str | None, str | None, tuple[str, ...]]
"""Account, direction and names, outermost first."""


class Book:
    """The rows of a document's books by their path; empty where it has no 目."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.lines: dict[int, BudgetStatementLine] = {}
        self.below: dict[tuple[str, Path], list[int]] = defaultdict(list)
        self.items: dict[tuple[str | None, tuple[str, ...]], list[int]] = defaultdict(list)
        lines = {
            place: record
            for place, record in enumerate(records)
            if isinstance(record, BudgetStatementLine) and record.level is not None
        }
        if not {"subitem", "section"} <= {line.level for line in lines.values()}:
            return
        told: set[tuple[object, ...]] = set()
        for place, line in lines.items():
            self.lines[place] = line
            path = (line.account, line.direction, line.section)
            again = (line.level, path, line.code, line.name, line.amount and line.amount.yen)
            if line.level in ("title", "item") and again in told:
                # What 第1表 says and the detailed table says again is added once.
                continue
            told.add(again)
            self.below[line.level or "", path].append(place)
        for place, record in enumerate(records):
            if isinstance(record, BudgetItem) and record.level is not None:
                self.items[record.account, record.section].append(place)

    @property
    def places(self) -> frozenset[int]:
        """The 目, 節 and projects, which add up along their paths and not in their order."""
        inner = (p for p, line in self.lines.items() if line.level in ("subitem", *_INNER))
        return frozenset([*inner, *(place for found in self.items.values() for place in found)])


def book_identities(ledger: Ledger, book: Book) -> Iterator[Identity]:
    """All identities between the rows of a budget book."""
    for place, line in book.lines.items():
        path = (line.account, line.direction, (*line.section, line.name))
        if line.level == "total":
            yield from _total(ledger, book, place, line)
        elif line.level in _BELOW:
            yield from _parts(ledger, place, book.below.get((_BELOW[line.level], path), ()))
    yield from _summaries(ledger, book)
    yield from _explained(ledger, book)


def _sum(ledger: Ledger, name: str, whole: Cell, parts: Sequence[Cell]) -> Iterator[Identity]:
    if ledger.term(whole) is not None and any(ledger.term(part) for part in parts):
        yield Identity(name, whole[0], ((whole, 1), *((part, -1) for part in parts)))


def _parts(ledger: Ledger, place: int, below: Sequence[int]) -> Iterator[Identity]:
    """A row and those right below it. A supplementary budget shows only those that change."""
    fields = _FIELDS if not _is_supplementary(ledger, place) else ("amount",)
    sums = [
        each
        for field in fields
        for each in _sum(ledger, "parts", (place, field), [(part, field) for part in below])
    ]
    gone = _given_up(ledger, sums)
    for each in sums:
        yield replace(each, severity="info", certain=False) if gone and each in gone else each


def _given_up(ledger: Ledger, sums: Sequence[Identity]) -> list[Identity]:
    """The sums that miss no more than a row of last year that this year has given up.

    This year's amounts hold, and what last year's lack the differences have too much. One figure
    that was misread misses in one of the two alone.
    """
    if len(sums) != len(_FIELDS):
        return []
    amount, prior, change = sums
    missing = ledger.residual(prior)
    if not ledger.holds(amount) or missing <= 0 or missing + ledger.residual(change) != 0:
        return []
    return [prior, change]


def _total(ledger: Ledger, book: Book, place: int, line: BudgetStatementLine) -> Iterator[Identity]:
    """A 計 and the innermost rows that stand under the same headings."""
    path = (line.account, line.direction, line.section)
    rows = next(
        (rows for level in ("subitem", "item", "title") if (rows := book.below.get((level, path)))),
        [],
    )
    fields = _FIELDS if not _is_supplementary(ledger, place) else ("amount",)
    for field in fields:
        yield from _sum(ledger, "total", (place, field), [(row, field) for row in rows])
    if fields != _FIELDS:
        return
    for number, part in enumerate(line.funding):
        cells = [
            (row, f"funding.{at}.amount")
            for row in rows
            for at, other in enumerate(book.lines[row].funding)
            if (other.source, other.label) == (part.source, part.label)
        ]
        yield from _sum(ledger, "total", (place, f"funding.{number}.amount"), cells)


def _is_supplementary(ledger: Ledger, place: int) -> bool:
    """Whether the amount is what is added to a budget that is printed beside it."""
    record = ledger.records[place]
    return isinstance(record, BudgetStatementLine) and (
        record.amount_before is not None or record.amount_after is not None
    )


def _summaries(ledger: Ledger, book: Book) -> Iterator[Identity]:
    """The same 款 or 項 in 第1表, in 総括 and over the detailed tables has one amount."""
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for place, line in book.lines.items():
        if line.level in ("title", "item") and line.code is not None and line.amount is not None:
            same[line.account, line.direction, line.level, line.code, line.name].append(place)
    for places in same.values():
        for place in places[1:]:
            for field in _FIELDS[:2]:
                first: Cell = (places[0], field)
                yield from _sum(ledger, "restated", first, [(place, field)])


def _explained(ledger: Ledger, book: Book) -> Iterator[Identity]:
    """Projects of an explanation and the 目 or 節 they explain, where the book's form adds up.

    Some books explain only a part of the money: then most of the sums do not hold.
    """
    for level in ("subitem", "section"):
        sums: list[Identity] = []
        for place, line in book.lines.items():
            found = book.items.get((line.account, (*line.section, line.name)), ())
            tops = [(item, "amount") for item in found if _level(ledger, item) == 1]
            if line.level == level and tops:
                sums.extend(_sum(ledger, "explained", (place, "amount"), tops))
        yield from _if_most_hold(ledger, sums, otherwise="warning")
    for depth in (1, 2):
        inner = list(_inner(ledger, book.items, depth))
        yield from _if_most_hold(ledger, inner, otherwise="info")


def _inner(
    ledger: Ledger, items: Mapping[tuple[str | None, tuple[str, ...]], Sequence[int]], depth: int
) -> Iterator[Identity]:
    """A project and the projects of the next level that follow it."""
    for places in items.values():
        for at, place in enumerate(places):
            if _level(ledger, place) != depth:
                continue
            below: list[Cell] = []
            for later in places[at + 1 :]:
                if _level(ledger, later) <= depth:
                    break
                if _level(ledger, later) == depth + 1:
                    below.append((later, "amount"))
            yield from _sum(ledger, "parts", (place, "amount"), below)


def _level(ledger: Ledger, place: int) -> int:
    record = ledger.records[place]
    return (record.level or 0) if isinstance(record, BudgetItem) else 0


def _if_most_hold(
    ledger: Ledger, identities: Sequence[Identity], *, otherwise: Severity
) -> Iterator[Identity]:
    """The identities; `otherwise` grades those that fail where the book's form obeys most of them.

    Where it does not, a sum that fails says little, and is told for information.
    """
    held = sum(ledger.holds(each) for each in identities)
    usual = held >= _MOST * len(identities)
    severity = otherwise if usual else "info"
    for each in identities:
        certain = usual and otherwise == "warning"
        yield each if ledger.holds(each) else replace(each, severity=severity, certain=certain)
