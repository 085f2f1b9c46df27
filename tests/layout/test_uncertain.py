"""Columns of figures that were left as text are told; prose, dates and tables raise nothing."""

from dataclasses import replace

from models.page import Char, Table
from pipeline.layout import arrange
from tests.layout.drawing import draw

_ROWS = [("1,310", "2,290"), ("1,453", "3,001"), ("9,800", "4,127")]


def _figures(rows: list[tuple[str, str]], *, shift: float = 0.0) -> list[Char]:
    """Two columns of figures that end at the same places, each row `shift` further than the last.

    Texts of different length stand between them, so that no strip down the rows is blank.
    """
    chars: list[Char] = []
    for down, (first, second) in enumerate(rows):
        top = 100 + 20 * down
        chars += draw.text(first, 150 - 5 * len(first) + shift * down, top)
        chars += draw.text("全国の水準"[: 5 - down], 155 + 20 * down, top)
        chars += draw.text(second, 290 - 5 * len(second) + shift * down, top)
    return chars


def _codes(chars: list[Char]) -> list[str]:
    return [issue.code for issue in arrange(draw.page(chars)).issues]


def test_aligned_figures_outside_a_table_are_told_once_with_their_place() -> None:
    layout = arrange(draw.page(_figures(_ROWS)))
    assert not any(isinstance(block, Table) for block in layout.blocks)
    (issue,) = layout.issues
    assert (issue.code, issue.severity, issue.page) == ("table_uncertain", "info", 1)
    assert issue.bbox == (125, 100, 290, 150)


def test_two_rows_or_figures_that_end_here_and_there_are_no_table() -> None:
    assert _codes(_figures(_ROWS[:2])) == []
    assert _codes(_figures(_ROWS, shift=17)) == []


def test_counts_and_dates_are_no_amounts() -> None:
    assert _codes(_figures([("1", "12"), ("2", "13"), ("3", "14")])) == []


def test_figures_in_a_drawn_table_are_none_that_were_left() -> None:
    rules = draw.ruled([40, 120, 200, 300], [95, 115, 135, 155])
    page = draw.page(_figures(_ROWS), rules)
    assert arrange(page).issues == ()


def test_on_a_page_that_lies_on_its_side_the_place_is_the_one_shown() -> None:
    page = draw.page(_figures(_ROWS))
    high = page.height
    turned = [c._replace(x0=high - c[4], x1=high - c[2], top=c[1], bottom=c[3]) for c in page.chars]
    chars = [char._replace(upright=False) for char in turned]
    (issue,) = arrange(replace(page, width=high, height=page.width, chars=chars)).issues
    assert issue.bbox == (high - 150, 125, high - 100, 290)
