"""Vertical writing: characters stacked closely, told from columns of short table entries.

Glyphs of vertical writing are drawn upright, one under the other, and only their places tell that
they belong together. Latin words in them, and captions of charts, are turned by 90 degrees.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from models.page import Char
from models.values import BBox
from pipeline.layout.pieces import Piece, extent, pieces_of
from pipeline.layout.walls import parted_by

_NARROW = 1.45
_UPRIGHT = 1.8
_LINK = 1.8
_LAP = 0.6
_CLOSE = 1.15
_TILT = 0.3
_OPEN = 0.5
_SHORT, _SPACED = 0.25, 2.5
_LIKE = 1.35
_LEVEL = 0.15
_REACH = 30.0
_CLUSTER = 2.3
_ROWS = 3
_BULLETS = frozenset("•●○◎■□◆◇▪➢✓")


def turned_pieces(chars: Sequence[Char]) -> list[Piece]:
    """Pieces of glyphs turned by 90 degrees, in the direction in which they read."""
    swapped = [char._replace(x0=char[2], top=char[1], x1=char[4], bottom=char[3]) for char in chars]
    found = []
    upwards = reads_upwards(chars)
    for piece in pieces_of(swapped):
        back = [c._replace(x0=c[2], top=c[1], x1=c[4], bottom=c[3]) for c in piece.chars]
        if upwards:
            back.reverse()
        found.append(
            Piece(piece.top, piece.x0, piece.bottom, piece.x1, piece.size, back, vertical=True)
        )
    return found


def reads_upwards(chars: Sequence[Char]) -> bool:
    """Whether turned text reads from the bottom up. Only the order of drawing can tell."""
    up = down = 0
    for first, second in pairwise(chars):
        if abs(first[1] - second[1]) < _TILT * first[5]:
            up += second[2] < first[2]
            down += second[2] > first[2]
    return up > down


def part_vertical(
    pieces: Sequence[Piece], turned: Sequence[Piece]
) -> tuple[list[Piece], list[Piece]]:
    """Vertical pieces, and the pieces that are none."""
    narrow = [piece for piece in pieces if is_narrow(piece)]
    if len(narrow) < 2 and not turned:
        return [], list(pieces)
    runs = [run for chain in _chains([*narrow, *turned]) for run in _even(chain)]
    chains = [run for run in runs if len(run) > 1 or run[0].vertical]
    stacked = {id(piece) for chain in chains for piece in chain}
    neighbours = _Neighbours(pieces, stacked)
    vertical: list[Piece] = []
    used: set[int] = set()
    for chain in chains:
        if any(piece.vertical for piece in chain) or _reads_down(chain, neighbours):
            used.update(id(piece) for piece in chain)
            vertical.append(_joined(chain))
    return vertical, [piece for piece in pieces if id(piece) not in used]


def stacked(pieces: Sequence[Piece]) -> bool:
    """Whether all there is in a box is one column of single characters."""
    if len(pieces) < 2 or not all(is_narrow(piece) for piece in pieces):
        return False
    centres = [(piece.x0 + piece.x1) / 2 for piece in pieces]
    letters = sum(any(_letter(c) for c in piece.text) for piece in pieces)
    texts = {piece.text for piece in pieces}
    straight = max(centres) - min(centres) < 2 * _TILT * pieces[0].size
    return straight and letters >= max(2, 0.6 * len(pieces)) and len(texts) > 1


def spaced_out(vertical: Sequence[Piece], level: Sequence[Piece]) -> bool:
    """Whether what was taken for columns in a box are short lines, spaced out to one measure.

    Columns of two or three characters that stand level with others, in a text no taller than it is
    wide, are the rows of a heading (一 般 over 財 源). Who writes down a narrow cell fills its
    height.
    """
    if any(len(piece.chars) > _ROWS or not all(c[6] for c in piece.chars) for piece in vertical):
        return False
    single = [Piece(*c[1:5], c[5], [c]) for piece in vertical for c in piece.chars]
    x0, top, x1, bottom = extent([*single, *level])
    if bottom - top > x1 - x0 + _LEVEL * single[0].size:
        return False
    return all(
        any(
            abs(one.middle - other.middle) < _LEVEL * one.size
            and max(one.x0 - other.x1, other.x0 - one.x1) > -_TILT * one.size
            for other in (*single, *level)
        )
        for one in single
    )


def joined(pieces: Sequence[Piece]) -> Piece:
    """Stacked pieces as one vertical piece."""
    return _joined(sorted(pieces, key=lambda piece: piece.top))


def runs_down(pieces: Iterable[Piece], walls: Sequence[BBox]) -> list[Piece]:
    """Pieces known to run down, joined to columns where they follow one another."""
    parts = [part for chain in _chains(pieces) for part in parted_by(chain, walls)]
    return [_joined(run) for part in parts for run in _even(part)]


def clusters(vertical: Sequence[Piece]) -> list[list[Piece]]:
    """Vertical lines that stand side by side as one text, each cluster from right to left."""
    left = sorted(vertical, key=lambda piece: (-piece.x1, piece.top))
    found: list[list[Piece]] = []
    while left:
        cluster = [left.pop(0)]
        grown = True
        while grown:
            near = [p for p in left if any(_beside(p, other) for other in cluster)]
            grown = bool(near)
            cluster.extend(near)
            left = [p for p in left if not any(p is other for other in near)]
        found.append(cluster)
    return found


def transposed(piece: Piece) -> Piece:
    """The piece on a page turned so that its columns, right to left, are lines from the top."""
    return Piece(
        piece.top,
        -piece.x1,
        piece.bottom,
        -piece.x0,
        piece.size,
        piece.chars,
        piece.blocks,
        piece.vertical,
    )


def _beside(one: Piece, other: Piece) -> bool:
    size = max(one.size, other.size)
    if size > _LIKE * min(one.size, other.size):
        return False
    along = min(one.bottom, other.bottom) - max(one.top, other.top)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    shorter = min(one.bottom - one.top, other.bottom - other.top)
    if along > 0.5 * shorter:
        return across < _CLUSTER * size
    return across < -0.5 * size and -along < 3 * size


def _chains(pieces: Iterable[Piece]) -> list[list[Piece]]:
    open_: dict[int, list[list[Piece]]] = {}
    chains: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.top, piece.x0)):
        centre = (piece.x0 + piece.x1) / 2
        home = int(centre / 4)
        reach = 1 + int(_TILT * piece.size / 4)
        best: list[Piece] | None = None
        nearest = float("inf")
        for key in range(home - reach, home + reach + 1):
            for chain in open_.get(key, ()):
                last = chain[-1]
                size = max(piece.size, last.size)
                gap = piece.top - last.bottom
                if size > _LIKE * min(piece.size, last.size) or gap > _LINK * size:
                    continue
                if abs((last.x0 + last.x1) / 2 - centre) > _TILT * size or gap < -_LAP * size:
                    continue
                if gap < nearest:
                    nearest, best = gap, chain
        if best is None:
            chain = [piece]
            chains.append(chain)
            open_.setdefault(home, []).append(chain)
        else:
            best.append(piece)
    return chains


def is_narrow(piece: Piece) -> bool:
    """Whether a piece can stand in a vertical line: a character, or a short number set upright.

    Bullets one under the other open lines of a list.
    """
    if piece.mark or piece.text in _BULLETS:
        return False
    wide = _UPRIGHT if piece.text.isascii() else _NARROW
    return piece.x1 - piece.x0 <= wide * piece.size


def _even(chain: list[Piece]) -> list[list[Piece]]:
    """The chain, parted where a gap is wider than those between its characters."""
    if len(chain) < 3:
        return [chain]
    gaps = [low.top - high.bottom for high, low in pairwise(chain)]
    widest = max(median(gaps), 0.0) + 0.6 * chain[0].size
    runs = [[chain[0]]]
    for gap, piece in zip(gaps, chain[1:], strict=True):
        if gap > widest:
            runs.append([])
        runs[-1].append(piece)
    return runs


def _reads_down(chain: Sequence[Piece], neighbours: "_Neighbours") -> bool:
    texts = [piece.text for piece in chain]
    letters = sum(any(_letter(c) for c in text) for text in texts)
    if letters < max(2, 0.5 * len(chain)) or len(set(texts)) == 1:
        return False
    size = median(piece.size for piece in chain)
    gaps = [low.top - high.bottom for high, low in pairwise(chain)]
    gap = max(median(gaps), 0.0)
    if max(gaps) > gap + (0.9 if gap < _CLOSE * size else 0.4) * size:
        return False
    if gap > _OPEN * size and sum(any(_native(c) for c in text) for text in texts) < 2:
        return False
    found = [neighbours.of(piece) for piece in chain]
    # Spaced-out names one above the other: what stands level is nearer than words are.
    beside = any(like and level and near < _SPACED * size for near, like, level in found)
    if beside and len(chain) < 4 and gap > _SHORT * size:
        return False
    if gap > _CLOSE * size and (len(chain) < 3 or any(level for *_, level in found)):
        return False
    crowded = sum(distance < gap + 0.1 * size and not like for distance, like, _ in found)
    if crowded > 0.25 * len(chain):
        return False
    likes = [distance for distance, like, _ in found if like]
    if likes and median(likes) < gap + 0.1 * size:
        return False
    level = sum(level and not like for _, like, level in found)
    return not (level >= 0.8 * len(chain) and gap > 0.12 * size)


class _Neighbours:
    """What stands nearest beside a piece on its line."""

    def __init__(self, pieces: Sequence[Piece], stacked: set[int]) -> None:
        self.pieces = sorted(pieces, key=lambda piece: piece.middle)
        self.middles = [piece.middle for piece in self.pieces]
        self.stacked = stacked

    def of(self, piece: Piece) -> tuple[float, bool, bool]:
        """The nearest one's distance, whether it is stacked too, and whether it is level."""
        size = piece.size
        first = bisect_left(self.middles, piece.middle - 0.6 * size)
        last = bisect_right(self.middles, piece.middle + 0.6 * size)
        best = (_REACH * size, True, False)
        for other in self.pieces[first:last]:
            if other is piece:
                continue
            distance = max(other.x0 - piece.x1, piece.x0 - other.x1)
            if -0.5 * size < distance < best[0]:
                level = abs(other.middle - piece.middle) < _LEVEL * size
                best = (distance, id(other) in self.stacked, level)
        return best


def _joined(chain: Sequence[Piece]) -> Piece:
    chars: list[Char] = []
    for piece in chain:
        chars.extend(piece.chars)
    return Piece(*extent(chain), max(piece.size for piece in chain), chars, vertical=True)


def _letter(character: str) -> bool:
    return character.isalpha() and not character.isascii()


def _native(character: str) -> bool:
    """Whether a letter is none of a Latin alphabet, full-width or not."""
    return _letter(character) and not "\uff21" <= character <= "\uff5a"
