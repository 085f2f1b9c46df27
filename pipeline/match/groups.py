"""What hangs together among pairs: groups that can be solved one by one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator


def components(places: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Groups of places that are joined by a row or a column."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    ordered = sorted(places)
    for row, column in ordered:
        leader[find(("row", row))] = find(("column", column))
    groups: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for row, column in ordered:
        groups[find(("row", row))].append((row, column))
    yield from groups.values()
