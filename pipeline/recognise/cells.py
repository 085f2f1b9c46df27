"""What one cell, note or heading of a table says: an amount, a unit, a share, a year, a mark."""

import re
from collections.abc import Sequence

from models import FiscalYear, Mark, Money
from pipeline.recognise.amounts import Told
from pipeline.recognise.mention import Mention, Periods
from pipeline.recognise.money import find_told_money
from pipeline.recognise.quantities import find_quantities
from pipeline.recognise.reading import read
from pipeline.recognise.years import find_years

_NOTHING = re.compile(r"[\[(〔]?\s*(?:[-−―ー‐–—─]+|皆増|皆減|皆無)\s*[\])〕]?")
_UNIT_WORD = r"十億円|億円|百万円|万円|千円|兆円|円"
_UNIT_NOTE = re.compile(
    rf"単\s*+位\s*+[:;・/,、]?\s*+[\[(〔【]?\s*+(?P<unit>{_UNIT_WORD})"
    rf"|[\[(〔【<]\s*+(?P<alone>{_UNIT_WORD})\s*+[\])〕】>]"
)
_UNITS = {
    "円": 1,
    "千円": 10**3,
    "万円": 10**4,
    "百万円": 10**6,
    "億円": 10**8,
    "十億円": 10**9,
    "兆円": 10**12,
}
_SPACES = re.compile(r"\s+")
_SPACED_FIGURE = re.compile(r"[△▲−-]?(?:\s*[0-9.,]){2,}")
_PLAIN_FIGURE = re.compile(r"[0-9][0-9,.]*")
# 8.7, 0.345, 1,234.567 and 12.34567 have a decimal point for certain.
_DECIMAL = re.compile(r"[0-9]*\.(?:[0-9]{1,2}|[0-9]{4,})|0\.[0-9]+|[^,\n]*+,[^.\n]*+\..*")
_LEAST_POINTED = 3
_MARKS: tuple[tuple[re.Pattern[str], Mark], ...] = (
    (re.compile(r"新(?:規|たな)?(?:事業)?"), "new"),
    (re.compile(r"拡(?:充|大)?(?:事業)?"), "expanded"),
    (re.compile(r"継(?:続)?(?:事業)?"), "continued"),
    (re.compile(r"補(?:正)?"), "supplementary"),
    (re.compile(r"再(?:掲)?"), "relisted"),
    (re.compile(r"廃(?:止)?|終(?:了)?|完了"), "discontinued"),
)
_MARK_EDGE = "【】[]()〔〕<>《》〈〉「」■□●○◎・*＊※: "


def read_amount(cell_text: str, *, unit: int, periods: Periods | None = None) -> Money | None:
    """The amount of one table cell whose heading says `unit` (1000 for 千円).

    A blank cell is nothing at all; a dash, 皆増 and 皆減 are a Money without figure; 0 is 0. Of
    several amounts in a cell the one without a role (拡充, [prior]) is taken. `periods` is what
    `read_periods` says of the column; where it says nothing, 12.345 has no value in yen.

    >>> read_amount("△ 1,234", unit=1000).yen
    -1234000
    >>> read_amount("12.345", unit=1000).yen, read_amount("12.3", unit=10**6).yen
    (None, 12300000)
    """
    printed = cell_text.strip()
    text = _SPACES.sub(" ", read(printed).text).strip()
    told = Told(unit, periods, all_money=True)
    if not text:
        return None
    if _NOTHING.fullmatch(text):
        return Money(yen=None, text=printed, unit=unit, none=True)
    if _SPACED_FIGURE.fullmatch(text.strip("[]()〔〕 ")) and " " in text:
        closed = _join_figures(text)
        mentions = [] if closed is None else find_told_money(closed, told)
        if len(mentions) != 1:
            return None
        return _certain(mentions[0]).model_copy(update={"text": printed})
    mentions = [mention for mention in find_told_money(printed, told) if not mention.value.none]
    main = [mention for mention in mentions if mention.role is None]
    return _certain((main or mentions)[0]) if mentions else None


def _certain(mention: Mention[Money]) -> Money:
    """The amount, without a value in yen where that may be another one."""
    return mention.value.model_copy(update={"yen": None}) if mention.doubt else mention.value


def read_periods(column: Sequence[str]) -> Periods | None:
    """What the periods of a column of figures are: for commas, or decimal points; null if unsure.

    >>> read_periods(["12.345", "11.200", "1.145"]), read_periods(["12.345", "8.7"])
    ('thousands', 'decimal')
    >>> read_periods(["12.345"]), read_periods(["1,234", "567"])
    (None, None)
    """
    figures = [match[0] for cell in column for match in _PLAIN_FIGURE.finditer(read(cell).text)]
    pointed = [figure for figure in figures if "." in figure]
    if any(_DECIMAL.fullmatch(figure) for figure in pointed):
        return "decimal"
    large = [figure for figure in figures if len(figure.replace(".", "")) > 3]
    if len(pointed) < _LEAST_POINTED or any("." not in figure for figure in large):
        return None
    return "thousands"


def _join_figures(text: str) -> str | None:
    """A figure printed with spaces inside, closed up; nothing where it may be two figures."""
    core = text.strip("[]()〔〕 ")
    sign = core[0] if core[0] in "△▲−-" else ""
    parts = core[len(sign) :].split()
    closed = "".join(parts)
    single = all(len(part) == 1 for part in parts)
    grouped = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", closed) is not None
    if len(parts) > 1 and not single and not grouped:
        return None
    return sign + closed


def read_unit_note(text: str) -> int | None:
    """The multiplier that a note or heading says (単位：千円, 【百万円】), or nothing.

    >>> read_unit_note("（単位：千円）"), read_unit_note("予算額【百万円】"), read_unit_note("千円")
    (1000, 1000000, 1000)
    """
    normalised = read(text).text
    match = _UNIT_NOTE.search(normalised)
    if match is not None:
        return _UNITS[match["unit"] or match["alone"]]
    return _UNITS.get(_SPACES.sub("", normalised))


def read_percent(text: str) -> float | None:
    """The share or rate of a cell in %, with its sign; a bare figure counts as %.

    >>> read_percent("△ 12.3%"), read_percent("6割"), read_percent("98.7"), read_percent("－")
    (-12.3, 60.0, 98.7, None)
    """
    shares = [mention.value for mention in find_quantities(text) if mention.value.unit == "%"]
    if shares and shares[0].value is not None:
        return float(shares[0].value)
    bare = re.fullmatch(
        r"[\[(]?\s*+([△▲−-]?)\s*+([0-9]{1,3}(?:,[0-9]{3})*+(?:\.[0-9]+)?)\s*+[\])]?",
        read(text.strip()).text,
    )
    if bare is None:
        return None
    value = float(bare[2].replace(",", ""))
    return -value if bare[1] else value


def read_year_heading(text: str, *, year: int | None) -> FiscalYear | None:
    """The year that a column heading stands for: R3 予算額, 前年度, 本年度.

    `year` is the document's own fiscal year.

    >>> read_year_heading("令和３年度当初予算額", year=None).phase
    'initial'
    >>> read_year_heading("前年度", year=2021).year
    2020
    """
    compact = _SPACES.sub("", text)
    mentions = find_years(compact, year=year)
    return mentions[0].value if mentions else None


def read_mark(text: str) -> Mark | None:
    """The mark of a project (新, 拡充, 【継続】, 再掲), where the text is nothing but the mark.

    >>> read_mark("【新規】"), read_mark("新庁舎")
    ('new', None)
    """
    bare = read(text).text.strip(_MARK_EDGE)
    return next((mark for pattern, mark in _MARKS if pattern.fullmatch(bare)), None)
