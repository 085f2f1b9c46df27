"""Fits what each word of evidence is worth, from years whose truth is known, and writes it down.

`python -m benchmarks.fit_match` writes pipeline/match/weights.tsv. The years are made from a real
one (../shared/corpus) by seeds that no test and no other benchmark uses.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize

from benchmarks.worn import CORPUS, is_part, wear
from pipeline.match.entries import Entry
from pipeline.match.features import order_of
from pipeline.match.likely import worded
from pipeline.match.pairs import Weighed, pair_by_evidence
from tests.corpus.setagaya import Row, Simulated, entries, load, simulate

OUT = Path(__file__).resolve().parents[1] / "pipeline/match/weights.tsv"
YEARS = (2018, 2019, 2020)
SEEDS = range(1, 9)
SHARES = (0.05, 0.2, 0.4, 0.7)
_RIDGE = 2.0
Labelled: TypeAlias = tuple[tuple[str, ...], bool]
Table: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
Column: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"


def made_years() -> Iterator[tuple[list[Row], Simulated, random.Random]]:
    """A year, one that could have followed it, and chance for more."""
    for year in YEARS:
        rows = load(CORPUS, year)
        for seed in SEEDS:
            for share in SHARES:
                made = wear(simulate(rows, seed=seed), share=share, seed=seed)
                yield rows, made, random.Random(f"fit-{year}-{seed}-{share}")


def alone() -> Iterator[Labelled]:
    """Pairs of what names and amounts leave alone: their words, and whether it is one project."""
    for rows, made, chance in made_years():
        old_rows, new_rows = _varied(rows, made.rows, chance)
        old, new = entries(old_rows, prior=False), entries(new_rows, prior=False)
        weighed = pair_by_evidence(old, new, adjacent=True)
        taken = {pair.old.id: pair.new.id for pair in weighed.pairs}
        order = order_of(old, new, taken)
        left_old, left_new = _left(old, taken), _left(new, {v: k for k, v in taken.items()})
        for (i, j), said in worded(left_old, left_new, weighed.known, order).items():
            number = old_rows[int(left_old[i].id)].number
            other = new_rows[int(left_new[j].id)].number
            yield said, number == other or other.startswith(f"{number}-")


def _varied(old: list[Row], new: list[Row], chance: random.Random) -> tuple[list[Row], list[Row]]:
    """Some years come in another order, and some without departments, plans, amounts or all."""
    draw = chance.random()
    without: dict[str, object] = {}
    if 0.25 < draw < 0.4:
        without = {"department": ""}
    elif 0.4 < draw < 0.5:
        without = {"plan": ""}
    elif 0.5 < draw < 0.6:
        without = {"amount": None}
    elif 0.6 < draw < 0.75:
        without = {"department": "", "plan": "", "amount": None, "place": ("", "", "")}
    if draw < 0.25 or draw > 0.68:
        new = chance.sample(new, len(new))
    bare = [[replace(row, **without) for row in rows] for rows in (old, new)]  # type: ignore[arg-type]
    return bare[0], bare[1]


def _left(some: Sequence[Entry], taken: dict[str, str]) -> list[Entry]:
    return [entry for entry in some if entry.id not in taken]


def fit_words(found: Sequence[Labelled]) -> dict[str, float]:
    """What each word is worth in nats, and the bias."""
    vocabulary = sorted({word for said, _ in found for word in said})
    column = {word: index for index, word in enumerate(vocabulary)}
    groups = Counter(found)
    table = np.zeros((len(groups), len(vocabulary) + 1))
    table[:, -1] = 1.0
    for index, (said, _) in enumerate(groups):
        table[index, [column[word] for word in said]] = 1.0
    labels = np.array([float(right) for _, right in groups])
    best = regression(table, labels, np.array(list(groups.values()), dtype=float))
    return {"bias": best[-1], **{word: best[index] for word, index in column.items()}}


def fit_weighed() -> dict[str, float]:
    """What a bit of weighed evidence is worth in nats, and where facts and doubts start."""
    rows: list[tuple[float, bool, bool, bool, bool]] = []
    for old_rows, made, chance in made_years():
        prior = chance.random() < 0.5
        old, new = entries(old_rows, prior=prior), entries(made.rows, prior=prior)
        weighed: Weighed = pair_by_evidence(old, new, adjacent=True)
        taken_old = {each.old.id for each in weighed.pairs}
        taken_new = {each.new.id for each in weighed.pairs}
        for is_fact, some in ((True, weighed.pairs), (False, weighed.doubts)):
            for each in some:
                if not is_fact and (each.old.id in taken_old or each.new.id in taken_new):
                    continue
                ours, theirs = old_rows[int(each.old.id)], made.rows[int(each.new.id)]
                is_one = ours.number == theirs.number or is_part(ours, theirs, made)
                agrees = bool(each.evidence.prior_agrees)
                rows.append((each.evidence.weight, is_fact, not is_fact, agrees, is_one))
    table = np.array(rows, dtype=float)
    names = ("weighed:bit", "weighed:fact", "weighed:doubt", "weighed:prior")
    fitted = regression(table[:, :-1], table[:, -1], np.ones(len(rows)))
    return dict(zip(names, fitted, strict=True))


def regression(table: Table, labels: Column, counts: Column) -> list[float]:
    """A logistic regression of rows that occur so often, with a small ridge."""

    def loss(weights: Column) -> tuple[float, Column]:
        z = table @ weights
        value = float(np.sum(counts * (np.logaddexp(0, z) - labels * z)))
        gradient = table.T @ (counts * (1 / (1 + np.exp(-z)) - labels)) + _RIDGE * weights
        return value + _RIDGE * float(weights @ weights) / 2, gradient

    best = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B").x
    return [round(float(weight), 3) for weight in best]


def main() -> int:
    """Fits and writes."""
    found = list(alone())
    right = sum(label for _, label in found)
    weights = {**fit_words(found), **fit_weighed()}
    lines = [
        "# What a word of evidence is worth, in nats: python -m benchmarks.fit_match",
        f"# {len(found):,} pairs, {right:,} of them right",
        *(f"{word}\t{weight}" for word, weight in weights.items()),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(found):,} pairs, {right:,} right, {len(weights)} weights\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
