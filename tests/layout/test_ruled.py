from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from models.page import Colour, Page, Rule
from pipeline.layout.ruled import find_ruled_tables
from pipeline.layout.ruled_grid import Edge, find_cells
from tests.layout.drawing import Drawing

WHITE, BLACK, BLUE = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (0.2, 0.3, 0.9)


def rule(x0: float, top: float, x1: float, bottom: float) -> Rule:
    kind = "line" if x0 == x1 or top == bottom else "rect"
    return Rule(x0, top, x1, bottom, kind, True, False, None, BLACK, 1, 0.5)


def fill(box: tuple[float, float, float, float], colour: Colour | None) -> Rule:
    return Rule(*box, "rect", False, True, colour, None, 4, 0.0)


def page(*rules: Rule) -> Page:
    return Page(1, 600, 800, (), rules)


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    return [rule(x, ys[0], x, ys[-1]) for x in xs] + [rule(xs[0], y, xs[-1], y) for y in ys]


def test_a_grid_gives_its_cells_with_their_boxes() -> None:
    (table,) = find_ruled_tables(page(*grid([10, 60, 200], [20, 40, 60, 90])))
    assert (table.rows, table.columns, table.bbox) == (3, 2, (10, 20, 200, 90))
    assert [(c.row, c.column) for c in table.cells] == [
        (row, column) for row in range(3) for column in range(2)
    ]
    assert table.cells[3].bbox == (60, 40, 200, 60)


def test_merged_cells_have_spans() -> None:
    rules = [
        *(rule(x, 0, x, 60) for x in (0, 50, 150)),
        rule(100, 20, 100, 60),
        *(rule(0, y, 150, y) for y in (0, 60)),
        rule(50, 20, 150, 20),
        rule(50, 40, 150, 40),
    ]
    (table,) = find_ruled_tables(page(*rules))
    spans = {(c.row, c.column): (c.row_span, c.column_span) for c in table.cells}
    assert spans == {
        (0, 0): (3, 1),
        (0, 1): (1, 2),
        (1, 1): (1, 1),
        (1, 2): (1, 1),
        (2, 1): (1, 1),
        (2, 2): (1, 1),
    }


def test_tables_side_by_side_are_two() -> None:
    left, right = grid([10, 50, 90], [20, 40, 60]), grid([200, 250], [20, 40, 60])
    tables = find_ruled_tables(page(*left, *right))
    assert [(t.columns, t.bbox[0]) for t in tables] == [(2, 10), (1, 200)]


def test_a_single_box_is_no_table() -> None:
    assert find_ruled_tables(page(rule(10, 10, 200, 100))) == []


def test_rules_that_are_drawn_as_thin_boxes_make_a_grid() -> None:
    thin = [fill((x, 20, x + 0.7, 90), BLACK) for x in (10, 60, 200)]
    thin += [fill((10, y, 200.7, y + 0.7), BLACK) for y in (20, 40, 90)]
    (table,) = find_ruled_tables(page(*thin))
    assert (table.rows, table.columns, len(table.cells)) == (2, 2, 4)


def test_white_boxes_behind_text_make_no_cells() -> None:
    rules = grid([10, 60, 200], [20, 40, 60])
    ghosts = [fill((15 + 7 * i, 24, 22 + 7 * i, 36), WHITE) for i in range(5)]
    ghosts += [fill((15, 24, 30, 36), (1.0,)), fill((32, 24, 50, 36), (0.0, 0.0, 0.0, 0.0))]
    assert find_ruled_tables(page(*ghosts, *rules)) == find_ruled_tables(page(*rules))


def test_fills_in_the_colour_of_the_page_make_no_cells() -> None:
    ground = fill((0, 0, 600, 800), BLUE)
    boxes = [fill((10, 10, 50, 30), BLUE), fill((50, 10, 90, 30), BLUE)]
    assert find_ruled_tables(page(ground, *boxes)) == []
    assert len(find_ruled_tables(page(*boxes))) == 1


def test_white_rules_on_colour_make_cells() -> None:
    """Office tables are often bands of colour that white rules part."""
    bands = [fill((10, y, 210, y + 20), BLUE) for y in (10, 30, 50)]
    white = [r._replace(stroke=WHITE) for r in grid([10, 60, 210], [10, 30, 50, 70])]
    (table,) = find_ruled_tables(page(*bands, *white))
    assert (table.rows, table.columns) == (3, 2)


@pytest.mark.parametrize("colour", [None, BLACK])
def test_patterns_and_colours_are_seen(colour: Colour | None) -> None:
    thin = [fill((x, 20, x + 0.7, 90), colour) for x in (10, 60, 200)]
    thin += [fill((10, y, 200.7, y + 0.7), colour) for y in (20, 90)]
    assert len(find_ruled_tables(page(*thin))) == 1


def test_slanted_lines_and_curves_make_no_cells() -> None:
    slanted = Rule(10, 20, 60, 40, "line", True, False, None, BLACK, 1, 0.5)
    curve = Rule(10, 20, 60, 40, "curve", True, False, None, BLACK, 9, 0.5)
    rules = grid([10, 60, 200], [20, 40, 60])
    assert find_ruled_tables(page(*rules, slanted, curve)) == find_ruled_tables(page(*rules))


def test_no_rules_make_no_table() -> None:
    assert find_ruled_tables(page()) == []
    assert find_cells([Edge(10, 0, 100)], []) == []


# A coarse grid with some noise below the tolerance, far from standing exactly at it.
PLACE = st.tuples(st.integers(0, 8), st.sampled_from([0.0, 0.4, 1.1])).map(
    lambda step: step[0] * 17.3 + step[1]
)
EDGES = st.lists(
    st.tuples(PLACE, PLACE, PLACE).map(lambda e: Edge(e[0], min(e[1:]), max(e[1:]))), max_size=14
)


def as_plumber(edge: Edge, *, level: bool) -> dict[str, Any]:
    at, start, end = edge
    x0, top, x1, bottom = (start, at, end, at) if level else (at, start, at, end)
    return {
        "object_type": "line",
        "orientation": "h" if level else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


@settings(max_examples=300, deadline=None)
@given(EDGES, EDGES)
def test_cells_are_those_of_pdfplumber(level: list[Edge], upright: list[Edge]) -> None:
    long = [[e for e in part if e.end - e.start >= 1] for part in (level, upright)]
    edges = [as_plumber(e, level=True) for e in long[0]]
    edges += [as_plumber(e, level=False) for e in long[1]]
    expected = TableFinder(SimpleNamespace(edges=edges)).tables  # type: ignore[arg-type]
    found = find_cells(*long)
    # Snapping by floats can leave pdfplumber two lines a last digit apart, with a cell between.
    true = [
        [cell for cell in rounded(table.cells) if not is_without_area(cell)] for table in expected
    ]
    assert [rounded(cells) for cells in found] == [cells for cells in true if len(cells) > 1]


def is_without_area(cell: tuple[float, ...]) -> bool:
    return cell[0] == cell[2] or cell[1] == cell[3]


def rounded(cells: list[Any]) -> list[tuple[float, ...]]:
    return sorted(tuple(round(value, 6) for value in cell) for cell in cells)


GAPS = st.lists(st.floats(6, 90), min_size=1, max_size=7)


@given(GAPS, GAPS, st.floats(0, 200), st.floats(0, 200), st.randoms(use_true_random=False))
def test_a_drawn_table_comes_back_as_drawn(
    widths: list[float], heights: list[float], x: float, y: float, random: Any
) -> None:
    xs, ys = [x], [y]
    for width in widths:
        xs.append(xs[-1] + width)
    for height in heights:
        ys.append(ys[-1] + height)
    rules = grid(xs, ys)
    random.shuffle(rules)
    tables = find_ruled_tables(page(*rules))
    if len(widths) * len(heights) == 1:
        assert tables == []
        return
    (table,) = tables
    assert (table.rows, table.columns) == (len(heights), len(widths))
    for cell in table.cells:
        assert (cell.row_span, cell.column_span) == (1, 1)
        expected = (xs[cell.column], ys[cell.row], xs[cell.column + 1], ys[cell.row + 1])
        assert cell.bbox == pytest.approx(expected)


def test_a_fill_on_a_larger_one_of_its_colour_parts_nothing() -> None:
    """Word paints a shaded cell, and each line of its text once more."""
    draw = Drawing()
    grey = {"stroked": False, "filled": True, "stroke": None, "fill": (0.85,)}
    edges = draw.ruled([50.0, 150.0, 300.0], [100.0, 160.0, 180.0])
    cell = draw.box(50.5, 100.5, 149.5, 159.5, **grey)
    lines = [draw.box(55, top, 145, top + 19, **grey) for top in (100.5, 119.5, 138.5)]
    chars = draw.text("上限額", 60, 105) + draw.text("3,000万円", 160, 105)
    (table,) = find_ruled_tables(draw.page(chars, [*edges, cell, *lines]))
    assert (table.rows, table.columns) == (2, 2)
    white = draw.box(50.5, 100.5, 149.5, 159.5, **{**grey, "fill": (0.5,)})
    (parted,) = find_ruled_tables(draw.page(chars, [*edges, white, *lines]))
    assert parted.rows > 2
