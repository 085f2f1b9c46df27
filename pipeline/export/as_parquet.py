"""Tables as Parquet: typed columns for DuckDB, pandas, polars and what else reads Arrow."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import MissingToolError
from pipeline.export.codes import CODES, code_rows
from pipeline.export.columns import Cell, Row
from pipeline.export.tables import TABLES, Table
from pipeline.extras import install

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_A_TIME = 5_000


class ParquetWriter:
    """Writes `TABLE.parquet` for every table into a folder, some thousand rows at a time."""

    def __init__(self, folder: Path, *, tables: Sequence[Table] = TABLES) -> None:
        try:
            import pyarrow.parquet as parquet
        except ImportError as error:
            raise MissingToolError(
                f"Parquet needs the extra `export`: {install('export')}"
            ) from error
        self._schemas = {table.name: _schema(table) for table in (*tables, CODES)}
        self._files = {
            name: parquet.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            for name, schema in self._schemas.items()
        }
        self._waiting: Mapping[str, list[Row]] = {name: [] for name in self._schemas}
        for row in code_rows():
            self.add(CODES, row)

    def add(self, table: Table, row: Row) -> None:
        """Takes one row of a table; a row group is written when enough have come."""
        waiting = self._waiting[table.name]
        waiting.append(row)
        if len(waiting) >= _ROWS_AT_A_TIME:
            self._write(table.name)

    def close(self) -> None:
        """Writes what waits, and ends all files."""
        for name, file in self._files.items():
            if self._waiting[name]:
                self._write(name)
            file.close()

    def _write(self, name: str) -> None:
        import pyarrow as pa

        schema, rows = self._schemas[name], self._waiting[name]
        columns: dict[str, list[Cell]] = {
            field.name: [row.get(field.name) for row in rows] for field in schema
        }
        self._files[name].write_table(pa.table(columns, schema=schema))
        rows.clear()


def _schema(table: Table) -> "pa.Schema":
    """Columns with their types; headings and units go with them as metadata."""
    import pyarrow as pa

    kinds = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    return pa.schema(
        pa.field(
            column.name,
            kinds[column.kind],
            nullable=not column.required,
            metadata={
                "heading": column.heading,
                **({"unit": column.unit} if column.unit else {}),
            },
        )
        for column in table.columns
    ).with_metadata({"pandas": json.dumps(_for_pandas(table))})


def _for_pandas(table: Table) -> dict[str, object]:
    """What pandas goes by: without it, whole numbers with blanks among them become floats."""
    kinds = {
        "text": ("unicode", "str"),
        "integer": ("int64", "Int64"),
        "number": ("float64", "Float64"),
        "boolean": ("bool", "boolean"),
    }
    columns = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": kinds[column.kind][0],
            "numpy_type": kinds[column.kind][1],
            "metadata": None,
        }
        for column in table.columns
    ]
    return {"index_columns": [], "column_indexes": [], "columns": columns}
