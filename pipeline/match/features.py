"""What speaks for and against two entries being one, where no printed amount of last year tells.

Each piece of evidence is a word; `weights.tsv` says what a word is worth.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.match.entries import Entry
from pipeline.match.evidence import Background, Where, wheres
from pipeline.match.wear import exchanged, likeness, relation

# The upper ends of the bands of likeness and of the ratio of amounts.
_LIKENESS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
_LEADS = (0.0, 0.1, 0.2, 0.4, 2.0)
_RATIOS = (1.0, 1.05, 1.2, 1.5, 2.0, 4.0, 10.0)


@dataclass(frozen=True, slots=True)
class Order:
    """Where entries stand among those that are paired already, in both documents.

    `gaps` has for each entry that is alone the number of the stretch between two pairs that it
    stands in; a stretch is the same on both sides. `sizes` are how many are alone in a stretch, old
    and new. Where documents do not keep their order, there are no gaps.
    """

    gaps_of_old: Mapping[str, int]
    gaps_of_new: Mapping[str, int]
    sizes: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Rivals:
    """How a pair stands among the others of its two entries, by likeness of their names."""

    is_first: bool
    lead: float


def words(old: Entry, new: Entry, known: Background, order: Order, rivals: Rivals) -> Iterator[str]:
    """The evidence for a pair, a word for each piece."""
    alike = likeness(old.key, new.key)
    yield f"likeness<{next(str(end) for end in _LIKENESS if alike < end)}"
    yield f"relation:{relation(old.key, new.key)}"
    yield f"exchanged:{exchanged(old.key, new.key)}"
    yield f"length<{_length(old, new)}"
    theirs = dict(wheres(new))
    ours = dict(wheres(old))
    for what in ("department", "section", "plan"):
        yield f"{what}:{_place(what, ours, theirs, known)}"
    yield f"amount:{_ratio(old.amount, new.amount)}"
    yield f"order:{_order(old, new, order)}"
    yield f"first:{'yes' if rivals.is_first else 'no'}"
    yield f"lead<={next(end for end in _LEADS if rivals.lead <= end)}"


def _length(old: Entry, new: Entry) -> str:
    """A likeness of short names says less than one of long names."""
    short = min(len(old.key), len(new.key))
    return next((str(end) for end in (4, 6, 9, 14) if short < end), "long")


def _place(
    what: str,
    ours: Mapping[str, object],
    theirs: Mapping[str, object],
    known: Background,
) -> str:
    if what not in ours or what not in theirs:
        return "unknown"
    where: Where = (what, ours[what])  # type: ignore[assignment]
    if ours[what] == theirs[what]:
        return "same"
    if known.heirs.get(where) == (what, theirs[what]):
        return "heir"
    if what == "section" and _near(ours[what], theirs[what]):
        return "near"
    return "other" if where in known.lasting else "gone"


def _near(one: object, other: object) -> bool:
    """Sections under one 項, or with one last heading."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    return one[-1] == other[-1] or (len(one) > 1 and one[:-1] == other[:-1])


def _ratio(old: float | None, new: float | None) -> str:
    if not old or not new or (old < 0) != (new < 0):
        return "unknown" if old is None or new is None else "zero" if not old or not new else "sign"
    ratio = math.exp(abs(math.log(abs(new) / abs(old))))
    return next((f"<={end}" for end in _RATIOS if ratio <= end), "more")


def _order(old: Entry, new: Entry, order: Order) -> str:
    if not order.sizes:
        return "unknown"
    mine, yours = order.gaps_of_old.get(old.id), order.gaps_of_new.get(new.id)
    if mine is None or yours is None:
        return "unknown"
    if mine != yours:
        return "near" if abs(mine - yours) <= 2 else "elsewhere"
    old_size, new_size = order.sizes[mine]
    if old_size == new_size == 1:
        return "alone"
    return "few" if old_size * new_size <= 4 else "some" if old_size * new_size <= 16 else "many"


def order_of(old: Sequence[Entry], new: Sequence[Entry], pairs: Mapping[str, str]) -> Order:
    """The stretches between pairs; `pairs` has new ids by old ones."""
    places = {entry.id: index for index, entry in enumerate(new)}
    anchors = [(i, places[pairs[entry.id]]) for i, entry in enumerate(old) if entry.id in pairs]
    kept = _rising([j for _, j in anchors])
    if len(anchors) < 10 or len(kept) < 0.8 * len(anchors):
        return Order({}, {}, {})
    anchors = [anchors[index] for index in kept]
    gaps_of_old = _gaps(old, [i for i, _ in anchors], set(pairs))
    gaps_of_new = _gaps(new, [j for _, j in anchors], set(pairs.values()))
    sizes: dict[int, list[int]] = {}
    for side, gaps in enumerate((gaps_of_old, gaps_of_new)):
        for gap in gaps.values():
            sizes.setdefault(gap, [0, 0])[side] += 1
    return Order(gaps_of_old, gaps_of_new, {gap: (a, b) for gap, (a, b) in sizes.items()})


def _gaps(entries: Sequence[Entry], anchors: Sequence[int], paired: set[str]) -> dict[str, int]:
    gaps: dict[str, int] = {}
    gap = 0
    places = set(anchors)
    for index, entry in enumerate(entries):
        if index in places:
            gap += 1
        elif entry.id not in paired:
            gaps[entry.id] = gap
    return gaps


def _rising(values: Sequence[int]) -> list[int]:
    """The indexes of a longest rising run of the values."""
    from bisect import bisect_left

    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before.append(ends[place - 1] if place else -1)
        if place == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[place], ends[place] = value, index
    found = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]
