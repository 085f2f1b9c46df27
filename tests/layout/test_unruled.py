"""Tables without rules come back as made, however they are set; what is none stays text."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.page import Char, Page, PageLayout, Rule, Table
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from tests.layout.drawing import draw

SIZE = 10.0
PROSE = "限られた財源を有効に活用しながら重点的に取り組む施策を定めて着実に推進してまいりました"
NAMES = ("道路整備事業", "公園管理費", "図書館", "農業振興補助金", "消防団運営費", "子育て支援")
TEXTS = (
    "老朽化した施設の改修を進めるとともに計画的な点検を行う",
    "地域の魅力を発信して交流人口を広げる",
    "相談窓口の充実と人材の育成に取り組む",
    "研修",
)
OFFICES = ("企画課", "財政課", "教育総務課")
Place = tuple[int, int, int, int, str]


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in points and where its text stands in it."""

    heading: str
    width: float
    align: str


@dataclass(frozen=True)
class Made:
    """A table to draw: its columns, the texts of its rows, and how it is set."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    over: str
    padding: float
    pitch: float
    halfway: bool
    heading_align: str


NAME = Column("事業名", 92.0, "left")
TEXT = Column("内容", 142.0, "left")
OFFICE = Column("担当課", 62.0, "left")
YEARS = tuple(Column(f"令和{year}年度", 78.0, "right") for year in (5, 6, 7))
FIGURE = st.integers(100_000, 9_999_999).map("{:,}".format)


@st.composite
def made(draw_from: st.DrawFn) -> Made:
    """Tables of names, wrapped text, one to three years' figures and offices."""
    years = YEARS[: draw_from(st.integers(1, 3))]
    text = draw_from(st.booleans())
    office = draw_from(st.booleans()) or not (text or len(years) > 1)
    columns = (NAME, *((TEXT,) if text else ()), *years, *((OFFICE,) if office else ()))
    rows = []
    for _ in range(draw_from(st.integers(3, 6))):
        row = [draw_from(st.sampled_from(NAMES))]
        if text:
            row.append(draw_from(st.sampled_from(TEXTS)))
        row.extend(draw_from(FIGURE) for _ in years)
        if office:
            row.append(draw_from(st.sampled_from(OFFICES)))
        rows.append(tuple(row))
    over = draw_from(st.sampled_from(("", "予算額"))) if len(years) > 1 else ""
    return Made(
        columns,
        tuple(rows),
        over,
        draw_from(st.sampled_from((2.0, 4.0, 8.0) if over else (2.0, 4.0, 8.0, 14.0))),
        draw_from(st.sampled_from((12.0, 14.0, 16.0))),
        draw_from(st.booleans()),
        draw_from(st.sampled_from(("left", "centre"))),
    )


def wrapped(text: str, width: float) -> list[str]:
    fits = int((width - 8) // SIZE) if not text.isascii() else len(text)
    return [text[i : i + fits] for i in range(0, len(text), fits)]


def wide(text: str) -> float:
    return sum(SIZE / 2 if c.isascii() else SIZE for c in text)


def set_text(text: str, column: Column, x: float, top: float, align: str) -> list[Char]:
    room = column.width - 8 - wide(text)
    shift = {"left": 0.0, "centre": room / 2, "right": room}[align]
    return draw.text(text, x + 4 + shift, top, size=SIZE)


def drawn(table: Made, top: float) -> tuple[list[Char], list[Place], float]:
    """The characters, what the cells are, and where the table ends."""
    xs = [40.0]
    for column in table.columns:
        xs.append(xs[-1] + column.width)
    chars: list[Char] = []
    places: list[Place] = []
    years = [i for i, column in enumerate(table.columns) if column.heading.startswith("令和")]
    deep = 2 if table.over else 1
    step = table.pitch + 2 * table.padding
    if table.over:
        group = Column("", sum(table.columns[i].width for i in years), "centre")
        chars += set_text(table.over, group, xs[years[0]], top + table.padding, "centre")
        places.append((0, years[0], 1, len(years), table.over))
    for index, column in enumerate(table.columns):
        below = table.over and index in years
        at = top + table.padding + (step if below else (deep - 1) * step / 2)
        chars += set_text(column.heading, column, xs[index], at, table.heading_align)
        places.append((1 if below else 0, index, 1 if below else deep, 1, column.heading))
    y = top + deep * step
    for number, row in enumerate(table.rows, deep):
        cells = [wrapped(t, c.width) for t, c in zip(row, table.columns, strict=True)]
        most = max(map(len, cells))
        for index, (lines, column) in enumerate(zip(cells, table.columns, strict=True)):
            down = (most - len(lines)) * table.pitch / 2 if table.halfway else 0.0
            for line, text in enumerate(lines):
                at = y + table.padding + down + line * table.pitch
                chars += set_text(text, column, xs[index], at, column.align)
            places.append((number, index, 1, 1, row[index]))
        y += most * table.pitch + 2 * table.padding
    return chars, sorted(places), y


def prose(top: float, lines: int = 3) -> list[Char]:
    return [c for i in range(lines) for c in draw.text(PROSE, 40.0, top + 15 * i)]


def found(layout: PageLayout | Page) -> list[Table]:
    blocks = arrange(layout).blocks if isinstance(layout, Page) else layout.blocks
    return [block for block in blocks if isinstance(block, Table)]


def cells(table: Table) -> list[Place]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells)


def plain(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "-" for cell in row] for row in table.grid()]


@settings(max_examples=60, deadline=None)
@given(table=made())
def test_tables_come_back_as_made(table: Made) -> None:
    chars, places, end = drawn(table, 160.0)
    page = draw.page([*prose(60.0), *draw.text("1 主な事業", 40, 130), *chars, *prose(end + 24.0)])
    (back,) = found(page)
    assert cells(back) == places


@settings(max_examples=20, deadline=None)
@given(table=made(), stripe=st.booleans())
def test_grounds_and_a_rule_under_the_heading_change_nothing(table: Made, stripe: bool) -> None:
    chars, places, end = drawn(table, 160.0)
    right = 40.0 + sum(column.width for column in table.columns)
    deep = 2 if table.over else 1
    foot = 160.0 + deep * (table.pitch + 2 * table.padding)
    ground = Rule(40.0, 160.0, right, foot, "rect", False, True, fill=(0.8, 0.9, 1.0))
    rules = [ground] if stripe else [draw.line(40.0, foot, right, foot)]
    (back,) = found(draw.page([*prose(60.0), *chars, *prose(end + 24.0)], rules))
    assert cells(back) == places


@pytest.mark.parametrize("long", [(4,), (0,), (2, 4)])
@pytest.mark.parametrize("padding", [2.0, 8.0, 14.0])
def test_a_heading_beside_the_short_entries_below_it_costs_no_row(
    long: tuple[int, ...], padding: float
) -> None:
    rows = tuple(
        (name, TEXTS[0] if number in long else TEXTS[3], "1,200", "企画課")
        for number, name in enumerate(NAMES[:5])
    )
    table = Made((NAME, TEXT, YEARS[0], OFFICE), rows, "", padding, 12.0, False, "centre")
    chars, places, end = drawn(table, 160.0)
    (back,) = found(draw.page([*prose(60.0), *chars, *prose(end + 24.0)]))
    assert cells(back) == places


ROWS = tuple((name, "1,200", "900", "企画課") for name in NAMES)
PLAIN = Made((NAME, *YEARS[:2], OFFICE), ROWS, "", 4.0, 14.0, False, "left")


def pages(first: Sequence[Char], second: Sequence[Char]) -> list[PageLayout]:
    one = arrange(draw.page(list(first)))
    page = Page(2, 595.0, 842.0, second)
    return join_tables([one, arrange(page, one)])


def test_rows_on_the_next_page_go_on_without_a_heading() -> None:
    chars, _, _ = drawn(PLAIN, 700.0)
    cut = 700.0 + 22.0 * 4
    below = [
        c._replace(top=c.top - cut + 40, bottom=c.bottom - cut + 40) for c in chars if c.top >= cut
    ]
    first, second = pages([c for c in chars if c.top < cut], [*below, *prose(200.0)])
    (table,) = found(first)
    assert plain(table) == [[c.heading for c in PLAIN.columns], *map(list, ROWS)]
    assert found(second) == []
    assert {cell.page for cell in table.cells if cell.row > 3} == {2}


def test_a_row_that_the_page_parts_is_one_row() -> None:
    text = TEXTS[0]
    rows = tuple((name, text, "1,200") for name in NAMES[:3])
    table = Made((NAME, TEXT, YEARS[0]), rows, "", 4.0, 14.0, False, "left")
    chars, places, _ = drawn(table, 700.0)
    cut = max(c.top for c in chars)
    below = [c._replace(top=40.0, bottom=50.0) for c in chars if c.top == cut]
    first, second = pages([c for c in chars if c.top < cut], [*below, *prose(200.0)])
    (back,) = found(first)
    assert cells(back) == places
    assert found(second) == []


def test_part_of_a_table_is_none() -> None:
    """The first row runs over the columns below it: neither is it read, nor what is left."""
    chars, _, end = drawn(PLAIN, 160.0)
    across = draw.text("事業の名前と令和5年度と令和6年度", 44, 182)
    rows = [c for c in chars if c.top > 195]
    layout = arrange(draw.page([*across, *rows, *prose(end + 24)]))
    assert all("道路整備事業" not in row[0] for t in found(layout) for row in plain(t)[:1])


def test_a_diagram_of_boxes_is_no_table() -> None:
    rows = tuple((name, "研修", "企画課") for name in NAMES)
    chars, places, _ = drawn(Made((NAME, TEXT, OFFICE), rows, "", 6.0, 14.0, False, "left"), 160.0)
    (table,) = found(draw.page(chars))
    assert cells(table) == places
    boxes = [draw.box(41.0, 190.0 + 52 * i, 130.0, 208.0 + 52 * i) for i in range(2)]
    assert found(draw.page(chars, boxes)) == []


def test_cards_beside_one_another_are_no_table() -> None:
    """Each line of three cards of wrapped text stands level with those of the others."""
    lines = ("道内における", "観光需要等の", "取り込み強化")
    cards = [
        char
        for x in (60.0, 200.0, 340.0)
        for i, text in enumerate(lines)
        for char in draw.text(text, x, 100 + 15 * i)
    ]
    assert found(draw.page(cards)) == []


def test_numbered_lists_beside_one_another_are_no_table() -> None:
    chars = [
        char
        for x, first in ((50.0, 1), (300.0, 5))
        for i in range(4)
        for text, at in ((f"{first + i}.", x), (NAMES[i], x + 24))
        for char in draw.text(text, at, 100 + 18 * i)
    ]
    assert found(draw.page(chars)) == []


def test_contents_with_leaders_are_no_table() -> None:
    chars = [
        char
        for i, name in enumerate(NAMES)
        for text, x in (
            (f"第{i + 1}章", 50.0),
            (name, 110.0),
            ("・・・・・・", 220.0),
            (str(i), 400.0),
        )
        for char in draw.text(text, x, 100 + 18 * i)
    ]
    assert found(draw.page(chars)) == []
