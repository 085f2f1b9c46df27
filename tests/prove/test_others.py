"""Checks that are no sums of rows, at the edges of what they allow."""

from collections.abc import Sequence

import pytest

from models import (
    Actual,
    BudgetItem,
    FacilityProgress,
    FiscalYear,
    Funding,
    FundingChannel,
    Indicator,
    Money,
    Quantity,
    Record,
    StaffDispatch,
    Theme,
)
from models.budget import Part
from pipeline.prove import prove


def yen(amount: int | None) -> Money | None:
    return None if amount is None else Money(yen=amount, text=f"{amount:,}円", unit_text="円")


def count(value: float | None) -> Quantity | None:
    return None if value is None else Quantity(value=value, text=str(value))


def held(records: Sequence[Record], name: str) -> list[tuple[bool | None, str]]:
    return [
        (check.holds, check.severity)
        for record in prove(records)[0]
        for check in record.checks
        if check.name == name
    ]


def item(**fields: object) -> BudgetItem:
    return BudgetItem.model_validate({"page": 1, "name": "道路費", **fields})


@pytest.mark.parametrize(("part", "holds"), [(99, True), (100, True), (101, False)])
def test_a_part_is_no_more_than_its_whole(part: int, *, holds: bool) -> None:
    private = Funding(source="private", amount=yen(part))
    project = item(amount=yen(100), expansion=yen(part), funding=(private,))
    assert held([project], "expansion_within") == [(holds, "error")]
    assert held([project], "private_within") == [(holds, "error")]
    theme = Theme(
        page=1, name="縄文", total=yen(100), of_which=(Part(name="新", amount=yen(part)),)
    )
    assert held([theme], "part_within") == [(holds, "error")]
    staff = StaffDispatch(page=1, name="派遣", count=count(100), continued=count(part))
    assert held([staff], "part_within") == [(holds, "error")]
    works = FacilityProgress(page=1, name="河川", sites=count(100), new_sites=count(part))
    assert held([works], "part_within") == [(holds, "error")]


def test_what_is_not_printed_is_held_against_nothing() -> None:
    for name, record in {
        "expansion_within": item(amount=yen(100)),
        "expansion_and_prior": item(amount=yen(100), expansion=yen(5)),
        "private_within": item(funding=(Funding(source="private", amount=yen(5)),)),
        "new_without_prior": item(mark="new"),
        "relisted": item(mark="relisted", amount=yen(5)),
    }.items():
        assert held([record], name) == []


@pytest.mark.parametrize(("prior", "holds"), [(68, True), (69, False)])
def test_expansion_and_prior_make_the_amount_or_do_not(prior: int, *, holds: bool) -> None:
    project = item(amount=yen(400), expansion=yen(332), prior_amount=yen(prior))
    assert held([project], "expansion_and_prior") == [(holds, "info")]


def test_a_new_project_had_nothing() -> None:
    dash = Money(yen=None, text="-", none=True)
    for prior, holds in ((dash, True), (yen(0), True), (yen(1), False)):
        assert held([item(mark="new", prior_amount=prior)], "new_without_prior") == [
            (holds, "info")
        ]


def test_what_is_listed_again_is_what_it_was() -> None:
    for mark in (None, "expanded"):
        pair = [item(mark=mark, amount=yen(5)), item(mark="relisted", amount=yen(6))]
        assert held(pair, "relisted") == [(False, "error")]
    stranger = [item(name="橋梁費", amount=yen(5)), item(mark="relisted", amount=yen(6))]
    assert held(stranger, "relisted") == []


@pytest.mark.parametrize(
    ("started", "new", "rate", "holds"),
    [
        (3, 2, 100, [True]),
        (3, 1, 100, [False]),
        (5, None, 100, [True]),
        (3, 1, 99, []),
        (None, 5, 100, []),
    ],
)
def test_all_sites_are_started_at_a_hundred_percent(
    started: int | None, new: int | None, rate: float, holds: list[bool]
) -> None:
    works = FacilityProgress(
        page=1,
        name="河川",
        required_sites=count(5),
        started_sites=count(started),
        new_sites=count(new),
        start_rate_percent=rate,
    )
    assert [found for found, _ in held([works], "all_started")] == holds


def test_works_add_up_to_the_total_below_them_and_begin_anew_after_it() -> None:
    def row(name: str, sites: int, *, total: bool = False) -> Record:
        return FacilityProgress(page=1, name=name, sites=count(sites), is_total=total)

    first = [row("河川", 3), row("道路", 4), row("合計", 7, total=True)]
    second = [row("港湾", 5), row("合計", 5, total=True)]
    assert held([*first, *second], "total") == [(True, "error")] * 2
    assert held([row("合計", 5, total=True)], "total") == []


@pytest.mark.parametrize(("ratio", "holds"), [(3.8, True), (3.9, True), (3.7, False), (4.0, False)])
def test_private_money_grows_as_printed(ratio: float, *, holds: bool) -> None:
    channel = FundingChannel(
        page=1, channel="合計", amount=yen(381), prior_amount=yen(100), ratio=count(ratio)
    )
    # 3.81 is printed 3.8, and 3.9 by those who round up.
    assert held([channel], "ratio") == [(holds, "error")]


def test_channels_are_added_where_there_are_two() -> None:
    def channel(name: str, amount: int, ratio: float | None = None) -> Record:
        return FundingChannel(
            page=1, channel=name, amount=yen(amount), prior_amount=yen(1), ratio=count(ratio)
        )

    both = [channel("合計", 5, 5.0), channel("寄附", 2), channel("納税", 3)]
    assert (True, "error") in held(both, "total")
    assert held(both[:2], "total") == []


def indicator(value: float, percent: float | None, grade: str | None = None) -> Indicator:
    actual = Actual(fiscal_year=FiscalYear(year=2018), value=count(value), progress_percent=percent)
    return Indicator(
        page=1, name="輸出額", kind="kpi", target=count(100), actuals=(actual,), grade=grade
    )


@pytest.mark.parametrize(
    ("percent", "grade", "holds"),
    [
        (100.0, "A①", [True]),
        (99.9, "A①", [False]),
        (99.9, "A②", [True]),
        (80.0, "A③", [True]),
        (79.9, "A③", [False]),
        (79.9, "B", [True]),
        (80.0, "B", [False]),
        (80.0, "A", []),
        (80.0, "①②", []),
    ],
)
def test_the_bounds_of_grades(percent: float, grade: str, holds: list[bool]) -> None:
    record = indicator(percent, percent, grade)
    assert [found for found, _ in held([record], "grade")] == holds


def test_a_grade_is_of_the_last_year_and_of_no_earlier_one() -> None:
    record = indicator(100.0, 100.0, "A①")
    later = record.actuals[0].model_copy(update={"progress_percent": None})
    assert held([record.model_copy(update={"actuals": (*record.actuals, later)})], "grade") == []


def test_progress_that_mostly_goes_another_way_is_a_warning_and_grades_nothing() -> None:
    records = [indicator(50.0, 50.0, "B"), *(indicator(50.0, 10.0, "B") for _ in range(4))]
    for at, record in enumerate(records):
        records[at] = record.model_copy(update={"name": f"指標{at}"})
    assert held(records, "progress") == [(True, "warning"), *[(False, "warning")] * 4]
    assert held(records, "grade") == []
    # Four of five are most.
    usual = [*(indicator(50.0, 50.0) for _ in range(4)), indicator(50.0, 10.0)]
    named = [each.model_copy(update={"name": f"指標{at}"}) for at, each in enumerate(usual)]
    assert held(named, "progress") == [*[(True, "error")] * 4, (False, "error")]


def test_a_repeat_is_of_one_name_and_kind() -> None:
    first, second = indicator(50.0, 50.0), indicator(51.0, 51.0)
    assert held([first, second], "repeated") == [(False, "error")]
    for change in ({"name": "輸入額"}, {"kind": "goal"}, {"name": None}):
        assert held([first, second.model_copy(update=change)], "repeated") == []
    empty = second.model_copy(update={"actuals": (), "target": None})
    assert held([first, empty], "repeated") == []
