"""Damaged words whose printed form is certain, mended from a table, and always told.

Only whole words stand here whose damaged form is no word of its own: ブロック is one beside
プロック, so neither is here. What was printed stays in the field's source.
"""

import re

from models import Issue, Source
from pipeline.assemble.lines.values import issue_at

# Small circles and dots over kana are what extraction and OCR lose first.
_KANA = (
    ("バラスポーツ", "パラスポーツ"),
    ("バラリンピック", "パラリンピック"),
    ("ブロジェクト", "プロジェクト"),
    ("プロジエクト", "プロジェクト"),
    ("ブロモーション", "プロモーション"),
    ("ブログラム", "プログラム"),
    ("ブラットフォーム", "プラットフォーム"),
    ("ブランニング", "プランニング"),
    ("バートナーシップ", "パートナーシップ"),
    ("キャンベーン", "キャンペーン"),
    ("スボーツ", "スポーツ"),
    ("サボート", "サポート"),
    ("ボータルサイト", "ポータルサイト"),
    ("オーブンデータ", "オープンデータ"),
    ("インパウンド", "インバウンド"),
    ("グローパル", "グローバル"),
    ("ポランティア", "ボランティア"),
    ("パリアフリー", "バリアフリー"),
)  # fmt: skip
# Old characters inside words that no name is made of (慶應 and 國學院 are names).
_KANJI = (
    ("適應", "適応"),
    ("對應", "対応"),
    ("対應", "対応"),
    ("應援", "応援"),
    ("對策", "対策"),
    ("經濟", "経済"),
    ("經營", "経営"),
    ("經費", "経費"),
    ("豫算", "予算"),
    ("發展", "発展"),
    ("發信", "発信"),
    ("擴大", "拡大"),
    ("擴充", "拡充"),
    ("實施", "実施"),
    ("實現", "実現"),
    ("參加", "参加"),
    ("觀光", "観光"),
    ("醫療", "医療"),
    ("醫師", "医師"),
    ("關係", "関係"),
    ("氣候", "気候"),
    ("國際", "国際"),
)  # fmt: skip
WORDS = dict((*_KANA, *_KANJI))
# A policy's lead says what its issuer does; 取り組めます (can take up) is no ending for it.
LEAD_WORDS = {**WORDS, "取り組めます。": "取り組みます。", "取組めます。": "取組みます。"}


def mended(text: str, words: dict[str, str] = WORDS) -> str:
    """The text with its damaged words mended.

    >>> mended("北海道バラスポーツ連携促進事業費")
    '北海道パラスポーツ連携促進事業費'
    """
    return _form(words).sub(lambda match: words[match[0]], text)


def mending(printed: str, source: Source, words: dict[str, str] = WORDS) -> list[Issue]:
    """What `mended` assumes of a text that was printed at `source`."""
    return [
        issue_at(
            source,
            "mended_text",
            f"read as {words[match[0]]}: look at the print",
            text=match[0],
        )
        for match in _form(words).finditer(printed)
    ]


def _form(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
