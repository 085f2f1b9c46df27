"""Which year an amount is of that says none: that of the headings over it."""

import pytest

from models import FiscalYear
from models.page import Placed, Role, TextBlock
from pipeline.assemble.family import About
from pipeline.bind.notes import notes_of
from tests.assemble.grids import line

OWN = FiscalYear(year=2023, text="令和5年度")


def _block(text: str, y: float, *section: str, heading: bool = False) -> Placed:
    role = Role.HEADING if heading else Role.BODY
    return Placed(TextBlock(1, (line(text, y=y),), role), section)


BLOCKS = (
    _block("令和3年度 決算のお知らせ", 10, heading=True),
    _block("歳入は次のとおりです。", 40, "令和3年度 決算のお知らせ"),
    _block("工事のお知らせ", 200, heading=True),
    _block("舗装の工事を行います。", 230, "工事のお知らせ"),
)


@pytest.mark.parametrize(
    ("top", "year"), [(12, 2021), (45, 2021), (150, 2021), (205, 2023), (235, 2023), (4, 2023)]
)
def test_a_heading_dates_what_stands_under_it_until_the_next(top: float, year: int) -> None:
    notes = notes_of([], About("0", fiscal_year=OWN, kind="budget_summary"), BLOCKS)
    found = notes.year_at(1, (20.0, top, 60.0, top + 10))
    assert found is not None
    assert found.year == year


def test_a_column_beside_a_heading_is_not_under_it() -> None:
    notes = notes_of([], About("0", fiscal_year=OWN), BLOCKS)
    assert notes.year_at(1, (400.0, 45.0, 460.0, 55.0)) == OWN


def test_the_day_on_which_a_newsletter_appears_dates_no_amount() -> None:
    notes = notes_of([], About("0", fiscal_year=OWN, kind="newsletter"), BLOCKS)
    assert notes.year_at(1, (20.0, 235.0, 60.0, 245.0)) is None
    found = notes.year_at(1, (20.0, 45.0, 60.0, 55.0))
    assert found is not None
    assert (found.year, found.phase) == (2021, "settlement")
