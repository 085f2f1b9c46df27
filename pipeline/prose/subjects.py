"""What kind of thing a subject is: an account, a line of a statement, a project, or another."""

import re
from typing import Literal

from models.values import Direction
from pipeline.prose.nouns import MEASURE

Kind = Literal["account", "line", "project", "other"]

_ACCOUNT = re.compile(
    r"(?:.{0,24}(?:一般|特別|企業|全|各|事業)会計|(?:今回の)?(?:当初|補正)?予算|歳[入出](?:歳出)?予算|一般財源|三会計|.{0,12}会計)"
    r"(?:の)?(?:[0-9]{1,2}月)?(?:当初|補正後?|最終|補正後の)?(?:予算)?(?:案)?(?:の)?(?:予算)?(?:総額|規模|額|合計額?)?"
    r"|(?:.{2,24}会計 )?歳入歳出(?:予算)?(?: 総額)?"
    r"|.{0,20}(?:予算(?:総額|規模|額)|予算|総額|一般財源)"
)
_REVENUE = re.compile(
    r"[^、の]{0,16}税(?:収入|収|等)?|地方(?:交付税|譲与税|特例交付金|消費税交付金)|普通交付税|特別交付税|[^、]{0,14}割交付金|.{0,12}取得税交付金"
    r"|国[庫県]?(?:県)?(?:支出|補助|負担)金|[都道府県](?:支出|補助|負担)金|[^、]{0,24}繰入金|[^、]{0,8}繰越金|諸収入|寄附金|寄付金|使用料(?:及び手数料)?|手数料|分担金(?:及び負担金)?"
    r"|財産収入|[地県市町村道都府区]債|.{0,10}対策債|.{0,6}事業債|.{0,10}補てん債|地方譲与税"
)
_EXPENDITURE = re.compile(
    r"(?:議会|総務|民生|衛生|労働|農林水産業?|農林業?|商工|土木|消防|教育|災害復旧|公債|諸支出|予備|人件|扶助|物件|維持補修|補助|投資的|義務的|普通建設事業|災害復旧事業"
    r"|社会福祉|児童福祉|生活保護|保健衛生|清掃|道路橋りょう|河川|都市計画|住宅|社会教育|保健体育|小学校|中学校|教育総務|総務管理|徴税|選挙)(?:費|経費)"
    r"|投資的経費|義務的経費|公共事業費?|[^、]{0,24}繰出金|[^、]{0,12}積立金|負担金補助及び交付金|賃金|報酬|給料|職員手当等?|共済費|委託料|工事請負費|需用費|役務費|旅費|備品購入費"
    r"|償還金.{0,10}|補償.{0,10}賠償金"
)
_PROJECT = re.compile(
    r".{2,}(?:事業|整備|工事|対策|支援|プロジェクト|補助|助成|給付|改修|建設|購入|更新|委託|調査|修繕|改築|新築|解体|導入|設置)(?:費|金|料|経費|等|事業費|事業)?"
    r"|.{2,}(?:事業費|補助金|助成金|給付金|支援金|負担金|交付金|奨励金|手当|委託料|工事費|整備費|経費)"
)
_PUTS = re.compile(
    r"[増減追]?[額加]?(?:余り?|程度)?(?:(?:の(?:予算|経費))?(?:を|で|も|の)?(?:それぞれ|新たに|新規に)?"
    r"(?:計上|措置|盛り込|追加|減額|増額|補正|予算化|予算を(?:お願い|計上)|お願い))"
)
_MEASURED = re.compile(
    r"(?:会計|歳入|歳出|収入|支出|予算|決算|補正|総額|合計|額|残高|収支|税|債|金|基金|繰入|繰出"
    r"|人件費|物件費|財源)(?:等|分)?\Z|議案|[ 　]"
)
_IS_BUDGET = re.compile(r"計上|予算|措置|盛り込|追加|減額|増額|補正|組み(?:替|入)|充当|要求|お願い")


def kind_of(label: str, clause: str) -> Kind:
    """What a subject is, by its name and the words of its clause.

    >>> kind_of("市税", ""), kind_of("一般会計", ""), kind_of("街灯整備事業", "5億円を計上した")
    ('line', 'account', 'project')
    """
    bare = re.sub(r"(?:の?総額|\([^()]*\))\Z", "", label)
    if _REVENUE.fullmatch(bare) or _EXPENDITURE.fullmatch(bare):
        return "line"
    if _ACCOUNT.fullmatch(label):
        return "account"
    if _PROJECT.fullmatch(bare) and _IS_BUDGET.search(clause):
        return "project"
    # ゼロ予算アクション…を計上する: no ending says it, but money is put there.
    if _PUTS.match(clause) and not (_MEASURED.search(bare) or MEASURE.fullmatch(bare)):
        return "project"
    return "other"


def direction_of(label: str, said: str) -> Direction | None:
    """Whether money of a subject comes in or goes out; `said` is what stands before it.

    >>> direction_of("諸収入", ""), direction_of("人件費", ""), direction_of("雑入等", "歳入では、")
    ('revenue', 'expenditure', 'revenue')
    """
    label = re.sub(r"(?:の?総額)\Z", "", label)
    if _REVENUE.fullmatch(label):
        return "revenue"
    if _EXPENDITURE.fullmatch(label):
        return "expenditure"
    revenue, expenditure = said.rfind("歳入"), said.rfind("歳出")
    if revenue == expenditure:
        return None
    return "revenue" if revenue > expenditure else "expenditure"
