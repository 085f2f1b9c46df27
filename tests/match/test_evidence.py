"""What each piece of evidence weighs, and where it stops to."""

from dataclasses import replace

import pytest

from pipeline.match.entries import Entry
from pipeline.match.evidence import Background, background, prior_agrees, weigh, wheres

OLD = Entry(
    id="o1",
    type="budget_item",
    kind="project",
    name="道路整備事業",
    key="道路整備事業",
    department="土木課",
    place=("土木費", "道路"),
    parent="道路計画",
    account="一般会計",
    code="012",
    amount=12_345_000,
    prior=None,
    group="initial",
)
NEW = replace(OLD, id="n1", amount=1_000, prior=None)
ALONE = Background()


def weight(old: Entry = OLD, new: Entry = NEW, known: Background = ALONE) -> float:
    """Without the part for amounts of like size, which only tells equals apart."""
    return round(weigh(replace(old, amount=None), replace(new, amount=None), known).weight, 3)


WHOLE = 6.0 + 1.5 + 2.0 + 1.5 + 0.5


def test_all_that_is_the_same_adds_up() -> None:
    assert weight() == WHOLE
    assert weigh(OLD, NEW, ALONE).reasons == (
        "same name",
        "same department",
        "same section",
        "same plan",
    )
    assert weigh(OLD, NEW, ALONE).method == "name"


@pytest.mark.parametrize(("often", "less"), [(1, 0.0), (2, 1.0), (4, 2.0), (8, 3.0), (64, 3.0)])
def test_a_common_name_says_less(often: int, less: float) -> None:
    assert weight(known=Background(names={OLD.key: often})) == WHOLE - less


@pytest.mark.parametrize(
    ("change", "lasting", "heir", "less"),
    [
        ({"department": "道路課"}, False, False, 1.5),
        ({"department": "道路課"}, True, False, 1.5 + 0.5),
        ({"department": "道路課"}, False, True, 0.5),
        ({"department": None}, True, False, 1.5),
        ({"parent": "別計画"}, False, False, 1.5),
        ({"parent": "別計画"}, True, False, 1.5 + 0.5),
        ({"parent": "別計画"}, False, True, 0.5),
        ({"place": ("土木費", "河川")}, False, False, 2.0),
        ({"place": ("土木費", "河川")}, True, False, 2.0 + 1.0),
        ({"place": ("土木費", "河川")}, False, True, 0.5),
        ({"place": ("建設費", "道路")}, True, False, 1.0),
        ({"account": "特別会計"}, False, False, 0.5 + 3.0),
        ({"account": None}, False, False, 0.5),
    ],
)
def test_what_a_move_costs(
    change: dict[str, object], *, lasting: bool, heir: bool, less: float
) -> None:
    new = replace(NEW, **change)  # type: ignore[arg-type]
    known = Background(
        lasting=frozenset(wheres(OLD)) if lasting else frozenset(),
        heirs=dict(zip(wheres(OLD), wheres(new), strict=False)) if heir else {},
    )
    assert weight(new=new, known=known) == WHOLE - less


@pytest.mark.parametrize(
    ("code", "last", "more"),
    [("012", True, 7.5), ("013", True, -4.0), ("012", False, 0.0), (None, True, 0.0)],
)
def test_codes_speak_where_they_last(code: str | None, *, last: bool, more: float) -> None:
    found = weigh(OLD, replace(NEW, code=code), Background(codes_last=last))
    assert weight(new=replace(NEW, code=code), known=Background(codes_last=last)) == WHOLE + more
    assert (found.method == "code") is (more > 0)


def test_another_type_stands_under_other_headings() -> None:
    other = replace(NEW, type="regional_project", department="道路課")
    assert weight(new=other, known=Background(lasting=frozenset(wheres(OLD)))) == WHOLE - 1.5 - 0.5


@pytest.mark.parametrize(
    ("old", "new", "more"), [(100, 100, 0.2 + 1.0), (100, 50, 0.1), (50, 100, 0.1), (100, -50, 0.1)]
)
def test_like_sizes_tell_equals_apart(old: int, new: int, more: float) -> None:
    found = weigh(replace(OLD, amount=old), replace(NEW, amount=new), ALONE).weight
    assert round(found, 3) == round(WHOLE + more, 3)


@pytest.mark.parametrize(
    ("peers", "position", "more"),
    [((1, 1), 0, 0.0), ((2, 2), 0, 1.0), ((2, 2), 1, 0.0), ((2, 3), 0, 0.0)],
)
def test_equals_keep_their_order(peers: tuple[int, int], position: int, more: float) -> None:
    old = replace(OLD, peers=peers[0], position=0)
    assert weight(old, replace(NEW, peers=peers[1], position=position)) == WHOLE + more


@pytest.mark.parametrize(
    ("old", "prior", "step", "agrees"),
    [
        (5_000, 5_000, 1, True),
        (5_000, 5_001, 1, False),
        (5_000, 5_999, 1_000, True),
        (5_000, 6_000, 1_000, False),
        (5_000, 4_001, 1_000, True),
        (None, 5_000, 1, None),
        (5_000, None, 1, None),
    ],
)
def test_whether_a_printed_prior_amount_agrees(
    old: int | None, prior: int | None, step: int, agrees: bool | None
) -> None:
    before = replace(OLD, amount=old, step=1)
    after = replace(NEW, prior=prior, prior_step=step)
    assert prior_agrees(before, after, ALONE) is agrees
    assert prior_agrees(before, after, Background(adjacent=False)) is None
    assert prior_agrees(before, replace(after, type="theme"), ALONE) is None


@pytest.mark.parametrize(
    ("amount", "prior", "often", "names", "more"),
    [
        (12_345_000, 12_345_000, 1, 1, 7.0),  # 12345 is 13.6 bits
        (123_000, 123_000, 1, 1, 4.166),
        (123_000, 123_000, 4, 1, 2.166),
        (5_000_000, 5_000_000, 1, 1, 2.0),
        (12_345_000, 77_000, 1, 1, -1.0),
        (12_345_000, 77_000, 1, 2, -3.0 - 1.0),
        (12_345_000, 0, 1, 2, -4.0 - 1.0),
        (0, 0, 1, 1, 0.5),
    ],
)
def test_what_a_printed_prior_amount_weighs(
    amount: int, prior: int, often: int, names: int, more: float
) -> None:
    known = Background(amounts={amount: often}, names={OLD.key: names})
    found = weigh(replace(OLD, amount=amount), replace(NEW, amount=None, prior=prior), known)
    assert round(found.weight, 3) == round(WHOLE + more, 3)


def test_codes_last_where_most_names_under_them_stay() -> None:
    def years(same: int, shared: int, *, twice: int = 0, other: str = "他") -> Background:
        old = [replace(OLD, id=f"o{n}", code=str(n), key=f"事業{n}") for n in range(10)]
        old += [replace(OLD, id=f"t{n}", code="0", key=f"別{n}") for n in range(twice)]
        new = [
            replace(NEW, id=f"n{n}", code=str(n), key=f"事業{n}" if n < same else other)
            for n in range(shared)
        ]
        return background(old, new, adjacent=True)

    assert years(8, 10).codes_last
    assert not years(7, 10).codes_last
    assert not years(7, 10, other="あ").codes_last
    assert years(5, 5).codes_last
    assert not years(4, 4).codes_last
    assert not years(9, 10, twice=2).codes_last


def test_what_is_common_is_counted_in_either_year() -> None:
    old = [OLD, replace(OLD, id="o2"), replace(OLD, id="o3", key="別", amount=7)]
    new = [replace(NEW, prior=7), replace(NEW, id="n2", key="別", prior=7)]
    known = background(old, new, adjacent=False)
    assert known.names == {OLD.key: 2, "別": 1}
    assert known.amounts == {12_345_000: 2, 7: 2}
    assert known.lasting == frozenset(wheres(OLD))
    assert not known.adjacent
