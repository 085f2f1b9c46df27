"""Japanese eras and western years: which year 令和2, H30 or a bare 2年度 is."""

from typing import NamedTuple


class Era(NamedTuple):
    """An era: `before` is the western year before its year 1, `last` the highest year in use.

    Plans name years past an era's end (平成32年度 was printed until 2019), so the last two are
    generous, but R64.1 is a date whose period is lost and no 2082.
    """

    name: str
    letter: str
    before: int
    last: int


ERAS = (
    Era("明治", "M", 1867, 45),
    Era("大正", "T", 1911, 15),
    Era("昭和", "S", 1925, 64),
    Era("平成", "H", 1988, 60),
    Era("令和", "R", 2018, 60),
)
_BY_NAME = {key: era for era in ERAS for key in (era.name, era.letter, era.name[0])}
# 令和 began in the middle of a year: 平成31年度 and 令和元年度 are one.
_LIVING = ERAS[2:]


def western_year(era: str, number: int) -> int | None:
    """The western year of an era's year, or nothing where the era has no such year.

    >>> western_year("令和", 2), western_year("H", 31), western_year("大正", 20)
    (2020, 2019, None)
    """
    found = _BY_NAME[era]
    return found.before + number if 1 <= number <= found.last else None


def nearest_year(number: int, reference: int) -> int | None:
    """The year that a bare 2年度 means in a document of the year `reference`.

    >>> nearest_year(2, 2020), nearest_year(30, 2020), nearest_year(25, 2015)
    (2020, 2018, 2013)
    """
    years = [era.before + number for era in _LIVING if 1 <= number <= era.last]
    return min(years, key=lambda year: abs(year - reference), default=None)


def next_year_named(number: int, start: int) -> int | None:
    """The first year from `start` on that an era calls `number`: 平成30～2年度 ends in 2020.

    >>> next_year_named(6, 2020), next_year_named(2, 2018)
    (2024, 2020)
    """
    years = [era.before + number for era in _LIVING if 1 <= number <= era.last]
    return min((year for year in years if start <= year <= start + 60), default=None)


def japanese_year(year: int) -> str | None:
    """The year of its era that a western year is, the later one where two share it.

    >>> japanese_year(2024), japanese_year(2019), japanese_year(1988)
    ('令和6', '令和元', '昭和63')
    """
    era = next((era for era in reversed(ERAS) if era.before < year), None)
    if era is None:
        return None
    number = year - era.before
    return f"{era.name}{'元' if number == 1 else number}"
