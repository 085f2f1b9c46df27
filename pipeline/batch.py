"""Many documents, each in a process of its own kind, so that a crash ends one and not the run."""

import gc
import multiprocessing
import os
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pipeline.errors import ExitCode, InputError, UsageError, YosanoError
from pipeline.read.limits import limit_process

T = TypeVar("T")

# A page of a real document is read in a hundredth of a second, a book in a hundred megabytes.
_PAGE_SECONDS = 120.0
_MEMORY = 8 * 1024**3
_SAFE_PATH = "PYTHONSAFEPATH"


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one input: a value, or the error that ended it. `trace` is for our bugs."""

    path: Path
    value: T | None = None
    error: YosanoError | None = None
    trace: str | None = None


def work_through(
    inputs: Sequence[Path], work: Callable[[Path], T], *, jobs: int = 1
) -> Iterator[Outcome[T]]:
    """Does `work` on each input in worker processes; outcomes come in the order of the inputs.

    `work` and its value must be picklable. A worker that dies (a native crash, the kernel's
    out-of-memory killer) takes with it only the input it was on: inputs that were in flight beside
    it are done again, one by one.
    """
    with _pool(jobs) as pool:
        futures: list[Future[Outcome[T]] | None] = []
        for path in inputs:
            try:
                futures.append(pool.submit(_guarded, work, path))
            except BrokenProcessPool:
                futures.append(None)
        for path, future in zip(inputs, futures, strict=True):
            try:
                outcome = future.result() if future else None
            except BrokenProcessPool:
                outcome = None
            yield outcome or _alone(work, path)


def _alone(work: Callable[[Path], T], path: Path) -> Outcome[T]:
    with _pool(1) as pool:
        try:
            return pool.submit(_guarded, work, path).result()
        except BrokenProcessPool:
            message = f"{path}: the PDF reader crashed on this file; try --reader pdfplumber"
            return Outcome(path, error=InputError(message, code="reader_crashed"))


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes that are started afresh, as every system can, and leave no files behind.

    They do not look for modules in the folder that the user stands in.
    """
    context = multiprocessing.get_context("spawn")
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
            yield pool
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _guarded(work: Callable[[Path], T], path: Path) -> Outcome[T]:
    limit_process(page_seconds=_PAGE_SECONDS, memory=_MEMORY)
    # A document's values are made once and kept to its end; looking among them for cycles every few
    # hundred values is a sixth of a long book's time.
    gc.set_threshold(50_000, 20, 50)
    try:
        return Outcome(path, value=work(path))
    except YosanoError as error:
        return Outcome(path, error=error)
    except MemoryError:
        message = f"{path}: reading it takes more memory than there is"
        return Outcome(path, error=InputError(message, code="out_of_memory"))
    except OSError as error:
        # A full disk or a folder that is closed to us is the run's trouble, not the document's.
        where = error.filename or "its results"
        return Outcome(path, error=UsageError(f"{path}: {where}: {error.strerror or error}"))
    except Exception as error:
        bug = YosanoError(f"{path}: {type(error).__name__}: {error} (this is a bug of yosano)")
        return Outcome(path, error=bug, trace=traceback.format_exc())


def exit_code_of(outcomes: Sequence[Outcome[T]]) -> ExitCode:
    """The run's exit code: the gravest of what happened."""
    codes = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    order = (
        ExitCode.BUG,
        ExitCode.STORE,
        ExitCode.USAGE,
        ExitCode.MISSING_TOOL,
        ExitCode.UNREADABLE_INPUT,
    )
    return next((code for code in order if code in codes), ExitCode.FINE)
