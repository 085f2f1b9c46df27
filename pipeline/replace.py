"""How a folder of results takes the place of an earlier one: in one step, and alone.

The new folder is written beside its place under a name of its own. Where system and file system
can swap two names, the folders are swapped, and what others have put beside the results is in both
at that moment. Elsewhere the files are replaced one by one, the card last: a reader may then find
files of two results for a moment, which the checksums in the card give away.
"""

import ctypes
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.locks import hold, hold_if_free
from pipeline.places import (
    CARD,
    CORRECTIONS,
    PAGES,
    Identity,
    identity_of,
    is_own_name,
    written_files,
)

_SCRATCH = re.compile(r"\.yosano-[0-9a-f]{16}")
_CANNOT_SWAP = frozenset(
    {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM}
)
_PATIENCE = 5.0


@contextmanager
def scratch_in(parent: Path, *, mode: int = 0o777) -> Iterator[Path]:
    """An empty folder in `parent`, gone at the end; that of a killed run is for `sweep`."""
    folder = parent / f".yosano-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        with hold(parent):
            folder.mkdir(mode=mode)
            stack.callback(_discard, folder)
            stack.enter_context(hold(folder))
        yield folder


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """A scratch folder to write results into; at the end it takes the place of `folder`.

    An earlier result stays as it is until then, and to the end where the writing fails.
    UsageError where something else than yosano's results stands there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch_in(folder.parent) as scratch:
        yield scratch
        with hold(folder.parent):
            _put(scratch, folder)


def sweep(parent: Path) -> None:
    """Removes what killed runs left in `parent`: folders with names and files of ours, unheld."""
    if not parent.is_dir():
        return
    with hold(parent):
        dead = [each for each in os.scandir(parent) if _SCRATCH.fullmatch(each.name)]
        for each in dead:
            with suppress(OSError):
                if each.is_dir(follow_symlinks=False) and _is_mine(each):
                    with hold_if_free(Path(each.path)) as free:
                        if free:
                            _discard(Path(each.path))


def exchange(one: Path, other: Path) -> bool:
    """Swaps two names in one step; false, and nothing done, where that cannot be had.

    OSError where it could be had and failed.
    """
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux":
        swap, here = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None), -100
        arguments: tuple[object, ...] = (here, names[0], here, names[1], 2)
    elif sys.platform == "darwin":
        swap = getattr(ctypes.CDLL(None, use_errno=True), "renamex_np", None)
        arguments = (*names, 2)
    else:
        return False
    if swap is None:
        return False
    if swap(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_SWAP:
        return False
    raise OSError(number, os.strerror(number), str(one))


def _put(scratch: Path, folder: Path) -> None:
    if not os.path.lexists(folder):
        _move(scratch, folder)
        return
    old, new = written_files(folder), written_files(scratch)
    for name in sorted(new - old):
        if os.path.lexists(folder / name):
            raise UsageError(
                f"{folder / name}: stands where a result would go and was not written by yosano; "
                "give another folder with --out, or move it away"
            )
    scratch.chmod(stat.S_IMODE(folder.stat().st_mode))
    linked = _link_others(folder, scratch, old)
    if linked is not None and exchange(scratch, folder):
        # From here on `scratch` is the earlier folder.
        _bring_back(scratch, folder, linked)
    else:
        _put_each(scratch, folder, old=old, new=new)


def _put_each(scratch: Path, folder: Path, *, old: frozenset[str], new: frozenset[str]) -> None:
    for name in sorted(new, key=lambda name: (name == CARD, name)):
        (folder / name).parent.mkdir(exist_ok=True)
        _move(scratch / name, folder / name)
    for name in old - new:
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):
        (folder / PAGES).rmdir()


def _link_others(folder: Path, scratch: Path, own: frozenset[str]) -> dict[str, Identity] | None:
    """Gives what others have in `folder` a second name in `scratch`; null where it can have none.

    Such are folders, and all files of a file system without links.
    """
    linked = {}
    try:
        for entry in _others(folder, own):
            second = scratch / entry.name
            os.link(entry.path, second, follow_symlinks=False)
            linked[entry.name] = identity_of(second.lstat())
    except (OSError, NotImplementedError):
        return None
    return linked


def _others(folder: Path, own: frozenset[str]) -> list[os.DirEntry[str]]:
    """What is in the folder besides the files that are its own."""
    return [
        entry for entry in os.scandir(folder) if entry.name not in own and not _drawn(entry, own)
    ]


def _drawn(entry: os.DirEntry[str], own: frozenset[str]) -> bool:
    if entry.name != PAGES or not entry.is_dir(follow_symlinks=False):
        return False
    return all(f"{PAGES}/{name}" in own for name in os.listdir(entry.path))


def _bring_back(old: Path, folder: Path, linked: Mapping[str, Identity]) -> None:
    """Moves what others saved in the earlier folder while it was replaced to where they meant it.

    That is newer than what was linked. Where somebody was quicker in the new folder as well, both
    stay: lines of corrections are joined, another file gets a name of its own.
    """
    for entry in _others(old, written_files(old)):
        saved, standing = Path(entry.path), folder / entry.name
        there = identity_of(standing.lstat()) if os.path.lexists(standing) else None
        if there == identity_of(saved.lstat()):
            continue
        if there is None or there == linked.get(entry.name):
            _move(saved, standing)
        elif entry.name == CORRECTIONS:
            with standing.open("ab") as file:
                file.write(b"\n" + saved.read_bytes())
            saved.unlink()
        else:
            _move(saved, folder / f"{entry.name}.{secrets.token_hex(4)}")


def _discard(folder: Path) -> None:
    """Removes the folder with what is ours in it; a file that has another name loses this one."""
    with suppress(OSError):
        for entry in list(os.scandir(folder)):
            if entry.is_dir(follow_symlinks=False):
                _discard(Path(entry.path))
            elif (
                is_own_name(entry.name)
                or is_own_name(f"{folder.name}/{entry.name}")
                or entry.stat(follow_symlinks=False).st_nlink > 1
            ):
                os.unlink(entry.path)
        folder.rmdir()


def _is_mine(entry: os.DirEntry[str]) -> bool:
    return sys.platform == "win32" or entry.stat(follow_symlinks=False).st_uid == os.getuid()


def _move(source: Path, target: Path) -> None:
    """Renames; on Windows as soon as no other program has the target open."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            os.replace(source, target)
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
