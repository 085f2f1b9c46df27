"""Spaces that were set and not drawn are read from the room that they leave."""

import time

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


def set_out(rooms: list[tuple[str, float]], *, wide: float = 10.0) -> str:
    """The text of one piece of ten points: each character with the room before it."""
    chars: list[Char] = []
    x = 50.0
    for letter, room in rooms:
        x += room
        chars.append(Char(letter, x, 100.0, x + wide, 110.0, 10.0))
        x += wide
    (piece,) = pieces_of(chars)
    return "".join(char[0] for char in piece.chars)


def test_words_in_latin_letters_are_parted_by_room_alone() -> None:
    """As typesetting programs write them that draw no blanks."""
    letters = [(letter, 2.6 if letter in "MB" else 0.0) for letter in "AdventureMountainBike"]
    assert set_out(letters, wide=5.0) == "Adventure Mountain Bike"


def test_letters_that_are_spaced_out_are_one_word() -> None:
    assert set_out([(letter, 3.0) for letter in "BUDGET"], wide=6.0) == "BUDGET"


def test_figures_are_never_parted_by_room() -> None:
    figure = [("1", 0.0), (",", 0.0), ("2", 2.6), ("3", 0.0), ("4", 0.0)]
    assert set_out(figure, wide=5.0) == "1,234"


def test_a_line_stretched_to_its_measure_has_no_spaces_but_those_it_has() -> None:
    stretched = [(letter, 1.9 + 0.2 * (i % 3)) for i, letter in enumerate("地域の産業を支援する")]
    assert set_out(stretched) == "地域の産業を支援する"
    uneven = zip("周辺地区土地", [0.0, 1.14, 2.14, 1.14, 2.35, 1.14], strict=True)
    assert set_out(list(uneven)) == "周辺地区土地"
    heading = [("第", 1.9), ("１", 1.9), ("章", 1.9), ("地", 4.3), ("域", 2.1), ("の", 1.9)]
    assert set_out(heading) == "第１章 地域の"


def test_the_room_after_a_comma_is_no_space() -> None:
    line = [(letter, 0.0) for letter in "豊かな自然と、"] + [("町", 2.5), ("を", 0.0)]
    assert set_out(line) == "豊かな自然と、町を"


def with_blank(room: float, *, blank: float, at: float) -> str:
    """Two words with `room` between them, and a blank of a width drawn at a distance after one."""
    chars = [Char("予", 50.0, 100.0, 60.0, 110.0, 10.0), Char("算", 60.0, 100.0, 70.0, 110.0, 10.0)]
    chars.append(Char(" ", 70.0 + at, 100.0, 70.0 + at + blank, 110.0, 10.0))
    chars.append(Char("額", 70.0 + room, 100.0, 80.0 + room, 110.0, 10.0))
    (piece,) = pieces_of(chars)
    return "".join(char[0] for char in piece.chars)


def test_a_blank_that_was_drawn_is_a_space_though_the_line_is_tight() -> None:
    assert with_blank(0.9, blank=2.3, at=0.0) == "予算 額"
    assert with_blank(2.5, blank=2.5, at=0.0) == "予算 額"


def test_a_blank_laid_over_other_text_is_none() -> None:
    assert with_blank(0.0, blank=2.5, at=0.0) == "予算額"
    assert with_blank(0.9, blank=2.5, at=-5.0) == "予算額"


def test_many_pieces_on_a_line_and_vast_type_take_time_in_proportion() -> None:
    apart = [Char("字", 40.0 * i, 100.0, 40.0 * i + 10, 110.0, 10.0) for i in range(4_000)]
    vast = [Char("字", 40.0 * i, 0.0, 1e9, 1e9, 1e9) for i in range(100)]
    begun = time.process_time()
    assert [len(piece.chars) for piece in pieces_of([*apart, *vast])] == [1] * 4_001
    assert time.process_time() - begun < 1.0
