"""Candidate pairs by what they share, and the assignment of greatest weight among them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.match.entries import Entry
from pipeline.match.evidence import ACCEPTED, DOUBTFUL, Background, Evidence, weigh
from pipeline.match.groups import components

# A key that more pairs than this share says nothing, and would cost quadratic time.
_CROWD = 2_500
_LEAST_MARGIN = 0.05
# What goes on from year to year under a longer name keeps at least this share of its size.
_SIZE = 0.5
# What joins the names of two projects that become one.
_JOINTS = "・、,と及び並びに"


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new entry with the evidence that they are one thing."""

    old: Entry
    new: Entry
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Pairing:
    """Facts, doubts, and what is alone on either side (doubts are alone as well)."""

    pairs: list[Pair]
    candidates: list[Pair]
    old_only: list[Entry]
    new_only: list[Entry]


def by_name(entry: Entry, amount: float | None) -> Iterator[Hashable]:
    """A common name is looked up with what tells its bearers apart."""
    yield (entry.kind, entry.group, "name", entry.key)
    yield (entry.kind, entry.group, "name", entry.key, entry.department, entry.place)
    yield (entry.kind, entry.group, "name", entry.key, amount)
    if entry.code:
        yield (entry.kind, entry.group, "code", entry.code)


def by_rest(entry: Entry, amount: float | None) -> Iterator[Hashable]:
    """What else two entries may share: an amount, the beginning, the end or a part of a name."""
    if amount:
        yield (entry.kind, entry.group, "amount", amount)
    start, end = entry.key[:4], entry.key[-4:]
    for where in (entry.department, entry.place[-1:], entry.parent):
        if where:
            yield (entry.kind, entry.group, where, "start", start)
            yield (entry.kind, entry.group, where, "end", end)
    for index in range(len(entry.key) - 5):
        yield (entry.kind, entry.group, "part", entry.key[index : index + 6])


def candidates(
    old: Sequence[Entry],
    new: Sequence[Entry],
    keys: Callable[[Entry, float | None], Iterator[Hashable]],
) -> dict[tuple[int, int], tuple[Entry, Entry]]:
    """Pairs that share a key, leaving out keys that are shared by a crowd."""
    olds: dict[Hashable, list[int]] = defaultdict(list)
    for index, entry in enumerate(old):
        for key in set(keys(entry, entry.amount)):
            olds[key].append(index)
    news: dict[Hashable, list[int]] = defaultdict(list)
    for index, entry in enumerate(new):
        for key in set(keys(entry, entry.prior)):
            if key in olds:
                news[key].append(index)
    return {
        (row, column): (old[row], new[column])
        for key, columns in news.items()
        if len(olds[key]) * len(columns) <= _CROWD
        for row in olds[key]
        for column in columns
    }


def solve(found: Mapping[tuple[int, int], tuple[Entry, Entry]], known: Background) -> Pairing:
    """The assignment of greatest weight in each connected group of candidates."""
    weighed = {
        place: Pair(old, new, evidence)
        for place, (old, new) in found.items()
        if (old.id, new.id) not in known.apart
        and (evidence := weigh(old, new, known)).weight >= DOUBTFUL
    }
    pairs: list[Pair] = []
    doubts: list[Pair] = []
    for group in components(weighed):
        rows = sorted({row for row, _ in group})
        columns = sorted({column for _, column in group})
        row_at = {row: index for index, row in enumerate(rows)}
        column_at = {column: index for index, column in enumerate(columns)}
        weights = np.zeros((len(rows), len(columns)))
        for row, column in group:
            weights[row_at[row], column_at[column]] = weighed[row, column].evidence.weight
        chosen: set[tuple[int, int]] = set()
        for i, j in zip(*linear_sum_assignment(weights, maximize=True), strict=True):
            place = (rows[i], columns[j])
            if place not in weighed:
                continue
            chosen.add(place)
            sure = _is_sure(weighed[place], known) and not _has_rival(weights, int(i), int(j))
            (pairs if sure else doubts).append(weighed[place])
        doubts += [weighed[place] for place in group if place not in chosen]
    return Pairing(pairs, doubts, [], [])


def _is_sure(found: Pair, known: Background) -> bool:
    """A like name is no fact by itself: 農業 for 林業 is another project however alike they are."""
    evidence = found.evidence
    if evidence.weight < ACCEPTED:
        return False
    if evidence.similarity == 1.0 or (evidence.prior_agrees and found.old.amount):
        return True
    if "same code" in evidence.reasons:
        return True
    # Nothing agrees with nothing: a zero says no more than a missing amount.
    untold = evidence.prior_agrees is None or (evidence.prior_agrees and not found.old.amount)
    added = _added(found.old.key, found.new.key)
    # With another project's name added, or at another size, it is a merger or a part of a split.
    return (
        bool(untold)
        and added is not None
        and added.strip(_JOINTS) not in known.names
        and not _is_another_size(found.old.amount, found.new.amount)
    )


def _is_another_size(old: float | None, new: float | None) -> bool:
    if not old or not new:
        return False
    return min(abs(old), abs(new)) < _SIZE * max(abs(old), abs(new))


def _added(old: str, new: str) -> str | None:
    """What one name has more than the other, at one place; null where they differ otherwise."""
    short, long = sorted((old, new), key=len)
    start = next(
        (i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    end = len(long) - (len(short) - start)
    return long[start:end] if len(short) >= 5 and short[start:] == long[end:] else None


def _has_rival(
    weights: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", i: int, j: int
) -> bool:
    """Whether another choice for the same entry weighs just as much."""
    close = weights[i, j] - _LEAST_MARGIN
    # The pair itself is close to itself, once in its row and once in its column.
    return bool((weights[i] > close).sum() + (weights[:, j] > close).sum() > 2)
