"""How the sums of one year become those of the next, cell by cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeAlias, get_args

from models import Change, ChangeKind, Direction
from pipeline.budget import Cell, Stage, Thing
from pipeline.diff.model import Cells, Sum, Totals
from pipeline.sides import Side

_Key: TypeAlias = tuple[str, Cell]
_LISTS = ("projects", "selected")


def cells_counted(
    old: Side, new: Side, changes: Sequence[Change], *, pooled: Set[str] = frozenset()
) -> Cells:
    """In which cell each thing is added up, for both sides; what is in no sum is in neither.

    In which of a year's lists a project stands is no change, so that its old amount is added up
    where its new one is. `pooled` are things of lists that stand against a whole 説明: of these
    only what both sides name is added up, since the depths of a 説明 hold each other.
    """
    counted = _counted(changes, pooled)
    listed = _listed(old, new, changes, pooled)
    return Cells(
        *(
            {
                thing.id: (listed if side is old else {}).get(thing.id) or _cell(thing, pooled)
                for thing in side.things.values()
                if thing.kind != "indicator" and (thing.id not in pooled or thing.id in counted)
            }
            for side in (old, new)
        )
    )


def add_up(old: Side, new: Side, changes: Sequence[Change], cells: Cells) -> list[Totals]:
    """For each cell: what it was, what it is, and the changes that lead from one to the other.

    A change that crosses cells (a project that went to another account) takes from one and gives
    to the other.
    """
    sides = ((old, cells.old), (new, cells.new))
    before, after = (_sums_of(side, of_side) for side, of_side in sides)
    parts: dict[_Key, list[tuple[Change, int, int]]] = defaultdict(list)
    for change in changes:
        amounts: dict[_Key, list[int]] = defaultdict(lambda: [0, 0])
        for index, ids in enumerate((change.old, change.new)):
            side, of_side = sides[index]
            for each in ids:
                if each in of_side:
                    thing = side.things[each]
                    amounts[thing.kind, of_side[each]][index] += int(thing.amount or 0)
        for key, (was, now) in amounts.items():
            parts[key].append((change, was, now))
    return [
        Totals(
            what=what,
            cell=cell,
            old=before.get((what, cell), 0),
            new=after.get((what, cell), 0),
            sums=_by_kind([each for each in parts[what, cell] if not each[0].doubts]),
            doubtful=_by_kind([each for each in parts[what, cell] if each[0].doubts]),
        )
        for what, cell in sorted({*before, *after}, key=_in_order)
    ]


def _counted(changes: Sequence[Change], pooled: Set[str]) -> set[str]:
    """The ids of what is added up: all but what a list may just not name."""
    return {
        each
        for change in changes
        for each in (*change.old, *change.new)
        if each not in pooled or "one_side_partial" not in change.doubts
    }


def _listed(old: Side, new: Side, changes: Sequence[Change], pooled: Set[str]) -> dict[str, Cell]:
    """Where the old amounts of projects in lists are added up: in the lists of the new year."""
    return {
        each: _cell(new.things[change.new[0]], pooled)
        for change in changes
        if change.new
        for each in change.old
        if _is_one_list(old.things[each].cell, new.things[change.new[0]].cell)
    }


def _is_one_list(old: Cell, new: Cell) -> bool:
    """Whether two cells of lists differ in nothing that both of them state."""
    return (
        old.table in _LISTS
        and new.table in _LISTS
        and (old.account == new.account or not (old.account and new.account))
        and old.half == new.half
        and (old.direction == "revenue") == (new.direction == "revenue")
    )


def _sums_of(side: Side, cells: Mapping[str, Cell]) -> dict[_Key, int]:
    sums: dict[_Key, int] = defaultdict(int)
    for each, cell in cells.items():
        thing = side.things[each]
        sums[thing.kind, cell] += int(thing.amount or 0)
    return sums


def _cell(thing: Thing, pooled: Set[str]) -> Cell:
    # The number of a supplement is no part of what is added up over both years.
    cell = replace(thing.cell, stage=Stage(thing.cell.stage.name))
    if thing.id in pooled:
        direction: Direction | None = "revenue" if cell.direction == "revenue" else None
        cell = Cell("selected", direction=direction, stage=cell.stage)
    return cell


def _by_kind(some: Sequence[tuple[Change, int, int]]) -> tuple[Sum, ...]:
    by_kind: dict[ChangeKind, list[tuple[Change, int, int]]] = defaultdict(list)
    for each in some:
        by_kind[each[0].kind].append(each)
    return tuple(
        Sum(
            kind=kind,
            count=len(found),
            old=sum(was for _, was, _ in found),
            new=sum(now for _, _, now in found),
        )
        for kind in get_args(ChangeKind)
        if (found := by_kind.get(kind))
    )


def _in_order(key: _Key) -> tuple[object, ...]:
    what, cell = key
    tables = ("statement", "nature", "sources", "other", "explained", "projects", "selected")
    levels = ("title", "item", "subitem", "section", "detail")
    depth = levels.index(cell.level) if cell.level in levels else 9
    return (
        what != "statement",
        cell.account != "一般",
        cell.account,
        cell.half,
        cell.direction != "revenue",
        str(cell.stage),
        tables.index(cell.table),
        depth,
        cell.level,
    )
