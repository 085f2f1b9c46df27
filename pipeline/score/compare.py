"""Gold values and found values side by side, leaf by leaf."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.score.lines import Json, JsonObject

# Not scored: what says which record it is and where, and what gold and found cannot share.
UNSCORED = frozenset(
    {"type", "id", "document", "schema_version", "page", "sources", "checks", "confidence"}
    | {"same_as"}
)
_SPELLINGS = str.maketrans({"〜": "~", "∼": "~", "－": "-", "−": "-", "‐": "-", "―": "-", "–": "-"})


def scored(record: JsonObject) -> Iterator[tuple[str, Json]]:
    """The fields of a gold record that are scored."""
    return ((path, value) for path, value in record.items() if path not in UNSCORED)


def leaves(value: Json) -> list[Json]:
    """All plain values within a value; null is none."""
    if isinstance(value, Mapping):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [] if value is None else [value]


def compare(gold: Json, found: Json, path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Gold's leaves with what was found in their place: path, gold, found.

    The elements of lists are paired by what they agree in; found elements that gold has not come
    with null as gold.
    """
    if isinstance(gold, dict):
        other = found if isinstance(found, dict) else {}
        for key, value in gold.items():
            yield from compare(value, other.get(key), f"{path}.{key}" if path else key)
    elif isinstance(gold, list):
        others = list(found) if isinstance(found, list) else []
        pairs = _pair_elements(gold, others)
        for index, value in enumerate(gold):
            partner = others[pairs[index]] if index in pairs else None
            yield from compare(value, partner, f"{path}.{index}")
        for index in sorted(set(range(len(others))) - set(pairs.values())):
            yield f"{path}.+{index}", None, others[index]
    else:
        yield path, gold, found


def _pair_elements(gold: list[Json], found: list[Json]) -> dict[int, int]:
    if not gold or not found:
        return {}
    if len(gold) == len(found) == 1:
        return {0: 0}
    agreement = np.zeros((len(gold), len(found)))
    for row, want in enumerate(gold):
        for column, have in enumerate(found):
            agreeing = sum(same(a, b) for _, a, b in compare(want, have))
            agreement[row, column] = agreeing - 1e-3 * abs(row - column)
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True)}


def same(gold: Json, found: Json) -> bool:
    """Whether two leaves say the same: numbers by value, texts by spelling."""
    if isinstance(gold, bool) or isinstance(found, bool):
        return bool(gold) == bool(found)
    if isinstance(gold, int | float) and isinstance(found, int | float):
        return abs(gold - found) <= 1e-9 * max(1.0, abs(gold))
    if isinstance(gold, str) and isinstance(found, str):
        return spelling(gold) == spelling(found)
    return gold == found


@lru_cache(maxsize=1 << 17)
def spelling(text: str) -> str:
    """One spelling for texts that are the same to a reader: NFKC, one dash, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SPELLINGS)).split())
