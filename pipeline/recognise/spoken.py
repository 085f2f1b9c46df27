"""Amounts that minutes write without 円: 予算額は3億5,000万で, 5億の赤字, 3億とか4億とか."""

import re
from collections.abc import Sequence

from pipeline.recognise.numerals import Numeral

_MONEY = re.compile(
    "予算|決算|補正|経費|[業事託設修理持件営送材費]費|公費|国費|県費|市費|町費|お金|金額|総額|残額|差額|差引|[価定減増]額"
    "|コスト|貯金|借金|資金|基金|補助|助成|交付|給付|[付援励慰]金|負担|寄[附付]|納税|[市県町村国地関]税|税[金収]"
    "|歳入|歳出|収入|支出|収支|財源|赤字|黒字|損失|損害|利益|売上|売り上げ|投資|融資|出資|起債|[市県町村国公地]債"
    "|債務|借り?入|返済|償還|繰り?[入出越]|積み?立|取り?崩|残高|現在高|報酬|給与|給料|人件|賃金|年収|所得|家賃|[用数託工]料"
    "|契約|請負|落札|入札|見積|支払|払[いうっ]|購入|価格|単価|値段|円|GDP|経済効果"
)
# What a figure may be the number of, where it stands right before it.
_COUNTED_BEFORE = re.compile(
    r"(?:人口|人類|人々|市民|町民|村民|県民|住民|国民|者|客|世帯|署名|アクセス|ビュー|件|数|票|会員|票田|蔵書|面積|歩"
    r"|利用|来場|入場|来館|乗降|申請|申込み?|応募|登録|問い?合わ?せ|相談|再生|フォロワー|ダウンロード|延べ|のべ|累計で?)"
    r"(?:総数|数)?(?:が|は|も|で|の|に|、|約|およそ|大体|既に|もう|年間|合計|延べ|のべ|累計|計|\s){0,4}\Z"
)
_PEOPLE = re.compile(
    "人[がはのをも々口類]|[者客民]|世帯|都市|署名|アクセス|人口|利用|株|ドル|ユーロ|光年|年前"
)
# Behind a figure that counts nothing stands a particle, a mark or a word of degree.
_VAGUE = r"余り?|あまり|程度|ほど|弱|強|以上|以下|近く|超え?|くらい|ぐらい|そこそこ|前後|規模|台|ずつ|足らず|未満|もの?|とか|だけ|しか"
_OPEN_AFTER = re.compile(
    rf"\s?(?:{_VAGUE}|かか|増額?|減額?|[のをがはもでにとへや、。」)\],]|から|か(?![ヵ所月国年村])|という|です|だ|じゃ|ない"
    r"|[~〜→]|\n|\Z)"
)
_SPENT = re.compile(
    rf"(?:{_VAGUE}){{0,2}}(?:というような|といった|という|との|の|を|が|は|も|、){{0,2}}\s?"
    r"(?:大型)?(?:お金|予算|経費|費用|補助|交付|助成|給付|税|公費|国費|県費|市費|財源|基金|赤字|黒字|減額|増額|補正|投じ|投資|投入"
    r"|収入|支出|損失|損害|負担|請負|契約|予備費|かか|かけ|かから|支払|払|費や|つぎ込|注ぎ|計上|寄附|寄付|積み|積立|取り?崩|繰り?入"
    r"|繰り?出|繰り?越|借り|借金|返済|売上|売り上げ|見込|削減|黒字|財政|事業|工事|コスト|金額|お支払)"
)
_SISTER = re.compile(
    r"(?:円|余り?|程度|ぐらい|くらい|ほど){0,2}\s?(?:[、,~〜]|及び|および|とか|から|ないし|あるいは|または|又は|か、?|と|や)\s?(?:約|およそ)?"
)
_YEN = re.compile(r"\s{0,2}(?:余り?)?円")
_WINDOW = 30
_LONGEST_LIST = 4


def is_spoken_amount(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether a numeral in 万, 億 or 兆 without 円 is money for certain.

    It never is where a counter or any other noun follows (28万人, 5万世帯, 2億回), or where it is the
    number of what stands right before it (人口は28万). Else a word for money before or behind it
    makes it money, or another amount in the same list (3億円とか4億); in 億 and 兆 it is money
    wherever nobody is counted nearby.
    """
    numeral = numerals[index]
    if not _is_figure(text, numeral):
        return False
    if _says_money(text, numeral):
        return True
    return _sister(text, numerals, index, 1) or _sister(text, numerals, index, -1)


def _is_figure(text: str, numeral: Numeral) -> bool:
    """A value in 万, 億 or 兆 that stands free: no 数万, no 第5, nothing counted behind it."""
    if text[numeral.end - 1 : numeral.end] not in {"万", "億", "兆"}:
        return False
    before = text[numeral.start - 1 : numeral.start]
    if before and before in "数何幾第,.":
        return False
    return _OPEN_AFTER.match(text, numeral.end) is not None


def _says_money(text: str, numeral: Numeral) -> bool:
    before = text[max(0, numeral.start - _WINDOW) : numeral.start]
    before = before[before.rfind("。") + 1 :]
    if _COUNTED_BEFORE.search(before):
        return False
    if _SPENT.match(text, numeral.end):
        return True
    behind = text[numeral.end : numeral.end + 12].partition("。")[0]
    if _PEOPLE.search(behind):
        return False
    if _MONEY.search(before):
        return True
    large = any(unit in text[numeral.start : numeral.end] for unit in "億兆")
    return large and _PEOPLE.search(before) is None


def _sister(text: str, numerals: Sequence[Numeral], index: int, step: int) -> bool:
    """500万、600万円 and 3億円から4億: another of the list has the 円, or a word for money."""
    for _ in range(_LONGEST_LIST):
        here, index = numerals[index], index + step
        if not 0 <= index < len(numerals):
            return False
        other = numerals[index]
        first, second = (here, other) if step > 0 else (other, here)
        if second.start - first.end > 8 or other.plain:
            return False
        if not _SISTER.fullmatch(text[first.end : second.start]):
            return False
        if _YEN.match(text, other.end):
            return True
        if not _is_figure(text, other):
            return False
        if _says_money(text, other):
            return True
    return False
