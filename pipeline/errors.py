"""The one tree of exceptions. Each carries the exit code that the command ends with.

Expected trouble in a document's data is an `Issue`; an exception means that this input, this
store or this run cannot go on. `cli.py` is the only place that catches them.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command's exit status says."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE_INPUT = 3
    MISSING_TOOL = 4
    STORE = 5
    BUG = 70
    INTERRUPTED = 130


class YosanoError(Exception):
    """What ended the work on one thing, in one line that says what to do."""

    exit_code = ExitCode.BUG


class UsageError(YosanoError):
    """The call itself cannot be carried out as it was given."""

    exit_code = ExitCode.USAGE


class InputError(YosanoError):
    """This input cannot be read; others can go on. `code` is the stable word of its issue."""

    exit_code = ExitCode.UNREADABLE_INPUT

    def __init__(self, message: str, *, code: str = "unreadable") -> None:
        super().__init__(message)
        self.code = code


class MissingToolError(YosanoError):
    """An extra, a model or a tool is not installed; the message says which to install."""

    exit_code = ExitCode.MISSING_TOOL


class StoreError(YosanoError):
    """The store cannot be opened, written or understood."""

    exit_code = ExitCode.STORE


class Interrupted(BaseException):
    """The user has asked for the end. Not a KeyboardInterrupt: libraries catch those."""
