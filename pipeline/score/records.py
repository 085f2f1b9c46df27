"""What scoring asks of a record that is plain JSON: its name, its figures, where they stand."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.corrections.fields import AMOUNTS
from pipeline.score.compare import UNSCORED
from pipeline.score.lines import Json, JsonObject

_NAMES = ("name", "text", "description", "label", "event", "channel", "bureau", "points")
_NAME_LENGTH = 60
_FIGURE_KEYS = frozenset({"yen", "none"})


class Place(NamedTuple):
    """Where to look: a page, and a box on it where there is one."""

    page: int | None
    bbox: tuple[float, ...] | None


def name_of(record: JsonObject) -> str:
    """What a person knows the record by."""
    for key in _NAMES:
        value = record.get(key)
        if value:
            return str(value)[:_NAME_LENGTH]
    return json.dumps(record, ensure_ascii=False)[:_NAME_LENGTH]


def owner_of(record: JsonObject) -> str | None:
    """The record's own name; None where it has none."""
    for key in ("name", "label", "channel", "event", "text"):
        value = record.get(key)
        if isinstance(value, str) and value:
            return value
    return None


def main_amount(record: JsonObject) -> int | None:
    """The record's main figure in yen."""
    for name in AMOUNTS:
        yen = amount_of(record.get(name))
        if yen is not None:
            return yen
    return None


def amount_of(value: Json) -> int | None:
    """An amount's yen; None for what is no amount."""
    yen = value.get("yen") if isinstance(value, dict) else None
    return yen if isinstance(yen, int) else None


def figures(gold: JsonObject, found: JsonObject) -> Iterator[tuple[str, Json, Json]]:
    """The figures of two records side by side: path, gold's, found's.

    Only those that gold says something of; all of found's where gold is empty.
    """
    for name in gold or found:
        if name not in UNSCORED:
            yield from _figures(name, gold.get(name), found.get(name))


def _figures(path: str, gold: Json, found: Json) -> Iterator[tuple[str, Json, Json]]:
    if _is_figure(gold) or _is_figure(found):
        yield path, gold, found
    elif isinstance(gold, list) or isinstance(found, list):
        mine, theirs = (each if isinstance(each, list) else [] for each in (gold, found))
        for number in range(max(len(mine), len(theirs))):
            a = mine[number] if number < len(mine) else None
            b = theirs[number] if number < len(theirs) else None
            yield from _figures(f"{path}.{number}", a, b)
    elif isinstance(gold, dict) or isinstance(found, dict):
        mine_, theirs_ = (each if isinstance(each, dict) else {} for each in (gold, found))
        for key in mine_ or theirs_:
            yield from _figures(f"{path}.{key}", mine_.get(key), theirs_.get(key))


def _is_figure(value: Json) -> bool:
    """Whether a value is an amount or a quantity."""
    if not isinstance(value, dict):
        return False
    if not _FIGURE_KEYS.isdisjoint(value):
        return True
    return "value" in value and not isinstance(value["value"], dict)


def place_of(record: JsonObject, field: str | None, gold: JsonObject | None = None) -> Place:
    """Where a field is printed, or what names its record; the record's page if neither is known."""
    for each in (record, gold or {}):
        sources = each.get("sources")
        if isinstance(sources, dict):
            source = _source(sources, field)
            if isinstance(source, dict):
                return Place(_page(source), _box(source))
    return Place(_page(record) or _page(gold or {}), None)


def _source(sources: JsonObject, field: str | None) -> Json:
    path = field or ""
    while path:
        if path in sources:
            return sources[path]
        path = path.rpartition(".")[0]
    named = (sources[name] for name in _NAMES if name in sources)
    return next(named, None) or next(iter(sources.values()), None)


def _page(of: JsonObject) -> int | None:
    page = of.get("page")
    return page if isinstance(page, int) else None


def _box(source: JsonObject) -> tuple[float, ...] | None:
    box = source.get("bbox")
    if not isinstance(box, list) or len(box) != 4:
        return None
    return tuple(float(edge) for edge in box if isinstance(edge, int | float))
