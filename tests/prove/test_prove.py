import re
from pathlib import Path

import pytest

from models import (
    Actual,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Check,
    FacilityProgress,
    FiscalYear,
    Funding,
    FundingChannel,
    Indicator,
    Money,
    MunicipalGroup,
    Part,
    Quantity,
    Record,
    Source,
    StaffDispatch,
)
from pipeline.prove import FINDINGS, prove

K = 1000


def yen(thousands: int | None, *, unit: int = K) -> Money:
    if thousands is None:
        return Money(yen=None, text="-", unit=unit, none=True)
    sign = "△ " if thousands < 0 else ""
    return Money(yen=thousands * unit, text=f"{sign}{abs(thousands):,}", unit=unit)


def item(
    amount: int, prior: int | None = None, change: int | None = None, **more: object
) -> BudgetItem:
    return BudgetItem.model_validate(
        {
            "page": 1,
            "name": "道路費",
            "amount": yen(amount),
            "prior_amount": yen(prior) if prior is not None else None,
            "change": yen(change) if change is not None else None,
            **more,
        }
    )


def line(name: str, amount: int, prior: int, change: int, **more: object) -> BudgetStatementLine:
    box = (0.0, 0.0, 1.0, 1.0)
    sources = {
        field: Source(page=1, bbox=box, text=f"{value:,}")
        for field, value in (("amount", amount), ("prior_amount", prior), ("change", change))
    }
    return BudgetStatementLine.model_validate(
        {
            "page": 1,
            "direction": "expenditure",
            "name": name,
            "amount": yen(amount),
            "prior_amount": yen(prior),
            "change": yen(change),
            "sources": sources,
            **more,
        }
    )


def checks(record: Record, name: str) -> list[bool | None]:
    return [check.holds for check in record.checks if check.name == name]


def only(*records: Record) -> tuple[Record, list[str]]:
    proved, issues = prove(records)
    return proved[0], [issue.code for issue in issues]


def test_change_is_this_year_less_the_prior_one() -> None:
    right, none = only(item(188, 299, -111))
    assert (checks(right, "change"), none) == ([True], [])
    wrong, codes = only(item(188, 299, 111))
    assert (checks(wrong, "change"), codes) == ([False], ["does_not_add_up"])


def test_a_supplement_leads_from_the_budget_before_to_the_one_after() -> None:
    right, none = only(item(5, amount_before=yen(100), amount_after=yen(105)))
    assert (checks(right, "amended"), checks(right, "change"), none) == ([True], [], [])
    wrong, codes = only(item(5, amount_before=yen(100), amount_after=yen(150)))
    assert (checks(wrong, "amended"), codes) == ([False], ["does_not_add_up"])


def test_a_new_project_has_no_prior_amount() -> None:
    new = item(188, None, 188)
    assert checks(only(new)[0], "change") == [True]
    assert checks(only(item(188, None, 5))[0], "change") == [None]


def test_funding_adds_up_to_the_amount() -> None:
    parts = (Funding(source="national", amount=yen(100)), Funding(source="general", amount=yen(88)))
    assert checks(only(item(188, funding=parts))[0], "funding") == [True]
    wrong, codes = only(item(189, funding=parts))
    assert wrong.checks[0].severity == "warning"
    assert codes == ["does_not_add_up"]


def test_private_money_alone_is_no_funding_of_the_whole() -> None:
    record, codes = only(item(7121, funding=(Funding(source="private", amount=yen(2030)),)))
    assert checks(record, "funding") == []
    assert (checks(record, "private_within"), codes) == ([True], [])


def test_expansion_is_within_the_amount_and_beside_the_prior_only_for_information() -> None:
    record, codes = only(item(400, 68, expansion=yen(331)))
    assert checks(record, "expansion_within") == [True]
    (info,) = [check for check in record.checks if check.name == "expansion_and_prior"]
    assert (info.holds, info.severity) == (False, "info")
    assert codes == []
    assert only(item(300, 68, expansion=yen(331)))[1] == ["does_not_add_up"]


def table() -> list[Record]:
    return [
        line("議会費", 10, 8, 2),
        line("総務費", 30, 40, -10),
        line("小計", 40, 48, -8, level="total"),
        line("民生費", 60, 52, 8, share_percent=60.0),
        line("歳出合計", 100, 100, 0, level="total"),
    ]


def test_sub_totals_and_totals_find_their_rows() -> None:
    proved, issues = prove(table())
    assert issues == []
    assert [checks(record, "total") for record in proved] == [
        [],
        [],
        [True, True, True],
        [],
        [True, True, True],
    ]
    parts = [check for check in proved[0].checks if check.name == "in_total"]
    assert {next(iter(check.terms)) for check in parts} == {"amount", "prior_amount", "change"}
    assert all(check.holds for check in parts)
    assert checks(proved[3], "share") == [True]


def test_parts_are_found_by_how_rows_are_numbered() -> None:
    rows = [
        line("投資的経費", 30, 30, 0, code="1"),
        line("普通建設", 20, 21, -1, code="(1)"),
        line("災害復旧", 10, 9, 1, code="(2)"),
        line("人件費", 5, 5, 0, code="2"),
        line("歳出合計", 35, 35, 0, level="total"),
    ]
    proved, issues = prove(rows)
    assert issues == []
    assert set(checks(proved[0], "parts")) == {True}
    assert set(checks(proved[4], "total")) == {True}


@pytest.mark.parametrize("field", ["amount", "prior_amount", "change"])
def test_one_wrong_figure_is_the_one_to_blame(field: str) -> None:
    rows = table()
    wrong = rows[1].model_copy(update={field: yen(37)})
    _, issues = prove([rows[0], wrong, *rows[2:]])
    (blamed,) = [issue for issue in issues if issue.code == "figure_to_blame"]
    assert f"{field} is printed 37" in blamed.message
    right = {"amount": 30_000, "prior_amount": 40_000, "change": -10_000}[field]
    assert f"{right:,} would satisfy" in blamed.message
    assert blamed.bbox is not None


def test_no_figure_is_blamed_where_nothing_tells_it_from_another() -> None:
    _, issues = prove([item(188, 299, -100)])
    assert [issue.code for issue in issues] == ["does_not_add_up"]


def read_by_ocr(record: BudgetStatementLine, confidence: float = 0.8) -> BudgetStatementLine:
    sources = {
        field: source.model_copy(update={"confidence": confidence})
        for field, source in record.sources.items()
    }
    return record.model_copy(update={"sources": sources})


def test_an_ocr_digit_is_repaired_where_one_reading_satisfies_all() -> None:
    rows = [line("議会費", 10, 9, 1), line("総務費", 33, 40, -2), line("計", 48, 49, -1)]
    rows[2] = rows[2].model_copy(update={"level": "total"})
    proved, issues = prove([read_by_ocr(row) for row in rows])
    repaired = proved[1]
    assert isinstance(repaired, BudgetStatementLine)
    assert repaired.amount is not None
    assert repaired.amount.yen == 38_000
    assert repaired.sources["amount"].text == "33"
    assert [issue.code for issue in issues] == ["ocr_repaired"]
    assert set(checks(proved[2], "total")) == {True}


@pytest.mark.parametrize("confidence", [0.9, 1.0])
def test_what_ocr_read_surely_is_kept(confidence: float) -> None:
    rows = [line("議会費", 10, 9, 1), line("総務費", 33, 40, -2)]
    total = line("計", 48, 49, -1, level="total")
    proved, issues = prove([read_by_ocr(row, confidence) for row in [*rows, total]])
    assert proved[1].sources["amount"].text == "33"
    assert "ocr_repaired" not in [issue.code for issue in issues]


def test_one_sum_alone_or_one_with_an_unread_figure_repairs_nothing() -> None:
    alone = [line("総務費", 33, 40, -2)]
    unread = [
        line("議会費", 10, 9, 1).model_copy(update={"amount": None, "change": None}),
        line("総務費", 33, 40, -2),
        line("計", 48, 49, -1, level="total"),
    ]
    for rows in (alone, unread):
        _, issues = prove([read_by_ocr(row) for row in rows])
        assert "ocr_repaired" not in [issue.code for issue in issues]


def test_what_was_not_read_by_ocr_is_never_changed() -> None:
    rows = [line("議会費", 10, 9, 1), line("総務費", 33, 40, -2)]
    proved, _ = prove([*rows, line("計", 48, 49, -1, level="total")])
    kept = proved[1]
    assert isinstance(kept, BudgetStatementLine)
    assert kept.amount is not None
    assert kept.amount.yen == 33_000


def test_an_ocr_digit_that_no_confusion_explains_is_kept() -> None:
    rows = [line("議会費", 10, 9, 1), line("総務費", 31, 40, -2)]
    total = line("計", 48, 49, -1, level="total")
    proved, issues = prove([read_by_ocr(row) for row in [*rows, total]])
    kept = proved[1]
    assert isinstance(kept, BudgetStatementLine)
    assert kept.amount is not None
    assert kept.amount.yen == 31_000
    assert "ocr_repaired" not in [issue.code for issue in issues]


def test_shares_of_a_wrong_year_are_warnings() -> None:
    rows = table()
    rows[3] = rows[3].model_copy(update={"prior_share_percent": 40.0})
    proved, issues = prove(rows)
    (share,) = [check for check in proved[3].checks if check.name == "prior_share"]
    assert (share.holds, share.severity) == (False, "warning")
    assert [issue.severity for issue in issues] == ["warning"]


def test_the_total_of_projects_and_the_parts_of_a_total() -> None:
    total = BudgetTotal(page=1, name="合計", amount=yen(300))
    proved, issues = prove([item(100), item(200, name="橋梁費"), total])
    assert checks(proved[2], "total") == [True]
    assert issues == []
    of_which = BudgetTotal(
        page=1, name="全体", amount=yen(5), of_which=(Part(name="新規", amount=yen(6)),)
    )
    assert only(of_which)[1] == ["does_not_add_up"]


def quantity(value: float) -> Quantity:
    return Quantity(value=value, text=str(value))


def indicator(value: float, percent: float, **more: object) -> Indicator:
    actual = Actual(
        fiscal_year=FiscalYear(year=2018), value=quantity(value), progress_percent=percent
    )
    fields = {"page": 1, "name": "輸出額", "actuals": (actual,), **more}
    return Indicator.model_validate(fields)


@pytest.mark.parametrize(("percent", "holds"), [(67.4, True), (67.5, True), (70.0, False)])
def test_progress_is_result_over_target(percent: float, holds: bool) -> None:
    record = indicator(7086, percent, target=quantity(10_500), baseline=quantity(1))
    assert checks(only(record)[0], "progress") == [holds]


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("全国水準", []),
        ("全国平均値を上回る", []),
        ("現状値以上", [False]),
        ("基準値より増加", [False]),
    ],
)
def test_words_for_a_target_are_the_baseline_only_where_they_say_so(
    words: str, holds: list[bool]
) -> None:
    target = Quantity(value=None, text=words)
    record = indicator(50, 90.0, target=target, baseline=quantity(100))
    assert checks(only(record)[0], "progress") == holds


@pytest.mark.parametrize(
    ("percent", "grade", "holds"),
    [(100.0, "A①", True), (85.0, "A③", True), (85.0, "A①", False), (79.9, "B", True)],
)
def test_grades_follow_progress(percent: float, grade: str, holds: bool) -> None:
    record = indicator(percent, percent, target=quantity(100), grade=grade)
    assert checks(only(record)[0], "grade") == [holds]


def test_a_repeated_indicator_must_be_identical() -> None:
    same = [indicator(50, 50.0, target=quantity(100)) for _ in range(2)]
    assert checks(prove(same)[0][1], "repeated") == [True]
    other = indicator(50, 45.5, target=quantity(110))
    assert checks(prove([same[0], other])[0][1], "repeated") == [False]


def test_relisted_items_equal_their_original() -> None:
    again = item(188, mark="relisted")
    assert checks(prove([item(188), again])[0][1], "relisted") == [True]
    assert checks(prove([item(189), again])[0][1], "relisted") == [False]
    assert checks(only(again)[0], "relisted") == []


def test_counts_that_names_and_brackets_state() -> None:
    area = MunicipalGroup(
        page=1, name="南空知4町", municipalities=("南幌町", "由仁町"), stated_count=4
    )
    assert checks(only(area)[0], "count") == [False]
    staff = StaffDispatch(page=1, name="派遣", count=quantity(42), continued=quantity(22))
    assert checks(only(staff)[0], "part_within") == [True]


def test_works_tables_add_up() -> None:
    rows = [
        FacilityProgress(
            page=1,
            name=name,
            required_sites=quantity(required),
            started_sites=quantity(started),
            new_sites=quantity(new),
            sites=quantity(new + 1),
            start_rate_percent=100.0,
            is_total=name == "合計",
        )
        for name, required, started, new in (
            ("河川", 5, 3, 2),
            ("道路", 7, 7, 0),
            ("合計", 12, 10, 2),
        )
    ]
    proved, issues = prove(rows)
    # 実施箇所 of the total is one less than the sum of its rows' own.
    assert [issue.code for issue in issues] == ["does_not_add_up"]
    assert checks(proved[0], "all_started") == [True]
    assert checks(proved[2], "total").count(True) == 3


def test_private_channels_add_up_and_grow_as_printed() -> None:
    channels = [
        FundingChannel(
            page=1, channel="合計", amount=yen(81), prior_amount=yen(21), ratio=quantity(3.8)
        ),
        FundingChannel(page=1, channel="民間資金", amount=yen(60), prior_amount=yen(7)),
        FundingChannel(page=1, channel="ふるさと納税", amount=yen(21), prior_amount=yen(14)),
    ]
    proved, issues = prove(channels)
    assert checks(proved[0], "ratio") == [True]
    assert checks(proved[0], "total") == [True, True]
    assert issues == []


def test_proving_again_changes_nothing() -> None:
    once, issues = prove(table())
    bare = [record.model_copy(update={"checks": ()}) for record in once]
    assert prove(bare) == (once, issues)


def test_records_without_figures_get_no_checks() -> None:
    proved, issues = prove([BudgetItem(page=1, name="道路費")])
    assert (proved[0].checks, issues) == ((), [])
    assert all(isinstance(check, Check) for record in proved for check in record.checks)


def test_every_finding_of_a_proof_is_known_as_one(root: Path) -> None:
    """What is not in the list would be said twice once something is corrected."""
    said = {
        code
        for file in (root / "pipeline/prove").glob("*.py")
        for code in re.findall(r'\bcode(?:"?: |=)"([a-z_]+)"', file.read_text(encoding="utf-8"))
    }
    assert said == FINDINGS | {"ocr_repaired"}
