"""Amounts that minutes write without 円: 予算額は3億5,000万で, 5億の赤字, 3億とか4億とか."""

import re
from collections.abc import Sequence

from pipeline.recognise.numerals import Numeral

_MONEY_WORDS = (
    "予算|決算|補正|経費|[業事託設修理持件営送材]費|公費|国費|県費|市費|町費|お金|額|国庫|持ち出し|滞納|差引"
    "|コスト|貯金|借金|資金|基金|補助|助成|交付|給付|[付援励慰]金|負担|寄[附付]|税(?!務)|歳入|歳出|収入|支出|収支"
    "|財源|赤字|黒字|損失|損害|利益|売上|売り上げ|投資|融資|出資|起債|[市県町村国公地疎]債|債務|借り?入|返済|償還"
    "|繰り?[入出越]|積み?立|取り?崩|残高|現在高|報酬|給与|給料|人件|賃金|年収|所得|家賃|[用数託工気ス燃]料|料金|電気代"
    "|代金|退職金|現金|謝金|罰金|頭金|会費|会計|契約|請負|落札|入札|見積|支払|払[いうっ]|購入|価格|単価|値段|円|GDP|経済効果|財政規模"
)
_LINKS = (
    r"が|は|も|で|の|に|を|から|、|約|およそ|大体|ざっと|既に|もう|さらに|年間|毎年|月|年"
    r"|合計|計|総額|\s"
)
_MONEY = re.compile(_MONEY_WORDS)
_MONEY_BESIDE = re.compile(rf"(?:{_MONEY_WORDS})(?:{_LINKS}){{0,4}}\Z")
# What a figure may be the number of, where it stands right before it.
_COUNTED_BEFORE = re.compile(
    r"(?:人口|人類|人々|[市町村県住国]民|者|客|世帯|署名|アクセス|ビュー|件|数|票|会員|蔵書|面積|歩"
    r"|利用|入り?込み?|来場|入場|来館|乗降|宿泊|申請|申込み?|応募|登録|問い?合わ?せ|相談|再生|フォロワー|ダウンロード"
    rf"|延べ|のべ|累計で?)(?:総数|数)?(?:延べ|のべ|累計|{_LINKS}){{0,4}}\Z"
)
# 12万冊から10万に: both are books.
_SAME_KIND = re.compile(r"[万億][^\s円万億、。0-9]{1,4}から約?\Z")
_PEOPLE = re.compile(
    "人[がはのをも々口類]|[者客民]|世帯|都市|署名|アクセス|人口|利用|株|ドル|ユーロ|光年|年前|入り?込|会員|観光|接種|ワクチン"
    "|市場|細胞|来場|入場|ビュー|再生|フォロワー|申請|台数|件数|部数|本数"
    "|パラメータ|デバイス|ユーザー?|ニューロン|トークン|データ|レコード|アカウント|ダウンロード|画素|ピクセル|文字|語"
)
# One house, one person: what follows is what one costs, unless it is counted itself.
_EACH = re.compile(
    r"[1一](?:戸|人|件|棟|台|世帯|社|基|校|区画|反|頭)(?:当たり|あたり|につき|平均)?[では、]{0,2}\Z|坪\Z"
)
_DEGREE = (
    r"余り?|あまり|程度|ほど|弱|強|以上|以下|近く|超え?|くらい|ぐらい|そこそこ|前後|規模|台|ずつ|足らず"
    r"|未満|何がし|なにがし|もの?|とか|だけ|しか"
)
# Behind a figure that counts nothing stands a particle, a mark or a word of degree.
_OPEN_AFTER = re.compile(
    rf"\s?(?:{_DEGREE}|かか|増額?|減額?|[のをがはもでにとへや、。」)\],]|から|か(?![ヵ所月国年村])"
    r"|という|です|だ|じゃ|ない|出[たてまるし]|入[っりる]|来[たてま]|増え|減[りっる]|下が|上が|足り"
    r"|余[っり]|不足|あり|ござい|残[っりる]|[~〜→]|\n|\Z)"
)
_SPENT = re.compile(
    rf"(?:{_DEGREE}){{0,2}}(?:というような|といった|という|との|を超える|の|を|が|は|も){{0,2}}\s?"
    r"(?:大型)?(?:お金|予算|経費|費用|補助|交付|助成|給付|税|公費|国費|県費|市費|財源|基金|赤字|黒字|減額|増額"
    r"|補正|投じ|投資|投入|収入|支出|損失|損害|負担|請負|契約|予備費|かか|かけ|かから|支払|お支払|払|費や|つぎ込"
    r"|注ぎ|計上|寄附|寄付|積み|積立|取り?崩|繰り?[入出越]|借り|借金|返済|売上|売り上げ|見込|削減|財政|事業|工事"
    r"|入札|コスト|金額|経済効果|話|[国県市町村道都]から)"
)
_SISTER = re.compile(
    r"(?:円|余り?|程度|ぐらい|くらい|ほど){0,2}\s?"
    r"(?:[、,~〜]|及び|および|とか|から|ないし|あるいは|または|又は|か、?|と|や)\s?(?:約|およそ)?"
)
# 1,750億のパラメータ: nobody pays for what is named so, but for what is built and lost.
_THINGS = re.compile(
    r"の(?!コスト|マイナス|プラス|ファンド|インフラ|プロジェクト|プール|ホール|ビル|アリーナ|スタジアム"
    r"|センター|トンネル|ダム|リニューアル|システム|ロス|メリット|デメリット|ギャップ|オーバー|ショート|キャッシュ"
    r"|ローン|サービス|イベント|バス|タワー|プラン|シンボル|モニュメント)[ァ-ヶー]{3,}"
)
# US$ 1.2億 and €3億 are no yen.
_FOREIGN = re.compile(r"[$€£₩元]\s?\Z|(?:USD|EUR|GBP|CNY|ドル|ユーロ|ポンド|ウォン)\s?\Z")
# The rest of a figure that a line break cut may stand on the next line.
_CUT = re.compile(r"\s{0,9}\n\s{0,9}[0-9]")
_YEN = re.compile(r"\s{0,2}(?:余り?)?円")
_BEFORE, _BEHIND, _AROUND = 30, 12, 60
_LONGEST_LIST = 4


def is_spoken_amount(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether a numeral in 万, 億 or 兆 without 円 is money for certain.

    It never is where a counter or any other noun follows (28万人, 5万世帯, 2億回), or where it is
    the number of what stands right before it (人口は28万). Else a word for money before or behind
    makes it money, or another amount in the same list (3億円とか4億), or talk of money around it in
    which nobody is counted. In 億 and 兆 it is money wherever nobody is counted nearby.
    """
    if not _is_figure(text, numerals[index]):
        return False
    if _says_money(text, numerals, index):
        return True
    return _sister(text, numerals, index, 1) or _sister(text, numerals, index, -1)


def _is_figure(text: str, numeral: Numeral) -> bool:
    """A value in 万, 億 or 兆 that stands free: no 数万, no 第5, nothing counted behind it."""
    if text[numeral.end - 1 : numeral.end] not in {"万", "億", "兆"}:
        return False
    before = text[numeral.start - 1 : numeral.start]
    if before and before in "数何幾第,.":
        return False
    if _FOREIGN.search(text[max(0, numeral.start - 5) : numeral.start]):
        return False
    if _CUT.match(text, numeral.end):
        return False
    return bool(_OPEN_AFTER.match(text, numeral.end) or _SPENT.match(text, numeral.end))


def _says_money(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    numeral = numerals[index]
    before = text[max(0, numeral.start - _BEFORE) : numeral.start]
    before = before[before.rfind("。") + 1 :]
    if _COUNTED_BEFORE.search(before) or _SAME_KIND.search(before):
        return False
    if _SPENT.match(text, numeral.end) or _MONEY_BESIDE.search(before) or _EACH.search(before):
        return True
    if _THINGS.match(text, numeral.end):
        return False
    if _PEOPLE.search(text[numeral.end : numeral.end + _BEHIND].partition("。")[0]):
        return False
    if _MONEY.search(before) or text.startswith("何がし", numeral.end):
        return True
    around = text[max(0, numeral.start - _AROUND) : numeral.end + _AROUND]
    if ("億" in around or _MONEY.search(around)) and not _PEOPLE.search(around):
        return True
    # 人口2万の町で100億の庁舎: those people have been counted already.
    since = numerals[index - 1].end if index else 0
    own = text[max(since, numeral.start - len(before)) : numeral.start]
    large = any(unit in text[numeral.start : numeral.end] for unit in "億兆")
    behind = text[numeral.end : numeral.end + _BEFORE].partition("。")[0]
    return large and not _PEOPLE.search(own) and not _PEOPLE.search(behind)


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
        if _says_money(text, numerals, index):
            return True
    return False
