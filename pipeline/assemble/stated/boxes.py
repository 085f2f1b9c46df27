"""Figures that slides state in boxes and cards: 森林資源の22％を保有, 割引率 ３０％."""

import re
from collections.abc import Iterator, Sequence

from models import Fact, Money, Quantity
from models.page import Line, Passage, Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.edges import Edges, breaks_freely, edges_of
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import Piece, pieces, sign_of, tidy, without
from pipeline.assemble.lines.wrapping import is_open, width
from pipeline.recognise import Mention, find_money, find_quantities

_LONGEST_BOX = 40
_MOST_LINES = 5
_WIDEST = 32
_MOST_COLUMNS = 4
_SIGNED = ("-", "−", "△", "▲", "~")
# Counts that are part of a name where they follow it directly: 北東北3県, 胆振3市.
_PLACES = frozenset(["県", "都", "府", "市", "町", "村", "区", "市町", "町村", "市町村", "国"])
_FIGURE = re.compile(r"[0-9一二三四五六七八九十百千]")
_RATES = frozenset(["%", "倍", "ポイント"])
_ENTRY = re.compile(r"(?P<label>[^\s\d()、。・:]{2,14})(?:\s*:\s*|\s+)(?P<text>\S.*)")
_COUNTED = re.compile(r"(?P<name>[^()・、\s\d]{2,20})\s*+\((?P<value>[^()\d]*+\d[^()]*+)\)")
_BRACKET = re.compile(r"\s*\((?P<inside>[^()]*)\)\s*")
_PARTICLES = "をでにはがとの、・ "


def box_facts(blocks: Sequence[Placed], about: About) -> Taken:
    """A fact for each entry of a card, and for each box of few words around one figure.

    A card's entry is a label and its value (割引率 30%), or a label and names with their counts
    (利用可能店舗 百貨店(37店舗)). The whole text of a box is its fact's label.
    """
    known = paragraphs(pieces(blocks))
    edges = edges_of(known)
    records: list[Fact] = []
    used: list[Line] = []
    for lines, section in _entries(blocks, known):
        facts = list(_card(lines, section))
        records += facts
        used += lines if facts else ()
    taken = {id(line) for line in used}
    for piece in known:
        if piece.row is not None or any(id(line) in taken for line in piece.lines):
            continue
        fact = _box(piece, edges)
        if fact:
            records.append(fact)
            used += piece.lines
    return Taken(list(records), rest=without(blocks, used))


def _entries(
    blocks: Sequence[Placed], known: Sequence[Piece]
) -> Iterator[tuple[tuple[Line, ...], tuple[str, ...]]]:
    """The lines of each entry: a table's row, or a line and those on which its bracket closes."""
    for placed in blocks:
        if isinstance(placed.block, Table) and placed.block.columns <= _MOST_COLUMNS:
            for number in range(placed.block.rows):
                row = (cell for cell in placed.block.cells if cell.row == number)
                cells = sorted(row, key=lambda cell: cell.column)
                yield tuple(line for cell in cells for line in cell.lines), placed.section
    for piece in known:
        group: list[Line] = []
        for line in piece.lines if piece.row is None else ():
            group.append(line)
            if not is_open(Passage.of(group).text):
                yield tuple(group), piece.section
                group = []


def _card(lines: Sequence[Line], section: tuple[str, ...]) -> Iterator[Fact]:
    if not _states(lines):
        return
    passage = Passage.of(lines, separator=" ")
    entry = _ENTRY.fullmatch(passage.text)
    if not entry or not lines or sign_of(lines[0]):
        return
    counted = list(_COUNTED.finditer(entry["text"]))
    offset = entry.start("text")
    if counted and not re.sub(r"[・、\s]", "", _COUNTED.sub("", entry["text"])):
        for match in counted:
            value = _only(match["value"])
            if value:
                start, end = match.span("value")
                yield _fact(
                    (tidy(match["name"]), value.value, tidy(entry["label"])),
                    (passage, offset + start, offset + end),
                    section,
                )
        return
    found = [m for m in find_quantities(entry["text"]) if m.start == 0]
    if not found:
        return
    end = found[0].end
    bracket = _BRACKET.fullmatch(entry["text"], end)
    if end < len(entry["text"].rstrip()) and not bracket:
        return
    label = tidy(entry["label"])
    yield _fact((label, found[0].value, None), (passage, offset, offset + end), section)
    if bracket:
        yield from _inside(passage, offset + bracket.start("inside"), bracket["inside"], section)


def _inside(passage: Passage, offset: int, text: str, section: tuple[str, ...]) -> Iterator[Fact]:
    """The amounts of a bracket, each with the word before it or, without one, after it."""
    done = 0
    for found in find_money(text):
        label = text[done : found.start].strip(_PARTICLES)
        if not label:
            label = text[found.end :].strip(_PARTICLES)
        done = found.end
        if label:
            span = (passage, offset + found.start, offset + found.end)
            yield _fact((tidy(label), found.value, None), span, section)


def _box(piece: Piece, edges: Edges) -> Fact | None:
    """The figure of a box, or of a few short lines where no boxes are drawn."""
    if len(piece.lines) > _MOST_LINES or not _states(piece.lines):
        return None
    passage = Passage.of(piece.lines)
    text = tidy(passage.text)
    if len(text) > _LONGEST_BOX or re.search("[。:]", text):
        return None
    if sign_of(piece.lines[0]):
        return None
    if not piece.frame and not breaks_freely(piece, edges):
        return None
    if not piece.frame and any(width(line.text) > _WIDEST for line in piece.lines):
        return None
    found = [m for m in find_quantities(passage.text) if not _names(passage.text, m)]
    if len(found) != 1 or find_money(passage.text):
        return None
    counted = _COUNTED.fullmatch(text)
    label = tidy(counted["name"]) if counted else text
    return _fact(
        (label, found[0].value, None), (passage, found[0].start, found[0].end), piece.section
    )


def _states(lines: Sequence[Line]) -> bool:
    """Whether there can be a figure at all."""
    return any(_FIGURE.search(line.text) for line in lines)


def _only(text: str) -> Mention[Quantity] | None:
    """The one quantity that a text is."""
    found = find_quantities(text)
    return found[0] if len(found) == 1 and tidy(found[0].text) == tidy(text) else None


def _names(text: str, mention: Mention[Quantity]) -> bool:
    """Whether a figure states nothing of its own.

    Its sign may stand apart; it numbers a heading (3 地域の…), announces what follows (4つの視点),
    or is part of a name (北東北3県).
    """
    if mention.value.unit == "つ":
        return True
    if not mention.start and mention.value.unit not in _RATES and "連続" not in mention.text:
        return True
    before = text[: mention.start].rstrip()[-1:]
    if before in _SIGNED:
        return True
    return mention.value.unit in _PLACES and "一" <= before <= "鿿"


def _fact(
    said: tuple[str, Quantity | Money, str | None],
    span: tuple[Passage, int, int],
    section: tuple[str, ...],
) -> Fact:
    label, value, scope = said
    passage, start, end = span
    source = passage.source(start, end)
    return Fact(
        page=source.page,
        section=section,
        sources={"label": passage.source(), "value": source},
        label=label,
        value=value,
        scope=scope,
    )
