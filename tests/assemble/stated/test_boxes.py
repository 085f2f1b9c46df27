"""Figures that boxes and cards state."""

import pytest

from models import Fact
from pipeline.assemble.stated.boxes import box_facts
from tests.assemble.made import block, grid, take


class TestBoxes:
    def facts(self, *blocks: object) -> list[tuple[str, object, str, str | None]]:
        found = take(box_facts, *blocks).records  # type: ignore[arg-type]
        return [
            (f.label, getattr(f.value, "value", None), getattr(f.value, "unit", ""), f.scope)
            for f in found
            if isinstance(f, Fact)
        ]

    @pytest.mark.parametrize(
        ("text", "label", "value", "unit"),
        [
            ("12年連続\n魅力度\n全国一位", "12年連続魅力度全国一位", 12, "年"),
            ("道内市町村の\n６割強が\n受入に意欲", "道内市町村の6割強が受入に意欲", 60, "%"),
            ("排出量が全国の約１.３倍", "排出量が全国の約1.3倍", 1.3, "倍"),
            ("割引率 ３０％", "割引率", 30, "%"),
            ("自主財源(18.74%)", "自主財源", 18.74, "%"),
        ],
    )
    def test_few_words_around_one_figure(
        self, text: str, label: str, value: float, unit: str
    ) -> None:
        assert self.facts(text) == [(label, value, unit, None)]

    def test_names_with_counts(self) -> None:
        assert self.facts("利用可能店舗 アンテナ店（７店舗）・百貨店（３７店舗）") == [
            ("アンテナ店", 7, "店舗", "利用可能店舗"),
            ("百貨店", 37, "店舗", "利用可能店舗"),
        ]

    def test_a_card_in_a_table_with_amounts_in_brackets(self) -> None:
        table = grid([["プレミアム率", "４０％（券面額７千円を５千円で販売）"]])
        found = [f for f in take(box_facts, table).records if isinstance(f, Fact)]
        assert [(f.label, getattr(f.value, "yen", None)) for f in found] == [
            ("プレミアム率", None),
            ("券面額", 7000),
            ("販売", 5000),
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "北東北３県等との\n連携による魅力発信",
            "政策を推進する2つのエンジン",
            "３ 地域の魅力を活かした地域づくり",
            "避難者は約2,500名に上り、本道でも多くの方々が避難生活を続けられている。",
        ],
    )
    def test_figures_that_state_nothing_in_a_box(self, text: str) -> None:
        assert self.facts(text) == []

    def test_a_broken_column_is_no_box(self) -> None:
        assert self.facts(block("2走の選手が5位で繋ぎ、")) == []
