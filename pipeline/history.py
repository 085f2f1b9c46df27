"""A project's line over the years of a store: pairs of neighbouring years, strung together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from models import Record
from pipeline.budget.entries import entry_of, group_of
from pipeline.diff import stated
from pipeline.errors import StoreError
from pipeline.match import Entry, match
from pipeline.match.entries import place_in_order
from pipeline.match.names import name_key
from pipeline.sides import Side, side_of
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Point:
    """A project in one year; amounts in yen. `evidence` is why it goes on from the point before."""

    year: int
    name: str
    department: str
    phase: str
    amount: int | None
    prior: int | None
    change: int | None
    values: tuple[str, ...]
    evidence: tuple[str, ...]
    id: str
    file_name: str
    page: int


@dataclass(frozen=True, slots=True)
class Line:
    """One project or indicator over the years."""

    issuer: str | None
    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry of a year, and why it goes on from the step before."""

    side: Side
    entry: Entry
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class _Threads:
    """Lines while they grow. `ends` says which lines an entry is the last of, so far."""

    steps: list[list[_Step]] = field(default_factory=list)
    ends: dict[str, tuple[_Step, list[int]]] = field(default_factory=dict)

    def go_on(self, old: Iterable[Entry], step: _Step) -> None:
        """Adds a step to the lines that end in `old`."""
        lines = sorted({line for entry in old for line in self.ends[entry.id][1]})
        for line in lines:
            self.steps[line].append(step)
        self.ends[step.entry.id] = (step, lines)

    def begin(self, step: _Step) -> None:
        """Begins a line."""
        self.ends[step.entry.id] = (step, [len(self.steps)])
        self.steps.append([step])


def trace(store: Store, name: str, *, issuer: str | None = None) -> list[Line]:
    """The lines of what has this name, or this in its name, or of the record with this id.

    StoreError where nothing has.
    """
    hit = store.find(name)
    hits = [hit] if hit else store.search(name, limit=1_000)
    issuers = sorted({hit.issuer for hit in hits if hit.issuer and issuer in (None, hit.issuer)})
    lines = []
    for each in issuers:
        threads = _thread(store, each)
        wanted = _chosen(threads, hit.record if hit else None, name)
        lines += [_line(each, steps) for steps in wanted]
    if not lines:
        raise StoreError(f"{name}: nothing of this name or id in {store.shown}")
    return lines


def _thread(store: Store, issuer: str) -> _Threads:
    """All lines of an issuer, from its first year to its last."""
    shelves = store.documents(issuer=issuer, current=True)
    years = {shelf.document.fiscal_year.year for shelf in shelves if shelf.document.fiscal_year}
    threads = _Threads()
    last: int | None = None
    for year in sorted(years):
        side = side_of(store, issuer, year)
        ends = [step for step, _ in threads.ends.values()]
        fresh = _entries(side)
        for steps, adjacent in (
            ([step for step in ends if step.side.year == last], last == year - 1),
            ([step for step in ends if step.side.year != last], False),
        ):
            # What paused for a year is sought among what has no past yet.
            fresh = _extend(threads, [step.entry for step in steps], fresh, side, adjacent)
        for entry in fresh:
            threads.begin(_Step(side, entry))
        last = side.year
    return threads


def _entries(side: Side) -> list[Entry]:
    return place_in_order([entry_of(t, group_of(t)) for t in side.budget.things])


def _extend(
    threads: _Threads, old: Sequence[Entry], new: Sequence[Entry], side: Side, adjacent: bool
) -> list[Entry]:
    """Lets lines go on in a year's entries, and gives back the entries that no line leads to."""
    found = match(old, new, adjacent=adjacent)
    for pair in found.pairing.pairs:
        threads.go_on([pair.old], _Step(side, pair.new, pair.evidence.reasons))
        del threads.ends[pair.old.id]
    for group in found.regroupings:
        for entry in group.new:
            threads.go_on(group.old, _Step(side, entry, (group.kind, *group.reasons)))
        for entry in group.old:
            del threads.ends[entry.id]
    return found.pairing.new_only


def _chosen(threads: _Threads, record: Record | None, name: str) -> list[list[_Step]]:
    """The lines with the record in them, else of this name, else with this in a name."""
    if record is not None:
        of_id = [steps for steps in threads.steps if any(s.entry.id == record.id for s in steps)]
        if of_id:
            return of_id
        name = getattr(record, "name", None) or name
    key = name_key(name)
    same = [steps for steps in threads.steps if any(s.entry.key == key for s in steps)]
    return same or [steps for steps in threads.steps if any(key in s.entry.key for s in steps)]


def _line(issuer: str, steps: Sequence[_Step]) -> Line:
    points: list[Point] = []
    for step in steps:
        before = [point for point in points if point.year != step.side.year]
        points.append(_point(step, before[-1] if before else None))
    return Line(issuer, steps[-1].entry.name, tuple(points))


def _point(step: _Step, before: Point | None) -> Point:
    entry = step.entry
    record = step.side.things[entry.id].record
    money = entry.kind != "indicator"
    amount = int(entry.amount) if money and entry.amount is not None else None
    known = before is not None and before.amount is not None and amount is not None
    return Point(
        year=step.side.year or 0,
        name=entry.name,
        department=entry.department_text,
        phase=entry.group,
        amount=amount,
        prior=int(entry.prior) if money and entry.prior is not None else None,
        change=(amount or 0) - (before.amount or 0) if known and before else None,
        values=tuple(f"{what} {value}" for what, value in stated(record).items()),
        evidence=step.evidence,
        id=record.id,
        file_name=step.side.names.get(record.document, ""),
        page=record.page,
    )
