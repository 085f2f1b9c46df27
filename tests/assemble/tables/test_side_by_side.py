"""歳入 and 歳出 side by side in one table are two."""

from models import BudgetStatementLine
from pipeline.assemble.tables.budget_tables import budget_tables
from pipeline.prove import prove
from tests.assemble.made import grid, take

HEAD = [["歳入", None, None, "歳出", None, None], ["款", "本年度", "前年度"] * 2]


def test_each_half_is_a_table_of_its_own() -> None:
    rows = [
        ["市税", "100千円", "90千円", "議会費", "20千円", "30千円"],
        ["市債", "50千円", "60千円", "総務費", "130千円", "120千円"],
        ["地方交付税", "7千円", "8千円", "民生費", "7千円", "8千円"],
        ["歳入合計", "157千円", "158千円", "歳出合計", "157千円", "158千円"],
    ]
    records = take(budget_tables, grid([*HEAD, *rows])).records
    found = {
        record.name: (record.direction, record.amount.yen, record.prior_amount.yen)
        for record in records
        if isinstance(record, BudgetStatementLine) and record.amount and record.prior_amount
    }
    assert len(records) == len(found) == 8
    assert found["市税"] == ("revenue", 100_000, 90_000)
    assert found["総務費"] == ("expenditure", 130_000, 120_000)
    assert found["歳出合計"] == ("expenditure", 157_000, 158_000)


def test_the_sums_of_both_are_proved() -> None:
    rows = [
        ["市税", "100千円", "90千円", "議会費", "20千円", "30千円"],
        ["市債", "50千円", "60千円", "総務費", "130千円", "120千円"],
        ["繰入金", "7千円", "8千円", "民生費", "7千円", "8千円"],
        ["歳入合計", "157千円", "158千円", "歳出合計", "157千円", "158千円"],
    ]
    records = take(budget_tables, grid([*HEAD, *rows])).records
    ordered = sorted(records, key=lambda record: record.sources["name"].bbox[1])  # type: ignore[index]
    proved, issues = prove(ordered)
    assert issues == []
    assert all(check.holds for record in proved for check in record.checks)
    assert all(record.checks for record in proved)


def test_a_blank_column_parts_two_tables_of_unequal_width() -> None:
    rows = [
        ["区分", "令和3年度決算額", "令和2年度決算額", "", "性質別歳出", "決算額", "構成比"],
        ["歳入総額", "100千円", "90千円", "", "人件費", "20千円", "20.0"],
        ["歳出総額", "90千円", "85千円", "", "扶助費", "30千円", "30.0"],
        ["差引", "10千円", "5千円", "", "公債費", "50千円", "50.0"],
        ["積立金", "1千円", "1千円", "", "歳出合計", "100千円", "100.0"],
    ]
    records = take(budget_tables, grid(rows)).records
    found = {
        record.name: record.amount.yen
        for record in records
        if isinstance(record, BudgetStatementLine) and record.amount
    }
    assert found["扶助費"] == 30_000
    assert found["歳出合計"] == 100_000
