"""What can be said of a name by itself: how it begins and ends, and what does not belong in it."""

import re
from collections.abc import Iterator

from models import Record
from pipeline.bind.texts import whole_bits

OWNERS = ("name", "label", "channel")
"""The fields that say whose a record's figures are."""

TORN = -0.5
"""Bits below which a name looks as if a part of it were missing."""

_MONEY_IN_NAME = re.compile(r"\d[\d,，.]{0,15}+\s{0,2}[千百万億兆]{0,2}円|\d{1,3}[,，]\d{3}")
_NUMBER_IN_NAME = re.compile(r"\d")
# 2,601学校給食 has the figure of another cell in it; 2025年問題, 第2期 and 5歳児 have not.
_FIGURE_IN_NAME = re.compile(
    r"\d[,，]\d|(?<![\d.第])\d{3,9}+(?=[一-龥ァ-ヶ])(?![年度人歳号周円])|[一-龥ァ-ヶぁ-ん]\d{3,9}+\Z"
)
_YEAR_IN_NAME = re.compile(r"(?:19|20)\d\d|(?:令和|平成|昭和|[RHS])\s?\d")
_ROLE_AT_END = re.compile(r"\S(?:当初|補正|[前本]年度)?(?:予算|決算|事業|見込)額\Z")
_PARTICLE = re.compile(
    r"(?:[のをにがはとでへやも]|及び|並びに|また|から|ため|による|よる|おける|[、・(（「])\Z"
)
_YEAR_NAME = re.compile(
    r"(?:(?:令和|平成|昭和|[RHS])?\s?(?:\d{1,4}|元)\s?(?:年度?)?(?:\([^()]{0,9}\))?|[前今本当翌]年度)"
    r"(?:当初|補正|決算|予算)?額?"
)
_ROLE_NAME = re.compile(
    r"(?:[本前当翌今]年度)?(?:当初|補正|決算|予算|事業|見込|限度|要求|査定){0,3}(?:額|費)?(?:\([^()]{0,6}\))?|"
    r"比較|増減(?:額|率)?|前年度?比[+-]?|差引|合計|小計|計|総計|[千百]?万?円|構成比|財源(?:内訳)?|"
    r"国(?:庫)?支出金|[都道府県]支出金|地方債|市債|町債|村債|その他|一般財源|特定財源|新規|拡充|継続"
)
_CUT_OFF = re.compile(
    r"[一-龥ァ-ヶー々)）](?:[のをにがと]|及び|並びに|又は|における|による|に係る|のための)\Z"
    r"|[一-龥ぁ-ん][ァ-ヺ]\Z"
)
_CUT_OPEN = re.compile(r"等?(?:の|を|に係る|における|による|及び|並びに)[一-龥ァ-ヶー]")
# 移住相談件数新規就農者数市民満足度: the names of three rows.
_COUNTED_AND_MORE = re.compile(
    r"(?:率|件数|者数|回数|客数|人数|世帯数|出荷額|売上額|排出量|満足度|割合)(?=[一-龥ァ-ヶ])"
)
_ALONE = frozenset("計国県市町村都道府款項目節他")
_TOTAL_NAME = re.compile(r"[小合総]?計|総額|合\s?計")
_ODD_NAME = re.compile(r"[…‥:：=→↑↓|]|[.．]{3}|\S\s\S.{0,40}\s\S|[^\d,.]\d[^\d\W]{1,2}\d")


def owner_text(record: Record) -> str:
    """The name of what a record is about; empty where it has none."""
    return next((str(text) for name in OWNERS if (text := getattr(record, name, None))), "")


def is_broken(name: str) -> bool:
    """Whether a name looks as if a part of it were missing, or something else were in it."""
    torn = whole_bits(name) < TORN or not name or _kind_of(name[0]) == "hiragana"
    return bool(torn or _ODD_NAME.search(name) or _ROLE_NAME.fullmatch(name))


def _kind_of(character: str) -> str:
    """What script a character is of, as far as it tells where a name may begin or end."""
    if character.isdecimal():
        return "digit"
    if "ぁ" <= character <= "ゖ":
        return "hiragana"
    if "ァ" <= character <= "ー":
        return "katakana"
    if "一" <= character <= "鿿":
        return "kanji"
    if character.isalpha():
        return "letter"
    return "bracket" if character in "「」『』()（）[]【】〔〕" else "sign"


def said_by_name(name: str) -> Iterator[str]:
    """The evidence in a name: whether it is whole, and holds nothing of another cell.

    >>> list(said_by_name("2,601学校給食"))[0]
    'name_holds=money'
    """
    if _MONEY_IN_NAME.search(name):
        yield "name_holds=money"
    elif _FIGURE_IN_NAME.search(name):
        yield "name_holds=figure"
    elif _YEAR_IN_NAME.search(name):
        yield "name_holds=year"
    elif _NUMBER_IN_NAME.search(name):
        yield "name_holds=number"
    if _ROLE_AT_END.search(name):
        yield "name_holds=role"
    if _YEAR_NAME.fullmatch(name):
        yield "name_is=year"
    elif _ROLE_NAME.fullmatch(name):
        yield "name_is=role"
    if name:
        yield f"name_begins={_kind_of(name[0])}"
        yield f"name_ends={'particle' if _PARTICLE.search(name) else _kind_of(name[-1])}"
    if _TOTAL_NAME.match(name):
        yield "name_is=total"
    if _ODD_NAME.search(name):
        yield "name_holds=odd"


def is_surely_torn(name: str) -> bool:
    """Whether no name is so: it ends in a particle or in half a word, or is several run together.

    >>> [is_surely_torn(name) for name in ("選挙等の創業者に係る", "等の公民館整備", "除雪の支援")]
    [True, True, False]
    """
    alone = len(name) == 1 and name not in _ALONE
    glued = len(_COUNTED_AND_MORE.findall(name)) > 1
    return alone or glued or bool(_CUT_OFF.search(name) or _CUT_OPEN.match(name))
