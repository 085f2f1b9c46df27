"""Which found record is meant by which gold record: one to one, by what they agree in.

Only records that share a text or a figure can agree. So each gold record is held against the few
that share its rarest ones, records fall into small groups that have nothing to do with each other,
and each group is assigned for itself: the time grows with the number of records.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from pipeline.corrections.fields import AMOUNTS, OWNERS
from pipeline.score.compare import UNSCORED, spelling
from pipeline.score.lines import Json, JsonObject
from pipeline.score.records import amount_of

# A pair that agrees in less than this share of gold's fields is a miss and a false find, unless it
# agrees in name and main figure: then what else gold has is missing from it.
LEAST_AGREEMENT = 0.34
_CANDIDATES = 64
# Of pairs that agree alike, the nearer one is better by this much of the document.
_NEARNESS = 1e-6
_DENSE_CELLS = 4_000_000
_YEARS = ("fiscal_year", "prior_fiscal_year", "prior_year")

_Scalar: TypeAlias = str | int | float | bool
_Leaf: TypeAlias = tuple[str, _Scalar, int]
_Edge: TypeAlias = tuple[int, int, float]


@dataclass(slots=True)
class _Side:
    """A record for pairing: its leaves, its name and main figure, and its pages."""

    leaves: frozenset[_Leaf]
    core: frozenset[_Leaf] = field(default_factory=frozenset)
    pages: frozenset[int] = field(default_factory=frozenset)


def pair(gold: Sequence[JsonObject], found: Sequence[JsonObject]) -> dict[int, int]:
    """Index in gold to index in found.

    Where gold names a page, only what stands on that page can be meant. Of records that agree
    alike, the one in the same place of the document is.
    """
    wanted = [
        _Side(frozenset(_leaves_of(record)), _core_of(record), _page_of(record)) for record in gold
    ]
    there = [_Side(frozenset(_leaves_of(record)), pages=_pages_of(record)) for record in found]
    edges = _edges(wanted, there)
    if not edges:
        return {}
    return _assign_groups(edges)


def _assign_groups(edges: Sequence[_Edge]) -> dict[int, int]:
    """The best assignment, each group of connected records for itself."""
    rows = np.array([row for row, _, _ in edges])
    columns = np.array([column for _, column, _ in edges])
    size = int(rows.max()) + int(columns.max()) + 2
    places = (rows, columns + int(rows.max()) + 1)
    joined = coo_array((np.ones(len(edges)), places), shape=(size, size))
    labels = connected_components(joined, directed=False)[1].tolist()
    groups: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[labels[edge[0]]].append(edge)
    pairs: dict[int, int] = {}
    for group in groups.values():
        pairs.update(_assign(group))
    return pairs


def _edges(wanted: Sequence[_Side], there: Sequence[_Side]) -> list[_Edge]:
    """Pairs that may be meant, and in which share of gold's leaves they agree."""
    index: dict[tuple[str, _Scalar], list[int]] = defaultdict(list)
    for number, side in enumerate(there):
        for key in {(path, value) for path, value, _ in side.leaves if _tells(path, value)}:
            index[key].append(number)
    edges = []
    for row, side in enumerate(wanted):
        place = row / max(len(wanted) - 1, 1)
        for column in _candidates(side, index, int(place * (len(there) - 1))):
            if side.pages and not side.pages & there[column].pages:
                continue
            share = len(side.leaves & there[column].leaves) / max(len(side.leaves), 1)
            same_core = bool(side.core) and side.core <= there[column].leaves
            if share >= LEAST_AGREEMENT or same_core:
                distance = abs(place - column / max(len(there) - 1, 1))
                edges.append((row, column, share - _NEARNESS * distance))
    return edges


def _candidates(side: _Side, index: dict[tuple[str, _Scalar], list[int]], place: int) -> set[int]:
    """The found records that share the rarest of a gold record's leaves, the nearest first."""
    postings = [index[key] for path, value, _ in side.leaves if (key := (path, value)) in index]
    postings.sort(key=lambda numbers: (len(numbers), numbers[0]))
    chosen: set[int] = set()
    for numbers in postings:
        if len(chosen) + len(numbers) <= _CANDIDATES:
            chosen.update(numbers)
            continue
        middle = bisect_left(numbers, place)
        reach = max(_CANDIDATES - len(chosen), 8) // 2
        chosen.update(numbers[max(middle - reach, 0) : middle + reach])
        if len(chosen) >= 2 * _CANDIDATES:
            break
    return chosen


def _assign(edges: Sequence[_Edge]) -> dict[int, int]:
    """The best assignment within a group of records."""
    if len(edges) == 1:
        return {edges[0][0]: edges[0][1]}
    rows = sorted({row for row, _, _ in edges})
    columns = sorted({column for _, column, _ in edges})
    row_at = {row: number for number, row in enumerate(rows)}
    column_at = {column: number for number, column in enumerate(columns)}
    if len(rows) * len(columns) <= _DENSE_CELLS:
        weights = np.zeros((len(rows), len(columns)))
        for row, column, weight in edges:
            weights[row_at[row], column_at[column]] = weight
        chosen = zip(*linear_sum_assignment(weights, maximize=True), strict=True)
        return {rows[r]: columns[c] for r, c in chosen if weights[r, c] > 0}
    perfect = _perfect(edges)
    if not perfect:
        return _assign_sparsely(edges, rows=rows, columns=columns)
    taken = set(perfect.values())
    rest = [edge for edge in edges if edge[0] not in perfect and edge[1] not in taken]
    return perfect | (_assign_groups(rest) if rest else {})


def _perfect(edges: Sequence[_Edge]) -> dict[int, int]:
    """Of a group too large for a table, the pairs that agree in everything, the nearest first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for row, column, weight in sorted(edges, key=lambda edge: -edge[2]):
        if weight < 1 - 2 * _NEARNESS:
            break
        if row not in pairs and column not in taken:
            pairs[row] = column
            taken.add(column)
    return pairs


def _assign_sparsely(
    edges: Sequence[_Edge], *, rows: Sequence[int], columns: Sequence[int]
) -> dict[int, int]:
    """The best assignment of a large group: a row may also take a column of its own."""
    row_at = {row: number for number, row in enumerate(rows)}
    column_at = {column: number for number, column in enumerate(columns)}
    # Weights are costs of 1 to 2; taking nothing costs 2, and zero would be no edge at all.
    entries = [(row_at[row], column_at[column], 2.0 - weight) for row, column, weight in edges]
    entries += [(number, len(columns) + number, 2.0) for number in range(len(rows))]
    r, c, costs = zip(*entries, strict=True)
    matrix = csr_array((costs, (r, c)), shape=(len(rows), len(columns) + len(rows)))
    chosen = zip(*min_weight_full_bipartite_matching(matrix), strict=True)
    return {rows[int(row)]: columns[int(column)] for row, column in chosen if column < len(columns)}


def _leaves_of(record: JsonObject) -> list[_Leaf]:
    """The record's leaves, without the numbers of list elements, equal ones counted up."""
    seen: Counter[tuple[str, _Scalar]] = Counter()
    found = []
    for name, value in record.items():
        if name not in UNSCORED:
            for path, leaf in _walk(name, value):
                seen[path, leaf] += 1
                found.append((path, leaf, seen[path, leaf]))
    return found


def _core_of(record: JsonObject) -> frozenset[_Leaf]:
    """The leaves of a record's name and main figure, where it has both."""
    owner = next((name for name in OWNERS if record.get(name)), None)
    figure = next((name for name in AMOUNTS if amount_of(record.get(name)) is not None), None)
    if owner is None or figure is None:
        return frozenset()
    name, yen = str(record[owner]), amount_of(record[figure]) or 0
    return frozenset([(owner, spelling(name), 1), (f"{figure}.yen", yen, 1)])


def _walk(path: str, value: Json) -> list[tuple[str, _Scalar]]:
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in _walk(f"{path}.{key}", part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _walk(f"{path}.", part)]
    if value is None:
        return []
    return [(path, spelling(value) if isinstance(value, str) else value)]


def _tells(path: str, value: _Scalar) -> bool:
    """Whether a leaf says which record it is. A year or a unit stands in every other record."""
    if path.partition(".")[0] in _YEARS:
        return False
    if isinstance(value, str):
        return len(value) > 1
    return not isinstance(value, bool) and isinstance(value, int | float) and abs(value) > 100


def _page_of(record: JsonObject) -> frozenset[int]:
    page = record.get("page")
    return frozenset([page]) if isinstance(page, int) else frozenset()


def _pages_of(record: JsonObject) -> frozenset[int]:
    sources = record.get("sources")
    pages = [record.get("page")]
    if isinstance(sources, dict):
        pages += [each.get("page") for each in sources.values() if isinstance(each, dict)]
    return frozenset(page for page in pages if isinstance(page, int))
