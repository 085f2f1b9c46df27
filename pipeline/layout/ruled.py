"""Tables from drawn rules, with their cells' boxes and spans; what no eye can see draws nothing.

The grid is found as pdfplumber's TableFinder finds it: edges are snapped and joined, their
crossings are corners, and the smallest rectangles between corners are cells.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import TableFinder

from models import BBox
from models.page import Colour, Page, Rule

_WHITE = 0.98


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
    """A grid of cells without their text. Places that no cell covers are open."""

    bbox: BBox
    rows: int
    columns: int
    cells: tuple[RuledCell, ...]


def find_ruled_tables(page: Page) -> list[RuledTable]:
    """The tables drawn on a page, from top to bottom and left to right."""
    finder = TableFinder(_Edges(list(_edges(visible_rules(page)))))  # type: ignore[arg-type]
    return [_table([tuple(map(float, cell)) for cell in found.cells]) for found in finder.tables]  # type: ignore[misc]


def visible_rules(page: Page) -> Iterator[Rule]:
    """The rules one can see: not the white boxes behind text, nor a fill of the page's colour."""
    ground = _ground(page)
    for rule in page.rules:
        stroked = rule.stroked and not _same(rule.stroke, ground)
        if stroked or (rule.filled and not _same(rule.fill, ground)):
            yield rule


def _ground(page: Page) -> Colour:
    """The page's own colour: that of the fill that covers all of it, or white."""
    ground: Colour = (1.0, 1.0, 1.0)
    for rule in page.rules:
        if rule.filled and rule.fill is not None and rule.kind == "rect":
            area = (rule.x1 - rule.x0) * (rule.bottom - rule.top)
            if area >= 0.95 * page.width * page.height:
                ground = rule.fill
    return ground


def _same(colour: Colour | None, ground: Colour) -> bool:
    if colour is None:
        return True
    if len(colour) != len(ground):
        return _white(colour) and _white(ground)
    return all(abs(a - b) < 1 - _WHITE for a, b in zip(colour, ground, strict=True))


def _white(colour: Colour) -> bool:
    if len(colour) == 4:
        return all(ink < 1 - _WHITE for ink in colour)
    return all(light > _WHITE for light in colour)


class _Edges:
    """What TableFinder asks of a page."""

    def __init__(self, edges: list[dict[str, Any]]) -> None:
        self.edges = edges


def _edges(rules: Iterable[Rule]) -> Iterator[dict[str, Any]]:
    for rule in rules:
        x0, top, x1, bottom = rule[:4]
        if rule.kind == "rect":
            yield _edge(x0, top, x1, top)
            yield _edge(x0, bottom, x1, bottom)
            yield _edge(x0, top, x0, bottom)
            yield _edge(x1, top, x1, bottom)
        elif rule.kind in ("line", "edge") and min(x1 - x0, bottom - top) < 0.1:
            yield _edge(x0, top, x1, bottom)


def _edge(x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    level = x1 - x0 >= bottom - top
    if level:
        bottom = top
    else:
        x1 = x0
    return {
        "object_type": "line",
        "orientation": "h" if level else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


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
