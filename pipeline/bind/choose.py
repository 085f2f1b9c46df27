"""The choice between two readings of the same figures: the one that explains more of them."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from models import BudgetItem, BudgetStatementLine, Indicator, Record
from pipeline.bind.agreed import agreed
from pipeline.bind.once import once, with_own_marks
from pipeline.bind.places import Place, name_place, values_of
from pipeline.bind.proven import proven_lines
from pipeline.bind.worth import ANNEXED, says_more, worth_of

_TYPED = (
    "budget_item",
    "budget_statement_line",
    "regional_project",
    "facility_progress",
    "funding_channel",
    "theme",
    "target",
    "indicator",
    "commitment",
    "balance",
    "series",
)
# Bits by which a reading is surer than another that may not take its place.
_FAR = 12.0
# Bits from which headings and titles say that amounts are no project's budget of a year.
_PLAINLY = 8.0
_LINES = 4.0
_WORD = re.compile(r"[^\W\d_]{2}")
_REPEATS = 0.3
_BOOK = 100
# The share of a reading's records that a surer one has as well, where it adds nothing.
_AGAIN = 0.95
_SAME_NAMES = 0.6
_LOOSE = ("fact", "budget_total", "slide_point")
# What reads one known kind of document gives all of it or next to nothing: to be outdone, it must
# have missed a good part.
_OUTDONE = 1.2


@dataclass(frozen=True, slots=True)
class Proposal:
    """Records that were read together, and how sure that reading is, in bits."""

    records: tuple[Record, ...]
    bits: float


def choose(records: Sequence[Record], proposals: Sequence[Proposal]) -> list[Record]:
    """The records with those of each proposal in place of what they outdo.

    A proposal wins where it gives more figures a name and a role than the records that hold the
    same figures now.
    """
    standing = _Standing(list(records))
    won: dict[int, float] = {}
    for proposal in sorted(proposals, key=lambda each: -each.bits):
        figures = {place for record in proposal.records for place in values_of(record)}
        same = [r for r in standing.holding(figures) if r.type in _TYPED]
        known = {place for record in same for place in values_of(record)}
        again = sum(not known.isdisjoint(values_of(record)) for record in proposal.records)
        if again > _AGAIN * len(proposal.records) and all(
            won.get(id(r), -99.0) > proposal.bits + _FAR for r in same
        ):
            # What headings and sums settled is not given up for what merely repeats.
            continue
        if (chosen := _with(standing, proposal)) is not standing.records:
            before = {id(record) for record in standing.records}
            standing = _Standing(chosen)
            won |= {id(r): proposal.bits for r in chosen if id(r) not in before}
    return with_own_marks(once(standing.records))


class _Standing:
    """The records so far, found by the places of their figures: a book has thousands."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self._at: dict[Place, list[int]] = defaultdict(list)
        self._named: dict[Place, int] = {}
        self._lines: Counter[tuple[str | None, int | None]] = Counter()
        self.proven = proven_lines(records)
        for number, record in enumerate(records):
            for place in values_of(record):
                self._at[place].append(number)
            if record.type in _TYPED and (name := name_place(record)):
                self._named[name] = number
            self._lines.update(_line(record))

    def holding(self, figures: set[Place]) -> list[Record]:
        """The records that hold any of these figures."""
        found = {number for place in figures for number in self._at.get(place, ())}
        return [self.records[number] for number in sorted(found)]

    def named(self, records: Sequence[Record]) -> list[Record]:
        """The typed records whose names stand where those of most of these records stand."""
        places = [place for record in records if (place := name_place(record))]
        found = {self._named[place] for place in places if place in self._named}
        if len(found) < _SAME_NAMES * len(records):
            return []
        return [self.records[number] for number in sorted(found)]

    def lines_besides(self, same: Sequence[Record]) -> set[tuple[str | None, int | None]]:
        """Name and yen of the statement's lines that are not among these records."""
        here = Counter(line for record in same for line in _line(record))
        return self._lines.keys() - {line for line in here if here[line] == self._lines[line]}


def _line(record: Record) -> list[tuple[str | None, int | None]]:
    """Name and yen of a line of a statement; nothing for other records."""
    if isinstance(record, BudgetStatementLine) and record.amount:
        return [(record.name, record.amount.yen)]
    return []


def _with(standing: _Standing, proposal: Proposal) -> list[Record]:
    records = standing.records
    figures = {place for record in proposal.records for place in values_of(record)}
    if not figures:
        return records
    same = standing.holding(figures)
    already = {id(record) for record in same}
    # Who reads other figures for amounts of the same names has to be the better reading as well.
    same += [record for record in standing.named(proposal.records) if id(record) not in already]
    known = standing.lines_besides(same)
    typed = [record for record in same if record.type in _TYPED]
    annexed = all(record.type in ANNEXED for record in proposal.records)
    if len(known) >= _BOOK and (typed or not annexed):
        # A book proves its own lines over hundreds of pages, and what explains them.
        return records
    if any(id(record) in standing.proven for record in typed):
        # A book that proves its 目 by their 節 has read all that stands beside them as well.
        return records
    repeats = sum(
        (item.name, item.amount.yen if item.amount else None) in known
        for item in proposal.records
        if isinstance(item, BudgetItem)
    )
    if repeats > _REPEATS * len(proposal.records):
        # The document says elsewhere that these are lines of its statement.
        return records
    told = sum(record.type in ANNEXED and _is_named(record) for record in typed)
    if not annexed and 2 * told > len(typed):
        # Commitments and balances are no projects, however many figures a list finds among them.
        return records
    stated = {p for r in same if r.type == "budget_total" for p in values_of(r)}
    added = [
        r for r in proposal.records if r.type != "budget_total" or stated.isdisjoint(values_of(r))
    ]
    if (merged := agreed(typed, added)) is not None:
        gone = {id(record) for record in typed}
        held = {place for record in merged for place in values_of(record)}
        kept = [
            record
            for record in records
            if id(record) not in gone
            and not (record.type in _LOOSE and (own := values_of(record)) and own <= held)
        ]
        return [*kept, *merged]
    lines = all(record.type == "budget_statement_line" for record in proposal.records)
    types = {record.type for record in typed}
    retyped = (
        (annexed and types <= {"budget_item"} and proposal.bits >= _PLAINLY)
        or (lines and types <= {"budget_item", "indicator"} and proposal.bits >= _LINES)
        or (proposal.bits >= _PLAINLY and _is_without_levels(typed))
    )
    if (lines or not typed) and 2 * len(stated & figures) > len(figures):
        # 一般会計, 特別会計 and their sum are totals that the page states.
        return records
    if not typed and same and proposal.bits < 0:
        # Likelier wrong than right: facts claim less of the same figures, and nothing false.
        return records
    values = {place for record in typed for place in values_of(record)}
    if any(isinstance(r, Indicator) and name_place(r) in values for r in proposal.records):
        # 全国水準 as a target is no indicator's name.
        return records
    better = retyped or says_more(proposal.records, typed)
    if not better and worth_of(proposal.records) <= _OUTDONE * worth_of(typed):
        return records
    gone = {id(record) for record in same if record.type in (*_TYPED, *_LOOSE)}
    return [*(record for record in records if id(record) not in gone), *proposal.records]


def _is_without_levels(typed: Sequence[Record]) -> bool:
    """Whether records are lines of a statement that none of them has a level in: as 款 or as 節."""
    lines = [record for record in typed if isinstance(record, BudgetStatementLine)]
    return bool(lines) and len(lines) == len(typed) and not any(line.level for line in lines)


def _is_named(record: Record) -> bool:
    """Whether a record's name is made of words: a number alone is none."""
    return _WORD.search(getattr(record, "name", None) or "") is not None
