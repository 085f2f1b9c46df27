"""What a person sees: tables on standard output, notes on standard error."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

from rich.table import Table
from rich.text import Text

from models import Document
from pipeline.batch import Outcome
from pipeline.export.codes import labels
from pipeline.export.labels import labels_of
from pipeline.inputs import readable_name
from pipeline.losses import told
from pipeline.terminal import tell, visible, write_json
from pipeline.words import say
from pipeline.words.fields import field_words
from pipeline.words.terminal import Terminal

if TYPE_CHECKING:
    from pipeline.check import CheckReport

T = TypeVar("T")
_ON_PAGE = re.compile(r"page (\d+): ")


def tell_losses(documents: Iterable[Document]) -> None:
    """Says of each document what of it was not read: the run's exit code tells that there is."""
    for line in told(documents):
        tell(line)


def note_renamed(names: Mapping[Path, str], *, quiet: bool = False) -> None:
    """Says which inputs get a folder of another name than their own, and why."""
    if quiet:
        return
    for path, name in names.items():
        if PurePath(readable_name(path)).stem != readable_name(Path(name)):
            message = f"{path}: another input has this name, or no folder can have it; see {name}/"
            tell(message)


def say_code(code: str | None, table: str) -> str:
    """A code as its label where the process speaks Japanese, and as it is in English."""
    label = labels(table).get(code or "", code or "")
    said = say(label)
    return said if said != label else code or ""


def print_documents(
    documents: Sequence[Document],
    *,
    as_json: bool,
    errors: Sequence[Outcome[T]] = (),
    folders: Sequence[Path] = (),
) -> None:
    """What came out of each document, and the folder it was written to where there is one."""
    failed = [outcome for outcome in errors if outcome.error]
    if as_json:
        summary = {
            "documents": [document.model_dump(mode="json") for document in documents],
            "folders": [str(folder) for folder in folders],
            "failed": [{"path": str(each.path), "error": str(each.error)} for each in failed],
        }
        write_json(summary)
        return
    if not documents:
        return
    table = Table(title="documents", title_justify="left")
    for heading in ("document", "issuer", "year", "kind"):
        table.add_column(heading)
    for heading in ("pages", "records", "figures", "in records", "left over", "proved", "issues"):
        table.add_column(heading, justify="right")
    if folders:
        table.add_column("written to", overflow="fold")
    names = labels_of(documents)
    for number, document in enumerate(documents):
        counts = document.counts
        table.add_row(
            names[document.sha256],
            document.issuer or "–",
            str(document.fiscal_year.year) if document.fiscal_year else "–",
            say_code(document.kind, "document_kinds") or "–",
            str(document.page_count),
            str(sum(counts.records.values())),
            str(counts.figures),
            str(counts.figures_in_records),
            str(counts.figures_left_over),
            f"{counts.amounts_proved}/{counts.amounts}",
            str(sum(counts.issues.values())),
            *([f"{folders[number]}/"] if folders else []),
        )
    Terminal().print(table)
    _print_types(documents)


def _print_types(documents: Sequence[Document]) -> None:
    totals: dict[str, int] = {}
    for document in documents:
        for name, number in document.counts.records.items():
            totals[name] = totals.get(name, 0) + number
    if not totals:
        return
    table = Table(title="records by type", title_justify="left")
    table.add_column("type")
    table.add_column("records", justify="right")
    for name, number in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])):
        table.add_row(say_code(name, "record_types"), str(number))
    Terminal().print(table)


def print_verified(store: str, rows: int, bad: Sequence[str], *, as_json: bool) -> None:
    """How many rows of a store were looked at, and those that are not as they were written."""
    if as_json:
        write_json({"store": store, "rows": rows, "bad": list(bad)})
        return
    console = Terminal()
    for line in bad:
        console.print(line, soft_wrap=True)
    console.print(f"{store}: {rows:,} rows, {len(bad):,} findings", soft_wrap=True)


def print_checks(
    reports: "Sequence[CheckReport]", *, as_json: bool, warnings: bool = False, unproved: int = 10
) -> None:
    """What was proved, what failed, and what nothing proves; `warnings` on request.

    `unproved` is how many of the figures that nothing proves are shown of each document.
    """
    if as_json:
        rows = [asdict(report) for report in reports]
        write_json(rows)
        return
    table = Table(title="checks", title_justify="left")
    table.add_column("document")
    for heading in ("checks", "failed", "amounts", "proved", "left over"):
        table.add_column(heading, justify="right")
    for report in reports:
        numbers = (
            report.checks,
            report.failed,
            report.amounts,
            report.amounts_proved,
            report.left_over,
        )
        table.add_row(report.file_name, *map(str, numbers))
    console = Terminal()
    console.print(table)
    for report in reports:
        for finding in (*report.findings, *(report.warnings if warnings else ())):
            console.print(Text(visible(f"{report.file_name}: {_said(finding)}")), soft_wrap=True)
    _print_unproved(reports, unproved)


def _said(finding: str) -> str:
    """A finding in the reader's language, with the page that it is on."""
    place = _ON_PAGE.match(finding)
    if place is None:
        return say(finding)
    return f"{say('page {page}').format(page=place[1])}: {say(finding[place.end() :])}"


def _print_unproved(reports: "Sequence[CheckReport]", count: int) -> None:
    """The figures that nothing proves, the most doubtful of each document first."""
    if not count or not any(report.unproved for report in reports):
        return
    table = Table(title="proved by nothing, the most doubtful first", title_justify="left")
    for heading in ("document", "name", "field", "printed"):
        table.add_column(heading)
    for heading in ("page", "sure"):
        table.add_column(heading, justify="right")
    for report in reports:
        for each in report.unproved[:count]:
            table.add_row(
                report.file_name,
                each.name,
                " · ".join(say(word) for word in field_words(each.field)),
                each.text,
                str(each.page),
                f"{100 * each.sure:.1f} %",
            )
    Terminal().print(table)
