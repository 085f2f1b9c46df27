"""The year of a total that says none: that of the headings over it, and never a day of issue."""

import pytest

from models import BudgetTotal, FiscalYear
from pipeline.assemble.family import About
from pipeline.assemble.stated.prose import stated
from pipeline.assemble.stated.totals import total_of
from pipeline.assemble.tables.context import year_under
from tests.assemble.grids import line

OWN = FiscalYear(year=2023, text="令和5年度")


@pytest.mark.parametrize(
    ("kind", "section", "year"),
    [
        ("newsletter", ("令和3年度 決算のお知らせ", "一般会計"), 2021),
        ("newsletter", ("くらしの掲示板",), None),
        ("budget_summary", ("令和3年度 決算のお知らせ", "一般会計"), 2021),
        ("budget_summary", ("主要事業",), 2023),
        ("budget_summary", ("令和3年度決算と令和4年度予算",), 2023),
    ],
)
def test_headings_date_an_amount_before_the_document(
    kind: str, section: tuple[str, ...], year: int | None
) -> None:
    about = About("0", fiscal_year=OWN, kind=kind)
    found = year_under(section, about)
    assert (found.year if found else None) == year
    lines = (line("一般会計予算の総額は10億円です。"),)
    total = total_of(stated(lines, unit=None, year=2023), about, section)
    assert total is not None
    assert isinstance(total[0], BudgetTotal)
    assert [each.year for each in total[0].fiscal_years] == ([year] if year else [])


def test_the_budget_of_an_item_within_the_label_is_no_total() -> None:
    lines = (line("福祉の充実○除雪機購入予算額10百万円"),)
    assert total_of(stated(lines, unit=None, year=2023), About("0", fiscal_year=OWN), ()) is None
