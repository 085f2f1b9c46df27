"""What matching looks at: a record of any comparable type, in one small form."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models import (
    BudgetItem,
    BudgetStatementLine,
    BureauProposal,
    Indicator,
    Initiative,
    Money,
    Quantity,
    Record,
    RegionalProject,
    Target,
)
from pipeline.match.names import name_key

# Types whose records can be the same thing in two documents.
COMPARABLE: dict[str, str] = {
    "budget_item": "project",
    "regional_project": "project",
    "initiative": "project",
    "bureau_proposal": "project",
    "indicator": "indicator",
    "target": "indicator",
    "budget_statement_line": "statement",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A record to be matched. Amounts are in yen, or in the indicator's unit.

    `prior` is what the document prints for the year before; null where it prints none, 0 where it
    prints a dash. `place` is the nearest heading or 款項目; `parent` the plan or 大事業.
    `group` keeps apart what is never compared (当初 and 補正); `position` is from 0 to 1, among the
    entries of the same key in their document's order.
    """

    id: str
    type: str
    kind: str
    name: str
    key: str
    department: str = ""
    code: str = ""
    place: tuple[str, ...] = ()
    parent: str = ""
    amount: int | float | None = None
    prior: int | float | None = None
    group: str = ""
    position: float = 0.0


def entries_of(records: Iterable[Record]) -> list[Entry]:
    """The records that can be matched, each thing once: 再掲 and 同上 stand for their originals."""
    return place_in_order([entry for record in records if (entry := _entry(record)) is not None])


def place_in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their positions among their namesakes."""
    totals = Counter(entry.key for entry in entries)
    seen: Counter[str] = Counter()
    placed = []
    for entry in entries:
        last = totals[entry.key] - 1
        placed.append(replace(entry, position=seen[entry.key] / last) if last else entry)
        seen[entry.key] += 1
    return placed


def _entry(record: Record) -> Entry | None:
    match record:
        case BudgetItem():
            # 再掲 and 同上 are their originals again: counted once.
            if record.mark == "relisted" or record.same_as:
                return None
            name = record.name or record.description
            return _make(
                record,
                name,
                department=record.department,
                code=record.code,
                parent=record.project,
                amount=_yen(record.amount),
                prior=_yen(record.prior_amount),
                group=_phase(record),
            )
        case RegionalProject():
            name = record.name or record.project or record.description
            return _make(
                record,
                name,
                department=record.bureau or record.area,
                parent=record.project if record.name else None,
                amount=_yen(record.amount),
            )
        case BudgetStatementLine():
            return _make(
                record,
                record.name,
                code=record.code,
                amount=_yen(record.amount),
                prior=_yen(record.prior_amount),
                group=f"{record.direction or ''}/{record.level or ''}",
            )
        case Initiative() | BureauProposal():
            return _make(record, record.name)
        case Indicator():
            return _make(record, record.name, parent=record.scope, amount=_value(record.target))
        case Target():
            return _make(record, record.name, parent=record.theme, amount=_value(record.value))
        case _:
            return None


def _make(
    record: Record,
    name: str | None,
    *,
    department: str | None = None,
    code: str | None = None,
    parent: str | None = None,
    amount: int | float | None = None,
    prior: int | float | None = None,
    group: str = "",
) -> Entry | None:
    if not name:
        return None
    return Entry(
        id=record.id,
        type=record.type,
        kind=COMPARABLE[record.type],
        name=name,
        key=name_key(name),
        department=department or "",
        code=code or "",
        place=tuple(name_key(title) for title in record.section),
        parent=name_key(parent) if parent else "",
        amount=amount,
        prior=prior,
        group=group,
    )


def _phase(record: BudgetItem) -> str:
    """当初 is compared with 当初 and 補正 with 補正; what prints no phase is 当初."""
    phase = record.fiscal_year.phase if record.fiscal_year else None
    return phase or "initial"


def _yen(money: Money | None) -> int | None:
    if money is None:
        return None
    return 0 if money.none else money.yen


def _value(quantity: Quantity | None) -> int | float | None:
    return quantity.value if quantity else None
