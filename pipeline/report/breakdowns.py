"""What amounts are made of: lines of a statement, or projects by department, beside their total."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Direction,
    FiscalYear,
    Record,
    RegionalProject,
)

Kind: TypeAlias = Literal["statement", "department"]
_SUBTOTALS = frozenset({"小計", "計"})
_LEAST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total in yen. `name` is null for what has none: projects of no department."""

    name: str | None
    yen: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts and the total that the document prints for them, null where it prints none."""

    kind: Kind
    parts: Sequence[Part]
    page: int
    total: int | None = None
    total_name: str | None = None
    account: str | None = None
    direction: Direction | None = None
    section: Sequence[str] = ()
    year: FiscalYear | None = None

    @property
    def sum(self) -> int:
        """What the parts come to."""
        return sum(part.yen for part in self.parts)

    @property
    def agrees(self) -> bool:
        """Whether the parts come to the printed total."""
        return self.total == self.sum


def breakdowns(records: Sequence[Record]) -> list[Breakdown]:
    """All breakdowns of a document in reading order; what is printed again is there once.

    A statement whose lines do not come to its total is there with what is missing to it, unless
    another one of the same account and direction does.
    """
    found = [each for run in _runs(records) if (each := _statement(run))]
    whole = {(each.account, each.direction, each.total) for each in found if each.agrees}
    kept: list[Breakdown] = []
    seen: set[object] = set()
    for each in found:
        what = (each.account, each.direction, each.total)
        parts = frozenset(Counter((part.name, part.yen) for part in each.parts).items())
        if (*what, parts) in seen or (not each.agrees and what in whole):
            continue
        seen.add((*what, parts))
        kept.append(each)
    departments = _departments(records)
    return [*kept, departments] if departments else kept


def _runs(records: Sequence[Record]) -> Iterator[list[BudgetStatementLine]]:
    """Statement lines that stand under one heading, up to the total that closes them."""
    run: list[BudgetStatementLine] = []
    open_key: object = None
    for record in records:
        if not isinstance(record, BudgetStatementLine) or record.level in ("section", "detail"):
            continue
        key = _key(record)
        if run and key != open_key:
            yield run
            run = []
        open_key = key
        run.append(record)
        if record.level == "total" and record.name not in _SUBTOTALS:
            yield run
            run = []
    if run:
        yield run


def _key(line: BudgetStatementLine) -> object:
    """What lines of one statement share; lower levels stand under the headings of the higher."""
    depth = {"item": 1, "subitem": 2}.get(line.level or "", 0)
    section = line.section[: len(line.section) - depth] if depth else line.section
    return line.account, line.direction, section, line.fiscal_year


def _statement(run: Sequence[BudgetStatementLine]) -> Breakdown | None:
    """The highest lines of a run with its last total; others where only they come to it."""
    totals = [line for line in run if line.level == "total" and _yen(line) is not None]
    if not totals:
        return None
    total = totals[-1]
    lines = [line for line in run if line.level != "total"]
    highest = [line for line in lines if line.level == "title"]
    subtotals = [line for line in totals[:-1] if line.name in _SUBTOTALS]
    choices = [_parts(each) for each in (highest, lines, _outermost(lines), subtotals)]
    choices = [parts for parts in choices if len(parts) >= _LEAST_PARTS]
    if not choices:
        return None
    yen = _yen(total)
    parts = next((each for each in choices if sum(p.yen for p in each) == yen), choices[0])
    first = run[0]
    return Breakdown(
        kind="statement",
        parts=parts,
        page=first.page,
        total=yen,
        total_name=total.name,
        account=first.account,
        direction=first.direction,
        section=first.section,
        year=first.fiscal_year,
    )


def _outermost(lines: Sequence[BudgetStatementLine]) -> list[BudgetStatementLine]:
    """The lines that are no parts of one above them: those that follow a line and come to it.

    Without a level, 普通建設事業 and its 補助 and 単独 are told apart by nothing else.
    """
    ends = list(range(1, len(lines) + 1))
    for at in reversed(range(len(lines))):
        whole, come_to, end, count = _yen(lines[at]) or 0, 0, at + 1, 0
        while end < len(lines) and come_to < whole:
            come_to += _yen(lines[end]) or 0
            end = ends[end]
            count += 1
        if count >= _LEAST_PARTS and come_to == whole:
            ends[at] = end
    kept, at = [], 0
    while at < len(lines):
        kept.append(lines[at])
        at = ends[at]
    return kept


def _parts(lines: Sequence[BudgetStatementLine]) -> list[Part]:
    return [Part(line.name, yen) for line in lines if (yen := _yen(line)) is not None]


def _departments(records: Sequence[Record]) -> Breakdown | None:
    """What each department's projects come to, of the year that most of them are for."""
    items = own_projects(records)
    if sum(_department(each) is not None for each in items) < max(len(items) / 2, _LEAST_PARTS):
        return None
    sums: dict[str | None, int] = defaultdict(int)
    for each in items:
        sums[_department(each)] += _yen(each) or 0
    totals = {
        yen: each.name
        for each in records
        if isinstance(each, BudgetTotal) and (yen := _yen(each)) is not None
    }
    total = sum(sums.values())
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] is None, -pair[1], pair[0] or ""))
    return Breakdown(
        kind="department",
        parts=[Part(name, yen) for name, yen in ordered],
        page=items[0].page,
        total=total if total in totals else None,
        total_name=totals.get(total),
        year=items[0].fiscal_year,
    )


def own_projects(records: Sequence[Record]) -> list[BudgetItem | RegionalProject]:
    """Projects with an amount that is spent, each once: no details, no lines listed again.

    Only those of the year and phase that most are for, so that like is added to like.
    """
    items = [
        each
        for each in records
        if isinstance(each, BudgetItem | RegionalProject)
        and _yen(each) is not None
        and not (isinstance(each, BudgetItem) and _is_no_project(each))
    ]
    years = Counter(_year_and_phase(each) for each in items)
    if not years:
        return []
    (usual, _) = max(years.items(), key=lambda pair: (pair[1], pair[0] is not None))
    return [each for each in items if _year_and_phase(each) == usual]


def _is_no_project(item: BudgetItem) -> bool:
    again = item.mark == "relisted" or item.same_as is not None
    return again or comes_in(item) or (item.level or 1) > 1


def comes_in(item: BudgetItem) -> bool:
    """Whether the item is money that comes in: it says so, or stands under 歳入."""
    return item.direction == "revenue" or (item.direction is None and "歳入" in item.section)


def _year_and_phase(item: BudgetItem | RegionalProject) -> tuple[int, str | None] | None:
    return (item.fiscal_year.year, item.fiscal_year.phase) if item.fiscal_year else None


def _department(item: BudgetItem | RegionalProject) -> str | None:
    return item.bureau if isinstance(item, RegionalProject) else item.department


def _yen(record: BudgetItem | BudgetStatementLine | BudgetTotal | RegionalProject) -> int | None:
    return record.amount.yen if record.amount else None
