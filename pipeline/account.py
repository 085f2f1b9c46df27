"""Every figure of a document: in a record, left over, or no figure at all but a date or a number.

A figure is in a record when one of the record's sources on its page covers the middle of its box
(for text: its line) and holds its print. What a figure is, is decided by rule, before any record
is asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models import BBox, Counts, Leftover, Money, Record, Source
from models.page import Line, PageLayout, Role, Table, TextBlock
from models.values import Value
from pipeline.digits import Found, figures_of, numbered_columns

_BAND = 8.0
_WHY = {
    Role.CHART: "chart",
    Role.HEADER: "header",
    Role.FOOTER: "footer",
    Role.HEADING: "heading",
    Role.NOTE: "note",
}


@dataclass(frozen=True, slots=True)
class Accounting:
    """The figures that are in no record, in reading order, and the document's counts."""

    leftovers: tuple[Leftover, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class _Place:
    """Lines that stand together, whose kind tells why a figure of theirs is left over."""

    lines: tuple[Line, ...]
    role: Role | None
    in_table: bool = False
    numbering: bool = False


def account(layouts: Iterable[PageLayout], records: Sequence[Record]) -> Accounting:
    """Holds all figures of the pages against the sources of all records."""
    index = _Index(records)
    leftovers: list[Leftover] = []
    not_counted: Counter[str] = Counter()
    kept = 0
    for layout in layouts:
        for place in _places(layout):
            for line in place.lines:
                for found in figures_of(line.text, in_table=place.in_table):
                    kind = found.kind
                    if place.role is Role.PAGE_NUMBER or _is_page_number(line, layout, found):
                        kind = "page_number"
                    elif place.numbering and kind is None:
                        kind = "numbering"
                    if kind is not None:
                        not_counted[kind] += 1
                    elif index.holds(line, found):
                        kept += 1
                    else:
                        leftovers.append(_leftover(line, found, place))
    amounts, proved = _amounts(records)
    counts = Counts(
        figures=kept + len(leftovers),
        figures_in_records=kept,
        figures_left_over=len(leftovers),
        figures_not_counted=dict(sorted(not_counted.items())),
        amounts=amounts,
        amounts_proved=proved,
    )
    return Accounting(tuple(leftovers), counts)


class _Index:
    """The sources of all records, by page and by height on it, or by line for text."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._bands: dict[tuple[int, int], list[tuple[BBox, str]]] = {}
        self._lines: dict[int, list[str]] = {}
        seen: set[tuple[int, BBox | None, int | None, str]] = set()
        for record in records:
            for source in record.sources.values():
                key = (source.page, source.bbox, source.line, source.text)
                if key not in seen:
                    seen.add(key)
                    self._add(source)

    def _add(self, source: Source) -> None:
        text = "".join(source.text.split())
        if source.bbox is not None:
            first, last = int(source.bbox[1] // _BAND), int(source.bbox[3] // _BAND)
            for band in range(first, last + 1):
                self._bands.setdefault((source.page, band), []).append((source.bbox, text))
        elif source.line is not None:
            # A value that wraps may skip blank lines of the file.
            for number in range(source.line, source.line + 2 * source.text.count("\n") + 1):
                self._lines.setdefault(number, []).append(text)

    def holds(self, line: Line, found: Found) -> bool:
        """Whether a source covers the figure and holds its print."""
        first, last = line.origin[found.start], line.origin[found.end - 1] + 1
        printed = "".join(line.printed[first:last].split())
        if line.number is not None:
            return any(printed in text for text in self._lines.get(line.number, ()))
        box = line.box(first, last)
        if box is None:
            return False
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            b[0] <= x <= b[2] and b[1] <= y <= b[3] and printed in text
            for b, text in self._bands.get((line.page, int(y // _BAND)), ())
        )


def _places(layout: PageLayout) -> Iterator[_Place]:
    for block in layout.blocks:
        if isinstance(block, TextBlock):
            yield _Place(block.lines, block.role)
            continue
        yield from _cells(block)


def _cells(table: Table) -> Iterator[_Place]:
    columns: dict[int, list[tuple[int, str]]] = {}
    for cell in table.cells:
        if cell.lines and cell.column_span == 1:
            texts = columns.setdefault(cell.column, [])
            texts.append((cell.row, "".join(line.text for line in cell.lines)))
    numbered = numbered_columns(columns)
    for cell in sorted(table.cells, key=lambda each: (each.row, each.column)):
        if cell.lines:
            yield _Place(cell.lines, None, True, (cell.row, cell.column) in numbered)


def _is_page_number(line: Line, layout: PageLayout, found: Found) -> bool:
    """A bare number in the page's margin, or one between dashes."""
    rest = (line.text[: found.start] + line.text[found.end :]).strip()
    if rest.strip("-－―ー–—~〜 PpｐＰ.") or found.end - found.start > 4:
        return False
    if "," in line.text[found.start : found.end]:
        return False
    if rest:
        return rest[0] in "-－―ー–—~〜" and rest[-1] in "-－―ー–—~〜"
    box = line.bbox
    if box is None or not layout.height:
        return False
    return box[3] < 0.07 * layout.height or box[1] > 0.93 * layout.height


def _leftover(line: Line, found: Found, place: _Place) -> Leftover:
    first, last = line.origin[found.start], line.origin[found.end - 1] + 1
    box = line.box(first, last)
    why = "table" if place.in_table else _WHY.get(place.role or Role.BODY, "unassigned")
    return Leftover(
        text=line.printed[first : max(last, line.origin[found.shown - 1] + 1)].strip(),
        value=found.value,
        page=line.page,
        bbox=box,
        line=line.number,
        why=why,
    )


def _amounts(records: Sequence[Record]) -> tuple[int, int]:
    """How many amounts in yen the records hold, and how many of them an identity proves."""
    amounts = proved = 0
    for record in records:
        terms = {
            name
            for check in record.checks
            if check.holds and check.severity == "error"
            for name in check.terms
        }
        for path in money_paths(record):
            amounts += 1
            proved += path in terms
    return amounts, proved


def money_paths(record: Record) -> Iterator[str]:
    """The paths of the record's fields that hold an amount in yen."""
    for name in type(record).model_fields:
        yield from _paths(name, getattr(record, name))


def _paths(path: str, value: object) -> Iterator[str]:
    if isinstance(value, Money):
        if value.yen is not None:
            yield path
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _paths(f"{path}.{number}", part)
    elif isinstance(value, Value) and not isinstance(value, Source):
        for name in type(value).model_fields:
            yield from _paths(f"{path}.{name}", getattr(value, name))
