"""Money or count: headings, labels, form and column against a note that says 千円."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.recognise import find_money, heading_kind, judge_figure, read_amount, read_periods
from pipeline.recognise.kinds import FigureKind

JUDGED: tuple[tuple[str, tuple[str, ...], FigureKind], ...] = (
    ("12,300", ("除雪費",), "money"),
    ("12,300", ("令和6年度", "予算額"), "money"),
    ("12,300", ("予算額(千円)",), "money"),
    ("12,300", (), "money"),
    ("7", ("手当数",), "count"),
    ("15,430", ("利用者数",), "count"),
    ("15,430", ("入込客数(人)",), "count"),
    ("1,234", ("延面積(㎡)",), "count"),
    ("12", ("予算額", "件数"), "count"),
    ("1.1", ("増減率",), "share"),
    ("98.7", ("歳出", "構成比"), "share"),
    ("105.2", ("対前年度比(%)",), "share"),
    ("1.1", (), "share"),
    ("0086", (), "code"),
    ("0086", ("事業ID",), "code"),
    ("10203", ("事務事業コード",), "code"),
    ("23", ("款",), "code"),
    ("3", ("順位",), "code"),
    ("2027", ("完成年度",), "year"),
    ("2,027", ("工事請負費",), "money"),
    ("△1,234", ("増減",), "money"),
)


@pytest.mark.parametrize(("printed", "headings", "kind"), JUDGED)
def test_kinds_of_figures(printed: str, headings: tuple[str, ...], kind: FigureKind) -> None:
    judged = judge_figure(printed, headings=headings, unit=1000)
    assert judged.kind == kind
    assert judged.bits > 0
    assert any(item.kind == kind and item.bits > 0 for item in judged.evidence)


def test_without_a_unit_or_a_heading_nothing_tells() -> None:
    assert judge_figure("12").kind is None


def test_a_column_that_counts_up_numbers_its_rows() -> None:
    column = ["1", "2", "3", "4"]
    assert judge_figure("3", column=column, unit=1000).kind == "code"
    assert judge_figure("3", column=["5", "2", "3", "9"], unit=1000).kind == "money"


def test_headings_say_their_unit_outright() -> None:
    said = heading_kind("負担金（千円）")
    assert said is not None
    assert (said.kind, said.says) == ("money", "千円")
    assert heading_kind("事業名") is None


@given(
    st.sampled_from(["件数", "構成比", "番号", "利用者数", "増減率", "コード"]),
    st.integers(0, 9999),
    st.sampled_from([1, 1000, 10**6]),
)
def test_no_unit_makes_money_of_what_is_labelled_otherwise(
    label: str, value: int, unit: int
) -> None:
    assert find_money(f"{label} {value}", unit=unit) == []


@given(st.integers(1, 999), st.integers(0, 999))
def test_a_period_before_three_digits_is_never_believed(head: int, tail: int) -> None:
    printed = f"{head}.{tail:03}"
    (mention,) = find_money(f"{printed}千円")
    assert (mention.value.yen, mention.doubt) == ((head * 1000 + tail) * 1000, "period")
    in_a_cell = read_amount(printed, unit=1000)
    assert in_a_cell is not None
    assert in_a_cell.yen is None
    told = read_amount(printed, unit=1000, periods="thousands")
    assert told is not None
    assert told.yen == (head * 1000 + tail) * 1000
    as_point = read_amount(printed, unit=1000, periods="decimal")
    assert as_point is not None
    assert as_point.yen == head * 1000 + tail


@pytest.mark.parametrize(
    ("column", "periods"),
    [
        (["12.345", "11.200", "1.145", "300"], "thousands"),
        (["12.345", "11.2", "1.145"], "decimal"),
        (["0.345", "1.200", "2.000"], "decimal"),
        (["1,234.567", "12.345", "1.200"], "decimal"),
        (["12.345", "11,200", "1.145", "2.000"], None),
        (["12.345"], None),
        (["1,234", "567"], None),
        ([], None),
    ],
)
def test_periods_of_a_column(column: list[str], periods: str | None) -> None:
    assert read_periods(column) == periods


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from("△▲"))
def test_a_sign_reaches_both_ends_of_a_range(low: int, more: int, sign: str) -> None:
    high = low + more
    for text in (f"{sign}{low}～{high}億円", f"{sign}{low}億円～{sign}{high}億円"):
        (mention,) = find_money(text)
        assert (mention.value.yen, mention.value.upper_yen) == (-high * 10**8, -low * 10**8)
