"""JSON Lines as a person writes them."""

import json
from collections.abc import Iterator

from models import RECORD, Record
from models.values import JsonObject


def json_lines(text: str) -> Iterator[tuple[int, Record | JsonObject | str]]:
    """Each line with its number, from 1: a whole record, an object, or in words what is wrong."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, RECORD.validate_json(line, strict=True)
            continue
        except ValueError:
            pass  # not whole, or not a record: what it is, is seen below
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, f"not JSON ({error.msg} at character {error.pos + 1})"
            continue
        except RecursionError:
            yield number, "not JSON that can be read: nested too deeply"
            continue
        yield number, value if isinstance(value, dict) else "not a JSON object"
