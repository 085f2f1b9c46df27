"""What a person sees of the years: ingests, diffs and histories on a terminal."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from models import Change, ChangeKind
from pipeline.batch import Outcome
from pipeline.diff import Diff, Totals, is_news
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


def print_diff(diff: Diff, *, every: bool = False) -> None:
    """The totals, then the changes of each kind, the biggest first."""
    _show_diff(_out(), diff, every=every)


def diff_text(diff: Diff, *, every: bool = False) -> str:
    """The same as plain text."""
    buffer = StringIO()
    _show_diff(Console(file=buffer, width=_WIDTH, highlight=False), diff, every=every)
    return buffer.getvalue()


def _show_diff(console: Console, diff: Diff, *, every: bool) -> None:
    console.print(f"{diff.old.label} → {diff.new.label}", style="bold", markup=False)
    for totals in diff.totals:
        if totals.old or totals.new:
            console.print(_totals_table(totals))
    for kind, title in _KINDS:
        changes = [change for change in diff.changes if change.kind == kind]
        if kind == "continued" and every:
            title = kind
        elif kind == "continued":
            changes = [change for change in changes if is_news(change)]
        if changes:
            changes.sort(key=lambda change: -abs(change.amount_change or 0))
            shown = changes if every else changes[:_ROWS_SHOWN]
            console.print(_changes_table(f"{title} ({len(changes)})", shown))
            if len(shown) < len(changes):
                console.print(f"  … and {len(changes) - len(shown)} more; --all shows all")
    _show_disagreements(console, diff.changes)
    _show_candidates(console, diff.changes, every=every)


def _totals_table(totals: Totals) -> Table:
    title = cell_words(totals)
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in ("number", "old", "new", "change"):
        table.add_column(heading, justify="right")
    for each in totals.sums:
        numbers = (yen(each.old), yen(each.new), signed(each.change))
        table.add_row(each.kind, str(each.count), *numbers)
    table.add_section()
    for each in totals.doubtful:
        numbers = (yen(each.old), yen(each.new), signed(each.change))
        table.add_row(f"{each.kind}, doubtful", str(each.count), *numbers)
    count = sum(each.count for each in (*totals.sums, *totals.doubtful))
    says = "total" if totals.reconciles else "total (does not add up)"
    table.add_row(
        says, str(count), yen(totals.old), yen(totals.new), signed(totals.new - totals.old)
    )
    return table


def cell_words(totals: Totals) -> str:
    """What a cell of the budget holds, in words."""
    cell = totals.cell
    words = (_SIDES.get(totals.what, totals.what), cell.table, cell.account, cell.half)
    return ", ".join(filter(None, (*words, cell.direction, str(cell.stage), cell.level)))


def _changes_table(title: str, changes: Iterable[Change]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("name", overflow="fold", ratio=5)
    table.add_column("department", overflow="fold", ratio=2)
    for heading in ("old", "new", "change", "%"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", overflow="fold", ratio=2)
    for change in changes:
        table.add_row(
            escape(both(change.old_name, change.new_name)),
            escape(both(change.old_department, change.new_department)),
            yen(change.old_amount),
            yen(change.new_amount),
            signed(change.amount_change),
            "" if change.percent is None else f"{change.percent:+.1f}",
            escape(remarks(change)),
        )
    return table


def _show_disagreements(console: Console, changes: Sequence[Change]) -> None:
    wrong = [change for change in changes if change.prior_disagrees]
    if not wrong:
        return
    console.print(f"printed prior amounts that are not last year's ({len(wrong)})", style="bold")
    for change in wrong[:_ROWS_SHOWN]:
        console.print(
            f"  {change.new_name}: prints {yen(change.printed_prior)}, "
            f"last year's document has {yen(change.old_amount)}",
            markup=False,
            soft_wrap=True,
        )
    if len(wrong) > _ROWS_SHOWN:
        console.print(f"  … and {len(wrong) - _ROWS_SHOWN} more")


def _show_candidates(console: Console, changes: Sequence[Change], *, every: bool) -> None:
    doubtful = [change for change in changes if change.candidates and change.kind == "added"]
    if not doubtful:
        return
    console.print(f"doubtful, not counted ({len(doubtful)})", style="bold")
    for change in doubtful if every else doubtful[:_ROWS_SHOWN]:
        best = change.candidates[0]
        console.print(
            f"  {change.new_name} might be {best.name} "
            f"({best.match.score:.2f}: {', '.join(best.match.evidence)})",
            markup=False,
            soft_wrap=True,
        )


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


def both(old: str | None, new: str | None) -> str:
    """What stands on either side, once where it is the same."""
    if not old or not new or old == new:
        return new or old or ""
    return f"{old} → {new}"


def remarks(change: Change) -> str:
    """What else there is to say of a change, shortly."""
    said: list[str] = [*change.also]
    said += [f"{each.field}: {each.old or '–'} → {each.new or '–'}" for each in change.fields]
    if change.match and change.kind in ("split", "merged"):
        said += change.match.evidence
    if change.kind == "added" and change.printed_prior:
        said.append(f"prints a prior amount of {yen(change.printed_prior)}")
    return "; ".join(said)
