"""Which rows stand in one table, and how deep, by what the rows themselves say."""

import pytest

from models import BudgetItem, BudgetStatementLine, BudgetTotal, FiscalYear, Money, Record
from pipeline.prove.groups import grand_total, groups
from pipeline.prove.identities import Ledger


def line(name: str, *, page: int = 1, year: int = 2025, **more: object) -> BudgetStatementLine:
    fields = {
        "page": page,
        "name": name,
        "direction": "expenditure",
        "fiscal_year": FiscalYear(year=year),
        "amount": Money(yen=1, text="1"),
        **more,
    }
    return BudgetStatementLine.model_validate(fields)


def item(name: str, *, page: int = 1, amount: bool = True, level: int | None = None) -> BudgetItem:
    money = Money(yen=1, text="1") if amount else None
    return BudgetItem(page=page, name=name, amount=money, level=level)


def total(name: str, *, page: int = 1) -> BudgetTotal:
    return BudgetTotal(page=page, name=name, amount=Money(yen=1, text="1"))


def split(*records: Record) -> list[list[int]]:
    """The places of each group."""
    return [[entry.place for entry in group] for group in groups(records)]


def depths(*records: Record) -> list[int]:
    (group,) = groups(records)
    return [entry.depth for entry in group]


@pytest.mark.parametrize(
    ("second", "apart"),
    [
        (line("乙"), False),
        (line("乙", page=2), False),
        (line("乙", page=3), True),
        (line("乙", year=2024), True),
        (line("乙", direction="revenue"), True),
        (item("乙"), True),
        (line("乙", code="1"), True),
        (line("乙", code="2"), False),
        (line("乙", code="1", level="title"), True),
        (line("乙", code="1", level="item"), False),
    ],
)
def test_where_another_table_of_lines_begins(second: Record, *, apart: bool) -> None:
    assert split(line("甲"), second) == ([[0], [1]] if apart else [[0, 1]])


def test_rows_numbered_1_one_after_another_begin_one_table() -> None:
    assert split(line("甲", code="1"), line("乙", code="1")) == [[0, 1]]


def test_after_the_total_of_all_under_another_heading_a_new_table_begins() -> None:
    end = line("歳出合計", level="total", section=("歳出",))
    assert split(end, line("乙", section=("歳出",))) == [[0, 1]]
    assert split(end, line("乙", section=("歳入",))) == [[0], [1]]
    assert split(end, line("乙")) == [[0], [1]]
    assert split(end, line("歳出総計", level="total")) == [[0, 1]]
    middle = line("小計", level="total", section=("歳出",))
    assert split(middle, line("乙", section=("歳入",))) == [[0, 1]]


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (item("甲"), item("乙"), False),
        (item("甲"), item("乙", page=2), False),
        (item("甲"), item("乙", page=3), True),
        (item("甲"), total("合計"), False),
        (total("合計"), item("乙"), True),
        (total("小計"), item("乙"), False),
        (line("甲"), item("乙"), True),
    ],
)
def test_where_another_table_of_projects_begins(
    first: Record, second: Record, *, apart: bool
) -> None:
    assert split(first, second) == ([[0], [1]] if apart else [[0, 1]])


def test_what_is_no_row_is_left_out() -> None:
    assert split(item("甲"), item("無", amount=False), total("全体"), total("計")) == [[0, 3]]
    assert split(item("甲"), item("うち乙"), item("（再掲）丙"), item("丁")) == [[0, 3]]
    places = groups([item("甲"), item("乙"), item("丙")], apart={1})
    assert [[entry.place for entry in group] for group in places] == [[0, 2]]


def test_revenue_and_expenditure_side_by_side_are_two_tables() -> None:
    pairs = [
        line(name, direction=direction)
        for name in ("甲", "乙", "丙")
        for direction in ("revenue", "expenditure")
    ]
    assert split(*pairs) == [[0, 2, 4], [1, 3, 5]]
    # Lines of the one that come long after, or on another page, are not beside the other.
    far = [*pairs[:2], *(line("丁", direction="expenditure") for _ in range(3)), pairs[2]]
    assert split(*far) == [[0], [1, 2, 3, 4], [5]]
    turned = [*pairs[:2], pairs[2].model_copy(update={"page": 2})]
    assert split(*turned) == [[0], [1], [2]]


def test_depth_is_the_level_of_a_line_or_a_project() -> None:
    levels = ("title", "item", "subitem", "section", "detail")
    assert depths(*(line("甲", level=level) for level in levels)) == [0, 1, 2, 3, 4]
    assert depths(item("甲", level=1), item("乙", level=3), item("丙")) == [1, 3, 0]


def test_depth_is_how_a_number_is_written() -> None:
    codes = ("1", "(1)", "①", "②", "(2)", "2", None, "(1)")
    rows = [line(str(at), code=code) for at, code in enumerate(codes)]
    assert depths(*rows) == [0, 1, 2, 2, 1, 0, 0, 0]
    assert depths(line("甲", code="1"), line("計", level="total"), line("乙", code="(1)")) == [
        0,
        0,
        1,
    ]


def test_the_total_of_all_is_the_largest() -> None:
    rows: list[Record] = [
        line("小計", level="total", amount=Money(yen=40, text="40")),
        line("歳出合計", level="total", amount=Money(yen=100, text="100")),
        line("再計", level="total", amount=None),
        line("甲", amount=Money(yen=900, text="900")),
    ]
    (group,) = groups(rows)
    assert grand_total(Ledger(rows), group) == 1
    assert grand_total(Ledger(rows), group[2:]) is None
