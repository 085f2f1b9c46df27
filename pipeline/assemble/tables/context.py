"""What stands around a table: its title, the unit note that reaches it, the year it speaks of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from models import BBox, FiscalYear
from models.page import Line, Placed, Table, TextBlock
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.roles import unit_note
from pipeline.assemble.tables.vocabulary import UNIT_NOTE
from pipeline.recognise import find_years

# How many lines above a table can still be its title, and how long a title may be.
_LINES_ABOVE = 6
_LONGEST_TITLE = 70
_BLOCKS_BACK = 80
# Points: a line that ends so far from a table, sideways, belongs to what is beside it.
_BESIDE = 30.0
# Numbers of titles, outermost first.
_NUMBERING = (
    re.compile(r"第[\d一二三四五六七八九十]{1,3}[章節]|[ⅠⅡⅢⅣⅤ]"),
    re.compile(r"\d{1,2}(?:[.．]\s?|\s+)(?=[^\d\s])"),
    re.compile(r"[(（]\d{1,2}[)）]"),
    re.compile(r"[①-⑳]"),
)
_NOTE_LINE = re.compile(r"[(（【\[]?\s*+単\s*+位.*|[(（]\s*+(?:百万|千|万|億)?\s*+円.{0,6}[)）]")
_YEAR_ALONE = re.compile(r"[(（]?(?:当初|補正|決算)?(?:予算)?(?:\(?案\)?)?[)）]?")
_NO_TITLE = re.compile(
    r"上\s*段.{0,60}下\s*段|^[(（]\s*[)）]|\d[\d,.]{0,40}+\s*+(?:兆|億|百万|千万|万|千)?円|\d\s*[%％]|[。、]$|。.|(?:です|ます|した|いる|なる)$"
)
_ANY_YEAR = re.compile(r"[\d元]")
_BARE_YEAR = re.compile(r"(?<![\d年令和平成昭HRS.,])(\d{1,2}|元)\s*年\s*度")
# What says when figures were counted, and what may stand beside a year that is all a label says.
_AS_OF = re.compile(r"\s*(?:末日?|の?時点|現\s*在)")
_IN_BRACKETS = re.compile(r"[(（〔](?P<inside>[^()（）〔〕]+)[)）〕]$")
_STAGE = re.compile(
    r"(?:当初|補正後?|最終|決算|予算|見込|実績|案|額|分|計画|末|現在|時点|[()（）\s])*"
)
_PHASES = (
    ("settlement", re.compile(r"決\s*算|支出済|収入済")),
    ("supplementary", re.compile(r"補\s*正(?!前)|現\s*計|専\s*決")),
    ("initial", re.compile(r"当\s*初|骨\s*格|肉\s*付")),
    ("request", re.compile(r"要\s*求|見\s*積")),
)


@dataclass(frozen=True, slots=True)
class Context:
    """What reaches a table from outside it.

    `lines` are those above it on its page, nearest first; `title` is the nearest that names it.
    `unit` is yen a count from the nearest note; `unit_from` says which: note, heading or page.
    """

    title: str | None = None
    lines: tuple[Line, ...] = ()
    unit: int | None = None
    section: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines above, the numbered titles that they stand under and the headings."""
        return (*(line.text for line in self.lines), *self.numbered, *reversed(self.section))


def context_of(blocks: Sequence[Placed], place: int) -> Context:
    """The context of the table that stands at `place` of the blocks."""
    placed = blocks[place]
    table = placed.block
    page = table.page
    box = table.bbox if isinstance(table, Table) else None
    lines: list[Line] = []
    for earlier in (blocks[at] for at in range(place - 1, -1, -1)):
        block = earlier.block
        if block.page != page or len(lines) >= _LINES_ABOVE:
            break
        if isinstance(block, Table):
            break
        lines.extend(line for line in reversed(block.lines) if _stands_above(line, box))
    unit = next((u for u in (unit_note(line.text) for line in lines) if u is not None), None)
    if unit is None:
        unit = next((u for u in map(unit_note, reversed(placed.section)) if u is not None), None)
    if unit is None:
        unit = _note_on_page(blocks, place)
    title, numbered = _title(lines, placed.section), _numbered(blocks, place)
    return Context(title, tuple(lines), unit, placed.section, numbered)


def _numbered(blocks: Sequence[Placed], place: int) -> tuple[str, ...]:
    """The numbered titles that a table stands under, innermost first: ②, (1), 2.

    They may stand on an earlier page, and other tables between. What is numbered like one that is
    nearer, or deeper, has ended.
    """
    found: list[str] = []
    level = len(_NUMBERING)
    for at in range(place - 1, max(place - _BLOCKS_BACK, 0) - 1, -1):
        block = blocks[at].block
        if not isinstance(block, TextBlock) or level == 0:
            continue
        for line in reversed(block.lines):
            text = line.text.strip()
            if len(text) > _LONGEST_TITLE or text.endswith(("。", "、")):
                continue
            own = next((n for n, form in enumerate(_NUMBERING) if form.match(text)), level)
            if own < level:
                found.append(text)
                level = own
    return tuple(found)


def unit_above(blocks: Sequence[Placed], place: int) -> int | None:
    """The unit of bare amounts in a text: the last note before it on its page."""
    page = blocks[place].block.page
    for placed in (blocks[at] for at in range(place, -1, -1)):
        if placed.block.page != page:
            return None
        for line in reversed(_lines(placed)):
            if UNIT_NOTE.search(line.text):
                return unit_note(line.text)
    return None


def unit_over(blocks: Sequence[Placed], place: int) -> int | None:
    """The unit of a list's bare amounts that stands higher on the page, though read after it.

    A note at the right edge may come last in reading order. Null where several notes disagree.
    """
    own = _lines(blocks[place])
    top = own[0].bbox if own else None
    units = {
        unit_note(line.text)
        for placed in blocks
        if top is not None and placed.block.page == blocks[place].block.page
        for line in _lines(placed)
        if UNIT_NOTE.search(line.text) and (box := line.bbox) and box[3] <= top[3]
    }
    return units.pop() if len(units) == 1 else None


def document_unit(blocks: Sequence[Placed]) -> int | None:
    """The one unit that all notes of the document agree on; null where there is none or several."""
    units = {
        unit
        for placed in blocks
        for line in _lines(placed)
        if "円" in line.text and (unit := unit_note(line.text)) is not None
    }
    return units.pop() if len(units) == 1 else None


@lru_cache(maxsize=4096)
def heading_year(text: str, year: int | None) -> tuple[FiscalYear | None, str]:
    """The year that a heading names, and the heading without it.

    `year` is the document's fiscal year: it tells the era of a bare 3年度. Words such as 前年度
    stay in the heading, since they name the column's role.
    """
    if not _ANY_YEAR.search(text):
        return None, text
    for mention in find_years(text, year=year):
        if re.search(r"\d|元", mention.text):
            rest = text[: mention.start] + text[mention.end :]
            return phased(mention.value, text), _trim(rest)
    match = _BARE_YEAR.search(text)
    if match and year is not None and match[1] != "元":
        found = era_year(int(match[1]), year)
        rest = text[: match.start()] + text[match.end() :]
        return phased(FiscalYear(year=found, text=match[0]), text), _trim(rest)
    return None, text


def era_year(number: int, year: int) -> int:
    """The western year of a bare era year, in the era that brings it nearest to `year`.

    >>> era_year(3, 2022), era_year(30, 2019), era_year(27, 2015)
    (2021, 2018, 2015)
    """
    return min((number + 2018, number + 1988, number + 1925), key=lambda found: abs(found - year))


def phased(found: FiscalYear, text: str) -> FiscalYear:
    """The year with the budget's phase that the words beside it name."""
    if found.phase is not None:
        return found
    phase = phase_in(text)
    return found.model_copy(update={"phase": phase}) if phase else found


def phase_in(text: str) -> str | None:
    """The phase of a budget that a text names: 当初, 補正, 決算, 要求."""
    return next((phase for phase, form in _PHASES if form.search(text)), None)


def year_in(texts: Sequence[str], year: int | None) -> FiscalYear | None:
    """The fiscal year that the nearest of some titles and headings gives to what stands under it.

    One that names two years gives none. A date gives one where it is the day as of which something
    was counted: 令和6年4月1日現在.
    """
    for text in texts:
        found, rest = heading_year(text, year)
        if found is None or found.end_year is not None:
            continue
        other, _ = heading_year(rest, year)
        if other is not None and other.end_year is None and other.year != found.year:
            continue
        if found.start is None or _says_when(text, found):
            return found
    return None


def year_under(section: Sequence[str], about: About) -> FiscalYear | None:
    """The year of an amount that says none: that of the headings over it, else the document's."""
    year = about.fiscal_year.year if about.fiscal_year else None
    return year_in(tuple(reversed(section)), year) or about.budget_year


def labelled_year(text: str, year: int | None) -> FiscalYear | None:
    """The year that a row's label gives to its figures; null where it only speaks of one.

    >>> labelled_year("支給実績(令和5年度決算)", 2025).year, labelled_year("令和4年度繰越金", 2025)
    (2023, None)
    """
    found, rest = heading_year(text, year)
    if found is None or found.end_year is not None or found.open_end:
        return None
    if _STAGE.fullmatch(rest) and found.start is None:
        return found
    closing = _IN_BRACKETS.search(text)
    told = (
        closing is not None
        and found.text in closing[0]
        and _STAGE.fullmatch(closing["inside"].replace(found.text, ""))
    )
    return found if told or _says_when(text, found) else None


def _says_when(text: str, found: FiscalYear) -> bool:
    """Whether figures are said to be as of a date or of a year's end: 令和6年度末現在高."""
    return _AS_OF.match(text.partition(found.text)[2]) is not None


def _trim(text: str) -> str:
    return re.sub(r"^[\s・の]+|[\s・]+$", "", text)


def _stands_above(line: Line, table: BBox | None) -> bool:
    """Whether a line stands over a table, and not over another one beside it."""
    if line.vertical:
        return False
    if line.bbox is None or table is None:
        return True
    beside = max(line.bbox[0] - table[2], table[0] - line.bbox[2])
    return line.bbox[3] <= table[1] + line.size / 2 and beside < _BESIDE


def _title(lines: Sequence[Line], section: Sequence[str]) -> str | None:
    """The nearest line that names the table: no note, no year alone, no figure of its own."""
    for line in lines:
        text = re.sub(r"[(（]\s*+単\s*+位[^)）]{0,60}+[)）]", "", line.text).strip()
        text = re.sub(r"[(（]\s*+(?:百万|千|万|億)?\s*+円[^)）]{0,6}[)）]$", "", text).strip()
        if not text or _NOTE_LINE.fullmatch(text) or len(text) > _LONGEST_TITLE:
            continue
        if _YEAR_ALONE.fullmatch(tidy(heading_year(text, None)[1])) or _NO_TITLE.search(text):
            continue
        return tidy(text)
    return section[-1] if section else None


def _note_on_page(blocks: Sequence[Placed], place: int) -> int | None:
    """A note that stands elsewhere on the table's page, where no two notes disagree."""
    page = blocks[place].block.page
    units = set()
    before = takewhile(
        lambda each: each.block.page == page, (blocks[at] for at in range(place - 1, -1, -1))
    )
    after = takewhile(
        lambda each: each.block.page == page, (blocks[at] for at in range(place, len(blocks)))
    )
    for placed in (*before, *after):
        if isinstance(placed.block, TextBlock):
            for line in placed.block.lines:
                if UNIT_NOTE.search(line.text):
                    units.add(unit_note(line.text))
    return units.pop() if len(units) == 1 else None


def _lines(placed: Placed) -> list[Line]:
    if isinstance(placed.block, TextBlock):
        return list(placed.block.lines)
    return [line for cell in placed.block.cells for line in cell.lines]
