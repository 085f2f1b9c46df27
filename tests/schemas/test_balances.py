"""Funds and debts: which column is which, by headings and by what adds up."""

from pathlib import Path

import pytest

from models import Balance
from tests.schemas.texts import drawn, read

TITLE = "令和8年度 朝凪町 予算説明書"
HEADS = ("前年度末現在高", "積立額", "取崩額", "当該年度末現在高見込額")
ROWS = (
    ("財政調整基金", "1,200", "300", "500", "1,000"),
    ("減債基金", "840", "0", "40", "800"),
    ("地域福祉基金", "77,310", "1,245", "0", "78,555"),
    ("森林環境譲与税基金", "5,406", "2,000", "3,111", "4,295"),
)
FIELDS = ("opening", "increase", "decrease", "closing")


def _balances(
    folder: Path, order: tuple[int, ...], heads: tuple[str, ...] = HEADS
) -> list[Balance]:
    rows = [("基金名", *(heads[at] for at in order))]
    rows += [(name, *(values[at] for at in order)) for name, *values in ROWS]
    table = drawn(rows, [22, *([22] * len(order))])
    found = read(folder, TITLE, "基金の現在高\n（単位：千円）", table).records
    return [record for record in found if isinstance(record, Balance)]


def test_what_is_expected_at_the_end_of_a_year_is_a_balance(tmp_path: Path) -> None:
    rows = [("基金名", "令和7年度末残高", "令和8年度末見込", "増減")]
    rows += [(name, values[0], values[3], "△1") for name, *values in ROWS]
    table = drawn(rows, [22, 22, 22, 10])
    found = read(tmp_path, TITLE, "基金残高の状況\n（単位：千円）", table).records
    balances = [record for record in found if isinstance(record, Balance)]
    assert [(b.opening and b.opening.yen, b.closing and b.closing.yen) for b in balances] == [
        (1_200_000, 1_000_000),
        (840_000, 800_000),
        (77_310_000, 78_555_000),
        (5_406_000, 4_295_000),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3)])
def test_each_amount_has_its_part_whatever_the_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    found = _balances(tmp_path, order)
    assert [record.name for record in found] == [name for name, *_ in ROWS]
    for record, (_, *values) in zip(found, ROWS, strict=True):
        read_back = [getattr(record, field) for field in FIELDS]
        assert [money.yen for money in read_back] == [
            1000 * int(value.replace(",", "")) for value in values
        ]
        assert record.fiscal_year is not None
        assert record.fiscal_year.year == 2026


def test_a_table_of_something_else_holds_no_balances(tmp_path: Path) -> None:
    heads = ("予算現額", "増員", "減員", "職員数")
    assert _balances(tmp_path, (0, 1, 2, 3), heads) == []
