"""One document's end is not the run's end, whichever way workers are started."""

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import workers
from pipeline.batch import work_through
from pipeline.errors import ExitCode, InputError
from pipeline.losses import exit_code_of
from pipeline.progress import PagesRead, say_pages

METHODS = ["fork", "spawn"] if hasattr(os, "fork") else ["spawn"]


@pytest.fixture(params=METHODS, autouse=True)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Linux forks its workers; other systems begin each afresh."""
    monkeypatch.setattr(workers, "START_METHOD", request.param)
    return str(request.param)


def work(path: Path) -> str:
    """Stands for a reader: some inputs are bad, one kills its process as a native crash does."""
    if path.name == "bad":
        raise InputError("bad: not a PDF")
    if path.name == "bug":
        raise ZeroDivisionError
    if path.name == "crash":
        os._exit(139)
    if path.name == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if path.name == "endless":
        time.sleep(3600)
    return path.name.upper()


def test_a_crash_ends_one_document_and_not_the_run() -> None:
    inputs = [Path(name) for name in ("a", "crash", "b", "bad", "bug", "c")]
    for jobs in (1, 2):
        outcomes = list(work_through(inputs, work, jobs=jobs))
        assert [outcome.path for outcome in outcomes] == inputs
        assert [outcome.value for outcome in outcomes] == ["A", None, "B", None, None, "C"]
        codes = [outcome.error.exit_code if outcome.error else 0 for outcome in outcomes]
        assert codes == [0, 3, 0, 3, 70, 0]
        assert "crashed" in str(outcomes[1].error)
        assert "ZeroDivisionError" in (outcomes[4].trace or "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_the_system_ends_says_so() -> None:
    outcomes = list(work_through([Path("killed"), Path("a")], work, jobs=2))
    assert "memory" in str(outcomes[0].error)
    assert outcomes[1].value == "A"


def test_the_gravest_error_gives_the_exit_code() -> None:
    outcomes = list(work_through([Path("a"), Path("bad")], work))
    assert exit_code_of(outcomes, []) == ExitCode.UNREADABLE_INPUT
    assert exit_code_of(outcomes[:1], []) == ExitCode.FINE


def test_a_run_that_is_left_stops_its_workers() -> None:
    running = work_through([Path("a"), Path("endless"), Path("endless")], work, jobs=2)
    assert next(running).value == "A"
    begun = time.monotonic()
    assert isinstance(running, Iterator)
    running.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 20


def test_no_inputs_need_no_workers() -> None:
    assert list(work_through([], work)) == []


def tell(path: Path) -> str:
    """Stands for a reader that says how far it is."""
    for page in range(1, 4):
        say_pages(page, 3)
    return path.name


def test_readers_say_how_far_they_are() -> None:
    heard: list[tuple[Path, PagesRead]] = []
    inputs = [Path("a"), Path("b")]
    outcomes = list(work_through(inputs, tell, jobs=2, follow=lambda *said: heard.append(said)))
    assert [outcome.value for outcome in outcomes] == ["a", "b"]
    for path in inputs:
        assert [pages for each, pages in heard if each == path][-1] == PagesRead(3, 3)


class _Parents:
    """Stands for what a library with threads leaves behind: only its maker may clear it up."""

    def __init__(self) -> None:
        self.itself, self.maker = self, os.getpid()

    def __del__(self) -> None:
        if os.getpid() != self.maker:
            os._exit(139)


def collect(path: Path) -> str:
    gc.collect()
    return path.name


def test_a_worker_does_not_clear_up_what_its_parent_has() -> None:
    gc.disable()
    try:
        _Parents()
        (outcome,) = work_through([Path("a")], collect)
    finally:
        gc.enable()
    assert outcome.value == "a"
