"""What people say of a sample's figures, as a share of all."""

import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import BudgetItem, Correction
from pipeline.cli_app import app
from pipeline.corrections import CORRECTIONS, append
from pipeline.corrections.fields import plain, value_at
from pipeline.files import write_extraction
from pipeline.review.desk import open_desk
from pipeline.review.sampled import draw_from, result_of
from tests.corrections.made import about, change, correction, extraction, item, money

ROWS = [item(number, f"事業{number}", 1000 + number, page=1 + number // 10) for number in range(40)]


def report(folder: Path, *more: str) -> dict[str, object]:
    run = CliRunner().invoke(app, ["sample", str(folder), "--report", "--json", *more])
    assert run.exit_code == 0, run.output
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_accepted_is_right_and_corrected_was_wrong(tmp_path: Path) -> None:
    write_extraction(extraction(*ROWS), tmp_path / "a")
    was = [
        {"name": row.name, "amount": plain(row.amount), "fiscal_year": plain(row.fiscal_year)}
        for row in ROWS
    ]
    lines = [
        correction(number, "accept", about(ROWS[number]), was=was[number]) for number in range(30)
    ]
    lines.append(change(100, ROWS[30], "amount", plain(money(5))))
    lines.append(change(101, ROWS[31], "name", "別の事業"))
    lines.append(change(102, ROWS[32], "fiscal_year", {"year": 2024}))
    lines.append(correction(103, "remove", about(ROWS[33])))
    lines.append(correction(104, "retype", about(ROWS[34]), was="budget_item", now="fact"))
    append(tmp_path / "a" / CORRECTIONS, lines)
    found = report(tmp_path / "a", "--size", "40")
    assert (found["figures"], found["drawn"]) == (40, 40)
    overall = found["overall"]
    assert isinstance(overall, dict)
    assert (overall["looked_at"], overall["right"]) == (35, 30)
    assert overall["interval"][0] < 30 / 35 < overall["interval"][1]


def test_nothing_was_looked_at_yet(tmp_path: Path) -> None:
    write_extraction(extraction(*ROWS), tmp_path / "a")
    run = CliRunner().invoke(app, ["sample", str(tmp_path / "a"), "--report", "--size", "10"])
    assert run.exit_code == 0
    assert "10 of 40 figures were drawn" in run.stdout


def known_errors(rows: int, seed: int) -> tuple[list[BudgetItem], list[Correction], float]:
    """Rows of which some are wrong, what a person says of each, and the share that is right."""
    chance = random.Random(seed)
    records, lines = [], []
    wrong = 0
    for number in range(rows):
        sure = chance.choice([0.6, 0.92, 0.97, 0.999])
        row = item(number % 20, f"事業{number}", 1000 + number, page=1 + number // 20)
        row = row.model_copy(update={"confidence": {"amount": sure}, "id": f"row-{number}"})
        records.append(row)
        if chance.random() < sure:
            was = {name: plain(value_at(row, name)) for name in ("name", "amount", "fiscal_year")}
            lines.append(correction(number, "accept", about(row), was=was))
            continue
        wrong += 1
        field, now = chance.choice(
            [("amount", plain(money(5))), ("name", "別の事業"), ("fiscal_year", {"year": 2024})]
        )
        lines.append(change(number, row, field, now))
    return records, lines, 1 - wrong / rows


@pytest.mark.parametrize("document", [1, 2, 3])
def test_a_document_with_known_errors_is_held_by_the_interval_for_93_of_100_seeds(
    tmp_path: Path, document: int
) -> None:
    records, lines, right = known_errors(900, document)
    write_extraction(extraction(*records), tmp_path / "a")
    append(tmp_path / "a" / CORRECTIONS, lines)
    desk = open_desk([str(tmp_path)])
    held = 0
    for seed in range(100):
        drawn, figures = draw_from(desk, 100, seed)
        found = result_of(desk, drawn, figures)
        assert (found.drawn, found.overall.looked_at) == (100, 100)
        low, high = found.overall.interval
        held += low <= right <= high
    assert held >= 93
