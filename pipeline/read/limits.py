"""How much of a document is read at the most: real pages stay far below, hostile ones end here."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

MAX_CHARS = 200_000
"""Characters on one page."""

MAX_STRING = 16_383
"""Characters of two bytes in one string of a page's content; PDFium cuts off what is longer."""

MAX_OBJECTS = 200_000
"""Drawn objects on one page, those in form XObjects included."""

MAX_SEGMENTS = 2_000_000
"""Path segments read at once: those of a page or of one form XObject."""

MAX_DEPTH = 16
"""Form XObjects within form XObjects."""

MAX_SIDE = 14_400 * 4
"""Points; the format's own limit is 14,400, and large plans exceed it."""

MAX_PIXELS = 40_000_000
"""Pixels of a page that is drawn."""

MAX_BROKEN_PAGES = 100
"""Pages in a row that cannot be read; after these the rest is given up."""

_page_seconds = 0.0


def limit_process(*, page_seconds: float, memory: int) -> None:
    """From now on a page that takes longer, or more bytes than `memory`, ends this process.

    For workers only: a reader at work inside a C library can be stopped in no other way. On
    systems without these limits nothing happens.
    """
    global _page_seconds
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    bound = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (bound, most))
    _page_seconds = page_seconds


@contextmanager
def page_clock() -> Iterator[None]:
    """Runs while a page is read; ends a process under `limit_process` when time is up."""
    if not _page_seconds or sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, _page_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
