"""The whole line, top to bottom: a document in; records, leftovers and issues out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeAlias

from models import Counts, Document, Evidence, Extraction, Issue, OutlineEntry, Record
from models.page import PageLayout, Placed
from pipeline.account import Accounting, account, bands
from pipeline.allowance import (
    ACCOUNT,
    ASSEMBLING,
    COUNTING,
    PROPOSING,
    PROVING,
    RECORDS,
    REST,
    TimeUp,
    at,
    stage_clock,
    why_not,
)
from pipeline.assemble import arranged, assemble
from pipeline.assemble.family import About, Taken
from pipeline.bind.choose import choose
from pipeline.bind.signs import with_signs
from pipeline.guard import Guard, crash, failure
from pipeline.identify import Given, Identity, identify
from pipeline.inputs import readable_name
from pipeline.layout.join import join_tables
from pipeline.layout.over_pages import join_paragraphs
from pipeline.pages import OcrMode, arrange_pages
from pipeline.progress import say_pages
from pipeline.prove import prove
from pipeline.read import TOO_LONG, open_document
from pipeline.schemas.indicators import without_units
from pipeline.schemas.paths import with_paths
from pipeline.schemas.proposals import Proposed, proposals
from pipeline.segment import Segmented, segment
from pipeline.shown import issues_as_shown, leftovers_as_shown, records_as_shown, turns_of
from pipeline.trust import Around, weigh
from pipeline.unknown import unknown
from pipeline.values import is_part

Reader: TypeAlias = Literal["pdfium", "pdfplumber"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is read, and what is known of it beforehand (`given` wins)."""

    reader: Reader = "pdfium"
    ocr: OcrMode = "auto"
    password: str | None = None
    given: Given = field(default_factory=Given)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's records before it is weighed how sure they are, and what they are seen against.

    Boxes are those of the layouts, upright; only what reading the pages said (`seen`) has those of
    the pages as shown. `document` lacks the counts of confidence.
    """

    document: Document
    records: list[Record]
    seen: list[Issue]
    around: Around
    pages: list[PageLayout]


def extract(
    path: str | Path,
    *,
    reader: Reader = "pdfium",
    ocr: OcrMode = "auto",
    password: str | None = None,
    given: Given | None = None,
) -> Extraction:
    """Reads a PDF or text document into records.

    Raises InputError where the document cannot be read at all, and MissingToolError where OCR is
    asked for and not installed. What is wrong inside the document is in `issues`.
    """
    return weighed(read(path, Options(reader, ocr, password, given or Given())))


def read(path: str | Path, options: Options) -> Reading:
    """A document's records and all that is known of them. Errors as `extract`."""
    source = Path(path)
    pages = []
    with open_document(source, reader=options.reader, password=options.password) as opened:
        for page in arrange_pages(source, opened, ocr=options.ocr, password=options.password):
            pages.append(page)
            say_pages(len(pages), opened.page_count)
    name = readable_name(source)
    guard = Guard()
    made = _make(pages, guard, file_name=name, sha256=opened.sha256, given=options.given)
    at(ACCOUNT)
    accounting = guard.run(
        "account",
        lambda: account(made.layouts, made.records, pages=pages),
        Accounting((), Counts()),
        clock=stage_clock(COUNTING),
    )
    seen = [*opened.issues, *(issue for page in pages for issue in page.issues)]
    issues = [*made.issues, *unknown(made.records, made.issues), *guard.issues]
    about = made.about
    document = Document(
        sha256=opened.sha256,
        file_name=name,
        title=about.title,
        issuer=about.issuer,
        fiscal_year=about.fiscal_year,
        kind=about.kind,
        page_count=opened.page_count,
        outline=tuple(OutlineEntry.model_validate(entry) for entry in made.outline),
        evidence=made.evidence,
        counts=count(made.records, [*seen, *issues], accounting, pages),
        versions=_versions(),
    )
    year = about.fiscal_year.year if about.fiscal_year else None
    around = Around(made.layouts, issues, accounting.leftovers, year)
    return Reading(document, made.records, seen, around, pages)


def weighed(reading: Reading) -> Extraction:
    """What was read, each value with how sure it is, in the boxes of the pages as shown."""
    guard = Guard()
    records = guard.run(
        "weigh",
        lambda: weigh(reading.records, reading.around),
        reading.records,
        clock=stage_clock(COUNTING),
    )
    at(REST)
    turns = turns_of(reading.pages)
    issues = [*reading.seen, *issues_as_shown([*reading.around.issues, *guard.issues], turns)]
    counts = reading.document.counts.model_copy(
        update={
            "confidence": bands(records),
            "issues": dict(sorted(Counter(issue.code for issue in issues).items())),
        }
    )
    return Extraction(
        reading.document.model_copy(update={"counts": counts}),
        records_as_shown(records, turns),
        leftovers_as_shown(reading.around.leftovers, turns),
        sort_issues(issues),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a document's pages, and what is known of the document."""

    layouts: Sequence[PageLayout]
    about: About
    outline: Sequence[OutlineEntry]
    evidence: tuple[Evidence, ...]
    records: list[Record]
    issues: Sequence[Issue]


def _make(
    pages: list[PageLayout], guard: Guard, *, file_name: str, sha256: str, given: Given
) -> _Made:
    """Records of pages. A stage that fails is an issue in `guard`, and what it would do undone."""
    at(RECORDS)
    with_clock = partial(stage_clock, ASSEMBLING)
    layouts = guard.run(
        "join", lambda: join_paragraphs(join_tables(pages)), pages, clock=with_clock()
    )
    bare = Segmented(tuple(Placed(block) for each in layouts for block in each.blocks), ())
    segmented = guard.run("segment", lambda: segment(layouts), bare, clock=with_clock())
    unknown: tuple[Identity, tuple[Evidence, ...]] = (Identity(), ())
    identity, evidence = guard.run(
        "identify",
        lambda: identify(layouts, file_name=file_name, given=given),
        unknown,
        clock=with_clock(),
    )
    about = About(sha256, identity.issuer, identity.title, identity.fiscal_year, identity.kind)
    if (why := why_not(RECORDS)) is not None:
        # An earlier process ended here.
        guard.issues.append(failure("records", TimeUp()) if why == TOO_LONG else crash("records"))
        return _Made(layouts, about, segmented.outline, evidence, [], [])
    taken = guard.run(
        "assemble", lambda: assemble(segmented.blocks, about), Taken(), clock=with_clock()
    )
    proposed = guard.run(
        "proposals",
        lambda: proposals(layouts, segmented.blocks, about),
        Proposed(),
        clock=stage_clock(PROPOSING),
    )
    records, findings = _proved(taken, proposed, about, guard)
    issues = [*taken.issues, *proposed.issues, *findings, *_of_another_year(identity)]
    return _Made(layouts, about, segmented.outline, evidence, records, issues)


def _of_another_year(identity: Identity) -> Iterable[Issue]:
    """An issue where the file's name says another year than its pages."""
    if identity.other_year is not None and identity.fiscal_year is not None:
        yield Issue(
            code="file_name_contradicted",
            severity="warning",
            message=f"the pages are of {identity.fiscal_year.year}, the file's name says "
            f"{identity.other_year}: one of them is wrong; --year settles it",
        )


def _proved(
    taken: Taken, proposed: Proposed, about: About, guard: Guard
) -> tuple[list[Record], list[Issue]]:
    """One reading of each figure, with what the document's arithmetic says of it."""
    with_clock = partial(stage_clock, PROVING)
    records = guard.run(
        "choose",
        lambda: [
            without_units(each) for each in with_signs(choose(taken.records, proposed.proposals))
        ],
        taken.records,
        clock=with_clock(),
    )
    records = guard.run(
        "with_paths", lambda: list(with_paths(records, proposed.grids)), records, clock=with_clock()
    )
    records = arranged(records, about)
    unproved: tuple[list[Record], list[Issue]] = (records, [])
    return guard.run("prove", lambda: prove(records), unproved, clock=with_clock())


@cache
def _versions() -> dict[str, str]:
    """What reads: looked up on disk, so once for all documents of a process."""
    return {name: version(name) for name in ("yosano", "pypdfium2", "pdfplumber")}


def sort_issues(issues: Iterable[Issue]) -> list[Issue]:
    """Issues in the document's order."""
    return sorted(issues, key=lambda i: (i.page or 0, i.line or 0, i.bbox or (), i.code))


def count(
    records: list[Record],
    issues: list[Issue],
    accounting: Accounting,
    pages: list[PageLayout],
) -> Counts:
    """The document's numbers: what was found, kept, left, proved and assumed."""
    checks = [check for record in records for check in record.checks if not is_part(check)]
    return accounting.counts.model_copy(
        update={
            "records": dict(sorted(Counter(record.type for record in records).items())),
            "checks": sum(check.holds is not None for check in checks),
            "checks_failed": sum(
                check.holds is False and check.severity == "error" for check in checks
            ),
            "issues": dict(sorted(Counter(issue.code for issue in issues).items())),
            "pages_with_ocr": sum(page.from_ocr for page in pages),
        }
    )
