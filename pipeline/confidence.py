"""How sure each value is, after what the document's own arithmetic and the issues say of it.

A value may be wrong in its figure (a digit misread, a cell of the next column) or beside it (unit,
year, owner, role). Sums see the first and not the second: a proof takes the doubt in the figure
away and leaves the other; a sum that fails puts each of its figures in doubt, less the more figures
it has and the more is proved elsewhere; the figure that alone is to blame takes all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from models import Check, Issue, Record, Source
from pipeline.values import PROOF, values_of

# How likely a value is right of which nothing is known but that it was read, and how its doubt is
# shared between its figure and what stands beside it.
_READ = 0.97
_OF_FIGURE = 0.5
# How likely an identity fails though all its figures are right: it was not meant to hold.
_MISTAKEN = {"error": 0.02, "warning": 0.3}
_BLAMED = 0.98
# What is no misread figure, and concerns what stands beside it: a contradiction in scale, and an
# owner that has another figure as well. The heading that was lost stood above the later ones.
_SCALE_DOUBT = 0.6
_FIRST_OF_OWNER, _LATER_OF_OWNER = 0.15, 0.5
_ROLES = frozenset({"change", "amended", "funding", "balance", "years"})
_NOT_PATHS = frozenset({"sum", "figures", "whole", "before"})
_PLACES = 4


@dataclass(slots=True)
class _Doubt:
    """The probabilities that a value's figure, and that anything else about it, is wrong."""

    figure: float
    other: float
    bits: float = 0.0
    fails: list[Check] = field(default_factory=list)
    told: bool = False

    def sure(self) -> float:
        """The probability that the value is right in every respect."""
        return (1 - self.figure) * (1 - self.other)


def weigh(records: Sequence[Record], issues: Sequence[Issue]) -> list[Record]:
    """The same records, each value's confidence moved by the checks and issues that concern it.

    What a record is already sure of is where a value starts from. A value of which no check and no
    issue says anything keeps its confidence, or has none.
    """
    blamed = {_spot(issue) for issue in issues if issue.code == "figure_to_blame"}
    explained = {
        _sum_of(check)
        for record in records
        for path, check in _failing(record)
        if _spot(record.sources.get(path)) in blamed
    }
    return [_weighed(record, blamed, explained) for record in records]


def _weighed(record: Record, blamed: AbstractSet[object], explained: AbstractSet[object]) -> Record:
    doubts = {path: _begin(record, path) for path, _ in values_of(record)}
    for path, check, holds in _tried(record):
        doubt = doubts.get(path)
        if doubt is None:
            continue
        doubt.told = True
        if not holds:
            doubt.fails.append(check)
        elif check.exact and check.severity == "error":
            doubt.bits += check.bits or 0.0
            if check.name in _ROLES and (check.bits or 0.0) >= PROOF:
                doubt.other /= 2
    for path, doubt in doubts.items():
        _settle(doubt, to_blame=_spot(record.sources.get(path)) in blamed, explained=explained)
    sure = {
        path: round(doubt.sure(), _PLACES)
        for path, doubt in doubts.items()
        if doubt.told or path in record.confidence
    }
    return record.model_copy(update={"confidence": record.confidence | sure}) if sure else record


def _begin(record: Record, path: str) -> _Doubt:
    """What a value is worth before it is tried: as its record says, or as OCR says of its print."""
    sure = record.confidence.get(path, _READ)
    doubt = _Doubt(1 - sure**_OF_FIGURE, 1 - sure ** (1 - _OF_FIGURE))
    source = record.sources.get(path)
    if source is not None and source.confidence is not None:
        doubt.figure = max(doubt.figure, 1 - source.confidence)
        doubt.told = True
    return doubt


def _settle(doubt: _Doubt, *, to_blame: bool, explained: AbstractSet[object]) -> None:
    """Weighs what was found: proof first, then each sum that fails."""
    if to_blame:
        doubt.figure, doubt.told = _BLAMED, True
        return
    doubt.figure = _scaled(doubt.figure, 2.0**-doubt.bits)
    for check in doubt.fails:
        if check.name == "scale":
            doubt.other = max(doubt.other, _SCALE_DOUBT)
        elif check.name == "one_owner":
            later = bool(check.terms.get("before"))
            doubt.other = max(doubt.other, _LATER_OF_OWNER if later else _FIRST_OF_OWNER)
        elif _sum_of(check) not in explained:
            doubt.figure = _scaled(doubt.figure, 1 / _innocent(check))


def _innocent(check: Check) -> float:
    """How likely an identity fails though this one of its figures is right."""
    others = int(check.terms.get("figures") or 0) or sum(
        t is not None for t in check.terms.values()
    )
    right: float = (_READ**_OF_FIGURE) ** max(others - 1, 1)
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
        for path in check.terms.keys() - _NOT_PATHS:
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
