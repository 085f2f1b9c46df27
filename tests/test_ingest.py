"""Documents are kept once and whole, whatever ends a run, and however many run at once."""

import contextlib
import itertools
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models import BudgetItem, Correction, Document
from pipeline.cli import main
from pipeline.corrections import CORRECTIONS, append, read
from pipeline.errors import ExitCode, StoreError
from pipeline.ingest import Plan, ingest
from pipeline.jobs import Engine
from pipeline.store import open_store

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()", "ingest"]
DOCUMENTS = 8
# A moderate number for every day; YOSANO_KILLS=100 for the whole measure.
KILLS = int(os.environ.get("YOSANO_KILLS", "4"))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small budgets of several cities."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(DOCUMENTS):
        lines = [f"令和{number % 5 + 2}年度 甲{number}市 当初予算の概要", "", "単位：千円", ""]
        lines += [
            f"・第{item}道路整備事業費 {item * 1_000 + number:,} [{item * 900:,}]"
            for item in range(1, 40)
        ]
        (folder / f"{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a run that nothing interrupted."""
    store = tmp_path_factory.mktemp("whole") / "yosano.db"
    assert counts(run(documents, store, "--jobs", "2")) == (DOCUMENTS, 0, 0, 0)
    return store


@pytest.fixture(scope="module")
def seconds(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a whole run takes on this machine."""
    start = time.monotonic()
    run(documents, tmp_path_factory.mktemp("timed") / "yosano.db", "--jobs", "2")
    return time.monotonic() - start


@pytest.fixture(scope="module")
def expected(whole: Path) -> list[str]:
    """What that run left."""
    lines = list(open_store(str(whole)).lines())
    assert sum('"budget_item"' in line for line in lines) >= DOCUMENTS * 39
    return lines


def run(documents: Path, store: Path, *options: str) -> dict[str, object]:
    done = subprocess.run(
        [*COMMAND, str(documents), "--store", f"sqlite:///{store}", "--json", *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def counts(summary: dict[str, object]) -> tuple[object, ...]:
    return tuple(summary[key] for key in ("new", "same", "superseded", "failed"))


def test_the_same_again_is_a_no_op(
    documents: Path, whole: Path, expected: list[str], tmp_path: Path
) -> None:
    assert counts(run(documents, whole, "--out", str(tmp_path))) == (0, DOCUMENTS, 0, 0)
    assert list(open_store(str(whole)).lines()) == expected
    # What the store has is written without being read again.
    records = (tmp_path / "03" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(records) <= set(expected)
    assert len(records) >= 39


def test_a_run_killed_again_and_again_goes_on_where_it_was(
    documents: Path, expected: list[str], seconds: float, tmp_path: Path
) -> None:
    """What kill after kill leaves of an ingest is taken up by the next, until it is done."""
    chance = random.Random(20260401)
    kills = finished = 0
    while kills < KILLS:
        store = tmp_path / f"{finished}.db"
        process = subprocess.Popen(
            [*COMMAND, str(documents), "--store", str(store), "--jobs", "2", "-q"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=seconds * chance.uniform(0.1, 1.0))
        process.kill()
        if process.wait() == 0:
            assert list(open_store(str(store)).lines()) == expected
            finished += 1
        kills += process.returncode == -signal.SIGKILL
    summary = run(documents, store)
    assert (summary["superseded"], summary["failed"]) == (0, 0)
    assert list(open_store(str(store)).lines()) == expected


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_no_worker_outlives_a_killed_run(documents: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(documents), "--store", str(tmp_path / "yosano.db"), "--jobs", "2", "-q"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Both workers at least; where they are begun afresh, also what watches over their semaphores.
    family: set[int] = set()
    while len(family) < 2 and process.poll() is None:
        time.sleep(0.02)
        family = _descendants(process.pid)
    assert process.poll() is None
    process.kill()
    process.wait()
    patience = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in family) and time.monotonic() < patience:
        time.sleep(0.1)
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def _descendants(pid: int) -> set[int]:
    found: set[int] = set()
    todo = [pid]
    while todo:
        with contextlib.suppress(OSError):
            parent = todo.pop()
            file = Path(f"/proc/{parent}/task/{parent}/children")
            children = {int(each) for each in file.read_text().split()}
            found |= children
            todo += children
    return found


def test_a_writer_killed_while_it_writes_leaves_nothing_half(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "yosano.db"), create=True)
    records = [BudgetItem(page=1, id=str(i), name=f"第{i}事業") for i in range(500)]
    chance = random.Random(7)
    for _ in range(12):
        before = len(store.documents())
        child = os.fork()
        if child == 0:
            _write_for_ever(tmp_path / "yosano.db", records)
        while len(store.documents()) == before:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    shelves = store.documents()
    assert {len(store.records(shelf.document.sha256)) for shelf in shelves} == {500}


def _write_for_ever(file: Path, records: list[BudgetItem]) -> None:
    try:
        store = open_store(str(file))
        for number in itertools.count():
            sha256 = f"{os.getpid()}-{number}"
            store.keep(Document(sha256=sha256, file_name=f"{sha256}.txt"), records)
    finally:
        os._exit(1)


def test_two_runs_at_once(documents: Path, expected: list[str], tmp_path: Path) -> None:
    store = tmp_path / "yosano.db"
    both = [
        subprocess.Popen(
            [*COMMAND, str(documents), "--store", f"sqlite:///{store}", "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    summaries = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(summary["new"] for summary in summaries) == DOCUMENTS
    assert sum(summary["same"] for summary in summaries) == DOCUMENTS
    assert list(open_store(str(store)).lines()) == expected


def test_a_new_version_supersedes_and_a_bad_file_fails_alone(
    documents: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = (documents / "03.txt").read_text(encoding="utf-8")
    (folder / "budget.txt").write_text(text, encoding="utf-8")
    store = open_store(str(tmp_path / "yosano.db"), create=True)
    (first,) = ingest([folder / "budget.txt"], store)
    assert first.value is not None
    (folder / "budget.txt").write_text(text.replace("1,003", "1,004"), encoding="utf-8")
    (folder / "copy.txt").write_text(text, encoding="utf-8")
    paths = [folder / name for name in ("missing.txt", "budget.txt", "copy.txt")]
    missing, newer, copy = ingest(paths, store, Plan(engine=Engine(jobs=2)))
    assert missing.error is not None
    assert missing.error.exit_code == ExitCode.UNREADABLE_INPUT
    assert newer.value is not None
    assert newer.value.status == "new"
    assert newer.value.superseded == (first.value.document.sha256,)
    assert copy.value is not None
    assert copy.value.status == "same"
    assert len(store.documents()) == 2
    assert len(store.documents(current=True)) == 1


def test_results_that_cannot_be_written_end_the_run(documents: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be")
    store = open_store(str(tmp_path / "yosano.db"), create=True)
    with pytest.raises(StoreError, match="results cannot be written"):
        list(ingest([documents / "00.txt"], store, Plan(out=blocked)))
    assert store.documents() == []


def test_a_store_that_is_newer_ends_the_command_with_code_5(
    documents: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "yosano.db"
    open_store(str(file), create=True)
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    monkeypatch.setattr(sys, "argv", ["yosano", "ingest", str(documents), "--store", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == ExitCode.STORE
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = captured.err.splitlines()
    assert "newer yosano" in line


def test_corrections_beside_the_results_and_in_the_store_come_to_both(tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("単位：千円\n\n・除雪対策事業費 1,000 [900]\n", encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path / 'y.db'}", create=True)
    plan = Plan(out=tmp_path / "out")
    (first,) = ingest([document], store, plan)
    assert first.value is not None
    sha256 = first.value.document.sha256
    lines = [
        Correction(id=name, document=sha256, action="whole", at="2027", page=1)
        for name in ("beside", "kept")
    ]
    beside = tmp_path / "out" / "a" / CORRECTIONS
    append(beside, lines[:1])
    store.add_corrections(lines[1:])
    for _ in range(2):
        list(ingest([document], store, plan))
        assert {line.id for line in read(beside).lines} == {"beside", "kept"}
        assert len(store.correction_lines(sha256)) == 2


def test_a_folder_says_whose_its_documents_are_and_who_ingests_them_is_believed(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = "\n".join(f"・第{n}道路整備事業費 {n},000 [{n},100]" for n in range(1, 9))
    (folder / "a.txt").write_text(
        f"南国市 令和4年度当初予算の概要\n\n単位：千円\n\n{rows}\n", "utf-8"
    )
    (folder / "b.txt").write_text(f"単位：千円\n\n{rows.replace('道路', '橋')}\n", "utf-8")
    store, out = tmp_path / "y.db", tmp_path / "out"
    run(folder, store, "--out", str(out))
    kept = {
        shelf.document.file_name: shelf.document for shelf in open_store(str(store)).documents()
    }
    assert kept["b.txt"].issuer == "南国市"
    assert kept["b.txt"].fiscal_year is not None
    assert kept["b.txt"].fiscal_year.year == 2022
    issues = open_store(str(store)).issues(kept["b.txt"].sha256)
    assert {"issuer_assumed", "year_assumed"} <= {issue.code for issue in issues}
    assert '"issuer": "南国市"' in (out / "b" / "document.json").read_text("utf-8")
    assert "issuer_assumed" in (out / "b" / "issues.jsonl").read_text("utf-8")
    before = list(open_store(str(store)).lines())
    run(folder, store, "--out", str(out))
    assert list(open_store(str(store)).lines()) == before

    run(folder, store, "--issuer", "富士市")
    shelves = open_store(str(store)).documents()
    assert {shelf.document.issuer for shelf in shelves} == {"富士市"}
