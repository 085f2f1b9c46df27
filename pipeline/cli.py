"""The way into the command, and the one place that ends a run.

It imports next to nothing, so that from the first moment an interrupt is answered with one line.
"""

import errno
import os
import signal
import sys
import threading
import traceback
from types import FrameType
from typing import NoReturn

from pipeline.errors import ExitCode, Interrupted, YosanoError

_PATIENCE = 1.5
"""Seconds after an interrupt in which the run clears up behind itself."""

_THE_SYSTEMS = frozenset({errno.ENOSPC, errno.EACCES, errno.EPERM, errno.EROFS})
"""Errors that are no bug of ours: a full disk, a closed folder."""


def main() -> None:
    """Runs the command and turns what ended it into one line and an exit code."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        code = _run()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except Interrupted:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        code = _say_interrupted()
    sys.exit(code)


def _run() -> int:
    # Plugins of pydantic are other people's code; looking for them takes longer than our own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pipeline.terminal import prepare, read_no_more, tell

    prepare()
    try:
        from pipeline.cli_app import run

        code = run()
        sys.stdout.flush()
    except YosanoError as error:
        tell(str(error))
        return error.exit_code
    except BrokenPipeError:
        read_no_more()
        return ExitCode.FINE
    except OSError as error:
        if error.errno not in _THE_SYSTEMS:
            return _report_bug(error)
        tell(f"{error.filename or 'writing results'}: {error.strerror}")
        return ExitCode.USAGE
    except Exception as error:
        return _report_bug(error)
    return code


def _report_bug(error: Exception) -> int:
    from pipeline.terminal import tell

    if os.environ.get("YOSANO_TRACE"):
        traceback.print_exc()
    message = (
        f"{type(error).__name__}: {error} (this is a bug of yosano; YOSANO_TRACE=1 shows where)"
    )
    tell(message)
    return ExitCode.BUG


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Where the exception gets lost (in a callback) or clearing up takes long, this ends the run.
    timer = threading.Timer(_PATIENCE, lambda: os._exit(_say_interrupted()))
    timer.daemon = True
    timer.start()
    raise Interrupted


def _say_interrupted() -> int:
    from pipeline.terminal import prepare, tell
    from pipeline.words import mark

    prepare()
    tell(mark("interrupted; what was finished is kept"))
    sys.stderr.flush()
    return ExitCode.INTERRUPTED
