"""Indicators: where they began, what is aimed at, and the results of each year."""

import re
from dataclasses import dataclass

from models import FiscalYear, Indicator, Quantity, Record
from models.page import Passage
from pipeline.assemble.family import About
from pipeline.assemble.tables.context import heading_year
from pipeline.assemble.tables.figures import figures, whole
from pipeline.recognise import find_quantities
from pipeline.schemas.grid import Entry, Grid, Head, unit_in, without_unit
from pipeline.schemas.indicator_values import Opened, indicator_of, quantity
from pipeline.schemas.indicator_words import AIM, BASE, NAMED, RATE, RESULT, SIDE, SORT
from pipeline.schemas.reading import Reading

_UNIT_ALONE = re.compile(r"[(（]?(?:単位[:：]?)?[^()（）\d]{1,8}[)）]")
_YEAR_BELOW = re.compile(r"[(（](?P<year>[^()（）]{2,14})[)）]$")
_BRACKETED = re.compile(r"\s*[(（]")
_LEAST = 4.0
_PLACES = 6


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column says what of an indicator."""

    name: int
    base: Head | None
    aim: Head | None
    rate: Head | None
    years: tuple[Head, ...]


def read_indicators(grid: Grid, about: About) -> Reading | None:
    """The indicators of a table; null where its headings name no aim and no beginning."""
    columns = _columns(grid)
    if columns is None:
        return None
    bits = 3.0 * (columns.aim is not None) + 2.0 * (columns.base is not None)
    bits += 1.0 * bool(columns.years) + (2.0 if columns.rate is not None else 0.0)
    bits += 2.0 if re.search(r"指標|KPI|目標", grid.said) else 0.0
    bits += 2.0 if re.search(r"指標|KPI", "".join(head.text for head in grid.heads)) else 0.0
    if bits < _LEAST:
        return None
    opened: list[Opened] = []
    waiting: list[Entry] = []
    for entry in grid.entries:
        label = next((each for each in entry.labels if each.column == columns.name), None)
        if label is not None and label.own and not _UNIT_ALONE.fullmatch(label.text):
            name = without_unit(label.text)
            unit = unit_in(label.text) or entry.unit
            opened.append(Opened(label.passage, name, unit, entry.row_page, entry.groups))
            for early in waiting:
                _read(opened[-1], early, columns, about)
            waiting = []
        elif not opened or waiting or _is_next(opened[-1], entry, columns):
            waiting.append(entry)
            continue
        elif label is not None and label.own and not opened[-1].unit:
            opened[-1].unit = label.text.strip("()（） ").removeprefix("単位").lstrip(":：")
        _read(opened[-1], entry, columns, about)
    records = [
        record for each in opened if (record := indicator_of(each, grid.section)) is not None
    ]
    return Reading(tuple(records), bits) if records else None


def _columns(grid: Grid) -> _Columns | None:
    base = _only(grid, BASE)
    aims = [
        h for h in grid.heads if AIM.search(h.leaf) and h is not base and not RATE.search(h.leaf)
    ]
    aim = aims[-1] if aims else None
    rate = _only(grid, RATE)
    if base is None and aim is None:
        return None
    worded = [
        head
        for head in grid.worded()
        if head not in (base, aim, rate)
        and head.year is None
        and any(label.column == head.index for entry in grid.entries for label in entry.labels)
    ]
    named = [head for head in worded if NAMED.search(head.text) and not SORT.search(head.text)]
    name = named[0] if named else worded[0] if worded else None
    if name is None or _is_side(grid, name):
        return None
    years = tuple(
        head
        for head in grid.figured()
        if head.year is not None and head not in (base, aim, rate) and not AIM.search(head.text)
    )
    return _Columns(name.index, base, aim, rate, years)


def _is_side(grid: Grid, head: Head) -> bool:
    """Whether a column says 実績 and 進捗率 by turns: the names stand elsewhere."""
    said = [label.text for e in grid.entries for label in e.labels if label.column == head.index]
    return all(SIDE.fullmatch(text) for text in said)


def _only(grid: Grid, words: re.Pattern[str]) -> Head | None:
    return next((head for head in grid.heads if words.search(head.leaf)), None)


def _is_next(opened: Opened, entry: Entry, columns: _Columns) -> bool:
    """Whether a row without a name begins the next indicator, whose name stands lower.

    It says once more what the one before has: another beginning or aim, and no year of them.
    """
    cell = entry.row.cells[columns.name]
    if cell is not None and cell.lines:
        return False
    for key, head in (("baseline", columns.base), ("target", columns.aim)):
        figure = entry.row.figure(head.index) if head is not None else None
        if figure is not None and key in opened.fields and not _BRACKETED.match(figure.text):
            return True
    return False


def _read(opened: Opened, entry: Entry, columns: _Columns, about: About) -> None:
    own = about.fiscal_year.year if about.fiscal_year else None
    for key, head in (("baseline", columns.base), ("target", columns.aim)):
        if head is not None:
            _end(opened, entry, head, key, own)
    sort = "".join(label.text for label in entry.labels if label.column != columns.name)
    if RATE.search(sort):
        _progress(opened, entry, columns)
        return
    if AIM.search(sort) and not RESULT.search(sort):
        return
    for head in columns.years:
        figure = entry.row.figure(head.index)
        cell = entry.row.cells[head.index]
        if figure is None or cell is None or figure.value is None or head.year is None:
            continue
        if not entry.row.begins[head.index]:
            continue
        source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
        opened.come_to(head.year, figure, source)


def _progress(opened: Opened, entry: Entry, columns: _Columns) -> None:
    for head in columns.years:
        figure, cell = entry.row.figure(head.index), entry.row.cells[head.index]
        if figure is not None and cell is not None and head.year is not None:
            source = Passage.of(cell.lines, separator=" ").source(figure.start, figure.end)
            opened.reach(head.year, figure, source)


def _end(opened: Opened, entry: Entry, head: Head, key: str, own: int | None) -> None:
    """The value at the beginning or the aim, with the year that stands with it or above it."""
    cell = entry.row.cells[head.index]
    if cell is None or not cell.lines or not entry.row.begins[head.index]:
        return
    passage = Passage.of(cell.lines, separator=" ")
    below = _YEAR_BELOW.search(passage.text.rstrip())
    year = heading_year(below["year"], own)[0] if below else None
    if year is None and below and re.fullmatch(r"(?:19|20)\d\d", below["year"].strip()):
        year = FiscalYear(year=int(below["year"]), text=below["year"])
    text = passage.text[: below.start()] if below and year is not None else passage.text
    known = opened.fields.get(key)
    if known is not None:
        if year is not None and not text.strip() and known.fiscal_year is None:
            opened.fields[key] = known.model_copy(update={"fiscal_year": year})
        return
    figure = whole(text) or next(iter(figures(text)), None)
    if figure is None or figure.value is None:
        return
    opened.fields[key] = quantity(figure, opened.unit, year or head.year)
    opened.sources[key] = passage.source(figure.start, figure.end)


def _counted(unit: str) -> tuple[str, float]:
    """What a printed unit counts, and how many of it one is.

    >>> _counted("百万円"), _counted("千人"), _counted("件")
    (('円', 1000000.0), ('人', 1000.0), ('件', 1.0))
    """
    found = find_quantities(f"10{unit}", money=True)
    if len(found) != 1 or found[0].text != f"10{unit}" or not found[0].value.value:
        return unit, 1.0
    return found[0].value.unit, found[0].value.value / 10


def without_units(record: Record) -> Record:
    """An indicator whose name ends with its unit, with the unit at its values instead."""
    if not isinstance(record, Indicator) or not record.name or not unit_in(record.name):
        return record
    unit, factor = _counted(unit_in(record.name))

    def own(value: Quantity | None) -> Quantity | None:
        if value is None or value.unit:
            return value
        number = None if value.value is None else round(value.value * factor, _PLACES)
        whole = int(number) if number is not None and number == int(number) else number
        return value.model_copy(update={"unit": unit, "value": whole})

    actuals = tuple(a.model_copy(update={"value": own(a.value)}) for a in record.actuals)
    update = {key: own(getattr(record, key)) for key in ("baseline", "target", "revised_target")}
    return record.model_copy(
        update={"name": without_unit(record.name), "actuals": actuals, **update}
    )
