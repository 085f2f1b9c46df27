"""The two sides of a diff, and the years of a store between them or before the later one."""

from dataclasses import replace

from pipeline.budget import Year
from pipeline.sides import Side, load_side, named
from pipeline.store import DEFAULT_STORE, open_store


def load_sides(old: str, new: str, *, store: str = DEFAULT_STORE) -> tuple[Side, Side]:
    """The two sides that a diff compares.

    Of a year that a store has no documents of, but those of the year after: what these print of it.
    """
    first, last = named(old), named(new)
    if first and last and last == replace(first, year=first.year + 1):
        opened = open_store(store)
        if not opened.documents(issuer=first.issuer, year=first.year, current=True):
            return as_printed_by(load_side(new, store=store), label=old)
    return load_side(old, store=store), load_side(new, store=store)


def as_printed_by(side: Side, *, label: str) -> tuple[Side, Side]:
    """The year before as a side's documents print it, and what of the side it is printed for.

    A dash or 0 for the year before is a thing that was not there.
    """
    told = [t for t in side.budget.things if t.prior is not None and t.kind != "indicator"]
    before = [
        replace(thing, amount=thing.prior, prior=None, steps=(thing.steps[1], 1))
        for thing in told
        if thing.prior
    ]
    totals = [
        replace(total, printed=printed, levels=())
        for total in side.totals
        if (printed := tuple(each.of_year_before() for each in total.printed if each.prior))
    ]
    old = Side(
        label=label,
        budget=Year(things=before, totals=totals),
        issuer=side.issuer,
        year=None if side.year is None else side.year - 1,
        documents=side.documents,
        folders=side.folders,
        unprinted=len(side.budget.things) - len(told),
    )
    return old, side.with_things(told)


def sides_between(old: str, new: str, *, store: str = DEFAULT_STORE) -> list[Side]:
    """The years that a store has between two years of one issuer, each a side, the first first.

    None where the two are not years of one issuer in a store, in one phase.
    """
    first, last = named(old), named(new)
    if not first or not last or replace(first, year=last.year) != last:
        return []
    shelves = open_store(store).documents(issuer=first.issuer, current=True)
    years = {shelf.document.fiscal_year.year for shelf in shelves if shelf.document.fiscal_year}
    phase = f":{first.phase}" if first.phase else ""
    return [
        load_side(f"{first.issuer}@{year}{phase}", store=store)
        for year in sorted(years)
        if first.year < year < last.year
    ]
