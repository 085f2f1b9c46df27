"""Where on a strip the ink of each character is: recognition tells roughly, ink tells exactly."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.engine import Picture

Flags: TypeAlias = NDArray[np.bool_]
Ink: TypeAlias = tuple[int, int, int, int]
"""The box of a character's ink, in pixels of its strip from the left and the top."""

# Of all the ink of a strip; less beside a blank is dirt, or the rest of a rule.
_LEAST_ROWS = 0.06

# In heights of the strip: what it costs to leave ink to no character, and a character without ink.
_NO_CHARACTER, _NO_INK = 0.4, 0.8
# So narrow a piece costs less: it is dirt, or half of a character.
_NARROW = 0.12


def ink_of(part: Picture) -> Flags:
    """Where a strip is ink: what there is less of, dark or light, without dirt at its rim."""
    import cv2  # comes with rapidocr

    _, dark = cv2.threshold(part, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    ink = np.asarray(dark, dtype=np.bool_)
    ink = ~ink if ink.mean() > 0.5 else ink.copy()
    rows = ink.sum(axis=1)
    for start, end in runs_of(rows):
        if rows[start:end].sum() < _LEAST_ROWS * rows.sum():
            ink[start:end] = False
    return ink


def inks_of(ink: Flags, middles: Sequence[float]) -> list[Ink]:
    """The ink of each character, whose `middles` are roughly known, from left to right."""
    high = ink.shape[0]
    pieces = _pieces(ink.sum(axis=0), middles)
    spans = _shared_out(pieces, middles, high)
    return [
        _extent(ink, *span) if span else (round(at), 0, round(at) + 1, high)
        for span, at in zip(spans, middles, strict=True)
    ]


def edges_of(inks: Sequence[Ink], wide: int) -> list[int]:
    """Where one character ends and the next begins: half of the way between their inks."""
    return [0, *((one[2] + other[0]) // 2 for one, other in pairwise(inks)), wide]


def runs_of(profile: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Where ink begins and ends along a profile."""
    turns = np.flatnonzero(np.diff(np.concatenate([[0], profile > 0, [0]]).astype(np.int8)))
    return list(zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True))


def _pieces(profile: NDArray[np.int64], middles: Sequence[float]) -> list[tuple[int, int]]:
    """Stretches of ink, those that hold several characters parted where the ink is thinnest."""
    pieces: list[tuple[int, int]] = []
    for start, end in runs_of(profile):
        inside = [at for at in middles if start <= at < end]
        cuts = [start]
        for one, other in pairwise(inside):
            first, last = int(one) + 1, int(other) + 1
            between = profile[first:last]
            if len(between):
                away = np.abs(np.arange(len(between)) - len(between) / 2) / len(between)
                cuts.append(max(first + int(np.argmin(between + away)), cuts[-1]))
        cuts.append(end)
        pieces.extend((one, other) for one, other in pairwise(cuts) if other > one)
    return pieces


def _shared_out(
    pieces: Sequence[tuple[int, int]], middles: Sequence[float], high: int
) -> list[tuple[int, int] | None]:
    """The pieces of each character, from the first to the last: the nearest, in their order.

    A piece may belong to no character, and a character may have none; both cost, and the cheapest
    way is taken.
    """
    count = len(middles)
    # cost[j]: the pieces up to now are shared out, and j characters are reached.
    cost = np.arange(count + 1) * _NO_INK * high
    ways: list[NDArray[np.int64]] = []
    at = np.asarray(middles, dtype=np.float64)
    for start, end in pieces:
        away = np.abs((start + end) / 2 - at)
        left = cost + min((end - start) / (_NARROW * high), 1.0) * _NO_CHARACTER * high
        again = np.full(count + 1, np.inf)
        again[1:] = cost[1:] + away if ways else np.inf
        new = np.full(count + 1, np.inf)
        new[1:] = cost[:-1] + away
        choices = np.vstack([left, again, new])
        ways.append(choices.argmin(axis=0))
        cost = choices.min(axis=0)
        # Characters without ink may follow at once.
        for j in range(1, count + 1):
            if cost[j - 1] + _NO_INK * high < cost[j]:
                cost[j] = cost[j - 1] + _NO_INK * high
                ways[-1][j] = 3
    return _followed(pieces, ways, count)


def _followed(
    pieces: Sequence[tuple[int, int]], ways: Sequence[NDArray[np.int64]], count: int
) -> list[tuple[int, int] | None]:
    spans: list[tuple[int, int] | None] = [None] * count
    j, step = count, len(pieces) - 1
    while step >= 0 and j >= 0:
        way = int(ways[step][j])
        if way == 3:
            j -= 1
            continue
        if way in (1, 2):
            start, end = pieces[step]
            known = spans[j - 1]
            spans[j - 1] = (start, known[1]) if known else (start, end)
            j -= way == 2
        step -= 1
    return spans


def _extent(ink: Flags, start: int, end: int) -> Ink:
    rows = np.flatnonzero(ink[:, start:end].any(axis=1))
    return (start, int(rows[0]), end, int(rows[-1]) + 1)
