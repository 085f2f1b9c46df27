"""Kinds of nouns: those that say too little to be a subject, mere measures, sides, places."""

import re

from pipeline.prose.phrases import Phrase

_GENERIC = re.compile(
    r"(?:歳入|歳出|収入|支出|内訳|主なもの|主な(?:もの|内容|増減|事業|補正)|内容|概要|結果|財源|一般財源|特定財源|経費|費用|事業費|予算|予算案|補正|補正予算|補正額"
    r"|総額|合計|全体|計|うち|こと|もの|ところ|見込み|減額|増額|追加|それ|これ|同額|本件|今回|規模|主な補正の内容|各会計|不足分|減額分|増額分|残り|他|その他|必要な経費|所要額|議案"
    r"|[0-9]+会計|(?:第?[0-9一二三四五六七八九十]+)(?:点目|つ目|番目|の柱|点)|結び|最[初後]|冒頭|前年度?並み|彼|彼女|同氏|再度|結局|改めて|実際|[0-9][0-9.,]*(?:円|[千百万億]+円|人|件|%)|.{1,12}(?:以降|以上|以下|未満)|(?:対?(?:前|昨)年度?(?:当初)?(?:同期)?(?:比率?)?|伸び率|増減率)|款|項|目|節|説明|対応|分|現行|決算|水準|大台|差し?引き|一定|同規模|[0-9.]+倍|前年度の[0-9.]+倍|方針|状況|取組|支援|対象|一般|皆様|市民|.{1,3}的|実績|[^の]{0,6}ベース"
    r"|.{0,6}?(?:市長|町長|村長|区長|知事|議長|委員長|部長|課長|局長|議員|理事者|氏)|[本当]?[市町村県])"
    r"|(?:歳入|歳出)(?:予算|の主なもの|の主な内容|面)|.{0,24}(?:主なもの|主な内容|主な増減|概要|場合|際|時点|現在|中|一方|補正の内容|うち|ため|よう|ほか)"
)
# 歳出予算については: what a sentence is about where it names nothing else.
SCOPE = re.compile(
    r"(?:.{0,12}会計の)?(?:主な)?歳[入出](?:歳出)?(?:予算|総額)?|(?:補正|当初)?予算|決算|一般財源|特定財源|.{1,6}面"
)
MEASURE = re.compile(
    r"(?:総事業費|概算事業費|初年度分|初年度)\Z|(?:.{0,6}?)(?:額|率|数|件数|人数|残高|規模|割合|比率|総額|合計|価格|単価|金額|高|量|面積|収入額|支出額|全体|人口|台数|倍率|実績|決算額|予算額)\Z"
)
# Of something that the sentence has just named: 水道の整備に着手し、総事業費は…
WHOLE_COST = re.compile(r"総事業費|概算事業費|初年度分?")
PLACE = re.compile(
    r"(?:[一-龥ァ-ヺー]{1,8}[都道府県市町村区]|全国|国|県|市|町|村|道|本県|本市|類似団体)(?:平均|全体|内)?"
)
# What a clause before it tells apart: 翌年度に繰り越す財源, 公共交通を守るための対応.
FILLED = re.compile(r"財源|経費|費用|事業費|予算|予算額|対応|支援|取組|対策|総額|合計|残り|不足分")
# 三事業で, 5会計で: how many are taken together, and no name.
COUNTED = re.compile(
    r"[0-9一二三四五六七八九十](?:つの)?(?:事業|会計|団体|施設|箇所|か所|校|社|件|市町村?|町村|基金)\Z"
)
# 交付団体ベースで, 昨年秋の試算では: on what ground a figure stands, and not of what.
GROUND = re.compile(
    r"(?:ベース|実績|試算|推計|見通し|見込み?|段階|換算|概算|集計|調査|予測|計算|平均|ピーク)\Z"
)
# The two sides of an account, which are told apart under its name.
SIDE = re.compile(
    r"(?:歳[入出]|収入|支出|(?:収益|資本)的(?:収入|支出))(?:の)?(?:予算|決算|補正)?(?:総額|合計額?|額)?"
)


def is_generic(text: str, part: Phrase) -> bool:
    """Whether a phrase names nothing that a figure could be about by itself."""
    return _GENERIC.fullmatch(part.text(text)) is not None
