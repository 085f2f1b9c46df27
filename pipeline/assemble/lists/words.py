"""Words of priority-policy sheets and project lists, as data.

A prefecture's or city's own word for a known thing is added here and nowhere else. Forms match
normalised text.
"""

import re

from pipeline.assemble.tables.vocabulary import MARKS

# Labels of a theme's sheet.
KEYWORD = ("キーワード", "キャッチフレーズ", "キャッチコピー", "合言葉", "コンセプト")
TARGET = (
    "成果目標",
    "数値目標",
    "達成目標",
    "目標指標",
    "目標値",
    "目標",
    "成果指標",
    "KPI",
    "指標",
)
ACTIONS = (
    "主な取組内容", "主な取り組み", "主な取組", "主要な取組", "主要取組", "主な事業", "主要事業",
    "主な施策", "主要施策", "具体的な取組", "取組内容", "重点取組", "主な内容",
)  # fmt: skip
POINTS = ("施策のポイント", "取組のポイント", "予算のポイント", "ポイント", "POINT", "Point")
WHOLE = ("総事業費", "事業費計", "全体事業費", "予算額計", "総額", "全体", "事業費総額")
SUMMARY = ("概要", "提案概要", "内容", "事業概要", "取組概要")

_BULLET_SIGNS = "・･•●◆■▪◦‧∙"
HEADING_SIGNS = "■◆●▪"
_OPEN, _CLOSE = r"[\[【〔(<《〈「]", r"[\]】〕)>》〉」]"


def label(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the labels at the start of a text, with its brackets and colon.

    >>> label(KEYWORD).match("【キーワード】 食").end()
    8
    """
    names = "|".join(r"\s*".join(map(re.escape, word)) for word in words)
    return re.compile(
        rf"\s*+{_OPEN}?\s*+(?:[■◆●○▼◎]\s*+)?(?:{names})(?:\s*+{_CLOSE}\s*+[:：]?|\s*+[:：]|(?=\s)|$)\s*+"
    )


# A mark stands alone, in brackets, before a space, or right before the bullet it belongs to. One
# character begins too many words to be a mark without that.
_SIGNS = "|".join(sorted(MARKS, key=len, reverse=True))
MARK = re.compile(
    rf"\s*+(?:{_OPEN}\s*+(?P<boxed>{_SIGNS})\s*+{_CLOSE}"
    rf"|(?P<bare>{_SIGNS})(?=\s|$|[{_BULLET_SIGNS}]))\s*+"
)
BULLET = re.compile(rf"(?:(?<!\s)\s++)?[{_BULLET_SIGNS}\ue000-\uf8ff]\s*+")

# (事業名:同上): the project that was named last.
SAME = re.compile(
    r"[(（\[]\s*+(?:(?:事業名?|事業費|予算)\s*+(?:は|[:：])?\s*+)?(?:同上|同左|同右|〃|上記に?同じ|前掲)\s*+[)）\]]"
)
AND_SO_ON = re.compile(r"[・\-\s]*(?:など|等)")
NOTE = re.compile(r"\s*+(?:[※＊*]|[(（]?\s*+注\s*+\d*+\s*+[)）:：])")

# How the names of projects and of their budgets end.
PROJECT_NAME = re.compile(
    r"(?:費|事業|補助金|交付金|負担金|助成金?|給付金|支援金|奨励金|出資金|貸付金|繰出金|積立金|委託料?|"
    r"基金|予算|プロジェクト|プログラム|関連分?)(?:[(（][^()（）]*[)）])?$"
)

# Words that stand where a figure would: 前年より上昇, 全国平均以上, 現状維持.
WORDED_VALUE = re.compile(
    r"(?:(?<!\s)\s++)?(?:(?:前年度?|前期|昨年度?|現状|現況|現在|基準値?|計画|全国|過去|策定時)[^\d、。]{0,12}?)"
    r"(?:以上|以下|未満|増加|減少|上昇|低下|向上|改善|維持|上回る?|下回る?|増|減)$"
)
ZERO = re.compile(r"(?:ゼロ|零|皆無)(?=$|に?$)")
