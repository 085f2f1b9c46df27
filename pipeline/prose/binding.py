"""Each figure of a sentence bound to its subject, with the evidence in bits.

A noun phrase speaks for being the subject by its particle, by how near it stands, and by what kind
of noun it is; the best wins, and the margin to the next says how sure that is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.prose.candidates import Before, Candidate, candidates_before, candidates_behind
from pipeline.prose.figures import Figure, figures_in
from pipeline.prose.naming import named, other_side
from pipeline.prose.noun_phrases import Words, no_words
from pipeline.prose.nouns import is_generic
from pipeline.prose.phrases import Phrase, phrases
from pipeline.prose.shared import distributed
from pipeline.prose.ways import Turn, turns

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
# 前年度の2倍となる3億円
_TIMES = re.compile(r"(?:となる|の|に[当あ]たる)(?:約|およそ)?(?=[0-9])")
# 三事業で189億円, 5会計を合わせて
_TOGETHER = frozenset({"事業", "会計", "団体", "基金", "か所", "カ所", "箇所", "施設", "校", "社"})
_IN_ALL = re.compile(
    r"で(?:は|約|総額|合計|計|[0-9])|を?(?:合わせ|あわせ)|合計|全体|の(?:合計|総額)"
)
_SURE = 3.0
# What joins a change to the amount that it is of: 5億円で、1億円の減; 1億円を減額し、4億円とする.
_GOES_ON = re.compile(
    r"(?:余り?|程度)?(?:で(?:あり)?|となり|となって(?:おり)?)、?(?:約|およそ)?"
    r"|[^、。]{0,10}(?:減額|増額|削減|追加|引き?上げ|引き?下げ)し(?:て|、|まして)?、?"
)
# 3億円(5%減)、: what a figure in brackets is, and no noun.
_TAIL = re.compile(r"(?:の)?(?:皆)?[増減](?:額|加|少|収)?[)）]")
_LAST_YEAR = re.compile(r"(?:[、(（]\s?)?(?:前|昨)年度?(?:は|が)?")
_SAME_AGAIN, _OF_COUNTS = 1.0, 3.0
_ALL = re.compile(r"(?:予算の?)?総額")
_REST = re.compile(r"残り|残額|残余")


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
    dealt = distributed(text, figures, heads)
    bound: list[Bound] = []
    earlier: list[Phrase] = []
    subject: Candidate | None = None
    for at, (figure, turn, head) in enumerate(zip(figures, ways, heads, strict=True)):
        following = figures[at + 1] if at + 1 < len(figures) else None
        best = dealt.get(at) or _led(text, bound, figure, head, compared[at])
        margin = best.bits if best else 0.0
        if _is_prior(text, head, turn):
            turn = replace(turn, way="before")
        if best is None:
            made = turn.way == "after" or turn.object
            alike = any(each.figure.group == figure.group for each in bound)
            before = Before(head, earlier, subject, topic, object=made, alike=alike)
            found = candidates_before(text, figure, before)
            found = [_counted(each, bound, figure) for each in found]
            found += candidates_behind(text, figure, head=head, following=following)
            best, margin = _best(found)
            if bound and best.label == bound[-1].label and figure.kind == bound[-1].figure.kind:
                margin += _SAME_AGAIN
        if subject is not None:
            best = replace(best, label=other_side(best.label, subject.label))
        said = _bound(text, figure, turn, (best, margin), (earlier, head))
        if bound and bound[-1].label.endswith(f" {said.label}"):
            # 工業用水道の整備 総事業費, and again 総事業費
            said = replace(said, label=bound[-1].label)
        bound.append(said)
        subject = replace(best, label=bound[-1].label)
        earlier += [part for part in head if part.topic or part.what == "time"]
    return bound


def _best(found: list[Candidate]) -> tuple[Candidate, float]:
    """The candidate with the most bits, and how far it is from the next that names another."""
    ranked = sorted(found, key=lambda each: -each.bits)
    if not ranked:
        return Candidate("", None, -9.0), -9.0
    best = ranked[0]
    second = ranked[1] if len(ranked) > 1 and ranked[1].label != best.label else None
    return best, min(best.bits, best.bits - (second.bits if second else 0.0))


def _bound(
    text: str,
    figure: Figure,
    turn: Turn,
    chosen: tuple[Candidate, float],
    phrases_before: tuple[Sequence[Phrase], Sequence[Phrase]],
) -> Bound:
    best, margin = chosen
    earlier, head = phrases_before
    said = next((part for part in reversed(head) if part.what == "compared"), None)
    rate = next((text[p.start : p.end] for p in head if p.what == "rate"), "")
    if turn.way == "before" and best.phrase is not None and not is_generic(text, best.phrase):
        turn = replace(turn, way=turn.way if turn.object else "level")
    return Bound(
        figure,
        turn,
        named(text, best, (*earlier, *head), share=figure.kind == "%"),
        best.span,
        margin,
        text[said.lead : said.end] + said.particle if said else "",
        (*earlier, *head),
        rate.strip("、 "),
    )


def _counted(candidate: Candidate, earlier: Sequence[Bound], figure: Figure) -> Candidate:
    """A candidate with its bits: what was counted before is no money (対象者は9人で、3億円)."""
    told = [each for each in earlier if each.bits >= _SURE]
    counts = {each.label for each in told if each.figure.group == "count"}
    if figure.group != "yen" or candidate.label not in counts:
        return candidate
    return replace(candidate, bits=candidate.bits - _OF_COUNTS)


def _is_prior(text: str, head: Sequence[Phrase], turn: Turn) -> bool:
    """7.4%(前年度7.9%): nothing but last year stands before a figure that is no change."""
    if turn.way != "level" or not head or not head[-1].touching:
        return False
    return _LAST_YEAR.fullmatch(text, head[-1].lead, head[-1].end) is not None


def _is_attribute(text: str, figure: Figure) -> bool:
    """Whether a figure only describes something: 75歳以上の高齢者, 10枚当たり, 2回目."""
    if figure.kind in _TOGETHER and _IN_ALL.match(text, figure.end):
        return True
    if figure.kind == "倍" and _TIMES.match(text, figure.end):
        return True
    return _ATTRIBUTE.match(text, figure.end) is not None or (
        figure.kind in _DESCRIBES and _OF_AGE.match(text, figure.end) is not None
    )


def _heads(text: str, figures: Sequence[Figure], words: Words) -> list[list[Phrase]]:
    heads: list[list[Phrase]] = []
    start = 0
    for figure in figures:
        heads.append(phrases(text, start, figure.start, words))
        tail = _TAIL.match(text, figure.end)
        start = tail.end() if tail else figure.end
    return heads


def _led(
    text: str, earlier: Sequence[Bound], figure: Figure, head: Sequence[Phrase], compared: bool
) -> Candidate | None:
    """The subject of the figure before, where this one only goes on about it."""
    if not earlier:
        return None
    before = earlier[-1]
    gap = text[before.figure.end : figure.start]
    same = Candidate(before.label, before.span, max(before.bits, _SURE))
    own = any(part.what == "noun" and not is_generic(text, part) for part in head)
    if before.turn.leads:
        return same
    if own:
        return None
    whole = next((each for each in reversed(earlier) if each.turn.way == "whole"), None)
    if whole is not None and any(_REST.fullmatch(part.text(text)) for part in head):
        return Candidate(f"{whole.label} 残り", None, max(whole.bits, _SURE))
    if before.turn.way in ("more", "less") and head and _ALL.fullmatch(head[-1].text(text)):
        # 歳入歳出それぞれ1億円を追加し、総額を94億円とする
        return replace(same, label=f"{before.label} 総額")
    inside = re.match(r"\s?[(（]", gap) and not re.search(r"[)）]", gap)
    apart = figure.kind != before.figure.kind and re.fullmatch(r"[、(（\s]{1,2}", gap)
    goes_on = before.turn.way in ("whole", "before") or compared or inside or apart
    return same if goes_on or _GOES_ON.fullmatch(gap) else None


def topic_of(text: str, bound: Sequence[Bound], words: Words = no_words) -> str:
    """What a sentence is about, for the sentence after it."""
    named = [each for each in bound if each.bits >= _SURE and each.span is not None]
    parts = phrases(text, 0, len(text), words)
    topics = [p for p in parts if p.topic and p.what == "noun" and not is_generic(text, p)]
    if topics:
        return topics[0].text(text)
    return named[0].label if len({each.label for each in named}) == 1 else ""
