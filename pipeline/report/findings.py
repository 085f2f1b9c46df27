"""What a report says of projects and indicators: the largest, the new, the ended, the courses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import BudgetItem, Indicator, Money, Quantity, Record, RegionalProject
from pipeline.report.breakdowns import comes_in, own_projects
from pipeline.values import PROOF, money_paths, proved_bits

LISTED = 20
# A name such as 給与費 says little without what it stands under.
_HEADINGS = 2


@dataclass(frozen=True, slots=True)
class Project:
    """A project as a report lists it, in yen."""

    name: str
    department: str | None
    yen: int | None
    prior: int | None
    page: int
    under: str = ""


@dataclass(frozen=True, slots=True)
class Projects:
    """The largest projects of a document, and those that are new or ended, the largest first."""

    largest: Sequence[Project] = ()
    new: Sequence[Project] = ()
    ended: Sequence[Project] = ()
    count: int = 0
    sum: int = 0


def projects_of(records: Sequence[Record]) -> Projects:
    """What there is to say of a document's projects."""
    own = own_projects(records)
    items = [each for each in records if isinstance(each, BudgetItem)]
    new = [each for each in own if isinstance(each, BudgetItem) and _is_new(each)]
    ended = [each for each in items if _is_ended(each)]
    return Projects(
        largest=_largest(own)[:LISTED],
        new=_largest(new),
        ended=sorted(_largest(ended), key=lambda each: -(each.prior or 0)),
        count=len(own),
        sum=sum(each.amount.yen or 0 for each in own if each.amount),
    )


def _is_new(item: BudgetItem) -> bool:
    """Marked as new, or with nothing the year before, where the document says so."""
    return item.mark == "new" or (_is_nothing(item.prior_amount) and not _is_nothing(item.amount))


def _is_ended(item: BudgetItem) -> bool:
    if comes_in(item) or (item.level or 1) > 1:
        return False
    had = bool(item.prior_amount and item.prior_amount.yen)
    return item.mark == "discontinued" or (_is_nothing(item.amount) and had)


def _is_nothing(money: Money | None) -> bool:
    """A printed 0 or dash; a blank says nothing."""
    return money is not None and (money.none or money.yen == 0)


def _largest(items: Sequence[BudgetItem | RegionalProject]) -> list[Project]:
    shown = [
        Project(
            name=each.name or "",
            department=each.bureau if isinstance(each, RegionalProject) else each.department,
            yen=each.amount.yen if each.amount else None,
            prior=_prior(each),
            page=each.page,
            under=" › ".join(each.section[-_HEADINGS:]),
        )
        for each in items
        if each.name
    ]
    return sorted(shown, key=lambda each: -(each.yen or 0))


def _prior(item: BudgetItem | RegionalProject) -> int | None:
    if isinstance(item, RegionalProject) or item.prior_amount is None:
        return None
    return item.prior_amount.yen


@dataclass(frozen=True, slots=True)
class Course:
    """An indicator over the years: its results, and where it began and is to come."""

    name: str
    unit: str
    results: Sequence[tuple[int, float]]
    baseline: Quantity | None
    target: Quantity | None
    progress: float | None
    grade: str | None
    page: int


def courses_of(records: Sequence[Record]) -> list[Course]:
    """The indicators of a document in reading order."""
    return [_course(each) for each in records if isinstance(each, Indicator) and each.name]


def _course(indicator: Indicator) -> Course:
    results = sorted(
        (actual.fiscal_year.year, float(actual.value.value))
        for actual in indicator.actuals
        if actual.value and actual.value.value is not None
    )
    progress = [a.progress_percent for a in indicator.actuals if a.progress_percent is not None]
    target = indicator.revised_target or indicator.target
    values = [a.value for a in indicator.actuals if a.value]
    units = [each.unit for each in (target, indicator.baseline, *values) if each and each.unit]
    return Course(
        name=indicator.name or "",
        unit=units[0] if units else "",
        results=results,
        baseline=indicator.baseline,
        target=target,
        progress=progress[-1] if progress else None,
        grade=indicator.grade,
        page=indicator.page,
    )


@dataclass(frozen=True, slots=True)
class Unproved:
    """An amount that no identity of the document proves."""

    name: str
    field: str
    yen: int
    page: int
    confidence: float | None


def unproved_of(records: Sequence[Record]) -> list[Unproved]:
    """All amounts in yen that nobody proved, the largest first."""
    found = [each for record in records for each in _unproved(record)]
    return sorted(found, key=lambda each: -abs(each.yen))


def _unproved(record: Record) -> Iterator[Unproved]:
    proved = proved_bits(record)
    name = getattr(record, "name", None) or getattr(record, "label", None) or record.type
    for path in money_paths(record):
        if proved.get(path, 0.0) < PROOF:
            money = _at(record, path)
            if money is not None and money.yen is not None:
                source = record.sources.get(path)
                page = source.page if source else record.page
                yield Unproved(name, path, money.yen, page, record.confidence.get(path))


def _at(record: Record, path: str) -> Money | None:
    value: object = record
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
    return value if isinstance(value, Money) else None
