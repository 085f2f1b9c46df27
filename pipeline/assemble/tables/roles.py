"""Column roles: headings propose them, years settle them (and role_proofs confirms them)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from models import FiscalYear, FundingSource
from pipeline.assemble.tables.vocabulary import (
    AFTER_SUPPLEMENT,
    BEFORE_SUPPLEMENT,
    BUDGETED,
    FUNDING,
    FUNDING_TOTAL,
    HEADINGS,
    SPENT,
    SUPPLEMENT,
    UNIT_ALONE,
    UNIT_NOTE,
    UNITS,
    ColumnRole,
)

YearReader: TypeAlias = Callable[[str], tuple[FiscalYear | None, str]]
"""Takes a heading's year out of it: the year, and the heading without it."""

_LETTER = r"[A-Za-zア-エ①-⑳](?![A-Za-z])"
_DIFFERENCE = re.compile(rf"[(（]?{_LETTER}[)）]?[-－ー−―‐][(（]?{_LETTER}[)）]?")
_QUOTIENT = re.compile(rf"[(（]?{_LETTER}[)）]?[/／÷][(（]?{_LETTER}[)）]?")
_FORMULA = re.compile(
    rf"[(（]?(?:{_LETTER}[)）]?[=＝])?[(（]?{_LETTER}[)）]?(?:[-－ー−―‐+＋/／÷][(（]?{_LETTER}[)）]?)+"
    r"(?:[×*]100)?[)）]?"
)
_NAMING = re.compile(rf"^[(（]{_LETTER}[)）]|[(（]{_LETTER}[)）]$|(?<=[額度算減費])[A-Zア-エ①-⑳]$")
_WEAK = re.compile(r"金額|額|予算額?|当初予算額?|計|当初|予算額?計")
_STAGE = re.compile(r"当初|予算|決算(?:見込)?|最終|現計|補正後|見込|要求|骨格|肉付")
_RATE = re.compile(r"[%％]|率|比率?|割合|(?:増減)?率[%％]?")
_COMPARISON = re.compile(r"比較|増減|対前年|前年度?比|差引|伸び")
_FUNDING_HEAD = re.compile(r"財源")
_BREAKDOWN = re.compile(r"財源の?内訳")
_AMENDED = (ColumnRole.AMOUNT, ColumnRole.PRIOR, ColumnRole.CHANGE)
_PIECES = re.compile(
    r"[\n(（)）\[\]［］〔〕【】/／]|(?<=[^\d\n])(?=(?:令和|平成)\s*[\d元]|前年度|[RH]\d)|(?<=年度)(?=前年度)"
)
_LEVELS = (ColumnRole.TITLE, ColumnRole.ITEM, ColumnRole.SUBITEM, ColumnRole.SECTION)
_FEW_ROWS = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, its whole heading, and what it was found to say.

    `year` is that printed in the heading; `unit` is yen a count where the heading gives it.
    `also` is a second role where a heading names two things that stand in one cell
    (予算額（前年度予算額）). `proved` is true where an identity over the rows confirmed the role.
    """

    index: int
    heading: str
    role: ColumnRole = ColumnRole.OTHER
    parts: tuple[str, ...] = ()
    year: FiscalYear | None = None
    funding: FundingSource | None = None
    unit: int | None = None
    also: ColumnRole | None = None
    proved: bool = False


@lru_cache(maxsize=4096)
def unit_note(text: str) -> int | None:
    """Yen a count, from a note such as （単位：千円） or a heading's (千円).

    >>> unit_note("(単位:千円、%)"), unit_note("R4年度当初予算額(千円)"), unit_note("3千円")
    (1000, 1000, None)
    """
    match = UNIT_NOTE.search(text) or UNIT_ALONE.search(text)
    return UNITS["".join(match["unit"].split())] if match else None


@lru_cache(maxsize=4096)
def role_of(heading: str) -> ColumnRole | None:
    """What a single heading says, by the vocabulary alone.

    >>> role_of("主 な 事 業 内 容").value, role_of("増 減 額(A-B)").value
    ('description', 'change')
    """
    text = _plain(heading)
    words = _FORMULA.sub("", text)
    if words != text and not _COMPARISON.search(words) and re.search(r"[^\W\d_]", words):
        # 不用額(A)-(B)-(C), 執行率(B)/(A): what it is called says more than how it is reckoned.
        return role_of(words)
    if _QUOTIENT.search(text):
        return ColumnRole.CHANGE_PERCENT
    if _DIFFERENCE.search(text):
        return ColumnRole.CHANGE
    text = _NAMING.sub("", text)
    return next((role for role, form in HEADINGS if form.fullmatch(text)), None)


@lru_cache(maxsize=4096)
def funding_of(heading: str) -> FundingSource | None:
    """The source of money that a heading under 財源内訳 names."""
    text = _plain(heading)
    return next((source for source, form in FUNDING if form.fullmatch(text)), None)


def propose(headings: Sequence[Sequence[str]], read_year: YearReader) -> list[Column]:
    """Columns from their heading cells, each outermost first (a merged cell in each it covers)."""
    columns = [_propose(index, parts, read_year) for index, parts in enumerate(headings)]
    return _fund_neighbours(_amend(_settled(columns)))


def _settled(columns: list[Column]) -> list[Column]:
    """What was spent is the amount where a settlement shows it beside what could be."""
    money = [c for c in columns if c.role is ColumnRole.AMOUNT]
    spent = [c for c in money if SPENT.fullmatch(_leaf(c))]
    given = {c.index for c in money if BUDGETED.fullmatch(_leaf(c))}
    if len(spent) != 1 or not given or len({c.year.year for c in money if c.year}) > 1:
        return columns
    return [replace(c, role=ColumnRole.OTHER) if c.index in given else c for c in columns]


def _amend(columns: list[Column]) -> list[Column]:
    """A supplementary budget's own amount is 補正額; beside it stand the budget before and after.

    Neither of these is last year's. Where the columns are of several years, 補正額 is one of the
    amounts and not what the document adds.
    """
    money = [c for c in columns if c.role in _AMENDED or c.role is ColumnRole.OTHER]
    added = [(c, match) for c in money if (match := SUPPLEMENT.fullmatch(_leaf(c)))]
    now = [(c, match) for c, match in added if match["now"]] or added
    if len(now) != 1 or len({c.year.year for c in money if c.year}) > 1:
        return columns
    own = now[0][0].index
    before = _first(money, BEFORE_SUPPLEMENT, own)
    after = _first(money, AFTER_SUPPLEMENT, own)
    alone = before is None and after is None
    if alone and (_leaf(now[0][0])[-1:] not in "額算" or _has(columns, ColumnRole.PRIOR)):
        return columns
    if any(c.role is ColumnRole.AMOUNT and c.index not in (own, before, after) for c in columns):
        return columns
    roles = {own: ColumnRole.AMOUNT, before: ColumnRole.BEFORE, after: ColumnRole.AFTER}
    rest = {c.index: ColumnRole.OTHER for c, _ in added}
    return [
        replace(c, role=(rest | roles)[c.index]) if c.index in (rest | roles) else c
        for c in columns
    ]


def _has(columns: Sequence[Column], role: ColumnRole) -> bool:
    return any(column.role is role for column in columns)


def _first(columns: Sequence[Column], words: re.Pattern[str], but: int) -> int | None:
    """The column of that heading; the particular words (補正前) win over the plain ones (当初)."""
    found = [c for c in columns if c.index != but and words.fullmatch(_leaf(c))]
    found.sort(key=lambda c: "補正" not in c.heading)
    return found[0].index if found else None


def _leaf(column: Column) -> str:
    """A column's innermost heading, without spaces, units, letters that name it, and its year."""
    text = _NAMING.sub("", _plain(column.parts[-1])) if column.parts else ""
    year = column.year.text if column.year else ""
    return _NAMING.sub("", text.replace(year, "", 1)).removeprefix("の") if year else text


def settle_years(columns: Sequence[Column], year: int | None) -> list[Column]:
    """Tells this year's amount from the prior one by printed years, whichever way round they stand.

    `year` is the document's own fiscal year. Amounts of further years are left without a role.
    """
    dated = [
        column
        for column in columns
        if column.role in (ColumnRole.AMOUNT, ColumnRole.PRIOR)
        and column.year is not None
        and column.also not in (ColumnRole.AMOUNT, ColumnRole.PRIOR)
    ]
    years = sorted({column.year.year for column in dated if column.year is not None})
    if not years:
        return list(columns)
    this = year if year in years else years[-1]
    if year is not None and this == year - 1 and _has_undated_amount(columns):
        this = year
    roles: dict[int, ColumnRole] = {}
    taken: set[ColumnRole] = set()
    for column in dated:
        own = column.year.year if column.year else None
        role = {this: ColumnRole.AMOUNT, this - 1: ColumnRole.PRIOR}.get(own or 0, ColumnRole.OTHER)
        same_year = [c for c in dated if c.year and c.year.year == own]
        if len(same_year) > 1 and column.role is ColumnRole.PRIOR and own == this:
            role = ColumnRole.PRIOR
        if role in taken:
            role = ColumnRole.OTHER
        if role is not ColumnRole.OTHER:
            taken.add(role)
        roles[column.index] = role
    # 計 beside a year's own amount counts more than that year's.
    more = ColumnRole.AMOUNT in taken
    return [
        replace(column, role=roles[column.index])
        if column.index in roles
        else replace(column, role=ColumnRole.OTHER)
        if more and column.role is ColumnRole.AMOUNT and column.also is None
        else column
        for column in columns
    ]


def _propose(index: int, parts: Sequence[str], read_year: YearReader) -> Column:
    distinct = tuple(dict.fromkeys(part for part in parts if part.strip()))
    heading = " ".join("".join(part.split()) for part in distinct)
    years = [read_year(_plain(part)) for part in distinct]
    year = next((found for found, _ in reversed(years) if found is not None), None)
    unit = next((u for u in map(unit_note, reversed(distinct)) if u is not None), None)
    column = Column(index, heading, parts=distinct, year=year, unit=unit)
    if not distinct:
        return column
    rests = [rest for _, rest in years]
    outer = "".join(_plain(part) for part in distinct[:-1])
    leaf = rests[-1]
    if _FUNDING_HEAD.search(outer):
        if source := funding_of(leaf):
            return replace(column, role=ColumnRole.FUNDING, funding=source)
        if FUNDING_TOTAL.fullmatch(leaf):
            return replace(column, role=ColumnRole.FUNDING_TOTAL)
        if leaf and _BREAKDOWN.search(outer) and role_of(leaf) is None:
            return replace(column, role=ColumnRole.FUNDING, funding="other")
    if _COMPARISON.search(outer) and _RATE.fullmatch(leaf):
        return replace(column, role=ColumnRole.CHANGE_PERCENT)
    role = role_of(leaf) if leaf else None
    if role is None and years[-1][0] is not None and _STAGE.fullmatch(leaf):
        role = ColumnRole.AMOUNT
    if role is None and not leaf and year is not None:
        role = ColumnRole.AMOUNT
    if role in (None, ColumnRole.AMOUNT) and (not leaf or _WEAK.fullmatch(leaf)):
        outers = [role_of(rest) for rest in rests[:-1] if rest]
        stronger = [
            o
            for o in outers
            if o in (ColumnRole.PRIOR, ColumnRole.CHANGE, ColumnRole.LIMIT, ColumnRole.EXPANSION)
        ]
        role = stronger[-1] if stronger else role or next((o for o in reversed(outers) if o), None)
    if role is ColumnRole.LABEL:
        levels = [o for rest in rests[:-1] if rest and (o := role_of(rest)) in _LEVELS]
        role = levels[-1] if levels else role
    if role is None:
        role, also = _stacked(distinct[-1], read_year)
        return replace(column, role=role or ColumnRole.OTHER, also=also)
    return replace(column, role=role)


def _stacked(heading: str, read_year: YearReader) -> tuple[ColumnRole | None, ColumnRole | None]:
    """The two things a heading names one below the other or in brackets: 事業名（担当課）.

    Of two years the later one's amount is this year's: 令和7年度（令和6年度）.
    """
    roles: list[ColumnRole] = []
    years: dict[ColumnRole, int] = {}
    for piece in _PIECES.split(heading):
        if not piece.strip():
            continue
        year, rest = read_year(_plain(piece))
        role = role_of(rest) if rest else ColumnRole.AMOUNT
        if role is None and year is not None and _STAGE.fullmatch(rest):
            role = ColumnRole.AMOUNT
        if role is ColumnRole.AMOUNT and year is not None:
            before = years.get(ColumnRole.AMOUNT)
            if before == year.year + 1:
                role = ColumnRole.PRIOR
            elif before == year.year - 1:
                roles[roles.index(ColumnRole.AMOUNT)] = ColumnRole.PRIOR
            years.setdefault(role, year.year)
        if role is not None and role not in roles:
            roles.append(role)
    if not roles:
        return None, None
    return roles[0], roles[1] if len(roles) > 1 else None


def _fund_neighbours(columns: list[Column]) -> list[Column]:
    """Funding headings without 財源内訳 above: three or more side by side, one of them sure."""
    run: list[Column] = []
    for column in [*columns, Column(-1, "")]:
        leaf = column.parts[-1] if column.parts else ""
        if column.index >= 0 and column.role is not ColumnRole.FUNDING and funding_of(leaf):
            run.append(column)
            continue
        sure = any(funding_of(c.parts[-1]) in ("general", "bonds", "national") for c in run)
        if len(run) > _FEW_ROWS and sure:
            for found in run:
                columns[found.index] = replace(
                    found, role=ColumnRole.FUNDING, funding=funding_of(found.parts[-1])
                )
        run = []
    return columns


def _has_undated_amount(columns: Sequence[Column]) -> bool:
    return any(column.role is ColumnRole.AMOUNT and column.year is None for column in columns)


def _plain(heading: str) -> str:
    """The heading without spaces and unit notes."""
    text = "".join(heading.split())
    text = UNIT_ALONE.sub("", text)
    return re.sub(r"[(（]単位[:：]?[^)）]{0,60}+[)）]|[(（][%％][)）]", "", text)
