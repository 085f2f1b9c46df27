"""Requests: amounts beside their labels or below them, several projects on a page."""

from pathlib import Path

import pytest

from models import BudgetItem
from tests.schemas.texts import read

BESIDE = """
  事　業　名　　　　{name}
  担当課　　　　　　{office}　　　　　　　　　　　科目　　　　　3.1.2
  区分　　　　　　　{mark}
  令和6年度要求額　　　{amount}千円　　　　前年度予算額　　　{prior}千円
  国庫支出金　　　　　{national}千円
  一般財源　　　　　　{general}千円
"""
BELOW = """
  事　業　名　　　　{name}
  担当課　　　　　　{office}　　　　　　　　　　　科目　　　　　3.1.2
  区分　　　　　　　{mark}
      令和6年度要求額（千円）       前年度予算額（千円）        増減（千円）
                   {amount}                    {prior}             {change}
      財源内訳         国庫支出金         県支出金          一般財源
                        {national}                            {general}
"""
ONE = {
    "name": "こども園の改築",
    "office": "保育課",
    "mark": "拡充",
    "amount": "12,500",
    "prior": "11,300",
    "change": "1,200",
    "national": "2,500",
    "general": "10,000",
}
OTHER = {
    "name": "地域の足を守る取組",
    "office": "交通政策課",
    "mark": "継続",
    "amount": "8,400",
    "prior": "9,100",
    "change": "(700)",
    "national": "1,400",
    "general": "7,000",
}


def _yen(text: str) -> int:
    return int(text.strip("()").replace(",", "")) * 1000


@pytest.mark.parametrize("form", [BESIDE, BELOW])
def test_each_amount_belongs_to_the_label_beside_or_over_it(tmp_path: Path, form: str) -> None:
    found = read(
        tmp_path,
        "令和6年度　当初予算要求調書（見本村）",
        form.format(**ONE),
        "令和6年度　当初予算要求調書（見本村）",
        form.format(**OTHER),
    ).records
    items = [record for record in found if isinstance(record, BudgetItem)]
    assert [item.name for item in items] == [ONE["name"], OTHER["name"]]
    for item, want in zip(items, (ONE, OTHER), strict=True):
        assert item.department == want["office"]
        assert item.mark == {"拡充": "expanded", "継続": "continued"}[want["mark"]]
        assert item.amount is not None
        assert item.amount.yen == _yen(want["amount"])
        assert item.prior_amount is not None
        assert item.prior_amount.yen == _yen(want["prior"])
        assert item.fiscal_year is not None
        assert (item.fiscal_year.year, item.fiscal_year.phase) == (2024, "request")
        assert [(part.source, part.amount and part.amount.yen) for part in item.funding] == [
            ("national", _yen(want["national"])),
            ("general", _yen(want["general"])),
        ]
        assert all(check.holds is not False for check in item.checks)


def test_a_change_in_brackets_is_the_fall_that_the_amounts_say(tmp_path: Path) -> None:
    found = read(tmp_path, "令和6年度　当初予算要求調書（見本村）", BELOW.format(**OTHER)).records
    (item,) = (record for record in found if isinstance(record, BudgetItem))
    assert item.change is not None
    assert item.change.yen == -700_000


def test_a_label_that_wraps_is_one_label(tmp_path: Path) -> None:
    form = """
    事業名    こども園の改築
    担当課    保育課                      科目       7.4.16
    令和4年度予                          前年度予算額
    算額(百万円)              3,355       (百万円)                 1,622
    一般財源                                                     3,355
"""
    found = read(tmp_path, "令和4年度　当初予算事業調書（見本村）", form).records
    (item,) = (record for record in found if isinstance(record, BudgetItem))
    assert item.amount is not None
    assert item.amount.yen == 3_355_000_000
    assert item.prior_amount is not None
    assert item.prior_amount.yen == 1_622_000_000
