"""Indicator tables in the forms in which governments print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import Indicator
from pipeline.assemble.indicators.headings import is_grade, role_of
from pipeline.assemble.indicators.indicators import indicators
from pipeline.assemble.indicators.values import value_of
from tests.assemble.made import ABOUT, block, grid, take

TWO_LINES = """\
数値目標\t設定項目\t基準値\t目標値\t\t実績値\t\t\t\t進捗\t
\t\t戦略策定時\t戦略策定時\t見直し後\t\tR2\tR3\tR4\t\tR5
合計特殊出生率\t\t1.27\t全国水準\t—\t実績値\t1.31\t1.29\t未\t1.27\tA③
\t\t(H30)\t(R6)\t\t進捗率\t90.3%\t89.6%\t－\t89.4%\t
\t\t66,592日\t75,000日\t95,000日\t実績値\t69,574日\t87,443日\t86,888日\t87,517日\t
(H30)\t(R6)\t(R6)\t進捗率\t73.2%\t92.0%\t91.5%\t92.1%\t\t\t
"""


def rows(*blocks: object) -> list[Indicator]:
    return [r for r in take(indicators, *blocks).records if isinstance(r, Indicator)]  # type: ignore[arg-type]


def brief(value: object) -> object:
    return (value.value, value.unit) if value else None  # type: ignore[attr-defined]


class TestRowsOfTwoLines:
    def test_years_are_those_of_the_headings(self) -> None:
        first, _ = rows(TWO_LINES)
        assert [actual.fiscal_year.year for actual in first.actuals] == [2020, 2021, 2022, 2023]
        assert [actual.progress_percent for actual in first.actuals] == [90.3, 89.6, None, 89.4]
        assert first.grade == "A③"
        assert first.kind == "goal"

    def test_words_and_nothing(self) -> None:
        first, _ = rows(TWO_LINES)
        assert first.target is not None
        assert (first.target.value, first.target.text) == (None, "全国水準")
        assert first.target.fiscal_year is not None
        assert first.target.fiscal_year.year == 2024
        assert first.revised_target is None
        assert first.actuals[2].value is None
        assert first.actuals[2].text == "未"

    def test_a_row_shifted_left_is_read_from_its_label_on_and_told(self) -> None:
        taken = take(indicators, TWO_LINES)
        second = taken.records[1]
        assert isinstance(second, Indicator)
        assert second.name is None
        assert brief(second.revised_target) == (95000, "日")
        assert second.revised_target is not None
        assert second.revised_target.fiscal_year is not None
        assert second.revised_target.fiscal_year.year == 2024
        assert second.actuals[0].progress_percent == 73.2
        assert second.grade is None
        assert [issue.code for issue in taken.issues] == ["name_missing", "row_shifted"]

    def test_merged_cells_of_a_page(self) -> None:
        table = grid(
            [
                ["KPI", "設定項目", "基準値", "目標値", None, "実績値", None, None, "進捗"],
                ["^", "^", "策定時", "策定時", "見直し後", "", "H28", "H29", "^"],
                [
                    "相談件数",
                    None,
                    "455件\n(H26)",
                    "600件\n(R1)",
                    "—",
                    "実績値",
                    "301件",
                    "293件",
                    "B",
                ],
                ["^", "^", "^", "^", "^", "進捗率", "50.2%", "48.8%", "^"],
            ]
        )
        (row,) = rows(table)
        assert row.name == "相談件数"
        assert brief(row.baseline) == (455, "件")
        assert brief(row.target) == (600, "件")
        assert [(a.fiscal_year.year, a.progress_percent) for a in row.actuals] == [
            (2016, 50.2),
            (2017, 48.8),
        ]
        assert row.grade == "B"
        assert row.sources["actuals.1.value"].bbox is not None

    def test_both_lines_in_one_row_of_cells(self) -> None:
        table = grid(
            [
                ["指標", "目標値", "実績値", None, None, "評価"],
                ["^", "^", "", "R1", "R2", "^"],
                ["就業率", "70%", "実績値\n進捗率", "63%\n90.0%", "70%\n100.0%", "○"],
            ]
        )
        (row,) = rows(table)
        assert [(brief(a.value), a.progress_percent) for a in row.actuals] == [
            ((63, "%"), 90.0),
            ((70, "%"), 100.0),
        ]
        assert row.grade == "○"

    def test_the_upper_of_two_values_is_the_rows(self) -> None:
        table = grid(
            [
                ["指標", "目標値", "実績値", None],
                ["^", "^", "", "R1"],
                ["出生率", "1.8", "実績値\n(上段:県)\n(下段:全国)", "1.31\n1.40"],
                ["^", "^", "達成率", "72.8%"],
            ]
        )
        (row,) = rows(table)
        assert brief(row.actuals[0].value) == (1.31, "")
        assert row.actuals[0].progress_percent == 72.8


class TestOtherForms:
    def test_headings_over_two_rules_with_their_years(self) -> None:
        table = grid(
            [
                ["重要業績評価指標", "現状値", "目標値"],
                ["（ＫＰＩ）", "（2014 年度）", "（2019 年度）"],
                ["短期移住体験者数", "９人（延べ２４３日）", "年１２人（延べ３００日）"],
                ["農業後継者数", "－", "５年間で２人"],
            ],
            section=("２．雇用の創出", "◎施策の目標"),
        )
        first, second = rows(table)
        assert first.kind == "kpi"
        assert first.scope == "雇用の創出"
        assert brief(first.baseline) == (9, "人")
        assert first.baseline is not None
        assert first.baseline.fiscal_year is not None
        assert first.baseline.fiscal_year.year == 2014
        assert first.baseline.cumulative is False
        assert brief(first.target) == (12, "人")
        assert second.baseline is None
        assert brief(second.target) == (2, "人")

    def test_a_year_a_column_with_rates_and_departments(self) -> None:
        table = grid(
            [
                [
                    "No.",
                    "成果指標",
                    "単位",
                    "基準年度",
                    "基準値",
                    "R3",
                    "R4",
                    "目標年度",
                    "目標値",
                    "達成率",
                    "担当課",
                ],
                [
                    "1",
                    "観光入込客数",
                    "万人",
                    "R1",
                    "120",
                    "80",
                    "95",
                    "R7",
                    "130",
                    "73.1%",
                    "観光課",
                ],
            ]
        )
        (row,) = rows(table)
        assert row.name == "観光入込客数"
        assert brief(row.baseline) == (1_200_000, "人")
        assert row.baseline is not None
        assert row.baseline.fiscal_year is not None
        assert row.baseline.fiscal_year.year == 2019
        assert row.target is not None
        assert row.target.fiscal_year is not None
        assert (row.target.value, row.target.fiscal_year.year) == (1_300_000, 2025)
        assert [(a.fiscal_year.year, brief(a.value)) for a in row.actuals] == [
            (2021, (800_000, "人")),
            (2022, (950_000, "人")),
        ]
        assert row.actuals[1].progress_percent == 73.1

    def test_targets_and_results_on_rows_of_their_own(self) -> None:
        table = grid(
            [
                ["評価指標", "区分", "R3", "R4"],
                ["移住者数", "目標", "50人", "60人"],
                ["^", "実績", "41人", "66人"],
                ["^", "達成率", "82%", "110%"],
            ]
        )
        (row,) = rows(table)
        assert brief(row.target) == (60, "人")
        assert [(brief(a.value), a.progress_percent) for a in row.actuals] == [
            ((41, "人"), 82),
            ((66, "人"), 110),
        ]

    def test_targets_and_results_in_turn_and_grades_under_a_rate(self) -> None:
        table = grid(
            [
                ["指標", "R3目標", "R3実績", "R4 目標", "R4 実績", "達成度"],
                ["参加者数", "100人", "80人", "120人", "130人", "◎"],
            ]
        )
        (row,) = rows(table)
        assert brief(row.target) == (120, "人")
        assert row.target is not None
        assert row.target.fiscal_year is not None
        assert row.target.fiscal_year.year == 2022
        assert [(a.fiscal_year.year, brief(a.value)) for a in row.actuals] == [
            (2021, (80, "人")),
            (2022, (130, "人")),
        ]
        assert row.grade == "◎"
        assert row.actuals[1].progress_percent is None

    def test_a_table_that_goes_on_has_the_headings_of_the_page_before(self) -> None:
        first = grid([["指標名", "現状値(R1)", "目標値(R6)"], ["人口", "500人", "600人"]])
        second = grid([["世帯数", "200世帯", "210世帯"]], page=2)
        found = rows(first, second)
        assert [row.name for row in found] == ["人口", "世帯数"]
        assert found[1].page == 2

    def test_prose_between_ends_the_headings(self) -> None:
        first = grid([["指標名", "現状値(R1)", "目標値(R6)"], ["人口", "500人", "600人"]])
        prose = block(
            "次の表は各会計の予算の状況を示すものであり、目標を定める計画とは別に毎年度これを公表しています。"
        )
        second = grid([["一般会計", "200千円", "210千円"]], page=2)
        taken = take(indicators, first, prose, second)
        assert len(taken.records) == 1
        assert taken.rest[-1] is second

    def test_two_sets_of_headings_in_one_table(self) -> None:
        table = grid(
            [
                ["数値目標", "基準値", "目標値"],
                ["出生数", "100人", "120人"],
                ["KPI", "基準値", "目標値"],
                ["相談件数", "10件", "20件"],
            ]
        )
        assert [(row.kind, row.name) for row in rows(table)] == [
            ("goal", "出生数"),
            ("kpi", "相談件数"),
        ]

    def test_a_row_of_one_cell_is_the_scope_of_those_below(self) -> None:
        table = grid(
            [
                ["指標", "基準値", "目標値"],
                ["基本目標1 しごとをつくる", None, None],
                ["就業者数", "100人", "120人"],
            ]
        )
        (row,) = rows(table)
        assert row.scope == "基本目標1 しごとをつくる".replace(" ", "")

    @pytest.mark.parametrize(
        "headings",
        [
            ["事業名", "予算額", "前年度"],
            ["款", "本年度", "前年度"],
            ["基本目標(数値指標、2019年度)", "具体的な施策", "重要業績評価指標(KPI)"],
        ],
    )
    def test_other_tables_are_left(self, headings: list[str]) -> None:
        table = grid([headings, ["除雪", "1,000", "900"]])
        taken = take(indicators, table)
        assert taken.records == []
        assert taken.rest == [table]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("設 定 項 目", "name"),
        ("重要業績評価指標（KPI）", "name"),
        ("現状値（R1）", "baseline"),
        ("戦略策定時", "baseline"),
        ("目標値\n（令和６年度）", "target"),
        ("見直し後", "revised_target"),
        ("実績値", "actual"),
        ("達成率", "progress"),
        ("達成状況", "grade"),
        ("担当課", "department"),
        ("H27", "year"),
        ("令和４年度", "year"),
        ("2019", "year"),
        ("事業費", None),
        ("合計特殊出生率", None),
    ],
)
def test_roles_of_headings(heading: str, role: str | None) -> None:
    assert role_of(heading) == role


@pytest.mark.parametrize("text", ["A③", "B", "◎", "順調"])
def test_grades(text: str) -> None:
    assert is_grade(text)


@pytest.mark.parametrize("text", ["1.27", "12件", "未", "88.5%"])
def test_values_are_no_grades(text: str) -> None:
    assert not is_grade(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("781万円", 7_810_000, "円"),
        ("1,500億円", 150_000_000_000, "円"),
        ("400万m ³", 4_000_000, "m³"),
        ("66.8%", 66.8, "%"),
        ("年111校", 111, "校"),
        ("1.27", 1.27, ""),
        ("179市町村", 179, "市町村"),
        ("5年間で2人", 2, "人"),
        ("全国水準", None, ""),
        ("1年間収録しDVD化 中学校へ配布", None, ""),
    ],
)
def test_values(text: str, value: float | None, unit: str) -> None:
    found = value_of(text)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["", "—", "－", "未", "-", "集計中"])
def test_nothing(text: str) -> None:
    assert value_of(text) is None


@given(
    st.lists(st.integers(1, 9_999_999), min_size=2, max_size=5),
    st.integers(2, 8),
)
def test_every_result_comes_back_under_its_year(values: list[int], first: int) -> None:
    years = [f"R{first + number}" for number in range(len(values))]
    table = grid(
        [
            ["指標", "目標値", *years],
            ["利用者数", "10,000,000人", *(f"{value:,}人" for value in values)],
        ]
    )
    (row,) = rows(table)
    assert [(a.fiscal_year.year, a.value.value if a.value else None) for a in row.actuals] == [
        (2018 + first + number, value) for number, value in enumerate(values)
    ]


def test_a_table_of_headings_alone_is_left_to_others() -> None:
    placed = grid([["", "KPI", "基準値"]])
    taken = indicators([placed], ABOUT)
    assert taken.records == []
    assert taken.rest == [placed]
