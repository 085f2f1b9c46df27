"""The year of a figure: from its row, its column, its table's title, a section; else none."""

import pytest

from models import Fact, FiscalYear, Money, Quantity
from models.page import Placed
from pipeline.assemble.stated.facts import facts
from pipeline.assemble.tables.context import labelled_year, year_in
from tests.assemble.grids import ABOUT, table, text


def _facts(*blocks: Placed) -> list[Fact]:
    return [r for r in facts(blocks, ABOUT).records if isinstance(r, Fact)]


def _years(*blocks: Placed) -> dict[str, int | None]:
    return {f.label: f.fiscal_year.year if f.fiscal_year else None for f in _facts(*blocks)}


@pytest.mark.parametrize(
    ("label", "year"),
    [
        ("支給実績(令和3年度決算)", 2021),
        ("職員全体に占める割合(令和2年度)", 2020),
        ("令和3年度末現在高", 2021),
        ("職員数(令和3年4月1日現在)", 2021),
        ("平成30年", 2018),
        ("令和2年度繰越金", None),
        ("令和3年度国勢調査事業(臨時)", None),
        ("令和元年度~令和3年度", None),
        ("職員手当", None),
    ],
)
def test_a_label_dates_its_row_where_it_says_when(label: str, year: int | None) -> None:
    found = labelled_year(label, 2022)
    assert (found.year if found else None) == year


def test_a_row_is_of_the_year_that_closes_its_label() -> None:
    rows = [["支給実績(令和3年度決算)", "774千円"], ["支給実績(令和2年度決算)", "718千円"]]
    found = _facts(text("時間外勤務手当"), table(rows))
    assert [(f.fiscal_year.year, f.fiscal_year.phase) for f in found if f.fiscal_year] == [
        (2021, "settlement"),
        (2020, "settlement"),
    ]


def test_the_day_in_a_title_dates_what_its_table_counts() -> None:
    rows = [["区分", "平均年齢", "平均給料月額"], ["本市", "38.7歳", "292,600円"]]
    title = text("(1)平均給料月額の状況(令和3年4月1日現在)", "①一般行政職")
    assert set(_years(title, table(rows)).values()) == {2021}


def test_what_a_table_counts_is_not_of_the_year_of_the_document() -> None:
    rows = [["区分", "平均年齢", "平均給料月額"], ["本市", "38.7歳", "292,600円"]]
    assert set(_years(text("職員の状況"), table(rows)).values()) == {None}


@pytest.mark.parametrize(
    ("titles", "year"),
    [
        (["一般会計", "令和3年度決算をおしらせします"], 2021),
        (["令和2年度決算と令和3年度予算"], None),
        (["令和2年度~令和4年度"], None),
        (["令和3年3月1日発行"], None),
        (["基金の状況(令和3年3月31日現在)"], 2020),
    ],
)
def test_a_heading_dates_what_stands_under_it_where_it_names_one_year(
    titles: list[str], year: int | None
) -> None:
    found = year_in(titles, 2022)
    assert (found.year if found else None) == year


def test_a_row_that_says_that_it_counts_is_no_money_whatever_unit_stands_near() -> None:
    rows = [["支給実績", "774千円"], ["手当の種類(手当数)", "7"]]
    values = {f.label: f.value for f in _facts(text("(単位:千円)"), table(rows))}
    assert isinstance(values["支給実績"], Money)
    assert values["手当の種類(手当数)"] == Quantity(value=7, text="7")


@pytest.mark.parametrize(
    ("title", "name", "kind"),
    [("職員数の推移", "総合計", Quantity), ("基金残高の推移", "財政調整基金", Money)],
)
def test_without_a_unit_words_of_money_make_money(title: str, name: str, kind: type) -> None:
    rows = [["区分", "令和2年度", "令和3年度"], [name, "163", "161"], ["うち一般", "63", "61"]]
    found = [f.value for f in _facts(text(title), table(rows)) if f.label.startswith(name)]
    assert len(found) == 2
    assert all(isinstance(value, kind) for value in found)


def test_headings_may_hold_years_and_remarks() -> None:
    rows = [
        ["区分", "1人あたり平均支給額(令和3年度)", "加算措置の状況(職制上の段階による加算)"],
        ["本市", "1,329千円", "15%"],
    ]
    assert _years(text("期末手当"), table(rows)) == {
        "本市 1人あたり平均支給額(令和3年度)": 2021,
        "本市 加算措置の状況(職制上の段階による加算)": None,
    }


def test_a_row_that_cuts_the_table_anew_heads_what_follows() -> None:
    rows = [
        ["支給実績(令和3年度決算)", None, "774千円", None],
        ["手当の名称", "主な対象", "支給実績(令和3年度決算)", "左記に対する単価"],
        ["寮監手当", "寮監", "223千円", "日額800円"],
    ]
    assert _years(text("特殊勤務手当(令和4年4月1日現在)"), table(rows)) == {
        "支給実績(令和3年度決算)": 2021,
        "寮監手当 支給実績(令和3年度決算)": 2021,
        "寮監手当 左記に対する単価 日額": 2022,
    }


def test_the_document_has_a_year_of_its_own() -> None:
    assert ABOUT.fiscal_year == FiscalYear(year=2022, phase="initial")


def test_headings_that_begin_again_below_head_what_follows() -> None:
    rows = [
        ["区分", "地域手当", "通勤手当", "特殊勤務手当"],
        ["本年度", "1,587", "2,176", "980"],
        ["前年度", "1,548", "2,733", "980"],
        ["区分", "期末手当", "勤勉手当", ""],
        ["本年度", "413,205", "65,995", ""],
    ]
    found = {f.label: f.value.yen for f in _facts(text("(単位:千円)"), table(rows))}
    assert found["本年度 期末手当"] == 413_205_000
    assert found["本年度 勤勉手当"] == 65_995_000
    assert found["前年度 通勤手当"] == 2_733_000


def test_the_row_of_a_comparison_is_not_of_the_year_that_sums_give_its_column() -> None:
    rows = [
        ["区分", "報酬", "給料", "計"],
        ["本年度", "2,488", "52", "2,540"],
        ["前年度", "2,299", "51", "2,350"],
        ["比較", "189", "1", "190"],
    ]
    years = _years(text("(単位:千円)"), table(rows))
    assert {label: year for label, year in years.items() if label.endswith("計")} == {
        "本年度 計": 2022,
        "前年度 計": 2021,
        "比較 計": None,
    }


def test_blank_rows_of_a_form_take_no_names_from_the_others() -> None:
    rows = [["内訳", "補正額"], ["返還金", "1,617"], ["繰入金", "381,643"], ["", ""], ["", ""]]
    found = {f.label: f.value.yen for f in _facts(text("(単位:千円)"), table(rows))}
    assert found == {"返還金 補正額": 1_617_000, "繰入金 補正額": 381_643_000}
