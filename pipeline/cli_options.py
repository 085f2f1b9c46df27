"""Options that several commands have, each said once."""

from typing import Annotated

import typer

LimitTime = Annotated[
    float | None,
    typer.Option(
        min=1,
        help="Seconds of processor time for a document; usually 60, 4 a page and 30 a picture: "
        "--limit-time 300",
    ),
]
LimitMemory = Annotated[
    int | None,
    typer.Option(
        min=256,
        help="Megabytes for a document; usually 1,280 and 1 a page: --limit-memory 4000",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="The run's summary as JSON: --json")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes: -q")]
Paths = Annotated[
    list[str], typer.Argument(help="Files, folders or globs: 'a.pdf', 'docs/', 'docs/**/*.pdf'.")
]
