"""Priority themes: the overview's entry and the theme's sheet as one record, with its targets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from models import BudgetTotal, FiscalYear, Issue, Part, Record, Source, Theme
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import Strand, any_line, passage
from pipeline.assemble.lines.values import issue_at, money_in
from pipeline.assemble.lists.mend import LEAD_WORDS, WORDS, mended, mending
from pipeline.assemble.lists.notes import read_notes
from pipeline.assemble.lists.words import KEYWORD, label
from pipeline.assemble.themes.overview import Entry, find_overview, theme_of
from pipeline.assemble.themes.sheets import TOTAL, Sheet, find_sheets
from pipeline.assemble.themes.targets import read_targets

_HINT = re.compile(
    rf"^(?:{label(KEYWORD).pattern})|^\s*(?:[①-⑳]|(?:視点|柱|基本方針|重点|政策|戦略)\s*\d)"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sheet adds to its theme."""

    fields: dict[str, object]
    sources: dict[str, Source]
    totals: list[BudgetTotal]
    issues: list[Issue]


def themes(blocks: Sequence[Placed], about: About) -> Taken:
    """The themes of a priority policy, their targets, and the totals on their sheets.

    A sheet without a title is that of the theme whose turn it is, where the sheets between two
    with titles are as many as the themes between; an issue says so. The blocks of a sheet come
    back with the theme as their section.
    """
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    entries = find_overview(lines)
    sheets = find_sheets(lines, [entry.name for entry in entries])
    taken = Taken()
    if not entries and not any(sheet.title for sheet in sheets):
        taken.rest.extend(blocks)
        return taken
    linked = _linked(entries, sheets)
    year = about.fiscal_year or _noted_year(lines, about)
    records: list[Record] = []
    used: list[Line] = []
    for entry in entries:
        used += [part.line for part in (*entry.parts, entry.axis)]
        own = next((sheets[at] for at, number in linked.items() if number == entry.number), None)
        theme = theme_of(entry).model_copy(update={"fiscal_year": year})
        records += _with_sheet(theme, own, taken)
        if own is not None and not own.title:
            taken.issues.append(_by_order(own, theme, lines))
    for index, sheet in enumerate(sheets):
        if index in linked:
            used += [part.line for part in sheet.used]
            continue
        if entries or not sheet.title:
            taken.issues.append(_homeless(sheet, lines))
            continue
        first = sheet.titled[0] if sheet.titled else lines[sheet.start]
        name = passage(sheet.titled).source() if sheet.titled else first.line.source()
        theme = Theme(
            page=first.page,
            section=first.section,
            sources={"name": name},
            name=mended(tidy(sheet.title)),
            fiscal_year=year,
        )
        records += _with_sheet(theme, sheet, taken)
        used += [part.line for part in sheet.used]
    taken.records.extend(records)
    names = {index: entries[number - 1].name for index, number in linked.items()}
    placed = _sectioned(blocks, lines, sheets, names)
    taken.rest.extend(without(placed, used))
    return taken


def _linked(entries: Sequence[Entry], sheets: Sequence[Sheet]) -> dict[int, int]:
    """The number of each sheet's theme: by its title, else by its turn between titled ones."""
    numbers = {entry.name: entry.number for entry in entries}
    linked = {
        index: numbers[sheet.title] for index, sheet in enumerate(sheets) if sheet.title in numbers
    }
    known = [(-1, 0), *sorted(linked.items()), (len(sheets), len(entries) + 1)]
    for (left, first), (right, last) in pairwise(known):
        if right - left == last - first:
            linked |= {left + step: first + step for step in range(1, right - left)}
    return linked


def _with_sheet(theme: Theme, sheet: Sheet | None, taken: Taken) -> list[Record]:
    """The theme with what its sheet says, the total on the sheet, and the targets."""
    if sheet is None:
        return [theme]
    told = _told(sheet)
    taken.issues.extend(told.issues)
    whole = theme.model_copy(update={**told.fields, "sources": {**theme.sources, **told.sources}})
    section = (theme.name,) if theme.name else ()
    goals = Passage.of([part.line for part in sheet.target], separator=" ")
    targets = [
        target.model_copy(update={"section": section})
        for target in read_targets(goals, sheet.target_start, theme=theme.name)
    ]
    totals = [total.model_copy(update={"section": section}) for total in told.totals]
    return [whole, *totals, *targets]


def _told(sheet: Sheet) -> _Told:
    told = _Told({}, {}, [], [])
    if sheet.keyword:
        text = passage(sheet.keyword)
        end = len(text.text)
        if sheet.keyword_cut is not None:
            end = _cut(text, sheet.keyword_cut)
        _tell(told, "keyword", text, (sheet.keyword_start, end))
    if sheet.lead:
        text = passage(sheet.lead)
        _tell(told, "lead", text, (0, len(text.text)), words=LEAD_WORDS)
    if sheet.total:
        _tell_total(told, passage(sheet.total))
    return told


def _cut(text: Passage, offset: int) -> int:
    """Where in the passage the last line's text from `offset` begins."""
    last = len(text.lines) - 1
    places = [index for index, (line, _) in enumerate(text.places) if line == last]
    return places[offset]


def _tell(
    told: _Told, name: str, text: Passage, span: tuple[int, int], *, words: dict[str, str] = WORDS
) -> None:
    value = tidy(text.text[slice(*span)])
    if not value:
        return
    told.fields[name] = mended(value, words)
    told.sources[name] = source = text.source(*span)
    told.issues.extend(mending(value, source, words))


def _tell_total(told: _Told, text: Passage) -> None:
    match = TOTAL.search(text.text)
    amount = money_in(match["total"]) if match else None
    if match is None or amount is None:
        return
    parts: tuple[Part, ...] = ()
    sources = {"amount": text.source(*match.span("total"))}
    if match["part"]:
        parts = (Part(name=tidy(match["part"]), amount=money_in(match["amount"])),)
        sources["of_which.0.name"] = text.source(*match.span("part"))
        sources["of_which.0.amount"] = text.source(*match.span("amount"))
    told.fields.update(total=amount, of_which=parts)
    told.sources.update({"total" if name == "amount" else name: s for name, s in sources.items()})
    told.totals.append(
        BudgetTotal(
            page=sources["amount"].page,
            sources={"name": text.source(*match.span("name")), **sources},
            name=match["name"],
            amount=amount,
            of_which=parts,
        )
    )


def _noted_year(lines: Sequence[Strand], about: About) -> FiscalYear | None:
    notes = read_notes(lines, about)
    return next((note.year for _, _, note in notes.placed if note.year), None)


def _sectioned(
    blocks: Sequence[Placed],
    lines: Sequence[Strand],
    sheets: Sequence[Sheet],
    names: dict[int, str],
) -> list[Placed]:
    """The blocks, those of a sheet under its theme."""
    owner: dict[int, str] = {}
    for index, sheet in enumerate(sheets):
        name = names.get(index) or sheet.title
        if name:
            owner |= {strand.place: name for strand in lines[sheet.start : sheet.stop]}
    return [
        placed
        if place not in owner or owner[place] in placed.section
        else replace(placed, section=(owner[place],))
        for place, placed in enumerate(blocks)
    ]


def _by_order(sheet: Sheet, theme: Theme, lines: Sequence[Strand]) -> Issue:
    message = f"the sheet has no title; by its turn it is that of {theme.name}"
    return issue_at(lines[sheet.start].line.source(), "theme_by_order", message)


def _homeless(sheet: Sheet, lines: Sequence[Strand]) -> Issue:
    message = "the sheet has no title that the overview names; look which theme it is of"
    source = lines[sheet.start].line.source()
    return issue_at(source, "sheet_without_theme", message, severity="warning")
