"""Inputs that nobody would make: a few of each kind, read without a bug, a loss or a hang."""

from pathlib import Path

import pytest

from benchmarks import fuzz
from benchmarks.fuzzed import MAKERS

SEED = 20_261_128


def test_a_seed_makes_the_same_inputs(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, other = (
        fuzz.make(tmp_path / name, seed=SEED, count=len(MAKERS), kinds=list(MAKERS))
        for name in ("a", "b")
    )
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_nothing_goes_wrong(kind: str, tmp_path: Path) -> None:
    paths = fuzz.make(tmp_path, seed=SEED, count=3, kinds=[kind])
    found = list(fuzz.read(paths, tmp_path / "out"))
    assert [finding.what for _, _, finding in found if finding] == []


def test_what_goes_wrong_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.account", lambda *_, **__: 1 // 0)
    monkeypatch.setattr("pipeline.workers.START_METHOD", "fork")
    (path,) = fuzz.make(tmp_path, seed=SEED, count=1, kinds=["layout"])
    ((_, became, finding),) = fuzz.read([path], tmp_path / "out")
    assert became == "read"
    assert finding is not None
    assert "ZeroDivisionError" in finding.what
