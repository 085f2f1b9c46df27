"""Facts of a table carry all headings that lead to their figure."""

import json
from pathlib import Path

from fixtures.layouts.score_facts import judge_facts
from models import Fact
from pipeline.assemble.stated.facts import facts
from pipeline.bind.notes import notes_of
from pipeline.run import extract
from pipeline.schemas.paths import with_paths
from pipeline.schemas.proposals import grids_of
from tests.assemble.grids import ABOUT, table

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


def test_a_figure_that_reaches_over_columns_and_rows_has_what_all_of_them_share() -> None:
    blocks = [
        table(
            [
                ["対象", "区分", "中小企業", None, "大企業", None],
                ["^", "^", "重点対象", "その他", "重点対象", "その他"],
                ["正社員化コース", "有期から正規", "80万円", "40万円", "60万円", "30万円"],
                ["障害者コース", "①重度の場合", None, None, None, None],
                ["^", "有期から正規", "120万円", None, "90万円", None],
                ["^", "②その他の場合", None, None, None, None],
                ["^", "有期から正規", "95万円", None, "45万円", None],
                ["^", "※限度があります。", None, None, None, None],
                ["延長コース", "5時間以上", "50万円", None, "35万円", None],
                ["^", "4時間以上", "^", None, "25万円", None],
            ]
        )
    ]
    notes = notes_of((), ABOUT, blocks)
    found = with_paths(facts(blocks, ABOUT).records, grids_of(blocks, (), ABOUT, notes))
    shown = {
        each.value.text: (each.path.row, each.path.column)
        for each in found
        if isinstance(each, Fact) and each.path is not None
    }
    assert shown["80万円"] == (("正社員化コース", "有期から正規"), ("中小企業", "重点対象"))
    heavy = ("①重度の場合", "障害者コース", "有期から正規")
    assert shown["120万円"] == (heavy, ("中小企業",))
    assert shown["90万円"] == (heavy, ("大企業",))
    assert shown["95万円"][0] == ("②その他の場合", "障害者コース", "有期から正規")
    assert shown["50万円"] == (("延長コース",), ("中小企業",))
    assert shown["25万円"][0] == ("延長コース", "4時間以上")
