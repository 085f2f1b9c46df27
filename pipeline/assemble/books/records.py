"""Rows of a budget book as records, with their years, account, path and sources."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models import BudgetItem, BudgetStatementLine, FiscalYear, Funding, Money, Source
from pipeline.assemble.books.explanations import Explained
from pipeline.assemble.books.offices import department_of
from pipeline.assemble.books.rows import Amount, Entry, Label
from pipeline.assemble.books.vocabulary import BookRole, Direction, Level
from pipeline.assemble.books.words import Word, name_of, source_of
from pipeline.assemble.family import About


@dataclass(slots=True)
class Draft:
    """A statement line in the making: later pages may repeat it or go on with it.

    `same_year` says that its table shows 補正前 where others show 前年度.
    """

    page: int
    level: Level
    name: str
    code: str | None = None
    direction: Direction | None = None
    account: str | None = None
    section: tuple[str, ...] = ()
    amounts: dict[BookRole, Money] = field(default_factory=dict)
    funding: list[Funding] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    same_year: bool = False

    def pay(self, paid: Sequence[tuple[Funding, Source]]) -> None:
        """Notes who pays, with the place of each amount."""
        for funding, source in paid:
            self.sources[f"funding.{len(self.funding)}.amount"] = source
            self.funding.append(funding)

    def named(self, label: Label) -> None:
        """Notes where the row's number and name are printed."""
        if label.name_words:
            self.sources["name"] = source_of(label.name_words)
        if self.code is not None and label.number is not None:
            self.sources["code"] = source_of(label.words[:1])

    def take(self, entry: Entry) -> None:
        """Notes the figures of a row, each under its column's field."""
        for column, amount in entry.amounts.items():
            if column.role is BookRole.FUNDING and column.source is not None:
                self.sources[f"funding.{len(self.funding)}.amount"] = amount.source
                label = column.label or None
                self.funding.append(Funding(source=column.source, label=label, amount=amount.money))
            elif column.role is not BookRole.FUNDING_TOTAL:
                self.give(_ROLES.get(column.role, column.role), amount)
            else:
                self.again("funding", amount.source)

    def repeats(self, entry: Entry) -> bool:
        """Whether a row on a later page says the same again; its places are noted then.

        A row that goes on over pages may stand there without its figures.
        """
        shown = {role: money.yen for role, money in self.amounts.items()}
        funding = {part.label: part.amount.yen for part in self.funding if part.amount}
        for column, amount in entry.amounts.items():
            known = funding.get(column.label) if column.source else shown.get(column.role)
            if column.role is not BookRole.FUNDING_TOTAL and known != amount.money.yen:
                return False
        for column, amount in entry.amounts.items():
            self.again(column.role.value, amount.source)
        if entry.label is not None:
            self.again("name", source_of(entry.label.words))
        return True

    def give(self, role: BookRole, amount: Amount) -> None:
        """Notes one figure."""
        if role in self.amounts:
            self.again(role.value, amount.source)
            return
        self.amounts[role] = amount.money
        self.sources[role.value] = amount.source

    def again(self, path: str, source: Source) -> None:
        """Notes a further place where a field is printed."""
        number = 1
        while f"{path}.{number}" in self.sources:
            number += 1
        self.sources[f"{path}.{number}"] = source

    def line(self, about: About) -> BudgetStatementLine:
        """The record."""
        year = about.fiscal_year
        fields = {role.value: money for role, money in self.amounts.items()}
        if (change := fields.get("change")) is not None:
            fields["change"] = _signed(change, fields.get("amount"), fields.get("prior_amount"))
        sources = self.sources
        if self.same_year:
            sources = {_supplementary(path): source for path, source in sources.items()}
            fields = {_supplementary(path): money for path, money in fields.items()}
            year = year.model_copy(update={"phase": "supplementary"}) if year else None
        prior = fields.get("prior_amount")
        return BudgetStatementLine(
            page=self.page,
            section=self.section,
            sources=sources,
            direction=self.direction,
            level=self.level,
            code=self.code,
            name=self.name,
            account=self.account,
            amount=fields.get("amount"),
            fiscal_year=year,
            prior_amount=prior,
            prior_fiscal_year=prior_year(year) if prior else None,
            change=fields.get("change"),
            amount_before=fields.get("amount_before"),
            amount_after=fields.get("amount_after"),
            funding=tuple(self.funding),
        )


_ROLES = {BookRole.SECTION_AMOUNT: BookRole.AMOUNT}
# A supplementary book prints 補正前, 補正額 and 計 where others print 前年度, 比較 and 本年度.
_SUPPLEMENTARY = {
    "prior_amount": "amount_before",
    "change": "amount",
    "amount": "amount_after",
}


def _signed(change: Money, amount: Money | None, prior: Money | None) -> Money:
    """A difference in brackets is less than nothing, unless this year less last year says more."""
    if not change.yen or change.yen < 0 or change.text[:1] not in "(（":
        return change
    if amount is not None and prior is not None:
        more = (amount.yen or 0) - (prior.yen or 0)
        if more == change.yen:
            return change
    return change.model_copy(update={"yen": -change.yen})


def _supplementary(path: str) -> str:
    field, *rest = path.split(".")
    return ".".join((_SUPPLEMENTARY.get(field, field), *rest))


def prior_year(year: FiscalYear | None) -> FiscalYear | None:
    """The year of 前年度 amounts."""
    if year is None:
        return None
    return year.model_copy(update={"year": year.year - 1, "text": ""})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the book a project is explained."""

    section: tuple[str, ...]
    account: str | None
    direction: Direction | None = None
    same_year: bool = False


def item_of(
    found: Explained, place: Place, about: About, offices: frozenset[str] = frozenset()
) -> BudgetItem:
    """A project of an explanation as a record."""
    name, mark = found.called
    name, department = department_of(name, offices)
    department = department or found.office
    sources: dict[str, Source] = {"name": source_of(found.name)}
    if found.code is not None:
        sources["code"] = source_of([found.code])
    if found.amount is not None:
        sources["amount"] = found.amount.source
    _note_rest(sources, "name", found.name)
    words = [word for row in found.description for word in row.words]
    if words:
        sources["description"] = source_of(words)
        _note_rest(sources, "description", words)
    year = about.fiscal_year
    if place.same_year and year is not None:
        year = year.model_copy(update={"phase": "supplementary"})
    parent = found.parent
    for number, (_, source) in enumerate(found.paid):
        sources[f"funding.{number}.amount"] = source
    return BudgetItem(
        page=found.name[0].line.page,
        section=place.section,
        sources=sources,
        name=name or name_of(found.name),
        mark=mark,
        description="\n".join(name_of(row.words) for row in found.description) or None,
        amount=found.amount.money if found.amount else None,
        fiscal_year=year,
        direction=place.direction,
        funding=tuple(funding for funding, _ in found.paid),
        department=department,
        code=found.code.text.strip("()（）.．、") if found.code else None,
        account=place.account,
        project=department_of(parent.called[0], offices)[0] if parent else None,
        level=found.level,
    )


def _note_rest(sources: dict[str, Source], path: str, words: Sequence[Word]) -> None:
    """The places of a text on the pages after the one where it begins."""
    first = words[0].line.page
    for number, page in enumerate(sorted({w.line.page for w in words} - {first}), start=1):
        sources[f"{path}.{number}"] = source_of([w for w in words if w.line.page == page])
