"""Sums of a budget book go by the path of its rows, whatever their order on facing pages."""

import pytest

from models import BudgetItem, BudgetStatementLine, Funding, Money, Record
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


def items(*levels: tuple[int, int]) -> list[Record]:
    """Projects of one 節 with their level and amount."""
    path = ("歳出", "総務費", "管理費", "一般", "報酬")
    return [
        BudgetItem(page=2, name=f"事業{at}", section=path, level=level, amount=yen(amount))
        for at, (level, amount) in enumerate(levels)
    ]


def parts_of(records: list[Record]) -> list[tuple[str, bool | None, float | None]]:
    """The sums of parts that projects own: whose, whether they hold, and what was added."""
    return [
        (getattr(record, "name", ""), check.holds, check.terms["sum"])
        for record in prove(records)[0]
        if isinstance(record, BudgetItem)
        for check in record.checks
        if check.name == "parts"
    ]


def test_a_project_is_the_sum_of_those_of_the_next_level_that_follow_it() -> None:
    found = items((1, 60), (2, 40), (3, 25), (3, 15), (2, 20), (1, 7), (2, 7))
    assert parts_of([*book(), *found]) == [
        ("事業0", True, 60_000),
        ("事業1", True, 40_000),
        ("事業5", True, 7_000),
    ]


def test_parts_of_a_project_stop_at_the_next_of_its_own_level_or_above() -> None:
    found = items((1, 60), (3, 5), (1, 20), (2, 20), (2, 1))
    assert parts_of([*book(), *found]) == [("事業2", False, 21_000)]


def test_the_total_of_subitems_stands_under_their_own_headings() -> None:
    other = line("subitem", "選挙", 999, "歳出", "総務費", "選挙費")
    assert held(prove([*book(), other])[0])["total"] == {True}


def test_funding_of_a_total_is_the_sum_by_source_and_label() -> None:
    path = ("歳出", "総務費", "管理費")

    def funded(row: Record, *parts: int) -> Record:
        sources = (("national", "国庫支出金"), ("other", "その他"))
        funding = tuple(
            Funding.model_validate({"source": source, "label": label, "amount": yen(part)})
            for (source, label), part in zip(sources, parts, strict=False)
        )
        return row.model_copy(update={"funding": funding})

    rows = book()
    rows[0], rows[1] = funded(rows[0], 70, 30), funded(rows[1], 10, 20)
    rows[2] = funded(rows[2], 80, 50)
    proved, issues = prove(rows)
    sums = {
        next(iter(check.terms)): check.holds for check in proved[2].checks if check.name == "total"
    }
    assert sums == {"amount": True, "funding.0.amount": True, "funding.1.amount": True}
    rows[2] = funded(rows[2], 81, 49)
    sums = {next(iter(c.terms)): c.holds for c in prove(rows)[0][2].checks if c.name == "total"}
    assert sums == {"amount": True, "funding.0.amount": False, "funding.1.amount": False}
    assert path == proved[2].section
    assert issues == []


def test_a_supplement_is_held_to_what_it_adds_alone() -> None:
    """Rows that do not change are not printed, so that what was there before does not add up."""
    rows = [
        row.model_copy(update={"amount_before": yen(before), "amount_after": yen(before + amount)})
        for (row, before, amount) in zip(
            book(), (1_000, 300, 2_000, 600, 80, 300), (100, 30, 130, 60, 40, 30), strict=True
        )
    ]
    names = {
        path
        for record in prove(rows)[0]
        for check in record.checks
        if check.name in ("parts", "total")
        for path in check.terms
    }
    assert names == {"amount", "sum", "figures"}


@pytest.mark.parametrize("level", ["subitem", "section"])
def test_rows_without_the_inner_levels_are_no_book(level: str) -> None:
    rows = [row for row in book() if getattr(row, "level", None) != level]
    assert "parts" not in held(prove(rows)[0])


def test_rows_of_a_book_are_not_added_in_their_order() -> None:
    """On facing pages the 計 stands between the 目 of the left page and the 節 of the right one."""
    rows = [*book(), line("total", "計", 999, "歳出", "総務費", "別費")]
    names = {check.name for check in prove(rows)[0][-1].checks}
    assert names == set()


@pytest.mark.parametrize(("wrong", "severity", "told"), [(1, "warning", True), (4, "info", False)])
def test_a_sum_of_projects_that_fails_is_told_at_its_parts_where_most_hold(
    wrong: int, severity: str, *, told: bool
) -> None:
    path = ("歳出", "総務費", "管理費")
    rows: list[Record] = []
    projects: list[Record] = []
    for at in range(5):
        name = f"目{at}"
        rows += [line("subitem", name, 100 + at, *path)]
        rows += [line("section", "報酬", 100 + at, *path, name)]
        amount = yen(100 + at + (50 if at < wrong else 0))
        projects.append(
            BudgetItem(page=2, name=f"{name}事業", section=(*path, name), level=1, amount=amount)
        )
    proved, _ = prove([*rows, *projects])
    own = [c for c in proved[0].checks if c.name == "explained"]
    assert [(check.holds, check.severity) for check in own] == [(False, severity)]
    part = [check.holds for check in proved[len(rows)].checks if check.name == "in_explained"]
    assert part == ([False] if told else [])


def with_prior(record: BudgetStatementLine, prior: int) -> BudgetStatementLine:
    """The row with last year's amount and the difference."""
    change = (record.amount.yen or 0) // 1000 - prior if record.amount else 0
    return record.model_copy(update={"prior_amount": yen(prior), "change": yen(change)})


@pytest.mark.parametrize(("misread", "graver"), [(0, False), (9, True)])
def test_a_row_of_last_year_that_is_given_up_is_no_error(misread: int, graver: bool) -> None:
    path = ("歳出", "総務費")
    whole = with_prior(line("item", "選挙費", 57, *path), 750)
    parts = [
        with_prior(line("subitem", "管理費", 17, *path, "選挙費"), 13),
        with_prior(line("subitem", "地方選挙費", 40, *path, "選挙費"), 321),
    ]
    if misread:
        parts[1] = parts[1].model_copy(update={"prior_amount": yen(321 + misread)})
    inner = line("section", "報酬", 17, *path, "選挙費", "管理費")
    issues = prove([whole, *parts, inner])[1]
    found = [
        each
        for each in issues
        if each.code == "does_not_add_up" and "選挙費: parts" in each.message
    ]
    assert any(each.severity == "error" for each in found) is graver
