"""Pieces into lines: normalised text that knows the box of each printed character."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from models.page import Char, Colour, Line
from pipeline.layout.pieces import Piece
from pipeline.normalise import normalise

_WIDE = 0.3


def line_of(pieces: Sequence[Piece], page: int) -> Line:
    """One line from the pieces that stand on it, in their order, a space where they stand apart."""
    chars: list[Char] = []
    for piece in pieces:
        if chars and piece.chars:
            gap = _gap(chars[-1], piece.chars[0], vertical=piece.vertical)
            if gap is not None:
                chars.append(gap)
        chars.extend(piece.chars)
    printed = "".join([char[0] for char in chars])
    starts = range(len(chars))
    if len(printed) != len(chars):  # a ligature: one glyph, several characters
        starts = [i for i, char in enumerate(chars) for _ in char[0]]  # type: ignore[assignment]
    boxes = array("d", chain.from_iterable([chars[i][1:5] for i in starts]))
    normalised = normalise(printed)
    sure = [char[9] for char in chars if char[9] is not None]
    main = _main(chars)
    return Line(
        page=page,
        text=normalised.text,
        printed=printed,
        origin=normalised.origin,
        boxes=boxes,
        size=round(main[5], 2),
        bold=main[10],
        colour=main[8],
        vertical=bool(pieces) and pieces[0].vertical,
        confidence=min(sure) if sure else None,
    )


def _main(chars: Sequence[Char]) -> Char:
    """The first character in the look that most of them have."""
    first = chars[0]
    looks = {_look(char) for char in chars}
    if len(looks) == 1:
        return first
    most = Counter(_look(char) for char in chars if not char[0].isspace())
    look = most.most_common(1)[0][0] if most else _look(first)
    return next(char for char in chars if _look(char) == look)


def _look(char: Char) -> tuple[float, str, Colour | None, bool]:
    return (char[5], char[7], char[8], char[10])


def _gap(last: Char, char: Char, *, vertical: bool) -> Char | None:
    """A space for the room between two pieces; none where they nearly touch."""
    if vertical:
        if char[2] - last[4] < _WIDE * char[5]:
            return None
        box = (min(last[1], char[1]), last[4], max(last[3], char[3]), char[2])
    else:
        if char[1] - last[3] < _WIDE * char[5]:
            return None
        box = (last[3], min(last[2], char[2]), char[1], max(last[4], char[4]))
    return Char(" ", *box, char[5], char[6], char[7], char[8], None, char[10])
