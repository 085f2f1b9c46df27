"""The command where nothing is there that only POSIX has, as far as that can be tried on Linux.

What is of the system itself (names that are open cannot be replaced, drive letters) is not tried.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.test_command import TEXT

if sys.platform != "linux":
    pytest.skip("takes from Linux what others lack", allow_module_level=True)

# Libraries are loaded first: they choose by the system that they are on, and are not on trial.
# A worker that begins afresh runs this file again, up to the last lines.
RUN = """
import fcntl, multiprocessing.popen_spawn_posix, multiprocessing.connection, os, signal, sys, types
import multiprocessing.resource_tracker, multiprocessing.synchronize, asyncio, ctypes.util, getpass
import numpy, scipy.optimize, pypdfium2, pdfplumber, pydantic, rich.live, sqlalchemy.dialects.sqlite
import sqlite3, subprocess, tempfile, typer, unittest, alembic.command, rapidfuzz, regex, jinja2
import click, multiprocessing.sharedctypes

def locking(descriptor, mode, count):
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise PermissionError(13, "locked") from error

fake = types.ModuleType("msvcrt")
fake.LK_NBLCK, fake.locking = 2, locking
sys.modules["msvcrt"] = fake
os.O_NOINHERIT, os.O_TEMPORARY = os.O_CLOEXEC, 0
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
for name in ("fork forkpty killpg getpgid setsid mkfifo mknod getuid geteuid getgid sysconf chown"
             " nice uname getloadavg O_DIRECTORY O_NOFOLLOW sched_getaffinity").split():
    delattr(os, name)
for name in ("setitimer getitimer alarm pause sigwait ITIMER_PROF SIGALRM"
             " SIGPROF SIGXCPU SIGHUP SIGUSR1 SIGCHLD SIGPIPE").split():
    delattr(signal, name)
sys.platform = "win32"

if __name__ == "__main__":
    import json
    from pipeline.cli import main

    codes = []
    for call in json.loads(sys.argv[1]):
        # As names come from the command line where the locale has no kanji.
        sys.argv = ["yosano", *(os.fsdecode(each.encode()) for each in call)]
        try:
            main()
        except SystemExit as end:
            codes.append(end.code)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    from pipeline import workers
    print(json.dumps([workers.START_METHOD, *codes]), file=sys.stderr)
"""
IMPORTS = """
import importlib, pkgutil
import models, pipeline
for package in (models, pipeline):
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if "migrations.versions" not in found.name and not found.name.endswith("migrations.env"):
            importlib.import_module(found.name)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The command in a process that lacks what Windows lacks."""
    file = tmp_path / "run.py"
    file.write_text(RUN, encoding="utf-8")
    return file


def run(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    here = {**os.environ, "CI": "true", "PYTHONUTF8": "0", "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=script.parent,
        env=here,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def test_the_commands_do_what_they_are_for(script: Path, root: Path) -> None:
    (script.parent / "予算.txt").write_text(TEXT, encoding="utf-8")
    for name in ("kakuu-r6-hosei3", "kakuu-r7-shuyo"):
        (script.parent / f"{name}.pdf").write_bytes(
            (root / f"fixtures/made/{name}.pdf").read_bytes()
        )
    (script.parent / "bad.pdf").write_text("no PDF", encoding="utf-8")
    documents = ["予算.txt", "kakuu-r6-hosei3.pdf", "kakuu-r7-shuyo.pdf"]
    calls = [
        ["extract", *documents, "--jobs", "2", "--limit-time", "300"],
        ["extract", "予算.txt", "bad.pdf"],  # replaces, and says what cannot be read
        ["ingest", *documents, "--store", "sqlite:///kept.db", "--out", "kept"],
        ["check", "--store", "sqlite:///kept.db"],
        ["diff", "outputs/kakuu-r6-hosei3", "outputs/kakuu-r7-shuyo", "--format", "html",
         "--out", "diff.html"],
        ["export", "outputs", "--format", "csv", "--out", "csv"],
        ["report", "outputs", "--out", "report.html"],
    ]  # fmt: skip
    ended = run(script, json.dumps(calls))
    assert ended.returncode == 0, ended.stderr
    *_, last = ended.stderr.splitlines()
    assert json.loads(last) == ["spawn", 0, 3, 0, 0, 0, 0, 0], ended.stderr
    assert "Traceback" not in ended.stderr
    for name in ("予算", "kakuu-r6-hosei3", "kakuu-r7-shuyo"):
        assert (script.parent / "outputs" / name / "records.jsonl").stat().st_size
        same = (script.parent / "kept" / name / "records.jsonl").read_bytes()
        assert same == (script.parent / "outputs" / name / "records.jsonl").read_bytes()
    assert list(script.parent.rglob(".yosano-*.jsonl")) == []


def test_every_module_can_be_imported(script: Path) -> None:
    script.write_text(RUN.partition('if __name__ == "__main__":')[0] + IMPORTS, encoding="utf-8")
    ended = run(script)
    assert ended.returncode == 0, ended.stderr
