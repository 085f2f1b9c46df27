"""Indicators by place: records whose cells take several lines, and lines without a table."""

from pathlib import Path

import pytest

from models import Indicator
from tests.schemas.texts import read

TITLE = "令和6年度　総合戦略の指標一覧（見本村）"
BELOW = """
              指標               基準値        目標値      区分          R3          R4          R5

                                                           実績値         34          29          41
 創業件数                            27           42
 (単位：件)                         (R2)         (R7)      進捗率      81.0%       69.0%       97.6%

                                                           実績値      6,570      11,462       7,293
 農産物の直売所の売上額           7,662        6,688
 (単位：百万円)                     (R2)         (R7)      進捗率      98.2%      171.4%      109.0%
"""
CENTRED = """
              指標               基準値        R3          R4          R5        目標値

 創業件数                            27                                              42
 (単位：件)                         (R2)       34          29           －         (R7)

 農産物の直売所の売上額           7,662                                           6,688
 (単位：百万円)                     (R2)    6,570      11,462       7,293          (R7)
"""
LINES = """
・創業件数
　　基準値：27件（R2）　目標値：42件（R7）
・農産物の直売所の売上額
　　基準値：7,662百万円（R2）　目標値：6,688百万円（R7）
"""


def _found(folder: Path, table: str) -> dict[str | None, Indicator]:
    records = read(folder, TITLE, table).records
    return {record.name: record for record in records if isinstance(record, Indicator)}


@pytest.mark.parametrize("table", [BELOW, CENTRED, LINES])
def test_both_ends_have_their_values_and_years(tmp_path: Path, table: str) -> None:
    found = _found(tmp_path, table)
    assert set(found) == {"創業件数", "農産物の直売所の売上額"}
    wanted = {"創業件数": (27, 42, 1), "農産物の直売所の売上額": (7_662, 6_688, 1_000_000)}
    for name, (base, aim, scale) in wanted.items():
        ends = found[name].baseline, found[name].target
        assert [end and end.value for end in ends] == [base * scale, aim * scale]
        years = [end.fiscal_year and end.fiscal_year.year for end in ends if end is not None]
        assert years == [2020, 2025]


@pytest.mark.parametrize("table", [BELOW, CENTRED])
def test_results_belong_to_the_years_over_them(tmp_path: Path, table: str) -> None:
    found = _found(tmp_path, table)
    results = {
        name: [
            (a.fiscal_year.year, a.value and a.value.value)
            for a in record.actuals
            if a.fiscal_year and a.value and a.value.value is not None
        ]
        for name, record in found.items()
    }
    last = [(2023, 41)] if table == BELOW else []
    assert results["創業件数"] == [(2021, 34), (2022, 29), *last]
    assert results["農産物の直売所の売上額"] == [
        (2021, 6_570_000_000),
        (2022, 11_462_000_000),
        (2023, 7_293_000_000),
    ]


def test_how_far_results_reach_is_no_result(tmp_path: Path) -> None:
    found = _found(tmp_path, BELOW)
    assert [a.progress_percent for a in found["創業件数"].actuals] == [81.0, 69.0, 97.6]
    assert not {"実績値", "進捗率"} & set(found)


def test_a_record_with_a_figure_between_two_columns_is_left_out(tmp_path: Path) -> None:
    moved = CENTRED.replace("34          29           －", "   34  29  31           －")
    found = _found(tmp_path, moved)
    for record in found.values():
        values = [a.value.value for a in record.actuals if a.value and a.fiscal_year]
        assert 31 not in values or record.name != "創業件数"
