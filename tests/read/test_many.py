"""Prints over prints take time in proportion to their number."""

import random
import time

from models.page import Char
from pipeline.read.columns import Chars
from pipeline.read.glyphs import embolden


def printed(count: int) -> list[Char]:
    chance = random.Random(3)
    places = [(chance.uniform(0, 550), chance.uniform(0, 800)) for _ in range(count)]
    return [Char("予", x, y, x + 10, y + 10, 10.0) for x, y in places]


def test_what_is_printed_again_is_bold_and_nothing_else() -> None:
    chars = printed(400)
    again = [(c.x0, c.top, c.x1, c.bottom) for c in chars[::7]]
    made = embolden(Chars.of(chars), again)
    for char, bold in zip(chars, made.bold.tolist(), strict=True):
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        assert bold == any(x0 <= x <= x1 and top <= y <= low for x0, top, x1, low in again)


def test_a_page_full_of_second_prints_takes_little_time() -> None:
    chars = printed(30_000)
    again = [(c.x0, c.top, c.x1, c.bottom) for c in chars]
    columns = Chars.of(chars)
    begun = time.process_time()
    assert embolden(columns, again * 3).bold.all()
    assert time.process_time() - begun < 4
