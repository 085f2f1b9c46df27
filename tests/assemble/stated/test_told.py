from dataclasses import replace

from models import BudgetItem, BudgetStatementLine, BudgetTotal, Fact, FiscalYear, Money, Record
from pipeline.assemble.family import About
from pipeline.assemble.stated.told import told
from tests.assemble.grids import ABOUT, text

SUPPLEMENT = replace(ABOUT, fiscal_year=FiscalYear(year=2021, phase="supplementary"))


def _read(*blocks: object, about: About = ABOUT) -> list[Record]:
    return told(blocks, about).records  # type: ignore[arg-type]


def test_a_head_of_the_budget_is_a_line_with_its_direction_and_sign() -> None:
    records = _read(
        text("歳入では、繰入金で1億2,000万円、諸収入で3,000万円をそれぞれ減額しています。"),
        about=SUPPLEMENT,
    )
    found = [
        (line.name, line.direction, line.amount.yen, line.fiscal_year.year)
        for line in records
        if isinstance(line, BudgetStatementLine) and line.amount and line.fiscal_year
    ]
    assert found == [
        ("繰入金", "revenue", -120_000_000, 2021),
        ("諸収入", "revenue", -30_000_000, 2021),
    ]


def test_outside_a_supplement_what_is_added_is_a_change() -> None:
    (line,) = _read(text("市税収入は、令和2年度との比較では7,000万円の減収となります。"))
    assert isinstance(line, BudgetStatementLine)
    assert line.amount is None
    assert line.change is not None
    assert line.change.yen == -70_000_000
    assert line.prior_fiscal_year is not None
    assert line.prior_fiscal_year.year == 2020


def test_an_account_is_a_total_with_its_change() -> None:
    (total,) = _read(text("一般会計予算につきましては、前年度比4億円、2.5%減の156億円としました。"))
    assert isinstance(total, BudgetTotal)
    assert total.amount is not None
    assert total.change is not None
    assert (total.amount.yen, total.change.yen) == (15_600_000_000, -400_000_000)
    assert total.change_percent == -2.5


def test_a_project_is_an_item_with_its_account_bill_and_sentence() -> None:
    (item,) = _read(
        text(
            "議案第12号、一般会計補正予算について説明します。",
            "まず、一般会計では、街路灯整備事業に2,500万円を計上いたしました。",
            section=("提案理由",),
        ),
        about=SUPPLEMENT,
    )
    assert isinstance(item, BudgetItem)
    assert item.amount is not None
    assert (item.name, item.amount.yen, item.account) == ("街路灯整備事業", 25_000_000, "一般会計")
    assert item.section == ("提案理由", "議案第12号")
    assert item.description == "まず、一般会計では、街路灯整備事業に2,500万円を計上いたしました。"
    assert item.sources["name"].text.replace("\n", "") == item.description


def test_a_price_before_and_after_is_two_facts_that_say_which() -> None:
    records = _read(text("処理券の価格につきましては、大袋450円を300円に値下げいたします。"))
    facts = [
        (f.label, f.value.yen, f.scope)
        for f in records
        if isinstance(f, Fact) and isinstance(f.value, Money)
    ]
    assert facts == [
        ("大袋 変更前", 450, "処理券の価格"),
        ("大袋", 300, "処理券の価格"),
    ]


def test_years_of_reasons_and_comparisons_are_not_the_amounts() -> None:
    records = _read(
        text("令和3年度決算において、歳出総額は90億円となりました。"),
        text(
            "令和2年度における臨時の給付として、支出があったことから、民生費で7億円の減となりました。"
        ),
        text("翌年度への繰り越しは2億円です。", section=("令和3年度 決算",)),
    )
    years = [
        record.fiscal_years[0].year if isinstance(record, BudgetTotal) else record.fiscal_year.year
        for record in records
        if isinstance(record, BudgetTotal)
        or (isinstance(record, BudgetStatementLine) and record.fiscal_year)
    ]
    assert years == [2021, 2021]
    assert isinstance(records[-1], Fact)
    assert records[-1].fiscal_year is not None
    assert records[-1].fiscal_year.year == 2021


def test_a_newsletters_own_year_is_no_amounts() -> None:
    about = replace(ABOUT, kind="newsletter")
    (line,) = _read(text("民生費は7億円となりました。"), about=about)
    assert isinstance(line, BudgetStatementLine)
    assert line.fiscal_year is None


def test_what_is_no_sentence_is_left_to_others() -> None:
    blocks = [text("市税 58.6億円"), text("会場のご案内はこちらです", "電話 012-345-6789")]
    taken = told(blocks, ABOUT)
    assert (taken.records, taken.rest) == ([], blocks)


def test_headings_within_a_block_head_what_follows_them() -> None:
    records = _read(
        text(
            "■一般会計",
            "令和5年度の決算額は、歳入が72億5,000万円となりました。",
            "《歳出》",
            "災害復旧工事等の減少により災害復旧費が1億1,500万円減少しています。",
        )
    )
    assert [record.section[-1:] for record in records] == [("一般会計",), ("歳出",)]
    assert not any("■" in getattr(record, "name", "") for record in records)


def test_a_year_of_unknown_era_leaves_the_amount_undated() -> None:
    about = replace(ABOUT, fiscal_year=FiscalYear(year=2025))
    (total,) = _read(text("一般会計は20年度の781億円を上回り最高額となった。"), about=about)
    assert isinstance(total, BudgetTotal)
    assert total.fiscal_years == ()


def test_the_year_of_one_figure_is_not_that_of_the_next_sentence() -> None:
    about = replace(ABOUT, fiscal_year=FiscalYear(year=2012))
    records = _read(
        text("道路整備に前年度の2倍となる1億2,900万円を計上した。人件費は0.4%減の32億円。"),
        about=about,
    )
    (line,) = [each for each in records if isinstance(each, BudgetStatementLine)]
    assert line.fiscal_year is not None
    assert line.fiscal_year.year == 2012


def test_the_year_in_a_name_dates_nothing_else() -> None:
    records = _read(
        text("令和2年度防災計画推進事業費5,000万円、道路補修工事費300万円を追加する。"),
        about=SUPPLEMENT,
    )
    years = {
        record.name: record.fiscal_year.year
        for record in records
        if isinstance(record, BudgetItem) and record.fiscal_year
    }
    assert years["道路補修工事費"] == 2021


def test_what_money_is_put_to_is_a_project_whatever_it_is_called() -> None:
    records = _read(text("出前市役所150万円、里山の未来図32万円をそれぞれ計上する。"))
    assert [(r.type, getattr(r, "name", "")) for r in records] == [
        ("budget_item", "出前市役所"),
        ("budget_item", "里山の未来図"),
    ]


def test_a_heading_that_compares_with_last_year_dates_nothing() -> None:
    about = replace(ABOUT, fiscal_year=FiscalYear(year=2017))
    (total,) = _read(
        text("一般会計は5,343億円となりました。", section=("5年ぶり前年度割れ",)), about=about
    )
    assert isinstance(total, BudgetTotal)
    assert [each.year for each in total.fiscal_years] == [2017]
