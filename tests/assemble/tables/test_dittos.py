"""Rows that go on with what stands above them: 〃, 同上, and names merged over their parts."""

from models import BudgetItem, BudgetTotal
from pipeline.assemble.tables.budget_tables import budget_tables
from tests.assemble.grids import ABOUT, table, text


def test_a_ditto_mark_is_the_cell_above() -> None:
    records = budget_tables(
        [
            text("主な事業", "(単位:千円)", y=40),
            table(
                [
                    ["担当課", "事業名", "本年度", "前年度"],
                    ["総務課", "防災事業", "120", "100"],
                    ["〃", "広報事業", "30", "〃"],
                    ["同上", "統計事業", "10", "20"],
                ]
            ),
        ],
        ABOUT,
    ).records
    items = [record for record in records if isinstance(record, BudgetItem)]
    assert [item.department for item in items] == ["総務課"] * 3
    assert [item.prior_amount.yen if item.prior_amount else None for item in items] == [
        100_000,
        None,
        20_000,
    ]


def test_the_parts_of_a_merged_name_have_names_of_their_own() -> None:
    records = budget_tables(
        [
            text("公共事業の予算", y=40),
            table(
                [
                    ["事業", "工種", "事業費(億円)"],
                    ["道路事業", "国道改築", "31.9"],
                    ["^", "県道整備", "2.4"],
                    ["^", "小計", "34.3"],
                    ["公共事業計", None, "34.3"],
                ]
            ),
        ],
        ABOUT,
    ).records
    assert [getattr(record, "name", None) for record in records] == [
        "国道改築",
        "県道整備",
        "小計",
        "公共事業計",
    ]
    assert [isinstance(record, BudgetTotal) for record in records] == [False, False, True, True]
    assert [record.section for record in records[:2]] == [("道路事業",), ("道路事業",)]
