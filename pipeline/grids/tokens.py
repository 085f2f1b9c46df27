"""Lines into tokens: each has one meaning, and a figure is never cut or joined to a word."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from models.page import Line
from pipeline.grids.figures import ERA_YEAR, MONEY, figure_at
from pipeline.grids.model import Kind, Token
from pipeline.grids.openings import MARK_WORDS, SIGN_ALONE, begins_words, form_of, opening_of
from pipeline.grids.segments import segments
from pipeline.grids.spans import Span, box_of, size_of
from pipeline.recognise.marks import MARKS

# Widths of a character: a year stands no further before its amount.
_YEAR_ROOM = 1.5
_WESTERN = re.compile(r"(?:19|20)\d\d")
_YEAR_ALONE = re.compile(rf"(?:{ERA_YEAR}|(?:19|20)\d\d)\s?[:：]?")
# An arrow behind a figure, or alone between two that stand apart.
_ARROW = re.compile(r"(?:(?<=[\d円)）%])\s?|(?<![^\s]))(?P<arrow>[→⇒➡])\s?(?=[^ぁ-んァ-ヶ]|$)")
# The office that a name closes with in brackets.
_CLOSING_OFFICE = re.compile(
    r"\s?[\[(〔【][^\[\](){}〔〕【】\d、。]{1,14}(?:課|部|局|室|委員会|事務局|支所)[\])〕】]\s*$"
)
# Points that lead from words to what stands apart from them: within, behind and before words.
_LEADER = re.compile(r"(?<![.…‥・･_‐-])[.…‥・･_‐-]{4,}+")
_LAST_LEADER = re.compile(rf"(?:{_LEADER.pattern}|(?<![…‥])[…‥]++)\s*+$")
_FIRST_LEADER = re.compile(rf"(?:{_LEADER.pattern}|[.…‥]{{3,}}+)\s?")
_CLOSING_LABEL = re.compile(
    rf"[\s)）\]】](?P<label>(?=[^\s:：]){ERA_YEAR}?(?:本年度|今年度|前年度|昨年度)?(?:の?当初|補正)?(?:予算(?:案|現)?額?|事業費|金額|要求額|決算額|計上額|総額)?(?:は)?\s?[:：]?)\s?$"
)
_LONG_MARKS = "|".join(word for word in sorted(MARKS, key=len, reverse=True) if len(word) > 1)
_CLOSING_MARK = re.compile(
    rf"\s*[(（\[［【〔<〈《「]\s?(?P<mark>{MARK_WORDS})\s?[)）\]］】〕>〉》」]\s*$"
    rf"|\s+(?P<bare>{_LONG_MARKS})\s*$"
)


def tokens(line: Line) -> list[Token]:
    """The tokens of a line from left to right."""
    found: list[Token] = []
    parts = segments(line)
    sign: tuple[str, float] | None = None
    for number, (start, end) in enumerate(parts):
        text = line.text[start:end]
        opens = all(token.kind is Kind.MARK for token in found) and sign is None
        if (
            opens
            and number + 1 < len(parts)
            and SIGN_ALONE.fullmatch(text)
            and begins_words(line, parts[number + 1])
        ):
            # 1 and ■ that stand apart before words are their number and their sign.
            sign = (form_of(text), box_of(line, start, end)[0])
            continue
        more: list[Token] = []
        at = start
        for arrow in _ARROW.finditer(line.text, start, end):
            behind = bool(found) and found[-1].kind in (Kind.FIGURE, Kind.NONE)
            if arrow.start() == start and not behind:
                continue
            more.extend(_segment(line, at, arrow.start(), first=number == 0))
            more.append(Token(Kind.ARROW, Span(line, arrow.start("arrow"), arrow.end("arrow"))))
            at = arrow.end()
        more.extend(_segment(line, at, end, first=number == 0 and at == start))
        if sign is not None and more:
            place = next((i for i, token in enumerate(more) if token.kind is Kind.WORDS), None)
            if place is not None and not more[place].bullet:
                more[place] = replace(more[place], bullet=sign[0], bullet_x=sign[1])
            sign = None
        found.extend(more)
    return [
        replace(token, kind=Kind.WORDS) if _is_year_before(token, after) else token
        for token, after in zip_longest(found, found[1:])
    ]


def _is_year_before(token: Token, after: Token | None) -> bool:
    """Whether a bare figure is the year of the amount right after it: 2021 1,234万円."""
    return (
        token.kind is Kind.FIGURE
        and after is not None
        and after.kind is Kind.FIGURE
        and not after.bracket
        and _WESTERN.fullmatch(token.text) is not None
        and MONEY.search(after.text) is not None
        and after.box[0] - token.box[2] < _YEAR_ROOM * size_of(token.span.line)
    )


def is_text(token: Token) -> bool:
    """Whether a token is words of its own, not the year that an amount beside it is of."""
    return token.kind is Kind.WORDS and _YEAR_ALONE.fullmatch(token.text) is None


def _segment(line: Line, start: int, end: int, *, first: bool) -> Iterator[Token]:
    opening = opening_of(line, start, end, first=first)
    place, bullet, bullet_x, sign = opening.place, opening.bullet, opening.bullet_x, opening.sign
    if opening.mark_span is not None:
        yield Token(Kind.MARK, opening.mark_span, mark=opening.mark)
    if place >= end and bullet:
        return
    words_from = place
    while place < end:
        found = figure_at(line, place, start, end)
        if found is None:
            place += 1
            continue
        if found.span.start > words_from:
            yield from _signed(
                _words(line, words_from, found.span.start, bullet, bullet_x, figure=True), sign
            )
            bullet, bullet_x, sign = "", None, None
        yield replace(found, bullet=bullet, bullet_x=bullet_x) if bullet else found
        bullet, bullet_x = "", None
        place = words_from = max(found.span.end, place + 1)
    if words_from < end:
        yield from _signed(_words(line, words_from, end, bullet, bullet_x), sign)


def _signed(words: Iterator[Token], sign: Span | None) -> Iterator[Token]:
    """The tokens, the first words with the sign that stands before them."""
    for token in words:
        if sign is not None and token.kind is Kind.WORDS:
            yield replace(token, sign=sign)
            sign = None
        else:
            yield token


def _words(
    line: Line, start: int, end: int, bullet: str, bullet_x: float | None, *, figure: bool = False
) -> Iterator[Token]:
    """Words with the mark that closes them, and the label of the figure that follows them."""
    text = line.text
    if figure and (label := _CLOSING_LABEL.search(text, start, end)) and label.start() > start:
        yield from _words(line, start, label.start(), bullet, bullet_x)
        start, bullet, bullet_x = label.start("label"), "", None
    while leader := _LAST_LEADER.search(text, start, end):
        end = leader.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if lead := _FIRST_LEADER.match(text[start:end]):
        start += lead.end()
    if start >= end:
        return
    if leader := _LEADER.search(text, start, end):
        yield from _words(line, start, leader.start(), bullet, bullet_x)
        yield from _words(line, leader.end(), end, "", None, figure=figure)
        return
    closed = figure and text[end - 1] in ":：" and end - 1 > start
    if closed:
        end = start + len(text[start : end - 1].rstrip())
    office = _CLOSING_OFFICE.search(text, start, end)
    if office and office.start() > start:
        yield from _words(line, start, office.start(), bullet, bullet_x)
        yield Token(Kind.WORDS, Span(line, office.start(), end))
        return
    closing = _CLOSING_MARK.search(text, start, end)
    if closing and closing.start() > start:
        yield Token(
            Kind.WORDS, Span(line, start, closing.start()), bullet=bullet, bullet_x=bullet_x
        )
        yield Token(
            Kind.MARK,
            Span(line, closing.start(), end),
            mark=MARKS[closing["mark"] or closing["bare"]],
        )
        return
    words = Span(line, start, end)
    yield Token(Kind.WORDS, words, bullet=bullet, bullet_x=bullet_x, closed=closed)
