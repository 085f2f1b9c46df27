"""What books of other cities print differently: stairs of headings, lists of sources, offices."""

from collections.abc import Sequence
from dataclasses import replace

from models import BudgetItem
from models.page import Placed, Table
from tests.assemble.books.test_book import grid, read, yen
from tests.assemble.made import block

HEAD: list[list[str | None]] = [
    ["目", "本年度", "前年度", "比較", "節", None, "説明"],
    ["^", "^", "^", "^", "区分", "金額", "^"],
]


def _book(explanation: str, *, title: str = "歳出", change: str = "20") -> list[Placed]:
    rows = [*HEAD, ["1 総務費", "100", "80", change, "1 報酬", "100", explanation]]
    return [
        block(title, top=20.0),
        block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0),
        grid(rows),
    ]


def _items(*explanation: str, title: str = "歳出") -> list[BudgetItem]:
    return read(*_book("\n".join(explanation), title=title))[1]


def _amounts(items: Sequence[BudgetItem]) -> list[tuple[str | None, int | None]]:
    return [(item.name, item.amount.yen if item.amount else None) for item in items]


def test_headings_in_stairs_have_a_column_each() -> None:
    rows = [
        ["款", None, None, "本年度", "前年度", "比較", "節", None, "説明"],
        ["", "項", None, "^", "^", "^", "区分", "金額", "^"],
        ["", "", "目", "^", "^", "^", "^", "^", "^"],
        ["3 民生費", None, None, "300", "250", "50", "", "", ""],
        ["", "3 保護費", None, "300", "250", "50", "", "", ""],
        ["", "", "1 保護総務費", "300", "250", "50", "1 報酬", "300", "保護     300"],
    ]
    lines, _, records = read(block("(単位:千円)", top=50.0), grid(rows))
    assert [(line.level, line.code) for line in lines] == [
        ("title", "3"),
        ("item", "3.3"),
        ("subitem", "3.3.1"),
        ("section", "1"),
    ]
    assert all(check.holds for record in records for check in record.checks)


def test_a_column_may_list_who_pays_by_name() -> None:
    listed = "特定財源     60\n国庫負担金     45\n財産運用収入\n15\n一般財源     40"
    rows = [
        ["目", "本年度", "前年度", "比較", "財源内訳", "節", None, "説明"],
        ["^", "^", "^", "^", "^", "区分", "金額", "^"],
        ["1 総務費", "100", "80", "20", listed, "1 報酬", "100", "管理     100"],
    ]
    lines, _, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    funding = [
        (part.source, part.label, part.amount and part.amount.yen) for part in lines[0].funding
    ]
    assert funding == [
        ("national", "国庫負担金", 45_000),
        ("other", "財産運用収入", 15_000),
        ("general", "一般財源", 40_000),
    ]
    assert {check.name for check in lines[0].checks if check.holds} >= {"funding"}


def test_what_pays_for_a_project_is_no_project() -> None:
    items = _items("1 防犯対策     70", "特財:都支出金  20、その他  5", "2 防災対策     30")
    assert _amounts(items) == [("防犯対策", 70_000), ("防災対策", 30_000)]
    paid = [(part.source, part.amount and part.amount.yen) for part in items[0].funding]
    assert paid == [("prefectural", 20_000), ("other", 5_000)]
    assert not any(check.holds is False for check in items[0].checks)


def test_offices_behind_names_are_told_by_standing_behind_several() -> None:
    items = _items(
        "1 青少年対策(北沢)(北沢総合支所)     40",
        "2 まつり協賛(北沢)(北沢総合支所)     30",
        "3 保存樹木(南部)     30",
    )
    assert [(item.name, item.department) for item in items] == [
        ("青少年対策(北沢)", "北沢総合支所"),
        ("まつり協賛(北沢)", "北沢総合支所"),
        ("保存樹木(南部)", None),
    ]


def test_a_row_of_an_office_is_that_of_the_projects_below() -> None:
    items = _items("【税務課】", "1 賦課事務     60", "2 徴収事務     40")
    assert [(item.name, item.department) for item in items] == [
        ("賦課事務", "税務課"),
        ("徴収事務", "税務課"),
    ]


def test_projects_are_of_the_side_that_the_title_ends_with() -> None:
    for word, direction in (("歳出", "expenditure"), ("歳入", "revenue")):
        items = _items("1 管理     100", title=f"令和6年度 歳入歳出予算事項別明細書 {word}")
        assert [item.direction for item in items] == [direction]


def test_a_difference_in_brackets_is_less_than_nothing() -> None:
    lines, _, _ = read(*_book("管理     100", change="(20)"))
    assert yen(lines[0]) == (100_000, 80_000, 20_000)
    rows = [*HEAD, ["1 総務費", "100", "130", "(30)", "1 報酬", "100", "管理     100"]]
    lines, _, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    assert yen(lines[0]) == (100_000, 130_000, -30_000)


def test_accounts_may_be_called_no_more_than_that() -> None:
    rows = [*HEAD, ["1 総務費", "100", "80", "20", "1 報酬", "100", "管理     100"]]
    lines, _, _ = read(
        block("令和6年度南町後期高齢者医療会計予算", top=10.0),
        block("1款 総務費  1項 管理費", "(単位:千円)", top=50.0),
        grid(rows),
    )
    assert {line.account for line in lines} == {"後期高齢者医療会計"}


def test_an_amount_may_stand_by_the_second_line_of_a_signed_name() -> None:
    items = _items("○生活習慣病", "予防教室     40", "○健康手帳     30", "○食育推進     30")
    assert _amounts(items) == [
        ("生活習慣病予防教室", 40_000),
        ("健康手帳", 30_000),
        ("食育推進", 30_000),
    ]


def test_without_signs_a_row_with_an_amount_is_a_project_of_its_own() -> None:
    items = _items("健康づくり     30", "(内訳)", "予防教室     40", "食育推進     30")
    assert ("予防教室", 40_000) in _amounts(items)


def test_a_grid_may_hold_its_title_and_its_side() -> None:
    def half(title: str, name: str, left: float, down: float = 0.0) -> Placed:
        rows = [[title, None, None], ["款", "項", "金額"], [f"1 {name}", "", "100"]]
        placed = grid(rows)
        assert isinstance(placed.block, Table)
        cells = tuple(
            replace(cell, bbox=(b[0] + left, b[1] + down, b[2] + left, b[3] + down))
            for cell in placed.block.cells
            if (b := cell.bbox)
        )
        box = placed.block.bbox
        assert box is not None
        moved = (box[0] + left, box[1] + down, box[2] + left, box[3] + down)
        return replace(placed, block=replace(placed.block, cells=cells, bbox=moved))

    lines, _, _ = read(
        block("(単位:千円)", top=50.0),
        half("第1表 歳入歳出予算 歳入", "市税", 0.0, down=0.2),
        half("歳 出", "議会費", 400.0),
    )
    assert [(line.name, line.direction, line.section) for line in lines] == [
        ("市税", "revenue", ("第1表歳入歳出予算", "歳入")),
        ("議会費", "expenditure", ("第1表歳入歳出予算", "歳出")),
    ]


def test_a_figure_without_room_goes_on_below() -> None:
    rows = [
        *HEAD,
        ["1 総務費", "1,234,5\n67", "1,234,500", "67", "1 報酬", "1,234,5\n67", "管理  1,234,567"],
    ]
    lines, _, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    assert [yen(line)[0] for line in lines] == [1_234_567_000, 1_234_567_000]
