"""Made-up documents of many forms come out as the values that printed them."""

import json
from functools import cache
from pathlib import Path

import pytest

from models import BudgetItem, BudgetStatementLine, BudgetTotal
from pipeline import extract
from pipeline.run import Extraction
from pipeline.score.evaluate import evaluate
from pipeline.score.lines import read_json_lines

MADE = Path(__file__).resolve().parents[2] / "fixtures" / "made"
NAMES = sorted(path.stem for path in MADE.glob("*.pdf"))
MONEYLESS = ("kakuu-giketsu", "kakuu-kaigiroku", "kakuu-kisoku", "kakuu-meibo")


@cache
def extracted(name: str) -> Extraction:
    return extract(MADE / f"{name}.pdf")


def test_there_are_documents_with_and_without_money() -> None:
    assert len(NAMES) >= 13
    assert set(MONEYLESS) < set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in MONEYLESS])
def test_every_record_is_as_it_was_printed(name: str) -> None:
    gold = read_json_lines((MADE / f"{name}.jsonl").read_text(encoding="utf-8"))
    found = [json.loads(record.model_dump_json()) for record in extracted(name).records]
    evaluation = evaluate(gold, found)
    assert len(gold) > 1
    assert evaluation.misses == []


@pytest.mark.parametrize("name", MONEYLESS)
def test_documents_without_money_have_no_budget(name: str) -> None:
    kinds = BudgetItem | BudgetStatementLine | BudgetTotal
    assert [record for record in extracted(name).records if isinstance(record, kinds)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_check_fails_and_each_figure_has_its_place(name: str) -> None:
    extraction = extracted(name)
    counts = extraction.document.counts
    assert counts.checks_failed == 0
    assert counts.figures_in_records + counts.figures_left_over == counts.figures
    # What a description says beside the project's own figures is quoted, and no value of a record.
    assert sum(left.why != "text" for left in extraction.leftovers) <= 3
