"""Several movements of a fund or debt in one year, in columns of their own or told in cells."""

import pytest

from models import Balance, FiscalYear
from pipeline.assemble.family import About
from pipeline.bind.notes import notes_of
from pipeline.prove import prove
from pipeline.schemas.movements import read_movements
from pipeline.schemas.proposals import grids_of
from tests.assemble.made import grid

ABOUT = About("0" * 64, fiscal_year=FiscalYear(year=2025))
COLUMNS = [
    [
        "基金名(単位:千円)",
        "6年度末残高",
        "7年度当初積立",
        "7年度補正積立",
        "7年度取崩",
        "7年度末残高",
    ],
    ["財政調整基金", "2,590", "100", "54", "800", "1,944"],
    ["減債基金", "1,230", "73", "", "35", "1,268"],
]
TOLD = [
    ["基金名(単位:千円)", "5年度末残高", "6年度", "6年度末残高", "7年度当初", "7年度末残高"],
    ["財政調整基金", "2,590", "取崩 △800\n積立 +154", "1,944", "取崩 △650", "1,294"],
    ["減債基金", "1,230", "積立 +73", "1,303", "積立 △3", "1,300"],
]
Shown = tuple[str, int | None, int | None, list[tuple[str, int | None]]]


def _read(rows: list[list[str]]) -> list[Balance]:
    (table,) = grids_of([grid(rows)], [], ABOUT, notes_of([], ABOUT, []))
    reading = read_movements(table, ABOUT)
    records = prove(reading.records)[0] if reading is not None else []
    return [record for record in records if isinstance(record, Balance)]


def _shown(balances: list[Balance]) -> list[Shown]:
    return [
        (
            each.name,
            each.fiscal_year and each.fiscal_year.year,
            int(each.closing.text.replace(",", "")) if each.closing else None,
            [
                (move.kind, int(move.amount.text.replace("△", "-").replace(",", "")))
                for move in each.movements
                if move.amount
            ],
        )
        for each in balances
    ]


def test_columns_of_one_kind_are_movements() -> None:
    assert _shown(_read(COLUMNS)) == [
        ("財政調整基金", 2024, 2590, []),
        ("財政調整基金", 2025, 1944, [("increase", 100), ("increase", 54), ("decrease", 800)]),
        ("減債基金", 2024, 1230, []),
        ("減債基金", 2025, 1268, [("increase", 73), ("decrease", 35)]),
    ]


def test_cells_may_tell_what_came_and_went() -> None:
    assert _shown(_read(TOLD)) == [
        ("財政調整基金", 2023, 2590, []),
        ("財政調整基金", 2024, 1944, [("decrease", -800), ("increase", 154)]),
        ("財政調整基金", 2025, 1294, [("decrease", -650)]),
        ("減債基金", 2023, 1230, []),
        ("減債基金", 2024, 1303, [("increase", 73)]),
        ("減債基金", 2025, 1300, [("increase", -3)]),
    ]


@pytest.mark.parametrize("row", range(1, 3))
def test_what_does_not_add_up_is_no_balance(row: int) -> None:
    wrong = [COLUMNS[0], [*COLUMNS[row][:-1], "999"]]
    assert _read(wrong) == []
