"""Units that a table's own figures speak against."""

import pytest

from models import Balance, BudgetItem, BudgetStatementLine, Fact, HeadingPath, Money, Record
from pipeline.prove import prove


def page(number: int, figures: list[int], *, unit: int, kind: str = "budget_item") -> list[Record]:
    made: list[Record] = []
    for at, figure in enumerate(figures):
        money = Money(yen=figure * unit, text=f"{figure:,}", unit=unit)
        name = f"事業{number}の{at}"
        if kind == "fact":
            made.append(Fact(page=number, label=name, value=money))
        else:
            made.append(BudgetItem(page=number, name=name, amount=money))
    return made


def doubtful(records: list[Record]) -> set[int]:
    """The pages of amounts whose unit is in doubt."""
    return {
        record.page
        for record in prove(records)[0]
        for check in record.checks
        if check.name == "scale" and check.holds is False
    }


FIGURES = [3_078, 76, 41_203, 954, 12_400]


@pytest.mark.parametrize(
    ("figures", "unit", "expected"),
    [
        (FIGURES, 1, {1}),
        (FIGURES, 1000, set()),
        # Yen printed in full.
        ([figure * 1000 for figure in FIGURES], 1, set()),
        # One large figure among them: the others may be what they say.
        ([*FIGURES, 30_000_000], 1, set()),
        # Too few to tell.
        (FIGURES[:3], 1, set()),
    ],
)
def test_projects_that_all_cost_next_to_nothing_are_in_the_wrong_unit(
    figures: list[int], unit: int, expected: set[int]
) -> None:
    assert doubtful(page(1, figures, unit=unit)) == expected


def test_fees_and_other_facts_may_be_small() -> None:
    assert doubtful(page(1, FIGURES, unit=1, kind="fact")) == set()


def test_an_amount_that_prints_its_own_unit_is_not_doubted() -> None:
    money = [Money(yen=yen, text=f"{yen}円", unit=1, unit_text="円") for yen in FIGURES]
    items: list[Record] = [
        BudgetItem(page=1, name=f"事業{at}", amount=each) for at, each in enumerate(money)
    ]
    assert doubtful(items) == set()


LARGE = [figure * 1000 for figure in FIGURES]


def test_a_page_in_yen_whose_prints_are_as_long_as_those_of_others_in_thousands() -> None:
    others = [record for number in (2, 3, 4) for record in page(number, LARGE, unit=1000)]
    assert doubtful([*page(1, LARGE, unit=1), *others]) == {1}
    full = page(1, [figure * 1000 for figure in LARGE], unit=1)
    assert doubtful([*full, *others]) == set()
    # Pay by the month is in plain yen, however the budget is printed.
    assert doubtful([*page(1, LARGE, unit=1, kind="fact"), *others]) == set()


def test_where_pages_of_both_kinds_are_as_many_nothing_is_told() -> None:
    assert doubtful([*page(1, LARGE, unit=1), *page(2, LARGE, unit=1000)]) == set()


def test_the_issue_says_what_speaks_against_the_unit() -> None:
    (issue,) = prove(page(1, FIGURES, unit=1))[1]
    assert issue.code == "scale_contradicted"
    assert "no government's yearly amounts are so small" in issue.message
    others = [record for number in (2, 3, 4) for record in page(number, LARGE[1:], unit=1000)]
    (issue,) = prove([*page(1, LARGE, unit=1), *others])[1]
    assert "in units of 1,000 yen" in issue.message


def lines(named: dict[str, int], *, unit: int, section: str = "一般会計 歳入") -> list[Record]:
    return [
        BudgetStatementLine(
            page=1,
            section=(section,),
            name=name,
            amount=Money(yen=figure * unit, text=f"{figure:,}", unit=unit),
        )
        for name, figure in named.items()
    ]


REVENUE = {"市税": 5_512_345, "地方譲与税": 210_000, "地方交付税": 4_901_000, "諸収入": 23_340_000}


@pytest.mark.parametrize(
    ("named", "unit", "section", "expected"),
    [
        (REVENUE, 1, "一般会計 歳入", {1}),
        (REVENUE, 1000, "一般会計 歳入", set()),
        # What one person pays and gets, and what a supplement adds, may be as little.
        (REVENUE, 1, "市民1人当たりの予算", set()),
        (REVENUE, 1, "補正予算(第3号)", set()),
        ({"入湯税": 5_512_345, "諸収入": 4_901_000}, 1, "一般会計 歳入", set()),
        ({"市税": 5_512_345, "諸収入": 4_901_000}, 1, "一般会計 歳入", set()),
    ],
)
def test_even_the_smallest_city_has_more_taxes(
    named: dict[str, int], unit: int, section: str, expected: set[int]
) -> None:
    assert doubtful(lines(named, unit=unit, section=section)) == expected


@pytest.mark.parametrize(
    ("unit", "section", "expected"),
    [
        (1, "地方債の現在高に関する調書", {1}),
        (1000, "地方債の現在高に関する調書", set()),
        (1, "土地開発基金の現在高", set()),  # a fund may hold little
    ],
)
def test_no_government_owes_so_little(unit: int, section: str, expected: set[int]) -> None:
    def balance(name: str, opening: int, closing: int) -> Balance:
        first, last = (
            Money(yen=figure * unit, text=f"{figure:,}", unit=unit) for figure in (opening, closing)
        )
        return Balance(page=1, section=(section,), name=name, opening=first, closing=last)

    rows = [balance("普通債", 1_709_112, 1_634_195), balance("合計", 2_277_002, 2_177_831)]
    assert doubtful(list(rows)) == expected


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("普通交付税(算定額)", "金額", {1}),
        ("交付税の加算", "金額", set()),
        ("総務費", "不用額", set()),  # what is left over of it may well be little
    ],
)
def test_a_facts_row_says_what_it_is_of(row: str, column: str, expected: set[int]) -> None:
    records: list[Record] = [
        Fact(
            page=1,
            label=f"実績 {row} 令和{at}年度 {column}",
            value=Money(yen=figure, text=f"{figure:,}"),
            path=HeadingPath(row=("実績", row), column=(f"令和{at}年度", column)),
        )
        for at, figure in enumerate((4_013_547, 4_059_000, 3_806_047), 1)
    ]
    assert doubtful(records) == expected
