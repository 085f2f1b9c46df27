"""Projects of tables, by what stands in their columns."""

from itertools import permutations

import pytest

from models import BudgetItem, FiscalYear
from models.page import Placed, Table
from pipeline.assemble.family import About
from pipeline.bind.notes import notes_of
from pipeline.bind.tables import bind_tables
from pipeline.grids.aligned import aligned_tables
from tests.grids.pages import page

ROWS = (
    ("除雪対策事業", 1_500, 1_200),
    ("道路の維持補修", 24_100, 23_000),
    ("公園の長寿命化", 2_900, 3_400),
    ("子育て支援事業", 47_250, 45_000),
)


def _items(heading: tuple[str, ...], columns: tuple[str, ...]) -> list[BudgetItem]:
    lines = ["主要事業の概要", "                    (単位:千円)"]
    lines.append("事業の名前".ljust(16, "　") + "".join(text.rjust(14) for text in heading))
    for name, this, prior in ROWS:
        figures = {"this": f"{this:,}", "prior": f"{prior:,}", "change": f"{this - prior:,}"}
        figures["change"] = figures["change"].replace("-", "△")
        lines.append(name.ljust(16, "　") + "".join(figures[key].rjust(14) for key in columns))
    layout = page("\n".join(lines))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    placed = [Placed(table, ("主要事業の概要",)) for table in aligned_tables(layout)]
    assert all(isinstance(each.block, Table) for each in placed)
    notes = notes_of([layout], about)
    return [item for bound in bind_tables(placed, about, notes) for item in bound.items]


@pytest.mark.parametrize("columns", list(permutations(("this", "prior", "change"))))
def test_sums_tell_columns_apart_whose_headings_say_nothing(columns: tuple[str, ...]) -> None:
    said = {"this": "令和7年度", "prior": "令和6年度", "change": "甲乙"}
    items = _items(tuple(said[key] for key in columns), columns)
    assert [(i.name, i.amount.yen, i.prior_amount.yen, i.change.yen) for i in items] == [
        (name, this * 1000, prior * 1000, (this - prior) * 1000) for name, this, prior in ROWS
    ]


@pytest.mark.parametrize(
    "heading", [("本年度", "前年度"), ("予算額", "前年度当初"), ("2025予算額", "2024予算額")]
)
def test_headings_tell_this_year_from_the_last(heading: tuple[str, str]) -> None:
    for columns, said in ((("this", "prior"), heading), (("prior", "this"), heading[::-1])):
        items = _items(said, columns)
        assert [(i.amount.yen, i.prior_amount.yen) for i in items] == [
            (this * 1000, prior * 1000) for _, this, prior in ROWS
        ]
