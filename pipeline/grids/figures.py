"""Figures that stand free in a line, alone or in brackets with a label: none is cut from a word."""

import re

from models.page import Line
from pipeline.grids.model import Kind, Token
from pipeline.grids.spans import Span
from pipeline.recognise.units import unit_after

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SIGN = r"[△▲−+\-]?\s?"
_AMOUNT = (
    rf"(?:約\s?)?{_SIGN}(?:(?:{_NUMBER})\s?(?:兆|億|千万|百万|十万|万|千)\s?)*(?:{_NUMBER})?\s?円?"
)
_DASH = r"[-−―ー‐–—─]{1,3}|皆増|皆減"
_FIGURE = re.compile(rf"(?P<amount>(?=[約△▲−\-]*\s?\d){_AMOUNT})")
MONEY = re.compile(r"\d{1,3}(?:,\d{3})+|[円億万兆]|\d千(?!\d)")
ERA_YEAR = (
    r"(?:(?:令和|平成|[RH])\s?(?:\d{1,2}|元)\s?(?:年度?)?|(?:19|20)\d\d(?=\s?[年:：])(?:\s?年度?)?)"
)
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
    rf"(?:(?=[^\d()]*(?:{_LABEL_WORDS})|{ERA_YEAR})"
    rf"(?:{ERA_YEAR}|[^\d()\[\]{{}}【】〔〕、。:：+△▲-]){{0,14}}\s?[:：]?\s?)?"
)
_BRACKETED = re.compile(
    rf"(?P<open>[\[(〔<《{{])\s?(?P<label>{_LABEL})"
    rf"(?P<inner>(?=[約△▲−+\-]*\s?\d){_AMOUNT}|{_DASH})\s?[\])〕>》}}]"
)
_UNCLOSED = re.compile(
    rf"(?P<open>[\[(〔<《])\s?(?P<label>{_LABEL})(?:(?P<inner>{_AMOUNT}|{_DASH})\s?)?$"
)
# A sentence that goes on: 総事業費は belongs to the figure behind it, and both to the sentence.
MID_SENTENCE = re.compile(r"(?:[、。]|を|する|した).{0,200}[はがをにでともの、]約?$")
# What stands in brackets behind a figure, and words that go on right behind it.
_ASIDE = re.compile(r"[\[(〔<《][^\[\]()〔〕<>《》]{1,40}[\])〕>》]")
_WORD = re.compile(r"[ぁ-んァ-ヶ一-龠、。]")
# 2,539,91 at the end of a line: a figure whose last digits stand in the next one.
_CUT = re.compile(r"[△▲−-]?\d{1,3}(?:,\d{3})*,\d{0,2}$")
_NONE = re.compile(rf"(?:{_DASH})")


def figure_at(line: Line, place: int, start: int, end: int) -> Token | None:
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
        money = MONEY.search(match[0]) is not None
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
