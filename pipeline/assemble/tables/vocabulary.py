"""Words of Japanese budget tables, as data: column headings, funding, marks and row names.

Headings are compared without spaces, unit notes and letters that name a column (Ａ, ①). A new
issuer's word for a known thing is added here and nowhere else.
"""

import re
from enum import StrEnum

from models import FundingSource, Mark


class ColumnRole(StrEnum):
    """What a column of a table says of its row."""

    NUMBER = "number"
    CODE = "code"
    MARK = "mark"
    NAME = "name"
    LABEL = "label"
    TITLE = "title"
    ITEM = "item"
    SUBITEM = "subitem"
    SECTION = "section"
    DESCRIPTION = "description"
    DEPARTMENT = "department"
    ACCOUNT = "account"
    REGION = "region"
    PLAN = "plan"
    AMOUNT = "amount"
    PRIOR = "prior"
    CHANGE = "change"
    BEFORE = "before"
    AFTER = "after"
    CHANGE_PERCENT = "change_percent"
    SHARE = "share"
    FUNDING = "funding"
    FUNDING_TOTAL = "funding_total"
    FUNDING_TEXT = "funding_text"
    EXPANSION = "expansion"
    LIMIT = "limit"
    PERIOD = "period"
    NOTE = "note"
    OTHER = "other"


MONEY_ROLES = frozenset(
    {
        ColumnRole.AMOUNT,
        ColumnRole.PRIOR,
        ColumnRole.CHANGE,
        ColumnRole.BEFORE,
        ColumnRole.AFTER,
        ColumnRole.FUNDING,
        ColumnRole.FUNDING_TOTAL,
        ColumnRole.EXPANSION,
        ColumnRole.LIMIT,
    }
)
LABEL_ROLES = (
    ColumnRole.TITLE,
    ColumnRole.ITEM,
    ColumnRole.SUBITEM,
    ColumnRole.SECTION,
    ColumnRole.LABEL,
    ColumnRole.NAME,
)

# Whole headings, most particular first; the first that matches counts.
HEADINGS: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(form))
    for role, form in (
        (
            ColumnRole.CHANGE_PERCENT,
            r"(?:対?前年度?(?:当初)?(?:予算)?比?)?(?:増減|伸び?|増加|対比|前年|変化|伸長)(?:比)?率|"
            r"伸び?率|対前年度?(?:当初)?(?:予算)?(?:伸び?率|増減率|比率?)|前年(?:度)?比|"
            r"増減比|伸長率|比率(?:%)?|増減(?:割合)|対前年",
        ),
        (ColumnRole.SHARE, r"(?:予算)?構成(?:比率?|割合)|割合|構成|シェア|占有率"),
        (
            ColumnRole.CHANGE,
            r"(?:差引|対?前年度?(?:当初)?(?:予算)?(?:との)?)?(?:増減|比較|差引|差|増△?減|増\(?▲\)?減)"
            r"(?:増減)?(?:額|高)?|比較(?:増減)?|前年度?(?:対比|比較|増減|差|との比較|増減額|比増減額?)|"
            r"対[前昨]年度(?:増減額?|比較|対比|差額?)?|対前年(?:増減額?|比較|対比|差額?)|差引(?:増減)?額?|増△減|増減|増・?減額?|補正額",
        ),
        (
            ColumnRole.PRIOR,
            r"[前昨]年度?(?:の?当初|最終|現計|補正後)?(?:予算|決算)?(?:現額|額)?|"
            r"(?:前年度?|昨年度?|前期)(?:当初)?予算(?:額|現額|現計)?|補正前(?:の?(?:予算)?額)?|"
            r"前回(?:予算)?額|既定(?:予算)?額|(?:現計|既決)予算額|現計額|現行予算額",
        ),
        (
            ColumnRole.AMOUNT,
            r"(?:本年度?|当年度|当該年度|今年度|新年度|年度)?(?:当初)?(?:予算|要求|見積|査定|計上|決定)"
            r"(?:計上|現|見積|要求|案|査定|見込)?(?:額|計)?(?:\(?案\)?)?|"
            r"(?:総|全体|概算|当初|年度)?事業(?:費|額)|(?:本年度?|当年度|今年度)(?:当初)?額?|"
            r"当初額|金額|予算規模|計上額|所要(?:予算)?額|歳[入出]額|総額|補正後(?:の?(?:予算)?額)?|計|合計|決算額|"
            r"(?:当初)?予算額\(?案\)?|支出額|収入額|支出済額|収入済額|決算|予定額|年額|委託料|補助金額|交付額|事業費\(?予算額\)?",
        ),
        (ColumnRole.EXPANSION, r"拡充(?:額|分)|うち拡充(?:額|分)?|新規・?拡充(?:額|分)"),
        (ColumnRole.LIMIT, r"限度額|保証限度額|(?:債務負担)?限度額"),
        (ColumnRole.PERIOD, r"期間|(?:事業|実施|設定|契約)期間|年度|事業年度|年割"),
        (
            ColumnRole.FUNDING_TEXT,
            r"財源(?:内訳|区分|等)?|(?:左の)?財源内訳|特定財源|(?:左の|予算額の)?財源(?:の)?内訳",
        ),
        (ColumnRole.NUMBER, r"番号|No\.?|№|整理番号|連番|通番|通し番号|頁|ページ|掲載頁?|P|#"),
        (
            ColumnRole.CODE,
            r"款[・.]?項(?:[・.]?目)?(?:[・.]?節)?|(?:予算)?科目コード|事業(?:番号|コード|No\.?)|"
            r"コード|細事業番号|目コード",
        ),
        (
            ColumnRole.MARK,
            r"新規?[・/]?(?:拡充?|継続?|等)+(?:の?別|区分)?|新旧(?:区分|別)?|種別|マーク",
        ),
        (
            ColumnRole.NAME,
            r"(?:主な|主要|重点|実施|細々?|個別){0,4}(?:予算)?(?:事業|事務事業|取組|施策事業)(?:名称?|項目|等)*"
            r"(?:[・及び]*事業内容)?|事業・?(?:施策|取組)名?|主な(?:事業|取組)|事務事業名?|細事業名?|"
            r"事業(?:の)?名称?|主要事業|取組名?|件名|工事名|業務名|予算事業名?|事業名等|"
            r"(?:補助金|負担金|交付金|委託料)(?:・?(?:補助金|負担金|交付金))*等?の?名称?",
        ),
        (ColumnRole.TITLE, r"款(?:名|別)?"),
        (ColumnRole.ITEM, r"項(?:名)?"),
        (ColumnRole.SUBITEM, r"目(?:名)?"),
        (ColumnRole.SECTION, r"節(?:名|区分)?|節・?細節"),
        (
            ColumnRole.DEPARTMENT,
            r"(?:予算|事業)?(?:主管|担当|所管|所属|実施|関係)?[部局課室係](?:[部局課室係署所等名・]|\(室\)){0,4}"
            r"|(?:予算|事業)?(?:主管|担当|所管|所属|実施|関係)(?:所属|部署|者)?名?|部署名?|組織名?",
        ),
        (
            ColumnRole.DESCRIPTION,
            r"(?:主な|主要な?|事業の?|施策の?|取組の?|予算の?|具体的な?|実施){0,4}(?:概要|内容|説明|目的|内訳|"
            r"趣旨|摘要|要旨|ねらい|効果|概略)(?:等|・(?:効果|内容|目的))*|説明|摘要|主な取組内容|主な増減(?:理由|内容|要因)?|"
            r"増減(?:理由|の理由|要因|内容)|事業内容・?(?:積算)?(?:根拠)?|積算(?:根拠|内訳)?",
        ),
        (ColumnRole.ACCOUNT, r"会計(?:名|別|区分)?"),
        (ColumnRole.REGION, r"地域(?:区分|名)?|地区名?|振興局名?|場所|箇所名?|実施場所|施設名"),
        (
            ColumnRole.PLAN,
            r"(?:主な)?(?:プロジェクト|施策|政策|基本目標|柱|分野|重点施策|施策名?|基本施策|政策名)名?",
        ),
        (ColumnRole.NOTE, r"備考|特記事項|(?:その他)?参考"),
        (
            ColumnRole.LABEL,
            r"(?:会計|費目|経費|性質|目的|財源|科目)?(?:の)?(?:区分|項目|種別|種類|費目)|科目|名称|"
            r"事項|税目|費目|経費(?:区分|名)?|(?:目的|性質|款)別|細目|基金名?|項目名?|内訳|"
            r"会計名|市町村名?|団体名|区別|費用|財源|税(?:の種類)?",
        ),
    )
)

_FUNDING_WORDS: tuple[tuple[FundingSource, str], ...] = (
    (
        "national_prefectural",
        r"国庫?(?:支出金)?(?:及び|[・,、])?(?:都道府)?[県道府都](?:支出金|補助金)?(?:等)?",
    ),
    ("national", r"国(?:庫|費)?(?:支出金|補助金?|負担金)?(?:等)?"),
    ("prefectural", r"[県道府都](?:費|支出金|補助金?|負担金)?(?:等)?|都道府県支出金"),
    ("municipal", r"市町村(?:支出金|負担金)?|分担金(?:及び)?負担金"),
    ("bonds", r"(?:地方|[市町村区県道府都])?債|起債|公債"),
    ("general", r"一般財源(?:等|額)?|一財?|[市町村区](?:費|一般財源)|一般"),
    ("private", r"民間資金|ふるさと納税|寄附金|寄付金"),
    (
        "other",
        r"その他(?:特定財源|特財)?|そ?[のの]?他|諸収入|使用料(?:及び)?手数料|使用料等?|基金(?:繰入金)?|繰入金|特財",
    ),
)
FUNDING: tuple[tuple[FundingSource, re.Pattern[str]], ...] = tuple(
    (source, re.compile(form)) for source, form in _FUNDING_WORDS
)
FUNDING_PARENT = re.compile(r"財源|内訳")
FUNDING_TOTAL = re.compile(r"(?:特定財源)?(?:小?計|合計)|特定財源")

DEPARTMENT_NAME = re.compile(r".+(?:課|部|局|室|署|所|センター|委員会|事務局|本部|支所|館|係)")

MARKS: dict[str, Mark] = {
    "新": "new",
    "新規": "new",
    "拡": "expanded",
    "拡充": "expanded",
    "拡大": "expanded",
    "レベルアップ": "expanded",
    "継": "continued",
    "継続": "continued",
    "補正": "supplementary",
    "再": "relisted",
    "再掲": "relisted",
    "廃": "discontinued",
    "廃止": "discontinued",
    "終了": "discontinued",
}

TOTAL = re.compile(
    r".*(?:小計|合計|総計|総額)(?:[(（][^)）]{1,8}[)）])?(?:[a-zA-Z+①-⑳]|[(（](?=[a-zA-Z+①-⑳])|(?<=[a-zA-Z+①-⑳])[)）])*+|計|累計|"
    r"歳[入出](?:合|総)?計|.*(?:会計|部|費|金|入|出|款|項|目|業|課|局|室|税|債|施策|柱)計"
)

# Columns of a supplementary budget: what it adds, and the year's budget without and with it.
SUPPLEMENT = re.compile(
    r"(?:(?P<now>今回|今次|本|この度)|既|前回|第?\d+号|\d+月(?:議会)?)*(?:の)?補正(?:予算)?(?:要求)?(?:額|予算)?"
)
BEFORE_SUPPLEMENT = re.compile(
    r"補正前(?:の?(?:予算)?(?:現)?額)?|既定(?:の?予算)?額|(?:現計|既決|現行|既計上|既)(?:予算)?額?|"
    r"前回までの?(?:予算)?額|当初予算(?:現)?額?|補正前"
)
AFTER_SUPPLEMENT = re.compile(
    r"補正後(?:の?(?:予算)?(?:現|総)?額)?|計|合計|予算(?:現額|総額)|改予算額"
)
# Columns of a settlement: what was spent or taken in, and what the budget allowed for.
SPENT = re.compile(r"(?:歳[入出])?決算額?|支出済額|収入済額|支出額|収入額|執行額")
BUDGETED = re.compile(r"(?:当初|最終)?予算(?:現額|現計額?|額|総額)?")

# 款 as the law orders them, and the names they go by in tables by purpose and by nature.
REVENUE = re.compile(
    r".*(?:税|割交付金|譲与税|特例交付金|地方交付税|特別交付金|税交付金)|[都道府県市町村区国]+庫?支出金|"
    r"(?:地方|[市町村区県道府都])債|分担金(?:及び|および|・)負担金|使用料(?:及び|および|・)手数料|財産収入|"
    r"寄[附付]金|繰入金|繰越金|諸収入|臨時財政対策債|(?:一般|特定|自主|依存)財源|各種交付金|.*交付金|その他の一般財源"
)
EXPENDITURE = re.compile(
    r"(?:議会|総務|民生|衛生|労働|農林水産業?|農林|農業|林業|商工|観光|土木|警察|消防|教育|災害復旧|公債|"
    r"給与|予備|健康福祉|企画|県民生活|都市計画|職員|環境)費|諸支出金|前年度繰上充用金|人件費|物件費|維持補修費|"
    r"扶助費|補助費等?|積立金|(?:投資)?(?:及び|・)?(?:出資|貸付)(?:金|・貸付金)*|繰出金|"
    r"(?:普通建設|災害復旧|失業対策)(?:事業)?費?|(?:義務|投資|消費|経常|その他の?)的?経費|その他の経費|"
    r"補助(?:事業費?)?|単独(?:事業費?)?|県営(?:事業費?)?"
)
# Accounts, as tables of all accounts name their rows; 特別会計 計 is a total of them.
ACCOUNT = re.compile(r"(?!.*(?:合計|小計)).*(?:会計|勘定)(?:[(（].{0,80}[)）])?")
TITLES = re.compile(
    r"(?:議会|総務|民生|衛生|労働|農林水産業?|農林|商工|土木|警察|消防|教育|災害復旧|公債|予備)費|諸支出金|"
    r"[都道府県市町村区]+税|地方譲与税|(?:利子割|配当割|株式等譲渡所得割|法人事業税|地方消費税|ゴルフ場利用税|"
    r"環境性能割|地方特例|交通安全対策特別)交付金|地方交付税|分担金(?:及び|および|・)負担金|"
    r"使用料(?:及び|および|・)手数料|国庫支出金|各種交付金|"
    r"[都道府県]支出金|財産収入|寄[附付]金|繰入金|繰越金|諸収入|[都道府県市町村区]+債"
)

REVENUE_TITLE = re.compile(r"歳\s*入|収\s*入|税|財\s*源")
EXPENDITURE_TITLE = re.compile(r"歳\s*出|支\s*出")
STATEMENT_TITLE = re.compile(
    r"歳\s*[入出]|目\s*的\s*別|性\s*質\s*別|款\s*別|節\s*別|自\s*主\s*財\s*源|依\s*存\s*財\s*源|"
    r"一\s*般\s*会\s*計(?:(?!一\s*般\s*会|予\s*算).)*+予\s*算|[市町村県区]税"
)
# Tables whose amounts are not a year's budget of a project, though they name projects.
COMMITMENTS = re.compile(
    r"繰\s*越\s*明\s*許|債\s*務\s*負\s*担|継\s*続\s*費|繰\s*越\s*計\s*算|現\s*在\s*高|残\s*高|地\s*方\s*債|基\s*金|"
    r"[市町村県]\s*債|逓\s*次\s*繰\s*越|事\s*故\s*繰\s*越"
)
# What was offered and agreed for works is no budget of theirs.
BIDS = re.compile(r"入札(?!契約課)|落札|予定価格|契約価格|契約の相手方")
BUDGET_WORDS = re.compile(
    r"予算|決算|補正|事業費|歳入|歳出|財源|要求額|計上|当初|(?:主要|主な|重点)(?:事業|施策)"
)

UNITS = {
    "円": 1,
    "千円": 1_000,
    "万円": 10_000,
    "十万円": 100_000,
    "百万円": 1_000_000,
    "千万円": 10_000_000,
    "億円": 100_000_000,
    "十億円": 1_000_000_000,
    "兆円": 1_000_000_000_000,
}
UNIT_NOTE = re.compile(
    r"単\s*+位\s*+(?:は|[:：.・;])?\s*+[(（]?\s*+(?P<unit>(?:兆|十\s*+億|億|千\s*+万|百\s*+万|十\s*+万|万|千)?\s*+円)"
)
UNIT_ALONE = re.compile(
    r"[(（【\[〔［]\s*+(?:単位)?\s*+(?P<unit>(?:兆|十億|億|千万|百万|十万|万|千)?\s*+円)"
    r"\s*+(?:[、,・/／]\s*+[%％人件]++)*+\s*+[)）】\]〕］]"
)
