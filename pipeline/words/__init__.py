"""What people read, in their language: one catalogue for commands, tables and pages.

Texts stand in the code in English, as arguments of `mark` where they are data. `ja.po` has them in
Japanese; `docs/catalogue.py` brings it up to date and writes `ja.mo`, which is read here.
"""

import struct
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.words.said import translated

__all__ = [
    "Language",
    "Translate",
    "language_of",
    "mark",
    "said_in",
    "say",
    "speak",
    "spoken",
    "translator",
]

Language: TypeAlias = Literal["en", "ja"]
Translate: TypeAlias = Callable[[str], str]

_CATALOGUE = Path(__file__).with_name("ja.mo")


def mark(text: str) -> str:
    """The text itself: it says that people read it, and that the catalogue must have it."""
    return text


@cache
def translator(language: Language) -> Translate:
    """What turns a text of the catalogue into the language; an unknown text stays as it is."""
    if language == "en":
        return mark
    texts = _japanese()
    return lambda text: texts.get(text) or text


@cache
def said_in(language: Language) -> Translate:
    """What turns the message of an error or an issue into the language."""
    if language == "en":
        return mark
    return cache(lambda text: translated(text, _japanese()))


_SPOKEN: ContextVar[Language] = ContextVar("language", default="en")


def speak(language: Language) -> None:
    """Sets the language that this process speaks on its terminal; the command does so once."""
    _SPOKEN.set(language)


def spoken() -> Language:
    """The language that this process speaks."""
    return _SPOKEN.get()


def say(text: str) -> str:
    """A text or a message in the language that this process speaks."""
    return said_in(_SPOKEN.get())(text)


@cache
def _japanese() -> Mapping[str, str]:
    """The texts of the compiled catalogue, as GNU gettext lays them out."""
    data = _CATALOGUE.read_bytes()
    count, texts, others = struct.unpack("<3I", data[8:20])

    def read(table: int, number: int) -> str:
        length, start = struct.unpack("<2I", data[table + 8 * number : table + 8 * number + 8])
        return data[start : start + length].decode("utf-8")

    return {read(texts, n): read(others, n) for n in range(count) if read(texts, n)}


def language_of(environment: Mapping[str, str]) -> Language:
    """The language that a process's locale asks for, English where it asks for neither.

    >>> language_of({"LANG": "ja_JP.UTF-8"}), language_of({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"})
    ('ja', 'en')
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "ja" if locale.lower().startswith("ja") else "en"
