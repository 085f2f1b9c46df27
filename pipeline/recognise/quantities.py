"""Counted and measured values: people, places, shares and ratios, each with its own unit."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from models import FiscalYear, Quantity
from pipeline.recognise.counters import is_place
from pipeline.recognise.mention import Doubt, Mention
from pipeline.recognise.numerals import KANJI_DIGITS, Number, Numeral
from pipeline.recognise.qualifiers import qualifier_beside
from pipeline.recognise.reading import Reading, read
from pipeline.recognise.units import WHOLE, Unit, unit_after
from pipeline.recognise.worth import follow, shared_unit, worth
from pipeline.recognise.years import find_years

# Ordinals, codes and the parts of dates and names count nothing.
_NOT_BEFORE = re.compile(
    r"(?:第\s?|[A-Za-z№/〒][.-]?|[$€£¥]\s?|[0-9][.,]|[何幾]|[0-9]-"
    # 数 of 来場者数100万人 belongs to its noun; 数100万人 names no number.
    r"|(?<![一-龥ァ-ヶー])数|[間計額約年各費延毎全万億百千十,0-9]数|[0-9元]\s?年\s?|月\s?)\Z"
)
_PARTS_OF_DATES = frozenset({"日", "月", "年", "回", "か月", "カ月", "ヶ月"})
_YEAR_BEFORE = re.compile(r"年\s?度\s?\Z")
_RATE = re.compile(r"\s?(?:当たり|あたり|当り|につき)")
# 1日延べ86便, 1か月平均20人: how often, and no count of its own.
_EVERY = re.compile(r"\s?(?:平均|延べ|のべ)")
_PLACES = re.compile(
    r"四国|八戸|十日町|四日市|二本松|五所川原|六[ヶケ]所|八日市|廿日市|五日市|三本木|三田市|一日市|千日|百日"
)
_WORDS = re.compile(
    r"一\s?(?:人|部|本|件|日|回|点|組|つ|種|国|席|着|代|位|所|通|定|体|社\))|二人|二つ|三つ巴|[一二三四五六七八九十]橋"
)
_SIGN = re.compile(r"(?:[△▲−]|マイナス|(?:(?<![0-9A-Za-zぁ-ヿ一-龥])|(?<=[比差減はがも]))-)\s?\Z")
_LAST_OF_SIGN = frozenset("△▲−ス- ")
_CUMULATIVE = re.compile(r"(?:累計|累積|延べ|のべ|延|通算)(?:で|の)?\s?(?:約|およそ)?\s?\Z")
_CUMULATIVE_AFTER = re.compile(r"\s?[(<][^()<>\n]{0,14}累計|の?累計")
_YEAR_AFTER = re.compile(r"\s{0,2}[(<\[]([^()<>\[\]\n]{2,16})[)>\]]")
_BELOW_ZERO = re.compile(r"\s?[~〜]\s?(?:[△▲−]|マイナス)\s?")
# 3 0人 is 30 or two figures; 0人 it is not.
_CUT_OFF = re.compile(r"[0-9] \Z")
_NEAR = 6
_JOINT = re.compile(r"\s?(?:[~〜\-−―ー]|から|ないし|以上)\s?(?:約|およそ)?")
_CHANGED = re.compile(r"へ|に(?!わた|及|およ|上[るりっ回]|のぼ)")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: Number
    unit: str
    lower: Number | None = None
    either: bool = False


def find_quantities(
    text: str, *, year: int | None = None, money: bool = False
) -> list[Mention[Quantity]]:
    """All counted and measured values of a text, but for amounts of money.

    `year` is the document's own fiscal year, for a year in brackets behind the value. With
    `money`, values in 円 are quantities as well, as in tables of indicators.

    >>> [(m.value.value, m.value.unit) for m in find_quantities("15,430千人 (R3)")]
    [(15430000, '人')]
    """
    reading = read(text)
    found: list[_Found] = []
    for index, numeral in enumerate(reading.numerals):
        before = reading.numerals[index - 1] if index else None
        value = _find(reading.text, numeral, before, money=money)
        if value is None:
            continue
        joined = _joined(reading.text, found[-1], value) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(value)
    return [_mention(reading, value, year) for value in found]


def _find(text: str, numeral: Numeral, before: Numeral | None, *, money: bool) -> _Found | None:
    unit = _unit(text, numeral, money=money)
    if unit is None or _names_something(text, numeral, unit):
        return None
    start = numeral.start
    found = None if before is None else _with_before(text, before, numeral, unit)
    if found is not None:
        return found
    if numeral.value is None:
        pair = worth(text, [numeral], 0)  # 2,3割
        if pair.value is None or pair.low is None:
            return None
        return _Found(start, unit.end, pair.value * unit.factor, unit.name, pair.low * unit.factor)
    window = text[max(0, start - 3) : start]
    if _NOT_BEFORE.search(window) or (text[start] == "0" and _CUT_OFF.search(window)):
        return None
    if _YEAR_BEFORE.search(window) and unit.name in _PARTS_OF_DATES:
        return None
    value: Number = numeral.value * unit.factor + unit.added
    often = unit.name in _PARTS_OF_DATES and _EVERY.match(text, unit.end)
    if value == 1 and (often or _RATE.match(text, unit.end)):
        return None
    start, negative = _sign(text, start)
    either = False
    if numeral.in_thousands is not None and unit.name in WHOLE:
        value, either = numeral.in_thousands * unit.factor, True
    return _Found(start, unit.end, -value if negative else value, unit.name, either=either)


def _names_something(text: str, numeral: Numeral, unit: Unit) -> bool:
    """Whether a kanji numeral with its counter is a word or a place: 一人暮らし, 八戸, 三名町."""
    start = numeral.start
    if text[start] in KANJI_DIGITS:
        in_word = _WORDS.match(text, start) or _PLACES.match(text, start)
        return bool(in_word) or is_place(text, unit.end)
    return text[start] in "千百十" and _PLACES.match(text, start) is not None


def _with_before(text: str, before: Numeral, numeral: Numeral, unit: Unit) -> _Found | None:
    """A numeral that the one before it is a part of: 5～10%, 二、三割, 二・三%."""
    start = numeral.start
    gap = text[before.end : start]
    if before.value is None or numeral.value is None or start - before.end > _NEAR:
        return None
    low, high = before.value * unit.factor, numeral.value * unit.factor
    if gap == "・" and before.plain and numeral.plain:
        return _decimal(before, numeral, unit, numeral.end - start)
    head = text[before.start : before.end]
    if gap == "、" and len(head) == 1 and numeral.plain and follow(head, text[start : numeral.end]):
        return _Found(before.start, unit.end, high, unit.name, low)
    if _BELOW_ZERO.fullmatch(gap) and (began := _sign(text, before.start))[1] and high < low:
        return _Found(began[0], unit.end, -high, unit.name, -low)
    if _JOINT.fullmatch(gap) and "以上" not in gap and before.unit <= numeral.unit:
        low *= shared_unit(text, before, numeral)
        if low < high + unit.added:
            return _Found(before.start, unit.end, high + unit.added, unit.name, low)
    return None


def _unit(text: str, numeral: Numeral, *, money: bool) -> Unit | None:
    unit = unit_after(text, numeral.end)
    if unit is None and money and text.startswith("円", numeral.end):
        return Unit("円", numeral.end + 1)
    return unit


def _decimal(before: Numeral, numeral: Numeral, unit: Unit, places: int) -> _Found | None:
    """二・三% and 2・3倍, as print set vertically writes decimals."""
    if unit.name not in {"%", "倍", "ポイント"} or before.value is None or numeral.value is None:
        return None
    value = before.value + Fraction(numeral.value, 10**places)
    return _Found(before.start, unit.end, value * unit.factor, unit.name)


def _sign(text: str, start: int) -> tuple[int, bool]:
    if start == 0 or text[start - 1] not in _LAST_OF_SIGN:
        return start, False
    window = max(0, start - 6)
    match = _SIGN.search(text[window:start])
    return (start, False) if match is None else (window + match.start(), True)


def _joined(text: str, first: _Found, second: _Found) -> _Found | None:
    """10人から20人 is a range; 10人から20人に増 tells of two values."""
    gap = text[first.end : second.start]
    if len(gap) > 5 or first.unit != second.unit or not _JOINT.fullmatch(gap):
        return None
    if first.lower is not None or second.lower is not None or not first.value < second.value:
        return None
    if "から" in gap and _CHANGED.match(text, second.end):
        return None
    return replace(second, start=first.start, lower=first.value)


def _mention(reading: Reading, found: _Found, year: int | None) -> Mention[Quantity]:
    text = reading.text
    start, end, printed = reading.span(found.start, found.end)
    before = text[max(0, found.start - 8) : found.start]
    low = found.value if found.lower is None else found.lower
    value = Quantity(
        value=_plain(low),
        text=printed,
        unit=found.unit,
        comparator=None if found.lower else qualifier_beside(text, found.start, found.end),
        cumulative=bool(_CUMULATIVE.search(before) or _CUMULATIVE_AFTER.match(text, found.end)),
        fiscal_year=_year_after(text, found.end, year),
        upper_value=None if found.lower is None else _plain(found.value),
    )
    doubt: Doubt | None = "period" if found.either else None
    return Mention(start, end, printed, value, fiscal_year=value.fiscal_year, doubt=doubt)


def _plain(value: Number) -> int | float:
    return int(value) if value == int(value) else float(value)


def _year_after(text: str, end: int, year: int | None) -> FiscalYear | None:
    """The year in brackets behind a value, words like 以上 between them."""
    match = _YEAR_AFTER.match(text, end) or _YEAR_AFTER.match(text, end + 2)
    if match is None:
        return None
    years = find_years(match[1], year=year)
    return years[0].value if years else None
