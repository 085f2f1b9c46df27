"""What both readers say of characters: the em box, double printing, and those without a meaning."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models import BBox, Issue
from models.page import Char
from pipeline.normalise import is_private
from pipeline.read.columns import Chars

REPLACEMENT = "\ufffd"

# Characters of private use, such as 外字 of a user's own, and what comes after them.
_PRIVATE = "\ue000"

PLACES = 3
"""Decimals of a character's box: what stands at one place in the file does so in both readers."""

# Fonts state descents from 0 to over an em; a Japanese em box reaches 0.12 below the base line.
USUAL_DESCENT = -0.12
_LEAST_DESCENT, _MOST_DESCENT = -0.05, -0.3

# Ems, parts of its own width, and points at the least: a doubled character is offset by less.
_SAME_PLACE = 0.12
_SAME_PART = 0.4
_LEAST_SAME_PLACE = 0.2
_SHIFT = np.sin(1.0), np.cos(1.0)
_NEIGHBOURS = 5

Floats: TypeAlias = NDArray[np.float64]


def em_descent(stated: float) -> float:
    """How far the em box reaches below the base line, for size 1 (below zero).

    A stated descent is believed where it is that of an em box, so that the characters of a line
    stand at one height whatever their fonts claim.

    >>> em_descent(-0.14), em_descent(-1.046)
    (-0.14, -0.12)
    """
    return stated if _MOST_DESCENT <= stated <= _LEAST_DESCENT else USUAL_DESCENT


def printed_once(chars: list[Char]) -> list[Char]:
    """The characters without those printed a second time in the same place, as bold is imitated.

    What was printed twice is bold.
    """
    if len(chars) < 2:
        return chars
    boxes = np.array([char[1:5] for char in chars]).T
    size = np.array([char.size for char in chars])
    again, bold = doubled([char.text for char in chars], boxes, size)
    if not again:
        return chars
    return [
        char._replace(bold=True) if index in bold else char
        for index, char in enumerate(chars)
        if index not in again
    ]


def embolden(chars: Chars, again: Sequence[BBox]) -> Chars:
    """The characters, bold where they were printed again: `again` is the ink of such prints."""
    prints = dict.fromkeys(box for box in again if box[2] > box[0] and box[3] > box[1])
    if not prints:
        return chars
    x0, top, x1, bottom = chars.boxes
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    down = np.argsort(y, kind="stable")
    levels = y[down]
    bold = chars.bold.copy()
    for left, high, right, low in prints:
        near = down[np.searchsorted(levels, high) : np.searchsorted(levels, low, "right")]
        # A print over several lines is something else.
        flat = min(low - high, right - left) <= 1.5 * chars.sizes[near]
        for place in near[flat & (left <= x[near]) & (x[near] <= right)].tolist():
            bold[place] |= not chars.texts[place].isspace()
    return replace(chars, bold=bold)


def doubled(texts: Sequence[str], boxes: Floats, size: Floats) -> tuple[set[int], set[int]]:
    """The places of characters that repeat an earlier one in the same place, and of those ones.

    `boxes` are x0, top, x1 and bottom, a row each.
    """
    x, top, right, bottom = boxes
    # Narrow characters, such as the dots of a leader, stand closer than doubles of wide ones.
    near = np.minimum(_SAME_PLACE * size, _SAME_PART * np.minimum(right - x, bottom - top))
    near = np.maximum(near, _LEAST_SAME_PLACE)
    initials = "".join([text[0] for text in texts])
    code = np.frombuffer(initials.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    # Along a slanted axis few characters other than doubles lie close together.
    along = x * _SHIFT[0] + top * _SHIFT[1]
    order = np.lexsort((along, code))
    code, along, x, top = code[order], along[order], x[order], top[order]
    near = near[order]
    again: set[int] = set()
    first: set[int] = set()
    for step in range(1, min(_NEIGHBOURS, len(texts))):
        close = (code[step:] == code[:-step]) & (along[step:] - along[:-step] < 2 * near[:-step])
        if not close.any():
            break
        close &= np.abs(x[step:] - x[:-step]) < near[:-step]
        close &= np.abs(top[step:] - top[:-step]) < near[:-step]
        for place in np.flatnonzero(close).tolist():
            one, other = sorted((int(order[place]), int(order[place + step])))
            if texts[one] == texts[other] and not texts[one].isspace():
                again.add(other)
                first.add(one)
    return again, first


def unmapped_issues(chars: Sequence[Char], page: int) -> list[Issue]:
    """An issue for each stretch of characters that have a shape but no meaning."""
    issues: list[Issue] = []
    strange = {text for text in set(Chars.of(chars).texts) if text >= _PRIVATE}
    strange = {text for text in strange if text == REPLACEMENT or is_private(text)}
    if not strange:
        return issues
    run: list[Char] = []
    for char in (*chars, None):
        if char is not None and char.text in strange:
            run.append(char)
            continue
        if run:
            issues.append(_unmapped(run, page))
        run = []
    return issues


def _unmapped(run: Sequence[Char], page: int) -> Issue:
    return Issue(
        code="unmapped_character",
        severity="warning",
        message=f"{len(run)} characters of the font {run[0].font or '?'} have no meaning in the "
        "file; read them on the page or with OCR",
        page=page,
        bbox=(
            min(c.x0 for c in run),
            min(c.top for c in run),
            max(c.x1 for c in run),
            max(c.bottom for c in run),
        ),
    )
