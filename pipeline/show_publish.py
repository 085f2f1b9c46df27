"""What a person sees of an export: the files, and how many rows each table has."""

from pipeline.export import Exported
from pipeline.terminal import write_json, write_result


def print_exported(exported: Exported, *, as_json: bool) -> None:
    """The files that were written, each with its rows."""
    if as_json:
        summary = {
            "files": [str(file) for file in exported.files],
            "rows": dict(exported.rows),
        }
        write_json(summary)
        return
    for file in exported.files:
        rows = exported.rows.get(file.stem)
        write_result(f"{file}\n" if rows is None else f"{file}\t{rows} rows\n")
