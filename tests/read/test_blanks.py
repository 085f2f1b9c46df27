"""Blanks that PDFium drops are found again, where the other reader has them."""

from collections.abc import Callable

import pytest

from models.page import Page
from pipeline.layout.words import find_words

from .handmade import Sheet, stream, text, write

Reading = Callable[[bytes], list[Page]]


def turned(x: float, y: float, words: str) -> bytes:
    code = words.encode("utf-16-be").hex()
    return f"BT /H 10 Tf 0 1 -1 0 {x} {y} Tm <{code}> Tj ET\n".encode()


def test_a_blank_that_overlaps_what_stands_before_it_parts_words(read: Reading) -> None:
    content = text(50, 300, "距離別支給") + text(99.5, 300, " ") + text(102, 300, "円")
    (page,) = read(write([Sheet(content)]))
    assert [word.text for word in find_words(page.chars)] == ["距離別支給", "円"]
    (blank,) = [char for char in page.chars if char.text == " "]
    assert blank[1:6] == pytest.approx((99.5, 91.2, 109.5, 101.2, 10), abs=0.01)
    assert blank.upright
    assert [char.text for char in page.chars].index(" ") == 5


def test_a_blank_on_its_side_parts_words(read: Reading) -> None:
    content = turned(100, 200, "予算") + turned(100, 219.5, " ") + turned(100, 222, "額")
    (page,) = read(write([Sheet(content)]))
    assert {word.text for word in find_words(page.chars)} == {"算予", "額"}
    (blank,) = [char for char in page.chars if char.text == " "]
    assert blank[1:5] == pytest.approx((91.2, 170.5, 101.2, 180.5), abs=0.01)
    assert not blank.upright


def test_room_between_characters_is_no_blank(read: Reading) -> None:
    kerned = b"BT /H 10 Tf 1 0 0 1 50 300 Tm [<4E88> -250 <7B97>] TJ ET\n"
    (page,) = read(write([Sheet(kerned)]))
    assert [char.text for char in page.chars] == ["予", "算"]


def test_what_is_printed_twice_is_no_blank(read: Reading) -> None:
    (page,) = read(write([Sheet(text(50, 300, "予算") * 2)]))
    assert [char.text for char in page.chars] == ["予", "算"]


def test_a_page_of_one_blank_is_read(read: Reading) -> None:
    (page,) = read(write([Sheet(text(50, 300, " "))]))
    assert not "".join(char.text for char in page.chars).strip()


def test_blanks_within_forms_are_found(read: Reading) -> None:
    """As where two pages are set on one sheet, each a form and scaled down."""
    inside = text(20, 30, "距離別支給") + text(69.5, 30, " ") + text(72, 30, "円")
    form = stream(
        inside,
        b"/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /Font << /H 3 0 R >> >>",
    )
    sheet = Sheet(b"q 0.5 0 0 0.5 100 200 cm /X Do Q", resources=b"/XObject << /X 10 0 R >>")
    (page,) = read(write([sheet], more=[form]))
    assert [word.text for word in find_words(page.chars, x_tolerance=1)] == ["距離別支給", "円"]
    (blank,) = [char for char in page.chars if char.text == " "]
    assert blank[1:6] == pytest.approx((134.75, 180.6, 139.75, 185.6, 5), abs=0.01)
