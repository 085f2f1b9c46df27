"""How far a document is read: said page by page by whoever reads, heard by whoever waits."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias

_SECONDS = 0.2
"""Between two things said: a person sees no more, and a pipe that nobody empties is never full."""


@dataclass(frozen=True, slots=True)
class PagesRead:
    """How many pages of the document at hand are read, and how many it has."""

    read: int
    of: int


Hear: TypeAlias = Callable[[PagesRead], None]
_hear: ContextVar[Hear | None] = ContextVar("_hear", default=None)


@contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """What is read in this context is told to `hear`: seldom, but the last page of each always."""
    last = float("-inf")

    def seldom(pages: PagesRead) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _SECONDS or pages.read == pages.of:
            last = now
            hear(pages)

    token = _hear.set(seldom)
    try:
        yield
    finally:
        _hear.reset(token)


def say_pages(read: int, of: int) -> None:
    """Says that `read` of a document's pages are read; nothing where nobody hears it."""
    hear = _hear.get()
    if hear is not None:
        hear(PagesRead(read, of))
