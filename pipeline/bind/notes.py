"""Units and years that notes say: how far they reach and where they end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import FiscalYear
from models.page import PageLayout, Table, TextBlock
from pipeline.assemble.tables.vocabulary import UNIT_ALONE, UNIT_NOTE, UNITS
from pipeline.grids.tokens import box_of
from pipeline.recognise import find_years

_ORDER = re.compile(r"順に(?:記載|表示|掲載)|(?:内|書き?|の金額|の数字|下段)は")
_EMPTY = re.compile(
    r"(?P<open>[\[(（〔［<〈])\s*[)）\]〕］>〉]\s*(?:内|書き?|の(?:金額|数字|額))?\s*(?:は|[:：=])\s*(?P<what>[^。)）]{2,30})"
)
_BRACKETED = re.compile(r"(?P<open>[\[(（〔［<〈])(?P<inside>[^\])）〕］>〉]{1,20})[\])）〕］>〉]")


@dataclass(frozen=True, slots=True)
class Note:
    """A note at a place: the unit it says, and the years of what stands plain and in brackets."""

    page: int
    top: float
    left: float
    right: float
    unit: int | None = None
    year: FiscalYear | None = None
    prior_year: FiscalYear | None = None
    prior_bracket: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes of a document."""

    notes: tuple[Note, ...]

    def unit_at(self, page: int, top: float, x0: float = 0.0) -> int | None:
        """The unit for bare figures at a place: the last note above it on its page, else the only
        one of the page, else the one that all notes of the document agree on."""
        here = [note for note in self.notes if note.page == page and note.unit is not None]
        above = [note for note in here if note.top <= top + 2]
        if above:
            return max(above, key=lambda note: note.top).unit
        units = {note.unit for note in here}
        if len(units) == 1:
            return units.pop()
        units = {note.unit for note in self.notes if note.unit is not None}
        return units.pop() if len(units) == 1 and not here else None

    def on_page(self, page: int) -> bool:
        """Whether a note on the page says a unit."""
        return any(note.page == page and note.unit is not None for note in self.notes)

    @property
    def order(self) -> Note | None:
        """The note that says which year stands plain and which in brackets."""
        return next((note for note in self.notes if note.prior_year is not None), None)


def notes_of(layouts: Sequence[PageLayout], year: int | None) -> Notes:
    """The notes on all pages, whatever role their lines have."""
    found: list[Note] = []
    for layout in layouts:
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
                found.append(Note(line.page, box[1], box[0], box[2], unit, current, prior, bracket))
    return Notes(tuple(found))


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
