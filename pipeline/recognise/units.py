"""The units that figures are counted and measured in, and which of them mean the same."""

import re
from fractions import Fraction
from typing import NamedTuple

from pipeline.recognise.counters import begins_a_word

# Longer ones first: 事業所 before 事業, km2 before km.
_COUNTERS = (
    "事業所|事業者|事業|施策|施設|企業|団体|法人|機関|世帯|地域|地区|地点|圏域|区域|分野|部門|言語|路線|店舗"
    "|品種|種類|品目|項目|議席|論点|都道府県|市町村|町村|市町|自治体|特別区|プロジェクト|テーマ|コース|クラス"
    "|チーム|グループ|クラブ|サイト|学級|学校区|校区|集落|区画|工区|系統|回線|拠点|講座|教室|公園|家庭|家族|病院"
    "|車両|段階|類型|案件|事例|住戸|部屋|日間|泊|時間|分間|年間|年連続|人日|人回|延人"
    "|[か箇個カヶヵケ](?:国|所|月|年|村|町|店|校)|件|社|者|校|園|館|院|所|店|戸|棟|室|床|台|両|隻|艘|基|門|機"
    "|本|頭|羽|匹|尾|株|冊|部|枚|点|通|便|回|日|秒|歳|代|票|席|橋|筆|組|班|個|箱|袋|杯|足|着|食|種|県|市|町|村|区"
    "|国|位|人|名|つ"
)
_MEASURES = (
    r"平方キロメートル|平方メートル|平米|立方メートル|平方キロ|キロメートル|メートル|ヘクタール|アール|トン|キログラム|グラム"
    r"|リットル|キロワット|メガワット|キロ|t-CO2|kWh|MWh|GWh|TWh|kW|MW|GW|km\ ?2|km|cm|mm"
    r"|m\ ?[23²³]|ha|kg|mg"
    r"|kl|kL|ml|dl|MB|GB|TB|℃|°C|m|a|g|L|l|t"
)
_CANONICAL = {
    "パーセント": "%",
    "パーミル": "‰",
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
    "平方メートル": "m²",
    "平米": "m²",
    "立方メートル": "m³",
    "平方キロメートル": "km²",
    "平方キロ": "km²",
    "キロメートル": "km",
    "メートル": "m",
    "ヘクタール": "ha",
    "トン": "t",
    "年連続": "年",
    "年間": "年",
}
# What comes in whole numbers only: 1.234人 has a period for a comma.
WHOLE = frozenset("人件名社校戸台冊個本票枚点頭羽匹")
_UNIT = re.compile(
    rf"""\ {{0,2}}(?:余り?|有余)?
    (?: (?P<tenths>割)(?:(?P<hundredths>[0-9一二三四五六七八九])分)?(?!引|合|愛|り)
      | (?P<share>%(?:ポイント)?|パーセント(?:ポイント)?|ポイント|‰|パーミル|倍)
      | (?P<measure>{_MEASURES})(?![A-Za-zァ-ヶ])
      | (?P<counter>{_COUNTERS})(?!目|号)
      | (?P<years>年)(?=\s?(?:程度|以上|以内|未満|あまり|余り|が経過|ぶり|弱|強))
    )""",
    re.VERBOSE,
)
_HUNDREDTHS = {character: value for value, character in enumerate("〇一二三四五六七八九")}


class Unit(NamedTuple):
    """A unit behind a figure: its name, where it ends, and what turns the figure into it.

    `added` is what 分 adds to 割 (3割5分 is 35 %).
    """

    name: str
    end: int
    factor: int = 1
    added: Fraction = Fraction(0)


def unit_after(text: str, end: int) -> Unit | None:
    """The unit printed right after a figure that ends at `end`.

    >>> unit_after("490万m3", 4).name
    'm³'
    >>> unit_after("17 国庫支出金", 2) is None
    True
    """
    match = _UNIT.match(text, end)
    if match is None:
        return None
    if match["tenths"]:
        printed = match["hundredths"]
        added = 0 if printed is None else _HUNDREDTHS.get(printed) or int(printed)
        return Unit("%", match.end(), 10, Fraction(added))
    name = match["share"] or match["measure"] or match["counter"] or match["years"]
    if match["counter"]:
        start = match.start("counter")
        if begins_a_word(text, start, match.end(), apart=start > end):
            return None
    name = name.replace(" ", "")
    return Unit(_CANONICAL.get(name, name), match.end())
