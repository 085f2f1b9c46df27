"""The amounts of one project by year, and what else its tables count.

What each figure is, its row and its column say together, whichever way round a table stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from models import FiscalYear, Funding, FundingSource, Money, Record, Source
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.roles import funding_of, role_of
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.schemas.grid import Entry, Grid, Head, plain
from pipeline.schemas.indicators import read_indicators
from pipeline.schemas.series import FORMULA, read_series

_COST = re.compile(
    r"(?:総|直接|全体|年間|当初)?事業費(?:計|合計|総額)?|決算額・予算額|予算額・決算額|"
    r"(?:本年度|当年度)?(?:予算|決算|要求|事業費)(?:額|計上額)?|予算(?:現額|計上額)"
)
_STAGE = re.compile(r"(?:当初|補正後|最終|決算|予算|実績|計画|見込|現|額|案|[()（）])*")
_SUM = re.compile(r"(?:合|総)?計")
_SETTLED, _PLANNED = re.compile(r"決算"), re.compile(r"予算(?!.*補正)|当初")
SIGNS = " 　:：・■●◆○◇□▼【】〔〕[]<>〈〉()（）"
_Key: TypeAlias = tuple[int | None, str | None]
"""A year and its phase."""
_What: TypeAlias = tuple[str, int, FundingSource | None, str]


@dataclass
class YearOfProject:
    """What stands for one year of a project."""

    year: FiscalYear | None
    fields: dict[str, Money] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    funding: list[Funding] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether the parts of its funding make its amount."""
        amount = self.fields.get("amount")
        parts = [part.amount.yen or 0 for part in self.funding if part.amount is not None]
        return bool(parts) and amount is not None and sum(parts) == amount.yen


@dataclass
class _Taking:
    """What has been taken from a form's tables so far."""

    own: int | None
    years: dict[_Key, YearOfProject] = field(default_factory=dict)
    ranks: dict[tuple[_Key, str], int] = field(default_factory=dict)
    seen: set[tuple[float, ...]] = field(default_factory=set)

    def take(self, grid: Grid, entry: Entry, head: Head, about: About) -> bool:
        """Takes a cell's amount, where its headings say what it is of the project."""
        money = grid.money(entry, head)
        if money is None or (money[0].yen is None and not money[0].none):
            return False
        spot = money[1].bbox or (money[1].line or 0, head.index)
        place = (money[1].page, *spot)
        if place in self.seen:
            return False
        row = [label.text for label in entry.labels if _useful(label.text)]
        what = _what([*reversed(row), *reversed(head.path), *reversed(entry.groups)])
        if what is None or _counted(entry.row, head.index):
            return False
        said = (heading_year(text, self.own)[0] for text in row)
        year = next((y for y in (*said, head.year) if y and not y.open_end), None)
        if year is not None and (year.end_year or year.start):
            return False
        year = _phased(year, [*row, *head.path])
        key = (year.year if year else None, year.phase if year else None)
        self._keep(key, what, money, year or about.fiscal_year)
        self.seen.add(place)
        return True

    def _keep(
        self, key: _Key, what: _What, money: tuple[Money, Source], year: FiscalYear | None
    ) -> None:
        name, rank, source, label = what
        at = self.years.setdefault(key, YearOfProject(year))
        if source is not None:
            if any(each.label == label for each in at.funding):
                return
            at.sources[f"funding.{len(at.funding)}.amount"] = money[1]
            at.funding.append(Funding(source=source, label=label, amount=money[0]))
            return
        if rank < self.ranks.get((key, name), 9):
            self.ranks[key, name] = rank
            at.fields[name], at.sources[name] = money


def years_of(grids: Sequence[Grid], about: About) -> tuple[list[YearOfProject], tuple[Record, ...]]:
    """A project's amounts by year, and what the same tables say besides: its counts and aims."""
    own = about.fiscal_year.year if about.fiscal_year else None
    taking = _Taking(own)
    others: list[Record] = []
    for grid in grids:
        taken = [
            (entry, head)
            for entry in grid.entries
            for head in grid.figured()
            if taking.take(grid, entry, head, about)
        ]
        if taken and (rest := _rest(grid, taken)) is not None:
            read = read_indicators(rest, about) or read_series(rest, about)
            others += read.records if read is not None else ()
    return _merged(taking.years, own), tuple(others)


def _rest(grid: Grid, taken: Sequence[tuple[Entry, Head]]) -> Grid | None:
    """A table without the rows of a project's costs, or without their columns; null if all are."""
    rows = {id(entry) for entry, _ in taken}
    left = tuple(entry for entry in grid.entries if id(entry) not in rows)
    if left:
        return replace(grid, entries=left)
    columns = {head.index for _, head in taken}
    heads = tuple(head for head in grid.heads if head.index not in columns)
    figured = {head.index for head in grid.figured()} - columns
    return replace(grid, heads=heads) if figured else None


def _merged(found: dict[_Key, YearOfProject], own: int | None) -> list[YearOfProject]:
    """The years, what names none with the document's own: a form of one year says it once."""
    undated = found.get((None, None))
    dated = [year for key, year in found.items() if key != (None, None)]
    this = [year for year in dated if year.year and year.year.year == own]
    if undated is None or len(this) != 1:
        return list(found.values())
    one = this[0]
    shift = len(one.funding)
    one.fields |= {key: value for key, value in undated.fields.items() if key not in one.fields}
    for key, source in undated.sources.items():
        if key.startswith("funding."):
            number = int(key.split(".")[1]) + shift
            one.sources[f"funding.{number}.amount"] = source
        else:
            one.sources.setdefault(key, source)
    one.funding += undated.funding
    return dated


def _useful(text: str) -> bool:
    return bool(re.search(r"\w", text))


def _counted(row: Row, column: int) -> bool:
    figure = row.figure(column)
    return figure is not None and not figure.is_money


def _what(texts: Sequence[str]) -> _What | None:
    """What the headings of a figure say of it: the innermost that says anything counts.

    Given is the field, how plainly it is said (0 is plainest), and the source of funding.
    """
    fallback: _What | None = None
    for text in texts:
        bare = bare_label(FORMULA.sub("", plain(text)))
        year, rest = heading_year(bare, None)
        rest = rest.strip(SIGNS)
        if year is not None and _STAGE.fullmatch(rest):
            if rest.endswith("額"):
                fallback = ("amount", 1, None, bare)
            continue
        if _COST.fullmatch(rest):
            return "amount", 0, None, bare
        if (source := funding_of(rest)) is not None:
            return "funding", 0, source, bare
        role = role_of(rest) if rest else None
        if role is ColumnRole.PRIOR:
            return "prior_amount", 0, None, bare
        if role is ColumnRole.CHANGE:
            return "change", 0, None, bare
        if role is ColumnRole.AMOUNT:
            return "amount", 2 if _SUM.fullmatch(rest) else 1, None, bare
        if rest:
            break
    return fallback


def _phased(year: FiscalYear | None, texts: Sequence[str]) -> FiscalYear | None:
    if year is None or year.phase is not None:
        return year
    said = "".join(text for text in texts if heading_year(text, None)[0] is not None)
    if _SETTLED.search(said):
        return year.model_copy(update={"phase": "settlement"})
    if _PLANNED.search(said):
        return year.model_copy(update={"phase": "initial"})
    return year


def bare_label(text: str) -> str:
    """A label without blanks and the signs around it."""
    return "".join(text.split()).strip(SIGNS)
