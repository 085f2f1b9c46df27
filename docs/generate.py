"""Writes what is generated: docs/records.md and docs/records.schema.json, from the models.

`python docs/generate.py --check` says whether they are current, and changes nothing.
"""

import inspect
import json
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel

import models
from models.base import RecordBase
from pipeline.schema import record_types, schema_of

DOCS = Path(__file__).resolve().parent
VALUES = ("Money", "FiscalYear", "Quantity", "Funding", "Source", "Check", "Part", "Axis")
VALUES_OF_LISTS = ("Actual", "ItemList", "HeadingPath", "YearAmount", "SeriesValue")
FILES = (
    "Document",
    "Counts",
    "PageCounts",
    "Issue",
    "Leftover",
    "Change",
    "Match",
    "Candidate",
    "FieldChange",
    "ChangeSource",
    "Correction",
    "CorrectionTarget",
    "Place",
)


def generated() -> dict[Path, str]:
    """Each generated file with its text."""
    schema = json.dumps(schema_of(), ensure_ascii=False, indent=2)
    return {
        DOCS / "records.md": "\n".join(_records_page()) + "\n",
        DOCS / "records.schema.json": f"{schema}\n",
    }


def _records_page() -> Iterator[str]:
    yield "# Records"
    yield ""
    yield "Generated from `models/` by `make docs`. One record is one line of `records.jsonl`."
    yield ""
    yield "## Common to all records"
    yield ""
    yield from _describe(RecordBase)
    for name, model in record_types().items():
        yield f"## {name}"
        yield ""
        yield from _describe(model, inherited=set(RecordBase.model_fields) | {"type"})
    yield "## Values"
    yield ""
    for name in (*VALUES, *VALUES_OF_LISTS):
        yield f"### {name}"
        yield ""
        yield from _describe(getattr(models, name))
    yield "## Other files"
    yield ""
    for name in FILES:
        yield f"### {name}"
        yield ""
        yield from _describe(getattr(models, name))


def _describe(
    model: type[BaseModel], inherited: frozenset[str] | set[str] = frozenset()
) -> list[str]:
    lines = [
        inspect.cleandoc(model.__doc__ or ""),
        "",
        "| field | type | default |",
        "|---|---|---|",
    ]
    for name, field in model.model_fields.items():
        if name in inherited:
            continue
        default = "required" if field.is_required() else f"`{_shown(field.default)}`"
        lines.append(f"| `{name}` | {_type(field.annotation)} | {default} |")
    return [*lines, ""]


def _shown(default: object) -> str:
    if isinstance(default, BaseModel):
        return "{}"
    return json.dumps(default, ensure_ascii=False, default=list)


def _type(annotation: object) -> str:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        kinds = [_type(each) for each in arguments if each is not type(None)]
        return " or ".join([*kinds, "null"] if type(None) in arguments else kinds)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return f"object of {_type(arguments[1])}"
    return getattr(annotation, "__name__", str(annotation))


def main() -> int:
    """Writes the files, or with --check only compares them; 1 where one is out of date."""
    stale = [
        path
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.name} is out of date: run `make docs`\n")
        return int(bool(stale))
    for path in stale:
        path.write_text(generated()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
