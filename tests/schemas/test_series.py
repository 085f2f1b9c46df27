"""Statistics over years, across or down, and what is no statistic."""

from pathlib import Path

from models import Money, Quantity, Series
from tests.schemas.texts import drawn, read

YEARS = ("令和2年度", "令和3年度", "令和4年度", "令和5年度")
ROWS = (
    ("総人口(人)", ("48,210", "47,880", "47,402", "46,995")),
    ("世帯数(世帯)", ("20,114", "20,160", "20,201", "20,188")),
    ("出生数(人)", ("312", "298", "301", "277")),
)


def _series(folder: Path, table: str, note: str = "") -> list[Series]:
    found = read(folder, "白樺野町　統計でみるすがた", note, table).records
    return [record for record in found if isinstance(record, Series)]


def _shown(series: Series) -> list[tuple[int | None, object]]:
    return [
        (
            value.fiscal_year and value.fiscal_year.year,
            value.value.value
            if isinstance(value.value, Quantity)
            else value.value and value.value.yen,
        )
        for value in series.values
    ]


def test_a_row_under_years_is_a_series(tmp_path: Path) -> None:
    table = drawn([("区分", *YEARS), *((name, *values) for name, values in ROWS)], [20, *[12] * 4])
    found = _series(tmp_path, table)
    assert [(record.name, record.unit) for record in found] == [
        ("総人口", "人"),
        ("世帯数", "世帯"),
        ("出生数", "人"),
    ]
    assert _shown(found[0]) == [(2020, 48210), (2021, 47880), (2022, 47402), (2023, 46995)]


def test_a_column_beside_years_is_a_series_as_well(tmp_path: Path) -> None:
    rows = [("年度", *(name for name, _ in ROWS))]
    rows += [(year, *(values[at] for _, values in ROWS)) for at, year in enumerate(YEARS)]
    found = _series(tmp_path, drawn(rows, [14, *[16] * 3]))
    assert [record.name for record in found] == ["総人口", "世帯数", "出生数"]
    assert _shown(found[2]) == [(2020, 312), (2021, 298), (2022, 301), (2023, 277)]


def test_amounts_under_a_unit_are_money(tmp_path: Path) -> None:
    rows = [
        ("区分", *YEARS),
        ("市税収入", "5,100", "5,220", "5,301", "5,287"),
        ("地方交付税", "4,010", "4,107", "4,480", "4,911"),
        ("普通建設事業費", "2,210", "1,991", "2,730", "1,850"),
    ]
    found = _series(tmp_path, drawn(rows, [20, *[12] * 4]), "（単位：百万円）")
    assert all(isinstance(value.value, Money) for record in found for value in record.values)
    assert _shown(found[1])[-1] == (2023, 4_911_000_000)


def test_the_costs_of_one_project_are_no_statistics(tmp_path: Path) -> None:
    rows = [
        ("区分", *YEARS),
        ("国庫支出金", "52", "57", "60", "56"),
        ("一般財源", "107", "174", "133", "154"),
        ("事業費", "159", "231", "193", "210"),
    ]
    assert _series(tmp_path, drawn(rows, [20, *[12] * 4]), "（単位：千円）") == []


def test_western_years_head_columns_and_are_no_figures(tmp_path: Path) -> None:
    rows = [("区分", "2020", "2021", "2022"), *((name, *values[:3]) for name, values in ROWS)]
    found = _series(tmp_path, drawn(rows, [20, *[12] * 3]))
    assert [record.name for record in found] == ["総人口", "世帯数", "出生数"]
    assert _shown(found[0]) == [(2020, 48210), (2021, 47880), (2022, 47402)]


def test_a_row_that_was_counted_once_is_a_series_among_others(tmp_path: Path) -> None:
    rows = [("区分", *YEARS), *((n, *v) for n, v in ROWS), ("移住者数", "", "", "", "31")]
    found = _series(tmp_path, drawn(rows, [20, *[12] * 4]))
    assert [record.name for record in found][-1] == "移住者数"
    assert _shown(found[-1]) == [(2023, 31)]


def test_a_change_behind_the_years_names_no_row_and_a_note_says_the_unit(tmp_path: Path) -> None:
    changes = ("△3 (△10.7%)", "1 (3.4%)", "△2 (△3.2%)")
    values = (("30", "29", "28", "27"), ("29", "29", "29", "30"), ("59", "58", "57", "57"))
    rows = [("部門", *YEARS, "増減数(率)")]
    rows += [
        (name, *own, change)
        for name, own, change in zip(("一般行政", "教育", "計"), values, changes, strict=True)
    ]
    found = _series(tmp_path, drawn(rows, [20, *[12] * 4, 16]), "（単位：人・％）")
    assert [(record.name, record.unit) for record in found] == [
        ("一般行政", "人"),
        ("教育", "人"),
        ("計", "人"),
    ]
    assert _shown(found[0])[-1] == (2023, 27)


def test_shares_of_the_state_beside_taxes_are_lines_of_revenue(tmp_path: Path) -> None:
    """国庫支出金 and 市債 name what a project is paid from, and here what a city takes in."""
    rows = [("区分", "令和6年度", "令和7年度", "令和8年度", "令和9年度")]
    names = ("市税", "地方交付税", "国庫支出金", "県支出金", "市債")
    rows += [(n, *(f"{1_000 * at + k:,}" for k in range(4))) for at, n in enumerate(names, 1)]
    found = _series(tmp_path, drawn(rows, [16, 14, 14, 14, 14]), "（単位：千円）")
    assert [series.name for series in found] == list(names)
