from models import BudgetTotal, Fact, Money, Quantity, Record
from pipeline.assemble.stated.facts import facts
from tests.assemble.grids import ABOUT, table, text


def _read(*blocks: object) -> list[Record]:
    return facts(blocks, ABOUT).records  # type: ignore[arg-type]


def _stated(records: list[Record]) -> list[tuple[str, int | float | None]]:
    found: list[tuple[str, int | float | None]] = []
    for record in records:
        if isinstance(record, Fact):
            value = record.value
            found.append((record.label, value.yen if isinstance(value, Money) else value.value))
    return found


def test_amounts_in_prose_are_about_their_clause() -> None:
    records = _read(
        text(
            "自主財源が8,618,194千円(対前年度比56,718千円、0.7%",
            "増、構成比36.9%)となり、地方交付税など依存財源が14,721,806千円(対前年",
            "度比△546,718千円、3.6%減)となっております。",
        )
    )
    assert _stated(records) == [
        ("自主財源", 8_618_194_000),
        ("自主財源 対前年度比", 56_718_000),
        ("自主財源 対前年度比", 0.7),
        ("自主財源 構成比", 36.9),
        ("地方交付税など依存財源", 14_721_806_000),
        ("地方交付税など依存財源 対前年度比", -546_718_000),
        ("地方交付税など依存財源 対前年度比", -3.6),
    ]


def test_a_budget_total_takes_its_change_with_the_printed_sign() -> None:
    (total,) = _read(
        text(
            "令和4年度一般会計当初予算は、23,340,000千円で、令和3年度当初予算に比べて、",
            "490,000千円、2.1%の減額となっております。",
        )
    )
    assert isinstance(total, BudgetTotal)
    assert total.name == "一般会計当初予算"
    assert total.amount is not None
    assert total.change is not None
    assert (total.amount.yen, total.change.yen) == (23_340_000_000, -490_000_000)
    assert total.change_percent == -2.1
    assert [year.year for year in total.fiscal_years] == [2022]


def test_totals_in_boxes_are_told_by_their_words() -> None:
    records = _read(text("予算総額 22億6,220万円", "一般会計 19億8,300万円", "家計 3万円"))
    totals = [r for r in records if isinstance(r, BudgetTotal)]
    assert [(t.name, t.amount.yen if t.amount else None) for t in totals] == [
        ("予算総額", 2_262_200_000),
        ("一般会計", 1_983_000_000),
    ]
    assert _stated(records) == [("家計", 30_000)]


def test_a_chart_label_is_about_the_words_beside_it() -> None:
    assert _stated(_read(text("市税", "58.6億円"), text("25.1%", y=24))) == [
        ("市税", 5_860_000_000),
        ("市税", 25.1),
    ]


def test_a_count_in_a_sentence_is_about_the_sentence() -> None:
    sentence = "依然として約2,500名の方々が避難されています。"
    assert _stated(_read(text(sentence))) == [(sentence, 2500)]


def test_cells_are_labelled_by_row_and_column_and_scoped_by_the_title() -> None:
    rows = [
        ["", "令和2年度\n年度末残高", "令和3年度\n3月補正", "差引現在高"],
        ["財 政 調 整", "2,426", "取崩 △ 27\n積立 6", "2,405"],
    ]
    records = _read(text("基 金 現 在 高 調", "(千円)", y=60), table(rows))
    assert _stated(records) == [
        ("財政調整 令和2年度年度末残高", 2_426_000),
        ("財政調整 令和3年度3月補正 取崩", -27_000),
        ("財政調整 令和3年度3月補正 積立", 6_000),
        ("財政調整 差引現在高", 2_405_000),
    ]
    years = [r.fiscal_year.year if r.fiscal_year else None for r in records if isinstance(r, Fact)]
    assert years == [2020, 2021, 2021, None]
    assert {r.scope for r in records if isinstance(r, Fact)} == {"基金現在高調"}


def test_rates_and_counts_in_a_table_of_money_stay_what_they_are() -> None:
    rows = [["区分", "金額", "対前年比", "件数"], ["普通交付税", "4,002", "2.7%増", "15"]]
    values = [
        record.value
        for record in _read(text("推移", "(単位:千円)", y=60), table(rows))
        if isinstance(record, Fact)
    ]
    assert isinstance(values[0], Money)
    assert values[0].yen == 4_002_000
    assert isinstance(values[1], Quantity)
    assert (values[1].value, values[1].unit) == (2.7, "%")
    assert isinstance(values[2], Quantity)
    assert values[2].value == 15


def test_text_without_figures_gives_nothing() -> None:
    assert _read(text("第3条 この条例は、公布の日から施行する。", "委員長 山田")) == []


def test_a_numbered_heading_is_no_part_of_the_sentence_below() -> None:
    sentence = "発生から約4年が経過し、約2,500名の方々が避難されています。"
    records = _read(text("(3) 被災地との連携の促進", sentence))
    assert {record.label for record in records if isinstance(record, Fact)} == {sentence}


def test_short_words_over_figures_are_headings_though_unknown() -> None:
    rows = [["議案", "賛成者", "反対者"], ["公園条例", "18", "2"], ["道路条例", "17", "3"]]
    labels = [record.label for record in _read(table(rows)) if isinstance(record, Fact)]
    assert labels[:2] == ["公園条例 賛成者", "公園条例 反対者"]


def test_a_total_whose_change_is_said_first() -> None:
    records = _read(
        text("一般会計の規模は、前年度と比べて12億3,400万円(3.5%)減の364億8,900万円となりました。")
    )
    (total,) = [record for record in records if isinstance(record, BudgetTotal)]
    assert total.name == "一般会計の規模"
    assert total.amount is not None
    assert total.change is not None
    assert (total.amount.yen, total.change.yen) == (36_489_000_000, -1_234_000_000)
    assert total.change_percent == -3.5
    assert total.sources["amount"].text == "364億8,900万円"
    assert len(records) == 1


def test_a_sum_over_years_is_not_of_the_documents_year() -> None:
    rows = [["区分", "総事業費(千円)", "令和7年度(千円)"], ["道路", "90", "30"], ["橋", "60", "20"]]
    years = {
        record.label: record.fiscal_year.year if record.fiscal_year else None
        for record in _read(table(rows))
        if isinstance(record, Fact)
    }
    assert {label: year for label, year in years.items() if "総" in label} == {
        "道路 総事業費(千円)": None,
        "橋 総事業費(千円)": None,
    }


def test_a_comparison_in_brackets_does_not_date_the_total_before_it() -> None:
    (total, *_) = _read(text("一般会計予算額 3,210億円(前年度比 4.2%増)"))
    assert isinstance(total, BudgetTotal)
    assert total.amount is not None
    assert total.amount.yen == 321_000_000_000
    assert [year.year for year in total.fiscal_years] == [2022]


def test_what_is_compared_after_a_part_is_the_part() -> None:
    (total, *_) = _read(
        text("当初予算案の総額は6,839億円、うち単独事業は412億円、前年度から18億円の増となる。")
    )
    assert isinstance(total, BudgetTotal)
    assert total.change is None


def test_a_clause_that_only_says_when_is_no_label() -> None:
    records = _read(
        text(
            "県債残高は、令和4年度末で9,876億円となり、前年度末に比べ123億円の減となる見込みです。"
        )
    )
    found = [
        (fact.label, fact.value.yen, fact.fiscal_year.year if fact.fiscal_year else None)
        for fact in records
        if isinstance(fact, Fact) and isinstance(fact.value, Money)
    ]
    assert found == [
        ("県債残高", 987_600_000_000, 2022),
        ("県債残高 前年度末に比べ", -12_300_000_000, None),
    ]


def test_what_a_total_is_compared_with_is_the_prior_amount_and_not_its_change() -> None:
    (total,) = _read(
        text(
            "一般会計の予算規模は、456億7,800万円で、前年度当初予算(442億1,000万円)と比べ、",
            "14億6,800万円、3.3%の増となりました。",
        )
    )
    assert isinstance(total, BudgetTotal)
    assert [m.yen if m else None for m in (total.amount, total.prior_amount, total.change)] == [
        45_678_000_000,
        44_210_000_000,
        1_468_000_000,
    ]
    assert total.change_percent == 3.3
    assert total.sources.keys() >= {"amount", "prior_amount", "change", "change_percent"}


def test_a_change_over_the_year_before_stays_a_change() -> None:
    (total,) = _read(text("一般会計の予算規模は、100億円(前年度 3億円の増)です。"))
    assert isinstance(total, BudgetTotal)
    assert total.prior_amount is None
    assert total.change is not None
    assert total.change.yen == 300_000_000


def test_an_amount_is_about_the_topic_and_not_about_the_reason() -> None:
    records = _read(
        text("市税は、個人市民税の増などにより、152億3,000万円を計上しました。"),
        text("地方交付税は、国の計画等を踏まえ、98億円を見込みました。"),
        text("扶助費が増えた。財源不足のため、12億円を繰り入れます。"),
    )
    assert _stated(records) == [
        ("市税", 15_230_000_000),
        ("地方交付税", 9_800_000_000),
        ("財源不足のため", 1_200_000_000),
    ]


def test_a_unit_at_the_right_edge_holds_for_the_lines_below_though_read_after_them() -> None:
    records = _read(
        text("当年度純利益 12,345", y=60),
        text("長期前受金戻入額 △ 45,678", y=80),
        text("未払金の増減額(△は減少) 654", y=100),
        text("(単位:千円)", y=40),
    )
    assert _stated(records) == [
        ("当年度純利益", 12_345_000),
        ("長期前受金戻入額", -45_678_000),
        ("未払金の増減額(△は減少)", 654_000),
    ]


def test_a_unit_below_or_of_another_kind_is_not_taken() -> None:
    lines = text("当年度純利益 12,345", y=60)
    assert _stated(_read(lines, text("(単位:千円)", y=400))) == []
    both = (text("(単位:千円)", y=20), text("(単位:円)", y=40))
    assert _stated(_read(lines, *both)) == []


def test_a_change_from_the_year_before_follows_its_amount() -> None:
    (total,) = _read(
        text(
            "一般会計の総額は、52億3,000万円となり、前年度の54億5,000万円から2億2,000万円",
            "(4.0%)の減となりました。",
        )
    )
    assert isinstance(total, BudgetTotal)
    assert [m.yen if m else None for m in (total.amount, total.prior_amount, total.change)] == [
        5_230_000_000,
        5_450_000_000,
        -220_000_000,
    ]


def test_a_measure_is_of_what_stands_before_it_and_a_case_of_what_stands_before_its_bracket() -> (
    None
):
    lines = text("・課長職：月額 30,000円", y=60)
    other = text("制度を新たに設けた場合に加算 16.8万円（大企業の場合、12.6万円）", y=100)
    found = [each for each in _read(lines, other) if isinstance(each, Fact)]
    assert [each.label for each in found] == [
        "課長職の月額",
        "制度を新たに設けた場合に加算",
        "制度を新たに設けた場合に加算 大企業の場合",
    ]
