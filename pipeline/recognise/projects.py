"""Names of projects, funds and plans: whole list items and cells, quotations, and in prose."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.recognise.items import Item, items, lead_length
from pipeline.recognise.language import Word, words
from pipeline.recognise.mention import Mention
from pipeline.recognise.reading import Reading, read
from pipeline.recognise.vocabulary import (
    LISTED_NAME,
    NAMED_ENDING,
    WHOLE_NAME,
    goes_on,
    is_category,
    is_generic,
    is_title,
)

# What a list item prints behind a name: its year, its amount, ほかn事業.
_TAIL = re.compile(
    r"\s*(?:\((?:[RHS令平昭][^()]{0,10}|補正|再掲)\)\s*)?"
    r"(?:\s[△▲]?[0-9][0-9,]*(?:千円|百万円|億円|円)?\s*(?:[(\[].*)?|\s*\[[-−―0-9].*|\s*ほかに?\s?[0-9]+事業.*)?"
    r"(?:\s*\[.*|\s*ほかに?\s?[0-9]+事業.*)?\Z"
)
_REGION = re.compile(r"\s?\([^()]{1,12}\)\Z")
_BRACKETED = re.compile(r"【([^【】]{2,80})】")
_PAIRS = {"」": "「", "』": "『", ")": "(", "】": "【", "〉": "〈"}
# A sentence, or a phrase that describes projects (大胆に挑戦するプロジェクト), is no name.
_SENTENCE = re.compile(
    rf"[ぁ-ん]、|。|(?:する|した|いる|ある|れる|な|ための)(?:{NAMED_ENDING.pattern})\Z"
)
_YEAR = re.compile(r"(?:(?:令和|平成|昭和|[RH])?[元0-9]{1,4}年度?(?:の|における|当初|補正)?)+")
_STOP = re.compile(
    r"(?:[・、\s]|及び|および|並びに|ならびに|又は|または|等の?|など|や|と|の|また|また、)+"
)
_AFTER_QUOTE = re.compile(
    rf"[一-龥々ヶァ-ヺーA-Za-z0-9・]{{0,14}}?(?:{NAMED_ENDING.pattern})+(?![一-龥ァ-ヺ])"
)
_JOINS = re.compile(r"[ぁ-ん」』)]")
_NOUN = re.compile(r"名詞(?!-助動詞)|接頭辞|接尾辞-名詞|形状詞|記号")
# Words with hiragana that stand in compounds: ほ場整備, まちづくり, 空き家, 子ども.
_RUN = re.compile(
    r"(?:[一-龥々〆ヶァ-ヺーA-Za-z0-9・]|づくり|まち|ほ場|き家|ふるさと|子ども|こども|子育て|ごみ|がん|ひと|しごと|くらし"
    r"|暮らし|障がい|ひとり|いじめ|ひきこもり|ものづくり|見守り|支え合い|買い物|取り組み|つながり|ふれあい|みどり|いきいき|すこやか"
    r"|にぎわい|やさしい|ほっかいどう)+\Z"
)
_SEPARATOR = re.compile(r"[・等]")
_LONGEST_GAP = 10
_LONGEST_PLAIN = 48
_SHORTEST_TITLE = 5
_PERIOD = re.compile(r"\ ?[(〈]第?[IVX0-9一二三四五]{1,4}[期次][)〉]")
_QUOTE = re.compile(r"[「『]")
_DECORATED = re.compile(r"\[([^\[\]]{4,60})\]|~([^~]{4,60})~")
_YEAR_BEHIND = re.compile(r"\ ?\([RHS令平昭][^()]{1,14}\)\Z")
# Plans of many owners are a kind of plan; what is said to be 「…」 is a kind, too.
_PLURAL = re.compile(
    r"(?:市町村|自治体|事業者|企業|団体|各[^の、。]{1,8})(?:の|による|が作成する)\Z"
)
_CLASS = re.compile(r"(?:である|としての|の一つである)「")
_OWNED = re.compile(r"(?:国|県|道|都|府|市|町|村|区|本[県道都府市町村区])の")
_OWNER = re.compile(
    r"(?:本|当|各)?(?:国|県|道|都|府|市|町|村|区|市町村|地域|自治体|政府|市民|町民|村民|道民|県民|住民|企業|事業者|団体)+|[0-9]+つ?"
    r"|他|次|上記|下記|以下|以上|一部|全部|今後|今回|従来|既存|独自|所定|一定|当面|複数|多く|個別|様々|種々"
)
_LONGEST_QUOTED = 60

_NameSpan = tuple[int, int]


def find_projects(text: str, *, language: bool = True) -> list[Mention[str]]:
    """All names of projects, programmes, plans, funds and the like in a text.

    The value is the name as it is read: wraps joined, no stray spaces. In lists, cells, 【…】 and
    「…」 rules settle the name; in prose GiNZA's words settle where it begins, unless `language`
    is off: then kinds of characters do. Raises MissingToolError where the model is missing.

    >>> [m.value for m in find_projects("・除雪体制強化事業費 1,200 [-]", language=False)]
    ['除雪体制強化事業費']
    """
    reading = read(text)
    analyse = words if language else _no_words
    found = [(item, _names(item, analyse)) for item in items(reading.text)]
    titles = {item.text[slice(*span)] for item, named in found for span in named.titles}
    again = _any_of(titles)
    return [
        _mention(reading, item, span)
        for item, named in found
        for span in _with_titles(item.text, named, again)
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of an item; `titles` are those that brackets or a place of their own vouch for."""

    titles: tuple[_NameSpan, ...]
    others: tuple[_NameSpan, ...] = ()


def _any_of(titles: set[str]) -> re.Pattern[str] | None:
    known = sorted((title for title in titles if len(title) >= _SHORTEST_TITLE), key=len)
    return re.compile("|".join(map(re.escape, reversed(known)))) if known else None


def _with_titles(text: str, named: _Named, titles: re.Pattern[str] | None) -> list[_NameSpan]:
    """An item's names and the titles of the same text that it repeats without brackets."""
    spans = list(named.titles)
    again = [] if titles is None else [match.span() for match in titles.finditer(text)]
    candidates = [*(span for span in again if not goes_on(text, span[1])), *named.others]
    for span in sorted(candidates, key=lambda span: span[0] - span[1]):  # the longest first
        if not _overlaps(span, spans):
            spans.append(span)
    return sorted(spans)


def _no_words(_text: str) -> list[Word]:
    return []


def _mention(reading: Reading, item: Item, span: _NameSpan) -> Mention[str]:
    start, end = span
    value = " ".join(item.text[start:end].split())
    return Mention(*reading.span(item.origin[start], item.origin[end - 1] + 1), value)


def _names(item: Item, analyse: Callable[[str], Sequence[Word]]) -> _Named:
    """The names in an item, none inside another."""
    if whole := _whole(item):
        return _Named((whole,))
    text = item.text
    taken = _bracketed(text)
    taken += [span for span in _quoted(text) if not _overlaps(span, taken)]
    endings = [
        match.span() for match in NAMED_ENDING.finditer(text) if not _overlaps(match.span(), taken)
    ]
    return _Named(tuple(taken), tuple(_in_prose(text, endings, taken, analyse)) if endings else ())


def _whole(item: Item) -> _NameSpan | None:
    """A list item, a cell or a heading that is nothing but a name, with or without its amount."""
    text = item.text
    start = lead_length(text)
    if owner := _OWNED.match(text, start):
        start = owner.end()
    tail = _TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    region = _REGION.search(text, start, end)
    pattern = LISTED_NAME if item.listed else WHOLE_NAME
    if region and pattern.fullmatch(text, start, region.start()):
        end = region.start() if not _is_part(region[0]) else end
    name = text[start:end]
    if not pattern.fullmatch(name) or is_category(name) or _SENTENCE.search(name):
        return None
    if name[0] in "【「" and _closes(name) == len(name) - 1:
        return None
    if _BRACKETED.search(name) or (not item.listed and len(name) > _LONGEST_PLAIN):
        return None
    return start, end


def _is_part(bracket: str) -> bool:
    """A bracket that belongs to the name (TPP関連分), and no place behind it (道南)."""
    return bracket.rstrip(")").endswith(("分", "型", "期", "枠", "会計", "事業", "費"))


def _closes(text: str) -> int:
    """Where the bracket that a text begins with is closed."""
    depth = 0
    closer = {opener: closer for closer, opener in _PAIRS.items()}[text[0]]
    for index, character in enumerate(text):
        depth += (character == text[0]) - (character == closer)
        if depth == 0:
            return index
    return -1


def _overlaps(span: _NameSpan, taken: Sequence[_NameSpan]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _bracketed(text: str) -> list[_NameSpan]:
    """Names in 【…】, [...] and ~…~."""
    found = [match.span(1) for match in _BRACKETED.finditer(text) if is_title(match[1])]
    for match in _DECORATED.finditer(text):
        if is_title(match[match.lastindex or 0]) and not _overlaps(match.span(), found):
            found.append(match.span(match.lastindex or 0))
    return found


def _quoted(text: str) -> list[_NameSpan]:
    """Names in 「…」, and names with a quotation inside (「住まいる北海道」プロジェクト)."""
    found: list[_NameSpan] = []
    position = 0
    while opening := _QUOTE.search(text, position):
        start = opening.start()
        length = _closes(text[start : start + _LONGEST_QUOTED])
        position = start + 1  # a quotation inside this one may be a name
        if length < 0:
            continue
        inner, end = (start + 1, start + length), start + length + 1
        rest = _AFTER_QUOTE.match(text, end)
        if rest and not goes_on(text, rest.end()):
            found.append((_walk_characters(text, start), rest.end()))
            position = rest.end()
        elif name := _title_in(text, *inner):
            found.append(name)
            position = end
    return found


def _title_in(text: str, start: int, end: int) -> _NameSpan | None:
    """The title between quotation marks, without a year in brackets behind it."""
    if year := _YEAR_BEHIND.search(text, start, end):
        end = year.start()
    inside = text[start:end]
    return (start, end) if is_title(inside) and not _SENTENCE.search(inside) else None


def _in_prose(
    text: str,
    endings: Sequence[_NameSpan],
    taken: Sequence[_NameSpan],
    analyse: Callable[[str], Sequence[Word]],
) -> list[_NameSpan]:
    """Names that end with a known word and begin where the nouns before it begin."""
    found: list[_NameSpan] = []
    tokens: Sequence[Word] | None = None
    for index, (start, end) in enumerate(endings):
        if index + 1 < len(endings) and endings[index + 1][0] == end:
            continue  # 推進事業補助金 ends with its last ending
        if goes_on(text, end):
            continue
        begin = _walk_characters(text, start)
        if text[start - 1 : start].isdigit():
            continue  # ほか3事業
        if begin == start and not _JOINS.match(text[max(0, start - 1) : start]):
            continue
        if tokens is None:
            tokens = analyse(text)
        if tokens:
            begin = _walk_words(text, tokens, start)
            if index + 1 < len(endings) and _one_run(text, tokens, end, endings[index + 1][0]):
                continue  # 農林事業分担金制度
        begin = _trimmed(text, begin, start)
        if is_generic(text[begin:start], text[start:end]) and "・" not in text[begin:start]:
            begin = _owned(text, begin)
        if _PLURAL.search(text, 0, begin) or _CLASS.match(text, end):
            continue
        period = _PERIOD.match(text, end)
        span = (begin, period.end() if period else end)
        if is_generic(text[begin:start], text[start:end]) or _overlaps(span, [*taken, *found]):
            continue
        found.append(span)
    return found


def _walk_words(text: str, tokens: Sequence[Word], start: int) -> int:
    """The beginning of the run of nouns that reaches `start`."""
    index = bisect_right(tokens, start, key=lambda word: word.start) - 1
    begin = tokens[index].start if tokens[index].end > start else start
    if begin < start and not _NOUN.match(tokens[index].tag):
        return start
    while index > 0:
        word = tokens[index - 1]
        printed = text[word.start : word.end]
        if word.end != begin:
            break
        if printed in _PAIRS and printed != "】":
            opening = text.rfind(_PAIRS[printed], 0, word.start)
            if opening < 0 or begin - opening > _LONGEST_QUOTED:
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
    between = [word for word in tokens if start <= word.start < end]
    return all(_NOUN.match(word.tag) and not _SEPARATOR.match(text, word.start) for word in between)


def _walk_characters(text: str, start: int) -> int:
    """The beginning of the run of kanji, katakana and Latin that reaches `start`."""
    begin = start
    while begin > 0:
        match = _RUN.search(text, max(0, begin - _LONGEST_PLAIN), begin)
        if match is None or match.start() == begin:
            break
        begin = match.start()
    return begin


def _owned(text: str, begin: int) -> int:
    """食の輸出拡大戦略: a name too common by itself, with the noun that の joins to it."""
    if not text.endswith("の", 0, begin):
        return begin
    earlier = _walk_characters(text, begin - 1)
    noun = text[earlier : begin - 1]
    at_edge = earlier == lead_length(text) or text[earlier - 1 : earlier] in {"(", "「", "【"}
    if not noun or not at_edge or _OWNER.fullmatch(noun) or _YEAR.fullmatch(noun):
        return begin
    return earlier


def _trimmed(text: str, begin: int, start: int) -> int:
    """Cuts years and conjunctions off a name's beginning."""
    while begin < start:
        match = _YEAR.match(text, begin, start) or _STOP.match(text, begin, start)
        if match is None or match.end() == begin:
            return begin
        begin = match.end()
    return begin
