"""The values of records by the path of their field, and what is proved of them."""

import pytest

from models import (
    Actual,
    BudgetItem,
    BudgetTotal,
    Check,
    FiscalYear,
    Funding,
    Indicator,
    Money,
    Quantity,
)
from pipeline.values import PROOF, is_proved, money_paths, proved_bits, values_at, values_of

FIVE, SIX, SEVEN = (Money(yen=n, text=str(n)) for n in (5, 6, 7))
YEAR = FiscalYear(year=2025, text="R7")


def item() -> BudgetItem:
    return BudgetItem(
        page=3,
        name="道路費",
        level=2,
        amount=FIVE,
        prior_amount=Money(yen=None, text="-", none=True),
        fiscal_year=YEAR,
        funding=(Funding(source="national", amount=SIX), Funding(source="other", amount=None)),
        others_count=0,
    )


def test_values_stand_in_the_order_of_their_fields() -> None:
    assert [path for path, _ in values_of(item())] == [
        "amount",
        "fiscal_year",
        "prior_amount",
        "funding.0.amount",
        "others_count",
    ]
    assert list(money_paths(item())) == ["amount", "funding.0.amount"]


def test_what_is_no_value_is_left_out() -> None:
    """Words, marks, pages, levels and truths are no figures of the page."""
    total = BudgetTotal(page=1, name="計", amount=None, change_percent=-3.5)
    assert [value for _, value in values_of(total)] == [-3.5]
    assert list(values_of(BudgetItem(page=1, name="道路費", level=4))) == []


def test_values_inside_values() -> None:
    value = Quantity(value=5, text="5", fiscal_year=YEAR)
    actual = Actual(fiscal_year=YEAR, value=value, progress_percent=50.0)
    record = Indicator(page=1, name="率", baseline=value, actuals=(actual,))
    assert [path for path, _ in values_of(record)] == [
        "baseline",
        "actuals.0.fiscal_year",
        "actuals.0.value",
        "actuals.0.progress_percent",
    ]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("amount", [FIVE]),
        ("amount.1", [FIVE]),
        ("funding.0.amount", [SIX]),
        ("funding.1.amount", []),
        ("funding.9.amount", []),
        ("funding.2", [SIX]),
        ("funding", [SIX]),
        ("funding.0.label", []),
        ("fiscal_year", [YEAR]),
        ("others_count", [0]),
        ("name", []),
        ("name.1", []),
        ("section.0", []),
        ("nothing", []),
        ("nothing.0.amount", []),
    ],
)
def test_the_values_that_a_path_names(path: str, values: list[object]) -> None:
    assert values_at(item(), path) == values


def check(bits: float | None, **more: object) -> Check:
    fields = {"name": "change", "holds": True, "exact": True, "terms": {"amount": 5}, **more}
    return Check.model_validate({"bits": bits, **fields})


@pytest.mark.parametrize(
    ("checks", "bits"),
    [
        ([check(5.0), check(3.0)], 8.0),
        ([check(5.0), check(None)], 5.0),
        ([check(5.0, severity="warning")], 0.0),
        ([check(5.0, severity="info")], 0.0),
        ([check(5.0, exact=False)], 0.0),
        ([check(5.0, exact=None)], 0.0),
        ([check(5.0, holds=False)], 0.0),
        ([check(5.0, holds=None)], 0.0),
        ([check(5.0, terms={"change": 5})], 0.0),
        ([], 0.0),
    ],
)
def test_what_speaks_for_a_figure(checks: list[Check], bits: float) -> None:
    record = item().model_copy(update={"checks": tuple(checks)})
    assert proved_bits(record).get("amount", 0.0) == bits
    assert is_proved(record, "amount") is (bits >= PROOF)
    assert not is_proved(record, "prior_amount")
