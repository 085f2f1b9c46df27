"""How right an extraction is, from looking at some of its figures: which ones, and what follows.

Figures are drawn by strata (document, kind of page, record type, confidence), more where more doubt
is; each counts for as many as it stands for. The interval is Wilson's, for the number of figures
that a plain sample of the same worth would have.
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TypeAlias

from pipeline.score.calibration import wilson

Stratum: TypeAlias = tuple[Hashable, ...]
_Z = 1.959963985
# No stratum is drawn from less than so many times as often as if none had more doubt.
_LEAST_RATE = 0.5
_BANDS = (0.5, 0.9, 0.97, 0.99)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that may be drawn: what it is, and what it is like."""

    key: tuple[str, str, str]
    document: str
    page_kind: str
    type: str
    sure: float

    def stratum(self) -> Stratum:
        """What it is like, the least telling last."""
        band = sum(self.sure >= edge for edge in _BANDS)
        return (band, self.type, self.document, self.page_kind)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure of a sample, and how many it stands for."""

    figure: Figure
    weight: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The share of figures that are right: looked at, right, the share, its interval of 95 %.

    `more` is how many more to look at until the interval is ± 1 %; 0 where it is.
    """

    looked_at: int
    right: int
    share: float
    interval: tuple[float, float]
    more: int


def draw(figures: Sequence[Figure], size: int, seed: int) -> list[Drawn]:
    """A sample of `size` figures, or all where there are fewer; the same for the same seed."""
    if size >= len(figures):
        return [Drawn(figure, 1.0) for figure in figures]
    strata = _strata(figures, size)
    counts = _allocate(strata, size)
    chance = random.Random(seed)
    drawn = []
    for stratum in sorted(strata, key=repr):
        inside, count = strata[stratum], counts[stratum]
        weight = len(inside) / count
        drawn += [Drawn(figure, weight) for figure in chance.sample(inside, count)]
    return drawn


def estimate(judged: Sequence[tuple[float, bool]], population: int) -> Estimate:
    """What figures that were looked at say of all: each with its weight, and whether it is right.

    `population` is how many figures there are.
    """
    if not judged:
        return Estimate(0, 0, 0.0, (0.0, 1.0), min(population, _needed(0.5, 1.0, population)))
    weights = sum(weight for weight, _ in judged)
    share = sum(weight for weight, right in judged if right) / weights
    # Kish: figures of unequal weight are worth fewer of equal weight.
    effect = len(judged) * sum(weight * weight for weight, _ in judged) / (weights * weights)
    worth = len(judged) / effect
    if len(judged) >= population:
        interval = (share, share)
        more = 0
    else:
        interval = wilson(share * worth, worth)
        middle = (share * worth + _Z * _Z / 2) / (worth + _Z * _Z)
        more = max(_needed(middle, effect, population) - len(judged), 0)
    return Estimate(len(judged), sum(right for _, right in judged), share, interval, more)


def _needed(share: float, effect: float, population: int) -> int:
    """How many figures give an interval of ± 1 %, of those there are."""
    plain = effect * _Z * _Z * share * (1 - share) / 0.01**2
    return min(ceil(plain / (1 + (plain - 1) / max(population, 1))), population)


def _strata(figures: Sequence[Figure], size: int) -> dict[Stratum, list[Figure]]:
    """The figures by what they are like, so far as each stratum can be drawn from twice."""
    for length in (4, 3, 2, 1, 0):
        strata: dict[Stratum, list[Figure]] = defaultdict(list)
        for figure in figures:
            strata[figure.stratum()[:length]].append(figure)
        if 2 * len(strata) <= size:
            break
    return dict(strata)


def _allocate(strata: Mapping[Stratum, Sequence[Figure]], size: int) -> dict[Stratum, int]:
    """How many to draw of each: by number and doubt, at least one, never more than there are."""
    wanted = {}
    for stratum, inside in strata.items():
        sure = sum(figure.sure for figure in inside) / len(inside)
        wanted[stratum] = len(inside) * max(sqrt(sure * (1 - sure)), 0.05)
    total = sum(wanted.values())
    number = sum(len(inside) for inside in strata.values())
    shares = {
        stratum: max(size * wanted[stratum] / total, _LEAST_RATE * size * len(inside) / number, 1.0)
        for stratum, inside in strata.items()
    }
    scale = size / sum(shares.values())
    counts = {
        stratum: min(max(int(shares[stratum] * scale), 1), len(inside))
        for stratum, inside in strata.items()
    }

    # What rounding has left over goes where most is missing; what it took too much comes back.
    def lacking(stratum: Stratum) -> float:
        return shares[stratum] * scale - counts[stratum]

    while sum(counts.values()) < size:
        open_ = [each for each in strata if counts[each] < len(strata[each])]
        counts[max(open_, key=lambda each: (lacking(each), repr(each)))] += 1
    while sum(counts.values()) > size:
        full = [each for each in strata if counts[each] > 1]
        counts[min(full, key=lambda each: (lacking(each), repr(each)))] -= 1
    return counts
