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
    "002": {"fact": 10, "milestone": 6, "slide_point": 68},
    "003": {
        "bureau_proposal": 15,
        "fact": 2,
        "plan_outline": 9,
        "reflection": 14,
        "regional_project": 44,
        "staff_dispatch": 3,
    },
}

UNPRINTED = frozenset({"type", "kind", "unit", "comparator", "basis", "start", "end"})


def read(root: Path, seed: str) -> list[Json]:
    text = (root / "fixtures" / "gold" / f"{seed}.jsonl").read_text("utf-8")
    return [line for line in map(json.loads, text.splitlines()) if line["type"] != "complete"]


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
    if "yen" in node or ({"value", "unit"} <= set(node) or {"value", "text"} <= set(node)):
        whole.setdefault("text", "")
    return whole


def strings(node: Any, key: str = "") -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from strings(value, name)
    elif isinstance(node, list):
        for item in node:
            yield from strings(item, key)
    elif isinstance(node, str) and key not in UNPRINTED:
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
            if squeezed(string) not in text
        ]
        assert absent == []

    def test_a_record_stands_twice_only_where_it_is_printed_twice(
        self, root: Path, seed: str
    ) -> None:
        text = printed(root, seed)
        lines = Counter(json.dumps(record, sort_keys=True) for record in read(root, seed))
        for line, count in lines.items():
            longest = max(map(squeezed, strings(json.loads(line))), key=len)
            assert text.count(longest) >= count, line


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
            quantities = [row["baseline"], row["target"], row["revised_target"]]
            quantities += [actual["value"] for actual in row["actuals"]]
            for quantity in filter(None, quantities):
                if quantity["value"] is not None:
                    assert any(
                        round(quantity["value"] / by, 4) in text
                        for by in multiplier.get(quantity["unit"], (1,))
                    ), (row, quantity)
            assert all(
                actual["progress_percent"] in text
                for actual in row["actuals"]
                if actual["progress_percent"] is not None
            )

    def test_four_years_each(self, indicators: list[Json]) -> None:
        for row in indicators:
            years = [actual["fiscal_year"]["year"] for actual in row["actuals"]]
            assert years == [2015, 2016, 2017, 2018]

    def test_progress_is_actual_over_target(self, indicators: list[Json]) -> None:
        """Rounded or truncated to a tenth; a national average is no denominator on the page."""
        tried = 0
        for row in indicators:
            target = row["revised_target"] or row["target"]
            if target["value"] is None:
                if target["text"].startswith("全国"):
                    continue
                target = row["baseline"]
            for actual in row["actuals"]:
                if actual["progress_percent"] is not None:
                    tried += 1
                    share = 100 * actual["value"]["value"] / target["value"]
                    assert -0.05 <= share - actual["progress_percent"] < 0.1, (row, actual)
        assert tried == 66

    def test_grade_follows_from_the_last_progress(self, indicators: list[Json]) -> None:
        graded = [row for row in indicators if "grade" in row]
        assert len(graded) == 20
        for row in graded:
            last = [a for a in row["actuals"] if a["progress_percent"] is not None][-1]
            progress = last["progress_percent"]
            old = row["target"]["value"] if row["revised_target"] else None
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


class TestRegions:
    def test_projects_have_an_area_and_the_bureaus_own_work_a_description(self, root: Path) -> None:
        projects = of_type(read(root, "003"), "regional_project")
        fields = Counter(tuple(sorted(set(project) - {"type"})) for project in projects)
        assert fields == {("area", "name"): 16, ("description",): 28}

    def test_every_reflection_names_its_department(self, root: Path) -> None:
        text = printed(root, "003")
        for reflection in of_type(read(root, "003"), "reflection"):
            assert f"○{squeezed(reflection['text'])}({reflection['department']})" in text

    def test_proposals_name_their_bureaus_after_them(self, root: Path) -> None:
        text = printed(root, "003")
        for proposal in of_type(read(root, "003"), "bureau_proposal"):
            assert f"{squeezed(proposal['name'])}【{'・'.join(proposal['bureaus'])}" in text
            assert proposal["joint"] == (len(proposal["bureaus"]) > 1)

    def test_continued_staff_are_part_of_all(self, root: Path) -> None:
        parts = [
            (row["continued"]["value"], row["count"]["value"])
            for row in of_type(read(root, "003"), "staff_dispatch")
            if "continued" in row
        ]
        assert len(parts) == 2
        assert all(part <= whole for part, whole in parts)


class TestSlides:
    def test_every_point_follows_a_bullet(self, root: Path) -> None:
        text = printed(root, "002")
        for point in of_type(read(root, "002"), "slide_point"):
            assert re.search(f"[•・\uf06e]{re.escape(squeezed(point['text']))}", text), point

    def test_every_bullet_starts_a_point(self, root: Path) -> None:
        """A line-start ・ also continues a name (受入環境づくり・プロモーション): not counted."""
        text = printed(root, "002")
        points = of_type(read(root, "002"), "slide_point")
        assert len(re.findall("[•\uf06e]", text)) == len(points) - 2

    def test_premium_is_face_value_over_price(self, root: Path) -> None:
        values = {fact["label"]: fact["value"] for fact in of_type(read(root, "002"), "fact")}
        share = 100 * values["券面額"]["yen"] / values["販売"]["yen"] - 100
        assert round(share, 6) == values["プレミアム率"]["value"]
