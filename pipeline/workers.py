"""Worker processes: one input at a time each, alike on every system, and gone with their parent."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Generic, NoReturn, Protocol, TypeVar

from pipeline.progress import PagesRead, heard_by

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

    from pipeline.allowance import Attempt, Place

T = TypeVar("T")

T_co = TypeVar("T_co", covariant=True)


class Work(Protocol[T_co]):
    """What a worker does with one input; `place` is where it says how far it is."""

    def __call__(self, attempt: "Attempt", place: "Place") -> T_co: ...


START_METHOD = "fork" if sys.platform == "linux" else "spawn"
"""On Linux a worker has all modules from the start; elsewhere it must begin afresh."""
_SAFE_PATH = "PYTHONSAFEPATH"
_FAREWELL = 0.7
"""Seconds in which a worker that is stopped can clear up."""


class WorkerEndedError(Exception):
    """The process ended on an input: `code` as multiprocessing gives it, `place` where it was."""

    def __init__(self, code: int | None, place: int) -> None:
        super().__init__(code)
        self.code = code
        self.place = place


class Worker(Generic[T]):
    """A process that does one input at a time, and the connection to it."""

    def __init__(self, work: Work[T], number: int, attempt: "Attempt") -> None:
        context = _context()
        self.connection, theirs = context.Pipe()
        self._place = context.RawValue("i", 0)
        arguments = (theirs, work, self._place)
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with _starting():
            self.process.start()
        theirs.close()
        self.is_alive = True
        self.give(number, attempt)

    def give(self, number: int, attempt: "Attempt") -> None:
        """Has the worker begin with an input; that it is dead by now is for `take` to find."""
        self.number, self.attempt = number, attempt
        self._place.value = 0
        with suppress(OSError):
            self.connection.send(attempt)

    def take(self) -> T | PagesRead:
        """What became of the input, or how far it is read, once the connection is ready.

        WorkerEndedError where the worker ended on it.
        """
        try:
            value: T | PagesRead = self.connection.recv()
        except (EOFError, OSError) as error:
            self.is_alive = False
            self.process.join()
            raise WorkerEndedError(self.process.exitcode, self._place.value) from error
        return value


def stop(workers: Sequence[Worker[T]]) -> None:
    """Ends workers, whatever they are on, after a moment in which they can clear up."""
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        worker.process.join(_FAREWELL)
        worker.process.kill()
        worker.process.join()
        worker.connection.close()


@contextmanager
def _starting() -> Iterator[None]:
    """What a worker has from its first moment on, before it runs code of ours.

    An interrupt at the terminal is for the parent alone: a worker would answer with a trace. A
    worker that begins afresh must not find modules in the folder that the user stands in.
    """
    if START_METHOD == "fork":
        with _interrupts_held():
            yield
        return
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # it lets interrupts through again when it starts
        with _interrupts_held():
            yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Interrupts wait until the end for this process; one that is started never gets them."""
    if sys.platform == "win32":
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _context() -> "ForkContext | SpawnContext":
    if START_METHOD == "fork":
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _serve(connection: Connection, work: Work[T], place: "Place") -> None:
    """A worker's life: an input, how far it is read, its outcome, the next."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _end_with_parent()
    # What a forked worker has from its parent is not its own to clear up: a library whose threads
    # stayed there (Ray's, gRPC's) crashes on it. Nor are its pages copied by looking for garbage.
    gc.freeze()
    with suppress(EOFError), heard_by(connection.send):
        while True:
            connection.send(work(connection.recv(), place))


def _leave(*_: object) -> NoReturn:
    sys.exit(1)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
