"""How alike two tables are: GriTS, the similarity of grids (Smock and others, 2022).

Rows and columns of one table are left out until what is left can be laid upon what is left of the
other; what agrees in the best such laying counts, over all cells of both. Finding the best is hard,
so rows and columns are aligned one after the other, as the authors do; it is never too much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

Box: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table: its first row and column from 0, how many it covers, and its text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class Grid:
    """A table as rows and columns of cells; a place that no cell covers is an empty cell."""

    rows: int
    columns: int
    cells: Sequence[GridCell]

    @cached_property
    def places(self) -> tuple[NDArray[np.intp], NDArray[np.intp], list[str], list[Box]]:
        """For each place the number of its text and of its box, and the texts and boxes.

        A box says how far the cell reaches from the place: to the left, above, right and below.
        """
        texts, boxes = {"": 0}, {(0, 0, 1, 1): 0}
        words = np.zeros((self.rows, self.columns), dtype=np.intp)
        reach = np.zeros((self.rows, self.columns), dtype=np.intp)
        for cell in self.cells:
            last_row = min(cell.row + cell.row_span, self.rows)
            last_column = min(cell.column + cell.column_span, self.columns)
            for row in range(cell.row, last_row):
                for column in range(cell.column, last_column):
                    box = cell.column - column, cell.row - row, last_column - column, last_row - row
                    words[row, column] = texts.setdefault(cell.text, len(texts))
                    reach[row, column] = boxes.setdefault(box, len(boxes))
        return words, reach, list(texts), list(boxes)

    @property
    def size(self) -> int:
        """How many places it has."""
        return self.rows * self.columns


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two grids share: in places, of those of gold and of those found."""

    shared: float
    gold: int
    found: int

    @property
    def precision(self) -> float:
        """Of the places found, the share that gold has so."""
        return self.shared / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of gold's places, the share that was found so."""
        return self.shared / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The similarity itself: 1 where both are the same."""
        places = self.gold + self.found
        return 2 * self.shared / places if places else 1.0


def content(gold: Grid, found: Grid) -> Likeness:
    """How alike the texts of two tables are, place by place: GriTS of content."""
    one, _, texts, _ = gold.places
    other, _, others, _ = found.places
    alike = cdist(texts, others, scorer=Indel.normalized_similarity, dtype=np.float32)
    return Likeness(_shared(one, other, alike), gold.size, found.size)


def topology(gold: Grid, found: Grid) -> Likeness:
    """How alike the cells of two tables lie, whatever they say: GriTS of topology."""
    _, one, _, boxes = gold.places
    _, other, _, others = found.places
    alike = np.array([[_overlap(a, b) for b in others] for a in boxes], dtype=np.float32)
    return Likeness(_shared(one, other, alike), gold.size, found.size)


def _overlap(one: Box, other: Box) -> float:
    """The area of both boxes over that of either."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    both = max(wide, 0) * max(high, 0)
    return both / (_area(one) + _area(other) - both)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _shared(one: NDArray[np.intp], other: NDArray[np.intp], alike: NDArray[np.float32]) -> float:
    """What two grids of numbers share, where `alike` says how alike any two numbers are.

    Rows are aligned first and columns by what is then beside each other, and the other way round.
    """
    return max(_rows_first(one, other, alike), _rows_first(one.T, other.T, alike))


def _rows_first(
    one: NDArray[np.intp], other: NDArray[np.intp], alike: NDArray[np.float32]
) -> float:
    columns = np.zeros((one.shape[1], other.shape[1]))
    for row, there in _aligned(_best_of_lines(one, other, alike)):
        columns += alike[one[row][:, None], other[there][None, :]]
    return float(sum(columns[pair] for pair in _aligned(columns)))


def _best_of_lines(
    one: NDArray[np.intp], other: NDArray[np.intp], alike: NDArray[np.float32]
) -> NDArray[np.float32]:
    """For each line of one and each of the other, what they share when aligned in order."""
    lines, others = one.shape[0], other.shape[0]
    before = np.zeros((other.shape[1] + 1, lines, others), dtype=np.float32)
    for place in range(one.shape[1]):
        now = np.zeros_like(before)
        for there in range(other.shape[1]):
            reward = alike[one[:, place][:, None], other[:, there][None, :]]
            best = np.maximum(before[there + 1], now[there])
            now[there + 1] = np.maximum(best, before[there] + reward)
        before = now
    best_of_all: NDArray[np.float32] = before[-1]
    return best_of_all


def _aligned(rewards: NDArray[np.floating[Any]]) -> list[tuple[int, int]]:
    """The pairs of lines, in order in both, that share most together."""
    lines, others = rewards.shape
    best = np.zeros((lines + 1, others + 1), dtype=np.float64)
    for line in range(lines):
        skipped = np.maximum(best[line, 1:], best[line, :-1] + rewards[line])
        best[line + 1, 1:] = np.maximum.accumulate(skipped)
    pairs = []
    line, there = lines, others
    while line and there:
        if best[line, there] == best[line - 1, there]:
            line -= 1
        elif best[line, there] == best[line, there - 1]:
            there -= 1
        else:
            line, there = line - 1, there - 1
            pairs.append((line, there))
    return pairs[::-1]
