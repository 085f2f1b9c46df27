"""The command that says why a figure was read as it was: explain."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ExitCode
from pipeline.terminal import tell, write_json


def explain(
    document: Annotated[Path, typer.Argument(help="The document itself, a PDF or a text.")],
    page: Annotated[int, typer.Argument(min=1, help="The page, counted from 1.")],
    x: Annotated[float, typer.Argument(help="Points from the left edge of the page.")],
    y: Annotated[float, typer.Argument(help="Points from its top edge; of a text, the line.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON: --json")] = False,
) -> None:
    """Say why the figure at a place was given to that name, unit, year and role.

    Exit code 1 where no figure of a record stands there. Example: yosano explain a.pdf 3 412 250
    """
    from pipeline.explain import explain as find
    from pipeline.run import Options, read
    from pipeline.show_explained import as_lines, print_explained

    found = find(read(document, Options()), page, x, y)
    if as_json:
        write_json(as_lines(found))
    else:
        print_explained(found)
    if not found:
        tell(f"{document}: no record has a figure there; leftovers.jsonl may have it")
        raise typer.Exit(ExitCode.FINDINGS)


def register(app: typer.Typer) -> None:
    """Adds the command to the application."""
    app.command()(explain)
