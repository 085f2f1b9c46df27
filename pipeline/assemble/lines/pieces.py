"""The document's lines in the pieces they stand in, and the items that bullets open in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from models import BBox, Source
from models.page import Line, Passage, Placed, Role, Table, TextBlock

# Signs that open a list item. Figures in circles and letters are numbering, not bullets.
BULLETS = "・•●◦‣⁃▪▫▸▶►➢➤✓✔‧･"
SIGNS = BULLETS + "◆◇■□○◎★☆▼▽▲△◉♦"
_PRIVATE = "\ue000-\uf8ff"
_BULLET = re.compile(rf"\s*(?P<sign>[{BULLETS}{_PRIVATE}])[・･]?\s*")
_SIGN = re.compile(rf"\s*(?P<sign>[{SIGNS}{_PRIVATE}])[・･]?\s*")
_PAGE_NUMBER = re.compile(r"\s*[-–—―~]\s*\d{1,4}\s*[-–—―~]\s*")
_LONGEST_WORD = 16
_STRAY_SPACE = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_SPACED_OUT = re.compile(r"(?<![!-~])[!-~](?: [!-~]){2,}(?![!-~])")
_OPENING, _CLOSING = "（(「『〔［[【〈《<", "）)」』〕］]】〉》>"


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that stand together: those of a text block, or of one cell of a table.

    `place` is the index of its block; `row` and `column` are set for a cell.
    """

    place: int
    lines: tuple[Line, ...]
    section: tuple[str, ...] = ()
    role: Role = Role.BODY
    frame: BBox | None = None
    row: int | None = None
    column: int | None = None

    @property
    def text(self) -> str:
        """The piece's text in one line."""
        return tidy(Passage.of(self.lines).text)

    @property
    def framed(self) -> bool:
        """Whether the piece stands in a drawn box or in a table."""
        return self.frame is not None or self.row is not None

    @property
    def page(self) -> int:
        """The page of the first line."""
        return self.lines[0].page


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: the sign that opens it (empty for none) and the lines it wraps over."""

    sign: str
    lines: tuple[Line, ...]
    start: int = 0

    @property
    def passage(self) -> Passage:
        """The item as printed in one line, with its sign."""
        return Passage.of(self.lines)

    @property
    def text(self) -> str:
        """The item's text without its sign."""
        return tidy(self.passage.text[self.start :])

    @property
    def page(self) -> int:
        """The page the item begins on."""
        return self.lines[0].page

    def source(self) -> Source:
        """Where the text was printed."""
        return self.passage.source(self.start)


def pieces(blocks: Sequence[Placed]) -> Iterator[Piece]:
    """All lines of the document: each text block a piece, each table cell that is not empty.

    Page numbers between dashes are passed over, so that what goes on over a page does go on.
    """
    for place, placed in enumerate(blocks):
        block = placed.block
        if isinstance(block, TextBlock):
            if block.lines and not _is_page_number(block):
                yield Piece(place, block.lines, placed.section, block.role, block.frame)
            continue
        for cell in sorted(block.cells, key=lambda cell: (cell.row, cell.column)):
            if cell.lines:
                yield Piece(
                    place,
                    cell.lines,
                    placed.section,
                    frame=cell.bbox,
                    row=cell.row,
                    column=cell.column,
                )


def prints(blocks: Iterable[Placed], form: re.Pattern[str]) -> bool:
    """Whether any line has what a pattern looks for: a quick look before a thorough one."""
    for placed in blocks:
        block = placed.block
        groups = (
            [block.lines] if isinstance(block, TextBlock) else [cell.lines for cell in block.cells]
        )
        if any(form.search(line.text) for lines in groups for line in lines):
            return True
    return False


def _is_page_number(block: TextBlock) -> bool:
    return len(block.lines) == 1 and bool(_PAGE_NUMBER.fullmatch(block.lines[0].text))


def without(blocks: Sequence[Placed], taken: Iterable[Line]) -> list[Placed]:
    """The blocks less the lines that were taken; blocks that lost all their lines are gone."""
    gone = {id(line) for line in taken}
    if not gone:
        return list(blocks)
    rest: list[Placed] = []
    for placed in blocks:
        block = placed.block
        if isinstance(block, TextBlock):
            kept = tuple(line for line in block.lines if id(line) not in gone)
            if len(kept) == len(block.lines):
                rest.append(placed)
            elif kept:
                rest.append(replace(placed, block=replace(block, lines=kept)))
            continue
        lost = any(id(line) in gone for cell in block.cells for line in cell.lines)
        if not lost:
            rest.append(placed)
            continue
        left = _table_without(block, gone)
        if any(cell.lines for cell in left.cells):
            rest.append(replace(placed, block=left))
    return rest


def _table_without(table: Table, gone: set[int]) -> Table:
    cells = (
        replace(cell, lines=tuple(line for line in cell.lines if id(line) not in gone))
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def tidy(text: str) -> str:
    """Text without the spaces that setting it has left, but for those between Latin words.

    >>> tidy("全国 平均値 "), tidy("Smart City 構想"), tidy("S o c i e t y 5 . 0推進")
    ('全国平均値', 'Smart City構想', 'Society5.0推進')
    """
    together = _SPACED_OUT.sub(lambda match: match[0].replace(" ", ""), text.strip())
    return _STRAY_SPACE.sub("", together)


def run_before(word: re.Pattern[str], text: str, end: int, *, start: int = 0) -> int:
    """Where the words begin that stand one after another up to `end`, each of them a `word`.

    `word` ends in $ and is at most 16 characters long. One pattern for the whole run would try
    each way to part it into words.

    >>> run_before(re.compile(r"(?:約|累計|\\s)$"), "目標は累計 約", 7)
    3
    """
    while end > start and (match := word.search(text, max(start, end - _LONGEST_WORD), end)):
        end = match.start()
    return end


def squeezed(text: str) -> str:
    """Text without any space, for comparing."""
    return re.sub(r"\s", "", text)


def sign_of(line: Line) -> str:
    """The bullet or sign that the line begins with, or nothing."""
    match = _SIGN.match(line.text)
    return match["sign"] if match else ""


def bullet_of(line: Line) -> str:
    """The plain bullet that the line begins with, or nothing."""
    match = _BULLET.match(line.text)
    return match["sign"] if match else ""


def items(lines: Sequence[Line]) -> list[Item]:
    """The list items of some lines; lines before the first sign are an item without one."""
    found: list[list[Line]] = []
    for line in lines:
        if not found or (sign_of(line) and not goes_on(found[-1][-1], line)):
            found.append([line])
        else:
            found[-1].append(line)
    return [item_of(group) for group in found]


def goes_on(line: Line, following: Line) -> bool:
    """Whether a line that begins with ・ only carries on a word that was wrapped before it.

    A wrap may come before any character: 「環境⏎・景観」. The line before has then opened a bracket
    that this one closes.
    """
    if not following.text.lstrip().startswith("・"):
        return False
    opened = _first_unmatched(reversed(line.text), _CLOSING, _OPENING)
    return opened and _first_unmatched(following.text, _OPENING, _CLOSING)


def _first_unmatched(text: Iterable[str], raises: str, lowers: str) -> bool:
    depth = 0
    for character in text:
        if character in raises:
            depth += 1
        elif character in lowers:
            depth -= 1
            if depth < 0:
                return True
    return False


def item_of(lines: Sequence[Line]) -> Item:
    """One item of lines that are known to belong together."""
    match = _SIGN.match(Passage.of(lines).text)
    return Item(match["sign"] if match else "", tuple(lines), match.end() if match else 0)
