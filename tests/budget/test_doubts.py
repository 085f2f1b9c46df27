"""An amount that its own document speaks against is doubtful, and one that nothing tells is not."""

import pytest

from models import BudgetItem, Check, Money
from pipeline.budget.doubts import doubts_of


def record(*checks: Check, confidence: float | None = None) -> BudgetItem:
    return BudgetItem(
        id="budget_item-1",
        document="ab",
        page=1,
        name="道路維持費",
        amount=Money(yen=152_600_000, text="152,600", unit=1000),
        checks=checks,
        confidence={} if confidence is None else {"amount": confidence},
    )


def check(*, holds: bool, severity: str = "error", name: str = "in_total") -> Check:
    return Check.model_validate(
        {"name": name, "holds": holds, "severity": severity, "terms": {"amount": 152_600_000}}
    )


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_sum_that_fails_and_none_that_holds(severity: str) -> None:
    """Projects that do not make up their 目 fail by a warning: one of them was misread."""
    failing = check(holds=False, severity=severity, name="in_explained")
    assert doubts_of(record(failing)) == {"check_failed"}
    assert doubts_of(record(failing, check(holds=True))) == frozenset()


def test_parts_that_are_only_some_of_a_whole_are_no_doubt() -> None:
    assert doubts_of(record(check(holds=False, severity="info", name="parts"))) == frozenset()


def test_what_nothing_tells_is_no_doubt() -> None:
    assert doubts_of(record()) == frozenset()
    assert doubts_of(record(confidence=0.81)) == frozenset()
    assert doubts_of(record(confidence=0.79)) == {"low_confidence"}
