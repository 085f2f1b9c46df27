"""A sample says what is true of all, within its interval, and is the same for the same seed."""

import random

import pytest

from pipeline.score.sample import Drawn, Figure, draw, estimate


def population(
    count: int, *, right: float | None = None, seed: int = 3
) -> list[tuple[Figure, bool]]:
    """Figures of three documents, some doubtful, and whether each is right.

    Without `right` they are as right as their confidence says.
    """
    chance = random.Random(seed)
    found = []
    for number in range(count):
        sure = chance.choice([0.3, 0.95, 0.97, 0.992, 0.999])
        figure = Figure(
            (f"d{number % 3}", str(number), "amount"),
            f"d{number % 3}",
            chance.choice(["fact", "budget_item"]),
            chance.choice(["fact", "budget_item", "budget_total"]),
            sure,
        )
        found.append((figure, chance.random() < (sure if right is None else right)))
    return found


@pytest.mark.parametrize("right", [None, 0.9, 0.97])
def test_the_interval_holds_the_truth_for_93_of_100_seeds(right: float | None) -> None:
    figures = population(2_000, right=right)
    truth = {figure.key: is_right for figure, is_right in figures}
    share = sum(truth.values()) / len(truth)
    held = 0
    for seed in range(100):
        drawn = draw([figure for figure, _ in figures], 100, seed)
        judged = [(each.weight, truth[each.figure.key]) for each in drawn]
        low, high = estimate(judged, len(figures)).interval
        held += low <= share <= high
    assert held >= 93


def test_weights_put_the_share_right_where_doubt_is_drawn_more_often() -> None:
    """Unweighted, the doubtful fifth would pull the share down."""
    figures = population(5_000)
    truth = {figure.key: is_right for figure, is_right in figures}
    share = sum(truth.values()) / len(truth)
    drawn = [draw([figure for figure, _ in figures], 200, seed) for seed in range(40)]
    weighted = [
        estimate([(each.weight, truth[each.figure.key]) for each in one], 5_000).share
        for one in drawn
    ]
    plain = [sum(truth[each.figure.key] for each in one) / len(one) for one in drawn]
    assert abs(sum(weighted) / 40 - share) < 0.012
    assert sum(plain) / 40 < share - 0.05


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    figures = [figure for figure, _ in population(500)]
    assert draw(figures, 50, 1) == draw(figures, 50, 1)
    assert draw(figures, 50, 1) != draw(figures, 50, 2)


@pytest.mark.parametrize("size", [1, 2, 7, 100, 499])
def test_as_many_are_drawn_as_were_asked_for_each_once(size: int) -> None:
    figures = [figure for figure, _ in population(500)]
    drawn = draw(figures, size, 1)
    assert len({each.figure.key for each in drawn}) == len(drawn) == size
    assert sum(each.weight for each in drawn) == pytest.approx(500)


def test_every_kind_is_drawn_from() -> None:
    figures = [figure for figure, _ in population(2_000)]
    rare = Figure(("d9", "x", "amount"), "d9", "fact", "balance", 0.999)
    drawn = draw([*figures, rare], 400, 1)
    assert any(each.figure.document == "d9" for each in drawn)


def test_all_of_them_leave_nothing_to_guess() -> None:
    figures = population(40)
    drawn = draw([figure for figure, _ in figures], 100, 1)
    assert [each.weight for each in drawn] == [1.0] * 40
    found = estimate([(1.0, is_right) for _, is_right in figures], 40)
    assert found.interval == (found.share, found.share)
    assert found.more == 0


def test_nothing_looked_at_says_nothing() -> None:
    found = estimate([], 1_000)
    assert (found.looked_at, found.interval) == (0, (0.0, 1.0))
    assert 800 < found.more <= 1_000


def test_how_many_more_would_be_enough() -> None:
    """With as many as it says, the interval is as narrow as it says."""
    judged = [(1.0, number % 20 != 0) for number in range(200)]
    more = estimate(judged, 10**9).more
    assert 1_300 < more < 2_300
    enough = [(1.0, number % 20 != 0) for number in range(200 + more)]
    low, high = estimate(enough, 10**9).interval
    assert high - low <= 0.0202


def test_a_drawn_figure_carries_what_it_stands_for() -> None:
    figures = [Figure(("d", str(n), "a"), "d", "k", "t", 0.97) for n in range(90)]
    assert {each.weight for each in draw(figures, 30, 5)} == {3.0}
    assert isinstance(draw(figures, 30, 5)[0], Drawn)
