"""Scores are counts of fields; a test fails where a wrong figure would pass as right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluate import Json, JsonObject, evaluate, read_json_lines


def item(name: str, yen: int, **more: Json) -> JsonObject:
    return {"type": "budget_item", "name": name, "amount": {"yen": yen}, **more}


def test_the_same_records_score_one() -> None:
    gold = [item("除雪費", 1000), item("道路費", 2000)]
    found = [item("道路費", 2000, page=1), item("除雪費", 1000, page=1)]
    total = evaluate(gold, found).total
    assert (total.f1, total.right) == (1.0, 4)


def test_a_wrong_digit_is_wrong_and_listed() -> None:
    evaluation = evaluate([item("除雪費", 1000)], [item("除雪費", 1001, page=3)])
    assert (evaluation.total.right, evaluation.total.wrong) == (1, 1)
    (miss,) = evaluation.misses
    assert (miss.field, miss.gold, miss.found, miss.page) == ("amount.yen", 1000, 1001, 3)


def test_a_missing_record_costs_recall_and_a_false_one_precision() -> None:
    gold = [item("除雪費", 1000)]
    assert evaluate(gold, []).total.recall == 0.0
    extra = evaluate(gold, [item("除雪費", 1000), item("橋りょう費", 5)]).total
    assert (extra.recall, extra.precision) == (1.0, 0.5)


def test_pairing_is_one_to_one_and_best() -> None:
    gold = [item("除雪費", 1000), item("除雪費", 2000)]
    found = [item("除雪費", 2000), item("除雪費", 1000)]
    assert evaluate(gold, found).total.f1 == 1.0


def test_null_in_gold_vouches_for_absence() -> None:
    gold = [item("除雪費", 1000, prior_amount=None)]
    assert evaluate(gold, [item("除雪費", 1000)]).total.f1 == 1.0
    assert evaluate(gold, [item("除雪費", 1000, prior_amount={"yen": 1})]).total.extra == 1


def test_spelling_is_not_scored_but_words_are() -> None:
    gold = [item("ふるさと寄附金（新）事業", 1)]
    assert evaluate(gold, [item("ふるさと寄附金(新) 事業", 1)]).total.f1 == 1.0
    assert evaluate(gold, [item("ふるさと寄付金(新)事業", 1)]).total.f1 < 1.0


def test_lists_are_paired_by_their_elements() -> None:
    gold = [item("a事業", 3, funding=[{"source": "bonds", "amount": {"yen": 2}}])]
    found = [
        item(
            "a事業",
            3,
            funding=[
                {"source": "general", "amount": {"yen": 1}},
                {"source": "bonds", "amount": {"yen": 2}},
            ],
        )
    ]
    total = evaluate(gold, found).total
    assert (total.right, total.extra) == (4, 1)


@given(st.lists(st.tuples(st.text("甲乙丙丁戊", min_size=2), st.integers(101, 10**12))))
def test_any_records_agree_with_themselves(rows: list[tuple[str, int]]) -> None:
    records = [item(name, yen) for name, yen in rows]
    total = evaluate(records, list(reversed(records))).total
    assert total.f1 == 1.0
    assert total.right == 2 * len(records)


def test_lines_that_are_no_records_are_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_json_lines('{"type": "fact"}\nno json\n')
