"""Organisations, departments and places in prose.

Departments (総合政策部, 空知総合振興局) follow from how their names end; other organisations and
places are GiNZA's entities.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.recognise.items import Item, items
from pipeline.recognise.language import Entity, Word, entities, words
from pipeline.recognise.mention import Mention
from pipeline.recognise.reading import Reading, read

_ENDING = re.compile(
    r"総合振興局|振興局|教育委員会|委員会|審議会|協議会|連絡会議|検討会|推進本部|対策本部|本部|事務所"
    r"|事務局|支所|総合支庁|支庁|部|局|課|室|係"
)
# 部 and 課 end many common words: 一部, 全部, 南部, 課題, 日課.
_COMMON = re.compile(
    r".*(?:[一全内外上下東西南北中支細幹学央岸間市外辺野村地]部|各課|同課|日課|郵便局|薬局|放送局|教室"
    r"|会議室|相談室|研究室|保健室|関係|連係|各係)|各?本?部"
)
_GOES_ON = re.compile(r"[長員題会費所門分数隊屋品局署活室下内外程]")
_ORGANISATION = re.compile(
    r"Corporation|Company|Government|Political_Organization|International_Organization|School"
    r"|Organization|Cabinet|Sports_Organization"
)
# GiNZA takes plans, ordinances and schemes for organisations as well.
_BODY = re.compile(
    r"(?:会|局|部|課|室|係|班|隊|機構|組合|会社|公社|団体?|連合|連盟|大学|学校|高校|校|園|院|庁|省|署|所|館|センター|銀行|農協|漁協|財団"
    r"|法人|クラブ|社|ネットワーク|プラザ|研究会|議会)\Z"
)
_PLACE = re.compile(
    r"Province|City|County|Country|Domestic_Region|Continental_Region|GPE|Location|Island|River"
    r"|Lake|Mountain|Sea|Bay|Geological_Region|Region_Other|Station|Airport|Port|Park"
)
_NOUN = re.compile(r"名詞|接頭辞|接尾辞-名詞")
_LONGEST = 40


def find_organisations(text: str, *, language: bool = True) -> list[Mention[str]]:
    """Organisations and departments; without `language` only departments named in brackets.

    Raises MissingToolError where the model is missing.

    >>> [m.value for m in find_organisations("実施（総合政策部）", language=False)]
    ['総合政策部']
    """
    reading = read(text)
    found: list[Mention[str]] = []
    for item in items(reading.text):
        spans = _bracketed(item.text)
        if language and _prose(item):
            spans += _departments(item.text, words(item.text))
            named = _labelled(entities(item.text), _ORGANISATION)
            spans += [span for span in named if _BODY.search(item.text[slice(*span)])]
        found += _mentions(reading, item, spans)
    return found


def find_places(text: str) -> list[Mention[str]]:
    """Places in prose, as GiNZA's entities. Raises MissingToolError without its model."""
    reading = read(text)
    found: list[Mention[str]] = []
    for item in items(reading.text):
        if _prose(item):
            found += _mentions(reading, item, _labelled(entities(item.text), _PLACE))
    return found


def _prose(item: Item) -> bool:
    """Whether an item is worth reading as language: it has a particle among its words."""
    return re.search(r"[ぁ-ん]", item.text) is not None


def _bracketed(text: str) -> list[tuple[int, int]]:
    return [
        match.span(1)
        for match in re.finditer(r"[(【]([一-龥ァ-ヺー・]{2,20})[)】]", text)
        if _names_department(match[1])
    ]


def _names_department(name: str) -> bool:
    ending = [match for match in _ENDING.finditer(name) if match.end() == len(name)]
    return bool(ending) and ending[0].start() > 1 and _COMMON.fullmatch(name) is None


def _departments(text: str, tokens: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of nouns that end as departments do."""
    found: list[tuple[int, int]] = []
    for match in _ENDING.finditer(text):
        end = match.end()
        index = bisect_right(tokens, end - 1, key=lambda word: word.start) - 1
        if index < 0 or tokens[index].end != end or _GOES_ON.match(text, end):
            continue
        begin = tokens[index].start
        while index > 0 and tokens[index - 1].end == begin and end - begin < _LONGEST:
            word = tokens[index - 1]
            if not _NOUN.match(word.tag) or re.match(r"各|同|本|等", text[word.start :]):
                break
            begin, index = word.start, index - 1
        if _names_department(text[begin:end]):
            found.append((begin, end))
    return found


def _labelled(found: Sequence[Entity], labels: re.Pattern[str]) -> list[tuple[int, int]]:
    return [(entity.start, entity.end) for entity in found if labels.match(entity.label)]


def _mentions(reading: Reading, item: Item, spans: Sequence[tuple[int, int]]) -> list[Mention[str]]:
    """The longest of spans that overlap, as mentions in the printed text."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if kept and start < kept[-1][1]:
            if end - start > kept[-1][1] - kept[-1][0]:
                kept[-1] = start, end
            continue
        kept.append((start, end))
    return [
        Mention(*reading.span(item.origin[start], item.origin[end - 1] + 1), item.text[start:end])
        for start, end in kept
    ]
