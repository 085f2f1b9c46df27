"""The calls in docs/python.md work as they stand there."""

import re
from pathlib import Path
from typing import Any

import pytest


def test_the_page_runs_from_top_to_bottom(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (root / "docs/python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) == 6
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block.replace("outputs/yosano.db", str(tmp_path / "yosano.db")), names)
    assert sum(names["amounts"]) == 115_135_000
    assert [outcome.error for outcome in names["outcomes"]] == [None, None]
    assert {year for year, _, _ in names["found"]} == {2020, 2021}
    assert len(names["records"]) >= 31
    assert [(year, amount) for year, amount, _ in names["years"]] == [
        (2020, None),
        (2021, 7_000_000),
    ]
    assert names["found_pairs"]
