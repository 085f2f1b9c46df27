"""Tables from drawn rules, with their cells' boxes and spans; what no eye can see draws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress
from typing import NamedTuple

import numpy as np

from models import BBox
from models.page import Colour, Page, Rule
from pipeline.layout.open_ends import open_bottoms, open_tops
from pipeline.layout.ruled_grid import SNAP, Edge, cells_in, merged
from pipeline.layout.shaded import Shading
from pipeline.layout.zebra import between_tinted
from pipeline.read.columns import CURVE, RECT, Chars, Flags, Floats, Rules

_WHITE = 0.98

# Points: what parts a surface is no thicker.
_THIN = 3.0
_MOST_SURFACES = 500

_edge = partial(tuple.__new__, Edge)

# Points: a line that leans by less is level or upright; an edge that is shorter bounds nothing.
_LEAN = 0.1
_SHORTEST = 1.0


class RuledCell(NamedTuple):
    """A cell's box and the grid places it covers."""

    row: int
    column: int
    row_span: int
    column_span: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A grid of cells without their text. Places that no cell covers are open.

    `opens_above` and `opens_below` are from where to where no line closes it.
    """

    bbox: BBox
    rows: int
    columns: int
    cells: tuple[RuledCell, ...]
    opens_above: tuple[tuple[float, float], ...] = ()
    opens_below: tuple[tuple[float, float], ...] = ()


def find_ruled_tables(page: Page) -> list[RuledTable]:
    """The tables drawn on a page, from top to bottom and left to right.

    A grid without a character in it, on a page that has some, is a drawing and no table.
    """
    level, upright = _edges(page)
    white_level, white_upright = between_tinted(page, _grounds(page))
    level, upright = level + white_level, upright + white_upright
    rows, columns = merged(level), merged(upright)
    tops, bottoms = open_tops(rows, columns), open_bottoms(rows, columns)
    if tops or bottoms:
        rows = merged([*level, *tops, *bottoms])
    chars = Chars.of(page.chars)
    tables = _drawn(rows, columns, page, chars)
    return [
        replace(
            table,
            opens_above=tuple(e[1:] for e in tops if abs(e.at - table.bbox[1]) <= SNAP),
            opens_below=tuple(e[1:] for e in bottoms if abs(e.at - table.bbox[3]) <= SNAP),
        )
        if tops or bottoms
        else table
        for table in tables
        if _holds_text(table.bbox, chars)
    ]


def _drawn(
    rows: Sequence[Edge], columns: Sequence[Edge], page: Page, chars: Chars
) -> list[RuledTable]:
    """The tables of edges; of labels shaded upon lines those that are forms, with closed sides."""
    tables = [_table(cells) for cells in cells_in(rows, columns)]
    if not tables:
        return []
    shading = Shading(visible_rules(page))
    shaded = [table for table in tables if shading.alone(table.bbox)]
    ends = [edge for table in shaded for edge in shading.ends(table.bbox, chars)]
    if ends:
        found = cells_in(rows, merged([*columns, *ends]))
        tables = [_table(cells) for cells in found]
    return [table for table in tables if not shading.alone(table.bbox)]


def visible_rules(page: Page) -> list[Rule]:
    """The rules one can see: not the white boxes behind text, nor a fill of the page's colour.

    What parts a coloured surface is seen, be it as white as the page.
    """
    return list(compress(page.rules, _seen(page).tolist()))


def _seen(page: Page) -> Flags:
    """Which rules one can see."""
    rules = Rules.of(page.rules)
    seen = _coloured(page, rules)
    return seen & ~_painted_over(rules, seen)


def _coloured(page: Page, rules: Rules) -> Flags:
    """Which rules have another colour than the page, or than the surface that they part."""
    ground = _ground(page)
    coloured = [
        (style.stroked and not _same(style.stroke, ground))
        or (style.filled and not _same(style.fill, ground))
        for style in rules.styles
    ]
    seen: Flags = np.array(coloured, dtype=np.bool_)[rules.style]
    x0, top, x1, bottom = rules.boxes
    thickness = np.minimum(x1 - x0, bottom - top)
    parting = np.flatnonzero(~seen & (thickness <= _THIN))
    if not len(parting):
        return seen
    # Coloured fills that something can stand on, be it on their rim.
    surface = [style.filled and not _same(style.fill, ground) for style in rules.styles]
    wide = np.array(surface)[rules.style] & (rules.kinds == RECT) & (thickness > 2 * _THIN)
    x, y = ((x0 + x1) / 2)[parting], ((top + bottom) / 2)[parting]
    on = np.zeros(len(parting), dtype=np.bool_)
    for left, high, right, low in rules.boxes.T[wide][:_MOST_SURFACES].tolist():
        on |= (left - _THIN <= x) & (x <= right + _THIN) & (high - _THIN <= y) & (y <= low + _THIN)
    seen[parting] = on
    return seen


def _painted_over(rules: Rules, seen: Flags) -> Flags:
    """Which fills lie on a larger one of their colour, as Word paints a cell and its lines again.

    Nobody sees where they begin, unless something of another colour lies between.
    """
    lost = np.zeros(len(seen), dtype=np.bool_)
    plain = np.array([s.filled and not s.stroked for s in rules.styles], dtype=np.bool_)
    x0, top, x1, bottom = rules.boxes
    thick = np.minimum(x1 - x0, bottom - top) > 2 * _THIN
    places = np.flatnonzero(plain[rules.style] & (rules.kinds == RECT) & thick & seen)
    if not 1 < len(places) <= _MOST_SURFACES:
        return lost
    fills = [rules.styles[at].fill for at in rules.style[places].tolist()]
    names = {fill: number for number, fill in enumerate(dict.fromkeys(fills))}
    colour = np.array([names[fill] for fill in fills])
    left, high, right, low = (edge[places] for edge in rules.boxes)
    area = (right - left) * (low - high)
    for one in range(len(places)):
        inside = (left[one] - 1 <= left) & (right <= right[one] + 1)
        inside &= (high[one] - 1 <= high) & (low <= low[one] + 1) & (area < area[one])
        like = inside & (colour == colour[one])
        if not like.any():
            continue
        other = inside & (colour != colour[one])
        for at in np.flatnonzero(like).tolist():
            over = other & (left < right[at]) & (right > left[at])
            lost[places[at]] = not (over & (high < low[at]) & (low > high[at])).any()
    return lost


def _grounds(page: Page) -> list[Rule]:
    """The coloured rectangles of a page that are high enough to hold text."""
    rules = Rules.of(page.rules)
    ground = _ground(page)
    tinted = np.array(
        [style.filled and not _same(style.fill, ground) for style in rules.styles], dtype=np.bool_
    )
    if not tinted.any():
        return []
    x0, top, x1, bottom = rules.boxes
    high = (rules.kinds == RECT) & tinted[rules.style]
    high &= (bottom - top > 2 * _THIN) & (x1 - x0 > 2 * _THIN)
    places = np.flatnonzero(high).tolist()
    return [rules.values[place] for place in places] if len(places) <= _MOST_SURFACES else []


def _holds_text(box: BBox, chars: Chars) -> bool:
    if not chars:
        return True
    left, high, right, low = box
    x0, top, _, bottom = chars.boxes
    y = (top + bottom) / 2
    inside = np.flatnonzero((left <= x0) & (x0 < right) & (high <= y) & (y < low))
    return any(not chars.texts[place].isspace() for place in inside.tolist())


def _ground(page: Page) -> Colour:
    """The page's own colour: that of the fill that covers all of it, or white."""
    rules = Rules.of(page.rules)
    x0, top, x1, bottom = rules.boxes
    least = 0.95 * page.width * page.height
    whole = (rules.kinds == RECT) & ((x1 - x0) * (bottom - top) >= least) & (least > 0)
    fills = [rules.styles[place].fill for place in rules.style[whole].tolist()]
    return next((fill for fill in reversed(fills) if fill), (1.0, 1.0, 1.0))


def _same(colour: Colour | None, ground: Colour) -> bool:
    if colour is None:  # a pattern
        return False
    if len(colour) != len(ground):
        return _white(colour) and _white(ground)
    return all(abs(a - b) < 1 - _WHITE for a, b in zip(colour, ground, strict=True))


def _white(colour: Colour) -> bool:
    if len(colour) == 4:
        return all(ink < 1 - _WHITE for ink in colour)
    return all(light > _WHITE for light in colour)


def _edges(page: Page) -> tuple[list[Edge], list[Edge]]:
    """The level and the upright edges of rules one sees that are long enough to bound anything."""
    seen = _seen(page)
    if not seen.any():
        return [], []
    rules = Rules.of(page.rules)
    boxes, kinds = rules.boxes[:, seen], rules.kinds[seen]
    x0, top, x1, bottom = boxes
    rect, curve = kinds == RECT, kinds == CURVE
    level = ~curve & (rect | (bottom - top < _LEAN))
    upright = ~curve & (rect | (~level & (x1 - x0 < _LEAN)))
    return (
        _long([top[level], x0[level], x1[level]], [bottom[rect], x0[rect], x1[rect]]),
        _long([x0[upright], top[upright], bottom[upright]], [x1[rect], top[rect], bottom[rect]]),
    )


def _long(*parts: list[Floats]) -> list[Edge]:
    """The edges that are long enough; each part is where they stand, begin and end."""
    edges = np.hstack(parts)
    _, start, end = edges
    return list(map(_edge, edges.T[end - start >= _SHORTEST].tolist()))


def _table(boxes: list[BBox]) -> RuledTable:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    cells = sorted(
        RuledCell(row[y0], column[x0], row[y1] - row[y0], column[x1] - column[x0], (x0, y0, x1, y1))
        for x0, y0, x1, y1 in boxes
    )
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, tuple(cells))
