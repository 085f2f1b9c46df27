"""Years as budgets, plans and minutes write them, and what only looks like one."""

from typing import NamedTuple

import pytest

from pipeline.recognise import find_years


class Found(NamedTuple):
    """What a test expects of a mention; the rest of a FiscalYear has its default."""

    year: int
    basis: str = "fiscal"
    phase: str | None = None
    end_year: int | None = None
    start: str | None = None
    end: str | None = None
    open_end: bool = False
    about: bool = False


def _found(text: str, *, year: int | None = None, era: str | None = None) -> list[Found]:
    return [
        Found(
            value.year,
            value.basis,
            value.phase,
            value.end_year,
            value.start,
            value.end,
            value.open_end,
            value.about,
        )
        for value in (mention.value for mention in find_years(text, year=year, era=era))
    ]


CAL = "calendar"

SINGLE: tuple[tuple[str, Found], ...] = (
    ("令和2年度", Found(2020)),
    ("令和 ２ 年 度", Found(2020)),
    ("令和元年度", Found(2019)),
    ("平成三十年度", Found(2018)),
    ("昭和六十三年度", Found(1988)),
    ("昭和53年度", Found(1978)),
    ("大正12年", Found(1923, CAL)),
    ("明治二年", Found(1869, CAL)),
    ("平成32年度目標", Found(2020)),
    ("令和\n４年度", Found(2022)),
    ("令和２\n年度", Found(2020)),
    ("令和３年\n度", Found(2021)),
    ("２０５０\n年度", Found(2050)),
    ("２０５０年", Found(2050, CAL)),
    ("２０５ ０\n年度までに", Found(2050)),
    ("地 域 福 祉 に つ い て は 、 令 和 ４ 年 度 の", Found(2022)),
    ("二〇三〇年", Found(2030, CAL)),
    ("2021年度", Found(2021)),
    ("FY2020", Found(2020)),
    ("(R2)", Found(2020)),
    ("Ｒ３", Found(2021)),
    ("H27", Found(2015)),
    ("H.27", Found(2015)),
    ("H 27 開始", Found(2015)),
    ("R元", Found(2019)),
    ("S63年度", Found(1988)),
    ("(S63)", Found(1988)),
    ("㍻30年度", Found(2018)),
    ("㋿２年度", Found(2020)),
    ("㍼64年1月", Found(1988, start="1989-01")),
    ("令和2年", Found(2020, CAL)),
    ("平成30年に過去最高", Found(2018, CAL)),
    ("平成31年度（令和元年度）", Found(2019)),
    ("令和元年度(平成31年度)", Found(2019)),
    ("平成31（令和元）年度", Found(2019)),
    ("平成31年度・令和元年度", Found(2019)),
    ("2021(令和3)年度", Found(2021)),
    ("2021年（令和3年）", Found(2021, CAL)),
    ("令和3年(2021年)", Found(2021, CAL)),
    ("令和3（2021）年度", Found(2021)),
    ("R3(2021)年5月頃", Found(2021, start="2021-05", about=True)),
    ("平成25年３月", Found(2012, start="2013-03")),
    ("平成二十五年三月", Found(2012, start="2013-03")),
    ("令和4年4月1日", Found(2022, start="2022-04-01")),
    ("令和4年3月31日", Found(2021, start="2022-03-31")),
    ("令和四年四月一日", Found(2022, start="2022-04-01")),
    ("2022年4月1日", Found(2022, start="2022-04-01")),
    ("2022/4/1", Found(2022, start="2022-04-01")),
    ("2022.4.1現在", Found(2022, start="2022-04-01")),
    ("2022-04-01", Found(2022, start="2022-04-01")),
    ("R4.4.1", Found(2022, start="2022-04-01")),
    ("H30.5", Found(2018, start="2018-05")),
    ("H25.３月策定", Found(2012, start="2013-03")),
    ("令和4年2月30日", Found(2021, start="2022-02")),
    ("令和3年度末", Found(2021)),
    ("令和3年中", Found(2021, CAL)),
    ("令和4年9月補正", Found(2022, phase="supplementary", start="2022-09")),
    ("約2030年頃", Found(2030, CAL, about=True)),
    ("令和7年度頃", Found(2025, about=True)),
    ("令和元年度以降", Found(2019, open_end=True)),
    ("R4～", Found(2022, open_end=True)),
    ("モデル構築(R4～)", Found(2022, open_end=True)),
    ("R1.1～", Found(2018, start="2019-01", open_end=True)),
    ("令和4年度～", Found(2022, open_end=True)),
    ("2030 北海道：479.2万人", Found(2030, CAL)),
)

PHASES: tuple[tuple[str, Found], ...] = (
    ("令和3年度当初予算額", Found(2021, phase="initial")),
    ("令和３年度一般会計当初予算", Found(2021, phase="initial")),
    ("令和3年度肉付け予算", Found(2021, phase="initial")),
    ("令和2年度補正予算", Found(2020, phase="supplementary")),
    ("令和2年度第3号補正", Found(2020, phase="supplementary")),
    ("令和２年度９月補正予算", Found(2020, phase="supplementary")),
    ("令和2年度第三次補正", Found(2020, phase="supplementary")),
    ("令和2年度最終補正", Found(2020, phase="supplementary")),
    ("令和3年度前倒し分", Found(2021, phase="supplementary")),
    ("R元補正", Found(2019, phase="supplementary")),
    ("R2当初", Found(2020, phase="initial")),
    ("令和元年度決算", Found(2019, phase="settlement")),
    ("令和元年度一般会計歳入歳出決算", Found(2019, phase="settlement")),
    ("令和元年度決算見込額", Found(2019, phase="settlement")),
    ("令和5年度概算要求", Found(2023, phase="request")),
    ("令和5年度要求額", Found(2023, phase="request")),
    ("令和4年度見込み", Found(2022, phase="request")),
    ("令和4年度予算額", Found(2022)),
)

RANGES: tuple[tuple[str, Found], ...] = (
    ("H27～R1", Found(2015, end_year=2019)),
    ("H30-R2", Found(2018, end_year=2020)),
    ("R2～6年度", Found(2020, end_year=2024)),
    ("Ｒ２～Ｒ６年度", Found(2020, end_year=2024)),
    ("令和元～３年度", Found(2019, end_year=2021)),
    ("平成27～31年度", Found(2015, end_year=2019)),
    ("平成30～令和2年度", Found(2018, end_year=2020)),
    ("平成30～2年度", Found(2018, end_year=2020)),
    ("令和4年度～令和8年度", Found(2022, end_year=2026)),
    ("令和４年度から令和８年度まで", Found(2022, end_year=2026)),
    ("令和2年度から6年度まで", Found(2020, end_year=2024)),
    ("令和2年度から6年度", Found(2020, end_year=2024)),
    ("平成25年度から５年程度", Found(2013, end_year=2017, about=True)),
    ("平成２５年度から２年間", Found(2013, end_year=2014)),
    ("令和４年度から５カ年で", Found(2022, end_year=2026)),
    ("令和４年度から５か年計画", Found(2022, end_year=2026)),
    ("平成27年度から10年間", Found(2015, end_year=2024)),
    ("2020～2024年度", Found(2020, end_year=2024)),
    ("2020年度～2024年度", Found(2020, end_year=2024)),
    ("2020～24年度", Found(2020, end_year=2024)),
    ("2015年から2020年まで", Found(2015, CAL, end_year=2020)),
    ("平成20年～平成30年", Found(2008, CAL, end_year=2018)),
    ("令和3年4月～令和4年3月", Found(2021, end_year=2021, start="2021-04", end="2022-03")),
    ("Ｒ３年５月～Ｒ４年２月", Found(2021, end_year=2021, start="2021-05", end="2022-02")),
    ("令和3年4月～9月", Found(2021, end_year=2021, start="2021-04", end="2021-09")),
    (
        "令和3年4月1日から令和4年3月31日まで",
        Found(2021, end_year=2021, start="2021-04-01", end="2022-03-31"),
    ),
    ("R3.4～R4.3", Found(2021, end_year=2021, start="2021-04", end="2022-03")),
    ("債務負担行為（令和5年度～令和9年度）", Found(2023, end_year=2027)),
    ("平成二十五年度から平成二十九年度", Found(2013, end_year=2017)),
    ("H29～31年度", Found(2017, end_year=2019)),
)

LISTS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("令和２・３年度", (2020, 2021)),
    ("令和2、3年度", (2020, 2021)),
    ("平成29・30年度", (2017, 2018)),
    ("平成29・30・31年度", (2017, 2018, 2019)),
    ("平成29年度及び平成30年度", (2017, 2018)),
    ("令和元年度及び２年度", (2019, 2020)),
    ("令和2年度[令和元年度]", (2020, 2019)),
    ("R2当初及びR元補正の合計", (2020, 2019)),
    ("H27\tH28\tH29\t\tH30", (2015, 2016, 2017, 2018)),
    ("令和３年度と令和４年度", (2021, 2022)),
    ("令和4年度（令和3年度）", (2022, 2021)),
)

LEANING: tuple[tuple[str, int, Found], ...] = (
    ("前年度から継続", 2015, Found(2014)),
    ("翌年度", 2021, Found(2022)),
    ("本年度", 2015, Found(2015)),
    ("今年度", 2022, Found(2022)),
    ("昨年度", 2022, Found(2021)),
    ("一昨年度", 2022, Found(2020)),
    ("前々年度", 2022, Found(2020)),
    ("来年度", 2022, Found(2023)),
    ("次年度", 2022, Found(2023)),
    ("翌々年度", 2022, Found(2024)),
    ("再来年度", 2022, Found(2024)),
    ("当該年度", 2022, Found(2022)),
    ("本年4月からの", 2020, Found(2020, start="2020-04")),
    ("今年3月", 2022, Found(2021, start="2022-03")),
    ("昨年５月", 2022, Found(2021, start="2021-05")),
    ("昨年スタート", 2020, Found(2019, CAL)),
    ("来年", 2022, Found(2023, CAL)),
    ("2年度", 2020, Found(2020)),
    ("元年度", 2020, Found(2019)),
    ("30年度", 2020, Found(2018)),
    ("25年度", 2015, Found(2013)),
    ("3年4月1日", 2021, Found(2021, start="2021-04-01")),
    ("28年度決算", 2017, Found(2016, phase="settlement")),
)

NO_YEARS = (
    "5年程度",
    "10年間",
    "3か年緊急対策",
    "12年連続",
    "約４年が経過",
    "2月12日時点",
    "6～7月頃",
    "東京2020オリンピック",
    "ワールドサミット2021",
    "2,020,000",
    "2020",
    "2020人",
    "12.2020",
    "年度末",
    "会計年度任用職員",
    "単年度",
    "初年度",
    "毎年度",
    "第3年度",
    "CO2",
    "H2O",
    "H5N1型",
    "H3ロケット",
    "PR3",
    "R&D",
    "M7.3の地震",
    "M8",
    "昭和町",
    "平成3丁目",
    "明治大学",
    "令和の時代",
    "大正区",
    "1990年代",
    "90年代",
    "S造",
    "3年度間",
    "前年より上昇",
    "前年比3%",
    "2021.4",
    "令和0年",
    "昭和99年",
)


@pytest.mark.parametrize(("text", "expected"), [*SINGLE, *PHASES, *RANGES])
def test_years(text: str, expected: Found) -> None:
    assert _found(text) == [expected]


@pytest.mark.parametrize(("text", "years"), LISTS)
def test_lists(text: str, years: tuple[int, ...]) -> None:
    assert tuple(found.year for found in _found(text)) == years


@pytest.mark.parametrize(("text", "year", "expected"), LEANING)
def test_years_that_lean_on_the_document(text: str, year: int, expected: Found) -> None:
    assert _found(text, year=year) == [expected]


@pytest.mark.parametrize("text", [text for text, _, _ in LEANING])
def test_years_that_lean_on_nothing_are_left_out(text: str) -> None:
    assert _found(text) == []


def test_an_era_from_a_heading() -> None:
    assert _found("2年度", era="令和") == [Found(2020)]
    assert _found("30年度", era="平成") == [Found(2018)]


@pytest.mark.parametrize("text", NO_YEARS)
def test_no_year(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("モデル構築(R4～)", "R4～"),
        ("R3(2021)年5月頃", "R3(2021)年5月"),
        ("平成25年度から５年程度", "平成25年度から５年"),
        ("R元補正", "R元"),
        ("㋿２年４月１日付け", "㋿２年４月１日"),
        ("約2030年頃", "2030年"),
        ("平成31年度（令和元年度）当初予算", "平成31年度（令和元年度）"),
        ("令和3年度末の進捗", "令和3年度"),
        ("（令和4年度～令和8年度）", "令和4年度～令和8年度"),
    ],
)
def test_spans_name_the_printed_characters(text: str, span: str) -> None:
    (mention,) = find_years(text)
    assert mention.text == text[mention.start : mention.end] == span == mention.value.text
