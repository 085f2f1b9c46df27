"""What kind of error a miss is: which of the questions about a figure was answered wrongly."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from pipeline.score.compare import spelling
from pipeline.score.lines import Json, JsonObject
from pipeline.score.records import amount_of, figures, main_amount, owner_of

Kind: TypeAlias = Literal[
    "value",  # another figure, or another text
    "unit",  # the right digits, times a power of ten
    "sign",  # the right figure, with the wrong sign
    "year",  # another year, or another phase of it
    "role",  # the figure stands in another field of the record
    "owner",  # the figure stands in another record, or the record has another's name
    "type",  # the record was found as one of another type
    "missing",
    "spurious",
]
_NAMES = frozenset({"name", "label", "channel", "event"})
_YEAR_PARTS = frozenset({"year", "end_year", "basis", "phase", "start", "end"})
# A name that is so like gold's is the right one, misspelt.
_SPELT_ALIKE = 80.0


class Others:
    """The found records by their figures and names, to see where a figure has gone."""

    def __init__(self, found: Sequence[JsonObject], paired: set[int]) -> None:
        self._by_yen: dict[int, set[int]] | None = None
        self._unpaired: dict[tuple[str, int | None], list[int]] = defaultdict(list)
        self._found = found
        self._taken: set[int] = set()
        for number, record in enumerate(found):
            if number not in paired:
                owner = owner_of(record)
                if owner is not None:
                    self._unpaired[spelling(owner), main_amount(record)].append(number)

    def has(self, yen: int, besides: JsonObject) -> bool:
        """Whether another record than this one gives an amount."""
        if self._by_yen is None:
            self._by_yen = defaultdict(set)
            for record in self._found:
                for _, _, have in figures({}, record):
                    self._by_yen[amount_of(have) or 0].add(id(record))
        return bool(self._by_yen.get(yen, set()) - {id(besides)})

    def of_another_type(self, gold: JsonObject) -> bool:
        """Whether an unpaired record of another type has gold's name and figure; it is taken."""
        owner = owner_of(gold)
        numbers = self._unpaired.get((spelling(owner), main_amount(gold)), []) if owner else []
        for number in numbers:
            if number not in self._taken and self._found[number].get("type") != gold["type"]:
                self._taken.add(number)
                return True
        return False

    def is_taken(self, number: int) -> bool:
        """Whether the found record was held to be a gold one of another type."""
        return number in self._taken


def kind_of(
    path: str,
    want: Json,
    have: Json,
    *,
    gold: JsonObject,
    found: JsonObject,
    others: Others,
) -> Kind:
    """The kind of a leaf that is not as gold has it."""
    last = path.rpartition(".")[2]
    if want is None:
        return "spurious"
    if last in _YEAR_PARTS and "." in path:
        return "year" if have is not None else "missing"
    if last == "yen" and isinstance(want, int):
        return _kind_of_amount(path, want, have, gold=gold, found=found, others=others)
    if have is None:
        return "missing"
    if last == "unit":
        return "unit"
    if path in _NAMES and isinstance(want, str) and isinstance(have, str):
        alike = fuzz.ratio(spelling(want), spelling(have)) >= _SPELT_ALIKE
        return "value" if alike else "owner"
    return "value"


def _kind_of_amount(
    path: str, want: int, have: Json, *, gold: JsonObject, found: JsonObject, others: Others
) -> Kind:
    if isinstance(have, int):
        if have == -want:
            return "sign"
        if _same_digits(want, have):
            return "unit"
    if want and _stands_elsewhere(want, path, gold=gold, found=found):
        return "role"
    if want and others.has(want, found):
        return "owner"
    return "missing" if have is None else "value"


def _stands_elsewhere(yen: int, path: str, *, gold: JsonObject, found: JsonObject) -> bool:
    """Whether the found record gives a figure in another field, which is not right there as well.

    What is paid from one source is printed twice: a part that gold says nothing of tells nothing.
    """

    def times(record: JsonObject) -> int:
        return sum(
            amount_of(value) == yen
            for where, _, value in figures({}, record)
            if f"{where}.yen" != path and (where.partition(".")[0] in gold or "." not in where)
        )

    return times(found) > times(gold)


def _same_digits(one: int, other: int) -> bool:
    """Whether two amounts differ by a power of ten only."""
    first, second = (str(abs(each)).rstrip("0") for each in (one, other))
    return bool(first) and first == second and (one < 0) == (other < 0)
