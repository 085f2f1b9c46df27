"""The links between the five seeds, and the traps: names that are alike and are not the same."""

import json
from pathlib import Path

import pytest

from models import RECORD, Record
from pipeline.budget.entries import entries_of
from pipeline.match import Entry, Found, match

YEARS = {"003": 2015, "001": 2018, "000": 2020, "004": 2021, "002": 2021}


def completed(value: object) -> object:
    """Gold's partial values with what the models ask for: their print."""
    if isinstance(value, list):
        return [completed(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {name: completed(each) for name, each in value.items() if each is not None}
    if "yen" in made or "none" in made:
        return {"yen": None, "text": "", **made}
    if "unit" in made or ("value" in value and not isinstance(value["value"], dict)):
        return {"value": None, "text": "", **made}
    return made


def read(root: Path, seed: str) -> list[Record]:
    lines = (root / "fixtures/gold" / f"{seed}.jsonl").read_text(encoding="utf-8").splitlines()
    records = []
    for number, line in enumerate(lines):
        whole = completed(json.loads(line))
        assert isinstance(whole, dict)
        if whole["type"] == "complete":
            continue
        records.append(RECORD.validate_python({"page": 1, "id": f"{seed}-{number}", **whole}))
    return records


@pytest.fixture(scope="module")
def sides(root: Path) -> dict[str, list[Entry]]:
    return {seed: entries_of(read(root, seed)) for seed in YEARS}


def compare(sides: dict[str, list[Entry]], old: str, new: str) -> Found:
    return match(sides[old], sides[new], adjacent=YEARS[new] - YEARS[old] == 1)


def links(found: Found) -> set[tuple[str, str]]:
    return {(pair.old.name, pair.new.name) for pair in found.pairing.pairs}


def test_a_proposal_becomes_a_project_with_a_year_in_its_name(
    sides: dict[str, list[Entry]],
) -> None:
    assert links(compare(sides, "000", "004")) == {
        ("JOMON渡島ネクストステージ事業", "JOMON渡島ネクストステージ事業2021")
    }


def test_initiatives_become_budget_items_and_an_indicator_gets_a_new_target(
    sides: dict[str, list[Entry]],
) -> None:
    assert links(compare(sides, "001", "000")) == {
        ("妊産婦安心出産支援", "妊産婦安心出産支援事業費"),
        ("多子世帯の保育料軽減支援", "多子世帯の保育料軽減支援事業費"),
        ("道産食品輸出額", "道産食品輸出額"),
    }


@pytest.mark.parametrize(
    ("old", "new"), [("003", "001"), ("003", "000"), ("003", "004"), ("001", "004"), ("000", "002")]
)
def test_nothing_else_is_taken_for_the_same(
    sides: dict[str, list[Entry]], old: str, new: str
) -> None:
    found = compare(sides, old, new)
    assert links(found) == set()
    assert found.regroupings == []


def test_the_traps_are_no_pairs_within_or_between_documents(
    sides: dict[str, list[Entry]],
) -> None:
    """関係人口 is in four names, スマート農業 is not スマート林業, 安全・安心 is of two areas."""
    words = ("関係人口", "スマート", "安全・安心")
    for one in sides.values():
        found = match(one, one, adjacent=False)
        assert all(
            pair.old.name == pair.new.name
            for pair in found.pairing.pairs
            if any(word in pair.old.name for word in words)
        )
    for old, new in (("001", "000"), ("000", "004"), ("003", "004"), ("001", "004")):
        for before, after in links(compare(sides, old, new)):
            assert not any(word in before or word in after for word in words)
