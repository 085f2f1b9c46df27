"""Scores are counts of fields; a test fails where a wrong figure would pass as right."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pipeline.errors import InputError
from pipeline.score.calibration import reliability
from pipeline.score.evaluate import evaluate
from pipeline.score.gold import parse_gold
from pipeline.score.lines import Json, JsonObject, read_json_lines
from pipeline.score.pair import pair

COMPLETE: JsonObject = {"type": "complete", "types": ["budget_item"]}


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
    extra = evaluate([*gold, COMPLETE], [item("除雪費", 1000), item("橋りょう費", 5)]).total
    assert (extra.recall, extra.precision) == (1.0, 0.5)


def test_what_gold_does_not_cover_is_no_miss() -> None:
    """A typed sample of a few records says nothing of the hundreds that it leaves out."""
    found = [item(f"事業{number}", 1000 + number, page=number) for number in range(1, 400)]
    gold = [item("事業7", 1007), item("事業9", 1010)]
    evaluation = evaluate(gold, found)
    assert (evaluation.total.right, evaluation.total.wrong, evaluation.total.extra) == (3, 1, 0)
    assert len(evaluation.misses) == 1


def test_gold_covers_a_page_where_it_says_so() -> None:
    gold = [item("除雪費", 1000), {"type": "complete", "pages": [2]}]
    found = [item("除雪費", 1000, page=1), item("甲費", 200, page=1), item("乙費", 300, page=2)]
    (miss,) = evaluate(gold, found).misses
    assert (miss.kind, miss.record, miss.page) == ("spurious", "乙費", 2)


def test_a_page_that_is_complete_and_empty_holds_no_record_of_any_type() -> None:
    evaluation = evaluate([{"type": "complete", "pages": [1]}], [item("乙費", 300, page=1)])
    assert evaluation.total.precision == 0.0
    assert [miss.kind for miss in evaluation.misses] == ["spurious"]


def test_gold_of_a_page_means_the_record_on_that_page() -> None:
    found = [item("除雪費", 1000, page=3), item("除雪費", 1000, page=8)]
    assert evaluate([item("除雪費", 1000, page=8)], found).total.f1 == 1.0
    assert evaluate([item("除雪費", 1000, page=5)], found).total.recall == 0.0


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
    total = evaluate([*records, COMPLETE], list(reversed(records))).total
    assert total.f1 == 1.0
    assert total.right == 2 * len(records)


def test_lines_that_are_no_records_are_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        read_json_lines('{"type": "fact"}\nno json\n')


def test_a_record_with_the_right_name_and_amount_is_found_though_all_else_is_missing() -> None:
    more: JsonObject = {
        "department": "土木課",
        "code": "8.2.2",
        "description": "除雪をする",
        "region": "北部",
        "project": "冬の計画",
    }
    evaluation = evaluate([item("除雪費", 1000, **more)], [item("除雪費", 1000)])
    assert (evaluation.total.right, evaluation.total.missing) == (2, 5)
    assert len(evaluation.misses) == 5


PARTS = [{"source": "general", "amount": {"yen": 1000}}]
KINDS: list[tuple[str, JsonObject, JsonObject]] = [
    ("value", item("除雪費", 1000), item("除雪費", 1700)),
    ("unit", item("除雪費", 1000), item("除雪費", 1_000_000)),
    ("sign", item("除雪費", 1000), item("除雪費", -1000)),
    ("role", item("除雪費", 1000), item("除雪費", 900, prior_amount={"yen": 1000})),
    ("role", item("除雪費", 1000), item("除雪費", 900, change={"yen": 1000}, funding=PARTS)),
    ("value", item("除雪費", 1000), item("除雪費", 900, funding=PARTS)),
    ("value", item("除雪費", 1000, funding=PARTS), item("除雪費", 900, funding=PARTS)),
    ("owner", item("除雪費", 1000), item("教育費", 1000)),
    ("value", item("除雪対策事業費", 1000), item("除雪対策事業", 1000)),
    (
        "year",
        item("除雪費", 1000, fiscal_year={"year": 2025}),
        item("除雪費", 1000, fiscal_year={"year": 2024}),
    ),
    ("missing", item("除雪費", 1000, department="土木課"), item("除雪費", 1000)),
    ("spurious", item("除雪費", 1000, department=None), item("除雪費", 1000, department="土木課")),
]


@pytest.mark.parametrize(("kind", "gold", "found"), KINDS)
def test_a_miss_says_what_kind_of_error_it_is(
    kind: str, gold: JsonObject, found: JsonObject
) -> None:
    assert [miss.kind for miss in evaluate([gold], [found]).misses] == [kind]


def test_a_figure_given_to_another_record_is_an_error_of_owner() -> None:
    gold = [item("除雪費", 1000, code="1"), item("教育費", 5000, code="2")]
    found: list[JsonObject] = [
        {"type": "budget_item", "name": "除雪費", "code": "1"},
        item("教育費", 1000, code="2"),
    ]
    kinds = {(miss.record, miss.kind) for miss in evaluate(gold, found).misses}
    assert kinds == {("除雪費", "owner"), ("教育費", "value")}


def test_a_record_of_another_type_is_one_error_and_not_two() -> None:
    stated: JsonObject = {"type": "fact", "label": "除雪費", "value": {"yen": 1000}, "page": 1}
    gold = [item("除雪費", 1000), {"type": "complete"}]
    (miss,) = evaluate(gold, [stated]).misses
    assert (miss.kind, miss.line) == ("type", 1)


def test_money_is_counted_by_number_and_by_yen() -> None:
    gold = [item("除雪費", 1000), item("道路費", 9000)]
    evaluation = evaluate(gold, [item("除雪費", 1000), item("道路費", 9001)])
    assert (evaluation.money.right, evaluation.money.wrong) == (1, 1)
    assert (evaluation.yen.right, evaluation.yen.wrong) == (1000, 9000)
    assert evaluation.yen.f1 == pytest.approx(0.1)


def test_confidence_is_judged_by_gold() -> None:
    said: JsonObject = {"amount": 0.9}
    gold = [item("除雪費", 1000), item("道路費", 2000), COMPLETE]
    found = [
        item("除雪費", 1000, confidence=said),
        item("道路費", 2001, confidence=said),
        item("橋りょう費", 77, confidence=said),
    ]
    table = reliability(evaluate(gold, found).judged)
    assert table is not None
    (band,) = table.bands
    assert (band.count, band.said, band.right) == (3, pytest.approx(0.9), pytest.approx(1 / 3))
    assert table.error == pytest.approx(0.9 - 1 / 3)
    assert reliability(evaluate(gold, [item("除雪費", 1000)]).judged) is None


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "no gold in it"),
        ([{"name": "除雪費"}], "line 1: no type"),
        ([{"type": "budget_itme"}], "line 1: no record type 'budget_itme'"),
        ([item("a事業", 1), item("b事業", 1, amonut={"yen": 1})], "line 2: .*no field 'amonut'"),
        ([{"type": "budget_item", "amount": {"yne": 1}}], "no field 'amount.yne'"),
        ([{"type": "budget_item", "amount": {"yen": "1,000"}}], r"line 1: .*amount\.yen"),
        ([{"type": "budget_item", "funding": [{"sauce": "bonds"}]}], "no field 'funding.0.sauce'"),
        ([{"type": "complete", "pages": ["1"]}], "complete.pages"),
        ([{"type": "complete", "page": [1]}], "no field 'page'"),
        ([{"type": "fact", "value": {"yen": 1, "value": 2}}], "line 1: fact"),
    ],
)
def test_gold_that_is_none_is_refused_by_its_line(lines: list[JsonObject], message: str) -> None:
    with pytest.raises(InputError, match=message):
        evaluate(lines, [])


def test_gold_of_another_document_is_refused() -> None:
    line: JsonObject = {**item("除雪費", 1), "document": "cd" * 32}
    assert parse_gold([(1, line)], document="cd" * 32).records
    with pytest.raises(InputError, match="line 4: gold of another document"):
        parse_gold([(4, line)], document="ab" * 32)


@given(st.lists(st.sampled_from(["甲乙", "丙丁", "戊己"]), min_size=1, max_size=12), st.data())
def test_pairing_is_as_good_as_the_best_assignment(names: list[str], data: st.DataObject) -> None:
    """Held against a table of all pairs, which takes the square of the time."""
    amounts = st.integers(101, 104)
    gold = [item(name, data.draw(amounts), code="9") for name in names]
    found = [item(name, data.draw(amounts), code="9") for name in reversed(names)]
    agreement = np.array(
        [[sum(a[key] == b[key] for key in ("name", "amount", "code")) for b in found] for a in gold]
    )
    rows, columns = linear_sum_assignment(agreement, maximize=True)
    best = int(agreement[rows, columns].sum())
    pairs = pair(gold, found)
    assert sum(int(agreement[row, column]) for row, column in pairs.items()) == best


def test_many_records_are_paired_in_linear_time() -> None:
    """All share their names and years; a table of all pairs would have 400 million cells."""
    found = [item("報酬", 1000 + number // 2, department="総務課") for number in range(20_000)]
    start = time.process_time()
    assert len(pair(found, found[::-1])) == 20_000
    assert time.process_time() - start < 20
