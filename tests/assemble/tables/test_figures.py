from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.assemble.tables.figures import figures, whole


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("188,089", 188089, ""),
        ("△ 111,155", -111155, ""),
        ("▲1,234", -1234, ""),
        ("-5億円", -500_000_000, "円"),
        ("264,000千円", 264_000_000, "円"),
        ("1億6,717万円", 167_170_000, "円"),
        ("1億 410万円", 104_100_000, "円"),
        ("233億4千万円", 23_340_000_000, "円"),
        ("58.6億円", 5_860_000_000, "円"),
        ("30,798百万円", 30_798_000_000, "円"),
        ("(123)", 123, ""),
        ("2 7 , 7 5 0千 円", 27_750_000, "円"),
        ("0", 0, ""),
        ("2.7%増", Fraction(27, 10), "%"),
        ("3.6%減", Fraction(-36, 10), "%"),
        ("15人", 15, "人"),
    ],
)
def test_a_cell_that_is_a_figure(text: str, value: Fraction, unit: str) -> None:
    figure = whole(text)
    assert figure is not None
    assert (figure.value, figure.unit) == (value, unit)


@pytest.mark.parametrize("text", ["-", "－", "―", "皆増", "皆減", "…"])
def test_a_dash_is_a_figure_without_value(text: str) -> None:
    figure = whole(text)
    assert figure is not None
    assert figure.value is None
    assert figure.money(1000).none


@pytest.mark.parametrize("text", ["", "2.1.1", "令和4年度", "R4", "3か年", "取崩 △ 680,000", "1/2"])
def test_a_cell_that_is_none(text: str) -> None:
    assert whole(text) is None


def test_units_are_never_mixed_up() -> None:
    thousand, own = whole("1,234"), whole("1,234百万円")
    assert thousand is not None
    assert own is not None
    assert thousand.money(1000).yen == 1_234_000
    assert own.money(1000).yen == 1_234_000_000
    assert thousand.money(None).yen is None


def test_figures_within_a_text_know_their_place() -> None:
    text = "取崩 △ 680,000 積立 665"
    found = list(figures(text))
    assert [text[f.start : f.end].strip() for f in found] == ["△ 680,000", "665"]


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_every_amount_in_thousands_reads_back(number: int) -> None:
    text = f"△ {-number:,}" if number < 0 else f"{number:,}"
    figure = whole(text)
    assert figure is not None
    assert figure.money(1000).yen == 1000 * number
