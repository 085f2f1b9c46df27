"""The command's streams: what documents say reaches a terminal as text, and as nothing else."""

import codecs
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.words import say

_ESCAPES = "yosano-escapes"
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, those of the eighth bit among them
    "\u00ad\u061c\u180e\u200b-\u200f\u2060-\u206f\ufeff\ufff9-\ufffb"  # without width, or direction
    "\u2028-\u202e\ud800-\udfff\U000e0000-\U000e007f]"  # line ends, direction, halves, tags
)


def prepare() -> None:
    """Gives the process all three streams, and has none of them fail at a character.

    Where the caller has closed one, a file that is opened later would take its number, and its
    output with it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    codecs.register_error(_ESCAPES, _escape_unencodable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ESCAPES)


def visible(text: str) -> str:
    r"""The text with what a terminal would obey, or not show, as JSON writes it.

    >>> print(visible("A\x1b[2J\u202eB"))
    A\u001b[2J\u202eB
    """
    return _UNSEEN.sub(lambda found: _escaped(found[0]), text)


def tell(message: str) -> None:
    """A line on standard error, in the language that this process speaks."""
    line = visible(say(message)).replace("\n", "\\n")
    sys.stderr.write(f"yosano: {line}\n")


def write_json(value: object) -> None:
    """A result for another program, as JSON."""
    write_result(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_result(text: str) -> None:
    """A result for another program: UTF-8 whatever the locale, and safe to see on a terminal."""
    with to_its_reader():
        if sys.stdout.isatty():
            sys.stdout.write(visible(text))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


@contextmanager
def to_its_reader() -> Iterator[None]:
    """Writes to standard output until nobody reads it any more (`yosano … | head`)."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        read_no_more()


def read_no_more() -> None:
    """Lets standard output end in nothing, where nobody is left at its other end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escape_unencodable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


def _escaped(text: str) -> str:
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
