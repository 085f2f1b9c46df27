"""Identities within one record: its change and its funding."""

from collections.abc import Iterator

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Funding
from pipeline.prove.identities import Identity, Ledger


def row_identities(ledger: Ledger) -> Iterator[Identity]:
    """All linear identities that a record's own figures should obey."""
    for place, record in enumerate(ledger.records):
        if isinstance(record, BudgetItem | BudgetStatementLine | BudgetTotal):
            yield from _change(ledger, place)
            yield from _amended(ledger, place)
        if isinstance(record, BudgetItem | BudgetStatementLine) and _is_whole(record.funding):
            yield from _funding(ledger, place, len(record.funding))


def _is_whole(funding: tuple[Funding, ...]) -> bool:
    """Whether all of the funding is shown; private money alone is said beside the rest."""
    return any(part.source != "private" for part in funding)


def _change(ledger: Ledger, place: int) -> Iterator[Identity]:
    """change = amount - prior.

    Where the prior or this year's amount is blank or 皆増 stands for a change, the identity is
    held to what it can still say: it is left out rather than failed.
    """
    amount, prior, change = ((place, field) for field in ("amount", "prior_amount", "change"))
    if ledger.term(change) is None:
        return
    identity = Identity("change", place, ((amount, 1), (prior, -1), (change, -1)))
    blank = ledger.term(amount) is None or ledger.term(prior) is None
    printed = ledger.money(change)
    unsaid = printed is not None and printed.none
    if (blank or unsaid) and ledger.outcome(identity) != "exact":
        return
    yield identity


def _amended(ledger: Ledger, place: int) -> Iterator[Identity]:
    """after = before + what a supplementary budget adds; a blank cell is nothing."""
    after, before, amount = (
        (place, field) for field in ("amount_after", "amount_before", "amount")
    )
    if ledger.term(after) is None or (ledger.term(before) is None and ledger.term(amount) is None):
        return
    yield Identity("amended", place, ((after, 1), (before, -1), (amount, -1)))


def _funding(ledger: Ledger, place: int, parts: int) -> Iterator[Identity]:
    cells = [(place, f"funding.{number}.amount") for number in range(parts)]
    if ledger.term((place, "amount")) is None or all(ledger.term(cell) is None for cell in cells):
        return
    terms = (((place, "amount"), 1), *((cell, -1) for cell in cells))
    yield Identity("funding", place, terms)
