"""Forms about one project: every year its own record, whichever way round the table stands."""

from pathlib import Path

import pytest

from models import BudgetItem, Series
from tests.schemas.texts import drawn, read

LABELS = "事務事業名　　　　地域の足を守る取組\n担当課　　　　　　環境政策課"
YEARS = ("令和4年度決算", "令和5年度決算", "令和6年度予算")
PARTS = (
    ("国庫支出金", ("500", "0", "250")),
    ("一般財源", ("1,628", "1,875", "1,751")),
    ("事業費", ("2,128", "1,875", "2,001")),
)


def _across() -> str:
    rows = [("区分", *YEARS), *((name, *values) for name, values in PARTS)]
    return drawn(rows, [16, *[16] * 3])


def _down() -> str:
    rows = [("年度", *(name for name, _ in PARTS))]
    rows += [(year, *(values[at] for _, values in PARTS)) for at, year in enumerate(YEARS)]
    return drawn(rows, [16, *[14] * 3])


@pytest.mark.parametrize("table", [_across(), _down()])
def test_each_year_has_its_amount_and_its_funding(tmp_path: Path, table: str) -> None:
    found = read(
        tmp_path,
        "令和6年度 事務事業評価シート（見本村）",
        LABELS,
        "事業費の推移（単位：千円）",
        table,
    ).records
    items = [record for record in found if isinstance(record, BudgetItem)]
    assert {(item.name, item.department) for item in items} == {
        ("地域の足を守る取組", "環境政策課")
    }
    shown = {
        (item.fiscal_year.year, item.fiscal_year.phase): (
            item.amount and item.amount.yen,
            [(part.source, part.amount and part.amount.yen) for part in item.funding],
        )
        for item in items
        if item.fiscal_year
    }
    assert shown == {
        (2022, "settlement"): (2_128_000, [("national", 500_000), ("general", 1_628_000)]),
        (2023, "settlement"): (1_875_000, [("national", 0), ("general", 1_875_000)]),
        (2024, "initial"): (2_001_000, [("national", 250_000), ("general", 1_751_000)]),
    }
    assert all(check.holds is not False for item in items for check in item.checks)


def test_without_a_name_beside_its_label_there_is_no_form(tmp_path: Path) -> None:
    found = read(tmp_path, "事業費の推移（単位：千円）", _across()).records
    assert not [record for record in found if isinstance(record, BudgetItem)]


SHEET = (
    ("区分", "単位", *YEARS),
    ("国庫支出金", "千円", "500", "0", "250"),
    ("一般財源", "千円", "1,628", "1,875", "1,751"),
    ("事業費計（Ａ）", "千円", "2,128", "1,875", "2,001"),
    ("従事した職員", "人", "2", "2", "3"),
    ("運行した便", "便", "1,204", "1,198", "1,210"),
    ("乗った人", "人", "15,020", "14,877", "15,300"),
)


@pytest.mark.parametrize("rows", [SHEET, SHEET[:5], (*SHEET[:1], *SHEET[4:], *SHEET[1:4])])
def test_what_a_form_counts_besides_its_costs_are_series(
    tmp_path: Path, rows: tuple[tuple[str, ...], ...]
) -> None:
    table = drawn(rows, [18, 6, *[16] * 3])
    found = read(tmp_path, "令和6年度 事務事業評価シート（見本村）", LABELS, table).records
    amounts = [
        (record.fiscal_year and record.fiscal_year.year, record.amount and record.amount.yen)
        for record in found
        if isinstance(record, BudgetItem)
    ]
    assert amounts == [(2022, 2_128_000), (2023, 1_875_000), (2024, 2_001_000)]
    counted = [(r.name, r.unit, len(r.values)) for r in found if isinstance(r, Series)]
    wanted = [(row[0], row[1], 3) for row in rows[1:] if row[1] != "千円"]
    assert counted == wanted
