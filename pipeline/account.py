"""Every figure of a document: in a record, left over, or no figure at all but a date or a number.

A figure is in a record when the record gives it as a value (pipeline/given.py). One that stands in
a name or a quoted sentence and nowhere else is left over, unless it is a number in a name. What a
figure is, is decided by rule, before any record is asked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models import Counts, Leftover, Money, PageCounts, Record
from models.page import Line, PageLayout, Role, Table, TextBlock
from pipeline.digits import Found, figures_of, is_in_name, numbered_columns
from pipeline.given import Index
from pipeline.values import PROOF, proved_bits, values_of

_DASHES = "-－―ー–—~〜"
_MOST_PAGES = 20
_BANDS = (0.99, 0.9, 0.5, 0.0)
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
    dropped: bool = False


def account(
    layouts: Iterable[PageLayout],
    records: Sequence[Record],
    *,
    pages: Iterable[PageLayout] = (),
) -> Accounting:
    """Holds all figures of the layouts against the values of all records.

    `pages` are the layouts before their tables were joined: what joining dropped is told too.
    """
    index = Index(records)
    leftovers: list[Leftover] = []
    not_counted: Counter[str] = Counter()
    found_on: Counter[int] = Counter()
    left_on: Counter[int] = Counter()
    for layout, places in _all_places(layouts, pages):
        for place in places:
            for line in place.lines:
                for found in figures_of(line.text, in_table=place.in_table):
                    kind = _kind(line, layout, found, place)
                    why = index.lacks(line, found) if kind is None else None
                    if why == "name" and is_in_name(line.text, found):
                        kind = "name"
                    if kind is not None:
                        not_counted[kind] += 1
                        continue
                    found_on[line.page] += 1
                    if why is not None:
                        left_on[line.page] += 1
                        leftovers.append(_leftover(line, found, _why(why, place)))
    figures, left = found_on.total(), len(leftovers)
    amounts, proved = _amounts(records)
    counts = Counts(
        figures=figures,
        figures_in_records=figures - left,
        figures_left_over=left,
        figures_not_counted=dict(sorted(not_counted.items())),
        amounts=amounts,
        amounts_proved=proved,
        least_accounted=_least(found_on, left_on),
    )
    return Accounting(tuple(leftovers), counts)


def _kind(line: Line, layout: PageLayout, found: Found, place: _Place) -> str | None:
    """What digits are where they are no figure."""
    if not line.printed[line.origin[found.start]].isnumeric():
        return "unit"
    if place.role is Role.PAGE_NUMBER or _is_page_number(line, layout, found):
        return "page_number"
    if place.numbering and found.kind is None:
        return "numbering"
    return found.kind


def _why(lacking: str, place: _Place) -> str:
    """Why a figure is left over: where it stands in a record as words, or on its page."""
    if place.dropped:
        return "dropped"
    if lacking:
        return lacking
    return "table" if place.in_table else _WHY.get(place.role or Role.BODY, "unassigned")


def _least(found: Counter[int], left: Counter[int]) -> tuple[PageCounts, ...]:
    """The pages with the smallest share of figures kept, the worst first."""
    pages = sorted(left, key=lambda page: (-left[page] / found[page], -left[page], page))
    return tuple(
        PageCounts(page=page, figures=found[page], figures_in_records=found[page] - left[page])
        for page in pages[:_MOST_PAGES]
    )


def bands(records: Sequence[Record]) -> dict[str, int]:
    """How many values are as sure as that, the surest first, and how many were only copied."""
    names = [f"{band:g}" for band in _BANDS]
    counts = dict.fromkeys([*names, "copied"], 0)
    for record in records:
        for path, _ in values_of(record):
            sure = record.confidence.get(path)
            at = "copied" if sure is None else f"{next(b for b in _BANDS if sure >= b):g}"
            counts[at] += 1
    return {name: count for name, count in counts.items() if count}


def _all_places(
    layouts: Iterable[PageLayout], pages: Iterable[PageLayout]
) -> Iterator[tuple[PageLayout, Iterable[_Place]]]:
    """The places of all layouts, and those lines of the pages that no layout has any more."""
    kept: set[int] = set()
    for layout in layouts:
        kept.update(id(line) for line in layout.lines())
        yield layout, _places(layout)
    for page in pages:
        gone = tuple(line for line in page.lines() if id(line) not in kept)
        yield page, [_Place(gone, None, in_table=True, dropped=True)]


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
    before, after = line.text[: found.start].strip(), line.text[found.end :].strip()
    if (before + after).strip("-－―ー–—~〜 PpｐＰ.") or found.end - found.start > 4:
        return False
    if "," in line.text[found.start : found.end]:
        return False
    if before or after:
        # A dash on one side alone is a minus.
        return before[:1] in _DASHES and after[-1:] in _DASHES and bool(before and after)
    box = line.bbox
    if box is None or not layout.height:
        return False
    return box[3] < 0.07 * layout.height or box[1] > 0.93 * layout.height


def _leftover(line: Line, found: Found, why: str) -> Leftover:
    first, last = line.origin[found.start], line.origin[found.end - 1] + 1
    box = line.box(first, last)
    return Leftover(
        text=line.printed[first : max(last, line.origin[found.shown - 1] + 1)].strip(),
        value=found.value,
        page=line.page,
        bbox=box,
        line=line.number,
        why=why,
    )


def _amounts(records: Sequence[Record]) -> tuple[int, int]:
    """How many amounts in yen the records hold, and of how many the figure is proved."""
    amounts = proved = 0
    for record in records:
        bits = proved_bits(record)
        for path, value in values_of(record):
            if isinstance(value, Money) and value.yen is not None:
                amounts += 1
                proved += path in bits and bits[path] >= PROOF
    return amounts, proved
