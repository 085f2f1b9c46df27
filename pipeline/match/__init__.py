"""Which records of two years are the same thing: one to one, then split and merged."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.match.entries import Entry
from pipeline.match.evidence import Evidence
from pipeline.match.pairs import Pair, Pairing, pair
from pipeline.match.regroup import Regrouping, regroup

__all__ = [
    "Entry",
    "Evidence",
    "Found",
    "Pair",
    "Pairing",
    "Regrouping",
    "match",
    "pair",
]

# How many printed prior amounts must be last year's for them to be about that year.
_LEAST_AGREEING = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """All that matching found. What regrouping explains is in neither list of the pairing."""

    pairing: Pairing
    regroupings: list[Regrouping]
    adjacent: bool


def match(old: Sequence[Entry], new: Sequence[Entry], *, adjacent: bool | None) -> Found:
    """Matches two years' entries.

    `adjacent` says whether the new document's prior year is the old document's year; where it is
    not known, the amounts show it.
    """
    if adjacent is None:
        adjacent = _prior_amounts_agree(old, new)
    pairing = pair(old, new, adjacent=adjacent)
    if not adjacent:
        return Found(pairing, [], adjacent)
    pairing, regroupings = regroup(pairing)
    return Found(pairing, regroupings, adjacent)


def _prior_amounts_agree(old: Sequence[Entry], new: Sequence[Entry]) -> bool:
    amounts: dict[tuple[str, str], set[float]] = {}
    for entry in old:
        if entry.amount:
            amounts.setdefault((entry.kind, entry.key), set()).add(entry.amount)
    compared = [entry for entry in new if entry.prior and (entry.kind, entry.key) in amounts]
    agreeing = sum(entry.prior in amounts[entry.kind, entry.key] for entry in compared)
    return agreeing > _LEAST_AGREEING * len(compared)
