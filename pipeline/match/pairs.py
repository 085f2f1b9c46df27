"""Which old entries are which new ones: candidate pairs, weighed, and solved as one assignment."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.match.entries import Entry
from pipeline.match.evidence import (
    ACCEPTED,
    DOUBTFUL,
    Background,
    Evidence,
    Where,
    background,
    weigh,
    wheres,
)
from pipeline.match.groups import components
from pipeline.match.likely import SURE, chance_of, likely
from pipeline.match.wear import exchanged

# A key that more pairs than this share says nothing, and would cost quadratic time.
_CROWD = 2_500
_LEAST_MARGIN = 0.05
# What goes on from year to year under a longer name keeps at least this share of its size.
_SIZE = 0.5
# What joins the names of two projects that become one.
_JOINTS = "・、,と及び並びに"
# What is paired by likeness tells where its neighbours stand; after three rounds little is left.
_ROUNDS = 3


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


def pair(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    adjacent: bool,
    apart: Set[tuple[str, str]] = frozenset(),
) -> Pairing:
    """Pairs two years' entries one to one.

    `adjacent` says that the new document's prior year is the old document's year. First come the
    pairs that share a name or a code, solved together; what these teach about departments helps
    with the rest, where a printed prior amount or a like name in the same place may show a rename.
    Where no printed amount tells, what is left is paired by fitted probabilities. `apart` are old
    and new ids that are known to be two things.
    """
    weighed = pair_by_evidence(old, new, adjacent=adjacent, apart=apart)
    pairs, doubts, known = list(weighed.pairs), list(weighed.doubts), weighed.known
    for _ in range(_ROUNDS):
        sure, unsure = _by_likeness(old, new, pairs, known)
        doubts += unsure
        if not sure:
            break
        pairs += sure
        known = replace(known, heirs=heirs_of(pairs))
    return _pairing(old, new, pairs, doubts)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What names, codes, places and printed prior amounts tell, and what was learnt on the way."""

    pairs: list[Pair]
    doubts: list[Pair]
    known: Background


def pair_by_evidence(
    old: Sequence[Entry],
    new: Sequence[Entry],
    *,
    adjacent: bool,
    apart: Set[tuple[str, str]] = frozenset(),
) -> Weighed:
    """Pairs as far as weights of evidence make facts, before any likeness is asked."""
    known = replace(background(old, new, adjacent=adjacent), apart=apart)
    by_name = _solve(_candidates(old, new, _by_name), known)
    known = replace(known, heirs=heirs_of(by_name.pairs))
    by_name = _solve(_candidates(old, new, _by_name), known)
    left_old, left_new = _left(old, new, by_name.pairs)
    by_rest = _solve(_candidates(left_old, left_new, _by_rest), known)
    pairs = [*by_name.pairs, *by_rest.pairs]
    return Weighed(pairs, [*by_name.candidates, *by_rest.candidates], known)


def _by_likeness(
    old: Sequence[Entry], new: Sequence[Entry], pairs: Sequence[Pair], known: Background
) -> tuple[list[Pair], list[Pair]]:
    """Pairs of what is left that are nearly certain, and those that are worth a look."""
    left_old, left_new = _left(old, new, pairs)
    told = {each.old.id: each.new.id for each in pairs}
    sure: list[Pair] = []
    unsure: list[Pair] = []
    for each in likely(left_old, left_new, known, told, everything=(old, new)):
        found = Pair(each.old, each.new, weigh(each.old, each.new, known))
        found = replace(found, evidence=replace(found.evidence, probability=each.probability))
        # 林業 for 農業 is another project however alike all the rest is: a person may settle it.
        is_named_so = exchanged(each.old.key, each.new.key) in ("none", "slip")
        is_sure = each.is_chosen and each.probability >= SURE and is_named_so
        (sure if is_sure else unsure).append(found)
    return sure, unsure


def _pairing(
    old: Sequence[Entry], new: Sequence[Entry], pairs: list[Pair], doubts: Iterable[Pair]
) -> Pairing:
    old_only, new_only = _left(old, new, pairs)
    # The two sides' ids are kept apart: a document may be compared with itself.
    old_alone = {entry.id for entry in old_only}
    new_alone = {entry.id for entry in new_only}
    open_doubts = {
        (each.old.id, each.new.id): each
        for each in doubts
        if each.old.id in old_alone and each.new.id in new_alone
    }
    order = {entry.id: index for index, entry in enumerate(new)}
    facts = [_with_chance(each, is_fact=True) for each in pairs]
    candidates = _shared_out([_with_chance(each, is_fact=False) for each in open_doubts.values()])
    return Pairing(
        sorted(facts, key=lambda each: order[each.new.id]),
        sorted(candidates, key=lambda each: order[each.new.id]),
        old_only,
        new_only,
    )


def _with_chance(each: Pair, *, is_fact: bool) -> Pair:
    """The pair with a probability, from its weight where none was fitted for it alone."""
    if each.evidence.probability is not None:
        return each
    chance = chance_of(each.evidence, is_fact=is_fact)
    return replace(each, evidence=replace(each.evidence, probability=chance))


def _shared_out(doubts: Sequence[Pair]) -> list[Pair]:
    """The doubts with their probabilities: of all that an entry may be, one at most is true."""
    rows: dict[str, float] = defaultdict(float)
    columns: dict[str, float] = defaultdict(float)
    for each in doubts:
        rows[each.old.id] += each.evidence.probability or 0.0
        columns[each.new.id] += each.evidence.probability or 0.0
    shared = []
    for each in doubts:
        whole = max(rows[each.old.id], columns[each.new.id], 1.0)
        chance = round((each.evidence.probability or 0.0) / whole, 4)
        shared.append(replace(each, evidence=replace(each.evidence, probability=chance)))
    return shared


def _left(
    old: Sequence[Entry], new: Sequence[Entry], pairs: Iterable[Pair]
) -> tuple[list[Entry], list[Entry]]:
    found = list(pairs)
    old_taken = {each.old.id for each in found}
    new_taken = {each.new.id for each in found}
    return (
        [entry for entry in old if entry.id not in old_taken],
        [entry for entry in new if entry.id not in new_taken],
    )


def _by_name(entry: Entry, amount: float | None) -> Iterator[Hashable]:
    """A common name is looked up with what tells its bearers apart."""
    yield (entry.kind, entry.group, "name", entry.key)
    yield (entry.kind, entry.group, "name", entry.key, entry.department, entry.place)
    yield (entry.kind, entry.group, "name", entry.key, amount)
    if entry.code:
        yield (entry.kind, entry.group, "code", entry.code)


def _by_rest(entry: Entry, amount: float | None) -> Iterator[Hashable]:
    if amount:
        yield (entry.kind, entry.group, "amount", amount)
    start, end = entry.key[:4], entry.key[-4:]
    for where in (entry.department, entry.place[-1:], entry.parent):
        if where:
            yield (entry.kind, entry.group, where, "start", start)
            yield (entry.kind, entry.group, where, "end", end)
    for index in range(len(entry.key) - 5):
        yield (entry.kind, entry.group, "part", entry.key[index : index + 6])


def _candidates(
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


def _solve(candidates: Mapping[tuple[int, int], tuple[Entry, Entry]], known: Background) -> Pairing:
    """The assignment of greatest weight in each connected group of candidates."""
    weighed = {
        place: Pair(old, new, evidence)
        for place, (old, new) in candidates.items()
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


def heirs_of(pairs: Iterable[Pair]) -> dict[Where, Where]:
    """What most projects of an old department, place or plan went to, where it is another."""
    moves: dict[Where, Counter[Where]] = defaultdict(Counter)
    for each in pairs:
        theirs = dict(wheres(each.new))
        for what, where in wheres(each.old):
            if what in theirs:
                moves[what, where][what, theirs[what]] += 1
    heirs = {}
    for before, targets in moves.items():
        after, number = targets.most_common(1)[0]
        if number >= 2 and number > 0.5 * targets.total() and after != before:
            heirs[before] = after
    return heirs
