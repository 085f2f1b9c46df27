"""Projects of tables, by what stands in their columns."""

from array import array
from itertools import permutations

import pytest

from models import BudgetItem, BudgetTotal, FiscalYear
from models.page import Cell, Line, Placed, Table
from pipeline.assemble.family import About
from pipeline.bind.names import lead_of, reach_of, unmarked
from pipeline.bind.notes import notes_of
from pipeline.bind.tables import bind_tables
from pipeline.grids.aligned import aligned_tables
from tests.grids.pages import line, page

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
    found = [item for bound in bind_tables(placed, about, notes) for item in bound.items]
    return [item for item in found if isinstance(item, BudgetItem)]


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


def test_a_printed_total_is_a_total_and_no_project() -> None:
    lines = ["主要事業の概要", "                    (単位:千円)"]
    lines.append("事業の名前".ljust(16, "　") + "令和7年度".rjust(14))
    lines += [name.ljust(16, "　") + f"{this:,}".rjust(14) for name, this, _ in ROWS]
    total = sum(this for _, this, _ in ROWS)
    lines.append("合計".ljust(16, "　") + f"{total:,}".rjust(14))
    layout = page("\n".join(lines))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    placed = [Placed(table, ("主要事業の概要",)) for table in aligned_tables(layout)]
    (bound,) = bind_tables(placed, about, notes_of([layout], about))
    assert [item.name for item in bound.items] == [*(name for name, _, _ in ROWS), "合計"]
    assert isinstance(bound.items[-1], BudgetTotal)
    assert bound.items[-1].amount
    assert bound.items[-1].amount.yen == total * 1000


def test_a_cell_with_a_name_over_what_it_is_about_is_parted_where_the_first_line_leaves_room() -> (
    None
):
    def cell(*rows: tuple[str, float]) -> Cell:
        lines = [
            Line(
                1, text, text, tuple(range(len(text))), size=10.0, boxes=_boxes(len(text), width, n)
            )
            for n, (text, width) in enumerate(rows)
        ]
        return Cell(0, 0, tuple(lines), bbox=(0.0, 0.0, 104.0, 60.0))

    one = cell(("子育て支援の事業", 80.0), ("養育に不安を抱える", 100.0), ("家庭を訪問する", 70.0))
    two = cell(("夜間中学の開設の準備", 100.0), ("(第2期)", 40.0), ("講座を開く", 50.0))
    right = reach_of([one, two])
    assert [lead_of(each, right) for each in (one, two)] == [
        "子育て支援の事業",
        "夜間中学の開設の準備(第2期)",
    ]


def _boxes(count: int, width: float, row: int) -> "array[float]":
    each = width / count
    return array(
        "d",
        [x for n in range(count) for x in (n * each, row * 12.0, (n + 1) * each, row * 12.0 + 10)],
    )


@pytest.mark.parametrize(
    ("text", "name", "mark"),
    [
        ("★①除雪対策事業", "除雪対策事業", "new"),
        ("☆ 除雪対策事業", "除雪対策事業", "expanded"),
        ("→除雪対策事業", "除雪対策事業", None),
        ("●除雪対策事業(継続)", "除雪対策事業", "continued"),
        ("－除雪対策事業", "除雪対策事業", None),
        (" うち 除雪対策事業", "除雪対策事業", None),
        ("1-2-1 除雪対策事業", "除雪対策事業", None),
        ("-12度の冬まつり", "-12度の冬まつり", None),
    ],
)
def test_a_sign_before_a_name_says_what_the_legend_says(
    text: str, name: str, mark: str | None
) -> None:
    assert unmarked(text, {"★": "new", "☆": "expanded"}) == (name, mark)


@pytest.mark.parametrize("source", ["地方債", "市債", "基金"])
def test_a_source_of_money_makes_projects_no_debt(source: str) -> None:
    lines = ["主要事業の概要", "                    (単位:千円)"]
    heads = ("令和7年度", "国庫支出金", source, "一般財源")
    lines.append("事業の名前".ljust(16, "　") + "".join(text.rjust(14) for text in heads))
    for name, this, _ in ROWS:
        parts = (this, this // 2, this // 4, this - this // 2 - this // 4)
        lines.append(name.ljust(16, "　") + "".join(f"{part:,}".rjust(14) for part in parts))
    layout = page("\n".join(lines))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    placed = [Placed(table, ("主要事業の概要",)) for table in aligned_tables(layout)]
    (bound,) = bind_tables(placed, about, notes_of([layout], about))
    assert [item.name for item in bound.items] == [name for name, _, _ in ROWS]
    funding = [item.funding for item in bound.items if isinstance(item, BudgetItem)]
    assert all(len(each) == 3 for each in funding)


def _planned(
    *years: str, title: str = "主要事業の計画"
) -> list[tuple[str | None, int | None, int | None, bool]]:
    lines = [title, "                    (単位:千円)"]
    lines.append("事業名".ljust(16, "　") + "".join(text.rjust(14) for text in years))
    for name, this, prior in ROWS:
        figures = (this, prior, this + prior)
        lines.append(name.ljust(16, "　") + "".join(f"{n:,}".rjust(14) for n in figures))
    layout = page("\n".join(lines))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    placed = [Placed(table, (title,)) for table in aligned_tables(layout)]
    found = bind_tables(placed, about, notes_of([layout], about))
    return [
        (
            item.name,
            item.fiscal_year and item.fiscal_year.year,
            item.amount and item.amount.yen,
            item.prior_amount is None,
        )
        for bound in found
        for item in bound.items
        if isinstance(item, BudgetItem)
    ]


def test_a_plan_has_an_amount_for_each_year_to_come() -> None:
    found = _planned("令和7年度", "令和8年度", "令和9年度")
    assert found[:3] == [
        ("除雪対策事業", 2025, 1_500_000, True),
        ("除雪対策事業", 2026, 1_200_000, True),
        ("除雪対策事業", 2027, 2_700_000, True),
    ]
    assert len(found) == 3 * len(ROWS)


def test_years_that_were_are_compared_and_not_planned() -> None:
    found = _planned("令和5年度", "令和6年度", "令和7年度")
    assert [name for name, *_ in found] == [name for name, *_ in ROWS]


def test_a_few_marks_in_a_column_without_heading_are_marks() -> None:
    rows = [
        tuple(Cell(row, column, (line(text),) if text else ()) for column, text in enumerate(own))
        for row, own in enumerate(
            [("", "事業名", "予算額（千円）")]
            + [("新" if at == 1 else "", name, f"{n:,}") for at, (name, n, _) in enumerate(ROWS)]
        )
    ]
    table = Table(1, len(rows), 3, tuple(cell for row in rows for cell in row))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    (bound,) = bind_tables([Placed(table, ("主要事業の概要",))], about, notes_of([], about))
    marks = [item.mark for item in bound.items if isinstance(item, BudgetItem)]
    assert marks == [None, "new", None, None]


def test_a_title_over_an_item_is_no_part_of_its_name() -> None:
    cell = Cell(0, 0, (line("【福祉】"), line("◆敬老祝金")))
    assert lead_of(cell, None) == "◆敬老祝金"
    several = Cell(0, 0, (line("◆敬老祝金"), line("◆花火大会")))
    assert lead_of(several, None) == "◆敬老祝金◆花火大会"


def test_a_plan_that_began_before_the_documents_year_is_one() -> None:
    found = _planned("令和6年度", "令和7年度", "令和8年度", title="第3期実施計画　主要事業")
    assert [year for _, year, *_ in found[:3]] == [2024, 2025, 2026]
