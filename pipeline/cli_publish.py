"""The commands that hand records on: export and report."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.errors import UsageError

Extractions = Annotated[
    list[str] | None,
    typer.Argument(help="Folders that extract has written, or a folder of them."),
]

Language = Annotated[
    Literal["ja", "en"], typer.Option("--lang", help="Language for people: --lang en")
]


def export(
    paths: Extractions = None,
    *,
    to: Annotated[
        Literal["csv", "xlsx", "parquet", "datapackage"],
        typer.Option("--format", help="What to write: --format xlsx"),
    ],
    out: Annotated[Path, typer.Option(help="Folder for the files: --out outputs/export")] = Path(
        "outputs/export"
    ),
    store: Annotated[
        str | None,
        typer.Option(help="Export a store instead: --store sqlite:///outputs/yosano.db"),
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV that Excel opens by a double click: --excel")
    ] = False,
    documents: Annotated[
        str,
        typer.Option(help="Where the documents stand, for links to pages: --documents https://…"),
    ] = "",
    since: Annotated[
        Path | None,
        typer.Option(help="Earlier export, to say what changed: --since exports/2026-04"),
    ] = None,
    language: Language = "ja",
    as_json: Annotated[bool, typer.Option("--json", help="What was written as JSON: --json")] = (
        False
    ),
) -> None:
    """Write records as tables: CSV, Excel, Parquet, or a Fiscal Data Package.

    Every export has the same tables and columns. Example: yosano export outputs --format xlsx
    """
    from pipeline import show_publish
    from pipeline.export import Look
    from pipeline.export import export as write
    from pipeline.export.sources import volumes_of_folders, volumes_of_store

    if bool(paths) == bool(store):
        raise UsageError("give folders that extract has written, or --store, and not both")
    if excel and to != "csv":
        raise UsageError("--excel is for --format csv; Excel opens --format xlsx as it is")
    volumes = volumes_of_store(store) if store else volumes_of_folders(paths or [])
    look = Look(excel=excel, documents=documents, language=language)
    written = write(volumes, to, out, look=look, since=since)
    show_publish.print_exported(written, as_json=as_json)


def report(
    paths: Annotated[
        list[str], typer.Argument(help="Folders that extract has written, or a folder of them.")
    ],
    *,
    out: Annotated[
        Path | None, typer.Option(help="File instead of standard output: --out report.html")
    ] = None,
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="Where the PDFs stand, for pictures of pages: --documents pdfs/"),
    ] = None,
    language: Language = "ja",
) -> None:
    """Write one page about documents: what they say, and how far it was read and proved.

    It needs nothing else, offline and on paper. Example: yosano report outputs --out report.html
    """
    from pipeline.corrections import read_as_corrected
    from pipeline.files import find_extractions
    from pipeline.originals import Originals
    from pipeline.report import Chapter, report_page
    from pipeline.report_diff import write_page

    originals = Originals(documents or [])
    chapters = []
    for folder in find_extractions(paths):
        extraction = read_as_corrected(folder)
        found = originals.find(extraction.document, folder)
        pdf = found if found and found.suffix.lower() == ".pdf" else None
        chapters.append(Chapter(extraction, pdf))
    write_page(report_page(chapters, language=language), out)


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    for command in (export, report):
        app.command()(command)
