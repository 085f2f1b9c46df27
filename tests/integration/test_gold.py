"""The gold records: valid against the models, complete by count, and printed in their seeds."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from models import RECORD
from pipeline.normalise import normalise

Gold: TypeAlias = list[dict[str, Any]]

COUNTS = {
    "000": {
        "budget_item": 78,  # 69 amounts, 5 that refer to one (同上, 同左), 4 without a name
        "budget_total": 4,
        "bureau_proposal": 5,
        "facility_progress": 5,
        "fact": 4,
        "funding_channel": 4,
        "plan_outline": 3,
        "target": 16,
        "theme": 14,
    },
    "004": {"fact": 1, "regional_project": 31},
}
"""How many records of each type a person counted in the seed's text."""

MENDED = {"バラスポーツ": "パラスポーツ", "適應": "適応", "取り組めます": "取り組みます"}
"""Damage in the seeds' text whose printed form is certain, as gold has it."""


def read_gold(root: Path, seed: str) -> Gold:
    lines = (root / "fixtures" / "gold" / f"{seed}.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["type"] != "complete"]


def read_seed(root: Path, seed: str) -> str:
    """The seed's text without spacing and markup, its certain damage mended."""
    (path,) = (root / "seeds").glob(f"{seed}_*.txt")
    text = squeeze(path.read_text(encoding="utf-8")).replace("**", "")
    for damaged, printed in MENDED.items():
        text = text.replace(damaged, printed)
    return text


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", normalise(text).text)


def completed(value: Any) -> Any:
    """The gold value with an empty print where the model wants one and gold leaves it out."""
    if isinstance(value, list):
        return [completed(item) for item in value]
    if not isinstance(value, dict):
        return value
    filled = {key: completed(item) for key, item in value.items()}
    if "yen" in value or "none" in value:
        return {"yen": None, "text": "", **filled}
    if "value" in value and not isinstance(value["value"], dict) and "type" not in value:
        return {"text": "", **filled}
    return filled


def amounts(value: Any) -> list[int]:
    """Every amount of money within the value, in yen."""
    if isinstance(value, list):
        return [yen for item in value for yen in amounts(item)]
    if not isinstance(value, dict):
        return []
    own = [value["yen"]] if value.get("yen") is not None else []
    return own + [yen for item in value.values() for yen in amounts(item)]


@pytest.mark.parametrize("seed", COUNTS)
def test_every_line_is_a_record_of_the_models(root: Path, seed: str) -> None:
    for line in read_gold(root, seed):
        RECORD.validate_python({"page": 1, **completed(line)})


@pytest.mark.parametrize("seed", COUNTS)
def test_as_many_records_as_were_counted(root: Path, seed: str) -> None:
    assert Counter(line["type"] for line in read_gold(root, seed)) == COUNTS[seed]


@pytest.mark.parametrize("seed", COUNTS)
def test_text_is_normalised_and_printed_in_the_seed(root: Path, seed: str) -> None:
    printed = read_seed(root, seed)
    for line in read_gold(root, seed):
        for field in ("name", "description", "text", "keyword", "lead", "summary", "event"):
            text = line.get(field)
            if text is None:
                continue
            assert text == normalise(text).text.strip()
            assert squeeze(text) in printed, f"{line['type']} {field}: {text}"


@pytest.mark.parametrize("seed", COUNTS)
def test_every_amount_is_printed_in_the_seed(root: Path, seed: str) -> None:
    figures = re.findall(r"\d+(?:,\d{3})*", read_seed(root, seed))
    printed = {int(figure.replace(",", "")) for figure in figures}
    for line in read_gold(root, seed):
        for yen in amounts(line):
            assert any(
                yen % unit == 0 and yen // unit in printed for unit in (1, 10**3, 10**6, 10**8)
            ), f"{yen} yen of {line}"


def test_marks_and_hidden_projects_of_the_priority_policies(root: Path) -> None:
    items = [line for line in read_gold(root, "000") if line["type"] == "budget_item"]
    lines = [line for line in items if "name" in line and "amount" in line]
    assert len(lines) == 69
    assert len({line["name"] for line in lines}) == 67
    hidden = [line["others_count"] for line in items if "others_count" in line]
    assert (len(hidden), sum(hidden)) == (33, 102)
    # One printed mark may stand over several lines: 新 農業・林業・水産業のスマート化の推進.
    stood = [(line.get("mark"), line.get("description")) for line in items]
    marks = Counter(
        mark
        for (mark, text), before in zip(stood, [None, *stood], strict=False)
        if mark and (mark, text) != before
    )
    assert marks == {
        "new": 29,
        "expanded": 20,
        "continued": 7,
        "relisted": 5,
        "supplementary": 2,
    }


def test_expansion_lies_within_its_amount(root: Path) -> None:
    lines = [line for line in read_gold(root, "000") if "expansion" in line]
    assert len(lines) == 22
    for line in lines:
        assert line["expansion"]["yen"] <= line["amount"]["yen"]
        assert line["prior_amount"]["yen"] < line["amount"]["yen"]


def test_relisted_items_repeat_their_original(root: Path) -> None:
    items = [line for line in read_gold(root, "000") if line["type"] == "budget_item"]
    originals = {line.get("name"): line for line in items if line.get("mark") == "new"}
    relisted = [line for line in items if line.get("mark") == "relisted"]
    repeated = [line for line in relisted if line["name"] in originals]
    assert len(repeated) == 2
    for line in repeated:
        original = originals[line["name"]]
        assert line["amount"] == original["amount"]
        assert line["prior_amount"] == original["prior_amount"]


def test_works_table_adds_up(root: Path) -> None:
    rows = [line for line in read_gold(root, "000") if line["type"] == "facility_progress"]
    *parts, total = rows
    assert total["is_total"]
    for column in ("required_sites", "started_sites", "sites", "new_sites"):
        values = [row[column]["value"] for row in parts if row[column] is not None]
        assert sum(values) == total[column]["value"], column
    assert sum(row["amount"]["yen"] for row in parts) == total["amount"]["yen"]
    for row in rows:
        new = row["new_sites"]["value"] if row["new_sites"] else 0
        assert row["started_sites"]["value"] + new == row["required_sites"]["value"]


def test_private_money_adds_up(root: Path) -> None:
    total, *parts = (line for line in read_gold(root, "000") if line["type"] == "funding_channel")
    assert sum(part["amount"]["yen"] for part in parts) == total["amount"]["yen"] == 81_011_000
    assert sum(part["prior_amount"].get("yen", 0) for part in parts) == 21_270_000
    assert sum(part["count"]["value"] for part in parts) == total["count"]["value"] == 18
    assert total["ratio"]["value"] == round(total["amount"]["yen"] / 21_270_000, 1)


def test_regional_rows_are_filled_down(root: Path) -> None:
    rows = [line for line in read_gold(root, "004") if line["type"] == "regional_project"]
    assert len({row["bureau"] for row in rows}) == 14
    assert len({row["area"] for row in rows}) == 6
    assert len({row["project"] for row in rows}) == 21
    assert len({(row["bureau"], row["project"]) for row in rows}) == 26
    assert sum(row["amount"]["yen"] for row in rows) == 115_135_000
    printed = read_seed(root, "004")
    for row in rows:
        figure = f"{row['amount']['yen'] // 1000:,}"
        assert squeeze(f"【{row['name']}】{row['description']}{figure}") in printed


def test_manifest_lists_every_seed(root: Path) -> None:
    seeds = json.loads((root / "seeds" / "manifest.json").read_text(encoding="utf-8"))["seeds"]
    assert [seed["file"] for seed in seeds] == sorted(
        path.name for path in (root / "seeds").glob("*.txt")
    )
    for seed in seeds:
        assert squeeze(seed["title"].split("～")[0]) in read_seed(root, seed["file"][:3])
        assert 2015 <= seed["fiscal_year"] <= 2021
