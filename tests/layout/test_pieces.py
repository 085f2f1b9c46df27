"""Spaces that were set and not drawn are read from the room that they leave."""

from models.page import Char
from pipeline.layout.pieces import pieces_of


def printed(text: str, *, space: float, pitch: float = 10.0, wide: float = 10.0) -> list[str]:
    """The pieces of a text of ten points whose spaces only leave room."""
    chars: list[Char] = []
    x = 50.0
    for letter in text:
        if letter == " ":
            x += space
            continue
        chars.append(Char(letter, x, 100.0, x + wide, 110.0, 10.0))
        x += pitch
    return ["".join(char[0] for char in piece.chars) for piece in pieces_of(chars)]


def test_room_for_a_space_is_one() -> None:
    assert printed("新 道内市町村と連携", space=2.5) == ["新 道内市町村と連携"]
    assert printed("新 道内市町村と連携", space=1.0) == ["新道内市町村と連携"]


def test_type_that_is_spaced_out_has_no_spaces() -> None:
    assert printed("重点政策の地域展開", space=0.0, pitch=13.0) == ["重点政策の地域展開"]


def test_the_room_beside_narrow_glyphs_says_nothing() -> None:
    assert printed("ノー トの 整備", space=0.5, pitch=10.0, wide=7.0) == ["ノートの整備"]
