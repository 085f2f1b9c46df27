"""How far a run is: a bar on a terminal, and a line for each document that ends in an error."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pipeline.batch import Outcome
from pipeline.inputs import readable_name
from pipeline.progress import PagesRead
from pipeline.terminal import tell, visible
from pipeline.words import mark, say
from pipeline.words.terminal import Terminal

T = TypeVar("T")

# Of the time that a document takes; the rest goes by when its last page has been read (measured on
# books of 15 to 612 pages: a quarter to a half).
_READING = 0.4


class Bar:
    """The documents of a run that are done, and the pages of those that are being read.

    `draw` is given how many documents that makes, as a fraction, and what to say of it.
    """

    def __init__(self, total: int, draw: Callable[[float, str], None]) -> None:
        self._total, self._draw = total, draw
        self._done = 0
        self._reading: dict[Path, PagesRead] = {}

    def pages(self, path: Path, pages: PagesRead) -> None:
        """Pages of a document have been read."""
        self._reading[path] = pages
        told = say(mark("page {read} of {pages}")).format(read=pages.read, pages=pages.of)
        self._show(f"{visible(readable_name(path))}: {told}")

    def done(self, path: Path) -> None:
        """A document is done, whatever became of it."""
        self._done += 1
        self._reading.pop(path, None)
        self._show("")

    def _show(self, about: str) -> None:
        read = sum(_READING * each.read / max(each.of, 1) for each in self._reading.values())
        count = f"{self._done}/{self._total}"
        self._draw(self._done + read, f"{count}  {about}" if about else count)


@contextmanager
def progress(total: int, *, quiet: bool = False) -> Iterator[Bar]:
    """A bar for a run over `total` documents: on a terminal, and never where `quiet` or CI is set.

    It has no thread of its own, since workers are forked.
    """
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield Bar(total, lambda *_: None)
        return
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.TimeElapsedColumn(),
        progress.TextColumn("{task.fields[about]}", markup=False),
    )
    screen = Terminal(stderr=True)
    with progress.Progress(*columns, console=screen, auto_refresh=False, transient=True) as bar:
        task = bar.add_task(say(mark("reading")), total=total, about=f"0/{total}")
        bar.refresh()
        yield Bar(
            total, lambda done, about: bar.update(task, completed=done, about=about, refresh=True)
        )


def follow(outcomes: Iterable[Outcome[T]], bar: Bar) -> Iterator[Outcome[T]]:
    """Passes outcomes on, moves the bar, and says each error in a line of its own."""
    for outcome in outcomes:
        bar.done(outcome.path)
        if outcome.error:
            tell(str(outcome.error))
        if outcome.trace and os.environ.get("YOSANO_TRACE"):
            sys.stderr.write(visible(outcome.trace))
        yield outcome
