"""The words that names of projects, plans and organisations end with, and the generic ones."""

import re

# A name in a list, a cell or 【…】 may end with any of these; 費 is too common for prose.
_LISTED = (
    "費|予算|補助金|交付金|負担金|助成金|給付金|支援金|協力金|奨励金|貸付金|修学資金|振興資金"
    "|委託料|出資金|繰出金|積立金|報奨金|資金"
)
_NAMED = (
    "事業|事業費|推進費|整備費|対策費|プロジェクト|交付金|補助金|助成金|給付金|支援金|協力金|奨励金|基金|ファンド|プログラム|プラン|修学資金|振興資金"
    "|ビジョン|戦略|計画|構想|制度|センター|協議会|協議体|アクションプラン|大綱|方針|緊急対策|パッケージ|キャンペーン"
)


def _longest_first(words: str) -> str:
    return "|".join(sorted(set(words.split("|")), key=len, reverse=True))


def _simple(words: str) -> str:
    """The words that are not made of others, so that a text parts into them in one way only."""
    every = set(words.split("|"))
    return "|".join(word for word in every if not _is_made_of(word, every - {word}))


def _is_made_of(word: str, parts: set[str]) -> bool:
    """Whether a word is some of the parts, one after the other."""
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(word[begin:end] in parts for begin in ends):
            ends.add(end)
    return len(word) in ends


# ほか3事業, 他5事業, ほかに5事業: projects that are not shown.
OTHERS = re.compile(
    r"(?:[(（、,]\s*+|(?<!\s)\s++)?(?:など\s*+)?(?:ほか|他|外)に?、?\s*+(?P<count>\d{1,9})"
    r"\s*+(?:の?事業|件|項目)\s*+[)）]?"
)
# A bracketed alias goes with the name, a year does not: (COC+), 〈第II期〉, ~2020~.
_STAGE = r"(?:\ ?(?:[(〈<](?![RHS令平昭][0-9元和成])[^()〈〉<>\n]{1,16}[)〉>]|~[^~\n]{1,12}~))"
NAMED_ENDING = re.compile(rf"(?:{_longest_first(_NAMED)})")
LISTED_ENDING = re.compile(rf"(?:{_longest_first(_LISTED + '|' + _NAMED)})")
LISTED_NAME = re.compile(
    rf".*(?:{_longest_first(_LISTED + '|' + _NAMED)})(?:[0-9]{{2,4}})?{_STAGE}?"
)
WHOLE_NAME = re.compile(
    rf".*(?:{_longest_first(_NAMED + '|振興資金|育成資金|対策資金')})(?:[0-9]{{2,4}})?{_STAGE}?"
)

# What an ending may be followed by without being only the middle of a longer word.
_GOES_ON = re.compile(
    r"者|所|主|体[^制]|団|化|的|性|名|別|数|量|額|書|案|部|課|室|員|長|局|委員|会議|課題|区域|地域|期間|年度|効果|内容"
    r"|承継|経営|活動(?!交付)|展開|収入|債|会計|組合|連合|単位|種別|用地|計画|担当|作物|品目|特区|物資|産業|拠点|道路|税"
)
_KATAKANA = re.compile(r"[ァ-ヺー]{2}")

# Before an ending in prose, these say what kind of project it is and not which one.
_KINDS = (
    "本|各|同|当|当該|次期|現|新|旧|新規|主な|主要|主要な|大型|関連|関係|既存|特定|公共|民間|単独|補助|国庫|国|県|道|市|町|村|都|府|区|市単独"
    "|県単独|道単独|町単独|直轄|委託|受託|自主|独自|振興局独自|振興局|個別|実施|基本|総合|行動|整備|推進|改善|支援|助成|融資|貸付|給付|認証|認定|登録"
    "|モデル|重点|地域|地方|広域|管理|運営|年間|中期|長期|中長期|短期|財政|収支|将来|作業|工事|建設|投資|投資的|予算|人材|会計|特別|一般"
    "|繰越|継続|拡充|廃止|再掲|協働|連携|共同|具体|全体|その他|普通建設|普通|災害復旧|収益|公営|企業|戦略|政策|施策|分野別|年次"
    "|アクション|輸出|成長|経営|事務|管内|道内|市内|県内|町内|相談|情報|窓口|配信|データ|緊急|対策|検討|実証|交流|観光|海外|捕獲|評価|普及|啓発"
    "|調査|研究|活動|拡大|販路|応援|各種|福祉|教育|保健|医療|公民館|予防|訓練|研修|移転|換地|促進|執行|資金|経済|復旧|復興|防災|検診|健診|接種|対応|取扱|取組|施政|財政運営|運用|目標|中心"
)
_CATEGORY = re.compile(
    rf"(?:{_longest_first(_KINDS)})?(?:{_longest_first(_NAMED)})|(?:主な|主要な?)(?:取組|施策|事業|プロジェクト)"
    r"|(?:国庫|県|道|都|府|市|町|村)(?:支出金|負担金|補助金|委託金)|(?:前|本)年度予算|当初予算|補正予算|予算"
    r"|.*[0-9](?:事業|プロジェクト|計画)"
    r"|.*(?:施政|所信|予算編成|(?:市政|県政|町政|村政|区政)(?:運営|執行)?)(?:の基本)?方針"
    r"|(?:議会|総務|民生|衛生|労働|農林水産業?|商工|土木|消防|教育|災害復旧|公債)費"
)
_OFFICE = re.compile(r"センター|協議会|協議体|基金|ファンド")
_OFFICE_KIND = re.compile(
    r"データ|コール|支援|相談|研修|配送|給食|医療|情報|各種?|本|同|関係|当該|物流|地域|連絡|推進|運営|特定目的|その他|市|県|道|町|村|活動|総合|整備"
)
_GENERIC = re.compile(rf"(?:{_longest_first(_simple(_KINDS))}|[・、])*")
_SHORTEST_CHAIN = 5


# What accounts, lines of a budget and kinds of works are called, wherever they stand.
_BUDGETS = re.compile(
    r"(?:うち|ほか|その他|一部|計上|新規|充当|翌年度)?(?:水道|簡易水道|上下水道|下水道|病院|交通|普通建設|災害復旧"
    r"|建設|大型|繰越|充当|推進計画|補正予算|[0-9]{1,2}[かカヵヶケ箇]年)(?:事業)?"
    r"|地方消費税|地方特例|地方揮発油|配当割|環境性能割|.{0,6}充当"
)


def is_category(name: str) -> bool:
    """Whether a name says only what kind of thing it is: 補助事業, 主な事業, 国庫補助金."""
    return _CATEGORY.fullmatch(name) is not None


def is_generic(before: str, ending: str) -> bool:
    """Whether what stands before an ending in prose is too little to name a project.

    Words of kind alone make a name only when there are several of them: 地域政策推進事業.

    An office or a fund is named by less: 地域交流センター.

    >>> is_generic("実施", "計画"), is_generic("地域政策推進", "事業"), is_generic("水道", "事業")
    (True, False, True)
    """
    if len(before) < 2 or _BUDGETS.fullmatch(before) or is_category(before + ending):
        return True
    if _OFFICE.fullmatch(ending):
        return _OFFICE_KIND.fullmatch(before) is not None
    return _GENERIC.fullmatch(before) is not None and (
        len(before) < _SHORTEST_CHAIN or "・" in before
    )


def is_title(quoted: str) -> bool:
    """Whether quoted words are a name: whoever quotes 「地域計画」 gives it a title."""
    match = WHOLE_NAME.fullmatch(quoted)
    return match is not None and NAMED_ENDING.fullmatch(quoted) is None and len(quoted) > 3


def goes_on(text: str, end: int) -> bool:
    """Whether an ending is only the beginning of a longer word (事業 in 事業者)."""
    if _KATAKANA.match(text, end - 1):
        return True  # プラント
    return _GOES_ON.match(text, end) is not None
