"""A period before three digits stands for a comma where the unit leaves no room for decimals."""

import pytest

from pipeline.assemble.tables.figures import whole


@pytest.mark.parametrize(
    ("printed", "unit", "yen"),
    [
        ("12.345", 1000, 12_345_000),
        ("△13.211", 1000, -13_211_000),
        ("12.345千円", None, 12_345_000),
        ("12.345", 1, 12_345),
        ("12.345", 10**6, None),
        ("12.34", 10**6, 12_340_000),
        ("0.345", 1000, 345),
        ("1,234.567", 1000, 1_234_567),
        ("12.5", 1000, 12_500),
        ("1.234億円", 1000, 123_400_000),
    ],
)
def test_periods(printed: str, unit: int | None, yen: int | None) -> None:
    figure = whole(printed)
    assert figure is not None
    assert figure.money(unit).yen == yen
