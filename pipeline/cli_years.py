"""The commands about years: ingest, diff and history."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli_options import AsJson, LimitMemory, LimitTime, Paths, Quiet

_DEFAULT_STORE = "sqlite:///outputs/yosano.db"

StoreUrl = Annotated[
    str,
    typer.Option(
        "--store", help="SQLite file or PostgreSQL database: --store postgresql://localhost/yosano"
    ),
]


def ingest(
    paths: Paths,
    *,
    store: StoreUrl = _DEFAULT_STORE,
    out: Annotated[
        Path | None, typer.Option(help="Also write the folders that extract writes: --out outputs")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Documents read at a time: --jobs 2")] = 1,
    engine: Annotated[
        Literal["processes", "ray"],
        typer.Option(
            help="Who reads: processes here, or a Ray cluster (extra `scale`): --engine ray"
        ),
    ] = "processes",
    address: Annotated[
        str | None,
        typer.Option(help="Of the Ray cluster; without it, one on this machine: --address auto"),
    ] = None,
    limit_time: LimitTime = None,
    limit_memory: LimitMemory = None,
    again: Annotated[
        bool, typer.Option("--again", help="Read also what the store has already: --again")
    ] = False,
    reader: Annotated[
        Literal["pdfium", "pdfplumber"], typer.Option(help="What reads PDF pages: --reader pdfium")
    ] = "pdfium",
    ocr: Annotated[
        Literal["auto", "never", "always"],
        typer.Option(help="OCR for pages without usable text (extra `ocr`): --ocr never"),
    ] = "auto",
    password: Annotated[
        str | None, typer.Option(help="Password of encrypted documents: --password 1234")
    ] = None,
    issuer: Annotated[
        str | None, typer.Option(help="Who issued the documents: --issuer 北海道")
    ] = None,
    year: Annotated[
        str | None, typer.Option(help="Their fiscal year: --year 2022, R4 or 令和4")
    ] = None,
    title: Annotated[str | None, typer.Option(help="Their title: --title 当初予算の概要")] = None,
    kind: Annotated[str | None, typer.Option(help="Their kind: --kind budget_book")] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait while others write: --wait 60")
    ] = 60.0,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read documents and keep them in a store; what is there already is not read again.

    A run that was interrupted goes on when it is started again. A new version of a document
    supersedes the old one, which is kept. Example: yosano ingest docs/2027 --jobs 2
    """
    from pipeline import show, show_years
    from pipeline.asked import allowance, given
    from pipeline.ingest import Plan, settle_neighbours
    from pipeline.ingest import ingest as keep_all
    from pipeline.inputs import find_inputs
    from pipeline.jobs import Engine
    from pipeline.losses import exit_code_of
    from pipeline.places import check_places, name_folders
    from pipeline.replace import sweep
    from pipeline.run import Options
    from pipeline.show_progress import follow, progress
    from pipeline.store import open_store

    options = Options(
        reader=reader,
        ocr=ocr,
        password=password,
        given=given(issuer=issuer, year=year, title=title, kind=kind),
    )
    inputs = find_inputs(paths)
    if out is not None:
        names = name_folders(inputs)
        check_places({path: out / name for path, name in names.items()})
        sweep(out)
        show.note_renamed(names, quiet=quiet)
    limits = allowance(seconds=limit_time, megabytes=limit_memory)
    by = Engine(engine, jobs=jobs, address=address, allowance=limits)
    plan = Plan(options=options, engine=by, out=out, again=again)
    opened = open_store(store, create=True, wait=wait)
    with progress(len(inputs), quiet=quiet) as bar:
        kept = keep_all(inputs, opened, plan, follow=bar.pages)
        outcomes = list(follow(kept, bar))
    outcomes = settle_neighbours(outcomes, opened, out=out)
    show_years.print_ingested(outcomes, as_json=as_json)
    documents = [outcome.value.document for outcome in outcomes if outcome.value]
    show.tell_losses(documents)
    raise typer.Exit(exit_code_of(outcomes, documents))


def diff(
    old: Annotated[
        str, typer.Argument(help="A folder, a file of records (.jsonl, .csv), or ISSUER@YEAR.")
    ],
    new: Annotated[str, typer.Argument(help="The same for the later year: 北海道@2021:initial.")],
    *,
    store: StoreUrl = _DEFAULT_STORE,
    to: Annotated[
        Literal["table", "jsonl", "html", "xlsx"],
        typer.Option("--format", help="How to show it: --format html > diff.html"),
    ] = "table",
    out: Annotated[
        Path | None, typer.Option(help="File to write instead of standard output: --out diff.xlsx")
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            help="Only what has this in its name, heading or department; several times for any of "
            "several: --about 子育て --about 児童"
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="In the table, every row and level: --all")
    ] = False,
    documents: Annotated[
        list[Path] | None,
        typer.Option(help="Where the PDFs stand, for pictures of pages: --documents pdfs/"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two years: what is new, gone, renamed, moved; what grew and shrank.

    OLD and NEW are folders that extract has written, files of records by whomever (.jsonl, .csv),
    or years in a store (ISSUER@YEAR, ISSUER@YEAR:PHASE). Where a store has no documents of the old
    year, what the new year's documents print of it is compared.
    Example: yosano diff 北海道@2020 北海道@2021 --format html
    """
    from pipeline.diff import about as only_about
    from pipeline.diff import compare
    from pipeline.originals import Originals
    from pipeline.report_diff import write_diff
    from pipeline.two_sides import load_sides, sides_between
    from pipeline.words import spoken

    found = compare(
        *load_sides(old, new, store=store),
        between=sides_between(old, new, store=store),
    )
    if about:
        found = only_about(found, *about)
    write_diff(
        found,
        "json" if as_json else to,
        out=out,
        every=every,
        originals=Originals(documents or []) if to == "html" else None,
        language=spoken(),
    )


def history(
    name: Annotated[
        str | None, typer.Argument(help="A project's name or part of it, or a record's id.")
    ] = None,
    *,
    store: StoreUrl = _DEFAULT_STORE,
    issuer: Annotated[
        str | None, typer.Option(help="Only what this issuer has: --issuer 北海道")
    ] = None,
    to: Annotated[
        Literal["table", "html"],
        typer.Option("--format", help="How to show it: --format html > history.html"),
    ] = "table",
    out: Annotated[
        Path | None, typer.Option(help="File instead of standard output: --out history.html")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show projects' and indicators' lines over all years in a store, through renames and moves.

    Without a name, the totals of an issuer's accounts and their 款 over the years.
    Example: yosano history 多子世帯の保育料軽減支援 --store sqlite:///outputs/yosano.db
    """
    from pipeline.errors import UsageError
    from pipeline.report_diff import write_history
    from pipeline.store import open_store
    from pipeline.words import spoken

    if name is None and issuer is None:
        raise UsageError("give a project's name, or --issuer for the accounts of an issuer")
    opened = open_store(store)
    if name is None:
        from pipeline.history_of_issuer import trace_issuer

        lines = trace_issuer(opened, issuer or "")
    else:
        from pipeline.history import trace

        lines = trace(opened, name, issuer=issuer)
    write_history(lines, "json" if as_json else to, out=out, language=spoken())


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    for command in (ingest, diff, history):
        app.command()(command)
