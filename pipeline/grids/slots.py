"""The slots of records that repeat: classes of like parts, and the one that begins a record."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.grids.model import SENTENCE, Kind, Part

ClassKey = tuple[object, ...]
# Widths of a character.
_INDENT = 0.5
# How often a class stands in a record that holds it as two slots.
_TWICE = 1.5
_PAIRED = 0.5


def class_of(part: Part, indent: int, figured: bool) -> ClassKey:
    """What parts of one slot have in common: kind, sign, weight, size, indent."""
    if part.kind in (Kind.FIGURE, Kind.NONE):
        return ("figure", part.bracket, part.label)
    if part.kind is Kind.MARK:
        return ("mark",)
    return ("words", part.bullet, part.bold, round(part.size), indent, figured)


def with_slots(
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


def indents_of(stream: Sequence[Part], lefts: dict[int, float]) -> dict[int, int]:
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


def starter_of(
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
