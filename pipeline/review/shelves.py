"""Where reviewed documents come from and where corrections go: a folder, or a store."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from models import Correction, Document, Extraction
from pipeline.corrections import Log, append, parse, read
from pipeline.errors import InputError
from pipeline.files import read_extraction
from pipeline.places import CARD, CORRECTIONS, RECORDS
from pipeline.store import Store

Signature: TypeAlias = tuple[object, ...]


class Shelf(Protocol):
    """One document's extraction and the lines that people wrote about it."""

    @property
    def name(self) -> str:
        """What the document is called where it stands."""

    @property
    def folder(self) -> Path | None:
        """The extraction's folder, where it has one."""

    def card(self) -> Document:
        """The document's card."""

    def extraction(self) -> Extraction:
        """What was extracted."""

    def signature(self) -> Signature:
        """Differs once there is a newer extraction."""

    def log(self, before: Log | None = None) -> Log:
        """All lines; those that stood there `before` are not made out again."""

    def log_signature(self) -> Signature:
        """Differs once somebody has written a line."""

    def append(self, lines: Sequence[Correction]) -> None:
        """Adds lines; when this returns, they are kept."""


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A folder that extract has written, with corrections.jsonl in it."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def card(self) -> Document:
        """The card in the folder. InputError where it is none."""
        try:
            return Document.model_validate_json((self.folder / CARD).read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(
                f"{self.folder}: not an extraction of this version; run `yosano extract` again"
            ) from error

    def extraction(self) -> Extraction:
        """What is in the folder."""
        return read_extraction(self.folder)

    def signature(self) -> Signature:
        """The records' file: its number, size and time."""
        return _stat(self.folder / RECORDS)

    def log(self, before: Log | None = None) -> Log:
        """The lines of corrections.jsonl."""
        return read(self.folder / CORRECTIONS, before)

    def log_signature(self) -> Signature:
        """The file's number, size and time."""
        return _stat(self.folder / CORRECTIONS)

    def append(self, lines: Sequence[Correction]) -> None:
        """Adds lines to corrections.jsonl."""
        append(self.folder / CORRECTIONS, lines)


@dataclass(frozen=True, slots=True)
class StoreShelf:
    """A document in a store."""

    store: Store
    sha256: str
    file_name: str

    @property
    def name(self) -> str:
        """The document's file name."""
        return self.file_name

    @property
    def folder(self) -> Path | None:
        """A store has no folders."""
        return None

    def card(self) -> Document:
        """The card in the store. InputError where the document is gone."""
        document = self.store.document(self.sha256)
        if document is None:
            raise InputError(f"{self.file_name}: no longer in {self.store.shown}")
        return document

    def extraction(self) -> Extraction:
        """What the store keeps of the document."""
        return self.store.extraction(self.sha256)

    def signature(self) -> Signature:
        """The number of the document's last record."""
        return self.store.state_of(self.sha256)[:1]

    def log(self, before: Log | None = None) -> Log:
        """The lines in the store."""
        return parse(self.store.correction_lines(self.sha256), before)

    def log_signature(self) -> Signature:
        """The number of the last line."""
        return self.store.state_of(self.sha256)[1:]

    def append(self, lines: Sequence[Correction]) -> None:
        """Adds lines to the store."""
        self.store.add_corrections(lines)


def _stat(path: Path) -> Signature:
    try:
        found = path.stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns)
