"""Projects that several lists of a year name: a summary and its details, a table and the book."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.budget.merge import Disagreement, joined
from pipeline.budget.things import Thing
from pipeline.match.names import heading_key

# Two lists of one document repeat each other where they share this much of the shorter one.
_SHARED = 0.5
_LEAST_SHARED = 2


def merge_projects(
    sheets: Sequence[Sequence[Thing]],
) -> tuple[list[Thing], list[Disagreement]]:
    """Projects and indicators, each once, in the order in which they are first named.

    Of two documents, what has one name and one amount is one thing, as often as both have it. Of
    two lists in one document only where they repeat each other: in a list, a second row is
    another project. One name with two amounts is one project only where each document has the
    name once and they do not put it into different departments.
    """
    found: list[Disagreement] = []
    merged: list[list[Thing]] = []
    for sheet in sheets:
        own = _within(_lists(sheet), found)
        merged = [*_into(merged, own, range(len(merged)), found)]
    return [thing for some in merged for thing in some], found


def with_paths(things: Iterable[Thing], lines: Iterable[Thing]) -> list[Thing]:
    """Projects of tables that print 款項目 as a code (2.1.1) with the names that stand for it."""
    names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for line in lines:
        if line.code and line.cell.direction != "revenue" and line.cell.table == "statement":
            code = ".".join(part.lstrip("0") or "0" for part in line.code.split("."))
            names[code].add((*line.path, line.name))
    found = []
    for thing in things:
        code = ".".join(part.lstrip("0") or "0" for part in thing.code.split("."))
        paths = names.get(code, set()) if thing.code.count(".") else set()
        if thing.cell.table in ("projects", "selected") and len(paths) == 1:
            thing = replace(thing, path=next(iter(paths)))
        found.append(thing)
    return found


def _lists(sheet: Iterable[Thing]) -> list[list[Thing]]:
    """A document's projects by the list that they stand in; a book's 説明 is one list."""
    lists: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in sheet:
        is_book = thing.cell.table == "explained"
        lists[thing.record.type, is_book or thing.record.section].append(thing)
    return list(lists.values())


def _within(lists: Sequence[list[Thing]], found: list[Disagreement]) -> list[Thing]:
    """One document's projects: a list that repeats an earlier one adds to it."""
    kept: list[list[Thing]] = []
    holders: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for some in lists:
        signs = {(*_name(thing), thing.amount) for thing in some if thing.amount}
        shared = Counter(index for sign in signs for index in holders.get(sign, ()))
        repeated = [
            index
            for index, number in sorted(shared.items())
            if number >= max(_LEAST_SHARED, _SHARED * min(len(kept[index]), len(some)))
        ]
        for sign in signs:
            holders[sign].add(len(kept))
        kept = _into(kept, some, repeated, found)
    return [thing for some in kept for thing in some]


def _into(
    before: list[list[Thing]],
    some: list[Thing],
    repeated: Iterable[int],
    found: list[Disagreement],
) -> list[list[Thing]]:
    """The lists with one more, whose things that stand in `repeated` lists are brought together."""
    fresh = some
    for index in repeated:
        same = _same(before[index], fresh)
        taken = set(same.values())
        before[index] = [
            joined([thing, fresh[same[i]]], found) if i in same else thing
            for i, thing in enumerate(before[index])
        ]
        fresh = [thing for j, thing in enumerate(fresh) if j not in taken]
    return [*before, fresh]


def _same(earlier: Sequence[Thing], fresh: Sequence[Thing]) -> dict[int, int]:
    """Which of the earlier things is which of the fresh ones."""
    by_amount: dict[tuple[object, ...], list[int]] = defaultdict(list)
    by_name: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, thing in enumerate(earlier):
        by_name[_name(thing)].append(index)
        by_amount[*_name(thing), thing.amount].append(index)
    same: dict[int, int] = {}
    for j, thing in enumerate(fresh):
        for index in by_amount.get((*_name(thing), thing.amount), ()):
            if index not in same and _compatible(earlier[index], thing, sure=True):
                same[index] = j
                break
    names = Counter(map(_name, fresh))
    rest = [j for j in range(len(fresh)) if j not in set(same.values())]
    for j in rest:
        places = by_name.get(_name(fresh[j]), [])
        if len(places) == 1 == names[_name(fresh[j])] and places[0] not in same:
            old = earlier[places[0]]
            if _compatible(old, fresh[j], sure=_rounds(old, fresh[j])):
                same[places[0]] = j
    return same


def _name(thing: Thing) -> tuple[object, ...]:
    revenue = thing.cell.direction == "revenue"
    return (thing.kind, revenue, thing.cell.stage, thing.key)


def _rounds(old: Thing, new: Thing) -> bool:
    if old.amount is None or new.amount is None:
        return True
    return abs(old.amount - new.amount) < max(old.steps[0], new.steps[0], 1)


def _compatible(old: Thing, new: Thing, *, sure: bool) -> bool:
    """Whether nothing that both say speaks against their being one."""
    if old.cell.account and new.cell.account and old.cell.account != new.cell.account:
        return False
    if sure:
        return old.kind == "indicator" or not _in_other_paths(old, new)
    # Of unequal amounts one may be the part of a project that only its name does not tell.
    same_place = bool(old.department) and old.department == new.department
    return same_place or (_keys(old) == _keys(new) != ())


def _in_other_paths(old: Thing, new: Thing) -> bool:
    """Whether both stand in a 説明 and under different 目."""
    both = old.cell.table == new.cell.table == "explained"
    return both and _keys(old) != _keys(new)


def _keys(thing: Thing) -> tuple[str, ...]:
    return tuple(map(heading_key, thing.path))
