"""The commands that let people annotate elsewhere: annotate and gold."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.errors import ExitCode
from pipeline.terminal import tell, write_result


def annotate(
    paths: Annotated[
        list[str], typer.Argument(help="Folders that extract has written, or a folder of them.")
    ],
    *,
    to: Annotated[
        Literal["doccano", "labelstudio"],
        typer.Option("--format", help="The tool to annotate with: --format doccano"),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the files: --out outputs/annotate")] = Path(
        "outputs/annotate"
    ),
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="Where the documents stand, for their pages: --documents pdfs/"),
    ] = None,
    images: Annotated[
        str,
        typer.Option(help="Address of the pictures: --images '/data/local-files/?d=annotate'"),
    ] = "",
) -> None:
    """Write records as annotations, for people to correct in doccano or Label Studio.

    Example: yosano annotate outputs/a --format labelstudio --documents a.pdf
    """
    from pipeline.annotate import Work
    from pipeline.annotate import annotate as write
    from pipeline.corrections import read_as_corrected
    from pipeline.files import find_extractions
    from pipeline.originals import Originals

    originals = Originals(documents or [])
    works = []
    for folder in find_extractions(paths):
        extraction = read_as_corrected(folder)
        works.append(Work(extraction, originals.find(extraction.document, folder)))
    for file in write(works, to, out, images=images):
        if file.suffix != ".png":
            write_result(f"{file}\n")


def gold(
    paths: Annotated[
        list[Path], typer.Argument(help="Files that doccano or Label Studio has exported.")
    ],
    *,
    out: Annotated[Path, typer.Option(help="Folder for the gold: --out gold")] = Path("gold"),
) -> None:
    """Turn what people have annotated in doccano or Label Studio into gold.

    Exit code 1 where a text could not be read. Example: yosano gold export.jsonl --out gold
    """
    from pipeline.annotate import gold_of_file, write_gold
    from pipeline.words import say

    unread = 0
    for path in paths:
        found = gold_of_file(path)
        for file in write_gold(found, out):
            write_result(f"{file}\n")
        for name, each in found.items():
            unread += len(each.unread)
            for line in each.unread:
                tell(f"{name}: {say(line)}")
    if unread:
        raise typer.Exit(ExitCode.FINDINGS)


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    for command in (annotate, gold):
        app.command()(command)
