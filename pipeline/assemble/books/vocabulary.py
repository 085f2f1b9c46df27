"""Words of budget books, as data: the columns and headings that the law's forms give them."""

import re
from enum import StrEnum
from typing import Literal, TypeAlias

from models import FundingSource

Level: TypeAlias = Literal["title", "item", "subitem", "section", "detail", "total"]
Direction: TypeAlias = Literal["revenue", "expenditure"]


class BookRole(StrEnum):
    """What a column of a budget book's table says."""

    TITLE = "title"
    ITEM = "item"
    SUBITEM = "subitem"
    SUBJECT = "subject"
    AMOUNT = "amount"
    PRIOR = "prior_amount"
    CHANGE = "change"
    FUNDING = "funding"
    FUNDING_TOTAL = "funding_total"
    FUNDING_LIST = "funding_list"
    SECTION = "section"
    SECTION_AMOUNT = "section_amount"
    EXPLANATION = "explanation"
    OTHER = "other"


LABELS: dict[BookRole, Level] = {
    BookRole.TITLE: "title",
    BookRole.ITEM: "item",
    BookRole.SUBITEM: "subitem",
}
"""The columns that name a row, and the level that each stands for."""

FIGURES = frozenset({BookRole.AMOUNT, BookRole.PRIOR, BookRole.CHANGE, BookRole.FUNDING})
"""The columns of figures that go with a 款, 項 or 目."""

# A column's own heading, without spaces; the first that matches counts.
HEADINGS: tuple[tuple[BookRole, re.Pattern[str]], ...] = tuple(
    (role, re.compile(form))
    for role, form in (
        (BookRole.TITLE, r"款(?:名|別)?"),
        (BookRole.ITEM, r"項(?:名)?"),
        (BookRole.SUBITEM, r"目(?:名)?"),
        (BookRole.SECTION, r"節(?:名|区分|・細節)?"),
        (BookRole.SUBJECT, r"(?:予算)?科目|款・?項(?:・?目)?|款\.項(?:\.目)?"),
        (
            BookRole.PRIOR,
            r"(?:前年度?|昨年度?)(?:の?当初|最終|現計|補正後)?(?:予算|予定)?(?:現?額|計)?|"
            r"補正前(?:の?(?:予算|予定)?額)?|既決(?:予算|予定)?額|既定(?:予算|予定)?額",
        ),
        (
            BookRole.CHANGE,
            r"比較(?:増減)?(?:額)?|増減額?|増△減額?|補正(?:予定)?額|差引(?:増減)?額?",
        ),
        (
            BookRole.AMOUNT,
            r"(?:本年度?|当年度|今年度|当該年度)(?:当初)?(?:予算|予定)?額?|金額|予算額|予定額|(?:当初)予算額|"
            r"計|合計|補正後(?:の?(?:予算|予定)?額)?",
        ),
        (BookRole.EXPLANATION, r"説明|説明(?:及び|・)?備考|備考|摘要|附記|付記|内容|説明欄"),
    )
)
YEAR = re.compile(r"(?P<era>令和|平成|[RH])?(?P<year>\d{1,4}|元)年度?")
DATED = re.compile(
    rf"{YEAR.pattern}(?:の?当初|[(（]当初[)）])?(?:予算|予定)?額?(?:[(（][A-ZＡ-Ｚ][)）])?"
)
"""A column of amounts that is headed by its year in place of 本年度 and 前年度."""
IN_HEADING = re.compile(
    r".{0,12}財源.{0,4}|区分|国[県道府都]?支出金|[県道府都]支出金|地方債|その他|事項|起債の目的|期間"
)
"""What else stands in the heading of such a table and nowhere in its body."""
PARTED = re.compile(r"区分|名称|節")
SECTION_PARENT = re.compile(r"節")
PARENTED = re.compile(r"(?P<over>節|.{0,8}財源内訳)(?P<own>[^\s]{2,6})")
FUNDING_PARENT = re.compile(r"財源")
FUNDING_LIST = re.compile(r"(?:本年度(?:予算額)?の?)?財源の?内訳")
"""A single column that lists who pays, name by name."""
EARMARKED = re.compile(r"特(?:定)?財(?:源)?")
FUNDING_WHOLE = re.compile(r"(?:小|合)?計|特定財源計")
_FUNDING_FORMS: tuple[tuple[FundingSource, str], ...] = (
    (
        "national_prefectural",
        r"国庫?(?:支出金)?(?:及び|[・,、])?(?:都道府)?[県道府都](?:費|支出金)?(?:等)?",
    ),
    ("national", r"国(?:庫|費)?(?:支出金|補助金?|負担金|委託金)?(?:等)?"),
    ("prefectural", r"(?:都道府県|[都道府県])(?:費|支出金|補助金?|負担金|委託金)?(?:等)?"),
    ("municipal", r"市町村(?:支出金|負担金)|分担金(?:及び)?負担金"),
    ("bonds", r"(?:地方|企業|特別区|[都道府県市町村区])債|起債"),
    ("general", r"一般(?:財源|会計繰入金)?(?:等|額)?|一財"),
    (
        "other",
        r"その他(?:特定財源|特財)?|使用料(?:及び)?手数料|諸収入|繰入金|財産収入|寄[附付]金|[^\s]{2,8}(?:金|料|収入)",
    ),
)
FUNDING = tuple((source, re.compile(form)) for source, form in _FUNDING_FORMS)
UNIT = re.compile(r"[(（]?(?:単位)?[:：]?(?P<unit>(?:百万|千)?円)[)）]?")
FIGURE = re.compile(r"(?P<sign>[△▲▼−‐-]?)\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:千?円)?")
BASIS = re.compile(
    r"[^\d\n]*+\d[^×÷*/%％@＠\n]*+[×÷*/%％@＠].*|[^×÷@＠\n]*+[×÷@＠][^\d\n]*+\d.*|[\d,]+[^\d\s]{1,3}"
)
"""How an amount is reckoned, between its name and itself: 3,324×10/10, 35人."""
TOTAL = re.compile(r"計|合計|小計|総計|[^\d]{0,12}(?:合計|総計|計)")

GRAND = re.compile(r"(?:歳[入出]|収入|支出)?(?:合計|総計|総額)|歳[入出]計")
"""Totals of all 款."""

NUMBERED = re.compile(
    r"(?:第\s*)?(?P<number>\d{1,4})\s*(?P<unit>[款項目節])?\s*[.．、:：]?\s*(?=\D)(?P<name>.*)",
    re.DOTALL,
)
"""A label's number and name: `1. 市 税`, `10 需用費`, `第1項 市民税`."""

HEADING = re.compile(
    r"(?:第\s*+)?(?P<number>\d{1,3})\s*+(?P<level>[款項目])|"
    r"(?:[(（\[【〔]\s*+|(?<!\s)\s++)?(?P<level_before>[款項目])\s*+[)）\]】〕]?\s*+[:：]?\s*+(?:第\s*+)?(?P<number_after>\d{1,3})\s*+[.．、:：]?"
)
"""What opens a 款, 項 or 目 in a heading over a table, whichever way round it is printed."""
UNIT_TAIL = re.compile(r"(?:(?<!\s)\s++)?(?:[(（]\s*+)?単\s*+位.*", re.DOTALL)
HEADING_LEVELS: dict[str, Level] = {"款": "title", "項": "item", "目": "subitem"}
HEADING_AMOUNT = re.compile(
    r"(?P<figure>(?:[△▲]\s*+|(?<!\s)\s++)?(?<!\d)(?<!\d,)\d[\d,]{0,40}+)\s*+(?P<unit>千円|円)?\s*+$"
)

DIRECTED = re.compile(
    r"(?:予算|明細書|説明書|内訳書|予算書)[(（〔【]?(?P<word>歳入|歳出)(?:の部)?[)）〕】]?"
)
"""A title that ends with the side of the budget: 歳入歳出予算事項別明細書 歳出."""
DIRECTION = re.compile(
    r"[(（〔【]?(?:第?[\d一二三ⅠⅡⅢ]+[.．、]?)?(?P<word>歳入|歳出|収入|支出)(?:の部)?[)）〕】]?"
)
CAPITAL = re.compile(
    r"[(（〔【]?(?:第?[\d一二三]+[.．、]?)?(?P<word>(?:収益|資本)的(?:収入|支出)(?:及び(?:支出|収入))?)[)）〕】]?"
)
ACCOUNT = re.compile(
    r"(?:(?:令和|平成|昭和)(?:\d+|元)年度)?(?P<name>[^\d。、,]{0,30}?(?:一般会計|特別会計|(?:事業|公営企業)会計))"
    r"(?:(?:歳入歳出)?(?:補正)?予算(?:[(（]第\d+号[)）])?"
    r"(?:書|に関する説明書|事項別明細書|説明書|実施計画)?)?"
)
TITLED = re.compile(
    r"(?:(?:令和|平成|昭和)(?:\d+|元)年度)?(?P<name>[^\d。、,]{2,30}?会計)(?:歳入歳出)?(?:補正)?予算(?:[(（]第\d+号[)）])?"
)
"""The title of an account whose own name says no more than 会計."""
SIGNS = re.compile(r"^[○◯●◎◆◇■□★☆▼▽※*]+")
"""Signs before a name: of a 目 that is given up, or of a project."""
OPENS = re.compile(r"[○◯●◎◆◇■□★☆▼▽※*・•◦▪▶►]")
"""Signs with which a line begins that is the first one of a name."""
CODE = re.compile(r"[(（]?\d{1,10}[)）]?(?:[-－]\d{1,4})*[.．、]?")
"""A project's number before its name in an explanation."""
CODE_AND_NAME = re.compile(
    r"0\d{1,5}(?=[^\W\d])|[(（]\d{1,3}[)）](?=[^\W\d]|[「『]|\d{1,2}(?:~\d{1,2})?+[^\W\d])"
)
"""A number close to its name, in brackets or as OCR reads it; no count begins with 0."""
DEPARTMENT = re.compile(
    r"[(（\[【〔<〈](?P<name>[^\d\s()（）]{1,14}(?:課|室|局|センター|委員会|署))[)）\]】〕>〉]$"
)
BRACKETED = re.compile(r"[(（\[【〔<〈](?P<name>[^\d\s()（）【】]{2,20})[)）\]】〕>〉]$")
OFFICE = re.compile(r".+(?:課|部|局|室|署|所|センター|委員会|本部|支所|館|係|事務局)")
SAME_YEAR = re.compile(r"補正前|既決|既定")
"""Headings of prior amounts that are of the document's own year."""
PART = re.compile(r"第\d+表.{0,20}|[(（]?(?:\d+[.．、)）]?)?総括(?:表)?")
"""Titles of the parts of a book."""
