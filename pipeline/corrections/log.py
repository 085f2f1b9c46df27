"""corrections.jsonl: lines are only ever added, each whole or not at all, by any number of writers.

A line that a killed writer left half written is passed over, and said; what was acknowledged before
it and after it stands.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models import Correction
from pipeline.errors import InputError
from pipeline.files import dump


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of a file in the order in which they were written.

    `unreadable` are the numbers of the lines that are no corrections.
    """

    lines: tuple[Correction, ...] = ()
    unreadable: tuple[int, ...] = ()


def append(path: Path, corrections: Sequence[Correction]) -> None:
    """Adds lines at the end of the file; when this returns, they are on the disk.

    The folder may be replaced by a new extraction meanwhile: the lines are then written again into
    the file that stands there now.
    """
    if not corrections:
        return
    data = "".join(f"{dump(each)}\n" for each in corrections).encode()
    for _ in range(8):
        if _append(path, data):
            return
    raise InputError(f"{path}: cannot be written: its folder is replaced again and again")


def _append(path: Path, data: bytes) -> bool:
    """Writes the data, and says whether the file it went to is the one that stands at `path`."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error
    with _locked(descriptor):
        size = os.fstat(descriptor).st_size
        if size and _byte_at(descriptor, size - 1) != b"\n":
            # A killed writer left half a line; what follows must not be joined to it.
            data = b"\n" + data
        _write_all(descriptor, data)
        os.fsync(descriptor)
        try:
            return os.path.samestat(os.fstat(descriptor), path.stat())
        except FileNotFoundError:
            return False


def read(path: Path) -> Log:
    """The file's lines, each once; an empty log where there is no file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return parse(line for line in data.split(b"\n"))


def parse(lines: Iterable[bytes | str]) -> Log:
    """Lines as `append` writes them. A line written twice, by its id, counts once."""
    found: dict[str, Correction] = {}
    unreadable = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            correction = Correction.model_validate_json(line)
        except ValueError:
            unreadable.append(number)
            continue
        found.setdefault(correction.id, correction)
    return Log(tuple(found.values()), tuple(unreadable))


def in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """The lines that count: without those that were undone, and without the undoing."""
    undone: set[str] = set()
    standing = []
    for correction in reversed(corrections):
        if correction.id in undone:
            continue
        if correction.action == "undo":
            undone.add(correction.undoes or "")
        else:
            standing.append(correction)
    return standing[::-1]


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _byte_at(descriptor: int, offset: int) -> bytes:
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, 1)


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    """One writer at a time, where the system has locks of whole files; the descriptor is closed."""
    try:
        import fcntl
    except ImportError:  # Windows: a single write in append mode is not parted
        fcntl = None  # type: ignore[assignment]
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
