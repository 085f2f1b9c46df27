"""The command's help in the reader's language, and which language a call asks for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, get_args

import typer.main

from pipeline.words import Language, Translate, language_of, mark


class Described(Protocol):
    """What help is shown of: a command, or one of its parameters."""

    help: str | None

    def __call__(self, args: Sequence[str], *, standalone_mode: bool) -> object:
        """Runs the command with arguments."""


_PANELS = {
    "ARGUMENTS_PANEL_TITLE": mark("Arguments"),
    "OPTIONS_PANEL_TITLE": mark("Options"),
    "COMMANDS_PANEL_TITLE": mark("Commands"),
}


def asked_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a call: what --lang says wherever it stands, or else the locale.

    >>> asked_language(["export", "--lang", "ja"], {})
    'ja'
    >>> asked_language(["--lang=en"], {"LANG": "ja_JP.UTF-8"})
    'en'
    """
    named = [
        after if word == "--lang" else word.removeprefix("--lang=")
        for word, after in zip(arguments, [*arguments[1:], ""], strict=True)
        if word == "--lang" or word.startswith("--lang=")
    ]
    known = next((each for each in get_args(Language) if named and named[-1] == each), None)
    return known or language_of(environment)


def without_language(arguments: Sequence[str], app: typer.Typer) -> list[str]:
    """The arguments for a command that has no --lang of its own: it is the process's then."""
    command = typer.main.get_command(app)
    words = [word for word in arguments if not word.startswith("-")]
    own = [
        parameter.name
        for each in words
        for parameter in getattr(getattr(command, "commands", {}).get(each), "params", ())
    ]
    if "language" in own:
        return list(arguments)
    kept: list[str] = []
    skip = False
    for word, after in zip(arguments, [*arguments[1:], ""], strict=True):
        if skip:
            skip = False
        elif word == "--lang" and after in get_args(Language):
            skip = True
        elif word.removeprefix("--lang=") not in get_args(Language) or "=" not in word:
            kept.append(word)
    return kept


def command_in(app: typer.Typer, translate: Translate) -> Described:
    """The application as a command whose help is in the language."""
    command: Described = typer.main.get_command(app)
    titles = {name: translate(title) for name, title in _PANELS.items()}
    if titles != _PANELS:
        # It draws help, and takes longer to import than most commands take to begin.
        from typer import rich_utils

        for name, title in titles.items():
            setattr(rich_utils, name, title)
    for each in _described(command):
        if getattr(each, "help", None):
            each.help = translate(each.help or "")
    return command


def help_texts(app: typer.Typer) -> Iterator[str]:
    """Every text of the help: of commands, arguments and options."""
    command: Described = typer.main.get_command(app)
    yield from (words for each in _described(command) if (words := getattr(each, "help", None)))


def _described(command: Described) -> Iterator[Described]:
    yield command
    yield from getattr(command, "params", ())
    for each in getattr(command, "commands", {}).values():
        yield from _described(each)
