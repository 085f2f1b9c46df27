"""Records written by a person or by another program: whatever they vouch for, and no more."""

from collections.abc import Callable, Iterable
from pathlib import Path

from models import Record
from models.values import JsonObject
from pipeline.errors import InputError
from pipeline.handmade.complete import completed
from pipeline.handmade.decode import decode
from pipeline.handmade.jsonl import json_lines
from pipeline.handmade.table import table_rows

__all__ = ["TABLES", "read_records"]

TABLES = frozenset({".csv", ".tsv"})
_LINES_NAMED = 5


def read_records(path: Path) -> list[Record]:
    """The records of a JSON Lines file, or of a table in CSV or TSV.

    Only the fields that somebody vouches for need be there; UTF-8 with or without BOM, UTF-16 and
    CP932 are read. InputError names the lines that are no records, and what is wrong with each.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error
    reader: Callable[[str], Iterable[tuple[int, Record | JsonObject | str]]] = json_lines
    if path.suffix.lower() in TABLES:
        reader = table_rows
    records: list[Record] = []
    wrong: list[str] = []
    for number, line in reader(text):
        found = completed(line) if isinstance(line, dict) else line
        if isinstance(found, str):
            wrong.append(f"line {number}: {found}")
        else:
            records.append(found)
    if wrong:
        more = f"; and {len(wrong) - _LINES_NAMED} more" if len(wrong) > _LINES_NAMED else ""
        raise InputError(f"{path}: {'; '.join(wrong[:_LINES_NAMED])}{more}")
    return records
