"""What a person sees of an explanation: a table for each value."""

from collections.abc import Sequence

from rich.table import Table

from models.values import JsonObject
from pipeline.explain import Explained
from pipeline.words.terminal import Terminal


def print_explained(found: Sequence[Explained]) -> None:
    """A table for each value: what was decided, and what speaks for it."""
    out = Terminal()
    for each in found:
        table = Table(title=f"{each.text}", title_justify="left")
        for heading in ("point", "decided", "because"):
            table.add_column(heading)
        for reason in each.reasons:
            table.add_row(reason.about, reason.decided, reason.because)
        out.print(table)


def as_lines(found: Sequence[Explained]) -> list[JsonObject]:
    """The same as values of JSON."""
    return [
        {
            "type": each.record.type,
            "id": each.record.id,
            "path": each.path,
            "text": each.text,
            "reasons": [
                {"about": reason.about, "decided": reason.decided, "because": reason.because}
                for reason in each.reasons
            ],
        }
        for each in found
    ]
