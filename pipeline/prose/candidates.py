"""The noun phrases that may be a figure's subject, each with the bits that speak for it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.prose.figures import Figure
from pipeline.prose.noun_phrases import noun_start
from pipeline.prose.nouns import COUNTED, FILLED, GROUND, SCOPE, SIDE, is_generic
from pipeline.prose.phrases import Phrase

# 歳入全体の18%: of what the share is.
_OF_ALL = re.compile(r".{0,12}(?:全体|総額|合計|全て|すべて)の")
_MONEY_NOUN = re.compile(
    r"(?:税|割|金|費|債|会計|関係|事業|基金|収入|料|予算|予算案|補助|手当|給付|交付税|工事|計画|繰入|繰出|積立|委託|譲与税|収支|残高|支出|経費|負担|補填|償還|プロジェクト|購入|整備|額)(?:等|など|全体|分|総額|予算|予算案)?\Z"
)
_BEHIND = re.compile(
    r"(?:余り?|程度|以上|ほど|強|弱)?(?P<join>の?[増減](?:額|加|少|収)?と(?:なる|なった|なっている)|の|を(?!除|差し?引|加え|含|合わせ|あわせ|超え|上回|下回)[^、。]{1,6}?(?:する|した|る|た|んだ))(?=[一-龥ァ-ヺーA-Za-z「])"
)
_NOUN_BEHIND = re.compile(
    r"[一-龥々ァ-ヺーA-Za-z0-9・「」]+(?:の[一-龥々ァ-ヺーA-Za-z0-9・「」]+)?"
)
_NO_NOUN = re.compile(
    r"同額|増|減|うち|予算|もの|予定|方針|計算|結果|形\Z|状況|模様|場合|範囲|計上|追加|補正|見込|ほか|赤字\Z|黒字\Z|達|経過|適用|一部|半"
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
# 差し引き1億円が減量施策の財源となる.
_BECOMES = re.compile(
    r"(?:余り?|程度)?が、?(?P<noun>[^、。はがを]{2,24}?)(?:と|に)(?:な[りるっ]|充て)"
)
# 財政調整基金から9億円を繰り入れる: out of what money comes, with nothing named before it.
_OUT_OF = re.compile(
    r"(?:基金|会計|積立金|繰越金|寄[附付]金|剰余金|予備費|財源|収入)から(?:は|も)?、?(?:約|およそ|さらに|新たに)?\Z"
)
_TAKEN = re.compile(
    r"(?:余り?|程度)?(?:、[^、。はがを]{2,24}から(?:約|およそ)?[0-9][0-9,.億万千百]{0,14}円(?:余り?|程度)?){0,3}"
    r"を、?[^、。はがを]{0,16}?(?:繰り?入|取り?崩|切り?崩|充[てう当]|活用|拠出|借り?入|支出|繰り?出)"
)
# What money is called by what it is: 3億円の負担金 is no change of something else.
_SUM = re.compile(r"(?:金|債|税|料|交付税|基金)\Z")
# What has two sides: 一般会計は歳入が3億円、歳出が2億円.
_ACCOUNT = re.compile(r"会計|決算|予算")
# A list's rest: 、そのほかが4,500万円.
_OTHERS = re.compile(r"(?:、|及び)(その他|そのほか)(?:が|は|で|に)?(?:約|およそ)?\Z")
# A list's last: 、計3億円.
_TOTAL = re.compile(r"(?:[、。)]|\A|(?<=減)|(?<=増))\s?(合計|総計|総額|計)で?(?:約|およそ)?\Z")
_WHO = ("が", "を", "も")
_WHO_IS = frozenset("はがもを")
_PRONOUN = re.compile(
    r"(?:この(?!ため|結果|ほか|他)|その(?!ため|結果|ほか|他|一方|際)|これ|それ|同|うち|内訳)"
)
_BY = re.compile(r"(?:により|によって)\Z")
_BY_MEANS = 2.2
_FOR = re.compile(r"(?:経費|費用|予算)(?:など|等)?\Z")
_FIRM_TOPIC, _FIRM_NOUN, _GOES_TO, _SIDE = 5.0, 6.5, 5.6, 8.0
# 物価の高騰が重くのしかかり、: of a clause of its own, which tells no change.
_CLOSED = re.compile(
    r"が(?![^、。]{0,16}(?:増|減|伸|上[がま回]|下[がま回]|落|回復|改善|悪化|達|な[りっ]|見込|予定|計上|で))"
    r"[^、。0-9]{1,16}[いきしちにみりぎじびけえせてねめれげぜべ]、"
)
_WITH = re.compile(r"を(?:合わせ|あわせ|併せ|含め|加え)")
_WHO_FALLS = re.compile(r"(?P<noun>[^、。がをに]{2,24}(?:費|金|料|税|債|手当))が")
_NO_SUBJECT, _MADE, _OTHER_MEASURE = -4.0, 3.0, -6.0
_NO_MONEY = re.compile(r"(?:率|割合|指数|人口|面積|人員|(?<!指)数)\Z")
_WITHIN = frozenset({"で", "に", "から"})
_ON = frozenset({"で", "では", "として", "としては"})
# 翌年度に繰り越す財源
_FILLING = re.compile(r"(?:[るたうくすむぶぐつぬ]|な|ための?)\Z")
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 3, 30
_FILLED_BITS, _IN_REASON_BITS = 4.5, 5.2


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

    `topic` is what the sentence before was about; `object` that something is made the figure
    (資金を3,000万円に拡充); `alike` that there is one of its kind before it.
    """

    head: Sequence[Phrase]
    earlier: Sequence[Phrase]
    subject: Candidate | None
    topic: str
    object: bool = False
    alike: bool = False


def candidates_before(text: str, figure: Figure, before: Before) -> list[Candidate]:
    """The phrases before a figure that may be its subject, with their bits."""
    found = [each for each in _all_before(text, figure, before) if each.label]
    return [_measured(each, figure) for each in found]


def _measured(candidate: Candidate, figure: Figure) -> Candidate:
    """A candidate with its bits; no money is a rate or a number of people."""
    if figure.group == "yen" and _NO_MONEY.search(candidate.label):
        return replace(candidate, bits=candidate.bits + _OTHER_MEASURE)
    return candidate


def _all_before(text: str, figure: Figure, before: Before) -> list[Candidate]:
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
        if before.object and part.particle == "を" and not is_generic(text, part):
            bits += _MADE
        if topical and part.particle == "を" and _WITH.match(text, part.end):
            bits += _NO_SUBJECT
        if part.particle.startswith("におい") and _before_reason(head, part):
            bits -= _MADE
        if part.touching and (whole := _filled(text, part)):
            found.append(whole)
        if part.touching and part.example and topical:
            bits -= 4.0
        if owned and part.particle.startswith("と") and _FOR.search(part.text(text)):
            bits -= 2.0
        found.append(Candidate(part.text(text), (part.start, part.end), bits, part))
    found += _in_reason(text, head)
    if source := _source(text, figure):
        found.append(source)
    if head and head[-1].what == "reason" and head[-1].touching:
        found += _means(text, head[-1])
    topics = [p for p in before.earlier if p.what == "noun" and not _is_ground(text, p)]
    for away, part in enumerate(reversed(topics)):
        bits = 2.5 - 0.5 * away - 5.0 * is_generic(text, part)
        found.append(Candidate(part.text(text), (part.start, part.end), bits, part))
    if other := _OTHERS.search(text, 0, figure.start):
        found.append(Candidate("その他", other.span(1), _GOES_TO))
    if before.alike and (total := _TOTAL.search(text, 0, figure.start)):
        found.append(Candidate(total[1], total.span(1), _GOES_TO))
    if before.subject is not None and before.subject.label:
        found.append(Candidate(before.subject.label, before.subject.span, 1.0))
    if before.topic:
        goes_on = _PRONOUN.match(text) or any(part.what == "compared" for part in head)
        found.append(Candidate(before.topic, None, 1.5 if goes_on else -0.5))
    return found


def _is_taken(part: Phrase, subject: Candidate | None) -> bool:
    """Whether a phrase is the noun that the figure before it stood before: 2億円の負担金や3億円."""
    if subject is None or subject.span is None or subject.phrase is not None:
        return False
    return subject.span[0] < part.end <= subject.span[1]


def _before_reason(head: Sequence[Phrase], part: Phrase) -> bool:
    """固定資産税において、減免が終わったことなどに伴い、: where the reason is, and no subject."""
    after = head.index(part) + 1
    return after < len(head) and head[after].what == "reason"


def _in_reason(text: str, head: Sequence[Phrase]) -> list[Candidate]:
    """扶助費が見込みを下回ることから1億円: what a reason is about may be the subject as well."""
    found: list[Candidate] = []
    for part in head:
        who = _WHO_FALLS.match(text, part.lead, part.end) if part.what == "reason" else None
        if who is not None:
            found.append(Candidate(who["noun"], who.span("noun"), _IN_REASON_BITS))
    return found


def _filled(text: str, part: Phrase) -> Candidate | None:
    """翌年度に繰り越す財源: a noun that says too little, with the clause that tells it apart."""
    if not FILLED.fullmatch(part.text(text)) or part.lead >= part.start:
        return None
    length = part.start - part.lead
    if not _SHORTEST_CLAUSE <= length <= _LONGEST_CLAUSE:
        return None
    if not _FILLING.search(text, part.lead, part.start):
        return None
    return Candidate(text[part.lead : part.end], (part.lead, part.end), _FILLED_BITS)


def _source(text: str, figure: Figure) -> Candidate | None:
    """財政調整基金 of 財政調整基金から9億円を繰り入れる."""
    out = _OUT_OF.search(text, 0, figure.start)
    if out is None or _TAKEN.match(text, figure.end) is None:
        return None
    end = text.index("から", out.start(), figure.start)
    begin = noun_start(text, 0, end)
    return Candidate(text[begin:end], (begin, end), _GOES_TO) if begin < end else None


def _means(text: str, part: Phrase) -> list[Candidate]:
    """公共事業の追加により6億円を増額: the means, where nothing else is named."""
    by = _BY.search(text, part.lead, part.end)
    if by is None:
        return []
    begin = noun_start(text, part.lead, by.start())
    if begin >= by.start():
        return []
    return [Candidate(text[begin : by.start()], (begin, by.start()), _BY_MEANS)]


def _is_ground(text: str, part: Phrase) -> bool:
    return part.particle in _ON and GROUND.search(part.text(text)) is not None


def _bits(text: str, part: Phrase, away: int, *, sided: bool) -> float:
    """How much a phrase before a figure speaks for being its subject."""
    if part.touching:
        bits = 6.0 if part.topic or not part.particle else 5.8
        bits -= 2.0 * (part.particle in {"へ", "と"})
    elif part.topic:
        bits = _FIRM_TOPIC - 0.4 * away
    else:
        bits = (3.0 if part.particle in _WHO else 1.8) - 0.4 * away - 3.0 * (part.particle == "へ")
    if part.particle == "が" and not part.touching and _CLOSED.match(text, part.end):
        bits -= 2.6
    noun = part.text(text)
    # 決算で赤字となった, 三事業で189億円: within what, or how many, and no subject.
    if _is_ground(text, part):
        return _NO_SUBJECT
    if part.particle in _WITHIN and (SCOPE.fullmatch(noun) or COUNTED.search(noun)):
        return _NO_SUBJECT
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
    last = head[-1] if head else None
    named = last is not None and last.what == "noun" and not is_generic(text, last)
    touched = named and last is not None and last.touching
    if cleft := _CLEFT.match(text, figure.end):
        return [Candidate(cleft["noun"], cleft.span("noun"), _GOES_TO)]
    if (put := _PUT.match(text, figure.end)) and not touched:
        return _destination(text, put)
    if (becomes := _BECOMES.match(text, figure.end)) and not touched:
        begin, end = noun_start(text, *becomes.span("noun")), becomes.end("noun")
        return [Candidate(text[begin:end], (begin, end), _FILLED_BITS)] if begin < end else []
    join = _BEHIND.match(text, figure.end)
    if join is None:
        return []
    noun = _NOUN_BEHIND.match(text, join.end())
    if noun is None or _NO_NOUN.match(noun[0]) or (following and noun.end() > following.start):
        return []
    if "と" in join["join"] and text[noun.end() : noun.end() + 1] not in _WHO_IS:
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
