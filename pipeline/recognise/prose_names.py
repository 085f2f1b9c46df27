"""Names of projects in prose: from a known ending back to where its nouns begin."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TypeAlias

from pipeline.recognise.items import PAIRS, lead_length
from pipeline.recognise.language import Word
from pipeline.recognise.vocabulary import goes_on, is_generic

NameSpan: TypeAlias = tuple[int, int]

_JOINS = re.compile(r"[ぁ-ん」』)]")
_NOUN = re.compile(r"名詞(?!-助動詞)|接頭辞|接尾辞-名詞|接尾辞-形状詞的|形状詞|記号")
# Words with hiragana that stand in compounds: ほ場整備, まちづくり, 空き家, 子ども.
_RUN_CHARACTER = re.compile(r"[一-龥々〆ヶァ-ヺーA-Za-z0-9・]")
_RUN_WORD = re.compile(
    r"(?:づくり|まち|ほ|空き|担い|ため|ふるさと|子ども|こども|子育て|ごみ|がん|ひと|しごと|くらし"
    r"|暮らし|障がい|ひとり|いじめ|ひきこもり|ものづくり|見守り|支え合い|買い物|取り組み|つながり|ふれあい|みどり|いきいき|すこやか"
    r"|にぎわい|やさしい|ほっかいどう|まるごと|はじめての|みんなの|はつらつ|のびのび|生きがい)\Z"
)
_LONGEST_WORD = 7
_PLURAL_WINDOW = 14
LONGEST_NAME = 80
_SEPARATOR = re.compile(r"[・等]")
_LONGEST_GAP = 10
_PERIOD = re.compile(r"\ ?[(〈]第?[IVX0-9一二三四五]{1,4}[期次][)〉]")
# Plans of many owners are a kind of plan; what is said to be 「…」 is a kind, too.
_PLURAL = re.compile(
    r"(?:市町村|自治体|事業者|企業|団体|各[^の、。]{1,8})(?:の|による|が作成する)\Z"
)
_CLASS = re.compile(r"(?:である|としての|の一つである)「")
_OWNER = re.compile(
    r"(?:本|当|各)?(?:[市町村道県]民|[国県道都府市町村区]|地域|自治体|政府|住民|企業|事業者|団体)++|[0-9]+つ?"
    r"|他|次|上記|下記|以下|以上|一部|全部|今後|今回|従来|既存|独自|所定|一定|当面|複数|多く|個別|様々|種々"
)
# 農林水産業費関係造林事業: the chapter of the budget, and no part of the name.
_CHAPTER = re.compile(
    r"(?:議会|総務|民生|衛生|労働|農林水産業?|農業|商工|土木|消防|教育|公債)費(?:関係)?(?:で)?"
)
# デジタル田園都市国家構想事業負担金
_SHARE = re.compile(r"(?:負担金|委託料|出資金|貸付金|繰出金)(?!等?の?総額)")
_YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RH])?[元0-9]{1,4}年度?(?:の|における|当初|補正)?)+")
_BRACKET = re.compile(r"\([^()]{0,30}\)")
_WORKS = re.compile(
    r"(?:再?整備|築設|改修|改築|新築|建設|建替え?|更新|修繕|解体|移転|運営|長寿命化|耐震化|設置|購入|拡張|造成|再開発|市街地再開発)"
)
_STOP = re.compile(
    r"(?:[・、\s]|及び|および|並びに|ならびに|又は|または|等の?|など|や|と|の|また|また、)+"
)


def names_in_prose(
    text: str,
    endings: Sequence[NameSpan],
    covered: bytearray,
    analyse: Callable[[str], Sequence[Word]],
) -> list[NameSpan]:
    """Names that end with a known word and begin where the nouns before it begin.

    `endings` are the places of known endings, `covered` marks what other names have taken, and
    `analyse` tells the words of a text, or none where kinds of characters must do.
    """
    found: list[NameSpan] = []
    tokens: Sequence[Word] | None = None
    for index, (start, end) in enumerate(endings):
        if index + 1 < len(endings) and endings[index + 1][0] == end:
            continue  # 推進事業補助金 ends with its last ending
        if goes_on(text, end):
            continue
        begin = walk_characters(text, start)
        if text[start - 1 : start].isdigit():
            continue  # ほか3事業
        if begin == start and not _JOINS.match(text[max(0, start - 1) : start]):
            continue
        if tokens is None:
            tokens = analyse(text)
        if tokens:
            begin = _walk_words(text, tokens, start)
            if _RUN_WORD.search(text, max(0, begin - _LONGEST_WORD), begin):
                begin = walk_characters(text, begin)  # 空き店舗活用支援事業
            if index + 1 < len(endings) and _one_run(text, tokens, end, endings[index + 1][0]):
                continue  # 農林事業分担金制度
        begin = _trimmed(text, begin, start)
        if _WORKS.fullmatch(text, begin, start):
            begin = _what(text, begin)
        if is_generic(text[begin:start], text[start:end]) and "・" not in text[begin:start]:
            begin = _owned(text, begin)
        if _PLURAL.search(text, max(0, begin - _PLURAL_WINDOW), begin) or _CLASS.match(text, end):
            continue
        if share := _SHARE.match(text, end):
            end = share.end()
        period = _PERIOD.match(text, end)
        if is_generic(text[begin:start], text[start:end]) or any(covered[begin:end]):
            continue
        if found and begin < found[-1][1]:
            continue
        found.append((begin, period.end() if period else end))
    return found


def _walk_words(text: str, tokens: Sequence[Word], start: int) -> int:
    """The beginning of the run of nouns that reaches `start`."""
    index = bisect_right(tokens, start, key=lambda word: word.start) - 1
    begin = tokens[index].start if tokens[index].end > start else start
    if begin < start and not _NOUN.match(tokens[index].tag):
        return start
    while index > 0 and start - tokens[index - 1].start <= LONGEST_NAME:
        word = tokens[index - 1]
        printed = text[word.start : word.end]
        if word.end != begin:
            break
        if printed in PAIRS and printed != "】":
            opening = text.rfind(PAIRS[printed], max(0, start - LONGEST_NAME), word.start)
            if opening < 0:
                break
            begin = opening
            index = bisect_right(tokens, opening, key=lambda word: word.start) - 1
            continue
        if not (_NOUN.match(word.tag) or printed in {"・", "-", "ー"}):
            break
        begin, index = word.start, index - 1
    return begin


def _one_run(text: str, tokens: Sequence[Word], start: int, end: int) -> bool:
    """Whether nothing but nouns stands between two endings."""
    if end - start > _LONGEST_GAP or text[start:end].startswith("等"):
        return False
    first = bisect_left(tokens, start, key=lambda word: word.start)
    between = [word for word in tokens[first : first + _LONGEST_GAP] if word.start < end]
    return all(_NOUN.match(word.tag) and not _SEPARATOR.match(text, word.start) for word in between)


def walk_characters(text: str, start: int) -> int:
    """The beginning of the run of kanji, katakana and Latin that reaches `start`."""
    begin = start
    while begin > 0 and start - begin < LONGEST_NAME:
        character = text[begin - 1]
        if _RUN_CHARACTER.match(character):
            begin -= 1
        elif word := _RUN_WORD.search(text, max(0, begin - _LONGEST_WORD), begin):
            begin = word.start()
        else:
            break
    return begin


def _what(text: str, begin: int) -> int:
    """防災備蓄倉庫の整備事業: of what a name says only what is done to it."""
    if not text.endswith("の", 0, begin):
        return begin
    earlier = walk_characters(text, begin - 1)
    noun = text[earlier : begin - 1]
    return (
        earlier
        if len(noun) > 1 and not (_OWNER.fullmatch(noun) or _YEAR.fullmatch(noun))
        else begin
    )


def _owned(text: str, begin: int) -> int:
    """食の輸出拡大戦略: a name too common by itself, with the noun that の joins to it."""
    if not text.endswith("の", 0, begin):
        return begin
    earlier = walk_characters(text, begin - 1)
    noun = text[earlier : begin - 1]
    at_edge = earlier == lead_length(text) or text[earlier - 1 : earlier] in {"(", "「", "【"}
    if not noun or not at_edge or _OWNER.fullmatch(noun) or _YEAR.fullmatch(noun):
        return begin
    return earlier


def _trimmed(text: str, begin: int, start: int) -> int:
    """Cuts years, conjunctions and brackets off a name's beginning."""
    while begin < start:
        match = (
            _YEAR.match(text, begin, start)
            or _STOP.match(text, begin, start)
            or _BRACKET.match(text, begin, start)
            or _CHAPTER.match(text, begin, start)
        )
        if match is None or match.end() == begin:
            return begin
        begin = match.end()
    return begin
