"""Which account an amount belongs to: 一般会計, each 特別会計 and 企業会計, where somebody says."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

import regex

AccountKind: TypeAlias = Literal["general", "special", "enterprise", "all"]
"""一般会計, 特別会計, 公営企業会計, and several accounts together (純計, 総計)."""

GENERAL = "一般"

_YEAR = regex.compile(
    r"(?:令和|平成|昭和)?(?:元|\d{1,4})年度|議案第\d+号[::]?|当初|補正|(?<!\d)\d++月"
)
# 一般会計繰入金 is a 項 of another account.
_ACCOUNT = regex.compile(
    r"[^()「」、・:.。]*?会計(?!年度|管理|検査|課|室|局|事務|別|監査|繰|へ|から|負担|出資|貸付|補助|支出)"
)
_TOGETHER = regex.compile(r"純計|全会計|各会計|会計(?:の)?(?:合計|総計|総額)")
_ENTERPRISE = regex.compile(
    r"企業|(?<!簡易)水道|下水道|病院|診療所事業|ガス|電気|交通|自動車運送|軌道|競艇|モーターボート"
)
# 収益的収支 and 資本的収支 of one enterprise are two budgets.
_HALVES = (("収益的", "収益的"), ("資本的", "資本的"))
# Titles (款) that only a general account has.
_GENERAL_TITLES = regex.compile(
    r"議会費|民生費|地方交付税|地方譲与税|地方特例交付金|(?:市|町|村|区|特別区|県|都|道|府)税"
)


@lru_cache(maxsize=1 << 14)
def account_key(name: str) -> str:
    """One key for the ways of writing an account.

    >>> account_key("国民健康保険事業会計") == account_key("国民健康保険特別会計")
    True
    >>> account_key("一般会計")
    '一般'
    """
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return regex.sub(r"(?:事業|特別|企業|公営企業){0,4}+(?:会計)?$", "", text) or text


@lru_cache(maxsize=1 << 14)
def read_account(text: str, issuer: str = "") -> str | None:
    """The name of the one account that a heading or title names; null for none or several.

    >>> read_account("令和8年度世田谷区国民健康保険事業会計予算", "世田谷区")
    '国民健康保険事業会計'
    >>> read_account("3.一般会計当初予算目的別歳入及び歳出")
    '一般会計'
    >>> read_account("会計管理者の補助")
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    if _TOGETHER.search(folded):
        return None
    names = []
    for found in _ACCOUNT.finditer(folded):
        name = _YEAR.split(found[0])[-1]
        name = regex.sub(r"^[^\p{L}]*(?:\d+\.)?", "", name)
        name = name.removeprefix(issuer) if issuer else name
        if name not in ("会計", "特別会計", "企業会計", "事業会計"):
            names.append(name)
    return names[0] if len({account_key(name) for name in names}) == 1 else None


def account_in(texts: Iterable[str], issuer: str = "") -> str | None:
    """The account that the first of several texts names."""
    return next((name for text in texts if (name := read_account(text, issuer))), None)


def half_of(texts: Iterable[str]) -> str:
    """収益的 or 資本的, where one of the headings says so; empty for other accounts."""
    return next((half for text in texts for word, half in _HALVES if word in text), "")


def kind_of_account(name: str) -> AccountKind:
    """What kind of account a name is.

    >>> [kind_of_account(n) for n in ("一般会計", "水道事業会計", "介護保険特別会計", "純計")]
    ['general', 'enterprise', 'special', 'all']
    """
    if "一般" in name:
        return "general"
    if _TOGETHER.search(name):
        return "all"
    return "enterprise" if "特別" not in name and _ENTERPRISE.search(name) else "special"


def is_general_title(name: str) -> bool:
    """Whether only a general account has this 款 (議会費, 地方交付税, 市税)."""
    return _GENERAL_TITLES.fullmatch(name) is not None
