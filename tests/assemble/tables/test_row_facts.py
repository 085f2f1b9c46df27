"""Figures in the cells of rows: what is noted as their print is the figure, wherever it stands."""

import pytest

from models import Fact
from models.page import Placed
from pipeline.assemble.stated.facts import facts
from tests.assemble.grids import table, text
from tests.assemble.made import ABOUT, from_text


@pytest.mark.parametrize("before", ["", " ", "　" * 9])
def test_the_print_of_a_figure_behind_blanks_is_the_figure(before: str) -> None:
    blocks = from_text(f"基金\t増減\t備考\n財政調整基金\t{before}取崩 680千円\t5\n")
    found = [each for each in facts(blocks, ABOUT).records if isinstance(each, Fact)]
    values = {each.value.text: each.sources["value"].text for each in found}
    assert values["680千円"] == "680千円"


def _told(*blocks: Placed) -> list[tuple[str, str, int | None]]:
    """Label, print and year of each fact."""
    return [
        (each.label, each.value.text, each.fiscal_year.year if each.fiscal_year else None)
        for each in facts(blocks, ABOUT).records
        if isinstance(each, Fact)
    ]


def test_columns_of_places_head_cells_that_say_what_they_state() -> None:
    rows = [
        ["見本村", "となり町", "国"],
        ["1人当たり平均額(令和3年度)\n1,377 千円", "1人当たり平均額(令和3年度)\n1,682 千円", "－"],
    ]
    assert _told(table(rows)) == [
        ("見本村 1人当たり平均額", "1,377 千円", 2021),
        ("となり町 1人当たり平均額", "1,682 千円", 2021),
    ]


def test_steps_of_years_head_columns_though_most_cells_hold_a_dash_and_a_unit() -> None:
    rows = [
        ["区分", "経験年数10年", "経験年数20年", "経験年数30年"],
        ["大学卒", "251,500 円", "－ 円", "－ 円"],
        ["高校卒", "－ 円", "－ 円", "371,100 円"],
    ]
    assert [each[:2] for each in _told(table(rows))] == [
        ("大学卒 経験年数10年", "251,500 円"),
        ("高校卒 経験年数30年", "371,100 円"),
    ]


@pytest.mark.parametrize("cell", ["814,000円/457,500円", "814,000円\n457,500円"])
def test_two_figures_under_two_words_are_one_of_each(cell: str) -> None:
    rows = [
        ["区分", "月額", "最高/最低額"],
        ["村長", "578,000円", cell],
        ["議長", "191,000円", "－"],
    ]
    assert [each[:2] for each in _told(table(rows))][1:3] == [
        ("村長 最高/最低額 最高", "814,000円"),
        ("村長 最高/最低額 最低額", "457,500円"),
    ]


def test_what_is_counted_is_of_no_year_that_only_the_budget_has() -> None:
    rows = [["区分", "20歳未満", "20~29歳", "計"], ["職員数", "人\n2", "人\n15", "人\n17"]]
    found = _told(table(rows))
    assert found == [
        ("職員数 20歳未満", "2", None),
        ("職員数 20~29歳", "15", None),
        ("職員数 計", "17", None),
    ]


def test_a_numbered_title_over_others_dates_what_stands_under_them() -> None:
    rows = [["区分", "職員数", "平均月額"], ["見本村", "4人", "311,800円"]]
    blocks = [
        text("(1) 職員の平均月額の状況（令和3年4月1日現在）", y=20.0),
        text("①一般行政職", y=40.0),
        table(rows, y=60.0),
        text("②技能労務職", y=120.0),
        table(rows, y=140.0),
        text("(2) その他の状況", y=200.0),
        table(rows, y=220.0),
    ]
    assert [year for *_, year in _told(*blocks)] == [2021] * 4 + [None] * 2


def test_a_day_does_not_date_what_was_paid() -> None:
    rows = [["区分", "月額", "平均支給額"], ["見本村", "311,800円", "7,218,000円"]]
    found = _told(text("(2) 退職手当（令和3年4月1日現在）", y=20.0), table(rows, y=60.0))
    assert [year for *_, year in found] == [2021, None]


def test_lines_that_end_with_an_amount_are_one_each_under_the_name_beside_them() -> None:
    rows = [
        ["概要", "設備への投資を支援"],
        ["補助上限額", "従業員数 1~5人 750万円\n6~20人 1,000万円\n51人以上 2,500万円"],
    ]
    assert [each[:2] for each in _told(table(rows))] == [
        ("補助上限額 従業員数1~5人", "750万円"),
        ("補助上限額 6~20人", "1,000万円"),
        ("補助上限額 51人以上", "2,500万円"),
    ]


def test_what_a_sentence_in_a_cell_states_is_of_the_name_beside_it() -> None:
    rows = [
        ["製造業、建設業", "資本金の額が3億円以下の会社"],
        ["卸売業", "資本金の額が1億円以下の会社"],
    ]
    assert [each[:2] for each in _told(table(rows))] == [
        ("製造業、建設業 資本金の額", "3億円"),
        ("卸売業 資本金の額", "1億円"),
    ]


def test_a_name_that_states_a_bound_of_its_own_is_still_the_name_of_its_row() -> None:
    rows = [
        ["概要", "設備への投資を支援"],
        ["補助上限額(下限額100万円)", "1~5人 750万円\n6~20人 1,000万円"],
        ["補助率", "中小企業は半分"],
        ["期間", "交付の決定から10か月"],
    ]
    assert [each[:2] for each in _told(table(rows))][1:3] == [
        ("補助上限額(下限額100万円) 1~5人", "750万円"),
        ("補助上限額(下限額100万円) 6~20人", "1,000万円"),
    ]
