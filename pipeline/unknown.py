"""What a document does not say of its amounts: an issue a page for those without a year or a unit.

A year or unit that has run out is null, and never a guess. So that nobody takes the blank for an
oversight, each page says of how many amounts it is so, and of which.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from models import BudgetTotal, Fact, Issue, Money, Record
from pipeline.values import values_of

_MOST_NAMED = 3
# Amounts of these are of a year by what they are; of a stated fact it may not matter.
_OF_A_YEAR = frozenset({"budget_item", "budget_statement_line", "balance", "regional_project"})


def unknown(records: Sequence[Record], told: Sequence[Issue]) -> Iterator[Issue]:
    """The issues of all pages; a page of which `told` already says that a unit is lacking has none.

    Amounts that print a dash, and records without an amount, claim nothing.
    """
    said = {issue.page for issue in told if issue.code == "unit_unknown"}
    for page, names in _by_page(records, _lacks_unit):
        if page not in said:
            message = f"{len(names)} amounts have no unit, and no value in yen: {_some(names)}"
            yield Issue(code="unit_unknown", severity="warning", message=message, page=page)
    for page, names in _by_page(records, _lacks_year):
        message = f"{len(names)} records of amounts are under no year: {_some(names)}"
        yield Issue(code="year_unknown", severity="warning", message=message, page=page)
    for page, names in _by_page(records, _may_lack_year):
        message = f"{len(names)} stated amounts and totals are under no year: {_some(names)}"
        yield Issue(code="year_unknown", severity="info", message=message, page=page)


def _by_page(
    records: Sequence[Record], lacks: Callable[[Record], bool]
) -> Iterator[tuple[int, list[str]]]:
    found: dict[int, list[str]] = defaultdict(list)
    for record in records:
        if lacks(record):
            name = getattr(record, "name", None) or getattr(record, "label", None)
            found[record.page].append(str(name or record.type))
    yield from sorted(found.items())


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


def _lacks_unit(record: Record) -> bool:
    return any(
        isinstance(value, Money)
        and value.yen is None
        and not value.none
        and any(map(str.isdecimal, value.text))
        for _, value in values_of(record)
    )


def _lacks_year(record: Record) -> bool:
    return (
        record.type in _OF_A_YEAR
        and getattr(record, "fiscal_year", None) is None
        and any(isinstance(v, Money) and v.yen is not None for _, v in values_of(record))
    )


def _may_lack_year(record: Record) -> bool:
    if isinstance(record, BudgetTotal):
        return not record.fiscal_years and record.amount is not None
    return isinstance(record, Fact) and isinstance(record.value, Money) and not record.fiscal_year
