"""The whole line, top to bottom: a document in; records, leftovers and issues out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal, TypeAlias

from models import Counts, Document, Extraction, Issue, OutlineEntry, Record
from models.page import Page, PageLayout, TextPage
from pipeline.account import Accounting, account
from pipeline.assemble import arranged, assemble
from pipeline.assemble.family import About
from pipeline.bind.choose import choose
from pipeline.confidence import weigh
from pipeline.errors import MissingToolError
from pipeline.identify import Given, identify
from pipeline.inputs import readable_name
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.layout.over_pages import join_paragraphs
from pipeline.layout.plain import arrange_plainly
from pipeline.layout.text import arrange_text
from pipeline.progress import say_pages
from pipeline.prove import prove
from pipeline.read import OpenDocument, open_document
from pipeline.read.ocr import with_ocr
from pipeline.schemas.indicators import without_units
from pipeline.schemas.paths import with_paths
from pipeline.schemas.proposals import proposals
from pipeline.segment import segment
from pipeline.shown import issues_as_shown, leftovers_as_shown, records_as_shown, turns_of
from pipeline.values import is_part

Reader: TypeAlias = Literal["pdfium", "pdfplumber"]
OcrMode: TypeAlias = Literal["auto", "never", "always"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a document is read, and what is known of it beforehand (`given` wins)."""

    reader: Reader = "pdfium"
    ocr: OcrMode = "auto"
    password: str | None = None
    given: Given = field(default_factory=Given)


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
    source = Path(path)
    pages = []
    with open_document(source, reader=reader, password=password) as opened:
        for page in arrange_pages(source, opened, ocr=ocr, password=password):
            pages.append(page)
            say_pages(len(pages), opened.page_count)
    layouts = join_paragraphs(join_tables(pages))
    segmented = segment(layouts)
    identity, evidence = identify(layouts, file_name=readable_name(source), given=given or Given())
    about = About(
        sha256=opened.sha256,
        issuer=identity.issuer,
        title=identity.title,
        fiscal_year=identity.fiscal_year,
        kind=identity.kind,
    )
    taken = assemble(segmented.blocks, about)
    proposed = proposals(layouts, segmented.blocks, about)
    records = [without_units(record) for record in choose(taken.records, proposed.proposals)]
    chosen = with_paths(records, proposed.grids)
    proved, findings = prove(arranged(chosen, about))
    records = weigh(proved, findings)
    accounting = account(layouts, records, pages=pages)
    seen = [*opened.issues, *(issue for page in pages for issue in page.issues)]
    turns = turns_of(pages)
    issues = sort_issues(
        [*seen, *issues_as_shown([*taken.issues, *proposed.issues, *findings], turns)]
    )
    document = Document(
        sha256=opened.sha256,
        file_name=readable_name(source),
        title=identity.title,
        issuer=identity.issuer,
        fiscal_year=identity.fiscal_year,
        kind=identity.kind,
        page_count=opened.page_count,
        outline=tuple(OutlineEntry.model_validate(entry) for entry in segmented.outline),
        evidence=evidence,
        counts=count(records, issues, accounting, pages),
        versions=_versions(),
    )
    return Extraction(
        document,
        records_as_shown(records, turns),
        leftovers_as_shown(accounting.leftovers, turns),
        issues,
    )


@cache
def _versions() -> dict[str, str]:
    """What reads: looked up on disk, so once for all documents of a process."""
    return {name: version(name) for name in ("yosano", "pypdfium2", "pdfplumber")}


def arrange_pages(
    path: Path, opened: OpenDocument, *, ocr: OcrMode = "auto", password: str | None = None
) -> Iterator[PageLayout]:
    """Each page of an opened document in reading order, one at a time."""
    before: PageLayout | None = None
    for page in opened.pages():
        if isinstance(page, TextPage):
            yield arrange_text(page)
        else:
            before = _arrange(_with_ocr(path, page, ocr=ocr, password=password), before)
            yield before


def _arrange(page: Page, before: PageLayout | None = None) -> PageLayout:
    """The page in reading order, or in the plainest order where a bug of ours stands in the way.

    Its figures must stay accounted for, so the page is not dropped.
    """
    try:
        return replace(arrange(page, before), turn=page.turn)
    except Exception as error:
        message = f"{type(error).__name__}: {error} (this is a bug of yosano)"
        issue = Issue(code="internal_error", severity="error", message=message, page=page.number)
        return replace(arrange_plainly(replace(page, issues=(*page.issues, issue))), turn=page.turn)


def _with_ocr(path: Path, page: Page, *, ocr: OcrMode, password: str | None) -> Page:
    """The page, with what OCR reads on it where that is wanted and needed.

    Without the extra, a page that only OCR could read is an issue, not the end of the document;
    who asks for OCR outright is told that it is missing.
    """
    try:
        return with_ocr(path, page, mode=ocr, password=password)
    except MissingToolError as error:
        if ocr == "always":
            raise
        issue = Issue(code="ocr_missing", severity="error", message=str(error), page=page.number)
        return replace(page, issues=(*page.issues, issue))


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
