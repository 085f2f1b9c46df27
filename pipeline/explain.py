"""Why a figure of a page was given to that name, unit, year and role: what speaks for each.

The document is read again, so that what is said is what the reading itself went by: the prints that
its record names, the headings of the table it stands in, the sums it takes part in, and the bits
of evidence that its confidence is made of.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models import BBox, Fact, FiscalYear, Money, Quantity, Record, Source
from models.page import Cell, Line, PageLayout, Table, lines_of
from pipeline.run import Reading
from pipeline.trust import Judgement, judge
from pipeline.values import values_of

_OWNERS = ("name", "label", "channel")
_NEAR = 6.0
_UNITS = {1: "円", 10**3: "千円", 10**4: "万円", 10**6: "百万円", 10**8: "億円"}
_MOST_HEADINGS = 6
_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """What an answer is about (owner, unit, year …), what was decided, and the print for it."""

    about: str
    decided: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A value that stands at the place asked for, with all that speaks for it."""

    record: Record
    path: str
    text: str
    reasons: tuple[Reason, ...]


def explain(reading: Reading, page: int, x: float, y: float) -> list[Explained]:
    """The values whose print is at a point of a page, in points from its top left.

    Of a text, y is the line and x is not looked at. Nothing stands there: the list is empty.
    """
    found = list(_at(reading.records, page, x, y))
    judged = {(each.place, each.path): each for each in judge(reading.records, reading.around)}
    layouts = [layout for layout in reading.around.layouts if layout.number == page]
    return [
        Explained(
            record,
            path,
            record.sources[path].text,
            tuple(_reasons(reading, layouts, record, path, judged.get((place, path)))),
        )
        for place, record, path in found
    ]


def _at(
    records: Sequence[Record], page: int, x: float, y: float
) -> Iterator[tuple[int, Record, str]]:
    """The figures at a point: those of the smallest box around it, or else the nearest."""
    near: list[tuple[float, int, Record, str]] = []
    for place, record in enumerate(records):
        for path, value in values_of(record):
            source = record.sources.get(path)
            if source is None or source.page != page or isinstance(value, FiscalYear):
                continue
            if source.bbox is not None:
                away = _distance(source.bbox, x, y)
                if away <= _NEAR:
                    near.append((away, place, record, path))
            elif source.line == round(y):
                near.append((0.0, place, record, path))
    least = min((away for away, *_ in near), default=0.0)
    yield from ((place, record, path) for away, place, record, path in near if away == least)


def _distance(box: BBox, x: float, y: float) -> float:
    return max(box[0] - x, x - box[2], 0.0) + max(box[1] - y, y - box[3], 0.0)


def _reasons(
    reading: Reading,
    layouts: Sequence[PageLayout],
    record: Record,
    path: str,
    judgement: Judgement | None,
) -> Iterator[Reason]:
    value = dict(values_of(record))[path]
    source = record.sources[path]
    yield Reason("role", f"{record.type}.{path}", _column(layouts, source, record))
    yield from _owner(record)
    yield _unit(layouts, value, source)
    yield _year(reading, record, value)
    for check in record.checks:
        if path in check.terms and check.holds is not None:
            terms = ", ".join(
                f"{name} {number:,}" for name, number in check.terms.items() if number
            )
            exact = "" if check.exact is not False else ", within what rounding allows"
            bits = f", {check.bits:g} bits" if check.bits else ""
            said = "holds" if check.holds else "does not hold"
            yield Reason("check", f"{check.name} {said}{exact}{bits}", terms)
    if judgement is not None:
        yield from _sure(judgement)


def _owner(record: Record) -> Iterator[Reason]:
    name = next((each for each in _OWNERS if getattr(record, each, None)), None)
    if name is None:
        yield Reason("owner", "none was found")
    else:
        source = record.sources.get(name)
        yield Reason("owner", str(getattr(record, name)), _printed(source) if source else "")
    if isinstance(record, Fact) and record.path is not None:
        yield Reason("row", " › ".join(record.path.row))
        yield Reason("column", " › ".join(record.path.column))
    if record.section:
        yield Reason("section", " › ".join(record.section))


def _column(layouts: Sequence[PageLayout], source: Source, record: Record) -> str:
    """The headings over the figure's column, where it stands in a table."""
    for layout in layouts:
        for block in layout.blocks:
            if isinstance(block, Table) and (cell := _cell_of(block, source)) is not None:
                heads = [
                    each.text
                    for each in sorted(block.cells, key=lambda each: each.row)
                    if each.row < cell.row
                    and each.column <= cell.column < each.column + each.column_span
                    and each.column_span < block.columns
                    and any(map(str.isalpha, each.text))
                ]
                return " › ".join(dict.fromkeys(heads[:_MOST_HEADINGS]))
    return ""


def _cell_of(table: Table, source: Source) -> Cell | None:
    return next((c for c in table.cells if any(_holds(line, source) for line in c.lines)), None)


def _holds(line: Line, source: Source) -> bool:
    if line.page != source.page:
        return False
    if source.bbox is None or line.bbox is None:
        return line.number == source.line
    x, y = (source.bbox[0] + source.bbox[2]) / 2, (source.bbox[1] + source.bbox[3]) / 2
    box = line.bbox
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _unit(layouts: Sequence[PageLayout], value: object, source: Source) -> Reason:
    if isinstance(value, Money):
        if value.yen is None:
            return Reason("unit", "unknown", "no unit is printed for it")
        word = value.unit_text or _UNITS.get(value.unit, f"{value.unit:,} yen")
        decided = f"{word}: {value.yen:,} yen"
        if value.unit_text:
            return Reason("unit", decided, _printed(source))
        return Reason("unit", decided, _nearest(layouts, word, source))
    unit = getattr(value, "unit", "")
    return Reason("unit", unit or "none", _printed(source) if unit and unit in source.text else "")


def _year(reading: Reading, record: Record, value: object) -> Reason:
    year = value.fiscal_year if isinstance(value, Quantity) else None
    year = year or getattr(record, "fiscal_year", None)
    if not isinstance(year, FiscalYear):
        return Reason("year", "none was found")
    phase = f", {year.phase}" if year.phase else ""
    decided = f"{year.year}{phase}"
    source = record.sources.get("fiscal_year")
    if source is not None:
        return Reason("year", decided, _printed(source))
    if year.text:
        line = _line_with(reading.around.layouts, year.text, record.page)
        return Reason("year", decided, line or year.text)
    return Reason("year", decided, f"the document is of {reading.around.year}")


def _line_with(layouts: Sequence[PageLayout], text: str, page: int) -> str:
    """The last line that says a text, on a page or before it."""
    said = ""
    for layout in layouts:
        if layout.number > page:
            break
        for line in layout.lines():
            if text in line.printed or text in line.text:
                said = f"{line.printed.strip()} (page {line.page})"
    return said


def _nearest(layouts: Sequence[PageLayout], word: str, source: Source) -> str:
    """The line with a word that stands nearest above a figure, or else nearest below."""
    found: list[tuple[bool, float, str]] = []
    for layout in layouts:
        for block in layout.blocks:
            for line in lines_of(block):
                text = unicodedata.normalize("NFKC", line.text)
                if word not in text or (word == "円" and text.count("円") == text.count("千円")):
                    continue
                box, own = line.bbox, source.bbox
                away = own[1] - box[1] if box and own else (source.line or 0) - (line.number or 0)
                found.append((away < 0, abs(away), line.printed.strip()))
    return min(found)[2] if found else "no note of this page says so"


def _printed(source: Source) -> str:
    text = source.text.replace("\n", " / ")
    if source.bbox is None:
        return f"{text} (line {source.line})"
    x, y = source.bbox[0], source.bbox[1]
    return f"{text} (page {source.page}, {x:.0f} {y:.0f})"


def _sure(judgement: Judgement) -> Iterator[Reason]:
    """The confidence, and the evidence that weighs most."""
    yield Reason("confidence", f"{judgement.sure:.4f}", judgement.because)
    for name, bits in judgement.strongest(_EVIDENCE):
        yield Reason("evidence", f"{bits:+.1f} bits", name)
