"""A reader that fails costs its table and no more."""

from pathlib import Path

import pytest

from models import Balance, BudgetItem
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


def test_lists_within_the_cells_of_a_table_are_read(tmp_path: Path) -> None:
    """Each cell holds the projects of a policy, and what the facts say of them is less."""
    names = [
        f"第{n}{what}" for n in (3, 5, 7) for what in ("橋りょう修繕", "公園の整備", "学校の改修")
    ]
    cells = [f"◎{name}（{1_200 + n:,}千円）" for n, name in enumerate(names)]
    rows = [f"│{'施策の柱' if n % 3 == 0 else '　　　　'}│{cell}│" for n, cell in enumerate(cells)]
    rule = "├────┼────────────┤"
    parted = [line for n, row in enumerate(rows) for line in ([rule] if n % 3 == 0 else []) + [row]]
    table = "\n".join(["│基本方針│主な事業（予算額）│", *parted])
    found = read(tmp_path, "令和6年度　施策体系と主な事業", table).records
    items = [record for record in found if isinstance(record, BudgetItem)]
    assert [(item.name, item.amount and item.amount.yen) for item in items] == [
        (name, 1_000 * (1_200 + n)) for n, name in enumerate(names)
    ]
