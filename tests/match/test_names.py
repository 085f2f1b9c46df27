"""Spellings of one name have one key; names of different projects do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.match.names import heading_key, name_key, similarity

SAME = [
    ("除雪費", "除雪費"),
    ("スマート農業推進事業", "スマート農業推進事業費"),
    ("ＪＯＭＯＮ渡島ネクストステージ事業", "JOMON渡島ネクストステージ事業2021"),
    ("「食と観光」推進事業", "食と観光推進事業"),
    ("プレミアム付商品券事業(令和2年度分)", "プレミアム付商品券事業"),
    ("R2子育て応援事業", "子育て応援事業"),
    ("【新規】移住促進事業", "移住促進事業"),
    ("介護 保険 事務", "介護保険事務"),
    ("介護保検事務", "介護保険事務"),  # OCR
    ("ケ一ブルテレビ", "ケーブルテレビ"),  # 一 for ー
    ("国際交流経濟対策", "国際交流経済対策"),
    ("ヶ丘公園整備", "ケ丘公園整備"),
    ("給付費負担金(1/2)", "給付費負担金(2/3)"),
    ("学校図書館司書配置（12人）", "学校図書館司書配置(14人)"),
    ("防犯灯設置(1,200か所)", "防犯灯設置"),
    ("結婚新生活支援(一部新規)", "結婚新生活支援"),
]
DIFFERENT = [
    ("スマート農業推進事業費", "スマート林業推進事業費"),
    ("道路費", "道路事業"),
    ("関係人口創出・拡大事業", "檜山地域関係人口創出事業"),
    ("第2期計画策定", "第3期計画策定"),
    ("国民健康保険事業会計繰出金", "国民健康保険会計繰出金"),
    ("東小学校改修", "西小学校改修"),
    ("地域活動推進(世田谷)", "地域活動推進(北沢)"),
    ("児童館(備品)", "児童館"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    "heading", ["2. 子育て支援", "第3章 子育て支援", "① 子育て支援", "Ⅱ-9 子育て支援"]
)
def test_numbers_before_headings_do_not_matter(heading: str) -> None:
    assert heading_key(heading) == "子育て支援"


def test_a_name_is_never_normalised_away() -> None:
    for name in ("令和2年度", "事業", "2021", "・", "「」"):
        assert name_key(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_symmetrical_and_between_0_and_1(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == pytest.approx(similarity(other, one))


@given(st.text(min_size=1, max_size=30))
def test_a_name_is_like_itself(name: str) -> None:
    assert similarity(name, name) == 1
