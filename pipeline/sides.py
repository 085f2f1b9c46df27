"""What a diff compares: records of a document, of a folder of them, or of a year in a store."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, get_args

from models import (
    RECORD,
    BudgetItem,
    BudgetStatementLine,
    Document,
    Extraction,
    FiscalYear,
    Phase,
    Record,
    RegionalProject,
)
from pipeline.corrections import as_corrected
from pipeline.corrections import read as read_corrections
from pipeline.errors import InputError, StoreError, UsageError
from pipeline.files import find_extractions
from pipeline.inputs import READABLE
from pipeline.match.entries import Entry, entries_of, place_in_order, with_ids
from pipeline.places import CARD, CORRECTIONS, RECORDS
from pipeline.store import DEFAULT_STORE, Store, open_store

T = TypeVar("T")
_SPEC = re.compile(r"(?P<issuer>.+)@(?P<year>\d{4})(?::(?P<phase>[^:@]+))?")
_PHASES = {"当初": "initial", "補正": "supplementary", "要求": "request", "決算": "settlement"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document's part of a side; a bare file of records has no card."""

    records: Sequence[Record]
    document: Document | None = None

    @property
    def phase(self) -> Phase | None:
        """The phase of the whole document, where it says one."""
        year = self.document.fiscal_year if self.document else None
        return year.phase if year else None


@dataclass(frozen=True, slots=True)
class Side:
    """One half of a diff: whose year it is, from which documents, and each thing in it once."""

    label: str
    entries: list[Entry]
    issuer: str | None = None
    year: int | None = None
    names: dict[str, str] = field(default_factory=dict)  # file names by sha256
    records: dict[str, Record] = field(default_factory=dict, repr=False)


def make_side(label: str, sheets: Sequence[Sheet], *, phase: Phase | None = None) -> Side:
    """A side from documents, those that count most first.

    What several documents list under one name with one amount (a budget and its outline) is one
    thing. With `phase`, only amounts of that phase are on the side.
    """
    entries: list[Entry] = []
    records: dict[str, Record] = {}
    listed: Counter[tuple[object, ...]] = Counter()
    for sheet in sheets:
        own = {record.id: record for record in with_ids(sheet.records)}
        here: Counter[tuple[object, ...]] = Counter()
        for entry in entries_of(own.values(), phase=sheet.phase):
            if phase is not None and not entry.group.startswith(phase):
                continue
            what = (entry.kind, entry.group, entry.key, entry.amount)
            here[what] += 1
            if here[what] <= listed[what]:
                continue
            unique = entry.id if entry.id not in records else f"{entry.id}@{len(records)}"
            records[unique] = own[entry.id]
            entries.append(replace(entry, id=unique))
        listed |= here
    documents = [sheet.document for sheet in sheets if sheet.document]
    years = {document.fiscal_year.year for document in documents if document.fiscal_year}
    return Side(
        label=label,
        entries=place_in_order(entries),
        issuer=_only({document.issuer for document in documents}),
        year=_only(years) or _usual_year(sheets),
        names={document.sha256: document.file_name for document in documents},
        records=records,
    )


def load_side(spec: str, *, store: str = DEFAULT_STORE) -> Side:
    """The side that a word on the command line names.

    A folder that extract has written (or a folder of them), a records.jsonl file, or
    ISSUER@YEAR, ISSUER@YEAR:PHASE in a store. UsageError for anything else.
    """
    path = Path(spec)
    if path.is_file() and path.suffix.lower() in READABLE:
        raise UsageError(f"{spec}: a document and not its records; run `yosano extract` first")
    if path.is_file():
        return make_side(spec, [_read_file(path)])
    if path.is_dir():
        return make_side(
            spec, [_read_file(folder / RECORDS) for folder in find_extractions([spec])]
        )
    match = _SPEC.fullmatch(spec)
    if match is None:
        raise UsageError(
            f"{spec}: no such folder or file, nor ISSUER@YEAR (北海道@2020, 北海道@2020:initial)"
        )
    return side_of(
        open_store(store), match["issuer"], int(match["year"]), phase=_phase(match["phase"], spec)
    )


def side_of(store: Store, issuer: str, year: int, *, phase: Phase | None = None) -> Side:
    """A year of an issuer: its documents that are newest, in one rendering each.

    StoreError where the store has none.
    """
    shelves = store.documents(issuer=issuer, year=year, current=True)
    if not shelves:
        known = sorted(
            {
                f"{shelf.document.issuer}@{shelf.document.fiscal_year.year}"
                for shelf in store.documents(current=True)
                if shelf.document.issuer and shelf.document.fiscal_year
            }
        )
        there = f"; there are {', '.join(known[:12])}" if known else "; it is empty"
        raise StoreError(f"{issuer}@{year}: no such documents in {store.shown}{there}")
    # The newest first: what it lists counts, and older documents add what it leaves out.
    documents = [shelf.document for shelf in reversed(shelves)]
    sheets = [Sheet(store.records(document.sha256), document) for document in documents]
    label = f"{issuer}@{year}" + (f":{phase}" if phase else "")
    return make_side(label, sheets, phase=phase)


def _phase(text: str | None, spec: str) -> Phase | None:
    if text is None:
        return None
    phase = next((each for each in get_args(Phase) if each == _PHASES.get(text, text)), None)
    if phase is None:
        raise UsageError(f"{spec}: no such phase; there are {', '.join(get_args(Phase))}")
    return phase  # type: ignore[no-any-return]


def _read_file(path: Path) -> Sheet:
    """The records of a JSON Lines file, and the card beside it where there is one."""
    card = path.parent / CARD
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        document = Document.model_validate_json(card.read_bytes()) if card.is_file() else None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{path}: not what `yosano extract` wrote; run it again") from error
    records = [
        _read_line(line, f"{path}: line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if document and any(record.document != document.sha256 for record in records[:1]):
        document = None
    if document and path.name == RECORDS:
        corrections = read_corrections(path.parent / CORRECTIONS).lines
        records = as_corrected(Extraction(document, records, [], []), corrections).records
    return Sheet(records, document)


def _read_line(line: str, where: str) -> Record:
    try:
        return RECORD.validate_json(line)
    except ValueError as error:
        why = " ".join(str(error).split())[:160]
        raise InputError(f"{where} is not a record ({why})") from error


def _only(values: set[T]) -> T | None:
    return next(iter(values)) if len(values) == 1 else None


def _usual_year(sheets: Iterable[Sheet]) -> int | None:
    """The year that most amounts are for."""
    years = Counter(
        year.year
        for sheet in sheets
        for record in sheet.records
        if isinstance(year := getattr(record, "fiscal_year", None), FiscalYear)
        and isinstance(record, BudgetItem | BudgetStatementLine | RegionalProject)
    )
    return years.most_common(1)[0][0] if years else None
