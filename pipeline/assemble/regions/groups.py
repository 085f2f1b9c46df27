"""Areas of municipalities that work together, and the legends that count them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import Fact, FiscalYear, Issue, MunicipalGroup, Source
from models.page import Cell, Line, Passage, Placed, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import SIGNS, item_of, prints, squeezed, tidy, without
from pipeline.recognise import find_money, find_quantities, find_years

_MUNICIPALITY = r"[^()（）・、,，。\s]{1,10}[市町村区]"
_LIST = rf"{_MUNICIPALITY}(?:\s*+[・、,，]\s*+{_MUNICIPALITY})+"
_LISTED = re.compile(r"[市町村区]\s*[・、,，]")
_MEMBERS = re.compile(rf"[(（]\s*+(?P<members>{_LIST})\s*+[)）]")
_ONLY_MEMBERS = re.compile(rf"\s*+[(（]?\s*+(?P<members>{_LIST})\s*+[)）]?\s*+")
_SEPARATOR = re.compile(r"[・、,，]")
_AREA = re.compile(r"(?:地域|圏域?|連携|ブロック|エリア|広域|組合|グループ|協議会|地区|管内)$")
_STATED = re.compile(r"(?<!\d)(?P<count>\d+)(?:市町村|市町|町村|市村|市|町|村|区)")
_START = re.compile(
    r"[^\s()（）]{0,4}?\s*+\d{1,4}\s*+年?度?\s*+(?:開始|スタート|から|より|以降|~)\s*+"
)
_COUNTED = re.compile(
    r"(?:[-–—]\s*+)?(?P<label>[^()（）。、]{2,30}?)(?<!\s)\s*+[(（]\s*+(?P<value>\d(?:[^()（）、。]*[^\s()（）、。])?)\s*+[)）]"
)
_SIGNS = SIGNS + " "
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class _Area:
    """An area's name and its members, each with where it was printed."""

    name: str
    members: tuple[str, ...]
    sources: dict[str, Source]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Start:
    """The year from which the areas beside or below it work together."""

    year: FiscalYear
    source: Source
    lines: tuple[Line, ...]


def municipal_groups(blocks: Sequence[Placed], about: About) -> Taken:
    """Areas printed with their municipalities, under the year in which they began.

    Municipalities stand in brackets after the area or in the cell beside it. In a table the year
    is that of the row or of the merged cell that covers it. A blank stands for the year above,
    since a list of areas prints each year once; an issue says so.
    """
    taken = Taken()
    last: _Start | None = None
    for placed in blocks:
        block = placed.block
        if not prints([placed], _LISTED):
            taken.rest.append(placed)
            last = None
            continue
        if isinstance(block, Table):
            found = list(_from_table(block, last))
        else:
            found = list(_from_lines(block.lines, last))
        areas = [area for area, _, _ in found]
        if not areas or not _are_areas(areas):
            taken.rest.append(placed)
            last = None
            continue
        last = found[-1][1]
        used: list[Line] = []
        for area, start, assumed in found:
            taken.records.append(_group(area, start, placed))
            used += [*area.lines, *(start.lines if start else ())]
            if assumed and start:
                taken.issues.append(_assumed(area, start))
        taken.rest.extend(without([placed], used))
    return taken


def _are_areas(areas: Sequence[_Area]) -> bool:
    """Whether names before brackets are areas, and the brackets no aside in prose."""
    return all(len(area.name) <= _LONGEST_NAME for area in areas) and any(
        _AREA.search(area.name) for area in areas
    )


def _from_table(table: Table, start: _Start | None) -> Iterator[tuple[_Area, _Start | None, bool]]:
    """Each area with its start, and whether that was only assumed from the rows above."""
    for row in table.grid():
        cells = [
            cell
            for index, cell in enumerate(row)
            if cell is not None and cell.text and (not index or row[index - 1] is not cell)
        ]
        here = next((found for cell in cells if (found := _start(cell.lines))), None)
        assumed = here is None
        start = here or (start if assumed else None)
        for area in _areas(cells):
            yield area, start, assumed


def _areas(cells: Sequence[Cell]) -> Iterator[_Area]:
    for index, cell in enumerate(cells):
        passage = Passage.of(cell.lines)
        alone = _ONLY_MEMBERS.fullmatch(passage.text)
        if alone and index:
            name = Passage.of(cells[index - 1].lines)
            yield _Area(
                tidy(name.text),
                _members(alone["members"]),
                {"name": name.source(), "municipalities": passage.source()},
                (*cells[index - 1].lines, *cell.lines),
            )
        else:
            yield from (area for area, _ in _split(passage))


def _from_lines(
    lines: Sequence[Line], start: _Start | None
) -> Iterator[tuple[_Area, _Start | None, bool]]:
    """The same for areas in running text."""
    for area, before in _split(Passage.of(lines)):
        start = before or start
        yield area, start, before is None


def _split(passage: Passage) -> Iterator[tuple[_Area, _Start | None]]:
    """The areas of a text and the start printed before each. A name begins with a line."""
    done = 0
    for match in _MEMBERS.finditer(passage.text):
        line = passage.places[match.start() - 1][0] if match.start() else 0
        first = next(i for i, place in enumerate(passage.places) if place[0] == line)
        begin = max(first, done)
        start: _Start | None = None
        opening = _START.match(passage.text, begin, match.start())
        if opening and (years := find_years(squeezed(opening[0]))):
            start = _Start(years[0].value, passage.source(*opening.span()), ())
            begin = opening.end()
        done = match.end()
        printed = passage.text[begin : match.start()]
        begin += len(printed) - len(printed.lstrip(_SIGNS))
        name = tidy(passage.text[begin : match.start()])
        if not name:
            continue
        places = {place for place, _ in passage.places[begin : match.end()]}
        yield (
            _Area(
                name,
                _members(match["members"]),
                {
                    "name": passage.source(begin, match.start()),
                    "municipalities": passage.source(*match.span("members")),
                },
                tuple(passage.lines[place] for place in sorted(places)),
            ),
            start,
        )


def _members(text: str) -> tuple[str, ...]:
    return tuple(tidy(member) for member in _SEPARATOR.split(text) if member.strip())


def _start(lines: Sequence[Line]) -> _Start | None:
    """The year that a cell begins with, where the cell says no more than a start."""
    passage = Passage.of(lines)
    match = _START.fullmatch(passage.text.strip())
    years = find_years(squeezed(passage.text)) if match else []
    if not years:
        return None
    return _Start(years[0].value, passage.source(), tuple(lines))


def _group(area: _Area, start: _Start | None, placed: Placed) -> MunicipalGroup:
    sources = dict(area.sources)
    if start:
        sources["start_fiscal_year"] = start.source
    stated = _STATED.search(area.name)
    if stated:
        sources["stated_count"] = area.sources["name"]
    return MunicipalGroup(
        page=area.lines[0].page,
        section=placed.section,
        sources=sources,
        name=area.name,
        municipalities=area.members,
        start_fiscal_year=start.year if start else None,
        stated_count=int(stated["count"]) if stated else None,
    )


def _assumed(area: _Area, start: _Start) -> Issue:
    line = area.lines[0]
    return Issue(
        code="value_from_above",
        severity="info",
        message=f"the cell before {area.name} is blank; the year above it was taken for it",
        page=line.page,
        line=line.number,
        text=start.source.text,
    )


def legends(blocks: Sequence[Placed], about: About) -> Taken:
    """The entries of a figure's legend, each a name with its count: 定住自立圏（14圏域）.

    A legend is a run of nothing but such entries, two or more, counted in the same unit.
    """
    taken = Taken()
    for facts, run in _runs(blocks):
        units = {fact.value.unit for fact in facts}
        if len(facts) > 1 and len(units) == 1:
            taken.records.extend(facts)
        else:
            taken.rest.extend(run)
    return taken


def _runs(blocks: Sequence[Placed]) -> Iterator[tuple[list[Fact], list[Placed]]]:
    """Neighbouring blocks of entries with the facts they state; other blocks by themselves."""
    facts: list[Fact] = []
    run: list[Placed] = []
    for placed in blocks:
        found = _entries(placed)
        if found and facts and found[0].page == facts[-1].page:
            facts, run = [*facts, *found], [*run, placed]
            continue
        if run:
            yield facts, run
        facts, run = found, [placed]
    if run:
        yield facts, run


def _entries(placed: Placed) -> list[Fact]:
    """The facts of a block that is all entries of a legend, or none."""
    facts: list[Fact] = []
    lines = placed.block.lines if isinstance(placed.block, TextBlock) else ()
    for line in lines:
        item = item_of([line])
        passage = item.passage
        match = _COUNTED.fullmatch(passage.text, item.start)
        found = find_quantities(match["value"]) if match else []
        if not match or len(found) != 1 or tidy(found[0].text) != tidy(match["value"]):
            return []
        if find_money(match["label"]):
            return []
        facts.append(
            Fact(
                page=line.page,
                section=placed.section,
                sources={
                    "label": passage.source(*match.span("label")),
                    "value": passage.source(*match.span("value")),
                },
                label=tidy(match["label"]),
                value=found[0].value,
            )
        )
    return facts
