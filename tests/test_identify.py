from array import array

import pytest

from models.page import Line, PageLayout, TextBlock
from pipeline.identify import Given, identify


def layout(*lines: tuple[str, float], page: int = 1) -> PageLayout:
    blocks = []
    for at, (text, size) in enumerate(lines):
        boxes = array("d", [10.0, 20.0 * at, 90.0, 20.0 * at + size] * len(text))
        made = Line(page, text, text, range(len(text)), boxes, size=size)
        blocks.append(TextBlock(page, (made,)))
    return PageLayout(page, 595.0, 842.0, tuple(blocks))


BOOK = layout(
    ("令 和 ６ 年 度", 20.0),
    ("一般会計予算書", 30.0),
    ("富 士 市", 20.0),
    ("予算に関する説明書を含む", 10.0),
)


def test_a_cover_says_it_all() -> None:
    identity, evidence = identify([BOOK], file_name="r6-budget.pdf", given=Given())
    assert identity.issuer == "富士市"
    assert identity.title == "一般会計予算書"
    assert identity.fiscal_year is not None
    assert identity.fiscal_year.year == 2024
    assert identity.kind == "budget_book"
    assert {each.field for each in evidence} == {"title", "issuer", "kind", "fiscal_year"}
    (year,) = [each for each in evidence if each.field == "fiscal_year"]
    assert year.page == 1


def test_what_is_given_wins() -> None:
    given = Given(issuer="静岡県", fiscal_year=2020, title="予算", kind="newsletter")
    identity, evidence = identify([BOOK], file_name="a.pdf", given=given)
    assert (identity.issuer, identity.title, identity.kind) == ("静岡県", "予算", "newsletter")
    assert identity.fiscal_year is not None
    assert identity.fiscal_year.year == 2020
    assert {each.text for each in evidence} == {"given"}


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["南国市一般会計当初予算(案)の概要", "市税収入は5,860千円"], "南国市"),
        (["音威子府村 総合戦略", "村民の皆様"], "音威子府村"),
        (["つくば市予算の概要", "市民の皆様"], "つくば市"),
        (["令和7年度さいたま市一般会計予算書", "市税"], "さいたま市"),
        (["令和4年度南国市当初予算市税見積書", "市税"], "南国市"),
        (["令和4年度当初予算市税見積書", "市税"], None),
        (["にかほ市当初予算の概要", "市民の皆様"], "にかほ市"),
        (
            [
                "本道の強み",
                "北海道だからこそ",
                "道民の安心",
                "北海道の価値",
                "北海道価値の磨き上げ",
            ],
            "北海道",
        ),
        (["高知県予算の概要", "県民の安全", "県内の市町村"], "高知県"),
        (["補助金等一覧表", "東原市総務部財政課", "市民の皆様"], "東原市"),
        (["予算案のポイント", "令和8年2月13日 若松町財務課", "町税"], "若松町"),
        (["令和7年度 みさき広域消防組合 予算の概要", "みさき市 分担金"], "みさき広域消防組合"),
        (["令和7年度峡北広域行政事務組合一般会計予算", "はるか市"], "峡北広域行政事務組合"),
        (["令和7年度南国市一般会計予算", "香南広域消防組合負担金", "市税"], "南国市"),
        (["主要事業の一覧", "中心市街地の整備", "市町村との連携"], None),
        (["開催された村議会において", "魅力ある村づくり"], None),
    ],
)
def test_issuers(lines: list[str], issuer: str | None) -> None:
    pages = [layout(*((text, 12.0) for text in lines))]
    assert identify(pages, file_name="a.pdf", given=Given())[0].issuer == issuer


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        (["R4年度当初予算に計上した主な事業", "R3年度当初予算額", "R4年度当初予算額"], 2022),
        (["～令和2年度重点政策～", "令和元年度の取組", "令和7年度までに"], 2020),
        (["繰越明許", "令和5年度から", "令和6年度まで"], None),
        (["新しい取組"], None),
        # What stands in brackets beside an amount is of another year, also over the end of a line.
        (["令和4年度当初予算", *["除雪対策(41,868)(令和3年度当初:", "35,216)"] * 9], 2022),
        (["令和4年度 主な取組", "[ ]内は令和3年度当初予算額", "( )書きは令和3年度予算額"], 2022),
    ],
)
def test_fiscal_years(lines: list[str], year: int | None) -> None:
    pages = [layout(*((text, 12.0) for text in lines))]
    found = identify(pages, file_name="a.pdf", given=Given())[0].fiscal_year
    assert (found.year if found else None) == year


def test_a_review_is_of_the_last_year_it_has_results_of() -> None:
    lines = ["重点戦略 推進状況", "H27", "H28", "H29", "H30", "(R1)", "(R1)", "(R1)"]
    identity, _ = identify(
        [layout(*((text, 12.0) for text in lines))], file_name="a.pdf", given=Given()
    )
    assert identity.kind == "kpi_review"
    assert identity.fiscal_year is not None
    assert identity.fiscal_year.year == 2018


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("南国市手数料条例", "regulation"),
        ("審議会委員名簿", "name_list"),
        ("議案の議決結果一覧", "voting_record"),
        ("第3回審議会会議録", "minutes"),
        ("令和4年度施政方針", "speech"),
        ("令和4年度主要事業の概要", "priority_projects"),
        ("令和4年度当初予算の概要", "budget_summary"),
        ("令和4年度一般会計予算書", "budget_book"),
        ("総合計画 進捗状況", "kpi_review"),
    ],
)
def test_kinds(title: str, kind: str) -> None:
    assert identify([layout((title, 20.0))], file_name="a.pdf", given=Given())[0].kind == kind


def test_an_empty_document_is_called_after_its_file() -> None:
    identity, evidence = identify([], file_name="施政方針.pdf", given=Given())
    assert identity.title == "施政方針"
    assert identity.issuer is None
    assert identity.fiscal_year is None
    assert evidence[0].text == "file name: 施政方針"


@pytest.mark.parametrize(
    ("lines", "issuer"),
    [
        (["会議録", "場所　市役所3階301会議室", "市民の意見"], None),
        (["7款 商工費", "功績者市長顕彰", "市税"], None),
        (["第2期架空市まち・ひと・しごと創生総合戦略", "架空市の人口", "市民の皆様"], "架空市"),
    ],
)
def test_words_beside_a_government_are_no_name(lines: list[str], issuer: str | None) -> None:
    page = layout(*((line, 12.0) for line in lines))
    assert identify([page], file_name="a.pdf", given=Given())[0].issuer == issuer


@pytest.mark.parametrize(
    ("title", "phase"),
    [
        ("令和6年度 架空市一般会計補正予算(第3号)の概要", "supplementary"),
        ("令和6年度 当初予算案の主要事業", "initial"),
        ("令和6年度 主要事業", None),
    ],
)
def test_a_title_names_the_budget_it_speaks_of(title: str, phase: str | None) -> None:
    identity, _ = identify([layout((title, 20.0))], file_name="a.pdf", given=Given())
    assert identity.fiscal_year is not None
    assert (identity.fiscal_year.year, identity.fiscal_year.phase) == (2024, phase)


def test_years_of_targets_are_not_the_documents() -> None:
    page = layout(("総合戦略", 20.0), ("基準値(令和5年度)", 9.0), ("目標値(令和10年度)", 9.0))
    assert identify([page], file_name="a.pdf", given=Given())[0].fiscal_year is None


def test_a_plan_is_of_the_year_in_which_it_begins() -> None:
    plan = layout(
        ("架空市総合計画 実施計画(令和7年度~令和9年度)", 20.0),
        ("令和7年度", 9.0),
        ("令和8年度", 9.0),
        ("令和9年度", 9.0),
    )
    identity, _ = identify([plan], file_name="plan.pdf", given=Given())
    assert identity.fiscal_year is not None
    assert identity.fiscal_year.year == 2025


@pytest.mark.parametrize(
    ("lines", "given", "issuer"),
    [
        (["梼原町", "予算書"], None, "檮原町"),
        (["予算書"], "南国", "南国市"),
        (["予算書"], "392049", "南国市"),
        (["予算書"], "高知県南国市", "南国市"),
        (["広島県", "府中市", "府中市役所"], None, "広島県府中市"),
        (["府中市", "予算書"], None, "府中市"),
        (["予算書"], "架空市", "架空市"),
    ],
)
def test_a_government_is_named_as_the_official_list_writes_it(
    lines: list[str], given: str | None, issuer: str
) -> None:
    page = layout(*((line, 20.0) for line in lines))
    told = Given(issuer=given)
    assert identify([page], file_name="a.pdf", given=told)[0].issuer == issuer


MINISTRY = [
    ("地方創生の取組事例集", 20.0),
    ("令和7年3月", 12.0),
    ("内閣府", 14.0),
    ("相模原市では、市民と協働して空き家の活用を進めている。", 9.0),
    ("相模原市の取組は、市内の事業者との連携により広がった。", 9.0),
    ("相模原市と同様に、市民の参加を得た例が各地の市にある。", 9.0),
]


def test_whoever_a_paper_speaks_of_is_not_its_issuer() -> None:
    identity, evidence = identify([layout(*MINISTRY)], file_name="a.pdf", given=Given())
    assert identity.issuer == "内閣府"
    assert [each.text for each in evidence if each.field == "issuer"] == ["内閣府"]
    unsigned = layout(*(line for line in MINISTRY if line[0] != "内閣府"))
    assert identify([unsigned], file_name="a.pdf", given=Given())[0].issuer is None


@pytest.mark.parametrize(
    "words",
    ["当該雇用区分に応じて", "事業区分ごとの額", "当該区の定める額", "対象市町村", "指定管理区"],
)
def test_words_that_end_like_a_name_are_none(words: str) -> None:
    pages = [layout(("助成金のご案内", 20.0), (words, 14.0), (f"{words}、支給する。", 9.0))]
    assert identify(pages, file_name="a.pdf", given=Given())[0].issuer is None


def test_a_signature_names_the_issuer_and_a_plan_before_a_name_does_not() -> None:
    pages = [
        layout(("助成金のご案内", 20.0), ("第六次富士市総合計画に基づく", 9.0), ("富士市長", 9.0))
    ]
    assert identify(pages, file_name="a.pdf", given=Given())[0].issuer == "富士市"


def test_a_speech_names_its_own_city_in_sentences() -> None:
    spoken = [
        "本市の財政は厳しく、架空市議会の皆様",
        "架空市の未来のため、本市は",
        "架空市におきましては",
    ]
    pages = [layout(("施政方針", 20.0), *((f"{line}進めます。", 10.0) for line in spoken))]
    assert identify(pages, file_name="a.pdf", given=Given())[0].issuer == "架空市"


POPULATION = [
    ("人口ビジョン", 20.0),
    ("平成27年10月", 12.0),
    ("昭和22年度の出生数は268万人であり、昭和24年度まで続いた。", 9.0),
    ("1947年度から1949年度の出生数", 9.0),
    ("1947年度の人口は、7,810万人である。", 9.0),
]


def test_a_year_that_a_plan_speaks_of_is_not_its_own() -> None:
    found = identify([layout(*POPULATION)], file_name="a.pdf", given=Given())[0].fiscal_year
    assert found is not None
    assert found.year == 2015
    undated = layout(*(line for line in POPULATION if line[0] != "平成27年10月"))
    assert identify([undated], file_name="a.pdf", given=Given())[0].fiscal_year is None


def test_a_speech_is_of_the_year_of_the_budget_that_it_tells() -> None:
    pages = [
        layout(
            ("施政方針", 20.0),
            ("令和4年度一般会計予算につきましては、増額といたしました。", 10.0),
            ("平成28年度には、計画を策定いたしました。", 10.0),
        )
    ]
    found = identify(pages, file_name="a.pdf", given=Given())[0].fiscal_year
    assert found is not None
    assert found.year == 2022


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("machi-r8-p021.txt", 2026),
        ("gyouseihoukokur7.pdf", 2025),
        ("h30.pdf", 2018),
        ("a.pdf", None),
    ],
)
def test_a_file_may_be_named_after_its_year(name: str, year: int | None) -> None:
    pages = [layout(("事項別明細書", 20.0), ("議会費", 9.0))]
    found = identify(pages, file_name=name, given=Given())[0].fiscal_year
    assert (found.year if found else None) == year


def test_a_newsletter_is_called_by_its_masthead_and_dated_by_its_issue() -> None:
    cover = layout(
        ("卒業制作 発表会ほか", 35.0), ("2023 2", 28.0), ("広報", 33.0), ("おとなり", 33.0)
    )
    identity = identify([cover], file_name="a.pdf", given=Given())[0]
    assert (identity.title, identity.kind) == ("広報おとなり", "newsletter")
    assert identity.fiscal_year is not None
    assert identity.fiscal_year.year == 2022


def test_letters_that_a_cover_sets_far_apart_are_a_title() -> None:
    blocks = []
    for at, letter in enumerate("架空市予算書"):
        x = 100.0 + 60 * at
        made = Line(1, letter, letter, range(1), array("d", [x, 300, x + 28, 328]), size=28.0)
        blocks.append(TextBlock(1, (made,)))
    scrap = Line(1, "緑と緑", "緑と緑", range(3), array("d", [100, 80, 130, 90] * 3), size=9.0)
    page = PageLayout(1, 595.0, 842.0, (TextBlock(1, (scrap,)), *blocks))
    identity = identify([page], file_name="a.pdf", given=Given())[0]
    assert (identity.title, identity.issuer, identity.kind) == (
        "架空市予算書",
        "架空市",
        "budget_book",
    )


@pytest.mark.parametrize(
    ("title", "file_name", "other"),
    [
        ("令和8年度当初予算の概要", "kakuu-r7-gaiyo.pdf", 2025),
        ("令和6年度当初予算の概要", "kakuu-r7-gaiyo.pdf", 2025),
        ("令和7年度当初予算の概要", "kakuu-r7-gaiyo.pdf", None),
        ("令和8年度当初予算の概要", "r7-r8.pdf", None),
        ("令和8年度当初予算の概要", "gaiyo.pdf", None),
        # Quite another year: the paper speaks of it, or the name does.
        ("令和8年度当初予算の概要", "r4-gaiyo.pdf", None),
        # A settlement comes out in the next year, and never before its own.
        ("令和6年度決算の概要", "r7-kessan.pdf", None),
        ("令和8年度決算の概要", "r7-kessan.pdf", 2025),
        ("令和6年度一般会計補正予算の概要", "r7-hosei.pdf", None),
    ],
)
def test_a_file_may_be_named_after_another_year(
    title: str, file_name: str, other: int | None
) -> None:
    given = Given()
    assert (
        identify([layout((title, 20.0))], file_name=file_name, given=given)[0].other_year == other
    )
    settled = Given(fiscal_year=2026)
    assert (
        identify([layout((title, 20.0))], file_name=file_name, given=settled)[0].other_year is None
    )
