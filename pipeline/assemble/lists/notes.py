"""The notes that say in which unit amounts stand, for which year, and what brackets hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from models import FiscalYear
from pipeline.assemble.family import About
from pipeline.assemble.lines.strands import Strand
from pipeline.assemble.tables.vocabulary import UNIT_ALONE, UNIT_NOTE, UNITS
from pipeline.recognise import find_years

_ORDER = re.compile(r"順に(?:記載|表示|掲載)|(?:内|書き?|の金額|の数字|下段)は")
# [ ]内は前年度当初予算額
_EMPTY = re.compile(
    r"(?P<open>[\[(（〔［<〈])\s*+[)）\]〕］>〉]\s*+(?:内|書き?|の(?:金額|数字|額))?\s*+(?:は|[:：=])\s*+(?P<what>[^。)）]{2,30})"
)
_BRACKETED = re.compile(r"(?P<open>[\[(（〔［<〈])(?P<inside>[^\])）〕］>〉]{1,20})[\])）〕］>〉]")


@dataclass(frozen=True, slots=True)
class Note:
    """What holds for the amounts at one place of the document.

    `unit` is null where no note reaches. `prior_brackets` are the opening brackets that hold the
    prior year's amount.
    """

    unit: int | None = None
    year: FiscalYear | None = None
    prior_year: FiscalYear | None = None
    prior_brackets: str = "[［"
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """A document's notes, each at the index of its strand."""

    default: Note
    placed: tuple[tuple[int, int, Note], ...]

    def at(self, index: int, page: int) -> Note:
        """The note for the strand at `index`: the last before it, else one below on its page."""
        before = [entry for entry in self.placed if entry[0] <= index]
        same_page = [entry for entry in before if entry[1] == page]
        if same_page:
            return same_page[-1][2]
        below = [entry for entry in self.placed if entry[0] > index and entry[1] == page]
        if below:
            return below[0][2]
        return before[-1][2] if before else self.default


def read_notes(lines: Sequence[Strand], about: About) -> Notes:
    """The notes among the lines. A note that is silent on the year takes the document's."""
    default = Note(year=about.fiscal_year)
    placed: list[tuple[int, int, Note]] = []
    for index, strand in enumerate(lines):
        note = read_note(strand.text, default)
        if note:
            placed.append((index, strand.page, note))
    return Notes(default, tuple(placed))


def read_note(text: str, default: Note) -> Note | None:
    """The note that a line is, or nothing.

    >>> read_note("予算額は令和2年度[令和元年度]の順に記載。単位:千円", Note()).prior_year.year
    2019
    """
    unit = UNIT_NOTE.search(text) or UNIT_ALONE.search(text)
    order = _ORDER.search(text)
    if not unit and not order:
        return None
    note = replace(default, stated=True)
    if unit:
        note = replace(note, unit=UNITS["".join(unit["unit"].split())])
    if order:
        note = _with_years(note, text)
    return note if unit or note.prior_year else None


def _with_years(note: Note, text: str) -> Note:
    year = note.year.year if note.year else None
    for bracket in _BRACKETED.finditer(text):
        inside = find_years(bracket["inside"], year=year)
        if inside:
            note = replace(note, prior_year=inside[0].value, prior_brackets=bracket["open"])
            text = text[: bracket.start()] + text[bracket.end() :]
            break
    else:
        empty = _EMPTY.search(text)
        if empty:
            inside = find_years(empty["what"], year=year)
            if inside:
                note = replace(note, prior_year=inside[0].value, prior_brackets=empty["open"])
            text = text[: empty.start()]
    current = find_years(text, year=year)
    return replace(note, year=current[0].value) if current else note
