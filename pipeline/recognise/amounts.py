"""From numerals to amounts: which numerals of a text are money, with sign and both ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.recognise.numerals import FIGURES, LARGEST, Number, Numeral, number
from pipeline.recognise.spoken import is_spoken_amount

# 円滑, 円卓, 円高 … are no money, nor are 1万円札 and 100円ショップ.
_YEN = re.compile(
    r"\ {0,2}(?:\n\ {0,8}){0,2}(?:余り?|有余)?円"
    r"(?![滑卓形筒周盤錐満熟陣弧環柱高安札玉]|相場|硬貨|ショップ)"
)
_CURRENCY = re.compile(r"(?:¥|(?<![A-Za-z])JPY)\ ?\Z")
_BRACKETED_UNIT = re.compile(r"\s?\((千|百万|万|億|十億)?円\)")
_FACTORS = {None: 1, "千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "十億": 10**9}
_SEN = re.compile(r"\s?[0-9一二三四五六七八九十]{1,2}\s?銭")
# Joints of a range: 10~20億円, 1億円から2億円, 500万円以上1,000万円未満.
_JOINT = re.compile(
    r"\s?(?:程度|ほど|ぐらい|くらい)?(?:[~〜\-‐–—−―ー]|から|ないし|乃至|以上)\s?(?:約|およそ)?"
)
# 1億円から2億円に増額 tells of two amounts, 1億円から2億円にわたる of a range.
_CHANGED = re.compile(r"\s?円?(?:余り?|程度)?(?:へ|に(?!わた|及|およ|上[るりっ回]|のぼ))")
# A dash with a space behind it is a sign at the start of a cell, but an empty cell of its own in
# a row of figures (29 - 2,598).
_SIGN = re.compile(
    r"(?:[△▲]\s?|マイナス\s?|−|(?<![0-9A-Za-zぁ-ヿ])-|(?:^|(?<=[(\[〔\t]))[−-]\ )\Z", re.MULTILINE
)
_LAST_OF_SIGN = frozenset("△▲−ス- ")
_BARE_BEFORE = re.compile(
    r"(?:\A|[\s(\[〔|=、→※㉕-㉛△▲]|(?<![0-9])[:−-]|(?<![0-9A-Za-z.,/第約])[ぁ-んァ-ヶー一-龥])\Z"
)
# A year labels the figure behind it: R5:3,000, (R元補正)2,020,000.
_YEAR_BEFORE = re.compile(
    r"(?:(?<![0-9A-Za-z])[RH][0-9元]{1,2}:"
    r"|[(\[](?:令和|平成|[RH])\s?[0-9元]{1,2}[^()\[\]0-9]{0,6}[)\]])\Z"
)
_BARE_AFTER = re.compile(r"\s{0,3}(?:\Z|[\s()\[\]〔〕|、。→※△▲~〜])")
# 2019 among words is a year; alone in its cell it is an amount like any other.
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}(?![0-9,.])")
_CELL = re.compile(r"[\s0-9,.△▲−()\[\]〔〕-]*")
_PAGE_NUMBER = re.compile(r"\s*[-―–−]\s*[0-9]+\s*[-―–−]\s*\Z")
_TWO = re.compile(r"[1-9],[1-9](?![0-9,])")
# 千円 and 百万円 alone are units of a table; only such words make them amounts.
_UNIT_WORDS = frozenset({"千", "百万", "十億"})
_SAID_BEFORE = re.compile(
    r"(?:当たり|あたり|当り|につき|一律|定額|[月年日]額|各|最低|最高|総額|計|約|およそ)の?\Z"
)
_SAID_AFTER = re.compile(
    r"」(?:を「|に改め|とある)|を(?:超|支|払|投|計|上|下|割|か)|に(?:達|上|な|満|引|値)|が(?:必要|支|交|給|かか)|ずつ|余|[弱強]|程度|の(?:寄附|寄付|値上げ|負担|引き?上げ|補助|商品券|減額|増額|給付|会費)"
)
_DIGITS = "123456789"
_KANJI = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at `start:end` of the normalised text; `upper` closes a range."""

    start: int
    end: int
    yen: int
    unit: int = 1
    unit_text: str = ""
    upper: int | None = None


def find_amounts(text: str, numerals: Sequence[Numeral], unit: int | None) -> list[Amount]:
    """All amounts of a normalised text; bare figures count only where `unit` is known."""
    amounts: list[Amount] = []
    for index, numeral in enumerate(numerals):
        amount = _with_yen(text, numerals, index)
        if amount is None and unit is not None:
            amount = _bare(text, numeral, unit)
        if amount is None:
            continue
        if amounts and amount.start < amounts[-1].end:
            amounts[-1] = amount  # the lower end of this range
            continue
        joined = _joined(text, amounts[-1], amount) if amounts else None
        if joined is not None:
            amounts[-1] = joined
        else:
            amounts.append(_signed(text, amount))
    return amounts


def _with_yen(text: str, numerals: Sequence[Numeral], index: int) -> Amount | None:
    """The amount of a numeral that 円 follows or ¥ precedes."""
    numeral = numerals[index]
    factor = 1
    if match := _YEN.match(text, numeral.end):
        end = match.end()
    elif numeral.plain and (match := _BRACKETED_UNIT.match(text, numeral.end)):
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
    start, low, value = _value(text, numerals, index)
    yen = _yen(value, factor)
    if yen is None:
        return None
    unit_text = "".join(text[numeral.unit_at : end].split()) if factor == 1 else ""
    lowest = None if low is None else _yen(low, factor)
    start = _currency(text, start)
    amount = Amount(start, end, yen, numeral.unit * factor, unit_text)
    if lowest is None or lowest >= yen:
        return amount
    return replace(amount, yen=lowest, upper=yen)


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
    start, low, value = _value(text, numerals, index)
    yen, lowest = _yen(value, 1), _yen(low, 1)
    unit_text = text[numeral.unit_at : numeral.end].strip()
    if yen is None:
        return None
    amount = Amount(start, numeral.end, yen, numeral.unit, unit_text)
    return amount if lowest is None else replace(amount, yen=lowest, upper=yen)


def _said(text: str, start: int, end: int) -> bool:
    window = text[max(0, start - 6) : start]
    return bool(_SAID_BEFORE.search(window) or _SAID_AFTER.match(text, end))


def _value(
    text: str, numerals: Sequence[Numeral], index: int
) -> tuple[int, Number | None, Number | None]:
    """Start, lower end (of a range that shares its unit) and value of a numeral."""
    numeral = numerals[index]
    printed = text[numeral.start : numeral.end]
    before = numerals[index - 1] if index else None
    near = before is not None and numeral.start - before.end <= 6
    gap = text[before.end : numeral.start] if before is not None and near else ""
    if before is not None and before.end == numeral.start:
        return numeral.start, None, None  # 5〇〇 mixes two ways of writing
    if numeral.unit_at == numeral.end and "." in printed:
        return numeral.start, None, None  # 10.000円 may be ten or ten thousand
    if before is not None and gap in {"、", "・", ",", "."}:
        return _mended(text, before, numeral)
    if before is not None and gap in {"飛んで", "とんで"}:
        return _skipped(text, before, numeral)
    if numeral.value is None:
        if _TWO.match(printed) and _follow(printed[0], printed[2]):
            value = number(printed[2:])
            return numeral.start, None if value is None else int(printed[0]) * numeral.unit, value
        return numeral.start, None, None
    if (
        before is not None
        and before.value is not None
        and _JOINT.fullmatch(gap)
        and before.unit <= numeral.unit
        and not ("から" in gap and _CHANGED.match(text, numeral.end))
    ):
        low = before.value * (numeral.unit if before.plain else 1)
        if low < numeral.value:
            return before.start, low, numeral.value
    return numeral.start, None, numeral.value


def _mended(
    text: str, before: Numeral, numeral: Numeral
) -> tuple[int, Number | None, Number | None]:
    """A numeral cut by a mark: 3、456万 (thousands), 三・五億 (decimal), 二、三億 (a range)."""
    mark = text[before.end]
    head, tail = text[before.start : before.end], text[numeral.start : numeral.end]
    first, second = head[-1], tail[0]
    alone = len(head) == 1 and tail[1:2] not in FIGURES
    if mark == "、" and alone and _follow(first, second):
        return before.start, (before.value or 0) * numeral.unit, numeral.value
    if (
        mark == "・"
        and before.plain
        and not (alone and first in _DIGITS and _follow(first, second))
    ):
        return before.start, None, _decimal(before, numeral)
    leading = len(tail) - len(tail.lstrip("0123456789"))
    if mark == "、" and leading == 3 and first.isdigit() and second.isdigit():
        value = number(f"{head},{tail}")
        digits = len(head) - len(head.rstrip("0123456789"))
        if value is not None and (digits == 1 or numeral.unit in {1, 1000, 10**6}):
            return before.start, None, value
    if mark == "、" and first in FIGURES and not before.plain:
        return numeral.start, None, None  # 1万2、3千円
    if mark == "、" and (not before.plain or leading != 3):
        return numeral.start, None, numeral.value
    return numeral.start, None, None


def _skipped(
    text: str, before: Numeral, numeral: Numeral
) -> tuple[int, Number | None, Number | None]:
    """10億飛んで5万 is 10億5万: 飛んで says that the places between are empty."""
    smallest = {"万": 10**4, "億": 10**8, "兆": 10**12}.get(text[before.end - 1], 0)
    if before.value is None or numeral.value is None or numeral.value >= smallest:
        return numeral.start, None, None
    return before.start, None, before.value + numeral.value


def _decimal(before: Numeral, numeral: Numeral) -> Number | None:
    """三・五億 is 3.5億: what follows the point is read digit by digit."""
    if before.value is None or numeral.value is None:
        return None
    digits = numeral.value / numeral.unit
    if digits != int(digits) or not 0 < digits < 100:
        return None
    places = len(str(int(digits)))
    value = number(f"{int(before.value)}.{int(digits):0{places}}")
    return None if value is None else value * numeral.unit


def _follow(first: str, second: str) -> bool:
    return any(
        first in digits and second in digits and digits.index(second) == digits.index(first) + 1
        for digits in (_DIGITS, _KANJI)
    )


def is_page_number(text: str) -> bool:
    """A line that is nothing but a page number: - 27 -."""
    return _PAGE_NUMBER.match(text) is not None


def _bare(text: str, numeral: Numeral, unit: int) -> Amount | None:
    """A plain figure that stands by itself, in a cell or among brackets."""
    if not numeral.plain or numeral.value is None:
        return None
    before = text[max(0, numeral.start - 16) : numeral.start]
    if not (
        _BARE_BEFORE.search(before[-2:]) or _YEAR_BEFORE.search(before)
    ) or not _BARE_AFTER.match(text, numeral.end):
        return None
    if is_page_number(text):
        return None
    if _YEAR_LIKE.match(text, numeral.start) and not _CELL.fullmatch(text):
        return None
    yen = _yen(numeral.value, unit)
    return None if yen is None else Amount(numeral.start, numeral.end, yen, unit)


def _yen(value: Number | None, factor: int) -> int | None:
    if value is None or value * factor != int(value * factor) or value * factor >= LARGEST:
        return None
    return int(value * factor)


def _joined(text: str, first: Amount, second: Amount) -> Amount | None:
    """Two amounts with から or ～ between them are one range, unless one became the other."""
    gap = text[first.end : second.start]
    if len(gap) > 6 or not _JOINT.fullmatch(gap) or first.upper is not None:
        return None
    if not 0 <= first.yen < second.yen or ("から" in gap and _CHANGED.match(text, second.end)):
        return None
    if "-" in gap and not first.unit_text:
        return None
    return replace(second, start=first.start, yen=first.yen, upper=second.upper or second.yen)


def _signed(text: str, amount: Amount) -> Amount:
    if amount.start == 0 or text[amount.start - 1] not in _LAST_OF_SIGN:
        return amount
    window = max(0, amount.start - 6)
    match = _SIGN.search(text, window, amount.start)
    if match is None or amount.upper is not None:
        return amount
    return replace(amount, start=match.start(), yen=-amount.yen)
