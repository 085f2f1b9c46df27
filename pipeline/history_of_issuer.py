"""An issuer's budget over the years of a store: each account's total, and its 款."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.budget import AccountTotal, Sheet, Thing, Year, make_year
from pipeline.errors import StoreError
from pipeline.history import Line, Point
from pipeline.match.names import heading_key
from pipeline.store import Store

_Key = tuple[object, ...]


def trace_issuer(store: Store, issuer: str) -> list[Line]:
    """A line for each account, direction and phase, then one for each of their 款.

    Only totals and 款 are read. StoreError where the store has none of the issuer.
    """
    accounts: dict[_Key, list[tuple[Point, AccountTotal]]] = defaultdict(list)
    titles: dict[_Key, list[tuple[Point, Thing]]] = defaultdict(list)
    for year, sheets in _years(store, issuer).items():
        names = {
            sheet.document.sha256: sheet.document.file_name for sheet in sheets if sheet.document
        }
        budget = make_year(sheets, year=year)
        for total in budget.totals:
            key = (total.account, total.half, total.direction, total.stage.name)
            accounts[key].append((_of_total(year, total, names), total))
        for thing in _titles(budget):
            cell = thing.cell
            where = (cell.account, cell.half, cell.direction, cell.stage.name)
            titles[(*where, heading_key(thing.name))].append((_of_title(year, thing, names), thing))
    lines = [
        Line(issuer, total.name, _with_changes(points), direction=total.direction, level="total")
        for some in accounts.values()
        for points, total in [([point for point, _ in some], some[-1][1])]
    ]
    for some in titles.values():
        thing = some[-1][1]
        lines.append(
            Line(
                issuer,
                thing.name,
                _with_changes([point for point, _ in some]),
                path=tuple(filter(None, (thing.account_name or thing.cell.account,))),
                direction=thing.cell.direction,
                level="title",
            )
        )
    if not lines:
        raise StoreError(f"{issuer}: no totals of its accounts in {store.shown}")
    return lines


def _years(store: Store, issuer: str) -> dict[int, list[Sheet]]:
    """The sheets of each year, the newest document first, with totals and 款 alone."""
    years: dict[int, list[Sheet]] = defaultdict(list)
    for document, records in store.outlines(issuer):
        if document.fiscal_year:
            years[document.fiscal_year.year].insert(0, Sheet(records, document))
    return dict(sorted(years.items()))


def _titles(budget: Year) -> Iterable[Thing]:
    for thing in budget.things:
        if thing.cell.table == "statement" and thing.cell.level == "title":
            yield thing


def _of_total(year: int, total: AccountTotal, names: dict[str, str]) -> Point:
    printed = total.printed[0] if total.printed else None
    return Point(
        year=year,
        name=total.name,
        department="",
        phase=str(total.stage),
        amount=total.amount,
        prior=printed.prior if printed else None,
        change=None,
        values=(),
        evidence=() if printed else ("no printed total: added up",),
        id="",
        file_name=names.get(printed.place.document, "") if printed else "",
        page=printed.place.page if printed else 0,
    )


def _of_title(year: int, thing: Thing, names: dict[str, str]) -> Point:
    return Point(
        year=year,
        name=thing.name,
        department="",
        phase=str(thing.cell.stage),
        amount=None if thing.amount is None else int(thing.amount),
        prior=None if thing.prior is None else int(thing.prior),
        change=None,
        values=(),
        evidence=(),
        id=thing.id,
        file_name=names.get(thing.record.document, ""),
        page=thing.record.page,
    )


def _with_changes(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points with their difference from the year before, where both are known."""
    changed = list(points[:1])
    for before, point in pairwise(points):
        known = before.amount is not None and point.amount is not None
        change = (point.amount or 0) - (before.amount or 0) if known else None
        changed.append(replace(point, change=change if before.year < point.year else None))
    return tuple(changed)
