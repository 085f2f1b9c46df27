"""Japanese numerals: figures, kanji and any mixture, from 〇 to 999兆, with exact values."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Fraction

KANJI_DIGITS = "〇一二三四五六七八九零壱弐参"
FIGURES = frozenset(KANJI_DIGITS + "0123456789")
_DIGIT_VALUE = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "壱": 1,
    "弐": 2,
    "参": 3,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "億": 10**8, "兆": 10**12}
MULTIPLIERS = _SMALL | _LARGE

# Longer runs of figures are codes, not values; Python itself refuses to read very long ones.
_LONGEST = 40
LARGEST = 10**18

# Figures, also with a space before each character (2 7 , 7 5 0), inside a group of three that is
# whole only with what stands behind it (12, 345 and 12,3 45), or before zeros (30 0円). Periods
# part thousands where there are several of them (1.234.567).
_SET_WIDE = r"(?:,\ ?\n?\ ?[0-9]{3}|,[0-9][\ \n][0-9]{2}|,[0-9]{2}[\ \n][0-9])(?![0-9])"
_FIGURE = (
    r"(?:[0-9](?:\ [0-9]){0,2}(?:\ ,\ [0-9]\ [0-9]\ [0-9])++(?!\ ?[0-9,])"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}+(?![0-9,.])"
    rf"|[0-9]++(?:{_SET_WIDE}|,[0-9]++|\ ,[0-9]{{3}}(?![0-9]))*+"
    r"(?:\.[0-9]++)?+(?:\ 0++(?=\s{0,12}円))?+)"
)
_KANJI = rf"[{KANJI_DIGITS}]++"
# A line may break inside an amount, also in double spacing, but only where 円 shows that it is one.
_LINE = r"\ {0,2}\n(?:\ {0,4}\n)?\ {0,8}"
_BREAK = _LINE + r"(?=[万億兆千百十]{0,3}[0-9,千百十万億]{0,16}円)"
_COUNTED = (
    rf"[{KANJI_DIGITS}十拾百千万億兆円年月割倍人名件社校区か箇ヶカ%余]|・[{KANJI_DIGITS}]|、[{KANJI_DIGITS}]"
    r"|パーセント|ポイント|団体|世帯|施設|事業|市町村|市町|町村|地区|地域"
)
NUMERAL = re.compile(
    rf"""
    (?: {_FIGURE}
      # 一 of 一般 and 十 of 十分 are no numerals: something countable or another digit follows.
      | (?=[{KANJI_DIGITS}十拾百千](?:{_COUNTED})) (?:{_KANJI})?+
    )
    (?: (?:\ {{0,2}}|{_BREAK})余?[十拾百千] (?: {_FIGURE} | {_KANJI} )?+
      | (?:\ {{0,2}}|{_BREAK})余?[万億兆]
        (?: (?:\ {{1,2}}|{_LINE})(?={_FIGURE}\ ?[億万千円]) )?+
        (?: {_FIGURE} | {_KANJI} )?+
    )*+
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(rf"[0-9][0-9,]*+(?:\.[0-9]++)*+|[{KANJI_DIGITS}]++|[十拾百千万億兆]")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]++)?+\Z")
_BY_PERIODS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}\Z")
# 12.345 is a decimal, or twelve thousand printed with a period; 0.345 and 12.34 are decimals.
_EITHER = re.compile(r"([1-9][0-9]{0,2})\.([0-9]{3})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral at `start:end` of the normalised text.

    `value` is null where the figures are not one number (2,3 or 1,2345). `unit` is the
    multiplier written after plain figures (千 in 81,011千) and 1 in a numeral that mixes several;
    `unit_at` is where that multiplier is written. `plain` says that there is no multiplier.
    `in_thousands` is the value where the only period may part thousands (12.345 as 12,345).
    """

    start: int
    end: int
    value: Number | None
    unit: int
    unit_at: int
    plain: bool
    in_thousands: Number | None = None


_OLD = re.compile(
    r"(?<=[0-9〇一二三四五六七八九十拾百千万億壱弐参])[萬圓壹貳參]|[壹貳參](?=[拾百千萬億兆])"
)
_NEW = {"萬": "万", "圓": "円", "壹": "壱", "貳": "弐", "參": "参"}


def in_new_kanji(text: str) -> str:
    """金參拾萬圓 as 金参拾万円: old forms in numerals, each character for itself.

    >>> in_new_kanji("金參拾萬圓 萬屋")
    '金参拾万円 萬屋'
    """
    if _NEW.keys().isdisjoint(text):
        return text
    for _ in range(2):  # 圓 shows itself once the 萬 before it has been read
        text = _OLD.sub(lambda match: _NEW[match.group()], text)
    return text


def find_numerals(text: str) -> list[Numeral]:
    """All numerals of a normalised text, from left to right."""
    return [_numeral(match.group(), match.start()) for match in NUMERAL.finditer(text)]


def _numeral(printed: str, start: int) -> Numeral:
    end = start + len(printed)
    if printed.isdigit() and printed.isascii():
        value = int(printed) if len(printed) <= _LONGEST else None
        return Numeral(start, end, value, 1, end, True)
    if len(printed) > _LONGEST:
        return Numeral(start, end, None, 1, end, False)
    body = printed.rstrip("十拾百千万億兆余 ")
    unit = 1
    for character in printed[len(body) :]:
        unit *= MULTIPLIERS.get(character, 1)
    # Only 千, 百万, 億 and their like behind plain figures are a unit; 2千5百万 has none.
    simple = bool(body) and not any(character in MULTIPLIERS for character in body)
    plain = unit == 1 and simple
    at = start + len(body)
    unit = unit if simple else 1
    either = _EITHER.fullmatch(body) if simple else None
    thousands = int(either[1] + either[2]) * unit if either else None
    return Numeral(start, end, number(printed), unit, at if simple else end, plain, thousands)


def number(printed: str) -> Number | None:
    """The value of a numeral in normalised text, or nothing where it is not one number.

    >>> number("1億3,000万5,000"), number("二十五億四千六百万"), number("2,3")
    (130005000, 2546000000, None)
    """
    if len(printed) > _LONGEST:
        return None
    total: Number = 0
    group: Number = 0
    pending: Number | None = None
    smallest = LARGEST
    largest_left = LARGEST
    for token in _TOKEN.findall(printed.replace("\n", "").replace(" ", "").replace("余", "")):
        if token in _SMALL:
            factor = _SMALL[token]
            if factor >= smallest:
                return None
            group += (1 if pending is None else pending) * factor
            pending, smallest = None, factor
        elif token in _LARGE:
            factor = _LARGE[token]
            group += pending or 0
            if factor >= largest_left or group == 0 or group * factor >= largest_left:
                return None
            total += group * factor
            group, pending, smallest, largest_left = 0, None, LARGEST, factor
        else:
            if pending is not None:
                return None
            pending = _figure(token)
            if pending is None or pending >= smallest:
                return None
    total += group + (pending or 0)
    if total >= LARGEST or group + (pending or 0) >= largest_left:
        return None
    if isinstance(total, Fraction) and total.denominator == 1:
        return int(total)
    return total


def _figure(token: str) -> Number | None:
    if token[0] in _DIGIT_VALUE:
        return int("".join(str(_DIGIT_VALUE[character]) for character in token))
    if "," in token and not _GROUPED.match(token):
        return None
    if _BY_PERIODS.match(token):
        return int(token.replace(".", ""))
    token = token.replace(",", "")
    if token.count(".") > 1:
        return None
    return Fraction(token) if "." in token else int(token)
