"""Totals on lines of their own."""

from models import BudgetTotal
from pipeline.assemble.stated.line_totals import line_totals
from tests.assemble.made import take

TEXT = """投資的経費（公共事業＋投資的事業）計 5,077 億円（R2当初及びR元補正の合計）

うち緊急対策関連 307億円※

※直轄事業負担金を除く

震災関連対策予算 計 112 億円

事業の総額は、5億円に上ります。
"""


def test_a_total_its_part_its_years_and_its_note() -> None:
    first, second = [r for r in take(line_totals, TEXT).records if isinstance(r, BudgetTotal)]
    assert first.name == "投資的経費(公共事業+投資的事業)"
    assert first.amount is not None
    assert first.amount.yen == 507_700_000_000
    assert [(p.name, p.amount and p.amount.yen) for p in first.of_which] == [
        ("緊急対策関連", 30_700_000_000)
    ]
    assert [(y.year, y.phase) for y in first.fiscal_years] == [
        (2020, "initial"),
        (2019, "supplementary"),
    ]
    assert first.note == "直轄事業負担金を除く"
    assert first.sources["of_which.0.amount"].text == "307億円"
    assert (second.name, second.note, second.of_which) == ("震災関連対策予算", None, ())
    assert [y.year for y in second.fiscal_years] == [2021]


def test_a_wrapped_total_is_one() -> None:
    (total,) = take(line_totals, "投資的経費（公共事業と投資的事業）\n計 5,077 億円").records
    assert isinstance(total, BudgetTotal)
    assert total.name == "投資的経費(公共事業と投資的事業)"


def test_an_account_and_a_cumulated_sum_are_no_totals() -> None:
    text = "一般会計 19億8,300万円\n\n累計 5億円\n\n予算総額 22億6,220万円"
    assert take(line_totals, text).records == []
