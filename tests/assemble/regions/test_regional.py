"""Tables of regional projects."""

from models import RegionalProject
from pipeline.assemble.family import Taken
from pipeline.assemble.regions.regional import regional_tables
from tests.assemble.made import ABOUT, block, from_text, grid, take

HEAD = ["地域区分", "主なプロジェクト", "主な施策", "R3 予算額"]


def rows(taken: Taken) -> list[tuple[object, ...]]:
    return [
        (r.area, r.bureau, r.project, r.name, r.description, r.amount and r.amount.yen)
        for r in taken.records
        if isinstance(r, RegionalProject)
    ]


TEXT = """道央地域

(単位：千円)

地域区分\t主なプロジェクト\t主な施策\tR3 予算額
空知\t炭鉱プロジェクト\t【広域連携事業】 連携を図る\t5,715
\t魅力プロジェクト\t【需要喚起事業】 普及を図る\t900
\t\t【発信事業】 発信する\t80
石狩\t\t【観光事業】 誘客を図る\t7,000
"""


def test_blank_cells_go_on_within_their_bureau_and_that_is_told() -> None:
    taken = take(regional_tables, TEXT)
    assert rows(taken) == [
        ("道央地域", "空知", "炭鉱プロジェクト", "広域連携事業", "連携を図る", 5_715_000),
        ("道央地域", "空知", "魅力プロジェクト", "需要喚起事業", "普及を図る", 900_000),
        ("道央地域", "空知", "魅力プロジェクト", "発信事業", "発信する", 80_000),
        ("道央地域", "石狩", None, "観光事業", "誘客を図る", 7_000_000),
    ]
    first = taken.records[0]
    assert isinstance(first, RegionalProject)
    assert first.fiscal_year is not None
    assert first.fiscal_year.year == 2021
    assert first.sources["name"].text == "広域連携事業"
    assert [issue.code for issue in taken.issues] == ["blank_as_merged"]


def test_merged_cells_need_no_telling() -> None:
    table = grid([HEAD, ["空知", "炭鉱P", "【甲事業】甲", "5"], ["^", "^", "【乙事業】乙", "7"]])
    taken = take(regional_tables, block("(単位:千円)", top=50), table)
    assert [row[1:4] for row in rows(taken)] == [
        ("空知", "炭鉱P", "甲事業"),
        ("空知", "炭鉱P", "乙事業"),
    ]
    assert taken.issues == []


def test_a_page_break_keeps_bureaus_and_joins_what_it_cut() -> None:
    taken = take(
        regional_tables,
        block("道南地域", top=30),
        block("(単位:千円)", top=50),
        grid([HEAD, ["渡島", "開業P", "【甲事業】連携を進め、", ""]]),
        grid([HEAD, ["", "", "交流を広げる", "12"], ["", "農業P", "【乙事業】乙", "7"]], page=2),
        block("道北地域", top=30, page=3),
        grid([HEAD, ["", "誘客P", "【丙事業】丙", "9"]], page=3),
    )
    assert rows(taken) == [
        ("道南地域", "渡島", "開業P", "甲事業", "連携を進め、交流を広げる", 12_000),
        ("道南地域", "渡島", "農業P", "乙事業", "乙", 7_000),
        ("道北地域", None, "誘客P", "丙事業", "丙", 9_000),
    ]


def test_other_tables_are_left() -> None:
    blocks = from_text("区分\t予算額\n除雪費\t5,715")
    assert regional_tables(blocks, ABOUT).rest == blocks
