"""Supplements added up: 当初 and every 補正 so far make the budget as it now stands (現計)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.budget.stage import REVISED, Stage
from pipeline.budget.things import Place, Thing, places_of
from pipeline.match.names import heading_key


@dataclass(frozen=True, slots=True)
class Break:
    """A budget before a supplement (補正前) that is not what the one before it left (計)."""

    name: str
    path: tuple[str, ...]
    stage: Stage
    before: int
    expected: int
    place: Place


def revise(things: Sequence[Thing]) -> tuple[list[Thing], list[Break]]:
    """The things of stage `revised`, where there are supplements, and where the chain breaks.

    What a supplement touches is what it prints as 計, else the sum of 当初 and its 補正. What none
    touches stays as it was, where every supplement lists what it touches of its kind. With a
    supplement missing, only what is printed is known.
    """
    supplements = [thing for thing in things if thing.cell.stage.name == "supplementary"]
    if not supplements:
        return [], []
    stages = sorted({thing.cell.stage for thing in supplements}, key=lambda stage: stage.order)
    initial = _Initial([thing for thing in things if thing.cell.stage.name == "initial"])
    whole_run = _is_whole_run(stages)
    touched: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in supplements:
        touched[_whose(thing)].append(thing)
    found: list[Break] = []
    revised = []
    taken: set[str] = set()
    for some in touched.values():
        some.sort(key=lambda thing: thing.cell.stage.order)
        was = initial.of(some[-1])
        taken |= {was.id} if was else set()
        found += _breaks(was, some)
        revised.append(_after(was, some, whole_run=whole_run))
    if whole_run:
        listed = _listed(supplements, stages)
        revised += [
            _as_revised(thing, thing.amount)
            for thing in initial.things
            if thing.id not in taken and _scope(thing) in listed
        ]
    return [thing for thing in revised if thing.amount is not None], found


def accumulate(things: Iterable[Thing]) -> list[Thing]:
    """All supplements of a year as one: each thing with what they add to it together."""
    touched: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
    for thing in things:
        touched[_whose(thing)].append(thing)
    added = []
    for some in touched.values():
        amounts = [thing.amount for thing in some]
        total = None if None in amounts else sum(amount or 0 for amount in amounts)
        cell = replace(some[0].cell, stage=Stage("supplementary"))
        also = tuple(record for thing in some for record in thing.records)[1:]
        added.append(replace(some[0], cell=cell, amount=total, also=also))
    return added


class _Initial:
    """An initial budget's things, to be found by what a supplement says of them."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        self._named: dict[tuple[object, ...], list[Thing]] = defaultdict(list)
        for thing in things:
            self._named[_whose(thing) if _is_line(thing) else _name(thing)].append(thing)

    def of(self, thing: Thing) -> Thing | None:
        """The one thing that the supplement's is; null where there is none, or more than one."""
        if _is_line(thing):
            found = self._named.get(_whose(thing), [])
        else:
            found = [each for each in self._named.get(_name(thing), []) if _fits(each, thing)]
        return found[0] if len(found) == 1 else None


def _is_line(thing: Thing) -> bool:
    return thing.kind == "statement"


def _fits(initial: Thing, thing: Thing) -> bool:
    """Whether nothing that both say of a project speaks against their being one."""
    pairs: list[tuple[object, object]] = [
        (initial.department, thing.department),
        (initial.cell.account, thing.cell.account),
        (initial.cell.level, thing.cell.level),
    ]
    if initial.cell.table == thing.cell.table == "explained":
        pairs.append((_keys(initial), _keys(thing)))
    return all(not one or not other or one == other for one, other in pairs)


def _name(thing: Thing) -> tuple[object, ...]:
    return (thing.kind, thing.cell.direction == "revenue", thing.key)


def _keys(thing: Thing) -> tuple[str, ...]:
    return tuple(map(heading_key, thing.path))


def _whose(thing: Thing) -> tuple[object, ...]:
    cell = replace(thing.cell, stage=Stage())
    place = _keys(thing) if cell.table in ("statement", "explained") else ()
    return (cell, thing.is_total, place, thing.department, thing.key)


def _scope(thing: Thing) -> tuple[object, ...]:
    cell = thing.cell
    return (cell.table, cell.account, cell.half, cell.direction, cell.level)


def _listed(supplements: Sequence[Thing], stages: Sequence[Stage]) -> set[tuple[object, ...]]:
    """The tables and levels that every supplement has; a list of projects may leave some out."""
    tables = ("statement", "nature", "explained")
    scopes = [
        {_scope(t) for t in supplements if t.cell.stage == stage and t.cell.table in tables}
        for stage in stages
    ]
    return set.intersection(*scopes) if scopes else set()


def _after(initial: Thing | None, some: Sequence[Thing], *, whole_run: bool) -> Thing:
    last = some[-1]
    if last.after is not None:
        return _as_revised(last, last.after, initial)
    amounts = [thing.amount for thing in some]
    known = initial is not None and initial.amount is not None and None not in amounts
    if not known or not whole_run or initial is None:
        return _as_revised(last, None, initial)
    return _as_revised(initial, (initial.amount or 0) + sum(a or 0 for a in amounts), last)


def _as_revised(thing: Thing, amount: float | None, other: Thing | None = None) -> Thing:
    """The thing as it now stands; last year's amount is no longer what it is compared with."""
    also = (*thing.also, *(other.records if other else ()))
    return replace(
        thing,
        id=f"{thing.id}@revised",
        cell=replace(thing.cell, stage=REVISED),
        amount=amount,
        prior=None,
        before=None,
        after=None,
        also=also,
    )


def _breaks(initial: Thing | None, some: Sequence[Thing]) -> list[Break]:
    found = []
    left = int(initial.amount) if initial is not None and initial.amount is not None else None
    for thing in some:
        step = max(thing.steps[0], 1)
        if thing.before is not None and left is not None and abs(thing.before - left) >= step:
            place = next(places_of(thing.record, "amount_before"))
            found.append(Break(thing.name, thing.path, thing.cell.stage, thing.before, left, place))
        added = thing.amount
        if thing.after is not None:
            left = thing.after
        elif left is not None and added is not None:
            left += int(added)
    return found


def _is_whole_run(stages: Sequence[Stage]) -> bool:
    """Whether no supplement is missing: 第1号 to 第n号. Months alone do not tell."""
    numbers = [stage.number for stage in stages]
    return numbers == list(range(1, len(numbers) + 1))
