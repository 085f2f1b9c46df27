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
    r"|事務局|支所|総合支庁|支庁|小学校|中学校|高等学校|大学校|大学|保育所|保育園|幼稚園|こども園|病院"
    r"|消防署|消防団|機構|議会|組合|公社|連合会|商工会議所|商工会|班|部|局|課|室|係"
)
# Schools, hospitals and unions of no name: 市内小学校, 町村立高等学校, 一部事務組合.
_NAMELESS = re.compile(
    r"(?:各|本|同|全|他|両|[国道県市町村]内?|[国県市町村公私]立|都道府県|市町村|町村立|小|中|高|地元|近隣|統合"
    r"|地区|地域|拠点|総合|大規模|救急|公的|公立|医療|二次|災害|指定|連携|姉妹|専門|特別支援|義務教育|一部事務|広域"
    r"|農業|漁業|森林|協同|事業|土地改良|労働|自治|地方|定例|臨時|通常|職員|国保|国民健康保険|共済|健康保険)*"
    r"(?:小学校|中学校|高等学校|大学校?|保育[所園]|幼稚園|こども園|病院|消防[署団]|機構|議会|組合|公社|連合会|商工会"
    r"|商工会議所|班)"
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
# GiNZA takes projects and plans for places when they begin with one, and counts of places.
_NO_PLACE = re.compile(
    r"[0-9].*|.*(?:事業|計画|戦略|ビジョン|プラン|プロジェクト|制度|整備|工事|調査|対策|条例|活動|大綱|方針"
    r"|[会部課局室団班社]|本部|機構|組合|センター|基金)|.{1}"
)
_DISTRICT = re.compile(r"地区|工区|漁港|温泉|駅")
_NO_DISTRICT = re.compile(
    r"(?:各|同|本|両|全|他|当該|該当|関係|周辺|近隣|対象|指定|重点|モデル|調査|整備|施行|実施|計画|推進|主要|最寄り?"
    r"|中山間|山間|沿岸|都市|農村|過疎|市街|市街化|景観|風致|防火|準|用途|工業|商業|住宅|居住|誘導|新幹線|在来線|無人"
    r"|[国道県市町村]内|天然|日帰り|第?[0-9一二三四五六七八九十]++){0,9}(?:地区|工区|漁港|温泉|駅)"
)
_NOUN = re.compile(r"名詞|接頭辞|接尾辞-名詞")
_NO_PART = re.compile(r"[各同本等回第]")
# Bodies that several towns keep together: 南国・香南・香美租税債権管理機構.
_JOINT_BODIES = ("機構", "組合")
_GOES_ON_AS_NOUN = re.compile(r"名詞(?!-助動詞)")
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
    """Places in prose: GiNZA's entities, and districts by how they end.

    Raises MissingToolError without the model.
    """
    reading = read(text)
    found: list[Mention[str]] = []
    for item in items(reading.text):
        if _prose(item):
            named = _labelled(entities(item.text), _PLACE)
            spans = [span for span in named if not _NO_PLACE.fullmatch(item.text[slice(*span)])]
            spans += _districts(item.text, words(item.text))
            found += _mentions(reading, item, spans)
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
    return (
        bool(ending)
        and ending[0].start() > 1
        and _COMMON.fullmatch(name) is None
        and _NAMELESS.fullmatch(name) is None
    )


def _departments(text: str, tokens: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of nouns that end as departments do."""
    found: list[tuple[int, int]] = []
    for match in _ENDING.finditer(text):
        end = match.end()
        index = bisect_right(tokens, end - 1, key=lambda word: word.start) - 1
        if index < 0 or tokens[index].end != end or _GOES_ON.match(text, end):
            continue
        begin = _nouns_before(text, tokens, index)
        if _names_department(text[begin:end]):
            found.append((begin, end))
    return found


def _districts(text: str, tokens: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of nouns that end as districts do and begin no longer word: 岡豊町八幡地区."""
    found: list[tuple[int, int]] = []
    for match in _DISTRICT.finditer(text):
        end = match.end()
        index = bisect_right(tokens, end - 1, key=lambda word: word.start) - 1
        if index < 0 or tokens[index].end != end:
            continue
        if index + 1 < len(tokens) and _GOES_ON_AS_NOUN.match(tokens[index + 1].tag):
            continue
        begin = _nouns_before(text, tokens, index)
        if not _NO_DISTRICT.fullmatch(text, begin, end):
            found.append((begin, end))
    return found


def _nouns_before(text: str, tokens: Sequence[Word], index: int) -> int:
    """Where the run of nouns begins that ends with a token; joint bodies have 「・」 in them."""
    joining = text.endswith(_JOINT_BODIES, 0, tokens[index].end)
    begin, end = tokens[index].start, tokens[index].end
    while index > 0 and tokens[index - 1].end == begin and end - begin < _LONGEST:
        word = tokens[index - 1]
        joined = joining and text.startswith("・", word.start)
        if not (joined or _NOUN.match(word.tag)) or _NO_PART.match(text, word.start):
            break
        begin, index = word.start, index - 1
    return begin


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
