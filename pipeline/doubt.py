"""Which values to look at first: those that are likeliest wrong and matter most."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from models import Money, Quantity, Record
from pipeline.values import is_proved, values_of

# How likely a value is right of which the extraction says nothing itself.
_PROVED, _FAILING, _READ = 0.995, 0.5, 0.97


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure of a record, how likely it is right, and what it weighs.

    `risk` orders figures: the probability of an error times the root of the yen. The yen
    themselves would put every total of billions before all else, however sure it is.
    """

    record: Record
    path: str
    sure: float
    yen: int
    proved: bool
    risk: float


def doubts(records: Sequence[Record], before: Sequence[Doubt] = ()) -> list[Doubt]:
    """The figures of records (amounts and quantities), the most doubtful first.

    What is no amount of money weighs what the middle amount of the records does. What was found
    `before` of the same records is not found anew.
    """
    known: dict[int, list[Doubt]] = {}
    for doubt in before:
        known.setdefault(id(doubt.record), []).append(doubt)
    found = [doubt for record in records for doubt in known.get(id(record), ())]
    figures = [
        (record, path, value)
        for record in records
        if id(record) not in known
        for path, value in values_of(record)
        if isinstance(value, Money | Quantity)
    ]
    yen = [abs(value.yen) for _, _, value in figures if isinstance(value, Money) and value.yen]
    usual = int(median(yen)) if yen else 1
    found += [_doubt(record, path, value, usual) for record, path, value in figures]
    return sorted(found, key=lambda doubt: -doubt.risk)


def sure_of(record: Record, path: str) -> float:
    """How likely a value is right in all respects."""
    said = record.confidence.get(path)
    if said is not None:
        return said
    if fails(record, path):
        return _FAILING
    return _PROVED if is_proved(record, path) else _READ


def unproved(found: Iterable[Doubt]) -> list[Doubt]:
    """Those that nothing proves, in the same order."""
    return [doubt for doubt in found if not doubt.proved]


def _doubt(record: Record, path: str, value: Money | Quantity, usual: int) -> Doubt:
    sure = sure_of(record, path)
    yen = abs(value.yen or 0) if isinstance(value, Money) else usual
    return Doubt(record, path, sure, yen, is_proved(record, path), (1 - sure) * sqrt(yen + 1))


def fails(record: Record, path: str) -> bool:
    """Whether a check that should hold does not, and the figure takes part in it."""
    return any(
        check.holds is False and check.severity != "info" and path in check.terms
        for check in record.checks
    )
