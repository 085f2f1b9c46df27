"""The gold records of the policy seeds hold what their text prints, as often as it prints it."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models import RECORD

Json = dict[str, Any]

COUNTS = {
    "001": {
        "analysis": 5,
        "fact": 3,
        "indicator": 22,
        "initiative": 54,
        "municipal_group": 11,
        "plan_outline": 3,
        "theme": 5,
    },
}


def read(root: Path, seed: str) -> list[Json]:
    text = (root / "fixtures" / "gold" / f"{seed}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def squeezed(text: str) -> str:
    """NFKC without white space, markup and superscripts: what a joined text is looked up in."""
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", text))


def printed(root: Path, seed: str) -> str:
    (path,) = (root / "seeds").glob(f"{seed}_*.txt")
    return squeezed(path.read_text("utf-8"))


def of_type(records: list[Json], kind: str) -> list[Json]:
    return [record for record in records if record["type"] == kind]


def complete(node: Any) -> Any:
    """Gold without the fields it leaves out (page, print), made whole for the models."""
    if isinstance(node, list):
        return [complete(item) for item in node]
    if not isinstance(node, dict):
        return node
    whole = {key: complete(value) for key, value in node.items()}
    if "value" in node and not isinstance(node["value"], dict) and "type" not in node:
        whole.setdefault("text", "")
    return whole


def strings(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from strings(value, name)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item, key)
    elif isinstance(node, str) and key not in {"type", "kind", "unit", "comparator", "basis"}:
        yield node


@pytest.mark.parametrize("seed", sorted(COUNTS))
class TestEverySeed:
    def test_types_and_counts(self, root: Path, seed: str) -> None:
        assert Counter(record["type"] for record in read(root, seed)) == COUNTS[seed]

    def test_records_are_of_the_models(self, root: Path, seed: str) -> None:
        for record in read(root, seed):
            RECORD.validate_python({"page": 1, **complete(record)})

    def test_every_text_is_printed(self, root: Path, seed: str) -> None:
        text = printed(root, seed)
        absent = [
            string
            for record in read(root, seed)
            for string in strings(record)
            if squeezed(string) not in text and not re.fullmatch(r"\d{4}-\d\d", string)
        ]
        assert absent == []

    def test_no_record_twice(self, root: Path, seed: str) -> None:
        lines = [json.dumps(record, sort_keys=True) for record in read(root, seed)]
        twice = [line for line, count in Counter(lines).items() if count > 1]
        assert twice == []


def figures(root: Path, seed: str) -> set[float]:
    (path,) = (root / "seeds").glob(f"{seed}_*.txt")
    text = unicodedata.normalize("NFKC", path.read_text("utf-8"))
    return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


class TestIndicators:
    @pytest.fixture
    def indicators(self, root: Path) -> list[Json]:
        return of_type(read(root, "001"), "indicator")

    def test_kinds(self, indicators: list[Json]) -> None:
        assert Counter(row["kind"] for row in indicators) == {"goal": 7, "kpi": 15}

    def test_every_figure_is_printed(self, root: Path, indicators: list[Json]) -> None:
        text = figures(root, "001")
        multiplier = {"円": (10_000, 100_000_000), "m³": (10_000,), "人": (1, 10_000)}
        for row in indicators:
            quantities = [row.get("baseline"), row["target"], row.get("revised_target")]
            quantities += [actual.get("value") for actual in row["actuals"]]
            for quantity in filter(None, quantities):
                if quantity["value"] is not None:
                    assert any(
                        round(quantity["value"] / by, 4) in text
                        for by in multiplier.get(quantity["unit"], (1,))
                    ), (row, quantity)
            assert all(
                actual["progress_percent"] in text
                for actual in row["actuals"]
                if "progress_percent" in actual
            )

    def test_four_years_each(self, indicators: list[Json]) -> None:
        for row in indicators:
            years = [actual["fiscal_year"]["year"] for actual in row["actuals"]]
            assert years == [2015, 2016, 2017, 2018]

    def test_progress_is_actual_over_target(self, indicators: list[Json]) -> None:
        """Rounded or truncated to a tenth; a national average is no denominator on the page."""
        tried = 0
        for row in indicators:
            target = row.get("revised_target", row["target"])
            if target["value"] is None:
                if target["text"].startswith("全国"):
                    continue
                target = row["baseline"]
            for actual in row["actuals"]:
                if "progress_percent" in actual:
                    tried += 1
                    share = 100 * actual["value"]["value"] / target["value"]
                    assert -0.05 <= share - actual["progress_percent"] < 0.1, (row, actual)
        assert tried == 66

    def test_grade_follows_from_the_last_progress(self, indicators: list[Json]) -> None:
        graded = [row for row in indicators if "grade" in row]
        assert len(graded) == 20
        for row in graded:
            last = [a for a in row["actuals"] if "progress_percent" in a][-1]
            progress = last["progress_percent"]
            old = row["target"]["value"] if "revised_target" in row else None
            if progress >= 100:
                expected = "A①"
            elif progress < 80:
                expected = "B"
            else:
                expected = "A②" if old and last["value"]["value"] >= old else "A③"
            assert row["grade"] == expected, row["name"]

    def test_the_repeated_indicator_is_the_same_in_both_projects(
        self, indicators: list[Json]
    ) -> None:
        first, second = [row for row in indicators if row.get("name") == "道産食品輸出額"]
        assert first.pop("scope") != second.pop("scope")
        assert first == second


class TestProjects:
    def test_initiatives_of_each_project(self, root: Path) -> None:
        records = read(root, "001")
        names = [theme["name"] for theme in of_type(records, "theme")]
        count = Counter(row["project"] for row in of_type(records, "initiative"))
        assert [count[name] for name in names] == [17, 10, 9, 9, 9]

    def test_areas_list_as_many_municipalities_as_they_say(self, root: Path) -> None:
        areas = of_type(read(root, "001"), "municipal_group")
        stated = [area for area in areas if "stated_count" in area]
        assert len(stated) == 5
        for area in stated:
            assert len(area["municipalities"]) == area["stated_count"]
            assert str(area["stated_count"]) in area["name"]
        assert sum(len(area["municipalities"]) for area in areas) == 45
