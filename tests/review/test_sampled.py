"""What people say of a sample's figures, as a share of all."""

import json
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli_app import app
from pipeline.corrections import CORRECTIONS, append
from pipeline.corrections.fields import plain
from pipeline.files import write_extraction
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
