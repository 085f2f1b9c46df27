"""What else records must agree in: parts within wholes, counts, works tables, repeats."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from models import (
    BudgetItem,
    BudgetTotal,
    Check,
    FacilityProgress,
    Funding,
    FundingChannel,
    Money,
    MunicipalGroup,
    Quantity,
    Record,
    StaffDispatch,
    Theme,
)
from pipeline.arithmetic import Term, bits, residual

_COLUMNS = ("required_sites", "started_sites", "sites", "new_sites", "amount")
_RATIO_STEP = 0.1


def other_checks(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    """All checks that are no sums of rows."""
    for place, record in enumerate(records):
        if isinstance(record, BudgetItem):
            yield from ((place, check) for check in _item(record))
        elif isinstance(record, BudgetTotal | Theme):
            yield from ((place, check) for check in _of_which(record))
        elif isinstance(record, MunicipalGroup) and record.stated_count is not None:
            count = len(record.municipalities)
            counts = {"stated_count": record.stated_count, "municipalities": count}
            yield place, _check("count", holds=record.stated_count == count, terms=counts)
        elif isinstance(record, StaffDispatch):
            yield from ((place, check) for check in _within("continued", "count", record))
    yield from _relisted(records)
    yield from _works(records)
    yield from _channels(records)


def _item(item: BudgetItem) -> Iterator[Check]:
    amount, expansion = _yen(item.amount), _yen(item.expansion)
    prior = _yen(item.prior_amount)
    if amount is not None and expansion is not None:
        terms = {"expansion": expansion, "amount": amount}
        yield _check("expansion_within", holds=expansion <= amount, terms=terms)
        if prior is not None:
            terms = {"expansion": expansion, "prior_amount": prior, "amount": amount}
            adds_up = expansion + prior == amount
            yield _check("expansion_and_prior", holds=adds_up, severity="info", terms=terms)
    private = [_yen(part.amount) for part in item.funding if _is_private(part)]
    for yen in private:
        if amount is not None and yen is not None:
            terms = {"private": yen, "amount": amount}
            yield _check("private_within", holds=yen <= amount, terms=terms)
    if item.mark == "new" and item.prior_amount is not None:
        none = item.prior_amount.none or prior == 0
        printed = {"prior_amount": prior}
        yield _check("new_without_prior", holds=none, severity="info", terms=printed)


def _is_private(part: Funding) -> bool:
    return part.source == "private"


def _of_which(record: BudgetTotal | Theme) -> Iterator[Check]:
    total = record.amount if isinstance(record, BudgetTotal) else record.total
    whole = _yen(total)
    for number, part in enumerate(record.of_which):
        yen = _yen(part.amount)
        if whole is None or yen is None:
            continue
        name = "amount" if isinstance(record, BudgetTotal) else "total"
        terms = {f"of_which.{number}.amount": yen, name: whole}
        yield _check("part_within", holds=abs(yen) <= abs(whole), terms=terms)


def _within(part: str, whole: str, record: StaffDispatch) -> Iterator[Check]:
    less, more = _count(getattr(record, part)), _count(getattr(record, whole))
    if less is not None and more is not None:
        terms = {part: less, whole: more}
        yield _check("part_within", holds=less <= more, terms=terms)


def _relisted(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    """再掲 is the same as the item it repeats, where that is in the document too."""
    originals: dict[str | None, BudgetItem] = {
        record.name: record
        for record in records
        if isinstance(record, BudgetItem) and record.mark != "relisted" and record.name
    }
    for place, record in enumerate(records):
        if not isinstance(record, BudgetItem) or record.mark != "relisted":
            continue
        original = originals.get(record.name)
        amount, other = _yen(record.amount), _yen(original.amount) if original else None
        if amount is None or other is None:
            continue
        terms = {"amount": amount, "original": other}
        yield place, _sum_check("relisted", amount, [other], terms)


def _works(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    """Works tables: columns add up to 合計; all sites are started where the rate is 100 %."""
    rows: list[FacilityProgress] = []
    for place, record in enumerate(records):
        if not isinstance(record, FacilityProgress):
            continue
        required, started, new = (
            _count(record.required_sites),
            _count(record.started_sites),
            _count(record.new_sites),
        )
        sites = _count(record.sites)
        if None not in (required, started) and record.start_rate_percent == 100:
            terms = {"required_sites": required, "started_sites": started, "new_sites": new or 0}
            yield place, _sum_check("all_started", required, [started, new], terms)
        if new is not None and sites is not None:
            terms = {"new_sites": new, "sites": sites}
            yield place, _check("part_within", holds=new <= sites, terms=terms)
        if not record.is_total:
            rows.append(record)
            continue
        for column in _COLUMNS:
            total = _figure(getattr(record, column))
            parts = [_figure(getattr(row, column)) or 0 for row in rows]
            if total is not None and rows:
                terms = {column: total, "sum": sum(parts)}
                yield place, _sum_check("total", total, parts, terms)
        rows = []


def _channels(records: Sequence[Record]) -> Iterator[tuple[int, Check]]:
    """Private money by channel adds up to its total, and the total's growth is its ratio."""
    channels = [(p, r) for p, r in enumerate(records) if isinstance(r, FundingChannel)]
    for place, channel in channels:
        ratio, amount, prior = (
            _count(channel.ratio),
            _yen(channel.amount),
            _yen(channel.prior_amount),
        )
        if ratio is None or amount is None or not prior:
            continue
        terms = {"ratio": ratio, "amount": amount, "prior_amount": prior}
        holds = abs(amount / prior - ratio) < _RATIO_STEP
        yield place, _check("ratio", holds=holds, terms=terms)
        others = [r for p, r in channels if p != place and r.ratio is None]
        for field in ("amount", "count", "prior_amount"):
            total = _figure(getattr(channel, field))
            parts = [_figure(getattr(other, field)) for other in others]
            if total is not None and len(parts) > 1:
                terms = {field: total, "sum": sum(part or 0 for part in parts)}
                yield place, _sum_check("total", total, parts, terms)


def _yen(money: Money | None) -> int | None:
    if money is None or money.upper_yen is not None:
        return None
    return money.yen


def _count(quantity: Quantity | None) -> int | float | None:
    return quantity.value if quantity is not None else None


def _figure(value: Money | Quantity | None) -> int | float | None:
    return _yen(value) if isinstance(value, Money) else _count(value)


def _sum_check(
    name: str,
    whole: float | None,
    parts: Sequence[float | None],
    terms: Mapping[str, int | float | None],
) -> Check:
    """The check that parts add up to the last place, blank ones being nothing."""
    figures = [(Term.of(whole or 0), 1), *((Term.of(part or 0), -1) for part in parts)]
    check = _check(name, holds=residual(figures) == 0, terms=terms)
    if not check.holds:
        return check
    return check.model_copy(update={"exact": True, "bits": round(bits(figures), 1)})


def _check(
    name: str,
    *,
    holds: bool,
    terms: Mapping[str, int | float | None],
    severity: Literal["error", "warning", "info"] = "error",
) -> Check:
    return Check(name=name, holds=holds, severity=severity, terms=dict(terms))
