from dataclasses import replace

from models import BudgetItem, BudgetTotal, Fact
from pipeline.assemble.tables.budget_tables import budget_tables
from tests.assemble.grids import ABOUT, table, text

_LEFT = ["番号", "主管課", "事業名", "R3年度当初予\n算額(千円)", "R4年度当初予\n算額(千円)", "増減"]
HEADINGS = [
    [*_LEFT, "財 源 内 訳", None, None, "主 な 事 業 内 容"],
    ["^", "^", "^", "^", "^", "^", "国", "地方債", "一般財源", "^"],
]
_FIRST = ["1", "企画課", "交通関係\n事業費", "44,907", "42,355", "△ 2,552", "3,647", "", "38,708"]
_SECOND = ["2", "土木課", "【新規】橋りょう費", "-", "9,000", "9,000", "", "8,100", "900"]
ROWS = [[*_FIRST, "補助金27,251千円"], [*_SECOND, "橋の点検"]]


def _items(*blocks: object) -> list[BudgetItem]:
    taken = budget_tables(blocks, ABOUT)  # type: ignore[arg-type]
    return [record for record in taken.records if isinstance(record, BudgetItem)]


def test_a_row_gives_all_its_fields_with_their_places() -> None:
    first, second = _items(text("主な事業", y=60), table(HEADINGS + ROWS))
    assert first.name == "交通関係事業費"
    assert first.department == "企画課"
    assert first.amount is not None
    assert first.amount.yen == 42_355_000
    assert first.prior_amount is not None
    assert first.prior_amount.yen == 44_907_000
    assert first.change is not None
    assert first.change.yen == -2_552_000
    assert first.fiscal_year is not None
    assert (first.fiscal_year.year, first.fiscal_year.phase) == (2022, "initial")
    assert first.prior_fiscal_year is not None
    assert first.prior_fiscal_year.year == 2021
    assert [(p.source, p.amount.yen if p.amount else None) for p in first.funding] == [
        ("national", 3_647_000),
        ("general", 38_708_000),
    ]
    assert first.sources["amount"].text == "42,355"
    assert first.sources["name"].text == "交通関係\n事業費"
    box = first.sources["funding.1.amount"].bbox
    assert box is not None
    assert box[0] == 8 * 80
    assert (second.name, second.mark) == ("橋りょう費", "new")
    assert second.prior_amount is not None
    assert second.prior_amount.none


def test_columns_turned_round_give_the_same_records() -> None:
    def turned(row: list[str | None]) -> list[str | None]:
        return [*row[:3], row[4], row[3], *row[5:]]

    straight = _items(table(HEADINGS + ROWS))
    other = _items(table([turned(row) for row in HEADINGS + ROWS]))
    fields = {"name", "amount", "prior_amount", "change", "fiscal_year", "prior_fiscal_year"}
    assert [r.model_dump(include=fields) for r in straight] == [
        r.model_dump(include=fields) for r in other
    ]


def test_a_table_goes_on_without_its_headings() -> None:
    items = _items(text("令和4年度主な事業"), table(HEADINGS + ROWS[:1]), table(ROWS[1:], page=2))
    assert [item.name for item in items] == ["交通関係事業費", "橋りょう費"]
    assert items[1].amount is not None
    assert items[1].amount.yen == 9_000_000
    assert items[1].page == 2


def test_blank_is_not_filled_from_above() -> None:
    rows = [*ROWS, ["3", "", "道路費", "", "100", "", "", "", "100", ""]]
    road = _items(table(HEADINGS + rows))[2]
    assert road.department is None
    assert road.prior_amount is None
    assert road.change is None
    assert len(road.funding) == 1


def test_a_merged_cell_fills_the_rows_it_covers() -> None:
    rows = [ROWS[0], [ROWS[1][0], "^", *ROWS[1][2:]]]
    assert [item.department for item in _items(table(HEADINGS + rows))] == ["企画課", "企画課"]


def test_a_total_row_is_a_total_and_no_project() -> None:
    total = ["合計", None, None, "44,907", "51,355", "6,448", "3,647", "8,100", "39,608", ""]
    taken = budget_tables([table(HEADINGS + ROWS + [total])], ABOUT)
    totals = [record for record in taken.records if isinstance(record, BudgetTotal)]
    assert [(t.name, t.amount.yen if t.amount else None) for t in totals] == [("合計", 51_355_000)]


def test_the_unit_above_the_table_reaches_cells_but_not_those_with_their_own() -> None:
    rows = [["事業名", "予算額"], ["道路費", "12"], ["橋りょう費", "3,400千円"]]
    items = _items(text("令和4年度予算 主な事業", "(単位:百万円)", y=60), table(rows))
    assert [item.amount.yen for item in items if item.amount] == [12_000_000, 3_400_000]


def test_prior_amount_in_brackets_below_the_amount() -> None:
    rows = [["事業名", "予算額\n(前年度予算額)", "概要"], ["道路費", "1,200\n(900)", "舗装"]]
    (item,) = _items(text("(単位:千円)", y=80), table(rows))
    assert item.amount is not None
    assert item.prior_amount is not None
    assert (item.amount.yen, item.prior_amount.yen) == (1_200_000, 900_000)


def test_commitments_and_regulations_give_no_project() -> None:
    carried = [["款", "項", "事業名", "金額"], ["10 教育費", "6 保健体育費", "体育費", "264千円"]]
    assert _items(text("繰越明許費", y=80), table(carried)) == []
    fees = [["事業名", "補助額", "限度額"], ["道路愛護", "1,000円", "5,000円"]]
    assert _items(text("補助対象事業", y=80), table(fees)) == []
    taken = budget_tables([table(HEADINGS + ROWS)], replace(ABOUT, kind="regulation"))
    assert taken.records == []
    assert len(taken.rest) == 1


def test_what_has_no_field_is_a_fact_of_its_project() -> None:
    rows = [["事業名", "予算額(千円)", "利用者数(人)"], ["バス運行費", "5,000", "1,234"]]
    taken = budget_tables([text("予算の概要", y=80), table(rows)], ABOUT)
    (fact,) = [record for record in taken.records if isinstance(record, Fact)]
    assert fact.label == "バス運行費 利用者数(人)"
    assert fact.value.model_dump()["value"] == 1234
    assert fact.value.model_dump()["unit"] == "人"
