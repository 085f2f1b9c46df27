"""What changed between two years: things paired, and every yen of the difference accounted for."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from models import Change
from pipeline.budget import AccountTotal, Printed, Thing
from pipeline.budget.entries import entry_of
from pipeline.diff.absence import Absence
from pipeline.diff.alike import Alike, like_with_like
from pipeline.diff.changes import alone, candidates_of, disagreeing, paired, regrouped
from pipeline.diff.coverage import partial_sides
from pipeline.diff.model import Cells, Diff, Headline
from pipeline.diff.settled import chained, settled_between
from pipeline.diff.stages import tell_stages
from pipeline.diff.sums import add_up, cells_counted
from pipeline.errors import UsageError
from pipeline.match import Entry, Found, Known, Pair, Pairing, match
from pipeline.match import Settled as SettledIds
from pipeline.match.entries import place_in_order
from pipeline.sides import Side

_FACTORS = (10, 100, 1_000, 10_000, 1_000_000)
_LEAST_PAIRS = 5
_OF_ONE_YEAR = {
    "printed prior amount is last year's amount": "same amount",
    "printed prior amount differs": "other amount",
}


def compare(old: Side, new: Side, *, between: Sequence[Side] = ()) -> Diff:
    """Compares like with like, and says what changed, with evidence for every pair.

    What lasted through the years `between`, in their order, is one thing without more evidence.
    """
    told = _printed(old, new) if old.unprinted is not None else settled_between(old, new)
    if between:
        told = replace(told, one={**_through(old, between, new), **told.one})
    adjacent = _is_adjacent(old, new)
    old, new = tell_stages(old, new)
    alike = like_with_like(old.budget.things, new.budget.things)
    old = old.with_things([thing for thing, _ in alike.old])
    new = new.with_things([thing for thing, _ in alike.new])
    groups = ({thing.id: group for thing, group in some} for some in (alike.old, alike.new))
    of_one_year = old.year is not None and old.year == new.year
    found = match(
        _entries(alike.old),
        _entries(alike.new, with_own_amounts=of_one_year),
        adjacent=adjacent or of_one_year,
        settled=_within(told, *groups),
    )
    if of_one_year:
        found = replace(found, pairing=_said_of_one_year(found.pairing), adjacent=False)
    changes = _changes(found, old, new, alike)
    cells = cells_counted(old, new, changes, pooled=_pooled(alike))
    diff = Diff(
        old=old,
        new=new,
        adjacent=found.adjacent,
        changes=changes,
        headlines=_headlines(old.totals, new.totals, adjacent=found.adjacent),
        totals=add_up(old, new, changes, cells),
        cells=cells,
        left_out=alike.left_out,
        factor=_common_factor(found),
    )
    partial = partial_sides(diff)
    if not partial:
        return diff
    return replace(
        diff, changes=[change.model_copy(update={"partial": partial}) for change in changes]
    )


def _printed(old: Side, new: Side) -> SettledIds:
    """Each thing with what its own record prints of the year before."""
    known = Known("prior_amount", "printed prior amount is last year's amount", 1.0)
    return SettledIds({(each, each): known for each in old.things if each in new.things})


def about(diff: Diff, *words: str) -> Diff:
    """The changes about something: with any of the words in a name, a heading or a department.

    Their sums are theirs alone. UsageError where a word has none.
    """
    changes: dict[int, Change] = {}
    for each in words:
        wanted = "".join(unicodedata.normalize("NFKC", each).casefold().split())
        found = {n: c for n, c in enumerate(diff.changes) if wanted and wanted in _words_of(c)}
        if not found:
            raise UsageError(f"--about {each}: neither year has anything of this name or heading")
        changes |= found
    return _only(diff, [changes[number] for number in sorted(changes)], " / ".join(words))


def _only(diff: Diff, changes: list[Change], words: str) -> Diff:
    ids = ({each for c in changes for each in c.old}, {each for c in changes for each in c.new})
    cells = Cells(
        *(
            {each: cell for each, cell in of_side.items() if each in some}
            for of_side, some in zip((diff.cells.old, diff.cells.new), ids, strict=True)
        )
    )
    return replace(
        diff,
        changes=changes,
        headlines=[],
        totals=add_up(diff.old, diff.new, changes, cells),
        cells=cells,
        left_out=[],
        about=words,
    )


def _words_of(change: Change) -> str:
    departments = (change.old_department, change.new_department)
    said = (change.old_name, change.new_name, *departments, *change.path)
    text = "\n".join(filter(None, said))
    return "".join(
        "".join(line.split()) + "\n" for line in unicodedata.normalize("NFKC", text).split("\n")
    ).casefold()


def _through(old: Side, between: Sequence[Side], new: Side) -> Mapping[tuple[str, str], Known]:
    """What leads from the old side to the new one year by year."""
    sides = (old, *between, new)
    steps = []
    for before, after in pairwise(sides):
        changes = compare(before, after).changes
        steps.append(
            {
                change.old[0]: (change.new[0], change.match.score)
                for change in changes
                if change.match and len(change.old) == len(change.new) == 1
            }
        )
    return chained(steps, ", ".join(str(side.year) for side in between))


def _within(told: SettledIds, old: Mapping[str, str], new: Mapping[str, str]) -> SettledIds:
    """What is settled about things that are compared with each other."""
    one = {
        (before, after): known
        for (before, after), known in told.one.items()
        if before in old and old[before] == new.get(after)
    }
    return replace(told, one=one)


def is_news(change: Change) -> bool:
    """Whether a change is more than the same thing once again."""
    return (
        change.kind != "continued"
        or change.old_amount != change.new_amount
        or change.old_name != change.new_name
        or bool(change.fields)
    )


def _is_adjacent(old: Side, new: Side) -> bool | None:
    """Whether the new side's prior year is the old side; null where the years are not known."""
    if old.year is None or new.year is None:
        return None
    return new.year - old.year == 1


def _entries(things: Sequence[tuple[Thing, str]], *, with_own_amounts: bool = False) -> list[Entry]:
    """The things as matching sees them.

    Within one year the amount itself is what another document prints of it: `with_own_amounts`.
    """
    entries = [entry_of(thing, group) for thing, group in things]
    if with_own_amounts:
        entries = [replace(each, prior=each.amount, prior_step=each.step) for each in entries]
    return place_in_order(entries)


def _said_of_one_year(pairing: Pairing) -> Pairing:
    """The pairs with the evidence in words that are true of one year, which has no year before."""

    def said(pair: Pair) -> Pair:
        reasons = dict.fromkeys(_OF_ONE_YEAR.get(each, each) for each in pair.evidence.reasons)
        evidence = replace(pair.evidence, reasons=tuple(reasons), prior_agrees=None)
        return replace(pair, evidence=evidence)

    return replace(
        pairing,
        pairs=[said(pair) for pair in pairing.pairs],
        candidates=[said(pair) for pair in pairing.candidates],
    )


def _changes(found: Found, old: Side, new: Side, alike: Alike) -> list[Change]:
    """In the new side's order, then what is gone."""
    of_old, of_new = candidates_of(found.pairing)
    by_new: dict[str, Change] = {}
    for each in found.pairing.pairs:
        by_new[each.new.id] = paired(each, old, new)
    for group in found.regroupings:
        by_new[group.new[0].id] = regrouped(group, old, new)
    sides = (old, new)
    pooled = _pooled(alike)
    absent = (Absence(old, alike.old, pooled), Absence(new, alike.new, pooled))
    twice = _listed_elsewhere(found, old, new)
    for entry in found.pairing.new_only:
        partial = absent[0].may_say_nothing(new.things[entry.id], is_new=True)
        change = alone("added", entry, sides, of_new, partial)
        by_new[entry.id] = disagreeing(change) if entry.id in twice else change
    order = {thing.id: index for index, (thing, _) in enumerate(alike.new)}
    gone = [
        alone("removed", entry, sides, of_old, absent[1].may_say_nothing(thing, is_new=False))
        for entry in found.pairing.old_only
        if (thing := old.things[entry.id])
    ]
    gone = [disagreeing(change) if change.old[0] in twice else change for change in gone]
    return [*(by_new[key] for key in sorted(by_new, key=order.__getitem__)), *gone]


def _listed_elsewhere(found: Found, old: Side, new: Side) -> set[str]:
    """What is alone though another document of its side has its name, and that one lasts.

    Two documents of a year that give a project two amounts do not make it new, nor gone.
    """
    twice: set[str] = set()
    for side, alone_here, lasting in (
        (old, found.pairing.old_only, [pair.old for pair in found.pairing.pairs]),
        (new, found.pairing.new_only, [pair.new for pair in found.pairing.pairs]),
    ):
        documents: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in lasting:
            documents[entry.group, entry.key] |= _documents(side.things[entry.id])
        for entry in alone_here:
            others = documents[entry.group, entry.key]
            if (
                entry.kind == "project"
                and others
                and not others & _documents(side.things[entry.id])
            ):
                twice.add(entry.id)
    return twice


def _documents(thing: Thing) -> set[str]:
    return {record.document for record in thing.records}


def _pooled(alike: Alike) -> set[str]:
    return {thing.id for thing, group in (*alike.old, *alike.new) if group in alike.pooled}


def _headlines(
    old: Sequence[AccountTotal], new: Sequence[AccountTotal], *, adjacent: bool
) -> list[Headline]:
    """The accounts that both sides give a total of, in one direction and stage."""

    def key(total: AccountTotal) -> tuple[object, ...]:
        return (total.account, total.half, total.direction, total.stage.name)

    before = {key(total): total for total in old}
    return [
        _headline(before[key(after)], after, adjacent=adjacent)
        for after in new
        if key(after) in before and after.stage.name != "supplementary"
    ]


def _headline(old: AccountTotal, new: AccountTotal, *, adjacent: bool) -> Headline:
    printed = next((each for each in new.printed if each.prior is not None), None)
    line = Headline(new.account, new.half, new.direction, new.stage, old, new)
    if not adjacent or printed is None or printed.prior is None:
        return line
    agrees = None if old.amount is None else _agree(printed, old.amount)
    return replace(line, prior=printed.prior, prior_agrees=agrees)


def _agree(printed: Printed, amount: int) -> bool:
    return abs((printed.prior or 0) - amount) < max(printed.prior_step, 1)


def _common_factor(found: Found) -> int:
    """The power of ten by which most pairs of one name differ: a unit read wrongly on a side."""
    factors: Counter[int] = Counter()
    pairs = 0
    for pair in found.pairing.pairs:
        old, new = pair.old.amount, pair.new.amount
        if pair.old.kind == "indicator" or not old or not new or old * new < 0:
            continue
        pairs += 1
        ratio = max(abs(old), abs(new)) / min(abs(old), abs(new))
        nearest = min(_FACTORS, key=lambda factor: abs(ratio / factor - 1))
        factors[nearest] += 0.5 < ratio / nearest < 2
    factor, number = factors.most_common(1)[0] if factors else (1, 0)
    return factor if pairs >= _LEAST_PAIRS and 2 * number > pairs else 1
