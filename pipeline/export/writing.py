"""What writers of formats share: they take rows one by one, and leave whole files or none."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pipeline.errors import UsageError
from pipeline.export.columns import Row
from pipeline.export.tables import Table


class Writer(Protocol):
    """Takes the rows of all tables in the order of the documents, and ends the files."""

    def add(self, table: Table, row: Row) -> None:
        """Writes one row of a table."""

    def close(self) -> None:
        """Ends all files; without it they are not complete."""


@contextmanager
def put_in_place(folder: Path) -> Iterator[Path]:
    """A scratch folder whose files come into `folder` when all of them are complete.

    Files of other names that stand there stay. UsageError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".yosano-export.", dir=folder) as scratch:
            yield Path(scratch)
            for file in sorted(Path(scratch).iterdir()):
                file.chmod(0o644)
                os.replace(file, folder / file.name)
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{error.filename}: cannot be written ({error.strerror})") from error


def counted(counts: Mapping[Table, int]) -> Mapping[str, int]:
    """Rows by the names of their tables."""
    return {table.name: number for table, number in counts.items()}
