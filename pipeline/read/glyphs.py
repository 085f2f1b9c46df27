"""What both readers say of characters: the em box, double printing, and those without a meaning."""

from collections.abc import Sequence

import numpy as np

from models import Issue
from models.page import Char

REPLACEMENT = "\ufffd"

# Fonts state descents from 0 to over an em; a Japanese em box reaches 0.12 below the base line.
USUAL_DESCENT = -0.12
_LEAST_DESCENT, _MOST_DESCENT = -0.05, -0.3

_SAME_PLACE = 0.12
_SHIFT = np.sin(1.0), np.cos(1.0)


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
    count = len(chars)
    if count < 2:
        return chars
    columns = np.array([(ord(c[0][0]), c[1], c[2], c[5]) for c in chars])
    code, x, y, size = columns.T
    # Along a slanted axis few characters other than double ones share a place.
    along = x * _SHIFT[0] + y * _SHIFT[1]
    order = np.lexsort((along, code))
    near = np.maximum(_SAME_PLACE * size, 0.3)
    dropped: set[int] = set()
    doubled: set[int] = set()
    for step in range(1, min(4, count)):
        first, second = order[:-step], order[step:]
        close = (code[first] == code[second]) & (along[second] - along[first] < 2 * near[first])
        if not close.any():
            break
        first, second = first[close], second[close]
        same = (np.abs(x[first] - x[second]) < near[first]) & (
            np.abs(y[first] - y[second]) < near[first]
        )
        for a, b in zip(first[same].tolist(), second[same].tolist(), strict=True):
            if chars[a].text != chars[b].text or chars[a].text.isspace():
                continue
            dropped.add(max(a, b))
            doubled.add(min(a, b))
    if not dropped:
        return chars
    return [
        char._replace(bold=True) if index in doubled else char
        for index, char in enumerate(chars)
        if index not in dropped
    ]


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
