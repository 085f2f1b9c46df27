"""The policy seeds and their twins give the records of their gold."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models import FiscalYear, Record
from models.page import PageLayout
from pipeline.assemble import assemble
from pipeline.assemble.family import About
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.layout.text import arrange_text
from pipeline.read import open_document
from pipeline.read.text import read_text
from pipeline.score.evaluate import Evaluation, evaluate
from pipeline.segment import segment

ROOT = Path(__file__).resolve().parents[2]
YEARS = {"001": 2019, "002": 2021, "003": 2015}
TEXTS = {name: next((ROOT / "seeds").glob(f"{name}_*.txt")) for name in YEARS}
TWINS = sorted(path for path in (ROOT / "fixtures" / "twins").rglob("*.pdf") if path.stem in YEARS)
COUNTS = {
    "001": {
        "analysis": 5,
        "indicator": 22,
        "initiative": 54,
        "municipal_group": 11,
        "plan_outline": 3,
        "theme": 5,
    },
    "002": {"milestone": 6, "slide_point": 68},
    "003": {
        "bureau_proposal": 15,
        "plan_outline": 9,
        "reflection": 14,
        "regional_project": 44,
        "staff_dispatch": 3,
    },
}


def layouts(path: Path) -> list[PageLayout]:
    if path.suffix == ".txt":
        return [arrange_text(page) for page in read_text(path.read_bytes())[0]]
    with open_document(path) as document:
        return join_tables([arrange(page) for page in document.pages()])  # type: ignore[arg-type]


@cache
def records(path: Path) -> tuple[Record, ...]:
    about = About("0" * 64, fiscal_year=FiscalYear(year=YEARS[path.stem[:3]]))
    return tuple(assemble(segment(layouts(path)).blocks, about).records)


@cache
def scored(path: Path) -> Evaluation:
    gold = (ROOT / "fixtures" / "gold" / f"{path.stem[:3]}.jsonl").read_text("utf-8")
    found = [json.loads(record.model_dump_json()) for record in records(path)]
    return evaluate([json.loads(line) for line in gold.splitlines()], found)


def misses(path: Path, name: str) -> list[str]:
    return [
        f"{miss.record} {miss.field}: {miss.gold} / {miss.found}"
        for miss in scored(path).misses
        if miss.type == name
    ]


def least(path: Path) -> float:
    """What F1 a rendering must reach: text has no vertical runs and boxes to be misread."""
    if path.suffix == ".txt":
        return 0.98
    return 0.9 if path.parent.name == "plain" else 0.99


def rendering(path: Path) -> str:
    return f"{path.parent.name}-{path.stem[:3]}"


@pytest.mark.parametrize("path", [*TEXTS.values(), *TWINS], ids=rendering)
class TestPolicySeeds:
    def test_fields(self, path: Path) -> None:
        for name in COUNTS[path.stem[:3]]:
            assert scored(path).types[name].f1 >= least(path), misses(path, name)

    def test_every_record_says_where_it_was_printed(self, path: Path) -> None:
        for record in records(path):
            assert record.sources, record
            for source in record.sources.values():
                assert (source.line is None) == (path.suffix == ".pdf")
                assert (source.bbox is None) == (path.suffix == ".txt")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_structure_comes_out_as_often_as_it_is_printed(name: str) -> None:
    counts = Counter(record.type for record in records(TEXTS[name]))
    assert {kind: counts[kind] for kind in COUNTS[name]} == COUNTS[name]


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_sources_lead_to_the_lines_of_the_file(name: str) -> None:
    lines = TEXTS[name].read_text("utf-8").splitlines()
    for record in records(TEXTS[name]):
        for source in record.sources.values():
            assert source.line is not None
            assert source.text.split("\n")[0] in lines[source.line - 1], source


def test_no_policy_seed_gives_money() -> None:
    for path in TEXTS.values():
        types = {record.type for record in records(path)}
        assert not types & {"budget_item", "budget_statement_line", "budget_total"}
