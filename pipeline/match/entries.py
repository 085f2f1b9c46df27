"""What matching looks at: a record of any comparable type, in one small form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from models import (
    BudgetItem,
    BudgetStatementLine,
    BureauProposal,
    FiscalYear,
    Indicator,
    Initiative,
    Money,
    Phase,
    Quantity,
    Record,
    RegionalProject,
    Target,
)
from pipeline.arithmetic import step_of
from pipeline.match.names import heading_key, name_key

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
    `department` is made for comparing, `department_text` is as the record has it.
    `group` keeps apart what is never compared (当初 and 補正). `position` counts, in the document's
    order, among the `peers` that have the same name, department and place. `step` and `prior_step`
    are the yen of the last printed place.
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
    account: str = ""
    group: str = ""
    position: int = 0
    peers: int = 1
    department_text: str = ""
    step: int = 1
    prior_step: int = 1


def entries_of(records: Iterable[Record], *, phase: Phase | None = None) -> list[Entry]:
    """The records that can be matched, each thing once: 再掲 and 同上 stand for their originals.

    `phase` is that of the document, for amounts that print none of their own; 当初 without it.
    """
    return place_in_order(list(_entries(with_ids(records), phase or "initial")))


def with_ids(records: Iterable[Record]) -> list[Record]:
    """The records with ids that tell them apart, also where they came without."""
    seen: Counter[str] = Counter()
    unique: list[Record] = []
    for record in records:
        seen[record.id] += 1
        if not record.id or seen[record.id] > 1:
            number = seen[record.id]
            record = record.model_copy(update={"id": f"{record.id or record.type}#{number}"})
        unique.append(record)
    return unique


def place_in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their positions among those that nothing but their order tells apart."""

    def peer(entry: Entry) -> tuple[object, ...]:
        return (entry.kind, entry.group, entry.key, entry.department, entry.place)

    totals = Counter(map(peer, entries))
    seen: Counter[tuple[object, ...]] = Counter()
    placed = []
    for entry in entries:
        like = peer(entry)
        if totals[like] > 1:
            entry = replace(entry, position=seen[like], peers=totals[like])
        seen[like] += 1
        placed.append(entry)
    return placed


def _entries(records: Iterable[Record], phase: Phase) -> Iterator[Entry]:
    said: set[tuple[object, ...]] = set()
    path = _Path()
    for record in records:
        entry: Entry | None
        if isinstance(record, BudgetStatementLine):
            entry = _statement_entry(record, path.above(record), phase)
        else:
            entry = _entry(record, phase)
        if entry is None or not entry.name:
            continue
        if isinstance(record, Indicator):
            # A review repeats an indicator under every project that it measures.
            values = (entry.key, record.baseline, record.target, record.revised_target)
            if (*values, record.actuals) in said:
                continue
            said.add((*values, record.actuals))
        yield entry


def _entry(record: Record, phase: Phase) -> Entry | None:
    match record:
        case BudgetItem():
            # 再掲 and 同上 are their originals again: counted once.
            if record.mark == "relisted" or record.same_as:
                return None
            name = record.name or record.description
            group: str = _phase(record.fiscal_year) or phase
            if record.level is not None and record.level > 1:
                # A budget book's parts are in the amounts of what they are parts of.
                group = f"{group} level {record.level}"
            entry = _make(record, name, group)
            return replace(
                _priced(_of(entry, record.department), record.amount, record.prior_amount),
                code=record.code or "",
                parent=_heading(record.project),
                account=_heading(record.account),
            )
        case RegionalProject():
            name = record.name or record.project or record.description
            entry = _make(record, name, _phase(record.fiscal_year) or phase)
            entry = replace(entry, parent=_heading(record.project if record.name else None))
            return _priced(_of(entry, record.bureau or record.area), record.amount, None)
        case BureauProposal():
            bureau = record.bureaus[0] if len(record.bureaus) == 1 else None
            return _of(_make(record, record.name, phase), bureau)
        case Initiative():
            return replace(_make(record, record.name, phase), parent=_heading(record.project))
        case Indicator():
            target = record.revised_target or record.target
            entry = replace(_make(record, record.name), amount=_value(target))
            return replace(entry, parent=_heading(record.scope))
        case Target():
            entry = replace(_make(record, record.name), amount=_value(record.value))
            return replace(entry, parent=_heading(record.theme))
        case _:
            return None


def _statement_entry(record: BudgetStatementLine, above: tuple[str, ...], phase: Phase) -> Entry:
    phase = _phase(record.fiscal_year) or phase
    group = f"{phase} {record.direction or ''}/{record.level or ''}"
    entry = _priced(_make(record, record.name, group), record.amount, record.prior_amount)
    return replace(
        entry,
        code=record.code or "",
        account=_heading(record.account),
        place=above or entry.place,
    )


class _Path:
    """The 款, 項 and 目 that statement lines stand under, as they come."""

    _LEVELS = ("title", "item", "subitem", "section", "detail")

    def __init__(self) -> None:
        self._above: list[tuple[int, str]] = []
        self._where: tuple[str | None, str | None] = (None, None)

    def above(self, line: BudgetStatementLine) -> tuple[str, ...]:
        """The keys of the lines above this one, outermost first."""
        if (line.direction, line.account) != self._where:
            self._above, self._where = [], (line.direction, line.account)
        if line.level not in self._LEVELS:
            return ()
        depth = self._LEVELS.index(line.level)
        self._above = [each for each in self._above if each[0] < depth]
        keys = tuple(key for _, key in self._above)
        self._above.append((depth, name_key(line.name)))
        return keys


def _make(record: Record, name: str | None, group: str = "") -> Entry:
    return Entry(
        id=record.id,
        type=record.type,
        kind=COMPARABLE[record.type],
        name=name or "",
        key=name_key(name or ""),
        place=tuple(heading_key(title) for title in record.section),
        group=group,
    )


def _of(entry: Entry, department: str | None) -> Entry:
    key = "".join(normalize("NFKC", department or "").split())
    return replace(entry, department=key, department_text=department or "")


def _priced(entry: Entry, amount: Money | None, prior: Money | None) -> Entry:
    return replace(
        entry,
        amount=_yen(amount),
        prior=_yen(prior),
        step=step_of(amount) if amount else 1,
        prior_step=step_of(prior) if prior else 1,
    )


def _heading(text: str | None) -> str:
    return heading_key(text) if text else ""


def _phase(year: FiscalYear | None) -> Phase | None:
    """当初 is compared with 当初 and 補正 with 補正."""
    return year.phase if year else None


def _yen(money: Money | None) -> int | None:
    if money is None:
        return None
    return 0 if money.none else money.yen


def _value(quantity: Quantity | None) -> int | float | None:
    return quantity.value if quantity else None
