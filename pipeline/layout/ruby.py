"""Ruby: small kana over kanji, or at their right in columns, that say how these are read.

What is taken for ruby has no place in the text: it repeats what stands under it, in another script,
and would stand as a line of its own between two lines. Nothing but kana is ever taken.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

from models.page import Char

_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_KANJI = re.compile(r"[々〆㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")

# A ruby character's size, in sizes of the kanji.
_SMALLEST, _LARGEST = 0.38, 0.62
# How near it is to its kanji, into it and away from it, in sizes of the kanji.
_INTO, _AWAY = 0.3, 0.35
# How far from a kanji's middle it may stand along the line, and where it stands right upon it.
_ALONG, _UPON = 1.3, 0.6
# The widest gap between characters of one ruby, in their sizes.
_GAP = 1.3
_LIKE = 1.25
_CELL = 16.0

_Grid: TypeAlias = dict[tuple[int, int], list[Char]]


def without_ruby(chars: Sequence[Char]) -> Sequence[Char]:
    """The characters without those that are ruby, in their order."""
    small = [char for char in chars if char[6] and _KANA.fullmatch(char[0])]
    kanji = [char for char in chars if char[6] and _KANJI.fullmatch(char[0])]
    if not small or not kanji:
        return chars
    largest = max(char[5] for char in kanji)
    small = [char for char in small if char[5] <= _LARGEST * largest]
    if not small:
        return chars
    gone: set[int] = set()
    for turn in (_level, _down):
        grid: _Grid = {}
        for char in kanji:
            turned = turn(char)
            grid.setdefault(_home(turned), []).append(turned)
        others: _Grid = {}
        for char in chars:
            if not char[0].isspace():
                turned = turn(char)
                others.setdefault(_home(turned), []).append(turned)
        for run in _runs([(turn(char), id(char)) for char in small if id(char) not in gone]):
            if _is_ruby([char for char, _ in run], grid, others):
                gone.update(key for _, key in run)
    return [char for char in chars if id(char) not in gone] if gone else chars


def _level(char: Char) -> Char:
    return char


def _down(char: Char) -> Char:
    """The character on a page turned so that columns are lines: right of them is above."""
    return char._replace(x0=char[2], top=-char[3], x1=char[4], bottom=-char[1])


def _runs(chars: Sequence[tuple[Char, int]]) -> list[list[tuple[Char, int]]]:
    """Characters of one size that follow one another on a line."""
    open_: list[list[tuple[Char, int]]] = []
    runs: list[list[tuple[Char, int]]] = []
    for char, key in sorted(chars, key=lambda each: (each[0][1], each[0][2])):
        open_ = [run for run in open_ if char[1] - run[-1][0][3] <= _GAP * run[-1][0][5]]
        for run in open_:
            last = run[-1][0]
            alike = max(char[5], last[5]) <= _LIKE * min(char[5], last[5])
            if alike and abs(_middle(char) - _middle(last)) < 0.3 * char[5] and char[1] > last[1]:
                run.append((char, key))
                break
        else:
            open_.append([(char, key)])
            runs.append(open_[-1])
    return runs


def _is_ruby(run: Sequence[Char], kanji: _Grid, others: _Grid) -> bool:
    """Whether all of the run stands on kanji of one line, with no other small print beside it."""
    size = run[0][5]
    bases: list[Char] = []
    upon = 0
    for char in run:
        found = [base for base in _near(kanji, char) if _stands_over(char, base)]
        if not found:
            return False
        base = min(found, key=lambda base: abs(_centre(base) - _centre(char)))
        upon += abs(_centre(base) - _centre(char)) <= _UPON * base[5]
        if not any(base is other for other in bases):
            bases.append(base)
    if 2 * upon < len(run) or len(bases) > len(run):
        return False
    if max(map(_middle, bases)) - min(map(_middle, bases)) > 0.3 * bases[0][5]:
        return False
    own = {char[:5] for char in run}

    def beside(other: Char, char: Char) -> bool:
        apart = max(other[1] - char[3], char[1] - other[3])
        level = abs(_middle(other) - _middle(char)) < 0.6 * size
        return other[5] <= _LIKE * size and level and apart < _GAP * size and other[:5] not in own

    # Small print is longer than the kanji under it, or holds more than kana.
    if any(beside(other, char) for char in (run[0], run[-1]) for other in _near(others, char)):
        return False
    return any(_follows(other, base) for base in bases for other in _near(others, base))


def _stands_over(char: Char, base: Char) -> bool:
    em = base[5]
    gap = base[2] - char[4]
    return (
        _SMALLEST * em <= char[5] <= _LARGEST * em
        and -_INTO * em <= gap <= _AWAY * em
        and abs(_centre(base) - _centre(char)) <= _ALONG * em
    )


def _follows(other: Char, base: Char) -> bool:
    """Whether a character stands on the kanji's line, next to it: a line runs in this direction."""
    em = base[5]
    gap = max(other[1] - base[3], base[1] - other[3])
    return (
        max(other[5], em) <= _LIKE * min(other[5], em)
        and abs(_middle(other) - _middle(base)) < 0.2 * em
        and -0.2 * em < gap < 0.45 * em
    )


def _near(grid: _Grid, char: Char) -> list[Char]:
    x, y = _home(char)
    reach = 1 + int(3 * char[5] / _CELL)
    steps = range(-reach, reach + 1)
    return [found for dx in steps for dy in steps for found in grid.get((x + dx, y + dy), ())]


def _home(char: Char) -> tuple[int, int]:
    return (int(_centre(char) // _CELL), int(_middle(char) // _CELL))


def _centre(char: Char) -> float:
    return (char[1] + char[3]) / 2


def _middle(char: Char) -> float:
    return (char[2] + char[4]) / 2
