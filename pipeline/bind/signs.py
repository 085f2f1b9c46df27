"""Figures in brackets that are below zero: falls among changes, cuts of a supplementary budget.

Brackets say many things. Here they are a sign where the figures beside them come out so, or where
a supplement sets what it takes away apart from what it adds.
"""

import re
from collections.abc import Iterator, Sequence

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Funding, Money, Record

_IN_BRACKETS = re.compile(r"[(（]\s*+\d[\d,]*+\s*+(?:百万|千)?円?\s*+[)）]")


def with_signs(records: Sequence[Record]) -> Iterator[Record]:
    """The records, what stands in brackets below zero where that is what it means."""
    plain: set[tuple[str, int]] = {
        (record.type, record.page)
        for record in records
        if _is_supplement(record) and not _bracketed(record, "amount")
    }
    for record in records:
        if not isinstance(record, BudgetItem | BudgetStatementLine | BudgetTotal):
            yield record
            continue
        cut = _bracketed(record, "amount") and _is_cut(record, plain)
        fields: dict[str, object] = {}
        if cut and record.amount is not None:
            fields["amount"] = _below(record.amount)
        if _falls(record):
            fields["change"] = _below(record.change)
        if parts := _cut_parts(record, cut=cut):
            fields["funding"] = parts
        yield record.model_copy(update=fields) if fields else record


def _bracketed(record: Record, field: str) -> bool:
    source = record.sources.get(field)
    return source is not None and _IN_BRACKETS.fullmatch(source.text.strip()) is not None


def _is_supplement(record: Record) -> bool:
    year = getattr(record, "fiscal_year", None)
    return year is not None and year.phase == "supplementary"


def _yen(record: Record, field: str) -> int | None:
    money = getattr(record, field, None)
    return money.yen if isinstance(money, Money) else None


def _is_cut(record: Record, plain: set[tuple[str, int]]) -> bool:
    """Whether an amount in brackets is taken away: by sums around it, or by others beside it."""
    amount, before = _yen(record, "amount"), _yen(record, "amount_before")
    after = _yen(record, "amount_after")
    if amount is None or amount <= 0:
        return False
    if before is not None and after is not None:
        return after - before == -amount
    return _is_supplement(record) and (record.type, record.page) in plain


def _falls(record: Record) -> bool:
    """Whether a change in brackets is a fall: this year's amount is less than last year's by it."""
    change, now, before = (_yen(record, each) for each in ("change", "amount", "prior_amount"))
    if change is None or now is None or before is None or change <= 0:
        return False
    return _bracketed(record, "change") and now - before == -change


def _cut_parts(record: Record, *, cut: bool) -> tuple[Funding, ...]:
    """Who pays, with less by the parts in brackets, where these so come to the amount."""
    amount = _yen(record, "amount")
    parts: Sequence[Funding] = getattr(record, "funding", ())
    inside = [_bracketed(record, f"funding.{at}.amount") for at in range(len(parts))]
    if amount is None or not any(inside):
        return ()
    signed = tuple(
        part.model_copy(update={"amount": _below(part.amount)}) if below and part.amount else part
        for part, below in zip(parts, inside, strict=True)
    )
    whole = sum(part.amount.yen or 0 for part in signed if part.amount)
    return signed if whole == (-abs(amount) if cut else amount) else ()


def _below(money: Money | None) -> Money | None:
    if money is None or money.yen is None:
        return money
    return money.model_copy(update={"yen": -abs(money.yen)})
