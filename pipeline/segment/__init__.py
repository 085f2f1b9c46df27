"""Blocks of all pages in reading order, each with the headings that it stands under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import OutlineEntry
from models.page import Block, PageLayout, Passage, Placed, Role, TextBlock

_FURNITURE = {Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER}
_SIZE_STEP = 0.5
_UNNUMBERED = 90

# How headings are numbered, outermost first.
_NUMBERING = tuple(
    re.compile(form)
    for form in (
        r"第[\d一二三四五六七八九十]+[部編章]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+[\s.．、　]|[IVX]+[\s.．、]",
        r"第[\d一二三四五六七八九十]+節|[▌]?\s*[IVXⅠⅡⅢⅣⅤ]+-\d+",
        r"\d{1,2}[\s.．、　](?!\d)",
        r"[(（]\d{1,2}[)）]",
        r"[①-⑳]",
        r"[アイウエオカキク][\s.．、　]",
    )
)


@dataclass(frozen=True, slots=True)
class Segmented:
    """The document's blocks with their section paths, and the tree of its headings."""

    blocks: tuple[Placed, ...]
    outline: tuple[OutlineEntry, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that is still in force. A smaller `rank` is further out."""

    rank: tuple[float, int]
    title: str


def segment(layouts: Sequence[PageLayout]) -> Segmented:
    """Gives every block the headings above it; headers, footers and page numbers are left out.

    A heading closes those that are not larger than itself, and among equally large ones those
    numbered at the same depth or deeper. Headings are placed under those that they stand under.
    """
    placed: list[Placed] = []
    outline: list[OutlineEntry] = []
    open_headings: list[_Open] = []
    for layout in layouts:
        for block in layout.blocks:
            if isinstance(block, TextBlock) and block.role in _FURNITURE:
                continue
            if isinstance(block, TextBlock) and block.role is Role.HEADING:
                heading = _Open(_rank(block), Passage.of(block.lines).text)
                if not heading.title:
                    continue
                while open_headings and open_headings[-1].rank >= heading.rank:
                    open_headings.pop()
                placed.append(_place(block, open_headings))
                open_headings.append(heading)
                outline.append(
                    OutlineEntry(level=len(open_headings), title=heading.title, page=block.page)
                )
                continue
            placed.append(_place(block, open_headings))
    return Segmented(tuple(placed), tuple(outline))


def _place(block: Block, open_headings: Sequence[_Open]) -> Placed:
    return Placed(block, tuple(heading.title for heading in open_headings))


def _rank(block: TextBlock) -> tuple[float, int]:
    size = max((line.size for line in block.lines), default=0.0)
    text = block.lines[0].text.strip() if block.lines else ""
    depth = next((depth for depth, form in enumerate(_NUMBERING) if form.match(text)), _UNNUMBERED)
    return (-round(size / _SIZE_STEP), depth)
