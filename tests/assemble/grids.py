"""Small tables and texts as layout hands them on, made from rows of strings."""

from array import array
from collections.abc import Sequence

from models import FiscalYear
from models.page import Cell, Line, Placed, Table, TextBlock
from pipeline.assemble.family import About

ABOUT = About("0" * 64, fiscal_year=FiscalYear(year=2022, phase="initial"))
_WIDTH, _HEIGHT = 80.0, 20.0


def line(text: str, *, x: float = 0.0, y: float = 0.0, page: int = 1) -> Line:
    """A line whose characters are 5 points wide."""
    boxes = array("d")
    for at in range(len(text)):
        boxes.extend((x + 5 * at, y, x + 5 * at + 5, y + 10))
    return Line(page, text, text, range(len(text)), boxes, size=10.0)


def text(*lines: str, y: float = 0.0, section: tuple[str, ...] = ()) -> Placed:
    """A block of lines, one below the other."""
    made = tuple(line(each, y=y + 12 * at) for at, each in enumerate(lines))
    return Placed(TextBlock(1, made), section)


def table(
    rows: Sequence[Sequence[str | None]],
    *,
    y: float = 100.0,
    page: int = 1,
    section: tuple[str, ...] = (),
) -> Placed:
    """A ruled table; None goes on with the cell to the left, `^` with the cell above."""
    width = max(len(row) for row in rows)
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None or value == "^":
                continue
            across = 1
            while c + across < width and row[c + across] is None:
                across += 1
            down = 1
            while r + down < len(rows) and rows[r + down][c] == "^":
                down += 1
            lines = tuple(
                line(part, x=c * _WIDTH, y=y + r * _HEIGHT + 11 * at, page=page)
                for at, part in enumerate(value.split("\n"))
                if part
            )
            box = (c * _WIDTH, y + r * _HEIGHT, (c + across) * _WIDTH, y + (r + down) * _HEIGHT)
            cells.append(Cell(r, c, lines, down, across, box))
    bbox = (0.0, y, width * _WIDTH, y + len(rows) * _HEIGHT)
    return Placed(Table(page, len(rows), width, tuple(cells), bbox), section)
