"""Percentages held against the figures they are shares or changes of."""

import re
from collections.abc import Iterator
from fractions import Fraction

from models import BudgetStatementLine, BudgetTotal, Check, Record
from pipeline.arithmetic import HOLDS, Outcome, Term, is_share
from pipeline.prove.entries import Entry
from pipeline.prove.groups import grand_total, groups
from pipeline.prove.identities import Ledger

_COLUMNS = {"share_percent": "amount", "prior_share_percent": "prior_amount"}
_AMOUNTS = ("amount", "prior_amount", "amount_before", "amount_after")
_ROWS, _MOST, _FULL = 3, 0.8, 100.0
_DECIMALS = re.compile(r"\d[.．](\d+)")


def share_checks(ledger: Ledger) -> Iterator[tuple[int, Check]]:
    """構成比 as the share of the table's total, 伸率 as the change's share of the prior amount.

    A percentage is a reading aid; one that is wrong leaves the amounts as they are, and is a
    warning.
    """
    for place, record in enumerate(ledger.records):
        if isinstance(record, BudgetStatementLine | BudgetTotal):
            yield from _change_percent(ledger, place, record)
    for group in groups(ledger.records):
        for percent, beside in _COLUMNS.items():
            column = _column_of(ledger, group, percent, beside)
            whole = _whole(ledger, group, percent, column)
            if whole is not None:
                for entry in group:
                    yield from _share(ledger, entry.place, (percent, column), whole)


def _column_of(ledger: Ledger, group: list[Entry], percent: str, beside: str) -> str:
    """The column that a percentage is a share of: the one beside it, unless the rows say another.

    Another must be right for most rows where the one beside is wrong for most.
    """
    rows = [entry.place for entry in group if _percent(ledger.records[entry.place], percent)]
    held = {
        column: sum(
            check.holds is True
            for place in rows
            for _, check in _share(ledger, place, (percent, column), whole)
        )
        for column in dict.fromkeys([beside, *_AMOUNTS])
        if (whole := _whole(ledger, group, percent, column)) is not None
    }
    best = max(held, key=lambda column: held[column], default=beside)
    if len(rows) < _ROWS or 2 * held.get(beside, 0) >= len(rows):
        return beside
    return best if held.get(best, 0) >= _MOST * len(rows) else beside


def _share(
    ledger: Ledger, place: int, fields: tuple[str, str], whole: Term
) -> Iterator[tuple[int, Check]]:
    percent_field, field = fields
    record = ledger.records[place]
    percent = _percent(record, percent_field)
    part = ledger.term((place, field))
    if percent is None or part is None or whole.value == 0:
        return
    outcome = is_share(percent, part, whole)
    terms = {
        percent_field: float(percent.value),
        field: ledger.number((place, field)),
        "whole": float(whole.value),
    }
    yield place, _check(percent_field.removesuffix("_percent"), outcome, terms)


def _change_percent(ledger: Ledger, place: int, record: Record) -> Iterator[tuple[int, Check]]:
    percent = _percent(record, "change_percent")
    amount, prior = ledger.term((place, "amount")), ledger.term((place, "prior_amount"))
    change = ledger.term((place, "change"))
    if percent is None:
        return
    if prior is None and amount is not None and change is not None:
        prior = Term(amount.value - change.value, max(amount.step, change.step))
    if amount is None or prior is None or prior.value == 0:
        return
    moved = Term(amount.value - prior.value, max(amount.step, prior.step))
    outcome = is_share(percent, moved, Term(abs(prior.value), prior.step))
    terms = {
        "change_percent": float(percent.value),
        "amount": ledger.number((place, "amount")),
        "prior_amount": float(prior.value),
    }
    yield place, _check("change_percent", outcome, terms)


def _whole(ledger: Ledger, group: list[Entry], percent: str, field: str) -> Term | None:
    """What the shares of a table are parts of: its total of all, or else its row of 100 %."""
    total = grand_total(ledger, group)
    full = [
        entry.place
        for entry in group
        if getattr(ledger.records[entry.place], percent, None) == _FULL
    ]
    place = full[0] if full and total not in full else total
    return ledger.term((place, field)) if place is not None else None


def _percent(record: Record, field: str) -> Term | None:
    """The percentage with the step of its last printed place."""
    value: float | None = getattr(record, field, None)
    if value is None:
        return None
    source = record.sources.get(field)
    printed = _DECIMALS.search(source.text) if source else None
    own = len(str(value).partition(".")[2].rstrip("0"))
    decimals = len(printed[1]) if printed else own
    return Term(Fraction(str(value)), Fraction(1, int(10**decimals)))


def _check(name: str, outcome: Outcome, terms: dict[str, int | float | None]) -> Check:
    return Check(name=name, holds=outcome in HOLDS, severity="warning", terms=terms)
