"""Inputs made to hang, trace or lose: each ends in time and in bounds, with its figures told."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.corpus

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "hostile"
INPUTS = sorted(path for path in HOSTILE.glob("*") if path.suffix in (".pdf", ".txt"))
SECONDS, BYTES = 60.0, 1.5 * 1024**3

MEASURED = """
import json, os, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
sys.stderr.write(done.stderr)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system what was used")
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_it_ends_in_time_and_in_bounds(path: Path, tmp_path: Path) -> None:
    code, seconds, memory, said = measured(path, tmp_path)
    assert code in (0, 3), said
    assert "Traceback" not in said
    assert seconds < SECONDS
    assert memory < BYTES
    folder = tmp_path / path.stem
    card = json.loads((folder / "document.json").read_bytes())
    left = (folder / "leftovers.jsonl").read_text("utf-8").splitlines()
    counts = card["counts"]
    assert counts["figures"] == counts["figures_in_records"] + len(left)
    assert "internal_error" not in counts["issues"]
    assert code == (3 if "unreadable_page" in counts["issues"] else 0)


def measured(path: Path, out: Path) -> tuple[int, float, int, str]:
    """The exit code, processor time and largest memory of an extraction, and what it said."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "extract", str(path)]
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, *command, "--out", str(out), "-q"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"NO_COLOR": "1"},
    )
    code, seconds, memory = json.loads(run.stdout)
    return code, seconds, memory, run.stderr


def test_a_line_without_a_name_costs_no_other(root: Path, tmp_path: Path) -> None:
    seed = next((root / "seeds").glob("000_*.txt"))
    for path in (seed, HOSTILE / "seed000_plus_bullet.txt"):
        assert measured(path, tmp_path)[0] == 0
    one, other = (names(tmp_path / stem) for stem in (seed.stem, "seed000_plus_bullet"))
    assert one
    assert not one - other


def names(folder: Path) -> Counter[str]:
    """The projects of an extraction, by name and amount."""
    lines = (folder / "records.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return Counter(
        f"{each['name']} {(each['amount'] or {}).get('yen')}"
        for each in records
        if each["type"] == "budget_item"
    )
