"""What can be said of a value's truth, from its record and from the page that it stands on.

Each piece of evidence is a short name such as `unit=printed`. What a name is worth in bits is
counted from documents whose truth is known (`weights.json`); here it is only told what there is.
"""

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

from models import BBox, Fact, FiscalYear, Issue, Leftover, Money, Quantity, Record
from pipeline.bind.texts import whole_bits
from pipeline.trust.beside import Beside
from pipeline.trust.named import OWNERS, TORN, is_broken, owner_text, said_by_name
from pipeline.trust.placed import name_box, nearest, side_of
from pipeline.values import Given, proved_bits, values_of

_FEW = frozenset({"mark", "direction", "level", "kind"})
_WORDS = ("mark", "department", "code", "direction", "level", "kind")
_SURE = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
_BITS = (0.01, 4.0, 8.0, 14.0, 24.0, 40.0)
_SHARES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.95)
_COUNTS = (2, 4, 8, 16, 40, 120)
_LENGTHS = (2, 4, 7, 12, 20, 30, 45)
_WHOLE = (-3.0, TORN, 0.5, 2.0, 3.5)
_SIZES = (-3.0, -2.0, -1.0, 1.0, 2.0, 3.0)
_MOST_NAMES = 300
_RATIOS = (-2.0, -1.0, -0.5, -0.2, 0.2, 0.5, 1.0, 2.0)


@dataclass(frozen=True, slots=True)
class Rated:
    """A value of a record with all evidence about it. `group` says whose weights it takes."""

    place: int
    path: str
    group: str
    evidence: tuple[str, ...]


_Column: TypeAlias = tuple[str, str]
"""A type of records and the path of a field, without the numbers of its parts."""


@dataclass
class _Page:
    """What the records of one page have in common."""

    types: Counter[str] = field(default_factory=Counter)
    fields: Counter[tuple[str, frozenset[str]]] = field(default_factory=Counter)
    proved: Counter[str] = field(default_factory=Counter)
    failing: Counter[str] = field(default_factory=Counter)
    owners: Counter[tuple[str, str]] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    prints: Counter[_Column] = field(default_factory=Counter)
    edges: Counter[tuple[_Column, str, int]] = field(default_factory=Counter)
    sizes: dict[_Column, list[float]] = field(default_factory=lambda: defaultdict(list))
    wholes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    years: dict[str, set[int | None]] = field(default_factory=lambda: defaultdict(set))
    medians: dict[_Column, float] = field(default_factory=dict)
    sections: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)
    names: set[BBox] = field(default_factory=set)
    lefts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def settle(self) -> None:
        """Finds the middle of all sizes, once they are there."""
        self.medians = {key: median(sizes) for key, sizes in self.sizes.items() if len(sizes) > 2}

    def ended(self, key: _Column, box: BBox) -> float:
        """The share of the prints of a field that begin, or end, where this one does."""
        ends = (
            sum(self.edges[key, side, round(edge) + near] for near in (-1, 0, 1))
            for side, edge in (("left", box[0]), ("right", box[2]))
        )
        return max(ends) / self.prints[key]


@dataclass
class Surroundings:
    """The document around its values: its pages, what is left on them, what is said of them."""

    pages: dict[int, _Page]
    left: Counter[int]
    kept: Counter[int]
    codes: dict[int, frozenset[str]]
    spots: dict[object, frozenset[str]]
    year: int | None
    beside: Beside


def surroundings(
    records: Sequence[Record],
    issues: Iterable[Issue],
    leftovers: Iterable[Leftover],
    *,
    year: int | None,
    beside: Beside,
) -> Surroundings:
    """What the values of a document are seen against. `year` is the document's own."""
    pages: dict[int, _Page] = defaultdict(_Page)
    kept: Counter[int] = Counter()
    for record in records:
        _add(pages[record.page], record)
        kept.update(
            record.sources[path].page if path in record.sources else record.page
            for path, value in values_of(record)
            if isinstance(value, Money | Quantity)
        )
    for page in pages.values():
        page.settle()
    codes: dict[int, set[str]] = defaultdict(set)
    spots: dict[object, set[str]] = defaultdict(set)
    for issue in issues:
        if issue.page is not None:
            codes[issue.page].add(issue.code)
        if issue.bbox is not None or issue.line is not None:
            spots[_spot(issue.page, issue.bbox, issue.line)].add(issue.code)
    return Surroundings(
        pages=dict(pages),
        left=Counter(leftover.page for leftover in leftovers),
        kept=kept,
        codes={page: frozenset(found) for page, found in codes.items()},
        spots={spot: frozenset(found) for spot, found in spots.items()},
        year=year,
        beside=beside,
    )


def _add(page: _Page, record: Record) -> None:
    page.types[record.type] += 1
    page.fields[record.type, frozenset(path.partition(".")[0] for path in record.sources)] += 1
    checks = [check for check in record.checks if check.severity != "info"]
    page.proved[record.type] += any(check.holds and check.exact for check in checks)
    page.failing[record.type] += any(check.holds is False for check in checks)
    name = owner_text(record)
    page.owners[record.type, name] += 1
    page.broken[record.type] += is_broken(name)
    page.wholes[record.type] += whole_bits(name)
    page.sections[record.type, record.section] += 1
    if (box := name_box(record)) is not None:
        page.names.add(box)
        page.lefts[record.type, round(box[0])] += 1
    year = getattr(record, "fiscal_year", None)
    page.years[record.type].add(year.year if isinstance(year, FiscalYear) else None)
    for path, value in values_of(record):
        key = (record.type, _bare(path))
        source = record.sources.get(path)
        if source is not None and source.bbox is not None:
            page.prints[key] += 1
            page.edges[key, "left", round(source.bbox[0])] += 1
            page.edges[key, "right", round(source.bbox[2])] += 1
        if (size := _size(value)) is not None:
            page.sizes[key].append(size)


def rated(records: Sequence[Record], around: Surroundings) -> Iterator[Rated]:
    """Each decided value (figures, years and names) with its evidence."""
    for place, record in enumerate(records):
        bits = proved_bits(record)
        common = tuple(_of_record(record, around))
        row = f"row_proof={_step(max(bits.values(), default=0.0), _BITS)}"
        owner = next((name for name in OWNERS if getattr(record, name, None)), None)
        if owner is not None:
            own = _of_name(record, owner, around)
            yield Rated(place, owner, "name", (*common, *own, row))
        for word in _WORDS:
            if getattr(record, word, None) is not None:
                said = (f"word={getattr(record, word)}",) if word in _FEW else ()
                at = (f"side={side_of(record, word)}", *_of_name(record, word, around))
                yield Rated(place, word, "word", (*common, *said, *at, row))
        for path, value in values_of(record):
            if "fiscal_year" in path.rpartition(".")[2] or isinstance(value, FiscalYear):
                own = _of_year(record, path, value, around)
                yield Rated(place, path, "year", (*common, *own, row))
            elif not _is_none(value):
                group = "fact" if isinstance(record, Fact) else "figure"
                own = _of_figure(record, path, value, around)
                own_bits = bits.get(path, 0.0)
                proof = f"proof={_step(own_bits, _BITS)}" if own_bits else row
                yield Rated(place, path, group, (*common, *own, proof))


def _of_record(record: Record, around: Surroundings) -> Iterator[str]:
    """What is true of all values of a record."""
    page = around.pages[record.page]
    count = page.types[record.type]
    yield f"type={record.type}"
    yield f"siblings={_step(count, _COUNTS)}"
    alike = page.fields[record.type, frozenset(p.partition(".")[0] for p in record.sources)]
    yield f"alike={_step(alike / count, _SHARES)}"
    yield f"page_proved={_step(page.proved[record.type] / count, _SHARES)}"
    yield f"page_failing={_step(page.failing[record.type] / count, _SHARES)}"
    left = around.left[record.page]
    yield f"page_left={_step(left / max(left + around.kept[record.page], 1), _SHARES)}"
    facts = page.types["fact"] / page.types.total()
    yield f"page_facts={_step(facts, _SHARES)}"
    name = owner_text(record)
    yield f"same_name={min(page.owners[record.type, name], 3)}"
    yield f"name_whole={_step(whole_bits(name), _WHOLE)}"
    yield f"page_names={_step(page.wholes[record.type] / count, _WHOLE)}"
    yield f"name_long={_step(len(name), _LENGTHS)}"
    yield f"section_share={_step(page.sections[record.type, record.section] / count, _SHARES)}"
    yield from said_by_name(name)
    if (box := name_box(record)) is not None:
        alike = sum(page.lefts[record.type, round(box[0]) + near] for near in (-1, 0, 1))
        yield f"name_edge={_step(alike / count, _SHARES)}"
    yield f"page_broken={_step(page.broken[record.type] / count, _SHARES)}"
    yield f"page_unclaimed={_step(around.beside.share(record.page), _SHARES)}"
    own = next((record.sources[n] for n in OWNERS if n in record.sources), None)
    if own is not None:
        for side in around.beside.sides(own):
            yield f"name_goes_on={side}"
    said = next((record.confidence[name] for name in OWNERS if name in record.confidence), None)
    yield f"name_said={record.type[:12]}:{_said(said)}"
    for check in record.checks:
        if check.holds is False and check.severity != "info":
            yield f"fails={check.name.removeprefix('in_')}"
    for code in sorted(around.codes.get(record.page, ())):
        yield f"page_issue={code}"
    yield f"section={min(len(record.section), 3)}"
    yield f"years={min(len(page.years[record.type]), 3)}"


def _of_name(record: Record, path: str, around: Surroundings) -> Iterator[str]:
    yield f"field={record.type}.{path}"
    yield from _of_place(record, path, around)


def _of_year(record: Record, path: str, value: Given, around: Surroundings) -> Iterator[str]:
    yield f"field={record.type}.{_bare(path)}"
    if isinstance(value, FiscalYear):
        yield f"year_text={'printed' if value.text else 'derived'}"
        yield f"year_own={'document' if value.year == around.year else 'other'}"
        yield f"year_phase={value.phase}"
    yield f"year_place={side_of(record, path)}"


def _of_figure(record: Record, path: str, value: Given, around: Surroundings) -> Iterator[str]:
    """What is true of one amount, count or percentage."""
    page, key = around.pages[record.page], (record.type, _bare(path))
    yield f"field={record.type}.{key[1]}"
    yield f"said={record.type[:12]}:{_said(record.confidence.get(path))}"
    yield from _of_place(record, path, around)
    yield f"unit={_unit(value)}"
    yield f"side={side_of(record, path)}"
    source = record.sources.get(path)
    if source is not None and source.bbox is not None:
        yield f"column={_step(page.ended(key, source.bbox), _SHARES)}"
        own = name_box(record)
        if own is not None and source.page == record.page and len(page.names) <= _MOST_NAMES:
            yield f"nearest={nearest(source.bbox, own, page.names)}"
    size = _size(value)
    if size is not None and key in page.medians:
        yield f"size={_step(size - page.medians[key], _SIZES)}"
    if _number(value) is not None and (_number(value) or 0) < 0:
        yield f"negative={key[1]}"
    main, prior = (
        _size(getattr(record, "amount", None)),
        _size(getattr(record, "prior_amount", None)),
    )
    if main is not None and prior is not None:
        yield f"ratio={_step(prior - main, _RATIOS)}"
    if isinstance(record, Fact):
        rows = len(record.path.row) if record.path else 0
        columns = len(record.path.column) if record.path else 0
        yield f"path={min(rows, 2)}.{min(columns, 2)}"
        yield f"scope={bool(record.scope)}"
    text = getattr(value, "text", "")
    digits = sum(character.isdecimal() for character in text)
    yield f"digits={min(digits, 8)}"
    yield f"comma={',' in text or '，' in text or '、' in text}"
    for check in record.checks:
        if path in check.terms and check.holds is False and check.severity != "info":
            yield f"own_fails={check.name.removeprefix('in_')}"
    year = getattr(record, "fiscal_year", None)
    if isinstance(year, FiscalYear):
        yield f"dated={'document' if year.year == around.year else 'other'}:{bool(year.text)}"
    else:
        yield f"dated={'no' if around.year is None else 'not'}"


def _of_place(record: Record, path: str, around: Surroundings) -> Iterator[str]:
    source = record.sources.get(path)
    if source is None:
        yield "print=none"
        return
    yield f"print={'box' if source.bbox is not None else 'line'}"
    if source.confidence is not None:
        yield f"ocr={_step(source.confidence, _SURE)}"
    for code in sorted(around.spots.get(_spot(source.page, source.bbox, source.line), ())):
        yield f"issue={code}"


def _unit(value: Given) -> str:
    if isinstance(value, Money):
        if value.unit_text:
            return "printed"
        return "yen" if value.unit == 1 else "inherited"
    if isinstance(value, Quantity):
        return "counted" if value.unit else "bare"
    return "plain"


def _said(sure: float | None) -> str:
    return "none" if sure is None else _step(sure, _SURE)


def _number(value: object) -> float | None:
    if isinstance(value, Money):
        return value.yen
    return value.value if isinstance(value, Quantity) else None


def _size(value: object) -> float | None:
    """How many digits a figure has, by its logarithm; null for nothing and for zero."""
    number = _number(value)
    return math.log10(abs(number)) if number else None


def _is_none(value: Given) -> bool:
    """Whether nothing is claimed: a dash, or a figure without a unit."""
    return (isinstance(value, Money) and value.yen is None) or (
        isinstance(value, Quantity) and value.value is None
    )


def _bare(path: str) -> str:
    """A path without the numbers of its parts: funding.amount."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def _spot(page: int | None, bbox: Sequence[float] | None, line: int | None) -> object:
    return (page, tuple(round(edge) for edge in bbox) if bbox is not None else None, line)


def _step(value: float, edges: Sequence[float]) -> str:
    """Which of the intervals between edges a value is in, named by its lower edge."""
    at = bisect_right(edges, value)
    return f"{edges[at - 1]:g}" if at else "low"
