"""Characters to words, as pdfplumber's WordExtractor makes them: the unit of lines and columns."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from models.page import Char

X_TOLERANCE = 3.0
Y_TOLERANCE = 3.0


# Readers differ in the fourth decimal; a gap of exactly the tolerance must not depend on it.
_NOISE = 1e-3


class Word(NamedTuple):
    """Characters that stand together in one line, in reading order."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    upright: bool
    chars: tuple[Char, ...]


def find_words(
    chars: Sequence[Char], *, x_tolerance: float = X_TOLERANCE, y_tolerance: float = Y_TOLERANCE
) -> list[Word]:
    """The words of a page: lines from top to bottom, from left to right within each.

    A gap of more than `x_tolerance` points or a blank ends a word. Turned glyphs are read down
    their column.
    """
    words: list[Word] = []
    for upright, group in groupby(chars, attrgetter("upright")):
        run = list(group)
        lines = _lines(run, upright, y_tolerance if upright else x_tolerance)
        for line in lines:
            words.extend(_split(line, upright, (x_tolerance, y_tolerance)))
    return words


def _lines(chars: list[Char], upright: bool, tolerance: float) -> list[list[Char]]:
    across = attrgetter("top" if upright else "x0")
    along = attrgetter("x0" if upright else "top")
    cluster: dict[float, int] = {}
    last = None
    index = -1
    for value in sorted(set(map(across, chars))):
        if last is None or value > last + tolerance:
            index += 1
        cluster[value] = index
        last = value
    lines: list[list[Char]] = [[] for _ in range(index + 1)]
    for char in chars:
        lines[cluster[across(char)]].append(char)
    for line in lines:
        line.sort(key=along)
    return lines


def _split(line: list[Char], upright: bool, tolerance: tuple[float, float]) -> Iterator[Word]:
    within, between = tolerance if upright else tolerance[::-1]
    first, second = (1, 3) if upright else (2, 4)
    across = 2 if upright else 1
    current: list[Char] = []
    for char in line:
        if char.text.isspace():
            if current:
                yield _word(current)
            current = []
            continue
        if current:
            last = current[-1]
            start = char[first]
            if (
                start < last[first]  # type: ignore[operator]
                or start > last[second] + within + _NOISE  # type: ignore[operator]
                or abs(char[across] - last[across]) > between  # type: ignore[operator]
            ):
                yield _word(current)
                current = []
        current.append(char)
    if current:
        yield _word(current)


def _word(chars: list[Char]) -> Word:
    return Word(
        "".join([char[0] for char in chars]),
        min([char[1] for char in chars]),
        min([char[2] for char in chars]),
        max([char[3] for char in chars]),
        max([char[4] for char in chars]),
        chars[0].upright,
        tuple(chars),
    )
