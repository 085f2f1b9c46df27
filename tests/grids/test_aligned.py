"""Grids that only figures show."""

from pipeline.grids.aligned import aligned_tables
from tests.grids.pages import page

TEXT = """
                          (単位:千円)
事業名          令和6年度    令和7年度
除雪対策事業       1,200       1,500
道路の維持補修    23,000      24,100
公園の長寿命化     3,400       2,900
子育て支援事業    45,000      47,250
"""


def test_figures_that_end_at_one_place_are_a_column() -> None:
    (table,) = aligned_tables(page(TEXT))
    rows = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert rows[-4:] == [
        ["除雪対策事業", "1,200", "1,500"],
        ["道路の維持補修", "23,000", "24,100"],
        ["公園の長寿命化", "3,400", "2,900"],
        ["子育て支援事業", "45,000", "47,250"],
    ]
    assert ["事業名", "令和6年度", "令和7年度"] in rows


def test_running_text_is_no_grid() -> None:
    text = "令和7年度の予算は\n本市として過去最大の額となり\n道路の整備を進めます。"
    assert aligned_tables(page(text)) == []
