"""Headings of indicators by place: which columns a page's headings head, and what stands below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from models import FiscalYear
from pipeline.assemble.tables.figures import Figure, whole
from pipeline.bind.sheets import year_said
from pipeline.schemas.form_parts import Part, lines_in
from pipeline.schemas.grid import UNIT_NAME
from pipeline.schemas.indicator_words import AIM, BASE, NAMED, RATE, RESULT, SORT

UNIT = re.compile(r"単位")
_BRACKETED = re.compile(r"[(（](?P<year>[^()（）]{2,10})[)）]")
WITH_YEAR = re.compile(r"(?P<value>[^()（）]+)[(（](?P<year>[^()（）]{2,10})[)）]")
_MEASURED = re.compile(r"(?P<value>[△▲]?[\d,.]+)\s?(?P<unit>[^\d,.\s][^\s]{0,6})")
LONGEST = 16
# Sizes of the text: how far the lines of headings, and those of a table, are apart.
_HEAD_GAP = 1.6
_FAR = 5.0

Level = list[Part]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with its place, and what it heads."""

    middle: float
    x0: float
    x1: float
    text: str
    year: FiscalYear | None

    @property
    def kind(self) -> str:
        """What stands below: base, aim, rate, unit, side, year or words."""
        words = (("rate", RATE), ("base", BASE), ("aim", AIM), ("unit", UNIT), ("side", SORT))
        said = next((kind for kind, word in words if word.search(self.text)), None)
        return said or ("year" if self.year is not None else "words")


@dataclass
class PlacedTable:
    """A block of headings and the levels of parts below it."""

    columns: list[Column]
    levels: list[Level]
    before: str
    bands: list[list[Level]] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Column]:
        """The columns of these kinds, from the left."""
        return [column for column in self.columns if column.kind in kinds]


def tables_in(levels: Sequence[Level], own: int | None) -> Iterator[PlacedTable]:
    """Blocks of headings, each with what stands below it until the next one."""
    heads = list(_head_blocks(levels))
    for number, (start, end) in enumerate(heads):
        stop = heads[number + 1][0] if number + 1 < len(heads) else len(levels)
        printed = [one for level in levels[start:end] for part in level for one in lines_in(part)]
        columns = _columns(printed, own)
        before = "".join(part.text for level in levels[max(start - 3, 0) : start] for part in level)
        if len(columns) > 2:
            yield PlacedTable(columns, _together(levels[end:stop]), before)


def _together(levels: Sequence[Level]) -> list[Level]:
    """The levels from the first on that no wide gap parts from it."""
    kept = list(levels[:1])
    for level in levels[1:]:
        if min(p.ink[1] for p in level) - max(p.ink[3] for p in kept[-1]) > _FAR * level[0].size:
            break
        kept.append(level)
    return kept


def _head_blocks(levels: Sequence[Level]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(levels):
        if not _heads(levels[at]):
            at += 1
            continue
        end = at + 1
        while end < len(levels) and _near(levels[end - 1], levels[end]) and _heads(levels[end]):
            end += 1
        block = [part for level in levels[at:end] for part in level]
        if any(BASE.search(p.text) or AIM.search(p.text) for p in block) or (
            any(year_of(p.text, None) for p in block) and any(NAMED.search(p.text) for p in block)
        ):
            yield at, end
        at = end


def _heads(level: Level) -> bool:
    """Whether a level holds headings and nothing else; one alone says a year or 実績."""
    if not all(map(_is_heading, level)):
        return False
    return len(level) > 1 or year_of(level[0].text, None) is not None or len(level[0].text) < 5


def _near(high: Level, low: Level) -> bool:
    top = max(part.ink[3] for part in high)
    return min(part.ink[1] for part in low) - top < _HEAD_GAP * high[0].size


def _columns(parts: Sequence[Part], own: int | None) -> list[Column]:
    """The headings from the left: parts over one another are one, what spans several is none."""
    stacks: list[list[Part]] = []
    for part in sorted(parts, key=lambda part: -part.middle):
        over = [stack for stack in stacks if any(_meets(part, other) for other in stack)]
        if len(over) == 1:
            over[0].insert(0, part)
        elif not over:
            stacks.append([part])
    found = []
    for stack in stacks:
        text = "".join("".join(part.text.split()) for part in stack)
        x0, x1 = min(p.ink[0] for p in stack), max(p.ink[2] for p in stack)
        found.append(Column((x0 + x1) / 2, x0, x1, text, _heading_year(stack, text, own)))
    found.sort(key=lambda column: column.middle)
    return [column for column in found if not re.fullmatch(r"実績値?", column.text)]


def _heading_year(stack: Sequence[Part], text: str, own: int | None) -> FiscalYear | None:
    """The year that a heading says: alone in a line of it, in brackets, or among its words."""
    bracket = _BRACKETED.search(text)
    texts = [part.text for part in stack] + ([bracket["year"]] if bracket else [])
    years = (year_of(each, own) for each in texts)
    return next((year for year in years if year is not None), year_said(text, own)[0])


def _meets(one: Part, other: Part) -> bool:
    return min(one.ink[2], other.ink[2]) > max(one.ink[0], other.ink[0])


def _is_heading(part: Part) -> bool:
    text = "".join(part.text.split())
    if len(text) > LONGEST or figure_of(part) is not None:
        return False
    words = (BASE, AIM, RATE, RESULT, NAMED, SORT, UNIT)
    return year_of(text, None) is not None or any(word.search(text) for word in words)


def figure_of(part: Part) -> Figure | None:
    """The figure that a part is; a year is none."""
    return None if year_of(part.text, None) is not None else value_of(part.text)


def value_of(text: str) -> Figure | None:
    """The figure that a text is, with any unit that indicators have: 430,826t-CO2."""
    figure = whole(text)
    match = _MEASURED.fullmatch(text.strip()) if figure is None else None
    if match is None or not UNIT_NAME.fullmatch(match["unit"]):
        return figure
    figure = whole(match["value"])
    return replace(figure, unit=match["unit"]) if figure is not None else None


def is_entry(part: Part) -> bool:
    match = WITH_YEAR.fullmatch(part.text)
    return figure_of(part) is not None or (
        match is not None and value_of(match["value"]) is not None
    )


def year_of(text: str, own: int | None) -> FiscalYear | None:
    """The year that a text is, with nothing but 実績 or brackets beside it."""
    bare = "".join(text.split()).strip("()（）")
    if re.fullmatch(r"(?:19|20)\d\d", bare):
        return FiscalYear(year=int(bare), text=bare)
    year, rest = year_said(bare, own)
    if year is None or year.end_year or year.open_end:
        return None
    return year if re.fullmatch(r"(?:実績|目標|計画|見込|値|[()（）])*", rest) else None


def year_below(part: Part, own: int | None) -> FiscalYear | None:
    """The year in brackets that a part is."""
    bracket = _BRACKETED.fullmatch(part.text)
    return year_of(bracket["year"], own) if bracket else None
