"""Funds (基金) and debts (地方債): what there was, what came and went, what there is.

Headings say which column is which; where they do not, opening + increase - decrease = closing does.
"""

import re
from fractions import Fraction

from models import Balance, FiscalYear
from pipeline.assemble.family import About
from pipeline.bind.sheets import number_in
from pipeline.schemas.grid import Entry, Grid, Head
from pipeline.schemas.reading import Filling, Reading

STOCK = re.compile(r"現在高|残高|末(?:現在|見込)|保有額|積立額累計")
_ABOUT = re.compile(r"基金|地方債|[市町村県都府道区]債|起債|借入金|現在高|残高")
INCOMING = re.compile(r"積立|積み立|起債|借入|発行|新規|受入|(?<![△▲・])増(?!減)")
OUTGOING = re.compile(r"取崩|取り崩|取崩し|償還|返済|処分|繰入|充当|(?<![増])減")
_BEFORE = re.compile(r"前々|前年度?末|前期末|期首|年度当初|年度初")
_AMOUNT = re.compile(r"\d,\d{3}")
_LEAST = 4.0


def read_balances(grid: Grid, about: About) -> Reading | None:
    """The balances of a table; null where it is none of funds or debts."""
    own = about.fiscal_year.year if about.fiscal_year else None
    heads = grid.figured()
    stocks = [head for head in heads if STOCK.search(head.text)]
    if not stocks or _told_in_cells(grid):
        return None
    stocks.sort(key=lambda head: (year_of(head, own) or 0, head.index))
    came = _first(heads, INCOMING, stocks)
    went = _first(heads, OUTGOING, stocks)
    if came is None and went is None and len(stocks) != 2:
        return None
    closing = stocks[-1]
    opening = stocks[-2] if len(stocks) > 1 else None
    bits = 2.0 * len(stocks) + 2.0 * ((came is not None) + (went is not None))
    bits += 3.0 if _ABOUT.search(grid.said) else 0.0
    proof = _proof(grid, opening, came, went, closing)
    bits += proof
    if bits < _LEAST:
        return None
    year = fiscal_year_of(closing, about)
    records = []
    for entry in grid.entries:
        if not entry.labels:
            continue
        label = next((each for each in reversed(entry.labels) if each.own), entry.labels[-1])
        filling = Filling(grid, entry)
        filling.name(label, label.text)
        sure = 6.0 + max(-4.0, min(4.0, proof))
        for field, head in (
            ("opening", opening),
            ("increase", came),
            ("decrease", went),
            ("closing", closing),
        ):
            filling.money(field, head, bits=sure)
        if not {"opening", "closing"} & filling.fields.keys():
            continue
        records.append(
            Balance.model_validate({**filling.fields, **filling.common(), "fiscal_year": year})
        )
        records += _earlier(grid, entry, stocks[:-2], about)
    return Reading(tuple(records), bits) if records else None


def _told_in_cells(grid: Grid) -> bool:
    """Whether words and amounts stand together in cells (取崩 △680,000): more than one movement."""
    labels = [label for entry in grid.entries for label in entry.labels if label.own]
    told = {label.column for label in labels if _AMOUNT.search(label.text)}
    return len(told) > 1


def _earlier(grid: Grid, entry: Entry, stocks: list[Head], about: About) -> list[Balance]:
    """What there was in years before: a balance of its own for each column further back."""
    found = []
    for head in stocks:
        filling = Filling(grid, entry)
        label = next((each for each in reversed(entry.labels) if each.own), entry.labels[-1])
        filling.name(label, label.text)
        if filling.money("closing", head) is not None:
            year = fiscal_year_of(head, about)
            found.append(
                Balance.model_validate({**filling.fields, **filling.common(), "fiscal_year": year})
            )
    return found


def _first(heads: list[Head], words: re.Pattern[str], but: list[Head]) -> Head | None:
    found = [head for head in heads if head not in but and words.search(head.leaf or head.text)]
    return found[0] if len(found) == 1 else None


def year_of(head: Head, own: int | None) -> int | None:
    """The year at whose end a column's figures stand: its own, or told from the document's."""
    if head.year is not None:
        return head.year.year
    if own is None:
        return -2 if "前々" in head.text else -1 if _BEFORE.search(head.text) else 0
    return own - (2 if "前々" in head.text else 1 if _BEFORE.search(head.text) else 0)


def fiscal_year_of(head: Head, about: About) -> FiscalYear | None:
    """The year at whose end a balance stands: the heading's own, or by the document's."""
    if head.year is not None:
        return head.year
    own = about.fiscal_year
    year = year_of(head, own.year if own else None)
    return own.model_copy(update={"year": year, "phase": None}) if own and year else None


def _proof(
    grid: Grid, opening: Head | None, came: Head | None, went: Head | None, closing: Head
) -> float:
    """What the identity over the rows is worth, in bits: little where nothing comes or goes."""
    if opening is None or (came is None and went is None):
        return 0.0
    bits = 0.0
    for entry in grid.entries:
        first, last = number_in(entry.row, opening.index), number_in(entry.row, closing.index)
        if first is None or last is None:
            continue
        plus, minus = (
            (number_in(entry.row, head.index) if head else None) or Fraction(0)
            for head in (came, went)
        )
        if first + plus - abs(minus) == last:
            bits += min(3.0, 0.7 * len(str(abs(plus) + abs(minus)))) if plus or minus else 0.3
        else:
            bits -= 2.0
    return max(-8.0, min(10.0, bits))
