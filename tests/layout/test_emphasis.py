"""What stands out in a line: by weight, by colour, or by nothing but its font."""

import pytest

from models.page import Char
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece

PLAIN = ("Mincho", (0.1, 0.1, 0.1), False)
RED = ("Mincho", (0.8, 0.1, 0.1), False)
BOLD = ("Gothic-Bold", (0.1, 0.1, 0.1), True)
GOTHIC = ("Gothic", (0.1, 0.1, 0.1), False)
GREY = ("Mincho", (0.4, 0.4, 0.4), False)


def emphasised(*runs: tuple[str, tuple[str, tuple[float, ...], bool]]) -> list[str]:
    chars: list[Char] = []
    for text, (font, colour, bold) in runs:
        for letter in text:
            x = 10.0 * len(chars)
            chars.append(Char(letter, x, 0.0, x + 10, 10.0, 10.0, True, font, colour, None, bold))
    line = line_of([Piece(0.0, 0.0, 10.0 * len(chars), 10.0, 10.0, chars)], 1)
    return [line.text[start:end] for start, end in line.emphasis]


@pytest.mark.parametrize("look", [RED, BOLD, GOTHIC])
def test_a_term_in_another_look(look: tuple[str, tuple[float, ...], bool]) -> None:
    assert emphasised(("1.北海道の食の", PLAIN), ("輸出拡大", look), ("の推進", PLAIN)) == [
        "輸出拡大"
    ]


def test_most_of_the_line_may_stand_out() -> None:
    assert emphasised(("1.", PLAIN), ("輸出拡大", RED), ("へ", PLAIN)) == ["輸出拡大"]


def test_figures_of_a_font_of_their_own_do_not_stand_out() -> None:
    assert emphasised(("令和", PLAIN), ("2020", GOTHIC), ("年の推進", PLAIN)) == []


def test_letters_stand_out_where_the_line_has_others() -> None:
    assert emphasised(("11.", PLAIN), ("Society", GOTHIC), ("時代の技術", PLAIN)) == ["Society"]


def test_shades_of_grey_say_nothing() -> None:
    assert emphasised(("1.北海道", PLAIN), ("の推進", GREY)) == []
