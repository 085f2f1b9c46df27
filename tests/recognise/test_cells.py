"""Single cells, notes and headings of tables."""

import pytest

from pipeline.recognise import (
    read_amount,
    read_mark,
    read_percent,
    read_unit_note,
    read_year_heading,
)


@pytest.mark.parametrize(
    ("cell", "yen"),
    [
        ("1,234", 1_234_000),
        ("１，２３４", 1_234_000),
        (" 12,345 ", 12_345_000),
        ("0", 0),
        ("△1,234", -1_234_000),
        ("▲ 1,234", -1_234_000),
        ("−5", -5_000),
        ("-5", -5_000),
        ("- 5", -5_000),
        ("[68,500]", 68_500_000),
        ("（拡充331,500）", 331_500_000),
        ("400,000（拡充331,500）[68,500]", 400_000_000),
        ("7,121(民間資金2,030)", 7_121_000),
        ("1 2 , 3 4 5", 12_345_000),
        ("12 ,345", 12_345_000),
        ("1,234千円", 1_234_000),
        ("5億円", 500_000_000),
        ("1.5", 1_500),
        ("2019", 2_019_000),
    ],
)
def test_amounts(cell: str, yen: int) -> None:
    amount = read_amount(cell, unit=1000)
    assert amount is not None
    assert (amount.yen, amount.none) == (yen, False)


@pytest.mark.parametrize("cell", ["－", "-", "―", "—", "ー", "[-]", "（－）", "皆増", "皆減"])
def test_dashes_are_no_figure(cell: str) -> None:
    amount = read_amount(cell, unit=1000)
    assert amount is not None
    assert (amount.yen, amount.none) == (None, True)


@pytest.mark.parametrize(
    "cell", ["", " ", "\n", "3事業", "12 345", "1,23", "未", "100%", "R3", "除雪費", "1,234,5"]
)
def test_cells_that_are_no_amount(cell: str) -> None:
    assert read_amount(cell, unit=1000) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("（単位：千円）", 1000),
        ("(単位：百万円)", 10**6),
        ("単位 億円", 10**8),
        ("単　位　：　円", 1),
        ("【百万円】", 10**6),
        ("予算額【百万円】", 10**6),
        ("（千円）", 1000),
        ("千円", 1000),
        ("予算額は令和2年度[令和元年度]の順に記載。単位：千円", 1000),
        ("（単位：千円、％）", 1000),
        ("単位：人", None),
        ("5千円", None),
        ("億円規模", None),
        ("", None),
    ],
)
def test_unit_notes(text: str, unit: int | None) -> None:
    assert read_unit_note(text) == unit


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("12.3%", 12.3),
        ("△ 12.3%", -12.3),
        ("▲0.5", -0.5),
        ("98.7", 98.7),
        ("６割", 60.0),
        ("100.0％", 100.0),
        ("1,234.5", 1234.5),
        ("－", None),
        ("皆増", None),
        ("", None),
    ],
)
def test_percents(text: str, percent: float | None) -> None:
    assert read_percent(text) == percent


@pytest.mark.parametrize(
    ("text", "year", "wanted", "phase"),
    [
        ("R3 予算額", None, 2021, None),
        ("令和３年度当初予算額", None, 2021, "initial"),
        ("令 和 ３ 年 度\n予 算 額", None, 2021, None),
        ("前年度", 2021, 2020, None),
        ("前年度予算額", 2021, 2020, None),
        ("前 年 度", 2021, 2020, None),
        ("本年度", 2021, 2021, None),
        ("４年度", 2022, 2022, None),
        ("令和元年度決算", None, 2019, "settlement"),
    ],
)
def test_year_headings(text: str, year: int | None, wanted: int, phase: str | None) -> None:
    found = read_year_heading(text, year=year)
    assert found is not None
    assert (found.year, found.phase) == (wanted, phase)


def test_headings_without_a_year() -> None:
    assert read_year_heading("比較", year=2021) is None
    assert read_year_heading("前年度", year=None) is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("新", "new"),
        ("【新規】", "new"),
        ("（新）", "new"),
        ("拡", "expanded"),
        ("拡充", "expanded"),
        ("継続", "continued"),
        ("補正", "supplementary"),
        ("再掲", "relisted"),
        ("廃止", "discontinued"),
        ("新庁舎", None),
        ("", None),
    ],
)
def test_marks(text: str, mark: str | None) -> None:
    assert read_mark(text) == mark
