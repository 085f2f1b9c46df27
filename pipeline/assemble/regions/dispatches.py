"""Staff sent to municipalities: kind, year, how many, and how many of them go on."""

import re
from collections.abc import Iterator, Sequence

from models import Source, StaffDispatch
from models.page import Line, Passage, Placed, Table, TextBlock
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import SIGNS, items, prints, tidy, without
from pipeline.recognise import find_quantities, find_years

_KIND = re.compile(rf"[{SIGNS}\s]*(?P<name>[^\s\d{SIGNS}。、「」]{{2,20}}?(?:派遣|出向))[\s:：]*$")
_SENT = re.compile(r"派遣|出向")
_CONTINUED = re.compile(r"[(（][^()（）]*継続[^()（）]*[)）]")


def dispatches(blocks: Sequence[Placed], about: About) -> Taken:
    """Lines and rows of a kind of dispatch, a year, a count and 前年度から継続 in brackets."""
    if not prints(blocks, _SENT):
        return Taken(rest=list(blocks))
    taken = Taken()
    year = about.fiscal_year.year if about.fiscal_year else None
    beside = [
        line
        for placed in blocks
        if isinstance(placed.block, TextBlock)
        for line in placed.block.lines
        if line.bbox and _KIND.fullmatch(line.text)
    ]
    used: list[Line] = []
    pages = {line.page for line in beside}
    for placed in blocks:
        if placed.block.page not in pages and not prints([placed], _SENT):
            continue
        for lines in _rows(placed, beside):
            record = _dispatch(lines, placed, year)
            if record:
                taken.records.append(record)
                used += lines
    taken.rest.extend(without(blocks, used))
    return taken


def _rows(placed: Placed, kinds: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines of each row or item; a kind that stands apart left of a line is its first."""
    block = placed.block
    if isinstance(block, Table):
        for number in range(block.rows):
            cells = sorted((c for c in block.cells if c.row == number), key=lambda c: c.column)
            yield tuple(line for cell in cells for line in cell.lines)
    else:
        for item in items(block.lines):
            found = [_kind_beside(line, kinds) for line in item.lines]
            if any(found):
                for kind, line in zip(found, item.lines, strict=True):
                    yield (kind, line) if kind else (line,)
            else:
                yield item.lines


def _kind_beside(line: Line, kinds: Sequence[Line]) -> Line | None:
    """The kind that is printed left of a line, on its height."""
    box = line.bbox
    if not box:
        return None
    middle = (box[1] + box[3]) / 2
    for kind in kinds:
        other = kind.bbox
        if kind.page == line.page and other and other[1] < middle < other[3] and other[2] <= box[0]:
            return kind
    return None


def _dispatch(lines: Sequence[Line], placed: Placed, year: int | None) -> StaffDispatch | None:
    passage = Passage.of(lines, separator=" ")
    text = passage.text
    years = [found for found in find_years(text, year=year) if re.search(r"\d", found.text)]
    if not years:
        return None
    name = _KIND.fullmatch(text[: years[0].start])
    after = years[0].end
    counts = find_quantities(text[after:])
    if not name or not counts:
        return None
    sources: dict[str, Source] = {
        "name": passage.source(*name.span("name")),
        "fiscal_year": passage.source(years[0].start, years[0].end),
        "count": passage.source(after + counts[0].start, after + counts[0].end),
    }
    continued, since = None, None
    bracket = _CONTINUED.search(text, after + counts[0].end)
    if bracket:
        inside = [c for c in counts[1:] if bracket.start() <= after + c.start < bracket.end()]
        before = find_years(bracket[0], year=years[0].value.year)
        if inside:
            continued = inside[0].value
            sources["continued"] = passage.source(after + inside[0].start, after + inside[0].end)
        if before:
            since = before[0].value
            start = bracket.start()
            sources["continued_from"] = passage.source(
                start + before[0].start, start + before[0].end
            )
    return StaffDispatch(
        page=lines[0].page,
        section=placed.section,
        sources=sources,
        name=tidy(name["name"]),
        fiscal_year=years[0].value,
        count=counts[0].value,
        continued=continued,
        continued_from=since,
    )
