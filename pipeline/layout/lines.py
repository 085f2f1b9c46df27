"""Pieces into lines: normalised text that knows the box of each printed character."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from models.page import Char, Colour, Line
from pipeline.layout.pieces import Piece
from pipeline.normalise import normalise

_WIDE = 0.3
_TINT = 0.25
_WIDE_TYPE = "\u3000"


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
        emphasis=emphasis_of([chars[starts[i]] for i in normalised.origin], main),
        vertical=bool(pieces) and pieces[0].vertical,
        confidence=min(sure) if sure else None,
        confidences=tuple(chars[i][9] for i in starts) if sure else (),
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


def emphasis_of(chars: Sequence[Char], main: Char) -> tuple[tuple[int, int], ...]:
    """The stretches that stand out from the plainest type on their line: bolder, or coloured.

    Where neither is the case, those in another font than `main`; Latin letters and figures only
    where that one prints such too, since they are often of a font of their own.
    """
    if len({_look(char) for char in chars}) < 2:
        return ()
    ranks = [(char[10], _chroma(char[8])) for char in chars]
    plain = min(rank for rank, char in zip(ranks, chars, strict=True) if not char[0].isspace())
    if any(rank[0] > plain[0] or rank[1] > plain[1] + _TINT for rank in ranks):
        out = [rank[0] > plain[0] or rank[1] > plain[1] + _TINT for rank in ranks]
    else:
        own = any(c[7] == main[7] and not c[0].isspace() and c[0] < _WIDE_TYPE for c in chars)
        out = [
            char[7] != main[7] and char[5] == main[5] and (own or char[0] >= _WIDE_TYPE)
            for char in chars
        ]
    edges = [
        index
        for index, (before, now) in enumerate(zip([False, *out], [*out, False], strict=True))
        if before != now
    ]
    return tuple(zip(edges[::2], edges[1::2], strict=True))


def _chroma(colour: Colour | None) -> float:
    """How far a colour is from grey."""
    if colour is None or len(colour) < 3:
        return 0.0
    inks = colour[:3]
    return max(inks) - min(inks)


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
