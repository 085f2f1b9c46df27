"""Records of indicators by place: which lines are one record's, and which column a figure's is."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.schemas.form_parts import Part
from pipeline.schemas.indicator_heads import Column, Level, PlacedTable, is_entry, year_below
from pipeline.schemas.indicator_words import SIDE

NOTHING = re.compile(r"[-－‐―ー–—…]|未[^\d]{0,4}|集計中|調査中")
_BRACKETED = re.compile(r"[(（][^()（）]{2,10}[)）]")
UNIT_ALONE = re.compile(r"[(（](?:単位[:：]?\s*)?(?P<unit>[^()（）\d]{1,8})[)）]")
# Sizes of the text: how far what goes on below a figure stands.
_TAIL_GAP = 0.9


def part_rows(table: PlacedTable) -> bool:
    """Part the levels into records; false where there are none, or their places do not tell."""
    figured = [level for level in table.levels if any(is_entry(part) for part in level)]
    if not figured:
        return False
    table.levels = _without_tail(table.levels, figured[-1])
    anchors = _anchors(table)
    if not anchors:
        return False
    starts = [table.levels[0]] + [
        _widest(table.levels, high[-1], low[0]) for high, low in pairwise(anchors)
    ]
    places = [_index(table.levels, level) for level in starts]
    ends = [*places[1:], len(table.levels)]
    table.bands = [table.levels[a:b] for a, b in zip(places, ends, strict=True)]
    return all(a < b for a, b in zip(places, ends, strict=True))


def _without_tail(levels: Sequence[Level], last: Level) -> list[Level]:
    """The levels down to the last figures, and what goes on right below them.

    A name goes on below its figures only as far as it begins above them; what names the next table
    stands below as well.
    """
    at = _index(levels, last)
    above = 0
    while above < at and not any(map(is_entry, levels[at - above - 1])):
        above += 1
    kept = list(levels[: at + 1])
    for level in levels[at + 1 :]:
        gap = min(p.ink[1] for p in level) - max(p.ink[3] for p in kept[-1])
        notes = all(_BRACKETED.fullmatch(p.text) or UNIT_ALONE.fullmatch(p.text) for p in level)
        if gap > _TAIL_GAP * level[0].size or not (notes or above > 0):
            break
        above -= not notes
        kept.append(level)
    return kept


def _anchors(table: PlacedTable) -> list[list[Level]]:
    """The levels of each record that hold its results, or what it begins with or aims at."""
    sides = [level for level in table.levels if any(SIDE.fullmatch(p.text) for p in level)]
    if len(sides) > 1:
        first = side_of(sides[0])
        found: list[list[Level]] = []
        for level in sides:
            if side_of(level) == first:
                found.append([])
            found[-1].append(level)
        return found if len({len(each) for each in found}) == 1 else []
    wanted = next((kind for kind in ("year", "aim", "base") if table.of(kind)), "base")
    found = []
    for level in table.levels:
        placed = placed_in(table, level)
        if placed is None:
            return []
        if any(column.kind == wanted and not year_below(part, None) for column, part in placed):
            found.append([level])
    return found


def side_of(level: Level) -> str:
    return next(part.text for part in level if SIDE.fullmatch(part.text))


def _widest(levels: Sequence[Level], high: Level, low: Level) -> Level:
    """The level that begins the next record: after the widest gap between two records' figures."""
    between = levels[_index(levels, high) : _index(levels, low) + 1]
    gaps = [
        min(part.ink[1] for part in below) - max(part.ink[3] for part in above)
        for above, below in pairwise(between)
    ]
    return between[gaps.index(max(gaps)) + 1]


def _index(levels: Sequence[Level], level: Level) -> int:
    return next(number for number, each in enumerate(levels) if each is level)


def placed_in(table: PlacedTable, level: Level) -> list[tuple[Column, Part]] | None:
    """The entries of a level with their columns; null where their places do not tell.

    As many entries as columns stand in their order; fewer stand by the headings over them.
    """
    entries = [p for p in level if is_entry(p) or year_below(p, None) or NOTHING.fullmatch(p.text)]
    for kinds in (("base", "aim", "year", "rate"), ("base", "aim"), ("year",), ("year", "rate")):
        columns = table.of(*kinds)
        if len(columns) == len(entries) and all(
            _within(table, column, part) for column, part in zip(columns, entries, strict=True)
        ):
            return list(zip(columns, entries, strict=True))
    found = [(_over(table, part), part) for part in entries]
    columns = [column for column, _ in found if column is not None]
    if len(columns) < len(found) or len(set(map(id, columns))) < len(columns):
        return None
    return list(zip(columns, entries, strict=True))


def _within(table: PlacedTable, column: Column, part: Part) -> bool:
    """Whether a part stands between the headings on both sides of a column."""
    at = table.columns.index(column)
    middle = (part.ink[0] + part.ink[2]) / 2
    left = table.columns[at - 1].middle if at else float("-inf")
    right = table.columns[at + 1].middle if at + 1 < len(table.columns) else float("inf")
    return left < middle < right


def _over(table: PlacedTable, part: Part) -> Column | None:
    """The one heading that stands over a part, else the last whose middle comes before its end."""
    values = table.of("base", "aim", "year", "rate")
    upon = [c for c in values if c.x0 < part.ink[2] and part.ink[0] < c.x1]
    if len(upon) == 1:
        return upon[0]
    before = [column for column in values if column.middle < part.ink[2]]
    return before[-1] if before and _within(table, before[-1], part) else None
