"""Which old entries are which new ones: by names, codes and amounts, and then by likeness."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from pipeline.match.entries import Entry
from pipeline.match.evidence import Background, Where, background, weigh, wheres
from pipeline.match.likely import SURE, chance_of, likely
from pipeline.match.solving import Pair, Pairing, by_name, by_rest, candidates, solve
from pipeline.match.wear import exchanged

# What is paired by likeness tells where its neighbours stand; after three rounds little is left.
_ROUNDS = 3


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
    named = solve(candidates(old, new, by_name), known)
    known = replace(known, heirs=heirs_of(named.pairs))
    named = solve(candidates(old, new, by_name), known)
    left_old, left_new = _left(old, new, named.pairs)
    others = solve(candidates(left_old, left_new, by_rest), known)
    pairs = [*named.pairs, *others.pairs]
    return Weighed(pairs, [*named.candidates, *others.candidates], known)


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
    open_pairs = _shared_out([_with_chance(each, is_fact=False) for each in open_doubts.values()])
    return Pairing(
        sorted(facts, key=lambda each: order[each.new.id]),
        sorted(open_pairs, key=lambda each: order[each.new.id]),
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
