"""Works tables: sites that need work, those begun, those done this year, their budget."""

import re
from collections.abc import Iterator, Sequence

from models import FacilityProgress, FiscalYear, Quantity, Source
from models.page import Cell, Line, Passage, Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import squeezed, tidy, without
from pipeline.assemble.lines.strands import strands
from pipeline.assemble.lines.values import money_in
from pipeline.assemble.lists.notes import read_notes
from pipeline.assemble.tables.columns import (
    Columns,
    blanks_as_merged,
    body_rows,
    find_columns,
    lines_in,
)
from pipeline.assemble.tables.vocabulary import UNIT_ALONE, UNIT_NOTE, UNITS
from pipeline.recognise import find_years

_SITES = r"(?:箇所|か所|カ所|ヶ所|施設|棟|校|橋|路線|基|地区|延長)"
_FORMS = {
    "required_sites": re.compile(
        rf"(?:要(?:対策|整備|改修|補修|点検)|対象|必要|計画|全体){_SITES}"
    ),
    "start_rate": re.compile(r"率|割合"),
    "sites": re.compile(rf"(?:対策|工事|整備)?実施(?:予定)?{_SITES}|(?:本|今)年度.{{0,6}}{_SITES}"),
    "started_sites": re.compile(rf"(?:着工|着手|実施済|整備済|完了|対策済)(?:済)?{_SITES}"),
    "amount": re.compile(r"予算額|事業費|当初予算|金額"),
    "name": re.compile(r"分野|区分|施設|種別|事業|項目|名称"),
}
_NEEDED = frozenset({"required_sites", "sites", "amount", "name"})
_UNIT = re.compile(r"箇所|か所|カ所|ヶ所|施設|棟|校|橋|路線|基|地区|km|m")
_TOTAL = re.compile(r"(?:総?合計|総?計|全体)")
_NAME = re.compile(r"(?P<name>\s*+[^(（]*[^\s(（])\s*+[(（](?P<detail>.+)[)）]\s*+$")
_COUNT = re.compile(
    r"(?P<count>\d[\d,]*)\s*(?:[\[(（〔［]\s*(?P<new>\d[\d,]*|[-－―–]+)\s*[\])）〕］])?"
)
_RATE = re.compile(r"(?P<rate>\d+(?:\.\d+)?)\s*[%％]?")


def works_tables(blocks: Sequence[Placed], about: About) -> Taken:
    """The rows of works tables, also their total.

    A rate that is printed once for several rows is on each of them; an issue says so where no
    merged cell is drawn.
    """
    lines = strands(blocks)
    notes = read_notes(lines, about)
    taken = Taken()
    used: list[Line] = []
    for place, placed in enumerate(blocks):
        table = placed.block
        if not isinstance(table, Table):
            continue
        columns = find_columns(table, _FORMS, _NEEDED)
        if columns is None:
            continue
        index = next((i for i, line in enumerate(lines) if line.place == place), 0)
        note = notes.at(index, table.page)
        heading = squeezed(columns.headings["amount"].text)
        own = UNIT_NOTE.search(heading) or UNIT_ALONE.search(heading)
        unit = UNITS["".join(own["unit"].split())] if own else note.unit
        said = find_years(
            columns.headings["sites"].text, year=note.year.year if note.year else None
        )
        year = said[0].value if said else note.year
        records = list(_records(table, columns, unit, year))
        if not records:
            continue
        taken.records.extend(
            record.model_copy(update={"section": placed.section}) for record in records
        )
        rates = [columns.places["start_rate"]] if "start_rate" in columns.places else []
        taken.issues.extend(blanks_as_merged(table, rates, columns.body))
        used += [line for cell in table.cells for line in cell.lines]
    taken.rest.extend(without(blocks, used))
    return taken


def _records(
    table: Table, columns: Columns, unit: int | None, year: FiscalYear | None
) -> Iterator[FacilityProgress]:
    places = columns.places
    rate: tuple[Line, ...] = ()
    for row in body_rows(table, columns, columns.width):
        name = Passage.of(lines_in(row, places["name"]))
        if not name.text:
            continue
        rate = lines_in(row, places.get("start_rate")) or rate
        yield _record(name, row, columns, unit=unit, year=year, rate=rate)


def _record(
    name: Passage,
    row: Sequence[Cell | None],
    columns: Columns,
    *,
    unit: int | None,
    year: FiscalYear | None,
    rate: Sequence[Line],
) -> FacilityProgress:
    places = columns.places
    split = _NAME.match(name.text)
    sources: dict[str, Source] = {"name": name.source(0, split.end("name") if split else None)}
    if split:
        sources["detail"] = name.source(split.start("detail"), split.end("detail"))
    counts: dict[str, Quantity | None] = {}
    for field in ("required_sites", "started_sites", "sites"):
        cell = Passage.of(lines_in(row, places.get(field)))
        match = _COUNT.match(cell.text)
        if not match:
            continue
        site = _UNIT.search(columns.headings[field].text)
        counts[field] = _count(match["count"], site[0] if site else "")
        sources[field] = cell.source(*match.span("count"))
        if field == "sites" and match["new"]:
            counts["new_sites"] = _count(match["new"], site[0] if site else "")
            sources["new_sites"] = cell.source(*match.span("new"))
    amount = Passage.of(lines_in(row, places["amount"]))
    money = money_in(amount.text, unit=unit)
    if money:
        sources["amount"] = amount.source()
    share = Passage.of(rate)
    percent = _RATE.fullmatch(share.text.strip())
    if percent:
        sources["start_rate_percent"] = share.source()
    return FacilityProgress(
        page=name.lines[0].page,
        sources=sources,
        name=tidy(split["name"] if split else name.text),
        detail=tidy(split["detail"]) if split else None,
        required_sites=counts.get("required_sites"),
        started_sites=counts.get("started_sites"),
        sites=counts.get("sites"),
        new_sites=counts.get("new_sites"),
        amount=money,
        fiscal_year=year if money else None,
        start_rate_percent=float(percent["rate"]) if percent else None,
        is_total=_TOTAL.fullmatch(squeezed(name.text)) is not None,
    )


def _count(text: str, unit: str) -> Quantity | None:
    """The number of sites; a dash is none."""
    digits = text.replace(",", "")
    return Quantity(value=int(digits), text=text, unit=unit) if digits.isdigit() else None
