"""Tables of wrapped text without rules are told by headings, gutters and a figure for each row."""

from models.page import Char, Table
from pipeline.layout import arrange
from tests.layout.drawing import draw

XS = (50, 90, 200, 420)
HEADING = ("地域", "主なプロジェクト", "主な施策", "予算額")
LINE = 14
Lines = tuple[str, ...]
Cells = tuple[Lines, Lines, Lines, Lines]

FIRST: Cells = (
    ("空知",),
    ("炭鉱の記憶を生か", "したまちづくり"),
    ("広域の連携により日本遺産の魅力を", "道の内外に発信して、人の流れを", "つくる"),
    ("5,715",),
)
SECOND: Cells = (
    (),
    ("食の魅力の発信",),
    ("産地と店とを結ぶ催しを開き、有効", "な活用を進める"),
    ("900",),
)
THIRD: Cells = (
    ("石狩",),
    ("若い世代の定着",),
    ("学生と企業との出会いの場を設けて", "地元で働くことの良さを伝える"),
    ("7,000",),
)


def lines(row: Cells, top: float) -> list[Char]:
    return [
        char
        for x, cell in zip(XS, row, strict=True)
        for index, text in enumerate(cell)
        for char in draw.text(text, x, top + LINE * index)
    ]


def halfway(row: Cells, top: float) -> list[Char]:
    height = LINE * max(map(len, row))
    return [
        char
        for x, cell in zip(XS, row, strict=True)
        for index, text in enumerate(cell)
        for char in draw.text(text, x, top + (height - LINE * len(cell)) / 2 + LINE * index)
    ]


def heading(top: float) -> list[Char]:
    return [char for x, text in zip(XS, HEADING, strict=True) for char in draw.text(text, x, top)]


def tables(chars: list[Char]) -> list[Table]:
    return [block for block in arrange(draw.page(chars)).blocks if isinstance(block, Table)]


def plain(table: Table) -> list[list[str]]:
    return [
        [cell.text.replace(" ", "").replace("\n", "") if cell else "-" for cell in cells]
        for cells in table.grid()
    ]


def wanted(*rows: Cells) -> list[list[str]]:
    return [["".join(cell) for cell in row] for row in rows]


def test_rows_that_begin_beside_their_figures() -> None:
    drawn = [
        *heading(100),
        *lines(FIRST, 120),
        *lines(SECOND, 168),
        *lines(THIRD, 202),
    ]
    (table,) = tables(drawn)
    assert plain(table) == [list(HEADING), *wanted(FIRST, SECOND, THIRD)]


def test_a_name_half_of_the_way_down_two_rows_covers_both() -> None:
    first: Cells = ((), *FIRST[1:])
    drawn = [
        *heading(100),
        *halfway(first, 120),
        *halfway(SECOND, 168),
        *draw.text("空知", 50, 151),
        *halfway(THIRD, 202),
    ]
    (table,) = tables(drawn)
    name = next(cell for cell in table.cells if cell.text == "空知")
    assert (name.row, name.row_span) == (1, 2)
    assert [cell.row for cell in table.cells if cell.text == "石狩"] == [3]
    assert [c.text for c in table.cells if c.column == 3] == ["予算額", "5,715", "900", "7,000"]


def test_rows_at_the_top_of_a_page_go_on_without_a_heading() -> None:
    drawn = [
        *lines(FIRST, 50),
        *lines(THIRD, 98),
        *draw.text("道南連携地域に属する振興局の取組", 50, 150),
        *heading(180),
        *lines(FIRST, 200),
        *lines(SECOND, 248),
    ]
    above, below = tables(drawn)
    assert plain(above) == wanted(FIRST, THIRD)
    assert plain(below) == [list(HEADING), *wanted(FIRST, SECOND)]


def test_figures_that_keep_to_no_line_make_no_table() -> None:
    drawn = [
        *heading(100),
        *lines((*FIRST[:3], ()), 120),
        *draw.text("5,715", 420, 120),
        *lines((*THIRD[:3], ()), 168),
        *draw.text("7,000", 420, 184),
    ]
    assert tables(drawn) == []


def test_a_row_without_its_figure_is_not_put_to_another() -> None:
    last: Cells = (*THIRD[:3], ())
    drawn = [
        *heading(100),
        *lines(FIRST, 120),
        *lines(SECOND, 168),
        *lines(last, 202),
    ]
    (table,) = tables(drawn)
    assert plain(table) == [list(HEADING), *wanted(FIRST, SECOND, last)]


def test_columns_of_prose_make_no_table() -> None:
    text = "広く道民の意見を聴きながら取組を進"
    drawn = [
        *(c for x in (50, 240, 430) for c in draw.text("主な取組", x, 100)),
        *(
            char
            for x in (50, 240, 430)
            for index in range(9)
            for char in draw.text(text[index:] + text[:index], x, 120 + LINE * index)
        ),
    ]
    assert tables(drawn) == []
