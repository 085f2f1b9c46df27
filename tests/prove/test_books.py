"""Sums of a budget book go by the path of its rows, whatever their order on facing pages."""

import pytest

from models import BudgetItem, BudgetStatementLine, Money, Record
from pipeline.prove import prove


def yen(amount: int) -> Money:
    """So many thousands of yen, as a book prints them."""
    return Money(yen=amount * 1000, text=f"{amount:,}", unit=1000)


def line(level: str, name: str, amount: int, *path: str) -> BudgetStatementLine:
    """A row of the expenditure under some headings."""
    return BudgetStatementLine.model_validate(
        {
            "page": 1,
            "direction": "expenditure",
            "level": level,
            "name": name,
            "section": path,
            "amount": yen(amount),
        }
    )


def book(*, first_section: int = 60) -> list[Record]:
    """Two 目 on a left-hand page, their 節 all on the right-hand one, and the 計 before those."""
    path = ("歳出", "総務費", "管理費")
    return [
        line("subitem", "一般", 100, *path),
        line("subitem", "財産", 30, *path),
        line("total", "計", 130, *path),
        line("section", "報酬", first_section, *path, "一般"),
        line("section", "旅費", 40, *path, "一般"),
        line("section", "委託料", 30, *path, "財産"),
    ]


def held(records: list[Record]) -> dict[str, set[bool | None]]:
    """What came of each named identity that a row owns."""
    found: dict[str, set[bool | None]] = {}
    for record in records:
        for check in record.checks:
            if not check.name.startswith("in_"):
                found.setdefault(check.name, set()).add(check.holds)
    return found


def test_sections_add_up_to_the_subitem_of_their_path() -> None:
    records, issues = prove(book())
    assert held(records) == {"parts": {True}, "total": {True}}
    assert not issues


def test_a_section_that_is_wrong_fails_its_own_subitem_and_the_parts_of_that_alone() -> None:
    records, issues = prove(book(first_section=90))
    failed = [record for record in records for check in record.checks if check.holds is False]
    assert [getattr(record, "name", None) for record in failed] == ["一般", "報酬", "旅費"]
    assert [issue.code for issue in issues if issue.severity == "error"] == ["does_not_add_up"]


@pytest.mark.parametrize(("amounts", "holds"), [((100, 30), True), ((10, 3), False)])
def test_explanations_that_do_not_add_up_are_said_and_alarm_nobody_where_none_does(
    amounts: tuple[int, int], holds: bool
) -> None:
    path = ("歳出", "総務費", "管理費")
    items = [
        BudgetItem(page=2, name=f"{name}事業", section=(*path, name), level=1, amount=yen(amount))
        for name, amount in zip(("一般", "財産"), amounts, strict=True)
    ]
    records, issues = prove([*book(), *items])
    assert held(records)["explained"] == {holds}
    assert not issues


def test_the_same_title_says_the_same_everywhere() -> None:
    titles = [
        line("title", "総務費", amount, *part, "歳出").model_copy(update={"code": "2"})
        for amount, part in ((130, ("総括",)), (131, ("第1表",)))
    ]
    records, issues = prove([*titles, *book()])
    assert held(records)["restated"] == {False}
    assert issues
