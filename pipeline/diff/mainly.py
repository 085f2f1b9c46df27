"""What a person reads first: an account's 款, its projects at one depth, and every list, once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models import Change, Direction
from pipeline.budget import LEVELS, Cell, Stage
from pipeline.budget.accounts import GENERAL
from pipeline.budget.cells import TOP
from pipeline.diff.model import Diff, Totals

_NEARLY = 0.999
# What money is for comes before where it is from, and what it is for before which kind it is.
_TABLES = ("explained", "projects", "selected", "statement", "nature", "sources", "other")


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one cell and how they lead from the old sum to the new one.

    `total` is null for indicators, which have no sum.
    """

    total: Totals | None
    changes: Sequence[Change]


def cell_of(diff: Diff, change: Change) -> Cell:
    """The cell that a change is in: the new year's, or the old one's of what is gone."""
    thing = diff.new.things[change.new[0]] if change.new else diff.old.things[change.old[0]]
    return replace(thing.cell, stage=Stage(thing.cell.stage.name))


def sections(diff: Diff, *, every: bool = False) -> list[Section]:
    """The main cells with their changes, or every cell: spending first, then revenue.

    Of the levels of a statement the outermost is main; of a 説明 the deepest that names everything;
    of lists, each. Lists that stand against a whole 説明 are one section.
    """
    by_cell: dict[Cell, list[Change]] = defaultdict(list)
    others: list[Change] = []
    cells = {total.cell for total in diff.totals}
    for change in diff.changes:
        cell = cell_of(diff, change)
        if change.table is None:
            others.append(change)
        else:
            by_cell[cell if cell in cells else _pooled(cell)].append(change)
    wanted = cells if every else _main_cells(diff.totals)
    found = [
        Section(total, by_cell[total.cell])
        for total in sorted(diff.totals, key=_in_order)
        if total.cell in wanted and by_cell[total.cell]
    ]
    return [*found, Section(None, others)] if others else found


def titles_of(diff: Diff, cell: Cell) -> list[Change]:
    """The changes of one cell, in the order of the new document."""
    return [change for change in diff.changes if cell_of(diff, change) == cell]


def _pooled(cell: Cell) -> Cell:
    """The cell of lists that stand against a whole 説明, as the sums have it."""
    direction: Direction | None = "revenue" if cell.direction == "revenue" else None
    return Cell("selected", direction=direction, stage=cell.stage)


def _main_cells(totals: Iterable[Totals]) -> set[Cell]:
    groups: dict[tuple[object, ...], list[Totals]] = defaultdict(list)
    for total in totals:
        cell = total.cell
        groups[cell.table, cell.account, cell.half, cell.direction, cell.stage].append(total)
    return {_main(some).cell for some in groups.values()}


def _main(some: Sequence[Totals]) -> Totals:
    table = some[0].cell.table
    if table == "statement":
        return min(some, key=lambda total: LEVELS.index(total.cell.level))
    if table != "explained":
        return next((total for total in some if total.cell.level == TOP), some[0])
    whole = max(total.new for total in some)
    full = [total for total in some if total.new >= _NEARLY * whole]
    return max(full, key=lambda total: total.cell.level)


def _in_order(total: Totals) -> tuple[object, ...]:
    cell = total.cell
    depth = LEVELS.index(cell.level) if cell.level in LEVELS else 0
    return (
        {GENERAL: 0, "": 1}.get(cell.account, 2),
        cell.account,
        cell.half,
        cell.direction == "revenue",
        _TABLES.index(cell.table),
        depth,
        cell.level,
    )
