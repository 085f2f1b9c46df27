"""Splits and merges are sums of printed prior amounts, where chance would hardly give them."""

from pipeline.match import Entry, Found, match
from pipeline.match.names import name_key

WHERE = {"department": "福祉課", "place": ("民生費", "児童福祉費")}


def entry(
    entry_id: str, name: str, amount: int, prior: int | None = None, **fields: object
) -> Entry:
    return Entry(
        id=entry_id,
        type="budget_item",
        kind="project",
        name=name,
        key=name_key(name),
        amount=amount,
        prior=prior,
        group="initial",
        **{**WHERE, **fields},  # type: ignore[arg-type]
    )


def groups(found: Found) -> list[tuple[str, set[str], set[str]]]:
    return [
        (each.kind, {entry.id for entry in each.old}, {entry.id for entry in each.new})
        for each in found.regroupings
    ]


def test_a_project_whose_parts_have_other_names() -> None:
    old = [entry("a", "子育て総合支援事業", 12_345_000), entry("x", "除雪", 5_000_000)]
    new = [
        entry("b", "子育て相談支援事業", 8_000_000, 7_341_000),
        entry("c", "子育て広場運営", 6_000_000, 5_004_000),
        entry("y", "除雪", 5_100_000, 5_000_000),
    ]
    found = match(old, new, adjacent=True)
    assert groups(found) == [("split", {"a"}, {"b", "c"})]
    assert [pair.old.id for pair in found.pairing.pairs] == ["x"]
    assert found.pairing.old_only == found.pairing.new_only == []


def test_a_part_that_kept_the_name() -> None:
    old = [entry("a", "児童館運営", 12_345_000)]
    new = [
        entry("b", "児童館運営", 8_000_000, 7_341_000),
        entry("c", "児童館施設整備", 6_000_000, 5_004_000),
    ]
    assert groups(match(old, new, adjacent=True)) == [("split", {"a"}, {"b", "c"})]


def test_projects_that_were_joined_under_one_of_their_names() -> None:
    old = [entry("a", "児童館運営", 7_341_000), entry("b", "学童保育", 5_004_000)]
    new = [entry("c", "児童館運営", 13_000_000, 12_345_000)]
    assert groups(match(old, new, adjacent=True)) == [("merged", {"a", "b"}, {"c"})]


def test_two_solutions_are_none() -> None:
    old = [entry("a", "子育て総合支援事業", 12_345_000)]
    new = [
        entry("b", "甲", 1, 7_341_000),
        entry("c", "乙", 1, 5_004_000),
        entry("d", "丙", 1, 7_340_000),
        entry("e", "丁", 1, 5_005_000),
    ]
    assert groups(match(old, new, adjacent=True)) == []


def test_round_sums_prove_nothing() -> None:
    old = [entry("a", "子育て総合支援事業", 3_000_000)]
    new = [entry("b", "甲", 1, 2_000_000), entry("c", "乙", 1, 1_000_000)]
    assert groups(match(old, new, adjacent=True)) == []


def test_sums_of_strangers_prove_nothing() -> None:
    old = [entry("a", "子育て総合支援事業", 12_345_000)]
    far = {"department": "土木課", "place": ("土木費",)}
    new = [entry("b", "甲", 1, 7_341_000, **far), entry("c", "乙", 1, 5_004_000, **far)]
    assert groups(match(old, new, adjacent=True)) == []


def test_other_years_prior_amounts_are_no_parts() -> None:
    old = [entry("a", "児童館運営", 7_341_000), entry("b", "学童保育", 5_004_000)]
    new = [entry("c", "児童館運営", 13_000_000, 12_345_000)]
    assert groups(match(old, new, adjacent=False)) == []
