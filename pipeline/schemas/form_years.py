"""The amounts of a form by year: of its tables, and of labels that stand beside or over them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from models import FiscalYear, Funding, Money, Source
from pipeline.assemble.family import About
from pipeline.assemble.tables.rows import Row
from pipeline.bind.sheets import year_said
from pipeline.schemas.form_amounts import Labelled
from pipeline.schemas.form_words import What, clean, phase_of, phased, said_of
from pipeline.schemas.grid import Entry, Grid, Head, unit_in, unit_of

_BRACKETED = re.compile(r"[(（][^()（）]+[)）]")

Key = tuple[int | None, str | None]
Spot = tuple[str, float]
Cell = tuple[Entry, Head]


@dataclass
class Year:
    """What stands for one year of a project; `sure` where a unit is said with it."""

    year: FiscalYear | None
    fields: dict[str, Money] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    funding: list[Funding] = field(default_factory=list)
    sure: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether who pays makes the amount."""
        amount = self.fields.get("amount")
        parts = [part.amount.yen or 0 for part in self.funding if part.amount is not None]
        return bool(parts) and amount is not None and sum(parts) == amount.yen


class Years:
    """The years of one form while its amounts are taken, each place of the page once."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._own = about.fiscal_year.year if about.fiscal_year else None
        self._found: dict[Key, Year] = {}
        self._ranks: dict[tuple[Key, str], int] = {}
        self._seen: list[tuple[Source, Spot]] = []

    def add_labelled(self, amounts: Iterable[Labelled]) -> None:
        """Take amounts with labels of their own."""
        for each in amounts:
            year = each.year
            if year is not None and (year.end_year or year.start or year.open_end):
                continue
            phase = phase_of([each.label])
            if each.what[0] == "amount" and phase == "request":
                year = year or self._about.fiscal_year
                year = year and year.model_copy(update={"phase": phase})
            spot = ("label", each.place[1])
            if self._is_new(each.source, spot):
                self._seen.append((each.source, spot))
                money = (each.money, each.source)
                self._take(phased(year, [each.label]), each.what, money, sure=each.sure)

    def add_grid(self, grid: Grid, entries: Iterable[Entry]) -> list[Cell]:
        """Take the amounts of a table: what each is, its row and its column say together.

        Given are the cells that hold the project's money; none where all was taken before.
        """
        unit = _unit_said(grid)
        before = len(self._seen)
        taken: list[Cell] = []
        for entry in entries:
            own = replace(entry, unit=unit) if unit and not entry.unit else entry
            taken += [(entry, head) for head in grid.figured() if self._add_cell(grid, own, head)]
        return taken if len(self._seen) > before else []

    def _add_cell(self, grid: Grid, entry: Entry, head: Head) -> bool:
        money = grid.money(entry, head)
        if money is None or (money[0].yen is None and not money[0].none):
            return False
        if not self._is_new(money[1], ("column", head.index)):
            return True
        row = [label.text for label in entry.labels if re.search(r"\w", label.text)]
        what = said_of([*reversed(row), *reversed(head.path), *reversed(entry.groups)])
        if what is None or _counted(entry.row, head.index):
            return False
        said = (year_said(clean(text), self._own)[0] for text in row)
        year = next((y for y in (*said, head.year) if y and not y.open_end), None)
        if year is not None and (year.end_year or year.start):
            return False
        sure = grid.sheet.unit_sure or money[0].unit_text is not None
        self._seen.append((money[1], ("column", head.index)))
        self._take(phased(year, [*row, *head.path]), what, money, sure=sure)
        return True

    def _is_new(self, source: Source, spot: Spot) -> bool:
        """Whether nothing was taken from a place before."""
        return not any(_same_place((source, spot), other) for other in self._seen)

    def _take(
        self, year: FiscalYear | None, what: What, money: tuple[Money, Source], *, sure: bool
    ) -> None:
        key = (year.year if year else None, year.phase if year else None)
        at = self._found.setdefault(key, Year(year or self._about.fiscal_year))
        at.sure = at.sure or sure
        name, rank, source, label = what
        if source is not None:
            if any(each.label == label for each in at.funding):
                return
            at.sources[f"funding.{len(at.funding)}.amount"] = money[1]
            at.funding.append(Funding(source=source, label=label, amount=money[0]))
        elif rank < self._ranks.get((key, name), 9):
            self._ranks[key, name] = rank
            at.fields[name], at.sources[name] = money

    def all(self) -> list[Year]:
        """The years, changes with the sign that their amounts give them."""
        found = self._joined()
        for year in found:
            _signed(year)
        return found

    def _joined(self) -> list[Year]:
        """The years; what names none is of the document's own, or of the only one there is."""
        undated = self._found.get((None, None))
        dated = [year for key, year in self._found.items() if key != (None, None)]
        this = [year for year in dated if year.year and year.year.year == self._own]
        this = this or (dated if len(dated) == 1 else [])
        if undated is None or len(this) != 1:
            return list(self._found.values())
        _merge(this[0], undated)
        return dated


def _signed(year: Year) -> None:
    """Make a change in brackets a fall where the two amounts say so."""
    amount, prior, change = (year.fields.get(k) for k in ("amount", "prior_amount", "change"))
    if amount is None or prior is None or change is None or change.yen is None:
        return
    if amount.yen is None or prior.yen is None or not _BRACKETED.fullmatch(change.text.strip()):
        return
    if amount.yen - prior.yen == -change.yen:
        year.fields["change"] = change.model_copy(update={"yen": -change.yen})


def _merge(one: Year, undated: Year) -> None:
    shift = len(one.funding)
    one.fields |= {key: value for key, value in undated.fields.items() if key not in one.fields}
    for key, source in undated.sources.items():
        if key.startswith("funding."):
            number = int(key.split(".")[1]) + shift
            one.sources[f"funding.{number}.amount"] = source
        else:
            one.sources.setdefault(key, source)
    one.funding += undated.funding
    one.sure = one.sure or undated.sure


def _same_place(one: tuple[Source, Spot], other: tuple[Source, Spot]) -> bool:
    """Whether two sources are one print: the middle of one box in the other.

    A text has no boxes, but lines: what stands in one twice is told by where each was found.
    """
    (source, spot), (known, its) = one, other
    if source.page != known.page:
        return False
    if source.bbox is None or known.bbox is None:
        alike = (source.line, source.text) == (known.line, known.text)
        return alike and (spot[0] != its[0] or spot == its)
    x, y = (source.bbox[0] + source.bbox[2]) / 2, (source.bbox[1] + source.bbox[3]) / 2
    return known.bbox[0] <= x <= known.bbox[2] and known.bbox[1] <= y <= known.bbox[3]


def _unit_said(grid: Grid) -> str:
    """The unit of money that the labels of rows say, 事業費(百万円), where they say one alone."""
    said = {unit_in(label.text) for entry in grid.entries for label in entry.labels}
    units = {unit for unit in said if unit_of(unit) is not None}
    return units.pop() if len(units) == 1 and not grid.sheet.unit_sure else ""


def _counted(row: Row, column: int) -> bool:
    figure = row.figure(column)
    return figure is not None and not figure.is_money
