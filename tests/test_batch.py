"""One document's end is not the run's end."""

import os
from pathlib import Path

from pipeline.batch import exit_code_of, work_through
from pipeline.errors import ExitCode, InputError


def work(path: Path) -> str:
    """Stands for a reader: some inputs are bad, one kills its process as a native crash does."""
    if path.name == "bad":
        raise InputError("bad: not a PDF")
    if path.name == "bug":
        raise ZeroDivisionError
    if path.name == "crash":
        os._exit(139)
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


def test_the_gravest_error_gives_the_exit_code() -> None:
    outcomes = list(work_through([Path("a"), Path("bad")], work))
    assert exit_code_of(outcomes) == ExitCode.UNREADABLE_INPUT
    assert exit_code_of(outcomes[:1]) == ExitCode.FINE
