"""Splits and merges: one project's amount that is the sum of several printed prior amounts.

A printed prior amount is what the issuer says about the past of a project. Where a project was
divided, its parts' prior amounts add up to what last year's document gave the whole; where several
were joined, the new project's prior amount is the sum of theirs. A sum of a few amounts out of many
is soon hit by chance, so the search stays among neighbours, and a sum counts only where there is
one solution and chance would hardly give it.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import Literal

from pipeline.match.entries import Entry
from pipeline.match.evidence import ACCEPTED
from pipeline.match.names import similarity
from pipeline.match.solving import Pair, Pairing

_MOST_PARTS = 4
# Among few neighbours sums of up to four are tried, among many of two, and else of one.
_FEW = 24
_MANY = 400
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Regrouping:
    """A project that was split into several, or several that were merged into one."""

    kind: Literal["split", "merged"]
    old: tuple[Entry, ...]
    new: tuple[Entry, ...]
    weight: float
    reasons: tuple[str, ...]

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return round(1 / (1 + 2 ** (-self.weight / 2)), 4)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A project whose parts are sought among what is alone on the other side.

    `kept` is the pair that it stands in already, where one part kept the name.
    """

    entry: Entry
    missing: float
    kept: Pair | None = None


def regroup(pairing: Pairing) -> tuple[Pairing, list[Regrouping]]:
    """Takes splits and merges out of what is alone or disagrees."""
    splits = list(_search(pairing, "split"))
    pairing = _without(pairing, splits)
    merges = list(_search(pairing, "merged"))
    return _without(pairing, merges), [*splits, *merges]


def _search(pairing: Pairing, kind: Literal["split", "merged"]) -> Iterator[Regrouping]:
    is_split = kind == "split"
    neighbours = _Neighbours(pairing.new_only if is_split else pairing.old_only, kind)
    taken: set[str] = set()
    for whole in sorted(_wholes(pairing, kind), key=lambda whole: -whole.missing):
        best = _best_sum(whole, neighbours, taken)
        if best is None:
            continue
        taken |= {entry.id for entry in best.parts}
        others = (whole.kept.new if is_split else whole.kept.old,) if whole.kept else ()
        many = (*others, *best.parts)
        yield Regrouping(
            kind,
            old=(whole.entry,) if is_split else many,
            new=many if is_split else (whole.entry,),
            weight=best.weight,
            reasons=best.reasons,
        )


def _wholes(pairing: Pairing, kind: Literal["split", "merged"]) -> Iterator[_Whole]:
    """What might have been divided (an old amount) or joined (a new prior amount)."""
    if kind == "split":
        yield from (_Whole(entry, entry.amount) for entry in pairing.old_only if entry.amount)
    else:
        yield from (_Whole(entry, entry.prior) for entry in pairing.new_only if entry.prior)
    for each in pairing.pairs:
        if each.evidence.prior_agrees is not False or each.old.amount is None or not each.new.prior:
            continue
        missing = each.old.amount - each.new.prior
        if kind == "merged":
            missing = -missing
        if missing > 0:
            yield _Whole(each.old if kind == "split" else each.new, missing, each)


class _Neighbours:
    """What is alone, by what it shares with others: place and department, or one of the two."""

    def __init__(self, parts: Sequence[Entry], kind: Literal["split", "merged"]) -> None:
        self._is_split = kind == "split"
        self._by_key: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in parts:
            if (self.amount(entry) or 0) > 0:
                for key in _keys(entry):
                    self._by_key[key].append(entry)

    def amount(self, part: Entry) -> float | None:
        """What the part adds to the sum: its prior amount in a split, its own in a merge."""
        return part.prior if self._is_split else part.amount

    def of(self, whole: Entry, taken: set[str]) -> Iterator[tuple[str, list[Entry]]]:
        """Neighbourhoods of the whole, the closest first, each with what is shared."""
        for key in _keys(whole):
            some = [entry for entry in self._by_key.get(key, ()) if entry.id not in taken]
            if some:
                yield str(key[2]), some


def _keys(entry: Entry) -> Iterator[tuple[Hashable, ...]]:
    where = (entry.kind, entry.group)
    if entry.department and entry.place:
        yield (*where, "department and section", entry.department, entry.place)
    if entry.parent:
        yield (*where, "plan", entry.parent)
    if entry.place:
        yield (*where, "section", entry.place)
    if entry.department:
        yield (*where, "department", entry.department)


@dataclass(frozen=True, slots=True)
class _Sum:
    """Parts that make up what is missing of a whole."""

    parts: tuple[Entry, ...]
    weight: float
    reasons: tuple[str, ...]


def _best_sum(whole: _Whole, neighbours: _Neighbours, taken: set[str]) -> _Sum | None:
    """The parts that make up what is missing, where there is one surprising solution."""
    least = 1 if whole.kept else 2
    for shared, some in neighbours.of(whole.entry, taken):
        amounts = [(neighbours.amount(entry) or 0, entry) for entry in some]
        amounts = [each for each in amounts if each[0] <= whole.missing]
        most = _MOST_PARTS if len(amounts) <= _FEW else 2 if len(amounts) <= _MANY else 1
        for size in range(least, most + 1):
            solutions = list(islice(_sums_to(whole.missing, amounts, size), 2))
            if len(solutions) == 2:
                return None
            if solutions:
                (parts,) = solutions
                weight = _surprise(whole.missing, [amount for amount, _ in amounts], size)
                names = sum(similarity(each.key, whole.entry.key) >= _ALIKE for each in parts)
                weight += 2.0 * names
                reasons = [f"prior amounts of {size} in the same {shared} add up exactly"]
                if names:
                    reasons.append(f"{names} of them with a like name")
                return _Sum(parts, weight, tuple(reasons)) if weight >= ACCEPTED else None
    return None


def _sums_to(
    total: float, amounts: Sequence[tuple[float, Entry]], size: int
) -> Iterator[tuple[Entry, ...]]:
    """Every choice of `size` entries that adds up to `total`: the last one is looked up."""
    last: dict[float, list[int]] = defaultdict(list)
    for index, (amount, _) in enumerate(amounts):
        last[amount].append(index)
    for chosen in combinations(range(len(amounts)), size - 1):
        rest = total - sum(amounts[index][0] for index in chosen)
        for index in last.get(rest, ()):
            if not chosen or index > chosen[-1]:
                yield tuple(amounts[each][1] for each in (*chosen, index))


def _surprise(total: float, amounts: Sequence[float], size: int) -> float:
    """How many bits speak against the sum being hit by chance.

    Amounts that end in zeros differ in fewer places than they have.
    """
    unit = 1
    while all(amount % (unit * 10) == 0 for amount in (*amounts, total)):
        unit *= 10
    tries = sum(math.comb(len(amounts), k) for k in range(1, size + 1))
    return math.log2(total / unit) - math.log2(tries)


def _without(pairing: Pairing, groups: Sequence[Regrouping]) -> Pairing:
    """The pairing less what the regroupings explain."""
    old = {entry.id for group in groups for entry in group.old}
    new = {entry.id for group in groups for entry in group.new}

    def stays(pair: Pair) -> bool:
        return pair.old.id not in old and pair.new.id not in new

    return replace(
        pairing,
        pairs=list(filter(stays, pairing.pairs)),
        candidates=list(filter(stays, pairing.candidates)),
        old_only=[entry for entry in pairing.old_only if entry.id not in old],
        new_only=[entry for entry in pairing.new_only if entry.id not in new],
    )
