"""Python's collector, told to look less often where values are made that last."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Values made between two searches for garbage in cycles.
_SELDOM = 20_000


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Looks for garbage in cycles less often: pages and records leave hardly any, and are many.

    Reading the 8,600 records of a book takes half the time.
    """
    usual = gc.get_threshold()
    if usual[0]:  # else it is switched off
        gc.set_threshold(max(usual[0], _SELDOM), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def never_collected() -> None:
    """Leaves all values that there are now out of every later search: they last until the end.

    A search among the records of a book takes a third of a second, in which no page is answered.
    What is no longer used goes all the same, unless it is garbage in a cycle.
    """
    gc.freeze()
