"""Every reading that is proposed for a document: projects of tables and lists, and the schemas'."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias, TypeVar

from models import BudgetItem, Issue
from models.page import PageLayout, Placed, Table, TextBlock
from pipeline.assemble.books.facing import facing_joined
from pipeline.assemble.family import About
from pipeline.bind.bands import banded
from pipeline.bind.choose import Proposal
from pipeline.bind.lists import bind
from pipeline.bind.notes import Notes, notes_of
from pipeline.bind.sheets import Sheet, sheet_of
from pipeline.bind.tables import bind_tables
from pipeline.grids.aligned import LEAST_ROWS, aligned_tables
from pipeline.grids.repeated import repeated
from pipeline.grids.spans import box_of
from pipeline.guard import Guard
from pipeline.schemas.balances import read_balances
from pipeline.schemas.commitments import read_commitments
from pipeline.schemas.form_labels import has_form
from pipeline.schemas.forms import read_forms
from pipeline.schemas.grid import Grid, grid_of
from pipeline.schemas.indicators import read_indicators
from pipeline.schemas.indicators_placed import placed_indicators
from pipeline.schemas.movements import read_movements
from pipeline.schemas.reading import Reading
from pipeline.schemas.series import read_series
from pipeline.schemas.shares import read_shares
from pipeline.schemas.statements import read_statement

T = TypeVar("T")
Schema: TypeAlias = Callable[[Grid, About], Reading | None]

SCHEMAS: tuple[Schema, ...] = (
    read_commitments,
    read_balances,
    read_movements,
    read_indicators,
    read_series,
    read_statement,
)
"""The schemas; where several read a table, the one with the most evidence is taken."""

_NO_BUDGET = frozenset({"regulation", "name_list", "voting_record", "minutes"})
# What rules draw is surer than what figures alone show.
_BY_FIGURES = 0.5
_WHOLE = 0.9
_MOSTLY_WHOLE = 0.8
# Points: how far above a table a line may stand and still name it.
_REACH = 110.0
_CAPTIONS = 5
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Proposed:
    """The readings proposed for a document, and its tables as grids, those with rules first."""

    proposals: tuple[Proposal, ...] = ()
    grids: tuple[Grid, ...] = ()
    issues: tuple[Issue, ...] = ()


def proposals(layouts: Sequence[PageLayout], blocks: Sequence[Placed], about: About) -> Proposed:
    """The proposals for all pages of a document."""
    if about.kind in _NO_BUDGET:
        return Proposed()
    guard = Guard()
    notes = notes_of(layouts, about, blocks)
    blocks = facing_joined(blocks)
    sections = _sections(blocks)

    def by_figures(layout: PageLayout, least: int) -> list[Placed]:
        section = sections.get(layout.number, ())
        make = partial(aligned_tables, layout, least=least)
        tables = _tried(guard, "aligned_tables", make, layout.number)
        return [Placed(table, section) for table in tables]

    aligned = [placed for layout in layouts for placed in by_figures(layout, LEAST_ROWS)]
    found: list[Proposal] = []
    every: list[Grid] = []
    drawn: list[Reading] = []
    for tables, less in ((blocks, 0.0), (aligned, _BY_FIGURES)):
        bound = _tried(guard, "bind_tables", partial(bind_tables, tables, about, notes))
        found += [Proposal(t.items, t.bits - less) for t in bound]
        grids = _tried(guard, "grids_of", partial(grids_of, tables, layouts, about, notes))
        every += grids
        readings = _best(grids, about, guard)
        found += [Proposal(r.records, r.bits - less) for r in readings if not _again(r, drawn)]
        drawn = readings
    for named, reader in (
        ("read_forms", lambda: _forms(layouts, every, about, notes, by_figures)),
        ("placed_indicators", lambda: _placed(layouts, sections, about)),
        ("read_shares", lambda: read_shares(layouts, notes)),
    ):
        found += [Proposal(each.records, each.bits) for each in _tried(guard, named, reader)]
    ways = [False]
    if any(isinstance(block, Table) for layout in layouts for block in layout.blocks):
        ways.append(True)
    for flat in ways:
        items = _tried(guard, "bind", partial(_listed, layouts, about, notes, flat=flat))
        if items:
            found.append(Proposal(tuple(items), _flat_bits(items) if flat else 0.0))
    return Proposed(tuple(found), tuple(every), tuple(guard.issues))


def _flat_bits(items: Sequence[BudgetItem]) -> float:
    """How much a list that was read across the cells of tables is believed, in bits.

    Cells that hold lists give names that look whole, cells of one text each give parts of names.
    """
    whole = sum(item.confidence.get("name", 0.0) >= _WHOLE for item in items)
    return 0.0 if whole >= _MOSTLY_WHOLE * len(items) else -1.0


def _tried(
    guard: Guard, name: str, make: Callable[[], Iterable[T]], page: int | None = None
) -> list[T]:
    """What a reader gives; nothing where it fails by a fault of ours: its figures are left over."""
    return guard.run(name, lambda: list(make()), [], page=page)


def _listed(
    layouts: Sequence[PageLayout], about: About, notes: Notes, *, flat: bool
) -> list[BudgetItem]:
    year = about.fiscal_year.year if about.fiscal_year else None
    found = repeated(layouts, year=year, legend=notes.legend, flat=flat)
    return bind(found, about, notes)


def _placed(
    layouts: Sequence[PageLayout], sections: Mapping[int, tuple[str, ...]], about: About
) -> Iterator[Reading]:
    """The indicators that their places tell, page by page."""
    for layout in layouts:
        yield from placed_indicators(layout, sections.get(layout.number, ()), about)


def _forms(
    layouts: Sequence[PageLayout],
    grids: Sequence[Grid],
    about: About,
    notes: Notes,
    by_figures: Callable[[PageLayout, int], list[Placed]],
) -> list[Reading]:
    """The forms, with grids of single rows as well on the pages that hold one."""
    loose = [placed for layout in layouts if has_form(layout) for placed in by_figures(layout, 1)]
    bare = grids_of(loose, layouts, about, notes, bare=True)
    readings = [reading for grid in bare if (reading := read_indicators(grid, about)) is not None]
    return [*read_forms(layouts, [*grids, *bare], about, notes), *readings]


def _sections(blocks: Sequence[Placed]) -> dict[int, tuple[str, ...]]:
    """The headings that are open at the top of each page."""
    found: dict[int, tuple[str, ...]] = {}
    for placed in blocks:
        found.setdefault(placed.block.page, placed.section)
    return found


def grids_of(
    blocks: Sequence[Placed],
    layouts: Sequence[PageLayout],
    about: About,
    notes: Notes,
    *,
    bare: bool = False,
) -> list[Grid]:
    """The tables as entries and columns, each with the lines that stand above it."""
    pages = {layout.number: layout for layout in layouts}
    found: list[Grid] = []
    before: Sheet | None = None
    for place, placed in enumerate(blocks):
        if not isinstance(placed.block, Table):
            continue
        for table in banded(placed.block):
            sheet = sheet_of(place, placed, table, about, notes, before)
            if sheet is None:
                continue
            if sheet.headings:
                before = sheet
            grid = grid_of(sheet, _captions(placed.block, pages), bare=bare)
            if grid is not None:
                found.append(grid)
    return found


def _best(grids: Iterable[Grid], about: About, guard: Guard) -> list[Reading]:
    """For each table the reading of the schema that has the most evidence."""
    found: list[Reading] = []
    like: dict[tuple[str, ...], dict[str, float]] = {}
    for grid in grids:
        if grid.adrift:
            continue
        heads = tuple(head.text for head in grid.heads)
        known = like.setdefault(heads, {}) if any(heads) else {}
        readings = []
        for schema in SCHEMAS:
            name = schema.__name__
            tried = _tried(guard, name, partial(_read, schema, grid, about), grid.page)
            for reading in tried:
                # What a table is says also what those are that go on under the same headings.
                known[name] = max(known.get(name, reading.bits), reading.bits)
                readings.append(replace(reading, bits=known[name]))
        if readings:
            found.append(max(readings, key=lambda reading: reading.bits))
    return found


def _read(schema: Schema, grid: Grid, about: About) -> list[Reading]:
    reading = schema(grid, about)
    return [reading] if reading is not None else []


def _again(reading: Reading, drawn: Sequence[Reading]) -> bool:
    """Whether a reading by figures alone says once more what one by rules says as well."""
    figures = reading.figures
    return any(
        other.bits >= reading.bits
        and other.records[0].type == reading.records[0].type
        and 2 * len(figures & other.figures) > len(figures)
        for other in drawn
    )


def _captions(table: Table, pages: dict[int, PageLayout]) -> list[str]:
    """The lines that stand above a table on its page, nearest first."""
    layout = pages.get(table.page)
    if layout is None:
        return []
    inside = [line for cell in table.cells for line in cell.lines]
    own = {line.number for line in inside if line.number is not None}
    top = min(box_of(line, 0, len(line.text))[1] for line in inside) if inside else 0.0
    lines = [
        (box[3], line.text.strip())
        for block in layout.blocks
        if isinstance(block, TextBlock)
        for line in block.lines
        if line.text.strip()
        and line.page == table.page
        and line.number not in own
        and (box := box_of(line, 0, len(line.text)))[3] <= top + 4
        and top - box[3] < _REACH
    ]
    lines.sort(key=lambda each: -each[0])
    return [text for _, text in lines if len(text) <= _LONGEST][:_CAPTIONS]
