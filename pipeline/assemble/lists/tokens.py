"""What the lines of a project list are: marks, project lines, ほかn事業, 同上, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.page import Passage
from pipeline.assemble.lines.pieces import goes_on
from pipeline.assemble.lines.strands import Strand, passage
from pipeline.assemble.lists.entry import Tail, find_tail, is_addition
from pipeline.assemble.lists.notes import Note, read_note
from pipeline.assemble.lists.words import (
    ACTIONS,
    AND_SO_ON,
    BULLET,
    HEADING_SIGNS,
    MARK,
    NOTE,
    POINTS,
    PROJECT_NAME,
    SAME,
    label,
)
from pipeline.recognise.vocabulary import OTHERS

_LABELS = tuple(label(words) for words in (ACTIONS, POINTS))
_OTHERS = re.compile(rf"[・\s]*+(?:{OTHERS.pattern})\s*+")
_MOST_LINES = 8
# What may be left of a name when its end comes to stand alone on a line.
_NAME_END = re.compile(
    r"(?:事業|業)?費(?:補助金|負担金|交付金)?|(?:補助|交付|負担|助成|給付|支援)?金|[(（].{1,12}[)）]"
)


class Kind(StrEnum):
    """What a token of a project list is."""

    LABEL = "label"
    NOTE = "note"
    MARK = "mark"
    ENTRY = "entry"
    BULLET = "bullet"
    OTHERS = "others"
    SAME = "same"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Token:
    """Lines that are one thing, from the strand at `index`.

    `start` is where its own text begins in the joined lines: after the mark, after the bullet.
    `more` are the lines that a name goes on to below its amount.
    """

    kind: Kind
    index: int
    parts: tuple[Strand, ...]
    start: int = 0
    mark: str = ""
    tail: Tail | None = None
    more: tuple[Strand, ...] = ()
    count: int = 0

    @property
    def passage(self) -> Passage:
        """The token's lines, joined."""
        return passage(self.parts)

    @property
    def text(self) -> str:
        """The token's own text, without 同上 in brackets at its end."""
        return SAME.sub("", self.passage.text[self.start :]).strip()


def tokens(lines: Sequence[Strand]) -> Iterator[Token]:
    """The lines as tokens, in order; every line is in one token."""
    index = 0
    while index < len(lines):
        for token in _next(lines, index):
            yield token
            index = max(index, token.index + len(token.parts) + len(token.more))


def _next(lines: Sequence[Strand], index: int) -> Iterator[Token]:
    strand = lines[index]
    text = strand.text
    kind = _alone(text)
    if kind is Kind.LABEL and (rest := _after_label(text)):
        yield Token(Kind.LABEL, index, (strand,))
        yield from _wrapped(lines, Token(Kind.TEXT, index, (strand,), rest))
        return
    if kind is not None:
        others = _OTHERS.fullmatch(text)
        yield Token(kind, index, (strand,), count=int(others["count"]) if others else 0)
        return
    mark = MARK.match(text)
    start = mark.end() if mark else 0
    bullet = BULLET.match(text, start)
    if mark:
        sign = mark["boxed"] or mark["bare"]
        if bullet:
            entry = _entry(lines, index, bullet.end())
            yield Token(Kind.MARK, index, (strand,), start=len(text), mark=sign)
            yield entry
            return
        yield from _wrapped(lines, Token(Kind.MARK, index, (strand,), start, sign))
        return
    if bullet:
        entry = _entry(lines, index, bullet.end())
        if entry.kind is Kind.BULLET and text[0] in HEADING_SIGNS:
            yield from _wrapped(lines, Token(Kind.TEXT, index, (strand,), bullet.end()))
        else:
            yield entry
        return
    yield from _wrapped(lines, Token(Kind.TEXT, index, (strand,)))


def _after_label(text: str) -> int | None:
    """Where a heading begins that stands on its label's line: 【ポイント】■ 未来への継承."""
    for form in _LABELS:
        match = form.match(text)
        if match and text[match.end() :].strip() and not read_note(text, Note()):
            sign = BULLET.match(text, match.end())
            return sign.end() if sign else match.end()
    return None


def _alone(text: str) -> Kind | None:
    """What a line is by itself, whatever stands around it."""
    if any(form.match(text) for form in _LABELS):
        return Kind.LABEL
    if _OTHERS.fullmatch(text):
        return Kind.OTHERS
    if SAME.match(text):
        return Kind.SAME
    if NOTE.match(text) or AND_SO_ON.fullmatch(text) or read_note(text, Note()):
        return Kind.NOTE
    return None


def _wrapped(lines: Sequence[Strand], first: Token) -> Iterator[Token]:
    """A text with the lines it wraps over, and 同上 where it ends so."""
    parts = list(first.parts)
    while not SAME.search(parts[-1].text):
        following = _following(lines, first.index + len(parts))
        if following is None or not _carries_on(parts[-1], following):
            break
        parts.append(following)
    whole = Token(first.kind, first.index, tuple(parts), first.start, first.mark)
    yield whole
    if SAME.search(parts[-1].text):
        yield Token(Kind.SAME, first.index + len(parts) - 1, (parts[-1],))


def _entry(lines: Sequence[Strand], index: int, start: int) -> Token:
    """A bullet with its name, wrapped or not, up to its amounts; a plain bullet has none."""
    parts = [lines[index]]
    while True:
        tail = find_tail(passage(parts))
        following = _following(lines, index + len(parts))
        if tail and (tail.sure or following is None or not _carries_on(parts[-1], following)):
            break
        joins = following is not None and (
            _carries_on(parts[-1], following) or _is_figure(following.text) or following.cell
        )
        if following is None or not joins or len(parts) >= _MOST_LINES:
            return _plain(lines, index, start)
        parts.append(following)
    while (following := _following(lines, index + len(parts))) and is_addition(following.text):
        parts.append(following)
    tail = find_tail(passage(parts)) or tail
    name = passage(parts).text[start : tail.start]
    following = _following(lines, index + len(parts))
    more = (following,) if following and _ends_name(name, parts[-1], following) else ()
    return Token(Kind.ENTRY, index, tuple(parts), start, tail=tail, more=more)


def _ends_name(name: str, last: Strand, following: Strand) -> bool:
    """Whether a line is the end of a name whose amount stands on the line above: …推進⏎事業費."""
    above, below = last.line.bbox, following.line.bbox
    if following.heading != last.heading or last.page != following.page:
        return False
    if not above or not below:
        if following.fresh:
            return False
    elif below[1] - above[3] > last.line.size:
        return False
    end = following.text
    if PROJECT_NAME.search(name.strip()):
        return _NAME_END.fullmatch(end) is not None
    return len(end) < len(name) and PROJECT_NAME.search(end) is not None


def _plain(lines: Sequence[Strand], index: int, start: int) -> Token:
    parts = [lines[index]]
    while following := _following(lines, index + len(parts)):
        if not _carries_on(parts[-1], following):
            break
        parts.append(following)
    return Token(Kind.BULLET, index, tuple(parts), start)


def _following(lines: Sequence[Strand], index: int) -> Strand | None:
    """The line at `index` where it does not begin something of its own."""
    if index >= len(lines):
        return None
    strand = lines[index]
    if is_addition(strand.text):
        return strand
    if _alone(strand.text) or MARK.match(strand.text):
        return None
    if BULLET.match(strand.text) and not _wraps(lines[index - 1], strand):
        return None
    return strand


def _carries_on(last: Strand, following: Strand) -> bool:
    """Whether a line goes on with the text of the line before it."""
    if (following.fresh and not following.soft) or following.heading != last.heading:
        return False
    return not following.cell or following.place == last.place


def _wraps(last: Strand, following: Strand) -> bool:
    """Whether a line that begins with ・ was wrapped there: ・東京オリンピック⏎・パラリンピック.

    The line before is then full, and the beginning of a name that is no project's yet.
    """
    if following.fresh or PROJECT_NAME.search(last.text) or find_tail(passage([last])):
        return False
    if goes_on(last.line, following.line):
        return True
    return last.line.bbox is not None and BULLET.match(last.text) is not None


def _is_figure(text: str) -> bool:
    return re.match(r"[\d△▲約(（\[〔-]", text) is not None and is_figures(text)


def is_figures(text: str) -> bool:
    """Whether a line holds amounts and nothing else."""
    return (
        re.fullmatch(
            r"[\s\d,.△▲約円千百万億兆()（）\[\]〔〕［］\-－―拡充前年度うち新規民間資金:：]+", text
        )
        is not None
    )
