"""A terminal that speaks the reader's language: headings of tables, and what stands around them."""

import sys
from typing import IO

from rich.console import Console, JustifyMethod, OverflowMethod
from rich.style import Style
from rich.table import Table
from rich.text import Text

from pipeline.terminal import read_no_more, visible
from pipeline.words import say


class Terminal(Console):
    """Prints as rich does, in the language of the process; what comes from documents stays.

    Strings are text and nothing else: no markup, no emoji, and no codes that a terminal obeys.
    """

    def __init__(
        self, file: IO[str] | None = None, *, stderr: bool = False, width: int = 160
    ) -> None:
        # A pipe has no width of its own; 80 columns would break every Japanese name.
        stream = sys.stderr if stderr else sys.stdout
        wide = None if file is None and stream.isatty() else width
        super().__init__(
            file=file, stderr=stderr, width=wide, highlight=False, markup=False, emoji=False
        )

    def print(  # type: ignore[override]
        self, *objects: object, style: str | None = None, soft_wrap: bool | None = None
    ) -> None:
        """Prints text in the language, and tables with their headings in it."""
        super().print(*map(_spoken, objects), style=style, soft_wrap=soft_wrap)

    def render_str(
        self,
        text: str,
        *,
        style: str | Style = "",
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        **_: object,
    ) -> Text:
        """The string as a line of text, with what is no text in it made visible."""
        return super().render_str(
            visible(text),
            style=style,
            justify=justify,
            overflow=overflow,
            emoji=False,
            markup=False,
            highlight=False,
        )

    def on_broken_pipe(self) -> None:
        """Nobody reads any more (`yosano … | head`): what is still to come goes nowhere."""
        self.quiet = True
        read_no_more()


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
