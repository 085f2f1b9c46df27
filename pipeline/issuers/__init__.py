"""The governments of Japan by their official codes (全国地方公共団体コード): who issues documents.

`codes.tsv` has the 47 prefectures and the 1,741 municipalities (cities, towns, villages and the
special wards of Tokyo). Source: 総務省「都道府県コード及び市区町村コード」 as packaged by japancode
0.1.0 (MIT, June 2024); the 1,788 entries have been the same since 1 May 2019. Wards of designated
cities are left out: they issue no budget of their own.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

__all__ = [
    "SOURCE",
    "Government",
    "find_governments",
    "government_of",
    "governments",
    "official_name",
]

SOURCE = "総務省「都道府県コード及び市区町村コード」(2019-05-01), japancode 0.1.0 (MIT, 2024-06)"
_CODES = Path(__file__).with_name("codes.tsv")
# Forms of kanji that documents, fonts and keyboards put for those of the official name.
_VARIANTS = str.maketrans("梼嵜﨑竈龍ケ", "檮崎崎釜竜ヶ")
_RANKS = "都道府県市区町村"


@dataclass(frozen=True, slots=True)
class Government:
    """A prefecture, or a municipality in its prefecture. `code` has six digits and is text.

    `name` is how the government is called in a document of its own: 高知県, 南国市.
    """

    code: str
    prefecture: str
    municipality: str
    kana: str

    @property
    def name(self) -> str:
        """The name by itself, without the prefecture above it."""
        return self.municipality or self.prefecture

    @property
    def full_name(self) -> str:
        """The name that only one government has: 高知県南国市."""
        return self.prefecture + self.municipality

    @property
    def kind(self) -> Literal["prefecture", "municipality"]:
        """Which of the two levels of local government it is."""
        return "municipality" if self.municipality else "prefecture"


@cache
def governments() -> Sequence[Government]:
    """All governments by code."""
    lines = _CODES.read_text(encoding="utf-8").split("\n")[1:]
    return tuple(Government(*line.split("\t")) for line in lines if line)


def find_governments(name: str) -> Sequence[Government]:
    """The governments that a name, a code or a name without its 市, 町 or 県 may mean.

    Several bear one name (府中市, 池田町); the prefecture before it tells them apart.

    >>> [each.full_name for each in find_governments("府中市")]
    ['東京都府中市', '広島県府中市']
    >>> find_governments("広島県 府中市")[0].code
    '342084'
    """
    key = _key(name)
    return _by_key().get(key) or _by_stem().get(key) or ()


def government_of(name: str | None) -> Government | None:
    """The one government that a name means; null where it means none or several.

    >>> government_of("高知県南国市").code, government_of("南国").name
    ('392049', '南国市')
    """
    found = find_governments(name) if name else ()
    return found[0] if len(found) == 1 else None


def official_name(name: str, spoken: str = "") -> str:
    """A government's name as the official list writes it; one that is in no list as it is.

    Where several bear the name, the prefecture that `spoken` (a document's words) names alone goes
    before it.

    >>> official_name("梼原町"), official_name("高知県南国市"), official_name("架空市")
    ('檮原町', '南国市', '架空市')
    >>> official_name("府中市", "広島県府中市の予算"), official_name("府中市")
    ('広島県府中市', '府中市')
    """
    found = find_governments(name)
    if len(found) > 1:
        here = [each for each in found if each.prefecture in spoken]
        return here[0].full_name if len(here) == 1 else name
    if not found:
        return name
    return found[0].name if len(find_governments(found[0].name)) == 1 else found[0].full_name


def _key(name: str) -> str:
    closed = "".join(unicodedata.normalize("NFKC", name).split())
    return closed.translate(_VARIANTS)


@cache
def _by_key() -> Mapping[str, Sequence[Government]]:
    found: dict[str, list[Government]] = defaultdict(list)
    for each in governments():
        for key in {each.code, each.code[:5], _key(each.name), _key(each.full_name)}:
            found[key].append(each)
    return found


@cache
def _by_stem() -> Mapping[str, Sequence[Government]]:
    """By names that have lost their last character; 北海 means nothing."""
    found: dict[str, list[Government]] = defaultdict(list)
    for each in governments():
        key = _key(each.name)
        if key[-1] in _RANKS and len(key) > 2 and key != "北海道":
            found[key[:-1]].append(each)
    return found
