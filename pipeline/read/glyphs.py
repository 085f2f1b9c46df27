"""What both readers say of characters: the em box, double printing, and those without a meaning."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models import Issue
from models.page import Char

REPLACEMENT = "\ufffd"

# Fonts state descents from 0 to over an em; a Japanese em box reaches 0.12 below the base line.
USUAL_DESCENT = -0.12
_LEAST_DESCENT, _MOST_DESCENT = -0.05, -0.3

# Ems, and points at the least: a doubled character is offset by less.
_SAME_PLACE = 0.12
_LEAST_SAME_PLACE = 0.3
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
    x, top, size = np.array([(char.x0, char.top, char.size) for char in chars]).T
    again, bold = doubled([char.text for char in chars], x, top, size)
    if not again:
        return chars
    return [
        char._replace(bold=True) if index in bold else char
        for index, char in enumerate(chars)
        if index not in again
    ]


def doubled(
    texts: Sequence[str], x: Floats, top: Floats, size: Floats
) -> tuple[set[int], set[int]]:
    """The places of characters that repeat an earlier one in the same place, and of those ones."""
    code = np.array([ord(text[0]) for text in texts], dtype=np.float64)
    # Along a slanted axis few characters other than doubles lie close together.
    along = x * _SHIFT[0] + top * _SHIFT[1]
    order = np.lexsort((along, code))
    code, along, x, top = code[order], along[order], x[order], top[order]
    near = np.maximum(_SAME_PLACE * size[order], _LEAST_SAME_PLACE)
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
    run: list[Char] = []
    for char in (*chars, None):
        if char is not None and char.text == REPLACEMENT:
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
