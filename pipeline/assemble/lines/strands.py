"""The document as one run of lines, for records whose parts wrap over lines, cells and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.page import Line, Passage, Placed, Role, TextBlock, lines_of
from models.values import BBox
from pipeline.assemble.lines.pieces import Piece, pieces

_PAGE_NUMBER = re.compile(r"\s*[-－‐–—―]\s*\d{1,4}\s*[-－‐–—―]\s*")


@dataclass(frozen=True, slots=True)
class Strand:
    """A line in reading order.

    `fresh` is true where something new begins: a block or a table row. `heading` says that the
    page's geometry, not its words, makes the line a heading. `cell` is true for lines of tables.
    `frame` is the box or cell around the line. `soft` weakens `fresh`: nothing but a short line
    above says that something begins.
    """

    line: Line
    place: int
    fresh: bool
    heading: bool
    cell: bool
    section: tuple[str, ...]
    frame: BBox | None = None
    soft: bool = False

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
            found.append(
                Strand(
                    line=line,
                    place=piece.place,
                    fresh=begins and index == 0,
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


def any_line(blocks: Sequence[Placed], form: re.Pattern[str]) -> bool:
    """Whether a line holds the form anywhere: asked before a document is read for it."""
    return any(form.search(line.text) for placed in blocks for line in lines_of(placed.block))


def passage(parts: Sequence[Strand]) -> Passage:
    """The lines of some strands joined."""
    return Passage.of([part.line for part in parts])


def _drawn_heading(piece: Piece) -> bool:
    return piece.role is Role.HEADING and piece.lines[0].number is None
