"""Whether a line goes on in the next: by its width, its last word and its open brackets."""

import re
import unicodedata
from collections.abc import Sequence

from models.page import Line

# How a line ends that cannot be the end of a statement.
_UNFINISHED = re.compile(
    r"(?:[をにへとがはのやもで、,・～~]|において|により|による|ための|向けた?|向けて|及び|並びに|など)$"
)
_OPENING, _CLOSING = "(「『〔[【〈《", ")」』〕]】〉》"
_NEARLY = 0.88


def width(text: str) -> int:
    """The width of a text in half-width characters.

    >>> width("ICT化")
    5
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text.strip())


def is_full(line: Line, widest: int) -> bool:
    """Whether a line fills its column, so that it may be wrapped and not ended."""
    return width(line.text) >= _NEARLY * widest - 1


def widest(lines: Sequence[Line]) -> int:
    """The width of the widest line."""
    return max((width(line.text) for line in lines), default=0)


def is_unfinished(text: str) -> bool:
    """Whether a text ends in a word that something must follow.

    >>> is_unfinished("ユネスコ世界遺産委員会において"), is_unfinished("イコモスによる勧告")
    (True, False)
    """
    return bool(_UNFINISHED.search(text.strip())) or is_open(text)


def is_open(text: str) -> bool:
    """Whether a bracket is still open at the end of a text.

    >>> is_open("どさんこプラザ(7店舗)・百貨店(37"), is_open("(道央)")
    (True, False)
    """
    depth = 0
    for character in text:
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
    return depth > 0


def wrapped(lines: Sequence[Line]) -> int:
    """How many of an item's lines are one wrapped text: all but the last of these fill the column.

    Where a line in the middle is short, the lines after the first are a text of their own.
    """
    column = widest(lines)
    if any(width(line.text) < 0.6 * column for line in lines[1:-1]):
        return 1
    return len(lines)
