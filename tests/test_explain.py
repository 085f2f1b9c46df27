"""Why a figure was given to a name, unit, year and role."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli_app import app
from pipeline.explain import Explained, explain
from pipeline.run import Options, read

MADE = Path("fixtures/made/kakuu-r7-shuyo.pdf")


def asked(document: Path, page: int, x: float, y: float) -> list[Explained]:
    return explain(read(document, Options(ocr="never")), page, x, y)


def told(found: Explained) -> dict[str, str]:
    return {f"{each.about}": f"{each.decided} | {each.because}" for each in found.reasons}


def test_a_figure_of_a_table_is_told_with_all_that_speaks_for_it() -> None:
    (found,) = asked(MADE, 1, 388, 249)
    reasons = told(found)
    assert (found.path, found.text) == ("change", "4,705")
    assert reasons["role"].startswith("budget_item.change | 比")
    assert "【" not in reasons["role"]
    assert reasons["owner"].startswith("森林環境整備事業 | 森林環境整備事業 (page 1, 135 ")
    assert reasons["unit"].startswith("千円: 4,705,000 yen | （単位")
    assert reasons["year"] == "2025 | 令和７年度 (page 1)"
    checks = {each.decided.split()[0] for each in found.reasons if each.about == "check"}
    assert checks == {"change", "in_total"}
    assert 0.5 < float(reasons["confidence"].split()[0]) < 1
    assert any(each.about == "evidence" and "bits" in each.decided for each in found.reasons)


def test_the_nearest_figure_is_meant_and_nothing_far_away() -> None:
    (near,) = asked(MADE, 1, 388, 254)
    assert near.text == "4,705"
    assert asked(MADE, 1, 5, 5) == []
    assert asked(MADE, 9, 388, 249) == []


def test_of_a_text_y_is_the_line(tmp_path: Path) -> None:
    text = tmp_path / "r7.txt"
    text.write_text(
        "令和7年度 主な事業\n\n（単位：千円）\n\n"
        "・除雪事業費　31,415千円\n・公園管理費　2,718千円\n・道路補修費　16,180千円\n",
        encoding="utf-8",
    )
    (found,) = asked(text, 1, 0, 6)
    assert found.text.startswith("2,718")
    reasons = told(found)
    assert reasons["owner"] == "公園管理費 | 公園管理費 (line 6)"
    assert reasons["unit"].startswith("千円: 2,718,000 yen | 2,718千円 (line 6)")


def test_the_command_says_the_same_and_ends_with_1_where_nothing_stands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runner = CliRunner()
    found = runner.invoke(app, ["explain", str(MADE), "1", "388", "249", "--json"])
    assert found.exit_code == 0
    (only,) = json.loads(found.stdout)
    assert (only["type"], only["path"], only["text"]) == ("budget_item", "change", "4,705")
    assert only["reasons"][0]["about"] == "role"
    shown = runner.invoke(app, ["explain", str(MADE), "1", "388", "249"])
    assert "森林環境整備事業" in shown.stdout
    assert runner.invoke(app, ["explain", str(MADE), "1", "5", "5"]).exit_code == 1
