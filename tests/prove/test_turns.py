"""Names in one another's place are told by the order of 款; any other order alarms nobody."""

import pytest

from models import BudgetStatementLine, Money, Record
from pipeline.prove import prove
from pipeline.prove.turns import turn_checks

TITLES = ["議会費", "総務費", "民生費", "衛生費", "商工費", "土木費", "教育費"]


def lines(names: list[str], **fields: object) -> list[Record]:
    return [
        BudgetStatementLine.model_validate(
            {
                "page": 1,
                "direction": "expenditure",
                "level": "title",
                "name": name,
                "amount": Money(yen=41_257 * (at + 1), text=str(41_257 * (at + 1))),
                **fields,
            }
        )
        for at, name in enumerate(names)
    ]


def exchanged(names: list[str], one: int, other: int) -> list[str]:
    changed = list(names)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def doubted(records: list[Record]) -> set[str]:
    checks, issues = turn_checks(records)
    assert bool(checks) == bool(issues)
    return {str(getattr(records[place], "name", "")) for place, _ in checks}


@pytest.mark.parametrize(("one", "other"), [(0, 1), (2, 5), (0, 6)])
def test_two_names_in_one_anothers_place(one: int, other: int) -> None:
    names = exchanged(TITLES, one, other)
    assert doubted(lines(names)) == {TITLES[one], TITLES[other]}
    numbered = [f"{at} {name}" for at, name in enumerate(names, 1)]
    assert len(doubted(lines(numbered))) == 2


def test_what_is_in_order_or_in_quite_another_order_is_not_doubted() -> None:
    assert doubted(lines(TITLES)) == set()
    assert doubted(lines(TITLES[::-1])) == set()
    # By size, or too few to tell.
    assert doubted(lines(["民生費", "教育費", "土木費", "総務費", "衛生費", "議会費"])) == set()
    assert doubted(lines(exchanged(TITLES[:4], 1, 2))) == set()


def test_each_table_has_an_order_of_its_own() -> None:
    first, second = lines(TITLES), lines(TITLES, account="下水道事業会計")
    assert doubted([*first, *second]) == set()
    assert doubted(lines(TITLES, page=2)[3:] + lines(TITLES)) == set()


def test_all_figures_of_the_row_are_in_doubt_and_an_issue_says_why() -> None:
    records, issues = prove(lines(exchanged(TITLES, 1, 4)))
    failing = [record for record in records for check in record.checks if check.name == "order"]
    assert [getattr(record, "name", "") for record in failing] == ["商工費", "総務費"]
    assert {"name", "amount"} <= set(failing[0].checks[-1].terms)
    assert "names_exchanged" in {issue.code for issue in issues}


def test_each_pair_is_told_once_and_in_the_order_of_the_pages() -> None:
    first, second = exchanged(TITLES, 1, 4), exchanged(TITLES, 0, 2)
    tables = [*lines(first), *lines(second, account="下水道事業会計")]
    _, issues = turn_checks([*lines(first, page=2), *tables])
    told = [(issue.page, issue.message.partition(" stand")[0]) for issue in issues]
    assert told == [
        (1, "商工費 and 総務費"),
        (1, "民生費 and 議会費"),
        (2, "商工費 and 総務費"),
    ]
