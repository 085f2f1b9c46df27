"""What is likeliest wrong and weighs most comes first."""

from models import Check, Money, Record
from pipeline.doubt import doubts, fails, sure_of, unproved
from tests.corrections.made import item

ROW = item(0, "除雪費", 1000)


def checked(check: Check) -> Record:
    return ROW.model_copy(update={"checks": (check,)})


def test_doubt_and_yen_together_make_the_order() -> None:
    sure = {"amount": 0.999}
    big = item(1, "大", 100_000_000).model_copy(update={"confidence": sure})
    doubtful = item(2, "疑", 1_000).model_copy(update={"confidence": {"amount": 0.2}})
    usual = item(3, "並", 1_000)
    order = [each.record for each in doubts([usual, big, doubtful])]
    assert order == [doubtful, big, usual]


def test_a_failing_check_makes_doubtful_and_a_remark_does_not() -> None:
    failing = checked(Check(name="change", holds=False, terms={"amount": 1}))
    remark = checked(Check(name="expansion", holds=False, severity="info", terms={"amount": 1}))
    assert fails(failing, "amount")
    assert not fails(remark, "amount")
    assert not fails(failing, "prior_amount")
    assert sure_of(failing, "amount") < sure_of(remark, "amount")


def test_what_is_proved_is_not_among_the_unproved() -> None:
    proved = checked(Check(name="change", holds=True, terms={"amount": 1}, exact=True, bits=20.0))
    other = item(1, "道路費", 5)
    assert [each.record for each in unproved(doubts([proved, other]))] == [other]


def test_what_was_found_of_the_same_records_is_kept() -> None:
    records = [item(number, f"事業{number}", 1_000 + number) for number in range(5)]
    before = doubts(records)
    changed = records[2].model_copy(update={"amount": Money(yen=9, text="9")})
    after = doubts([*records[:2], changed, *records[3:]], before)
    assert len(after) == 5
    kept = {id(each) for each in before} & {id(each) for each in after}
    assert len(kept) == 4
    assert {each.yen for each in after if each.record is changed} == {9}
