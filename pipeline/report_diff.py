"""A diff in its formats: for a terminal, as JSON Lines, as a page, as a workbook."""

import json
import os
import sys
import tempfile
from collections import Counter
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.diff import Diff
from pipeline.errors import UsageError

Format: TypeAlias = Literal["table", "jsonl", "json", "html", "xlsx"]


def write_diff(diff: Diff, to: Format, *, out: Path | None = None, every: bool = False) -> None:
    """Writes the diff to standard output, or to a file that is complete or not there."""
    if to == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageError("a workbook cannot be shown on a terminal: add --out diff.xlsx")
    if to == "table" and out is None:
        from pipeline.show_years import print_diff

        print_diff(diff, every=every)
        return
    data = render(diff, to, every=every)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        _replace(out, data)


def render(diff: Diff, to: Format, *, every: bool = False) -> bytes:
    """The diff as the bytes of a file.

    Raises MissingToolError where a workbook is asked for and the extra `export` is missing.
    """
    match to:
        case "jsonl":
            return "".join(f"{line}\n" for line in json_lines(diff)).encode()
        case "json":
            return (json.dumps(summary(diff), ensure_ascii=False, indent=2) + "\n").encode()
        case "html":
            from pipeline.report_html import diff_page

            return diff_page(diff).encode()
        case "xlsx":
            from pipeline.report_xlsx import diff_workbook

            buffer = BytesIO()
            diff_workbook(diff, buffer)
            return buffer.getvalue()
        case "table":
            from pipeline.show_years import diff_text

            return diff_text(diff, every=every).encode()


def json_lines(diff: Diff) -> list[str]:
    """A line for each change, as docs/records.md describes it."""
    return [
        json.dumps(change.model_dump(mode="json"), ensure_ascii=False) for change in diff.changes
    ]


def summary(diff: Diff) -> dict[str, object]:
    """The run's summary: the sides, the numbers of changes by kind, and the totals."""
    return {
        **{
            name: {
                "label": side.label,
                "issuer": side.issuer,
                "year": side.year,
                "files": list(side.names.values()),
                "records": len(side.things),
            }
            for name, side in (("old", diff.old), ("new", diff.new))
        },
        "adjacent": diff.adjacent,
        "changes": dict(sorted(Counter(change.kind for change in diff.changes).items())),
        "prior_disagrees": sum(change.prior_disagrees for change in diff.changes),
        "with_candidates": sum(bool(change.candidates) for change in diff.changes),
        "totals": [
            {
                **asdict(total),
                "sums": [{**asdict(each), "change": each.change} for each in total.sums],
                "reconciles": total.reconciles,
            }
            for total in diff.totals
        ],
    }


def write_page(page: str, out: Path | None) -> None:
    """Writes a page to standard output, or to a file that is complete or not there."""
    if out is None:
        sys.stdout.buffer.write(page.encode())
        sys.stdout.buffer.flush()
    else:
        _replace(out, page.encode())


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
