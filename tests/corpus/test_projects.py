"""Real project tables, all rows held against what the document itself proves."""

from pathlib import Path

import pytest

from models import Extraction, Money
from pipeline.run import extract
from pipeline.score.evaluate import evaluate
from pipeline.score.lines import read_json_lines
from pipeline.values import is_proved, values_of

pytestmark = pytest.mark.corpus

TABLES = {"Ｐ14~16　主な継続事業": 27, "Ｐ17~18　主な新規事業": 19}


@pytest.fixture(scope="module", params=TABLES)
def table(request: pytest.FixtureRequest, corpus: Path) -> tuple[str, Extraction]:
    name: str = request.param
    return name, extract(corpus / "nankoku-r4" / f"{name}.pdf")


def test_every_row_has_every_field(table: tuple[str, Extraction], corpus: Path) -> None:
    name, extraction = table
    gold = read_json_lines((corpus / "nankoku-r4" / f"{name}.gold.jsonl").read_text("utf-8"))
    found = [record.model_dump(mode="json") for record in extraction.records]
    evaluation = evaluate([*gold, {"type": "complete", "types": ["budget_item"]}], found)
    assert len(gold) == TABLES[name]
    assert evaluation.misses == []
    assert evaluation.total.f1 == 1.0


def test_every_row_has_a_code_and_a_year_with_its_phase(table: tuple[str, Extraction]) -> None:
    _, extraction = table
    for record in extraction.records:
        assert record.type == "budget_item"
        assert record.code is not None
        assert record.fiscal_year is not None
        assert (record.fiscal_year.year, record.fiscal_year.phase) == (2022, "initial")
        assert (record.prior_amount is None) == (record.prior_fiscal_year is None)
        if record.prior_fiscal_year is not None:
            assert record.prior_fiscal_year.year == 2021


def test_every_amount_is_proved_and_every_figure_is_in_a_record(
    table: tuple[str, Extraction],
) -> None:
    _, extraction = table
    counts = extraction.document.counts
    assert counts.checks_failed == 0
    amounts = [
        (record, path, value.yen)
        for record in extraction.records
        for path, value in values_of(record)
        if isinstance(value, Money) and value.yen
    ]
    # Figures of one or two digits (1,000 = 1,000) agree by chance.
    long = [each for each in amounts if len(str(abs(each[2])).rstrip("0")) > 2]
    assert len(long) > len(amounts) / 2
    assert [each for each in long if not is_proved(each[0], each[1])] == []
    # What a description says beside the project's own figures is quoted, and no value of a record.
    assert {left.why for left in extraction.leftovers} <= {"text"}
    assert counts.figures_in_records + len(extraction.leftovers) == counts.figures > 0


def test_every_field_has_its_own_box(table: tuple[str, Extraction]) -> None:
    _, extraction = table
    for record in extraction.records:
        assert {"name", "amount", "department", "code"} <= record.sources.keys()
        boxes = [source.bbox for source in record.sources.values()]
        assert None not in boxes
        assert len(set(boxes)) == len(boxes)
