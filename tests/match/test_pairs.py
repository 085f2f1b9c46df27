"""Evidence adds up to pairs; what is doubtful stays apart."""

import pytest

from pipeline.match import Entry, Pairing, match, pair
from pipeline.match.entries import place_in_order
from pipeline.match.names import name_key


def entry(entry_id: str, name: str, **fields: object) -> Entry:
    return Entry(
        id=entry_id,
        type="budget_item",
        kind="project",
        name=name,
        key=name_key(name),
        group=str(fields.pop("group", "initial")),
        **fields,  # type: ignore[arg-type]
    )


def ids(pairing: Pairing) -> set[tuple[str, str]]:
    return {(each.old.id, each.new.id) for each in pairing.pairs}


def test_a_rename_is_a_fact_where_the_printed_prior_amount_says_so() -> None:
    old = [entry("a", "商店街振興事業", department="商工課", amount=12_345_000)]
    new = [
        entry(
            "b", "まちなか再生プロジェクト", department="商工課", amount=9_000_000, prior=12_345_000
        )
    ]
    pairing = pair(old, new, adjacent=True)
    assert ids(pairing) == {("a", "b")}
    assert pairing.pairs[0].evidence.method == "prior_amount"


def test_the_same_amount_says_nothing_about_another_year() -> None:
    old = [entry("a", "商店街振興事業", department="商工課", amount=12_345_000)]
    new = [entry("b", "まちなか再生プロジェクト", department="商工課", prior=12_345_000)]
    assert ids(pair(old, new, adjacent=False)) == set()


def test_a_common_round_amount_is_no_rename() -> None:
    old = [entry(f"a{i}", f"{word}補助金", amount=1_000_000) for i, word in enumerate("甲乙丙丁")]
    new = [entry(f"b{i}", f"{word}負担金", prior=1_000_000) for i, word in enumerate("戊己庚辛")]
    assert ids(pair(old, new, adjacent=True)) == set()


def test_a_like_name_in_the_same_place_is_a_doubt_and_no_fact() -> None:
    where = {"department": "農政課", "place": ("農林水産費", "農業費")}
    old = [entry("a", "スマート農業推進事業費", amount=12_336_000, **where)]
    new = [entry("b", "スマート林業推進事業費", amount=12_799_000, **where)]
    pairing = pair(old, new, adjacent=True)
    assert ids(pairing) == set()
    assert [(each.old.id, each.new.id) for each in pairing.candidates] == [("a", "b")]
    assert [each.id for each in pairing.old_only] == ["a"]


@pytest.mark.parametrize(
    ("name", "amount", "expected"),
    [
        ("児童館維持管理運営事業", 13_000_000, {("a", "b")}),
        ("児童館維持管理運営事業", 3_000_000, set()),
        ("児童館維持管理・図書館維持管理事業", 13_000_000, set()),
    ],
    ids=["lengthened", "at another size", "with another project's name"],
)
def test_a_lengthened_name_in_the_same_place_goes_on_at_its_size_and_without_others(
    name: str, amount: int, expected: set[tuple[str, str]]
) -> None:
    where = {"department": "子育て課", "place": ("民生費", "児童福祉費"), "parent": "施設"}
    old = [
        entry("a", "児童館維持管理事業", amount=12_336_000, **where),
        entry("c", "図書館維持管理事業", amount=999_000, department="図書館"),
    ]
    pairing = pair(old, [entry("b", name, amount=amount, **where)], adjacent=True)
    assert ids(pairing) == expected
    assert ("a", "b") in ids(pairing) | {(c.old.id, c.new.id) for c in pairing.candidates}


def test_namesakes_are_told_apart_by_department_and_section() -> None:
    places = [("総務課", ("総務費",)), ("学務課", ("教育費",)), ("総務課", ("教育費",))]
    old = [entry(f"a{i}", "庶務事務", department=d, place=p) for i, (d, p) in enumerate(places)]
    new = [entry(f"b{i}", "庶務事務", department=d, place=p) for i, (d, p) in enumerate(places)]
    assert ids(pair(old, new[::-1], adjacent=True)) == {("a0", "b0"), ("a1", "b1"), ("a2", "b2")}


def test_equals_are_told_apart_by_their_order_where_they_are_as_many() -> None:
    old = place_in_order([entry(f"a{i}", "システム運用", amount=i) for i in (1, 2, 3)])
    same = place_in_order([entry(f"b{i}", "システム運用", amount=9) for i in (1, 2, 3)])
    assert ids(pair(old, same, adjacent=True)) == {("a1", "b1"), ("a2", "b2"), ("a3", "b3")}
    fewer = place_in_order([entry(f"b{i}", "システム運用", amount=9) for i in (1, 2)])
    assert ids(pair(old, fewer, adjacent=True)) == set()


def test_the_assignment_is_of_the_whole_and_not_greedy() -> None:
    """乙 goes to the only one it can be, although 甲 would fit there as well."""
    old = [
        entry("a", "公園整備", amount=5_000_000, department="緑地課"),
        entry("b", "公園整備", amount=7_123_000, department="土木課"),
    ]
    new = [
        entry("c", "公園整備", prior=7_123_000, department="緑地課"),
        entry("d", "公園整備", prior=5_000_000, department="土木課"),
    ]
    assert ids(pair(old, new, adjacent=True)) == {("a", "d"), ("b", "c")}


def test_initial_and_supplementary_are_never_compared() -> None:
    old = [entry("a", "除雪事業", amount=5, group="initial")]
    new = [entry("b", "除雪事業", prior=5, group="supplementary")]
    assert ids(pair(old, new, adjacent=True)) == set()


def test_a_department_that_took_over_is_learned_from_the_others() -> None:
    old = [
        entry(f"a{i}", f"{name}事業", department="福祉課") for i, name in enumerate("甲乙丙丁戊")
    ]
    new = [
        entry(f"b{i}", f"{name}事業", department="保健福祉課")
        for i, name in enumerate("甲乙丙丁戊")
    ]
    pairing = pair(old, new, adjacent=True)
    assert len(pairing.pairs) == 5
    assert all("department that took over" in each.evidence.reasons for each in pairing.pairs)


def test_codes_count_where_they_last() -> None:
    names = "甲乙丙丁戊己"
    old = [entry(f"a{i}", f"{n}運営費", code=f"0{i}") for i, n in enumerate(names)]
    new = [entry(f"b{i}", f"{n}運営費", code=f"0{i}") for i, n in enumerate(names)]
    new[5] = entry("b5", "まったく別の名", code="05")
    assert ("a5", "b5") in ids(pair(old, new, adjacent=True))
    reused = [entry(f"b{i}", f"{n}運営費", code=f"0{5 - i}") for i, n in enumerate(names)]
    assert ids(pair(old, reused, adjacent=True)) == {(f"a{i}", f"b{i}") for i in range(6)}


def test_a_coarser_unit_says_the_same_amount() -> None:
    old = [entry("a", "甲事業", amount=12_345_678)]
    new = [entry("b", "甲事業", prior=12_346_000, prior_step=1_000)]
    assert pair(old, new, adjacent=True).pairs[0].evidence.prior_agrees is True
    far = [entry("b", "甲事業", prior=12_356_000, prior_step=1_000)]
    assert pair(old, far, adjacent=True).pairs[0].evidence.prior_agrees is False


def test_a_document_may_be_compared_with_itself() -> None:
    same = place_in_order([entry(str(i), "庶務事務", amount=i * 1_000) for i in range(4)])
    assert ids(pair(same, same, adjacent=False)) == {(str(i), str(i)) for i in range(4)}


def test_unknown_years_are_adjacent_where_the_amounts_say_so() -> None:
    old = [entry(f"a{i}", f"{n}事業", amount=1_000 + i) for i, n in enumerate("甲乙丙丁")]
    follows = [entry(f"b{i}", f"{n}事業", prior=1_000 + i) for i, n in enumerate("甲乙丙丁")]
    later = [entry(f"b{i}", f"{n}事業", prior=7_000 + i) for i, n in enumerate("甲乙丙丁")]
    assert match(old, follows, adjacent=None).adjacent is True
    assert match(old, later, adjacent=None).adjacent is False


def test_titles_of_a_statement_are_short_and_unique() -> None:
    names = ("市税", "議会費", "繰入金", "市債")
    old = [entry(f"a{i}", n, amount=1_000 * i) for i, n in enumerate(names)]
    new = [entry(f"b{i}", n, amount=3_000 * i, prior=9) for i, n in enumerate(names)]
    assert ids(pair(old, new, adjacent=False)) == {(f"a{i}", f"b{i}") for i in range(4)}
    restated = pair(old, new, adjacent=True)
    assert all(each.evidence.prior_agrees is False for each in restated.pairs)
    assert len(restated.pairs) == 4
