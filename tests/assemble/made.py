"""Blocks made by hand for the tests of families: from text as files have it, and from grids."""

from array import array
from collections.abc import Callable, Sequence

from models import FiscalYear
from models.page import BBox, Cell, Line, Placed, Role, Table, TextBlock, TextPage
from pipeline.assemble.family import About, Taken
from pipeline.layout.text import arrange_text
from pipeline.normalise import normalise
from pipeline.segment import segment

ABOUT = About("0" * 64, fiscal_year=FiscalYear(year=2021))
SIZE = 10.0


def from_text(text: str) -> list[Placed]:
    """The blocks of a text file of one page."""
    page = TextPage(1, 1, tuple(text.splitlines()))
    return list(segment([arrange_text(page)]).blocks)


def printed(text: str, *, x0: float = 50.0, top: float = 100.0, page: int = 1) -> Line:
    """A line as it stands on a page: each character as wide as it is high, Latin half of that."""
    normal = normalise(text)
    boxes = array("d")
    x = x0
    for character in text:
        step = SIZE / 2 if character.isascii() else SIZE
        boxes.extend((x, top, x + step, top + SIZE))
        x += step
    return Line(page, normal.text, text, normal.origin, boxes, size=SIZE)


def block(
    *texts: str,
    x0: float = 50.0,
    top: float = 100.0,
    page: int = 1,
    frame: BBox | None = None,
    role: Role = Role.BODY,
    section: tuple[str, ...] = (),
) -> Placed:
    """A text block of a page, its lines one under the other."""
    lines = tuple(
        printed(text, x0=x0, top=top + 1.5 * SIZE * number, page=page)
        for number, text in enumerate(texts)
    )
    return Placed(TextBlock(page, lines, role, frame), section)


def grid(
    rows: Sequence[Sequence[str | None]], *, page: int = 1, section: tuple[str, ...] = ()
) -> Placed:
    """A ruled table of a page. None is covered by the cell left of it, "^" by the one above.

    A line feed in a cell begins another line.
    """
    cells: dict[tuple[int, int], list[object]] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text is None:
                owner[row, column] = owner[row, column - 1]
            elif text == "^":
                owner[row, column] = owner[row - 1, column]
            else:
                owner[row, column] = (row, column)
                cells[row, column] = [text]
    made = []
    for (row, column), (text,) in cells.items():
        places = [place for place, by in owner.items() if by == (row, column)]
        lines = tuple(
            printed(part, x0=50.0 + 60 * column, top=100.0 + 30 * row + 12 * number, page=page)
            for number, part in enumerate(str(text).split("\n"))
            if part
        )
        made.append(
            Cell(
                row,
                column,
                lines,
                max(place[0] for place in places) - row + 1,
                max(place[1] for place in places) - column + 1,
                (50.0 + 60 * column, 100.0 + 30 * row, 110.0 + 60 * column, 130.0 + 30 * row),
            )
        )
    width = max(len(texts) for texts in rows)
    box = (50.0, 100.0, 50.0 + 60 * width, 100.0 + 30 * len(rows))
    return Placed(Table(page, len(rows), width, tuple(made), box), section)


def take(family: Callable[[Sequence[Placed], About], Taken], *blocks: Placed | str) -> Taken:
    """What a family takes of blocks, or of one text."""
    placed: list[Placed] = []
    for given in blocks:
        placed += from_text(given) if isinstance(given, str) else [given]
    return family(placed, ABOUT)
