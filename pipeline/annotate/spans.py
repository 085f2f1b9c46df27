"""What an annotator sees of a document: pages, and on them the places of the records' fields."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models import BBox, Document, Record, Source
from models.page import PageLayout

_TOUCH = 1.5


@dataclass(frozen=True, slots=True)
class Owner:
    """A field of a record: what a place on a page is the source of."""

    record: str
    path: str


@dataclass(slots=True)
class Span:
    """A place with its label, and the fields that were read from it.

    Cells that several rows share (a department) are one place with several owners.
    """

    label: str
    source: Source
    owners: list[Owner] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to annotate: its spans, and the records that they are of."""

    document: Document
    page: int
    spans: Sequence[Span]
    records: Mapping[str, Record]


def label_of(type_name: str, path: str) -> str:
    """The label of a field, the same for all elements of a list.

    >>> label_of("budget_item", "funding.0.amount")
    'budget_item.funding.amount'
    """
    steps = [step for step in path.split(".") if not step.isdigit()]
    return ".".join([type_name, *steps])


def sheets_of(document: Document, records: Iterable[Record]) -> list[Sheet]:
    """The document's pages that some field was read from, in order."""
    spans: dict[int, dict[object, Span]] = defaultdict(dict)
    known: dict[int, dict[str, Record]] = defaultdict(dict)
    for record in records:
        for path, source in record.sources.items():
            label = label_of(record.type, path)
            key = (label, source.bbox, source.line, source.text)
            span = spans[source.page].setdefault(key, Span(label, source))
            span.owners.append(Owner(record.id, path))
            known[source.page][record.id] = record
    return [
        Sheet(document, page, list(spans[page].values()), known[page]) for page in sorted(spans)
    ]


@dataclass(frozen=True, slots=True)
class Placed:
    """A span in the text of its page, by offsets of characters."""

    span: Span
    start: int
    end: int


def page_text(sheet: Sheet, layout: PageLayout | None = None) -> tuple[str, list[Placed]]:
    """The text of a page and its spans in it.

    With the page's own layout it is the page as printed, line by line; without, and for what is
    not found on it, it is what was read, a line for each place.
    """
    lines = [(line.printed, line.bbox, line.number) for line in layout.lines()] if layout else []
    starts: list[int] = []
    text = ""
    for printed, _, _ in lines:
        starts.append(len(text))
        text += printed + "\n"
    placed: list[Placed] = []
    for span in sheet.spans:
        found = _find(span.source, lines, starts)
        if found is None:
            found = (len(text), len(text) + len(span.source.text))
            text += span.source.text + "\n"
        placed.append(Placed(span, *found))
    return text, placed


def _find(
    source: Source, lines: Sequence[tuple[str, BBox | None, int | None]], starts: Sequence[int]
) -> tuple[int, int] | None:
    """Where a source stands in the lines of its page: from its first part to its last."""
    first, *rest = source.text.split("\n")
    for number, (printed, bbox, line) in enumerate(lines):
        here = line == source.line if source.line else _touches(bbox, source.bbox)
        offset = printed.find(first)
        if not here or offset < 0:
            continue
        if not rest:
            return starts[number] + offset, starts[number] + offset + len(first)
        last = number + len(rest)
        following = lines[number + 1 : last + 1]
        parts = zip(following, rest, strict=False)
        if len(following) == len(rest) and all(part in each[0] for each, part in parts):
            end = lines[last][0].index(rest[-1]) + len(rest[-1])
            return starts[number] + offset, starts[last] + end
    return None


def _touches(one: BBox | None, other: BBox | None) -> bool:
    if one is None or other is None:
        return False
    across = one[0] < other[2] + _TOUCH and other[0] < one[2] + _TOUCH
    return across and one[1] < other[3] - _TOUCH and other[1] < one[3] - _TOUCH


def plain_records(sheet: Sheet) -> Iterator[tuple[str, dict[str, object]]]:
    """The sheet's records as JSON, by id."""
    for identity, record in sheet.records.items():
        yield identity, record.model_dump(mode="json")
