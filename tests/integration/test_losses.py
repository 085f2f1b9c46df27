"""What was not read of a document shows in the exit code, in one line, and as issues."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from models import Document
from pipeline.batch import Outcome
from pipeline.errors import ExitCode
from pipeline.losses import exit_code_of, told
from tests.integration.test_command import yosano
from tests.read.handmade import Sheet, text, write

GOOD = Sheet(text(50, 300, "除雪対策事業費 1,234千円"))
VAST = Sheet(text(50, 300, "予算額"), width=200_000)


def test_pages_that_cannot_be_read_are_no_success(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(write([GOOD, *[VAST] * 101, GOOD]))
    (tmp_path / "good.pdf").write_bytes(write([GOOD]))
    run = yosano("extract", "bad.pdf", "good.pdf", cwd=tmp_path)
    assert run.returncode == ExitCode.UNREADABLE_INPUT
    assert "bad.pdf: not all of it was read" in run.stderr
    assert "good.pdf" not in run.stderr
    lines = (tmp_path / "outputs/bad/issues.jsonl").read_text("utf-8").splitlines()
    issues = [json.loads(line) for line in lines]
    assert {issue["code"] for issue in issues} == {"unreadable_page", "year_unknown"}
    assert len(list((tmp_path / "outputs").iterdir())) == 2
    run = yosano("ingest", "bad.pdf", "--store", "s.db", cwd=tmp_path)
    assert run.returncode == ExitCode.UNREADABLE_INPUT


def test_the_gravest_loss_gives_the_code() -> None:
    nothing: list[Outcome[str]] = []
    assert exit_code_of(nothing, [card({"unit_unknown": 3})]) == ExitCode.FINE
    lost = [card({"unreadable_page": 1}), card({"ocr_missing": 2})]
    assert exit_code_of(nothing, lost) == ExitCode.MISSING_TOOL
    assert exit_code_of(nothing, [*lost, card({"internal_error": 1})]) == ExitCode.BUG
    (first, second) = told(lost)
    assert "(1 errors)" in first
    assert "python -m pip install" in second


def card(issues: dict[str, int]) -> Document:
    counts = {"issues": issues}
    return Document.model_validate(
        {"sha256": "a", "file_name": "a.pdf", "page_count": 1, "counts": counts}
    )


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for processor time")
def test_one_page_takes_less_than_a_second_and_help_a_third(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(write([GOOD]))
    command = "from pipeline.cli import main; main()"
    for bound, call in ((1.0, ("extract", "a.pdf", "-q")), (0.3, ("--help",))):
        ratios = []
        for _ in range(5):
            # A machine that others keep busy is slower, and so is what cannot be quicker.
            slower = seconds(tmp_path, "import numpy, pydantic.main") / QUIET
            ratios.append(seconds(tmp_path, command, *call) / max(slower, 1.0))
        assert min(ratios) < bound, (call, ratios)


QUIET = 0.2
"""Seconds of processor time in which a machine with nothing else to do imports numpy and pydantic,
and reads one page in 0.85 and shows the help in 0.18."""


def seconds(folder: Path, code: str, *arguments: str) -> float:
    """Processor time of Python and its children, with modules compiled as installed ones are."""
    measure = (
        "import os, subprocess, sys; "
        "subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True,"
        " stdout=subprocess.DEVNULL); "
        "t = os.times(); print(t.children_user + t.children_system)"
    )
    env = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", measure, code, *arguments],
        cwd=folder,
        env={**env, "PATH": "/usr/bin:/bin", "PYTHONPATH": str(root), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout)


def test_what_an_extraction_does_not_need_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(write([GOOD]))
    heavy = "spacy ginza scipy sqlalchemy alembic pdfplumber rapidocr cv2 onnxruntime jinja2 ray"
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from pipeline import show\nfrom pipeline.jobs import extract_with\n"
        "from pipeline.run import Options\n"
        "extract_with(Path('a.pdf'), Options())\n"
        f"print([name for name in {heavy.split()} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
