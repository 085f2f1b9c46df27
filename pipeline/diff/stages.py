"""The phase of amounts that do not state it, told by what the other side says of the same budget.

The new documents print last year's figures beside this year's. Where these are, to the yen, those
of one phase of the old side, the new ones are of that phase: budgets are compared with their like.
So are amounts of one year, where they are the same.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.budget import AccountTotal, Stage, Thing
from pipeline.sides import Side

_LEAST = 5
_WHOLE = frozenset({"initial", "revised", "request", "settlement"})


def tell_stages(old: Side, new: Side) -> tuple[Side, Side]:
    """Both sides with the phases that the other one gives away.

    A side that states no phase anywhere is held to be of the one that the other side has, and each
    of its amounts is doubtful for it.
    """
    told_old, told_new = _by_totals(old, new), _by_totals(new, old, after=True)
    old, new = told_old, told_new
    told_old, told_new = _by_amounts(old, new), _by_amounts(new, old, after=True)
    old, new = told_old, told_new
    assumed_old, assumed_new = _assumed(old, new), _assumed(new, old)
    if assumed_old is old and assumed_new is new:
        return old, new
    return _doubted(assumed_old), _doubted(assumed_new)


def _gap(old: Side, new: Side) -> int | None:
    """How many years lie between; one where nobody says."""
    return 1 if old.year is None or new.year is None else new.year - old.year


def _by_totals(side: Side, other: Side, *, after: bool = False) -> Side:
    """The side with the phases of accounts whose total the other side says to the yen."""
    gap = _gap(other, side) if after else _gap(side, other)
    stages: dict[tuple[object, ...], Stage] = {}
    for total in side.totals:
        if total.stage.name is not None:
            continue
        fitting = [
            each.stage
            for each in other.totals
            if each.stage.name
            and _account(each) == _account(total)
            and _same_total(*((each, total) if after else (total, each)), gap)
        ]
        if len(fitting) == 1:
            stages[_account(total)] = fitting[0]
    if not stages:
        return side

    def told(thing: Thing) -> Stage | None:
        cell = thing.cell
        return stages.get((cell.account, cell.half, cell.direction))

    return _with_stages(side, told, lambda total: stages.get(_account(total)))


def _account(total: AccountTotal) -> tuple[object, ...]:
    return (total.account, total.half, total.direction)


def _same_total(old: AccountTotal, new: AccountTotal, gap: int | None) -> bool:
    if old.amount is None:
        return False
    if gap == 0:
        return old.amount == new.amount
    return gap == 1 and any(printed.prior == old.amount for printed in new.printed)


def _by_amounts(side: Side, other: Side, *, after: bool = False) -> Side:
    """The side with the phase of projects whose amounts are mostly those of one phase there."""
    gap = _gap(other, side) if after else _gap(side, other)
    if gap not in (0, 1):
        return side
    own, theirs = ("prior" if after else "amount"), ("amount" if after else "prior")
    if gap == 0:
        own = theirs = "amount"
    amounts: dict[tuple[str, Stage], set[float]] = defaultdict(set)
    for thing in _projects(other):
        if thing.cell.stage.name in _WHOLE and getattr(thing, theirs):
            amounts[thing.key, thing.cell.stage].add(getattr(thing, theirs))
    untold = [t for t in _projects(side) if t.cell.stage.name is None and getattr(t, own)]
    good = []
    for stage in sorted({stage for _, stage in amounts}, key=str):
        held = [t for t in untold if (t.key, stage) in amounts]
        agreeing = sum(getattr(t, own) in amounts[t.key, stage] for t in held)
        if agreeing >= _LEAST and 2 * agreeing > len(held):
            good.append(stage)
    if len(good) != 1:
        return side
    return _with_stages(side, lambda t: good[0] if t.kind == "project" else None, lambda _: None)


def _projects(side: Side) -> list[Thing]:
    return [thing for thing in side.budget.things if thing.kind == "project"]


def _assumed(side: Side, other: Side) -> Side:
    """A side without any phase as one of the other side's only phase; else the side itself."""
    theirs = {stage for stage in _stages(other) if stage.name in _WHOLE}
    if _stages(side) != {Stage()} or len(theirs) != 1:
        return side
    (stage,) = theirs
    return _with_stages(side, lambda _: stage, lambda _: stage)


def _doubted(side: Side) -> Side:
    things = [replace(t, doubts=t.doubts | {"phase_unknown"}) for t in side.budget.things]
    return side.with_things(things)


def _stages(side: Side) -> set[Stage]:
    return {thing.cell.stage for thing in side.budget.things if thing.kind != "indicator"}


def _with_stages(
    side: Side,
    of_thing: Callable[[Thing], Stage | None],
    of_total: Callable[[AccountTotal], Stage | None],
) -> Side:
    """The side with stages for what has none."""
    things = [
        replace(thing, cell=replace(thing.cell, stage=stage))
        if thing.kind != "indicator"
        and thing.cell.stage.name is None
        and (stage := of_thing(thing)) is not None
        else thing
        for thing in side.budget.things
    ]
    return side.with_things(things, _told_totals(side.totals, of_total))


def _told_totals(
    totals: Sequence[AccountTotal], told: Callable[[AccountTotal], Stage | None]
) -> list[AccountTotal]:
    """Totals with their stages; where an account has one of that stage already, both stay."""
    there = {(_account(total), total.stage) for total in totals}
    found = []
    for total in totals:
        stage = told(total) if total.stage.name is None else None
        if stage is not None and (_account(total), stage) not in there:
            total = replace(total, stage=stage)
        found.append(total)
    return found
