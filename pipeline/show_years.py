"""What a person sees of the years: ingests, diffs and histories on a terminal."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models import ChangeKind
from pipeline.batch import Outcome
from pipeline.history import Line
from pipeline.ingest import Ingested
from pipeline.show import print_documents
from pipeline.words.terminal import Terminal

_WIDTH = 160
_ROWS_SHOWN = 20
_KINDS: tuple[tuple[ChangeKind, str], ...] = (
    ("added", "added"),
    ("removed", "removed"),
    ("renamed", "renamed"),
    ("moved", "moved between departments"),
    ("split", "split"),
    ("merged", "merged"),
    ("continued", "continued, with a difference"),
)
_SIDES = {"project": "projects", "statement": "statement lines"}


def _out() -> Console:
    return Terminal(width=_WIDTH)


def print_ingested(outcomes: Sequence[Outcome[Ingested]], *, as_json: bool) -> None:
    """What was new, the same, superseded and failed, and the documents that came in."""
    done = [outcome.value for outcome in outcomes if outcome.value]
    new = [each for each in done if each.status == "new"]
    counts = {
        "new": len(new),
        "same": len(done) - len(new),
        "superseded": sum(len(each.superseded) for each in done),
        "failed": sum(outcome.error is not None for outcome in outcomes),
    }
    if as_json:
        inputs = [_ingested_as_json(outcome) for outcome in outcomes]
        sys.stdout.write(
            json.dumps({**counts, "inputs": inputs}, ensure_ascii=False, indent=2) + "\n"
        )
        return
    if new:
        print_documents([each.document for each in new], as_json=False)
    _out().print(", ".join(f"{number} {what}" for what, number in counts.items()))


def _ingested_as_json(outcome: Outcome[Ingested]) -> dict[str, object]:
    found = outcome.value
    if found is None:
        return {"path": str(outcome.path), "status": "failed", "error": str(outcome.error)}
    return {
        "path": str(outcome.path),
        "status": found.status,
        "sha256": found.document.sha256,
        "supersedes": list(found.superseded),
    }


def print_history(lines: Sequence[Line], *, as_json: bool) -> None:
    """Each project's line over the years."""
    if as_json:
        rows = [asdict(line) for line in lines]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    console = _out()
    for line in lines:
        table = Table(title=escape(f"{line.issuer or ''} {line.name}".strip()))
        table.title_justify = "left"
        for heading in ("year", "name", "department", "phase"):
            table.add_column(heading, overflow="fold")
        for heading in ("amount", "printed prior", "change"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("", overflow="fold")
        table.add_column("document", overflow="fold")
        for point in line.points:
            table.add_row(
                str(point.year),
                escape(point.name),
                escape(point.department),
                escape(point.phase),
                yen(point.amount),
                yen(point.prior),
                signed(point.change),
                escape("; ".join((*point.values, *point.evidence))),
                escape(f"{point.file_name} p.{point.page}"),
            )
        console.print(table)


def yen(amount: int | None) -> str:
    """An amount for people."""
    return "" if amount is None else f"{amount:,}"


def signed(amount: int | None) -> str:
    """A difference for people."""
    return "" if amount is None else f"{amount:+,}"
