"""What a numeral is worth together with the one before it: ranges, thousands and decimals cut."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.recognise.joints import CHANGED, JOINT, is_reversed
from pipeline.recognise.numerals import FIGURES, Number, Numeral, number

_TWO = re.compile(r"[1-9],[1-9](?![0-9,])")
_DIGITS = "123456789"
_KANJI = "一二三四五六七八九"
_LARGE = frozenset("万億兆")
_NEAR = 6
# 12.3億 is a decimal; only in these units is a period ever set for a comma.
_EITHER_UNITS = frozenset({1, 10**3, 10**6})


@dataclass(frozen=True, slots=True)
class Worth:
    """The value of a numeral, null where it is no one number; it begins at `start`.

    `low` is the lower end of a range that shares the numeral's unit. `in_thousands` is the value
    where a period may part thousands.
    """

    start: int
    value: Number | None
    low: Number | None = None
    in_thousands: Number | None = None


def worth(text: str, numerals: Sequence[Numeral], index: int) -> Worth:
    """The value of `numerals[index]`, read with what stands before it."""
    numeral = numerals[index]
    before = numerals[index - 1] if index else None
    if before is None or numeral.start - before.end > _NEAR:
        return _alone(text, numeral)
    gap = text[before.end : numeral.start]
    if not gap:
        return Worth(numeral.start, None)  # 5〇〇 mixes two ways of writing
    if gap in {"、", "・", ",", "."}:
        return _cut(text, before, numeral)
    if gap in {"飛んで", "とんで"}:
        return _skipped(text, before, numeral)
    if numeral.value is None or before.value is None or before.unit > numeral.unit:
        return _alone(text, numeral)
    if JOINT.fullmatch(gap) and not ("から" in gap and CHANGED.match(text, numeral.end)):
        low = before.value * shared_unit(text, before, numeral)
        if low < numeral.value:
            return Worth(before.start, numeral.value, low)
    return _alone(text, numeral)


def shared_unit(text: str, before: Numeral, numeral: Numeral) -> int:
    """What the lower end of a range lacks of the upper end's unit: 10~20億, 5千~6千万.

    >>> from pipeline.recognise.numerals import find_numerals
    >>> shared_unit("5千~6千万", *find_numerals("5千~6千万"))
    10000
    """
    if before.plain:
        return numeral.unit
    own, whole = text[before.unit_at : before.end], text[numeral.unit_at : numeral.end]
    return numeral.unit // before.unit if own and whole != own and whole.startswith(own) else 1


def is_broken_off(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether a figure hangs on a dash to a larger one: 1億-2万 is no amount, nor are its parts."""
    here = numerals[index]
    for first, second in ((index - 1, index), (index, index + 1)):
        if first < 0 or second >= len(numerals):
            continue
        one, other = numerals[first], numerals[second]
        gap = text[one.end : other.start]
        if not one.plain and is_reversed(gap, one.value, other.value):
            return not here.plain
    return False


def _alone(text: str, numeral: Numeral) -> Worth:
    printed = text[numeral.start : numeral.end]
    if numeral.value is None and _TWO.match(printed) and follow(printed[0], printed[2]):
        value = number(printed[2:])  # 2,3万
        low = None if value is None else int(printed[0]) * numeral.unit
        return Worth(numeral.start, value, low)
    either = numeral.in_thousands if numeral.unit in _EITHER_UNITS else None
    return Worth(numeral.start, numeral.value, in_thousands=either)


def _cut(text: str, before: Numeral, numeral: Numeral) -> Worth:
    """A numeral cut by a mark: 3、456万 (thousands), 三・五億 (decimal), 二、三億 (a range)."""
    mark = text[before.end]
    head, tail = text[before.start : before.end], text[numeral.start : numeral.end]
    first, second = head[-1], tail[0]
    alone = len(head) == 1 and tail[1:2] not in FIGURES
    if mark == "、" and alone and follow(first, second):
        return Worth(before.start, numeral.value, (before.value or 0) * numeral.unit)
    whole = before.unit == 1 and _LARGE.isdisjoint(head)
    if mark == "・" and whole and not (alone and first in _DIGITS and follow(first, second)):
        return Worth(before.start, _decimal(before, numeral))
    if mark != "、":
        return Worth(numeral.start, None)
    leading = len(tail) - len(tail.lstrip("0123456789"))
    parts_thousands = leading == 3 and first.isdigit() and second.isdigit() and "," not in head
    if parts_thousands:
        value = number(f"{head},{tail}")
        digits = len(head) - len(head.rstrip("0123456789"))
        if value is not None and (digits == 1 or numeral.unit in _EITHER_UNITS):
            return Worth(before.start, value)
    if first in FIGURES and not before.plain:
        return Worth(numeral.start, None)  # 1万2、3千円
    if not before.plain or not parts_thousands:
        return _alone(text, numeral)
    return Worth(numeral.start, None)


def _skipped(text: str, before: Numeral, numeral: Numeral) -> Worth:
    """10億飛んで5万 is 10億5万: 飛んで says that the places between are empty."""
    smallest = {"万": 10**4, "億": 10**8, "兆": 10**12}.get(text[before.end - 1], 0)
    if before.value is None or numeral.value is None or numeral.value >= smallest:
        return Worth(numeral.start, None)
    return Worth(before.start, before.value + numeral.value)


def _decimal(before: Numeral, numeral: Numeral) -> Number | None:
    """三・五億 is 3.5億 and 二十五・五 is 25.5: what follows the point is read digit by digit."""
    if before.value is None or numeral.value is None:
        return None
    digits = numeral.value / numeral.unit
    if digits != int(digits) or not 0 < digits < 100:
        return None
    places = len(str(int(digits)))
    value = number(f"{int(before.value)}.{int(digits):0{places}}")
    return None if value is None else value * numeral.unit


def follow(first: str, second: str) -> bool:
    """Whether two digits count up by one, as both ends of 二、三億 do."""
    return any(
        first in digits and second in digits and digits.index(second) == digits.index(first) + 1
        for digits in (_DIGITS, _KANJI)
    )
