"""What goes on in what from year to year, step by step: lines while they grow."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from models import Correction
from pipeline.budget import Sheet, Thing, Year, gather, read_things
from pipeline.budget.entries import entry_of, group_of
from pipeline.diff.settled import Things, resolve
from pipeline.diff.stages import tell_stages
from pipeline.match import Entry, Found, Settled, match
from pipeline.match.entries import place_in_order
from pipeline.sides import Side
from pipeline.store import Placed


@dataclass(frozen=True, slots=True)
class Step:
    """An entry of a year, and why it goes on from the step before."""

    side: Side
    entry: Entry
    evidence: tuple[str, ...] = ()


@dataclass(slots=True)
class Threads:
    """Lines while they grow. `ends` says which lines an entry is the last of, so far."""

    steps: list[list[Step]] = field(default_factory=list)
    ends: dict[str, tuple[Step, list[int]]] = field(default_factory=dict)

    def go_on(self, old: Iterable[Entry], step: Step) -> None:
        """Adds a step to the lines that end in `old`."""
        lines = sorted({line for entry in old for line in self.ends[entry.id][1]})
        for line in lines:
            self.steps[line].append(step)
        self.ends[step.entry.id] = (step, lines)

    def begin(self, step: Step) -> None:
        """Begins a line."""
        self.ends[step.entry.id] = (step, [len(self.steps)])
        self.steps.append([step])


def thread(placed: Sequence[Placed], settled: Sequence[Correction]) -> Threads:
    """The lines through an issuer's records, from the first year to the last.

    What people have settled of two years counts whatever else speaks for it.
    """
    threads = Threads()
    last: int | None = None
    before: Side | None = None
    for side in _sides(placed):
        if before is not None:
            # What states no phase has that of the amounts that it prints as last year's.
            _, side = tell_stages(before, side)
        before = side
        year = side.year or 0
        ends = [step for step, _ in threads.ends.values()]
        fresh = _entries(side)
        for steps, adjacent in (
            ([step for step in ends if step.side.year == last], last == year - 1),
            ([step for step in ends if step.side.year != last], False),
        ):
            # What paused for a year is sought among what has no past yet.
            told = _told(steps, side, settled)
            found = match([s.entry for s in steps], fresh, adjacent=adjacent, settled=told)
            fresh = _extend(threads, found, side)
        for entry in fresh:
            threads.begin(Step(side, entry))
        last = year
    return threads


def _sides(placed: Sequence[Placed]) -> list[Side]:
    """A side for each year, of the records that were found of it."""
    years: dict[int, dict[str, list[Placed]]] = defaultdict(lambda: defaultdict(list))
    for each in placed:
        if each.document.fiscal_year:
            years[each.document.fiscal_year.year][each.document.sha256].append(each)
    sides = []
    for year in sorted(years):
        documents = [some[0].document for some in years[year].values()]
        things = gather([_things(some) for some in years[year].values()], year=year)
        sides.append(
            Side(
                label=f"{documents[0].issuer}@{year}",
                budget=Year(things=things),
                issuer=documents[0].issuer,
                year=year,
                documents=tuple(documents),
            )
        )
    return sides


def _things(placed: Sequence[Placed]) -> list[Thing]:
    """A document's records as things, where the store has them and not where these few stand."""
    there = {each.record.id: each for each in placed}
    found = []
    for thing in read_things(Sheet([each.record for each in placed], placed[0].document)):
        known = there.get(thing.record.id)
        if known is not None and known.cell is not None:
            thing = replace(thing, cell=known.cell, path=known.path, account_name=known.account)
        found.append(thing)
    return found


def _entries(side: Side) -> list[Entry]:
    return place_in_order([entry_of(t, group_of(t)) for t in side.budget.things])


def _told(steps: Sequence[Step], side: Side, settled: Sequence[Correction]) -> Settled:
    """What is settled between the ends of lines and a year."""
    if not settled:
        return Settled()
    ends = {id(step.side): step.side for step in steps}
    return resolve(settled, Things(ends.values()), Things([side]))


def _extend(threads: Threads, found: Found, side: Side) -> list[Entry]:
    """Lets lines go on in a year's entries, and gives back the entries that no line leads to."""
    for pair in found.pairing.pairs:
        threads.go_on([pair.old], Step(side, pair.new, pair.evidence.reasons))
        del threads.ends[pair.old.id]
    for group in found.regroupings:
        for entry in group.new:
            threads.go_on(group.old, Step(side, entry, (group.kind, *group.reasons)))
        for entry in group.old:
            del threads.ends[entry.id]
    return found.pairing.new_only
