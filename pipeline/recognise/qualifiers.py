"""Words beside a figure that say how exact it is: 約, 程度, 以上, 未満, 超, 弱, 強, 余り."""

import re

from models import Qualifier

_BEFORE: dict[str, Qualifier] = {
    "約": "about",
    "およそ": "about",
    "おおよそ": "about",
    "おおむね": "about",
    "概ね": "about",
    "ほぼ": "about",
    "ざっと": "about",
    "最大": "at_most",
    "上限": "at_most",
    "最高": "at_most",
    "限度": "at_most",
    "少なくとも": "at_least",
    "最低": "at_least",
    "最低限": "at_least",
    "最小": "at_least",
}
_AFTER: dict[str, Qualifier] = {
    "以上": "at_least",
    "以下": "at_most",
    "以内": "at_most",
    "を上限": "at_most",
    "を限度": "at_most",
    "が上限": "at_most",
    "が限度": "at_most",
    "未満": "less_than",
    "に満たない": "less_than",
    "に届かな": "less_than",
    "に及ばな": "less_than",
    "を下回": "less_than",
    "を割": "less_than",
    "超": "more_than",
    "を超": "more_than",
    "をこえ": "more_than",
    "を上回": "more_than",
    "あまり": "more_than",
    "余り": "more_than",
    "余": "more_than",
    "有余": "more_than",
    "弱": "slightly_less",
    "足らず": "slightly_less",
    "近く": "slightly_less",
    "近い": "slightly_less",
    "に迫る": "slightly_less",
    "に迫り": "slightly_less",
    "強": "slightly_more",
    "程度": "about",
    "前後": "about",
    "ほど": "about",
    "規模": "about",
    "くらい": "about",
    "ぐらい": "about",
    "内外": "about",
    "台": "about",
    "頃": "about",
    "ごろ": "about",
    "見当": "about",
}


def _longest_first(words: dict[str, Qualifier]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BEFORE_PATTERN = re.compile(rf"({_longest_first(_BEFORE)})(?:でも|で|の)?[、:]?\ ?\Z")
_AFTER_PATTERN = re.compile(
    rf"\ ?(?:の)?({_longest_first(_AFTER)})(?!化|調|制|度額|額|過|者|風|湾|帳|靱)"
)
# 30万円まで is a limit, 30万円まで引き上げる is where something ended.
_UP_TO = re.compile(r"\s?まで(?!に|も|[増減引拡下上回落縮積膨])")
_LONGEST_BEFORE = 9
_LAST_BEFORE = frozenset("約そねぼと大限高度も低小での、: ")


def qualifier_beside(text: str, start: int, end: int) -> Qualifier | None:
    """What the words right before and after `text[start:end]` say; the word after it wins.

    >>> qualifier_beside("約1億円以上", 1, 4)
    'at_least'
    """
    after = _AFTER_PATTERN.match(text, end)
    if after:
        return _AFTER[after.group(1)]
    if _UP_TO.match(text, end):
        return "at_most"
    if start == 0 or text[start - 1] not in _LAST_BEFORE:
        return None
    before = _BEFORE_PATTERN.search(text[max(0, start - _LONGEST_BEFORE) : start])
    return _BEFORE[before.group(1)] if before else None
