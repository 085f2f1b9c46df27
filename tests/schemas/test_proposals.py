"""A reader that fails costs its table and no more."""

from pathlib import Path

import pytest

from models import Balance
from pipeline.assemble.family import About
from pipeline.schemas import proposals
from pipeline.schemas.grid import Grid
from pipeline.schemas.reading import Reading
from tests.schemas.texts import drawn, read

TITLE = "令和8年度 朝凪町 予算説明書"
TABLE = drawn(
    [
        ("基金名", "前年度末現在高", "積立額", "取崩額", "当該年度末現在高"),
        ("財政調整基金", "1,200", "300", "500", "1,000"),
        ("減債基金", "840", "0", "40", "800"),
        ("地域福祉基金", "77,310", "1,245", "0", "78,555"),
    ],
    [18, 20, 14, 14, 22],
)


def test_a_schema_that_fails_leaves_an_issue_and_the_others_their_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(grid: Grid, about: About) -> Reading | None:
        raise ValueError("no such column")

    monkeypatch.setattr(proposals, "SCHEMAS", (broken, *proposals.SCHEMAS))
    found = read(tmp_path, TITLE, "基金の現在高\n（単位：千円）", TABLE)
    assert len([record for record in found.records if isinstance(record, Balance)]) == 3
    (issue,) = {each for each in found.issues if each.code == "internal_error"}
    assert issue.page == 1
    assert "no such column" in issue.message


def test_where_every_schema_fails_each_figure_is_still_accounted_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> list[Grid]:
        raise KeyError("table")

    monkeypatch.setattr(proposals, "grids_of", broken)
    found = read(tmp_path, TITLE, "基金の現在高\n（単位：千円）", TABLE)
    counts = found.document.counts
    assert counts.figures == counts.figures_in_records + counts.figures_left_over
    assert counts.figures >= 12
    assert "internal_error" in {issue.code for issue in found.issues}
