"""From numerals to amounts: which numerals of a text are money, with sign and both ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.recognise.bare import is_amount, stands_free
from pipeline.recognise.joints import Amount, joined, signed
from pipeline.recognise.mention import Periods
from pipeline.recognise.numerals import FIGURES, LARGEST, Number, Numeral
from pipeline.recognise.spoken import is_spoken_amount
from pipeline.recognise.worth import Worth, is_broken_off, worth

# 円滑, 円卓, 円高 … are no money, nor are 1万円札 and 100円ショップ.
_YEN = re.compile(
    r"\ {0,2}(?:\n\ {0,8}){0,2}(?:余り?|有余)?円"
    r"(?![滑卓形筒周盤錐満熟陣弧環柱高安札玉建]|相場|硬貨|ショップ)"
)
_CURRENCY = re.compile(r"(?:¥|(?<![A-Za-z])JPY)\ ?\Z")
# (千円) behind a figure, and (1,234)千円.
_BRACKETED_UNIT = re.compile(r"\s?\((千|百万|万|億|十億)?円\)")
_UNIT_BEHIND = re.compile(r"[)\]〕]\s?(千|百万|万|億|十億)?円")
_OPENED = re.compile(r"[(\[〔]\s?[△▲]?\s?\Z")
_FACTORS = {None: 1, "千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "十億": 10**9}
_SEN = re.compile(r"\s?[0-9一二三四五六七八九十]{1,2}\s?銭")
# 千円 and 百万円 alone are units of a table; only such words make them amounts.
_UNIT_WORDS = frozenset({"千", "百万", "十億"})
_SAID_BEFORE = re.compile(
    r"(?:当たり|あたり|当り|につき|一律|定額|[月年日]額|各|最低|最高|総額|計|約|およそ)の?\Z"
)
_SAID_AFTER = re.compile(
    r"」(?:を「|に改め|とある)|を(?:超|支|払|投|計|上|下|割|か)|に(?:達|上|な|満|引|値)|が(?:必要|支|交|給|かか)|ずつ|余|[弱強]|程度|の(?:寄附|寄付|値上げ|負担|引き?上げ|補助|商品券|減額|増額|給付|会費)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a caller says of bare figures: their unit, and what a period in them is.

    `all_money` says that every bare figure is an amount, whatever it looks like.
    """

    unit: int | None = None
    periods: Periods | None = None
    all_money: bool = False


def find_amounts(text: str, numerals: Sequence[Numeral], told: Told) -> list[Amount]:
    """All amounts of a normalised text; bare figures count only where their unit is told."""
    amounts: list[Amount] = []
    for index in range(len(numerals)):
        amount = _with_yen(text, numerals, index, told)
        if amount is None and told.unit is not None:
            amount = _bare(text, numerals, index, told)
        if amount is None:
            continue
        if amounts and amount.start < amounts[-1].end:
            amounts[-1] = signed(text, amount)  # the lower end of this range
            continue
        both = joined(text, amounts[-1], amount) if amounts else None
        if both is not None:
            amounts[-1] = both
        else:
            amounts.append(signed(text, amount))
    return amounts


def _with_yen(text: str, numerals: Sequence[Numeral], index: int, told: Told) -> Amount | None:
    """The amount of a numeral that 円 follows or ¥ precedes."""
    numeral = numerals[index]
    factor = 1
    if match := _YEN.match(text, numeral.end):
        end = match.end()
    elif numeral.plain and (match := _bracketed_unit(text, numeral)):
        end, factor = numeral.end, _FACTORS[match[1]]
    elif _currency(text, numeral.start) < numeral.start:
        end = numeral.end
    else:
        return _spoken(text, numerals, index)
    if text[numeral.start - 1 : numeral.start] in set("数何幾") or _SEN.match(text, end):
        return None
    if text.startswith("単位", end) and not any(c in FIGURES for c in text[numeral.start : end]):
        return None  # 百円単位
    if text[numeral.start : numeral.end] in _UNIT_WORDS and not _said(text, numeral.start, end):
        return None
    if is_broken_off(text, numerals, index):
        return None
    unit_text = "".join(text[numeral.unit_at : end].split()) if factor == 1 else ""
    found = worth(text, numerals, index)
    found = replace(found, start=_currency(text, found.start))
    return _amount(found, end, (numeral.unit, factor, unit_text), told.periods)


def _bracketed_unit(text: str, numeral: Numeral) -> re.Match[str] | None:
    """The unit in brackets of its own, or behind those of the figure: 5(千円), (1,234)千円."""
    if match := _BRACKETED_UNIT.match(text, numeral.end):
        return match
    behind = _UNIT_BEHIND.match(text, numeral.end)
    opened = _OPENED.search(text[max(0, numeral.start - 4) : numeral.start])
    return behind if opened else None


def _amount(
    found: Worth, end: int, unit: tuple[int, int, str], periods: Periods | None
) -> Amount | None:
    """The amount of a value in `unit`: the numeral's own, the factor applied to it, its print."""
    own, factor, printed = unit
    value, either = found.value, False
    # 1.500億円 is a decimal whatever its column says.
    if found.in_thousands is not None and periods != "decimal":
        value, either = found.in_thousands, periods is None
    yen = in_yen(value, factor)
    if yen is None:
        return None
    amount = Amount(found.start, end, yen, own * factor, printed, either=either)
    low = in_yen(found.low, factor)
    return amount if low is None or low >= yen else replace(amount, yen=low, upper=yen)


def in_yen(value: Number | None, factor: int) -> int | None:
    """A value times its unit, where that is exact in yen."""
    if value is None or value * factor != int(value * factor) or value * factor >= LARGEST:
        return None
    return int(value * factor)


def _currency(text: str, start: int) -> int:
    """Where ¥ or JPY before a figure begins; the figure's own start where there is none."""
    if start == 0 or text[start - 1] not in "¥Y ":
        return start
    match = _CURRENCY.search(text, max(0, start - 5), start)
    return start if match is None else match.start()


def _spoken(text: str, numerals: Sequence[Numeral], index: int) -> Amount | None:
    """An amount whose 円 was left out, where the words around it leave no doubt."""
    numeral = numerals[index]
    if numeral.plain or numeral.value is None or not is_spoken_amount(text, numerals, index):
        return None
    if is_broken_off(text, numerals, index):
        return None
    printed = text[numeral.unit_at : numeral.end].strip()
    found = worth(text, numerals, index)
    return _amount(found, numeral.end, (numeral.unit, 1, printed), None)


def _said(text: str, start: int, end: int) -> bool:
    window = text[max(0, start - 6) : start]
    return bool(_SAID_BEFORE.search(window) or _SAID_AFTER.match(text, end))


def _bare(text: str, numerals: Sequence[Numeral], index: int, told: Told) -> Amount | None:
    """A plain figure that stands by itself, in a cell or among brackets, and counts nothing."""
    numeral = numerals[index]
    if not numeral.plain or numeral.value is None or told.unit is None:
        return None
    if not stands_free(text, numeral):
        return None
    if not told.all_money and not is_amount(text, numerals, index, unit=told.unit):
        return None
    either = numeral.in_thousands if told.unit in {1, 10**3, 10**6} else None
    found = Worth(numeral.start, numeral.value, in_thousands=either)
    return _amount(found, numeral.end, (1, told.unit, ""), told.periods)
