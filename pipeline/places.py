"""Where the results of each input go, and whose a folder is that stands there already."""

import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import TypeAlias

from pipeline.errors import UsageError
from pipeline.inputs import readable_name

RECORDS, LEFTOVERS, ISSUES, CARD = (
    "records.jsonl",
    "leftovers.jsonl",
    "issues.jsonl",
    "document.json",
)
MENTIONS = "mentions.jsonl"
PAGES = "pages"
CORRECTIONS = "corrections.jsonl"
"""What people have written beside the results: lines that are only ever added."""
_RESULTS = frozenset({RECORDS, LEFTOVERS, ISSUES, CARD, MENTIONS})
_DRAWING = re.compile(rf"{PAGES}/[0-9]{{4,9}}\.png")
_LONGEST = 255
"""Bytes of a name on the usual file systems; a kanji takes three of them."""
Identity: TypeAlias = tuple[int, int]
_ADVICE = "give another folder with --out, or move it away"


def name_folders(inputs: Iterable[Path]) -> dict[Path, str]:
    """A folder name for each input: its stem, with a number where two share one.

    Names are told apart as the least particular file system does: without case, composed.
    """
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for path in inputs:
        stem = _stem(path)
        name, number = _cut(stem, _LONGEST), 2
        while _key(name) in taken:
            suffix = f"-{number}"
            name = _cut(stem, _LONGEST - len(suffix)) + suffix
            number += 1
        taken.add(_key(name))
        names[path] = _nameable(name)
    return names


def check_places(places: Mapping[Path, Path]) -> None:
    """Refuses, before any work, to write results over what yosano has not written.

    `places` are the inputs with the folders of their results. UsageError says what is in the way.
    """
    inputs = {identity: path for path in places if (identity := _identity(path))}
    refusals = []
    for folder in places.values():
        try:
            _check_place(folder, inputs)
        except UsageError as error:
            refusals.append(str(error))
    if refusals:
        others = f" (and {len(refusals) - 1} more like it)" if len(refusals) > 1 else ""
        raise UsageError(refusals[0] + others)


def written_files(folder: Path) -> frozenset[str]:
    """The files in `folder` that yosano wrote, as the card there names them.

    A card of version 0.1 names none: all that this version writes is its own. UsageError where no
    card says that the folder is yosano's.
    """
    if folder.is_symlink():
        raise UsageError(f"{folder}: is a link, which results do not replace; {_ADVICE}")
    if not folder.is_dir():
        raise UsageError(f"{folder}: is a file where results would go; {_ADVICE}")
    card = _card(folder / CARD)
    if card is None:
        raise UsageError(f"{folder}: is a folder that yosano has not written; {_ADVICE}")
    named = card.get("files")
    own = _own_files(folder)
    return own & {*named, CARD} if isinstance(named, dict) and named else own


def is_own_name(name: str) -> bool:
    """Whether yosano gives a file in a folder of results this name."""
    return name in _RESULTS or _DRAWING.fullmatch(name) is not None


def _check_place(folder: Path, inputs: Mapping[Identity, Path]) -> None:
    if not os.path.lexists(folder):
        above = next(each for each in folder.parents if os.path.lexists(each))
        if not above.is_dir():
            raise UsageError(f"{above}: is a file; give a folder with --out")
        return
    for name in sorted(written_files(folder)):
        identity = _identity(folder / name)
        if identity and identity in inputs:
            raise UsageError(
                f"{inputs[identity]}: is an input, and {folder / name} would be replaced; {_ADVICE}"
            )


def _card(file: Path) -> dict[str, object] | None:
    """The card, where it says that yosano wrote it."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return None
        card = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(card, dict) or not isinstance(card.get("sha256"), str):
        return None
    files, versions = card.get("files"), card.get("versions")
    names_files = isinstance(files, dict) and RECORDS in files
    names_yosano = isinstance(versions, dict) and isinstance(versions.get("yosano"), str)
    return card if names_files or names_yosano else None


def _own_files(folder: Path) -> frozenset[str]:
    """What stands in the folder under names that yosano gives: files, and no links to files."""
    drawn = folder / PAGES
    own = {entry.name: entry for entry in os.scandir(folder)}
    if drawn.is_dir() and not drawn.is_symlink():
        own |= {f"{PAGES}/{entry.name}": entry for entry in os.scandir(drawn)}
    return frozenset(
        name
        for name, entry in own.items()
        if is_own_name(name) and entry.is_file(follow_symlinks=False)
    )


def identity_of(status: os.stat_result) -> Identity:
    """What tells a file from all others, whatever its names."""
    return status.st_dev, status.st_ino


def _identity(path: Path) -> Identity | None:
    try:
        return identity_of(path.stat())
    except (OSError, ValueError):  # a name that the file system cannot have
        return None


def _stem(path: Path) -> str:
    # A name that begins with a dot would hide the folder, or mean the one above it; Windows drops
    # dots and spaces at the end.
    stem = PurePath(readable_name(path)).stem.lstrip(". ").rstrip(". ")
    return stem or "document"


def _cut(name: str, size: int) -> str:
    return name.encode("utf-8")[:size].decode("utf-8", "ignore")


def _nameable(name: str) -> str:
    """The name as this process can say it to the file system: in UTF-8 whatever the locale."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return os.fsdecode(name.encode("utf-8"))
    return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
