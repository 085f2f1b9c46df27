"""Figures that share an owner, of which it is then not told whose they are."""

import pytest

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Fact,
    FiscalYear,
    Money,
    Quantity,
    Record,
    Source,
)
from models.policy import HeadingPath
from pipeline.prove import prove
from pipeline.trust.sums import misread


def fact(label: str, yen: int, *, row: str = "", **more: object) -> Record:
    fields = {
        "page": 1,
        "label": label,
        "value": Money(yen=yen, text=str(yen)),
        "sources": {"label": Source(page=1, bbox=(0, 0, 9, 9), text=row or label)},
        **more,
    }
    return Fact.model_validate(fields)


def shared(*records: Record) -> list[tuple[int, float | None]]:
    """The places of figures whose owner is shared, with how many such rows stand before each."""
    return [
        (place, check.terms["before"])
        for place, record in enumerate(prove(records)[0])
        for check in record.checks
        if check.name == "one_owner" and check.holds is False
    ]


def test_two_figures_of_one_owner_are_told() -> None:
    """給与費: a second block of columns whose headings were lost below those of the first."""
    rows = [
        fact(f"{year} 管理職手当", yen, row=year)
        for year, yen in (
            ("本年度", 101_641),
            ("前年度", 99_000),
            ("本年度", 123_910),
            ("前年度", 136_110),
        )
    ]
    assert shared(*rows) == [(0, 0), (1, 0), (2, 1), (3, 1)]
    _, issues = prove(rows)
    (issue,) = [issue for issue in issues if issue.code == "owner_shared"]
    assert (issue.page, issue.severity) == (1, "warning")
    assert "本年度 管理職手当, 前年度 管理職手当" in issue.message


def test_rows_of_one_name_that_follow_one_another_are_as_they_are_printed() -> None:
    rows = [fact("道路費 繰越額", 1_000, row="道路費"), fact("道路費 繰越額", 4_116, row="道路費")]
    assert shared(*rows) == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    "change",
    [
        {"label": "橋梁費"},
        {"page": 2},
        {"scope": "別表"},
        {"section": ("別",)},
        {"fiscal_year": FiscalYear(year=2020)},
        {"path": HeadingPath(row=("道路",), column=("R7",))},
        {"value": Quantity(value=5, text="5", unit="人")},
        {"value": Money(yen=5_000, text="5")},
        {"value": Money(yen=None, text="-", none=True)},
    ],
)
def test_what_tells_two_figures_apart(change: dict[str, object]) -> None:
    one = fact("道路費", 5_000)
    other = one.model_copy(update=change)
    same = change.keys() == {"value"} and getattr(change["value"], "yen", 0) is None
    assert shared(one, other) == ([(0, 0), (1, 0)] if same else [])


def test_counts_of_two_years_or_units_are_not_one() -> None:
    def count(value: float, unit: str, year: int | None = None, *, sum_: bool = False) -> Record:
        of = FiscalYear(year=year) if year else None
        quantity = Quantity(value=value, text="x", unit=unit, fiscal_year=of, cumulative=sum_)
        return Fact(page=1, label="参加者", value=quantity)

    assert shared(count(5, "人"), count(6, "人")) == [(0, 0), (1, 0)]
    assert shared(count(5, "人"), count(6, "件")) == []
    assert shared(count(5, "人", 2020), count(6, "人", 2021)) == []
    assert shared(count(5, "人"), count(6, "人", sum_=True)) == []


def test_lines_and_projects_of_one_name_are_told_apart_by_all_that_they_say() -> None:
    money, more = Money(yen=5, text="5"), Money(yen=6, text="6")
    line = BudgetStatementLine(page=1, name="取崩", amount=money)
    assert shared(line, line.model_copy(update={"amount": more})) == [(0, 0), (1, 0)]
    for change in ({"code": "2"}, {"direction": "revenue"}, {"level": "item"}, {"account": "特会"}):
        assert shared(line, line.model_copy(update={"amount": more, **change})) == []
    item = BudgetItem(page=1, name="研修", amount=money)
    assert shared(item, item.model_copy(update={"amount": more})) == [(0, 0), (1, 0)]
    for change in ({"department": "課"}, {"code": "2"}, {"mark": "relisted"}, {"region": "市内"}):
        assert shared(item, item.model_copy(update={"amount": more, **change})) == []


def test_totals_have_no_owner_of_their_own() -> None:
    totals = [
        BudgetStatementLine(page=1, name="計", amount=Money(yen=yen, text="x"), level="total")
        for yen in (5, 6)
    ]
    assert shared(*totals) == []


@pytest.mark.parametrize("label", ["70.81%", "4,866万円", "2億3,978万円", "△12.5%", "15人"])
def test_a_figure_that_only_itself_names_has_no_owner(label: str) -> None:
    records, issues = prove([fact(label, 1_000)])
    assert [(check.name, check.holds) for check in records[0].checks] == [("one_owner", False)]
    assert [(issue.code, issue.page) for issue in issues] == [("owner_unknown", 1)]
    assert label in issues[0].message
    assert misread(records, issues)[0]["value"] > 0.2


@pytest.mark.parametrize("label", ["民生費 11.18%", "10年", "3級", "A", "人件費"])
def test_a_word_is_a_name(label: str) -> None:
    assert prove([fact(label, 1_000)])[1] == []


@pytest.mark.parametrize(("top", "expected"), [(100.0, [0]), (120.0, [])])
def test_a_total_that_has_one_of_several_amounts_of_its_row(
    top: float, expected: list[int]
) -> None:
    def at(x: float, y: float, figure: int) -> Source:
        return Source(page=1, bbox=(x, y, x + 40, y + 10), text=f"{figure:,}")

    total = BudgetTotal(
        page=1,
        name="歳出合計",
        amount=Money(yen=313_807_000, text="313,807", unit=1000),
        sources={"amount": at(100, 100, 313_807)},
    )
    others = [
        Fact(
            page=1,
            label="歳出合計",
            value=Money(yen=figure * 1000, text=f"{figure:,}", unit=1000),
            path=HeadingPath(row=("歳出合計",), column=(column,)),
            sources={"value": at(x, top, figure)},
        )
        for x, column, figure in ((200, "補正額", 369_490), (300, "計", 683_297))
    ]
    assert [place for place, _ in shared(total, *others)] == expected
