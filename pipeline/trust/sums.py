"""How likely a figure was misread, after what the document's own arithmetic says of it.

Sums see a digit misread and a cell of the next column. A sum that fails puts each of its figures
in doubt, less the more figures it has and the more is proved elsewhere; the figure that alone is to
blame takes all of it. What else of a value may be wrong (unit, year, owner, role) is in its
evidence.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TypeAlias

from models import Check, Issue, Record, Source
from pipeline.values import BESIDE_PATHS, values_of

Doubts: TypeAlias = dict[str, float]
"""The probability that a figure was misread, for those fields of a record that are in doubt."""

# How likely a figure is misread of which nothing is known, before any sum is tried.
_MISREAD = 0.015
# How likely an identity fails though all its figures are right: it was not meant to hold.
_MISTAKEN = {"error": 0.02, "warning": 0.3}
_BLAMED = 0.98
_NOTHING = 1e-9
# A contradiction in scale, and an owner that has another figure as well. The heading that was lost
# stood above the later ones.
_SCALE_DOUBT = 0.6
_FIRST_OF_OWNER, _LATER_OF_OWNER = 0.15, 0.5
# Years that do not fit those around them, and names out of their order: one of two is wrong.
_BESIDE = {"scale": _SCALE_DOUBT, "dated": 0.5, "order": 0.5}
# The file's name says another year than all of its pages.
_OTHER_YEAR = 0.3
_OWNERS = ("name", "label")


@dataclass(slots=True)
class _Trial:
    """What was found of one figure: the bits of what holds, and the sums that fail."""

    bits: float = 0.0
    fails: list[Check] = field(default_factory=list)


def misread(records: Sequence[Record], issues: Sequence[Issue]) -> list[Doubts]:
    """For each record its figures that are in doubt, by the sums and by OCR."""
    blamed = {_spot(issue) for issue in issues if issue.code == "figure_to_blame"}
    explained = {
        _sum_of(check)
        for record in records
        for path, check in _failing(record)
        if _spot(record.sources.get(path)) in blamed
    }
    found = [_doubts(record, blamed, explained) for record in records]
    if any(issue.code == "file_name_contradicted" for issue in issues):
        for record, doubts in zip(records, found, strict=True):
            for path in _dated(record):
                doubts[path] = max(doubts.get(path, 0.0), _OTHER_YEAR)
    return found


def _dated(record: Record) -> Iterator[str]:
    """The values of a record that is of a year."""
    if getattr(record, "fiscal_year", None) is not None:
        yield from (path for path, _ in values_of(record))


def _doubts(record: Record, blamed: AbstractSet[object], explained: AbstractSet[object]) -> Doubts:
    trials: dict[str, _Trial] = {}
    for path, check, holds in _tried(record):
        trial = trials.setdefault(path, _Trial())
        if not holds:
            trial.fails.append(check)
        elif check.exact and check.severity == "error":
            trial.bits += check.bits or 0.0
    found: Doubts = {}
    for path in dict.fromkeys([*(path for path, _ in values_of(record)), *_OWNERS]):
        source = record.sources.get(path)
        unsure = 0.0 if source is None or source.confidence is None else 1 - source.confidence
        if _spot(source) in blamed:
            found[path] = _BLAMED
        elif path in trials or unsure:
            start = max(_MISREAD, unsure)
            doubt = _tested(start, trials.get(path, _Trial()), explained)
            if doubt > _MISREAD + _NOTHING:
                found[path] = doubt
    return found


def _tested(start: float, trial: _Trial, explained: AbstractSet[object]) -> float:
    """A doubt after proof first, then each sum that fails."""
    doubt, beside = _scaled(start, 2.0**-trial.bits), 0.0
    for check in trial.fails:
        if check.name in _BESIDE:
            beside = max(beside, _BESIDE[check.name])
        elif check.name == "one_owner":
            later = bool(check.terms.get("before"))
            beside = max(beside, _LATER_OF_OWNER if later else _FIRST_OF_OWNER)
        elif _sum_of(check) not in explained:
            doubt = _scaled(doubt, 1 / _innocent(check))
    return 1 - (1 - doubt) * (1 - beside)


def _innocent(check: Check) -> float:
    """How likely an identity fails though this one of its figures is right."""
    others = int(check.terms.get("figures") or 0) or sum(
        t is not None for t in check.terms.values()
    )
    right: float = (1 - _MISREAD) ** max(others - 1, 1)
    return 1 - right * (1 - _MISTAKEN[check.severity])


def _scaled(probability: float, ratio: float) -> float:
    """A probability whose odds are multiplied."""
    odds = probability * ratio
    return odds / (odds + 1 - probability)


def _tried(record: Record) -> Iterator[tuple[str, Check, bool]]:
    """Each field with each check that says something of it."""
    for check in record.checks:
        if check.holds is None or check.severity == "info":
            continue
        for path in check.terms.keys() - BESIDE_PATHS:
            yield path, check, check.holds


def _failing(record: Record) -> Iterator[tuple[str, Check]]:
    for path, check, holds in _tried(record):
        if not holds:
            yield path, check


def _sum_of(check: Check) -> object:
    """What tells one sum from another, at its owner and at its parts."""
    terms: Mapping[str, float | None] = check.terms
    if "sum" not in terms:
        return (check.name, tuple(sorted(terms.items())))
    whole = terms["whole"] if "whole" in terms else next(iter(terms.values()))
    return (check.name.removeprefix("in_"), whole, terms["sum"])


def _spot(place: Source | Issue | None) -> object:
    """Where something is printed; in a text, where a line has no places, what it says as well."""
    if place is None:
        return None
    return (place.page, place.bbox, place.line, place.text if place.bbox is None else None)
