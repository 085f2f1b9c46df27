"""Indicators that a line states."""

import pytest

from models import Indicator
from pipeline.assemble.indicators.lines import indicator_lines
from tests.assemble.made import block, take


def test_value_and_target_with_their_years() -> None:
    taken = take(
        indicator_lines,
        block(
            "卒業生の移住数１人（2014年度）→５年間で５人（2019年度）",
            "展覧会の入場者数 700 人（2014 年度）→年 1,500 人（2019年度）",
            section=("３．人の流れの促進",),
        ),
    )
    first, second = taken.records
    assert isinstance(first, Indicator)
    assert isinstance(second, Indicator)
    assert (first.name, first.scope) == ("卒業生の移住数", "人の流れの促進")
    assert first.baseline is not None
    assert first.baseline.fiscal_year is not None
    assert (first.baseline.value, first.baseline.fiscal_year.year) == (1, 2014)
    assert second.target is not None
    assert second.target.fiscal_year is not None
    assert (second.target.value, second.target.unit, second.target.fiscal_year.year) == (
        1500,
        "人",
        2019,
    )
    assert taken.rest == []


def test_a_wrapped_statement() -> None:
    taken = take(indicator_lines, block("定住人口 38人（R1）", "→ 40人（R6）"))
    (record,) = taken.records
    assert isinstance(record, Indicator)
    assert record.sources["target"].text == "40人（R6）"


@pytest.mark.parametrize(
    "text", ["令和元年度 6件 → 令和2年度 18件", "相談（窓口）→ 支援（訪問）", "調査 → 分析 → 実践"]
)
def test_other_arrows_are_left(text: str) -> None:
    taken = take(indicator_lines, text)
    assert taken.records == []
    assert len(taken.rest) == 1
