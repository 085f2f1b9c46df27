"""Many documents, each in a worker process, so that what ends one does not end the run."""

import gc
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from pipeline.errors import ExitCode, InputError, UsageError, YosanoError
from pipeline.progress import PagesRead
from pipeline.workers import Worker, WorkerEndedError, stop

T = TypeVar("T")

# A page of a real document is read in a hundredth of a second, a book in a hundred megabytes.
_PAGE_SECONDS = 120.0
_MEMORY = 8 * 1024**3


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one input: a value, or the error that ended it. `trace` is for our bugs."""

    path: Path
    value: T | None = None
    error: YosanoError | None = None
    trace: str | None = None


Follow: TypeAlias = Callable[[Path, PagesRead], None]
"""Hears how far the reading of an input is."""


def unheard(path: Path, pages: PagesRead) -> None:
    """Hears nothing."""


def work_through(
    inputs: Sequence[Path],
    work: Callable[[Path], T],
    *,
    jobs: int = 1,
    follow: Follow = unheard,
) -> Iterator[Outcome[T]]:
    """Does `work` on each input in `jobs` worker processes; outcomes come in the inputs' order.

    `follow` hears meanwhile how many pages of an input are read. `work` and its value must be
    picklable. A worker that dies (a native crash, the kernel's out-of-memory killer) takes with it
    only the input it was on. When the iteration is left early, all workers are stopped.
    """
    waiting = deque(enumerate(inputs))
    done: dict[int, Outcome[T]] = {}
    workers: list[Worker[Outcome[T]]] = []
    try:
        for number in range(len(inputs)):
            while number not in done:
                while waiting and len(workers) < jobs:
                    workers.append(Worker(partial(limited, work), *waiting.popleft()))
                ready = wait([worker.connection for worker in workers])
                for worker in [each for each in workers if each.connection in ready]:
                    said = _outcome(worker)
                    if isinstance(said, PagesRead):
                        follow(worker.path, said)
                        continue
                    done[worker.number] = said
                    if waiting and worker.is_alive:
                        worker.give(*waiting.popleft())
                    else:
                        workers.remove(worker)
                        stop([worker])
            yield done.pop(number)
    finally:
        stop(workers)


def _outcome(worker: Worker[Outcome[T]]) -> Outcome[T] | PagesRead:
    try:
        return worker.take()
    except WorkerEndedError as error:
        return Outcome(worker.path, error=_cause_of_death(worker.path, error.code))


def _cause_of_death(path: Path, code: int | None) -> InputError:
    message = f"{path}: the PDF reader crashed on this file; try --reader pdfplumber"
    if sys.platform != "win32" and code == -signal.SIGALRM:
        message = f"{path}: a page takes too long to read; try --reader pdfplumber"
    if sys.platform != "win32" and code == -signal.SIGKILL:
        message = f"{path}: the system ended its reader, most likely for want of memory"
    return InputError(message, code="reader_crashed")


def limited(work: Callable[[Path], T], path: Path) -> Outcome[T]:
    """`guarded`, in a process that does nothing else: a page that takes too long ends it."""
    from pipeline.read.limits import limit_process

    limit_process(page_seconds=_PAGE_SECONDS, memory=_MEMORY)
    # A document's values are made once and kept to its end; looking among them for cycles every few
    # hundred values is a sixth of a long book's time.
    gc.set_threshold(50_000, 20, 50)
    return guarded(work, path)


def guarded(work: Callable[[Path], T], path: Path) -> Outcome[T]:
    """Does `work` on an input; what it raises becomes the input's outcome."""
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
