"""Sentences that a page end cuts, brought together on the page where they begin."""

import re
from collections.abc import Sequence
from dataclasses import replace

from models.page import Block, Line, PageLayout, Role, TextBlock

_FURNITURE = frozenset({Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER})
_KANA = re.compile(r"[ぁ-ん]")
_ENDED = re.compile(r"[。.!?」』)】〕:;…]\s*\Z")
# What opens an item, a heading or a note; a figure with its unit may go on from the line before.
_OPENS = re.compile(
    r"\s*(?:[・•○●◎◇◆□■▼▽△▲※→⇒*＊(<〈【「『〔\[-]|[①-⑳❶-❿Ⅰ-Ⅻ]|第?[0-9一二三四五六七八九十]{1,3}\s?[.、):章節款項目条]"
    r"|[0-9]{1,3}\s+\D|[ア-ンA-Za-z]\s?[.、):])"
)
_SAME_SIZE = 0.06
_FULL = 2.0
_LEVEL = 0.6


def join_paragraphs(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with each sentence that goes on over a page end whole on the page where it begins.

    Its last line before the end is full and closes nothing; the first line of the next page opens
    nothing and keeps to the paragraph's left side. Lines know their own pages.
    """
    joined: list[PageLayout] = []
    open_at: int | None = None
    for layout in layouts:
        first = _outer(layout.blocks)
        if open_at is not None and joined[-1].number == layout.number - 1 and first is not None:
            start = joined[open_at]
            place = _outer(start.blocks[::-1])
            last = None if place is None else len(start.blocks) - 1 - place
            if last is not None and _is_one(start.blocks[last], layout.blocks[first]):
                joined[open_at] = _with_lines(start, last, layout.blocks[first])
                layout = replace(
                    layout, blocks=(*layout.blocks[:first], *layout.blocks[first + 1 :])
                )
                joined.append(layout)
                open_at = open_at if _outer(layout.blocks) is None else len(joined) - 1
                continue
        joined.append(layout)
        open_at = len(joined) - 1
    return joined


def _outer(blocks: Sequence[Block]) -> int | None:
    """The place of the first block that is no running head or foot."""
    for place, block in enumerate(blocks):
        if not isinstance(block, TextBlock) or block.role not in _FURNITURE:
            return place
    return None


def _with_lines(layout: PageLayout, place: int, more: Block) -> PageLayout:
    block = layout.blocks[place]
    if not isinstance(block, TextBlock) or not isinstance(more, TextBlock):
        return layout
    whole = replace(block, lines=(*block.lines, *more.lines))
    return replace(layout, blocks=(*layout.blocks[:place], whole, *layout.blocks[place + 1 :]))


def _is_one(last: Block, first: Block) -> bool:
    """Whether two paragraphs are one sentence's."""
    if not isinstance(last, TextBlock) or not isinstance(first, TextBlock):
        return False
    if last.role is not Role.BODY or first.role is not Role.BODY or last.frame or first.frame:
        return False
    end, begin = last.lines[-1], first.lines[0]
    texts = ("".join(line.text for line in block.lines) for block in (last, first))
    if not all(_KANA.search(text) for text in texts):
        return False
    if _ENDED.search(end.text) or _OPENS.match(begin.text) or end.vertical or begin.vertical:
        return False
    if abs(end.size - begin.size) > _SAME_SIZE * end.size:
        return False
    return _is_full(end, (*last.lines, *first.lines)) and _keeps_left(last.lines, first.lines)


def _is_full(end: Line, lines: Sequence[Line]) -> bool:
    """Whether a line runs to the right side of its paragraph."""
    rights = [line.bbox[2] for line in lines if line.bbox]
    return end.bbox is not None and end.bbox[2] > max(rights) - _FULL * end.size


def _keeps_left(last: Sequence[Line], first: Sequence[Line]) -> bool:
    """Whether the first line begins where the lines of the paragraph before do, not indented."""
    lefts = [line.bbox[0] for line in last if line.bbox]
    begins = [line.bbox[0] for line in first if line.bbox]
    if not lefts or not begins:
        return False
    em = last[-1].size
    own = lefts[1:] or lefts
    near = min(abs(begins[0] - left) for left in (min(own), min(lefts) - em * (len(lefts) == 1)))
    return near < _LEVEL * em and begins[0] <= min(begins) + _LEVEL * em
