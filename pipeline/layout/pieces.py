"""Characters into pieces: stretches that stand close together on one line, whatever drew them.

Characters are taken by place alone. The order in which a producer stored them says nothing here:
some store runs in reverse, some print a word twice, one glyph upon the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from models.page import Block, Char

TIGHT = 0.45
"""The widest gap inside a piece, in sizes of its characters."""
# The room that makes a space of a blank that was drawn, in sizes, or in widths of the blank.
_SPACE = 0.15
_PART = 0.25
_SOME = 0.05
# The room that is a space though none was drawn, and by how much it exceeds what is usual there.
_BLANK = 0.2
_WIDER = 0.12
_SPACED_OUT = 0.2
_NO_SPACE_AFTER = frozenset("、。，．・")
_SAME_SIZE = 1.6
_BUCKET = 4.0
# Pieces of one row that have ended, before they are looked at no more.
_MANY = 16


@dataclass(slots=True, eq=False)
class Piece:
    """Characters close together on a line, or something solid (`blocks`) that text flows around.

    `size` is the characters' size in points. A `vertical` piece runs from top to bottom. `mark`
    says that the piece is a small filled icon (新, 拡) which belongs to the text beside it.
    """

    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    chars: list[Char] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    vertical: bool = False
    mark: bool = False
    _text: str | None = field(default=None, init=False, repr=False)

    @property
    def middle(self) -> float:
        """Half of the way down."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """The printed characters, spaces left out; asked for when they are all there, and often."""
        if self._text is None:
            self._text = "".join([char[0] for char in self.chars if not char[0].isspace()])
        return self._text


_place = itemgetter(1, 2, 3, 4)


def pieces_of(chars: Iterable[Char], *, tight: float = TIGHT) -> list[Piece]:
    """Horizontal pieces, left to right.

    A space counts only where there is room for it: producers also lay spaces over other text. A
    character printed twice upon itself is taken once.
    """
    rows: dict[int, list[Piece]] = {}
    pieces: list[Piece] = []
    spaces: dict[Piece, Char] = {}
    wide: dict[Piece, list[int]] = {}
    farthest = _SAME_SIZE * max(tight, 0.0)
    for char in sorted(chars, key=_place):
        text, x0, top, x1, bottom, size = char[:6]
        middle = (top + bottom) / 2
        blank = text.isspace() or not text
        home = int(middle / _BUCKET)
        reach = 1 + int(0.3 * size / _BUCKET)
        best: Piece | None = None
        nearest = 0.35 * size
        # Of type larger than a page is high, more rows are in reach than there are.
        keys: Sequence[int] = range(home - reach, home + reach + 1)
        if len(keys) > len(rows):
            keys = [key for key in sorted(rows) if abs(key - home) <= reach]
        for key in keys:
            row = rows.get(key)
            if row is None:
                continue
            ended = 0
            for piece in row:
                other = piece.size
                room = x0 - piece.x1
                if room > tight * max(size, other):
                    # Characters come from left to right: what ended this far back goes on no more.
                    ended += room > farthest * other
                    continue
                if size > _SAME_SIZE * other or other > _SAME_SIZE * size:
                    continue
                last = piece.chars[-1]
                off = abs((last[2] + last[4]) / 2 - middle)
                if off < nearest:
                    nearest, best = off, piece
            if ended > _MANY:
                rows[key] = [piece for piece in row if x0 - piece.x1 <= farthest * piece.size]
        if blank:
            if best is not None:
                spaces.setdefault(best, char)
            continue
        if best is None:
            piece = Piece(x0, top, x1, bottom, size, [char])
            pieces.append(piece)
            rows.setdefault(home, []).append(piece)
            continue
        last = best.chars[-1]
        if _doubled(last, char):
            continue
        space = spaces.pop(best, None) if spaces else None
        if space is not None and _leaves_room(space, x0 - last[3], last, size):
            best.chars.append(space._replace(x0=last[3], x1=x0, top=top, bottom=bottom))
        elif x0 - last[3] > _BLANK * size and _may_part(last, char):
            wide.setdefault(best, []).append(len(best.chars))
        best.chars.append(char)
        best.x1 = max(best.x1, x1)
        best.top = min(best.top, top)
        best.bottom = max(best.bottom, bottom)
    for piece, places in wide.items():
        _set_apart(piece, places)
    return pieces


def _leaves_room(space: Char, room: float, last: Char, size: float) -> bool:
    """Whether there is room for a blank that was drawn, be it narrow.

    What is wide enough counts wherever the blank stands; where a line is set tightly, a part of
    the blank's own width is enough for one that stands where it should.
    """
    if room > _SPACE * size:
        return True
    return (
        room > max(_SOME * size, _PART * (space[3] - space[1]))
        and space[1] > last[3] - _SOME * size
    )


def _may_part(last: Char, char: Char) -> bool:
    """Whether room alone may part two characters: Japanese ones, or the letters of two words."""
    if _is_full(last) and _is_full(char):
        return last[0] not in _NO_SPACE_AFTER
    return _is_letter(last[0]) and _is_letter(char[0])


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _is_full(char: Char) -> bool:
    """Whether a character is as wide as its type is high, as Japanese ones are set."""
    return char[3] - char[1] > 0.9 * char[5]


def _set_apart(piece: Piece, places: Sequence[int]) -> None:
    """Puts in the spaces that were set but not drawn.

    Type that is spaced out has none, nor has a line that is stretched to its measure: its room is
    wider than usual everywhere.
    """
    rooms = sorted(
        after[1] - before[3]
        for before, after in pairwise(piece.chars)
        if not (before[0].isspace() or after[0].isspace())
    )
    wider = _WIDER * piece.size
    usual = max(rooms[len(rooms) // 2], 0.0) if len(rooms) > 2 else 0.0
    widest = max((room for room in rooms if room <= usual + wider), default=0.0)
    apart = [
        place
        for place in places
        if piece.chars[place][1] - piece.chars[place - 1][3] > max(usual, widest) + wider
    ]
    japanese = sum(not _is_letter(piece.chars[place][0]) for place in apart)
    if japanese > max(1, _SPACED_OUT * len(piece.chars)):
        return
    for place in reversed(apart):
        before, after = piece.chars[place - 1], piece.chars[place]
        piece.chars.insert(place, before._replace(text=" ", x0=before[3], x1=after[1]))


def _doubled(last: Char, char: Char) -> bool:
    width = char[3] - char[1]
    return (
        last[0] == char[0] and last[3] - char[1] > 0.6 * width and char[1] - last[1] < 0.4 * width
    )


def without(chars: Iterable[Char], pieces: Sequence[Piece]) -> list[Char]:
    """The characters that stand in none of the pieces, nor are blanks or doubles within them."""
    held = {id(char) for piece in pieces for char in piece.chars}
    texts = [(piece, {char[0] for char in piece.chars}) for piece in pieces]

    def within(char: Char) -> bool:
        x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
        return any(
            piece.x0 <= x <= piece.x1
            and piece.top <= y <= piece.bottom
            and (char[0] in own or char[0].isspace())
            for piece, own in texts
        )

    return [char for char in chars if id(char) not in held and not within(char)]


def extent(pieces: Sequence[Piece]) -> tuple[float, float, float, float]:
    """The box around pieces, of which there is at least one."""
    return (
        min([piece.x0 for piece in pieces]),
        min([piece.top for piece in pieces]),
        max([piece.x1 for piece in pieces]),
        max([piece.bottom for piece in pieces]),
    )


def typical_size(pieces: Sequence[Piece]) -> float:
    """The size most characters have; 10 points where there is no text."""
    weight: dict[float, int] = {}
    for piece in pieces:
        if piece.chars:
            size = round(piece.size, 1)
            weight[size] = weight.get(size, 0) + len(piece.chars)
    return max(weight, key=lambda size: (weight[size], size)) if weight else 10.0
