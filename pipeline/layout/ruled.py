"""Tables from drawn rules, with their cells' boxes and spans; what no eye can see draws nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models import BBox
from models.page import Char, Colour, Page, Rule
from pipeline.layout.open_ends import open_bottoms, open_tops
from pipeline.layout.ruled_grid import SNAP, Edge, find_cells, merged

_WHITE = 0.98

# Points: what parts a surface is no thicker.
_THIN = 3.0
_MOST_SURFACES = 500

# Points: a line that leans by less is level or upright; an edge that is shorter bounds nothing.
_LEAN = 0.1
_SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class RuledCell:
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
    level, upright = _edges(visible_rules(page))
    rows, columns = merged(level), merged(upright)
    tops, bottoms = open_tops(rows, columns), open_bottoms(rows, columns)
    tables = [_table(cells) for cells in find_cells([*level, *tops, *bottoms], upright)]
    return [
        replace(
            table,
            opens_above=tuple(e[1:] for e in tops if abs(e.at - table.bbox[1]) <= SNAP),
            opens_below=tuple(e[1:] for e in bottoms if abs(e.at - table.bbox[3]) <= SNAP),
        )
        for table in tables
        if _holds_text(table.bbox, page.chars)
    ]


def visible_rules(page: Page) -> Iterator[Rule]:
    """The rules one can see: not the white boxes behind text, nor a fill of the page's colour.

    What parts a coloured surface is seen, be it as white as the page.
    """
    ground = _ground(page)
    seen: dict[Colour | None, bool] = {}
    surfaces: list[Rule] | None = None
    for rule in page.rules:
        _, _, _, _, _, stroked, filled, fill, stroke, _, _ = rule
        for drawn, colour in ((stroked, stroke), (filled, fill)):
            if not drawn:
                continue
            if colour not in seen:
                seen[colour] = not _same(colour, ground)
            if seen[colour]:
                yield rule
                break
        else:
            if min(rule.x1 - rule.x0, rule.bottom - rule.top) > _THIN:
                continue
            if surfaces is None:
                surfaces = _surfaces(page, ground)
            if any(_covers(surface, rule) for surface in surfaces):
                yield rule


def _surfaces(page: Page, ground: Colour) -> list[Rule]:
    """Coloured fills that something can stand on."""
    return [
        rule
        for rule in page.rules
        if rule.filled
        and rule.kind == "rect"
        and min(rule.x1 - rule.x0, rule.bottom - rule.top) > 2 * _THIN
        and not _same(rule.fill, ground)
    ][:_MOST_SURFACES]


def _covers(surface: Rule, rule: Rule) -> bool:
    """Whether the middle of a rule lies on a surface, or on its rim."""
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    return (
        surface.x0 - _THIN <= x <= surface.x1 + _THIN
        and surface.top - _THIN <= y <= surface.bottom + _THIN
    )


def _holds_text(box: BBox, chars: Sequence[Char]) -> bool:
    x0, top, x1, bottom = box
    if not chars:
        return True
    return any(
        x0 <= char[1] < x1 and top <= (char[2] + char[4]) / 2 < bottom and not char[0].isspace()
        for char in chars
    )


def _ground(page: Page) -> Colour:
    """The page's own colour: that of the fill that covers all of it, or white."""
    ground: Colour = (1.0, 1.0, 1.0)
    least = 0.95 * page.width * page.height
    for x0, top, x1, bottom, kind, _, filled, fill, *_ in page.rules:
        if filled and fill and kind == "rect" and (x1 - x0) * (bottom - top) >= least > 0:
            ground = fill
    return ground


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


def _edges(rules: Iterable[Rule]) -> tuple[list[Edge], list[Edge]]:
    """The level and the upright edges of rules that are long enough to bound anything."""
    level: list[Edge] = []
    upright: list[Edge] = []
    for x0, top, x1, bottom, kind, *_ in rules:
        if kind == "rect":
            level += (Edge(top, x0, x1), Edge(bottom, x0, x1))
            upright += (Edge(x0, top, bottom), Edge(x1, top, bottom))
        elif kind == "curve":
            continue
        elif bottom - top < _LEAN:
            level.append(Edge(top, x0, x1))
        elif x1 - x0 < _LEAN:
            upright.append(Edge(x0, top, bottom))
    return _long(level), _long(upright)


def _long(edges: Iterable[Edge]) -> list[Edge]:
    return [edge for edge in edges if edge[2] - edge[1] >= _SHORTEST]


def _table(boxes: list[BBox]) -> RuledTable:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    column = {x: i for i, x in enumerate(xs)}
    row = {y: i for i, y in enumerate(ys)}
    cells = sorted(
        (
            RuledCell(
                row[y0], column[x0], row[y1] - row[y0], column[x1] - column[x0], (x0, y0, x1, y1)
            )
            for x0, y0, x1, y1 in boxes
        ),
        key=lambda cell: (cell.row, cell.column),
    )
    return RuledTable((xs[0], ys[0], xs[-1], ys[-1]), len(ys) - 1, len(xs) - 1, tuple(cells))
