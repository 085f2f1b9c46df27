"""What stands before a figure, taken apart: noun phrases with their particles, reasons, times.

A stretch of text before a figure is parted at commas and topics. Each part is what the figure may
be about, what it is compared with, when it is, or why; a part's end says which.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.recognise.language import Word
from pipeline.recognise.prose_names import walk_characters

Part = Literal["noun", "compared", "time", "reason", "rate", "whole", "clause"]

_TOPIC = (
    r"については|についても|について|につきましては|につきましても|につきまして|に関しましては|に関しては|に関して"
    r"|といたしましては|といたしまして|としましては|としまして|としては|として|におきましては|におきましても"
    r"|におきまして|においては|においても|において|では|には|からは|は"
)
_PARTICLE = re.compile(rf"(?P<topic>{_TOPIC})\Z|(?P<case>が|を|に|で|も|の|へ|と)\Z")
_BREAK = re.compile(
    r"[、,;:。]|(?:について|につきまして|に関しまして|に関して|におきまして|において|としまして|といたしまして)(?:は|も)?"
    r"|(?<=[一-龥々ァ-ヺー)」』A-Za-z0-9%])(?:では|には|は)(?=[^いー])|(?:の|その|この)うち、?|(?<=中)の(?=[一-龥]{2,12}費)"
)
# Words right before a figure that say how it is meant and not of what it is.
_MEANT = re.compile(
    r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|総額で?|合計で?|総計で?|合わせて|あわせて|併せて|全体で?|それぞれ|さらに|新たに"
    r"|各々|最大で?|上限|(?<![会統設推時家累])計|延べ|累計で?|毎年度?|年間で?|月額で?|年額で?|同額|同じく|、|\s|[(（「]|△|▲)\Z"
)
_TOTAL = re.compile(r"総額|合計|総計|合わせ|あわせ|併せ|全体|計")
_RATE = re.compile(
    r"(?:[1一]?(?:人|世帯|戸|件|口|組|日|[かカヵヶケ箇]?月|年|台|回|校|団体|事業者|社|店舗|頭|反|坪|枚|ha|a)[0-9]{0,2}"
    r"(?:当たり|あたり|につき)|毎月|月々|[0-9一]{1,4}組[0-9]{1,4}枚|月|日額)\Z"
)
_YEAR = (
    r"(?:(?:令和|平成|昭和|[RHS])\s?(?:元|[0-9一二三四五六七八九十]{1,3})年度?|(?:19|20)\d\d年度?|[0-9]{1,2}年度"
    r"|[0-9]{1,2}年(?=[0-9]{1,2}月|中|末|\Z)|(?:本|今|前|昨|翌|来|当該|同|新|一昨|現)年度?|本年|昨年)"
)
_TIME = re.compile(
    rf"(?:平成|令和|昭和)?(?:{_YEAR})?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?"
    r"(?:末|中|現在|時点|当初|から|まで|以降|以来|内|間|度|の時点|開始|上半期|下半期)*(?:に|の|で)?"
)
_BASE = (
    rf"(?:{_YEAR}|対?(?:前|昨)年度?|補正前|当初予算|前回|前期|前月|同期|同月|昨年同期|目標|計画|予算"
    r"|現計|既定)"
)
# 前年度当初予算(442億円)と比べ: what it is compared with, without a word for it before the figure.
_PRIOR = re.compile(
    r"(?:前|昨)年度?の?(?:当初|最終|同期|補正後)?の?(?:予算|決算)?の?(?:現?額|総額|規模)?(?:の)?"
)
_COMPARED = re.compile(
    rf"(?:.{{0,16}}?{_BASE}[^、。]{{0,18}}?)(?:(?:対?比)|に比べ(?:て|ると|まして|ますと)?|と比べ(?:て|ると|まして|ますと)?"
    r"|との比較|と比較[^、。]{0,8}|に比較[^、。]{0,8}|対比|増減率|伸び率|より|から|に対し(?:て|まして)?|を)(?:で|では|は|も)?|対前年度?比?|増減率|伸び率|前年度?比?|構成比"
)
_OF_BEFORE = re.compile(r"[前昨]年|補正前|同期|目標")
_REASON = re.compile(
    r"(?:により|によりまして|によって|による|に伴い|に伴いまして|に伴って|に伴う|ため|ためには?|ことから|ことなどから|などから|等から|から|もあり|もあって"
    r"|を受け|を受けて|踏まえ|踏まえて|踏まえた|を勘案し|を考慮し|を見込み|に備え|結果|に基づき|に応じ(?:て)?|のとおり|とおり|で、?もって)\Z"
)
# 前年度繰越金 is a name.
_YEARS = re.compile(
    rf"(?:(?!(?:本|今|前|昨|翌|来|当該|同|新|一昨|現)年度?[一-龥]){_YEAR}(?:末|中|分|当初)?の?)+"
)
_OWNER = re.compile(
    r"(?:本|当)(?:市|町|村|県|道|都|府|区)の?|(?:今回|このたび|この度|今般)の|これらの|その他の(?=.{4})"
)
# Two kinds of chapter before the name: 18節負担金, 3款1項.
_CODED = re.compile(r".*[0-9]{1,2}[款項目節](?=\D)")
_ORDINAL = re.compile(r".*(?:各該当)?(?:科目の)?[一二三四五六七八九十]{1,3}[款項目節]")
_CONJUNCTION = re.compile(
    r"(?:(?:増|減)額?(?=と|及び|、)|また|なお|次に|さらに|まず|一方|このほか|そのほか|うち|ほか|主に|特に|及び|並びに|と|や|・|の|は|も|に)+(?=[一-龥ァ-ヺA-Za-z「])"
)
# 安全装置を取り付けるための経費: all of it says what money is for.
_PURPOSE = re.compile(
    r".{2,}(?:する|す|う|る|く|すための?|るための?|うための?|に必要な|に係る|に要する|にかかる)(?:経費|費用|事業費|予算)(?:など|等)?"
)
_EXAMPLE = re.compile(r"(?:など|等)(?:の[^、]{2,8})?\Z")
_NOUN_TAG = re.compile(r"名詞(?!-助動詞)|接頭辞|接尾辞-名詞|形状詞-一般|記号|補助記号-括弧")
_JOINED = {"の", "及び", "および", "並びに", "・", "と", "や", "又は", "等", "など", "-", "ー", "~"}
_NEVER_FIRST = {"の", "及び", "および", "並びに", "・", "と", "や", "又は", "等", "など", "」", ")"}
_LONGEST = 44
_LONGEST_PURPOSE = 60


# Kana at the end that may be a noun's or a verb's: 繰り越し, 取り崩し.
_VERBAL = re.compile(r"[一-龥]り?[一-龥]?[しりえけてせれげみ]\Z")
_KANA_BEFORE = re.compile(r"(?<![ぁ-ん])[ぁ-ん]++\Z")
# Kana that end a verb, or are a particle or a word that joins.
_GRAMMAR = re.compile(
    r"(?:[のをにでがはともやへてりしたくいうるれきびみえめばずね]|から|より|まで|など|ため|こと|その|この|ほか|また|および|ならびに|よう|ところ)\Z"
)

Words: TypeAlias = Callable[[str], Sequence[Word]]
"""What gives the words of a text, in order; nothing where kinds of characters must do."""


def no_words(_text: str) -> Sequence[Word]:
    """No words: kinds of characters decide."""
    return ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the text before a figure: `start:end` is its noun phrase without the particle.

    `what` says what the part does; `particle` what joins it on; `touching` that nothing but words
    of degree stands between it and the figure; `example` that it only names an instance (…など).
    """

    start: int
    end: int
    what: Part
    particle: str = ""
    topic: bool = False
    touching: bool = False
    example: bool = False
    whole_part: bool = False
    lead: int = 0

    def text(self, sentence: str) -> str:
        """The noun phrase."""
        return sentence[self.start : self.end]


def phrases(text: str, start: int, end: int, words: Words = no_words) -> list[Phrase]:
    """The parts of `text[start:end]`, which ends where a figure begins, from left to right.

    `words` gives GiNZA's words of the text; it is asked only where kinds of characters leave open
    where a noun begins.
    """
    inner = end
    rate = False
    while inner > start:
        if match := _RATE.search(text, start, inner):
            rate = True
        elif not (match := _MEANT.search(text, start, inner)):
            break
        if match.start() == inner:
            break
        inner = match.start()
    pieces: list[tuple[int, int, str]] = []
    at = start
    for match in _BREAK.finditer(text, start, inner):
        pieces.append((at, match.start(), match[0]))
        at = match.end()
    pieces.append((at, inner, ""))
    found = [
        _phrase(text, piece, words, touching=number == len(pieces) - 1)
        for number, piece in enumerate(pieces)
        if text[piece[0] : piece[1]].strip()
    ]
    if not text[at:inner].strip() and found and pieces[-2][2] not in {"、", ",", "。"}:
        last = found[-1]
        found[-1] = Phrase(
            last.start,
            last.end,
            last.what,
            last.particle,
            last.topic,
            True,
            last.example,
            last.whole_part,
            last.lead,
        )
    if rate:
        found.append(Phrase(inner, end, "rate"))
    return found


def _phrase(text: str, piece: tuple[int, int, str], words: Words, *, touching: bool) -> Phrase:
    first, last, broken = piece
    while first < last and text[first] in " 　・":
        first += 1
    particle = broken if broken not in {"、", ",", ";", ":", "。"} else ""
    whole = particle.rstrip("、").endswith("うち")
    topic = bool(particle) and not whole and particle != "の"
    if not particle:
        match = _PARTICLE.search(text, first, last)
        if match:
            particle, topic = match[0], match["topic"] is not None
            last = match.start()
    body = text[first:last]
    said = body + ("" if topic else particle)
    what: Part = "noun"
    # 令和4年度から begins there, and 予算の総額を is what is set: neither compares.
    since = said.endswith(("から", "を")) and not _OF_BEFORE.search(said)
    if not since and (_COMPARED.fullmatch(said) or _COMPARED.fullmatch(body)):
        what = "compared"
    elif (
        _PRIOR.fullmatch(body)
        or _TIME.fullmatch(body)
        or (topic and _TIME.fullmatch(body + particle))
    ):
        what = "time"
    elif _REASON.search(said) or (_REASON.search(body) and not topic):
        what = "reason"
    begin = noun_start(text, first, last, words, asked=topic or touching)
    if _PURPOSE.fullmatch(body) and len(body) <= _LONGEST_PURPOSE:
        what, begin = "noun", first
    if what == "noun" and begin >= last:
        what = "clause"
    if what == "noun" and whole:
        what = "whole"
    return Phrase(
        begin if what in ("noun", "whole") else first,
        last,
        what,
        particle,
        topic,
        touching,
        bool(_EXAMPLE.search(body)),
        whole,
        first,
    )


def noun_start(
    text: str, first: int, last: int, words: Words = no_words, *, asked: bool = True
) -> int:
    """Where the noun phrase begins that ends at `last`, nouns joined by の and 及び included.

    `asked` is false where it matters little whether kana at the end are a noun (繰り越し).
    """
    begin = _by_characters(text, first, last)
    verbal = asked and begin >= last and _VERBAL.search(text, first, last) is not None
    if (verbal or _is_open(text, first, begin, last)) and (known := words(text)):
        begin = _by_words(text, first, last, known)
    while begin < last:
        match = (
            _CODED.match(text, begin, last)
            or _ORDINAL.match(text, begin, last)
            or _YEARS.match(text, begin, last)
            or _OWNER.match(text, begin, last)
            or _CONJUNCTION.match(text, begin, last)
        )
        if match is None or match.end() == begin:
            break
        begin = match.end()
    return begin


def _is_open(text: str, first: int, begin: int, last: int) -> bool:
    """Whether kana stand before a noun's kanji that are no particle and no end of a verb."""
    if begin <= first or text[begin - 1] in "」』)":
        return False
    kana = _KANA_BEFORE.search(text[first:begin])
    return kana is not None and _GRAMMAR.search(kana[0]) is None and begin < last + 1


def _by_words(text: str, first: int, last: int, words: Sequence[Word]) -> int:
    begin = last
    firm = last
    for word in reversed([word for word in words if first <= word.start and word.end <= last]):
        if word.end != begin and text[word.end : begin].strip():
            break
        printed = text[word.start : word.end]
        # A verb's stem right before a particle is a noun: 繰り越しは.
        noun = _NOUN_TAG.match(word.tag) or (word.end == last and word.tag.startswith("動詞"))
        if not (noun or printed in _JOINED) or last - word.start > _LONGEST:
            break
        begin = word.start
        if printed not in _NEVER_FIRST:
            firm = begin
    return firm


_JOIN_BEFORE = re.compile(r"(?:の|及び|および|並びに|・|と|や)\Z")


def _by_characters(text: str, first: int, last: int) -> int:
    end = last
    if match := _EXAMPLE.search(text, first, last):
        end = match.start()
    begin = max(first, walk_characters(text, end))
    if begin == end and text[end - 1 : end] in "」』)":
        opened = max(
            text.rfind("「", first, end), text.rfind("(", first, end), text.rfind("『", first, end)
        )
        if opened >= first:
            begin = max(first, walk_characters(text, opened))
    while begin > first and last - begin < _LONGEST:
        join = _JOIN_BEFORE.search(text, first, begin)
        if join is None:
            break
        earlier = max(first, walk_characters(text, join.start()))
        if earlier == join.start():
            break
        begin = earlier
    return begin if begin < end else last
