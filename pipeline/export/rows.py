"""Records as rows: each record type has its tables, and every figure and text has a row."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, assert_never

from models import (
    Balance,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Commitment,
    Fact,
    FiscalYear,
    Funding,
    Indicator,
    Money,
    Quantity,
    RegionalProject,
    Series,
    Target,
)
from pipeline.export import tables
from pipeline.export.cells import clean, money, path, quantity
from pipeline.export.columns import Cell, Row
from pipeline.export.frame import Frame
from pipeline.export.other_rows import other_rows

Placed: TypeAlias = tuple[tables.Table, Row]

_LEVELS = ("title", "item", "subitem", "section")
_SIDES = frozenset({"歳入", "歳出"})


def rows_of(frame: Frame) -> Iterator[Placed]:
    """The rows of a record, each with its table; the first is about the record as a whole."""
    record = frame.record
    match record:
        case BudgetItem() | RegionalProject():
            yield from _project(frame, record)
        case BudgetStatementLine():
            yield from _statement_line(frame, record)
        case BudgetTotal():
            yield from _total(frame, record)
        case Indicator() | Target():
            yield from _measures(frame, record)
        case Commitment():
            yield from _commitment(frame, record)
        case Balance():
            yield from _balance(frame, record)
        case Series():
            yield from _series(frame, record)
        case Fact():
            yield tables.FACTS, _fact(frame, record)
        case _:
            yield from other_rows(frame)


def _project(frame: Frame, record: BudgetItem | RegionalProject) -> Iterator[Placed]:
    own: dict[str, Cell] = {
        "name": clean(record.name),
        "description": clean(record.description),
        "project": clean(record.project),
        **money("amount", record.amount),
    }
    if isinstance(record, RegionalProject):
        own |= {
            "region": clean(record.area),
            "bureau": clean(record.bureau),
            "pillar": clean(record.pillar),
        }
    else:
        own |= {
            "mark": record.mark,
            "code": clean(record.code),
            "direction": record.direction,
            "department": clean(record.department),
            "region": clean(record.region),
            "depth": record.level,
            "others_count": record.others_count,
            "same_as": record.same_as,
            **money("expansion", record.expansion),
            **_compared(record),
            "prior_fiscal_year": _year(record.prior_fiscal_year),
        }
    yield (
        tables.PROJECTS,
        frame.row(own, years=[record.fiscal_year], sources=("amount", "name")),
    )
    if isinstance(record, BudgetItem):
        yield from _funding(frame, record.funding, record.name, record.fiscal_year)


def _statement_line(frame: Frame, record: BudgetStatementLine) -> Iterator[Placed]:
    own: dict[str, Cell] = {
        "direction": record.direction,
        "level": record.level,
        "code": clean(record.code),
        "name": clean(record.name),
        **_classification(record),
        **money("amount", record.amount),
        **_compared(record),
        "prior_fiscal_year": _year(record.prior_fiscal_year),
        "change_percent": record.change_percent,
        "share_percent": record.share_percent,
        "prior_share_percent": record.prior_share_percent,
    }
    yield (
        tables.STATEMENT_LINES,
        frame.row(own, years=[record.fiscal_year], sources=("amount", "name")),
    )
    yield from _funding(frame, record.funding, record.name, record.fiscal_year)


def _classification(record: BudgetStatementLine) -> Row:
    """The 款, 項, 目 and 節 that a line is, or stands under, where its headings say so."""
    if record.level not in _LEVELS:
        return {}
    depth = _LEVELS.index(record.level)
    above = record.section[len(record.section) - depth :]
    side = record.section[: len(record.section) - depth][-1:]
    names: Sequence[str] = (*above, record.name)
    if len(above) != depth or not side or side[0].replace(" ", "") not in _SIDES:
        return {record.level: clean(record.name)}
    return {level: clean(name) for level, name in zip(_LEVELS, names, strict=False)}


def _total(frame: Frame, record: BudgetTotal) -> Iterator[Placed]:
    own: dict[str, Cell] = {
        "name": clean(record.name),
        **money("amount", record.amount),
        **_compared(record),
        "change_percent": record.change_percent,
        "note": clean(record.note),
    }
    yield (
        tables.TOTALS,
        frame.row(own, years=record.fiscal_years, sources=("amount", "name")),
    )
    for number, part in enumerate(record.of_which):
        at = f"of_which.{number}"
        cells = {"name": clean(part.name), "part_of": frame.id, **money("amount", part.amount)}
        yield (
            tables.TOTALS,
            frame.row(cells, at=at, years=record.fiscal_years, sources=(f"{at}.amount", at)),
        )


def _compared(record: BudgetItem | BudgetStatementLine | BudgetTotal) -> Row:
    return {
        **money("prior_amount", record.prior_amount),
        **money("change", record.change),
        **money("amount_before", record.amount_before),
        **money("amount_after", record.amount_after),
    }


def _funding(
    frame: Frame, parts: Sequence[Funding], name: str | None, year: FiscalYear | None
) -> Iterator[Placed]:
    direction = getattr(frame.record, "direction", None)
    for number, part in enumerate(parts):
        at = f"funding.{number}"
        own = {
            "owner": frame.id,
            "name": clean(name),
            "direction": direction,
            "source": part.source,
            "label": clean(part.label),
            **money("amount", part.amount),
        }
        sources = (f"{at}.amount", at, "amount")
        yield tables.FUNDING, frame.row(own, at=at, years=[year], sources=sources)


def _measures(frame: Frame, record: Indicator | Target) -> Iterator[Placed]:
    """A row for each value of an indicator: where it began, what is aimed at, what came of it."""
    own: dict[str, Cell] = {"name": clean(record.name)}
    if isinstance(record, Target):
        own |= {"measure": "target", "theme": clean(record.theme), **quantity(record.value)}
        year = record.fiscal_year or (record.value.fiscal_year if record.value else None)
        yield tables.INDICATORS, frame.row(own, years=[year], sources=("value", "name"))
        return
    own |= {
        "kind": record.kind,
        "grade": clean(record.grade),
        "scope": clean(record.scope),
    }
    printed = False
    for measure in ("baseline", "target", "revised_target"):
        value: Quantity | None = getattr(record, measure)
        if value is not None:
            printed = True
            row = {**own, "measure": measure, **quantity(value)}
            yield tables.INDICATORS, frame.row(row, at=measure, years=[value.fiscal_year])
    for number, actual in enumerate(record.actuals):
        printed = True
        at = f"actuals.{number}"
        row = {
            **own,
            "measure": "actual",
            **({"value_text": clean(actual.text)} if actual.text else {}),
            **quantity(actual.value),
            "progress_percent": actual.progress_percent,
        }
        sources = (f"{at}.value", at, f"{at}.progress_percent", f"{at}.text")
        years = [actual.fiscal_year]
        yield tables.INDICATORS, frame.row(row, at=at, years=years, sources=sources)
    if not printed:
        yield tables.INDICATORS, frame.row(own, sources=("name",))


def _commitment(frame: Frame, record: Commitment) -> Iterator[Placed]:
    period = record.period
    own: dict[str, Cell] = {
        "name": clean(record.name),
        "kind": record.kind,
        "department": clean(record.department),
        "period_start": _year(period),
        "period_end": (period.end_year or period.year) if period and not period.open_end else None,
        "period_text": clean(period.text) if period else None,
        "reason": clean(record.reason),
    }
    limit = {**own, "measure": "limit", **money("amount", record.limit)}
    yield tables.COMMITMENTS, frame.row(limit, sources=("limit", "name"))
    for number, part in enumerate(record.amounts):
        at = f"amounts.{number}"
        annual = {**own, "measure": "annual", **money("amount", part.amount)}
        sources = (f"{at}.amount", at)
        row = frame.row(annual, at=at, years=[part.fiscal_year], sources=sources)
        yield tables.COMMITMENTS, row
    yield from _funding(frame, record.funding, record.name, None)


def _balance(frame: Frame, record: Balance) -> Iterator[Placed]:
    own: dict[str, Cell] = {
        "name": clean(record.name),
        **money("opening", record.opening),
        **money("increase", record.increase),
        **money("decrease", record.decrease),
        **money("closing", record.closing),
    }
    sources = ("closing", "opening", "name")
    yield tables.BALANCES, frame.row(own, years=[record.fiscal_year], sources=sources)
    for number, each in enumerate(record.movements):
        at = f"movements.{number}"
        name = clean(f"{record.name} {each.name}")
        moved: dict[str, Cell] = {"name": name, **money(each.kind, each.amount)}
        row = frame.row(moved, at=at, years=[each.fiscal_year], sources=(f"{at}.amount",))
        yield tables.BALANCES, row


def _series(frame: Frame, record: Series) -> Iterator[Placed]:
    name = {"name": clean(record.name), "unit_printed": clean(record.unit)}
    if not record.values:
        yield tables.SERIES, frame.row(name, sources=("name",))
    for number, each in enumerate(record.values):
        at = f"values.{number}"
        own: dict[str, Cell] = {**name, **_value(each.value)}
        if each.text and each.value is None:
            own["value_text"] = clean(each.text)
        sources = (f"{at}.value", at, f"{at}.text")
        row = frame.row(own, at=at, years=[each.fiscal_year], sources=sources)
        yield tables.SERIES, row


def _fact(frame: Frame, record: Fact) -> Row:
    own: dict[str, Cell] = {
        "label": clean(record.label),
        "scope": clean(record.scope),
        "row_path": path(record.path.row) if record.path else None,
        "column_path": path(record.path.column) if record.path else None,
        **_value(record.value),
    }
    said = record.value.fiscal_year if isinstance(record.value, Quantity) else None
    return frame.row(own, years=[record.fiscal_year or said], sources=("value", "label"))


def _value(value: Money | Quantity | None) -> Row:
    match value:
        case Money():
            return money("amount", value)
        case Quantity():
            return quantity(value)
        case None:
            return {}
        case _:
            assert_never(value)


def _year(value: FiscalYear | None) -> int | None:
    return value.year if value else None
