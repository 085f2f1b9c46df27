"""A document under review: its records as corrected, by page, and what to look at next."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import Correction, Document, Extraction, Issue, Leftover, Record
from pipeline.corrections import Corrected, Fit, Log, Overlay, in_force, proved_anew
from pipeline.corrections.places import pages_of
from pipeline.doubt import Doubt, doubts
from pipeline.errors import InputError
from pipeline.pictures import Pictures
from pipeline.read.text import read_text
from pipeline.review.shelves import Shelf, Signature

# So many records are proved anew while one waits; more are proved while one goes on.
_PROVED_AT_ONCE = 1_500
# What changes no record.
_VOUCHING = frozenset({"accept", "whole"})


@dataclass(slots=True)
class State:
    """A document's records as they are now. `raw` are those of the extraction itself."""

    corrected: Corrected
    raw: Extraction
    records: dict[str, Record] = field(default_factory=dict)
    by_page: dict[int, list[Record]] = field(default_factory=lambda: defaultdict(list))
    leftovers: dict[int, list[tuple[int, Leftover]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    issues: dict[int, list[Issue]] = field(default_factory=lambda: defaultdict(list))
    queue: list[Doubt] = field(default_factory=list)
    figures: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, corrected: Corrected, raw: Extraction, before: "State | None" = None) -> "State":
        """The state with its indexes; `before` is the one that it follows."""
        state = cls(corrected, raw)
        for record in corrected.extraction.records:
            state.records[record.id] = record
            for page in pages_of(record):
                state.by_page[page].append(record)
        for number, each in enumerate(corrected.extraction.leftovers):
            state.leftovers[each.page].append((number, each))
        for issue in corrected.extraction.issues:
            if issue.page:
                state.issues[issue.page].append(issue)
        records = corrected.extraction.records
        state.queue = doubts(records, before.queue if before else ())
        state.figures = frozenset((each.record.id, each.path) for each in state.queue)
        return state

    def with_seen(self, fits: Sequence[Fit]) -> "State":
        """The same records, of which somebody vouches for more."""
        seen = self.corrected.seen | {key: fit.correction for fit in fits for key in fit.vouched}
        pages = {fit.correction.page for fit in fits if fit.correction.action == "whole"}
        corrected = replace(
            self.corrected,
            fits=(*self.corrected.fits, *fits),
            seen=seen,
            whole=self.corrected.whole | {page for page in pages if page},
        )
        return replace(self, corrected=corrected)

    def is_seen(self, record: str, path: str) -> bool:
        """Whether somebody vouches for a value."""
        return (record, path) in self.corrected.seen


class Reviewed:
    """A document that people look at. Safe to use from several threads."""

    def __init__(
        self, key: str, shelf: Shelf, original: Path | None, *, password: str | None
    ) -> None:
        self.key, self.shelf, self.original = key, shelf, original
        self.card: Document = shelf.card()
        self._password = password
        self._lock = threading.RLock()
        self._overlay: Overlay | None = None
        self._raw: Extraction | None = None
        self._log = Log()
        self._extracted: Signature = ()
        self._said: Signature = ()
        self._state: State | None = None
        self._pictures: Pictures | None = None
        self._lines: list[tuple[int, list[str]]] | None = None
        self._generation = 0

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.card.file_name

    def state(self) -> State:
        """The records as they are now, whoever has written in the meantime."""
        with self._lock:
            extracted, said = self.shelf.signature(), self.shelf.log_signature()
            if self._state is None or self._extracted != extracted:
                self._load()
            elif self._said != said:
                self._catch_up()
            self._extracted, self._said = extracted, said
            assert self._state is not None
            return self._state

    def ready(self) -> State | None:
        """The records as they are now, where they have been read already."""
        if self._state is None:
            return None
        return self.state()

    def log(self) -> Log:
        """All lines that were written about the document."""
        with self._lock:
            self.state()
            return self._log

    def append(self, lines: Sequence[Correction]) -> None:
        """Keeps lines, and lays them over what is shown."""
        with self._lock:
            self.shelf.append(lines)
            self.state()

    def pictures(self) -> Pictures | None:
        """The document's pages as pictures; None for a text, or where the document is not here."""
        if self.original is None or self.is_text:
            return None
        with self._lock:
            if self._pictures is None:
                self._pictures = Pictures(self.original, password=self._password)
            return self._pictures

    @property
    def is_text(self) -> bool:
        """Whether the document is a text, whose places are lines."""
        return not self.card.file_name.lower().endswith(".pdf")

    def lines(self, page: int) -> list[tuple[int, str]]:
        """A text's lines on a page with their numbers in the file, from 1."""
        with self._lock:
            if self._lines is None:
                self._lines = _lines_of(self.original)
        start = 1
        for number, (_, lines) in enumerate(self._lines, 1):
            if number == page:
                return list(enumerate(lines, start))
            start += len(lines)
        return []

    def _load(self) -> None:
        self._raw = self.shelf.extraction()
        self.card = self._raw.document
        self._lay(self.shelf.log(self._log))

    def _catch_up(self) -> None:
        """Lays over what is shown what was written since: by this window, or by another process."""
        log = self.shelf.log(self._log)
        stood = len(self._log.lines)
        new = log.lines[stood:]
        undone = any(line.action == "undo" for line in new)
        if undone or self._overlay is None or log.lines[:stood] != self._log.lines:
            self._lay(log)
            return
        fits = [self._overlay.add(line) for line in in_force(new)]
        self._log = log
        vouching = all(fit.correction.action in _VOUCHING for fit in fits)
        if vouching and self._state is not None and not any(f.status == "unfit" for f in fits):
            self._state = self._state.with_seen(fits)
        else:
            self._show(self._overlay.result())

    def _lay(self, log: Log) -> None:
        """Lays all lines over the extraction as it was made."""
        assert self._raw is not None
        self._overlay = Overlay(self._raw)
        for line in in_force(log.lines):
            self._overlay.add(line)
        self._log = log
        self._show(self._overlay.result())

    def _show(self, corrected: Corrected) -> None:
        """Shows records; checks that no longer say the truth are tried again."""
        assert self._raw is not None
        self._generation += 1
        changed = any(fit.correction.action not in _VOUCHING for fit in corrected.fits)
        if changed and len(corrected.extraction.records) <= _PROVED_AT_ONCE:
            corrected = replace(corrected, extraction=proved_anew(corrected.extraction))
        elif changed:
            corrected = _with_checks_of(corrected, self._state)
            job = threading.Thread(
                target=self._prove_later, args=(corrected, self._generation), daemon=True
            )
            job.start()
        self._state = State.of(corrected, self._raw, self._state)

    def _prove_later(self, corrected: Corrected, generation: int) -> None:
        extraction = proved_anew(corrected.extraction)
        with self._lock:
            if generation == self._generation and self._raw is not None and self._state is not None:
                # What was vouched for meanwhile has changed no record.
                proved = replace(self._state.corrected, extraction=extraction)
                self._state = State.of(proved, self._raw)


def _with_checks_of(corrected: Corrected, before: State | None) -> Corrected:
    """Until they are proved anew, unchanged records keep the checks last found."""
    known = before.records if before is not None else {}
    records = [_checked(record, known.get(record.id)) for record in corrected.extraction.records]
    return replace(corrected, extraction=replace(corrected.extraction, records=records))


def _checked(record: Record, before: Record | None) -> Record:
    """The record with the checks that it had; the one that was shown, where nothing has changed."""
    if before is None or before is record:
        return record
    with_checks = record.model_copy(update={"checks": before.checks})
    return before if with_checks == before else with_checks


def _lines_of(path: Path | None) -> list[tuple[int, list[str]]]:
    if path is None:
        return []
    try:
        pages, _ = read_text(path.read_bytes())
    except (OSError, InputError):
        return []
    return [(number, list(page.lines)) for number, page in enumerate(pages, 1)]
