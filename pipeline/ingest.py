"""From files to the store: each document once, whole, and in the order in which they were named."""

import hashlib
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from models import Document, Extraction, Issue
from pipeline.batch import Follow, Outcome, unheard
from pipeline.corrections import CORRECTIONS, append, parse, read
from pipeline.errors import InputError, StoreError
from pipeline.files import read_extraction, write_extraction
from pipeline.identify import is_as_given
from pipeline.jobs import Engine, extract_to, read_all
from pipeline.neighbours import Assumed, assume
from pipeline.places import CARD, name_folders
from pipeline.replace import scratch_in, sweep
from pipeline.run import Options
from pipeline.store import Store

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a document. `superseded` are the older versions (sha256) that it replaces."""

    status: Literal["new", "same"]
    document: Document
    superseded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How documents are read and kept. Without `out`, nothing but the store is written.

    `again` reads also what the store has, for example after an update of yosano.
    """

    options: Options = field(default_factory=Options)
    engine: Engine = field(default_factory=Engine)
    out: Path | None = None
    again: bool = False


def ingest(
    inputs: Sequence[Path], store: Store, plan: Plan | None = None, *, follow: Follow = unheard
) -> Iterator[Outcome[Ingested]]:
    """Keeps documents in the store, each in a transaction of its own, in the order of the inputs.

    Workers read and leave what they found in folders; only this process writes to the store. So
    memory does not grow with the number of documents, and a run that was ended at any moment goes
    on where it was when it is started again. StoreError where the store itself ends the run.
    """
    chosen = plan or Plan()
    names = name_folders(inputs)
    hashes = {path: _sha256(path) for path in names}
    wanted = _unread(hashes, store, chosen)
    temporary = Path(tempfile.gettempdir())
    sweep(temporary)
    with scratch_in(temporary, mode=0o700) as scratch:
        results = chosen.out or scratch / "results"
        folders = {path: results / name for path, name in names.items()}
        work = partial(_read, options=chosen.options)
        outcomes = read_all(wanted, work, folders=folders, engine=chosen.engine, follow=follow)
        to_read = set(wanted)
        for path in names:
            if path in to_read:
                outcome = _keep(next(outcomes), folders[path], store, plan=chosen)
            else:
                outcome = _find(path, hashes[path], folders[path] if chosen.out else None, store)
            if chosen.out is not None and outcome.value is not None:
                _share_corrections(folders[path], store, outcome.value.document.sha256)
            yield outcome
            if chosen.out is None:
                shutil.rmtree(folders[path], ignore_errors=True)


def settle_neighbours(
    outcomes: Sequence[Outcome[Ingested]], store: Store, *, out: Path | None = None
) -> list[Outcome[Ingested]]:
    """The outcomes of a whole run, with what documents take over from those beside them.

    That is an issuer or a year (`pipeline.neighbours`), in the store and in the folders of `out`.
    """
    folders: dict[Path, list[Document]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.value:
            folders[outcome.path.parent].append(outcome.value.document)
    assumed = {each.document.sha256: each for beside in folders.values() for each in assume(beside)}
    superseded = {sha256: store.amend(*_parts(each)) for sha256, each in assumed.items()}
    names = name_folders([outcome.path for outcome in outcomes]) if out else {}
    settled = []
    for outcome in outcomes:
        change = assumed.get(outcome.value.document.sha256) if outcome.value else None
        if change is None or outcome.value is None:
            settled.append(outcome)
            continue
        sha256 = change.document.sha256
        if out is not None:
            write_extraction(store.extraction(sha256), out / names[outcome.path])
        settled.append(
            replace(
                outcome,
                value=replace(
                    outcome.value,
                    document=change.document,
                    superseded=(*outcome.value.superseded, *superseded[sha256]),
                ),
            )
        )
    return settled


def _parts(assumed: Assumed) -> tuple[Document, Sequence[Issue]]:
    return assumed.document, assumed.issues


def _unread(hashes: Mapping[Path, str | None], store: Store, plan: Plan) -> list[Path]:
    """The inputs to be read: the first with each content that the store has not, or not so.

    What cannot be opened is among them: reading says what is wrong with it.
    """
    seen: set[str] = set()
    unread = []
    for path, sha256 in hashes.items():
        if sha256 is None:
            unread.append(path)
        elif sha256 not in seen:
            seen.add(sha256)
            kept = None if plan.again else store.document(sha256)
            if kept is None or not is_as_given(kept, plan.options.given):
                unread.append(path)
    return unread


def _read(path: Path, *, folders: Mapping[Path, Path], options: Options) -> Document:
    try:
        return extract_to(path, folders=folders, options=options)
    except OSError as error:
        # Trouble with the input is an InputError: what is left is that results cannot be written.
        raise StoreError(
            f"{folders[path].parent}: results cannot be written ({error.strerror or error})"
        ) from error


def _keep(
    outcome: Outcome[Document], folder: Path, store: Store, *, plan: Plan
) -> Outcome[Ingested]:
    if isinstance(outcome.error, StoreError):
        raise outcome.error
    if outcome.value is None:
        return Outcome(outcome.path, error=outcome.error, trace=outcome.trace)
    extraction = read_extraction(folder)
    earlier = store.document(extraction.document.sha256)
    again = plan.again or (earlier and not is_as_given(earlier, plan.options.given)) or False
    kept = store.keep(
        extraction.document,
        extraction.records,
        leftovers=extraction.leftovers,
        issues=extraction.issues,
        again=again,
    )
    return Outcome(outcome.path, Ingested(kept.status, extraction.document, kept.superseded))


def _find(path: Path, sha256: str | None, folder: Path | None, store: Store) -> Outcome[Ingested]:
    """What the store has of an input, written to `folder` where it is not there yet."""
    document = store.document(sha256) if sha256 else None
    if document is None:
        # The first input with this content could not be read, and said why.
        error = InputError(f"{path}: the same content as an input that could not be read")
        return Outcome(path, error=error)
    if folder is not None and not _holds(folder, document.sha256):
        write_extraction(
            Extraction(
                document,
                store.records(document.sha256),
                store.leftovers(document.sha256),
                store.issues(document.sha256),
            ),
            folder,
        )
    return Outcome(path, Ingested("same", document))


def _share_corrections(folder: Path, store: Store, sha256: str) -> None:
    """What people have corrected in the folder or in the store, put into both."""
    path = folder / CORRECTIONS
    beside = read(path).lines
    kept = parse(store.correction_lines(sha256)).lines
    known = {line.id for line in beside}
    # The store adds no line that it has, and none of another document's.
    store.add_corrections([line for line in beside if line.document == sha256])
    append(path, [line for line in kept if line.id not in known])


def _holds(folder: Path, sha256: str) -> bool:
    """Whether the folder's results are those of this content."""
    try:
        return Document.model_validate_json((folder / CARD).read_bytes()).sha256 == sha256
    except (OSError, ValueError):
        return False


def _sha256(path: Path) -> str | None:
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
