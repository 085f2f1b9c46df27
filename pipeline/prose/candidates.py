"""The noun phrases that may be a figure's subject, each with the bits that speak for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.prose.figures import Figure
from pipeline.prose.noun_phrases import noun_start
from pipeline.prose.nouns import SCOPE, SIDE, is_generic
from pipeline.prose.phrases import Phrase

# 歳入全体の18%: of what the share is.
_OF_ALL = re.compile(r".{0,12}(?:全体|総額|合計|全て|すべて)の")
_MONEY_NOUN = re.compile(
    r"(?:税|割|金|費|債|会計|関係|事業|基金|収入|料|予算|予算案|補助|手当|給付|交付税|工事|計画|繰入|繰出|積立|委託|譲与税|収支|残高|支出|経費|負担|補填|償還|プロジェクト|購入|整備|額)(?:等|など|全体|分|総額|予算|予算案)?\Z"
)
_BEHIND = re.compile(
    r"(?:余り?|程度|以上|ほど|強|弱)?(?P<join>の|を(?!除|差し?引|加え|含|合わせ|あわせ|超え|上回|下回)[^、。]{1,6}?(?:する|した|る|た))(?=[一-龥ァ-ヺーA-Za-z「])"
)
_NOUN_BEHIND = re.compile(
    r"[一-龥々ァ-ヺーA-Za-z0-9・「」]+(?:の[一-龥々ァ-ヺーA-Za-z0-9・「」]+)?"
)
_NO_NOUN = re.compile(
    r"同額|増|減|うち|予算|もの|場合|範囲|計上|追加|補正|見込|ほか|赤字\Z|黒字\Z|達|経過|適用|一部|半"
)
# 25%増と大きく伸びているのは普通建設事業費。
_CLEFT = re.compile(
    r"[^、。]{0,16}(?:た|る)のは、?(?P<noun>[一-龥ァ-ヺーA-Za-z0-9・の]{2,24}?)(?:です|であ[りる]|となっ?[りて]|で、|。|\Z)"
)
# 3億円を基金へ積み立てる: where money goes, with nothing named before it.
_PUT = re.compile(
    r"(?:余り?|程度)?を、?(?P<to>[^、。はがを]{2,24}?)(?:の財源)?(?:へ|に|として)(?:それぞれ)?"
    r"(?:積み?立|繰り?[出入越]|充[てう当]|計上|配分|振り?[分向]け|拠出|交付|投入|編入)"
)
# What money is called by what it is: 3億円の負担金 is no change of something else.
_SUM = re.compile(r"(?:金|債|税|料|交付税|基金)\Z")
# What has two sides: 一般会計は歳入が3億円、歳出が2億円.
_ACCOUNT = re.compile(r"会計|決算|予算")
# A list's last: 、計3億円.
_TOTAL = re.compile(r"(?:[、。)]|\A|(?<=減)|(?<=増))\s?(合計|総計|総額|計)で?(?:約|およそ)?\Z")
_WHO = ("が", "を", "も")
_PRONOUN = re.compile(r"(?:この|その|これ|それ|同|うち|内訳)")
_BY = re.compile(r"(?:により|によって)\Z")
_BY_MEANS = 2.2
_FOR = re.compile(r"(?:経費|費用|予算)(?:など|等)?\Z")
_FIRM_TOPIC, _FIRM_NOUN, _GOES_TO, _SIDE = 5.0, 6.5, 5.6, 8.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase that a figure may be about; `phrase` where it stands before the figure."""

    label: str
    span: tuple[int, int] | None
    bits: float
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a figure: its own phrases, topics said earlier, the subject before it.

    `topic` is what the sentence before was about.
    """

    head: Sequence[Phrase]
    earlier: Sequence[Phrase]
    subject: Candidate | None
    topic: str


def candidates_before(text: str, figure: Figure, before: Before) -> list[Candidate]:
    """The phrases before a figure that may be its subject, with their bits."""
    found: list[Candidate] = []
    head = before.head
    topical = any(part.topic and part.what == "noun" and not part.touching for part in head)
    nouns = [part for part in head if part.what in ("noun", "whole")]
    # 補正予算は、積立に要する経費として、22億円を計上する: what it is for is not what it is.
    owned = any(part.particle.startswith("は") and not is_generic(text, part) for part in nouns)
    sided = any(_ACCOUNT.search(part.text(text)) for part in (*before.earlier, *nouns))
    for away, part in enumerate(reversed(nouns)):
        if _is_taken(part, before.subject):
            continue
        bits = _bits(text, part, away, sided=sided)
        if part.touching and part.example and topical:
            bits -= 4.0
        if owned and part.particle.startswith("と") and _FOR.search(part.text(text)):
            bits -= 2.0
        found.append(Candidate(part.text(text), (part.start, part.end), bits, part))
    if head and head[-1].what == "reason" and head[-1].touching:
        found += _means(text, head[-1])
    for away, part in enumerate(reversed([p for p in before.earlier if p.what == "noun"])):
        bits = 2.5 - 0.5 * away - 5.0 * is_generic(text, part)
        found.append(Candidate(part.text(text), (part.start, part.end), bits, part))
    if before.subject is not None and (total := _TOTAL.search(text, 0, figure.start)):
        found.append(Candidate(total[1], total.span(1), _GOES_TO))
    if before.subject is not None and before.subject.label:
        found.append(Candidate(before.subject.label, before.subject.span, 1.0))
    if before.topic:
        goes_on = _PRONOUN.match(text) or any(part.what == "compared" for part in head)
        found.append(Candidate(before.topic, None, 1.5 if goes_on else -0.5))
    return [each for each in found if each.label]


def _is_taken(part: Phrase, subject: Candidate | None) -> bool:
    """Whether a phrase is the noun that the figure before it stood before: 2億円の負担金や3億円."""
    if subject is None or subject.span is None or subject.phrase is not None:
        return False
    return subject.span[0] < part.end <= subject.span[1]


def _means(text: str, part: Phrase) -> list[Candidate]:
    """公共事業の追加により6億円を増額: the means, where nothing else is named."""
    by = _BY.search(text, part.lead, part.end)
    if by is None:
        return []
    begin = noun_start(text, part.lead, by.start())
    if begin >= by.start():
        return []
    return [Candidate(text[begin : by.start()], (begin, by.start()), _BY_MEANS)]


def _bits(text: str, part: Phrase, away: int, *, sided: bool) -> float:
    """How much a phrase before a figure speaks for being its subject."""
    if part.touching:
        bits = 6.0 if part.topic or not part.particle else 5.8
        bits -= 2.0 * (part.particle in {"へ", "と"})
    elif part.topic:
        bits = _FIRM_TOPIC - 0.4 * away
    else:
        bits = (3.0 if part.particle in _WHO else 1.8) - 0.4 * away - 3.0 * (part.particle == "へ")
    noun = part.text(text)
    if part.touching and sided and SIDE.fullmatch(noun):
        return _SIDE
    if SCOPE.fullmatch(noun):
        bits -= 3.0
    elif is_generic(text, part) or (part.touching and _OF_ALL.fullmatch(noun + part.particle)):
        bits -= 6.0
    elif _MONEY_NOUN.search(noun):
        bits += 1.0
    if part.what == "whole":
        bits -= 1.0
    return bits


def candidates_behind(
    text: str, figure: Figure, *, head: Sequence[Phrase], following: Figure | None
) -> list[Candidate]:
    """A noun that the figure stands before: 130億円の県債, 10万円を給付する臨時特別給付金."""
    touched = bool(head) and head[-1].touching and head[-1].what == "noun"
    if cleft := _CLEFT.match(text, figure.end):
        return [Candidate(cleft["noun"], cleft.span("noun"), _GOES_TO)]
    if (put := _PUT.match(text, figure.end)) and not touched:
        return _destination(text, put)
    join = _BEHIND.match(text, figure.end)
    if join is None:
        return []
    noun = _NOUN_BEHIND.match(text, join.end())
    if noun is None or _NO_NOUN.match(noun[0]) or (following and noun.end() > following.start):
        return []
    kept = noun[0].rstrip("等")
    if len(kept) < 2:
        return []
    firm = _SUM.search(kept) is not None and join["join"] == "の"
    of_account = touched and _ACCOUNT.search(head[-1].text(text)) is not None
    bits = _FIRM_NOUN + 2.0 * of_account if firm else 3.5
    return [Candidate(kept, (noun.start(), noun.start() + len(kept)), bits)]


def _destination(text: str, put: re.Match[str]) -> list[Candidate]:
    """財政調整基金 of 3億円を財政調整基金へ積み立てる."""
    begin = noun_start(text, put.start("to"), put.end("to"))
    kept = text[begin : put.end("to")]
    return [Candidate(kept, (begin, put.end("to")), _GOES_TO)] if len(kept) > 1 else []
