"""Errors put into real and made documents: which share of them the extraction flags.

The characters of a page are changed as readers misread them, between the reader and the layout, and
the document is extracted anew. A changed figure is flagged where no record gives it any more (it is
left over, or has no value), a check that it is a term of fails, an issue points at it, or its
confidence is below 0.9. What is flagged without a change is a false alarm.
"""

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import pipeline.run
from benchmarks.slips import FIGURES, PAGES, Place, swapped
from models import Extraction, Money, Quantity, Record
from models.page import Page, PageLayout
from pipeline.read import OpenDocument, open_document
from pipeline.run import extract
from pipeline.values import is_proved, values_of

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
DOCUMENTS: dict[str, tuple[Path, str]] = {
    "made": (ROOT / "fixtures/made", "*.pdf"),
    "twins of the seeds": (ROOT / "fixtures/twins", "00[0-4].pdf"),
    "city, sheets": (CORPUS / "nankoku-r4", "*.pdf"),
    "city, supplement": (CORPUS / "nankoku-r7-1201", "*.pdf"),
    "city, carried over": (CORPUS / "nankoku-r4-carried", "*.pdf"),
    "newsletter": (CORPUS / "otoineppu", "kouhou-2020-03.pdf"),
}
SURE = 0.9
TARGETS = {"proved": 0.95, "in a table with sums": 0.80}
MOST_FALSE = 0.005
_SUMS = frozenset({"change", "amended", "funding", "balance", "years"}) | frozenset(
    {"total", "parts", "across", "restated"}
)


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a record, where it stands, and what its document says of it."""

    record: Record
    path: str
    value: Money | Quantity
    place: Place
    proved: bool
    summed: bool

    @property
    def number(self) -> float | None:
        """The figure as it was read."""
        return self.value.yen if isinstance(self.value, Money) else self.value.value


@dataclass(slots=True)
class Tally:
    """How changes of one kind ended."""

    flagged: Counter[str] = field(default_factory=Counter)
    tried: Counter[str] = field(default_factory=Counter)

    def add(self, given: Given, *, flagged: bool) -> None:
        """Counts one changed figure."""
        groups = ["any"]
        if given.summed:
            groups.append("in a table with sums")
        if given.proved:
            groups.append("proved")
        for group in groups:
            self.tried[group] += 1
            self.flagged[group] += flagged


class Document:
    """A document whose pages can be changed before they are laid out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with open_document(path) as opened:
            self.pages = {page.number: page for page in opened.pages() if isinstance(page, Page)}
        self._layouts: dict[int, PageLayout] = {}
        self._arrange = pipeline.run.arrange
        self.original = self.extract({})
        self.values = list(given_values(self.original.records))

    def extract(self, changed: dict[int, Page]) -> Extraction:
        """The extraction with some pages in the place of those that were read."""

        def arrange(page: Page, before: PageLayout | None = None) -> PageLayout:
            kept = page.number not in changed and page.number - 1 not in changed
            if not kept:
                return self._arrange(page, before)
            if page.number not in self._layouts:
                self._layouts[page.number] = self._arrange(page, before)
            return self._layouts[page.number]

        @contextmanager
        def opened(path: Path, **options: object) -> Iterator[OpenDocument]:
            with open_document(path) as real:
                pages = [changed.get(number, page) for number, page in self.pages.items()]
                source = replace(real._source, pages=lambda numbers: iter(pages))
                yield replace(real, _source=source)

        with (
            patch.object(pipeline.run, "open_document", opened),
            patch.object(pipeline.run, "arrange", arrange),
        ):
            return extract(self.path, ocr="never")


def given_values(records: Sequence[Record]) -> Iterator[Given]:
    """The amounts and quantities of records that stand somewhere on a page."""
    for record in records:
        summed = {
            path
            for check in record.checks
            if check.holds is not None and check.name.removeprefix("in_") in _SUMS
            for path in check.terms
        }
        for path, value in values_of(record):
            source = record.sources.get(path)
            if isinstance(value, Money | Quantity) and source and source.bbox:
                place = Place(source.page, source.bbox)
                yield Given(record, path, value, place, is_proved(record, path), path in summed)


def is_flagged(extraction: Extraction, given: Given) -> bool:
    """Whether anything is said against a value."""
    if given.number is None:
        return not getattr(given.value, "none", False)
    if given.record.confidence.get(given.path, 1.0) < SURE:
        return True
    # A percentage that does not fit a proved amount is itself to blame.
    graver = ("error",) if given.proved else ("error", "warning")
    failing = (
        given.path in check.terms
        for check in given.record.checks
        if check.holds is False and check.severity in graver
    )
    return any(failing) or any(_points_at(issue, given.place) for issue in extraction.issues)


def _points_at(issue: object, place: Place) -> bool:
    box, page = getattr(issue, "bbox", None), getattr(issue, "page", None)
    if box is None or page != place.page or getattr(issue, "severity", "info") == "info":
        return False
    area = (box[2] - box[0]) * (box[3] - box[1])
    own = (place.box[2] - place.box[0]) * (place.box[3] - place.box[1])
    x, y = place.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3] and area <= 4 * own


def judge(document: Document, changed: Page, targets: Sequence[Given], tally: Tally) -> None:
    """Extracts with a changed page, and counts those targets that came out otherwise."""
    after = document.extract({changed.number: changed})
    found = list(given_values(after.records))
    for target in targets:
        here = [given for given in found if _is_at(given, target)]
        same = [given for given in here if _means(given) == _means(target)]
        if not same:
            tally.add(target, flagged=not here or any(is_flagged(after, each) for each in here))


def _is_at(given: Given, target: Given) -> bool:
    if given.place.page != target.place.page:
        return False
    x, y = given.place.middle
    box = target.place.box
    wide = (box[2] - box[0]) / 2 + 6
    return box[0] - wide <= x <= box[2] + wide and box[1] - 2 <= y <= box[3] + 2


def _means(given: Given) -> object:
    """What a value says: figure, owner and year."""
    record = given.record
    year = getattr(record, "fiscal_year", None)
    name = getattr(record, "name", None) or getattr(record, "label", None)
    return (given.number, name, year.year if year else None)


def inject(document: Document, each: int, chance: random.Random) -> dict[str, Tally]:
    """So many changes of each kind to one document."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    values = [given for given in document.values if given.number]
    for kind, slip in FIGURES.items():
        for given in chance.sample(values, min(each, len(values))):
            page = slip(document.pages[given.place.page], given.place, chance)
            if page is not None:
                judge(document, page, [given], tallies[kind])
    for kind, pairs in (
        ("columns swapped", list(_beside(values))),
        ("rows shifted", list(_below(values))),
    ):
        for one, other in chance.sample(pairs, min(each, len(pairs))):
            page = swapped(document.pages[one.place.page], one.place, other.place)
            judge(document, page, [one, other], tallies[kind])
    names = list(_names(values))
    for one, other in chance.sample(names, min(each, len(names))):
        places = [_name_place(given) for given in (one, other)]
        page = swapped(document.pages[one.place.page], *[p for p in places if p])
        judge(document, page, [one, other], tallies["names exchanged"])
    for kind, slip in PAGES.items():
        for number in chance.sample(sorted(document.pages), min(each, 1, len(document.pages))):
            page = slip(document.pages[number], Place(number, (0, 0, 0, 0)), chance)
            on = [given for given in values if given.place.page == number]
            if page is not None and on:
                judge(document, page, on, tallies[kind])
    return tallies


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


def measure(paths: Sequence[Path], each: int) -> tuple[dict[str, Tally], Counter[str]]:
    """All tallies of some documents, and how many values they have and how many are flagged."""
    total: dict[str, Tally] = defaultdict(Tally)
    alarms: Counter[str] = Counter()
    for path in paths:
        document = Document(path)
        # What has no value claims nothing, and alarms nobody.
        claimed = [given for given in document.values if given.number is not None]
        alarms["values"] += len(claimed)
        alarms["flagged"] += sum(is_flagged(document.original, each) for each in claimed)
        for kind, tally in inject(document, each, random.Random(path.name)).items():
            total[kind].flagged.update(tally.flagged)
            total[kind].tried.update(tally.tried)
    return total, alarms


def report(kind: str, tallies: dict[str, Tally], alarms: Counter[str]) -> Iterator[str]:
    """The lines of one kind of document."""
    share = alarms["flagged"] / max(alarms["values"], 1)
    yield f"{kind}: {alarms['flagged']} false alarms on {alarms['values']} values ({share:.2%})"
    groups = ("proved", "in a table with sums", "any")
    for slip, tally in tallies.items():
        cells = "".join(
            f"{tally.flagged[group]:>7}/{tally.tried[group]:<5}"
            f"{tally.flagged[group] / tally.tried[group]:>6.0%}"
            if tally.tried[group]
            else f"{'–':>19}"
            for group in groups
        )
        yield f"  {slip:18}{cells}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a table for each kind of document, and all of them together."""
    parser = argparse.ArgumentParser(prog="benchmarks.injected", description=__doc__)
    parser.add_argument("kinds", nargs="*", help=f"of {', '.join(DOCUMENTS)}")
    parser.add_argument("--each", type=int, default=3, help="changes of a kind to a document")
    options = parser.parse_args(arguments)
    write = sys.stdout.write
    write(f"{'flagged of the changed figures':20}{'proved':>9}{'with sums':>19}{'any':>16}\n")
    whole: dict[str, Tally] = defaultdict(Tally)
    alarms: Counter[str] = Counter()
    for kind, (folder, pattern) in DOCUMENTS.items():
        paths = sorted(folder.glob(pattern)) if folder.is_dir() else []
        if not paths or (options.kinds and kind not in options.kinds):
            continue
        tallies, own = measure(paths, options.each)
        write("".join(f"{line}\n" for line in report(kind, tallies, own)))
        alarms += own
        for slip, tally in tallies.items():
            group = "changes of a figure" if slip in FIGURES else slip
            whole[group].flagged.update(tally.flagged)
            whole[group].tried.update(tally.tried)
    write("".join(f"{line}\n" for line in report("together", whole, alarms)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
