"""One point in time as it is printed: 令和2年度, R3(2021)年5月, H30.5, 2021年, 前年度, 3年度."""

import calendar
import re
from dataclasses import dataclass
from fractions import Fraction

from pipeline.recognise.eras import nearest_year, western_year
from pipeline.recognise.numerals import number

_N = r"元|[0-9]{1,2}(?![0-9])|[一二三四五六七八九十〇]{1,4}"
_MONTH = r"[0-9]{1,2}|[一二三四五六七八九十]{1,2}"
_DAY = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = rf"\s?(?P<month>{_MONTH})\s?月(?:\s?(?P<day>{_DAY})\s?日)?"

POINT = re.compile(
    rf"""
    (?: # A label of a figure: 2030 北海道:479.2万人
        ^[ \t]*(?P<label>20[0-9]{{2}})(?=[ \t][^\s\d:]{{1,12}}:)
      | (?: (?P<era>明\s?治|大\s?正|昭\s?和|平\s?成|令\s?和)
          | (?<![A-Za-z0-9_])(?P<letter>[MTSHR])\.?+
          | (?<![一-龥])(?P<first>[令平昭])(?=\s?(?:{_N})\s?(?:年|\.|[)~〜]|\Z|$))
        )
        \s{{0,2}}(?P<n>{_N})
      | (?<![0-9A-Za-z.,])(?:FY\s?)?(?P<west>
          (?:1[89]|20|21)(?:[0-9]{{2}}|(?:[0-9]\ [0-9]|\ [0-9]{{2}})(?=\s{{0,2}}年)))(?![0-9])
      | (?<![0-9A-Za-z])['’‘](?P<short>[0-9]{{2}})(?=年|\s?[~〜\-]\s?['’‘]?[0-9]|\s?[)]|\Z)
      | (?<![0-9A-Za-z])FY\s?(?P<fiscal>[0-9]{{2}})(?![0-9])
      | (?P<kanji>[一二][〇九八][〇一二三四五六七八九]{{2}}
          |(?:二千|千九百)[一二三四五六七八九十]{{1,3}}(?![百千万]))(?=年)
      | (?<![0-9.,/第約初単隔毎各一二三四五六七八九十])(?P<bare>{_N})
        (?=(?:[・、](?:{_N})){{0,4}}\s{{0,2}}年\s?度|\s{{0,2}}年\s?[0-9]{{1,2}}\s?月|\s?[~\-]\s?[0-9]{{1,2}}\s?年\s?度)
      | (?P<relative>前々年度|前々年|一昨年度|一昨年|前年度|昨年度
        |前年(?!比|より|同|に比|と比|を[上下])
        |昨年|翌々年度|翌々年|再来年度|再来年
        |翌年度|翌年|次年度|来年度|来年|本年度|今年度|当年度|当該年度|同年度|本年|今年|同年)
        (?:{_DATE})?
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
# What may follow the number of an era or a western year.
_REST = re.compile(
    rf"""
    (?:\s?\((?P<alias>[^()\n]{{1,8}})\))?+
    (?: \s{{0,2}}(?P<suffix>年\s?度|年(?!代)|会計年度)
        (?: \s?\((?P<late>[^()\n]{{1,8}})\)(?=\s?[0-9]{{1,2}}\s?月) )?+
        (?: \s?(?P<month>{_MONTH})\s?月(?:\s?(?P<day>{_DAY})\s?日)? )?+
      | \.\s?(?P<dotted>[0-9]{{1,2}})(?![0-9])
        (?:\.(?P<dotted_day>[0-9]{{1,2}})(?![0-9]))?+月?+(?![0-9%人件倍.]|ポイント)
      | (?P<slash>[/-])(?P<slash_month>[0-9]{{1,2}})(?P=slash)(?P<slash_day>[0-9]{{1,2}})(?![0-9])
    )?+
    """,
    re.VERBOSE,
)
_INNER = re.compile(
    rf"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\s?(?P<n>{_N})|(?P<west>[12][0-9]{{3}}))\s?(?:年度?)?\Z"
)
# Figures with a letter that are no years: H2ロケット, R1号線.
_NO_YEAR = re.compile(
    r"[A-Za-z0-9%]|[,.][0-9]|年代|ロケット|号|級|型|系|階|組|室|線|番|種|円|千|万|億|人|件|丁|条"
)
_DOTTED_AFTER = re.compile(r"\s?[~〜]\s?(?:19|20)[0-9]{2}\.[0-9]{1,2}(?![0-9])")
_DOTTED_BEFORE = re.compile(r"(?:19|20)[0-9]{2}\.[0-9]{1,2}\s?[~〜]\s?(?:19|20)[0-9]{2}\Z")
# '24 is 2024 and '98 is 1998.
_LAST_SHORT = 70
# S63 alone in its cell; S5 is a grade of something.
_LONE_SHOWA = re.compile(r"\s*S\.?\s?[2-6][0-9]\s*\Z")
# Years from the text's own within which a bare 2年度 is looked for.
_FAR = 8
_SHIFTS = {
    "前々": -2,
    "一昨": -2,
    "前": -1,
    "昨": -1,
    "翌々": 2,
    "再来": 2,
    "翌": 1,
    "次": 1,
    "来": 1,
    "本": 0,
    "今": 0,
    "当": 0,
    "当該": 0,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A year, month or day at `start:end`. `year` is the calendar year that is printed.

    `suffix` is 年度, 年 or nothing; `named` says that the era or the western year is printed.
    """

    start: int
    end: int
    year: int
    suffix: str
    named: bool
    month: int | None = None
    day: int | None = None
    west: bool = False
    letter: str = ""

    @property
    def fiscal_year(self) -> int:
        """The fiscal year it lies in; January to March belong to the one before."""
        return self.year - 1 if self.month is not None and self.month < 4 else self.year

    @property
    def iso(self) -> str | None:
        """The date, as exact as printed, where there is a month."""
        if self.month is None:
            return None
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year:04}-{self.month:02}{day}"


@dataclass(slots=True)
class Known:
    """What a bare or relative year leans on: the document's year, its era, the year before."""

    year: int | None = None
    era: str | None = None
    last: int | None = None

    def resolve(self, count: int) -> int | None:
        """The year that a number without an era means."""
        if self.era is not None:
            return western_year(self.era, count)
        reference = self.last if self.last is not None else self.year
        return None if reference is None else _settled(count, reference)


def _settled(count: int, reference: int) -> int | None:
    """The era's year, unless it is far off and the western year of these digits is near.

    >>> _settled(20, 2010), _settled(20, 2025), _settled(7, 2024)
    (2008, None, 2025)
    """
    year = nearest_year(count, reference)
    if year is None or abs(year - reference) <= _FAR or abs(2000 + count - reference) > _FAR:
        return year
    return None


def year_number(printed: str) -> int | None:
    """元 is 1, 25 and 二十五 are 25."""
    if printed == "元":
        return 1
    value = number(printed)
    return value if isinstance(value, int) else None


def read_point(text: str, match: re.Match[str], known: Known) -> Point | None:
    """The point in time of a POINT match, or nothing where it is none."""
    if match["relative"]:
        return _relative(match, known)
    if match["label"]:
        return Point(match.start("label"), match.end("label"), int(match["label"]), "年", True)
    letter = match["letter"] or ""
    count = year_number(match["n"] or match["bare"] or "1")
    if count is None:
        return None
    year: int | Fraction | None
    if match["short"] or match["fiscal"]:
        short = int(match["short"] or match["fiscal"])
        year = short + (2000 if short < _LAST_SHORT else 1900)
    elif match["west"] or match["kanji"]:
        year = number(match["west"] or match["kanji"])
    elif match["bare"]:
        year = known.resolve(count)
    else:
        era = letter or match["first"] or "".join(match["era"].split())
        year = western_year(era, count)
    if not isinstance(year, int):
        return None
    return _finish(text, match, year)


def _finish(text: str, match: re.Match[str], year: int) -> Point | None:
    rest = _REST.match(text, match.end())
    if rest is None:
        return None
    letter = match["letter"] or ""
    western = bool(match["west"] or match["kanji"] or match["short"] or match["fiscal"])
    end = rest.end()
    suffix = "".join((rest["suffix"] or "").split()).removeprefix("会計")
    month, day = _date(rest, year, western=western)
    if rest["alias"] and not _same_year(rest["alias"], year):
        end, suffix, month, day = match.end(), "", None, None
    elif rest["month"] and (month is None or suffix == "年度"):
        end, month, day = rest.end("suffix"), None, None
    elif not suffix and month is None:
        end = match.end() if rest["alias"] is None else rest.end("alias") + 1
    if not suffix and month is None and not _stands_alone(text, end, letter):
        return None
    if not suffix and letter in {"M", "T"} and text[match.end() : match.end() + 1] == ".":
        return None  # M7.3 is an earthquake
    named = not match["bare"]
    return Point(match.start(), end, year, suffix, named, month, day, western, letter)


def _date(rest: re.Match[str], year: int, *, western: bool) -> tuple[int | None, int | None]:
    """Month and day behind a year, or nothing where there is no such date."""
    printed_month = rest["month"] or rest["dotted"] or rest["slash_month"]
    if printed_month is None:
        return None, None
    printed_day = rest["day"] or rest["dotted_day"] or rest["slash_day"]
    if western and rest["dotted"] and not printed_day and not _in_dotted_span(rest):
        return None, None  # 2021.4 is a decimal
    return valid_date(year, number(printed_month), number(printed_day) if printed_day else None)


def _in_dotted_span(rest: re.Match[str]) -> bool:
    """2024.4~2025.3 are months: nobody gives a span of decimals like that."""
    text = rest.string
    return bool(
        _DOTTED_AFTER.match(text, rest.end())
        or _DOTTED_BEFORE.search(text[max(0, rest.start() - 14) : rest.start()])
    )


def valid_date(year: int, month: object, day: object) -> tuple[int | None, int | None]:
    """The month and the day if there is such a date; the month alone if only the day is wrong."""
    if not isinstance(month, int) or not 1 <= month <= 12:
        return None, None
    if isinstance(day, int) and 1 <= day <= calendar.monthrange(year, month)[1]:
        return month, day
    return month, None


def _same_year(alias: str, year: int) -> bool:
    match = _INNER.match(alias.strip())
    if match is None:
        return False
    if match["west"]:
        return int(match["west"]) == year
    count = year_number(match["n"])
    return count is not None and western_year(match["era"], count) == year


def _stands_alone(text: str, end: int, letter: str) -> bool:
    """A year without 年: R2 and H30 are read, S53 only in brackets, 平成3 not in 平成3丁目."""
    if letter in {"M", "T", "S"}:
        return text[end : end + 1] in {")", "]", ">", "~", "〜"} or bool(_LONE_SHOWA.match(text))
    return _NO_YEAR.match(text, end) is None


def _relative(match: re.Match[str], known: Known) -> Point | None:
    word = match["relative"]
    suffix = "年度" if word.endswith("度") else "年"
    stem = word.removesuffix(suffix)
    base = known.last if stem == "同" else known.year
    if base is None:
        return None
    year = base + _SHIFTS.get(stem, 0)
    month, day = None, None
    end = match.end("relative")
    if match["month"] and suffix == "年":
        printed_day = number(match["day"]) if match["day"] else None
        month, day = valid_date(year, number(match["month"]), printed_day)
        end = match.end() if month else end
    return Point(match.start(), end, year, suffix, True, month, day)
