"""What a person sees of an export: the files, and how many rows each table has."""

import json
import sys

from pipeline.export import Exported


def print_exported(exported: Exported, *, as_json: bool) -> None:
    """The files that were written, each with its rows."""
    if as_json:
        summary = {
            "files": [str(file) for file in exported.files],
            "rows": dict(exported.rows),
        }
        sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        return
    for file in exported.files:
        rows = exported.rows.get(file.stem)
        sys.stdout.write(f"{file}\n" if rows is None else f"{file}\t{rows} rows\n")
