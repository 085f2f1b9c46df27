"""Statements: levels by column or by indent, and what is spent in a settlement."""

from pathlib import Path

from models import BudgetStatementLine
from tests.schemas.texts import drawn, read


def _lines(folder: Path, *parts: str) -> list[BudgetStatementLine]:
    return [r for r in read(folder, *parts).records if isinstance(r, BudgetStatementLine)]


def test_a_settlement_is_what_was_spent(tmp_path: Path) -> None:
    table = drawn(
        [
            ("款", "予算現額", "支出済額", "不用額"),
            ("議会費", "256,272", "248,641", "7,631"),
            ("総務費", "8,022,267", "7,844,733", "177,534"),
            ("民生費", "463,100", "451,009", "12,091"),
            ("衛生費", "8,364", "8,152", "212"),
        ],
        [14, 16, 16, 14],
    )
    found = _lines(tmp_path, "令和3年度 歳入歳出決算書", "歳出\n（単位：千円）", table)
    shown = [(r.name, r.level, r.amount and r.amount.yen, r.prior_amount) for r in found]
    assert shown == [
        ("議会費", "title", 248_641_000, None),
        ("総務費", "title", 7_844_733_000, None),
        ("民生費", "title", 451_009_000, None),
        ("衛生費", "title", 8_152_000, None),
    ]
    assert {r.fiscal_year.phase for r in found if r.fiscal_year} == {"settlement"}


def test_a_deeper_level_is_set_in(tmp_path: Path) -> None:
    table = drawn(
        [
            ("款・項", "令和7年度", "令和8年度", "比較"),
            ("総務費", "1,142", "972", "△170"),
            ("　　総務管理費", "1,000", "825", "△175"),
            ("　　徴税費", "142", "147", "5"),
            ("民生費", "7,648", "10,847", "3,199"),
            ("　　社会福祉費", "7,437", "10,666", "3,229"),
            ("　　児童福祉費", "211", "181", "△30"),
        ],
        [22, 14, 14, 12],
    )
    found = _lines(tmp_path, "令和8年度 当初予算案", "歳出\n（単位：百万円）", table)
    assert [(r.name, r.level) for r in found] == [
        ("総務費", "title"),
        ("総務管理費", "item"),
        ("徴税費", "item"),
        ("民生費", "title"),
        ("社会福祉費", "item"),
        ("児童福祉費", "item"),
    ]
    assert [r.change and r.change.yen for r in found][:2] == [-170_000_000, -175_000_000]


def test_a_change_in_brackets_is_below_zero_where_the_amounts_fell(tmp_path: Path) -> None:
    table = drawn(
        [
            ("款", "令和8年度", "構成比", "令和7年度", "構成比", "増減"),
            ("総務費", "1,142", "11.7", "1,972", "20.0", "(830)"),
            ("民生費", "7,648", "78.2", "6,847", "69.6", "801"),
            ("衛生費", "364", "3.7", "404", "4.1", "(40)"),
            ("土木費", "624", "6.4", "617", "6.3", "7"),
        ],
        [14, 14, 10, 14, 10, 12],
    )
    found = _lines(tmp_path, "令和8年度 当初予算案", "歳出\n（単位：百万円）", table)
    changes = [r.change and r.change.yen for r in found]
    assert changes == [-830_000_000, 801_000_000, -40_000_000, 7_000_000]


def test_sums_alone_tell_no_column_of_a_statement(tmp_path: Path) -> None:
    rows = [
        ("市税", "1,142", "1,972", "830"),
        ("地方譲与税", "648", "847", "199"),
        ("地方交付税", "364", "404", "40"),
        ("国庫支出金", "617", "624", "7"),
    ]
    found = _lines(
        tmp_path, "令和8年度 予算", "歳入\n（単位：百万円）", drawn(rows, [14, 14, 14, 12])
    )
    assert not [r for r in found if r.prior_amount or r.change]
