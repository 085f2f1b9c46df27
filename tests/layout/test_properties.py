"""A page made of random columns, lines and tables comes back as made, wherever it stands."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from models.page import Block, Char, Line, Page, Rule, Table, TextBlock
from pipeline.layout import arrange
from tests.layout.drawing import draw
from tests.layout.test_turned import on_its_side

KANA = st.text("あいうえおかきくけこさしすせそ", min_size=12, max_size=20)
NAME = st.text("道路橋梁河川公園学校消防救急図書", min_size=2, max_size=6)
AMOUNT = st.integers(1, 9_999_999).map("{:,}".format)
GRID = st.integers(2, 5).flatmap(
    lambda columns: st.lists(
        st.tuples(NAME, *[AMOUNT | st.just("")] * (columns - 1)), min_size=2, max_size=6
    )
)


def grid_page(rows: Sequence[Sequence[str]]) -> Page:
    xs = [40.0 + 100 * i for i in range(len(rows[0]) + 1)]
    ys = [200.0 + 24 * i for i in range(len(rows) + 1)]
    chars = [
        char
        for y, row in zip(ys, rows, strict=False)
        for x, text in zip(xs, row, strict=False)
        for char in draw.text(text, x + 8, y + 7)
    ]
    return draw.page(chars, draw.ruled(xs, ys))


def prose_page(columns: Sequence[Sequence[str]]) -> Page:
    """Columns of whole lines, each as wide as its own first one."""
    chars = []
    for index, lines in enumerate(columns):
        width = len(lines[0])
        for row, line in enumerate(lines):
            chars += draw.text((line * 2)[:width], 40 + 260 * index, 100 + 17 * row)
    return draw.page(chars)


def shown(blocks: Sequence[Block]) -> list[object]:
    found: list[object] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(
                [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]
            )
        else:
            found.append((block.role, [line.text for line in block.lines]))
    return found


def boxes(blocks: Sequence[Block]) -> list[tuple[float, ...]]:
    found: list[tuple[float, ...]] = []
    for block in blocks:
        if isinstance(block, Table):
            found.extend(cell.bbox for cell in block.cells if cell.bbox)
        else:
            found.extend(line.bbox for line in block.lines if line.bbox)
    return found


def moved(page: Page, dx: float, dy: float, scale: float) -> Page:
    def place(item: Any) -> Any:
        return item._replace(
            x0=item.x0 * scale + dx,
            x1=item.x1 * scale + dx,
            top=item.top * scale + dy,
            bottom=item.bottom * scale + dy,
        )

    return replace(
        page,
        width=page.width * scale + dx,
        height=page.height * scale + dy,
        chars=[place(char)._replace(size=char.size * scale) for char in page.chars],
        rules=[place(rule) for rule in page.rules],
    )


@given(rows=GRID)
def test_tables_come_back_as_made(rows: list[tuple[str, ...]]) -> None:
    (table,) = arrange(grid_page(rows)).blocks
    assert isinstance(table, Table)
    assert [[cell and cell.text for cell in row] for row in table.grid()] == [list(r) for r in rows]


@given(columns=st.lists(st.lists(KANA, min_size=3, max_size=8), min_size=1, max_size=2))
def test_columns_come_back_one_after_another(columns: list[list[str]]) -> None:
    blocks = arrange(prose_page(columns)).blocks
    found = [line.text for b in blocks if isinstance(b, TextBlock) for line in b.lines]
    assert found == [(line * 2)[: len(lines[0])] for lines in columns for line in lines]


@settings(max_examples=40)
@given(
    rows=GRID,
    lines=st.lists(KANA, min_size=3, max_size=3),
    seed=st.integers(0, 999),
)
def test_shuffling_what_is_drawn_changes_nothing(
    rows: list[tuple[str, ...]], lines: list[str], seed: int
) -> None:
    one, other = grid_page(rows), prose_page([lines])
    page = replace(one, chars=[*one.chars, *other.chars])
    chars, rules = list(page.chars), list(page.rules)
    random.Random(seed).shuffle(chars)
    random.Random(seed).shuffle(rules)
    assert arrange(replace(page, chars=chars, rules=rules)) == arrange(page)


@settings(max_examples=40)
@given(
    rows=GRID,
    lines=st.lists(KANA, min_size=3, max_size=3),
    dx=st.floats(0, 300),
    dy=st.floats(0, 300),
    scale=st.floats(0.7, 2.0),
)
def test_moving_and_scaling_a_page_moves_its_boxes_only(
    rows: list[tuple[str, ...]], lines: list[str], dx: float, dy: float, scale: float
) -> None:
    one, other = grid_page(rows), prose_page([lines])
    page = replace(one, chars=[*one.chars, *other.chars])
    here, there = arrange(page).blocks, arrange(moved(page, dx, dy, scale)).blocks
    assert shown(here) == shown(there)
    for box, other_box in zip(boxes(here), boxes(there), strict=True):
        wanted = [v * scale + d for v, d in zip(box, (dx, dy, dx, dy), strict=True)]
        assert all(abs(a - b) < 0.01 for a, b in zip(wanted, other_box, strict=True))


def tier_page(tiers: Sequence[Sequence[str]], *, pitch: float) -> Page:
    """Tiers of vertical text under a line of horizontal text, each of whole columns but its last.

    A rule stands between two tiers, which stand closer than a gutter is wide.
    """
    chars = draw.text("広報の題字と号数の行", 60, 40)
    rules = []
    for index, columns in enumerate(tiers):
        top = 80 + 216.0 * index
        if index:
            rules.append(draw.line(50, top - 3, 560, top - 3))
        for place, column in enumerate(columns):
            chars += draw.text(column, 530 - pitch * place, top, vertical=True)
    return draw.page(chars, rules)


TIERS = st.lists(
    st.lists(
        st.permutations("市区町村長予算の福祉と防災や教育の道路橋河").map("".join),
        min_size=4,
        max_size=12,
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(tiers=TIERS, pitch=st.sampled_from([13.5, 14.0, 15.0, 17.0, 20.0]), seed=st.integers(0, 99))
def test_tiers_of_vertical_text_come_back_in_their_order(
    tiers: list[list[str]], pitch: float, seed: int
) -> None:
    page = tier_page(tiers, pitch=pitch)
    layout = arrange(page)
    found = [line.text for line in layout.lines()]
    assert found == ["広報の題字と号数の行", *(line for columns in tiers for line in columns)]
    chars = list(page.chars)
    random.Random(seed).shuffle(chars)
    assert arrange(replace(page, chars=chars)) == layout
    assert shown(arrange(moved(page, 31, 17, 0.8)).blocks) == shown(layout.blocks)


@settings(max_examples=30, deadline=None)
@given(rows=GRID, lines=st.lists(KANA, min_size=3, max_size=3), upwards=st.booleans())
def test_a_turned_page_reads_as_the_page_it_was(
    rows: list[tuple[str, ...]], lines: list[str], upwards: bool
) -> None:
    one, other = grid_page(rows), prose_page([lines])
    page = replace(one, chars=[*one.chars, *other.chars])
    turned = arrange(on_its_side(page, upwards=upwards)).blocks
    assert shown(turned) == shown(arrange(page).blocks)


SPOT = st.builds(
    Char,
    text=st.sampled_from(["あ", "国", "1", ",", "・", " ", "新", "△", "("]),
    x0=st.floats(-20, 600),
    top=st.floats(-20, 850),
    x1=st.just(0.0),
    bottom=st.just(0.0),
    size=st.sampled_from([0.0, 1.0, 8.0, 10.0, 24.0]),
    upright=st.booleans(),
)
RULE = st.builds(
    Rule,
    x0=st.floats(0, 590),
    top=st.floats(0, 840),
    x1=st.just(0.0),
    bottom=st.just(0.0),
    kind=st.sampled_from(["line", "rect", "curve"]),
    stroked=st.booleans(),
    filled=st.booleans(),
    fill=st.sampled_from([None, (1.0, 1.0, 1.0), (0.2, 0.4, 0.6)]),
    stroke=st.just((0.0,)),
    segments=st.integers(1, 60),
)


@settings(max_examples=150)
@given(
    spots=st.lists(st.tuples(SPOT, st.floats(0, 30), st.floats(0, 30)), max_size=40),
    rules=st.lists(st.tuples(RULE, st.floats(0, 400), st.floats(0, 400)), max_size=12),
)
def test_nothing_is_lost_of_any_page(
    spots: list[tuple[Char, float, float]], rules: list[tuple[Rule, float, float]]
) -> None:
    chars = [c._replace(x1=c.x0 + wide, bottom=c.top + high) for c, wide, high in spots]
    drawn = [r._replace(x1=r.x0 + wide, bottom=r.top + high) for r, wide, high in rules]
    layout = arrange(draw.page(chars, drawn))
    # The same character twice upon itself is one.
    kept = {(c.text, c.x0, c.top) for line in layout.lines() for c in _printed(line)}
    for char in chars:
        if not char.text.isspace():
            assert any(
                text == char.text and abs(x - char.x0) < 31 and abs(y - char.top) < 31
                for text, x, y in kept
            )


def _printed(line: Line) -> list[Char]:
    boxes = [line.boxes[i : i + 4] for i in range(0, len(line.boxes), 4)]
    return [Char(text, *box, 0.0) for text, box in zip(line.printed, boxes, strict=True)]
