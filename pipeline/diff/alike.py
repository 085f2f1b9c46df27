"""Like with like: which things of two sides may be compared, and what is left out, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.budget import Cell, Thing
from pipeline.budget.phases import accumulate

Why: TypeAlias = Literal[
    "stage_unknown", "stage_one_side", "account_unknown", "account_one_side", "one_side"
]
"""Why things are compared with nothing.

Their phase or account is not stated, or the other side has nothing of this phase, of this account,
or of this table and level at all.
"""
_POOLED = "any depth"
SideName: TypeAlias = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Things of one side that are compared with nothing; `amount` is what they add up to."""

    side: SideName
    kind: str
    cell: Cell
    why: Why
    number: int
    amount: int


@dataclass(frozen=True, slots=True)
class Alike:
    """What may be compared: things with the group within which they are paired.

    `pooled` are groups in which lists of projects stand against a whole 説明 of several depths.
    """

    old: list[tuple[Thing, str]]
    new: list[tuple[Thing, str]]
    left_out: list[LeftOut]
    pooled: frozenset[str] = frozenset()


def like_with_like(old: Sequence[Thing], new: Sequence[Thing]) -> Alike:
    """Takes from both sides what has its like on the other."""
    left: list[LeftOut] = []
    old, new = _in_stages(old, new, left)
    old, new = _in_accounts(old, new, left)
    groups_of_old, groups_of_new = _grouped(old, new)
    shared = set(groups_of_old.values()) & set(groups_of_new.values())
    for side, things, groups in (("old", old, groups_of_old), ("new", new, groups_of_new)):
        _leave(left, side, [t for t in things if groups[t.id] not in shared], "one_side")  # type: ignore[arg-type]
    return Alike(
        old=[(t, groups_of_old[t.id]) for t in old if groups_of_old[t.id] in shared],
        new=[(t, groups_of_new[t.id]) for t in new if groups_of_new[t.id] in shared],
        left_out=left,
        pooled=frozenset(group for group in shared if group.endswith(_POOLED)),
    )


def _in_stages(
    old: Sequence[Thing], new: Sequence[Thing], left: list[LeftOut]
) -> tuple[list[Thing], list[Thing]]:
    """Things of stages that both sides have.

    A supplement has no like in another year, but for sides of supplements alone: these are added
    up. What no one states is compared only with its like, and only where neither side states what
    whole budget (当初, 現計, 決算, 要求) anything is of.
    """
    stages_of_old, stages_of_new = _stages(old), _stages(new)
    only_supplements = all(
        names and names <= {"supplementary", "revised"} for names in (stages_of_old, stages_of_new)
    )
    if only_supplements:
        old, new = _summed(old), _summed(new)
    shared = stages_of_old & stages_of_new
    if (stages_of_old | stages_of_new) - {None, "supplementary"}:
        shared.discard(None)
    if not only_supplements:
        shared.discard("supplementary")
    kept = []
    for side, things in (("old", old), ("new", new)):
        for name in (None, "initial", "supplementary", "revised", "request", "settlement"):
            if name not in shared:
                out = [t for t in things if _is_of_stage(t, name)]
                _leave(left, side, out, "stage_one_side" if name else "stage_unknown")  # type: ignore[arg-type]
        kept.append([t for t in things if t.kind == "indicator" or t.cell.stage.name in shared])
    return kept[0], kept[1]


def _stages(things: Iterable[Thing]) -> set[str | None]:
    return {thing.cell.stage.name for thing in things if thing.kind != "indicator"}


def _is_of_stage(thing: Thing, name: str | None) -> bool:
    return thing.kind != "indicator" and thing.cell.stage.name == name


def _summed(things: Sequence[Thing]) -> list[Thing]:
    rest = [thing for thing in things if thing.cell.stage.name != "supplementary"]
    return [*accumulate(t for t in things if t.cell.stage.name == "supplementary"), *rest]


def _in_accounts(
    old: Sequence[Thing], new: Sequence[Thing], left: list[LeftOut]
) -> tuple[list[Thing], list[Thing]]:
    """Things of accounts that both sides have.

    A statement line of no stated account is compared only where no line of its table states one. A
    project's account may go unsaid: only one that is known, and that the other side has not, is
    left out.
    """
    there = (_accounts(old), _accounts(new))
    kept = []
    for side, things, own, other in (("old", old, *there), ("new", new, *there[::-1])):
        unknown, alone, good = [], [], []
        for thing in things:
            key = _account_scope(thing)
            account, others = thing.cell.account, other.get(key, set())
            if thing.kind == "statement" and not account and (own[key] | others) - {""}:
                unknown.append(thing)
            elif account and others and account not in others and "" not in others:
                alone.append(thing)
            else:
                good.append(thing)
        _leave(left, side, unknown, "account_unknown")  # type: ignore[arg-type]
        _leave(left, side, alone, "account_one_side")  # type: ignore[arg-type]
        kept.append(good)
    return kept[0], kept[1]


def _account_scope(thing: Thing) -> tuple[object, ...]:
    if thing.kind == "statement":
        return (thing.kind, thing.cell.table, thing.cell.stage.name)
    return (thing.kind, thing.cell.stage.name)


def _accounts(things: Iterable[Thing]) -> dict[tuple[object, ...], set[str]]:
    found: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for thing in things:
        found[_account_scope(thing)].add(thing.cell.account)
    return found


def _grouped(old: Sequence[Thing], new: Sequence[Thing]) -> tuple[dict[str, str], dict[str, str]]:
    """For each thing the group within which it may be paired.

    Projects of a 説明 are paired within their depth, those of lists among each other. Where one
    side has lists only, or a 説明 only, they are all one group.
    """
    deep: dict[tuple[object, ...], set[bool]] = defaultdict(set)
    for side, things in enumerate((old, new)):
        for thing in things:
            deep[side, *_money_scope(thing)].add(bool(thing.cell.level))

    def group(thing: Thing) -> str:
        cell = thing.cell
        if thing.kind == "indicator":
            return "indicator"
        if thing.kind == "statement":
            words = (cell.table, cell.account, cell.half, cell.direction, cell.stage, cell.level)
            return " ".join(str(word or "-") for word in words)
        scope = _money_scope(thing)
        levelled = all(True in deep[side, *scope] for side in (0, 1))
        lists_only = not any(True in deep[side, *scope] for side in (0, 1))
        level = (cell.level or "list") if levelled else "list" if lists_only else _POOLED
        return " ".join(str(word or "-") for word in (*scope, level))

    return {t.id: group(t) for t in old}, {t.id: group(t) for t in new}


def _money_scope(thing: Thing) -> tuple[object, ...]:
    """Projects without a direction are what money is spent on."""
    return (thing.kind, thing.cell.direction == "revenue", thing.cell.stage.name)


def _leave(left: list[LeftOut], side: SideName, things: Iterable[Thing], why: Why) -> None:
    numbers: Counter[tuple[str, Cell]] = Counter()
    amounts: Counter[tuple[str, Cell]] = Counter()
    for thing in things:
        key = (thing.kind, thing.cell)
        numbers[key] += 1
        amounts[key] += int(thing.amount or 0) if thing.kind != "indicator" else 0
    left += [
        LeftOut(side, kind, cell, why, number, amounts[kind, cell])
        for (kind, cell), number in numbers.items()
    ]
