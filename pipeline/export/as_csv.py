"""Tables as CSV: UTF-8, one header row of field names, one file a table."""

import csv
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.export.codes import CODES, code_rows
from pipeline.export.columns import Cell, Row
from pipeline.export.tables import TABLES, Table

if TYPE_CHECKING:
    from _csv import Writer as Sheet

# What spreadsheet programs take for the beginning of a formula when they open a CSV file.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class CsvWriter:
    """Writes `TABLE.csv` for every table into a folder, and the code tables beside them.

    With `excel` the files begin with a byte order mark, which tells Excel that they are UTF-8, and
    text that Excel would run as a formula has an apostrophe before it.
    """

    def __init__(
        self, folder: Path, *, excel: bool = False, tables: Sequence[Table] = TABLES
    ) -> None:
        self._excel = excel
        self._files: dict[str, TextIOWrapper] = {}
        self._sheets: dict[str, Sheet] = {}
        self._names: dict[str, Sequence[str]] = {}
        for table in (*tables, CODES):
            encoding = "utf-8-sig" if excel else "utf-8"
            file = (folder / f"{table.name}.csv").open("w", encoding=encoding, newline="")
            self._files[table.name] = file
            self._names[table.name] = table.names
            self._sheets[table.name] = csv.writer(file, lineterminator="\r\n")
            self._sheets[table.name].writerow(table.names)
        for row in code_rows():
            self.add(CODES, row)

    def add(self, table: Table, row: Row) -> None:
        """Writes one row of a table; what has no value is empty, and not 0."""
        cells = map(row.get, self._names[table.name])
        shown = (_shown(cell) for cell in cells)
        self._sheets[table.name].writerow(map(_tamed, shown) if self._excel else shown)

    def close(self) -> None:
        """Ends all files."""
        for file in self._files.values():
            file.close()


def _shown(cell: Cell) -> Cell:
    """A boolean as Data Packages and databases read it."""
    if cell is True:
        return "true"
    return "false" if cell is False else cell


def _tamed(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
