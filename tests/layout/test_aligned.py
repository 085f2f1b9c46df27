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
