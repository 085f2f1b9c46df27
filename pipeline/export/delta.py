"""What an export has that an earlier one had not, or had otherwise, row by row and by stable id."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from pipeline.export.columns import Cell, Column, Row, text
from pipeline.export.earlier import Texts, as_text, earlier_rows, key_of
from pipeline.export.tables import Table
from pipeline.words import mark

CHANGES = Table(
    "changes",
    mark("changes since last time"),
    (
        Column("table", "text", mark("table"), required=True),
        Column("key", "text", mark("row id"), required=True),
        Column("change", "text", mark("change of the row"), codes="row_changes", required=True),
        text("column", mark("column")),
        text("before", mark("before")),
        text("after", mark("after")),
        text("name", mark("name")),
        text("file_name", mark("file")),
        Column("page", "integer", mark("page")),
    ),
)


class Delta:
    """Rows of an earlier export, kept on disk, against which those of a new one are held."""

    def __init__(self, earlier: Path) -> None:
        self._rows = sqlite3.connect("")  # a temporary database that is gone when it is closed
        self._rows.execute(
            "CREATE TABLE rows (name TEXT, key TEXT, cells TEXT, PRIMARY KEY (name, key))"
        )
        self._rows.executemany(
            "INSERT OR REPLACE INTO rows VALUES (?, ?, ?)",
            (
                (table.name, key_of(table, row), json.dumps(row, ensure_ascii=False))
                for table, row in earlier_rows(earlier)
            ),
        )

    def __enter__(self) -> "Delta":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def changes(self, table: Table, row: Row) -> Iterator[Row]:
        """What is new or other in a row: one line for a new row, one for each changed cell."""
        key = key_of(table, row)
        where = "name = ? AND key = ?"
        found = self._rows.execute(f"SELECT cells FROM rows WHERE {where}", (table.name, key))
        old = found.fetchone()
        if old is None:
            yield {**_about(table.name, key, row), "change": "added"}
            return
        self._rows.execute(f"DELETE FROM rows WHERE {where}", (table.name, key))
        before: Texts = json.loads(old[0])
        for column in table.names:
            now = as_text(row.get(column))
            if column in before and before[column] != now:
                yield {
                    **_about(table.name, key, row),
                    "change": "changed",
                    "column": column,
                    "before": before[column] or None,
                    "after": now or None,
                }

    def removed(self) -> Iterator[Row]:
        """The rows that no row of the new export has taken up, in the order they were in."""
        query = "SELECT name, key, cells FROM rows ORDER BY rowid"
        for name, key, cells in self._rows.execute(query):
            row = {column: cell or None for column, cell in json.loads(cells).items()}
            page: Cell = row.get("page")
            row["page"] = int(page) if isinstance(page, str) else None
            yield {**_about(name, key, row), "change": "removed"}


def _about(table: str, key: str, row: Row) -> dict[str, Cell]:
    return {
        "table": table,
        "key": key,
        "name": row.get("name") or row.get("label") or row.get("title"),
        "file_name": row.get("file_name"),
        "page": row.get("page"),
    }
