"""What one document may take: a clock of processor time and a bound of memory, over all stages.

Two lines are drawn for a process that reads one document. At the first, which each stage has for
itself, Python code is interrupted by `TimeUp`: the stage is left out, and what was read is kept.
At the second the process ends, since what works inside a C library can be stopped in no other way;
another process then reads the document once more, without the page or the stage it ended on. The
clock counts processor time, so that a busy machine changes nothing.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Protocol

MIB = 1024 * 1024

# A page of a real document is read in a twentieth of a second and a megabyte; OCR takes ten seconds
# of all processors for one.
_SECONDS, _SECONDS_A_PAGE, _SECONDS_A_PICTURE = 60.0, 4.0, 30.0
_MEMORY, _MEMORY_A_PAGE, _MOST_MEMORY = 1280 * MIB, MIB, 8192 * MIB
_MEMORY_FOR_PICTURES = 1024 * MIB
"""For the models that read pictures, and a stack for each of the threads that they work in."""

_SHARES = (0.6, 0.25, 0.15)
"""What each attempt at a document may take of its clock: together, all of it."""
READING, ASSEMBLING, PROPOSING, PROVING, COUNTING = 0.7, 0.78, 0.84, 0.9, 0.97
"""Up to where the stages of an attempt may go on, of its share."""

OPENING, RECORDS, ACCOUNT, REST = 0, -1, -2, -3
"""Places beside the pages, which count from 1: before them, and the stages after all of them."""

TIME_IS_UP = 75
"""Exit code of a process whose clock ran out, where no signal says so."""
_PATIENCE = 8
"""How many times its processor time a document may take by the clock on the wall."""
_LOOK = 0.25


class TimeUp(BaseException):
    """A stage has had its time. No Exception: what mends bugs must not take it for one."""


class Place(Protocol):
    """A number that another process can see."""

    value: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a document may take: seconds of processor time and bytes; null for the usual."""

    seconds: float | None = None
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of a few tries at a document.

    `left_out` are pages and stages that an earlier try ended on, each with why; `last` is the last
    page that is tried. Without records only the figures are accounted for.
    """

    path: Path
    number: int = 0
    left_out: tuple[tuple[int, str], ...] = ()
    last: int | None = None

    def after(self, place: int, why: str) -> "Attempt | None":
        """The next try where this one ended its process at a place; null where none is left."""
        number = self.number + 1
        if number == len(_SHARES) or place == OPENING or place in (ACCOUNT, REST):
            return None
        left_out = (*self.left_out, (place, why))
        if place == RECORDS:
            again = RECORDS in dict(self.left_out)
            return None if again else replace(self, number=number, left_out=left_out)
        last = place if number == len(_SHARES) - 1 else self.last
        return replace(self, number=number, left_out=left_out, last=last)


@dataclass(slots=True)
class _Clock:
    """How far a process is with its document, and how far it may go; seconds of its own time."""

    allowance: Allowance
    attempt: Attempt
    place: Place | None
    begun: float = field(default_factory=time.process_time)
    seen: float = field(default_factory=time.monotonic)
    seconds: float = _SECONDS
    memory: int = _MEMORY
    deadline: float | None = None
    pictures: bool = False
    before: tuple[tuple[int, tuple[int, int]], ...] = ()

    @property
    def share(self) -> float:
        return self.seconds * _SHARES[self.attempt.number]

    def left(self, until: float) -> float:
        """Seconds until a part of the attempt's share is used up."""
        return self.begun + until * self.share - time.process_time()

    def is_over(self) -> bool:
        too_long = time.monotonic() - self.seen > _PATIENCE * self.share
        return too_long or self.left(1.0) < 0


_clock: _Clock | None = None


@contextmanager
def running(allowance: Allowance, attempt: Attempt, place: Place | None = None) -> Iterator[None]:
    """A process of its own reads one document within what it may take, and ends where it does not.

    For workers only. `place` tells others where it is.
    """
    global _clock
    _clock = _Clock(allowance, attempt, place)
    _clock.seconds = allowance.seconds or _SECONDS
    _clock.memory = allowance.memory or _MEMORY
    at(OPENING)
    _clock.before = _bounds()
    _bound()
    _watch(_clock)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _interrupt)
    try:
        yield
    finally:
        _disarm()
        _lift(_clock.before)
        _clock = None


def has_page() -> None:
    """Tells the clock that a page was read: what is usual grows with those that are there.

    How many a file claims to have says nothing.
    """
    if _clock is None:
        return
    if _clock.allowance.seconds is None:
        _clock.seconds += _SECONDS_A_PAGE
    if _clock.allowance.memory is None:
        _clock.memory = min(_clock.memory + _MEMORY_A_PAGE, _MOST_MEMORY)
    _bound()


def seconds_left() -> float | None:
    """How long this attempt may still take; null in a process without a clock."""
    return None if _clock is None else _clock.left(1.0)


def has_picture() -> None:
    """Tells the clock that a picture is to be read, which takes far longer than text."""
    if _clock is None:
        return
    before = _clock.share
    if _clock.allowance.seconds is None:
        _clock.seconds += _SECONDS_A_PICTURE
    if _clock.allowance.memory is None and not _clock.pictures:
        _clock.memory += _MEMORY_FOR_PICTURES
    _clock.pictures = True
    _bound()
    if _clock.deadline is not None:
        _clock.deadline += READING * (_clock.share - before)


def once_more() -> None:
    """Gives the same time again, for a second way through the document that was asked for."""
    if _clock is not None:
        _clock.begun, _clock.seen = time.process_time(), time.monotonic()
        _bound()


def at(place: int) -> None:
    """Says where the process is: on a page, or at a stage."""
    if _clock is not None and _clock.place is not None:
        _clock.place.value = place


def why_not(page: int) -> str | None:
    """Why a page, or a stage by its place, is left out this time; null where it is to be read."""
    if _clock is None:
        return None
    return dict(_clock.attempt.left_out).get(page)


def is_over(page: int) -> bool:
    """Whether neither this page nor any after it is tried any more."""
    if _clock is None:
        return False
    last = _clock.attempt.last
    return _clock.left(READING) <= 0 or (last is not None and page > last)


@contextmanager
def page_clock(page: int, of: int) -> Iterator[None]:
    """Runs while a page is read: it may take half of what is left, the last one all of it."""
    if _clock is None:
        yield
        return
    at(page)
    left = _clock.left(READING)
    with _within(left if page >= of else left / 2):
        yield


@contextmanager
def stage_clock(until: float) -> Iterator[None]:
    """Runs while a stage is at work, up to a part of the attempt's share."""
    if _clock is None:
        yield
        return
    with _within(_clock.left(until)):
        yield


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    if _clock is None or not hasattr(signal, "setitimer"):
        yield
        return
    if seconds <= 0:
        raise TimeUp
    _clock.deadline = time.process_time() + seconds
    signal.setitimer(signal.ITIMER_PROF, seconds, _LOOK)
    try:
        yield
    finally:
        _disarm()


def _disarm() -> None:
    if _clock is not None:
        _clock.deadline = None
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, 0)


def _interrupt(*_: object) -> None:
    # The timer may be early, and late for a stage that has ended.
    if _clock and _clock.deadline is not None and time.process_time() >= _clock.deadline:
        _clock.deadline = None
        raise TimeUp


def _bounds() -> tuple[tuple[int, tuple[int, int]], ...]:
    if sys.platform == "win32":
        return ()
    import resource

    kinds = (resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_CORE)
    return tuple((kind, resource.getrlimit(kind)) for kind in kinds)


def _bound() -> None:
    """Sets the bounds at which the system ends this process, where it can."""
    if _clock is None or sys.platform == "win32":
        return
    import resource

    seconds = int(_clock.begun + _clock.share) + 2
    memory = _clock.memory + _own_memory()
    wanted = {resource.RLIMIT_DATA: memory, resource.RLIMIT_CPU: seconds}
    for kind, (_, most) in _clock.before:
        bound = wanted.get(kind, 0)  # and no file of what was in memory
        with suppress(ValueError, OSError):  # macOS has no bound for data
            resource.setrlimit(
                kind, (bound if most == resource.RLIM_INFINITY else min(bound, most), most)
            )


@cache
def _own_memory() -> int:
    """Bytes that this process had before its first document: these are no document's."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, ValueError, IndexError):  # another system than Linux
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _lift(before: tuple[tuple[int, tuple[int, int]], ...]) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, bounds in before:
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, bounds)


def _watch(clock: _Clock) -> None:
    """Ends the process where the system does not: where it has no such bounds, or all stands still.

    Where C code holds Python's own lock, the bounds of the system are all there is.
    """

    def look() -> None:
        while _clock is clock:
            if clock.is_over():
                os._exit(TIME_IS_UP)
            time.sleep(_LOOK)

    threading.Thread(target=look, daemon=True).start()
