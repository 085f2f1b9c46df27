"""Where the documents stand that records were extracted from: found by name, known by content.

An extraction keeps no path, so that it is the same wherever it was made.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from models import Document

_CHUNK = 1 << 20
# Where nobody has said where to look, the folder one stands in is searched so far and no farther.
_DEPTH = 4
_ENTRIES = 20_000


class Originals:
    """The folders and files to search, the nearest first; each content is hashed once."""

    def __init__(self, places: Iterable[Path]) -> None:
        self._files = _files_by_name(places)
        self._hashes: dict[Path, str | None] = {}

    def find(self, document: Document, beside: Path | None = None) -> Path | None:
        """The document's file, by its name and content; None where it is not here.

        `beside` is the extraction's own folder: what stands next to it is tried first.
        """
        paths = [folder / document.file_name for folder in _around(beside)]
        paths += self._files.get(document.file_name, [])
        for path in paths:
            if self._hash(path) == document.sha256:
                return path
        return None

    def _hash(self, path: Path) -> str | None:
        if path not in self._hashes:
            self._hashes[path] = sha256_of(path)
        return self._hashes[path]


def sha256_of(path: Path) -> str | None:
    """The sha256 of a regular file; None where there is none to read."""
    digest = hashlib.sha256()
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def _around(folder: Path | None) -> Sequence[Path]:
    return (folder.parent, folder, folder.parent.parent) if folder else ()


def _files_by_name(places: Iterable[Path]) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for place in places:
        for path in _files_in(place):
            found.setdefault(path.name, []).append(path)
    return found


def _files_in(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    seen = 0
    for folder, folders, files in os.walk(place):
        depth = len(Path(folder).relative_to(place).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and depth < _DEPTH)
        for name in sorted(files):
            seen += 1
            if seen > _ENTRIES:
                return
            yield Path(folder) / name
