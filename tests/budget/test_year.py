"""What may be added to what, and each thing once."""

from collections import Counter

import pytest

from models import BudgetStatementLine, FiscalYear
from pipeline.budget import AccountTotal, Year, make_year
from tests.budget.made import SPENDING, book, item, line, sheet, sum_of, total

WHOLE = sum_of(SPENDING, ())


def of_account(year: Year, account: str = "一般", direction: str = "expenditure") -> AccountTotal:
    (found,) = [t for t in year.totals if (t.account, t.direction) == (account, direction)]
    return found


def test_a_book_is_read_once_and_every_level_reaches_the_printed_total() -> None:
    year = make_year([sheet(book(SPENDING))], year=2022)
    levels = Counter((t.cell.table, t.cell.level) for t in year.things)
    assert levels == {
        ("statement", "title"): 3,
        ("statement", "item"): 4,
        ("statement", "subitem"): 5,
        ("explained", "1"): 9,
    }
    found = of_account(year)
    assert (found.amount, found.gap, found.name) == (WHOLE, 0, "一般会計")
    assert {each.amount for each in found.levels} == {WHOLE}
    assert year.disagreements == []


def test_a_total_row_under_its_item_is_the_item_with_its_prior_amount() -> None:
    year = make_year([sheet(book(SPENDING, SPENDING))], year=2022)
    (found,) = [t for t in year.things if t.name == "児童福祉費"]
    assert (found.amount, found.prior) == (449_534_000, 449_534_000)
    assert {record.page for record in found.records} == {1, 3}


def test_lines_of_one_name_are_told_apart_by_what_they_stand_under() -> None:
    records = [
        line("section", ("民生費", "児童福祉費", "児童館費", "報酬"), 5_000_000),
        line("section", ("土木費", "道路橋梁費", "道路維持費", "報酬"), 7_000_000),
    ]
    year = make_year([sheet(records)], year=2022)
    assert [(t.path[-1], t.amount) for t in year.things] == [
        ("児童館費", 5_000_000),
        ("道路維持費", 7_000_000),
    ]


def test_two_documents_that_say_otherwise_are_a_finding_with_both_places() -> None:
    table = [line("title", ("民生費",), 465_000_000, page=4)]
    year = make_year([sheet(book(SPENDING)), sheet(table, sha256="table")], year=2022)
    (found,) = year.disagreements
    assert (found.name, found.what) == ("民生費", "amount")
    assert [(amount, place.document, place.page) for amount, place in found.said] == [
        (465_088_000, "book", 1),
        (465_000_000, "table", 4),
    ]
    (welfare,) = [t for t in year.things if t.name == "民生費"]
    assert welfare.amount == 465_088_000
    assert welfare.doubts == {"sources_disagree"}


def test_a_coarser_print_of_one_amount_is_no_disagreement() -> None:
    coarse = line("title", ("民生費",), 465_000_000, unit=1_000_000)
    year = make_year([sheet(book(SPENDING)), sheet([coarse], sha256="table")], year=2022)
    assert year.disagreements == []
    (welfare,) = [t for t in year.things if t.name == "民生費"]
    assert (welfare.amount, len(welfare.records)) == (465_088_000, 3)


def test_accounts_are_never_added_up() -> None:
    water = {"総務費": {"総務管理費": {"一般管理費": {"検針委託": 8_000_000}}}}
    year = make_year(
        [sheet(book(SPENDING)), sheet(book(water, account="国民健康保険特別会計"), sha256="b")],
        year=2022,
    )
    assert [(t.name, t.amount) for t in year.totals] == [
        ("一般会計", WHOLE),
        ("国民健康保険特別会計", 8_000_000),
    ]


def test_by_nature_counts_what_contains_others_once() -> None:
    part = {"checks": ({"name": "in_parts", "holds": True, "terms": {"amount": 1}},)}
    records = [
        line(None, ("人件費",), 500_000_000, head=("性質別歳出",), direction=None),
        line(None, ("投資的経費",), 160_224_000, head=("性質別歳出",), direction=None),
        line(None, ("普通建設事業費",), 160_224_000, head=("性質別歳出",), direction=None, **part),
        line("total", ("合計",), 660_224_000, head=("性質別歳出",), direction=None),
    ]
    year = make_year([sheet(records)], year=2022)
    (found,) = year.totals
    assert [(each.level, each.amount) for each in found.levels] == [("top", 660_224_000)]
    assert found.gap == 0


def test_an_account_that_a_table_does_not_state_is_told_by_its_total() -> None:
    named = [
        line("title", ("商工費",), WHOLE - 1_000, account=None),
        line("total", ("歳出合計",), WHOLE, account=None),
    ]
    year = make_year([sheet(book(SPENDING)), sheet(named, sha256="b")], year=2022)
    assert {t.cell.account for t in year.things} == {"一般"}
    assert [each.why for each in year.learnt if each.what.startswith("account")] == ["total"]
    other = [
        line("title", ("商工費",), 5_000_000, account=None),
        line("total", ("歳出合計",), 5_000_000, account=None),
    ]
    year = make_year([sheet(book(SPENDING)), sheet(other, sha256="b")], year=2022)
    assert [t.cell.account for t in year.things if t.name == "商工費"] == [""]


def test_only_a_general_account_has_an_assembly_and_taxes_on_transfer() -> None:
    records = [
        line("title", ("村税",), 87_590_000, account=None, direction="revenue"),
        line("title", ("地方譲与税",), 49_210_000, account=None, direction="revenue"),
        line("title", ("国民健康保険料",), 49_210_000, account=None, direction="expenditure"),
    ]
    year = make_year([sheet(records)], year=2022)
    assert [t.cell.account for t in year.things] == ["一般", "一般", ""]


def test_a_row_without_a_level_is_a_title_where_the_printed_total_needs_it() -> None:
    records = [
        line("title", ("議会費",), 19_550_000, account=None),
        line("title", ("民生費",), 232_310_000, account=None),
        line(None, ("給与費",), 444_090_000, account=None),
        line("total", ("合計",), 695_950_000, account=None),
    ]
    found = of_account(make_year([sheet(records)], year=2022))
    assert (found.gap, found.best_level and found.best_level.lines) == (0, 3)


def test_a_total_said_in_a_sentence_confirms_the_tables() -> None:
    initial = {"year": 2022, "phase": "initial"}
    said = total("一般会計当初予算", 660_000_000, unit=10_000_000)
    sheets = [
        sheet(book(SPENDING), fiscal_year=initial),
        sheet([said], sha256="b", fiscal_year=initial),
    ]
    found = of_account(make_year(sheets, year=2022))
    assert [each.amount for each in found.printed] == [WHOLE, 660_000_000]
    assert found.disagreeing == ()


def test_lines_that_are_a_thousand_times_their_total_are_told() -> None:
    records: list[BudgetStatementLine] = [
        line("title", (name,), 1_000 * sum_of(SPENDING, (name,))) for name in SPENDING
    ]
    said = line("total", ("歳出合計",), WHOLE)
    year = make_year([sheet([*records, said])], year=2022)
    found = of_account(year)
    assert found.scale == 1_000
    assert {thing.doubts for thing in year.things} == {frozenset({"factor"})}
    assert found.gap == WHOLE - 1_000 * WHOLE


def test_a_projects_table_and_the_book_name_one_project() -> None:
    table = [
        item(
            "児童館運営費",
            31_207_000,
            department="子育て支援課",
            code="3.2.2",
            section=("主な継続事業",),
            page=1,
        ),
        item("除雪事業(新しい機械)", 5_000_000, section=("主な継続事業",), page=1),
    ]
    year = make_year([sheet(book(SPENDING)), sheet(table, sha256="table")], year=2022)
    (found,) = [t for t in year.things if t.name == "児童館運営費"]
    assert (found.department, found.path[0], found.cell.table) == (
        "子育て支援課",
        "民生費",
        "explained",
    )
    assert {record.document for record in found.records} == {"book", "table"}
    assert (
        sum(each.amount for each in of_account(year).levels if each.table == "explained") == WHOLE
    )


def test_rows_of_one_list_are_never_one_project() -> None:
    rows = [item("償還金", 0, page=1), item("償還金", 0, page=1), item("償還金", 5_000, page=1)]
    assert len(make_year([sheet(rows)], year=2022).things) == 3


def test_a_summary_in_the_same_document_adds_nothing() -> None:
    def named(page: int, *section: str) -> list[object]:
        return [
            item(name, amount, page=page, section=section)
            for name, amount in (("甲事業", 12_000), ("乙事業", 34_000), ("丙事業", 56_000))
        ]

    year = make_year([sheet([*named(1, "概要"), *named(3, "詳細")])], year=2022)  # type: ignore[list-item]
    assert [(t.name, len(t.records)) for t in year.things] == [
        ("甲事業", 2),
        ("乙事業", 2),
        ("丙事業", 2),
    ]


def test_amounts_of_other_years_are_on_no_side() -> None:
    records = [
        item("甲事業", 5_000, fiscal_year=FiscalYear(year=2022)),
        item("乙事業", 5_000, fiscal_year=FiscalYear(year=2021)),
        item("丙事業", 5_000, fiscal_year=FiscalYear(year=2022, end_year=2024)),
    ]
    year = make_year([sheet(records)], year=2022)
    assert [t.name for t in year.things] == ["甲事業"]
    assert year.of_other_years == {2021: 1, 2024: 1}


@pytest.mark.parametrize(
    ("name", "whole"), [("小計", False), ("歳入合計", True), ("歳 出 合 計", True), ("款計", False)]
)
def test_which_totals_are_of_an_account(name: str, whole: bool) -> None:
    records = [line("title", ("議会費",), 5_000), line("total", (name,), 5_000)]
    (found,) = make_year([sheet(records)], year=2022).totals
    assert bool(found.printed) is whole
