"""What stands before a figure, taken apart: noun phrases with their particles, reasons, times.

A stretch of text before a figure is parted at commas and topics. Each part is what the figure may
be about, what it is compared with, when it is, or why; a part's end says which.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.prose.noun_phrases import EXAMPLE, VERBAL, YEAR, Words, no_words, noun_start
from pipeline.prose.pieces import Piece, parted, pieces_of

Part = Literal["noun", "compared", "time", "reason", "rate", "whole", "clause"]

_TOPIC = (
    r"については|についても|について|につきましては|につきましても|につきまして|に関しましては|に関しては|に関して"
    r"|といたしましては|といたしまして|としましては|としまして|としては|として|におきましては|におきましても"
    r"|におきまして|においては|においても|において|では|には|からは|は"
)
_PARTICLE = re.compile(
    rf"(?P<topic>{_TOPIC})\Z|(?P<case>(?:に|で|へ|から)も|が|を|に|で|も|の|へ|(?<!こ)と)\Z"
)
_PAUSES = {"、", ",", "。"}
_MARKS = frozenset("、,;:。▽▼◆◇■□●◎★☆()」』") | {""}
# Words right before a figure that say how it is meant and not of what it is.
_MEANT = re.compile(
    r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|(?<![一-龥])(?:総額|合計|総計)|(?:総額|合計|総計)で|合わせて|あわせて|併せて|全体で?|それぞれ|さらに|新たに"
    r"|各々|最大で?|上限|(?<![会統設推時家累])計|延べ|累計で?|毎年度?|年間で?|月額で?|年額で?|同額|同じく|(?<=歳入歳出)とも(?:に)?|(?<![一-龥])同|最も(?:多く|大きく|高く|少なく|低く|多い|大きい)|(?:過去)?最[高大多少低]の|、|\s|[(（「=:…]|△|▲)\Z"
)
_TOTAL = re.compile(r"総額|合計|総計|合わせ|あわせ|併せ|全体|計")
_RATE = re.compile(
    r"(?:[1一]?(?:人|世帯|戸|件|口|組|日|[かカヵヶケ箇]?月|年|台|回|校|団体|事業者|社|店舗|頭|反|坪|枚|食|本|冊|箱|袋|時間|キロ|トン|㎡|平方メートル|ha|a)[0-9]{0,2}"
    r"(?:当たり|あたり|につき)|毎月|月々|[0-9一]{1,4}組[0-9]{1,4}枚|月|日額)\Z"
)
_TIME = re.compile(
    rf"(?:平成|令和|昭和)?(?:{YEAR})?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?"
    r"(?:末|中|現在|時点|の?当初|から|まで|以降|以来|内|間|度|の時点|開始|上半期|下半期)*(?:に|の|で)?"
)
_BASE = (
    rf"(?:{YEAR}|対?(?:前|昨)年度?|補正前|当初予算|前回|前期|前月|同期|同月|昨年同期|目標|計画|予算"
    r"|現計|既定)"
)
# 前年度当初予算(442億円)と比べ: what it is compared with, without a word for it before the figure.
_PRIOR = re.compile(
    r"(?:前|昨)年度?の?(?:当初|最終|同期|補正後)?の?(?:予算|決算)?の?(?:現?額|総額|規模)?(?:の)?"
)
_COMPARED = re.compile(
    rf"(?:.{{0,16}}?{_BASE}[^、。]{{0,18}}?)(?:(?:対?比)|に比べ(?:て|ると|まして|ますと)?|と比べ(?:て|ると|まして|ますと)?"
    r"|との比較|と比較[^、。]{0,8}|に比較[^、。]{0,8}|対比|増減率|伸び率|より|から|に対し(?:て|まして)?|を)(?:で|では|は|も)?|対?(?:前|昨)年度?(?:当初)?(?:同期)?比?(?:率)?(?:の伸び率|の増減率)?|増減率|伸び率|構成比"
)
_BESIDE = re.compile(
    r"(?:と|に)比(?:べ(?:て|ると|まして|ますと)?|較し(?:て|ますと|まして)?|較すると)\Z"
)
_OF_BEFORE = re.compile(r"[前昨]年|補正前|同期|目標")
_REASON = re.compile(
    r"(?:により|によりまして|によって|による|に伴い|に伴いまして|に伴って|に伴う|ため|ためには?|ことから|ことなどから|などから|等から|から|もあり|もあって"
    r"|を受け|を受けて|踏まえ|踏まえて|踏まえた|を勘案し|を考慮し|を見込み|に備え|結果|を目指し|を目標に|を目指して|に基づき|に応じ(?:て)?|のとおり|とおり|で、?もって)\Z"
)
_NOUN_IN_CLAUSE = re.compile(
    r"が[^がはをに、。一-龥]{0,2}[一-龥][ぁ-ん]{1,5}\Z|に[^にはが、。]{2,14}(?:となる|に[当あ]たる|に相当する)\Z"
    r"|が[^がは、。]{1,12}(?:した|する|なった)(?:こと|もの)\Z"
    r"|[をに](?:進め|実施|推進|行[うい]|整備|支援|拡充|継続|開始|更新|改修|着手|取り?組)[^をがは、。]{0,8}こととし(?:て|ており|まして)?\Z"
)
_THEREBY = re.compile(r"を(?:見込み|受け|踏まえ|考慮し|勘案し|反映し)\Z")
# 公共事業を中心に92億円: what else there is, beside what the figure is about.
_BESIDES = re.compile(
    r"を(?:中心|はじめ|始め|含め|除き|除い|除く|主体|柱)\Z|(?:を|も)(?:含めて|除いて)\Z"
)
# 町税が税率改正による減額を見込み、: what a clause begins with.
_SUBJECT = re.compile(r"[^がはをにで、。]{2,20}が")
_AGAIN = re.compile(r"(?<![一-龥])同(?:約|\s)?\Z")
# 安全装置を取り付けるための経費: all of it says what money is for.
_PURPOSE = re.compile(
    r".{2,}(?:する|す|う|る|く|すための?|るための?|うための?|に必要な|に係る|に要する|にかかる)(?:経費|費用|事業費|予算)(?:など|等)?|.{2,}(?:に向けた|のための|に伴う|に関する)(?:経費|費用|事業費|予算)(?:など|等)?"
    r"|.{2,}を(?:合わせた|合計した|加えた|含めた|含む)(?:予算|予算案)?(?:の)?(?:総額|合計|全体|予算)(?:額)?"
)
_LONGEST_PURPOSE = 60


# 7億円から令和10年度には15億円へ: what joins on to the figure before.
_SINCE = re.compile(rf"(?:余り?|程度)?(?:から|より)(?={YEAR})")
# 重くのしかかり、
_ALL_KANA = re.compile(r"[ぁ-ん]{2,12}[いきしちにみりぎじびけえせてねめれげぜべ]")
_JOINING = re.compile(r"(?:ことと?し|まして|ており|として|であり|となり|ほか)\Z")


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
    if since := _SINCE.match(text, start, end):
        start = since.end()
    inner, rate = _meant(text, start, end)
    pieces = pieces_of(text, start, inner)
    pieces = [*pieces[:-1], *parted(text, pieces[-1])]
    found = [
        _phrase(text, piece, words, touching=number == len(pieces) - 1)
        for number, piece in enumerate(pieces)
        if text[piece.start : piece.end].strip()
    ]
    last = pieces[-1]
    if not text[last.start : last.end].strip() and found and pieces[-2].mark not in _PAUSES:
        found[-1] = replace(found[-1], touching=True)
    found = _owning_bracket(text, found)
    if rate:
        found.append(Phrase(inner, end, "rate"))
    if again := _AGAIN.search(text, start, end):
        # 同8.7%増: compared with the same as the figure before.
        found.append(Phrase(again.start(), again.end(), "compared", lead=again.start()))
    return found


def _owning_bracket(text: str, found: list[Phrase]) -> list[Phrase]:
    """The phrases, with the one that an open bracket explains as what the figure touches.

    人件費が減少したこと(前年度比-3億円): between bracket and figure stands no noun of its own.
    """
    at = len(found)
    while at > 0 and found[at - 1].what in ("compared", "time", "reason"):
        at -= 1
    if not 0 < at < len(found) or text[found[at].lead - 1 : found[at].lead] != "(":
        return found
    return [*found[: at - 1], replace(found[at - 1], touching=True), *found[at:]]


def _meant(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the words end that say of what a figure is, and whether it is a rate."""
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
    return inner, rate


def _phrase(text: str, piece: Piece, words: Words, *, touching: bool) -> Phrase:
    first, last, broken = piece
    while first < last and text[first] in " 　・":
        first += 1
    particle = "" if broken in _MARKS else broken
    whole = particle.rstrip("、").endswith("うち")
    topic = bool(particle) and not whole and particle not in {"の", "が", "を"}
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
    if _BESIDE.search(said) or (
        not since and (_COMPARED.fullmatch(said) or _COMPARED.fullmatch(body))
    ):
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
    if what == "noun" and _BESIDES.search(body):
        what = "reason"
    if what == "noun" and (begin >= last or _ends_as_verb(text, (first, begin, last), particle)):
        what = "clause"
    if what == "clause" or body.endswith(("こと", "もの")) or _THEREBY.search(body):
        inner = _NOUN_IN_CLAUSE.search(text, first, last)
        subject = _SUBJECT.match(text, first, last)
        at = inner.start() if inner else subject.end() - 1 if subject else first
        within = noun_start(text, first, at, words)
        if within < at and (inner or within == first):
            return Phrase(within, at, "noun", text[at], lead=first)
    if what == "noun" and whole:
        what = "whole"
    return Phrase(
        begin if what in ("noun", "whole") else first,
        last,
        what,
        particle,
        topic,
        touching,
        bool(EXAMPLE.search(body)),
        whole,
        first,
    )


def _ends_as_verb(text: str, span: tuple[int, int, int], particle: str) -> bool:
    """基金へ積み立て、: before a comma, what may be a verb is one; a noun has its particle."""
    first, begin, last = span
    if particle or text[last : last + 1] != "、":
        return False
    if _ALL_KANA.fullmatch(text, begin, last):
        return True
    return any(form.search(text, first, last) for form in (VERBAL, _JOINING))
