"""Which records of two years are the same thing: one to one, then split and merged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.match.entries import Entry
from pipeline.match.evidence import Evidence
from pipeline.match.pairs import pair
from pipeline.match.regroup import Regrouping, regroup
from pipeline.match.settled import Known, Settled, settled_pairs
from pipeline.match.solving import Pair, Pairing

__all__ = [
    "Entry",
    "Evidence",
    "Found",
    "Known",
    "Pair",
    "Pairing",
    "Regrouping",
    "Settled",
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


_NOTHING = Settled()


def match(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    adjacent: bool | None,
    settled: Settled = _NOTHING,
) -> Found:
    """Matches two years' entries.

    `adjacent` says whether the new document's prior year is the old document's year; where it is
    not known, the amounts show it. What is `settled` is not weighed.
    """
    if adjacent is None:
        adjacent = _prior_amounts_agree(old, new)
    told = settled_pairs(old, new, settled)
    olds, news = {each.old.id for each in told}, {each.new.id for each in told}
    pairing = pair(
        [entry for entry in old if entry.id not in olds],
        [entry for entry in new if entry.id not in news],
        adjacent=adjacent,
        apart=settled.two,
    )
    regroupings: list[Regrouping] = []
    if adjacent:
        pairing, regroupings = regroup(pairing)
    order = {entry.id: index for index, entry in enumerate(new)}
    pairs = sorted([*told, *pairing.pairs], key=lambda each: order[each.new.id])
    return Found(replace(pairing, pairs=pairs), regroupings, adjacent)


def _prior_amounts_agree(old: Sequence[Entry], new: Sequence[Entry]) -> bool:
    amounts: dict[tuple[str, str], set[float]] = {}
    for entry in old:
        if entry.amount:
            amounts.setdefault((entry.kind, entry.key), set()).add(entry.amount)
    compared = [entry for entry in new if entry.prior and (entry.kind, entry.key) in amounts]
    agreeing = sum(entry.prior in amounts[entry.kind, entry.key] for entry in compared)
    return agreeing > _LEAST_AGREEING * len(compared)
