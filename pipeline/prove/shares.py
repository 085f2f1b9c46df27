"""Percentages held against the figures they are shares or changes of."""

import re
from collections.abc import Iterator
from fractions import Fraction

from models import BudgetStatementLine, BudgetTotal, Check, Record
from pipeline.arithmetic import HOLDS, Outcome, Term, is_share
from pipeline.prove.entries import Entry
from pipeline.prove.groups import grand_total, groups
from pipeline.prove.identities import Ledger

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
        for percent, field in (
            ("share_percent", "amount"),
            ("prior_share_percent", "prior_amount"),
        ):
            whole = _whole(ledger, group, field)
            if whole is None:
                continue
            for entry in group:
                yield from _share(ledger, entry.place, (percent, field), whole)


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
    yield place, _check("share" if field == "amount" else "prior_share", outcome, terms)


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


def _whole(ledger: Ledger, group: list[Entry], field: str) -> Term | None:
    place = grand_total(ledger, group)
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
