"""Tables without rules are told by figures that end at the same places."""

from models.page import Char, Table, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw

ROWS = (
    ("議　会　費", "1,258,497", "1,128,931", "129,566"),
    ("総　務　費", "3,831,827", "3,347,873", "483,954"),
    ("民　生　費", "1,092,599", "1,197,311", "△104,712"),
    ("農林水産業費", "749,215", "668,822", "80,393"),
    ("歳　出　合　計", "6,932,138", "6,342,937", "589,201"),
)
HEADING = ("区　　分", "令和7年度", "令和6年度", "増減額")
ENDS = (0, 220, 320, 420)


def right(text: str, end: float, top: float) -> list[Char]:
    """Characters that end at a place."""
    width = sum(5 if c.isascii() else 10 for c in text)
    return draw.text(text, end - width, top)


def row(cells: tuple[str, ...], top: float) -> list[Char]:
    first = draw.text(cells[0], 50, top)
    return [
        *first,
        *(c for t, x in zip(cells[1:], ENDS[1:], strict=True) for c in right(t, x, top)),
    ]


def rows(*all_rows: tuple[str, ...], top: float = 100.0, step: float = 18.0) -> list[Char]:
    return [char for i, cells in enumerate(all_rows) for char in row(cells, top + step * i)]


def plain(table: Table) -> list[list[str]]:
    return [[c.text.replace(" ", "") if c else "-" for c in cells] for cells in table.grid()]


def wanted(*all_rows: tuple[str, ...]) -> list[list[str]]:
    return [[cell.replace("\u3000", "") for cell in cells] for cells in all_rows]


def test_names_spread_over_their_column_are_names() -> None:
    (table,) = arrange(draw.page(rows(HEADING, *ROWS))).blocks
    assert isinstance(table, Table)
    assert plain(table) == wanted(HEADING, *ROWS)


def test_rules_around_heading_and_sum_do_not_part_the_rows() -> None:
    levels = [draw.line(48, y, 424, y) for y in (97.0, 114.0, 186.0, 204.0)]
    first = rows(HEADING, *ROWS)
    second = rows(HEADING, *ROWS, top=260.0)
    more = [draw.line(48, y + 160, 424, y + 160) for y in (97.0, 114.0, 186.0, 204.0)]
    blocks = arrange(draw.page([*first, *second], [*levels, *more])).blocks
    assert [plain(b) for b in blocks if isinstance(b, Table)] == [wanted(HEADING, *ROWS)] * 2


def test_headings_at_the_left_of_their_columns_stay_with_them() -> None:
    heading = [
        c for t, x in zip(HEADING, (50, 150, 225, 325), strict=True) for c in draw.text(t, x, 82)
    ]
    (table,) = arrange(draw.page([*heading, *rows(*ROWS)])).blocks
    assert isinstance(table, Table)
    assert plain(table)[0] == wanted(HEADING)[0]


def test_a_column_of_words_behind_the_figures_belongs_where_it_has_a_heading() -> None:
    words = ["担当", "議会", "総務", "福祉", "農林", ""]
    beside = [c for i, t in enumerate(words) for c in draw.text(t, 440, 100 + 18 * i)]
    (table,) = arrange(draw.page([*rows(HEADING, *ROWS), *beside])).blocks
    assert isinstance(table, Table)
    assert [cells[-1] for cells in plain(table)] == words


def test_a_wrapped_name_belongs_to_its_row() -> None:
    chars = rows(HEADING, *ROWS[:3], step=30.0) + draw.text("(つづき)", 50, 142)
    (table,) = arrange(draw.page(chars)).blocks
    assert isinstance(table, Table)
    assert plain(table)[1][0] == "議会費(つづき)"
    assert table.rows == 4


def test_a_note_of_the_unit_is_no_heading() -> None:
    chars = [*draw.text("(単位:千円)", 360, 84), *rows(HEADING, *ROWS)]
    blocks = arrange(draw.page(chars)).blocks
    table = next(b for b in blocks if isinstance(b, Table))
    assert plain(table)[0] == wanted(HEADING)[0]
    assert any(isinstance(b, TextBlock) and "単位" in b.lines[0].text for b in blocks)


def test_prose_with_figures_is_no_table() -> None:
    prose = [
        "令和7年度は1,258人が参加し前年度の1,128人",
        "を上回り130人の増となった。会場は",
        "12か所で延べ3,347件の相談があった。",
    ]
    chars = [c for i, t in enumerate(prose) for c in draw.text(t, 50, 100 + 16 * i)]
    assert not any(isinstance(b, Table) for b in arrange(draw.page(chars)).blocks)


def test_boxes_with_round_corners_are_no_rows() -> None:
    rules = []
    for x0, top in ((40.0, 80.0), (300.0, 80.0), (40.0, 160.0), (300.0, 160.0)):
        x1, bottom = x0 + 240, top + 70
        rules.append(draw.box(x0, top, x1, bottom, kind="curve", segments=100))
        rules += [draw.line(x, top + 5, x, bottom - 5)._replace(kind="edge") for x in (x0, x1)]
        rules += [draw.line(x0 + 5, y, x1 - 5, y)._replace(kind="edge") for y in (top, bottom)]
        rules.append(
            draw.box(x0 + 7, top + 7, x1 - 7, top + 21, stroked=False, filled=True, fill=(0.9,))
        )
    chars = [
        char
        for x0, top in ((40, 80), (300, 80), (40, 160), (300, 160))
        for i, text in enumerate(("道路整備事業", "予算額25,440千円", "道路を直す。"))
        for char in draw.text(text, x0 + 10, top + 9 + 18 * i)
    ]
    blocks = arrange(draw.page(chars, rules)).blocks
    assert all(isinstance(block, TextBlock) and block.frame for block in blocks)
    assert len({block.frame for block in blocks if isinstance(block, TextBlock)}) >= 4
