"""Tables of regional projects: 地域区分, 主なプロジェクト, 【施策】 and description, amount."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from models import FiscalYear, Issue, Money, RegionalProject, Source
from models.page import Line, Passage, Placed, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import squeezed, tidy, without
from pipeline.assemble.lines.strands import strands
from pipeline.assemble.lines.values import money_in
from pipeline.assemble.lists.mend import mended, mending
from pipeline.assemble.lists.notes import Note, read_notes
from pipeline.assemble.tables.columns import (
    Columns,
    blanks_as_merged,
    body_rows,
    find_columns,
    lines_in,
)
from pipeline.assemble.tables.vocabulary import UNIT_ALONE, UNIT_NOTE, UNITS
from pipeline.recognise import find_years

_FORMS = {
    "amount": re.compile(r"予算額|事業費|当初予算|予算\(?案\)?|金額"),
    "project": re.compile(r"プロジェクト|重点施策|基本方針|施策の柱"),
    "measure": re.compile(r"施策|事業|取組|内容"),
    "bureau": re.compile(r"地域区分|振興局|^地域|^区分|管内|圏域|地区"),
}
_NEEDED = frozenset({"amount", "project", "measure", "bureau"})
_AREA = re.compile(r"(?:地域|圏域?|エリア|ブロック|管内|地区|地方)$")
_NAME = re.compile(r"\s*【(?P<name>[^】]*)】\s*")
_LONGEST_AREA = 30


@dataclass(slots=True)
class _Row:
    """A row in the making; cells that a page break has cut come together here."""

    bureau: tuple[Line, ...] = ()
    project: tuple[Line, ...] = ()
    measure: list[Line] = field(default_factory=list)
    amount: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row and what holds for its table."""

    row: _Row
    above: "_Above"


@dataclass(frozen=True, slots=True)
class _Above:
    """What holds for a whole table."""

    area: Line | None
    section: tuple[str, ...]
    unit: int | None
    year: FiscalYear | None


def regional_tables(blocks: Sequence[Placed], about: About) -> Taken:
    """The rows of regional project tables, each with the area whose heading stands above.

    A blank bureau or project is that of the row above, as a merged cell prints it once, also over
    a page break; an issue says so where no merged cell is drawn. The unit is the table's
    heading's or the note's.
    """
    lines = strands(blocks)
    notes = read_notes(lines, about)
    taken = Taken()
    used: list[Line] = []
    drafts: list[_Draft] = []
    columns: Columns | None = None
    area: Line | None = None
    goes_on = False
    for place, placed in enumerate(blocks):
        table = placed.block
        if isinstance(table, TextBlock):
            if named := _area(table):
                area, goes_on = named, False
            continue
        found = find_columns(table, _FORMS, _NEEDED)
        columns = found or (columns if columns and _is_more(table, columns) else None)
        if columns is None:
            continue
        index = next((i for i, line in enumerate(lines) if line.place == place), 0)
        above = _above(columns, notes.at(index, table.page), about, area, placed.section)
        rows = _rows(table, found, columns, drafts[-1].row if goes_on and drafts else None)
        drafts += [_Draft(row, above) for row in rows]
        merged = (columns.places["bureau"], columns.places["project"])
        body = found.body if found else 0
        taken.issues.extend(blanks_as_merged(table, merged, body))
        used += [line for cell in table.cells for line in cell.lines]
        goes_on = True
    records = [record for draft in drafts if (record := _record(draft.row, draft.above))]
    taken.records.extend(records)
    taken.issues.extend(_mendings(records))
    taken.rest.extend(without(blocks, used))
    return taken


def _above(
    columns: Columns, note: Note, about: About, area: Line | None, section: tuple[str, ...]
) -> _Above:
    heading = squeezed(columns.headings["amount"].text)
    own = UNIT_NOTE.search(heading) or UNIT_ALONE.search(heading)
    years = find_years(heading, year=about.fiscal_year.year if about.fiscal_year else None)
    return _Above(
        area=area,
        section=section,
        unit=UNITS["".join(own["unit"].split())] if own else note.unit,
        year=years[0].value if years else note.year,
    )


def _area(block: TextBlock) -> Line | None:
    """The name of an area, where a block is nothing else."""
    if len(block.lines) != 1:
        return None
    line = block.lines[0]
    named = len(line.text) <= _LONGEST_AREA and _AREA.search(line.text.strip())
    return line if named else None


def _is_more(table: Table, columns: Columns) -> bool:
    """Whether a table without heading has the look of the one before: names in 【】, amounts."""
    if table.columns != columns.width:
        return False
    measures = [
        tidy(Passage.of(lines_in(row, columns.places["measure"])).text) for row in table.grid()
    ]
    return any(_NAME.match(text) for text in measures)


def _rows(
    table: Table, found: Columns | None, columns: Columns, before: _Row | None
) -> Iterator[_Row]:
    """The rows, blank bureaus and projects filled; what a page break has cut is joined.

    `before` is the last row of the table that this one goes on from.
    """
    places = columns.places
    last = before
    for cells in body_rows(table, found, columns.width):
        bureau, project = lines_in(cells, places["bureau"]), lines_in(cells, places["project"])
        measure, amount = lines_in(cells, places["measure"]), lines_in(cells, places["amount"])
        begins = _NAME.match(Passage.of(measure).text) is not None
        if last is not None and not begins and not (amount and last.amount):
            last.measure.extend(measure)
            last.amount = last.amount or amount
            continue
        row = _Row(bureau, project, list(measure), amount)
        if last is not None:
            row.bureau = bureau or last.bureau
            same = not bureau or _text(bureau) == _text(last.bureau)
            row.project = project or (last.project if same else ())
        last = row
        yield row


def _record(row: _Row, above: _Above) -> RegionalProject | None:
    measure = Passage.of(row.measure)
    named = _NAME.match(measure.text)
    amount = _amount(row, above)
    if not named and amount is None:
        return None
    sources: dict[str, Source] = {}
    for name, lines in (("bureau", row.bureau), ("project", row.project)):
        if lines:
            sources[name] = Passage.of(lines).source()
    if above.area:
        sources["area"] = above.area.source()
    start = named.end() if named else 0
    if named:
        sources["name"] = measure.source(named.start("name"), named.end("name"))
    description = tidy(measure.text[start:])
    if description:
        sources["description"] = measure.source(start)
    if amount:
        sources["amount"] = Passage.of(row.amount).source()
    return RegionalProject(
        page=(row.measure or row.amount)[0].page,
        section=above.section,
        sources=sources,
        area=tidy(above.area.text) if above.area else None,
        bureau=_text(row.bureau) or None,
        project=mended(_text(row.project)) or None,
        name=mended(tidy(named["name"])) if named else None,
        description=mended(description) or None,
        amount=amount,
        fiscal_year=above.year if amount else None,
    )


def _amount(row: _Row, above: _Above) -> Money | None:
    return money_in(Passage.of(row.amount).text, unit=above.unit)


def _text(lines: Sequence[Line]) -> str:
    return tidy(Passage.of(lines).text)


def _mendings(records: Sequence[RegionalProject]) -> Iterator[Issue]:
    for record in records:
        for name in ("project", "name", "description"):
            if name in record.sources:
                source = record.sources[name]
                yield from mending("".join(source.text.split()), source)
