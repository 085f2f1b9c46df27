"""How right an extraction is: found records held against gold ones, field by field.

Gold records hold only the fields that somebody vouches for; those are scored and no others. Gold
and found records of a type are paired one to one by the assignment that agrees in most fields.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

# Not scored: what says which record it is, and what gold and found cannot share.
_UNSCORED = frozenset(
    {"type", "id", "document", "schema_version", "sources", "checks", "confidence", "same_as"}
)
# A pair that agrees in less than this share of gold's fields is a miss and a false find.
_LEAST_AGREEMENT = 0.34
_SPELLINGS = str.maketrans({"〜": "~", "∼": "~", "－": "-", "−": "-", "‐": "-", "―": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Miss:
    """A scored field that is not as gold has it. `field` is empty where the whole record is."""

    type: str
    record: str
    field: str
    gold: Json
    found: Json
    page: int | None = None


@dataclass(slots=True)
class Score:
    """Counts of fields: right, wrong or missing in what was found, found but not in gold."""

    gold_records: int = 0
    found_records: int = 0
    paired_records: int = 0
    right: int = 0
    missing: int = 0
    wrong: int = 0
    extra: int = 0

    @property
    def precision(self) -> float:
        """Of the fields found, the share that is right."""
        found = self.right + self.wrong + self.extra
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Of gold's fields, the share that was found right."""
        gold = self.right + self.wrong + self.missing
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, other: "Score") -> None:
        """Adds another count to this one."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by record type and by (type, field), and every miss."""

    types: dict[str, Score] = field(default_factory=dict)
    fields: dict[tuple[str, str], Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    @property
    def total(self) -> Score:
        """All types together."""
        total = Score()
        for score in self.types.values():
            total.add(score)
        return total


def read_json_lines(text: str) -> list[JsonObject]:
    """The objects of a JSON Lines text. ValueError names the first line that is none."""
    objects: list[JsonObject] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not JSON: {error.msg}") from error
        if not isinstance(value, dict):
            raise ValueError(f"line {number} is not a JSON object")
        objects.append(value)
    return objects


def evaluate(gold: Sequence[JsonObject], found: Sequence[JsonObject]) -> Evaluation:
    """Scores found records against gold ones. Types that gold does not have are not scored."""
    evaluation = Evaluation()
    for name in sorted({str(record["type"]) for record in gold}):
        _score_type(
            name,
            [record for record in gold if record["type"] == name],
            [record for record in found if record["type"] == name],
            evaluation,
        )
    return evaluation


def _score_type(
    name: str,
    gold: Sequence[JsonObject],
    found: Sequence[JsonObject],
    evaluation: Evaluation,
) -> None:
    score = evaluation.types.setdefault(
        name, Score(gold_records=len(gold), found_records=len(found))
    )
    pairs = _pair(gold, found)
    score.paired_records = len(pairs)
    vouched: set[str] = set()
    for index, expected in enumerate(gold):
        label = _label(expected)
        partner = found[pairs[index]] if index in pairs else None
        page = partner.get("page") if partner else expected.get("page")
        if partner is None:
            evaluation.misses.append(Miss(name, label, "", label, None, _whole(page)))
        for path, value in expected.items():
            if path in _UNSCORED:
                continue
            vouched.add(path)
            counts = Score()
            for leaf, want, have in _compare(value, partner.get(path) if partner else None):
                where = f"{path}{leaf}"
                if _same(want, have):
                    counts.right += want is not None
                    continue
                if want is None:
                    counts.extra += 1
                elif have is None:
                    counts.missing += 1
                else:
                    counts.wrong += 1
                if partner is not None:
                    evaluation.misses.append(Miss(name, label, where, want, have, _whole(page)))
            score.add(counts)
            evaluation.fields.setdefault((name, path), Score()).add(counts)
    for index in sorted(set(range(len(found))) - set(pairs.values())):
        record = found[index]
        extra = sum(len(_leaves(record.get(path))) for path in vouched)
        score.extra += extra
        label = _label(record)
        evaluation.misses.append(Miss(name, label, "", None, label, _whole(record.get("page"))))


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) else None


def _label(record: JsonObject) -> str:
    for key in ("name", "text", "description", "label", "event", "channel", "bureau", "points"):
        value = record.get(key)
        if value:
            return str(value)[:60]
    return json.dumps(record, ensure_ascii=False)[:60]


def _pair(gold: Sequence[JsonObject], found: Sequence[JsonObject]) -> dict[int, int]:
    """Index in gold to index in found, by the assignment that agrees in most fields.

    Only records that share a text or a figure can agree, so the rest of the matrix stays zero.
    """
    keys: dict[str, list[int]] = {}
    for index, record in enumerate(found):
        for key in set(_keys(record)):
            keys.setdefault(key, []).append(index)
    agreement = np.zeros((len(gold), len(found)))
    for row, expected in enumerate(gold):
        candidates = {column for key in set(_keys(expected)) for column in keys.get(key, ())}
        size = sum(len(_leaves(value)) for path, value in expected.items() if path not in _UNSCORED)
        for column in candidates:
            agreement[row, column] = _agreement(expected, found[column]) / max(size, 1)
    # Where two found records agree alike, the one in the same place of the document is meant.
    order = np.linspace(0, 1, len(gold))[:, None] - np.linspace(0, 1, len(found))[None, :]
    agreement -= 1e-6 * np.abs(order) * (agreement > 0)
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if agreement[row, column] >= _LEAST_AGREEMENT
    }


def _keys(record: JsonObject) -> Iterator[str]:
    for path, value in record.items():
        if path not in _UNSCORED and path not in {"fiscal_year", "prior_fiscal_year", "page"}:
            for leaf in _leaves(value):
                if isinstance(leaf, str) and len(leaf) > 1:
                    yield _spelling(leaf)
                elif isinstance(leaf, int) and not isinstance(leaf, bool) and abs(leaf) > 100:
                    yield str(leaf)


def _agreement(expected: JsonObject, record: JsonObject) -> int:
    return sum(
        _same(want, have)
        for path, value in expected.items()
        if path not in _UNSCORED
        for _, want, have in _compare(value, record.get(path))
        if want is not None
    )


def _leaves(value: Json) -> list[Json]:
    if isinstance(value, Mapping):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, list | tuple):
        return [leaf for part in value for leaf in _leaves(part)]
    return [] if value is None else [value]


def _compare(gold: Json, found: Json, path: str = "") -> Iterator[tuple[str, Json, Json]]:
    """Gold's leaves with what was found in their place: path, gold, found."""
    if isinstance(gold, dict):
        other = found if isinstance(found, dict) else {}
        for key, value in gold.items():
            yield from _compare(value, other.get(key), f"{path}.{key}")
    elif isinstance(gold, list):
        others = list(found) if isinstance(found, list) else []
        pairs = _pair_elements(gold, others)
        for index, value in enumerate(gold):
            partner = others[pairs[index]] if index in pairs else None
            yield from _compare(value, partner, f"{path}.{index}")
        for index in sorted(set(range(len(others))) - set(pairs.values())):
            yield f"{path}.+{index}", None, others[index]
    else:
        yield path, gold, found


def _pair_elements(gold: list[Json], found: list[Json]) -> dict[int, int]:
    if not gold or not found:
        return {}
    agreement = np.zeros((len(gold), len(found)))
    for row, want in enumerate(gold):
        for column, have in enumerate(found):
            leaves = list(_compare(want, have))
            same = sum(_same(a, b) for _, a, b in leaves)
            agreement[row, column] = same - 1e-3 * abs(row - column)
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True)}


def _same(gold: Json, found: Json) -> bool:
    if isinstance(gold, bool) or isinstance(found, bool):
        return bool(gold) == bool(found)
    if isinstance(gold, int | float) and isinstance(found, int | float):
        return abs(gold - found) <= 1e-9 * max(1.0, abs(gold))
    if isinstance(gold, str) and isinstance(found, str):
        return _spelling(gold) == _spelling(found)
    return gold == found


def _spelling(text: str) -> str:
    """One spelling for texts that are the same to a reader: NFKC, one dash, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SPELLINGS)).split())
