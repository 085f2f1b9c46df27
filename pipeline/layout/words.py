"""Characters to words, as pdfplumber's WordExtractor makes them: the unit of lines and columns."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from models.page import Char
from pipeline.read.columns import Chars, Flags, Floats, Places

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


_word = partial(tuple.__new__, Word)


def find_words(
    chars: Sequence[Char], *, x_tolerance: float = X_TOLERANCE, y_tolerance: float = Y_TOLERANCE
) -> list[Word]:
    """The words of a page: lines from top to bottom, from left to right within each.

    A gap of more than `x_tolerance` points or a blank ends a word. Turned glyphs are read down
    their column.
    """
    columns = Chars.of(chars)
    if not len(columns):
        return []
    turns = np.flatnonzero(columns.upright[1:] != columns.upright[:-1]) + 1
    blank = np.fromiter(map(str.isspace, columns.texts), dtype=np.bool_, count=len(columns))
    words: list[Word] = []
    for start, end in pairwise([0, *turns.tolist(), len(columns)]):
        part = slice(start, end)
        upright = bool(columns.upright[start])
        tolerance = (x_tolerance, y_tolerance) if upright else (y_tolerance, x_tolerance)
        order, begins = _parted(columns.boxes[:, part], blank[part], upright, tolerance)
        words.extend(_words(columns, order + start, begins, upright))
    return words


def _parted(
    boxes: Floats, blank: Flags, upright: bool, tolerance: tuple[float, float]
) -> tuple[Places, Places]:
    """The places of all characters but blanks, in reading order, and where in it words begin.

    `tolerance` is that within a line, and that between lines.
    """
    within, between = tolerance
    along, across = (0, 1) if upright else (1, 0)
    start, end, level = boxes[along], boxes[2 + along], boxes[across]
    order = np.argsort(level, kind="stable")
    heights = level[order]
    line = np.empty(len(order), dtype=np.intp)
    line[order] = np.cumsum(np.append(False, heights[1:] > heights[:-1] + between))
    order = np.lexsort((start, line))
    printed = np.flatnonzero(~blank[order])
    order = order[printed]
    start, end, level, line = start[order], end[order], level[order], line[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (
        (line[1:] != line[:-1])
        | (printed[1:] != printed[:-1] + 1)
        | (start[1:] > end[:-1] + within + _NOISE)
        | (np.abs(level[1:] - level[:-1]) > between)
    )
    return order, np.flatnonzero(begins)


def _words(columns: Chars, order: Places, begins: Places, upright: bool) -> list[Word]:
    if not len(order):
        return []
    low = np.minimum.reduceat(columns.boxes[:2, order], begins, axis=1)
    high = np.maximum.reduceat(columns.boxes[2:, order], begins, axis=1)
    texts = [columns.texts[place] for place in order.tolist()]
    spans = pairwise([*begins.tolist(), len(texts)])
    words = ["".join(texts[start:end]) for start, end in spans]
    rows = zip(words, *low.tolist(), *high.tolist(), [upright] * len(words), strict=True)
    return list(map(_word, rows))
