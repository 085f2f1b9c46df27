"""What the cells of an indicator table say: measured values, words for values, and their years."""

import re
from collections.abc import Sequence

from models import FiscalYear, Quantity
from models.page import Line, Passage
from pipeline.assemble.lines.pieces import squeezed, tidy
from pipeline.recognise import find_quantities, find_years

_NOTHING = re.compile(
    r"[-－―—–ー‐−─/／]*|未(?:定|集計|公表|確定|実施)?|n/?a|調査中|集計中|なし|…|\*", re.IGNORECASE
)
_BRACKETED = re.compile(
    r"[(（\[［〔<〈【]\s*+(?P<inside>(?:[^()（）\[\]［］〔〕\s]|\s++(?![)）\]］〕>〉】])){0,80}?)\s*+[)）\]］〕>〉】]"
)
_NUMBER = re.compile(r"[-−△▲]?\s?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-−△▲]?\s?\d+(?:\.\d+)?")
_PERCENT = re.compile(r"(?P<number>[-−△▲]?\s?\d[\d,]*(?:\.\d+)?)\s*[%％]?")
_EACH = re.compile(r"^(?:毎?年間?|[毎各]?月間?|1日)(?=\d)")
_MANNER = re.compile(r"累計|延べ|合計|年間|毎年|[でをの約、]|以上|以下|程度|未満|超")
_MOST_WORDS = 4
_CUMULATIVE = re.compile(r"累計|延べ")


def measured(
    lines: Sequence[Line], *, unit: str = "", fiscal_year: FiscalYear | None = None
) -> Quantity | None:
    """The value of a cell with the year in its brackets; null for a blank, a dash or 未.

    Words that stand for a figure (全国水準) are a Quantity without value. `unit` is the unit of a
    bare number, `fiscal_year` the year that the column's heading names.
    """
    return value_of(tidy(Passage.of(lines).text), unit=unit, fiscal_year=fiscal_year)


def value_of(
    text: str, *, unit: str = "", fiscal_year: FiscalYear | None = None
) -> Quantity | None:
    """The same for a text.

    >>> value_of("累計10,500人(H27~R1)").value, value_of("全国水準").value, value_of("未")
    (10500, None, None)
    """
    year, bare = _split_year(text)
    if _NOTHING.fullmatch(bare):
        return None
    value = _quantity(bare) or _bare_number(bare, unit)
    dated = year or fiscal_year
    if value is None:
        return Quantity(value=None, text=bare, fiscal_year=dated)
    changes: dict[str, object] = {"text": bare, "fiscal_year": dated}
    if _CUMULATIVE.search(_outside(text) + _year_note(text)):
        changes["cumulative"] = True
    return value.model_copy(update=changes)


def printed_word(lines: Sequence[Line]) -> str | None:
    """What stands for a value that is not there: 未, a dash; null for a blank cell."""
    text = tidy(Passage.of(lines).text)
    return text or None


def percent(lines: Sequence[Line]) -> float | None:
    """A cell's share in per cent, or null where it holds none."""
    match = _PERCENT.fullmatch(squeezed(Passage.of(lines).text))
    return _number(match["number"]) if match else None


def year_of(lines: Sequence[Line]) -> FiscalYear | None:
    """The year that a cell names, or null."""
    found = find_years(squeezed(Passage.of(lines).text))
    return found[-1].value if found else None


def years_only(lines: Sequence[Line]) -> bool:
    """Whether the cell only dates the value above it: (H26), (H28～R1累計)."""
    text = squeezed(Passage.of(lines).text)
    return bool(text) and not _split_year(text)[1] and bool(find_years(text))


def _split_year(text: str) -> tuple[FiscalYear | None, str]:
    """The year that the text's brackets name, and the text without those brackets."""
    year: FiscalYear | None = None
    kept = text
    for match in _BRACKETED.finditer(text):
        found = find_years(match["inside"])
        if not found or _remainder(match["inside"]):
            continue
        year = year or found[0].value
        kept = kept.replace(match[0], "", 1)
    return year, kept.strip()


def _remainder(inside: str) -> str:
    """What a bracket says beside its year, so that it is no mere date."""
    text = squeezed(inside)
    for mention in find_years(text)[::-1]:
        text = text[: mention.start] + text[mention.end :]
    return re.sub(r"累計|延べ|時点|現在|実績|見込み?|末|[~〜～\-・、,]", "", text)


def _year_note(text: str) -> str:
    return "".join(m["inside"] for m in _BRACKETED.finditer(text) if find_years(m["inside"]))


def _outside(text: str) -> str:
    return _BRACKETED.sub("", text)


def _quantity(text: str) -> Quantity | None:
    """The quantity that a text outside brackets is, with words such as 5年間で and 年.

    A text that says more (1年間収録し配布) only mentions figures, and is no quantity.
    """
    outside = _EACH.sub("", _outside(text) or text)
    found = find_quantities(outside, money=True)
    if not found:
        return None
    rest = outside
    for mention in reversed(found):
        rest = rest[: mention.start] + rest[mention.end :]
    if len(_MANNER.sub("", rest)) > _MOST_WORDS:
        return None
    return found[-1].value


def _bare_number(text: str, unit: str) -> Quantity | None:
    match = _NUMBER.fullmatch(_outside(text).strip())
    if not match:
        return None
    scaled = _quantity(match[0] + unit) if unit else None
    if scaled:
        return scaled
    return Quantity(value=_number(match[0]), text=text, unit=unit)


def _number(text: str) -> int | float:
    plain = re.sub(r"[,\s]", "", text)
    sign = -1 if plain[0] in "-−△▲" else 1
    digits = plain.lstrip("-−△▲")
    return sign * (float(digits) if "." in digits else int(digits))
