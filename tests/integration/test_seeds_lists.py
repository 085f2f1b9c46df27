"""The lists and regional tables of two seeds give their gold's records, as text and as twins."""

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from models import BudgetItem, FiscalYear, Record, RegionalProject
from models.page import PageLayout
from pipeline.assemble import assemble
from pipeline.assemble.family import About, Taken
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.layout.text import arrange_text
from pipeline.read import open_document
from pipeline.read.text import read_text
from pipeline.score.evaluate import Evaluation, evaluate
from pipeline.segment import segment

ROOT = Path(__file__).resolve().parents[2]
YEARS = {"000": 2020, "004": 2021}
TEXTS = {name: next((ROOT / "seeds").glob(f"{name}_*.txt")) for name in YEARS}
TWINS = sorted(path for path in (ROOT / "fixtures" / "twins").rglob("*.pdf") if path.stem in YEARS)
LEAST = 0.98
"""What a twin must score: what its pages lose (bold words, icons) is a fiftieth at the most."""


def layouts(path: Path) -> list[PageLayout]:
    if path.suffix == ".txt":
        return [arrange_text(page) for page in read_text(path.read_bytes())[0]]
    with open_document(path) as document:
        return join_tables([arrange(page) for page in document.pages()])  # type: ignore[arg-type]


@cache
def taken(path: Path) -> Taken:
    about = About("0" * 64, fiscal_year=FiscalYear(year=YEARS[path.stem[:3]]))
    return assemble(segment(layouts(path)).blocks, about)


@cache
def scored(path: Path) -> Evaluation:
    gold = ROOT / "fixtures" / "gold" / f"{path.stem[:3]}.jsonl"
    found = [json.loads(record.model_dump_json()) for record in taken(path).records]
    return evaluate([json.loads(line) for line in gold.read_text().splitlines()], found)


def items(path: Path) -> list[BudgetItem]:
    return [record for record in taken(path).records if isinstance(record, BudgetItem)]


@pytest.mark.parametrize("seed", YEARS)
def test_the_text_gives_every_field(seed: str) -> None:
    evaluation = scored(TEXTS[seed])
    assert evaluation.misses == []
    assert evaluation.total.f1 == 1.0


@pytest.mark.parametrize("path", TWINS, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_twin_gives_the_records_of_its_gold(path: Path) -> None:
    evaluation = scored(path)
    assert evaluation.total.f1 >= LEAST, evaluation.misses
    for name in ("regional_project", "facility_progress", "funding_channel", "bureau_proposal"):
        if name in evaluation.types:
            assert evaluation.types[name].f1 == 1.0, name


@pytest.mark.parametrize(
    "path",
    [path for path in (TEXTS["000"], *TWINS) if path.stem[:3] == "000"],
    ids=lambda path: "/".join(path.parts[-2:]),
)
def test_no_amount_year_or_mark_of_a_project_is_wrong(path: Path) -> None:
    wrong = [
        miss
        for miss in scored(path).misses
        if miss.type == "budget_item"
        and miss.field.split(".")[0] in {"", "amount", "prior_amount", "fiscal_year", "mark"}
    ]
    assert wrong == []


def test_the_counts_of_the_priority_policy() -> None:
    found = items(TEXTS["000"])
    lines = [item for item in found if item.name and item.amount]
    assert (len(lines), len({item.name for item in lines})) == (69, 67)
    assert sum(item.others_count is not None for item in found) == 33
    assert sum(item.others_count or 0 for item in found) == 102
    assert sum(item.same_as is not None for item in found) == 5
    marks = {(item.mark, str(item.sources["mark"])) for item in found if "mark" in item.sources}
    assert Counter(mark for mark, _ in marks) == {
        "new": 29,
        "expanded": 20,
        "continued": 7,
        "relisted": 5,
        "supplementary": 2,
    }
    ends = ("事業費", "推進費", "整備費", "経費", "補助金", "予算", "(TPP関連分)")
    assert all(str(item.name).endswith(ends) for item in lines)
    counts = Counter(record.type for record in taken(TEXTS["000"]).records)
    assert counts["target"] == 16
    assert counts["theme"] == 14


def test_the_counts_of_the_regional_tables() -> None:
    rows = [r for r in taken(TEXTS["004"]).records if isinstance(r, RegionalProject)]
    assert len(rows) == 31
    assert len({row.bureau for row in rows}) == 14
    assert len({(row.bureau, row.project) for row in rows}) == 26
    assert len({row.project for row in rows}) == 21
    assert sum(row.amount.yen or 0 for row in rows if row.amount) == 115_135_000


@pytest.mark.parametrize("path", [*TEXTS.values(), *TWINS], ids=lambda p: "/".join(p.parts[-2:]))
def test_ids_differ_and_every_record_says_where_it_is_from(path: Path) -> None:
    records: list[Record] = taken(path).records
    assert len({record.id for record in records}) == len(records)
    assert [record for record in records if not record.sources] == []
    ids = {record.id for record in records}
    assert {item.same_as for item in items(path) if item.same_as} <= ids


def test_what_was_mended_or_assumed_is_told() -> None:
    codes = Counter(issue.code for issue in taken(TEXTS["000"]).issues)
    assert codes["theme_by_order"] == 12
    assert codes["mended_text"] == 5
    assert codes["mark_missing"] == 5
    assert codes["blank_as_merged"] == 1
