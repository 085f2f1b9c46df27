"""A year's budget as an issuer's documents give it: what may be added, and each thing once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.budget.merge import Disagreement, merge_lines
from pipeline.budget.phases import Break, revise
from pipeline.budget.projects import merge_projects, with_paths
from pipeline.budget.read import Sheet, read_things, year_of
from pipeline.budget.settle import Learnt, settle
from pipeline.budget.things import Thing
from pipeline.budget.totals import (
    AccountTotal,
    Budget,
    Printed,
    best_first,
    level_sums,
    printed_by,
    stated_totals,
)


@dataclass(frozen=True, slots=True)
class Year:
    """What a year's documents say, each thing once, in its cell.

    `of_other_years` counts records whose amounts are for other years, by year; they are on no
    side. `learnt` is what was concluded and not stated.
    """

    things: list[Thing] = field(default_factory=list)
    totals: list[AccountTotal] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    breaks: list[Break] = field(default_factory=list)
    learnt: list[Learnt] = field(default_factory=list)
    of_other_years: dict[int, int] = field(default_factory=dict)


def make_year(sheets: Sequence[Sheet], *, year: int | None) -> Year:
    """The year from its documents, those that count most first."""
    read: list[list[Thing]] = []
    others: Counter[int] = Counter()
    for sheet in sheets:
        kept = []
        for thing in read_things(sheet):
            other = _other_year(thing, year)
            if other is None:
                kept.append(thing)
            else:
                others[other] += 1
        read.append(kept)
    read, learnt = settle(sheets, _with_own_ids(read))
    things, disagreements = _once(read)
    revised, breaks = revise([thing for thing in things if thing.kind != "indicator"])
    totals = _totals(sheets, things, revised)
    return Year(
        things=_with_scale_doubts([*things, *revised], totals),
        totals=totals,
        disagreements=disagreements,
        breaks=breaks,
        learnt=learnt,
        of_other_years=dict(sorted(others.items())),
    )


def gather(read: Sequence[Sequence[Thing]], *, year: int) -> list[Thing]:
    """Some things of a year, whose cells are known already, each once and without totals."""
    kept = [[thing for thing in some if _other_year(thing, year) is None] for some in read]
    things, _ = _once(_with_own_ids(kept))
    revised, _ = revise([thing for thing in things if thing.kind != "indicator"])
    return [thing for thing in (*things, *revised) if not thing.is_total]


def _once(read: Sequence[Sequence[Thing]]) -> tuple[list[Thing], list[Disagreement]]:
    """The things of all documents, each once, and where the documents disagree about one."""
    lines, wrong_lines = merge_lines(t for some in read for t in some if t.kind == "statement")
    projects, wrong_projects = merge_projects(
        [with_paths((t for t in some if t.kind != "statement"), lines) for some in read]
    )
    return [*lines, *projects], [*wrong_lines, *wrong_projects]


def _with_scale_doubts(things: Sequence[Thing], totals: Sequence[AccountTotal]) -> list[Thing]:
    """The things without totals; doubtful where the account's total is in another unit."""
    wrong = {
        (total.account, total.half, total.direction, total.stage)
        for total in totals
        if total.scale != 1
    }
    return [
        replace(thing, doubts=thing.doubts | {"factor"})
        if thing.kind != "indicator" and _budget_of(thing) in wrong
        else thing
        for thing in things
        if not thing.is_total
    ]


def _other_year(thing: Thing, year: int | None) -> int | None:
    """The year that the amount is for, where it is not this one; the last of several years."""
    said = year_of(thing.record)
    if said is None or thing.kind == "indicator":
        return None
    if said.end_year is not None and said.end_year != said.year:
        return said.end_year
    return said.year if year is not None and said.year != year else None


def _with_own_ids(read: Sequence[Sequence[Thing]]) -> list[list[Thing]]:
    """The things with ids that tell them apart over all documents of the side."""
    seen: set[str] = set()
    found = []
    for some in read:
        kept = []
        for thing in some:
            if thing.id in seen:
                thing = replace(thing, id=f"{thing.id}@{len(seen)}")
            seen.add(thing.id)
            kept.append(thing)
        found.append(kept)
    return found


def _totals(
    sheets: Sequence[Sheet], things: Sequence[Thing], revised: Sequence[Thing]
) -> list[AccountTotal]:
    """Each budget's total: as printed, and what its lines add up to."""
    lines: dict[Budget, list[Thing]] = defaultdict(list)
    printed: dict[Budget, list[Printed]] = defaultdict(list)
    names: dict[str, str] = {}
    for thing in [*things, *revised]:
        budget = _budget_of(thing)
        if not budget[0]:
            continue
        names.setdefault(budget[0], thing.account_name)
        names[budget[0]] = names[budget[0]] or thing.account_name
        total = printed_by(thing)
        if total is not None:
            printed[budget].append(total)
        elif thing.kind == "statement" or thing.cell.table == "explained":
            lines[budget].append(thing)
    _add_stated(sheets, lines, printed, names)
    totals = [
        AccountTotal(
            *budget,
            name=names.get(budget[0]) or budget[0],
            printed=best_first(printed.get(budget, ())),
            levels=level_sums(lines.get(budget, ())),
        )
        for budget in sorted({*lines, *printed}, key=_in_order)
    ]
    return [total for total in totals if total.printed or total.levels]


def _add_stated(
    sheets: Sequence[Sheet],
    lines: dict[Budget, list[Thing]],
    printed: dict[Budget, list[Printed]],
    names: dict[str, str],
) -> None:
    """Totals outside tables: those of an account hold for its revenue and its expenditure."""
    there = {*lines, *printed}
    for sheet in sheets:
        for budget, name, total in stated_totals(sheet):
            names.setdefault(budget[0], name)
            if budget[0] in names and not names[budget[0]]:
                names[budget[0]] = name
            meant = [
                other
                for other in sorted(there, key=_in_order)
                if (other[0], other[3]) == (budget[0], budget[3]) and budget[2] in (None, other[2])
            ]
            for other in meant or [budget]:
                printed[other].append(total)


def _budget_of(thing: Thing) -> Budget:
    cell = thing.cell
    return (cell.account, cell.half, cell.direction, cell.stage)


def _in_order(budget: Budget) -> tuple[object, ...]:
    """The general account first; revenue before expenditure; stages as the year has them."""
    account, half, direction, stage = budget
    stages = ("initial", "supplementary", "revised", "request", "settlement")
    place = stages.index(stage.name) if stage.name else len(stages)
    return (account != "一般", account, half, direction != "revenue", place, stage.order)
