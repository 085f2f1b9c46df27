"""Private money by the way it comes (ふるさと納税, クラウドファンディング), and its total."""

import re
from collections.abc import Sequence

from models import FiscalYear, FundingChannel, Money, Quantity, Source
from models.page import Line, Passage, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lines.stitch import document_lines
from pipeline.assemble.lines.strands import Strand, any_line, passage
from pipeline.assemble.lines.values import money_in
from pipeline.assemble.lists.notes import Note, read_note, read_notes
from pipeline.assemble.lists.words import AND_SO_ON, BULLET, NOTE
from pipeline.recognise import find_years

_PRIVATE = r"(?:民間資金|寄[附付]金?|ふるさと納税|クラウドファンディング|協賛金?|企業版)"
_MONEY = r"[△▲]?\s*+\d[\d,.]*+\s*+(?:兆|億|百万|千|万)?\s*+円?|[-－―–]"
_COUNT = r"\d[\d,]*+"
_ROW = re.compile(
    rf"\s*+[【\[〔(]?[^】\]〕)\d]{{0,12}}{_PRIVATE}[^】\]〕)\d]{{0,12}}[】\]〕)]?\s*+[:：]?\s*+"
    rf"(?P<count>{_COUNT})\s*+件\s*+(?P<amount>{_MONEY})\s*+(?P<prior>[\[〔(（]\s*+(?:{_MONEY})\s*+[\]〕)）])?\s*+"
)
_HINT = re.compile(rf"{_PRIVATE}.*件")
_YEAR = r"(?:令和|平成|R|H)\s*+(?:元|\d{1,2})\s*+(?:年度?)?"
_GROWTH = re.compile(
    rf"\s*+(?P<name>\D{{0,60}}?{_PRIVATE}\D{{0,60}}?)(?<!\s)\s*+(?P<prior_year>{_YEAR})\s*+"
    rf"(?P<prior_count>{_COUNT})\s*+件\s*+(?P<prior>{_MONEY})\s*+(?:→|⇒|➡|▶|>|から)\s*+"
    rf"(?P<year>{_YEAR})\s*+(?P<count>{_COUNT})\s*+件\s*+(?P<amount>{_MONEY})\s*+"
    r"(?:[(（]\s*+(?P<ratio>\d+(?:\.\d+)?)\s*+倍\s*+[)）])?\s*+"
)
_MOST_LINES = 3
_LONGEST_NAME = 30


def channels(blocks: Sequence[Placed], about: About) -> Taken:
    """Lines that count private money, 【民間資金】 11件 59,200 [6,740], under a channel's name."""
    if not any_line(blocks, _HINT):
        return Taken(rest=list(blocks))
    lines = document_lines(blocks)
    notes = read_notes(lines, about)
    taken = Taken()
    used: list[Line] = []
    for index, strand in enumerate(lines):
        note = notes.at(index, strand.page)
        if growth := _growth(lines, index):
            text, match = growth
            taken.records.append(_total(text, match, note, strand))
            used += text.lines
            continue
        row = _ROW.fullmatch(strand.text)
        name = _name(lines, index) if row else None
        if row and name:
            taken.records.append(_channel(passage([strand]), row, note, name))
            used.append(strand.line)
    taken.rest.extend(without(blocks, used))
    return taken


def _growth(lines: Sequence[Strand], index: int) -> tuple[Passage, re.Match[str]] | None:
    """A total of two years at a line, wrapped or not."""
    found: tuple[Passage, re.Match[str]] | None = None
    for count in range(1, _MOST_LINES + 1):
        text = passage(lines[index : index + count])
        match = _GROWTH.fullmatch(text.text)
        if match:
            found = (text, match)
        elif found:
            break
    return found


def _name(lines: Sequence[Strand], index: int) -> Strand | None:
    """The channel's name: the short text that stands last before the line."""
    for strand in reversed(lines[:index]):
        text = strand.text
        if NOTE.match(text) or AND_SO_ON.fullmatch(text) or read_note(text, Note()):
            continue
        if BULLET.match(text) or len(text) > _LONGEST_NAME or _ROW.fullmatch(text):
            return None
        return strand
    return None


def _channel(text: Passage, match: re.Match[str], note: Note, name: Strand) -> FundingChannel:
    prior = _money(match["prior"], note) if match["prior"] else None
    sources: dict[str, Source] = {
        "channel": name.line.source(),
        "count": text.source(*match.span("count")),
        "amount": text.source(*match.span("amount")),
    }
    if prior:
        sources["prior_amount"] = text.source(*match.span("prior"))
    return FundingChannel(
        page=name.page,
        section=name.section,
        sources=sources,
        channel=tidy(name.text).strip("【】[]〔〕()（）■●○◆"),
        count=_count(match["count"]),
        amount=_money(match["amount"], note),
        fiscal_year=note.year,
        prior_amount=prior,
        prior_fiscal_year=note.prior_year if prior else None,
    )


def _total(text: Passage, match: re.Match[str], note: Note, strand: Strand) -> FundingChannel:
    said = {name: start for name, start in match.groupdict().items() if start is not None}
    fields = {
        "name": "channel",
        "year": "fiscal_year",
        "prior": "prior_amount",
        "prior_year": "prior_fiscal_year",
    }
    ratio = match["ratio"]
    return FundingChannel(
        page=strand.page,
        section=strand.section,
        sources={fields.get(name, name): text.source(*match.span(name)) for name in said},
        channel=tidy(match["name"]),
        count=_count(match["count"]),
        amount=_money(match["amount"], note),
        fiscal_year=_year(match["year"]),
        prior_count=_count(match["prior_count"]),
        prior_amount=_money(match["prior"], note),
        prior_fiscal_year=_year(match["prior_year"]),
        ratio=Quantity(value=float(ratio), text=f"{ratio}倍", unit="倍") if ratio else None,
    )


def _count(text: str) -> Quantity:
    return Quantity(value=int(text.replace(",", "")), text=f"{text}件", unit="件")


def _money(text: str, note: Note) -> Money | None:
    if money := money_in(text, unit=note.unit):
        return money
    dash = text.strip(" []〔〕()（）")
    return Money(yen=None, text=dash, unit=note.unit or 1, none=True) if dash in "-－―–" else None


def _year(text: str) -> FiscalYear | None:
    found = find_years(text)
    return found[0].value if found else None
