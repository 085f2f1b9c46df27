"""Funds and debts with several movements a year: by stage (当初, 12月補正), or told in cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from models import Balance, FiscalYear, Money, Movement, Record, Source
from pipeline.assemble.family import About
from pipeline.assemble.tables.figures import whole
from pipeline.schemas.balances import INCOMING, OUTGOING, STOCK, fiscal_year_of, year_of
from pipeline.schemas.grid import Entry, Grid, Head
from pipeline.schemas.reading import Filling, Reading

_TOLD = re.compile(
    r"(?P<word>[^\d\s△▲+＋−\-,]{1,12}+)\s?(?P<figure>(?:[△▲+＋−-]\s?)?\d[\d,]{0,20}+)"
)
_PLUS = re.compile(r"^[+＋]\s?")
_LEAST = 4.0
_MOST_PROOF = 10.0


@dataclass(frozen=True, slots=True)
class _Moved:
    """A movement with its place, and what it adds to the balance, in yen."""

    movement: Movement
    source: Source
    adds: int
    told: bool = False


def read_movements(grid: Grid, about: About) -> Reading | None:
    """A balance for each year between two stocks, with all that moved it; null for other tables."""
    own = about.fiscal_year.year if about.fiscal_year else None
    stocks = [head for head in grid.figured() if STOCK.search(head.text)]
    stocks.sort(key=lambda head: head.index)
    years = [year_of(head, own) or 0 for head in stocks]
    if len(stocks) < 2 or years != sorted(set(years)):
        return None
    records: list[Record] = []
    held = tried = several = 0
    for entry in grid.entries:
        if not entry.labels:
            continue
        records += _first(grid, entry, stocks[0], about)
        for before, after in pairwise(stocks):
            moved = [m for head in _between(grid, before, after) for m in _moved(grid, entry, head)]
            several += _several(moved)
            found = _balance(grid, entry, (before, after), moved, about)
            if found is None:
                continue
            records.append(found)
            if (sum_ := _adds_up(found, moved)) is not None:
                tried += 1
                held += sum_
    if not several or not records or 2 * held < tried:
        return None
    bits = 2.0 * len(stocks) + min(_MOST_PROOF, 1.5 * held - 2.0 * (tried - held))
    return Reading(tuple(records), bits) if bits >= _LEAST else None


def _between(grid: Grid, before: Head, after: Head) -> list[Head]:
    return [head for head in grid.heads if before.index < head.index < after.index]


def _several(moved: list[_Moved]) -> bool:
    """Whether more came or went than the fields of a balance hold, or a cell tells it in words."""
    if any(each.told for each in moved):
        return True
    came = sum(each.adds > 0 for each in moved)
    return max(came, sum(each.adds < 0 for each in moved)) > 1


def _moved(grid: Grid, entry: Entry, head: Head) -> Iterator[_Moved]:
    """What a cell says of a movement: a figure below its heading, or words with figures."""
    if head.index in grid.sheet.figured:
        found = grid.money(entry, head)
        if found is not None and found[0].yen is not None:
            name = " ".join(head.path)
            yield _of(_movement(name, head.leaf, head, found[0]), found[1])
        return
    label = next((one for one in entry.labels if one.column == head.index and one.own), None)
    if label is None:
        return
    text = label.passage.text
    for match in _TOLD.finditer(text):
        figure = whole(_PLUS.sub("", match["figure"].strip()))
        if figure is None or figure.value is None:
            continue
        money = figure.money(grid.unit_of(entry, head))
        if money.yen is None:
            continue
        source = label.passage.source(match.start("figure"), match.end("figure"))
        word = match["word"].strip()
        name = " ".join((*head.path, word))
        yield replace(_of(_movement(name, word, head, money), source), told=True)


def _movement(name: str, word: str, head: Head, money: Money) -> Movement:
    out = OUTGOING.search(word) and not INCOMING.search(word)
    kind: Literal["increase", "decrease"] = "decrease" if out else "increase"
    return Movement(name=name, kind=kind, fiscal_year=head.year, amount=money)


def _of(movement: Movement, source: Source) -> _Moved:
    yen = (movement.amount.yen if movement.amount else None) or 0
    return _Moved(movement, source, -abs(yen) if movement.kind == "decrease" else yen)


def _named(filling: Filling, entry: Entry) -> None:
    label = next((each for each in entry.labels if each.own), entry.labels[0])
    filling.name(label, label.text)


def _first(grid: Grid, entry: Entry, head: Head, about: About) -> list[Balance]:
    """What there was before the first year, as the end of a year of its own."""
    filling = Filling(grid, entry)
    _named(filling, entry)
    if filling.money("closing", head) is None:
        return []
    return [_made(filling, (), fiscal_year_of(head, about))]


def _balance(
    grid: Grid, entry: Entry, stocks: tuple[Head, Head], moved: list[_Moved], about: About
) -> Balance | None:
    filling = Filling(grid, entry)
    _named(filling, entry)
    before, after = stocks
    filling.money("opening", before)
    if filling.money("closing", after) is None:
        return None
    for number, each in enumerate(moved):
        filling.sources[f"movements.{number}.amount"] = each.source
    return _made(filling, tuple(m.movement for m in moved), fiscal_year_of(after, about))


def _made(filling: Filling, movements: tuple[Movement, ...], year: FiscalYear | None) -> Balance:
    fields = {**filling.fields, **filling.common(), "movements": movements, "fiscal_year": year}
    return Balance.model_validate(fields)


def _adds_up(balance: Balance, moved: list[_Moved]) -> bool | None:
    """Whether what there was and what came and went make what there is; null where one is blank."""
    opening, closing = balance.opening, balance.closing
    if not moved or opening is None or closing is None:
        return None
    if opening.yen is None or closing.yen is None:
        return None
    return Fraction(opening.yen + sum(each.adds for each in moved)) == closing.yen
