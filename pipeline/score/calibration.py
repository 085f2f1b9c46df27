"""Whether confidence can be believed: of values given as 0.99, 99 in 100 should be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
_Z = 1.959963985


@dataclass(frozen=True, slots=True)
class Judged:
    """A value that came with a confidence, and whether gold says it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The values whose confidence lies from `low` to below `high`.

    `said` is their mean confidence, `right` the share that is right, with its interval of 95 %.
    """

    low: float
    high: float
    count: int
    said: float
    right: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Reliability:
    """The table, the mean distance between said and right, and the mean square (Brier)."""

    bands: tuple[Band, ...]
    error: float
    brier: float


def reliability(judged: Sequence[Judged]) -> Reliability | None:
    """The reliability table; None where no value came with a confidence."""
    if not judged:
        return None
    bands = []
    for low, high in zip(_EDGES, (*_EDGES[1:], 1.0 + 1e-9), strict=True):
        inside = [each for each in judged if low <= each.confidence < high]
        if inside:
            right = sum(each.right for each in inside)
            said = sum(each.confidence for each in inside) / len(inside)
            share = right / len(inside)
            bands.append(
                Band(low, min(high, 1.0), len(inside), said, share, wilson(right, len(inside)))
            )
    error = sum(band.count * abs(band.said - band.right) for band in bands) / len(judged)
    brier = sum((each.confidence - each.right) ** 2 for each in judged) / len(judged)
    return Reliability(tuple(bands), error, brier)


def wilson(right: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share, by Wilson's score: right of count.

    >>> tuple(round(edge, 3) for edge in wilson(90, 100))
    (0.826, 0.945)
    """
    if count <= 0:
        return 0.0, 1.0
    share, z2 = right / count, _Z * _Z
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    reach = _Z * sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
