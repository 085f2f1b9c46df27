"""◆ initiatives with their paragraphs, bullets and lists."""

import pytest

from models import Initiative
from models.page import Role
from pipeline.assemble.policy.initiatives import initiatives
from tests.assemble.made import block, take


class TestInitiatives:
    def test_paragraph_bullets_and_heading(self) -> None:
        text = """\
暮らしを守る

- ◆ **出産支援**
交通費の助成を
実施（H28.2～）
- ◆ **保育士の確保**
 - ・研修を実施
 - ・資格の取得を
支援

医療の基盤

◆地域医療
"""
        taken = take(initiatives, text)
        first, second = taken.records
        assert isinstance(first, Initiative)
        assert isinstance(second, Initiative)
        assert (first.name, first.text) == ("出産支援", "交通費の助成を実施(H28.2~)")
        assert [(y.year, y.start, y.open_end) for y in first.fiscal_years] == [
            (2015, "2016-02", True)
        ]
        assert second.points == ("研修を実施", "資格の取得を支援")
        assert second.sources["points.1"].line == 8
        assert second.sources["points.1"].text.endswith("支援")

    def test_a_list_under_its_title(self) -> None:
        text = """\
◆輸出拡大戦略の策定

・戦略を策定

【重点国・地域】

中国、香港、台湾

◆販路拡大

・商談会を開催
"""
        first, second = take(initiatives, text).records
        assert isinstance(first, Initiative)
        assert isinstance(second, Initiative)
        assert first.points == ("戦略を策定",)
        assert [(part.name, part.items) for part in first.lists] == [
            ("重点国・地域", ("中国", "香港", "台湾"))
        ]
        assert second.points == ("商談会を開催",)

    def test_it_goes_on_over_a_page_number(self) -> None:
        taken = take(
            initiatives,
            block("◆ 販路拡大"),
            block("・展示販売を行う", top=120),
            block("- 7 -", top=800),
            block("・商談会を開催", page=2),
            block("人口減少対策", page=2, top=140, role=Role.HEADING),
        )
        (record,) = taken.records
        assert isinstance(record, Initiative)
        assert record.points == ("展示販売を行う", "商談会を開催")

    @pytest.mark.parametrize(
        "text",
        ["◆除雪機更新事業[5,007万円]…除雪車を購入", "◆除雪機更新事業\n[5,007万円]…除雪車を購入"],
    )
    def test_projects_with_money_are_left(self, text: str) -> None:
        taken = take(initiatives, text)
        assert taken.records == []
        assert len(taken.rest) == 1

    def test_the_project_is_the_heading_that_repeats_the_overview(self) -> None:
        text = """\
1. 安心のまち
プロジェクト

2. 北のめぐみ創出プロジェクト

北のめぐみ創出プロジェクト

地域産業の育成

◆創業の促進

・交流会を開催
"""
        (record,) = take(initiatives, text).records
        assert isinstance(record, Initiative)
        assert record.project == "北のめぐみ創出プロジェクト"
