"""Which way a clause moves its amounts: …を減額計上, 3億円減の, 減額: …; … を追加し.

A clause says once for all its amounts that they are taken away or added. An amount that something
became (1億円に減額) or that is a total beside it is no change, and stays what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from models import Money
from pipeline.normalise import normalise


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way an amount goes, and the words that say so, at `start:end` of the text."""

    sign: Literal[-1, 1]
    start: int
    end: int


class Span(Protocol):
    """Anything that stands at `start:end` of a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_LESS = (
    r"(?<!増)(?<!加)減(?!税|免|災|塩|反|速|農|量|価|債|感|点|退|食)|削減|縮減|圧縮"
    r"|引き?下げ|値下げ|マイナス|落ち込"
)
_MORE = r"増(?!減|税|資|進|設|床|築|員|収策)|追加|上乗せ|積み増|値上げ|引き?上げ|プラス"
# What may stand between the last amount and the words: 5億円余の減, 3,000千円を、それぞれ減額.
_BETWEEN = (
    r"[\s)\]」]*(?:余り?|程度|ほど|ずつ|弱|強)?\s?(?:の|を|が|も|は)?、?"
    r"(?:それぞれ|合わせて|一律に?|大幅に?|一部|全額|計|合計で?)?\s?"
)
_BEHIND = re.compile(rf"{_BETWEEN}(?:(?P<less>{_LESS})|(?P<more>{_MORE}))")
# A label before the amount: 減額 5,000千円; 減額補正額: 300千円.
_LABEL = re.compile(
    r"(?:(?P<less>(?<!増)減額?(?:分|補正額?)?|減少額|削減額|減収額?)|(?P<more>(?<!を)(?:増額|追加)(?:分|補正額?)?|増加額))"
    r"\s?[:、(は]?\s?(?:約|およそ)?\s?\Z"
)
_LABEL_LENGTH = 14
_SOME = re.compile(f"{_LESS}|{_MORE}")
# Between two amounts of one list stand names and signs of a list, and no verb.
_LIST = re.compile(
    r"(?:余り?|程度|ほど)?\s?(?:[、,・;\n]|及び|並びに|と|や|\(うち|のうち|うち)"
    r"(?:[^。ぁ-ん]|の|と|や|及び|並びに|うち|など|その|ほか|お|ば|せん|ごみ|まち){0,40}"
)
# A total is not moved with what is taken from it.
_TOTAL = re.compile(r"(?:総額|現計|補正前|既定|前年度|当初)[^。、]{0,12}\Z")


def find_directions(text: str, spans: Sequence[Span]) -> list[Direction | None]:
    """For each amount of a text, in order, which way its clause moves it; null for a level.

    >>> from pipeline.recognise import find_money
    >>> text = "人件費1,200千円、物件費300千円を減額し、総額を9,000千円とする"
    >>> [way.sign if way else None for way in find_directions(text, find_money(text))]
    [-1, -1, None]
    """
    level = "".join(one if len(one := normalise(c).text) == 1 else c for c in text)
    return directions_in(level, spans)


def directions_in(text: str, spans: Sequence[Span]) -> list[Direction | None]:
    """As `find_directions`, for a text that is normalised and the places in it."""
    if _SOME.search(text) is None:
        return [None] * len(spans)
    found: list[Direction | None] = [_own(text, span) for span in spans]
    for at in range(len(spans) - 2, -1, -1):
        here, after = spans[at], spans[at + 1]
        way = found[at + 1]
        if found[at] is not None or way is None or way.start < after.end:
            continue
        if _LIST.fullmatch(text, here.end, after.start) and not _is_total(text, here):
            found[at] = way
    return found


def _own(text: str, span: Span) -> Direction | None:
    """What is said right behind an amount, or as a label right before it."""
    behind = _BEHIND.match(text, span.end)
    if behind is not None:
        return _direction(behind)
    start = max(0, span.start - _LABEL_LENGTH)
    label = _LABEL.search(text, start, span.start)
    return _direction(label) if label is not None else None


def _direction(match: re.Match[str]) -> Direction:
    group = "less" if match["less"] else "more"
    return Direction(-1 if group == "less" else 1, match.start(group), match.end(group))


def _is_total(text: str, span: Span) -> bool:
    return _TOTAL.search(text, max(0, span.start - 20), span.start) is not None


def taken_away(value: Money) -> Money:
    """An amount that is a decrease, below zero; one that is printed with its sign stays.

    >>> taken_away(Money(yen=5000, text="5千円")).yen, taken_away(Money(yen=-5000, text="△5")).yen
    (-5000, -5000)
    """
    if value.yen is None or value.yen <= 0:
        return value
    if value.upper_yen is None:
        return value.model_copy(update={"yen": -value.yen})
    return value.model_copy(update={"yen": -value.upper_yen, "upper_yen": -value.yen})
