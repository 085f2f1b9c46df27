"""Errors put into real and made documents: which share of them the extraction flags.

The characters of a page are changed as readers misread them, between the reader and the layout, and
the document is extracted anew (benchmarks/injection.py). What is flagged without a change is a
false alarm.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.injection import Document, Given, Tally, is_doubted, is_flagged, judge
from benchmarks.slips import FIGURES, PAGES, Place, moved_down, swapped

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
DRAWN = "drawn at random"
DOCUMENTS: dict[str, tuple[Path, str]] = {
    "made": (ROOT / "fixtures/made", "*.pdf"),
    "twins of the seeds": (ROOT / "fixtures/twins", "00[0-4].pdf"),
    "city, sheets": (CORPUS / "nankoku-r4", "*.pdf"),
    "city, supplement": (CORPUS / "nankoku-r7-1201", "*.pdf"),
    "city, carried over": (CORPUS / "nankoku-r4-carried", "*.pdf"),
    "newsletter": (CORPUS / "otoineppu", "kouhou-2020-03.pdf"),
    DRAWN: (ROOT / "fixtures/layouts/sample", "*.pdf"),
}
ANY_FIGURE = "any of these four"
ANY = "any kind, each alike"
_ORDER = [
    *FIGURES,
    ANY_FIGURE,
    "columns swapped",
    "rows exchanged",
    "column moved down",
    "names exchanged",
    *PAGES,
]
TARGETS = {"proved": 0.95, "in a table with sums": 0.80}
MOST_FALSE = 0.005
LEAST_OF_COLUMN = 4
_BESIDE = ("name", "label", "fiscal_year", "prior_fiscal_year")
REPORT = ROOT / "docs" / "proof.md"
BEGIN, END = "<!-- injected: written by make bench -->", "<!-- injected: end -->"


def inject(document: Document, each: int, chance: random.Random) -> dict[str, Tally]:
    """So many changes of each kind to one document."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    values = [given for given in document.values if given.number]
    for kind, slip in FIGURES.items():
        for given in chance.sample(values, min(each, len(values))):
            page = slip(document.pages[given.place.page], given.place, chance)
            if page is not None:
                judge(document, page, [given], tallies[kind])
    _inject_pairs(document, each, chance, tallies)
    for column in chance.sample(columns := list(_columns(values)), min(each, len(columns))):
        page = moved_down(document.pages[column[0].place.page], [given.place for given in column])
        judge(document, page, column, tallies["column moved down"])
    for kind, slip in PAGES.items():
        for number in chance.sample(sorted(document.pages), min(each, len(document.pages))):
            page = slip(document.pages[number], Place(number, (0, 0, 0, 0)), chance)
            on = [given for given in values if given.place.page == number]
            if page is not None and on:
                judge(document, page, on, tallies[kind])
    return tallies


def _inject_pairs(
    document: Document, each: int, chance: random.Random, tallies: dict[str, Tally]
) -> None:
    """Figures, or the names of their rows, each read in the place of the other."""
    values = [given for given in document.values if given.number]
    for kind, pairs in (
        ("columns swapped", list(_beside(values))),
        ("rows exchanged", list(_below(values))),
        ("names exchanged", list(_names(values))),
    ):
        for one, other in chance.sample(pairs, min(each, len(pairs))):
            places = [one.place, other.place]
            if kind == "names exchanged":
                places = [place for given in (one, other) if (place := _name_place(given))]
            page = swapped(document.pages[one.place.page], *places)
            judge(document, page, [one, other], tallies[kind])


def _columns(values: Sequence[Given]) -> Iterator[list[Given]]:
    """Runs of at least four figures of one column that stand right below one another."""
    below = {id(one): other for one, other in _below(values)}
    ends = {id(other) for other in below.values()}
    for given in values:
        if id(given) in ends or id(given) not in below:
            continue
        run = [given]
        while (following := below.get(id(run[-1]))) is not None:
            run.append(following)
        if len(run) >= LEAST_OF_COLUMN:
            yield run


def _beside(values: Sequence[Given]) -> Iterator[tuple[Given, Given]]:
    """Two figures of one row."""
    for one in values:
        for other in values:
            level = abs(one.place.middle[1] - other.place.middle[1]) < 2
            apart = 0 < other.place.box[0] - one.place.box[2] < 60
            if one.place.page == other.place.page and level and apart:
                yield one, other


def _below(values: Sequence[Given]) -> Iterator[tuple[Given, Given]]:
    """Two figures of one column."""
    for one in values:
        for other in values:
            level = abs(one.place.box[2] - other.place.box[2]) < 2
            near = 0 < other.place.box[1] - one.place.box[3] < 25
            if one.place.page == other.place.page and level and near:
                yield one, other


def _names(values: Sequence[Given]) -> Iterator[tuple[Given, Given]]:
    """Two figures of one column whose records have names of their own."""
    for one, other in _below(values):
        places = _name_place(one), _name_place(other)
        if all(places) and places[0] != places[1]:
            yield one, other


def _name_place(given: Given) -> Place | None:
    source = given.record.sources.get("name") or given.record.sources.get("label")
    on = source is not None and source.bbox is not None and source.page == given.place.page
    return Place(source.page, source.bbox) if source and source.bbox and on else None


def measure(paths: Sequence[Path], each: int, jobs: int) -> tuple[dict[str, Tally], Counter[str]]:
    """All tallies of some documents, and how many values they have and how many are flagged."""
    total: dict[str, Tally] = defaultdict(Tally)
    alarms: Counter[str] = Counter()
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        for tallies, own in pool.map(partial(_measured, each=each), paths):
            alarms += own
            for kind, tally in tallies.items():
                total[kind].flagged.update(tally.flagged)
                total[kind].tried.update(tally.tried)
    return total, alarms


def _measured(path: Path, *, each: int) -> tuple[dict[str, Tally], Counter[str]]:
    """The tallies of one document."""
    document = Document(path)
    # What has no value claims nothing, and alarms nobody.
    claimed = [given for given in document.values if given.number is not None]
    alarms = Counter(
        {
            "values": len(claimed),
            "flagged": sum(is_flagged(document.original, given) for given in claimed),
        }
    )
    for record in document.original.records:
        fields = [field for field in record.confidence if field in _BESIDE]
        alarms["names and years"] += len(fields)
        alarms["doubted"] += sum(is_doubted(record, field) for field in fields)
    return dict(inject(document, each, random.Random(path.name))), alarms


def report(kind: str, tallies: dict[str, Tally], alarms: Counter[str]) -> Iterator[str]:
    """The rows of one kind of document: a change, and the share flagged of each group."""
    share = alarms["flagged"] / max(alarms["values"], 1)
    alarmed = f"{alarms['flagged']} of {alarms['values']} ({share:.2%})"
    yield f"| **{kind}** | false alarms | | | {alarmed} |"
    share = alarms["doubted"] / max(alarms["names and years"], 1)
    alarmed = f"{alarms['doubted']} of {alarms['names and years']} ({share:.2%})"
    yield f"| {kind} | … of names and years | | | {alarmed} |"
    for slip, tally in sorted(tallies.items(), key=lambda each: _ORDER.index(each[0])):
        shares = (_share(tally, group) for group in (*TARGETS, "any"))
        yield f"| {kind} | {slip} | {' | '.join(shares)} |"
    means = (_mean(tallies, group) for group in (*TARGETS, "any"))
    yield f"| {kind} | {ANY} | {' | '.join(means)} |"


def _mean(tallies: dict[str, Tally], group: str) -> str:
    """The share flagged, each kind of change counting alike."""
    shares = [
        tally.flagged[group] / tally.tried[group]
        for slip, tally in tallies.items()
        if slip != ANY_FIGURE and tally.tried[group]
    ]
    return f"{sum(shares) / len(shares):.0%}" if shares else "–"


def _share(tally: Tally, group: str) -> str:
    tried, flagged = tally.tried[group], tally.flagged[group]
    return f"{flagged} of {tried} ({flagged / tried:.0%})" if tried else "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table of each kind of document and of all; 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks.injected", description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(DOCUMENTS)}")
    parser.add_argument("--each", type=int, default=2, help="changes of a kind to a document")
    parser.add_argument("--jobs", type=int, default=2, help="documents at a time")
    options = parser.parse_args(arguments)
    lines = [
        "| documents | change | proved | in a table with sums | any |",
        "|---|---|---|---|---|",
    ]
    whole: dict[str, Tally] = defaultdict(Tally)
    alarms: Counter[str] = Counter()
    for kind in options.kinds or DOCUMENTS:
        folder, pattern = DOCUMENTS[kind]
        paths = sorted(folder.glob(pattern)) if folder.is_dir() else []
        tallies, own = measure(paths, options.each, options.jobs)
        lines += report(kind, tallies, own) if paths else []
        # The drawn documents are not all read rightly: what is said of them is no false alarm.
        alarms += Counter() if kind == DRAWN else own
        for slip, tally in tallies.items():
            for group in {slip, ANY_FIGURE} if slip in FIGURES else {slip}:
                whole[group].flagged.update(tally.flagged)
                whole[group].tried.update(tally.tried)
    lines += report("all", whole, alarms)
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.write(text)
    if not options.kinds and CORPUS.is_dir():
        _write(text)
    return _missed(whole[ANY_FIGURE], alarms)


def _missed(figures: Tally, alarms: Counter[str]) -> int:
    """Whether too few changes of a figure are flagged, or too much that was not changed."""
    few = any(
        figures.flagged[group] < least * figures.tried[group] for group, least in TARGETS.items()
    )
    return int(few or alarms["flagged"] > MOST_FALSE * alarms["values"])


def _write(text: str) -> None:
    before, _, rest = REPORT.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    REPORT.write_text(f"{before}{BEGIN}\n{text}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
