"""A stream of parts cut into records: each has one main amount."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.grids.model import Kind, Part
from pipeline.grids.slots import ClassKey, class_of, indents_of, starter_of, with_slots
from pipeline.recognise.vocabulary import OTHERS

_FIGURES = (Kind.FIGURE, Kind.NONE)


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

    `heads` are what stands over several of them; `regularity` is the share that has the form.
    """

    entries: list[Entry] = field(default_factory=list)
    heads: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    regularity: float = 0.0


def cut_at(
    stream: list[Part], anchors: list[Part], lefts: dict[int, float], notes: list[Part]
) -> Repeated:
    """The records about these anchors, each begun where its starter stands.

    `lefts` says where the text of each zone begins; `notes` are kept beside the records.
    """
    indents = indents_of(stream, lefts)
    beside = {(part.zone, part.row) for part in anchors}
    keys: dict[int, ClassKey] = {}
    for part in stream:
        figured = any((part.zone, row) in beside for row in range(part.row, part.last_row + 1))
        keys[id(part)] = class_of(part, indents[id(part)], figured)
    gaps, after = _gaps(stream, anchors)
    keys = with_slots(gaps, keys, len(anchors))
    starter = starter_of(gaps, keys, anchors)
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
