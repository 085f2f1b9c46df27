"""What kind of thing repeated names and amounts are: projects, lines of a statement, or neither."""

import re
from collections.abc import Sequence

from pipeline.assemble.tables.vocabulary import ACCOUNT, BIDS, EXPENDITURE, REVENUE, TITLES, TOTAL

_NAME_END = re.compile(
    r"(?:事業費?|業務|事務|経費|費|支援|補助金?|助成金?|整備|対策|推進|運営|管理|委託料?|交付金|負担金|基金|促進|改修|建設|"
    r"更新|導入|活用|確保|育成|強化|充実|向上|保全|振興|給付金?|手当|維持|拠出金|積立金|貸付金?|開催|改築|修繕|改良|創出|派遣|配置|"
    r"プロジェクト|システム|工事|予算|報酬|事務費|関連|援護|指導|処理|登録|発行|配付|予防|接種)(?:等)?(?:[(（].{1,14}[)）])?$"
)
_SENTENCE = re.compile(
    r"[。、,!?]|(?:する|した|ます|です|図る|行う|進める|に対し|ために|とともに|において|について|により)|[はがをにでと]$|^[はがをにでとの）)」]"
)
_GENERIC = re.compile(
    r"(?:小|合|総|累)?計|その他|本年度|前年度|比較|男|女|人|円|千円|増減|差引|令和.{0,6}|平成.{0,6}|[A-Za-z0-9.\-\s/:]{1,14}|.{0,1}|"
    r"[\d〇一二三四五六七八九十]+.{0,2}|予算額|金額|(?:支給|執行)?実績.{0,14}|.{1,8}の種類.{0,8}|計画|区分|年度|平均|割合|構成比|地財計画|見込"
)
_PROJECTS = re.compile(
    r"主要(?:な)?(?:事業|施策)|主な(?:事業|施策|取組|新規)|重点(?:施策|事業|取組|プロジェクト|政策)|新規(?:・拡充)?事業|継続事業|事業(?:の)?(?:一覧|概要)|施策(?:の)?(?:一覧|概要)|予算のポイント|主な取り組み"
)
# What names stand under such a heading are no projects.
_OTHER_NAMES = re.compile(r"手当|職種|職名|業者|会社|学校名|氏名|品名|商品|団体名")
_LEVELS = re.compile(r"[款項目節・]+(?:別|名|区分)?")
_BUDGET = re.compile(r"予算|歳出|事業費")
_OTHER_KIND = re.compile(
    r"給与|職員数|人口|統計|目次|推移|現在高|残高|地方債|基金|繰越|債務負担|継続費|世帯|指数|税率|定員|報酬額|貸借|指標|アンケート|調査結果|予算額推移|財源内訳"
)
_NAME_HEADING = re.compile(r"事業|施策|取組|プロジェクト|名称|事項|項目|件名")


def statement_share(names: Sequence[str]) -> float:
    """The share of names that the law gives to lines of a budget, and names of accounts."""
    if not names:
        return 0.0
    known = sum(
        bool(
            TITLES.fullmatch(n)
            or REVENUE.fullmatch(n)
            or EXPENDITURE.fullmatch(n)
            or ACCOUNT.fullmatch(n)
        )
        for n in map(_plain, names)
    )
    return known / len(names)


def project_bits(names: Sequence[str], *, heading: str = "", around: Sequence[str] = ()) -> float:
    """How much names, their column's heading and the titles above speak for projects, in bits."""
    if not names:
        return -10.0
    n = len(names)
    plain = [_plain(name) for name in names]
    bits = 5.0 * sum(bool(_NAME_END.search(name)) for name in plain) / n - 1.0
    bits -= 8.0 * max(0.0, sum(bool(_SENTENCE.search(name)) for name in plain) / n - 0.05)
    bits -= 8.0 * sum(bool(_GENERIC.fullmatch(name) or TOTAL.fullmatch(name)) for name in plain) / n
    bits -= 6.0 * max(0.0, 0.75 - len(set(plain)) / n)
    bits -= 10.0 * max(0.0, statement_share(names) - 0.3)
    mean = sum(map(len, plain)) / n
    bits -= 2.0 if mean < 4 else 1.5 if mean > 32 else 0.0
    if _LEVELS.fullmatch("".join(heading.split())):
        bits -= 6.0
    if heading:
        bits += 3.0 if _NAME_HEADING.search(heading) else 0.0
        bits -= 8.0 if _OTHER_NAMES.search(heading) else 0.0
    if any(_PROJECTS.search(text) for text in around):
        bits += 3.0
    elif any(_BUDGET.search(text) for text in around):
        bits += 1.0
    if any(_OTHER_KIND.search(text) for text in around):
        bits -= 4.0
    if any(BIDS.search(text) for text in around):
        bits -= 10.0
    return bits


def money_bits(texts: Sequence[str], *, noted: bool) -> float:
    """How much figures speak for amounts of money, in bits; `noted` where a unit reaches them."""
    if not texts:
        return -10.0
    len(texts)
    real = [text for text in texts if re.search(r"\d", text)]
    if not real:
        return -10.0
    yen = sum("円" in text for text in real) / len(real)
    comma = sum("," in text or bool(re.search(r"[億万]", text)) for text in real) / len(real)
    bits = 6.0 * yen + 3.0 * comma + (2.0 if noted else -2.0) - 1.0
    small = [int(text) for text in real if text.isdigit()]
    if len(small) > 2 and len(small) >= 0.8 * len(real) and small == sorted(small):
        bits -= 6.0  # page numbers of a table of contents go up
    if sum(bool(re.search(r"\d\.\d|%", text)) for text in real) > 0.3 * len(real):
        bits -= 3.0
    return bits


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name)
