"""When two names are the same name: one key for the spellings of one project over the years."""

import unicodedata
from functools import lru_cache

import regex
from rapidfuzz import fuzz

# Characters that a reader, a typist or OCR takes for one another, by the one that stands for all.
_ALIKE = str.maketrans(
    {
        **dict(zip("口力工二八卜夕一へべぺ", "ロカエニハトターヘベペ", strict=True)),
        **dict(zip("應廣澤邊櫻學國會經濟營豫條", "応広沢辺桜学国会経済営予条", strict=True)),
        **dict.fromkeys("-‐‑‒–—―−~〜", "ー"),
        **dict.fromkeys("ヶヵ箇", "ケ"),
        "附": "付",
    }
)
_YEAR = (
    r"\(?(?:(?:令和|平成|昭和)(?:元|\d{1,2})年?度?|[RH](?:元|\d{1,2})(?:年度)?"
    r"|(?:19|20)\d\d(?:年度|年)?)(?:当初|補正)?(?:予算)?分?\)?"
)
_YEAR_AT_END = regex.compile(_YEAR + "$")
_YEAR_AT_START = regex.compile("^" + _YEAR)
_MARK = regex.compile(
    r"^(?:[・○◯●◎◆■□★☆※]|[(\[【<](?:新規?|拡充?|継続?|補正|再掲|一部新規|一新)[)\]】>])+"
)
_BRACKETS = regex.compile(r"[「」『』【】\[\]<>〈〉《》\"'“”]")
# 事業 and 事業費 say nothing about which project it is; 費 alone does (道路費 is a 目).
_PROJECT_AT_END = regex.compile(r"(?<=.{2})事業(?:経?費)?$")


_NUMBERING = regex.compile(
    r"^(?:第?[\d〇一二三四五六七八九十]+(?:[章節款項目編部]|[.．、)）])|[(（][\d一二三四五六七八九十ア-ン][)）]"
    r"|[①-⑳Ⅰ-Ⅻ]|[\dIVX]+[-－.．][\d.]*|[\d]+)\s*[.．、:：]?\s*"
)


@lru_cache(maxsize=1 << 16)
def heading_key(heading: str) -> str:
    """The heading without its number, which changes from year to year.

    >>> heading_key("2. 子育て支援") == heading_key("第3章 子育て支援")
    True
    >>> heading_key("①")
    '1'
    """
    return name_key(_NUMBERING.sub("", heading).strip() or heading)


@lru_cache(maxsize=1 << 18)
def name_key(name: str) -> str:
    """The name without year, mark, brackets, spacing, and 事業 or 事業費 at its end.

    >>> name_key("JOMON渡島ネクストステージ事業２０２１")
    'jomon渡島ネクストステージ'
    >>> name_key("ＪＯＭＯＮ渡島ネクストステージ事業")
    'jomon渡島ネクストステージ'
    >>> name_key("スマート農業推進事業費") == name_key("スマート林業推進事業費")
    False
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for pattern in (_MARK, _YEAR_AT_START, _YEAR_AT_END, _BRACKETS, _PROJECT_AT_END):
        text = pattern.sub("", text) or text
    return text.casefold().translate(_ALIKE)


def similarity(old: str, new: str) -> float:
    """How alike two name keys are, from 0 to 1: by edits, or as a part is alike its whole."""
    short, long = sorted((len(old), len(new)))
    if not short:
        return 0.0
    # A part that makes up little of the whole says little: every name is a part of a long one.
    part = fuzz.partial_ratio(old, new) * (short / long) ** 0.5
    return float(max(fuzz.ratio(old, new), 0.95 * part)) / 100
