"""Three years of a real expenditure table with the projects' numbers hidden, and made-up years."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.match import Found, match
from tests.corpus.setagaya import Row, Simulated, entries, load, simulate

pytestmark = pytest.mark.corpus


@dataclass(frozen=True)
class Score:
    """How well the pairs agree with the projects' numbers."""

    precision: float
    recall: float
    moves_found: int
    moves: int


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
