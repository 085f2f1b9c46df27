"""Figures in brackets are below zero where the figures beside them say so, and nowhere else."""

import pytest

from models import BudgetStatementLine, FiscalYear, Funding, Money, Record, Source
from pipeline.bind.signs import with_signs


def _money(text: str) -> Money:
    return Money(yen=int("".join(filter(str.isdigit, text))) * 1000, text=text, unit=1000)


def _line(line: int, *, phase: str | None = None, **printed: str) -> BudgetStatementLine:
    """A line of a statement whose amounts are given as they are printed."""
    year = FiscalYear.model_validate({"year": 2024, "phase": phase}) if phase else None
    sources = {name: Source(page=1, line=line, text=text) for name, text in printed.items()}
    money = {name: _money(text) for name, text in printed.items()}
    return BudgetStatementLine(
        page=1, id=f"l{line}", level="title", name="民生費", fiscal_year=year, sources=sources
    ).model_copy(update=money)


def _yen(record: Record, field: str) -> int | None:
    money = getattr(record, field)
    return money.yen if isinstance(money, Money) else None


@pytest.mark.parametrize(
    ("amount", "prior", "change", "yen"),
    [
        ("800", "1,000", "(200)", -200_000),
        ("1,200", "1,000", "(200)", 200_000),
        ("800", "1,000", "200", 200_000),
    ],
)
def test_a_change_in_brackets_is_a_fall_where_the_amounts_fell(
    amount: str, prior: str, change: str, yen: int
) -> None:
    [found] = with_signs([_line(1, amount=amount, prior_amount=prior, change=change)])
    assert _yen(found, "change") == yen


def test_a_supplement_takes_away_what_stands_in_brackets_beside_what_it_adds() -> None:
    lines = [_line(1, amount="300", phase="supplementary")]
    lines.append(_line(2, amount="(120)", phase="supplementary"))
    assert [_yen(each, "amount") for each in with_signs(lines)] == [300_000, -120_000]
    # Where all stand in brackets, these say something else.
    assert [_yen(each, "amount") for each in with_signs(lines[1:])] == [120_000]


def test_sums_before_and_after_say_whether_brackets_take_away() -> None:
    cut = _line(1, amount="(120)", amount_before="500", amount_after="380")
    more = _line(2, amount="(120)", amount_before="500", amount_after="620")
    assert [_yen(each, "amount") for each in with_signs([cut, more])] == [-120_000, 120_000]


def test_who_pays_less_is_below_zero_where_the_parts_come_to_the_amount_so() -> None:
    parts = [("bonds", "(300)"), ("general", "180")]
    record = _line(1, amount="(120)", phase="supplementary").model_copy(
        update={"funding": tuple(Funding(source=s, amount=_money(t)) for s, t in parts)}  # type: ignore[arg-type]
    )
    places = {
        f"funding.{at}.amount": Source(page=1, line=1, text=t) for at, (_, t) in enumerate(parts)
    }
    record = record.model_copy(update={"sources": record.sources | places})
    _, found = with_signs([_line(2, amount="50", phase="supplementary"), record])
    assert isinstance(found, BudgetStatementLine)
    assert [part.amount and part.amount.yen for part in found.funding] == [-300_000, 180_000]
