"""Grids that only figures show."""

from pipeline.grids.aligned import aligned_tables
from pipeline.layout import arrange
from tests.grids.pages import page
from tests.layout.drawing import Drawing

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


def test_headings_and_a_group_over_figures_are_no_part_of_the_first_row() -> None:
    draw = Drawing()
    chars = [
        *draw.text("事業名・概要", 80, 98),
        *draw.text("令和7年度", 300, 98),
        *draw.text("令和6年度", 400, 98),
        *draw.text("<健康・福祉>", 330, 113),
    ]
    for number, (name, this, before) in enumerate(
        [("除雪対策事業", "1,500", "1,200"), ("公園の長寿命化", "2,900", "3,400")] * 2
    ):
        top = 128.0 + 46 * number
        chars += [*draw.text(name, 80, top), *draw.text("市道の雪を早朝に除く。", 80, top + 14)]
        chars += draw.text("工事も行う。", 80, top + 28)
        chars += [*draw.text(this, 325, top + 14), *draw.text(before, 425, top + 14)]
    (table,) = aligned_tables(arrange(draw.page(chars)))
    rows = [[cell.text if cell else "" for cell in row] for row in table.grid()]
    assert rows[-4] == ["除雪対策事業市道の雪を早朝に除く。工事も行う。", "1,500", "1,200"]
    assert ["事業名・概要", "令和7年度", "令和6年度"] in rows
