"""What can be checked of an extraction from its files alone."""

from dataclasses import dataclass
from pathlib import Path

from models import Check, Issue, Record
from pipeline.files import read_extraction
from pipeline.prove import prove
from pipeline.values import is_part


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking one extraction found. `findings` are lines that a person should look at."""

    folder: str
    file_name: str
    checks: int
    failed: int
    figures: int
    in_records: int
    left_over: int
    amounts: int
    amounts_proved: int
    findings: tuple[str, ...]


def check_extraction(folder: Path) -> CheckReport:
    """Proves the records again and holds the figures against their places.

    Raises InputError where the folder holds no extraction.
    """
    extraction = read_extraction(folder)
    bare = [record.model_copy(update={"checks": ()}) for record in extraction.records]
    records, issues = prove(bare)
    checks = [(record, c) for record in records for c in record.checks if not is_part(c)]
    failed = [(record, check) for record, check in checks if _fails(check)]
    counts = extraction.document.counts
    findings = [_describe(record, check) for record, check in failed]
    findings += [_describe_issue(issue) for issue in issues if issue.severity == "error"]
    placed = counts.figures_in_records + counts.figures_left_over
    if placed != counts.figures:
        findings.append(f"{counts.figures - placed} figures are in no record and on no list")
    if counts.figures_left_over != len(extraction.leftovers):
        findings.append(
            f"leftovers.jsonl has {len(extraction.leftovers)} figures, "
            f"document.json says {counts.figures_left_over}"
        )
    strangers = {
        record.document for record in records if record.document != extraction.document.sha256
    }
    if strangers:
        findings.append("records.jsonl has records of another document")
    return CheckReport(
        folder=str(folder),
        file_name=extraction.document.file_name,
        checks=sum(check.holds is not None for _, check in checks),
        failed=len(failed),
        figures=counts.figures,
        in_records=counts.figures_in_records,
        left_over=counts.figures_left_over,
        amounts=counts.amounts,
        amounts_proved=counts.amounts_proved,
        findings=tuple(dict.fromkeys(findings)),
    )


def _fails(check: Check) -> bool:
    return check.holds is False and check.severity == "error"


def _describe(record: Record, check: Check) -> str:
    name = getattr(record, "name", None) or record.type
    terms = ", ".join(f"{key} {value}" for key, value in check.terms.items())
    return f"page {record.page}: {name}: {check.name} does not hold ({terms})"


def _describe_issue(issue: Issue) -> str:
    where = f"page {issue.page}: " if issue.page else ""
    return f"{where}{issue.message}"
