"""Of which year a figure of a sentence is: by its own words, its topic's, or the sentence before.

A year that something is compared with (令和2年度との比較では), one inside a clause that describes a
noun (令和3年度で大幅な減収を見込んだ市民税), and one that something began in (令和2年度以来) are
not the figure's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models import FiscalYear
from pipeline.prose.binding import Bound
from pipeline.recognise import find_years

_NOT_ITS = re.compile(
    r"の[^、。0-9]{1,10}?(?:を|より)[^、。]{0,12}?(?:上回|下回|超え|割り?込)|(?:当初|末)?(?:予算|決算)?を[^、。]{1,24}?(?:上回|下回)|(?:へ|に)(?:の?繰り?越)|と[0-9]{1,4}年度に(?:次ぐ|続く)"
    r"|の?(?:当初|決算|予算)?(?:の約?[0-9.]+倍|(?:と|に)?(?:ほぼ|概ね)?(?:同額|同じ|同程度|同規模|次ぐ|並み))|(?:末|中|の|当初|決算|予算|最終|補正後|額)*(?:比(?!率)|に比べ|と比|との比|に対し|同期比|同月比|対比|以来|以降|の[^、。]{1,10}以[来降]|から(?!令和|平成|\d)|より|を(?:上回|下回)|へ|に(?:整備|策定|開始|設置|制定|完成|終了|実施)し)"
)
# A verb between a year and the comma: the year is that of the clause.
_CLAUSE = re.compile(
    r"(?:した|する|いた|った|んだ|れた|れる|なった|による|に伴う|ための?|から|により)"
)
_NEAR = 12
_SPOKEN_FROM = re.compile(r"[今昨来]年")
_FAR = 10
# 7.4%(前年度7.9%)
_TOUCHES = re.compile(r"[はが]?(?:約|およそ)?")
_FIGURE = re.compile(r"[0-9]")
_BESIDE = re.compile(r"[前翌同]年")
_BARE = re.compile(r"(?<![0-9.,第])[0-9]{1,2}年度")
# 令和7年度防災計画 is called so.
_NAME = re.compile(
    r"(?!一般|特別|企業|当初|補正|予算|決算|最終|歳|末|中|分|全|各|[一-龥]{1,8}会計)[一-龥ァ-ヺ「]"
)
_HEAD = re.compile(
    r"(?:[^、。]{0,6}、|\s)?(?P<bill>議案?第[0-9一二三四五六七八九十百]{1,5}号[、\s「『]{0,2})?"
)
# 令和5年度の決算がまとまりました: what the text goes on about, and not 決算で赤字となった.
_OF_BUDGET = re.compile(
    r"[^、。ぁ-ん]{0,16}(?:の[^、。ぁ-ん]{0,16}){0,2}(?:予算|決算)"
    r"(?!剰余|統計|審査|特別|案?額?(?:で(?!は)|に比|と比|比|より|から|を[上下]))"
)
_TOPICAL = re.compile(
    r"[^、。]{0,24}?(?:は、|では、?|には、?|(?:で|を)(?:申し|言い|いい|見|み)(?:上げ)?(?:ます)?と、|(?:について|につきまして|におきまして)は)"
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A year said at `start:end` of a sentence; `value` is null for one of an unknown era."""

    start: int
    end: int
    value: FiscalYear | None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the years of a text are counted from.

    `year` is the document's own; `headed` that of the section, from which the year before and the
    next (前年度, 翌年度) are counted. `western` says that bare years are western (26年度 is 2026),
    `meeting` that the document's year is only that of the day on which somebody spoke,
    `looking_back` that it is a past one: this year and last (今年度, 昨年度) are not known then.
    """

    year: int | None
    headed: int | None = None
    western: bool = False
    meeting: bool = False
    looking_back: bool = False


def years_in(text: str, reckoning: Reckoning) -> list[Dated]:
    """The years of a sentence that may be a figure's."""
    found: list[Dated] = []
    known: set[int] = set()
    for mention in find_years(text, year=reckoning.year):
        value: FiscalYear | None = mention.value
        if _BESIDE.match(mention.text):
            value = _counted(mention.value, reckoning)
        elif reckoning.looking_back and _SPOKEN_FROM.match(mention.text):
            value = None
        behind = _NOT_ITS.match(text, mention.end)
        name = re.match(r"(?:本|今|前|昨)年度?\Z", mention.text) and re.match(
            r"(?!当初|末|中|分|予算|補正|決算|度)[一-龥]", text[mention.end : mention.end + 2]
        )
        known.update(range(mention.start, mention.end))
        if behind is None and not name:
            found.append(Dated(mention.start, mention.end, value))
    found += [
        Dated(bare.start(), bare.end(), _western(bare, reckoning))
        for bare in _BARE.finditer(text)
        if bare.start() not in known and not _NOT_ITS.match(text, bare.end())
    ]
    return sorted(found, key=lambda each: each.start)


def _counted(value: FiscalYear, reckoning: Reckoning) -> FiscalYear | None:
    """前年度 counted from the section's year; null where only the day of the speech is known."""
    if reckoning.headed is None or reckoning.year is None:
        return None if reckoning.meeting else value
    return value.model_copy(update={"year": value.year + reckoning.headed - reckoning.year})


def _western(bare: re.Match[str], reckoning: Reckoning) -> FiscalYear | None:
    full = 2000 + int(bare[0].removesuffix("年度"))
    near = reckoning.year is not None and abs(full - reckoning.year) <= _FAR
    return FiscalYear(year=full, text=bare[0]) if near and reckoning.western else None


def year_of(text: str, bound: Bound, dated: Sequence[Dated]) -> Dated | None:
    """The year that a sentence gives one of its figures; null where it says none."""
    if bound.figure.year is not None:
        return Dated(bound.figure.start, bound.figure.end, bound.figure.year)
    best: tuple[float, Dated] | None = None
    for each in dated:
        if each.start >= bound.figure.end:
            continue
        bits = _bits(text, bound, each)
        if bits > 0 and (best is None or bits >= best[0]):
            best = (bits, each)
    return best[1] if best else None


def leads(text: str, dated: Dated) -> Literal["", "paragraph", "section", "bill"]:
    """How far a year at the head of its sentence is that of those after it as well.

    >>> text = "また、令和5年度の予算は、"
    >>> leads(text, years_in(text, Reckoning(None))[0])
    'section'
    >>> text = "令和5年度の決算で赤字となり、"
    >>> leads(text, years_in(text, Reckoning(None))[0])
    ''
    """
    head = _HEAD.fullmatch(text, 0, dated.start)
    if head is None or dated.value is None or dated.value.basis != "fiscal":
        return ""
    if _OF_BUDGET.match(text, dated.end):
        return "bill" if head["bill"] else "section"
    named = _NAME.match(text, dated.end)
    return "paragraph" if named is None and _TOPICAL.match(text, dated.end) else ""


def _bits(text: str, bound: Bound, each: Dated) -> float:
    """How much speaks for a year being the figure's; nothing for one of another clause."""
    if bound.span is not None and each.end <= bound.span[0]:
        gap = text[each.end : bound.span[0]]
        if len(gap) <= _NEAR and not _CLAUSE.search(gap) and "、" not in gap:
            return 5.0
    if _NAME.match(text, each.end):
        return 0.0
    if bound.turn.way == "before" and _TOUCHES.fullmatch(text, each.end, bound.figure.start):
        return 5.0
    for part in bound.before:
        if not part.lead <= each.start < max(part.end, part.lead + 1):
            continue
        if part.what == "time":
            return 0.0 if _is_done(text, bound, each) else 3.0
        if part.what in ("reason", "compared", "clause"):
            return 0.0
        described = _CLAUSE.search(text, each.end, part.start) if each.end < part.start else None
        if described:
            return 0.0
        # 令和2年度の対策として支出があった: what was done, and no topic.
        topical = part.topic and not part.particle.startswith("と")
        return 4.0 if part.touching else 2.5 if topical else 0.0
    return 2.0 if bound.span is not None and bound.span[0] <= each.start < bound.span[1] else 0.0


def _is_done(text: str, bound: Bound, each: Dated) -> bool:
    """Whether a year was that of a figure before, and the sentence has gone on to other things.

    令和6年度は18億円の赤字となったことから、10億円を貸し付ける: a reason ends there;
    令和12年に220万人とすることを目標に、3億円を計上: no amount is of a calendar year alone.
    """
    between = text[each.end : bound.figure.start]
    if _FIGURE.search(between) is None:
        return False
    loose = each.value is not None and each.value.basis == "calendar"
    if loose and bound.figure.group == "yen":
        return True
    ended = [p for p in bound.before if p.what == "reason" and p.lead >= each.end]
    return any(_FIGURE.search(text, each.end, part.lead) for part in ended)


def carried(text: str) -> bool:
    """Whether a sentence goes on about the year of the one before it.

    >>> carried("内訳といたしましては、市民税で3億円の増収です。"), carried("次に、福祉です。")
    (True, False)
    """
    return re.match(r"(?:この|その|これ|うち|内訳|また|なお|さらに|同)", text) is not None
