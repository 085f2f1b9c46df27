"""JSON Lines as gold and records come: objects with the number of their line."""

import json
from collections.abc import Iterator

from pydantic import JsonValue as Json

from models.values import JsonObject

__all__ = ["Json", "JsonObject", "numbered_lines", "read_json_lines"]


def numbered_lines(text: str) -> Iterator[tuple[int, JsonObject]]:
    """Each object with the number of its line, from 1. ValueError names the line that is none."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not JSON: {error.msg}") from error
        if not isinstance(value, dict):
            raise ValueError(f"line {number} is not a JSON object")
        yield number, value


def read_json_lines(text: str) -> list[JsonObject]:
    """The objects of a JSON Lines text. ValueError names the first line that is none."""
    return [value for _, value in numbered_lines(text)]
