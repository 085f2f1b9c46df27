"""Areas of municipalities, and the legends that count them."""

from models import Fact, MunicipalGroup
from pipeline.assemble.regions.groups import legends, municipal_groups
from tests.assemble.made import grid, take


class TestAreas:
    TEXT = """\
H 27 開始\t南空知4町連携地域 (南幌町・由仁町・長沼町・栗山町)
\tとんがりロード広域連携地域 (浦河町・様似町)
H 28 開始\t北空知連携地域 (深川市・妹背牛町)
"""

    def test_the_year_above_stands_for_a_blank_of_a_text_and_is_told(self) -> None:
        taken = take(municipal_groups, self.TEXT)
        areas = [area for area in taken.records if isinstance(area, MunicipalGroup)]
        assert [area.name for area in areas] == [
            "南空知4町連携地域",
            "とんがりロード広域連携地域",
            "北空知連携地域",
        ]
        assert areas[0].municipalities == ("南幌町", "由仁町", "長沼町", "栗山町")
        assert [area.stated_count for area in areas] == [4, None, None]
        assert [area.start_fiscal_year and area.start_fiscal_year.year for area in areas] == [
            2015,
            2015,
            2016,
        ]
        assert [(issue.code, issue.line) for issue in taken.issues] == [("value_from_above", 2)]

    def test_a_merged_cell_covers_its_rows_and_a_blank_one_is_told(self) -> None:
        table = grid(
            [
                ["R3開始", "東部連携地域", "甲市・乙町"],
                ["^", "西部連携地域", "丙市・丁村"],
                ["", "南部連携地域", "戊市・己町"],
            ]
        )
        taken = take(municipal_groups, table)
        areas = [area for area in taken.records if isinstance(area, MunicipalGroup)]
        assert [area.start_fiscal_year and area.start_fiscal_year.year for area in areas] == [
            2021,
            2021,
            2021,
        ]
        assert [issue.code for issue in taken.issues] == ["value_from_above"]

    def test_a_list_of_places_in_prose_is_none(self) -> None:
        taken = take(
            municipal_groups, "主要な都市（札幌市・函館市）において、説明会を開催しました。"
        )
        assert taken.records == []

    def test_legend(self) -> None:
        text = "- 連携中枢都市圏 (1圏域)\n- 定住自立圏 (14圏域)"
        facts = take(legends, text).records
        assert [(f.label, f.value.value) for f in facts if isinstance(f, Fact)] == [  # type: ignore[union-attr]
            ("連携中枢都市圏", 1),
            ("定住自立圏", 14),
        ]

    def test_amounts_with_their_shares_are_no_legend(self) -> None:
        text = "■町税 12億3,400万円(20.2%)\n■町債 4億円(6.6%)"
        assert take(legends, text).records == []

    def test_one_entry_is_no_legend(self) -> None:
        assert take(legends, "定住自立圏 (14圏域)").records == []
