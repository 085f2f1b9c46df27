import pytest

from models import BudgetStatementLine
from pipeline.assemble.tables.budget_tables import budget_tables
from tests.assemble.grids import ABOUT, table, text

HEADINGS = [
    ["区 分", None, "令和4年度当初予算", None, "令和3年度当初予算", None, "比 較", None],
    ["^", None, "予 算 額", "構 成 比", "予 算 額", "構 成 比", "増 減 額", "伸 率"],
]
ROWS = [
    ["自\n主", "市 税", "60", "60.0", "50", "50.0", "10", "20.0"],
    ["^", "諸 収 入", "10", "10.0", "20", "20.0", "△ 10", "△ 50.0"],
    ["^", "小 計", "70", "70.0", "70", "70.0", "0", "0.0"],
    ["依\n存", "地 方 交 付 税", "30", "30.0", "30", "30.0", "0", "0.0"],
    ["歳 入 合 計", None, "100", "100.0", "100", "100.0", "0", "0.0"],
]


def _lines(*blocks: object) -> list[BudgetStatementLine]:
    taken = budget_tables(blocks, ABOUT)  # type: ignore[arg-type]
    assert not taken.rest or not any(hasattr(p.block, "cells") for p in taken.rest)
    return [record for record in taken.records if isinstance(record, BudgetStatementLine)]


def test_rows_carry_both_years_shares_and_change() -> None:
    lines = _lines(text("一般会計当初予算歳入", "(単位:千円、%)", y=60), table(HEADINGS + ROWS))
    assert [line.name for line in lines] == ["市税", "諸収入", "小計", "地方交付税", "歳入合計"]
    assert {line.direction for line in lines} == {"revenue"}
    income = lines[1]
    assert income.amount is not None
    assert income.change is not None
    assert (income.amount.yen, income.change.yen) == (10_000, -10_000)
    assert (income.share_percent, income.prior_share_percent) == (10.0, 20.0)
    assert income.change_percent == -50.0
    assert income.section == ("自主",)
    assert [line.level for line in lines] == ["title", "title", "total", "title", "total"]


@pytest.mark.parametrize(
    ("names", "direction"),
    [
        (["村税", "地方譲与税", "村債", "合計"], "revenue"),
        (["議会費", "総務費", "民生費", "合計"], "expenditure"),
    ],
)
def test_direction_by_the_names_that_the_law_gives(names: list[str], direction: str) -> None:
    rows = [["項目", "予算額", "割合", "前年度対比"]]
    rows += [[f"({n}){name}", "8,759万円", "4.42%", "△19万円"] for n, name in enumerate(names, 1)]
    lines = _lines(table(rows))
    assert {line.direction for line in lines} == {direction}
    first = lines[0]
    assert (first.code, first.name) == ("(1)", names[0])
    assert first.amount is not None
    assert first.change is not None
    assert (first.amount.yen, first.change.yen) == (87_590_000, -190_000)
    assert first.share_percent == 4.42


def test_levels_follow_the_headings_of_the_label_columns() -> None:
    rows = [
        ["款", "項", "本年度", "前年度", "比較"],
        ["1 市税", "1 市民税", "50", "40", "10"],
        ["^", "2 固定資産税", "30", "30", "0"],
        ["歳入合計", None, "80", "70", "10"],
    ]
    lines = _lines(text("歳入", "(単位:千円)", y=60), table(rows))
    assert [(line.level, line.code, line.name) for line in lines] == [
        ("item", "1", "市民税"),
        ("item", "2", "固定資産税"),
        ("total", None, "歳入合計"),
    ]
    assert lines[0].section == ("市税",)
    assert lines[0].prior_fiscal_year is not None
    assert lines[0].prior_fiscal_year.year == 2021


def test_a_run_of_years_is_no_statement() -> None:
    years = [f"令和{n}年度" for n in range(1, 5)]
    rows = [["区分", *years], ["市税", "1", "2", "3", "4"], ["村債", "1", "2", "3", "4"]]
    taken = budget_tables([text("歳入の推移", "(単位:千円)", y=60), table(rows)], ABOUT)
    assert taken.records == []


def test_without_a_unit_there_is_no_value_and_an_issue_says_so() -> None:
    rows = [["区分", "予算額", "増減"], ["議会費", "10", "1"], ["総務費", "20", "2"]]
    rows += [["民生費", "30", "3"]]
    taken = budget_tables([text("歳出", y=60), table(rows)], ABOUT)
    lines = [record for record in taken.records if isinstance(record, BudgetStatementLine)]
    assert [line.amount.yen for line in lines if line.amount] == [None, None, None]
    assert [issue.code for issue in taken.issues] == ["unit_unknown"]


def test_the_only_unit_of_the_document_is_assumed_and_said() -> None:
    rows = [["区分", "予算額", "増減"], ["議会費", "10", "1"], ["総務費", "20", "2"]]
    rows += [["民生費", "30", "3"]]
    other = table([["事項", "限度額"], ["委託", "1"]], page=2)
    note = text("(単位:千円)")
    note = type(note)(type(note.block)(2, note.block.lines))  # type: ignore[union-attr]
    taken = budget_tables([text("歳出", y=60), table(rows), note, other], ABOUT)
    lines = [record for record in taken.records if isinstance(record, BudgetStatementLine)]
    assert [line.amount.yen for line in lines if line.amount] == [10_000, 20_000, 30_000]
    assert [issue.code for issue in taken.issues] == ["unit_assumed"]
