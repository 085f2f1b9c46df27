"""Each figure of a sentence bound to its subject, with the evidence in bits.

A noun phrase speaks for being the subject by its particle, by how near it stands, and by what kind
of noun it is; the best wins, and the margin to the next says how sure that is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.prose.figures import Figure, figures_in
from pipeline.prose.phrases import Phrase, Words, no_words, noun_start, phrases
from pipeline.prose.ways import Turn, turns

_GENERIC = re.compile(
    r"(?:歳入|歳出|収入|支出|内訳|主なもの|主な(?:もの|内容|増減|事業|補正)|内容|概要|結果|財源|一般財源|特定財源|経費|費用|事業費|予算|予算案|補正|補正予算|補正額"
    r"|総額|合計|全体|計|うち|こと|もの|ところ|見込み|減額|増額|追加|それ|これ|同額|本件|今回|規模|主な補正の内容|各会計|不足分|減額分|増額分|残り|他|その他|必要な経費|所要額|議案"
    r"|[0-9]+会計|款|項|目|節|説明|方針|状況|取組|支援|対象|一般|皆様|市民)"
    r"|(?:歳入|歳出)(?:予算|の主なもの|の主な内容|面)|.{0,24}(?:主なもの|主な内容|主な増減|概要|場合|際|時点|現在|中|一方|補正の内容|うち|ため|よう|ほか)"
)
# 歳出予算については: what a sentence is about where it names nothing else.
_SCOPE = re.compile(r"歳[入出](?:歳出)?(?:予算|総額)?|(?:補正|当初)?予算|決算|一般財源|特定財源")
# 歳入全体の18%: of what the share is.
_OF_ALL = re.compile(r".{0,12}(?:全体|総額|合計|全て|すべて)の")
_MEASURE = re.compile(
    r"(?:.{0,6}?)(?:額|率|数|件数|人数|残高|規模|割合|比率|総額|合計|価格|単価|金額|高|量|面積|収入額|支出額|全体|人口|台数|倍率|実績|決算額|予算額)\Z"
)
_PLACE = re.compile(
    r"(?:[一-龥ァ-ヺー]{1,8}[都道府県市町村区]|全国|国|県|市|町|村|道|本県|本市|類似団体)(?:平均|全体|内)?"
)
_MONEY_NOUN = re.compile(
    r"(?:税|金|費|債|会計|事業|基金|収入|料|予算|予算案|補助|手当|給付|交付税|工事|計画|繰入|繰出|積立|委託|譲与税|収支|残高|支出|経費|負担|補填|償還|プロジェクト|購入|整備|額)(?:等|など|全体|分|総額|予算|予算案)?\Z"
)
_BEHIND = re.compile(
    r"(?:余り?|程度|以上|ほど|強|弱)?(?P<join>の|を[^、。]{1,6}?(?:する|した|る|た))(?=[一-龥ァ-ヺーA-Za-z「])"
)
_NOUN_BEHIND = re.compile(
    r"[一-龥々ァ-ヺーA-Za-z0-9・「」]+(?:の[一-龥々ァ-ヺーA-Za-z0-9・「」]+)?"
)
_NO_NOUN = re.compile(
    r"同額|増|減|うち|予算|もの|場合|範囲|計上|追加|補正|見込|ほか|赤字\Z|黒字\Z|達|経過|適用|一部|半"
)
_PRONOUN = re.compile(r"(?:この|その|これ|それ|同|また|なお|うち|内訳|さらに|このほか)")
_ATTRIBUTE = re.compile(r"(?:当たり|あたり|につき)")
_DESCRIBES = frozenset(
    {
        "歳",
        "才",
        "年",
        "年間",
        "カ年",
        "か年",
        "回",
        "カ月",
        "か月",
        "ヶ月",
        "つ",
        "時間",
        "日",
        "週間",
    }
)
_OF_AGE = re.compile(r"(?:以上|以下|未満|から|児|目|の|前|後|間)|を経過|が経過|連続")
_QUOTED = re.compile(r"[「『]([^「」『』]+)[」』]")
_BY = re.compile(r"(?:により|によって)\Z")
_BY_MEANS = 2.2
_FOR = re.compile(r"(?:経費|費用|予算)(?:など|等)?\Z")
_SURE = 3.0
_LINKED = re.compile(r"\A(?:特に|また|なお|うち|さらに|なかでも|中でも)")
_BARE, _LONGEST = 4, 44
_FIRM_TOPIC = 5.0


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure and what it is about.

    `label` is the subject as it is read, `span` where its noun phrase stands in the sentence (null
    where an earlier sentence gave it); `compared` that it says how the subject stands to another
    year's; `bits` how much more speaks for this subject than for the next best one.
    """

    figure: Figure
    turn: Turn
    label: str
    span: tuple[int, int] | None
    bits: float
    compared: str = ""
    before: tuple[Phrase, ...] = ()
    rate: str = ""


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: str
    span: tuple[int, int] | None
    bits: float
    phrase: Phrase | None = None


def bind(text: str, words: Words = no_words, *, topic: str = "") -> list[Bound]:
    """The figures of one sentence, each with its subject.

    `text` is normalised; `topic` is what the sentence before was about; `words` gives
    GiNZA's words where they are needed.

    >>> found = bind("人件費1,200千円、物件費300千円をそれぞれ減額する。")
    >>> [(each.label, each.turn.way) for each in found]
    [('人件費', 'less'), ('物件費', 'less')]
    """
    figures = [figure for figure in figures_in(text) if not _is_attribute(text, figure)]
    heads = _heads(text, figures, words)
    compared = [any(part.what == "compared" for part in head) for head in heads]
    ways = turns(text, figures, compared=compared)
    bound: list[Bound] = []
    earlier: list[Phrase] = []
    for at, (figure, turn, head) in enumerate(zip(figures, ways, heads, strict=True)):
        before = bound[-1] if bound else None
        if leading := _led(text, before, figure, head, compared[at]):
            best, second = leading, None
        else:
            found = _candidates(text, head, earlier, before, topic)
            found += _behind(text, figure, following=figures[at + 1 :], words=words)
            found.sort(key=lambda each: -each.bits)
            best = found[0] if found else _Candidate("", None, -9.0)
            second = found[1] if len(found) > 1 else None
        said = next((part for part in reversed(head) if part.what == "compared"), None)
        rate = next((text[p.start : p.end] for p in head if p.what == "rate"), "")
        label = _named(text, best, head, earlier, figure)
        if turn.way == "before" and best.phrase is not None and not _is_generic(text, best.phrase):
            turn = replace(turn, way=turn.way if turn.object else "level")
        margin = best.bits - (second.bits if second and second.label != best.label else 0.0)
        bound.append(
            Bound(
                figure,
                turn,
                label,
                best.span,
                min(margin, best.bits),
                text[said.lead : said.end] + said.particle if said else "",
                (*earlier, *head),
                rate.strip("、 "),
            )
        )
        earlier += [part for part in head if part.topic or part.what == "time"]
    return bound


def _is_attribute(text: str, figure: Figure) -> bool:
    """Whether a figure only describes something: 75歳以上の高齢者, 10枚当たり, 2回目."""
    return _ATTRIBUTE.match(text, figure.end) is not None or (
        figure.kind in _DESCRIBES and _OF_AGE.match(text, figure.end) is not None
    )


def _heads(text: str, figures: Sequence[Figure], words: Words) -> list[list[Phrase]]:
    heads: list[list[Phrase]] = []
    start = 0
    for figure in figures:
        heads.append(phrases(text, start, figure.start, words))
        start = figure.end
    return heads


def _led(
    text: str, before: Bound | None, figure: Figure, head: Sequence[Phrase], compared: bool
) -> _Candidate | None:
    """The subject of the figure before, where this one only goes on about it."""
    if before is None:
        return None
    gap = text[before.figure.end : figure.start]
    same = _Candidate(before.label, before.span, max(before.bits, _SURE))
    own = any(part.what == "noun" and not _is_generic(text, part) for part in head)
    if before.turn.leads or before.turn.way == "whole":
        return same if not own or before.turn.leads else None
    if before.turn.way == "before" and not own:
        return same
    if re.match(r"[\s]?[(（]", gap) and not re.search(r"[)）]", gap) and not own:
        return same
    if compared and not own:
        return same
    if figure.kind != before.figure.kind and re.fullmatch(r"[、(（\s]{1,2}", gap):
        return same
    if re.fullmatch(
        r"[^、。]{0,10}(?:減額|増額|削減|追加|引き?上げ|引き?下げ)し(?:て|、|まして)?、?", gap
    ):
        return same
    return None


def _candidates(
    text: str,
    head: Sequence[Phrase],
    earlier: Sequence[Phrase],
    before: Bound | None,
    topic: str,
) -> list[_Candidate]:
    found: list[_Candidate] = []
    topical = any(part.topic and part.what == "noun" and not part.touching for part in head)
    nouns = [part for part in head if part.what in ("noun", "whole")]
    # 補正予算は、積立に要する経費として、22億円を計上する: what it is for is not what it is.
    owned = any(part.particle.startswith("は") and not _is_generic(text, part) for part in nouns)
    for away, part in enumerate(reversed(nouns)):
        bits = _bits(text, part, away)
        if part.touching and part.example and topical:
            bits -= 4.0
        if owned and part.particle.startswith("と") and _FOR.search(part.text(text)):
            bits -= 2.0
        found.append(_Candidate(part.text(text), (part.start, part.end), bits, part))
    if head and head[-1].what == "reason" and head[-1].touching:
        found += _means(text, head[-1])
    for away, part in enumerate(reversed([p for p in earlier if p.what == "noun"])):
        bits = 2.5 - 0.5 * away - 5.0 * _is_generic(text, part)
        found.append(_Candidate(part.text(text), (part.start, part.end), bits, part))
    if before is not None and before.label:
        found.append(_Candidate(before.label, before.span, 1.0))
    if topic:
        goes_on = _PRONOUN.match(text) or any(part.what == "compared" for part in head)
        found.append(_Candidate(topic, None, 1.5 if goes_on else -0.5))
    return [each for each in found if each.label]


def _means(text: str, part: Phrase) -> list[_Candidate]:
    """公共事業の追加により6億円を増額: the means, where nothing else is named."""
    by = _BY.search(text, part.lead, part.end)
    if by is None:
        return []
    begin = noun_start(text, part.lead, by.start())
    if begin >= by.start():
        return []
    return [_Candidate(text[begin : by.start()], (begin, by.start()), _BY_MEANS)]


def _bits(text: str, part: Phrase, away: int) -> float:
    """How much a phrase before a figure speaks for being its subject."""
    if part.touching:
        bits = 6.0 if part.topic or not part.particle else 5.8
        bits -= 2.0 * (part.particle in {"へ", "と"})
    elif part.topic:
        bits = _FIRM_TOPIC - 0.4 * away
    else:
        bits = 1.8 - 0.4 * away - 3.0 * (part.particle == "へ")
    noun = part.text(text)
    if _SCOPE.fullmatch(noun):
        bits -= 3.0
    elif _is_generic(text, part) or (part.touching and _OF_ALL.fullmatch(noun + part.particle)):
        bits -= 5.0
    elif _MONEY_NOUN.search(noun):
        bits += 1.0
    if part.what == "whole":
        bits -= 1.0
    return bits


def _is_generic(text: str, part: Phrase) -> bool:
    return _GENERIC.fullmatch(part.text(text)) is not None


def _behind(
    text: str, figure: Figure, *, following: Sequence[Figure], words: Words
) -> list[_Candidate]:
    """A noun that the figure stands before: 130億円の県債, 10万円を給付する臨時特別給付金."""
    join = _BEHIND.match(text, figure.end)
    if join is None:
        return []
    noun = _NOUN_BEHIND.match(text, join.end())
    if noun is None or _NO_NOUN.match(noun[0]) or (following and noun.end() > following[0].start):
        return []
    kept = noun[0].rstrip("等")
    if len(kept) < 2:
        return []
    return [_Candidate(kept, (noun.start(), noun.start() + len(kept)), 3.5)]


def _named(
    text: str, best: _Candidate, head: Sequence[Phrase], earlier: Sequence[Phrase], figure: Figure
) -> str:
    """The subject's label; a mere measure or place has the topic before it as well."""
    label = (
        re.sub(r"(?:の)?(?:合計|全体|(?<![会統設推時家])計)\Z", "", best.label)
        if len(best.label) > 4
        else best.label
    )
    label = re.sub(r"(?:予算案|案)\Z", "予算", label) if label.endswith("予算案") else label
    if best.span is None or best.phrase is None:
        return label
    if (quoted := _QUOTED.fullmatch(label)) is not None:
        label = quoted[1]
    topics = [
        part
        for part in (*earlier, *head)
        if part.topic
        and part.what == "noun"
        and part.end <= best.span[0]
        and not _is_generic(text, part)
    ]
    named = [part.text(text) for part in topics]
    if _MEASURE.fullmatch(label) and len(label) <= 12 and not label.startswith("全体"):
        fuller = next((name for name in reversed(named) if name.endswith(label)), "")
        owner = next((own for name in reversed(named) if (own := _owner(name))), "")
        said = _LINKED.sub("", text[best.phrase.lead : best.phrase.end])
        if not fuller and not owner and len(label) <= _BARE and len(said) <= _LONGEST:
            return said
        return fuller or f"{owner} {label}".strip()
    if _PLACE.fullmatch(label) or (figure.kind == "%" and best.phrase.particle == "の"):
        measured = [name for name in named if not _PLACE.fullmatch(name)]
        return f"{measured[-1]} {label}" if measured else label
    return label


def _owner(topic: str) -> str:
    """Whose measure a topic speaks of: 一般会計 of 一般会計の予算額; nothing of a mere measure."""
    if not _MEASURE.fullmatch(topic) or _PLACE.fullmatch(topic):
        return topic
    owner, _, measure = topic.rpartition("の")
    return owner if measure and not re.fullmatch(r".*(?:前|後)", owner) else ""


def topic_of(text: str, bound: Sequence[Bound], words: Words = no_words) -> str:
    """What a sentence is about, for the sentence after it."""
    named = [each for each in bound if each.bits >= _SURE and each.span is not None]
    parts = phrases(text, 0, len(text), words)
    topics = [p for p in parts if p.topic and p.what == "noun" and not _is_generic(text, p)]
    if topics:
        return topics[0].text(text)
    return named[0].label if len({each.label for each in named}) == 1 else ""
