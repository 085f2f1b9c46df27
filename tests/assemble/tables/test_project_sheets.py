"""事務事業評価シート: the form's project, what it costs, and where the money is from."""

from models import BudgetItem, BudgetStatementLine, Fact, Money
from pipeline.assemble.tables.budget_tables import budget_tables
from tests.assemble.grids import ABOUT, table, text

FORM = table(
    [["事務事業名", "防災備蓄品整備事業"], ["所管課", "総務課"], ["開始年度", "平成28年度"]], y=60
)
COLUMNS = table(
    [
        ["区 分(単位:千円)", None, "令和2年度\n決算", "令和3年度\n決算", "令和4年度\n予算"],
        ["事業費", "国庫支出金", "10", "20", "30"],
        ["^", "一般財源", "90", "80", "70"],
        ["^", "計(A)", "100", "100", "100"],
        ["人件費(B)", None, "5", "6", "7"],
    ],
    y=160,
)
ROWS = table(
    [
        ["年 度", "事業費", "財源内訳", None, None],
        ["^", "^", "国庫支出金", "その他", "一般財源"],
        ["令和3年度", "100千円", "20千円", "0", "80千円"],
        ["令和4年度", "110千円", "30千円", "0", "80千円"],
    ],
    y=160,
)


def test_the_column_of_the_year_is_the_project_and_the_rest_are_facts_of_it() -> None:
    records = budget_tables([FORM, text("1 コスト", y=140), COLUMNS], ABOUT).records
    (item,) = [record for record in records if isinstance(record, BudgetItem)]
    assert (item.name, item.department) == ("防災備蓄品整備事業", "総務課")
    assert item.amount is not None
    assert item.prior_amount is not None
    assert (item.amount.yen, item.prior_amount.yen) == (100_000, 100_000)
    funding = [(part.source, part.amount.yen if part.amount else None) for part in item.funding]
    assert funding == [("national", 30_000), ("general", 70_000)]
    facts = {
        (fact.label, fact.fiscal_year.year if fact.fiscal_year else None): fact
        for fact in records
        if isinstance(fact, Fact)
    }
    before = facts["事業費 国庫支出金 令和2年度決算", 2020]
    assert isinstance(before.value, Money)
    assert (before.value.yen, before.scope) == (10_000, "防災備蓄品整備事業")
    assert not any(isinstance(record, BudgetStatementLine) for record in records)
    assert len(facts) == 4 * 3 - 4


def test_the_row_of_the_year_is_the_project() -> None:
    records = budget_tables([FORM, ROWS], ABOUT).records
    (item,) = [record for record in records if isinstance(record, BudgetItem)]
    assert item.amount is not None
    assert item.fiscal_year is not None
    assert (item.amount.yen, item.fiscal_year.year) == (110_000, 2022)
    assert [part.source for part in item.funding] == ["national", "other", "general"]
    others = [record for record in records if isinstance(record, Fact)]
    assert {fact.fiscal_year.year for fact in others if fact.fiscal_year} == {2021}


def test_a_heading_of_a_list_of_projects_is_no_form() -> None:
    rows = table([["事業名", "担当課", "予算額"], ["防災事業", "総務課", "100千円"]])
    (item,) = budget_tables([rows], ABOUT).records
    assert isinstance(item, BudgetItem)
    assert item.name == "防災事業"


def test_a_form_that_gives_the_money_is_the_project_itself() -> None:
    form = table(
        [
            ["事業名", "防災事業", None, None, "区分", "新規"],
            ["担当課", "総務課", None, None, "予算科目", "4-1-2"],
            ["本年度予算額", "120千円", "前年度予算額", "100千円", "増減", "20千円"],
            ["財源内訳", "国庫支出金 40千円 市債 30千円 一般財源 50千円", None, None, None, None],
            ["目的", "市民を守る。", None, None, None, None],
            ["内容", "委託料 110千円", None, None, None, None],
        ]
    )
    item, fact = budget_tables([form], ABOUT).records
    assert isinstance(item, BudgetItem)
    amounts = (item.amount, item.prior_amount, item.change)
    assert [money.yen for money in amounts if money] == [120_000, 100_000, 20_000]
    assert item.prior_fiscal_year is not None
    assert item.prior_fiscal_year.year == 2021
    assert [(part.source, part.label) for part in item.funding] == [
        ("national", "国庫支出金"),
        ("bonds", "市債"),
        ("general", "一般財源"),
    ]
    assert (item.department, item.code, item.description) == ("総務課", "4-1-2", "市民を守る。")
    assert isinstance(fact, Fact)
    assert (fact.label, fact.scope) == ("内容 委託料", "防災事業")


def test_a_settled_form_gives_what_was_spent_and_the_money_below_its_sources() -> None:
    rows: list[list[str | None]] = [
        ["事業名", "町営バス運行事業", None, None],
        ["予算現額", "31,427,945円", "決算額", "31,038,541円"],
        ["財源内訳", "国庫支出金", "地方債", "一般財源"],
        ["^", "10,346,180円", "0円", "20,692,361円"],
    ]
    found = budget_tables([table(rows)], ABOUT).records
    (item,) = [record for record in found if isinstance(record, BudgetItem)]
    assert item.amount is not None
    assert (item.name, item.amount.yen) == ("町営バス運行事業", 31_038_541)
    assert [(part.source, part.amount and part.amount.yen) for part in item.funding] == [
        ("national", 10_346_180),
        ("bonds", 0),
        ("general", 20_692_361),
    ]
    budget = [r for r in found if isinstance(r, Fact) and "予算現額" in r.label]
    assert [r.value.yen for r in budget if isinstance(r.value, Money)] == [31_427_945]
