"""An earlier export, read back from its files whatever their format: its rows as plain text."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import InputError, MissingToolError
from pipeline.export.as_csv import FORMULA
from pipeline.export.as_xlsx import WORKBOOK
from pipeline.export.codes import translated_labels
from pipeline.export.columns import Cell
from pipeline.export.tables import TABLES, Table
from pipeline.extras import install
from pipeline.words import translator

Texts = Mapping[str, str]
"""A row's cells as text, by column; what is blank is the empty text."""


def earlier_rows(folder: Path) -> Iterator[tuple[Table, Texts]]:
    """The rows of all tables of an export. InputError where the folder holds none."""
    if (folder / f"{TABLES[0].name}.csv").is_file():
        read = _csv_rows
    elif (folder / f"{TABLES[0].name}.parquet").is_file():
        read = _parquet_rows
    elif (folder / WORKBOOK).is_file():
        read = _workbook_rows
    else:
        raise InputError(f"{folder}: no export of yosano is here", code="no_export")
    try:
        yield from read(folder)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            f"{folder}: not an export of yosano ({error})", code="no_export"
        ) from error


def as_text(cell: Cell) -> str:
    """A cell as all formats agree on it.

    >>> as_text(None), as_text(True), as_text(3.0), as_text(3)
    ('', 'true', '3', '3')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell)


def _csv_rows(folder: Path) -> Iterator[tuple[Table, Texts]]:
    for table in TABLES:
        kinds = {column.name: column.kind for column in table.columns}
        with (folder / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield (
                    table,
                    {
                        name: _number(cell) if kinds.get(name) == "number" else _untamed(cell)
                        for name, cell in row.items()
                    },
                )


def _number(cell: str) -> str:
    return as_text(float(cell)) if cell else ""


def _untamed(cell: str) -> str:
    """Text without the apostrophe that keeps Excel from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _parquet_rows(folder: Path) -> Iterator[tuple[Table, Texts]]:
    try:
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise MissingToolError(f"Parquet needs the extra `export`: {install('export')}") from error
    for table in TABLES:
        with parquet.ParquetFile(folder / f"{table.name}.parquet") as file:
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    yield table, {name: as_text(cell) for name, cell in row.items()}


def _workbook_rows(folder: Path) -> Iterator[tuple[Table, Texts]]:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.escape import unescape
    except ImportError as error:
        raise MissingToolError(f"workbooks need the extra `export`: {install('export')}") from error
    codes = _codes_by_label()
    book = load_workbook(folder / WORKBOOK, read_only=True)
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True)
        names = [str(heading).rpartition(" ")[2] for heading in next(rows, ())]
        table = next((each for each in TABLES if list(each.names) == names), None)
        if table is None:
            continue
        columns = {column.name: column for column in table.columns}
        for row in rows:
            texts = {
                name: unescape(cell) if isinstance(cell, str) else as_text(_plain(cell))
                for name, cell in zip(names, row, strict=False)
            }
            yield (
                table,
                {
                    name: codes.get((_coded(columns[name].codes, columns[name].kind), text), text)
                    for name, text in texts.items()
                },
            )


def _plain(cell: object) -> Cell:
    return cell if isinstance(cell, int | float) else None


def _coded(codes: str | None, kind: str) -> str:
    return codes or kind


def _codes_by_label() -> Mapping[tuple[str, str], str]:
    """What stands for a label of a workbook, in whichever language it was written."""
    found: dict[tuple[str, str], str] = {}
    for language in ("en", "ja"):
        translate = translator(language)
        found[("boolean", translate("yes"))] = "true"
        found[("boolean", translate("no"))] = "false"
        for table, labels in translated_labels(translate).items():
            found |= {(table, label): code for code, label in labels.items()}
    return found


def key_of(table: Table, row: Mapping[str, object]) -> str:
    """What a row is known by over exports."""
    return str(row.get("row_id") or row.get("document") or "")


__all__: Sequence[str] = ["Texts", "as_text", "earlier_rows", "key_of"]
