"""Budget books in the forms that cities print: one wide page, two facing ones, 款 in rows."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from models import BudgetItem, BudgetStatementLine, FiscalYear, Record
from models.page import Placed, Role, Table
from pipeline.assemble.books.book import budget_book
from pipeline.assemble.family import About
from pipeline.prove import prove
from tests.assemble.made import block, printed
from tests.assemble.made import grid as plain_grid

ABOUT = About("0" * 64, issuer="南町", fiscal_year=FiscalYear(year=2024))
HEAD = [
    ["目", "本年度", "前年度", "比 較", "本年度の財源内訳", None, None, None, "節", None, "説 明"],
    ["^", "^", "^", "^", "特定財源", None, None, "一般財源", "区分", "金額", "^"],
    ["^", "^", "^", "^", "国県支出金", "地方債", "その他", "^", "^", "^", "^"],
]


def grid(rows: Sequence[Sequence[str | None]], *, page: int = 1) -> Placed:
    """A ruled table whose merged cells are as wide and high as all that they cover."""
    placed = plain_grid(rows, page=page)
    table = placed.block
    assert isinstance(table, Table)
    cells = []
    for cell in table.cells:
        assert cell.bbox is not None
        x0, top = cell.bbox[:2]
        box = (x0, top, x0 + 60 * cell.column_span, top + 30 * cell.row_span)
        cells.append(replace(cell, bbox=box))
    return replace(placed, block=replace(table, cells=tuple(cells)))


def read(*blocks: Placed) -> tuple[list[BudgetStatementLine], list[BudgetItem], list[Record]]:
    """The lines and projects of a book, and all of its records after proof."""
    taken = budget_book(blocks, ABOUT)
    records, _ = prove(taken.records)
    lines = [record for record in records if isinstance(record, BudgetStatementLine)]
    items = [record for record in records if isinstance(record, BudgetItem)]
    return lines, items, records


def yen(line: BudgetStatementLine) -> tuple[int | None, ...]:
    """Amount, prior amount and change of a line."""
    return tuple(money and money.yen for money in (line.amount, line.prior_amount, line.change))


def one_page(heading: str, unit: str) -> list[Placed]:
    """A 項 of two 目 on one wide page; the second 目 has no prior amount and no funding but one."""
    rows = [
        *HEAD,
        [
            "1 総務費",
            "300",
            "250",
            "50",
            "100",
            "",
            "0",
            "200",
            "1 報酬",
            "120",
            "一般管理     300",
        ],
        ["^", "^", "^", "^", "^", "^", "^", "^", "10 需用費\n消耗品費", "180\n180", "^"],
        ["2 財産費", "40", "", "40", "", "", "", "40", "12 委託料", "40", "財産管理     40"],
        ["計", "340", "250", "90", "100", "", "0", "240", "", "", ""],
    ]
    return [
        block("3 歳出", top=20.0),
        block(heading, top=50.0),
        block(f"(単位:{unit})", top=70.0, role=Role.NOTE),
        grid(rows),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "款 2. 総務費  項 1. 管理費",
        "2款 総務費  1項 管理費",
        "第2款 総務費  第1項 管理費",
        "(款)2 総務費  (項)1 管理費",
        "【款】 02 総務費  【項】 01 管理費",
    ],
)
def test_headings_lead_to_the_path_and_the_code(heading: str) -> None:
    lines, _, _ = read(*one_page(heading, "千円"))
    subitems = [line for line in lines if line.level == "subitem"]
    assert [line.code for line in subitems] == ["2.1.1", "2.1.2"]
    assert {line.section for line in subitems} == {("歳出", "総務費", "管理費")}
    assert {line.direction for line in lines} == {"expenditure"}


def test_figures_keep_blank_from_zero() -> None:
    lines, _, _ = read(*one_page("2款 総務費  1項 管理費", "千円"))
    first, second = [line for line in lines if line.level == "subitem"]
    assert yen(first) == (300_000, 250_000, 50_000)
    assert yen(second) == (40_000, None, 40_000)
    funding = [(part.source, part.amount and part.amount.yen) for part in first.funding]
    assert funding == [("national_prefectural", 100_000), ("other", 0), ("general", 200_000)]
    assert [part.source for part in second.funding] == ["general"]
    assert first.prior_fiscal_year is not None
    assert first.prior_fiscal_year.year == 2023
    assert second.prior_fiscal_year is None


def test_units_are_those_of_the_book() -> None:
    lines, items, _ = read(*one_page("2款 総務費  1項 管理費", "円"))
    assert yen(next(line for line in lines if line.level == "subitem")) == (300, 250, 50)
    assert [item.amount and item.amount.yen for item in items] == [300, 40]


def test_sections_and_their_parts_stand_beside_their_subitem() -> None:
    lines, _, _ = read(*one_page("2款 総務費  1項 管理費", "千円"))
    inner = [line for line in lines if line.level in ("section", "detail")]
    assert [(line.code, line.name, line.section[-1]) for line in inner] == [
        ("1", "報酬", "総務費"),
        ("10", "需用費", "総務費"),
        (None, "消耗品費", "需用費"),
        ("12", "委託料", "財産費"),
    ]


def test_every_identity_of_the_form_holds() -> None:
    _, _, records = read(*one_page("2款 総務費  1項 管理費", "千円"))
    checks = [check for record in records for check in record.checks]
    assert {check.name for check in checks} >= {"change", "funding", "parts", "total", "explained"}
    assert all(check.holds for check in checks)


def test_a_wrong_figure_is_named() -> None:
    blocks = one_page("2款 総務費  1項 管理費", "千円")
    wrong = grid(
        [
            *HEAD,
            ["1 総務費", "300", "250", "50", "", "", "", "300", "1 報酬", "129", "管理     300"],
            ["^", "^", "^", "^", "^", "^", "^", "^", "10 需用費", "180", "^"],
        ]
    )
    _, issues = prove(budget_book([*blocks[:3], wrong], ABOUT).records)
    assert any(issue.code == "does_not_add_up" and issue.severity == "error" for issue in issues)


LEFT = [["目", "本年度予算額", "前年度予算額", "比較"]]
RIGHT = [["節", None, "説明"], ["区分", "金額", "^"]]


def facing() -> list[Placed]:
    """A 目 that goes on over two spreads, and another one that begins on the second."""
    return [
        block("歳 入", top=20.0, page=2),
        block("1款 市税   340千円", "1項 市民税   340千円", top=50.0, page=2),
        grid(
            [
                ["目", "本年度予算額", "前年度予算額", "比較"],
                ["^"] * 4,
                ["1 個人", "千円\n300", "千円\n250", "千円\n50"],
            ],
            page=2,
        ),
        grid([*RIGHT, ["1 現年課税分", "千円\n200", "均等割     200"]], page=3),
        block("1款 市税   340千円", "1項 市民税   340千円", top=50.0, page=4),
        grid(
            [
                ["目", "本年度予算額", "前年度予算額", "比較"],
                ["^"] * 4,
                ["", "", "", ""],
                ["2 法人", "40", "40", "0"],
                ["計", "340", "290", "50"],
            ],
            page=4,
        ),
        grid(
            [
                *RIGHT,
                ["2 滞納繰越分", "100", "滞納繰越分     100"],
                ["1 現年課税分", "40", "法人税割     40"],
                ["", "", ""],
            ],
            page=5,
        ),
    ]


def test_facing_pages_are_joined_by_height() -> None:
    lines, items, records = read(*facing())
    sections = [
        (line.section[-1], line.name, yen(line)[0]) for line in lines if line.level == "section"
    ]
    assert sections == [
        ("個人", "現年課税分", 200_000),
        ("個人", "滞納繰越分", 100_000),
        ("法人", "現年課税分", 40_000),
    ]
    assert [(item.name, item.section[-1]) for item in items] == [
        ("均等割", "現年課税分"),
        ("滞納繰越分", "滞納繰越分"),
        ("法人税割", "現年課税分"),
    ]
    assert all(check.holds for record in records for check in record.checks)


def test_each_field_has_its_place_on_its_own_page() -> None:
    lines, _, _ = read(*facing())
    assert {line.page for line in lines if line.level == "section"} == {3, 5}
    for line in lines:
        source = line.sources["amount"]
        assert source.bbox is not None
        assert source.text == (line.amount.text if line.amount else None)


def test_a_heading_that_is_printed_again_is_one_line_with_two_places() -> None:
    lines, _, _ = read(*facing())
    titles = [line for line in lines if line.level == "title"]
    assert [yen(line)[0] for line in titles] == [340_000]
    pages = {source.page for name, source in titles[0].sources.items() if name.startswith("amount")}
    assert pages == {2, 4}


def test_enterprise_accounts_name_every_level_in_the_rows() -> None:
    rows = [
        ["款", "項", "目", "本年度予定額", "前年度予定額", "比較", "節", "金額", "備考"],
        ["1 水道事業収益", "", "", "900", "800", "100", "", "", ""],
        ["", "1 営業収益", "", "900", "800", "100", "", "", ""],
        ["", "", "1 給水収益", "900", "800", "100", "水道料金", "900", ""],
    ]
    lines, _, records = read(
        block("令和6年度南町水道事業会計予算", top=10.0),
        block("収益的収入", "(単位:千円)", top=40.0),
        grid(rows),
    )
    assert [(line.level, line.code) for line in lines] == [
        ("title", "1"),
        ("item", "1.1"),
        ("subitem", "1.1.1"),
        ("section", None),
    ]
    assert {line.account for line in lines} == {"水道事業会計"}
    assert {line.direction for line in lines} == {"revenue"}
    assert all(check.holds for record in records for check in record.checks)


def test_supplementary_budgets_keep_to_their_year() -> None:
    rows = [
        ["目", "補正前の額", "補正額", "計", "節", None, "説明"],
        ["^", "^", "^", "^", "区分", "金額", "^"],
        ["1 総務費", "100", "△ 20", "80", "1 報酬", "△ 20", "管理     △ 20"],
        ["計", "900", "△ 20", "880", "", "", ""],
    ]
    lines, items, records = read(
        block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows)
    )
    first = lines[0]
    assert yen(first) == (-20_000, None, None)
    assert first.amount_before is not None
    assert first.amount_before.yen == 100_000
    assert first.amount_after is not None
    assert first.amount_after.yen == 80_000
    assert first.prior_fiscal_year is None
    assert first.fiscal_year is not None
    assert first.fiscal_year.phase == "supplementary"
    assert {"amount", "amount_before", "amount_after"} <= set(first.sources)
    assert items[0].amount is not None
    assert items[0].amount.yen == -20_000
    assert all(check.holds for record in records for check in record.checks)


def test_accounts_follow_one_another() -> None:
    first = one_page("2款 総務費  1項 管理費", "千円")
    second = [
        block("令和6年度南町国民健康保険事業特別会計予算", top=10.0, page=2),
        block("1款 総務費  1項 管理費", "(単位:千円)", top=40.0, page=2),
        grid([*HEAD, ["1 総務費", "5", "5", "0", "", "", "", "5", "1 報酬", "5", ""]], page=2),
    ]
    lines, _, _ = read(block("令和6年度南町一般会計予算", top=5.0), *first, *second)
    assert {line.account for line in lines if line.page == 1} == {"一般会計"}
    assert {line.account for line in lines if line.page == 2} == {"国民健康保険事業特別会計"}


def test_summary_of_titles_and_items() -> None:
    rows: Sequence[Sequence[str | None]] = [
        ["款", "項", "金額"],
        ["1 市税", "", "100"],
        ["", "1 市民税", "60"],
        ["", "2 固定資産税", "40"],
        ["歳入合計", "", "100"],
    ]
    lines, _, records = read(
        block("第1表 歳入歳出予算", "(歳入)", "(単位:千円)", top=40.0), grid(rows)
    )
    assert [(line.level, line.code, yen(line)[0]) for line in lines] == [
        ("title", "1", 100_000),
        ("item", "1.1", 60_000),
        ("item", "1.2", 40_000),
        ("total", None, 100_000),
    ]
    assert lines[1].section == ("第1表歳入歳出予算", "歳入", "市税")
    assert records


def test_other_tables_are_left_alone() -> None:
    other = grid([["事業名", "予算額", "担当課"], ["道路整備", "100", "土木課"]])
    taken = budget_book([other], ABOUT)
    assert not taken.records
    assert taken.rest == [other]


def test_years_may_head_the_columns() -> None:
    rows = [
        ["目", "令和6年度予算額", "令和5年度予算額", "比較", "節", None, "説明"],
        ["^", "^", "^", "^", "区分", "金額", "^"],
        ["1 総務費", "100", "80", "20", "1 報酬", "100", "管理     100"],
    ]
    lines, _, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    assert yen(lines[0]) == (100_000, 80_000, 20_000)


def test_only_the_explanations_may_stand_on_the_facing_page() -> None:
    left = [
        ["目", "本年度", "前年度", "比較", "節", None],
        ["^", "^", "^", "^", "区分", "金額"],
        ["1 総務費", "100", "80", "20", "1 報酬", "100"],
        ["2 財産費", "30", "30", "0", "12 委託料", "30"],
    ]
    right = [["説明"], ["^"], ["管理     100"], ["財産     30"]]
    lines, items, records = read(
        block("歳出", "2款 総務費  1項 管理費", "(単位:千円)", top=40.0, page=2),
        grid(left, page=2),
        grid(right, page=3),
    )
    assert [line.name for line in lines if line.level == "subitem"] == ["総務費", "財産費"]
    assert [(item.name, item.section[-1]) for item in items] == [
        ("管理", "総務費"),
        ("財産", "財産費"),
    ]
    assert all(check.holds for record in records for check in record.checks)


def test_explanations_may_have_a_column_of_amounts() -> None:
    rows = [
        ["目", "本年度", "前年度", "比較", "節", None, "説明", None],
        ["^", "^", "^", "^", "区分", "金額", "事項", "金額"],
        ["1 総務費", "100", "80", "20", "1 報酬", "100", "01 管理事業", "100"],
    ]
    lines, items, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    assert yen(lines[0]) == (100_000, 80_000, 20_000)
    assert [(item.code, item.name, item.amount and item.amount.yen) for item in items] == [
        ("01", "管理事業", 100_000)
    ]


def test_levels_by_indent_where_one_column_holds_all() -> None:
    rows = [
        ["科目", "本年度", "前年度", "比較", "節", None, "説明"],
        ["^", "^", "^", "^", "区分", "金額", "^"],
        ["1款 総務費", "100", "80", "20", "", "", ""],
        ["1項 管理費", "100", "80", "20", "", "", ""],
        ["1目 一般管理費", "100", "80", "20", "1 報酬", "100", "管理     100"],
    ]
    lines, _, _ = read(block("(歳出)", "(単位:千円)", top=50.0), grid(rows))
    assert [(line.level, line.code) for line in lines] == [
        ("title", "1"),
        ("item", "1.1"),
        ("subitem", "1.1.1"),
        ("section", "1"),
    ]


def test_names_that_wrap_are_one() -> None:
    rows = [
        *HEAD,
        [
            "1 国有資産等所在\n市町村交付金",
            "8",
            "8",
            "0",
            "",
            "",
            "",
            "8",
            "18 負担金、\n補助及び交\n付金",
            "8",
            "",
        ],
    ]
    lines, _, _ = read(block("2款 総務費  1項 管理費", "(単位:千円)", top=50.0), grid(rows))
    assert [line.name for line in lines] == ["国有資産等所在市町村交付金", "負担金、補助及び交付金"]


def test_figures_of_a_heading_that_differs_are_another_line() -> None:
    blocks = facing()
    blocks[4] = block("1款 市税   341千円", "1項 市民税   340千円", top=50.0, page=4)
    lines, _, _ = read(*blocks)
    assert [yen(line)[0] for line in lines if line.level == "title"] == [340_000, 341_000]


def test_both_halves_may_stand_on_one_page() -> None:
    left = grid([LEFT[0], ["^"] * 4, ["1 個人", "300", "250", "50"]])
    right = grid([*RIGHT, ["1 現年課税分", "300", "均等割     300"]])
    table = right.block
    assert isinstance(table, Table)
    cells = []
    for cell in table.cells:
        assert cell.bbox is not None
        x0, top, x1, bottom = cell.bbox
        lines = tuple(
            printed(line.printed, x0=line.boxes[0] + 300, top=line.boxes[1]) for line in cell.lines
        )
        cells.append(replace(cell, lines=lines, bbox=(x0 + 300, top, x1 + 300, bottom)))
    beside = replace(right, block=replace(table, cells=tuple(cells)))
    lines, items, _ = read(
        block("歳入", "1款 市税  1項 市民税", "(単位:千円)", top=40.0), left, beside
    )
    assert [(line.level, yen(line)[0]) for line in lines] == [
        ("subitem", 300_000),
        ("section", 300_000),
    ]
    assert [item.name for item in items] == ["均等割"]
