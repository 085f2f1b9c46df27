"""Confidence is made of evidence, weights and sums, and of nothing else."""

import json

import pytest

from models import BudgetItem, Check, Fact, FiscalYear, Issue, Money, Quantity, Record, Source
from models.page import Line, PageLayout, TextBlock
from pipeline.layout.text import text_line
from pipeline.trust import Around, evidence, judge, weigh
from pipeline.trust.beside import beside
from pipeline.trust.model import WEIGHTS, Weights, weights

ROW = (100.0, 200.0, 160.0, 210.0)


def at(x: float, y: float, text: str, wide: float = 60.0) -> Source:
    return Source(page=1, bbox=(x, y, x + wide, y + 10), text=text)


def item(name: str = "除雪事業費", thousands: int = 31_415, **more: object) -> Record:
    fields = {
        "page": 1,
        "name": name,
        "amount": Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000),
        "fiscal_year": FiscalYear(year=2025, text="令和7年度"),
        "sources": {"name": at(100, 200, name), "amount": at(300, 200, f"{thousands:,}")},
        **more,
    }
    return BudgetItem.model_validate(fields)


def around(*issues: Issue, layouts: tuple[PageLayout, ...] = ()) -> Around:
    return Around(layouts, issues, (), 2025)


def names(record: Record, path: str, *issues: Issue) -> set[str]:
    (found,) = (each for each in evidence([record], around(*issues)) if each.path == path)
    return set(found.evidence)


def test_every_decided_value_gets_a_probability_and_nothing_else_does() -> None:
    record = item(
        mark="new",
        department="道路課",
        prior_amount=Money(yen=None, text="-", none=True),
        description="歩道の雪を運ぶ。",
    )
    (weighed,) = weigh([record], around())
    expected = {"name", "amount", "fiscal_year", "mark", "department"}
    assert set(weighed.confidence) == expected
    assert all(0 < sure < 1 for sure in weighed.confidence.values())
    assert weighed.model_copy(update={"confidence": {}}) == record


def test_what_a_reader_said_is_evidence_and_no_result() -> None:
    sure, unsure = (item(confidence={"amount": said, "name": said}) for said in (0.997, 0.4))
    high, low = (weigh([record], around())[0].confidence["amount"] for record in (sure, unsure))
    assert low < high < 1
    assert low != 0.4


def test_a_figure_is_no_surer_than_its_sums_leave_it() -> None:
    failing = Check(name="change", holds=False, terms={"amount": 1, "prior_amount": 2, "change": 3})
    judged = {each.path: each for each in judge([item(checks=(failing,))], around())}
    assert judged["amount"].sure <= judged["amount"].most == pytest.approx(0.7635, abs=1e-3)
    assert judged["name"].most == 1


def test_a_name_that_looks_torn_is_less_sure_than_a_whole_one() -> None:
    whole, torn, figure = (
        weigh([item(name)], around())[0].confidence
        for name in ("除雪事業費", "り組み、補助金1,234千円", "令和7年度")
    )
    assert torn["name"] < whole["name"]
    assert torn["amount"] < whole["amount"]
    assert figure["amount"] < whole["amount"]


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (Money(yen=5, text="5円", unit=1, unit_text="円"), "unit=printed"),
        (Money(yen=5, text="5", unit=1), "unit=yen"),
        (Money(yen=5000, text="5", unit=1000), "unit=inherited"),
        (Quantity(value=5, text="5人", unit="人"), "unit=counted"),
        (Quantity(value=5, text="5"), "unit=bare"),
    ],
)
def test_where_the_unit_is_from(value: Money | Quantity, unit: str) -> None:
    fact = Fact(page=1, label="人口", value=value)
    assert unit in names(fact, "value")


@pytest.mark.parametrize(
    ("x", "y", "side"),
    [
        (165.0, 200.0, "right1"),
        (400.0, 200.0, "right4"),
        (20.0, 200.0, "left"),
        (120.0, 212.0, "below_near"),
        (120.0, 190.0, "above_near"),
        (120.0, 400.0, "below_away"),
    ],
)
def test_where_a_figure_stands_from_its_name(x: float, y: float, side: str) -> None:
    record = item(sources={"name": at(100, 200, "除雪事業費"), "amount": at(x, y, "31,415")})
    assert f"side={side}" in names(record, "amount")


def test_issues_are_evidence_for_the_page_and_more_for_the_place() -> None:
    here = Issue(
        code="does_not_add_up", severity="warning", message="x", page=1, bbox=(300, 200, 360, 210)
    )
    found = names(item(), "amount", here)
    assert {"page_issue=does_not_add_up", "issue=does_not_add_up"} <= found
    assert "issue=does_not_add_up" not in names(item(), "name", here)
    assert "page_issue=does_not_add_up" not in names(
        item(), "amount", here.model_copy(update={"page": 2})
    )


def line(number: int, text: str) -> Line:
    return text_line(1, number, text)


def test_words_that_nobody_took_next_to_a_name_are_told_by_their_side() -> None:
    lines = (line(3, "除雪機械更新事業"), line(4, "補助金  1,234千円"), line(9, "問合せ 道路課"))
    layout = PageLayout(1, 0.0, 0.0, (TextBlock(1, lines),))
    cut = item("更新", sources={"name": Source(page=1, line=3, text="更新")})
    found = beside([layout], [cut])
    assert list(found.sides(cut.sources["name"])) == ["below", "left", "right"]
    whole = item(
        sources={
            "name": Source(page=1, line=3, text="除雪機械更新事業\n補助金"),
            "amount": Source(page=1, line=4, text="1,234千円"),
        }
    )
    found = beside([layout], [whole])
    assert list(found.sides(whole.sources["name"])) == []
    assert found.share(1) == pytest.approx(6 / 22, abs=0.02)
    assert found.share(2) == 0


def test_the_next_line_of_a_names_column_is_below_it_and_a_far_one_is_not() -> None:
    lines = (line(3, "    除雪機械"), line(4, "    更新事業"), line(9, "    別の段落"))
    layout = PageLayout(1, 0.0, 0.0, (TextBlock(1, lines),))
    cut = item(sources={"name": Source(page=1, line=3, text="除雪機械")})
    assert list(beside([layout], [cut]).sides(cut.sources["name"])) == ["below"]


def test_bits_add_up_and_what_was_never_seen_says_nothing() -> None:
    one = Weights(0.0, {"a": 1.0, "b": -3.0})
    assert one.probability([]) == 0.5
    assert one.probability(["a"]) == pytest.approx(2 / 3)
    assert one.probability(["a", "b", "c"]) == pytest.approx(0.2)


def test_the_weights_are_one_readable_file_with_what_they_were_counted_on() -> None:
    told = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(told["groups"]) == set(weights()) == {"fact", "figure", "name", "word", "year"}
    assert told["counted_on"]["documents"] > 500
    assert WEIGHTS.stat().st_size < 100_000
    figure = told["groups"]["figure"]["bits"]
    assert figure["row_proof=low"] < 0 < figure["name_whole=3.5"]


def test_the_weights_are_of_evidence_that_there_can_be() -> None:
    """Where a step between intervals moves, the weights have to be counted again."""
    told = json.loads(WEIGHTS.read_text(encoding="utf-8"))["groups"]
    steps = {
        "siblings": ("2", "4", "8", "16", "40", "120"),
        "ratio": ("-2", "-1", "-0.5", "-0.2", "0.2", "0.5", "1", "2"),
        "size": ("-3", "-2", "-1", "1", "2", "3"),
        "name_long": ("2", "4", "7", "12", "20", "30", "45"),
        "name_whole": ("-3", "-0.5", "0.5", "2", "3.5"),
        "page_left": ("0.02", "0.1", "0.25", "0.5", "0.75", "0.95"),
        "proof": ("0.01", "4", "8", "14", "24", "40"),
    }
    for group in told.values():
        for name in group["bits"]:
            kind, _, value = name.partition("=")
            assert value in {*steps.get(kind, (value,)), "low"}, name
    counts = {1: "low", 2: "2", 4: "4", 8: "8", 16: "16", 40: "40", 120: "120"}
    for count, step in counts.items():
        records = [item(f"第{at}事業") for at in range(count)]
        first = next(iter(evidence(records, around())))
        assert f"siblings={step}" in first.evidence
    ratios = {0.5: "low", 2: "-2", 12: "-1", 40: "-0.5", 80: "-0.2", 200: "0.2", 400: "0.5"}
    for prior, step in ratios.items():
        paid = Money(yen=int(prior * 314_150), text=str(prior), unit=1)
        record = item(prior_amount=paid, amount=Money(yen=31_415_000, text="31,415", unit=1000))
        assert f"ratio={step}" in names(record, "amount")
