"""Indicators: beginning, aim and results by year, and names without their units."""

from pathlib import Path

import pytest

from models import FiscalYear, Indicator, Quantity
from models.policy import Actual
from pipeline.schemas.indicators import without_units
from tests.schemas.texts import drawn, read


def test_beginning_aim_and_results_have_their_years(tmp_path: Path) -> None:
    table = drawn(
        [
            ("指標名", "基準値", "R4", "R5", "目標値"),
            ("新規就農者数（人）", "17 (R3)", "23", "26", "28 (R7)"),
            ("道路の舗装率（％）", "71.7 (R3)", "80.2", "81.0", "90.0 (R7)"),
            ("移住相談件数（件）", "324 (R3)", "319", "351", "400 (R7)"),
        ],
        [24, 12, 10, 10, 12],
    )
    found = read(tmp_path, "令和6年度 成果指標（月野原県）", table).records
    indicators = [record for record in found if isinstance(record, Indicator)]
    assert [record.name for record in indicators] == [
        "新規就農者数",
        "道路の舗装率",
        "移住相談件数",
    ]
    first = indicators[0]
    assert first.baseline is not None
    assert first.target is not None
    assert (first.baseline.value, first.target.value) == (17, 28)
    assert [a.fiscal_year.year for a in first.actuals] == [2022, 2023]
    assert [a.value and a.value.value for a in first.actuals] == [23, 26]
    assert all(a.value and a.value.unit == "人" for a in first.actuals)


def test_a_unit_of_money_in_a_name_multiplies_its_values(tmp_path: Path) -> None:
    table = drawn(
        [
            ("指標名", "基準値", "R4", "R5", "目標値"),
            ("直売所の売上額（百万円）", "437 (R3)", "451", "460", "500 (R7)"),
            ("新規就農者数（人）", "17 (R3)", "23", "26", "28 (R7)"),
            ("移住相談件数（件）", "324 (R3)", "319", "351", "400 (R7)"),
        ],
        [28, 12, 10, 10, 12],
    )
    found = read(tmp_path, "令和6年度 成果指標（月野原県）", table).records
    (sales,) = [r for r in found if isinstance(r, Indicator) and r.name == "直売所の売上額"]
    assert sales.target is not None
    assert (sales.target.value, sales.target.unit) == (500_000_000, "円")


@pytest.mark.parametrize(
    ("unit", "value", "counted"),
    [
        ("百万円", 572_000_000, "円"),
        ("千人", 572_000, "人"),
        ("件", 572, "件"),
        ("%", 572, "%"),
        ("件/年", 572, "件/年"),  # what nobody knows stays as it is printed
    ],
)
def test_a_unit_taken_out_of_a_name_counts_as_it_does_beside_a_figure(
    unit: str, value: int, counted: str
) -> None:
    bare = Quantity(value=572, text="572")
    actual = Actual(fiscal_year=FiscalYear(year=2022), value=bare)
    record = Indicator(
        page=1, name=f"直売所の売上額(単位:{unit})", baseline=bare, actuals=(actual,)
    )
    found = without_units(record)
    assert isinstance(found, Indicator)
    assert found.name == "直売所の売上額"
    for each in (found.baseline, found.actuals[0].value):
        assert each is not None
        assert (each.value, each.unit, each.text) == (value, counted, "572")
    printed = Quantity(value=5, text="5件", unit="件")
    kept = without_units(record.model_copy(update={"baseline": printed}))
    assert isinstance(kept, Indicator)
    assert kept.baseline == printed
