"""When two names are the same name: one key for the spellings of one project over the years."""

import unicodedata
from functools import lru_cache

import regex
from rapidfuzz import fuzz

# Characters that a reader, a typist or OCR takes for one another, by the one that stands for all.
_LOOK_ALIKE = (
    "ロ口 カ力 エ工 ニ二 ハ八 トト卜 タ夕 ー一-‐‑‒–—―−~〜 ヘへ ベべ ペぺ ケヶヵ箇 "
    "応應 広廣 沢澤 辺邊 桜櫻 学學 国國 会會 経經 済濟 営營 予豫 条條 付附 "
    "未末 土士 千干 日曰 問間 険検 待侍 輸輪 緑縁 設投 施旋 住往 復複 績積 遣遺 護穫獲 貸貨 "
    "治冶 塔搭 裁栽 徴微 弊幣 粉紛 網綱 暮募 億憶 堀掘 宣宜 己已巳 氷永 刺剌"
)
_ALIKE = str.maketrans({other: group[0] for group in _LOOK_ALIKE.split() for other in group[1:]})
_YEAR = (
    r"\(?(?:(?:令和|平成|昭和)(?:元|\d{1,2})年?度?|[RH](?:元|\d{1,2})(?:年度)?"
    r"|(?:19|20)\d\d(?:年度|年)?)(?:当初|補正)?(?:予算)?分?\)?"
)
_YEAR_AT_END = regex.compile(_YEAR + "$")
_YEAR_AT_START = regex.compile("^" + _YEAR)
_MARK = regex.compile(
    r"^(?:[・○◯●◎◆■□★☆※]|[(\[【<](?:新規?|拡充?|継続?|補正|再掲|一部新規|一新)[)\]】>])+"
)
# (1/2), (12人), (3か所), (拡充): how it is paid, how many there are, what is new about it.
_NOTE_AT_END = regex.compile(
    r"(?<=.{2})\((?:\d+/\d+|[\d,.]+(?:人|名|件|か所|カ所|ヶ所|箇所|台|校|園|施設|世帯|団体|回|戸|棟"
    r"|日間?|か月|ヶ月|年|%)(?:分|程度|以上|未満)?|一部新規|一部拡充|新規?|拡充?|継続?|臨時|再掲)\)$"
)
_BRACKETS = regex.compile(r"[「」『』【】\[\]<>〈〉《》\"'“”]")
# 事業 and 事業費 say nothing about which project it is; 費 alone does (道路費 is a 目).
_PROJECT_AT_END = regex.compile(r"(?<=.{2})事業(?:経?費)?$")


_DEPARTMENT = regex.compile(
    r"(.{2,})[(（]([^()（）]{1,15}(?:部|課|局|室|支所|事務局|保健所|委員会))[)）]", regex.DOTALL
)
# 第3章, 2款, Ⅱ-9, 1.2., (3), ①, 一、 at the head of a title, but not the 3 of 3か年 or 3歳児.
_NUMBERING = regex.compile(
    r"^(?:第?[\d一二三四五六七八九十]+[章節款項目編部]|\((?:[\d一二三四五六七八九十]+|[ア-ンa-z])\)"
    r"|[\dIVX]+(?:[-.]\d+)*(?=[\s.、:)-])|[一二三四五六七八九十]+(?=[\s.、])"
    r"|\d+(?![\d年月日かカケヶつ人歳次期世]))[\s.、:)-]*"
)


@lru_cache(maxsize=1 << 16)
def heading_key(heading: str) -> str:
    """The heading without its number, which changes from year to year.

    >>> heading_key("2. 子育て支援") == heading_key("第3章 子育て支援")
    True
    >>> heading_key("①")
    '1'
    """
    text = unicodedata.normalize("NFKC", heading).strip()
    return name_key(_NUMBERING.sub("", text) or text)


_NO_PART_OF_A_NAME = (
    _MARK,
    _YEAR_AT_START,
    _YEAR_AT_END,
    _NOTE_AT_END,
    _BRACKETS,
    _PROJECT_AT_END,
)


@lru_cache(maxsize=1 << 18)
def name_key(name: str) -> str:
    """The name without year, mark, counts in brackets, brackets, spacing, and 事業費 at its end.

    >>> name_key("JOMON渡島ネクストステージ事業２０２１")
    'jomon渡島ネクストステージ'
    >>> name_key("ＪＯＭＯＮ渡島ネクストステージ事業")
    'jomon渡島ネクストステージ'
    >>> name_key("介護保検料") == name_key("介護保険料")
    True
    >>> name_key("給付費負担金(1/2)") == name_key("給付費負担金(2/3)")
    True
    >>> name_key("スマート農業推進事業費") == name_key("スマート林業推進事業費")
    False
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    for pattern in _NO_PART_OF_A_NAME:
        text = pattern.sub("", text) or text
    return text.casefold().translate(_ALIKE)


def split_department(name: str) -> tuple[str, str]:
    """A name and the department that stands in brackets after it; empty where none does.

    >>> split_department("地域活動推進(世田谷)(世田谷総合支所)")
    ('地域活動推進(世田谷)', '世田谷総合支所')
    >>> split_department("児童館(備品)")
    ('児童館(備品)', '')
    """
    match = _DEPARTMENT.fullmatch(name)
    return (match[1], match[2]) if match else (name, "")


def similarity(old: str, new: str) -> float:
    """How alike two name keys are, from 0 to 1: by edits, or as a part is alike its whole."""
    short, long = sorted((len(old), len(new)))
    if not short:
        return 0.0
    # A part that makes up little of the whole says little: every name is a part of a long one.
    part = fuzz.partial_ratio(old, new) * (short / long) ** 0.5
    return float(max(fuzz.ratio(old, new), 0.95 * part)) / 100
