"""Lines drawn dot by dot are the lines a reader sees."""

from models.page import Rule
from pipeline.layout.dotted import with_whole_lines

BLACK = (0.0, 0.0, 0.0)


def dot(x: float, y: float, *, wide: float = 0.75, high: float = 0.75) -> Rule:
    return Rule(x, y, x + wide, y + high, "rect", False, True, BLACK, None, 4)


def row(x0: float, x1: float, y: float) -> list[Rule]:
    return [dot(x0 + 1.5 * step, y) for step in range(int((x1 - x0) / 1.5) + 1)]


def column(x: float, top: float, bottom: float) -> list[Rule]:
    return [dot(x, top + 1.5 * step) for step in range(int((bottom - top) / 1.5) + 1)]


def boxes(rules: list[Rule]) -> list[tuple[float, ...]]:
    return sorted(tuple(round(side) for side in rule[:4]) for rule in with_whole_lines(rules))


def test_a_dotted_box_is_four_lines() -> None:
    rules = [*row(10, 100, 20), *row(10, 100, 50), *column(10, 20, 50), *column(100, 20, 50)]
    assert boxes(rules) == [
        (10, 20, 11, 51),
        (10, 20, 101, 21),
        (10, 50, 101, 51),
        (100, 20, 101, 51),
    ]


def test_dots_between_drawn_lines_part_rows() -> None:
    sides = [Rule(x, 0, x, 90, "line", True, False, None, BLACK) for x in (10.0, 100.0)]
    assert (10, 40, 101, 41) in boxes([*sides, *row(10, 100, 40)])


def test_dots_that_lead_to_an_amount_are_no_ruling() -> None:
    rules = row(10, 100, 20)
    assert with_whole_lines(rules) == rules


def test_uneven_dots_are_a_drawing() -> None:
    sides = [Rule(x, 0, x, 90, "line", True, False, None, BLACK) for x in (10.0, 100.0)]
    dots = [dot(x, 40) for x in (10, 11.5, 13, 40, 55, 70, 85, 96, 99.5)]
    assert with_whole_lines([*sides, *dots]) == [*sides, *dots]


def test_a_surface_of_dots_is_no_grid() -> None:
    dots = [mark for y in range(10, 70, 2) for mark in row(10, 100, float(y))]
    assert with_whole_lines(dots) == dots
