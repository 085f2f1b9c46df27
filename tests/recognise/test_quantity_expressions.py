"""Counts, shares and measures, and the figures that count nothing."""

import pytest

from models import Qualifier
from pipeline.recognise import find_quantities

VALUES: tuple[tuple[str, float, str], ...] = (
    ("15,430千人", 15_430_000, "人"),
    ("490万m³", 4_900_000, "m³"),
    ("386.8万m ³", 3_868_000, "m³"),
    ("1,234㎡", 1234, "m²"),
    ("5平方キロメートル", 5, "km²"),
    ("約2,500名", 2500, "名"),
    ("６割強", 60, "%"),
    ("３割５分", 35, "%"),
    ("102.3％", 102.3, "%"),
    ("41．8パーセント", 41.8, "%"),
    ("５０パーセント", 50, "%"),
    ("2.3ポイント", 2.3, "ポイント"),
    ("3‰", 3, "‰"),
    ("(3.8倍)", 3.8, "倍"),
    ("二・三倍", 2.3, "倍"),
    ("△12.3%", -12.3, "%"),
    ("マイナス2.5％", -2.5, "%"),
    ("二十万人", 200_000, "人"),
    ("1億2千万人", 120_000_000, "人"),
    ("230.2人", 230.2, "人"),
    ("42市町村", 42, "市町村"),
    ("11地域", 11, "地域"),
    ("農道水路１１カ所", 11, "カ所"),
    ("20,000台", 20_000, "台"),
    ("355社", 355, "社"),
    ("5,000kl", 5000, "kl"),
    ("1,200ha", 1200, "ha"),
    ("300ヘクタール", 300, "ha"),
    ("12.5km", 12.5, "km"),
    ("３０世帯", 30, "世帯"),
    ("5年程度", 5, "年"),
    ("８カ月", 8, "カ月"),
    ("12年連続", 12, "年"),
    ("2つの数値目標", 2, "つ"),
)

RANGES: tuple[tuple[str, float, float, str], ...] = (
    ("25～34歳", 25, 34, "歳"),
    ("10人から20人", 10, 20, "人"),
    ("3～5％", 3, 5, "%"),
    ("2万～3万人", 20_000, 30_000, "人"),
)

COMPARED: tuple[tuple[str, Qualifier | None, bool, int | None], ...] = (
    ("54.4%以上 (R6)", "at_least", False, 2024),
    ("80%未満", "less_than", False, None),
    ("約１.３倍", "about", False, None),
    ("１万人を下回る", "less_than", False, None),
    ("累計10,500人 (H27～R1)", None, True, 2015),
    ("延べ約1,730名", "about", True, None),
    ("12件 (H28～R1累計)", None, True, 2016),
    ("500万人<R2>", None, False, 2020),
    ("15,430千人 (R3)", None, False, 2021),
    ("３００人弱", "slightly_less", False, None),
    ("６割強", "slightly_more", False, None),
    ("100人余り", "more_than", False, None),
)

NOTHING = (
    "第3回",
    "第２弾",
    "3年目",
    "2月12日",
    "1,234円",
    "平成30年",
    "一人ひとり",
    "一部の市町村",
    "四国八十八景",
    "八戸市",
    "四日市市",
    "国道231号",
    "088-880-6551",
    "3丁目",
    "数百人",
    "十分に",
    "割引",
    "2021年",
    "百貨店",
    "（一社）北海道貿易物産振興会",
)


@pytest.mark.parametrize(("text", "value", "unit"), VALUES)
def test_values(text: str, value: float, unit: str) -> None:
    (mention,) = find_quantities(text)
    assert (mention.value.value, mention.value.unit) == (value, unit)


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    (mention,) = find_quantities(text)
    value = mention.value
    assert (value.value, value.upper_value, value.unit) == (low, high, unit)


@pytest.mark.parametrize(("text", "comparator", "cumulative", "year"), COMPARED)
def test_what_stands_beside(
    text: str, comparator: Qualifier | None, cumulative: bool, year: int | None
) -> None:
    (mention,) = find_quantities(text)
    value = mention.value
    found_year = value.fiscal_year.year if value.fiscal_year else None
    assert (value.comparator, value.cumulative, found_year) == (comparator, cumulative, year)


@pytest.mark.parametrize("text", NOTHING)
def test_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


def test_a_change_tells_two_values() -> None:
    found = find_quantities("300万人から500万人に見直し")
    assert [mention.value.value for mention in found] == [3_000_000, 5_000_000]


def test_money_is_a_quantity_only_when_asked() -> None:
    assert find_quantities("1,500億円") == []
    (mention,) = find_quantities("1,500億円", money=True)
    assert (mention.value.value, mention.value.unit) == (150_000_000_000, "円")


def test_marks_of_symbol_fonts_and_radicals_are_mended_in_direct_calls() -> None:
    (people,) = find_quantities("⽣徒数1,200⼈")
    assert (people.text, people.value.unit) == ("1,200⼈", "人")
    (metres,) = find_quantities("\uf0d8延長2〜3km")
    assert (metres.value.value, metres.value.upper_value) == (2, 3)
