"""Repeated patterns in lists, cards and columns: where one record ends and the next begins."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from models import Mark
from models.page import PageLayout
from pipeline.grids.habits import Habits, bare_label, habits_of
from pipeline.grids.model import SENTENCE, Kind, Part, Zone
from pipeline.grids.parts import with_parts
from pipeline.grids.zones import zones
from pipeline.recognise import find_years
from pipeline.recognise.vocabulary import OTHERS

ClassKey = tuple[object, ...]

_PRIOR_WORDS = re.compile(r"(?:前|昨)年度?(?:の?当初)?(?:予算)?額?|前年|昨年|前回")
_CHANGE_WORDS = re.compile(r"増減|比較|対前年|差引")
_UNIT_NOTE = re.compile(
    r"単\s*位|[(（【\[]\s*(?:百万|千|万|億)?円\s*[)）】\]]|順に(?:記載|表示|掲載)"
)
_IN_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]{0,30}[)）】\]]")
_LEAST_HEADING = 3
_WESTERN = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEAST_RECORDS = 3
_SAME_COLUMN = 24.0
# Widths of a character.
_INDENT = 0.5
# How often a class stands in a record that holds it as two slots.
_TWICE = 1.5
_FIGURES = (Kind.FIGURE, Kind.NONE)
_PAIRED = 0.5


@dataclass
class Entry:
    """One record in the making: its parts in reading order."""

    parts: list[Part]
    anchor: Part
    section: tuple[str, ...] = ()
    clean: bool = True
    asides: list[Part] = field(default_factory=list)


@dataclass
class Repeated:
    """Records that repeat in one form over a document.

    `regularity` is the share of records that have the form; `starter` is the class they begin with.
    """

    entries: list[Entry] = field(default_factory=list)
    heads: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    regularity: float = 0.0


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
    notes = [part for part in stream if _is_note(part)]
    stream = _with_labels([part for part in stream if not _is_only_note(part)], habits)
    _tell_years(stream, year)
    _tell_signs(stream, legend)
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
    found = _cut([part for part in stream if part.zone not in aside], anchors, lefts, notes)
    return _with_asides(found, beside)


def _is_note(part: Part) -> bool:
    return part.kind is Kind.WORDS and len(part.text) < 60 and bool(_UNIT_NOTE.search(part.text))


def _is_only_note(part: Part) -> bool:
    """Whether a unit note is no heading besides: 子育て・教育(単位:百万円) is one."""
    if not _is_note(part):
        return False
    rest = _IN_BRACKETS.sub("", part.text).strip()
    return len(rest) < _LEAST_HEADING or _UNIT_NOTE.search(rest) is not None


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


def _with_labels(stream: list[Part], habits: Habits) -> list[Part]:
    """Words before a figure that say what it is, over and over, become its label."""
    gone: set[int] = set()
    for before, part in itertools.pairwise(stream):
        if (
            part.kind not in (Kind.FIGURE, Kind.NONE)
            or before.kind is not Kind.WORDS
            or before.bullet
        ):
            continue
        if before.zone != part.zone or before.last_row != part.row:
            continue
        text = bare_label(before.text)
        if text in habits.labels or _PRIOR_WORDS.fullmatch(text):
            part.label = part.label or text
            part.label_spans = before.spans
            gone.add(id(before))
    return [
        part
        for part in stream
        if id(part) not in gone
        # 担当課 and 内容 say what the words behind them are, and are no slot of their own.
        and not (part.kind is Kind.WORDS and bare_label(part.text) in habits.titles)
    ]


def _tell_years(stream: Sequence[Part], year: int | None) -> None:
    """Marks the figures whose own label names a year before this one, or an arrow leads on from.

    Where the document has no year, the latest that labels name over and over is this one.
    """
    said = {
        id(part): found
        for part in stream
        if part.kind in (Kind.FIGURE, Kind.NONE) and (found := _year_in(part.label))
    }
    counts = Counter(said.values())
    often = [each for each, n in counts.items() if n >= 0.2 * max(counts.values())]
    if year is None and len(often) > 1:
        year = max(often)
    for part in stream:
        own = said.get(id(part))
        part.earlier = part.leads or (own is not None and year is not None and own < year)


def _year_in(label: str) -> int | None:
    """The fiscal year that a label names: R5, 令和5年度, 2023."""
    if found := find_years(label):
        return found[0].value.year
    return int(bare[0]) if (bare := _WESTERN.search(label)) else None


def _tell_signs(stream: Sequence[Part], legend: Mapping[str, Mark]) -> None:
    """Gives words the mark that a legend has for the sign before them: ★新規 ☆拡充."""
    for part in stream:
        if part.kind is not Kind.WORDS or part.mark is not None:
            continue
        if part.sign is not None and (mark := legend.get(part.sign.text.strip())):
            part.mark, part.mark_span = mark, part.sign
        elif (mark := legend.get(part.bullet)) and part.spans:
            part.mark, part.bullet = mark, ""


def is_prior(part: Part) -> bool:
    """Whether a figure is known for last year's, or for the change since then."""
    return (
        part.earlier
        or _PRIOR_WORDS.search(part.label) is not None
        or _CHANGE_WORDS.search(part.label) is not None
    )


def _figures(stream: Sequence[Part]) -> list[Part]:
    return [part for part in stream if part.kind in (Kind.FIGURE, Kind.NONE)]


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


def class_of(part: Part, indent: int, figured: bool) -> ClassKey:
    """What parts of one slot have in common: kind, sign, weight, size, indent."""
    if part.kind in (Kind.FIGURE, Kind.NONE):
        return ("figure", part.bracket, part.label)
    if part.kind is Kind.MARK:
        return ("mark",)
    return ("words", part.bullet, part.bold, round(part.size), indent, figured)


def _with_slots(
    gaps: Sequence[Sequence[Part]], keys: dict[int, ClassKey], records: int
) -> dict[int, ClassKey]:
    """The classes; one that stands twice in each record is parted into its two slots.

    Where a record has both, their order tells them; else the one it is more like.
    """
    counts = Counter(keys[id(part)] for gap in gaps for part in gap)
    found = dict(keys)
    for key, n in counts.items():
        if key[0] != "words" or n < _TWICE * records:
            continue
        groups = [[part for part in gap if keys[id(part)] == key] for gap in gaps]
        pairs = [group for group in groups if len(group) == 2]
        if len(pairs) < _PAIRED * records:
            pairs = []
        traits = [Counter(_trait(pair[at]) for pair in pairs) for at in (0, 1)]
        for group in groups:
            for at, part in enumerate(group):
                if pairs and len(group) == 2:
                    slot = at
                elif pairs:
                    slot = int(traits[1][_trait(part)] > traits[0][_trait(part)])
                else:
                    slot = int(SENTENCE.search(part.text) is not None)
                found[id(part)] = (*key[:-1], slot, key[-1])
    return found


def _trait(part: Part) -> tuple[bool, bool]:
    return part.mark is not None, SENTENCE.search(part.text) is not None


def _indents(stream: Sequence[Part], lefts: dict[int, float]) -> dict[int, int]:
    """How deep each part is indented, by its id: places closer than a character are one depth.

    A mark in a box before a name shifts it by less.
    """
    depth, found = 0, {}
    last = float("-inf")
    for into, part in sorted(
        ((min(part.left) - lefts[part.zone], part) for part in stream), key=lambda each: each[0]
    ):
        depth += into - last > _INDENT * part.size
        last = into
        found[id(part)] = depth
    return found


def _cut(
    stream: list[Part], anchors: list[Part], lefts: dict[int, float], notes: list[Part]
) -> Repeated:
    indents = _indents(stream, lefts)
    beside = {(part.zone, part.row) for part in anchors}
    keys: dict[int, ClassKey] = {}
    for part in stream:
        figured = any((part.zone, row) in beside for row in range(part.row, part.last_row + 1))
        keys[id(part)] = class_of(part, indents[id(part)], figured)
    gaps, after = _gaps(stream, anchors)
    keys = _with_slots(gaps, keys, len(anchors))
    starter = _starter(gaps, keys, anchors)
    entries: list[Entry] = []
    heads: list[Part] = []
    section: list[Part] = []
    counted = Counter(key for gap in gaps for key in {keys[id(p)] for p in gap})
    regular = {key for key, n in counted.items() if n >= 0.35 * len(anchors)}
    for index, gap in enumerate(gaps[:-1]):
        cut = _place(gap, starter, keys, regular, first=index == 0)
        if entries:
            entries[-1].parts.extend(
                p for p in gap[:cut] if keys[id(p)] in regular or p.kind is not Kind.WORDS
            )
        own = gap[cut:]
        new_heads = [p for p in gap[:cut] if keys[id(p)] not in regular and p.kind is Kind.WORDS]
        heads.extend(new_heads)
        if new_heads:
            section = new_heads[-1:]
        anchor = anchors[index]
        clean = sum(keys[id(p)] == starter for p in gap) == 1
        entries.append(
            Entry([*own, anchor, *after[index]], anchor, tuple(p.text for p in section), clean)
        )
    tail = gaps[-1]
    cut = _tail(tail, keys, starter)
    if entries:
        entries[-1].parts.extend(tail[:cut])
    good = sum(entry.clean for entry in entries)
    return Repeated(entries, heads, notes, good / max(len(entries), 1))


def _gaps(
    stream: Sequence[Part], anchors: Sequence[Part]
) -> tuple[list[list[Part]], list[list[Part]]]:
    """What stands before the first anchor, between two, and after the last.

    Words that stand right after an anchor in its row belong to it, and to no gap; so do those
    behind last year's amount where the anchor opens its row, and ほか3事業 below its figures.
    """
    ids = {id(part) for part in anchors}
    opening: dict[tuple[int, int], int] = {}
    for part in stream:
        opening.setdefault((part.zone, part.row), id(part))
    gaps: list[list[Part]] = [[]]
    after: list[list[Part]] = []
    for part in stream:
        if id(part) in ids:
            gaps.append([])
            after.append([])
            anchor = part
        elif (
            after
            and part.kind is Kind.WORDS
            and OTHERS.fullmatch(part.text.strip())
            and all(other.kind in (Kind.FIGURE, Kind.NONE) for other in gaps[-1])
        ) or (
            after
            and part.kind in (Kind.WORDS, Kind.MARK)
            and part.zone == anchor.zone
            and part.row == anchor.row
            and part.box[0] > anchor.box[2] - 1
            and not part.bullet
            and (not gaps[-1] or (id(anchor) == opening[anchor.zone, anchor.row]))
            and all(p.kind in _FIGURES and p.row == anchor.row for p in gaps[-1])
        ):
            after[-1].append(part)
        else:
            gaps[-1].append(part)
    return gaps, after


def _starter(
    gaps: Sequence[Sequence[Part]], keys: dict[int, ClassKey], anchors: Sequence[Part]
) -> ClassKey | None:
    """The class of parts that each record begins with."""
    inner, records = gaps[:-1], len(anchors)
    once: Counter[ClassKey] = Counter()
    total: Counter[ClassKey] = Counter()
    above: dict[ClassKey, list[float]] = defaultdict(list)
    opens: Counter[ClassKey] = Counter()
    breaks = 0
    every: list[float] = []
    previous: Part | None = None
    for gap in inner:
        counts = Counter(keys[id(p)] for p in gap)
        total.update(counts)
        once.update(key for key, n in counts.items() if n == 1)
    common = {key for key, n in once.items() if n >= 0.35 * records}
    marked: Counter[ClassKey] = Counter()
    for number, gap in enumerate(gaps):
        for part in gap:
            key = keys[id(part)]
            if previous is not None and previous.zone == part.zone and part.row > previous.last_row:
                space = (part.box[1] - previous.box[3]) / max(part.size, 1.0)
                above[key].append(space)
                every.append(space)
            if part.mark is not None:
                marked[key] += 1
            if key in common:
                broke = (
                    previous is None
                    or previous.zone != part.zone
                    or (
                        keys[id(previous)] not in common
                        and previous.kind is Kind.WORDS
                        and SENTENCE.search(previous.text) is None
                    )
                )
                if broke:
                    breaks += 1
                    opens[key] += 1
            previous = part
        if number < len(anchors):
            previous = anchors[number]
    best: tuple[float, ClassKey] | None = None
    usual = sorted(every)[len(every) // 2] if every else 0.0
    for key in common:
        if key[0] not in ("words", "mark"):
            continue
        share = once[key] / records
        if total[key] > 1.6 * records or share < 0.35:
            continue
        score = 4.0 * share
        score += 3.0 * (opens[key] / breaks if breaks else 0.0)
        spaces = above[key]
        if spaces:
            score += max(-1.5, min(1.5, (sum(spaces) / len(spaces) - usual) * 1.5))
        if key[0] == "words" and key[1]:
            score += 0.7
        if key[0] == "mark":
            score += 0.5
        score += 1.2 * marked[key] / records
        if best is None or score > best[0]:
            best = (score, key)
    return best[1] if best else None


def _place(
    gap: Sequence[Part],
    starter: ClassKey | None,
    keys: dict[int, ClassKey],
    regular: set[ClassKey],
    *,
    first: bool,
) -> int:
    """Where in a gap the new record begins."""
    at = [i for i, part in enumerate(gap) if keys[id(part)] == starter]
    if at:
        return at[-1] if first or len(at) > 1 else at[0]
    # Without the starter: after the last thing that is no slot, or at the widest space.
    heads = [
        i for i, part in enumerate(gap) if part.kind is Kind.WORDS and keys[id(part)] not in regular
    ]
    if heads and heads[-1] + 1 < len(gap):
        return heads[-1] + 1
    words = [i for i, part in enumerate(gap) if part.kind in (Kind.WORDS, Kind.MARK)]
    if not words:
        return len(gap)
    figured = [i for i in words if keys[id(gap[i])][-1] is True]
    marked = [i for i in words if gap[i].bullet or gap[i].mark]
    return (figured or marked or words)[-1]


def _tail(tail: Sequence[Part], keys: dict[int, ClassKey], starter: ClassKey | None) -> int:
    """How much after the last anchor belongs to its record."""
    for index, part in enumerate(tail):
        if keys[id(part)] == starter or (
            part.kind is Kind.WORDS and index and part.zone != tail[0].zone
        ):
            return index
    return min(len(tail), 4)
