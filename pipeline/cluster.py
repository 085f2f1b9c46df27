"""Documents on more machines than one: each is a task of Ray, which knows the machines and retries.

This machine reads the files, hands their bytes to the cluster and writes the results that come
back, as a process of its own would have written them. So the nodes need yosano, the same version,
and no folder in common; and a node that is lost takes nothing with it: its documents are read anew
on another.
"""

import contextlib
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias

from models import Document
from pipeline.allowance import Allowance, Attempt
from pipeline.batch import Outcome, guarded, limited
from pipeline.errors import InputError, MissingToolError, UsageError
from pipeline.extras import install
from pipeline.replace import replacing

if TYPE_CHECKING:
    from pipeline.jobs import Work

LOCAL = "local"
"""The address of a cluster that is made of this machine alone, for as long as the run takes."""
# A lost node is no fault of the document; what ends its worker three times is.
_RETRIES = 2
# Documents that wait on the nodes for each processor, so that none is idle; the rest wait here.
_AHEAD = 2
_PATIENCE = 10.0
Files: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Read:
    """A document's card and the files of its results, by their names in its folder."""

    document: Document
    files: Files


def work_on_cluster(
    inputs: Sequence[Path],
    work: "Work",
    *,
    folders: Mapping[Path, Path],
    address: str | None = None,
    allowance: Allowance | None = None,
) -> Iterator[Outcome[Document]]:
    """Does `work` on each input on some node of the cluster; outcomes in the inputs' order.

    What is read is written at once, whatever is still being read, so that memory here does not grow
    with the number of documents; of those that wait, a few for each processor are on the nodes. The
    first failure to write is that document's error, as in a process of its own.
    """
    with _connected(address or LOCAL) as ray:
        read = ray.remote(max_retries=_RETRIES)(_read_there)
        given = ray.put((work, version("yosano"), allowance or Allowance()))
        waiting = iter(inputs)
        running: dict[Any, Path] = {}
        done: dict[Path, Outcome[Document]] = {}
        for path in inputs:
            while path not in done:
                while len(running) < _room(ray) and (new := next(waiting, None)) is not None:
                    if (data := _bytes_of(new)) is None:
                        # Reading it here says what is wrong with it.
                        done[new] = guarded(partial(work, folders=folders), new)
                    else:
                        running[read.remote(given, str(new), data)] = new
                if path not in done:
                    (ready, *_), _ = ray.wait(list(running), num_returns=1)
                    at = running.pop(ready)
                    done[at] = _placed(_fetched(ray, ready, at), folders[at])
            yield done.pop(path)


def _bytes_of(path: Path) -> bytes | None:
    """What is in a file; null where it is none, or closed to us."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def _read_there(given: "tuple[Work, str, Allowance]", name: str, data: bytes) -> Outcome[Read]:
    """What a node does: reads a document that it was sent, under its own name in a folder apart."""
    work, wanted, allowance = given
    path = Path(name)
    if (here := version("yosano")) != wanted:
        message = f"a node has yosano {here}: install {wanted} there"
        return Outcome(path, error=MissingToolError(message))
    with TemporaryDirectory(prefix="yosano-") as scratch:
        copy, folder = Path(scratch) / "in" / path.name, Path(scratch) / "out"
        copy.parent.mkdir()
        copy.write_bytes(data)
        outcome = limited(partial(work, folders={copy: folder}), allowance, Attempt(copy))
        if outcome.error is not None:
            said = str(outcome.error).replace(str(copy), name)
            outcome.error.args = (said,)
        read = Read(outcome.value, _files_in(folder)) if outcome.value else None
        return Outcome(path, value=read, error=outcome.error, trace=outcome.trace)


def _files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _fetched(ray: Any, ready: Any, path: Path) -> Outcome[Read]:
    """What came back of a document; what ended its workers again and again is its own error."""
    try:
        outcome: Outcome[Read] = ray.get(ready)
    except ray.exceptions.RayError as error:
        message = f"{path}: its reader ended {_RETRIES + 1} times; try --reader pdfplumber"
        return Outcome(path, error=InputError(message, code="reader_crashed"), trace=str(error))
    return replace(outcome, path=path)


def _placed(outcome: Outcome[Read], folder: Path) -> Outcome[Document]:
    """The results written where this run wants them."""
    if outcome.value is None:
        return Outcome(outcome.path, error=outcome.error, trace=outcome.trace)
    read = outcome.value

    def write(_: Path) -> Document:
        with replacing(folder) as scratch:
            for name, data in read.files.items():
                (scratch / name).parent.mkdir(exist_ok=True)
                (scratch / name).write_bytes(data)
        return read.document

    return guarded(write, outcome.path)


def _room(ray: Any) -> int:
    """How many documents may be on the nodes that there are now."""
    return max(1, _AHEAD * int(ray.cluster_resources().get("CPU", 1)))


def _knock(address: str) -> None:
    """OSError where nobody listens at HOST:PORT; Ray itself would try for minutes."""
    host, _, port = address.rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host.rpartition("/")[2], int(port)), timeout=_PATIENCE).close()


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    """Ray, connected for as long as the run takes. MissingToolError without the extra."""
    # Ray would tell its makers of its use.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise MissingToolError(
            f"--engine ray needs the extra `scale`: {install('scale')}"
        ) from error
    with TemporaryDirectory(prefix="yosano-") as nowhere:
        try:
            _knock(address)
            # Ray's workers look for modules where the call stands, before all other places.
            with contextlib.chdir(nowhere):
                ray.init(address=address, log_to_driver=False, logging_level="ERROR")
        except (OSError, ValueError, RuntimeError) as error:
            reason = str(error).splitlines()[0]
            message = f"--address {address}: no Ray cluster answers there ({reason})"
            raise UsageError(message) from error
        try:
            yield ray
        finally:
            ray.shutdown()
