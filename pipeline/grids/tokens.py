"""Lines into tokens: each has one meaning, and a figure is never cut or joined to a word."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate, zip_longest
from unicodedata import east_asian_width

from models import BBox, Mark, Source
from models.page import Line, union
from pipeline.recognise.marks import MARKS
from pipeline.recognise.units import unit_after

# Words of one character that are spread over a column, and headings that stand side by side.
_SPREAD = re.compile(r"[一-龠々ぁ-んァ-ヶ]")
_SPREAD_END = re.compile(r"[一-龠々ぁ-んァ-ヶ](?:[(（][^()（）]{1,6}[)）])?")
_WIDEST_SPREAD = 4.0
# Two characters that stand further apart are one word only where it is a heading.
_FAR = 2.4
_HEADINGS = frozenset(
    ("比較", "増減", "合計", "歳入", "歳出", "備考", "区分", "説明", "金額", "摘要")
)
_LEVEL_WORDS = frozenset("款項目節男女計国県道府都")
# A gap this wide, in widths of a character, parts what stands in a line.
_GAP = 0.9
# Widths of a character: a year stands no further before its amount.
_YEAR_ROOM = 1.5
# Text input has no boxes: a character's place is its column, half a width for half a width.
_TEXT_SIZE = 10.0

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"[△▲−+\-]?\s?"
_AMOUNT = (
    rf"(?:約\s?)?{_SIGN}(?:(?:{_NUMBER})\s?(?:兆|億|千万|百万|十万|万|千)\s?)*(?:{_NUMBER})?\s?円?"
)
_DASH = r"[-−―ー‐–—─]{1,3}|皆増|皆減"
_FIGURE = re.compile(rf"(?P<amount>(?=[約△▲−\-]*\s?\d){_AMOUNT})")
_MONEY = re.compile(r"\d{1,3}(?:,\d{3})+|[円億万兆]|\d千(?!\d)")
_ERA_YEAR = (
    r"(?:(?:令和|平成|[RH])\s?(?:\d{1,2}|元)\s?(?:年度?)?|(?:19|20)\d\d(?=\s?[年:：])(?:\s?年度?)?)"
)
_WESTERN = re.compile(r"(?:19|20)\d\d")
_YEAR_ALONE = re.compile(rf"(?:{_ERA_YEAR}|(?:19|20)\d\d)\s?[:：]?")
_LABEL_WORDS = "|".join(
    (
        "前",
        "昨",
        "増減",
        "比較",
        "対前年",
        "当初",
        "補正",
        "拡充",
        "うち",
        "民間",
        "財源",
        "繰越",
        "年度",
        "決算",
        "予算",
        "内",
        "同",
        "寄附",
        "寄付",
        "ふるさと",
    )
)
_LABEL = (
    rf"(?:(?=[^\d()]*(?:{_LABEL_WORDS})|{_ERA_YEAR})"
    rf"(?:{_ERA_YEAR}|[^\d()\[\]{{}}【】〔〕、。:：+△▲-]){{0,14}}\s?[:：]?\s?)?"
)
_BRACKETED = re.compile(
    rf"(?P<open>[\[(〔<《{{])\s?(?P<label>{_LABEL})"
    rf"(?P<inner>(?=[約△▲−+\-]*\s?\d){_AMOUNT}|{_DASH})\s?[\])〕>》}}]"
)
_UNCLOSED = re.compile(
    rf"(?P<open>[\[(〔<《])\s?(?P<label>{_LABEL})(?:(?P<inner>{_AMOUNT}|{_DASH})\s?)?$"
)
_SHORT_BRACKET = re.compile(r"[\[(〔<《][^\[\]()〔〕<>《》]{1,24}(?:[\])〕>》]|$)")
# A sentence that goes on: 総事業費は belongs to the figure behind it, and both to the sentence.
MID_SENTENCE = re.compile(r"(?:[、。]|を|する|した).{0,200}[はがをにでともの、]約?$")
# An arrow behind a figure, or alone between two that stand apart.
_ARROW = re.compile(r"(?:(?<=[\d円)）%])\s?|(?<![^\s]))(?P<arrow>[→⇒➡])\s?(?=[^ぁ-んァ-ヶ]|$)")
# The office that a name closes with in brackets.
_CLOSING_OFFICE = re.compile(
    r"\s?[\[(〔【][^\[\](){}〔〕【】\d、。]{1,14}(?:課|部|局|室|委員会|事務局|支所)[\])〕】]\s*$"
)
# What stands in brackets behind a figure, and words that go on right behind it.
_ASIDE = re.compile(r"[\[(〔<《][^\[\]()〔〕<>《》]{1,40}[\])〕>》]")
_WORD = re.compile(r"[ぁ-んァ-ヶ一-龠、。]")
# 2,539,91 at the end of a line: a figure whose last digits stand in the next one.
_CUT = re.compile(r"[△▲−-]?\d{1,3}(?:,\d{3})*,\d{0,2}$")
_NONE = re.compile(rf"(?:{_DASH})")
_LEADER = re.compile(r"\s?[.…‥・･_‐-]{4,}\s?|\s?[…‥]{1,}\s?")
# Any symbol that is no bracket, point, sign or mark of punctuation may stand before an item.
SYMBOL = (
    r"[^\w\s()（）\[\]「」『』【】〔〕<>《》〈〉、。,.%％△▲+~〜\"'/:：;；!！?？…‥"
    r"―ー‐–—─−\-*＊→⇒\u3000]"
)
_MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_OPENING_MARK = re.compile(
    rf"\s*(?:[(（\[［【〔<〈《「]\s?(?P<boxed>{_MARK_WORDS})\s?[)）\]］】〕>〉》」]|(?P<bare>{_MARK_WORDS})(?=\s|{SYMBOL}|$)|(?P<sign>[㋐-㋾]))\s*"
)
_CLOSING_LABEL = re.compile(
    rf"[\s)）\]】](?P<label>(?=[^\s:：]){_ERA_YEAR}?(?:本年度|今年度|前年度|昨年度)?(?:の?当初|補正)?(?:予算(?:案|現)?額?|事業費|金額|要求額|決算額|計上額|総額)?(?:は)?\s?[:：]?)\s?$"
)
_LONG_MARKS = "|".join(word for word in sorted(MARKS, key=len, reverse=True) if len(word) > 1)
_CLOSING_MARK = re.compile(
    rf"\s*[(（\[［【〔<〈《「]\s?(?P<mark>{_MARK_WORDS})\s?[)）\]］】〕>〉》」]\s*$"
    rf"|\s+(?P<bare>{_LONG_MARKS})\s*$"
)
BULLET = re.compile(
    rf"(?P<sign>(?:{SYMBOL}|[*＊→⇒\-–](?=\s?[^\d\s,.)\]）]))(?=\s*[^\s,.)\]）])"
    r"|[△▲](?=\s?[^\d\s.,)\]]))\s*"
    r"|(?P<number>\d{1,2}(?:[-.・]\d{1,2}){1,3}(?=\s+[^\W\d]{2})|\(\d{1,3}\)(?!\d)|[①-⑳㉑-㊿❶-❿]|\d{1,3}[.．)）](?!\d)|\d{1,2}\.(?=\d{1,3}(?:,\d{3})+)|[ア-ン][.．)）]|[a-zA-Z][.)](?=[^\w])|\([ア-ン]\)"
    r"|[イロハニホヘトア-コ]\s(?=\S))\s*"
)
_SIGN_ALONE = re.compile(
    rf"\d{{1,3}}|{SYMBOL}|[→⇒*▲△]|" r"\(\d{1,3}\)|[①-⑳]|\d{1,3}[.．)）]|[ア-ン]"
)
_CIRCLED = re.compile("[①-⑳㉑-㉟㊱-㊿❶-❿]")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\s+(?=[^\d\s(（\[、。.,%])")


class Kind(StrEnum):
    """What a token is."""

    WORDS = "words"
    FIGURE = "figure"
    NONE = "none"  # a dash, 皆増 or 皆減 where a figure would stand
    MARK = "mark"
    PARTIAL = "partial"  # a bracket that the end of the line leaves open
    ARROW = "arrow"  # from one figure to the next


@dataclass(frozen=True, slots=True)
class Span:
    """`line.text[start:end]`."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def box(self) -> BBox:
        """Points from the top left; for text input, columns and lines at ten points each."""
        return box_of(self.line, self.start, self.end)


@dataclass(frozen=True)
class Token:
    """A part of a line with one meaning.

    `bracket` is the bracket that opens around a figure, `label` the words in it before the figure.
    `bullet` is the sign or the form of number before words, `mark` what 新規 and its like say.
    `sign` is where a symbol stands before the bullet, as ★ in ★・; a legend says what it means.
    Words are `closed` where a colon parts them from their figure.
    """

    kind: Kind
    span: Span
    bracket: str = ""
    label: str = ""
    bullet: str = ""
    bullet_x: float | None = None
    mark: Mark | None = None
    glued: bool = False
    sign: Span | None = None
    closed: bool = False

    @property
    def text(self) -> str:
        return self.span.text

    @cached_property
    def box(self) -> BBox:
        return self.span.box


def box_of(line: Line, start: int, end: int) -> BBox:
    """The box of a part of a line; for text input, one made of its column and line number."""
    if line.boxes:
        first = line.origin[start]
        last = line.origin[end] if end < len(line.text) else len(line.printed)
        last = max(last, line.origin[end - 1] + 1)
        while last - 1 > first and line.printed[last - 1].isspace():
            last -= 1
        while first + 1 < last and line.printed[first].isspace():
            first += 1
        box = line.box(first, last)
        if box is not None:
            return box
    top = float(line.number or 0) * 1.5 * _TEXT_SIZE
    places = _columns(line.printed, even=line.even)
    x0 = places[line.origin[start]] if start < len(line.origin) else 0.0
    widths = _columns(line.text, even=line.even)
    width = widths[min(end, len(line.text))] - widths[min(start, len(line.text))]
    return (x0, top, x0 + width, top + _TEXT_SIZE)


@lru_cache(maxsize=1024)
def _columns(text: str, *, even: bool = False) -> Sequence[float]:
    """Where each character of a text without places begins, and where the last one ends.

    A line is asked for every part of it: so once for all of them.
    """
    wide, tab, narrow = _TEXT_SIZE, 4 * _TEXT_SIZE / 2, _TEXT_SIZE / 2
    wide = narrow if even else wide
    # Signs as ○ and ★ are as wide as kana wherever Japanese text is set by columns.
    steps = (tab if c == "\t" else wide if east_asian_width(c) in "WFA" else narrow for c in text)
    return array("d", accumulate(steps, initial=0.0))


def size_of(line: Line) -> float:
    """The size of a line's text in points."""
    return line.size or _TEXT_SIZE


def segments(line: Line) -> list[tuple[int, int]]:
    """The parts of a line between gaps, without the spaces at their ends.

    The characters of a word that is spread over its column (歳　　入, 議　会　費) stay one part.
    """
    parts = list(_parts(line))
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(parts):
        more = _spread(line, parts, at)
        found.append((parts[at][0], parts[at + more - 1][1]))
        at += more
    return found


def _spread(line: Line, parts: Sequence[tuple[int, int]], at: int) -> int:
    """How many parts from `at` on are single characters of one word, evenly spread."""
    size = size_of(line)
    gaps: list[float] = []
    count = 1
    while at + count < len(parts):
        (a, b), (c, d) = parts[at + count - 1], parts[at + count]
        if not (_SPREAD.fullmatch(line.text[a:b]) and _SPREAD_END.fullmatch(line.text[c:d])):
            break
        gap = box_of(line, c, d)[0] - box_of(line, a, b)[2]
        if gap > _WIDEST_SPREAD * size or (gaps and abs(gap - gaps[0]) > 0.5 * size):
            break
        gaps.append(gap)
        count += 1
    whole = "".join(line.text[a:b] for a, b in parts[at : at + count])
    far = count == 2 and gaps[0] > _FAR * size and whole not in _HEADINGS
    if count > 1 and (set(whole) <= _LEVEL_WORDS or far):
        return 1
    return count


def _parts(line: Line) -> Iterator[tuple[int, int]]:
    text = line.text
    if not line.boxes:
        for match in re.finditer(r"\S+(?: \S+)*", text):
            yield match.span()
        return
    gap = _GAP * size_of(line)
    boxes, origin = line.boxes, line.origin
    held = _held(text)
    start: int | None = None
    right = 0.0
    last = 0
    for i, char in enumerate(text):
        if char == " ":
            continue
        at = 4 * origin[i]
        left = boxes[at]
        if start is None:
            start = i
        elif left - right > gap and i not in held:
            yield start, last + 1
            start = i
        right = boxes[at + 2]
        last = i
    if start is not None:
        yield start, last + 1


def _held(text: str) -> set[int]:
    """The places inside short brackets: what stands in one bracket is never parted."""
    found: set[int] = set()
    for match in _SHORT_BRACKET.finditer(text):
        found.update(range(match.start() + 1, match.end()))
    return found


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
            and _SIGN_ALONE.fullmatch(text)
            and _begins_words(line, parts[number + 1])
        ):
            # 1 and ■ that stand apart before words are their number and their sign.
            sign = (_form(text), box_of(line, start, end)[0])
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
        and _MONEY.search(after.text) is not None
        and after.box[0] - token.box[2] < _YEAR_ROOM * size_of(token.span.line)
    )


def is_text(token: Token) -> bool:
    """Whether a token is words of its own, not the year that an amount beside it is of."""
    return token.kind is Kind.WORDS and _YEAR_ALONE.fullmatch(token.text) is None


def _begins_words(line: Line, part: tuple[int, int]) -> bool:
    text = line.text[part[0] : part[1]]
    return (
        re.match(r"[^\d\s,.%％()（）\[\]-]", text) is not None
        or _OPENING_MARK.match(text) is not None
    )


def _form(sign: str) -> str:
    """The form of a sign: a number of any size is n, a figure in a circle is ①."""
    bare = sign.strip()
    if _CIRCLED.fullmatch(bare):
        return "①"
    if len(bare) == 1 and not bare.isalnum():
        return bare
    return re.sub(r"\w+", "n", bare)


@dataclass
class _Opening:
    """What opens a segment, up to `place`: a mark, a bullet, a sign beside the bullet."""

    place: int
    bullet: str = ""
    bullet_x: float | None = None
    mark: Mark | None = None
    mark_span: Span | None = None
    sign: Span | None = None


def _opening(line: Line, start: int, end: int, *, first: bool) -> _Opening:
    """A mark, a bullet and a sign stand before words in any order."""
    text, found = line.text, _Opening(start)
    bullet_at: Span | None = None
    for _ in range(3):
        match = _OPENING_MARK.match(text, found.place, end)
        if found.mark is None and match and (word := match["boxed"] or match["bare"]):
            apart = match.end() >= end or match["boxed"] or text[match.end() - 1].isspace()
            if apart or BULLET.match(text, match.end()):
                found.mark, found.mark_span = MARKS[word], Span(line, match.start(), match.end())
                found.place = match.end()
        match = BULLET.match(text, found.place, end)
        if match is not None and match.end() >= end:
            match = None
        if bullet_at is None:
            if match is not None:
                bullet_at = Span(line, found.place, match.end())
            elif not (first and (match := _NUMBERED.match(text, found.place, end))):
                continue
            found.bullet = _form(match["sign"] or match["number"]) if bullet_at else "n"
            found.bullet_x = box_of(line, found.place, found.place + 1)[0]
            found.place = match.end()
        elif match is not None and found.sign is None:
            here = Span(line, found.place, match.end())
            if len(found.bullet) == 1 and not found.bullet.isalnum():
                # ★・: the sign that tells one item from another stands before the bullet of all.
                found.sign, found.bullet = bullet_at, _form(match["sign"] or match["number"])
            elif match["sign"]:
                found.sign = here
            else:
                break
            found.place = match.end()
    return found


def _segment(line: Line, start: int, end: int, *, first: bool) -> Iterator[Token]:
    opening = _opening(line, start, end, first=first)
    place, bullet, bullet_x, sign = opening.place, opening.bullet, opening.bullet_x, opening.sign
    if opening.mark_span is not None:
        yield Token(Kind.MARK, opening.mark_span, mark=opening.mark)
    if place >= end and bullet:
        return
    words_from = place
    while place < end:
        found = _figure_at(line, place, start, end)
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
    while leader := re.compile(_LEADER.pattern + r"$").search(text[start:end]):
        end = start + leader.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    if lead := re.match(r"[.…‥]{3,}\s?", text[start:end]):
        start += lead.end()
    if start >= end:
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


def _figure_at(line: Line, place: int, start: int, end: int) -> Token | None:
    """The free figure that begins at a place of a segment: one that is no part of a word."""
    text = line.text
    char = text[place]
    before = text[place - 1] if place > start else " "
    if char in "[(〔<《{":
        match = _BRACKETED.match(text, place, end)
        if match and _ends(text, match.end(), end):
            inner = match["inner"]
            label = (match["label"] or "").strip()
            if not _is_number_only(inner, label, char):
                kind = Kind.NONE if _NONE.fullmatch(inner) else Kind.FIGURE
                return Token(
                    kind, Span(line, match.start(), match.end()), bracket=char, label=label
                )
        match = _UNCLOSED.match(text, place, end)
        if (
            match
            and end == match.end()
            and (match["inner"] or re.search("前|昨|R|令和", match["label"] or ""))
        ):
            return Token(
                Kind.PARTIAL, Span(line, place, end), bracket=char, label=match["label"].strip()
            )
        return None
    if not (char.isdigit() or char in "約△▲−-–―ー‐—─皆"):
        return None
    if before.isdigit() or before in ",.第" or (before.isascii() and before.isalpha()):
        return None
    if (cut := _CUT.match(text, place, end)) and cut.end() == end:
        return Token(Kind.FIGURE, Span(line, place, end))
    match = _FIGURE.match(text, place, end)
    if match and re.search(r"\d", match[0]):
        stop = match.end()
        while stop > place and text[stop - 1].isspace():
            stop -= 1
        # 12件 and 3.5% are counts: their unit is part of the figure.
        unit = unit_after(text, stop)
        money = _MONEY.search(match[0]) is not None
        if _ends(text, stop, end):
            glued = not before.isspace() and before not in "…‥.・:：)）]】〕」』/~～"
            if glued and not (money and MID_SENTENCE.search(text, start, place) is None):
                return None
            return Token(Kind.FIGURE, Span(line, place, stop), glued=glued)
        if (
            unit
            and unit.end <= end
            and _ends(text, unit.end, end)
            and before.isspace()
            and place == start
        ):
            return Token(Kind.FIGURE, Span(line, place, unit.end))
        return None
    dash = _NONE.match(text, place, end)
    apart = (before.isspace() or before in ":：") and (
        place == start or bool(dash and dash.end() >= end)
    )
    if dash and apart and _ends(text, dash.end(), end):
        return Token(Kind.NONE, Span(line, place, dash.end()))
    return None


def _ends(text: str, place: int, end: int) -> bool:
    """Whether a figure may end here: before nothing, a gap, leaders, or a bracket.

    約12億円(令和6年度~)である goes on behind the bracket: the figure is part of a sentence.
    """
    if place >= end or text[place] in " …‥":
        return True
    if text[place] not in "[(〔<《":
        return False
    aside = _ASIDE.match(text, place, end)
    return aside is None or aside.end() >= end or _WORD.match(text, aside.end()) is None


def _is_number_only(inner: str, label: str, bracket: str) -> bool:
    """Whether a bracket holds a number of a list or a year and no amount: (1), (R5)."""
    return bracket == "(" and not label and re.fullmatch(r"\d{1,2}", inner) is not None


def sources(spans: list[Span]) -> Source:
    """Where text over several places was printed: that of the first page, with the box of all."""
    parts = [span.line.source(span.start, span.end) for span in spans]
    parts = [part for part in parts if part.page == parts[0].page]
    boxes = [part.bbox for part in parts if part.bbox]
    confidences = [part.confidence for part in parts if part.confidence is not None]
    return Source(
        page=parts[0].page,
        bbox=union(boxes) if boxes else None,
        line=parts[0].line,
        text="\n".join(part.text for part in parts),
        confidence=min(confidences) if confidences else None,
    )
