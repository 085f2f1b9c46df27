"""Identities within one record: its change, its funding, its balance, what it is limited to."""

from collections.abc import Iterator

from models import (
    Balance,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Commitment,
    Funding,
    Series,
)
from pipeline.prove.identities import Cell, Identity, Ledger


def row_identities(ledger: Ledger) -> Iterator[Identity]:
    """All linear identities that a record's own figures should obey."""
    for place, record in enumerate(ledger.records):
        if isinstance(record, BudgetItem | BudgetStatementLine | BudgetTotal):
            yield from _change(ledger, place)
            yield from _amended(ledger, place)
        if isinstance(record, BudgetItem | BudgetStatementLine) and _is_whole(record.funding):
            yield from _parts(ledger, "funding", (place, "amount"), len(record.funding))
        elif isinstance(record, Commitment):
            yield from _commitment(ledger, place, record)
        elif isinstance(record, Balance):
            yield from _balance(ledger, place, record)
        elif isinstance(record, Series) and record.change is not None:
            yield from _compared(ledger, place)


def _is_whole(funding: tuple[Funding, ...]) -> bool:
    """Whether all of the funding is shown; private money alone is said beside the rest.

    So are the earmarked sources of 特財, which leave out what is paid from general funds.
    """
    return any(part.source != "private" and not _earmarked(part) for part in funding)


def _earmarked(part: Funding) -> bool:
    return (part.label or "").startswith("特財")


def _change(ledger: Ledger, place: int) -> Iterator[Identity]:
    """change = amount - prior.

    Where the prior or this year's amount is blank or 皆増 stands for a change, it is not said what
    it would have to be, and the identity stays open unless it holds.
    """
    amount, prior, change = ((place, field) for field in ("amount", "prior_amount", "change"))
    if ledger.term(change) is None:
        return
    blank = ledger.term(amount) is None or ledger.term(prior) is None
    printed = ledger.money(change)
    unsaid = printed is not None and printed.none
    terms = ((amount, 1), (prior, -1), (change, -1))
    yield Identity("change", place, terms, open=blank or unsaid)


def _amended(ledger: Ledger, place: int) -> Iterator[Identity]:
    """after = before + what a supplementary budget adds; a blank cell is nothing."""
    after, before, amount = (
        (place, field) for field in ("amount_after", "amount_before", "amount")
    )
    if ledger.term(after) is None or (ledger.term(before) is None and ledger.term(amount) is None):
        return
    yield Identity("amended", place, ((after, 1), (before, -1), (amount, -1)))


def _commitment(ledger: Ledger, place: int, record: Commitment) -> Iterator[Identity]:
    """The limit is what falls to each year, and what each source pays.

    What was spent before or falls to years that are not shown may be left out of either.
    """
    limit = (place, "limit")
    years = len(record.amounts)
    # What pays for an obligation pays for what is still to be spent (左の財源内訳).
    later = years > 0 and record.kind == "obligation"
    paid = (place, f"amounts.{years - 1}.amount") if later else limit
    if _is_whole(record.funding):
        yield from _parts(ledger, "funding", paid, len(record.funding))
    if record.kind == "continuing":
        yield from _parts(ledger, "years", limit, years, field="amounts")


def _compared(ledger: Ledger, place: int) -> Iterator[Identity]:
    """The change is this year's value less last year's."""
    this, last, change = (place, "values.0.value"), (place, "values.1.value"), (place, "change")
    if all(ledger.term(cell) is not None for cell in (this, last, change)):
        yield Identity("change", place, ((this, 1), (last, -1), (change, -1)))


def _balance(ledger: Ledger, place: int, record: Balance) -> Iterator[Identity]:
    """closing = opening + increase - decrease, or all movements; a blank cell is nothing."""
    opening, increase, decrease, closing = (
        (place, field) for field in ("opening", "increase", "decrease", "closing")
    )
    if ledger.term(opening) is None or ledger.term(closing) is None:
        return
    moved = [(place, f"movements.{number}.amount") for number in range(len(record.movements))]
    # △ before what went says no more than that it went.
    signs = [
        1 if each.kind == "decrease" and each.amount and (each.amount.yen or 0) > 0 else -1
        for each in record.movements
    ]
    terms = (
        (closing, 1),
        (opening, -1),
        (increase, -1),
        (decrease, 1),
        *zip(moved, signs, strict=True),
    )
    moves = [ledger.term(cell) for cell in (increase, decrease, *moved)]
    yield Identity("balance", place, terms, open=all(move is None for move in moves))


def _parts(
    ledger: Ledger, name: str, whole: Cell, parts: int, *, field: str = "funding"
) -> Iterator[Identity]:
    cells = [(whole[0], f"{field}.{number}.amount") for number in range(parts)]
    if ledger.term(whole) is None or all(ledger.term(cell) is None for cell in cells):
        return
    yield Identity(name, whole[0], ((whole, 1), *((cell, -1) for cell in cells)))
