"""A table as entries: each row with all labels that lead to it, each column with all headings.

Schemas see nothing else of a page, so that one reading of rules, gaps and headings serves all.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models import FiscalYear, Money, Quantity, Source
from models.page import Cell, Passage
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.tables.counted import counted_unit
from pipeline.assemble.tables.figures import whole
from pipeline.assemble.tables.roles import Column, funding_of
from pipeline.assemble.tables.rows import Row
from pipeline.assemble.tables.vocabulary import TOTAL, UNIT_ALONE, UNIT_NOTE, UNITS, ColumnRole
from pipeline.bind.sheets import Sheet

_NO_LABEL = frozenset({ColumnRole.NUMBER, ColumnRole.NOTE})
UNIT_NAME = re.compile(
    r"(?:[十百千万億兆]*円|[%％]|千?人(?:[/／]年|日)?|名|件|回|戸|世帯|箇所|か所|ヶ所|カ所|校|園|台|本|基|冊|団体|社|施設|時間|"
    r"日|ha|㎡|m2|km|m|t|kg|g/人日|t-CO2|ポイント|位|点|倍|組|頭|床|店|路線|千?kWh|kl)"
)
_FUNDED = re.compile(r"(?:左の|上記の)?財源の?内訳(?=.)")
_MOSTLY = 0.7
_COUNTED = re.compile(
    r"率|比(?!較)|割合|件数|人数|人員|員数|面積|延長|数量|個数|戸数|世帯|回数|人口|年数|箇所|指数|点数"
)
_UNIT_IN_NAME = re.compile(
    r"[(（\[［](?:単位[:：]?\s?)?(?P<unit>[^()（）\[\]［］]{1,10})[)）\]］]\s*$"
)
_STROKE = re.compile(r"\d[\d,.]{0,15}+円?[/／]\d[\d,.]{0,15}+円?")
_YEN = re.compile(r"(?:[十百千万億兆]*)円")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its headings, outermost first, as one text without spaces and unit notes."""

    index: int
    text: str
    path: tuple[str, ...]
    column: Column

    @property
    def year(self) -> FiscalYear | None:
        """The year that the headings name."""
        return self.column.year

    @property
    def leaf(self) -> str:
        """The innermost heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Label:
    """A cell of words that names a row; `own` is false where it reaches down from a row above.

    `left` is where it begins, in points; in a text by its columns.
    """

    column: int
    text: str
    passage: Passage
    own: bool
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with figures: its labels from left to right, and the headings of groups above it.

    `unit` is what a column of units says of the row (千円, 人), which is no label.
    """

    labels: tuple[Label, ...]
    groups: tuple[str, ...]
    row: Row
    unit: str = ""

    @property
    def name(self) -> str:
        """The innermost label of the row's own."""
        own = [label for label in self.labels if label.own]
        return own[-1].text if own else ""

    @property
    def row_page(self) -> int:
        """The page that the row stands on."""
        return next(cell.lines[0].page for cell in self.row.cells if cell and cell.lines)

    @property
    def total(self) -> bool:
        """Whether the row sums up others."""
        return any(
            label.own and TOTAL.fullmatch(re.sub(r"[\s()（）]", "", label.text))
            for label in self.labels
        )


@dataclass(frozen=True)
class Grid:
    """A table's entries and columns, the headings above it, and the unit that reaches it."""

    sheet: Sheet
    page: int
    heads: tuple[Head, ...]
    entries: tuple[Entry, ...]
    captions: tuple[str, ...]

    @property
    def section(self) -> tuple[str, ...]:
        """The headings that are open where the table stands."""
        return self.sheet.section

    @property
    def said(self) -> str:
        """All that stands above the table, nearest first, in one text without spaces."""
        return "\n".join("".join(text.split()) for text in self.captions)

    def figured(self) -> list[Head]:
        """The columns that hold figures."""
        return [head for head in self.heads if head.index in self.sheet.figured]

    def worded(self) -> list[Head]:
        """The columns that hold words."""
        return [head for head in self.heads if head.index not in self.sheet.figured]

    def heading(self, head: Head) -> Label | None:
        """A column's innermost heading as a label; null where none is printed."""
        for row in reversed(self.sheet.headings):
            cell = row.cells[head.index]
            if cell is not None and cell.lines:
                return Label(head.index, head.leaf, Passage.of(cell.lines), own=True)
        return None

    @property
    def adrift(self) -> bool:
        """Whether headings stand over nothing while figures stand under none: they do not meet."""
        held = {label.column for entry in self.entries for label in entry.labels}
        empty = [head for head in self.worded() if head.text and head.index not in held]
        bare = [head for head in self.figured() if not head.text]
        return bool(empty and bare)

    def unit_of(self, entry: Entry, head: Head) -> int | None:
        """Yen a count for bare figures of a column: its own unit, else the table's."""
        units = entry.row.units
        own = unit_of(entry.unit) or (units[head.index] if units else None)
        said = next((u for u in (own, head.column.unit, self.scale) if u is not None), None)
        return said if said is not None else self.sheet.unit

    @cached_property
    def scale(self) -> int | None:
        """Yen a count that the figures of one column print themselves: 268,675千円 beside 106,480.

        Bare figures beside them are of the same unit only where they add up to those in every row
        that has both; a note of 円 may well be meant for them otherwise.
        """
        if self.sheet.unit is not None and self.sheet.unit > 1:
            return None
        for head in self.figured():
            own = [f for e in self.entries if (f := e.row.figure(head.index)) and f.value]
            scales = {figure.scale for figure in own if figure.scale > 1}
            if len(scales) != 1 or any(f.unit != "円" or f.scale == 1 for f in own):
                continue
            scale = scales.pop()
            told = [
                held for e in self.entries if (held := self._adds_up(e, head, scale)) is not None
            ]
            if told and all(told):
                return scale
        return None

    def _adds_up(self, entry: Entry, head: Head, scale: int) -> bool | None:
        """Whether bare figures, one or two together, make a row's scaled one; null without any."""
        figure = entry.row.figure(head.index)
        bare = [
            f.value
            for other in self.figured()
            if other is not head
            and (f := entry.row.figure(other.index)) is not None
            and f.value
            and f.unit == ""
            and f.scale == 1
        ]
        if figure is None or figure.value is None or not bare:
            return None
        sums = {*bare, *(a + b for a, b in itertools.combinations(bare, 2))}
        return figure.value / scale in sums

    def money(self, entry: Entry, head: Head) -> tuple[Money, Source] | None:
        """A cell's amount and its place; null where it is blank or no amount."""
        cell, figure = entry.row.cells[head.index], entry.row.figure(head.index)
        if cell is None or figure is None or not entry.row.begins[head.index]:
            return None
        if not figure.is_money or (entry.unit and unit_of(entry.unit) is None):
            return None
        money = figure.money(self.unit_of(entry, head))
        if figure.value == 0 and money.yen is None:
            money = money.model_copy(update={"yen": 0})
        source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
        return money, source

    def value(
        self, entry: Entry, head: Head, *, unit: str = "", name: str = ""
    ) -> tuple[Money | Quantity, Source] | None:
        """A cell's figure as money or, where its heading, name or unit says so, as a quantity."""
        cell, figure = entry.row.cells[head.index], entry.row.figure(head.index)
        if cell is None or figure is None or not entry.row.begins[head.index]:
            return None
        source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
        unit = unit or entry.unit
        yen = _YEN.fullmatch(unit)
        counted = (unit and not yen) or (not yen and _COUNTED.search(head.text + name))
        if figure.is_money and not counted:
            by = (unit_of(unit) if yen else None) or self.unit_of(entry, head)
            if by is not None or figure.unit == "円":
                return figure.money(by), source
        own = figure.unit or unit or unit_in(head.leaf)
        if not own:
            title = next((text for text in self.captions if "単位" not in text), "")
            own = counted_unit(self.captions, f"{name} {head.text} {title}")
        return Quantity(value=figure.number, text=figure.text, unit=own), source


def unit_of(text: str) -> int | None:
    """Yen a count of a unit's name; null for other units.

    >>> unit_of("千円"), unit_of("人")
    (1000, None)
    """
    return UNITS.get("".join(text.split()))


def unit_in(text: str) -> str:
    """The unit that a name or heading ends with in brackets.

    >>> unit_in("総人口（人）"), unit_in("総人口")
    ('人', '')
    """
    match = _UNIT_IN_NAME.search(text)
    return match["unit"].strip() if match and _says_unit(match) else ""


def _says_unit(match: re.Match[str]) -> bool:
    return "単位" in match[0] or UNIT_NAME.fullmatch(match["unit"].strip()) is not None


def without_unit(text: str) -> str:
    """A name or heading without the unit in brackets at its end."""
    match = _UNIT_IN_NAME.search(text)
    return text[: match.start()].strip() if match and _says_unit(match) else text


def plain(text: str) -> str:
    """A heading in one word: no spaces, no unit notes."""
    return UNIT_ALONE.sub("", UNIT_NOTE.sub("", "".join(text.split())))


def _head(column: Column) -> Head:
    """A column's headings; 財源内訳 that stands in one cell with 国庫 is told from it."""
    parts = tuple(
        part for part in dict.fromkeys(map(plain, column.parts)) if part and unit_of(part) is None
    )
    if parts and (match := _FUNDED.match(parts[-1])):
        parts = (*parts[:-1], match[0], parts[-1][match.end() :])
        if (source := funding_of(parts[-1])) is not None:
            column = replace(column, role=ColumnRole.FUNDING, funding=source, parts=parts)
    return Head(column.index, "".join(parts), parts, column)


def _left(cell: Cell) -> float:
    """Where a cell's first line begins."""
    box = cell.lines[0].bbox or cell.bbox
    return box[0] if box is not None else 0.0


def _holds_units(sheet: Sheet, head: Head) -> bool:
    """Whether a column says the unit of each row."""
    texts = [text for row, _ in sheet.rows if (text := "".join(row.text(head.index).split()))]
    known = sum(UNIT_NAME.fullmatch(text) is not None for text in texts)
    return bool(texts) and ("単位" in head.text or known > _MOSTLY * len(texts))


def _is_figure(row: Row, cell: Cell, column: int) -> bool:
    """Whether a cell is a figure that reaches over from the column or the row before, and no name.

    So are two figures with a stroke between them.
    """
    text = row.text(column)
    return (
        row.figure(cell.column) is not None
        or (cell.row < row.number and whole(text) is not None)
        or _STROKE.fullmatch(text) is not None
    )


def grid_of(sheet: Sheet, captions: Sequence[str], *, bare: bool = False) -> Grid | None:
    """The sheet as entries; null where no column of words names its rows, unless it may be bare."""
    heads = tuple(_head(column) for column in sheet.columns)
    worded = [
        head
        for head in heads
        if head.index not in sheet.figured and head.column.role not in _NO_LABEL
    ]
    units = next((head.index for head in worded if _holds_units(sheet, head)), None)
    entries: list[Entry] = []
    above: dict[int, Label] = {}
    for row, groups in sheet.rows:
        found: list[Label] = []
        broken = False
        before_it: Cell | None = None
        for head in worded:
            cell = row.cells[head.index]
            if head.index == units or (cell is not None and cell is before_it):
                # A cell that reaches over several columns is one label.
                continue
            before_it = cell
            text = tidy(row.text(head.index))
            if cell is not None and _is_figure(row, cell, head.index):
                continue
            if cell is not None and cell.lines and text and row.figure(head.index) is None:
                own = cell.row == row.number
                left = _left(cell)
                label = Label(head.index, text, Passage.of(cell.lines), own, left)
                before = above.get(head.index)
                broken = broken or own or before is None or before.text != text
                above[head.index] = label
                found.append(label)
            elif broken:
                above.pop(head.index, None)
            elif (last := above.get(head.index)) is not None:
                found.append(replace(last, own=False))
        unit = tidy(row.text(units)) if units is not None else ""
        entries.append(Entry(tuple(found), groups, row, unit))
    if not bare and not any(entry.labels for entry in entries):
        return None
    page = next((c.lines[0].page for c in sheet.table.cells if c.lines), sheet.table.page)
    around = (*sheet.titles[::-1], *captions, *reversed(sheet.section))
    return Grid(sheet, page, heads, tuple(entries), tuple(dict.fromkeys(around)))
