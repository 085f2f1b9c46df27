"""Setagaya's expenditure tables as entries, and a year that could have followed them.

The simulated year has what real years have and three quiet years do not show: true renames of
several kinds, reorganised departments, renumbered and renamed sections, splits and merges, missing
prior amounts, and the slips of readers. The truth is known because it was made.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.match.entries import Entry, place_in_order
from pipeline.match.names import heading_key, name_key


@dataclass(frozen=True)
class Row:
    """A row of the table; `number` is the project's true identity, hidden from matching."""

    number: str
    name: str
    department: str
    place: tuple[str, str, str]
    plan: str
    amount: int | None
    prior: int | None


def load(folder: Path, year: int) -> list[Row]:
    """The rows of a year, amounts in yen."""
    with (folder / f"fy{year}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Row(
                number=row["事業番号"],
                name=row["予算事業名称"],
                department=row["所属名称"],
                place=(row["款名称"], row["項名称"], row["目名称"]),
                plan=row["大事業名称"],
                amount=_yen(row["予算見積額"]),
                prior=_yen(row["予算前額"]),
            )
            for row in csv.DictReader(file)
        ]


def _yen(text: str) -> int | None:
    digits = text.replace(",", "").strip()
    return int(digits) * 1_000 if digits not in ("", "-") else None


def entries(rows: Sequence[Row], *, prior: bool = True, names_alone: bool = False) -> list[Entry]:
    """The rows as what matching sees; an entry's id is its place among the rows."""
    return place_in_order(
        [
            Entry(
                id=str(index),
                type="budget_item",
                kind="project",
                name=row.name,
                key=name_key(row.name),
                department="" if names_alone else row.department,
                place=() if names_alone else tuple(heading_key(title) for title in row.place),
                parent="" if names_alone else heading_key(row.plan),
                amount=None if names_alone else row.amount,
                prior=row.prior if prior and not names_alone else None,
                group="initial",
            )
            for index, row in enumerate(rows)
        ]
    )


@dataclass
class Simulated:
    """A following year and the truth about it, by the rows' numbers."""

    rows: list[Row]
    renamed: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    splits: dict[str, list[str]] = field(default_factory=dict)
    merges: dict[str, list[str]] = field(default_factory=dict)


_WORDS = (
    ("推進", "促進"),
    ("支援", "助成"),
    ("整備", "改修"),
    ("運営", "管理運営"),
    ("相談", "相談支援"),
    ("維持管理", "維持補修"),
    ("普及", "啓発"),
    ("調査", "調査研究"),
    ("対策", "対応"),
)
_AFFIXES = ("新", "次世代", "地域", "総合", "区民")
_TAILS = ("(拡充)", "等", "の充実", "推進", "・連携")
_SLIPS = (
    ("ー", "一"),
    ("ロ", "口"),
    ("カ", "力"),
    ("ニ", "二"),
    ("ハ", "八"),
    ("へ", "ヘ"),
    ("工", "エ"),
    ("・", "･"),
    ("(", "（"),
    ("未", "末"),
    ("大", "太"),
    ("間", "問"),
    ("険", "検"),
    ("日", "曰"),
)


def simulate(rows: Sequence[Row], *, seed: int, missing_prior: float = 0.0) -> Simulated:
    """A year after `rows`: one in twelve renamed, one department in four reorganised, and so on."""
    chance = random.Random(seed)
    departments = _reorganise(sorted({row.department for row in rows}), chance)
    places = _rename_places(rows, chance)
    made = Simulated([])
    words = sorted({row.name for row in rows})
    rest = list(rows)
    made.rows += _split_and_merge(rest, made, departments, chance)
    for row in rest:
        if chance.random() < 0.05:
            made.removed.add(row.number)
            continue
        department = chance.choice(departments[row.department])
        if chance.random() < 0.02:
            department = chance.choice(chance.choice(list(departments.values())))
        name = row.name
        if chance.random() < 0.08:
            name = _rename(row.name, words, chance)
        if name_key(name) != name_key(row.name):
            made.renamed.add(row.number)
        if chance.random() < 0.04:
            name = _slip(name, chance)
        if department != row.department:
            made.moved.add(row.number)
        prior = row.amount if chance.random() > 0.02 else _drift(row.amount, chance)
        made.rows.append(
            replace(
                row,
                name=name,
                department=department,
                place=places[row.place],
                amount=_drift(row.amount, chance),
                prior=None if chance.random() < missing_prior else prior,
            )
        )
    for index in range(len(rows) // 20):
        # New projects are named as old ones are: alike, and not the same.
        like, other = chance.choice(rows), chance.choice(words)
        number = f"new{index}"
        made.added.add(number)
        made.rows.append(
            replace(
                like,
                number=number,
                name=_cross(like.name, other),
                department=chance.choice(departments[like.department]),
                place=places[like.place],
                amount=chance.randrange(1, 90_000) * 1_000,
                prior=0,
            )
        )
    return made


def _reorganise(departments: Sequence[str], chance: random.Random) -> dict[str, list[str]]:
    """Old departments to new: some renamed, some joined, some divided."""
    after: dict[str, list[str]] = {}
    for index, name in enumerate(departments):
        draw = chance.random()
        if draw < 0.12:
            after[name] = [name.replace("課", "推進課") if "課" in name else f"{name}室"]
        elif draw < 0.18:
            after[name] = [departments[index - 1]]
        elif draw < 0.24:
            after[name] = [name, f"{name}第二"]
        else:
            after[name] = [name]
    return after


def _rename_places(
    rows: Sequence[Row], chance: random.Random
) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Old 款項目 to new: all renumbered, some renamed."""
    places: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for index, place in enumerate(sorted({row.place for row in rows})):
        title, item, subitem = place
        if chance.random() < 0.1:
            subitem = f"{subitem.removesuffix('費')}推進費"
        places[place] = (title, item, f"{index % 9 + 1} {subitem}")
    return places


def _rename(name: str, words: Sequence[str], chance: random.Random) -> str:
    kind = chance.randrange(6)
    for old, new in _WORDS if kind == 0 else ():
        if old in name:
            return name.replace(old, new)
    if kind == 1:
        return chance.choice(_AFFIXES) + name
    if kind == 2:
        return name + chance.choice(_TAILS)
    if kind == 3 and len(name) > 6:
        return name[: len(name) // 2 + 1] + chance.choice(("推進", "事業", "の整備"))
    if kind == 4:
        return f"{name}({chance.choice(words)[:6]})"
    return chance.choice(words)[:6] + chance.choice(("の推進", "プロジェクト", "支援"))


def _slip(name: str, chance: random.Random) -> str:
    for right, wrong in chance.sample(_SLIPS, len(_SLIPS)):
        if right in name:
            return name.replace(right, wrong, 1)
    return name


def _cross(one: str, other: str) -> str:
    return one[: max(len(one) // 2, 2)] + other[len(other) // 2 :]


def _drift(amount: int | None, chance: random.Random) -> int | None:
    if amount is None:
        return None
    return round(amount * chance.lognormvariate(0, 0.35) / 1_000) * 1_000


def _split_and_merge(
    rest: list[Row],
    made: Simulated,
    departments: dict[str, list[str]],
    chance: random.Random,
) -> list[Row]:
    """Takes some rows out of `rest` and gives back what became of them."""
    after: list[Row] = []
    big = [row for row in rest if row.amount and row.amount >= 3_000_000]
    for row in chance.sample(big, max(len(rest) // 100, 1)):
        amount = row.amount or 0
        first = round(amount * chance.uniform(0.2, 0.8) / 1_000) * 1_000
        department = departments[row.department][0]
        parts = []
        for index, (name, part) in enumerate(
            ((row.name, first), (f"{row.name[:5]}施設整備", amount - first))
        ):
            number = f"{row.number}-{index}"
            parts.append(number)
            after.append(
                replace(
                    row,
                    number=number,
                    name=name if chance.random() < 0.5 else f"{row.name[:6]}運営",
                    department=department,
                    amount=_drift(part, chance),
                    prior=part,
                )
            )
        made.splits[row.number] = parts
        rest.remove(row)
    by_place: dict[tuple[object, ...], list[Row]] = {}
    for row in rest:
        if row.amount and row.amount >= 1_000_000:
            by_place.setdefault((row.department, row.place), []).append(row)
    groups = [rows for rows in by_place.values() if len(rows) >= 2]
    for index, rows in enumerate(chance.sample(groups, min(len(groups), max(len(rest) // 100, 1)))):
        chosen = chance.sample(rows, min(len(rows), chance.choice((2, 2, 3))))
        prior = sum(row.amount or 0 for row in chosen)
        number = f"merged{index}"
        made.merges[number] = [row.number for row in chosen]
        name = chosen[0].name if chance.random() < 0.5 else f"{chosen[0].name}・{chosen[1].name}"
        after.append(
            replace(
                chosen[0],
                number=number,
                name=name,
                department=departments[chosen[0].department][0],
                amount=_drift(prior, chance),
                prior=prior,
            )
        )
        for row in chosen:
            rest.remove(row)
    return after
