"""A diff in its formats: for a terminal, as JSON Lines, as a page, as a workbook."""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.budget import Cell
from pipeline.diff import Diff
from pipeline.diff.coverage import cautions, partial_sides, reading_of
from pipeline.diff.model import Headline, Totals
from pipeline.errors import UsageError
from pipeline.history import Line
from pipeline.originals import Originals
from pipeline.report_diff.labels import Wording
from pipeline.sides import Side
from pipeline.terminal import tell, to_its_reader
from pipeline.words import Language

Format: TypeAlias = Literal["table", "jsonl", "json", "html", "xlsx"]


def write_diff(
    diff: Diff,
    to: Format,
    *,
    out: Path | None = None,
    every: bool = False,
    originals: Originals | None = None,
    language: Language = "en",
) -> None:
    """Writes the diff to standard output, or to a file that is complete or not there.

    `originals` finds the PDFs, for pictures and links. What a file of JSON Lines cannot say before
    its first line, a side that lists a part only, stands in each line and on standard error.
    """
    if to == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageError("a workbook cannot be shown on a terminal: add --out diff.xlsx")
    if to == "table" and out is None:
        from pipeline.report_diff.table import print_diff

        print_diff(diff, every=every, language=language)
        return
    beside = out.absolute().parent if out else None
    data = render(diff, to, every=every, originals=originals, beside=beside, language=language)
    if to == "jsonl":
        _warn(diff, language)
    _put(data, out)


def write_history(
    lines: Sequence[Line],
    to: Literal["table", "html", "json"],
    *,
    out: Path | None = None,
    language: Language = "en",
) -> None:
    """Writes lines over the years to standard output, or a page to a file."""
    from pipeline.report_diff.history import history_page, print_lines

    if to == "html":
        write_page(history_page(lines, language), out)
    elif to == "json":
        data = json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2)
        _put(f"{data}\n".encode(), out)
    else:
        print_lines(lines, language)


def render(
    diff: Diff,
    to: Format,
    *,
    every: bool = False,
    originals: Originals | None = None,
    beside: Path | None = None,
    language: Language = "en",
) -> bytes:
    """The diff as the bytes of a file, for the folder `beside` where it has links.

    Raises MissingToolError where a workbook is asked for and the extra `export` is missing.
    """
    match to:
        case "jsonl":
            return "".join(f"{line}\n" for line in json_lines(diff)).encode()
        case "json":
            return (json.dumps(summary(diff), ensure_ascii=False, indent=2) + "\n").encode()
        case "html":
            from pipeline.report_diff.page import diff_page

            page = diff_page(diff, originals=originals, beside=beside, language=language)
            return page.encode()
        case "xlsx":
            from pipeline.report_diff.workbook import diff_workbook

            return diff_workbook(diff, language=language)
        case "table":
            from pipeline.report_diff.table import diff_text

            return diff_text(diff, every=every, language=language).encode()


def json_lines(diff: Diff) -> list[str]:
    """A line for each change, as docs/records.md describes it."""
    return [
        json.dumps(change.model_dump(mode="json"), ensure_ascii=False) for change in diff.changes
    ]


def summary(diff: Diff) -> dict[str, object]:
    """The run's summary: what is compared, the accounts' totals, the changes by kind, the sums."""
    changes = diff.changes
    return {
        "partial": list(partial_sides(diff)),
        "cautions": [asdict(caution) for caution in cautions(diff)],
        "old": _side(diff.old),
        "new": _side(diff.new),
        "adjacent": diff.adjacent,
        "headlines": [_headline(line) for line in diff.headlines],
        "changes": dict(sorted(Counter(change.kind for change in changes).items())),
        "doubtful": dict(sorted(Counter(d for c in changes for d in c.doubts).items())),
        "prior_disagrees": sum(change.prior_disagrees for change in changes),
        "with_candidates": sum(bool(change.candidates) for change in changes),
        "totals": [_totals(total) for total in diff.totals],
        "left_out": [{**asdict(each), "cell": _cell(each.cell)} for each in diff.left_out],
    }


def _side(side: Side) -> dict[str, object]:
    return {
        "label": side.label,
        "issuer": side.issuer,
        "year": side.year,
        "files": [document.file_name for document in side.documents],
        "left_out": [asdict(each) for each in side.absent],
        "things": len(side.things),
        **asdict(reading_of(side)),
        "of_other_years": side.budget.of_other_years,
        "disagreements": [asdict(each) for each in side.budget.disagreements],
        "concluded": [asdict(each) for each in side.budget.learnt],
    }


def _headline(line: Headline) -> dict[str, object]:
    return {
        "account": line.name,
        "direction": line.direction,
        "phase": str(line.stage) or None,
        "old": line.old.amount,
        "new": line.new.amount,
        "change": line.change,
        "printed": [bool(line.old.printed), bool(line.new.printed)],
        "gap": [line.old.gap, line.new.gap],
        "printed_prior": line.prior,
        "prior_agrees": line.prior_agrees,
    }


def _totals(total: Totals) -> dict[str, object]:
    def sums(some: tuple[object, ...]) -> list[dict[str, object]]:
        return [{**asdict(each), "change": each.change} for each in some]  # type: ignore[call-overload, attr-defined]

    return {
        "what": total.what,
        **_cell(total.cell),
        "old": total.old,
        "new": total.new,
        "sums": sums(total.sums),
        "doubtful": sums(total.doubtful),
        "reconciles": total.reconciles,
    }


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "table": cell.table,
        "account": cell.account or None,
        "half": cell.half or None,
        "direction": cell.direction,
        "phase": str(cell.stage) or None,
        "level": cell.level or None,
    }


def _warn(diff: Diff, language: Language) -> None:
    say = Wording(language)
    for caution in cautions(diff):
        tell(say.caution(caution))


def write_page(page: str, out: Path | None) -> None:
    """Writes a page to standard output, or to a file that is complete or not there."""
    _put(page.encode(), out)


def _put(data: bytes, out: Path | None) -> None:
    if out is None:
        with to_its_reader():
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
    else:
        _replace(out, data)


def _replace(path: Path, data: bytes) -> None:
    """Writes a file beside its name and puts it in its place in one move."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(scratch).chmod(0o644)
            os.replace(scratch, path)
        finally:
            Path(scratch).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
