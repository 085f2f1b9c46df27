"""The command among other processes: the user's folder, an interrupt, closed and narrow streams."""

import json
import os
import pty
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.test_command import TEXT, yosano

RUN = """
import sys
from pipeline import workers
from pipeline.cli import main
if __name__ == "__main__":
    workers.START_METHOD = sys.argv.pop(1)
    print("ready", flush=True)
    main()
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command with the way in which its workers are started as its first argument."""
    file = tmp_path_factory.mktemp("script") / "run.py"
    file.write_text(RUN)
    return file


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents that take a while."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(40):
        text = TEXT + "".join(f"・第{i}事業費 {i},000 [900]\n" for i in range(1, 400))
        (folder / f"{number:02}.txt").write_text(text + f"その{number}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_no_module_is_taken_from_the_folder_that_the_user_stands_in(
    method: str, script: Path, tmp_path: Path
) -> None:
    names = (
        "json re os typing enum pickle threading socket multiprocessing concurrent ctypes abc"
        " pipeline models pypdfium2 pypdfium2_raw numpy pydantic typer rich regex scipy PIL"
        " encodings codecs signal selectors tempfile unicodedata sitecustomize usercustomize"
    )
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in names.split():
        (tmp_path / f"{name}.py").write_text(
            "open('EXECUTED', 'a').write(__name__)\nraise SystemExit('taken from here')\n"
        )
    call = [sys.executable, str(script), method, "extract", "a.txt", "--jobs", "2"]
    run = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    run = yosano("extract", "a.txt", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert not (tmp_path / "EXECUTED").exists()


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_an_interrupt_ends_the_run_with_one_line_and_keeps_what_was_finished(
    method: str, command: str, script: Path, documents: Path, tmp_path: Path
) -> None:
    chance = random.Random(f"{method} {command}")
    for moment in range(5):
        out = tmp_path / str(moment)
        call = [sys.executable, str(script), method, command, str(documents), "--jobs", "2"]
        call += ["--out", str(out)]
        if command == "ingest":
            call += ["--store", str(tmp_path / f"{moment}.db")]
        # A terminal of its own, whose interrupt key goes to the whole foreground group.
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            call,
            cwd=tmp_path,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.005, [0.05, 0.3, 0.8, 1.5, 2.5][moment]))
        pressed = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        said, complaint = process.communicate(timeout=60)
        assert time.monotonic() - pressed < 5
        os.close(ours)
        os.close(theirs)
        assert process.returncode == 130, complaint
        assert complaint == "yosano: interrupted; what was finished is kept\n"
        assert said == ""
        for folder in out.glob("*"):
            assert json.loads((folder / "document.json").read_text(encoding="utf-8"))["files"]
        assert list(out.glob(".yosano-*")) == []


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    for command in ("extract", "ingest"):
        run = yosano(command, "pipe.txt", "/dev/zero", "good.txt", cwd=tmp_path)
        assert run.returncode == 3, run.stderr
        one, other = run.stderr.splitlines()
        assert one.startswith("yosano: pipe.txt: ")
        assert other.startswith("yosano: /dev/zero: ")
        assert "regular file" in one
    assert (tmp_path / "outputs/good/records.jsonl").stat().st_size


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "latin-1"])
def test_a_terminal_that_lacks_a_character_is_no_error(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "–𠮷café.txt").write_text(TEXT, encoding="utf-8")
    narrow = {**os.environ, "PYTHONIOENCODING": encoding, "CI": "true"}

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(Path(sys.executable).with_name("yosano")), *arguments]
        return subprocess.run(command, cwd=tmp_path, env=narrow, capture_output=True, check=False)

    extracted = run("extract", "–𠮷café.txt")
    assert extracted.returncode == 0, extracted.stderr
    assert "budget_item" in extracted.stdout.decode(encoding)
    assert run("--help").returncode == 0
    assert run("extract", "nowhere–𠮷").returncode == 3
    # A program reads UTF-8, whatever the terminal of its user.
    (card,) = json.loads(run("extract", "–𠮷café.txt", "--json").stdout.decode())["documents"]
    assert card["file_name"] == "–𠮷café.txt"


@pytest.mark.parametrize("locale", ["C", "POSIX", "xx_XX.none"])
def test_names_are_what_they_are_where_the_locale_has_no_kanji(locale: str, tmp_path: Path) -> None:
    (tmp_path / "予算.txt").write_text(TEXT, encoding="utf-8")
    bare = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "CI": "true"}
    command = str(Path(sys.executable).with_name("yosano"))
    for call in ("extract 予算.txt", "ingest 予算.txt", "check outputs", "report outputs --out a"):
        run = subprocess.run(
            [command, *call.split()], cwd=tmp_path, env=bare, capture_output=True, check=False
        )
        assert (run.returncode, run.stderr) == (0, b""), call
    card = json.loads((tmp_path / "outputs/予算/document.json").read_text(encoding="utf-8"))
    assert card["file_name"] == "予算.txt"


def test_closed_streams_are_no_error_and_get_no_other_files(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    command = Path(sys.executable).with_name("yosano")
    for closed in (">&-", "2>&-", "<&-", ">&- 2>&- <&-"):
        for call in ("extract good.txt", "extract good.txt --json", "schema", "check outputs"):
            run = subprocess.run(
                ["bash", "-c", f"{command} {call} {closed}"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert run.returncode == 0, (call, closed, run.stderr)
            assert run.stderr == ""
        assert (tmp_path / "outputs/good/issues.jsonl").stat().st_size == 0


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    command = Path(sys.executable).with_name("yosano")
    for call in ("schema", "extract good.txt", "extract good.txt --json", "--help"):
        pipeline = f"set -o pipefail; {command} {call} | head -c 1 >/dev/null"
        run = subprocess.run(
            ["bash", "-c", pipeline], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stderr) == (0, ""), call


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    if not stat.S_ISCHR(os.stat("/dev/full").st_mode):
        pytest.skip("needs /dev/full")
    command = Path(sys.executable).with_name("yosano")
    run = subprocess.run(
        ["bash", "-c", f"{command} schema > /dev/full"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "No space left" in run.stderr
    assert "Traceback" not in run.stderr
