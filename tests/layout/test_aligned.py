"""Tables with level rules only, or none, are told by their gutters; lists of amounts are not."""

from typing import Any

from models.page import Table, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw

ROWS = [
    ("項目", "予算額", "割合", "前年度対比"),
    ("(1) 村税", "8,759万円", "4.42%", "364万円"),
    ("(2) 使用料", "218万円", "0.11%", "△19万円"),
    ("(3) 繰越金", "800万円", "0.40%", "0万円"),
    ("合計", "19億円", "", "△1億円"),
]
XS = (50, 150, 250, 330)


def drawn(rows: Any = ROWS) -> list[Any]:
    return [
        char
        for i, row in enumerate(rows)
        for x, text in zip(XS, row, strict=False)
        for char in draw.text(text, x, 100 + 18 * i)
    ]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "-" for cell in row] for row in table.grid()]


def test_level_rules_make_rows_and_gutters_columns() -> None:
    rules = [draw.line(48, 114 + 18 * i, 400, 114 + 18 * i) for i in range(5)]
    (table,) = arrange(draw.page(drawn(), rules)).blocks
    assert isinstance(table, Table)
    wanted = [[text.replace(" ", "") for text in row] for row in ROWS]
    assert [[text.replace(" ", "") for text in row] for row in texts(table)] == wanted
    blank = next(c for c in table.cells if (c.row, c.column) == (4, 2))
    assert blank.lines == ()
    assert blank.bbox is not None


def test_no_rules_at_all() -> None:
    (table,) = arrange(draw.page(drawn())).blocks
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (5, 4)
    assert texts(table)[4] == ["合計", "19億円", "", "△1億円"]


def test_prose_beside_the_table_stays_prose() -> None:
    chars = [c._replace(x0=c.x0 + 150, x1=c.x1 + 150) for c in drawn()]
    rules = [draw.line(198, 114 + 18 * i, 550, 114 + 18 * i) for i in range(5)]
    prose = ["今年度の歳入は前年度と", "比べて減っており、その", "主な原因は市税です。"]
    chars += [c for i, t in enumerate(prose) for c in draw.text(t, 50, 103 + 16 * i)]
    block, table = arrange(draw.page(chars, rules)).blocks
    assert isinstance(block, TextBlock)
    assert [line.text for line in block.lines] == prose
    assert isinstance(table, Table)
    assert (table.rows, table.columns) == (5, 4)


def test_names_with_amounts_and_brackets_are_lines() -> None:
    rows = [
        ("・除雪費", "95,000", "[-]"),
        ("・道路費", "8,080", "[60,000]"),
        ("・橋費", "40", "[-]"),
    ]
    found = arrange(draw.page(drawn(rows))).blocks
    assert [block.lines[0].text for block in found] == [  # type: ignore[union-attr]
        "・除雪費 95,000 [-]",
        "・道路費 8,080 [60,000]",
        "・橋費 40 [-]",
    ]


def test_lines_between_two_rules_are_one_row_however_they_stand() -> None:
    """Numbers and departments halfway between two lines of amounts, the earlier in brackets."""
    rules = [draw.line(48, 120 + 40 * i, 500, 120 + 40 * i) for i in range(5)]
    heading = (
        ("番号", 50, 102),
        ("事業名", 90, 102),
        ("令和7年度", 300, 97),
        ("(令和6年度)", 295, 107),
        ("課", 400, 102),
    )
    chars = [char for text, x, top in heading for char in draw.text(text, x, top)]
    names = ("道路整備事業", "橋りょう修繕事業", "公園管理事業", "河川改修事業")
    for i, name in enumerate(names):
        top = 122 + 40 * i
        chars += draw.text(str(i + 1), 55, top + 10)
        chars += draw.text(name, 90, top) + draw.text("ほか", 90, top + 18)
        chars += draw.text("59,224", 315, top) + draw.text("(64,107)", 305, top + 18)
        chars += draw.text("土木課", 400, top + 10)
    (table,) = [b for b in arrange(draw.page(chars, rules)).blocks if isinstance(b, Table)]
    assert texts(table)[0] == ["番号", "事業名", "令和7年度(令和6年度)", "課"]
    assert texts(table)[2] == ["2", "橋りょう修繕事業ほか", "59,224(64,107)", "土木課"]
