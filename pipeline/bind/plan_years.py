"""Plans over several years (実施計画): what each project costs this year and in those to come."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from models import BudgetItem, Money, Source
from pipeline.assemble.tables.roles import Column
from pipeline.assemble.tables.vocabulary import ColumnRole
from pipeline.bind.sheets import Sheet

_LEAST = 3
_PLAN = re.compile(r"(?:実施|年次|年度別)計画|[3-5３-５三四五][かヵカケヶ箇]年")

Reader = Callable[[Column], tuple[Money, Source] | None]


def years_to_come(sheet: Sheet, own: int | None, titles: Iterable[str] = ()) -> list[Column]:
    """The columns of a plan, one for each year from the document's own on; none for other tables.

    Years that go up and only look ahead are no comparison with the year before. Where a title says
    that it is a plan, its years may have begun before the document's.
    """
    columns = [sheet.columns[index] for index in sheet.figured]
    dated = [column for column in columns if column.year and column.year.end_year is None]
    years = [column.year.year for column in dated if column.year]
    if len(years) < _LEAST or any(later - year != 1 for year, later in pairwise(years)):
        return []
    compared = any(column.role is ColumnRole.CHANGE for column in columns)
    begun = own is not None and years[0] < own and not any(map(_PLAN.search, titles))
    return [] if compared or begun else dated


def with_years(item: BudgetItem, columns: Sequence[Column], read: Reader) -> Iterator[BudgetItem]:
    """A record for each year in which the plan has an amount for the project."""
    words = {name: s for name, s in item.sources.items() if not name.startswith("funding")}
    sure = {name: p for name, p in item.confidence.items() if name in ("name", "mark", "amount")}
    for column in columns:
        found = read(column)
        if found is None:
            continue
        yield item.model_copy(
            update={
                "amount": found[0],
                "fiscal_year": column.year,
                "prior_amount": None,
                "prior_fiscal_year": None,
                "change": None,
                "funding": (),
                "sources": _without_amounts(words) | {"amount": found[1]},
                "confidence": sure,
            }
        )


def _without_amounts(sources: dict[str, Source]) -> dict[str, Source]:
    return {n: s for n, s in sources.items() if n not in ("amount", "prior_amount", "change")}
