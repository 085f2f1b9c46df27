"""Folders held by one process at a time. What a process held is free again when it ends.

On POSIX the folder itself is locked and no file is made. Windows has no such lock: there a file
beside the folder is held, and the system removes it with the process.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError

_PATIENCE = 60.0
_PAUSE = 0.02
_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL, errno.EBADF})


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Holds `folder` as long as the context lasts, after waiting for who holds it now.

    A file system without locks is taken as it is. UsageError where waiting takes over a minute.
    """
    end = time.monotonic() + _PATIENCE
    while (held := _try(folder)) is None:
        if time.monotonic() > end:
            raise UsageError(f"{folder}: another program is writing there; try again when it ends")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        os.close(held)


@contextmanager
def hold_if_free(folder: Path) -> Iterator[bool]:
    """Holds `folder` as long as the context lasts; false where somebody holds it."""
    held = _try(folder)
    try:
        yield held is not None
    finally:
        if held is not None:
            os.close(held)


if sys.platform == "win32":
    import msvcrt

    def _try(folder: Path) -> int | None:
        whole = folder.resolve()
        flags = os.O_RDWR | os.O_CREAT | os.O_NOINHERIT | os.O_TEMPORARY
        try:
            descriptor = os.open(whole.with_name(f".yosano-lock-{whole.name}"), flags)
        except PermissionError:
            return None  # who holds it is about to let go
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

else:
    import fcntl

    def _try(folder: Path) -> int | None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                os.close(descriptor)
                raise
        return descriptor
