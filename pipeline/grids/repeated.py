"""Repeated patterns in lists, cards and columns: records of one form, each with a main amount."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from models import Mark
from models.page import PageLayout
from pipeline.grids.cut import Repeated, cut_at
from pipeline.grids.habits import habits_of
from pipeline.grids.model import Kind, Part, Zone
from pipeline.grids.parts import with_parts
from pipeline.grids.said import is_note, is_only_note, is_prior, tell_signs, tell_years, with_labels
from pipeline.grids.zones import zones

_LEAST_RECORDS = 3
_SAME_COLUMN = 24.0


def repeated(
    layouts: Sequence[PageLayout],
    *,
    year: int | None = None,
    legend: Mapping[str, Mark] = MappingProxyType({}),
    flat: bool = False,
) -> Repeated:
    """The records of all like pages of a document, found at once.

    `year` is the document's fiscal year, `legend` says what signs before names mean. `flat` reads
    what stands in tables as well, as if no table had been seen.
    """
    all_zones: list[Zone] = []
    for layout in layouts:
        all_zones.extend(zones(layout, len(all_zones), flat=flat))
    habits = habits_of(all_zones)
    all_zones = [with_parts(zone, habits) for zone in all_zones]
    stream = [part for zone in all_zones for part in zone.parts]
    lefts = _lefts(all_zones)
    notes = [part for part in stream if is_note(part)]
    stream = with_labels([part for part in stream if not is_only_note(part)], habits)
    tell_years(stream, year)
    tell_signs(stream, legend)
    anchors = _anchors(stream)
    if len(anchors) < _LEAST_RECORDS:
        return Repeated(notes=notes)
    busy = {part.zone for part in anchors}
    pages = {zone.page for zone in all_zones if zone.number in busy}
    aside = {
        zone.number
        for zone in all_zones
        if zone.number not in busy and zone.frame is None and zone.page in pages
    }
    beside = [
        part for part in stream if part.zone in aside and part.kind in (Kind.WORDS, Kind.MARK)
    ]
    found = cut_at([part for part in stream if part.zone not in aside], anchors, lefts, notes)
    return _with_asides(found, beside)


def _lefts(found: Sequence[Zone]) -> dict[int, float]:
    """Where the text of each zone begins; columns of all pages that begin at one place agree."""
    lefts: dict[int, float] = {}
    free = sorted((zone for zone in found if zone.frame is None), key=lambda zone: zone.left)
    start: float | None = None
    for zone in free:
        if start is None or zone.left - start > _SAME_COLUMN:
            start = zone.left
        lefts[zone.number] = start
    lefts.update({zone.number: zone.left for zone in found if zone.frame is not None})
    return lefts


def _with_asides(found: Repeated, asides: Sequence[Part]) -> Repeated:
    """Gives each record what stands level with it in a column of text without figures."""
    rows: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for number, entry in enumerate(found.entries):
        page = entry.anchor.page
        rows[page].append((min(p.box[1] for p in entry.parts if p.page == page), number))
    for page, tops in rows.items():
        rows[page] = sorted(tops)
    for part in asides:
        level = [row for row in rows.get(part.page, ()) if row[0] <= part.box[1] + 0.6 * part.size]
        if not level:
            continue
        entry = found.entries[level[-1][1]]
        below = [row for row in rows[part.page] if row[0] > level[-1][0]]
        if below and part.box[3] > below[0][0] + part.size:
            continue
        if len([p for p in entry.asides if p.kind is Kind.WORDS]) < 2:
            entry.asides.append(part)
    return found


def _looks_money(part: Part) -> bool:
    text = part.figure_text
    return (
        part.kind is Kind.NONE
        or re.fullmatch(
            r"[約△▲−\-\s]*[\d,.]+(?:\s?(?:兆|億|千万|百万|十万|万|千)\s?(?:[\d,.]+)?)*\s?円?", text
        )
        is not None
    )


def _anchors(stream: Sequence[Part]) -> list[Part]:
    """The main amount of each record: the first figure after words, of the form most common."""
    firsts: list[Part] = []
    fresh = True
    for part in stream:
        if part.kind is Kind.WORDS or part.kind is Kind.MARK:
            fresh = True
        elif part.kind in (Kind.FIGURE, Kind.NONE) and _looks_money(part) and not is_prior(part):
            if fresh:
                firsts.append(part)
            fresh = False
    counts = Counter((part.bracket, part.label) for part in firsts if part.kind is Kind.FIGURE)
    if not counts:
        return []
    plain = sum(n for (bracket, _), n in counts.items() if not bracket)
    bracketed = sum(n for (bracket, _), n in counts.items() if bracket)
    if plain >= 0.5 * bracketed:
        labels = Counter({key: n for key, n in counts.items() if not key[0]})
        most = max(labels.values())
        keys = {key for key, n in labels.items() if n >= 0.2 * most}
    else:
        most = max(counts.values())
        keys = {key for key, n in counts.items() if n >= 0.5 * most and key[0]}
    return [part for part in firsts if (part.bracket, part.label) in keys]
