"""Pairs among what is left, where no printed amount of last year tells: by fitted probabilities."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.match.entries import Entry
from pipeline.match.evidence import Background, Evidence, prior_agrees
from pipeline.match.features import Order, Rivals, order_of, words
from pipeline.match.groups import components
from pipeline.match.wear import core, likeness

SURE = 0.95
"""From this probability a pair is held to be a fact."""

WORTH = 0.1
"""From this probability a pair is worth a person's look."""

_WEIGHTS = Path(__file__).with_name("weights.tsv")
# A key that more pairs than this share would cost quadratic time.
_CROWD = 900
_LEAST_LIKE = 0.25
# Nothing is surer than the years were many of which it was learnt.
_SUREST = 0.9999
# What is not twice as likely as the next is not clear, in nats.
_LEAD = 0.7


@dataclass(frozen=True, slots=True)
class Likely:
    """A pair with the probability that it is one thing.

    `is_chosen` where the two are each other's in the choice of pairs that is likeliest as a whole,
    and nothing else that either may be comes near.
    """

    old: Entry
    new: Entry
    probability: float
    is_chosen: bool


@cache
def weights() -> Mapping[str, float]:
    """What each word of evidence is worth, in nats; `bias` is where a pair starts."""
    lines = _WEIGHTS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: float(weight) for word, weight in pairs}


def likely(
    old: Sequence[Entry],
    new: Sequence[Entry],
    known: Background,
    pairs: Mapping[str, str],
    *,
    everything: tuple[Sequence[Entry], Sequence[Entry]],
) -> list[Likely]:
    """The pairs among entries that are alone that are worth a look, with probabilities.

    `pairs` has the new ids of what is paired already, by old ids; `everything` are all entries of
    both sides in the order of their documents.
    """
    order = order_of(*everything, pairs)
    worth = weights()
    scores = {
        place: sum(worth.get(word, 0.0) for word in said) + worth["bias"]
        for place, said in worded(old, new, known, order).items()
    }
    clear = _without_rivals(scores)
    chosen = {place for place in _assigned(scores) if place in clear}
    return [
        Likely(old[i], new[j], probability, (i, j) in chosen)
        for (i, j), score in sorted(scores.items())
        if (probability := _chance(score)) >= WORTH
    ]


def _without_rivals(scores: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The places whose score leads all others of their row and column."""
    rows: dict[int, list[float]] = defaultdict(list)
    columns: dict[int, list[float]] = defaultdict(list)
    for (i, j), score in scores.items():
        rows[i].append(score)
        columns[j].append(score)
    return {
        (i, j)
        for (i, j), score in scores.items()
        # The place itself is near itself, once in its row and once in its column.
        if sum(each > score - _LEAD for each in (*rows[i], *columns[j])) == 2
    }


def chance_of(evidence: Evidence, *, is_fact: bool) -> float:
    """The probability that a pair of this evidence is one thing."""
    worth = weights()
    start = worth["weighed:fact"] if is_fact else worth["weighed:doubt"]
    agreed = worth["weighed:prior"] if evidence.prior_agrees else 0.0
    return _chance(start + agreed + worth["weighed:bit"] * evidence.weight)


def _chance(score: float) -> float:
    return round(min(1 / (1 + math.exp(-score)), _SUREST), 4)


def worded(
    old: Sequence[Entry], new: Sequence[Entry], known: Background, order: Order
) -> dict[tuple[int, int], tuple[str, ...]]:
    """The words of evidence for each pair that shares something, by the places of its entries."""
    places = {
        (i, j)
        for i, j in _candidates(old, new, order)
        # A printed amount of last year that is another one has spoken already.
        if prior_agrees(old[i], new[j], known) is not False
        and (old[i].id, new[j].id) not in known.apart
    }
    alike = {(i, j): likeness(old[i].key, new[j].key) for i, j in places}
    alike = {place: value for place, value in alike.items() if value >= _LEAST_LIKE}
    rows: dict[int, list[float]] = defaultdict(list)
    columns: dict[int, list[float]] = defaultdict(list)
    for (i, j), value in alike.items():
        rows[i].append(value)
        columns[j].append(value)
    for some in (*rows.values(), *columns.values()):
        some.sort(reverse=True)
    return {
        (i, j): tuple(words(old[i], new[j], known, order, _rivals(value, rows[i], columns[j])))
        for (i, j), value in alike.items()
    }


def _rivals(value: float, row: Sequence[float], column: Sequence[float]) -> Rivals:
    """Whether the pair is the likest of both, and how far ahead of the next, or behind."""
    first = value >= row[0] and value >= column[0]
    next_in_row = row[1] if len(row) > 1 and value >= row[0] else row[0]
    next_in_column = column[1] if len(column) > 1 and value >= column[0] else column[0]
    if len(row) == 1:
        next_in_row = 0.0
    if len(column) == 1:
        next_in_column = 0.0
    return Rivals(first, max(value - max(next_in_row, next_in_column), 0.0))


def _candidates(old: Sequence[Entry], new: Sequence[Entry], order: Order) -> set[tuple[int, int]]:
    olds: dict[Hashable, list[int]] = defaultdict(list)
    news: dict[Hashable, list[int]] = defaultdict(list)
    for entries, gaps, found in (
        (old, order.gaps_of_old, olds),
        (new, order.gaps_of_new, news),
    ):
        for index, entry in enumerate(entries):
            for key in set(_keys(entry, gaps.get(entry.id))):
                found[key].append(index)
    return {
        (i, j)
        for key, rows in olds.items()
        if len(rows) * len(news.get(key, ())) <= _CROWD
        for i in rows
        for j in news.get(key, ())
    }


def _keys(entry: Entry, gap: int | None) -> Iterator[Hashable]:
    scope = (entry.kind, entry.group)
    name = core(entry.key)
    yield (*scope, "name", name)
    if gap is not None:
        yield (*scope, "gap", gap)
    for what, where in (("of", entry.department), ("in", entry.place), ("plan", entry.parent)):
        if where:
            yield (*scope, what, where)
            yield (*scope, what, where, name[:2])
    for index in range(len(name) - 2):
        yield (*scope, "part", name[index : index + 3])
    for index in range(len(name) - 4):
        yield (*scope, "part", name[index : index + 5])


def _assigned(weights: Mapping[tuple[int, int], float]) -> Iterator[tuple[int, int]]:
    """The choice of pairs, each entry once, that is likeliest as a whole."""
    for group in components(weights):
        rows = sorted({i for i, _ in group})
        columns = sorted({j for _, j in group})
        row_at = {i: index for index, i in enumerate(rows)}
        column_at = {j: index for index, j in enumerate(columns)}
        # A pair that is less likely than not beats no pair, so that a person may look at it.
        least = min(weights[place] for place in group) - 1.0
        table = np.zeros((len(rows), len(columns)))
        for i, j in group:
            table[row_at[i], column_at[j]] = weights[i, j] - least
        for a, b in zip(*linear_sum_assignment(table, maximize=True), strict=True):
            if (rows[a], columns[b]) in weights:
                yield rows[a], columns[b]
