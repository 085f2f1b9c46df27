"""Three years of a real expenditure table with the projects' numbers hidden, and made-up years."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from rapidfuzz import fuzz, process

from benchmarks.worn import LEVELS, is_part, measure, wear
from pipeline.match import Found, match
from pipeline.match.names import heading_key
from tests.corpus.setagaya import Row, Simulated, entries, load, simulate

pytestmark = pytest.mark.corpus

Baseline: TypeAlias = Callable[[list[Row], list[Row]], list[tuple[int, int]]]


@dataclass(frozen=True)
class Score:
    """How well the pairs agree with the projects' numbers."""

    precision: float
    recall: float
    moves_found: int
    moves: int


def by_equal_name(old: list[Row], new: list[Row]) -> list[tuple[int, int]]:
    """A baseline: equal names under equal last headings, in their order."""
    places: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for index, row in enumerate(rows):
            places[row.name, heading_key(row.place[-1])][side].append(index)
    return [both for olds, news in places.values() for both in zip(olds, news, strict=False)]


def by_likeness(old: list[Row], new: list[Row]) -> list[tuple[int, int]]:
    """A baseline: rapidfuzz, the likest names first, from 80 of 100 on."""
    likeness = process.cdist(
        [row.name for row in old], [row.name for row in new], scorer=fuzz.ratio, score_cutoff=80
    )
    places = [(-likeness[i, j], int(i), int(j)) for i, j in zip(*likeness.nonzero(), strict=True)]
    olds: set[int] = set()
    news: set[int] = set()
    pairs = []
    for _, i, j in sorted(places):
        if i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            pairs.append((i, j))
    return pairs


def agreement(pairs: list[tuple[int, int]], old: list[Row], new: list[Row]) -> tuple[float, float]:
    """Precision and recall of pairs of indices."""
    numbers = {row.number for row in old}
    right = sum(old[i].number == new[j].number for i, j in pairs)
    return right / len(pairs), right / sum(row.number in numbers for row in new)


def indices(found: Found) -> list[tuple[int, int]]:
    return [(int(pair.old.id), int(pair.new.id)) for pair in found.pairing.pairs]


@pytest.mark.parametrize("prior", [True, False])
@pytest.mark.parametrize("baseline", [by_equal_name, by_likeness])
def test_better_than_what_is_easily_written(
    years: dict[int, list[Row]], baseline: Baseline, prior: bool
) -> None:
    """On the real years, and on made-up ones, more is found, and more of it is right."""
    pairs_of_years = [(years[2018], years[2019]), (years[2019], years[2020])]
    pairs_of_years += [(years[year], simulate(years[year], seed=4).rows) for year in years]
    for old, new in pairs_of_years:
        found = match(entries(old, prior=prior), entries(new, prior=prior), adjacent=True)
        ours = agreement(indices(found), old, new)
        theirs = agreement(baseline(old, new), old, new)
        assert ours[1] >= theirs[1]
        assert f1(ours) >= f1(theirs)
        assert not prior or ours[0] >= theirs[0]


def f1(both: tuple[float, float]) -> float:
    return 2 * both[0] * both[1] / sum(both)


def score(found: Found, old: list[Row], new: list[Row]) -> Score:
    numbers = {row.number for row in old}
    lasting = {row.number: row for row in new if row.number in numbers}
    before = {row.number: row for row in old}
    pairs = [(old[int(p.old.id)], new[int(p.new.id)]) for p in found.pairing.pairs]
    right = [(o, n) for o, n in pairs if o.number == n.number]
    return Score(
        precision=len(right) / len(pairs),
        recall=len(right) / len(lasting),
        moves_found=sum(o.department != n.department for o, n in right),
        moves=sum(before[k].department != row.department for k, row in lasting.items()),
    )


@pytest.fixture(scope="module")
def years(corpus: Path) -> dict[int, list[Row]]:
    return {year: load(corpus / "setagaya-years", year) for year in (2018, 2019, 2020)}


@pytest.mark.parametrize(("old", "new"), [(2018, 2019), (2019, 2020)])
def test_pairs_moves_added_and_removed(years: dict[int, list[Row]], old: int, new: int) -> None:
    before, after = years[old], years[new]
    found = match(entries(before), entries(after), adjacent=True)
    result = score(found, before, after)
    assert result.precision == 1
    assert result.recall >= 0.999
    assert result.moves == (76 if old == 2018 else 289)
    assert result.moves_found == result.moves
    assert found.regroupings == []
    # One 償還金 of nothing can be either of two rows that are the same in every field.
    missing = (
        {row.number for row in before}
        & {before[int(entry.id)].number for entry in found.pairing.old_only}
        & {row.number for row in after}
    )
    assert missing == ({"21071"} if old == 2018 else set())


@pytest.mark.parametrize(("old", "new"), [(2018, 2019), (2019, 2020), (2018, 2020)])
def test_without_printed_prior_amounts(years: dict[int, list[Row]], old: int, new: int) -> None:
    before, after = years[old], years[new]
    found = match(entries(before, prior=False), entries(after, prior=False), adjacent=True)
    result = score(found, before, after)
    assert result.precision == 1
    assert result.recall >= 0.999


def test_with_names_alone(years: dict[int, list[Row]]) -> None:
    before, after = years[2018], years[2019]
    found = match(
        entries(before, names_alone=True), entries(after, names_alone=True), adjacent=None
    )
    result = score(found, before, after)
    assert result.precision >= 0.998
    assert result.recall >= 0.98


@pytest.mark.parametrize(("year", "seed"), [(2018, 1), (2019, 2), (2020, 3)])
def test_a_year_with_renames_and_reorganised_departments(
    years: dict[int, list[Row]], year: int, seed: int
) -> None:
    before = years[year]
    made = simulate(before, seed=seed)
    found = match(entries(before), entries(made.rows), adjacent=True)
    result = score(found, before, made.rows)
    assert result.precision >= 0.999
    assert result.recall >= 0.994
    renames = [pair for pair in found.pairing.pairs if pair.old.key != pair.new.key]
    wrong = [p for p in renames if before[int(p.old.id)].number != made.rows[int(p.new.id)].number]
    assert wrong == []
    assert len(renames) >= 0.9 * len(made.renamed)
    assert regroupings(found, before, made) == {
        (number, *sorted(parts)) for number, parts in {**made.splits, **made.merges}.items()
    }


def regroupings(found: Found, before: list[Row], made: Simulated) -> set[tuple[str, ...]]:
    groups = set()
    for each in found.regroupings:
        old = sorted(before[int(entry.id)].number for entry in each.old)
        new = sorted(made.rows[int(entry.id)].number for entry in each.new)
        groups.add((*old, *new) if each.kind == "split" else (*new, *old))
    return groups


@pytest.mark.parametrize(("year", "seed"), [(2018, 1), (2020, 3)])
def test_the_same_with_three_in_ten_prior_amounts_missing(
    years: dict[int, list[Row]], year: int, seed: int
) -> None:
    before = years[year]
    made = simulate(before, seed=seed, missing_prior=0.3)
    result = score(match(entries(before), entries(made.rows), adjacent=True), before, made.rows)
    assert result.precision >= 0.999
    assert result.recall >= 0.975


@pytest.mark.parametrize("share", LEVELS)
def test_worn_names_without_printed_prior_amounts(
    years: dict[int, list[Row]], share: float
) -> None:
    """However many names are worn: more is found than by either baseline, and it is right."""
    runs = [
        measure(years[year], share=share, seed=seed)
        for year, seed in ((2018, 31), (2019, 32), (2020, 33))
    ]
    for ours, *others in (list(run.values()) for run in runs):
        assert all(ours.recall > each.recall for each in others)
        assert ours.precision > max(each.precision for each in others) - 0.002
        assert ours.recall >= 0.92
    assert sum(run["yosano"].precision for run in runs) / len(runs) >= 0.995


def test_what_is_said_to_be_sure_is_right_as_often(years: dict[int, list[Row]]) -> None:
    """Of candidates given from a half on, as many are right as their probabilities add up to."""
    said, right = 0.0, 0
    for year, seed in ((2018, 41), (2019, 42), (2020, 43)):
        before = years[year]
        made = wear(simulate(before, seed=seed), share=0.3, seed=seed)
        pairing = match(
            entries(before, prior=False), entries(made.rows, prior=False), adjacent=True
        ).pairing
        for each in pairing.candidates:
            chance = each.evidence.probability or 0.0
            if chance >= 0.5:
                said += chance
                old, new = before[int(each.old.id)], made.rows[int(each.new.id)]
                right += old.number == new.number or is_part(old, new, made)
    assert said > 30
    assert right == pytest.approx(said, rel=0.15)
