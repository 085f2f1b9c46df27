"""corrections.jsonl: lines are only ever added, each whole or not at all, by any number of writers.

A line that a killed writer left half written is passed over, and said; what was acknowledged before
it and after it stands.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models import Correction
from pipeline.errors import InputError
from pipeline.files import dump
from pipeline.locks import hold


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of a file in the order in which they were written.

    `unreadable` are the numbers of the lines that are no corrections; `known` is what each of the
    others says, for whoever reads the file again.
    """

    lines: tuple[Correction, ...] = ()
    unreadable: tuple[int, ...] = ()
    known: Mapping[bytes | str, Correction] = field(default_factory=dict, repr=False, compare=False)


def append(path: Path, corrections: Sequence[Correction]) -> None:
    """Adds lines at the end of the file; when this returns, they are on the disk.

    Whoever replaces the folder by a new extraction waits, and other writers do.
    """
    if not corrections:
        return
    data = "".join(f"{dump(each)}\n" for each in corrections).encode()
    try:
        with hold(path.parent.parent), path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    # A killed writer left half a line; what follows must not be joined to it.
                    data = b"\n" + data
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def read(path: Path, before: Log | None = None) -> Log:
    """The file's lines, each once; an empty log where there is no file.

    Lines that stood there `before` are not made out again: a long file grows by one at a time.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Log()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    return parse(data.split(b"\n"), before)


def parse(lines: Iterable[bytes | str], before: Log | None = None) -> Log:
    """Lines as `append` writes them. A line written twice, by its id, counts once."""
    known = before.known if before else {}
    said: dict[bytes | str, Correction] = {}
    found: dict[str, Correction] = {}
    unreadable = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        correction = known.get(line) or _correction(line)
        if correction is None:
            unreadable.append(number)
            continue
        said[line] = correction
        found.setdefault(correction.id, correction)
    return Log(tuple(found.values()), tuple(unreadable), said)


def _correction(line: bytes | str) -> Correction | None:
    try:
        return Correction.model_validate_json(line)
    except ValueError:
        return None


def in_force(corrections: Sequence[Correction]) -> list[Correction]:
    """The lines about the document itself that count: without those that were undone."""
    return [each for each in _standing(corrections) if each.action != "settle"]


def settled_in(corrections: Sequence[Correction]) -> list[Correction]:
    """The lines that count about what is one thing in two years."""
    return [each for each in _standing(corrections) if each.action == "settle"]


def in_order(corrections: Iterable[Correction]) -> list[Correction]:
    """Lines of several files as they were written, by the clock, and once each."""
    once = {each.id: each for each in corrections}
    return sorted(once.values(), key=lambda each: each.at)


def _standing(corrections: Sequence[Correction]) -> list[Correction]:
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
