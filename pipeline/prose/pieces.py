"""A stretch of text before a figure, parted at commas, topics and open brackets."""

import re
from typing import NamedTuple

_BREAK = re.compile(
    r"[、,;:。▽▼◆◇■□●◎★☆]|で(?:ございます|あります|す)が(?=、)|(?:で|を)(?:申し|言い|いい|見|み)(?:上げ)?(?:ます)?(?:と|れば)(?=、)|(?:について|につきまして|に関しまして|に関して|におきまして|において|としまして|といたしまして)(?:は|も)?"
    r"|(?<=[一-龥々ァ-ヺー)」』A-Za-z0-9%])(?:では|には|は)(?=[^いー])(?!じめ)|(?:の|その|この)うち、?|(?<=中)の(?=[一-龥]{2,12}費)|(?<=[税費債])で(?=[一-龥])"
)
_WHO = re.compile(
    r"(?:[^がを()]|(?<=[障きり])が(?=い)|\([^()]{0,60}\)){1,60}(?<=[一-龥ァ-ヺー」)])"
    r"(?P<mark>を|が(?!い))(?P<rest>(?:[^がを]|(?<=[障きり])が(?=い)){2,40})"
)
# 放流事業に前年度を200万円上回る950万円
_TO_WHAT = re.compile(
    r"[^、。がをに]{2,40}(?<=[一-龥ァ-ヺー」)れしり])(?P<mark>[にへは])"
    r"(?P<rest>(?:前|昨)年度?(?:当初)?(?:予算)?(?:を|より|から|比|[にと]比べ(?:て)?))"
)
_AT_ONCE = re.compile(
    r"(?:[^、。]{0,24}(?:などから|により|等から|で|から))?"
    r"(?:対|前|昨|同|当初|計画|目標|令和|平成|20)[^、。]{0,20}(?:比|べ(?:て|ると)?|より|年度から)\Z"
    r"|(?:前|昨)年度?の約?[0-9.]{1,4}倍(?:となる|に[当あ]たる)?の?\Z"
    r"|(?:第?[0-9一二三四]{1,3}(?:子|歳|年生|回目)|[^、。を]{1,6})(?:以降|以上|以下|未満|まで)\Z"
    r"|(?:前|昨)年度?とほぼ?同(?:額|程度|規模|水準)の?\Z"
)


class Piece(NamedTuple):
    """`start:end` of a text, and the mark or particle that parts it from what follows."""

    start: int
    end: int
    mark: str


def pieces_of(text: str, start: int, end: int) -> list[Piece]:
    """A stretch parted at commas, topics and open brackets, not within brackets that close."""
    closed, opened = _brackets(text, start, end)
    breaks = [
        (match.start(), match.end(), match[0])
        for match in _BREAK.finditer(text, start, end)
        if not any(first < match.start() < last for first, last in closed)
    ]
    breaks += [(at, at + 1, text[at]) for at in opened]
    found: list[Piece] = []
    at = start
    for first, last, mark in sorted(breaks):
        if first >= at:
            found.append(Piece(at, first, mark))
            at = last
    return [*found, Piece(at, end, "")]


def _brackets(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Where brackets open and close, and where they open or close only."""
    closed: list[tuple[int, int]] = []
    opened: list[int] = []
    loose: list[int] = []
    for at in range(start, end):
        if text[at] in "(「『":
            opened.append(at)
        elif text[at] in ")」』":
            if opened:
                closed.append((opened.pop(), at))
            else:
                loose.append(at)
    return closed, sorted([*loose, *(at for at in opened if text[at] == "(")])


def parted(text: str, piece: Piece) -> list[Piece]:
    """県税が減収で前年度比(0.3%減), 県債を前年度比(7%増): who, and what it is compared with."""
    match = _TO_WHAT.fullmatch(text, piece.start, piece.end)
    if match is None:
        match = _WHO.fullmatch(text, piece.start, piece.end)
        if match is None or not (match["mark"] == "が" or _AT_ONCE.match(match["rest"])):
            return [piece]
    return [
        Piece(piece.start, match.start("mark"), match["mark"]),
        Piece(match.end("mark"), piece.end, piece.mark),
    ]
