"""Goals that a sentence sets: an indicator with where it stands, where it is to go, and by when.

Only sentences that speak of a goal are read, and only measures (…数, …率) are indicators.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from models import FiscalYear, Quantity
from pipeline.prose.figures import Figure
from pipeline.prose.noun_phrases import Words, no_words, noun_start
from pipeline.recognise import find_years

Role: TypeAlias = Literal["baseline", "target", "revised_target", "actual"]

_SPEAKS = re.compile(r"目標|目指")
_GOAL_BEFORE = re.compile(
    r"目標(?:値|数値|数)?(?:については|につきましては|を|は|が|の|として|である|に)?、?(?:年間|約|およそ)?\Z"
)
_NOW_BEFORE = re.compile(r"(?:現状|基準|当初)(?:値)?(?:は|が|の|を|で)?、?(?:年間|約|およそ)?\Z")
_DONE_BEFORE = re.compile(r"実績(?:値)?(?:は|が|の)?、?(?:年間|約|およそ)?\Z")
_FROM = re.compile(r"(?:以上|程度)?(?:から|より)")
_TO = re.compile(
    r"(?:以上|以下|程度)?(?:に|へ|まで)、?(?:まで)?(?:引き?[上下]げ|増|減|拡大|縮小|見直|変更|改|修正|高め|伸ば|し|する)"
)
_AIMED = re.compile(r"(?:以上|以下|程度)?(?:を|に|へ|と|まで)[^、。]{0,20}(?:目標|目指)")
_NAME = re.compile(
    r"(?:(?:また|なお|さらに|次に|特に|うち)、)?(?P<name>[^、。「」]{2,40}?)"
    r"(?:の(?:年間の?)?(?:数値)?目標(?:値|数)?(?:については|につきましては|は|が)?|の現状値?|については|について|につきましては|を|は|が)"
    r"(?=、|令和|平成|20[0-9]{2}|現状|基準|目標|年間|約|[0-9]|を)"
)
_IS_MEASURE = re.compile(
    r".*(?:率|数|量|額|割合|人口|度|件|時間|面積|高|寿命|比|点|回|台|人員|世帯|客|者)(?:等)?"
)


@dataclass(frozen=True, slots=True)
class Goal:
    """An indicator at `start:end` of a sentence, and its figures in their roles."""

    name: str
    start: int
    end: int
    parts: tuple[tuple[Role, Figure, Quantity], ...]


def goal_in(
    text: str, figures: Sequence[Figure], year: int | None, words: Words = no_words
) -> Goal | None:
    """The goal that a sentence sets for one indicator; null where it sets none that is plain.

    `figures` are the sentence's own; `year` is the document's fiscal year.

    >>> from pipeline.prose.figures import figures_in
    >>> text = "受診率の目標値を80%から85%に引き上げます。"
    >>> goal = goal_in(text, figures_in(text), 2024)
    >>> goal.name, [(role, figure.value.value) for role, figure, _ in goal.parts]
    ('受診率', [('target', 80), ('revised_target', 85)])
    """
    counted = [each for each in figures if isinstance(each.value, Quantity)]
    if not _SPEAKS.search(text) or not counted or len({each.kind for each in counted}) > 1:
        return None
    roles = [_role(text, counted, at) for at in range(len(counted))]
    named = _name(text, counted[0].start, words)
    if named is None or None in roles or len(set(roles)) < len(roles):
        return None
    if not {"target", "revised_target"} & set(roles):
        return None
    parts: list[tuple[Role, Figure, Quantity]] = []
    start = named[1]
    for role, figure in zip(roles, counted, strict=True):
        dated = _year(text, start, figure.start, year)
        if role is not None and isinstance(figure.value, Quantity):
            value = figure.value.model_copy(
                update={"fiscal_year": dated or figure.value.fiscal_year}
            )
            parts.append((role, figure, value))
        start = figure.end
    return Goal(text[slice(*named)], *named, tuple(parts))


def _role(text: str, figures: Sequence[Figure], at: int) -> Role | None:
    figure = figures[at]
    start = figures[at - 1].end if at else 0
    if at and _FROM.match(text, start) and _TO.match(text, figure.end):
        first = figures[at - 2].end if at > 1 else 0
        again = _GOAL_BEFORE.search(text, first, figures[at - 1].start)
        return "revised_target" if again else "target"
    if _GOAL_BEFORE.search(text, start, figure.start):
        return "target"
    if _NOW_BEFORE.search(text, start, figure.start):
        return "baseline"
    if _DONE_BEFORE.search(text, start, figure.start):
        return "actual"
    following = figures[at + 1] if at + 1 < len(figures) else None
    if following and _FROM.match(text, figure.end) and _TO.match(text, following.end):
        return "baseline"
    return "target" if _AIMED.match(text, figure.end) else None


def _name(text: str, end: int, words: Words) -> tuple[int, int] | None:
    """Where the measure stands that the sentence is about; null where it begins with none."""
    match = _NAME.match(text, 0, end + 1)
    if match is None:
        return None
    first, last = match.span("name")
    begin = noun_start(text, first, last, words)
    name = text[begin:last]
    return (begin, last) if len(name) > 1 and _IS_MEASURE.fullmatch(name) else None


def _year(text: str, start: int, end: int, year: int | None) -> FiscalYear | None:
    found = find_years(text[start:end], year=year)
    return found[-1].value if found else None
