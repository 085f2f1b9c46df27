"""Names as people and readers wear them: what is no part of a name, and how two names differ."""

import unicodedata
from functools import lru_cache
from typing import Literal, TypeAlias

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq, Levenshtein

from pipeline.match.names import similarity

Relation: TypeAlias = Literal["same", "core", "cut", "within", "scattered", "swapped", "other"]
"""How one name comes from the other.

`same` by its key; `core` but for words that say nothing (費, 推進, 経費); `cut` at its end or head;
`within` the other one, with something added around it; `scattered`, with something left out inside;
`swapped` where one short word stands for another, as 林業 for 農業; `other` for everything else.
"""

Exchange: TypeAlias = Literal["none", "slip", "contrast", "word"]
"""What stands for what: nothing, a character that a reader may have taken for another, one that
tells two sisters apart, or a word."""

# As at the end of a name (names.py), and also inside it.
_NOTE = regex.compile(
    r"\((?:\d+/\d+|[\d,.]+(?:人|名|件|か所|ヶ所|箇所|台|校|園|施設|世帯|団体|回|戸|棟|日|か月|年|%)?"
    r"(?:分|程度|以上|未満)?|一部新規|一部拡充|新規|拡充|継続|臨時|再掲|単独|補助|委託料?)\)"
)
_NUMBER = regex.compile(r"第\d{1,4}[期次回号](?:計画)?|\d{1,4}年度")
# What may stand at the end of a name and says nothing, the longer ones first.
_EMPTY_TAILS = (
    "の推進",
    "の促進",
    "の実施",
    "推進",
    "促進",
    "実施",
    "事業",
    "経費",
    "業務",
    "関係",
    "等",
    "費",
)
_LEAST = 2
_JOINTS = regex.compile(r"及び|および|並びに|[・、,]")
_WORD = 3
# What readers put where they could not read.
_UNREADABLE = "〓"
# Of two sisters one has this character where the other has that: 東部 and 西部, 小学校 and 中学校.
_CONTRASTS = frozenset(
    "0123456789一二三四五六七八九十甲乙丙abcdefgh東西南北上下左右前後内外新旧大小中高低長短男女父母"
    "老若幼農林水漁商工県市町村区国道府都春夏秋冬入出増減初終公私官民昼夜朝夕乳児童生徒海山川"
)
_SPELLINGS = (
    ("障がい", "障害"),
    ("子ども", "こども"),
    ("子供", "こども"),
    ("促進", "推進"),
    ("助成", "支援"),
    ("補助", "支援"),
    ("援助", "支援"),
    ("対応", "対策"),
    ("啓発", "普及"),
    ("シニア", "高齢者"),
    ("老人", "高齢者"),
)


@lru_cache(maxsize=1 << 18)
def core(key: str) -> str:
    """What of a name key says which project it is.

    >>> from pipeline.match.names import name_key
    >>> core(name_key("障がい者支援推進事業費(1/2)")) == core(name_key("障害者支援経費(12人)"))
    True
    >>> core(name_key("スマート農業")) == core(name_key("スマート林業"))
    False
    """
    text = _NUMBER.sub("", _NOTE.sub("", unicodedata.normalize("NFKC", key)))
    text = _JOINTS.sub("・", text) or key
    for one, other in _SPELLINGS:
        text = text.replace(one, other)
    return _without_empty_tails(text)


def _without_empty_tails(text: str) -> str:
    while tail := next(filter(text.endswith, _EMPTY_TAILS), ""):
        if len(text) - len(tail) < _LEAST:
            break
        text = text.removesuffix(tail)
    return text


@lru_cache(maxsize=1 << 18)
def relation(old: str, new: str) -> Relation:
    """How two name keys come from each other."""
    if old == new:
        return "same"
    one, other = core(old), core(new)
    if one == other:
        return "core"
    short, long = sorted((one, other), key=len)
    if len(short) < 3:
        return "other"
    if long.startswith(short) or long.endswith(short):
        return "cut"
    if short in long:
        return "within"
    if _is_swapped(one, other):
        return "swapped"
    if len(short) >= 4 and LCSseq.similarity(short, long) == len(short):
        return "scattered"
    return "other"


def _is_swapped(one: str, other: str) -> bool:
    """Whether the names differ in one place only, in which each has a word of its own."""
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    middles = (len(one) - start - end, len(other) - start - end)
    return start + end >= 2 and all(1 <= each <= _WORD for each in middles)


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


@lru_cache(maxsize=1 << 18)
def exchanged(old: str, new: str) -> Exchange:
    """What stands in one name for something else in the other; what is only added is `none`.

    >>> exchanged("有機農業推進", "有機林業"), exchanged("有機農業推進", "有機農業")
    ('contrast', 'none')
    >>> exchanged("放課後児童健全育成", "放課後児童健金育成"), exchanged("高齢者福祉", "障害者福祉")
    ('slip', 'word')
    """
    one, other = core(old), core(new)
    found: set[Exchange] = set()
    gone = come = ""
    for step in [*Levenshtein.opcodes(one, other), None]:
        if step is not None and step.tag != "equal":
            gone += one[step.src_start : step.src_end]
            come += other[step.dest_start : step.dest_end]
            continue
        if gone and come:
            found.add(_exchange(gone, come))
        gone = come = ""
    return next((each for each in ("word", "contrast", "slip") if each in found), "none")


def _exchange(gone: str, come: str) -> Exchange:
    if not gone.strip(_UNREADABLE) or not come.strip(_UNREADABLE):
        return "slip"
    if min(len(gone), len(come)) > 1:
        return "word"
    if len(gone) == len(come) == 1 and gone in _CONTRASTS and come in _CONTRASTS:
        return "contrast"
    return "slip"


@lru_cache(maxsize=1 << 18)
def likeness(old: str, new: str) -> float:
    """How alike two names are at best: as they stand, or by what they say."""
    one, other = core(old), core(new)
    return max(similarity(old, new), fuzz.ratio(one, other) / 100)
