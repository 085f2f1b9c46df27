"""The commands about being right: check, review, sample, gold and evaluate."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.cli_options import AsJson
from pipeline.errors import ExitCode, Interrupted, UsageError
from pipeline.terminal import tell, write_json, write_result
from pipeline.words import spoken

Extractions = Annotated[
    list[str], typer.Argument(help="Folders that extract has written, or a folder of them.")
]
Documents = Annotated[
    list[Path] | None,
    typer.Option(help="Where the documents themselves stand, for pictures: --documents pdfs/"),
]


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Folders that extract has written.")
    ] = None,
    *,
    store: Annotated[
        str | None,
        typer.Option(help="Hold a store's rows against their checksums: --store outputs/yosano.db"),
    ] = None,
    warnings: Annotated[
        bool, typer.Option("--warnings", help="Also what may be right as it is: --warnings")
    ] = False,
    unproved: Annotated[
        int, typer.Option(min=0, help="How many unproved figures of each to show: --unproved 50")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """Try the arithmetic again over records as corrected, and list what nothing proves.

    With --store, instead, whether its rows are as they were written: those that are not are named.
    Exit code 1 where anything is found. Example: yosano check outputs/
    """
    from pipeline import show
    from pipeline.check import check_extraction
    from pipeline.files import find_extractions

    if bool(paths) == bool(store):
        raise UsageError("give folders that extract has written, or a store with --store")
    if store:
        from pipeline.store import open_store
        from pipeline.store.verify import verify

        rows, bad = verify(open_store(store))
        show.print_verified(store, rows, bad, as_json=as_json)
        found = bool(bad)
    else:
        reports = [check_extraction(folder) for folder in find_extractions(paths or ())]
        show.print_checks(reports, as_json=as_json, warnings=warnings, unproved=unproved)
        found = any(report.findings for report in reports)
    if found:
        raise typer.Exit(ExitCode.FINDINGS)


def evaluate(
    paths: Annotated[
        list[str],
        typer.Argument(help="Folders that extract has written; also documents, for mentions."),
    ],
    *,
    gold: Annotated[Path, typer.Option(help="Gold, a file or a folder: --gold fixtures/gold")],
    minimum: Annotated[
        float | None, typer.Option("--min", help="Least score; exit code 1 below it: --min 0.98")
    ] = None,
    minimum_on: Annotated[
        Literal["all", "money", "yen"],
        typer.Option(
            "--min-on",
            help="What --min is of: F1 of all fields, of amounts, or by yen: --min-on money",
        ),
    ] = "all",
    against: Annotated[
        str | None,
        typer.Option(help="Also what is better and worse than a run: --against before.json"),
    ] = None,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="Hold records as corrected to gold: --corrected")
    ] = False,
    agreement: Annotated[
        bool, typer.Option(help="Compare two people's gold, field by field: --agreement")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(help="Also one page with a picture of each miss: --html misses.html"),
    ] = None,
    documents: Documents = None,
    as_json: AsJson = False,
) -> None:
    """Hold records against gold: precision, recall and F1, with every miss.

    Records are scored as extracted; what people have corrected counts with --corrected. Gold
    mentions (amounts, years and project names with their spans) are held against mentions.jsonl, or
    what is found in documents on the spot. Examples:
    yosano evaluate outputs/000 --gold fixtures/gold/000.jsonl --min 0.98,
    yosano evaluate seeds --gold fixtures/gold/mentions
    """
    from pipeline.score.folders import holds_mentions

    if holds_mentions(gold):
        _evaluate_mentions(paths, gold, minimum=minimum, as_json=as_json)
        return
    if agreement:
        _compare_gold(paths, gold, as_json=as_json)
        return
    from pipeline.score.folders import score_folders
    from pipeline.score.show import print_scores
    from pipeline.score.summary import all_of, compare_runs, summary

    results = score_folders(paths, gold, corrected=corrected, documents=documents or [])
    beside = sum(result.corrections for result in results)
    if beside and not corrected:
        message = (
            f"{beside} corrections stand beside these records and are not counted; "
            "--corrected scores the records as corrected"
        )
        tell(message)
    difference = compare_runs(against, results, gold=gold) if against else None
    if html is not None:
        from pipeline.score.page import write_page

        write_page(html, results, difference, documents=documents or [])
    if as_json:
        write_json(summary(results, difference))
    else:
        print_scores(results, difference)
    each = [result.evaluation for result in results]
    scores = {
        "all": [one.total.f1 for one in each],
        "money": [all_of(results).money.f1],
        "yen": [all_of(results).yen.f1],
    }
    if minimum is not None and min(scores[minimum_on]) < minimum:
        raise typer.Exit(ExitCode.FINDINGS)


def _evaluate_mentions(
    paths: list[str], gold: Path, *, minimum: float | None, as_json: bool
) -> None:
    from pipeline.score.folders import score_mentions
    from pipeline.score.show import print_mentions

    mentions = score_mentions(paths, gold)
    print_mentions(mentions, as_json=as_json)
    scores = [kind.strict.f1 for each in mentions.values() for kind in each.kinds.values()]
    if minimum is not None and min(scores, default=0.0) < minimum:
        raise typer.Exit(ExitCode.FINDINGS)


def _compare_gold(paths: list[str], gold: Path, *, as_json: bool) -> None:
    from pipeline.score.agreement import compare_golds, print_agreement

    print_agreement(compare_golds(paths, gold), as_json=as_json)


def review(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Folders that extract has written, and where the documents stand."),
    ] = None,
    *,
    store: Annotated[
        str | None, typer.Option(help="Or what a store keeps: --store sqlite:///outputs/yosano.db")
    ] = None,
    years: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Two sides as diff has them, to settle what is one: --years OLD NEW"),
    ] = None,
    documents: Documents = None,
    by: Annotated[
        str | None, typer.Option(help="Who reviews, kept with each correction: --by Sato")
    ] = None,
    language: Annotated[
        Literal["en", "ja"] | None,
        typer.Option("--lang", help="Language of the pages; the locale's by default: --lang ja"),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Where to listen; anything but this machine asks for --password.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one: --port 8000")
    ] = 0,
    password: Annotated[
        str | None, typer.Option(help="What opens the pages, instead of the token: --password …")
    ] = None,
    pdf_password: Annotated[
        str | None, typer.Option(help="Password of encrypted documents: --pdf-password 1234")
    ] = None,
) -> None:
    """Look at pages beside their records in the browser; accept, correct, and say what is missing.

    The address that is printed has a token: it opens the pages, which stay on this machine.
    Corrections are kept in corrections.jsonl beside the records, or in the store. With --years,
    one page more lists what may be one thing in two years; what is said there counts for every
    later diff and history. Examples: yosano review outputs/ docs/,
    yosano review --store sqlite:///outputs/yosano.db --years 北海道@2020 北海道@2021
    """
    from pipeline.review.serve import Served, need_web, serve

    need_web()
    from pipeline.review.desk import open_desk
    from pipeline.store import DEFAULT_STORE, open_store

    if not paths and store is None and years is None:
        raise UsageError("nothing to review: name a folder that extract has written, or --store")
    from pipeline.review.years import open_years

    served = Served(host, port, password=password, by=by, language=language or spoken())
    if years is not None:
        desk, between = open_years(
            years,
            store=store or DEFAULT_STORE,
            documents=[*(documents or []), *map(Path, paths or [])],
            password=pdf_password,
        )
        serve(desk, served, between=between)
        return
    desk = open_desk(
        paths or [],
        store=open_store(store) if store else None,
        documents=documents or [],
        password=pdf_password,
    )
    serve(desk, served)


def sample(
    paths: Annotated[
        list[str],
        typer.Argument(help="Folders that extract has written, and where the documents stand."),
    ],
    *,
    size: Annotated[int, typer.Option(min=1, help="How many figures to draw: --size 100")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed draws the same: --seed 7")] = 1,
    report: Annotated[
        bool, typer.Option("--report", help="Only say what follows from what was looked at.")
    ] = False,
    documents: Documents = None,
    by: Annotated[
        str | None, typer.Option(help="Who reviews, kept with each correction: --by Sato")
    ] = None,
    language: Annotated[
        Literal["en", "ja"] | None,
        typer.Option("--lang", help="Language of the pages; the locale's by default: --lang ja"),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one: --port 8000")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Draw figures at random, look at them in the browser, and learn how right all of them are.

    More are drawn where more is doubtful, and each counts for what it stands for. The pages are
    those of review; stopping them (Ctrl-C) prints the share that is right, with its interval of
    95 %, and how many more to look at for ± 1 %.
    Example: yosano sample outputs/ --size 100 --seed 1
    """
    from pipeline.review.desk import open_desk
    from pipeline.review.sampled import draw_from, print_result, result_of

    desk = open_desk(paths, documents=documents or [])
    drawn, figures = draw_from(desk, size, seed)
    if not report:
        from pipeline.review.serve import Served, serve

        served = Served(
            port=port,
            by=by,
            language=language or spoken(),
            sample=f"{size}/{seed}",
            drawn=[each.figure.key for each in drawn],
        )
        with suppress(Interrupted):
            serve(desk, served)
    print_result(result_of(desk, drawn, figures), as_json=as_json)


def gold(
    paths: Extractions,
    *,
    out: Annotated[Path, typer.Option(help="Folder for gold files: --out gold")] = Path("gold"),
) -> None:
    """Write what people have accepted and corrected as gold, a file for each document.

    A page that was looked at whole is complete in it. Example: yosano gold outputs/ --out gold
    """
    from pipeline.corrections import CORRECTIONS, correct, read
    from pipeline.corrections.gold import gold_lines
    from pipeline.files import find_extractions, read_extraction

    out.mkdir(parents=True, exist_ok=True)
    for folder in find_extractions(paths):
        corrected = correct(read_extraction(folder), read(folder / CORRECTIONS).lines)
        lines = list(gold_lines(corrected))
        if lines:
            path = out / f"{folder.name}.jsonl"
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        write_result(f"{folder.name}: {len(lines)} lines of gold\n")


def register(app: typer.Typer) -> None:
    """Adds the commands to the application."""
    for command in (check, review, sample, gold, evaluate):
        app.command()(command)
