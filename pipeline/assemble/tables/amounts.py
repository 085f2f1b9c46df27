"""The money of a table's row: amount, prior amount, change, expansion and funding, with years."""

from dataclasses import dataclass, replace

from models import FiscalYear, Funding, Money
from pipeline.assemble.family import About
from pipeline.assemble.tables.cells import (
    Sources,
    amount_in,
    funding_in,
    lower_amount,
    second_amount_in,
    year_of,
)
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.sheets import Sheet
from pipeline.assemble.tables.vocabulary import ColumnRole

SINGLE_ROLES = (
    ColumnRole.AMOUNT,
    ColumnRole.PRIOR,
    ColumnRole.CHANGE,
    ColumnRole.EXPANSION,
    ColumnRole.BEFORE,
    ColumnRole.AFTER,
)
"""The columns that hold one amount of a row each."""
ROLES = (*SINGLE_ROLES, ColumnRole.FUNDING, ColumnRole.FUNDING_TEXT)
"""The columns that `row_amounts` reads."""


@dataclass(frozen=True, slots=True)
class RowAmounts:
    """What a row says in money. A blank cell is null; funding holds only what is printed."""

    amount: Money | None = None
    fiscal_year: FiscalYear | None = None
    prior: Money | None = None
    prior_year: FiscalYear | None = None
    change: Money | None = None
    expansion: Money | None = None
    before: Money | None = None
    after: Money | None = None
    funding: tuple[Funding, ...] = ()


def row_amounts(sheet: Sheet, row: Row, about: About, sources: Sources) -> RowAmounts:
    """The row's money by the roles of its columns; `sources` is given the place of each."""
    found: dict[str, Money] = {}
    for field, role in (
        ("amount", ColumnRole.AMOUNT),
        ("prior_amount", ColumnRole.PRIOR),
        ("change", ColumnRole.CHANGE),
        ("expansion", ColumnRole.EXPANSION),
        ("amount_before", ColumnRole.BEFORE),
        ("amount_after", ColumnRole.AFTER),
    ):
        column = sheet.find(role)
        value = amount_in(sheet, row, column)
        if value is None:
            stacked = next((c for c in sheet.columns if c.also is role), None)
            value = second_amount_in(sheet, row, stacked) if stacked else None
        if value is not None:
            found[field] = value.money
            sources.note(field, value.source)
    own = sheet.find(ColumnRole.AMOUNT)
    below = lower_amount(sheet, row, own) if sheet.stack and sheet.stack.prior else None
    if below is not None and "prior_amount" not in found:
        found["prior_amount"] = below.money
        sources.note("prior_amount", below.source)
    funding: list[Funding] = []
    for part, source in funding_in(sheet, row):
        sources.note(f"funding.{len(funding)}.amount", source)
        funding.append(part)
    year = year_of(sheet, own, about)
    return RowAmounts(
        amount=found.get("amount"),
        fiscal_year=year,
        prior=found.get("prior_amount"),
        prior_year=_prior_year(sheet, year, about) if "prior_amount" in found else None,
        change=found.get("change"),
        expansion=found.get("expansion"),
        before=found.get("amount_before"),
        after=found.get("amount_after"),
        funding=tuple(funding),
    )


def has_amounts(sheet: Sheet, row: Row) -> bool:
    """Whether any money column of the row holds a figure."""
    return any(
        amount_in(sheet, row, column) for column in sheet.all(*SINGLE_ROLES, ColumnRole.FUNDING)
    )


def _prior_year(sheet: Sheet, year: FiscalYear | None, about: About) -> FiscalYear | None:
    """The year of the prior amounts: as their heading says, else the one before the amount's."""
    column = sheet.find(ColumnRole.PRIOR)
    if column is not None and column.year is not None:
        return column.year
    if column is not None:
        return year_of(sheet, column, replace(about, fiscal_year=year) if year else about)
    if sheet.stack is not None and sheet.stack.year is not None:
        return sheet.stack.year
    return year.model_copy(update={"year": year.year - 1, "text": ""}) if year else None
