"""Tables drawn side by side that touch are read one by one."""

import pytest

from models.page import Cell, Table
from pipeline.layout.twin_tables import twins_apart
from tests.grids.pages import line


def table(*rows: str) -> Table:
    """A table of rows whose cells commas part; a blank one has no lines."""
    split = [row.split("|") for row in rows]
    cells = tuple(
        Cell(r, c, (line(text),) if text else ())
        for r, texts in enumerate(split)
        for c, text in enumerate(texts)
    )
    return Table(1, len(split), len(split[0]), cells)


def texts(one: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in one.grid()]


@pytest.mark.parametrize("gap", ["", "|"])
def test_headings_said_again_begin_another_table(gap: str) -> None:
    whole = table(
        f"事業名|8年度|9年度{gap}|事業名|8年度|9年度",
        f"除雪費|10|12{gap}|敬老祝金|9|3",
        f"図書費|7|8{gap}|花火大会|4|",
    )
    assert [texts(one) for one in twins_apart(whole)] == [
        [["事業名", "8年度", "9年度"], ["除雪費", "10", "12"], ["図書費", "7", "8"]],
        [["事業名", "8年度", "9年度"], ["敬老祝金", "9", "3"], ["花火大会", "4", ""]],
    ]


@pytest.mark.parametrize(
    "heading", ["事業名|8年度|増減|9年度|増減", "区分|計|区分|男", "款|款|本年度|前年度"]
)
def test_a_heading_that_merely_comes_twice_does_not(heading: str) -> None:
    columns = heading.count("|") + 1
    whole = table(heading, "|".join("1" * columns))
    assert twins_apart(whole) == [whole]


def test_a_cell_over_both_holds_them_together() -> None:
    whole = table("事業名|額|事業名|額", "除雪費|1|敬老祝金|2")
    note = Cell(2, 0, (line("単位は千円"),), column_span=4)
    whole = Table(1, 3, 4, (*whole.cells, note))
    assert twins_apart(whole) == [whole]
