"""What sentences say of what is budgeted: each linked to the record that it speaks of, in bits.

A name, an amount as exact as it is said, a year and an account speak for a link; another year or
another account speaks against it. A link is given as a fact only where much speaks for it and
nothing else is near.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Fact,
    FiscalYear,
    Money,
    Quantity,
    Record,
)
from pipeline.match.names import name_key

_DIGIT = math.log2(10)
_SAME_NAME, _WITHIN, _NEAR_NAME = 9.0, 5.0, 4.0
_ALIKE = 85.0
_SHORTEST = 4
_SAME_YEAR, _OTHER_YEAR = 2.0, -18.0
_SAME_ACCOUNT, _OTHER_ACCOUNT = 1.0, -18.0
_OTHER_AMOUNT = -4.0
_MOST = 16.0
# Bits from which a link is a fact, and by which it is ahead of any other.
_SURE, _AHEAD = 10.0, 5.0


@dataclass(frozen=True, slots=True)
class Stated:
    """A name with an amount of a year, as a record has it.

    `step` is the yen of the last place that is said: 1億2千万円 is exact to 10,000,000. `text` is
    the sentence that says it, and empty where no sentence does.
    """

    id: str
    name: str
    yen: int | None
    year: int | None
    step: int = 1
    account: str = ""
    text: str = ""
    page: int = 0

    @property
    def is_said(self) -> bool:
        """Whether a sentence says it."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence linked to what it speaks of; `reasons` are what speaks for it."""

    said: Stated
    of: Stated
    bits: float
    sure: bool
    reasons: tuple[str, ...]


def stated_by(record: Record) -> Stated | None:
    """What a record states of money under a name; null where it states none.

    It is said in a sentence where the print that names it holds the amount as well.
    """
    name, money, year = _amount_of(record)
    if not name or not isinstance(money, Money | None):
        return None
    return Stated(
        id=record.id,
        name=name,
        yen=money.yen if money else None,
        year=year.year if year else None,
        step=_step(money),
        account=getattr(record, "account", None) or "",
        text=_sentence(record, name, money),
        page=record.page,
    )


def _amount_of(record: Record) -> tuple[str | None, Money | Quantity | None, FiscalYear | None]:
    """The name, the value and its year of records that state one."""
    if isinstance(record, Fact):
        return record.label, record.value, record.fiscal_year
    if isinstance(record, BudgetTotal):
        return record.name, record.amount, next(iter(record.fiscal_years), None)
    if isinstance(record, BudgetItem | BudgetStatementLine):
        return record.name, record.amount, record.fiscal_year
    return None, None, None


def _sentence(record: Record, name: str, money: Money | None) -> str:
    source = record.sources.get("label" if isinstance(record, Fact) else "name")
    if source is None or money is None:
        return ""
    text = "".join(source.text.split())
    holds = "".join(money.text.split()) in text
    return text if holds and "。" in text and len(text) > len(name) + len(money.text) else ""


def _step(money: Money | None) -> int:
    """The last place that is not nought."""
    if money is None or not money.yen:
        return 1
    digits = str(abs(money.yen))
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def link(stated: Iterable[Stated]) -> list[Saying]:
    """Each sentence with the one thing that most speaks for, where anything does."""
    every = list(stated)
    things = [each for each in every if not each.is_said]
    found = []
    for said in (each for each in every if each.is_said):
        ranked = sorted(
            ((*_bits(said, thing, len(things)), thing) for thing in things),
            key=lambda each: -each[0],
        )
        if not ranked or ranked[0][0] <= 0:
            continue
        bits, reasons, best = ranked[0]
        second = next((b for b, _, thing in ranked[1:] if not _is_same(thing, best)), 0.0)
        sure = bits >= _SURE and bits - second >= _AHEAD
        found.append(Saying(said, best, round(bits, 1), sure, reasons))
    return found


def _is_same(one: Stated, other: Stated) -> bool:
    """One thing that two places of a budget state."""
    keys = name_key(one.name) == name_key(other.name)
    return keys and (one.yen, one.year) == (other.yen, other.year)


def _bits(said: Stated, thing: Stated, things: int) -> tuple[float, tuple[str, ...]]:
    """How much speaks for a sentence being about a thing, and what."""
    name = _by_name(name_key(said.name), name_key(thing.name))
    amount = _by_amount(said, thing)
    if amount > 0 and not name:
        # Among a thousand things one has the same three digits by chance.
        amount = max(0.0, amount - math.log2(max(things, 1)))
    if not name and amount <= 0:
        return 0.0, ()
    year = _by_known(said.year, thing.year, _SAME_YEAR, _OTHER_YEAR)
    account = _by_known(said.account, thing.account, _SAME_ACCOUNT, _OTHER_ACCOUNT)
    reasons = [
        reason
        for bits, reason in (
            (name - _NEAR_NAME, "same name"),
            (amount, "same amount"),
            (year, "same year"),
            (account, "same account"),
        )
        if bits > 0
    ]
    return name + amount + year + account, tuple(reasons)


def _by_name(one: str, other: str) -> float:
    if one == other:
        return _SAME_NAME
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST and shorter in longer:
        return _WITHIN
    return _NEAR_NAME if fuzz.ratio(one, other) >= _ALIKE else 0.0


def _by_amount(said: Stated, thing: Stated) -> float:
    """Bits of the digits that agree, as far as the sentence says them."""
    if said.yen is None or thing.yen is None:
        return 0.0
    if abs(abs(said.yen) - abs(thing.yen)) >= said.step or not said.yen:
        return 0.0 if said.yen == thing.yen else _OTHER_AMOUNT
    return min(_MOST, _DIGIT * len(str(abs(said.yen) // said.step)))


def _by_known(one: object, other: object, same: float, apart: float) -> float:
    if not one or not other:
        return 0.0
    return same if one == other else apart
