"""The commands: each makes its settings, calls the stages, and says how it went by an exit code."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli_annotate import register as register_annotate
from pipeline.cli_explain import register as register_explain
from pipeline.cli_options import AsJson, LimitMemory, LimitTime, Paths, Quiet
from pipeline.cli_publish import register as register_publish
from pipeline.cli_review import register as register_review
from pipeline.cli_years import register as register_years
from pipeline.errors import ExitCode, UsageError
from pipeline.terminal import read_no_more, write_json, write_result
from pipeline.words import speak, translator
from pipeline.words.help import asked_language, command_in, without_language

app = typer.Typer(
    name="yosano",
    help="Policy and budget documents of Japanese governments as validated, traceable records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

Out = Annotated[Path, typer.Option(help="Folder for results: --out outputs")]
Jobs = Annotated[int, typer.Option(min=1, help="Documents read at a time: --jobs 2")]
EngineName = Annotated[
    Literal["processes", "ray"],
    typer.Option(help="Who reads: processes here, or a Ray cluster (extra `scale`): --engine ray"),
]
Address = Annotated[
    str | None,
    typer.Option(help="Of the Ray cluster; without it, one on this machine: --address auto"),
]
Reader = Annotated[
    Literal["pdfium", "pdfplumber"],
    typer.Option(help="What reads PDF pages; pdfplumber is the slow reference: --reader pdfium"),
]
Ocr = Annotated[
    Literal["auto", "never", "always"],
    typer.Option(help="OCR for pages without usable text (extra `ocr`): --ocr never"),
]
Password = Annotated[
    str | None, typer.Option(help="Password of encrypted documents: --password 1234")
]
Issuer = Annotated[str | None, typer.Option(help="Who issued the documents: --issuer 北海道")]
Year = Annotated[str | None, typer.Option(help="Their fiscal year: --year 2022, R4 or 令和4")]
Title = Annotated[str | None, typer.Option(help="Their title: --title 当初予算の概要")]
Kind = Annotated[str | None, typer.Option(help="Their kind: --kind budget_book")]


@app.command()
def extract(
    paths: Paths,
    *,
    out: Out = Path("outputs"),
    reader: Reader = "pdfium",
    ocr: Ocr = "auto",
    jobs: Jobs = 1,
    engine: EngineName = "processes",
    address: Address = None,
    limit_time: LimitTime = None,
    limit_memory: LimitMemory = None,
    password: Password = None,
    issuer: Issuer = None,
    year: Year = None,
    title: Title = None,
    kind: Kind = None,
    debug_images: Annotated[
        bool, typer.Option(help="Also draw each page as it was read: --debug-images")
    ] = False,
    mentions: Annotated[
        bool, typer.Option(help="Also every amount, year and name, in a file: --mentions")
    ] = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read documents into records: four files in a folder for each.

    Example: yosano extract seeds/ budget.pdf --out outputs
    """
    from pipeline import show
    from pipeline.asked import allowance, given
    from pipeline.inputs import find_inputs
    from pipeline.jobs import Engine, extract_to, read_all
    from pipeline.losses import exit_code_of
    from pipeline.places import check_places, name_folders
    from pipeline.replace import sweep
    from pipeline.run import Options
    from pipeline.show_progress import follow, progress

    options = Options(
        reader=reader,
        ocr=ocr,
        password=password,
        given=given(issuer=issuer, year=year, title=title, kind=kind),
    )
    names = name_folders(find_inputs(paths))
    folders = {path: out / name for path, name in names.items()}
    check_places(folders)
    sweep(out)
    show.note_renamed(names, quiet=quiet)
    work = partial(extract_to, options=options, debug_images=debug_images, mentions=mentions)
    limits = allowance(seconds=limit_time, megabytes=limit_memory)
    by = Engine(engine, jobs=jobs, address=address, allowance=limits)
    with progress(len(names), quiet=quiet) as bar:
        read = read_all(list(names), work, folders=folders, engine=by, follow=bar.pages)
        outcomes = list(follow(read, bar))
    documents = [outcome.value for outcome in outcomes if outcome.value]
    written = [folders[outcome.path] for outcome in outcomes if outcome.value]
    show.print_documents(documents, as_json=as_json, errors=outcomes, folders=written)
    show.tell_losses(documents)
    raise typer.Exit(exit_code_of(outcomes, documents))


@app.command()
def schema(
    type_name: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="One record type: budget_item")
    ] = None,
) -> None:
    """Print the JSON Schema of all records, or of one type.

    Example: yosano schema budget_item
    """
    from pipeline.schema import schema_of

    write_json(schema_of(type_name))


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    lang: Annotated[
        Literal["ja", "en"] | None,
        typer.Option("--lang", help="Language of help and messages: --lang ja"),
    ] = None,
) -> None:
    """Policy and budget documents of Japanese governments as validated, traceable records."""
    if version:
        from importlib.metadata import version as installed

        write_result(f"yosano {installed('yosano')}\n")
        raise typer.Exit


register_years(app)
register_review(app)
register_publish(app)
register_annotate(app)
register_explain(app)


def run() -> int:
    """Runs the command that the arguments name; the exit code. Its exceptions are for the caller.

    A call that is wrong is UsageError, in one line.
    """
    language = asked_language(sys.argv[1:], os.environ)
    speak(language)
    command = command_in(app, translator(language))
    try:
        code = command(without_language(sys.argv[1:], app), standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.FINE
    except SystemExit:
        # So rich and typer end a help that nobody reads any more; our commands never do.
        read_no_more()
        return ExitCode.FINE
    except typer.Exit as ended:
        return ended.exit_code
    except Exception as error:
        # Where typer keeps its errors has changed over its versions; what they can do has not.
        explain = getattr(error, "format_message", None)
        if explain is None:
            raise
        context = getattr(error, "ctx", None)
        called = context.command_path if context else "yosano"
        message = explain()
        if not message:  # no arguments at all: the help has been printed
            return ExitCode.USAGE
        raise UsageError(f"{message} ({called} --help says more)") from error
