"""The seeds' gold mentions: money and years without a miss, names but for broken ones."""

import json
from pathlib import Path

import pytest

from models import FiscalYear, Money
from pipeline.recognise import Mention, find_noted_money, find_projects, find_years

YEARS = {"000": 2020, "001": 2019, "002": 2021, "003": 2015, "004": 2021}
Spans = dict[tuple[int, int], dict[str, object]]


def _seed(root: Path, number: str) -> str:
    (path,) = (root / "seeds").glob(f"{number}_*.txt")
    return path.read_bytes().decode("utf-8")


def _gold(root: Path, number: str, kind: str) -> Spans:
    starts = [0]
    for line in _seed(root, number).split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans: Spans = {}
    path = root / "fixtures" / "gold" / "mentions" / f"{number}.jsonl"
    for printed in path.read_text(encoding="utf-8").splitlines():
        gold = json.loads(printed)
        last = gold["parts"][-1] if "parts" in gold else gold
        if gold["kind"] == kind:
            start = starts[gold["line"] - 1] + gold["start"]
            spans[start, starts[last["line"] - 1] + last["end"]] = gold["value"]
    return spans


def _wrong(gold: Spans, found: list[Mention[Money]] | list[Mention[FiscalYear]]) -> list[object]:
    values = {(mention.start, mention.end): mention.value.model_dump() for mention in found}
    return [
        (span, expected)
        for span, expected in gold.items()
        if span not in values
        or any(values[span][key] != wanted for key, wanted in expected.items())
    ] + [span for span in values if span not in gold]


@pytest.mark.parametrize("number", YEARS)
def test_money(root: Path, number: str) -> None:
    found = [mention for mention in find_noted_money(_seed(root, number)) if not mention.value.none]
    assert _wrong(_gold(root, number, "money"), found) == []


@pytest.mark.parametrize(("number", "year"), YEARS.items())
def test_years(root: Path, number: str, year: int) -> None:
    found = find_years(_seed(root, number), year=year)
    assert _wrong(_gold(root, number, "year"), found) == []


def test_project_names(root: Path) -> None:
    agreed = total = 0
    for number in YEARS:
        gold = _gold(root, number, "project")
        found = {(name.start, name.end) for name in find_projects(_seed(root, number))}
        agreed += len(found & gold.keys())
        total += len(found) + len(gold)
    assert 2 * agreed / total >= 0.99
