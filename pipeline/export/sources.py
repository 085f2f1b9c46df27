"""Where an export's documents come from: folders that extract has written, or a store."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from models import Record
from pipeline.corrections import CORRECTIONS, read_as_corrected
from pipeline.export import Volume
from pipeline.files import find_extractions, read_card, stream_records
from pipeline.store import Store, open_store


def volumes_of_folders(paths: Sequence[str]) -> list[Volume]:
    """The extractions that paths name, as people have corrected them. InputError for others."""
    return [
        Volume(read_card(folder), partial(records_of, folder)) for folder in find_extractions(paths)
    ]


def volumes_of_store(url: str) -> list[Volume]:
    """The documents of a store that count, newest and in one rendering each, as corrected."""
    store = open_store(url)
    return [
        Volume(shelf.document, partial(_records_in, store, shelf.document.sha256))
        for shelf in store.documents(current=True)
    ]


def _records_in(store: Store, sha256: str) -> list[Record]:
    return store.as_corrected(sha256).records


def records_of(folder: Path) -> Iterator[Record]:
    """The records of an extraction as corrected; streamed where nobody has corrected any."""
    if (folder / CORRECTIONS).is_file():
        yield from read_as_corrected(folder).records
    else:
        yield from stream_records(folder)
