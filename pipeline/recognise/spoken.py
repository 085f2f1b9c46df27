"""Amounts that minutes write without 円: 予算額は3億5,000万で, 5億の赤字, 500万、600万円."""

import re
from collections.abc import Sequence

from pipeline.recognise.numerals import Numeral

_MONEY_NOUN = (
    "予算|予算額|事業費|工事費|建設費|委託料|委託費|経費|費用|補助金|交付金|交付税|負担金|給付金|支援金|寄附金|寄付金"
    "|基金|税収|市税|県税|市債|県債|町債|起債|借入金|残高|赤字|黒字|歳入|歳出|財源|総額|金額|減額|増額|補正額|決算額"
    "|予算規模|コスト|貯金|借金|一般財源|国費|県費|市費|運営費|人件費|維持費|整備費|改修費|報酬|損害額|被害額|売上|売上高"
)
_BEFORE = re.compile(
    rf"(?:{_MONEY_NOUN})(?:総額|合計)?(?:が|は|も|の|に|を|で|として|としては|、)?"
    r"(?:、|総額で?|合計で?|計|年間で?|毎年|約|およそ|大体|ざっと|最大で?|さらに|既に|もう|\s)*\Z"
)
_AFTER = re.compile(
    r"(?:余り|余|程度|ほど|弱|強|以上|近く|くらい|ぐらい)?(?:もの|という|といった)?(?:の)"
    rf"(?:{_MONEY_NOUN}|(?:大型)?事業|投資|お金|公費|税金|予備費|補正|収入|支出|損失|請負|契約)"
)
_COUNTED = re.compile(
    r"余り?|(?:人|名|世帯|戸|件|台|本|ト|㌧|t|k|m|h|個|枚|部|冊|頭|羽|匹|株|票|食|回|日|年|時|歩|ド|ユ|元|ウ|ポ|平|立|キ|メ|"
    r"博|全|能|一|引|端|歳|羽|国|市|町|村|県|区|社|戸|アク|ア|ヘ|リ|床|席|単位|数|画|ページ|字|種|点|キ|ビ|ダ)"
)
_SISTER = re.compile(r"[、,]|(?:及び|および|と|や|、あるいは|または|又は)\Z")
_YEN = re.compile(r"\s{0,2}(?:余り?)?円")


def is_spoken_amount(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether a numeral in 万, 億 or 兆 without 円 is money for certain.

    It is where a word for money stands right before or after it, or where the next amount in a
    list has the 円 for both; 28万 of people and 5万 of anything else are not.
    """
    numeral = numerals[index]
    if text[numeral.end - 1 : numeral.end] not in {"万", "億", "兆"} and numeral.unit == 1:
        return False
    if text[numeral.start - 1 : numeral.start] in set("数何幾第,.、・") & set(
        text[max(0, numeral.start - 1) : numeral.start]
    ):
        return False
    if text[numeral.end : numeral.end + 1] in {"数", ",", "."}:
        return False
    if _AFTER.match(text, numeral.end):
        return True
    if _sister(text, numerals, index):
        return True
    if _COUNTED.match(text, numeral.end):
        return False
    return bool(_BEFORE.search(text[max(0, numeral.start - 18) : numeral.start]))


def _sister(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """500万、600万円: the next numeral in the list is in the same unit and has the 円."""
    if index + 1 >= len(numerals):
        return False
    numeral, following = numerals[index], numerals[index + 1]
    if not _SISTER.fullmatch(text[numeral.end : following.start]) or following.plain:
        return False
    return _YEN.match(text, following.end) is not None
