"""From records to things: what each record says, and in which cell of the budget it says it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models import (
    BudgetItem,
    BudgetStatementLine,
    BureauProposal,
    Document,
    FiscalYear,
    Indicator,
    Initiative,
    Money,
    Quantity,
    Record,
    RegionalProject,
    Target,
)
from pipeline.budget.accounts import account_in, account_key, half_of
from pipeline.budget.cells import (
    LEVELS,
    TOP,
    Cell,
    Table,
    below_direction,
    direction_of,
    is_nature,
    list_under,
    source_group,
    table_of_item,
    table_of_line,
)
from pipeline.budget.doubts import doubts_of
from pipeline.budget.paths import Paths
from pipeline.budget.stage import UNKNOWN, Stage, read_stage, stage_of
from pipeline.budget.things import KINDS, Thing, steps_of, yen
from pipeline.match.names import name_key, split_department


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document's part of a side; a bare file of records has no card.

    `folder` is where an extraction stands, for finding the document itself.
    """

    records: Sequence[Record]
    document: Document | None = None
    folder: Path | None = None

    @property
    def stage(self) -> Stage:
        """The stage of the whole document, where it or its title says one."""
        if self.document is None:
            return UNKNOWN
        year = self.document.fiscal_year
        said = Stage(year.phase) if year and year.phase else UNKNOWN
        titled = read_stage(filter(None, (self.document.title, year.text if year else None)))
        return titled if said in (UNKNOWN, Stage(titled.name)) else said

    @property
    def account(self) -> str | None:
        """The account that the document's title names."""
        if self.document is None or not self.document.title:
            return None
        return account_in([self.document.title], self.document.issuer or "")


def read_things(sheet: Sheet) -> Iterator[Thing]:
    """What the sheet's records say that can be compared with another year, in reading order.

    再掲, 同上 and 同左 stand for their originals and say nothing of their own. A review repeats an
    indicator under every project that it measures: it is given once.
    """
    reader = _Reader(sheet)
    said: set[tuple[object, ...]] = set()
    for record in with_ids(sheet.records):
        thing = reader.read(record)
        if thing is None or not thing.name:
            continue
        if isinstance(record, Indicator):
            values = (thing.key, record.baseline, record.target, record.revised_target)
            if (*values, record.actuals) in said:
                continue
            said.add((*values, record.actuals))
        yield thing


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


def year_of(record: Record) -> FiscalYear | None:
    """The year that the record's amount is for, where it says one."""
    year = getattr(record, "fiscal_year", None)
    return year if isinstance(year, FiscalYear) else None


class _Reader:
    """Reads one sheet: what its records leave out, the sheet says for all of them."""

    def __init__(self, sheet: Sheet) -> None:
        lines = [each for each in sheet.records if isinstance(each, BudgetStatementLine)]
        self._sheet = sheet
        self._stage = sheet.stage
        self._account = sheet.account
        self._issuer = (sheet.document.issuer if sheet.document else None) or ""
        self._title = (sheet.document.title if sheet.document else None) or ""
        self._paths = Paths(lines)
        # 性質別 without a heading that says so: told by its names.
        self._natures = sum(is_nature(line.name) for line in lines if line.level is None)
        # 12 投資的経費 has (1) 普通建設事業費 and (イ) 補助 below it.
        self._numbered = any((line.code or "").isdigit() for line in lines if line.level is None)

    def read(self, record: Record) -> Thing | None:
        match record:
            case BudgetItem():
                return self._item(record)
            case BudgetStatementLine():
                return self._line(record)
            case RegionalProject():
                return self._regional(record)
            case BureauProposal():
                bureau = record.bureaus[0] if len(record.bureaus) == 1 else ""
                return self._make(record, record.name, "selected", department=bureau)
            case Initiative():
                return self._make(record, record.name, "selected", plan=record.project or "")
            case Indicator():
                target = record.revised_target or record.target
                thing = self._make(record, record.name, "other", plan=record.scope or "")
                return replace(thing, amount=target.value if target else None)
            case Target():
                value = record.value.value if isinstance(record.value, Quantity) else None
                thing = self._make(record, record.name, "other", plan=record.theme or "")
                return replace(thing, amount=value)
            case _:
                return None

    def _item(self, record: BudgetItem) -> Thing | None:
        if record.mark == "relisted" or record.same_as:
            return None
        name, department = record.name or record.description or "", record.department
        if not department:
            name, department = split_department(name)
        thing = self._make(
            record,
            name,
            table_of_item(record),
            level="" if record.level is None else str(record.level),
            department=department,
            plan=record.project or "",
        )
        thing = _priced(thing, record.amount, record.prior_amount)
        return replace(
            thing,
            code=record.code or "",
            before=yen(record.amount_before),
            after=yen(record.amount_after),
        )

    def _regional(self, record: RegionalProject) -> Thing:
        name = record.name or record.project or record.description
        thing = self._make(
            record,
            name,
            list_under(record.section),
            department=record.bureau or record.area or "",
            plan=(record.project or "") if record.name else "",
        )
        return _priced(thing, record.amount, None)

    def _line(self, record: BudgetStatementLine) -> Thing:
        table = table_of_line(record, [*record.section, self._title])
        if table == "other" and self._natures >= 3 and direction_of(record) != "revenue":
            table = "nature"
        above = self._paths.above(record)
        level = record.level if record.level in LEVELS else self._level_in(record, table)
        if table == "sources":
            level, heading = source_group(record)
            above = (heading,)
        thing = self._make(record, record.name, table, level=level or "", path=above)
        thing = _priced(thing, record.amount, record.prior_amount)
        return replace(
            thing,
            code=record.code or "",
            before=yen(record.amount_before),
            after=yen(record.amount_after),
            is_total=record.level == "total",
        )

    def _level_in(self, record: BudgetStatementLine, table: Table) -> str:
        """Of lines without a level: whether another line of the table is above them (うち)."""
        if record.level == "total" or table not in ("nature", "other"):
            return ""
        is_part = any(check.name == "in_parts" and check.holds for check in record.checks)
        is_below = self._numbered and (record.code or "").startswith(("(", "（", "ア", "イ"))
        return "part" if is_part or is_below or record.name.startswith("うち") else TOP

    def _make(
        self,
        record: Record,
        name: str | None,
        table: Table,
        *,
        level: str = "",
        department: str = "",
        plan: str = "",
        path: tuple[str, ...] | None = None,
    ) -> Thing:
        kind = KINDS[record.type]
        account = self._account_of(record)
        cell = Cell(
            table=table,
            account=account_key(account) if account else "",
            direction=direction_of(record),
            stage=UNKNOWN if kind == "indicator" else stage_of(record, self._stage),
            level=level,
            half=half_of(record.section),
        )
        return Thing(
            id=record.id,
            kind=kind,
            record=record,
            cell=cell,
            name=name or "",
            key=name_key(name or ""),
            path=below_direction(record.section) if path is None else path,
            department=department,
            plan=plan,
            account_name=account or "",
            doubts=doubts_of(record),
        )

    def _account_of(self, record: Record) -> str | None:
        said: str | None = getattr(record, "account", None)
        return said or account_in(reversed(record.section), self._issuer) or self._account


def _priced(thing: Thing, amount: Money | None, prior: Money | None) -> Thing:
    return replace(thing, amount=yen(amount), prior=yen(prior), steps=steps_of(amount, prior))
