"""Phases: what says them, and 補正 that add up to 現計."""

import pytest

from models import BudgetItem, FiscalYear, Record
from pipeline.budget import REVISED, Sheet, Stage, Year, make_year
from pipeline.budget.stage import read_stage, stage_of
from tests.budget.made import item, line, money, sheet, total


@pytest.mark.parametrize(
    ("heading", "stage"),
    [
        ("令和4年度当初予算の概要", Stage("initial")),
        ("令和７年度 一般会計補正予算（第３号）", Stage("supplementary", number=3)),
        ("令和7年度 12月一般会計補正予算", Stage("supplementary", month=12)),
        ("9月補正予算（第2号）の主な事業", Stage("supplementary", number=2, month=9)),
        ("11月専決予算に計上した事業", Stage("supplementary", month=11)),
        ("令和３年度決算のあらまし", Stage("settlement")),
        ("議案第8号 令和4年度一般会計予算", Stage()),
        ("当初予算と補正予算", Stage()),
        ("総務費", Stage()),
    ],
)
def test_what_a_heading_says(heading: str, stage: Stage) -> None:
    assert read_stage([heading]) == stage


def test_the_record_comes_before_its_headings_and_these_before_the_document() -> None:
    initial = Stage("initial")
    said = item(
        "甲", 1, fiscal_year=FiscalYear(year=2022, phase="settlement"), section=("補正予算",)
    )
    assert stage_of(said, initial) == Stage("settlement")
    assert stage_of(item("甲", 1, section=("補正予算(第2号)",)), initial).number == 2
    assert stage_of(item("甲", 1), initial) == initial
    by_form = item("甲", 1_000, amount_before=money(5_000), amount_after=money(6_000))
    assert stage_of(by_form, Stage()) == Stage("supplementary")
    assert stage_of(by_form, Stage("supplementary", number=4)).number == 4


def supplement(number: int, *records: Record) -> Sheet:
    return sheet(
        records,
        sha256=f"s{number}",
        title=f"令和4年度甲市一般会計補正予算(第{number}号)",
        fiscal_year={"year": 2022, "phase": "supplementary"},
    )


def initial(*records: Record) -> Sheet:
    return sheet(records, fiscal_year={"year": 2022, "phase": "initial"})


def revised(year: Year) -> dict[str, float | None]:
    return {t.name: t.amount for t in year.things if t.cell.stage == REVISED}


TITLES = [line("title", ("総務費",), 500_000), line("title", ("民生費",), 900_000)]


def test_supplements_add_up_to_the_budget_as_it_stands() -> None:
    first = line("title", ("民生費",), 50_000)
    second = line("title", ("民生費",), 20_000)
    year = make_year([initial(*TITLES), supplement(1, first), supplement(2, second)], year=2022)
    assert revised(year) == {"総務費": 500_000, "民生費": 970_000}
    assert year.breaks == []


def test_what_a_supplement_prints_as_the_budget_after_it_counts() -> None:
    after = line(
        "title",
        ("民生費",),
        20_000,
        amount_before=money(950_000),
        amount_after=money(970_000),
    )
    year = make_year([initial(*TITLES), supplement(3, after)], year=2022)
    assert revised(year) == {"民生費": 970_000}
    (found,) = year.breaks
    assert (found.name, found.before, found.expected) == ("民生費", 950_000, 900_000)


def test_with_a_supplement_missing_nothing_is_added_up() -> None:
    year = make_year(
        [
            initial(*TITLES),
            supplement(1, line("title", ("民生費",), 50_000)),
            supplement(3, line("title", ("民生費",), 20_000)),
        ],
        year=2022,
    )
    assert revised(year) == {}


def test_the_chain_of_supplements_is_checked() -> None:
    def step(number: int, before: int, added: int) -> Sheet:
        return supplement(
            number,
            line(
                "title",
                ("民生費",),
                added,
                amount_before=money(before),
                amount_after=money(before + added),
            ),
        )

    good = [initial(*TITLES), step(1, 900_000, 50_000), step(2, 950_000, 10_000)]
    assert make_year(good, year=2022).breaks == []
    bad = [initial(*TITLES), step(1, 900_000, 50_000), step(2, 590_000, 10_000)]
    (found,) = make_year(bad, year=2022).breaks
    assert (found.before, found.expected, found.stage.number) == (590_000, 950_000, 2)


def test_an_initial_budget_is_told_by_its_form() -> None:
    names = "甲乙丙丁戊己"
    path = ("総務費", "総務管理費")
    book = [
        line("subitem", (*path, f"{name}費"), 5_000, prior_amount=money(4_000)) for name in names
    ]
    year = make_year([sheet(book)], year=2022)
    assert {t.cell.stage for t in year.things} == {Stage("initial")}
    assert [each.why for each in year.learnt] == ["form"]
    bare = [line("subitem", (*path, f"{name}費"), 5_000) for name in names]
    assert {t.cell.stage for t in make_year([sheet(bare)], year=2022).things} == {Stage()}


def test_a_table_of_unknown_phase_has_that_of_the_table_with_its_total() -> None:
    untold = [line("title", ("議会費",), 1_400_000), line("total", ("歳出合計",), 1_400_000)]
    told = [*TITLES, line("total", ("歳出合計",), 1_400_000)]
    project = item(
        "児童館運営費", 5_000, level=1, account="一般会計", section=("歳出", "a", "b", "c")
    )
    year = make_year([initial(*told), sheet([*untold, project], sha256="b")], year=2022)
    assert {t.cell.stage for t in year.things} == {Stage("initial")}


def test_a_revised_budget_has_no_printed_prior_year() -> None:
    kept = line("title", ("総務費",), 500_000, prior_amount=money(400_000))
    year = make_year([initial(kept), supplement(1, line("title", ("民生費",), 50_000))], year=2022)
    (found,) = [t for t in year.things if t.cell.stage == REVISED]
    assert (found.name, found.prior) == ("総務費", None)


def test_a_supplements_total_is_what_it_adds() -> None:
    said = total("歳出合計", 70_000, amount_before=money(1_400_000), amount_after=money(1_470_000))
    year = make_year([initial(*TITLES), supplement(1, said)], year=2022)
    assert {(str(t.stage), t.amount) for t in year.totals if t.direction is None} == {
        ("supplementary 1", 70_000)
    }


def test_a_supplements_projects_are_found_by_department_and_name_no_others() -> None:
    def project(department: str, amount: int) -> BudgetItem:
        return item("備品購入費", amount, department=department)

    year = make_year(
        [
            initial(project("総務課", 5_000), project("福祉課", 7_000)),
            supplement(1, project("福祉課", 1_000)),
        ],
        year=2022,
    )
    amounts = {t.department: t.amount for t in year.things if t.cell.stage == REVISED}
    assert amounts == {"福祉課": 8_000}
