"""Totals on a line of their own: 投資的経費 計 5,077億円(R2当初及びR元補正の合計), うち… below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import BudgetTotal, FiscalYear, Part, Source
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import Strand, any_line, passage
from pipeline.assemble.lines.values import YEN_FORM, money_in
from pipeline.assemble.lists.words import BULLET
from pipeline.assemble.tables.context import year_under
from pipeline.recognise import find_years

_MONEY = rf"(?:約\s*+)?{YEN_FORM}"
# 計 by itself, and not the end of 会計, 統計, 累計.
_SUM = r"(?:合\s*+計|総\s*+計|(?<![会統家設推集生余累小合総])計)"
_TOTAL = re.compile(
    rf"\s*+(?P<name>[^。]{{2,50}}?)(?<!\s)\s*+(?:の)?{_SUM}\s*+[:：]?\s*+(?P<amount>{_MONEY})"
    r"\s*+(?P<years>[(（][^()（）]*+[)）])?\s*+(?P<mark>[※*＊]\s*+\d*+)?\s*+"
)
_PART = re.compile(
    rf"\s*+[(（]?\s*+うち\s*+(?P<name>[^。]{{2,60}}?)(?<!\s)\s*+[:：]?\s*+(?P<amount>{_MONEY})\s*+(?P<mark>[※*＊]\s*+\d*+)?\s*+[)）]?\s*+"
)
_HINT = re.compile(rf"計\s*+[:：]?\s*+{_MONEY}|^\s*+{_MONEY}|計\s*+$")
_NOTE = re.compile(r"\s*[※*＊]\s*(?P<text>\S.*)")
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Found:
    """A line that matched, wrapped or not, and the index of the line after it."""

    text: Passage
    match: re.Match[str]
    end: int


def line_totals(blocks: Sequence[Placed], about: About) -> Taken:
    """Totals that stand on a line with their unit, the うち lines below, and the note that ※ means.

    The years are those that the bracket sums; a total without one is of the document's own year.
    """
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    taken = Taken()
    used: list[Line] = []
    index = 0
    while index < len(lines):
        total = _matched(lines, index, _TOTAL)
        if total is None or BULLET.match(lines[index].text):
            index += 1
            continue
        parts: list[_Found] = []
        index = total.end
        while part := _matched(lines, index, _PART):
            parts.append(part)
            index = part.end
        note = _note(lines, index) if any(f.match["mark"] for f in (total, *parts)) else None
        taken.records.append(_record(total, parts, note, lines[total.end - 1], about))
        used += [line for found in (total, *parts) for line in found.text.lines]
        if note:
            used.append(note.line)
    taken.rest.extend(without(blocks, used))
    return taken


def _matched(lines: Sequence[Strand], index: int, form: re.Pattern[str]) -> _Found | None:
    for count in range(1, _MOST_LINES + 1):
        run = lines[index : index + count]
        if len(run) < count or any(strand.fresh and not strand.soft for strand in run[1:]):
            return None
        text = passage(run)
        if match := form.fullmatch(text.text):
            return _Found(text, match, index + count)
    return None


def _note(lines: Sequence[Strand], index: int) -> Strand | None:
    return lines[index] if index < len(lines) and _NOTE.fullmatch(lines[index].text) else None


def _record(
    total: _Found, parts: Sequence[_Found], note: Strand | None, last: Strand, about: About
) -> BudgetTotal:
    sources: dict[str, Source] = {
        "name": total.text.source(*total.match.span("name")),
        "amount": total.text.source(*total.match.span("amount")),
    }
    years = _years(total, last.section, about)
    if total.match["years"] and years:
        sources["fiscal_years"] = total.text.source(*total.match.span("years"))
    of_which: list[Part] = []
    for number, part in enumerate(parts):
        sources[f"of_which.{number}.name"] = part.text.source(*part.match.span("name"))
        sources[f"of_which.{number}.amount"] = part.text.source(*part.match.span("amount"))
        of_which.append(Part(name=tidy(part.match["name"]), amount=money_in(part.match["amount"])))
    said = _NOTE.fullmatch(note.text) if note else None
    if note:
        sources["note"] = note.line.source()
    return BudgetTotal(
        page=sources["amount"].page,
        section=last.section,
        sources=sources,
        name=tidy(total.match["name"]),
        amount=money_in(total.match["amount"]),
        of_which=tuple(of_which),
        fiscal_years=years,
        note=tidy(said["text"]) if said else None,
    )


def _years(total: _Found, section: Sequence[str], about: About) -> tuple[FiscalYear, ...]:
    year = about.fiscal_year.year if about.fiscal_year else None
    found = find_years(total.match["years"], year=year) if total.match["years"] else []
    if found:
        return tuple(mention.value for mention in found)
    own = year_under(section, about)
    return (own,) if own is not None else ()
