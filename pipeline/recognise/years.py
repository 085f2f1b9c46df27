"""Fiscal and calendar years in a text: eras, ranges, lists, dates, phases, relative years."""

import re
from typing import Literal, TypeAlias

from models import FiscalYear, Phase
from pipeline.recognise.eras import next_year_named
from pipeline.recognise.mention import Mention
from pipeline.recognise.numerals import number
from pipeline.recognise.reading import Reading, read
from pipeline.recognise.year_points import (
    POINT,
    Known,
    Point,
    read_point,
    valid_date,
    year_number,
)

Basis: TypeAlias = Literal["fiscal", "calendar"]

_N = r"元|[0-9]{1,2}(?![0-9])|[一二三四五六七八九十]{1,3}"
_TO = r"\s?(?:[~〜\-‐–—−―ー]|から|より)\s?"
_RANGE = re.compile(
    rf"""{_TO}(?:
        (?P<length>[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?
            (?:[かヵヶカケ箇]\s?年度?|年(?=\s?(?:間|程度|計画)))(?:\s?間)?
      | (?P<months>[0-9]{{1,2}})\s?月(?:\s?(?P<months_day>[0-9]{{1,2}})\s?日)?
      | (?P<n>{_N})\s{{0,2}}(?P<suffix>年\s?度|年(?!代))?
            (?:\s?(?P<month>[0-9]{{1,2}})\s?月(?:\s?(?P<day>[0-9]{{1,2}})\s?日)?)?
      )""",
    re.VERBOSE,
)
_LONGEST_SPAN = 60
_SEPARATOR = re.compile(_TO)
_UNTIL = re.compile(r"\s?(?:まで|にかけ)")
_NOT_A_YEAR = re.compile(r"[0-9A-Za-z,.%月日人件円億万千百箇か社校]")
_LIST = re.compile(rf"((?:\s?[・、,/]\s?(?:{_N}))+)\s?(年\s?度|年)")
_LIST_ITEM = re.compile(rf"[・、,/]\s?({_N})")
_OPEN = re.compile(r"\s?[~〜](?![0-9A-Za-z元令平昭])")
_SINCE = re.compile(r"\s?以降")
_ABOUT = re.compile(r"\s?(?:頃|ごろ|程度|前後)")
_TWIN = re.compile(r"\s?[(\[・/=]\s?")
_PHASE = re.compile(
    r"""(?:の|・|\s)?\(?
    (?:一般会計|特別会計|企業会計|各会計|全会計|最終|国の?|県の?|道の?|市の?|本市|歳入|歳出|予算){0,3}
    (?:の|\s)?
    (?:第?\s?[0-9一二三四五六七八九十]{1,2}\s?[号次回月]の?|追加の?)?
    (当初|肉付|骨格|補正|前倒|概算要求|要求|決算|見込)""",
    re.VERBOSE,
)
_PHASES: dict[str, Phase] = {
    "当初": "initial",
    "肉付": "initial",
    "骨格": "initial",
    "補正": "supplementary",
    "前倒": "supplementary",
    "概算要求": "request",
    "要求": "request",
    "見込": "request",
    "決算": "settlement",
}


def find_years(
    text: str, *, year: int | None = None, era: str | None = None
) -> list[Mention[FiscalYear]]:
    """All years, spans of years and dates with a year in a text.

    `year` is the document's own fiscal year: relative years (前年度) and bare ones (2年度) are
    resolved by it. `era` is the era a heading names (令和); it settles bare years alone.

    >>> [mention.value.year for mention in find_years("R2当初及びR元補正の合計")]
    [2020, 2019]
    """
    reading = read(text)
    known = Known(year=year, era=era)
    mentions: list[Mention[FiscalYear]] = []
    position = 0
    while match := POINT.search(reading.text, position):
        point = read_point(reading.text, match, known)
        if point is None:
            position = match.end()
            continue
        found = _from_point(reading, point, known)
        if not found:
            position = match.end()
            continue
        mentions += [mention for mention, _ in found]
        position = found[-1][1]
    return mentions


def _from_point(
    reading: Reading, point: Point, known: Known
) -> list[tuple[Mention[FiscalYear], int]]:
    """The mentions that begin with a point, each with its end in the normalised text."""
    text = reading.text
    if not point.suffix and point.month is None and (listed := _list(reading, point)):
        known.last = listed[-1][0].value.year
        return listed
    point = _twin(text, point, known)
    closed = _range(text, point, known)
    if closed is None:
        if _is_number(text, point):
            return []
        known.last = point.year
        return [_single(reading, point)]
    last, end, about = closed
    known.last = last.year
    phase = _phase(text, end)
    value = FiscalYear(
        year=point.fiscal_year,
        end_year=last.fiscal_year,
        basis=_basis(last) if not point.suffix else _basis(point),
        phase=phase,
        text=reading.span(point.start, end)[2],
        start=point.iso,
        end=last.iso,
        about=about,
    )
    return [(Mention(*reading.span(point.start, end), value), end)]


def _is_number(text: str, point: Point) -> bool:
    """2020 alone is a number like any other; FY2020 and 2020年 are years."""
    bare = point.west and not point.suffix and point.month is None
    return bare and not text.startswith("FY", point.start)


def _single(reading: Reading, point: Point) -> tuple[Mention[FiscalYear], int]:
    text, end = reading.text, point.end
    about = bool(_ABOUT.match(text, end)) or text.endswith("約", 0, point.start)
    phase = _phase(text, end)
    open_end = _OPEN.match(text, end)
    value = FiscalYear(
        year=point.fiscal_year,
        basis=_basis(point),
        phase=phase,
        text=reading.span(point.start, open_end.end() if open_end else end)[2],
        start=point.iso,
        open_end=bool(open_end or _SINCE.match(text, end)),
        about=about,
    )
    end = open_end.end() if open_end else end
    return Mention(*reading.span(point.start, end), value), end


def _basis(point: Point) -> Basis:
    return "calendar" if point.suffix == "年" and point.month is None else "fiscal"


def _phase(text: str, end: int) -> Phase | None:
    match = _PHASE.match(text, end)
    if match is None:
        return None
    if match[1] == "見込" and "決算" in match[0]:
        return "settlement"
    return _PHASES[match[1]]


def _list(reading: Reading, point: Point) -> list[tuple[Mention[FiscalYear], int]]:
    """令和2・3年度: each year is a mention of its own; the suffix belongs to all of them."""
    match = _LIST.match(reading.text, point.end)
    if match is None:
        return []
    basis: Basis = "fiscal" if len(match[2]) > 1 else "calendar"
    phase = _phase(reading.text, match.end())
    years = [(point.start, point.end, point.year)]
    for item in _LIST_ITEM.finditer(match[1]):
        count = year_number(item[1])
        year = None if count is None else next_year_named(count, years[-1][2])
        if year is None:
            return []
        offset = match.start(1)
        years.append((offset + item.start(1), offset + item.end(1), year))
    years[-1] = (years[-1][0], match.end(), years[-1][2])
    return [(_plain(reading, start, end, (year, basis, phase)), end) for start, end, year in years]


def _plain(
    reading: Reading, start: int, end: int, value: tuple[int, Basis, Phase | None]
) -> Mention[FiscalYear]:
    year, basis, phase = value
    span = reading.span(start, end)
    return Mention(*span, FiscalYear(year=year, basis=basis, phase=phase, text=span[2]))


def _twin(text: str, point: Point, known: Known) -> Point:
    """平成31年度(令和元年度) is one year with two names: one point."""
    joint = _TWIN.match(text, point.end)
    match = POINT.match(text, joint.end()) if joint else None
    if joint is None or match is None or match["relative"] or match["bare"]:
        return point
    other = read_point(text, match, known)
    if other is None or (other.fiscal_year, other.month) != (point.fiscal_year, point.month):
        return point
    end = other.end
    if joint[0].strip() in {"(", "["}:
        if text[end : end + 1] not in {")", "]"}:
            return point
        end += 1
    suffix = point.suffix or other.suffix
    return Point(
        point.start, end, point.year, suffix, True, point.month, point.day, point.west, point.letter
    )


def _range(text: str, point: Point, known: Known) -> tuple[Point, int, bool] | None:
    """The last point of a span that begins with `point`, where the span ends, and 程度."""
    to = _SEPARATOR.match(text, point.end)
    if to is None:
        return None
    match = POINT.match(text, to.end())
    # ～03年度 behind 1999年度 is no year of an era.
    if match and not match["bare"]:
        last = read_point(text, match, known)
        if last and _after(point, last):
            return last, last.end, bool(_ABOUT.match(text, last.end))
        return None
    return _short_range(text, point)


def _short_range(text: str, point: Point) -> tuple[Point, int, bool] | None:
    """An end that leans on its start: R2～6年度, 平成25年度から5年程度, 令和3年4月～9月."""
    match = _RANGE.match(text, point.end)
    if match is None:
        return None
    if match["length"]:
        length = number(match["length"])
        if not isinstance(length, int) or length < 1:
            return None
        year = point.fiscal_year + length - 1
        return _ending(text, match, Point(match.start(), match.end(), year, "年度", False))
    if match["months"]:
        if point.month is None:
            return None
        month, day = valid_date(point.year, number(match["months"]), _optional(match["months_day"]))
        if month is None or month < point.month:
            return None
        return _ending(
            text, match, Point(match.start(), match.end(), point.year, "年", False, month, day)
        )
    suffix = "".join((match["suffix"] or "").split())
    if not suffix and (point.suffix or _NOT_A_YEAR.match(text, match.end())):
        return None
    if point.west:
        full = _in_its_century(match["n"], point.year)
    else:
        count = year_number(match["n"])
        full = None if count is None else next_year_named(count, point.year)
    if full is None or full < point.year:
        return None
    month, day = valid_date(full, _optional(match["month"]), _optional(match["day"]))
    if (
        "から" in match[0]
        and suffix != "年度"
        and month is None
        and not _UNTIL.match(text, match.end())
    ):
        return None
    return _ending(text, match, Point(match.start(), match.end(), full, suffix, False, month, day))


def _in_its_century(printed: str, start: int) -> int | None:
    """The first year from `start` on that ends in two printed digits: 1999~03 ends in 2003."""
    if not printed.isascii() or len(printed) != 2:
        return None
    year = start // 100 * 100 + int(printed)
    year += 0 if year >= start else 100
    return year if year - start <= _LONGEST_SPAN else None


def _ending(text: str, match: re.Match[str], last: Point) -> tuple[Point, int, bool]:
    return last, match.end(), bool(_ABOUT.match(text, match.end()))


def _optional(printed: str | None) -> object:
    return None if printed is None else number(printed)


def _after(point: Point, last: Point) -> bool:
    return (last.year, last.month or 12) >= (point.year, point.month or 1)
