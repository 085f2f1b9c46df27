"""One thing once: what several documents and tables of a year say about it, together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from pipeline.budget.cells import LEVELS
from pipeline.budget.things import Place, Thing, places_of
from pipeline.match.names import heading_key, name_key, similarity

_Ident: TypeAlias = tuple[object, ...]
# 款 項 目 have a name once under what they stand under; 節 and 細節 need not.
_NAMED_ONCE = frozenset({"title", "item", "subitem"})
_NEARLY = 0.8


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Amounts that documents or pages of one year give for one thing, and where each stands."""

    name: str
    path: tuple[str, ...]
    what: str  # amount or prior_amount
    said: tuple[tuple[int, Place], ...]


def merge_lines(things: Iterable[Thing]) -> tuple[list[Thing], list[Disagreement]]:
    """Statement lines, each once: told apart by what they stand under and not by name alone.

    A 計 row is the line whose parts it adds up. What was printed first gives the order.
    """
    said: dict[_Ident, list[Thing]] = defaultdict(list)
    peers: Counter[tuple[object, ...]] = Counter()
    for thing in _completed([_as_its_line(thing) for thing in things]):
        ident = _ident(thing)
        if thing.cell.level not in _NAMED_ONCE:
            # In one table a second line of the name is another line; in another table it is not.
            table = (ident, thing.record.document, thing.record.section, thing.is_total)
            ident = (*ident, peers[table])
            peers[table] += 1
        said[ident].append(thing)
    found: list[Disagreement] = []
    return [_joined(some, found) for some in _as_read(said.values())], found


def _as_read(said: Iterable[list[Thing]]) -> list[list[Thing]]:
    """Lines of one place and amount, in two tables, whose names are nearly one, are one.

    A character that no reader sees (補塡) makes another name of it in one of the tables.
    """
    found: list[list[Thing]] = []
    twins: dict[tuple[object, ...], list[list[Thing]]] = defaultdict(list)
    for some in said:
        first = some[0]
        if first.cell.level in _NAMED_ONCE and first.amount:
            near = twins[first.cell, tuple(map(heading_key, first.path)), first.amount]
            other = next((each for each in near if _is_slip(each, some)), None)
            if other is not None:
                other += some
                continue
            near.append(some)
        found.append(some)
    return found


def _is_slip(one: Sequence[Thing], other: Sequence[Thing]) -> bool:
    """Whether two names are readings of one: nearly alike, of one number, never in one table."""
    codes = {t.code.rpartition(".")[2].lstrip("0") for t in (*one, *other) if t.code}
    apart = not {t.record.section for t in one} & {t.record.section for t in other}
    return apart and len(codes) <= 1 and similarity(one[0].key, other[0].key) >= _NEARLY


def _as_its_line(thing: Thing) -> Thing:
    """A 計 row under 款 and 項 as the line of the 項 itself."""
    if not thing.is_total or not 1 <= len(thing.path) <= len(LEVELS):
        return thing
    name = thing.path[-1]
    thing = replace(thing, name=name, key=name_key(name), path=thing.path[:-1], is_total=False)
    if thing.cell.table == "sources":
        return thing
    level = LEVELS[len(thing.path)]
    return replace(thing, cell=replace(thing.cell, table="statement", level=level))


def _completed(things: Sequence[Thing]) -> Iterator[Thing]:
    """Lines whose table names only a part of what they stand under, with the rest of it.

    It is taken from the one whole path that ends so.
    """
    whole: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for thing in things:
        path = thing.path
        if thing.cell.level in LEVELS and len(path) == LEVELS.index(thing.cell.level) > 0:
            for start in range(len(path)):
                whole[_suffix(thing, path[start:])].add(path)
    for thing in things:
        depth = LEVELS.index(thing.cell.level) if thing.cell.level in LEVELS else 0
        if depth and len(thing.path) < depth:
            fitting = whole.get(_suffix(thing, thing.path), set())
            if len({tuple(map(heading_key, path)) for path in fitting}) == 1:
                thing = replace(thing, path=next(iter(sorted(fitting))))
        yield thing


def _suffix(thing: Thing, path: Sequence[str]) -> tuple[object, ...]:
    cell = thing.cell
    keys = tuple(map(heading_key, path))
    return (cell.account, cell.half, cell.direction, cell.level, keys, thing.key)


def _ident(thing: Thing) -> _Ident:
    return (thing.cell, thing.is_total, tuple(map(heading_key, thing.path)), thing.key)


def _joined(some: Sequence[Thing], found: list[Disagreement]) -> Thing:
    """What all of them say as one: the amount that most say, and a finding where they differ."""
    first = some[0]
    if len(some) == 1:
        return first
    amount = _agreed([(t.amount, t.steps[0], t) for t in some], "amount", found)
    prior = _agreed([(t.prior, t.steps[1], t) for t in some], "prior_amount", found)
    doubts = frozenset[str]().union(*(t.doubts for t in some if t.amount == amount[0]))
    if amount[2]:
        doubts |= {"sources_disagree"}
    elif any(not t.doubts for t in some if t.amount is not None):
        # Two readings of different pages that agree need no sum to be believed.
        doubts = frozenset()
    best = next((t for t in some if t.amount is not None and t.amount == amount[0]), first)
    # What a book explains is all there is; a list of some of it adds nothing to be counted.
    whole = next((t for t in some if t.cell.table == "explained"), first)
    return replace(
        best,
        cell=whole.cell,
        name=first.name,
        path=whole.path or max((t.path for t in some), key=len),
        code=next((t.code for t in some if t.code), ""),
        account_name=next((t.account_name for t in some if t.account_name), ""),
        department=next((t.department for t in some if t.department), ""),
        plan=next((t.plan for t in some if t.plan), ""),
        amount=amount[0],
        prior=prior[0],
        before=next((t.before for t in some if t.before is not None), None),
        after=next((t.after for t in some if t.after is not None), None),
        steps=(amount[1], prior[1]),
        also=tuple(r for t in some for r in t.records if r is not best.record),
        doubts=doubts,  # type: ignore[arg-type]
    )


def _agreed(
    said: Sequence[tuple[float | None, int, Thing]], what: str, found: list[Disagreement]
) -> tuple[float | None, int, bool]:
    """The value that most say, the finest print first; its step; whether anybody disagrees."""
    known = [each for each in said if each[0] is not None]
    if not known:
        return None, 1, False
    counts = Counter(value for value, _, _ in known)
    value, step, thing = min(known, key=lambda each: (each[1], -counts[each[0]]))
    others = [each for each in known if abs((each[0] or 0) - (value or 0)) >= max(each[1], step, 1)]
    if others and thing.kind != "indicator":
        places = [
            (int(each[0] or 0), next(places_of(each[2].record, what)))
            for each in [(value, step, thing), *others]
        ]
        found.append(Disagreement(thing.name, thing.path, what, tuple(places)))
    return value, step, bool(others)


def joined(some: Sequence[Thing], found: list[Disagreement]) -> Thing:
    """Things that are one, as one; where they differ, a finding is added."""
    return _joined(some, found)
