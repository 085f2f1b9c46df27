"""What blocks are on their page: page numbers, notes, labels and headings, by look and place."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.page import Block, Char, Line, Role, TextBlock
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, pieces_of, without
from pipeline.normalise import normalise

_MARGIN = 0.1
_NUMBER = re.compile(
    r"[\s\-‐‑–—―─~〜・(（<〈\[]*+(?:[pP]\.?|ページ)?\s*+\d{1,4}(?:\s*+[/-]\s*+\d{1,4})?"
    r"(?:ページ|頁)?[\s\-‐‑–—―─~〜・)）>〉\]]*+"
)
_YEAR = re.compile(r"\s*\d{4}\s*")
_UNIT_NOTE = re.compile(r"[(（〔【\[]?\s*(?:金額)?単\s*位\s*[:：は]?")
# Whatever else such a line is, it says what the figures below it are, so it is no furniture.
_STATES_UNIT = re.compile(
    r"単\s*+位(?:\s*+[:：・/は]\s*+\S|\s++\S|[(（]?(?:十億|億|百万|万|千|兆)?円|[人件％%])"
    r"|[(（〔【\[]\s*+(?:十億|億|百万|万|千|兆)?円\s*+(?:[・、,/][^()]{1,6})?[)）〕】\]]"
    r"|(?:千|百万|億|万)円\s*+単位"
)
_NOTE = re.compile(r"※|＊|\*\d|[(（]?注\s*\d*\s*[)）:：.．\s]|(?:資料|出典|備考)\s*[:：]")
_NO_HEADING = re.compile(
    r"[。、．,，]$|^[・･•○●※(（〔…]|[:：]$|\d\s*(?:千円|百万円|万円|億円|円|人|件|[%％)\]])"
)
_CHAPTER = re.compile(
    r"第\s*[0-9一二三四五六七八九十]+\s*[章節編部]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]{1,4}"
    r"(?:\s*+[.．、]|(?>\s*?[ 　]))\s*+\S|[■▌▍◆]"
)
_WORD = re.compile(r"[^\W\d_]")
_LARGE = 1.15
_HEADING_LENGTH = 60
_NOTE_LENGTH = 30
_LABEL_LENGTH = 15
_LABEL_REACH = 14.0


def states_unit(text: str) -> bool:
    """Whether a line says in what unit figures are given, and not only speaks of units.

    >>> states_unit("(単位:千円)"), states_unit("単位 百万円"), states_unit("単位互換の手引き")
    (True, True, False)
    """
    return _STATES_UNIT.search(text) is not None


def page_numbers(
    chars: Sequence[Char], height: float, number: int
) -> tuple[list[TextBlock], list[TextBlock], list[Char]]:
    """Page numbers and what stands beside them: at the head, at the foot, and the other characters.

    A page number stands alone in the outermost line of the page, also twice on facing pages.
    """
    upright = [char for char in chars if char[6] and not char[0].isspace()]
    rest = list(chars)
    found: list[list[TextBlock]] = []
    for head in (True, False):
        edge = _edge_line(upright, height, head=head)
        clusters = _clusters(edge)
        numbered = [_is_number(cluster) for cluster in clusters]
        blocks = []
        if any(numbered) and len(clusters) <= 4:
            for cluster, is_number in zip(clusters, numbered, strict=True):
                line = line_of(cluster, number)
                role = Role.PAGE_NUMBER if is_number else _edge_role(line.text, head=head)
                blocks.append(TextBlock(number, (line,), role))
            rest = without(rest, [piece for cluster in clusters for piece in cluster])
        found.append(blocks)
    return found[0], found[1], rest


def _edge_role(text: str, *, head: bool) -> Role:
    """What stands beside a page number: a note where it states a unit, else a head or a foot."""
    if states_unit(text):
        return Role.NOTE
    return Role.HEADER if head else Role.FOOTER


def _edge_line(chars: Sequence[Char], height: float, *, head: bool) -> list[Piece]:
    """The pieces of the page's first or last line, where it stands in the margin by itself."""
    if not chars:
        return []
    if head:
        limit = min(char[2] for char in chars)
        near = [char for char in chars if char[2] < limit + 2 * char[5]]
    else:
        limit = max(char[4] for char in chars)
        near = [char for char in chars if char[4] > limit - 2 * char[5]]
    if (limit if head else height - limit) > _MARGIN * height:
        return []
    pieces = pieces_of(near)
    line = min(pieces, key=lambda p: p.top) if head else max(pieces, key=lambda p: p.bottom)
    level = [p for p in pieces if abs(p.middle - line.middle) < 0.6 * line.size]
    others = [p for p in pieces if not any(p is other for other in level)]
    apart = all(abs(p.middle - line.middle) > 1.3 * line.size for p in others)
    return level if apart else []


def _clusters(pieces: Sequence[Piece]) -> list[list[Piece]]:
    clusters: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if clusters and piece.x0 - clusters[-1][-1].x1 < 1.6 * piece.size:
            clusters[-1].append(piece)
        else:
            clusters.append([piece])
    return clusters


def _is_number(cluster: Sequence[Piece]) -> bool:
    text = normalise("".join(piece.text for piece in cluster)).text
    return _NUMBER.fullmatch(text) is not None and not _YEAR.fullmatch(text)


def with_roles(blocks: Iterable[Block], em: float) -> list[Block]:
    """The blocks with the roles that their look tells. `em` is the page's usual size in points."""
    found = list(blocks)
    lines = [line for block in found if isinstance(block, TextBlock) for line in block.lines]
    down = sum(len(line.text) for line in lines if line.vertical)
    vertical = down > 0.4 * sum(len(line.text) for line in lines)
    return [_with_role(block, em, vertical) for block in found]


def _with_role(block: Block, em: float, vertical: bool) -> Block:
    if not isinstance(block, TextBlock) or block.role is not Role.BODY:
        return block
    role = _role(block, em)
    # Where all the text runs down, a short line of it is no label.
    if vertical and role is Role.LABEL and block.frame is None:
        text = "".join(line.text for line in block.lines).strip()
        role = Role.HEADING if _is_heading(block, text, em) else Role.BODY
    return replace(block, role=role)


def _role(block: TextBlock, em: float) -> Role:
    lines = block.lines
    text = "".join(line.text for line in lines).strip()
    if len(text) <= _NOTE_LENGTH and (_UNIT_NOTE.match(text) or states_unit(text)):
        return Role.NOTE
    if _NOTE.match(text):
        return Role.NOTE
    if len(lines) == 1 and lines[0].vertical and len(text) <= _LABEL_LENGTH:
        return Role.LABEL
    if not _WORD.search(text) or len(text) > _HEADING_LENGTH or len(lines) > 3:
        return Role.BODY
    if _is_label(block, text):
        return Role.LABEL
    return Role.HEADING if _is_heading(block, text, em) else Role.BODY


def _is_label(block: TextBlock, text: str) -> bool:
    """A few words in a filled box of their own."""
    if block.frame is None or block.fill is None or len(text) > _LABEL_LENGTH:
        return False
    x0, top, x1, bottom = block.frame
    size = block.lines[0].size or 1.0
    return x1 - x0 < _LABEL_REACH * size and bottom - top < 6 * size


def _is_heading(block: TextBlock, text: str, em: float) -> bool:
    line = block.lines[0]
    if len(block.lines) == 1 and _is_band(block, line):
        return True
    if _NO_HEADING.search(text) and not _CHAPTER.match(text):
        return False
    if line.size >= _LARGE * em:
        return True
    if len(block.lines) == 1 and line.bold:
        return True
    return len(block.lines) == 1 and _CHAPTER.match(text) is not None and line.size >= 0.95 * em


def _is_band(block: TextBlock, line: Line) -> bool:
    """A line on a ground of its own, one line high."""
    if block.frame is None or block.fill is None:
        return False
    return block.frame[3] - block.frame[1] < 3 * line.size
