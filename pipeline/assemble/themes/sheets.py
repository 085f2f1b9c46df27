"""Where a theme's sheet says what: title, total, keyword, target, lead, then the measures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.assemble.lines.pieces import squeezed
from pipeline.assemble.lines.strands import Strand, passage
from pipeline.assemble.lines.values import YEN_FORM
from pipeline.assemble.lists.notes import Note, read_note
from pipeline.assemble.lists.tokens import is_figures
from pipeline.assemble.lists.words import (
    ACTIONS,
    BULLET,
    KEYWORD,
    MARK,
    POINTS,
    TARGET,
    WHOLE,
    label,
)
from pipeline.recognise.vocabulary import OTHERS

_KEYWORD, _TARGET = label(KEYWORD), label(TARGET)
_MEASURES = tuple(label(words) for words in (ACTIONS, POINTS))
_TARGET_WITHIN = re.compile(rf"(?:[〔\[【(（]\s*+|(?<!\s)\s++)?(?:{'|'.join(TARGET)})\s*+[:：]\s*+")
_MONEY = rf"(?:約\s*+)?{YEN_FORM}"
TOTAL = re.compile(
    rf"(?:[(（【]\s*+|(?<!\s)\s++)?(?P<name>{'|'.join(WHOLE)})\s*+[】]?\s*+[:：]?\s*+(?P<total>{_MONEY})\s*+"
    rf"(?:[(（]\s*+うち\s*+(?P<part>[^\d:：()（）]+?)(?<!\s)\s*+[:：]?\s*+(?P<amount>{_MONEY})\s*+[)）])?"
)
_PROSE = 40
_LONG_PROSE = 60
_MOST_TITLE_LINES = 3


@dataclass(slots=True)
class Sheet:
    """A theme's sheet: the strands that hold each part.

    `keyword` and `target` begin at an offset of their first strand, after the label; a keyword
    that is followed by the target's label in its last line ends there.
    """

    start: int
    stop: int = 0
    title: str | None = None
    titled: tuple[Strand, ...] = ()
    total: tuple[Strand, ...] = ()
    keyword: list[Strand] = field(default_factory=list)
    keyword_start: int = 0
    keyword_cut: int | None = None
    target: list[Strand] = field(default_factory=list)
    target_start: int = 0
    lead: list[Strand] = field(default_factory=list)
    measures: int | None = None

    @property
    def used(self) -> list[Strand]:
        """The strands that the sheet's own fields were read from."""
        return [*self.titled, *self.total, *self.keyword, *self.target, *self.lead]


def find_sheets(lines: Sequence[Strand], names: Sequence[str]) -> list[Sheet]:
    """The sheets of a document: one for each keyword label, from its title to the next sheet.

    `names` are those of the overview's themes; a sheet whose title is none of them, or lost, has
    no title unless there is no overview at all.
    """
    labels = [index for index, strand in enumerate(lines) if _KEYWORD.match(strand.text)]
    prose = _prose(lines)
    sheets: list[Sheet] = []
    before = 0
    for index in labels:
        sheet = _headed(lines, before, index, names)
        if sheets:
            sheets[-1].stop = sheet.start
        sheets.append(sheet)
        before = index + 1
    if sheets:
        sheets[-1].stop = len(lines)
    for sheet in sheets:
        _read(lines, sheet, prose)
        sheet.stop = _end(lines, sheet, prose)
    return sheets


def _headed(lines: Sequence[Strand], before: int, index: int, names: Sequence[str]) -> Sheet:
    """The sheet whose keyword label is at `index`, with the title and total above it."""
    sheet = Sheet(start=index)
    for at in range(index - 1, before - 1, -1):
        for count in (1, 2):
            if at + count <= index and TOTAL.search(passage(lines[at : at + count]).text):
                sheet.total, sheet.start = tuple(lines[at : at + count]), at
        if sheet.total:
            break
        if at < index - 2 * _MOST_TITLE_LINES:
            break
    keys = {squeezed(name): name for name in names}
    for at in range(index - 1, before - 1, -1):
        for count in range(1, _MOST_TITLE_LINES + 1):
            text = squeezed(_before_total(passage(lines[at : at + count]).text))
            if at + count <= index and text in keys:
                sheet.title, sheet.titled = keys[text], tuple(lines[at : at + count])
                sheet.start = min(sheet.start, at)
                return sheet
    if not names:
        _untold_title(lines, before, sheet)
    return sheet


def _untold_title(lines: Sequence[Strand], before: int, sheet: Sheet) -> None:
    """The title of a sheet in a document without overview: the text right above, in one piece."""
    at = sheet.start
    parts: list[Strand] = []
    if sheet.total and (own := _before_total(sheet.total[0].text)):
        sheet.title = own
        return
    while at > before and len(parts) < _MOST_TITLE_LINES:
        strand = lines[at - 1]
        if BULLET.match(strand.text) or MARK.match(strand.text) or is_figures(strand.text):
            break
        if OTHERS.search(strand.text) or (parts and parts[0].fresh):
            break
        if strand.page != lines[sheet.start].page or "。" in strand.text:
            break
        parts.insert(0, strand)
        at -= 1
    if parts:
        sheet.title, sheet.titled = passage(parts).text, tuple(parts)
        sheet.start = at


def _before_total(text: str) -> str:
    total = TOTAL.search(text)
    return text[: total.start()].strip() if total else text


def _read(lines: Sequence[Strand], sheet: Sheet, prose: set[int]) -> None:
    """Shares out the lines from the sheet's start to its measures."""
    part: list[Strand] | None = None
    held = {id(strand) for strand in (*sheet.titled, *sheet.total)}
    for index in range(sheet.start, sheet.stop):
        strand = lines[index]
        text = strand.text
        if id(strand) in held:
            continue
        if any(form.match(text) for form in _MEASURES):
            sheet.measures = index
            return
        if keyword := _KEYWORD.match(text):
            part, sheet.keyword_start = sheet.keyword, keyword.end()
        elif target := _TARGET.match(text):
            part, sheet.target_start = sheet.target, target.end()
        elif (index in prose and (sheet.keyword or sheet.target)) or (
            part is sheet.target and _leaves_target(lines[index - 1], strand)
        ):
            part = sheet.lead
        elif part is sheet.lead and (strand.heading or _begins_more(strand)):
            part = None
        if part is None:
            continue
        if part is sheet.keyword and (inner := _TARGET_WITHIN.search(text)) and inner.start():
            sheet.keyword.append(strand)
            sheet.keyword_cut = inner.start()
            part, sheet.target_start = sheet.target, inner.end()
        part.append(strand)


def _leaves_target(last: Strand, strand: Strand) -> bool:
    """Whether a line begins the lead right below a target that a year has ended: …完了 (R2)."""
    ended = re.search(r"\d\s*[)）]\s*[〕\]】)）]?$", last.text)
    dated = re.search(
        r"[(（]\s*+(?:R|H|令和|平成)\s*+(?:元|\d{1,2})\s*+年?度?\s*+[)）]", strand.text
    )
    return bool(ended) and not dated and len(strand.text) >= _PROSE // 2


def _begins_more(strand: Strand) -> bool:
    text = strand.text
    return bool(
        MARK.match(text)
        or read_note(text, Note())
        or (BULLET.match(text) and strand.fresh)
        or TOTAL.search(text)
    )


def _end(lines: Sequence[Strand], sheet: Sheet, prose: set[int]) -> int:
    """Where the sheet's measures end: before the heading of the next prose."""
    if sheet.measures is None:
        return sheet.stop
    for index in range(sheet.measures, sheet.stop):
        if index in prose:
            above = lines[index - 1]
            return index - 1 if above.fresh and not BULLET.match(above.text) else index
    return sheet.stop


def _prose(lines: Sequence[Strand]) -> set[int]:
    """The indices at which sentences begin: paragraphs long enough, ended or broken as such."""
    found: set[int] = set()
    for start, strand in enumerate(lines):
        if (start and not strand.fresh) or _listed(strand):
            continue
        text = strand.text
        for following in lines[start + 1 :]:
            if (following.fresh and not following.soft) or _listed(following):
                break
            text += following.text
        if (len(text) >= _PROSE and "。" in text) or (len(text) >= _LONG_PROSE and "、" in text):
            found.add(start)
    return found


def _listed(first: Strand) -> bool:
    text = first.text
    forms = (BULLET, MARK, _KEYWORD, _TARGET)
    return any(form.match(text) for form in forms) or bool(
        read_note(text, Note()) or TOTAL.search(text)
    )
