"""Charts: pictures, curves and bars with short labels on and around them, kept from the text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from models.page import Block, Char, Colour, Page, Role, Rule, TextBlock, union
from models.values import BBox
from pipeline.layout.bars import bar_areas, is_thin, is_white, overlap, with_axes
from pipeline.layout.flow import rows_of
from pipeline.layout.frames import area_of, sides
from pipeline.layout.lines import line_of
from pipeline.layout.pieces import Piece, extent, pieces_of, without
from pipeline.layout.ruled import find_ruled_tables
from pipeline.layout.vertical import part_vertical

# In sizes of the page's usual type.
_LEAST = 5.0
_AROUND = 2.6
_ABOVE, _BELOW, _BESIDE = 1.2, 2.6, 3.0
_SWATCH, _SAMPLE, _KEY = 1.5, 4.0, 12.0
_TOUCHING, _SMALL = 0.4, 1.2

_FLAT = 1.5
# Points: a fill reaches to the middle of its cell's borders, or to one of their sides.
_BORDER = 2.0
_LEVELS = 4

_LABEL = 14
_LABELS = 4
_LARGE = 1.5
_TITLE = 1.15
_SENTENCE = ("。", "、")
_CAPTION = re.compile(r"[図表]\s*[\d０-９]|グラフ|[※＊*・●○■□◆◇【]|[(（]?(?:注|単位|資料|出典)")


def bar_charts(page: Page, em: float) -> tuple[list[Piece], Page]:
    """Each chart of bars as something solid, and the page without what draws and labels them.

    `em` is the page's usual size in points.
    """
    solids: list[Piece] = []
    for area, bars in bar_areas(page.rules, page.chars):
        if not _sized(area, em) or _are_cells(bars, page):
            continue
        pieces = [p for p in pieces_of([c for c in page.chars if c[6]]) if _short(p)]
        keys = _keys(page.rules, {bar.fill for bar in bars}, area, em)
        labels = [
            piece
            for piece in pieces
            if piece.size < _TITLE * em
            and not _CAPTION.match(piece.text)
            and (_by(piece, area, em) or any(_names(piece, key) for key in keys))
        ]
        if len(labels) < _LABELS:
            continue
        solids.append(_chart(labels, page.number, area))
        drawn = {id(rule) for rule in (*bars, *keys)}
        rules = [r for r in page.rules if id(r) not in drawn and not _lies_in(r, area)]
        page = replace(page, chars=without(page.chars, labels), rules=rules)
    return solids, page


def _are_cells(bars: Sequence[Rule], page: Page) -> bool:
    """Whether most of the bars fill cells that thin lines draw: shaded headings of a form."""
    thin = [rule for rule in page.rules if rule.kind == "line" or is_thin(rule)]
    tables = find_ruled_tables(replace(page, rules=thin))
    cells = [cell.bbox for table in tables for cell in table.cells]
    filled = sum(any(_same_place(bar[:4], cell) for cell in cells) for bar in bars)
    return 2 * filled > len(bars)


def _same_place(one: BBox, other: BBox) -> bool:
    return all(abs(a - b) <= _BORDER for a, b in zip(one, other, strict=True))


def _chart(labels: Sequence[Piece], number: int, area: BBox) -> Piece:
    blocks: list[Block] = [
        TextBlock(number, (line_of([label], number),), Role.CHART)
        for row in rows_of(labels)
        for label in row
    ]
    return Piece(*union([extent(labels), area]), 0.0, blocks=tuple(blocks))


def _by(piece: Piece, area: BBox, em: float) -> bool:
    """Whether a piece stands in the area or close by."""
    return (
        piece.x1 > area[0] - _BESIDE * em
        and piece.x0 < area[2] + _BESIDE * em
        and piece.bottom > area[1] - _ABOVE * em
        and piece.top < area[3] + _BELOW * em
    )


def _keys(rules: Sequence[Rule], colours: Set[Colour | None], area: BBox, em: float) -> list[Rule]:
    """The small samples of a chart's colours that stand beside their names."""
    found = []
    for rule in rules:
        wide, high = rule.x1 - rule.x0, rule.bottom - rule.top
        if rule.kind == "edge" or wide > _SAMPLE * em or high > _SWATCH * em:
            continue
        colour = rule.fill if rule.filled else rule.stroke
        known = colour in colours and not is_white(colour)
        if known and overlap(rule[:4], area, _KEY * em) and not _lies_in(rule, area):
            found.append(rule)
    return found


def _colours(rules: Sequence[Rule], area: BBox) -> set[Colour | None]:
    """The colours of what is drawn in an area with curves and slanted lines."""
    drawn = [rule for rule in rules if rule.kind != "edge" and _lies_in(rule, area)]
    slanted = [r for r in drawn if min(r.x1 - r.x0, r.bottom - r.top) > _FLAT]
    return {rule.fill if rule.filled else rule.stroke for rule in slanted}


def _names(piece: Piece, key: Rule) -> bool:
    level = abs(piece.middle - (key.top + key.bottom) / 2) < 0.6 * piece.size
    return level and -0.5 * piece.size < piece.x0 - key.x1 < piece.size


def _lies_in(rule: Rule, area: BBox) -> bool:
    return (
        area[0] - 1 < rule.x0
        and rule.x1 < area[2] + 1
        and area[1] - 1 < rule.top
        and rule.bottom < area[3] + 1
    )


def charts_of(page: Page, chars: Sequence[Char], em: float) -> tuple[list[Piece], list[Char]]:
    """The labels of each chart as something solid, and the characters that are none.

    A picture or drawing is a chart when at least four short labels stand on it or right beside it,
    and no sentence or title does. `em` is the page's usual size in points.
    """
    solids: list[Piece] = []
    rest = list(chars)
    areas = _areas(page, em)
    if not areas:
        return [], rest
    level = part_vertical(pieces_of([c for c in rest if c[6]]), [])[1]
    pieces = pieces_of([char for piece in level for char in piece.chars], tight=0.9)
    for area, drawn in areas:
        reach = _AROUND * em
        around = (area[0] - reach, area[1] - reach, area[2] + reach, area[3] + reach)
        near = [p for p in pieces if _within(p, around)]
        on_it = [p for p in near if _within(p, area)]
        titles = [p for p in near if p.size > _LARGE * em]
        if any(not drawn or _within(p, area) for p in titles):
            continue  # a title upon a picture
        keys = _keys(page.rules, _colours(page.rules, area), area, em) if drawn else []
        near += [p for p in pieces if any(_names(p, k) for k in keys) and not _within(p, around)]
        labels = [p for p in near if _short(p) and p.size <= _LARGE * em]
        if len(labels) < _LABELS or not all(_short(p) for p in on_it):
            continue
        solids.append(_chart(labels, page.number, area if drawn else extent(labels)))
        rest = without(rest, labels)
        pieces = [piece for piece in pieces if not any(piece is label for label in labels)]
    return solids, rest


def _short(piece: Piece) -> bool:
    return len(piece.text) <= _LABEL and not any(mark in piece.text for mark in _SENTENCE)


def _within(piece: Piece, box: BBox) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return box[0] < x < box[2] and box[1] < y < box[3]


def _areas(page: Page, em: float) -> list[tuple[BBox, bool]]:
    """Pictures and drawings that may be charts, and whether they are drawn."""
    most = 0.5 * page.width * page.height
    images = [(box, False) for box in page.images if area_of(box) < most]
    drawn = [(box, True) for box in (*_drawn(page, em), *_plots(page.rules, em))]
    return [(box, how) for box, how in sorted([*images, *drawn]) if _sized(box, em)]


def _plots(rules: Sequence[Rule], em: float) -> Iterator[BBox]:
    """Grids of level lines of one length, at one pitch, that a slanted line runs across."""
    slanted = [
        rule
        for rule in rules
        if rule.kind in ("line", "curve")
        and rule.stroked
        and not rule.filled
        and min(rule.x1 - rule.x0, rule.bottom - rule.top) > _FLAT
    ]
    if not slanted:
        return
    grids: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.bottom - rule.top < 1.0 and rule.x1 - rule.x0 > _LEAST * em:
            grids[round(rule.x0), round(rule.x1)].append(rule)
    for lines in grids.values():
        levels = sorted({round(line.top, 1) for line in lines})
        if len(levels) < _LEVELS:
            continue
        steps = [low - high for high, low in pairwise(levels)]
        box = (lines[0].x0, levels[0], lines[0].x1, levels[-1])
        across = [rule for rule in slanted if overlap(rule[:4], box)]
        if max(steps) - min(steps) < 1.0 and across:
            reach = union([rule[:4] for rule in across])
            if reach[2] - reach[0] > 0.5 * (box[2] - box[0]):
                yield with_axes(box, rules)


def _drawn(page: Page, em: float) -> Iterator[BBox]:
    """Where curves stand together: the slices of a pie, the lines of a graph."""
    groups: list[tuple[BBox, int]] = []
    for box, segments in _curves(page, em):
        joined, count = box, segments
        apart: list[tuple[BBox, int]] = []
        for other, size in groups:
            if overlap(joined, other, _TOUCHING * em):
                joined, count = union([joined, other]), count + size
            else:
                apart.append((other, size))
        groups = [*apart, (joined, count)]
    yield from (with_axes(box, page.rules) for box, count in groups if count >= 8)


def _curves(page: Page, em: float) -> Iterator[tuple[BBox, int]]:
    """Curves that are no rounded boxes: those have upright and level sides."""
    for index, rule in enumerate(page.rules):
        if rule.kind != "curve" or rule.segments < 2:
            continue
        if max(rule.x1 - rule.x0, rule.bottom - rule.top) < _SMALL * em:
            continue
        if sides(page.rules, index) < 3:
            yield rule[:4], rule.segments


def _sized(box: BBox, em: float) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _LEAST * em
