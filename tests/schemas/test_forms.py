"""Forms about one project: every year its own record, whichever way round the table stands."""

from pathlib import Path

import pytest

from models import BudgetItem
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
