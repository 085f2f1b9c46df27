"""Years that contradict one another: no sum sees the year that all figures of a column share.

Last year is the year before this one; years side by side follow one another; the pages of one
budget are of one year; and one amount of one line is of one year wherever it is printed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from models import (
    BudgetItem,
    BudgetStatementLine,
    Check,
    Fact,
    FiscalYear,
    Indicator,
    Issue,
    Money,
    Record,
    Series,
)
from pipeline.prove.groups import TOTAL_NAME

_LEAST_OF_PAGE, _MOSTLY = 3, 0.8
_LEAST_IN_TURN = 4
_DIGITS_OF_ONE_AMOUNT = 5
_MOST_NAMED = 3
_YEAR = re.compile(r"(?:平成|令和|昭和|[HRS](?=[0-9]))?[0-9元]+(?:年度?)?|[(（][^()（）]{0,8}[)）]")
# Amounts of these phases rightly stand beside those of another year's budget.
_OTHER_PHASES = frozenset({"supplementary", "settlement"})


@dataclass(frozen=True, slots=True)
class _Doubted:
    """A figure whose year is contradicted: of the record at `place`, in the field `path`.

    `against` is what the year ought to be, by what stands around it.
    """

    place: int
    path: str
    year_path: str
    against: int


def year_checks(records: Sequence[Record]) -> tuple[list[tuple[int, Check]], list[Issue]]:
    """A failing check for each figure whose year is contradicted, and an issue a page."""
    found = [
        *_apart(records),
        *_of_pages(records),
        *_of_lines(records),
        *_series_in_turn(records),
        *_facts_in_turn(records),
    ]
    doubted = {(each.place, each.path): each for each in reversed(found)}
    ordered = [doubted[key] for key in sorted(doubted)]
    checks = [(each.place, _check(records[each.place], each)) for each in ordered]
    return checks, list(_issues(records, ordered))


def _apart(records: Sequence[Record]) -> Iterator[_Doubted]:
    """Amounts of this year and last year whose years do not follow one another."""
    for place, record in enumerate(records):
        if not isinstance(record, BudgetItem | BudgetStatementLine):
            continue
        year, prior = record.fiscal_year, record.prior_fiscal_year
        if not (_is_plain(year) and _is_plain(prior)) or not (year and prior):
            continue
        if record.amount is None or record.prior_amount is None or year.phase != prior.phase:
            continue
        if prior.year != year.year - 1:
            yield _Doubted(place, "amount", "fiscal_year", prior.year + 1)
            yield _Doubted(place, "prior_amount", "prior_fiscal_year", year.year - 1)


def _of_pages(records: Sequence[Record]) -> Iterator[_Doubted]:
    """Amounts of a page that is of the next year or the last, where all other pages are not.

    Last year's amounts, and the years of everything else on the page, have to be off as well.
    """
    pages: dict[int, list[tuple[int, int]]] = defaultdict(list)
    priors: dict[int, Counter[int]] = defaultdict(Counter)
    for place, record in enumerate(records):
        if not isinstance(record, BudgetItem | BudgetStatementLine) or record.amount is None:
            continue
        year, prior = record.fiscal_year, record.prior_fiscal_year
        if year is not None and _is_plain(year) and year.phase not in _OTHER_PHASES:
            pages[record.page].append((place, year.year))
            if prior is not None:
                priors[record.page][prior.year] += 1
    own = {
        page: mainly
        for page, found in pages.items()
        if len(found) >= _LEAST_OF_PAGE
        and (mainly := _mainly([year for _, year in found])) is not None
    }
    for page, mine in own.items():
        usual = _mainly([other for at, other in own.items() if at != page])
        if usual is None or abs(mine - usual) != 1:
            continue
        off = priors[page][mine - 1] > 0 and not priors[page][usual - 1]
        if mine > usual or off:
            for place, of in pages[page]:
                if of == mine:
                    yield _Doubted(place, "amount", "fiscal_year", usual)
                    if getattr(records[place], "prior_amount", None) is not None:
                        yield _Doubted(place, "prior_amount", "prior_fiscal_year", usual - 1)


def _mainly(years: Sequence[int]) -> int | None:
    """The year that nearly all are of."""
    if not years:
        return None
    year, count = Counter(years).most_common(1)[0]
    return year if count >= _MOSTLY * len(years) else None


def _of_lines(records: Sequence[Record]) -> Iterator[_Doubted]:
    """One amount of one line that two pages print under two years.

    What is the same in two years is no contradiction, so that some page has to give both.
    """
    prints: dict[Hashable, list[tuple[_Doubted, int]]] = defaultdict(list)
    for place, record in enumerate(records):
        if not isinstance(record, BudgetStatementLine) or TOTAL_NAME.fullmatch(record.name):
            continue
        for path, year_path in (("amount", "fiscal_year"), ("prior_amount", "prior_fiscal_year")):
            money, year = getattr(record, path), getattr(record, year_path)
            if isinstance(money, Money) and money.yen and isinstance(year, FiscalYear):
                digits = str(abs(money.yen)).rstrip("0")
                if len(digits) >= _DIGITS_OF_ONE_AMOUNT and _is_plain(year):
                    key = (record.name, record.direction, record.account, year.phase, money.yen)
                    prints[key].append((_Doubted(place, path, year_path, 0), year.year))
    for found in prints.values():
        years = {year for _, year in found}
        pages: dict[int, set[int]] = defaultdict(set)
        for each, year in found:
            pages[records[each.place].page].add(year)
        if len(years) > 1 and all(len(of) == 1 for of in pages.values()):
            for each, year in found:
                other = next(iter(sorted(years - {year})))
                yield _Doubted(each.place, each.path, each.year_path, other)


def _series_in_turn(records: Sequence[Record]) -> Iterator[_Doubted]:
    """Years of one row that follow one another but for one."""
    for place, record in enumerate(records):
        name = {Series: "values", Indicator: "actuals"}.get(type(record))
        values = getattr(record, name) if name else ()
        years = [value.fiscal_year for value in values]
        if all(year is not None and _is_plain(year) for year in years):
            at, against = _out_of_turn([year.year for year in years])
            if at is not None:
                path = f"{name}.{at}"
                yield _Doubted(place, f"{path}.value", f"{path}.fiscal_year", against)


def _facts_in_turn(records: Sequence[Record]) -> Iterator[_Doubted]:
    """The same of facts, across columns whose headings differ in the year alone."""
    rows: dict[Hashable, list[tuple[float, int, int]]] = defaultdict(list)
    for place, record in enumerate(records):
        source = record.sources.get("value")
        if not isinstance(record, Fact) or record.path is None or source is None:
            continue
        if source.bbox is not None and record.fiscal_year and _is_plain(record.fiscal_year):
            heading = _YEAR.sub("", " ".join(record.path.column))
            key = (source.page, record.scope, record.path.row, heading, round(source.bbox[1]))
            rows[key].append((source.bbox[0], record.fiscal_year.year, place))
    for found in rows.values():
        ordered = sorted(found)
        at, against = _out_of_turn([year for _, year, _ in ordered])
        if at is not None:
            yield _Doubted(ordered[at][2], "value", "fiscal_year", against)


def _out_of_turn(years: Sequence[int]) -> tuple[int | None, int]:
    """Which one of some years keeps them from following one another, and what it ought to be.

    A gap at either end is none: a target may well be of a later year.

    >>> _out_of_turn([2019, 2020, 2022, 2022]), _out_of_turn([2019, 2020, 2021, 2023])
    ((2, 2021), (None, 0))
    """
    if len(years) < _LEAST_IN_TURN:
        return None, 0
    twice = any(one == other for one, other in pairwise(years))
    for step, first in ((1, years[0]), (1, years[1] - 1), (-1, years[0]), (-1, years[1] + 1)):
        wrong = [at for at, year in enumerate(years) if year != first + step * at]
        if len(wrong) != 1:
            continue
        at, ought = wrong[0], first + step * wrong[0]
        if abs(years[at] - ought) == 1 and (twice or 0 < at < len(years) - 1):
            return at, ought
    return None, 0


def _is_plain(year: FiscalYear | None) -> bool:
    """Whether it is one fiscal year, neither a span nor a day."""
    return year is not None and (year.basis, year.end_year, year.start) == ("fiscal", None, None)


def _check(record: Record, doubted: _Doubted) -> Check:
    terms: Mapping[str, int | float | None] = {
        doubted.path: _number(record, doubted.path),
        doubted.year_path: doubted.against,
    }
    return Check(name="dated", holds=False, severity="warning", terms=dict(terms))


def _number(record: Record, path: str) -> float | None:
    value: object = record
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, tuple) else getattr(value, part, None)
    number = getattr(value, "yen", None)
    return number if number is not None else getattr(value, "value", None)


def _issues(records: Sequence[Record], doubted: Sequence[_Doubted]) -> Iterator[Issue]:
    by_page = sorted(doubted, key=lambda each: (records[each.place].page, each.place))
    for page, group in groupby(by_page, key=lambda each: records[each.place].page):
        found = list(group)
        names = list(dict.fromkeys(_name(records[each.place]) for each in found))
        more = " …" if len(names) > _MOST_NAMED else ""
        yield Issue(
            code="year_contradicted",
            severity="warning",
            message=f"the years of {len(found)} figures do not fit those around them "
            f"({found[0].against} would): {', '.join(names[:_MOST_NAMED])}{more}",
            page=page,
        )


def _name(record: Record) -> str:
    return str(getattr(record, "name", None) or getattr(record, "label", None) or record.type)
