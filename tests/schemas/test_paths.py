"""Facts of a table carry all headings that lead to their figure."""

import json
from pathlib import Path

from fixtures.layouts.score_facts import judge_facts
from models import Fact
from pipeline.run import extract

SUBSIDY = "2-015-subsidy"


def test_row_and_column_lead_to_each_figure(root: Path) -> None:
    folder = root / "fixtures/layouts/sample"
    text = (folder / f"{SUBSIDY}.gold.jsonl").read_text(encoding="utf-8")
    gold = [json.loads(line) for line in text.splitlines()]
    found = extract(folder / f"{SUBSIDY}.pdf")
    facts = [record for record in found.records if isinstance(record, Fact)]
    told = [fact for fact in facts if fact.path is not None and fact.path.row and fact.path.column]
    assert len(told) >= sum(want["type"] == "fact" for want in gold)
    records = [record.model_dump(mode="json") for record in facts]
    assert {end for _, end in judge_facts(gold, records, [])} == {"found"}
