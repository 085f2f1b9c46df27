"""This year's figures over last year's, and what they differ by."""

from pathlib import Path

from models import Money, Series
from tests.schemas.texts import drawn, read

TITLE = "令和6年度 雲居市一般会計予算に関する説明書"
HEADS = ("区分", "扶養手当", "地域手当", "通勤手当")
ROWS = (
    ("本年度", "196,201", "238,954", "△202"),
    ("前年度", "194,260", "232,606", "330"),
    ("比　較", "1,941", "6,348", "△532"),
)


def _series(folder: Path, *rows: tuple[str, ...]) -> list[Series]:
    table = drawn([HEADS, *rows], [12, 12, 12, 12])
    found = read(folder, TITLE, "職員手当の内訳\n（単位：千円）", table).records
    return [record for record in found if isinstance(record, Series)]


def _yen(series: Series) -> list[tuple[int, int | None]]:
    return [
        (each.fiscal_year.year, each.value.yen)
        for each in series.values
        if each.fiscal_year and isinstance(each.value, Money)
    ]


def test_each_column_is_a_series_of_both_years_with_its_change(tmp_path: Path) -> None:
    found = _series(tmp_path, *ROWS)
    assert [(r.name, _yen(r), r.change and getattr(r.change, "yen", None)) for r in found] == [
        ("扶養手当", [(2024, 196_201_000), (2023, 194_260_000)], 1_941_000),
        ("地域手当", [(2024, 238_954_000), (2023, 232_606_000)], 6_348_000),
        ("通勤手当", [(2024, -202_000), (2023, 330_000)], -532_000),
    ]


def test_what_does_not_differ_so_is_left_alone(tmp_path: Path) -> None:
    wrong = ("比　較", "99", "98", "97")
    assert not _series(tmp_path, *ROWS[:2], wrong)


def test_a_row_without_a_year_makes_it_another_table(tmp_path: Path) -> None:
    assert not _series(tmp_path, *ROWS, ("退職者", "5", "6", "7"))
