"""Amounts of money in a text, with their exact value in yen, role and qualifier."""

import re

from models import FiscalYear, Money, Qualifier
from pipeline.recognise.amounts import Told, find_amounts
from pipeline.recognise.bare import is_page_number
from pipeline.recognise.clauses import Direction, directions_in
from pipeline.recognise.joints import Amount
from pipeline.recognise.mention import Mention, MentionRole, Periods
from pipeline.recognise.qualifiers import qualifier_beside
from pipeline.recognise.reading import Reading, read
from pipeline.recognise.years import find_years

_ROLES: tuple[tuple[re.Pattern[str], MentionRole], ...] = (
    (re.compile(r"[\[〔]\s?\Z|[㉕-㉛]\s?\Z"), "prior"),
    (re.compile(r"[(\[]\s?(?:前|昨)年度?(?:同期)?(?:当初)?(?:予算)?額?[はが:、]?\s?\Z"), "prior"),
    (re.compile(r"拡充?[はが:、]?\s?\Z"), "expansion"),
    (re.compile(r"民間資金[はが:、]?\s?\Z"), "private"),
    (re.compile(r"限度額(?:[はが:、]|として)?\s?(?:約|およそ)?\Z"), "limit"),
    (re.compile(r"(?:当たり|あたり|当り|につき|単価)[^\d、。()\s]{0,4}\s?\Z"), "per_unit"),
    (re.compile(r"うち[^\d、。()\s]{0,10}\s?\Z"), "of_which"),
)
_PER = re.compile(r"\s?[/](?:人|件|世帯|戸|回|日|月|年|時間|台|kg|t|m|ha)")
_YEAR_BEFORE = re.compile(r"[(\[]([^()\[\]]{2,14})[)\]]\s?\Z")
_YEAR_AFTER = re.compile(r"\s?[(<]([^()<>]{2,12})[)>]")
# Where a text says so, an amount in round brackets is the year before's.
_PRIOR_NOTE = re.compile(
    r"\(前年度[^()\[\]0-9]{0,8}\)|(?:括弧|かっこ|カッコ|\(\s?\))[内書]?[^。\n]{0,6}前年度"
)
_CHANGE_WORDS = re.compile("皆増|皆減")
# A dash in brackets, or alone in its cell; "- 協働事業の推進" is an item of a list.
_DASH = re.compile(
    r"(?<=[\[(〔])\ ?(?P<inner>[-−―ー‐–—─])(?=\ ?[\])〕])"
    r"|(?:(?<=[\t|])|(?<=[0-9\])] )|^)(?P<cell>[-−―ー‐–—─])(?=\ *(?:[\t|\n]|\Z|[0-9\[]))",
    re.MULTILINE,
)
# 市内一円 and 北部地域一円 are all over a place, and no money.
_ALL_OVER = re.compile(r"(?<=[内域県市町村区道府都国州方])一円(?!玉|硬貨|単位)")
_WINDOW = 16


def find_money(
    text: str, *, unit: int | None = None, periods: Periods | None = None
) -> list[Mention[Money]]:
    """All amounts of money in a text.

    `unit` is the multiplier that a heading or a note said (1000 for 千円); only with it are bare
    figures and dashes money. Amounts that are not exact in yen (0.5円) and those that name no
    number (数億円) are left out. `periods` says whether the period of 12.345千円 parts thousands,
    where the caller knows it; else it is held to, and the mention is in `doubt`.

    >>> [mention.value.yen for mention in find_money("総額は1億3,000万5,000円")]
    [130005000]
    """
    return find_told_money(text, Told(unit, periods))


def find_told_money(text: str, told: Told) -> list[Mention[Money]]:
    """As `find_money`, with all that a caller can say of bare figures."""
    unit = told.unit
    reading = read(text)
    printed = reading.text
    places = {match.start() for match in _ALL_OVER.finditer(printed)}
    found = find_amounts(printed, reading.numerals, told)
    amounts = [amount for amount in found if amount.start not in places]
    ordered = "前年度" in printed and _PRIOR_NOTE.search(printed) is not None
    mentions = [
        _mention(reading, amount, way, ordered=ordered)
        for amount, way in zip(amounts, directions_in(printed, amounts), strict=True)
    ]
    nothing = [match.span() for match in _CHANGE_WORDS.finditer(printed)]
    if unit is not None and not is_page_number(printed):
        nothing += [match.span(match.lastgroup or 0) for match in _DASH.finditer(printed)]
    if nothing:
        signs = {place for amount in amounts for place in range(amount.start, amount.end)}
        mentions += [_nothing(reading, span, unit or 1) for span in nothing if span[0] not in signs]
        mentions.sort(key=lambda mention: mention.start)
    return mentions


def _mention(
    reading: Reading, amount: Amount, way: Direction | None, *, ordered: bool
) -> Mention[Money]:
    text = reading.text
    start, end, printed = reading.span(amount.start, amount.end)
    value = Money(
        yen=amount.yen,
        text=printed,
        unit=amount.unit,
        unit_text=amount.unit_text,
        qualifier=_qualifier(text, amount),
        upper_yen=amount.upper,
    )
    window = text[max(0, amount.start - _WINDOW) : amount.start]
    role = _role(window)
    if role is None and ordered and window.endswith("(") and text.startswith(")", amount.end):
        role = "prior"
    if role is None and way is not None and way.sign < 0:
        role = "decrease"
    if role is None and _PER.match(text, amount.end):
        role = "per_unit"
    year = _year_beside(text, window, amount.end)
    return Mention(start, end, printed, value, role, year, "period" if amount.either else None)


def _qualifier(text: str, amount: Amount) -> Qualifier | None:
    if amount.upper is not None:
        return None
    if "余" in text[amount.start : amount.end]:  # 3億2千余万円
        return "more_than"
    return qualifier_beside(text, amount.start, amount.end)


def _role(window: str) -> MentionRole | None:
    """What the words before an amount make of it."""
    return next((role for pattern, role in _ROLES if pattern.search(window)), None)


def _year_beside(text: str, window: str, end: int) -> FiscalYear | None:
    """The year in brackets right before an amount, or right after it."""
    if window[-1:] in {")", "]", " "} and (match := _YEAR_BEFORE.search(window)):
        years = find_years(match[1])
        if len(years) == 1:
            return years[0].value
    if text[end : end + 2].strip()[:1] in {"(", "<"} and (match := _YEAR_AFTER.match(text, end)):
        years = find_years(match[1])
        if len(years) == 1 and years[0].start == 0:
            return years[0].value
    return None


def _nothing(reading: Reading, span: tuple[int, int], unit: int) -> Mention[Money]:
    """A dash, 皆増 or 皆減 where a figure would stand."""
    start, end, printed = reading.span(*span)
    role: MentionRole | None = (
        "prior" if reading.text[span[0] - 1 : span[0]] in {"[", "〔"} else None
    )
    return Mention(start, end, printed, Money(yen=None, text=printed, unit=unit, none=True), role)
