"""A terminal that speaks the reader's language: headings of tables, and what stands around them."""

import sys
from typing import IO

from rich.console import Console
from rich.table import Table

from pipeline.words import say


class Terminal(Console):
    """Prints as rich does, in the language of the process; cells come from documents and stay."""

    def __init__(self, file: IO[str] | None = None, *, width: int = 160) -> None:
        # A pipe has no width of its own; 80 columns would break every Japanese name.
        wide = None if file is None and sys.stdout.isatty() else width
        super().__init__(file=file, width=wide, highlight=False)

    def print(  # type: ignore[override]
        self,
        *objects: object,
        style: str | None = None,
        markup: bool | None = None,
        soft_wrap: bool | None = None,
    ) -> None:
        """Prints text in the language, and tables with their headings in it."""
        spoken = map(_spoken, objects)
        super().print(*spoken, style=style, markup=markup, soft_wrap=soft_wrap)


def _spoken(thing: object) -> object:
    if isinstance(thing, str):
        words = thing.lstrip(" ")
        return " " * (len(thing) - len(words)) + say(words)
    if isinstance(thing, Table):
        for name in ("title", "caption"):
            value = getattr(thing, name)
            if isinstance(value, str):
                setattr(thing, name, say(value))
        for column in thing.columns:
            if isinstance(column.header, str):
                column.header = say(column.header)
    return thing
