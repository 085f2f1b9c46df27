"""Units and years that notes say: how far they reach and where they end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from models import FiscalYear, Mark
from models.page import PageLayout, Passage, Placed, Role, Table, TextBlock
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import year_in
from pipeline.assemble.tables.vocabulary import UNIT_ALONE, UNIT_NOTE, UNITS
from pipeline.grids.legend import legend_of
from pipeline.grids.spans import box_of
from pipeline.recognise import find_years

Box: TypeAlias = tuple[float, float, float, float]

_CLOSE = 1.5
_ORDER = re.compile(r"順に(?:記載|表示|掲載)|(?:内|書き?|の金額|の数字|下段)は")
_OF_ANOTHER = re.compile(
    r"\d,\d{3}|\d\s?[億万千]?円|[(（\[［][^)）\]］]{0,12}年度?[^)）\]］]{0,8}[:：]"
)
_EMPTY = re.compile(
    r"(?P<open>[\[(（〔［<〈])\s*+[)）\]〕］>〉]\s*+(?:内|書き?|の(?:金額|数字|額))?\s*+(?:は|[:：=])\s*+(?P<what>[^。)）]{2,30})"
)
_BRACKETED = re.compile(r"(?P<open>[\[(（〔［<〈])(?P<inside>[^\])）〕］>〉]{1,20})[\])）〕］>〉]")


@dataclass(frozen=True, slots=True)
class Note:
    """A note at a place: the unit it says, and the years of what stands plain and in brackets.

    `table` is the box of the table that it stands in or closely over, as a note of that table.
    """

    page: int
    top: float
    left: float
    right: float
    unit: int | None = None
    year: FiscalYear | None = None
    prior_year: FiscalYear | None = None
    prior_bracket: str = ""
    table: Box | None = None

    def is_for(self, top: float) -> bool:
        """Whether a place at this height on the page may be meant: a table's note means nothing
        above it, though it goes on for the tables below."""
        return self.table is None or min(self.top, self.table[1]) - 2 <= top


@dataclass(frozen=True, slots=True)
class Dated:
    """A block's place, and the year that the headings over it give it; null where none does."""

    page: int
    box: Box | None
    year: FiscalYear | None


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a document, what its headings say of years, and the year that is its own.

    `legend` is what signs before names say.
    """

    notes: tuple[Note, ...]
    dated: tuple[Dated, ...] = ()
    own: FiscalYear | None = None
    legend: Mapping[str, Mark] = field(default_factory=dict)

    def unit_at(self, page: int, top: float) -> int | None:
        """The unit for bare figures at a place: the last note above it on its page that may mean
        it, else the only one of the page, else the one that all notes of the document agree on."""
        every = [note for note in self.notes if note.unit is not None]
        here = [note for note in every if note.page == page and note.is_for(top)]
        above = [note for note in here if note.top <= top + 2]
        if above:
            return max(above, key=lambda note: note.top).unit
        units = {note.unit for note in here or every}
        return units.pop() if len(units) == 1 else None

    def on_page(self, page: int) -> bool:
        """Whether a note on the page says a unit."""
        return any(note.page == page and note.unit is not None for note in self.notes)

    def year_at(self, page: int, box: Box | None) -> FiscalYear | None:
        """The year of an amount that says none: its headings', else the document's own."""
        here = [each for each in self.dated if each.page == page]
        if box is not None:
            above = [each for each in here if each.box is not None and _is_over(each.box, box)]
            here = sorted(above, key=lambda each: each.box[1] if each.box else 0.0)
        year = here[-1].year if here else None
        return year if year is not None else self.own

    @property
    def order(self) -> Note | None:
        """The note that says which year stands plain and which in brackets."""
        return next((note for note in self.notes if note.prior_year is not None), None)


def _is_over(block: Box, box: Box) -> bool:
    """Whether a block begins above a place and reaches over it from side to side."""
    return block[1] <= box[1] + 2 and block[0] < box[2] and block[2] > box[0]


def notes_of(layouts: Sequence[PageLayout], about: About, blocks: Sequence[Placed] = ()) -> Notes:
    """The notes on all pages, whatever role their lines have, and the years of headings."""
    year = about.fiscal_year.year if about.fiscal_year else None
    found: list[Note] = []
    for layout in layouts:
        tables = [block.bbox for block in layout.blocks if isinstance(block, Table) and block.bbox]
        for block in layout.blocks:
            lines = (
                block.lines
                if isinstance(block, TextBlock)
                else [line for cell in block.cells for line in cell.lines if cell.row < 3]
                if isinstance(block, Table)
                else []
            )
            for line in lines:
                note = _note(line.text, year)
                if note is None:
                    continue
                box = box_of(line, 0, len(line.text))
                unit, current, prior, bracket = note
                table = block.bbox if isinstance(block, Table) else _below(box, tables)
                found.append(
                    Note(line.page, box[1], box[0], box[2], unit, current, prior, bracket, table)
                )
    dated = tuple(_dated(placed, year) for placed in blocks)
    return Notes(tuple(found), dated, about.budget_year, legend=legend_of(layouts))


def _below(note: Box, tables: Sequence[Box]) -> Box | None:
    """The table that a note stands closely over; null where text stands under it."""
    reach = note[3] + _CLOSE * (note[3] - note[1])
    under = [
        table
        for table in tables
        if note[1] < table[1] <= reach and table[0] - 2 <= note[2] and note[0] <= table[2] + 2
    ]
    return min(under, key=lambda table: table[1], default=None)


def _dated(placed: Placed, year: int | None) -> Dated:
    block = placed.block
    texts = list(reversed(placed.section))
    box = block.bbox if isinstance(block, Table) else _around(block)
    if isinstance(block, TextBlock) and block.role is Role.HEADING:
        texts.insert(0, Passage.of(block.lines).text)
    return Dated(block.page, box, year_in([text for text in texts if _says_when(text)], year))


def _says_when(text: str) -> bool:
    """Whether a heading can date what stands under it: one with last year's amount does not."""
    return _OF_ANOTHER.search(text) is None


def _around(block: TextBlock) -> Box | None:
    boxes = [line.bbox for line in block.lines if line.bbox is not None]
    if not boxes:
        return None
    x0, tops, x1, bottoms = zip(*boxes, strict=True)
    return (min(x0), min(tops), max(x1), max(bottoms))


def _note(
    text: str, year: int | None
) -> tuple[int | None, FiscalYear | None, FiscalYear | None, str] | None:
    unit = UNIT_NOTE.search(text) or UNIT_ALONE.search(text)
    order = _ORDER.search(text)
    if not unit and not order:
        return None
    multiplier = UNITS["".join(unit["unit"].split())] if unit else None
    prior: FiscalYear | None = None
    bracket = ""
    current: FiscalYear | None = None
    if order:
        for match in _BRACKETED.finditer(text):
            inside = find_years(match["inside"], year=year)
            if inside:
                prior, bracket = inside[0].value, match["open"]
                text = text[: match.start()] + text[match.end() :]
                break
        else:
            empty = _EMPTY.search(text)
            if empty and (inside := find_years(empty["what"], year=year)):
                prior, bracket = inside[0].value, empty["open"]
                text = text[: empty.start()]
        years = find_years(text, year=year)
        current = years[0].value if years and prior else None
    return multiplier, current, prior, bracket
