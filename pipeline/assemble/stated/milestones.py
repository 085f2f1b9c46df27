"""Milestones: events with their dates, as slides and time lines print them."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from models import FiscalYear, Milestone
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import Piece, pieces, sign_of, tidy, without
from pipeline.assemble.lines.wrapping import is_unfinished
from pipeline.recognise import find_years

_DATED_LABEL = re.compile(r"(?P<event>[^()\d。、:]{4,25})\s*\((?P<date>[^()]{2,12})\)")
_PERIOD = re.compile(
    r"(?P<event>[^()\d。、\s]{0,8}期間|[^()\d。、\s]{2,8}(?:時期|期日|日程|予定))(?:\s*+[:：]\s*+|\s++)(?P<date>.+)"
)
_OPENING_DATE = re.compile(
    r"(?P<date>(?=[^\s\d]*+\d)\S++(?:(?<=[年月日頃旬])|(?<=年度)))\s+(?P<event>\D{2,40})"
)
_YEAR_ALONE = re.compile(r"\s*+(?:令和|平成|R|H)?\s*+\d{1,4}年(?:度)?\s*+")
_MONTHS = re.compile(r"\d{1,2}(?:[~・]\d{1,2})?月.*")
_NO_EVENT = re.compile(
    r"予算|決算|年度|目標|実績|現在|時点|基準|指標|調査|見込|推計|人口|改[正訂]|施行|策定済|発行|版$"
)
_LONGEST_EVENT = 25
_MOST_LINES = 5


def milestones(blocks: Sequence[Placed], about: About) -> Taken:
    """Events that a text block dates and does no more.

    モデル構築(R4～); a year alone over the event's words; 実施期間：R3年5月～R4年2月; and a date
    before each event of a time line, where a month without a year is in the year before it.
    """
    known = paragraphs(pieces(blocks))
    records: list[Milestone] = []
    used: list[Line] = []
    for piece, following in zip_longest(known, known[1:]):
        if piece.row is not None or sign_of(piece.lines[0]):
            continue
        if any(line is piece.lines[0] for line in used[-_MOST_LINES:]):
            continue
        for milestone, lines in _milestones(piece.lines, following):
            records.append(milestone.model_copy(update={"section": piece.section}))
            used += lines
    return Taken(list(records), rest=without(blocks, used))


def _milestones(
    lines: Sequence[Line], following: Piece | None
) -> Iterator[tuple[Milestone, list[Line]]]:
    """The milestones of a text, each with the lines that state it."""
    whole = Passage.of(lines)
    dated = _DATED_LABEL.fullmatch(whole.text)
    if dated and len(lines) <= _MOST_LINES and not _NO_EVENT.search(tidy(dated["event"])):
        year = _only_year(dated["date"])
        if year:
            yield _milestone(whole, dated.span("date"), dated.span("event"), year), list(lines)
            return
    if len(lines) > 1 and _YEAR_ALONE.fullmatch(lines[0].text):
        event = Passage.of(lines[1:])
        year = _only_year(lines[0].text)
        short = len(event.text) <= _LONGEST_EVENT and len(lines) <= _MOST_LINES
        if year and short and not re.search(r"[\d。:]|予算|決算", event.text):
            end = len(whole.text)
            split = end - len(event.text)
            yield _milestone(whole, (0, split), (split, end), year), list(lines)
            return
    before: FiscalYear | None = None
    for index, line in enumerate(lines):
        found = _of_line(line, before)
        if found is None:
            continue
        milestone, start = found
        before = milestone.fiscal_year
        used = [line]
        if is_unfinished(milestone.event):
            more = _undated(lines[index + 1 :])
            if not more and line is lines[-1]:
                more = _continuation(following)
            used += more
        passage = Passage.of(used)
        if len(used) > 1:
            milestone = _milestone(passage, (0, start), (start, len(passage.text)), before)
        yield milestone, used


def _undated(lines: Sequence[Line]) -> list[Line]:
    """The line that follows, unless it has a date of its own."""
    return [line for line in lines[:1] if not _OPENING_DATE.fullmatch(line.text.strip())]


def _of_line(line: Line, before: FiscalYear | None) -> tuple[Milestone, int] | None:
    """A line of a time line: a date and its event, or 実施期間 and its dates."""
    passage = Passage.of([line])
    text = passage.text
    period = _PERIOD.fullmatch(text)
    if period:
        year = _only_year(period["date"])
        if year:
            return _milestone(passage, period.span("date"), period.span("event"), year), 0
    dated = _OPENING_DATE.fullmatch(text)
    if not dated:
        return None
    date = dated["date"]
    if before is not None and _MONTHS.fullmatch(date):
        spelled = re.sub(r"(\d{1,2})[~・](\d{1,2})月", r"\1月~\2月", date)
        calendar = before.start[:4] if before.start else str(before.year)
        year = _only_year(f"{calendar}年{spelled}")
    else:
        year = _only_year(date)
    if year is None or (year.start is None and year.basis == "fiscal"):
        return None
    span = dated.span("event")
    stated = year.model_copy(update={"text": date})
    return _milestone(passage, dated.span("date"), span, stated), span[0]


def _only_year(text: str) -> FiscalYear | None:
    """The year of a text that is nothing but a date."""
    found = find_years(text)
    if len(found) != 1 or re.sub(
        r"[頃ごろ末旬上中下予定見込\s]", "", text.replace(found[0].text, "")
    ):
        return None
    return found[0].value


def _continuation(following: Piece | None) -> list[Line]:
    if following is None or following.row is not None or len(following.lines) > 2:
        return []
    return [] if sign_of(following.lines[0]) else list(following.lines)


def _milestone(
    passage: Passage, date: tuple[int, int], event: tuple[int, int], year: FiscalYear
) -> Milestone:
    source = passage.source(*event)
    return Milestone(
        page=source.page,
        sources={"fiscal_year": passage.source(*date), "event": source},
        fiscal_year=year,
        event=tidy(passage.text[event[0] : event[1]]),
    )
