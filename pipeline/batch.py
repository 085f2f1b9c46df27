"""Many documents, each in a worker process, so that what ends one does not end the run."""

import errno
import gc
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from pipeline.allowance import TIME_IS_UP, Allowance, Attempt, Place, running
from pipeline.errors import ExitCode, InputError, UsageError, YosanoError
from pipeline.progress import PagesRead
from pipeline.read import CRASHED, TOO_LONG
from pipeline.workers import Worker, WorkerEndedError, stop

T = TypeVar("T")


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
    allowance: Allowance | None = None,
) -> Iterator[Outcome[T]]:
    """Does `work` on each input in `jobs` worker processes; outcomes come in the inputs' order.

    `follow` hears meanwhile how many pages of an input are read. `work` and its value must be
    picklable. A worker that dies (a native crash, a document that takes more than it may, the
    kernel's out-of-memory killer) takes nothing with it but the page or the stage that it was on:
    another begins anew without that. When the iteration is left early, all workers are stopped.
    """
    serve = partial(limited, work, allowance or Allowance())
    waiting = deque((number, Attempt(path)) for number, path in enumerate(inputs))
    done: dict[int, Outcome[T]] = {}
    workers: list[Worker[Outcome[T]]] = []
    try:
        for number in range(len(inputs)):
            while number not in done:
                while waiting and len(workers) < jobs:
                    workers.append(Worker(serve, *waiting.popleft()))
                ready = wait([worker.connection for worker in workers])
                for worker in [each for each in workers if each.connection in ready]:
                    said = _outcome(worker)
                    if isinstance(said, PagesRead):
                        follow(worker.attempt.path, said)
                        continue
                    if isinstance(said, Attempt):
                        waiting.appendleft((worker.number, said))
                    else:
                        done[worker.number] = said
                    if waiting and worker.is_alive:
                        worker.give(*waiting.popleft())
                    else:
                        workers.remove(worker)
                        stop([worker])
            yield done.pop(number)
    finally:
        stop(workers)


def _outcome(worker: Worker[Outcome[T]]) -> Outcome[T] | PagesRead | Attempt:
    """What a worker says of an input; the next attempt at it where it ended on a part of it."""
    try:
        return worker.take()
    except WorkerEndedError as error:
        attempt = worker.attempt
        page = TOO_LONG if _ran_out(error.code) else CRASHED
        return attempt.after(error.place, page) or Outcome(
            attempt.path, error=_cause_of_death(attempt.path, error.code)
        )


def _ran_out(code: int | None) -> bool:
    return code in (TIME_IS_UP, -getattr(signal, "SIGXCPU", TIME_IS_UP))


def _cause_of_death(path: Path, code: int | None) -> InputError:
    message = f"{path}: the PDF reader crashed on this file; try --reader pdfplumber"
    if _ran_out(code):
        message = f"{path}: takes more time than a document may have; see --limit-time"
        return InputError(message, code="out_of_time")
    if sys.platform != "win32" and code == -signal.SIGKILL:
        message = f"{path}: the system ended its reader, most likely for want of memory"
    return InputError(message, code="reader_crashed")


def limited(
    work: Callable[[Path], T], allowance: Allowance, attempt: Attempt, place: Place | None = None
) -> Outcome[T]:
    """`guarded`, in a process that does nothing else, and that ends where it takes too much."""
    # A document's values are made once and kept to its end; looking among them for cycles every few
    # hundred values is a sixth of a long book's time.
    gc.set_threshold(50_000, 20, 50)
    with running(allowance, attempt, place):
        return guarded(work, attempt.path)


def guarded(work: Callable[[Path], T], path: Path) -> Outcome[T]:
    """Does `work` on an input; what it raises becomes the input's outcome."""
    try:
        return Outcome(path, value=work(path))
    except YosanoError as error:
        return Outcome(path, error=error)
    except MemoryError:
        message = f"{path}: takes more memory than a document may have; see --limit-memory"
        return Outcome(path, error=InputError(message, code="out_of_memory"))
    except OSError as error:
        if error.errno == errno.ENOMEM:
            message = f"{path}: takes more memory than a document may have; see --limit-memory"
            return Outcome(path, error=InputError(message, code="out_of_memory"))
        # A full disk or a folder that is closed to us is the run's trouble, not the document's.
        where = error.filename or "its results"
        return Outcome(path, error=UsageError(f"{path}: {where}: {error.strerror or error}"))
    except Exception as error:
        bug = YosanoError(f"{path}: {type(error).__name__}: {error} (this is a bug of yosano)")
        return Outcome(path, error=bug, trace=traceback.format_exc())


def gravest(codes: Collection[ExitCode]) -> ExitCode:
    """The one exit code of a run in which all of these came up."""
    order = (
        ExitCode.BUG,
        ExitCode.STORE,
        ExitCode.USAGE,
        ExitCode.MISSING_TOOL,
        ExitCode.UNREADABLE_INPUT,
    )
    return next((code for code in order if code in codes), ExitCode.FINE)
