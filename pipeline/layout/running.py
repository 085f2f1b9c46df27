"""Running heads and feet: what stands at the edge of page after page and is no part of the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.page import Block, PageLayout, Role, TextBlock

_MARGIN = 0.09
_LEAST_PAGES = 3
_NEAR = 4.0
_NUMBER = re.compile(r"\d+")
# What a book says at the head of each page of what follows, and amounts, are contents.
_STATES = re.compile(r"\d,\d{3}|\d\s*[千万億百]*[円%人件]|[款項目節]|会計|歳[入出]")
_BLANK = re.compile(r"\s+")
_Place = tuple[int, int]


def with_running_heads(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with their running heads and feet marked as such.

    They say the same at the same height of three pages or more, feet but for their numbers. A head
    says what follows where it stands first, and is part of the text there.
    """
    found: dict[tuple[bool, str], list[tuple[float, _Place]]] = defaultdict(list)
    for page, layout in enumerate(layouts):
        for at, is_head, text, y in _at_edges(layout):
            found[is_head, text].append((y, (page, at)))
    roles: dict[_Place, Role] = {}
    for (is_head, _), places in found.items():
        level = sorted(y for y, _ in places)[len(places) // 2]
        same = [place for y, place in places if abs(y - level) < _NEAR]
        if len({page for page, _ in same}) >= _LEAST_PAGES:
            role = Role.HEADER if is_head else Role.FOOTER
            roles |= dict.fromkeys(same[1:] if is_head else same, role)
    return [_marked(page, layout, roles) for page, layout in enumerate(layouts)]


def _at_edges(layout: PageLayout) -> Iterator[tuple[int, bool, str, float]]:
    """Single lines at the top or the bottom: their place, whether at the top, text and height."""
    for at, block in enumerate(layout.blocks):
        if not isinstance(block, TextBlock) or len(block.lines) != 1:
            continue
        box = block.lines[0].bbox
        if block.role is Role.PAGE_NUMBER or box is None:
            continue
        is_head = box[3] < _MARGIN * layout.height
        if is_head or box[1] > (1 - _MARGIN) * layout.height:
            text = _BLANK.sub("", block.lines[0].text)
            if _STATES.search(text):
                continue
            y = box[1] if is_head else layout.height - box[1]
            yield at, is_head, text if is_head else _NUMBER.sub("#", text), y


def _marked(page: int, layout: PageLayout, roles: dict[_Place, Role]) -> PageLayout:
    if not any(place[0] == page for place in roles):
        return layout
    blocks: list[Block] = []
    for at, block in enumerate(layout.blocks):
        role = roles.get((page, at))
        blocks.append(replace(block, role=role) if role and isinstance(block, TextBlock) else block)
    return replace(layout, blocks=tuple(blocks))
