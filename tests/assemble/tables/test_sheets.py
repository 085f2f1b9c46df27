"""Tables as they are drawn in budgets, settlements and their annexes: what each figure is."""

import pytest

from models import BudgetStatementLine, Fact, Money, Quantity, Record
from pipeline.assemble.stated.facts import facts
from pipeline.assemble.tables.budget_tables import budget_tables
from pipeline.assemble.tables.sheets import read_sheets
from pipeline.assemble.tables.vocabulary import ColumnRole as Role
from tests.assemble.grids import ABOUT, table, text


def _roles(*rows: list[str | None]) -> list[Role]:
    (sheet,), _ = read_sheets([table(list(rows))], ABOUT)
    return [column.role for column in sheet.columns]


def _lines(*blocks: object) -> list[BudgetStatementLine]:
    records = budget_tables(blocks, ABOUT).records  # type: ignore[arg-type]
    return [record for record in records if isinstance(record, BudgetStatementLine)]


def _facts(*blocks: object) -> dict[str, tuple[int | float | None, int | None]]:
    found: dict[str, tuple[int | float | None, int | None]] = {}
    for record in facts(blocks, ABOUT).records:  # type: ignore[arg-type]
        assert isinstance(record, Fact)
        value = record.value
        number = value.yen if isinstance(value, Money) else value.value
        found[record.label] = (number, record.fiscal_year.year if record.fiscal_year else None)
    return found


def test_a_row_of_units_belongs_to_the_headings() -> None:
    blocks = [
        table(
            [
                ["款", "本年度", "前年度", "構成比"],
                ["", "千円", "千円", "%"],
                ["議会費", "120", "100", "10.0"],
                ["総務費", "1,080", "900", "90.0"],
            ]
        )
    ]
    (sheet,), issues = read_sheets(blocks, ABOUT)
    assert issues == []
    assert [column.unit for column in sheet.columns] == [None, 1000, 1000, None]
    assert [row.text(0) for row in sheet.rows] == ["議会費", "総務費"]
    assert [column.role for column in sheet.columns][1:] == [Role.AMOUNT, Role.PRIOR, Role.SHARE]


def test_a_unit_above_the_first_figure_is_that_of_its_column() -> None:
    blocks = [table([["款", "本年度"], ["議会費", "千円\n120"], ["総務費", "1,080"]])]
    (sheet,), issues = read_sheets(blocks, ABOUT)
    assert issues == []
    assert sheet.columns[1].unit == 1000
    assert [row.figure(1).value for row in sheet.rows if row.figure(1)] == [120, 1080]


def test_a_unit_alone_in_the_first_row_is_that_of_a_blank_column() -> None:
    rows = [["款", "本年度", "前年度"], ["議会費", "千円\n120", "千円"], ["総務費", "1,080", "900"]]
    (sheet,), issues = read_sheets([table(rows)], ABOUT)
    assert issues == []
    assert [column.unit for column in sheet.columns] == [None, 1000, 1000]


def test_headings_without_known_words_stand_over_every_column_of_figures() -> None:
    found = _facts(
        text("地方債現在高の見込みに関する調書", "(単位:千円)", y=40),
        table(
            [
                [
                    "区 分",
                    "前年度末\n現在高見込額",
                    "当該年度中増減見込",
                    None,
                    "当該年度末\n見込額",
                ],
                ["^", "^", "起債見込額", "元金償還見込額", "^"],
                ["普通債", "1,000", "200", "100", "1,100"],
            ]
        ),
    )
    assert found["普通債 前年度末現在高見込額"][0] == 1_000_000
    assert found["普通債 当該年度中増減見込 起債見込額"][0] == 200_000
    assert found["普通債 当該年度末見込額"][0] == 1_100_000


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("不用額(A)-(B)-(C)", Role.OTHER),
        ("執行率(%)(B)/(A)", Role.OTHER),
        ("増減額(C=A-B)", Role.CHANGE),
        ("増減率(%)(C/B)", Role.CHANGE_PERCENT),
        ("(A)-(B)", Role.CHANGE),
    ],
)
def test_what_a_column_is_called_says_more_than_its_formula(heading: str, role: Role) -> None:
    rows = ["款", "予算額(A)", "前年度(B)", heading], ["議会費", "120", "100", "7"]
    assert _roles(*rows)[3] is role


def test_the_amount_of_a_settlement_is_what_was_spent() -> None:
    blocks = [
        text("歳入歳出決算書 歳出", "(単位:円)", y=40),
        table(
            [
                ["款", "予算現額", "支出済額", "翌年度繰越額", "不用額"],
                ["議会費", "1,200", "1,100", "0", "100"],
                ["総務費", "2,400", "2,000", "300", "100"],
            ]
        ),
    ]
    lines = _lines(*blocks)
    assert [line.amount.yen for line in lines if line.amount] == [1_100, 2_000]
    assert {line.fiscal_year.phase for line in lines if line.fiscal_year} == {"settlement"}
    assert all(line.prior_amount is None and line.change is None for line in lines)
    others: list[Record] = [
        record
        for record in budget_tables(blocks, ABOUT).records
        if isinstance(record, Fact) and "予算現額" in record.label
    ]
    assert [fact.value.yen for fact in others if isinstance(fact.value, Money)] == [1_200, 2_400]


def test_a_table_of_accounts_is_a_statement_with_their_names() -> None:
    lines = _lines(
        text("各会計予算総括表", "(単位:千円)", y=40),
        table(
            [
                ["会 計 名", "本年度予算額", "前年度予算額", "比 較", "対前年度比"],
                ["一 般 会 計", "120", "100", "20", "20.0"],
                ["国民健康保険特別会計", "60", "50", "10", "20.0"],
                ["合 計", "180", "150", "30", "20.0"],
            ]
        ),
    )
    assert [line.name for line in lines] == ["一般会計", "国民健康保険特別会計", "合計"]
    assert [line.change.yen for line in lines if line.change] == [20_000, 10_000, 30_000]


def test_before_supplement_and_after_are_one_year() -> None:
    (line, *_) = _lines(
        text("歳出", "(単位:千円)", y=40),
        table(
            [
                ["款", "補正前", "今回補正", "補正後"],
                ["議会費", "120", "△20", "100"],
                ["総務費", "60", "10", "70"],
                ["民生費", "60", "10", "70"],
            ]
        ),
    )
    assert line.amount is not None
    assert line.amount_before is not None
    assert line.amount_after is not None
    assert (line.amount_before.yen, line.amount.yen, line.amount_after.yen) == (
        120_000,
        -20_000,
        100_000,
    )
    assert line.prior_amount is None


def test_rows_of_last_year_are_of_last_year() -> None:
    found = _facts(
        text("給与費明細書", "(単位:千円)", y=40),
        table(
            [
                ["区 分", None, "報 酬", "給 料"],
                ["本年度", "議員", "90", "0"],
                ["前年度", "議員", "80", "0"],
                ["比 較", "議員", "10", "0"],
            ]
        ),
    )
    assert found["本年度 議員 報酬"] == (90_000, 2022)
    assert found["前年度 議員 報酬"] == (80_000, 2021)


def test_yearly_amounts_of_a_work_over_years_have_their_year() -> None:
    found = _facts(
        table(
            [
                ["事業名", "総額", "年度", "年割額"],
                ["校舎改築事業", "500千円", "令和4年度", "200千円"],
                ["^", "^", "令和5年度", "300千円"],
            ]
        ),
        text("継続費", y=40),
    )
    assert found["校舎改築事業 令和4年度 年割額"] == (200_000, 2022)
    assert found["校舎改築事業 令和5年度 年割額"] == (300_000, 2023)


def test_an_index_is_no_money() -> None:
    records = facts(
        [
            text("財政の状況", "(単位:千円)", y=40),
            table([["区分", "令和3年度", "令和4年度"], ["財政力指数", "0.58", "0.57"]]),
        ],
        ABOUT,
    ).records
    values = [record.value for record in records if isinstance(record, Fact)]
    assert [value.value for value in values if isinstance(value, Quantity)] == [0.58, 0.57]


def test_the_number_of_a_heading_is_no_amount() -> None:
    assert _facts(text("(単位:千円)"), text("3 主な内容", y=40)) == {}


def _labels_found(*blocks: object) -> list[str]:
    taken = budget_tables(blocks, ABOUT)  # type: ignore[arg-type]
    records = [*taken.records, *facts(taken.rest, ABOUT).records]
    return [record.label for record in records if isinstance(record, Fact)]


def test_one_column_of_titles_items_and_subitems_names_the_rows() -> None:
    rows = [
        ["款　項　目", "本年度予算額", "前年度予算額", "比較"],
        ["2 総務費", "80", "70", "10"],
        ["　1 総務管理費", "50", "40", "10"],
        ["　　1 一般管理費", "50", "40", "10"],
        ["　2 徴税費", "30", "30", "0"],
        ["歳出合計", "80", "70", "10"],
    ]
    found = budget_tables([text("歳出", "(単位:千円)", y=60), table(rows)], ABOUT).records
    assert [(r.name, r.amount.yen) for r in found] == [  # type: ignore[union-attr]
        ("総務費", 80_000),
        ("総務管理費", 50_000),
        ("一般管理費", 50_000),
        ("徴税費", 30_000),
        ("歳出合計", 80_000),
    ]
    assert [(r.level, r.section) for r in found] == [  # type: ignore[union-attr]
        ("title", ()),
        ("item", ("総務費",)),
        ("subitem", ("総務費", "総務管理費")),
        ("item", ("総務費",)),
        ("total", ()),
    ]


def test_codes_under_such_a_heading_stay_codes() -> None:
    rows = [
        ["款項目", "事業名", "予算額"],
        ["2-1-1", "電算事業", "50"],
        ["2-1-3", "広報事業", "30"],
    ]
    found = budget_tables([text("主要事業", "(単位:千円)", y=60), table(rows)], ABOUT).records
    assert [(r.name, r.code) for r in found] == [("電算事業", "2-1-1"), ("広報事業", "2-1-3")]  # type: ignore[union-attr]


def test_a_column_with_words_in_every_row_names_them_beside_a_merged_office() -> None:
    rows = [
        ["担当課", "相手方", "令和4年度", "令和3年度"],
        ["総務課", "自治会連合会", "1,000", "900"],
        ["^", "防犯協会", "2,000", "2,100"],
        ["産業課", "商工会", "3,000", "3,000"],
    ]
    found = _labels_found(text("予算", "(単位:千円)", y=60), table(rows))
    assert [label.split()[1] for label in found[::2]] == ["自治会連合会", "防犯協会", "商工会"]
    assert found[2].startswith("総務課 防犯協会")


def test_subsidies_are_named_by_their_own_column() -> None:
    rows = [
        ["担当課", "補助金等の名称", "R4当初予算額", "R3当初予算額", "根拠"],
        ["総務課", "自治会補助金", "1,000", "900", "規則"],
        ["^", "防犯灯補助金", "2,000", "2,100", "要綱"],
        ["^", "小計", "3,000", "3,000", ""],
    ]
    found = budget_tables([text("補助金一覧", "(単位:円)", y=60), table(rows)], ABOUT).records
    assert [(r.type, r.name, r.prior_amount.yen) for r in found] == [  # type: ignore[union-attr]
        ("budget_item", "自治会補助金", 900),
        ("budget_item", "防犯灯補助金", 2_100),
        ("budget_total", "小計", 3_000),
    ]


def test_an_amount_for_each_person_has_its_heading() -> None:
    rows = [
        ["区分", "使いみち", "予算総額", "市民1人当たり"],
        ["民生費", "福祉に", "786,797万円", "96,855円"],
        ["教育費", "学校に", "636,313万円", "78,330円"],
    ]
    found = _labels_found(text("予算", y=60), table(rows))
    assert sum("市民1人当たり" in label for label in found) == 2


def test_prices_are_labelled_by_the_facility() -> None:
    rows = [
        ["施設名", "単位", "現行", "改定後"],
        ["区民ホール", "1回", "7,400円", "7,500円"],
        ["会議室", "1時間", "5,500円", "6,300円"],
    ]
    found = _labels_found(text("当初予算 使用料の改定", y=60), table(rows, section=("使用料",)))
    assert {label for label in found if "現行" in label or "改定後" in label} == {
        "区民ホール 現行",
        "区民ホール 改定後",
        "会議室 現行",
        "会議室 改定後",
    }


def test_an_amount_shared_out_by_people_is_no_count_of_people() -> None:
    rows = [
        ["市町村名", "均等割", "人口割", "計"],
        ["みさき市", "1,000", "2,000", "3,000"],
        ["はまべ町", "1,000", "500", "1,500"],
    ]
    taken = budget_tables([text("分担金", "(単位:円)", y=60), table(rows)], ABOUT)
    records = [*taken.records, *facts(taken.rest, ABOUT).records]
    shared = [r.value for r in records if isinstance(r, Fact) and "人口割" in r.label]
    assert [value.yen for value in shared if isinstance(value, Money)] == [2_000, 500]


def test_a_first_column_of_purposes_names_the_rows() -> None:
    rows = [
        ["目的", "予算額", "町民1人あたり"],
        ["民生費", "608,032千円", "74,853円"],
        ["教育費", "185,378千円", "22,821円"],
    ]
    (sheet,), _ = read_sheets([text("予算", y=60), table(rows)], ABOUT)
    assert sheet.columns[0].role is Role.LABEL
    assert sheet.columns[2].heading == "町民1人あたり"


def test_a_place_right_of_the_amounts_does_not_name_the_rows() -> None:
    rows = [
        ["担当", "案件", "予算額", "場所"],
        ["総務課", "庁舎管理業務", "1,000", "市内一円"],
        ["^", "電算機器賃借", "2,000", "北地区"],
    ]
    found = _labels_found(text("主な事業", "(単位:千円)", y=60), table(rows))
    assert found == ["総務課 庁舎管理業務 予算額", "総務課 電算機器賃借 予算額"]
