"""What opens an item before its words: a bullet, a number, a mark, a sign of a legend."""

import re
from dataclasses import dataclass

from models import Mark
from models.page import Line
from pipeline.grids.spans import Span, box_of
from pipeline.recognise.marks import MARKS

# Any symbol that is no bracket, point, sign or mark of punctuation may stand before an item.
SYMBOL = (
    r"[^\w\s()（）\[\]「」『』【】〔〕<>《》〈〉、。,.%％△▲+~〜\"'/:：;；!！?？…‥"
    r"―ー‐–—─−\-*＊→⇒\u3000]"
)
MARK_WORDS = "|".join(sorted(MARKS, key=len, reverse=True))
_OPENING_MARK = re.compile(
    rf"\s*(?:[(（\[［【〔<〈《「]\s?(?P<boxed>{MARK_WORDS})\s?[)）\]］】〕>〉》」]|(?P<bare>{MARK_WORDS})(?=\s|{SYMBOL}|$)|(?P<sign>[㋐-㋾]))\s*"
)
BULLET = re.compile(
    rf"(?P<sign>(?:{SYMBOL}|[*＊→⇒\-–](?=\s?[^\d\s,.)\]）]))(?=\s*[^\s,.)\]）])"
    r"|[△▲](?=\s?[^\d\s.,)\]]))\s*"
    r"|(?P<number>\d{1,2}(?:[-.・]\d{1,2}){1,3}(?=\s+[^\W\d]{2})|\(\d{1,3}\)(?!\d)|[①-⑳㉑-㊿❶-❿]|\d{1,3}[.．)）](?!\d)|\d{1,2}\.(?=\d{1,3}(?:,\d{3})+)|[ア-ン][.．)）]|[a-zA-Z][.)](?=[^\w])|\([ア-ン]\)"
    r"|[イロハニホヘトア-コ]\s(?=\S))\s*"
)
SIGN_ALONE = re.compile(
    rf"\d{{1,3}}|{SYMBOL}|[→⇒*▲△]|" r"\(\d{1,3}\)|[①-⑳]|\d{1,3}[.．)）]|[ア-ン]"
)
_CIRCLED = re.compile("[①-⑳㉑-㉟㊱-㊿❶-❿]")
_NUMBERED = re.compile(r"(?P<number>\d{1,2})\s+(?=[^\d\s(（\[、。.,%])")


def begins_words(line: Line, part: tuple[int, int]) -> bool:
    """Whether a part of a line opens with a mark or a letter, not with a figure or a bracket."""
    text = line.text[part[0] : part[1]]
    return (
        re.match(r"[^\d\s,.%％()（）\[\]-]", text) is not None
        or _OPENING_MARK.match(text) is not None
    )


def form_of(sign: str) -> str:
    """The form of a sign: a number of any size is n, a figure in a circle is ①."""
    bare = sign.strip()
    if _CIRCLED.fullmatch(bare):
        return "①"
    if len(bare) == 1 and not bare.isalnum():
        return bare
    return re.sub(r"\w+", "n", bare)


@dataclass
class Opening:
    """What opens a segment, up to `place`: a mark, a bullet, a sign beside the bullet."""

    place: int
    bullet: str = ""
    bullet_x: float | None = None
    mark: Mark | None = None
    mark_span: Span | None = None
    sign: Span | None = None


def opening_of(line: Line, start: int, end: int, *, first: bool) -> Opening:
    """A mark, a bullet and a sign stand before words in any order."""
    text, found = line.text, Opening(start)
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
            found.bullet = form_of(match["sign"] or match["number"]) if bullet_at else "n"
            found.bullet_x = box_of(line, found.place, found.place + 1)[0]
            found.place = match.end()
        elif match is not None and found.sign is None:
            here = Span(line, found.place, match.end())
            if len(found.bullet) == 1 and not found.bullet.isalnum():
                # ★・: the sign that tells one item from another stands before the bullet of all.
                found.sign, found.bullet = bullet_at, form_of(match["sign"] or match["number"])
            elif match["sign"]:
                found.sign = here
            else:
                break
            found.place = match.end()
    return found
