"""Two years of things under review: what may be one thing, and what people have said of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock

from models import Candidate, Change, Correction
from pipeline.budget import Thing
from pipeline.corrections import in_force, settled_in
from pipeline.diff import Diff, compare
from pipeline.diff.settled import as_settled
from pipeline.errors import UsageError
from pipeline.places import RECORDS
from pipeline.review.desk import Desk, open_desk
from pipeline.review.document import Reviewed
from pipeline.review.entered import RefusedError
from pipeline.review.lines import Scribe
from pipeline.sides import Side, load_side
from pipeline.store import open_store
from pipeline.two_sides import sides_between


@dataclass(frozen=True, slots=True)
class Seen:
    """A thing of one year as the page shows it; `address` opens its figure among the documents."""

    id: str
    name: str
    amount: int | None
    department: str
    path: tuple[str, ...]
    where: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a new thing may be, how sure that is, and why."""

    old: Seen
    chance: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A new thing with all that it may be; the likeliest first."""

    new: Seen
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person has said: that two things are one, or are not. `line` undoes it."""

    old: str
    new: str
    is_one: bool
    by: str | None
    line: str
    document: str


@dataclass(frozen=True, slots=True)
class Years:
    """All there is to settle: open cases, pairs told by likeness, and what was said already.

    `gone` is what only the old year has, by words that name each of them.
    """

    old: str
    new: str
    gone: dict[str, Seen]
    alone: tuple[Case, ...]
    open: tuple[Case, ...]
    alike: tuple[Case, ...]
    said: tuple[Said, ...]


class Between:
    """Two sides, compared anew whenever somebody has said something. Safe for several threads."""

    def __init__(self, desk: Desk, specs: tuple[str, str], *, store: str) -> None:
        self._desk, self._specs, self._store = desk, specs, store
        self._by_document = {each.card.sha256: each for each in desk}
        self._lock = RLock()
        self._sides: list[Side] = []
        self._read: object = None
        self._settled: object = None
        self._diff: Diff | None = None

    def diff(self) -> Diff:
        """The two sides compared, with all that was said until now."""
        with self._lock:
            logs = {each.card.sha256: each.shelf.log().lines for each in self._desk}
            read = [
                (each.shelf.signature(), in_force(logs[each.card.sha256])) for each in self._desk
            ]
            if read != self._read:
                old, new = (load_side(spec, store=self._store) for spec in self._specs)
                self._sides = [old, *sides_between(*self._specs, store=self._store), new]
                self._read, self._diff = read, None
            settled = {sha256: tuple(settled_in(lines)) for sha256, lines in logs.items()}
            if self._diff is None or settled != self._settled:
                old, *between, new = (_as_settled(side, settled) for side in self._sides)
                self._diff = compare(old, new, between=between)
                self._settled = settled
            return self._diff

    def years(self) -> Years:
        """What there is to settle, what weighs most first."""
        diff = self.diff()
        changes = sorted(diff.changes, key=_weight, reverse=True)
        said = [self._said(line) for line in (*diff.old.settled, *diff.new.settled)]
        return Years(
            diff.old.label,
            diff.new.label,
            self._gone(diff),
            tuple(self._open(c, diff) for c in changes if c.kind == "added" and not c.candidates),
            tuple(self._open(c, diff) for c in changes if c.kind == "added" and c.candidates),
            tuple(self._alike(c, diff) for c in changes if _is_told_by_likeness(c)),
            tuple(said[::-1]),
        )

    def settle(self, old: str, new: str, scribe: Scribe, *, is_one: bool) -> None:
        """Keeps what a person says of two things. RefusedError where one of them is gone."""
        diff = self.diff()
        before, after = diff.old.things.get(old), diff.new.things.get(new)
        if before is None or after is None:
            raise RefusedError("This is no longer there: reload the page.")
        kept_by = self._kept_by(after) or self._kept_by(before)
        if kept_by is None:
            raise RefusedError("Nothing is kept about hand-made files.")
        scribe.document = kept_by.card.sha256
        settled = as_settled((diff.old, before), (diff.new, after), is_one=is_one)
        scribe.write("settle", settled=settled.model_dump())
        kept_by.shelf.append(scribe.lines)

    def undo(self, line: str, document: str, scribe: Scribe) -> None:
        """Takes back what was said. RefusedError where it does not stand."""
        diff = self.diff()
        standing = {each.id for each in (*diff.old.settled, *diff.new.settled)}
        kept_by = self._by_document.get(document)
        if kept_by is None or line not in standing:
            raise RefusedError("There is nothing to undo.")
        scribe.document = document
        scribe.write("undo", undoes=line)
        kept_by.shelf.append(scribe.lines)

    def named(self, words: str) -> str:
        """The id of what only the old year has, by its words. RefusedError where there is none."""
        found = self._gone(self.diff()).get(words.strip())
        if found is None:
            raise RefusedError("Choose one of the list.")
        return found.id

    def _gone(self, diff: Diff) -> dict[str, Seen]:
        seen = [self._seen(diff.old, c.old[0]) for c in diff.changes if c.kind == "removed"]
        words = [_in_words(each) for each in seen]
        often = Counter(words)
        # Equals are told apart by their ids.
        return {
            said if often[said] == 1 else f"{said} ({each.id})": each
            for said, each in zip(words, seen, strict=True)
        }

    def _kept_by(self, thing: Thing) -> Reviewed | None:
        return self._by_document.get(thing.record.document)

    def _open(self, change: Change, diff: Diff) -> Case:
        choices = [self._choice(each, diff) for each in change.candidates]
        return Case(self._seen(diff.new, change.new[0]), tuple(choices))

    def _alike(self, change: Change, diff: Diff) -> Case:
        match = change.match
        assert match is not None
        old = self._seen(diff.old, change.old[0])
        choice = Choice(old, match.score, match.evidence)
        return Case(self._seen(diff.new, change.new[0]), (choice,))

    def _choice(self, candidate: Candidate, diff: Diff) -> Choice:
        seen = self._seen(diff.old, candidate.id)
        return Choice(seen, candidate.match.score, candidate.match.evidence)

    def _seen(self, side: Side, thing_id: str) -> Seen:
        thing = side.things[thing_id]
        record = thing.record
        page = record.sources["amount"].page if "amount" in record.sources else record.page
        kept_by = self._kept_by(thing)
        return Seen(
            id=thing.id,
            name=thing.name,
            amount=None if thing.amount is None else int(thing.amount),
            department=thing.department,
            path=thing.path,
            where=f"{side.names.get(record.document, side.label)} p.{page}",
            address=f"/d/{kept_by.key}/p/{page}?ref={record.id}%7Camount" if kept_by else None,
        )

    def _said(self, line: Correction) -> Said:
        settled = line.settled
        assert settled is not None
        return Said(
            settled.old.name, settled.new.name, settled.is_one, line.by, line.id, line.document
        )


def _as_settled(side: Side, settled: Mapping[str, Sequence[Correction]]) -> Side:
    """The side with what has been said of its documents' things."""
    documents = [document.sha256 for document in side.documents]
    if not settled.keys() & documents:
        return side
    return replace(
        side, settled=tuple(line for sha256 in documents for line in settled.get(sha256, ()))
    )


def _weight(change: Change) -> int:
    return max(abs(change.old_amount or 0), abs(change.new_amount or 0))


def _in_words(seen: Seen) -> str:
    amount = "" if seen.amount is None else f"{seen.amount:,}"
    return " · ".join(filter(None, (seen.name, seen.department, amount)))


def _is_told_by_likeness(change: Change) -> bool:
    return change.match is not None and change.match.method == "similar_name"


def open_years(
    specs: tuple[str, str],
    *,
    store: str,
    documents: Sequence[Path] = (),
    password: str | None = None,
) -> tuple[Desk, Between]:
    """The documents of two sides, and what there is to settle between them.

    Errors as `load_side`; UsageError where neither side is an extraction or in a store.
    """
    kept = {
        document.sha256
        for spec in specs
        if not Path(spec).exists()
        for document in load_side(spec, store=store).documents
    }
    paths = [spec for spec in specs if Path(spec).is_dir() or Path(spec).name == RECORDS]
    if not kept and not paths:
        raise UsageError(
            f"{specs[0]}, {specs[1]}: what is settled is kept beside an extraction or in a store, "
            "and neither side is one"
        )
    desk = open_desk(
        paths,
        store=open_store(store) if kept else None,
        documents=documents,
        password=password,
        only=kept,
    )
    return desk, Between(desk, specs, store=store)
