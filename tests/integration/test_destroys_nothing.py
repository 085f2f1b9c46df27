"""Nothing of the user's is touched: what yosano has not written stays, byte for byte."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.test_command import TEXT, yosano


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(run: subprocess.CompletedProcess[str]) -> str:
    """The one line of a call that was refused before any work."""
    assert run.returncode == 2, run.stderr
    (line,) = run.stderr.splitlines()
    assert line.startswith("yosano: ")
    assert "--out" in line
    assert run.stdout == ""
    return line


def test_a_folder_of_the_users_beside_the_input_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "dl/budget").mkdir(parents=True)
    (tmp_path / "dl/budget.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "dl/budget/thesis.docx").write_bytes(b"years of work")
    (tmp_path / "dl/other.txt").write_text(TEXT, encoding="utf-8")
    before = contents(tmp_path)
    line = refused(yosano("extract", "dl/budget.txt", "dl/other.txt", "--out", "dl", cwd=tmp_path))
    assert "dl/budget" in line
    refused(yosano("ingest", "dl/budget.txt", "--out", "dl", cwd=tmp_path))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["note", "note.txt/../note"])
def test_an_input_is_never_the_place_of_its_results(name: str, tmp_path: Path) -> None:
    (tmp_path / "note.txt").mkdir()
    (tmp_path / "note").write_text(TEXT, encoding="utf-8")
    before = contents(tmp_path)
    assert "note" in refused(yosano("extract", name, "--out", ".", cwd=tmp_path))
    assert "note" in refused(yosano("extract", name, "--out", "note", cwd=tmp_path))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["..txt", ".txt", "...txt", ". .txt", "...", ". ."])
def test_a_name_of_dots_does_not_reach_the_folder_above(name: str, tmp_path: Path) -> None:
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs/mine.txt").write_text("mine")
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    before = contents(tmp_path)
    assert yosano("extract", name, cwd=tmp_path).returncode == 0
    after = contents(tmp_path)
    assert before.items() <= after.items()
    (card,) = [each for each in after if each.endswith("document.json")]
    assert len(Path(card).parts) == 3
    assert not Path(card).parts[1].startswith(".")


def test_files_that_would_be_replaced_are_no_inputs(tmp_path: Path) -> None:
    (tmp_path / "records.txt").write_text(TEXT, encoding="utf-8")
    assert yosano("extract", "records.txt", "--out", ".", cwd=tmp_path).returncode == 0
    before = contents(tmp_path)
    line = refused(yosano("extract", "records/records.jsonl", "--out", ".", cwd=tmp_path))
    assert "records.jsonl" in line
    (tmp_path / "hard.txt").hardlink_to(tmp_path / "records/records.jsonl")
    line = refused(yosano("extract", "records.txt", "hard.txt", "--out", ".", cwd=tmp_path))
    assert "hard.txt" in line
    (tmp_path / "hard.txt").unlink()
    assert contents(tmp_path) == before


def test_an_input_beside_its_own_results_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert yosano("extract", "a.txt", "--out", ".", cwd=tmp_path).returncode == 0
    (tmp_path / "a.txt").rename(tmp_path / "a/a.txt")
    for _ in range(2):
        assert yosano("extract", "a/a.txt", "--out", ".", cwd=tmp_path).returncode == 0
        assert (tmp_path / "a/a.txt").read_text(encoding="utf-8") == TEXT
        assert (tmp_path / "a/records.jsonl").stat().st_size


def test_links_are_not_followed_to_what_they_point_to(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    assert yosano("extract", "good.txt", "--out", "real", cwd=tmp_path).returncode == 0
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs/good").symlink_to(tmp_path / "real/good")
    before = contents(tmp_path)
    assert "link" in refused(yosano("extract", "good.txt", cwd=tmp_path))
    (tmp_path / "outputs/good").unlink()
    (tmp_path / "outputs/good").symlink_to(tmp_path / "nowhere")
    assert "link" in refused(yosano("extract", "good.txt", cwd=tmp_path))
    assert contents(tmp_path) == before
    # The folder for all results may be a link.
    (tmp_path / "elsewhere").symlink_to(tmp_path / "real")
    assert yosano("extract", "good.txt", "--out", "elsewhere", cwd=tmp_path).returncode == 0


def test_a_manifest_that_names_more_than_yosano_writes_gives_nothing_away(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert yosano("extract", "a.txt", cwd=tmp_path).returncode == 0
    card = tmp_path / "outputs/a/document.json"
    (tmp_path / "outputs/a/thesis.docx").write_text("mine")
    (tmp_path / "precious").write_text("mine")
    card.write_text(
        card.read_text(encoding="utf-8").replace(
            '"files": {', '"files": {"thesis.docx": "0", "../../precious": "0", "": "0", "..": "0",'
        ),
        encoding="utf-8",
    )
    assert yosano("extract", "a.txt", cwd=tmp_path).returncode == 0
    assert (tmp_path / "outputs/a/thesis.docx").read_text() == "mine"
    assert (tmp_path / "precious").read_text() == "mine"


def test_long_names_and_names_that_are_no_utf8(tmp_path: Path) -> None:
    long = "予" * 81
    (tmp_path / f"{long}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / ("算" * 85)).write_text(TEXT, encoding="utf-8")
    windows = os.fsdecode("予算の概要.txt".encode("cp932"))
    (tmp_path / windows).write_text(TEXT, encoding="utf-8")
    names = [f"{long}.txt", "算" * 85, windows]
    run = yosano("extract", *names, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    run = yosano("extract", *names, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "予算の概要.txt" in run.stdout
    written = sorted(path.name for path in (tmp_path / "outputs").iterdir())
    assert written == sorted([long, "算" * 85, "予算の概要"])


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills as POSIX does")
@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_a_killed_run_leaves_nothing_that_the_next_does_not_clean(
    command: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "temp").mkdir()
    for number in range(12):
        text = TEXT + "".join(f"・第{i}事業費 {i},000 [900]\n" for i in range(1, 300))
        (tmp_path / f"in/{number}.txt").write_text(text, encoding="utf-8")
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temp")}
    call = [sys.executable, "-c", "from pipeline.cli import main; main()", command, "in", "-q"]
    call += ["--out", "out"] if command == "extract" else ["--store", "yosano.db"]
    for _ in range(3):
        process = subprocess.Popen(
            call, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        patience = time.monotonic() + 60
        while not _scratch(tmp_path) and process.poll() is None and time.monotonic() < patience:
            time.sleep(0.001)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    run = subprocess.run(
        call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert _scratch(tmp_path) == []
    assert [each.name for each in (tmp_path / "temp").iterdir()] == []


def _scratch(folder: Path) -> list[Path]:
    return list(folder.rglob(".yosano-*"))
