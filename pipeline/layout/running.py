"""Running heads and feet: what stands at the edge of page after page and is no part of the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from models.page import Block, PageLayout, Role, TextBlock
from pipeline.layout.roles import states_unit

_MARGIN = 0.09
_LEAST_PAGES = 3
_NEAR = 4.0
_NUMBER = re.compile(r"\d+")
# What a book says at the head of each page of what follows, and amounts, are contents.
_STATES = re.compile(r"\d,\d{3}|\d\s*[千万億百]*[円%人件]|[款項目節]|会計|歳[入出]")
_BLANK = re.compile(r"\s+")
_DEPTH = 0.2
_LENGTH, _FORM = 30, 9
_KANJI = "〇一二三四五六七八九十百"
_PLACES = re.compile(r"([〇一二三四五六七八九]*)([百十]?)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_COUNT = re.compile(rf"\d+|[{_KANJI}]+|(?<![a-z])[ivxlc]+(?![a-z])", re.IGNORECASE)
_Place = tuple[int, int]


def with_running_heads(layouts: Sequence[PageLayout]) -> list[PageLayout]:
    """The pages with their running heads and feet marked as such.

    They say the same at the same height of three pages or more, feet but for their numbers. A head
    says what follows where it stands first, and is part of the text there. What stands level with
    a running head (the chapter's name) is one too, and numbers that count the pages are page
    numbers in whatever form, also further from the edge.
    """
    found: dict[tuple[bool, str], list[tuple[float, _Place]]] = defaultdict(list)
    for page, layout in enumerate(layouts):
        for at, is_head, text, y in _at_edges(layout):
            found[is_head, text].append((y, (page, at)))
    roles = _counting(layouts)
    for (is_head, _), places in found.items():
        level = sorted(y for y, _ in places)[len(places) // 2]
        same = [place for y, place in places if abs(y - level) < _NEAR]
        if len({page for page, _ in same}) >= _LEAST_PAGES:
            role = Role.HEADER if is_head else Role.FOOTER
            roles |= dict.fromkeys(same[1:] if is_head else same, role)
    roles = _with_level(layouts, roles)
    return [_marked(page, layout, roles) for page, layout in enumerate(layouts)]


def _counting(layouts: Sequence[PageLayout]) -> dict[_Place, Role]:
    """The lines at head or foot with a number that goes up with the pages, by one or by two."""
    found: dict[tuple[str, bool, int, int], list[tuple[float, _Place]]] = defaultdict(list)
    for page, layout in enumerate(layouts):
        for at, is_head, text, y in _single_lines(layout, _DEPTH):
            if len(text) > _LENGTH or _is_content(text):
                continue
            for number in _COUNT.finditer(text):
                value = count_of(number[0])
                rest = text[: number.start()] + "#" + text[number.end() :]
                if value is not None and len(rest) <= _FORM:
                    for step in (1, 2):
                        start = value - step * layout.number
                        found[rest, is_head, step, start].append((y, (page, at)))
    roles: dict[_Place, Role] = {}
    for places in found.values():
        level = sorted(y for y, _ in places)[len(places) // 2]
        same = [place for y, place in places if abs(y - level) < _NEAR]
        if len({page for page, _ in same}) >= _LEAST_PAGES:
            roles |= dict.fromkeys(same, Role.PAGE_NUMBER)
    return roles


def count_of(printed: str) -> int | None:
    """The number that a page number in Arabic, Roman or Japanese figures says; null for none.

    >>> count_of("十二"), count_of("xiv"), count_of("二〇三"), count_of("12")
    (12, 14, 203, 12)
    """
    if printed.isascii() and printed.isdigit():
        return int(printed)
    if set(printed) <= set(_KANJI):
        if "十" not in printed and "百" not in printed:
            return int("".join(str(_KANJI.index(figure)) for figure in printed))
        value = 0
        for part, unit in _PLACES.findall(printed):
            ones = int("".join(str(_KANJI.index(figure)) for figure in part)) if part else 1
            value += ones * {"百": 100, "十": 10, "": 1 if part else 0}[unit]
        return value
    values = [_ROMAN[figure] for figure in printed.lower() if figure in _ROMAN]
    if len(values) != len(printed):
        return None
    signed = [-one if one < after else one for one, after in pairwise([*values, 0])]
    return sum(signed)


def _with_level(layouts: Sequence[PageLayout], roles: dict[_Place, Role]) -> dict[_Place, Role]:
    """The roles, and those of what stands level with a running head or foot."""
    more: dict[_Place, Role] = {}
    for page, layout in enumerate(layouts):
        lines = list(_single_lines(layout, _MARGIN))
        known = [
            (is_head, y, roles[page, at])
            for at, is_head, _, y in lines
            if roles.get((page, at)) in (Role.HEADER, Role.FOOTER)
        ]
        for at, is_head, text, y in lines:
            for side, level, role in known:
                alike = side is is_head and abs(y - level) < _NEAR and len(text) <= _LENGTH
                if alike and not _is_content(text):
                    more[page, at] = role
    return more | roles


def _at_edges(layout: PageLayout) -> Iterator[tuple[int, bool, str, float]]:
    """Single lines at the top or the bottom: their place, whether at the top, text and height."""
    for at, is_head, text, y in _single_lines(layout, _MARGIN):
        if not _is_content(text):
            yield at, is_head, text if is_head else _NUMBER.sub("#", text), y


def _is_content(text: str) -> bool:
    """Whether a line says something of the page below it, wherever else it is repeated."""
    return _STATES.search(text) is not None or states_unit(text)


def _single_lines(layout: PageLayout, margin: float) -> Iterator[tuple[int, bool, str, float]]:
    """Single lines within a share of the page's height from its edges; text without blanks."""
    for at, block in enumerate(layout.blocks):
        if not isinstance(block, TextBlock) or len(block.lines) != 1:
            continue
        box = block.lines[0].bbox
        if block.role is Role.PAGE_NUMBER or box is None:
            continue
        is_head = box[3] < margin * layout.height
        if is_head or box[1] > (1 - margin) * layout.height:
            text = _BLANK.sub("", block.lines[0].text)
            yield at, is_head, text, box[1] if is_head else layout.height - box[1]


def _marked(page: int, layout: PageLayout, roles: dict[_Place, Role]) -> PageLayout:
    if not any(place[0] == page for place in roles):
        return layout
    blocks: list[Block] = []
    for at, block in enumerate(layout.blocks):
        role = roles.get((page, at))
        blocks.append(replace(block, role=role) if role and isinstance(block, TextBlock) else block)
    return replace(layout, blocks=tuple(blocks))
