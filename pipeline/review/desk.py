"""All documents under review, by keys that say nothing of where they stand."""

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.collector import never_collected
from pipeline.errors import InputError, UsageError, YosanoError
from pipeline.originals import Originals
from pipeline.places import CARD, CORRECTIONS, RECORDS
from pipeline.review.document import Reviewed
from pipeline.review.shelves import FolderShelf, Shelf, StoreShelf
from pipeline.store import Store

_KEY_LENGTH = 12
# How long the address waits for documents to be read, in seconds: a book takes one.
_PATIENCE = 3.0


class Desk:
    """The documents in the order in which they were named."""

    def __init__(self, documents: Iterable[Reviewed]) -> None:
        self._documents = {document.key: document for document in documents}

    def __iter__(self) -> Iterator[Reviewed]:
        return iter(self._documents.values())

    def read_ahead(self) -> None:
        """Begins to read all documents, and waits a little: a book is there when it is opened."""
        reading = threading.Thread(target=self._read_all, daemon=True)
        reading.start()
        reading.join(timeout=_PATIENCE)

    def _read_all(self) -> None:
        for document in self:
            with suppress(YosanoError):  # said when the document is opened
                document.state()
                never_collected()

    def get(self, key: str) -> Reviewed | None:
        """The document with a key."""
        return self._documents.get(key)


def open_desk(
    paths: Sequence[str],
    *,
    store: Store | None = None,
    documents: Sequence[Path] = (),
    password: str | None = None,
    only: Collection[str] | None = None,
) -> Desk:
    """The extractions that paths name, or those of a store that count.

    Paths may be documents as well, or folders of them: they are where pages are drawn from, beside
    `documents`, what stands next to an extraction, and the folder one stands in. `password` opens
    encrypted documents. Of a store come those in `only`, by sha256. InputError where there is
    nothing to review.
    """
    shelves = _shelves_of(paths)
    if store is not None:
        shelves += [
            StoreShelf(store, shelf.document.sha256, shelf.document.file_name)
            for shelf in store.documents(current=True)
            if only is None or shelf.document.sha256 in only
        ]
    if not shelves:
        where = ", ".join(paths) or (store.shown if store else "")
        raise InputError(
            f"{where}: no extraction here; run `yosano extract` first", code="no_extraction"
        )
    originals = Originals([*documents, *map(Path, paths), Path()])
    found = []
    taken: set[str] = set()
    for shelf in shelves:
        card = shelf.card()
        key = _key(card.sha256, taken)
        original = originals.find(card, shelf.folder)
        found.append(Reviewed(key, shelf, original, password=password))
    return Desk(found)


def _shelves_of(paths: Sequence[str]) -> list[Shelf]:
    folders: dict[Path, None] = {}
    for text in paths:
        path = Path(text)
        if not path.exists():
            raise UsageError(f"{text}: no such file or folder")
        if path.is_file() and path.name in (CARD, RECORDS, CORRECTIONS):
            path = path.parent
        if (path / CARD).is_file():
            folders[path] = None
        elif path.is_dir():
            cards = sorted(path.glob(f"[!.]*/{CARD}"))
            folders.update(dict.fromkeys(card.parent for card in cards))
    return [FolderShelf(folder) for folder in folders]


def _key(sha256: str, taken: set[str]) -> str:
    """A key for a document; the same document twice gets another."""
    stem = key = sha256[:_KEY_LENGTH]
    number = 2
    while key in taken:
        key = f"{stem}-{number}"
        number += 1
    taken.add(key)
    return key
