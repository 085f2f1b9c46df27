"""The document as one run of lines, for records whose parts wrap over lines, cells and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.page import Line, Passage, Placed, Role, TextBlock
from models.values import BBox
from pipeline.assemble.pieces import Piece, pieces

_PAGE_NUMBER = re.compile(r"\s*[-－‐–—―]\s*\d{1,4}\s*[-－‐–—―]\s*")


@dataclass(frozen=True, slots=True)
class Strand:
    """A line in reading order.

    `fresh` is true where something new begins: a block or a table row, but not a block that goes
    on over a page break. `heading` says that the page's geometry, not its words, makes the line a
    heading. `cell` is true for lines of tables.
    """

    line: Line
    place: int
    fresh: bool
    heading: bool
    cell: bool
    section: tuple[str, ...]
    frame: BBox | None = None

    @property
    def text(self) -> str:
        """The line's normalised text without spaces around it."""
        return self.line.text.strip()

    @property
    def page(self) -> int:
        """The page the line is on."""
        return self.line.page


def strands(blocks: Sequence[Placed]) -> list[Strand]:
    """All lines of the blocks, tables row by row."""
    found: list[Strand] = []
    row: tuple[int, int] | None = None
    for piece in pieces(blocks):
        here = (piece.place, piece.row) if piece.row is not None else None
        begins = here is None or here != row
        row = here
        for index, line in enumerate(piece.lines):
            if not line.text.strip() or _PAGE_NUMBER.fullmatch(line.text):
                continue
            goes_on = bool(found) and _goes_on(found[-1], piece)
            found.append(
                Strand(
                    line=line,
                    place=piece.place,
                    fresh=begins and index == 0 and not goes_on,
                    heading=_drawn_heading(piece),
                    cell=piece.row is not None,
                    section=piece.section,
                    frame=_frame(blocks[piece.place], piece),
                )
            )
    return found


def _frame(placed: Placed, piece: Piece) -> BBox | None:
    block = placed.block
    if isinstance(block, TextBlock):
        return block.frame
    return next(
        (cell.bbox for cell in block.cells if (cell.row, cell.column) == (piece.row, piece.column)),
        None,
    )


def passage(parts: Sequence[Strand]) -> Passage:
    """The lines of some strands joined."""
    return Passage.of([part.line for part in parts])


def _goes_on(last: Strand, piece: Piece) -> bool:
    """Whether a block at the top of a page goes on with the last text of the page before.

    It then looks like that text, which has not come to an end.
    """
    if piece.page <= last.page or _drawn_heading(piece) or piece.row is not None:
        return False
    first = piece.lines[0]
    alike = abs(first.size - last.line.size) <= 0.1 * last.line.size
    return alike and piece.framed == (last.frame is not None) and not last.text.endswith("。")


def _drawn_heading(piece: Piece) -> bool:
    return piece.role is Role.HEADING and piece.lines[0].number is None
