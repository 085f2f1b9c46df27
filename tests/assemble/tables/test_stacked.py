"""Rows of two lines: what stands above and below, by the note that says so."""

from models import BudgetItem, Fact, Money, Record
from models.page import Placed
from pipeline.assemble.tables.budget_tables import budget_tables
from tests.assemble.grids import ABOUT, table, text


def _records(*blocks: Placed) -> list[Record]:
    return budget_tables(blocks, ABOUT).records


def _items(records: list[Record]) -> list[tuple[str | None, int | None, int | None]]:
    return [
        (
            record.name,
            record.amount.yen if record.amount else None,
            record.prior_amount.yen if record.prior_amount else None,
        )
        for record in records
        if isinstance(record, BudgetItem)
    ]


TWO_LINES = table(
    [
        ["事業名", "予算額", "国庫支出金", "説明"],
        ["防災事業", "120\n100", "40\n30", "備える"],
        ["広報事業", "30\n20", "0\n0", "知らせる"],
    ]
)
TWO_ROWS = table(
    [
        ["番号", "事業名", "予算額", "担当課"],
        ["1", "防災事業", "120", "総務課"],
        ["^", "^", "(100)", "^"],
        ["2", "広報事業", "30", "企画課"],
        ["^", "^", "(20)", "^"],
    ]
)


def test_the_line_below_is_last_years_where_a_note_says_so() -> None:
    records = _records(
        text(
            "主要事業 予算",
            "(単位:千円)",
            "上段:令和4年度当初予算額 下段:令和3年度当初予算額",
            y=40,
        ),
        TWO_LINES,
    )
    assert _items(records) == [("防災事業", 120_000, 100_000), ("広報事業", 30_000, 20_000)]
    funded = [
        (record.value.yen, record.fiscal_year.year)
        for record in records
        if isinstance(record, Fact) and isinstance(record.value, Money) and record.fiscal_year
    ]
    assert funded[:2] == [(30_000, 2021), (40_000, 2022)]


def test_whichever_way_round_they_stand() -> None:
    records = _records(
        text("主要事業 予算", "(単位:千円)", "(上段:前年度予算額、下段:本年度予算額)", y=40),
        TWO_LINES,
    )
    assert _items(records) == [("防災事業", 100_000, 120_000), ("広報事業", 20_000, 30_000)]


def test_what_was_spent_is_the_amount_of_a_row_that_shows_the_budget_too() -> None:
    records = _records(
        text("主要事業 予算", "(単位:千円)", "上段:予算現額 下段:決算額", y=40), TWO_LINES
    )
    assert [amount for _, amount, _ in _items(records)] == [100_000, 20_000]
    assert all(prior is None for _, _, prior in _items(records))
    budgeted = [r for r in records if isinstance(r, Fact) and r.label.endswith("予算現額")]
    yen = [fact.value.yen for fact in budgeted if isinstance(fact.value, Money)]
    assert yen[0] == 120_000


def test_two_rows_that_share_a_name_are_one_project() -> None:
    records = _records(
        text("重点事業 予算", "(単位:千円)", y=40),
        TWO_ROWS,
        text("※ 予算額欄の( )内は、前年度当初予算額です。", y=400),
    )
    assert _items(records) == [("防災事業", 120_000, 100_000), ("広報事業", 30_000, 20_000)]


def test_without_a_note_a_figure_in_brackets_is_never_the_amount() -> None:
    records = _records(text("重点事業 予算", "(単位:千円)", y=40), TWO_ROWS)
    assert _items(records) == [("防災事業", 120_000, None), ("広報事業", 30_000, None)]
    others = [record for record in records if isinstance(record, Fact)]
    assert [fact.value.yen for fact in others if isinstance(fact.value, Money)] == [100_000, 20_000]
