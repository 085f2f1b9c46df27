"""What a person sees of the years: ingests, diffs and histories on a terminal."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.table import Table

from models import ChangeKind
from pipeline.batch import Outcome
from pipeline.history import Line
from pipeline.ingest import Ingested
from pipeline.show import print_documents
from pipeline.terminal import write_json
from pipeline.words.terminal import Terminal

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
        write_json({**counts, "inputs": inputs})
        return
    if new:
        print_documents([each.document for each in new], as_json=False)
    Terminal().print(", ".join(f"{number} {what}" for what, number in counts.items()))


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
        write_json(rows)
        return
    console = Terminal()
    for line in lines:
        table = Table(title=f"{line.issuer or ''} {line.name}".strip())
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
                point.name,
                point.department,
                point.phase,
                yen(point.amount),
                yen(point.prior),
                signed(point.change),
                "; ".join((*point.values, *point.evidence)),
                f"{point.file_name} p.{point.page}",
            )
        console.print(table)


def yen(amount: int | None) -> str:
    """An amount for people."""
    return "" if amount is None else f"{amount:,}"


def signed(amount: int | None) -> str:
    """A difference for people."""
    return "" if amount is None else f"{amount:+,}"
