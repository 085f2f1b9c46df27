"""Tables as a Fiscal Data Package: CSV files, and a descriptor that says what each column is."""

import json
from collections.abc import Sequence
from pathlib import Path

from pipeline.export.as_csv import CsvWriter
from pipeline.export.codes import CODES, labels
from pipeline.export.columns import Column, Row
from pipeline.export.tables import DOCUMENTS, TABLES, Table
from pipeline.words import translator

DESCRIPTOR = "datapackage.json"
_TAXONOMY = "https://frictionlessdata.io/taxonomies/fiscal/budgets.json"
# Codes that people may give freely, or that have too long a list to repeat.
_OPEN = frozenset({"issuers", "document_kinds"})


class DataPackageWriter:
    """Writes the CSV files of all tables, and their descriptor when they are complete."""

    def __init__(self, folder: Path, *, tables: Sequence[Table] = TABLES) -> None:
        self._folder, self._tables = folder, (*tables, CODES)
        self._csv = CsvWriter(folder, tables=tables)

    def add(self, table: Table, row: Row) -> None:
        """Writes one row of a table."""
        self._csv.add(table, row)

    def close(self) -> None:
        """Ends all files and describes them."""
        self._csv.close()
        package = {
            "profile": "tabular-data-package",
            "name": "yosano-export",
            "title": "与謝野: 予算・政策文書のデータ",
            "description": "Records of Japanese governments' policy and budget documents.",
            "columnTypes": [_TAXONOMY],
            "resources": [_resource(table) for table in self._tables],
        }
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        (self._folder / DESCRIPTOR).write_text(text, encoding="utf-8")


def _resource(table: Table) -> dict[str, object]:
    japanese = translator("ja")
    schema: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    # What changed is a list; a row of it that is new or gone names no column.
    if table.name != "changes":
        schema["primaryKey"] = _key(table)
    if "row_id" in table.names:
        reference = {"resource": DOCUMENTS.name, "fields": "document"}
        schema["foreignKeys"] = [{"fields": "document", "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": japanese(table.title),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _key(table: Table) -> list[str]:
    if table is CODES:
        return ["code_table", "code"]
    return ["document"] if table is DOCUMENTS else ["row_id"]


def _field(column: Column) -> dict[str, object]:
    types = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.codes and column.codes not in _OPEN:
        constraints["enum"] = list(labels(column.codes))
    return {
        "name": column.name,
        "type": types[column.kind],
        "title": translator("ja")(column.heading),
        "description": f"{column.heading} ({column.unit})" if column.unit else column.heading,
        **({"unit": column.unit} if column.unit else {}),
        **({"columnType": column.fiscal} if column.fiscal else {}),
        **({"constraints": constraints} if constraints else {}),
    }
