"""Records become entries, each thing once."""

from models import (
    Actual,
    BudgetItem,
    BudgetStatementLine,
    BureauProposal,
    FiscalYear,
    Indicator,
    Money,
    Quantity,
    SlidePoint,
)
from pipeline.budget import make_year
from pipeline.budget.entries import entries_of
from pipeline.match.names import name_key
from tests.budget.made import sheet


def item(name: str, **fields: object) -> BudgetItem:
    return BudgetItem.model_validate({"page": 1, "id": name, "name": name, **fields})


def test_what_stands_for_another_record_is_no_entry() -> None:
    records = [
        item("除雪費", amount=Money(yen=5_000, text="5", unit=1_000)),
        item("除雪費の再掲", mark="relisted"),
        item("同上", same_as="除雪費"),
        SlidePoint(page=1, text="除雪の強化"),
    ]
    (entry,) = entries_of(records)
    assert (entry.name, entry.amount, entry.step, entry.group) == (
        "除雪費",
        5_000,
        1_000,
        "",
    )


def test_a_printed_dash_is_zero_and_a_blank_cell_is_nothing() -> None:
    dash, blank = entries_of(
        [item("甲事業", prior_amount=Money(yen=None, text="-", none=True)), item("乙事業")]
    )
    assert dash.prior == 0
    assert blank.prior is None


def test_phases_of_the_record_come_before_the_documents() -> None:
    supplementary = FiscalYear(year=2019, phase="supplementary")
    records = [item("甲事業", fiscal_year=supplementary), item("乙事業")]
    assert [entry.group for entry in entries_of(records)] == ["supplementary", ""]
    settled = make_year(
        [sheet(records, fiscal_year={"year": 2019, "phase": "settlement"})], year=2019
    )
    assert [str(t.cell.stage) for t in settled.things] == ["supplementary", "settlement"]


def test_records_without_ids_are_told_apart() -> None:
    records = [BudgetItem(page=1, name="甲事業"), BudgetItem(page=1, name="甲事業")]
    entries = entries_of(records)
    assert len({entry.id for entry in entries}) == 2
    assert [(entry.position, entry.peers) for entry in entries] == [(0, 2), (1, 2)]


def test_statement_lines_know_what_they_stand_under() -> None:
    def line(level: str, name: str) -> BudgetStatementLine:
        return BudgetStatementLine.model_validate(
            {"page": 1, "level": level, "name": name, "direction": "expenditure"}
        )

    lines = [
        line("title", "総務費"),
        line("item", "総務管理費"),
        line("subitem", "一般管理費"),
        line("section", "報酬"),
        line("subitem", "文書広報費"),
        line("section", "報酬"),
        line("title", "民生費"),
        line("item", "社会福祉費"),
    ]
    places = [entry.place for entry in entries_of(lines)]
    assert places[3] == tuple(map(name_key, ("総務費", "総務管理費", "一般管理費")))
    assert places[5] == tuple(map(name_key, ("総務費", "総務管理費", "文書広報費")))
    assert places[7] == (name_key("民生費"),)


def test_an_indicator_that_is_repeated_whole_is_one() -> None:
    def indicator(scope: str, result: int) -> Indicator:
        return Indicator(
            page=1,
            name="道産食品輸出額",
            target=Quantity(value=1_000, text="1,000億円"),
            actuals=(
                Actual(fiscal_year=FiscalYear(year=2018), value=Quantity(value=result, text="x")),
            ),
            scope=scope,
        )

    repeated = [indicator("産業", 774), indicator("食", 774)]
    assert len(entries_of(repeated)) == 1
    assert len(entries_of([*repeated, indicator("食", 775)])) == 2


def test_a_proposal_of_one_bureau_is_that_bureaus() -> None:
    one = BureauProposal(page=1, name="甲", bureaus=("渡島",))
    joint = BureauProposal(page=1, name="乙", bureaus=("宗谷", "留萌"), joint=True)
    assert [entry.department for entry in entries_of([one, joint])] == ["渡島", ""]


def test_parts_of_items_are_apart_from_the_items_that_contain_them() -> None:
    entries = entries_of([item("道路整備", level=1), item("用地費", level=2), item("除雪")])
    assert [entry.group for entry in entries] == ["1", "2", ""]
