"""The shape of a figure settles what its characters are, or casts doubt on it."""

import pytest

from models.page import Char
from pipeline.read.ocr.figures import DISPROVED, DOUBTFUL, doubtful_figures, mended
from pipeline.read.ocr.ink import Ink


def inks(text: str) -> list[Ink]:
    """Ink as usual: digits 20 high and 12 wide on a base line, points upon it, commas below it."""
    shapes = {".": (9, 26, 12, 30), ",": (8, 26, 12, 35)}
    found: list[Ink] = []
    for place, char in enumerate(text):
        x0, top, x1, bottom = shapes.get(char, (2, 10, 14, 30))
        found.append((x0 + 16 * place, top, x1 + 16 * place, bottom))
    return found


def told(text: str, drawn: str | None = None) -> tuple[str, float]:
    text, sure = mended(text, [0.99] * len(text), inks(drawn or text))
    return text, min(sure)


@pytest.mark.parametrize("text", ["1,234", "12.5", "98.75%", "令和7年度", "0.523", "A1", "第12条"])
def test_what_is_fine_stays(text: str) -> None:
    assert told(text) == (text, 0.99)


def test_points_between_groups_are_commas() -> None:
    assert told("1.234.567") == ("1,234,567", 0.99)
    assert told("1,234.567") == ("1,234,567", 0.99)


def test_ink_below_the_line_is_a_comma() -> None:
    assert told("1.234", drawn="1,234") == ("1,234", 0.99)


def test_a_point_where_a_comma_may_be_is_doubtful() -> None:
    assert told("1.234") == ("1.234", DISPROVED)


@pytest.mark.parametrize(("text", "meant"), [("1,O34", "1,034"), ("l2,345", "12,345")])
def test_letters_in_a_grouped_figure_are_digits_and_doubtful(text: str, meant: str) -> None:
    assert told(text) == (meant, DISPROVED)


@pytest.mark.parametrize("text", ["H2O", "1O", "Ol", "IoT,2020"])
def test_letters_elsewhere_stay_letters(text: str) -> None:
    assert told(text)[0] == text


def test_other_triangles_before_a_figure_are_the_minus_sign() -> None:
    assert told("∆1,234") == ("△1,234", 0.99)
    assert told("A1,234") == ("△1,234", DISPROVED)


@pytest.mark.parametrize("text", ["12,3456", "1,2345", "1234,567", "A405"])
def test_commas_where_no_figure_has_them_are_doubtful(text: str) -> None:
    assert told(text) == (text, DISPROVED)


def test_ink_of_two_digits_read_as_one_is_doubtful() -> None:
    wide = inks("1,000")
    wide[4] = (wide[4][0], 10, wide[4][0] + 28, 30)
    text, sure = mended("1,000", [0.99] * 5, wide)
    assert (text, min(sure)) == ("1,000", DISPROVED)


def test_a_doubtful_figure_is_an_issue_with_its_box() -> None:
    chars = [
        Char(text, 100 + 6.0 * i, 50.0, 106 + 6.0 * i, 60.0, 10.0, confidence=sure)
        for i, (text, sure) in enumerate(
            zip("△1,234", (0.99, 0.99, 0.99, 0.6, 0.99, 0.99), strict=True)
        )
    ]
    other = [char._replace(top=80.0, bottom=90.0, confidence=0.99) for char in chars]
    (issue,) = doubtful_figures([*chars, *other], 3)
    assert (issue.code, issue.page, issue.text) == ("ocr_uncertain", 3, "△1,234")
    assert issue.bbox == (100.0, 50.0, 136.0, 60.0)
    assert DISPROVED < DOUBTFUL
