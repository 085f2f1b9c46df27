"""Indicators by place: headings over columns, and records whose cells take several lines.

A name wraps beside its figures, a year stands in brackets under its value, results and how far
they reach the aim are two lines of one record. No rule need part them: every figure belongs to the
heading that its place fits best, every line to the record whose figures are nearest.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from models import FiscalYear, Indicator
from models.page import PageLayout, Passage, lines_of
from pipeline.assemble.family import About
from pipeline.bind.names import unmarked
from pipeline.schemas.form_parts import Part, cut, parts_of, rows_of
from pipeline.schemas.grid import unit_in, without_unit
from pipeline.schemas.indicator_bands import UNIT_ALONE, part_rows, placed_in
from pipeline.schemas.indicator_heads import (
    LONGEST,
    WITH_YEAR,
    Column,
    Level,
    PlacedTable,
    figure_of,
    is_entry,
    tables_in,
    value_of,
    year_below,
    year_of,
)
from pipeline.schemas.indicator_values import Opened, indicator_of
from pipeline.schemas.indicator_words import AIM, BASE, RATE, SIDE
from pipeline.schemas.reading import Reading

_GLUED = re.compile(
    rf"(?:[△▲\d,.]+[^\d\s]{{0,4}}|[(（][^()（）]{{2,10}}[)）])\s*(?P<side>{SIDE.pattern})"
)
_LEAST = 4.0
_LINED = 7.0
_MOSTLY = 0.65


def placed_indicators(
    layout: PageLayout, section: tuple[str, ...], about: About
) -> Iterator[Reading]:
    """The indicators of each table of a page; a record whose places do not tell is left out."""
    lines = (line for block in layout.blocks for line in lines_of(block))
    if not any(BASE.search(line.text) or AIM.search(line.text) for line in lines):
        return
    own = about.fiscal_year.year if about.fiscal_year else None
    levels = rows_of([one for part in parts_of(layout) for one in _apart(part)])
    if lined := _lined(levels, own):
        yield Reading(_records(lined, section), _LINED)
    for table in tables_in(levels, own):
        bits = _bits(table)
        if bits < _LEAST or not part_rows(table):
            continue
        read = [_open(table, band, own) for band in table.bands]
        opened = [each for each in read if each is not None]
        if len(opened) < _MOSTLY * len(read):
            continue
        records = _records(opened, section)
        if records and len({record.name for record in records}) == len(records):
            yield Reading(records, bits)


def _records(opened: Sequence[Opened], section: tuple[str, ...]) -> tuple[Indicator, ...]:
    read = [indicator_of(each, section) for each in opened]
    return tuple(record for record in read if record is not None)


def _lined(levels: Sequence[Level], own: int | None) -> list[Opened]:
    """Indicators whose name stands over 基準値：4,834件（H30） 目標値：4,984件（R5）."""
    found: list[Opened] = []
    for above, level in pairwise(levels):
        words = [part for part in level if figure_of(part) is None and not is_entry(part)]
        entries = [part for part in level if is_entry(part)]
        kinds = [_end_of(part.text) for part in words]
        if None in kinds or len(words) != len(entries) or level[::2] != words or not entries:
            continue
        if any(map(is_entry, above)) or len(above) > 2:
            continue
        values = [
            (Column(0.0, 0.0, 0.0, word.text, None), entry)
            for word, entry in zip(words, entries, strict=True)
        ]
        opened = _opened(above, "", [("", column, part) for column, part in values], {}, own)
        if opened is not None:
            opened.name = unmarked(opened.name)[0]
            found.append(opened)
    return found


def _end_of(text: str) -> str | None:
    """Whether a label says where an indicator began or what it aims at."""
    if len(text) > LONGEST or RATE.search(text):
        return None
    return "base" if BASE.search(text) else "aim" if AIM.search(text) else None


def _apart(part: Part) -> list[Part]:
    """A part, or two where 実績値 stands close to the figure or the year before it."""
    lines = part.passage.lines
    match = _GLUED.fullmatch(part.text) if len(lines) == 1 else None
    return [part] if match is None else cut(part, match.start("side"))


def _bits(table: PlacedTable) -> float:
    kinds = [column.kind for column in table.columns]
    said = "".join(column.text for column in table.columns) + table.before
    bits = 3.0 * ("aim" in kinds) + 2.0 * ("base" in kinds) + 1.0 * ("year" in kinds)
    sides = {p.text for level in table.levels for p in level if SIDE.fullmatch(p.text)}
    bits += 2.0 * (len(sides) > 1) + 2.0 * any(map(AIM.search, sides)) + 2.0 * ("rate" in kinds)
    return bits + 2.0 * (re.search(r"指標|KPI|目標", said) is not None)


def _open(table: PlacedTable, band: Sequence[Level], own: int | None) -> Opened | None:
    """A record's lines as an indicator; null where the places of its figures do not tell."""
    names: list[Part] = []
    unit = ""
    values: list[tuple[str, Column, Part]] = []
    years: dict[str, FiscalYear] = {}
    for level in band:
        side = next((p.text for p in level if SIDE.fullmatch(p.text)), "")
        placed = placed_in(table, level)
        if placed is None:
            return None
        known = {id(part) for _, part in placed}
        for column, part in placed:
            year = year_below(part, own)
            if year is not None:
                years.setdefault(column.kind, year)
            elif is_entry(part):
                values.append((side, column, part))
        for part in level:
            if id(part) in known or SIDE.fullmatch(part.text):
                continue
            if said := UNIT_ALONE.fullmatch(part.text):
                unit = unit or said["unit"].strip()
            elif _is_unit(table, part):
                unit = unit or part.text
            elif _is_name(table, part):
                names.append(part)
            else:
                return None
    return _opened(names, unit, values, years, own) if names else None


def _is_unit(table: PlacedTable, part: Part) -> bool:
    """Whether a part stands below 単位 rather than below the names' heading."""
    middle = (part.ink[0] + part.ink[2]) / 2
    units, words = table.of("unit"), table.of("words")
    if not units or not words:
        return False
    return abs(units[0].middle - middle) < abs(words[0].middle - middle)


def _is_name(table: PlacedTable, part: Part) -> bool:
    """Whether a part begins left of all figures and of what tells them apart."""
    return part.ink[0] < min(c.x0 for c in table.columns if c.kind not in ("words", "unit"))


def _opened(
    names: Sequence[Part],
    unit: str,
    values: Sequence[tuple[str, Column, Part]],
    years: dict[str, FiscalYear],
    own: int | None,
) -> Opened | None:
    lines = [line for part in names for line in part.passage.lines]
    passage = Passage.of(lines)
    name = without_unit(passage.text)
    opened = Opened(passage, name, unit or unit_in(passage.text), names[0].page)
    for side, column, part in values:
        text = part.text
        year = column.year
        if match := WITH_YEAR.fullmatch(text):
            year, text = year_of(match["year"], own) or year, match["value"]
        figure = value_of(text)
        if figure is None or not opened.put(
            side, column.kind, figure, part.passage.source(0, len(text)), year
        ):
            return None
    for kind, year in years.items():
        opened.date(kind, year)
    return opened
