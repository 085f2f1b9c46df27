"""A document that is extracted again with changed pages, and what is said of a changed figure.

A changed figure is flagged where no record gives it any more (it is left over, or has no value), a
check that it is a term of fails, an issue points at it, or its confidence is below 0.8.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import pipeline.pages
import pipeline.run
from benchmarks.slips import Place
from models import Extraction, FiscalYear, Issue, Money, Quantity, Record
from models.page import Page, PageLayout
from pipeline.read import OpenDocument, open_document
from pipeline.run import extract
from pipeline.values import is_proved, values_of

SURE = 0.8
_NAMES = ("name", "label")
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
        self._arrange = pipeline.pages.arrange
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
            patch.object(pipeline.pages, "arrange", arrange),
        ):
            return extract(self.path, ocr="never")


def given_values(records: Sequence[Record]) -> Iterator[Given]:
    """The amounts and quantities of records that stand somewhere on a page.

    Where it is not told whose figures are, nothing that is said of them could be right or wrong.
    """
    for record in records:
        if any(check.name == "one_owner" for check in record.checks):
            continue
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


def _points_at(issue: Issue, place: Place) -> bool:
    box = issue.bbox
    if box is None or issue.page != place.page or issue.severity == "info":
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
            told = not here or any(is_told(after, each, target) for each in here)
            tally.add(target, flagged=told)


def is_told(extraction: Extraction, given: Given, target: Given) -> bool:
    """Whether anything is said against a value, or against its year or name where these changed."""
    if is_flagged(extraction, given):
        return True
    _, name, year = _means(given)
    _, old_name, old_year = _means(target)
    changed = [_NAMES] * (name != old_name) + [(_year_path(given),)] * (year != old_year)
    return (year is None and old_year is not None) or any(
        is_doubted(given.record, path) for paths in changed for path in paths
    )


def is_doubted(record: Record, path: str) -> bool:
    """Whether a name or a year is held unlikely, or a check that it is a term of fails."""
    failing = any(path in check.terms for check in record.checks if check.holds is False)
    return failing or record.confidence.get(path, 1.0) < SURE


def _is_at(given: Given, target: Given) -> bool:
    if given.place.page != target.place.page:
        return False
    x, y = given.place.middle
    box = target.place.box
    wide = (box[2] - box[0]) / 2 + 6
    return box[0] - wide <= x <= box[2] + wide and box[1] - 2 <= y <= box[3] + 2


def _means(given: Given) -> tuple[float | None, object, int | None]:
    """What a value says: figure, owner and year."""
    record = given.record
    name = getattr(record, "name", None) or getattr(record, "label", None)
    year = getattr(given.value, "fiscal_year", None) or getattr(record, _year_path(given), None)
    return (given.number, name, year.year if isinstance(year, FiscalYear) else None)


def _year_path(given: Given) -> str:
    return "prior_fiscal_year" if given.path.startswith("prior_") else "fiscal_year"
