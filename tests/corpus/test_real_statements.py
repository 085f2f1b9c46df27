"""Real sheets of statements, taxes, funds, debt, charts and prose, and a newsletter page."""

from pathlib import Path

import pytest

from models import (
    Balance,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Commitment,
    Extraction,
    Fact,
    Money,
)
from pipeline.run import extract
from pipeline.score.evaluate import evaluate
from pipeline.score.lines import read_json_lines
from pipeline.values import is_proved, values_of

pytestmark = pytest.mark.corpus

SHEETS = (
    "Ｐ２　当初予算の概要",
    "Ｐ３　自主財源・依存財源収入",
    "Ｐ４　目的別歳入",
    "Ｐ５　目的別歳出",
    "Ｐ６　性質別歳入",
    "Ｐ７　性質別歳出",
    "Ｐ８　グラフ",
    "Ｐ９　市税見積書",
    "Ｐ10　地方交付税の推移",
    "Ｐ11　基金現在高調",
    "Ｐ12　地方債現在高調書",
    "Ｐ13　繰越明許・債務負担行為",
)
# The note below the table speaks of three projects; the table holds none.
# The projects that sentences name, by their amounts in thousands, and how their names end.
IN_PROSE = {
    57_666: "再整備の事業費",
    46_624: "進入路・駐車場整備事業費",
    11_253: "庁舎屋外トイレの再整備事業費",
    1_287_798: "障害者自立支援給付事業費",
    112_076: "長岡西部保育所改築事業費",
    272_000: "社会資本整備総合交付金事業費",
    322_165: "篠原地区土地区画整理事業費",
    749_414: "都市再生整備事業費",
}
STATEMENTS = {
    "Ｐ３　自主財源・依存財源収入": ("revenue", 13),
    "Ｐ４　目的別歳入": ("revenue", 18),
    "Ｐ５　目的別歳出": ("expenditure", 14),
    "Ｐ６　性質別歳入": ("revenue", 23),
    "Ｐ７　性質別歳出": ("expenditure", 21),
    "Ｐ９　市税見積書": ("revenue", 24),
}


@pytest.fixture(scope="module")
def sheets(corpus: Path) -> dict[str, Extraction]:
    return {name: extract(corpus / "nankoku-r4" / f"{name}.pdf") for name in SHEETS}


@pytest.mark.parametrize("name", SHEETS)
def test_nearly_every_figure_of_a_sheet_is_in_a_record(
    name: str, sheets: dict[str, Extraction]
) -> None:
    counts = sheets[name].document.counts
    assert counts.figures > 0
    assert counts.figures == counts.figures_in_records + counts.figures_left_over
    assert len(sheets[name].leftovers) == counts.figures_left_over
    assert counts.figures_in_records >= 0.95 * counts.figures


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_hold_no_projects(name: str, sheets: dict[str, Extraction]) -> None:
    projects = {
        r.amount.yen // 1000: r.name
        for r in sheets[name].records
        if isinstance(r, BudgetItem) and r.amount and r.amount.yen
    }
    expected = IN_PROSE if name == "Ｐ２　当初予算の概要" else {}
    assert projects.keys() == expected.keys()
    assert all(projects[amount].endswith(end) for amount, end in expected.items())


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_have_all_their_rows(name: str, sheets: dict[str, Extraction]) -> None:
    direction, rows = STATEMENTS[name]
    lines = [r for r in sheets[name].records if isinstance(r, BudgetStatementLine)]
    assert len(lines) == rows
    assert {line.direction for line in lines} == {direction}
    assert all(line.fiscal_year and line.fiscal_year.year == 2022 for line in lines)
    assert all(line.prior_fiscal_year and line.prior_fiscal_year.year == 2021 for line in lines)
    failed = [c for line in lines for c in line.checks if not c.holds and c.severity == "error"]
    assert failed == []
    assert all(any(c.name == "change" and c.holds for c in line.checks) for line in lines)
    total = next(c for c in reversed(lines[-1].checks) if c.name == "total")
    assert total.holds


@pytest.mark.parametrize("name", [name for name in STATEMENTS if name != "Ｐ９　市税見積書"])
def test_amounts_of_statements_are_in_thousands_and_proved(
    name: str, sheets: dict[str, Extraction]
) -> None:
    records = sheets[name].records
    assert sheets[name].document.counts.amounts_proved > 0
    unproved = [
        value
        for record in records
        for path, value in values_of(record)
        if isinstance(value, Money) and value.yen and not is_proved(record, path)
    ]
    # 40 less 40 is nothing: figures of one or two digits agree by chance.
    assert [money for money in unproved if len(str(abs(money.yen or 0)).rstrip("0")) > 2] == []
    (grand,) = [
        record
        for record in sheets[name].records
        if isinstance(record, BudgetStatementLine) and record.name.endswith("合計")
    ]
    assert grand.amount is not None
    assert grand.amount.yen == 23_340_000_000


def test_shares_left_over_from_another_year_are_told(sheets: dict[str, Extraction]) -> None:
    """The prior shares of P5 and P7 are printed wrong: they are not those of the prior amounts.

    On P7 the share of 繰出金 is wrong as well: 2,389,325 of 23,340,000 is 10.2 % and not 10.3 %.
    """
    for name, wrong in (("Ｐ５　目的別歳出", 10), ("Ｐ７　性質別歳出", 16)):
        issues = [i for i in sheets[name].issues if i.code == "does_not_add_up"]
        assert len(issues) == wrong
        assert {issue.severity for issue in issues} == {"warning"}


def test_a_sheet_without_a_unit_gives_no_yen(sheets: dict[str, Extraction]) -> None:
    sheet = sheets["Ｐ９　市税見積書"]
    lines = [r for r in sheet.records if isinstance(r, BudgetStatementLine)]
    assert {line.amount.yen for line in lines if line.amount} == {None}
    assert [issue.code for issue in sheet.issues] == ["unit_unknown"]


def _facts(extraction: Extraction) -> dict[tuple[str, int | None], int | float | None]:
    return {
        (fact.label, fact.fiscal_year.year if fact.fiscal_year else None): (
            fact.value.yen if isinstance(fact.value, Money) else fact.value.value
        )
        for fact in extraction.records
        if isinstance(fact, Fact)
    }


def test_units_of_yen_and_thousands_are_told_apart(sheets: dict[str, Extraction]) -> None:
    debt = {
        (r.name, r.fiscal_year and r.fiscal_year.year): r.closing and r.closing.yen
        for r in sheets["Ｐ12　地方債現在高調書"].records
        if isinstance(r, Balance)
    }
    assert debt["1普通債", 2020] == 13_480_695_741
    funds = _facts(sheets["Ｐ11　基金現在高調"])
    assert funds["財政調整 令和2年度 年度末残高", 2020] == 2_426_042_000
    assert funds["財政調整 令和4年度当初 取崩", 2022] == -400_000_000
    chart = [r for r in sheets["Ｐ８　グラフ"].records if isinstance(r, BudgetStatementLine)]
    assert [line.share_percent for line in chart if line.name == "市債"] == [10.9]


def test_every_year_of_a_run_is_its_own(sheets: dict[str, Extraction]) -> None:
    grants = _facts(sheets["Ｐ10　地方交付税の推移"])
    assert grants["地財計画 普通交付税 平成21年度 金額", 2009] == 4_002_774_000
    assert grants["総計 令和4年度(予算額) 金額", 2022] == 4_910_000_000
    assert grants["総計 令和4年度(予算額) 対前年比", 2022] == -12.5


def test_commitments_and_their_parts(sheets: dict[str, Extraction]) -> None:
    sheet = sheets["Ｐ13　繰越明許・債務負担行為"]
    limits = {
        (r.kind, r.name): r.limit and r.limit.yen
        for r in sheet.records
        if isinstance(r, Commitment)
    }
    assert limits["obligation", "南国市環境センター運転管理業務委託"] == 79_200_000
    (total,) = [r for r in sheet.records if isinstance(r, BudgetTotal)]
    assert total.amount is not None
    assert total.amount.yen == 138_356_000
    assert [check.holds for check in total.checks] == [True]


def test_totals_in_prose(sheets: dict[str, Extraction]) -> None:
    totals = [r for r in sheets["Ｐ２　当初予算の概要"].records if isinstance(r, BudgetTotal)]
    budget = totals[0]
    assert budget.amount is not None
    assert budget.change is not None
    assert (budget.amount.yen, budget.change.yen) == (23_340_000_000, -490_000_000)
    assert budget.change_percent == -2.1


@pytest.fixture(scope="module")
def newsletter(corpus: Path) -> Extraction:
    return extract(corpus / "otoineppu" / "kouhou-2020-03.pdf")


def test_a_newsletter_page_gives_its_statement(newsletter: Extraction, corpus: Path) -> None:
    gold = read_json_lines((corpus / "otoineppu" / "kouhou-2020-03.gold.jsonl").read_text("utf-8"))
    # Gold names the rows; their totals are lines of their own, and a sentence names some again.
    found = [
        record.model_dump(mode="json")
        for record in newsletter.records
        if isinstance(record, BudgetStatementLine)
        and record.level != "total"
        and "。" not in record.sources["name"].text
    ]
    types = sorted({str(record["type"]) for record in gold})
    evaluation = evaluate([*gold, {"type": "complete", "types": [*types]}], found)
    assert len(gold) == 28
    assert evaluation.misses == []
    totals = [
        record
        for record in newsletter.records
        if isinstance(record, BudgetStatementLine) and record.level == "total"
    ]
    assert [t.amount.yen for t in totals if t.amount] == [1_983_000_000] * 2
    assert [t.change.yen for t in totals if t.change] == [-148_000_000] * 2
    # Last year's amount is not printed, so that the change has nothing to be held against.
    unsaid = {c.name for t in totals for c in t.checks if not c.holds}
    assert unsaid == {"change"}
    assert all(c.holds is not False for t in totals for c in t.checks)
    assert all(any(c.holds for c in t.checks) for t in totals)


def test_a_newsletter_page_states_its_totals(newsletter: Extraction) -> None:
    totals = {
        record.name: record.amount.yen
        for record in newsletter.records
        if isinstance(record, BudgetTotal) and record.amount and record.page == 2
    }
    assert totals["予算総額"] == 2_262_200_000
    assert totals["一般会計"] == 1_983_000_000
    assert totals["特別会計"] == 279_200_000
