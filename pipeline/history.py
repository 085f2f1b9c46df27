"""A project's line over the years of a store: pairs of neighbouring years, strung together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from models import Correction, Direction, Record
from pipeline.budget.things import KINDS
from pipeline.diff import stated
from pipeline.errors import StoreError
from pipeline.match.names import name_key
from pipeline.said import link, stated_by
from pipeline.store import Around, Store
from pipeline.threads import Step, Threads, thread

_HITS = 1_000
_ROUNDS = 8
_FIGURES = 3
_SPOKEN = ("budget_item", "budget_statement_line", "budget_total", "fact")


@dataclass(frozen=True, slots=True)
class Point:
    """A project in one year; amounts in yen. `evidence` is why it goes on from the point before.

    `phase` is a stage as `budget` says it: initial, supplementary 3, revised.
    """

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
class Remark:
    """A sentence of a document that speaks of a line in a year; `evidence` is why it is its own."""

    year: int | None
    text: str
    evidence: tuple[str, ...]
    file_name: str
    page: int


@dataclass(frozen=True, slots=True)
class Line:
    """One project, indicator, account or 款 over the years; `path` is what it last stood under.

    `said` is what sentences say of it, where that is sure.

    `direction` and `level` tell lines of one name apart, where they are known.
    """

    issuer: str | None
    name: str
    points: tuple[Point, ...]
    path: tuple[str, ...] = ()
    direction: Direction | None = None
    level: str = ""
    said: tuple[Remark, ...] = ()


def trace(store: Store, name: str, *, issuer: str | None = None) -> list[Line]:
    """The lines of what has this name, or this in its name, or of the record with this id.

    Only records that may go on in one another are read. StoreError where nothing is found.
    """
    hit = store.find(name)
    issuers = [hit.issuer] if hit else store.issuers_of(name)
    lines = []
    for each in issuers:
        if each and issuer in (None, each):
            wanted = _follow(store, each, hit.record if hit else None, name)
            lines += [_with_said(store, _line(each, steps)) for steps in wanted]
    if not lines:
        raise StoreError(f"{name}: nothing of this name or id in {store.shown}")
    return lines


def _follow(store: Store, issuer: str, record: Record | None, name: str) -> list[list[Step]]:
    """The lines that a name or a record is in.

    What is read is what bears a name of these lines, an amount that leads from or to them, or
    stands where they stand; more is read until that leads to nothing more.
    """
    said = name if record is None else getattr(record, "name", None) or name
    around = Around(names=frozenset({name_key(said)}))
    if record is None and not store.around(issuer, around, KINDS):
        hits = store.search(name, limit=_HITS, issuer=issuer)
        around = Around(names=_keys(getattr(hit.record, "name", None) for hit in hits))
    settled = store.settled()
    lines: list[list[Step]] = []
    for _ in range(_ROUNDS):
        threads = thread(store.around(issuer, around, KINDS), settled)
        lines = _chosen(threads, record, name)
        more = around | _around(step for steps in lines for step in steps)
        more |= _settled_with(more.names, settled)
        if more == around:
            break
        around = more
    return lines


def _around(steps: Iterable[Step]) -> Around:
    """What the steps' neighbours have: name, a telling amount, department, else headings."""
    names, amounts, departments, sections = set(), set(), set(), set()
    for step in steps:
        thing = step.side.things[step.entry.id]
        names.add(thing.key)
        if thing.kind == "indicator":
            continue
        amounts |= {int(each) for each in (thing.amount, thing.prior) if each and _tells(each)}
        for record in thing.records:
            department = getattr(record, "department", None) or getattr(record, "bureau", None)
            if department:
                departments.add(department)
            else:
                sections.add(" / ".join(record.section))
    return Around(frozenset(names), frozenset(amounts), frozenset(departments), frozenset(sections))


def _settled_with(names: frozenset[str], settled: Sequence[Correction]) -> Around:
    """The other names of what people have said to be one thing with what has these names."""
    found: set[str | None] = set()
    for line in settled:
        if line.settled and line.settled.is_one:
            both = {line.settled.old.name, line.settled.new.name}
            found |= both if _keys(both) & names else set()
    return Around(names=_keys(found))


def _tells(amount: float) -> bool:
    """Whether an amount says more than that it is round: three figures and more."""
    return len(str(abs(int(amount))).rstrip("0")) >= _FIGURES


def _keys(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(name_key(each) for each in names if each)


def _chosen(threads: Threads, record: Record | None, name: str) -> list[list[Step]]:
    """The lines with the record in them, else of this name, else with this in a name."""
    if record is not None:
        of_id = [steps for steps in threads.steps if any(s.entry.id == record.id for s in steps)]
        if of_id:
            return of_id
        name = getattr(record, "name", None) or name
    key = name_key(name)
    same = [steps for steps in threads.steps if any(s.entry.key == key for s in steps)]
    return same or [steps for steps in threads.steps if any(key in s.entry.key for s in steps)]


def _line(issuer: str, steps: Sequence[Step]) -> Line:
    points: list[Point] = []
    for step in steps:
        before = [point for point in points if point.year != step.side.year]
        points.append(_point(step, before[-1] if before else None))
    thing = steps[-1].side.things[steps[-1].entry.id]
    return Line(
        issuer,
        steps[-1].entry.name,
        tuple(points),
        path=thing.path,
        direction=thing.cell.direction,
        level=thing.cell.level,
    )


def _with_said(store: Store, line: Line) -> Line:
    """The line with what sentences of its issuer's documents say of it."""
    around = Around(
        names=_keys(point.name for point in line.points),
        amounts=frozenset(p.amount for p in line.points if p.amount and _tells(p.amount)),
    )
    placed = store.around(line.issuer or "", around, _SPOKEN)
    stated = {each.record.id: stated_by(each.record) for each in placed}
    documents = {each.record.id: each.document for each in placed}
    own = {(name_key(point.name), point.year) for point in line.points}
    said = [
        Remark(
            each.said.year,
            each.said.text,
            each.reasons,
            documents[each.said.id].file_name,
            each.said.page,
        )
        for each in link(some for some in stated.values() if some)
        if each.sure and (name_key(each.of.name), each.of.year) in own
    ]
    return replace(line, said=tuple(dict.fromkeys(said)))


def _point(step: Step, before: Point | None) -> Point:
    entry = step.entry
    record = step.side.things[entry.id].record
    money = entry.kind != "indicator"
    amount = int(entry.amount) if money and entry.amount is not None else None
    known = before is not None and before.amount is not None and amount is not None
    return Point(
        year=step.side.year or 0,
        name=entry.name,
        department=entry.department_text,
        phase=str(step.side.things[entry.id].cell.stage),
        amount=amount,
        prior=int(entry.prior) if money and entry.prior is not None else None,
        change=(amount or 0) - (before.amount or 0) if known and before else None,
        values=tuple(f"{what} {value}" for what, value in stated(record).items()),
        evidence=step.evidence,
        id=record.id,
        file_name=step.side.names.get(record.document, ""),
        page=record.page,
    )
