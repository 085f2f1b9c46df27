from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.utils.text import WordExtractor

from models.page import Char
from pipeline.layout.words import find_words


def char(text: str, x0: float, top: float, *, upright: bool = True, width: float = 10) -> Char:
    return Char(text, x0, top, x0 + width, top + 10, 10, upright)


def line(text: str, x0: float = 0, top: float = 0) -> list[Char]:
    return [char(letter, x0 + 10 * i, top) for i, letter in enumerate(text)]


def texts(chars: list[Char]) -> list[str]:
    return [word.text for word in find_words(chars)]


def test_a_line_is_read_from_left_to_right_whatever_the_drawing_order() -> None:
    assert texts(line("万円", 30) + line("19億", 0)) == ["19億万円"]


@pytest.mark.parametrize(("gap", "words"), [(3.0, 1), (3.0005, 1), (3.01, 2), (-0.5, 1)])
def test_a_gap_ends_a_word(gap: float, words: int) -> None:
    assert len(texts([char("予", 0, 0), char("算", 10 + gap, 0)])) == words


@pytest.mark.parametrize("blank", [" ", "\u3000", "\xa0"])
def test_a_blank_ends_a_word(blank: str) -> None:
    assert texts(line(f"本年度{blank}前年度")) == ["本年度", "前年度"]


def test_lines_come_from_the_top() -> None:
    assert texts(line("下", 0, 40) + line("上", 50, 0)) == ["上", "下"]


def test_turned_glyphs_are_read_down_their_column() -> None:
    turned = [char(letter, 100, 50 + 10 * i, upright=False) for i, letter in enumerate("ABC")]
    assert texts(line("予算") + turned) == ["予算", "ABC"]


def test_a_word_knows_its_box() -> None:
    (word,) = find_words(line("予算額", 5, 7))
    assert word == ("予算額", 5, 7, 35, 17, True)


def test_no_characters_make_no_words() -> None:
    assert find_words([]) == []


def as_plumber(chars: list[Char]) -> list[dict[str, Any]]:
    return [
        {
            "text": c.text,
            "x0": c.x0,
            "x1": c.x1,
            "top": c.top,
            "bottom": c.bottom,
            "doctop": c.top,
            "upright": c.upright,
            "size": c.size,
        }
        for c in chars
    ]


CHARS = st.lists(
    st.builds(
        char,
        st.sampled_from("予算額０１２ 　,"),
        # A grid of odd steps, so that nothing stands exactly at a tolerance.
        st.integers(0, 25).map(lambda n: n * 5.37),
        st.integers(0, 12).map(lambda n: n * 4.19),
        width=st.sampled_from([3.1, 5.03, 9.7]),
    ),
    max_size=40,
    unique_by=lambda c: (c.x0, c.top),
)


@given(CHARS)
def test_words_are_those_of_pdfplumber(chars: list[Char]) -> None:
    expected = WordExtractor().extract_words(as_plumber(chars)) if chars else []
    found = [(word.text, *word[1:5]) for word in find_words(chars)]
    assert found == [(w["text"], w["x0"], w["top"], w["x1"], w["bottom"]) for w in expected]


@given(CHARS, st.randoms(use_true_random=False))
def test_drawing_order_changes_nothing(chars: list[Char], random: Any) -> None:
    # Where characters share their left edge in one line, order is all there is to go by.
    apart = {c.x0: c for c in chars}
    chars = list(apart.values())
    words = find_words(chars)
    random.shuffle(chars)
    assert find_words(chars) == words
