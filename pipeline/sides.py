"""What a diff compares: records of a document, of a folder of them, or of a year in a store."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar, get_args

from models import (
    BudgetItem,
    BudgetStatementLine,
    Correction,
    Document,
    Extraction,
    FiscalYear,
    Phase,
    RegionalProject,
)
from pipeline.budget import AccountTotal, Sheet, Thing, Year, make_year
from pipeline.corrections import as_corrected, parse, settled_in
from pipeline.corrections import read as read_corrections
from pipeline.errors import InputError, StoreError, UsageError
from pipeline.files import find_extractions
from pipeline.handmade import read_records
from pipeline.inputs import READABLE
from pipeline.places import CARD, CORRECTIONS, RECORDS
from pipeline.store import DEFAULT_STORE, Store, open_store

T = TypeVar("T")
_SPEC = re.compile(r"(?P<issuer>.+)@(?P<year>\d{4})(?::(?P<phase>[^:@]+))?")
_PHASES = {"当初": "initial", "補正": "supplementary", "要求": "request", "決算": "settlement"}


@dataclass(frozen=True, slots=True)
class Absent:
    """A document on no side: of another year or issuer, or of none that is known."""

    file_name: str
    why: Literal["other_year", "no_year", "other_issuer", "no_issuer"]


@dataclass(frozen=True)
class Side:
    """One half of a diff: whose year it is, from which documents, and each thing in it once.

    `folders` are those of the documents' extractions, by sha256. `settled` is what people have said
    of its things and those of other years. Where the side is what the next year's documents print
    of this one, `unprinted` is how many of their things print no amount of it; else it is null.
    """

    label: str
    budget: Year
    issuer: str | None = None
    year: int | None = None
    documents: tuple[Document, ...] = ()
    absent: tuple[Absent, ...] = ()
    folders: Mapping[str, Path] = field(default_factory=dict)
    settled: tuple[Correction, ...] = ()
    unprinted: int | None = None

    @cached_property
    def names(self) -> dict[str, str]:
        """File names by sha256."""
        return {document.sha256: document.file_name for document in self.documents}

    @cached_property
    def things(self) -> dict[str, Thing]:
        """The things by id."""
        return {thing.id: thing for thing in self.budget.things}

    @property
    def totals(self) -> list[AccountTotal]:
        """The accounts' totals."""
        return self.budget.totals

    def with_things(
        self, things: list[Thing], totals: Sequence[AccountTotal] | None = None
    ) -> "Side":
        """The side with these things only, and these totals of accounts where they are given."""
        kept = self.totals if totals is None else list(totals)
        return replace(self, budget=replace(self.budget, things=things, totals=kept))


def make_side(
    label: str,
    sheets: Sequence[Sheet],
    *,
    phase: Phase | None = None,
    absent: Sequence[Absent] = (),
    settled: Iterable[Correction] = (),
) -> Side:
    """A side from documents, those that count most first.

    Documents of another year or issuer than most of them are left out. With `phase`, only amounts
    of that phase are on the side. `settled` are lines of people about its things.
    """
    sheets, year, issuer, others = _of_one_year(sheets)
    budget = make_year(sheets, year=year)
    if phase is not None:
        budget = replace(budget, things=[t for t in budget.things if t.cell.stage.name == phase])
    return Side(
        label=label,
        budget=budget,
        issuer=issuer,
        year=year,
        documents=tuple(sheet.document for sheet in sheets if sheet.document),
        absent=(*absent, *others),
        folders={
            sheet.document.sha256: sheet.folder
            for sheet in sheets
            if sheet.document and sheet.folder
        },
        settled=tuple(settled),
    )


def _of_one_year(
    sheets: Sequence[Sheet],
) -> tuple[list[Sheet], int | None, str | None, list[Absent]]:
    """The sheets of the year and issuer that most have; what states neither goes with them."""
    documents = [sheet.document for sheet in sheets if sheet.document]
    years = Counter(d.fiscal_year.year for d in documents if d.fiscal_year)
    issuers = Counter(d.issuer for d in documents if d.issuer)
    issuer = issuers.most_common(1)[0][0] if issuers else None
    year = years.most_common(1)[0][0] if years else _usual_year(sheets)
    kept, absent = [], []
    for sheet in sheets:
        document = sheet.document
        if document and document.fiscal_year and document.fiscal_year.year != year:
            absent.append(Absent(document.file_name, "other_year"))
        elif document and document.issuer and document.issuer != issuer:
            absent.append(Absent(document.file_name, "other_issuer"))
        else:
            kept.append(sheet)
    return kept, year, issuer, absent


def load_side(spec: str, *, store: str = DEFAULT_STORE) -> Side:
    """The side that a word on the command line names.

    A folder that extract has written (or a folder of them), a file of records by extract or by hand
    (JSON Lines, CSV, TSV), or ISSUER@YEAR, ISSUER@YEAR:PHASE in a store. UsageError for anything
    else.
    """
    path = Path(spec)
    if path.is_file() and path.suffix.lower() in READABLE:
        raise UsageError(f"{spec}: a document and not its records; run `yosano extract` first")
    if path.is_file():
        beside = _settled_beside(path.parent) if path.name == RECORDS else []
        return make_side(spec, [_read_file(path)], settled=beside)
    if path.is_dir():
        folders = find_extractions([spec])
        return make_side(
            spec,
            [_read_file(folder / RECORDS) for folder in folders],
            settled=[each for folder in folders for each in _settled_beside(folder)],
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
    everything = [shelf.document for shelf in store.documents(current=True)]
    if not shelves:
        known = sorted(
            {f"{d.issuer}@{d.fiscal_year.year}" for d in everything if d.issuer and d.fiscal_year}
        )
        there = f"; there are {', '.join(known[:12])}" if known else "; it is empty"
        raise StoreError(f"{issuer}@{year}: no such documents in {store.shown}{there}")
    # The newest first: what it lists counts, and older documents add what it leaves out.
    documents = [shelf.document for shelf in reversed(shelves)]
    sheets = [Sheet(store.as_corrected(each.sha256).records, each) for each in documents]
    label = f"{issuer}@{year}" + (f":{phase}" if phase else "")
    lines = [parse(store.correction_lines(each.sha256)).lines for each in documents]
    return make_side(
        label,
        sheets,
        phase=phase,
        absent=_untold(everything, issuer, year),
        settled=[line for some in lines for line in settled_in(some)],
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A year of an issuer in a store, in one phase or in all."""

    issuer: str
    year: int
    phase: str | None = None


def named(spec: str) -> Named | None:
    """What ISSUER@YEAR:PHASE names; null for a file, a folder, or anything else."""
    found = None if Path(spec).exists() else _SPEC.fullmatch(spec)
    return found and Named(found["issuer"], int(found["year"]), found["phase"])


def _settled_beside(folder: Path) -> list[Correction]:
    return settled_in(read_corrections(folder / CORRECTIONS).lines)


def _untold(documents: Iterable[Document], issuer: str, year: int) -> list[Absent]:
    """Documents of which nobody knows whether they belong to the issuer's year."""
    absent: list[Absent] = []
    for document in documents:
        of_year = document.fiscal_year and document.fiscal_year.year == year
        if document.issuer is None and (of_year or document.fiscal_year is None):
            absent.append(Absent(document.file_name, "no_issuer"))
        elif document.issuer == issuer and document.fiscal_year is None:
            absent.append(Absent(document.file_name, "no_year"))
    return absent


def _phase(text: str | None, spec: str) -> Phase | None:
    if text is None:
        return None
    phase = next((each for each in get_args(Phase) if each == _PHASES.get(text, text)), None)
    if phase is None:
        raise UsageError(f"{spec}: no such phase; there are {', '.join(get_args(Phase))}")
    return phase  # type: ignore[no-any-return]


def _read_file(path: Path) -> Sheet:
    """The records of a file, by whomever, and the card beside it where it is an extraction's."""
    card = path.parent / CARD
    records = read_records(path)
    try:
        document = Document.model_validate_json(card.read_bytes()) if card.is_file() else None
    except OSError as error:
        raise InputError(f"{card}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{card}: not what `yosano extract` wrote; run it again") from error
    if document and any(record.document != document.sha256 for record in records[:1]):
        document = None
    if document and path.name == RECORDS:
        corrections = read_corrections(path.parent / CORRECTIONS).lines
        records = as_corrected(Extraction(document, records, [], []), corrections).records
    return Sheet(records, document, path.parent if document else None)


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
