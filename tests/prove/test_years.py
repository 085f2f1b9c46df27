"""Years that contradict one another are doubted, and those that only look so are not."""

import pytest

from models import (
    BudgetStatementLine,
    Check,
    Fact,
    FiscalYear,
    HeadingPath,
    Money,
    Phase,
    Quantity,
    Record,
    Series,
    SeriesValue,
    Source,
)
from pipeline.prove import prove


def yen(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000)


def of(year: int, phase: Phase | None = None) -> FiscalYear:
    return FiscalYear(year=year, phase=phase, text=str(year))


def line(
    name: str, page: int, year: FiscalYear, prior: FiscalYear | None = None, amount: int = 41_257
) -> BudgetStatementLine:
    return BudgetStatementLine(
        page=page,
        direction="expenditure",
        level="title",
        name=name,
        amount=yen(amount),
        fiscal_year=year,
        prior_amount=yen(amount - 1_036) if prior else None,
        prior_fiscal_year=prior,
    )


def dated(records: list[Record]) -> list[tuple[str, Check]]:
    """The checks that fail for a year, with what their record is called."""
    found, issues = prove(records)
    checks = [
        (str(getattr(record, "name", None) or getattr(record, "label", "")), check)
        for record in found
        for check in record.checks
        if check.name == "dated"
    ]
    assert bool(checks) == any(issue.code == "year_contradicted" for issue in issues)
    return checks


@pytest.mark.parametrize(
    ("prior", "paths"),
    [
        (of(2024), []),
        (of(2023), ["amount", "prior_amount"]),
        (of(2025), ["amount", "prior_amount"]),
        (of(2023, "settlement"), []),  # last year's settlement is two years old
        (FiscalYear(year=2022, end_year=2023), []),
    ],
)
def test_last_year_is_the_year_before_this_one(prior: FiscalYear, paths: list[str]) -> None:
    checks = dated([line("議会費", 1, of(2025), prior)])
    assert [next(iter(check.terms)) for _, check in checks] == paths


def pages(*years: int, prior: bool = True, phase: Phase | None = None) -> list[Record]:
    """A page of three lines for each year, of different amounts."""
    return [
        line(
            name,
            page,
            of(year, phase),
            of(year - 1, phase) if prior else None,
            amount=page * 10_000 + 1_111 * at,
        )
        for page, year in enumerate(years, 1)
        for at, name in enumerate(("議会費", "総務費", "民生費"), 1)
    ]


def test_a_page_of_another_year_than_all_others_is_doubted() -> None:
    checks = dated(pages(2025, 2025, 2026, 2025))
    assert len(checks) == 6
    assert {check.terms.get("fiscal_year") for _, check in checks} == {2025, None}
    assert len(dated(pages(2025, 2024, 2025))) == 6


def test_pages_may_be_of_other_years_where_their_phase_or_all_others_say_so() -> None:
    assert dated(pages(2025, 2025, 2025)) == []
    assert dated([*pages(2025, 2025), *pages(2026, phase="settlement")]) == []
    assert dated(pages(2025, 2024, 2023, 2022)) == []
    # A page of last year's budget without its own last year is not off as a whole.
    assert dated([*pages(2025, 2025), *pages(2025, 2025, 2024, prior=False)[6:]]) == []


def test_one_amount_of_one_line_is_of_one_year() -> None:
    one, other = line("議会費", 1, of(2025)), line("議会費", 2, of(2026))
    assert [name for name, _ in dated([one, other])] == ["議会費", "議会費"]
    # Round amounts, other accounts and amounts of a page that has both years are none.
    assert (
        dated([line("議会費", 1, of(2025), amount=50), line("議会費", 2, of(2026), amount=50)])
        == []
    )
    assert dated([one, other.model_copy(update={"account": "水道事業会計"})]) == []
    assert dated([one, one.model_copy(update={"fiscal_year": of(2026)}), other]) == []


@pytest.mark.parametrize(
    ("years", "wrong"),
    [
        ([2020, 2021, 2022, 2023], None),
        ([2020, 2021, 2023, 2023], 2),
        ([2023, 2022, 2022, 2020], 2),
        ([2020, 2020, 2022, 2023], 1),
        ([2021, 2021, 2022, 2023], 0),
        ([2020, 2021, 2022, 2024], None),  # a target of a later year
        ([2018, 2020, 2022, 2024], None),
        ([2020, 2021, 2025, 2023], None),
        ([2020, 2022, 2022], None),
    ],
)
def test_years_side_by_side_follow_one_another(years: list[int], wrong: int | None) -> None:
    values = tuple(
        SeriesValue(fiscal_year=of(year), value=Quantity(value=at, text=str(at), unit="人"))
        for at, year in enumerate(years)
    )
    checks = dated([Series(page=1, name="人口", values=values)])
    assert [next(iter(check.terms)) for _, check in checks] == (
        [] if wrong is None else [f"values.{wrong}.value"]
    )


def test_columns_of_facts_follow_one_another() -> None:
    def fact(at: int, year: int, heading: str) -> Fact:
        box = (100.0 + 50 * at, 20.0, 140.0 + 50 * at, 30.0)
        return Fact(
            page=1,
            label=f"基金 {year}",
            value=yen(41_257 + at),
            path=HeadingPath(row=("基金",), column=(heading,)),
            fiscal_year=of(year),
            sources={"value": Source(page=1, bbox=box, text="41,257")},
        )

    years = [2021, 2022, 2024, 2024]
    (found,) = dated([fact(at, year, f"R{year - 2018}") for at, year in enumerate(years)])
    assert found[1].terms["fiscal_year"] == 2023
    eras = ["平成30年度", "平成31年度", "令和1年度", "令和3年度(見込)"]
    years = [2018, 2019, 2019, 2021]
    (found,) = dated([fact(at, y, h) for at, (y, h) in enumerate(zip(years, eras, strict=True))])
    assert found[1].terms["fiscal_year"] == 2020
    # Two columns under one year are what their headings say.
    headings = ["残高", "残高", "積立", "取崩"]
    assert (
        dated([fact(at, y, h) for at, (y, h) in enumerate(zip(years, headings, strict=True))]) == []
    )
