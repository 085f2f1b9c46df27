"""What can be checked of an extraction from its files alone, as people have corrected it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models import Document, Extraction, Issue, Record
from pipeline.corrections import CORRECTIONS, checked_anew, correct, read
from pipeline.corrections.fields import owner_of, value_at
from pipeline.doubt import Doubt, doubts, unproved
from pipeline.files import read_extraction
from pipeline.values import is_part, is_proved, money_paths
from pipeline.words import mark


@dataclass(frozen=True, slots=True)
class Unproved:
    """A figure that nothing proves: where it is, what it says, and how likely it is right."""

    page: int
    record: str
    name: str
    field: str
    text: str
    yen: int
    sure: float


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking one extraction found, counted from its records and leftovers themselves.

    `findings` are lines that a person should look at, `warnings` those that may be right as they
    are. `unproved` are the figures that nothing proves, the most doubtful first.
    """

    folder: str
    file_name: str
    checks: int
    failed: int
    amounts: int
    amounts_proved: int
    left_over: int
    findings: tuple[str, ...]
    warnings: tuple[str, ...]
    unproved: tuple[Unproved, ...]


def check_extraction(folder: Path) -> CheckReport:
    """Proves the records again, as corrected, and holds the card against what is in the files.

    Raises InputError where the folder holds no extraction.
    """
    raw = read_extraction(folder)
    corrected = correct(raw, read(folder / CORRECTIONS).lines)
    records, issues = checked_anew(corrected.extraction.records)
    checks = [check for record in records for check in record.checks if not is_part(check)]
    paths = [(record, path) for record in records for path in money_paths(record)]
    told = [*issues, *(i for i in corrected.extraction.issues if i.code == "correction_unfit")]
    return CheckReport(
        folder=str(folder),
        file_name=raw.document.file_name,
        checks=sum(check.holds is not None for check in checks),
        failed=sum(check.holds is False and check.severity == "error" for check in checks),
        amounts=len(paths),
        amounts_proved=sum(is_proved(record, path) for record, path in paths),
        left_over=len(corrected.extraction.leftovers),
        findings=(*_described(told, "error"), *_disagreements(raw)),
        warnings=_described(told, "warning"),
        unproved=tuple(_unproved(each) for each in unproved(doubts(records))),
    )


def _described(issues: Sequence[Issue], severity: str) -> tuple[str, ...]:
    """The issues of a severity, each once."""
    lines = (_describe(issue) for issue in issues if issue.severity == severity)
    return tuple(dict.fromkeys(lines))


def _describe(issue: Issue) -> str:
    where = f"page {issue.page}: " if issue.page else ""
    return f"{where}{issue.message}"


def _disagreements(extraction: Extraction) -> Iterator[str]:
    """Where the card does not say what the other files hold."""
    document, counts = extraction.document, extraction.document.counts
    missing = counts.figures - counts.figures_in_records - counts.figures_left_over
    if missing:
        message = f"{missing} figures are in no record and on no list"
        yield message
    left = len(extraction.leftovers)
    if counts.figures_left_over != left:
        said = counts.figures_left_over
        message = f"leftovers.jsonl has {left} figures, document.json says {said}"
        yield message
    there, told = len(extraction.records), sum(counts.records.values())
    if told != there:
        message = f"records.jsonl has {there} records, document.json says {told}"
        yield message
    if _strangers(extraction.records, document):
        yield mark("records.jsonl has records of another document")


def _strangers(records: Sequence[Record], document: Document) -> bool:
    return any(record.document != document.sha256 for record in records)


def _unproved(doubt: Doubt) -> Unproved:
    record, value = doubt.record, value_at(doubt.record, doubt.path)
    source = record.sources.get(doubt.path)
    return Unproved(
        page=source.page if source else record.page,
        record=record.id,
        name=owner_of(record),
        field=doubt.path,
        text=source.text if source else str(getattr(value, "text", "")),
        yen=doubt.yen if getattr(value, "yen", None) is not None else 0,
        sure=doubt.sure,
    )
