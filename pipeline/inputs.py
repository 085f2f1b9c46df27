"""The documents that a call names."""

import glob
import os
from collections.abc import Sequence
from pathlib import Path

READABLE = frozenset({".pdf", ".txt"})


def find_inputs(paths: Sequence[str]) -> list[Path]:
    """The documents that files, folders and globs name, each once, in a fixed order.

    A file is taken whatever its suffix; a folder gives those of its files that can be read. What is
    not there, gives nothing, matches nothing or is a folder closed to us stays in the list as it
    is: opening it says so, and the other inputs are done.
    """
    found: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if path.is_dir():
            inside = _inside(path)
        elif glob.has_magic(text) and not path.exists():
            inside = sorted(Path(name) for name in glob.glob(text, recursive=True))
            inside = [file for file in inside if file.is_file()]
        else:
            inside = []
        found.update(dict.fromkeys(inside or [path]))
    return list(found)


def _inside(folder: Path) -> list[Path]:
    """The readable files of a folder and those below it, and the folders that cannot be opened."""
    closed: list[Path] = []

    def note(error: OSError) -> None:
        closed.append(Path(error.filename))

    files = [
        Path(parent) / name for parent, _, names in os.walk(folder, onerror=note) for name in names
    ]
    documents = [file for file in files if file.suffix.lower() in READABLE and file.is_file()]
    return sorted([*documents, *closed])


def readable_name(path: Path) -> str:
    """The file's name as text, whatever the locale; zips from Windows leave names in Shift_JIS.

    >>> readable_name(Path(os.fsdecode("予算.pdf".encode("cp932"))))
    '予算.pdf'
    """
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        data = os.fsencode(path.name)
        for encoding in ("utf-8", "cp932", "euc_jp"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
        return data.decode("utf-8", "replace")
    return path.name
