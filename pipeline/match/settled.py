"""What is known of two years' entries before anything is weighed: who is one, and who is not."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.match.entries import Entry
from pipeline.match.evidence import Evidence, background, weigh
from pipeline.match.solving import Pair

Ids: TypeAlias = tuple[str, str]
"""An old and a new id."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who says that an old and a new entry are one thing, by what means, and how sure that is."""

    method: str
    reason: str
    probability: float


@dataclass(frozen=True, slots=True)
class Settled:
    """Pairs that are one thing, and pairs that are not, whatever else speaks for it."""

    one: Mapping[Ids, Known] = field(default_factory=dict)
    two: Set[Ids] = frozenset()


def settled_pairs(old: Sequence[Entry], new: Sequence[Entry], settled: Settled) -> list[Pair]:
    """The pairs of these entries that are known to be one, each entry once, first come first."""
    olds, news = ({entry.id: entry for entry in side} for side in (old, new))
    known = background(old, new, adjacent=False)
    found = []
    for (old_id, new_id), by in settled.one.items():
        if old_id not in olds or new_id not in news or (old_id, new_id) in settled.two:
            continue
        before, after = olds.pop(old_id), news.pop(new_id)
        evidence = weigh(before, after, known)
        found.append(Pair(before, after, _said_by(by, evidence)))
    return found


def _said_by(by: Known, evidence: Evidence) -> Evidence:
    return replace(
        evidence,
        reasons=(by.reason, *evidence.reasons),
        probability=by.probability,
        given=by.method,
    )
