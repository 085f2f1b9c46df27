"""What people have said of things of two years: found again among the things of two sides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from models import Correction, Settled, SettledThing
from pipeline.budget import Thing
from pipeline.budget.entries import department_key
from pipeline.corrections import in_order
from pipeline.match import Known
from pipeline.match import Settled as SettledIds
from pipeline.match.names import heading_key, name_key
from pipeline.sides import Side

_SETTLED = "settled"


class Things:
    """The things of sides, by the records that say them and by what they look like."""

    def __init__(self, sides: Iterable[Side]) -> None:
        self._records: dict[tuple[str, str], Thing] = {}
        self._looks: dict[object, list[Thing]] = defaultdict(list)
        for side in sides:
            for thing in side.budget.things:
                for record in thing.records:
                    self._records[record.document, record.id] = thing
                looks = _looks(thing.name, thing.department, thing.path)
                self._looks[side.year, looks].append(thing)

    def find(self, wanted: SettledThing) -> Thing | None:
        """The thing of that record, else the only one of its year, name, department and path."""
        thing = self._records.get((wanted.document, wanted.record))
        if thing is not None and name_key(thing.name) == name_key(wanted.name):
            return thing
        looks = _looks(wanted.name, wanted.department, wanted.path)
        like = self._looks.get((wanted.year, looks), [])
        return like[0] if len(like) == 1 else None


def _looks(name: str, department: str, path: Sequence[str]) -> object:
    return (name_key(name), department_key(department), tuple(map(heading_key, path)))


def settled_between(old: Side, new: Side) -> SettledIds:
    """What is settled about things of two sides, by the lines of both; the last one counts."""
    return resolve((*old.settled, *new.settled), Things([old]), Things([new]))


def resolve(lines: Iterable[Correction], old: Things, new: Things) -> SettledIds:
    """The lines about things of both sides, as ids."""
    said: dict[tuple[str, str], Correction] = {}
    for line in in_order(lines):
        if line.settled is None:
            continue
        before, after = old.find(line.settled.old), new.find(line.settled.new)
        if before is not None and after is not None:
            said.pop((before.id, after.id), None)
            said[before.id, after.id] = line
    one = {ids: _known(line) for ids, line in said.items() if line.settled and line.settled.is_one}
    return SettledIds(
        # Of two that a person gave one thing, the one that was said last.
        dict(reversed(one.items())),
        frozenset(said.keys() - one.keys()),
    )


def _known(line: Correction) -> Known:
    by = f"settled by {line.by}" if line.by else "settled by a person"
    return Known(_SETTLED, f"{by}, {line.at[:10]}", 1.0)


def as_settled(old: tuple[Side, Thing], new: tuple[Side, Thing], *, is_one: bool) -> Settled:
    """What a person says of a thing of each side, in words that find them again."""
    return Settled(is_one=is_one, old=_described(*old), new=_described(*new))


def _described(side: Side, thing: Thing) -> SettledThing:
    return SettledThing(
        document=thing.record.document,
        record=thing.record.id,
        type=thing.record.type,
        year=side.year,
        name=thing.name,
        department=thing.department,
        path=thing.path,
    )


def chained(
    steps: Sequence[Mapping[str, tuple[str, float]]], label: str
) -> dict[tuple[str, str], Known]:
    """Old and new ids that lead to each other through the years between, step by step.

    A step has for each old id its new id and how sure that is.
    """
    if not steps:
        return {}
    ends = {old: (old, 1.0) for old in steps[0]}
    for step in steps:
        ends = {
            old: (step[at][0], sure * step[at][1]) for old, (at, sure) in ends.items() if at in step
        }
    return {
        (old, new): Known("years_between", f"through {label}", round(sure, 4))
        for old, (new, sure) in ends.items()
    }
