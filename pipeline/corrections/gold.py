"""What people have accepted and corrected, as gold for `evaluate`."""

import json
from collections import defaultdict
from collections.abc import Iterator

from pydantic import JsonValue

from models import FiscalYear, Money, Quantity, Record
from models.values import JsonObject
from pipeline.corrections.apply import Corrected
from pipeline.corrections.fields import owner_field, plain, value_at, values

_MONEY = ("yen", "upper_yen", "qualifier", "none")
_QUANTITY = ("value", "upper_value", "unit", "comparator", "cumulative")
_YEAR = ("year", "end_year", "basis", "phase", "start", "end", "open_end", "about")
_EMPTY = (None, False)
_ALWAYS = frozenset({"yen", "value", "year", "unit"})


def gold_lines(corrected: Corrected) -> Iterator[str]:
    """Gold as JSON Lines: what somebody vouches for of each record, and the pages seen whole.

    A page seen whole vouches for all figures, names and years of its records.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for record_id, path in corrected.seen:
        seen[record_id].add(path)
    for record in corrected.extraction.records:
        paths = seen.get(record.id, set())
        if record.page in corrected.whole:
            paths = paths | {path for path, _ in values(record)}
        line = _gold_of(record, paths)
        if line is not None:
            yield json.dumps(line, ensure_ascii=False)
    if corrected.whole:
        document = corrected.extraction.document.sha256
        pages: list[JsonValue] = [*sorted(corrected.whole)]
        yield json.dumps({"type": "complete", "document": document, "pages": pages})


def _gold_of(record: Record, paths: set[str]) -> JsonObject | None:
    """The record with the fields that are vouched for; its name always goes along, to find it."""
    if not paths:
        return None
    owner = owner_field(record.type)
    wanted = sorted(paths | ({owner} if owner and value_at(record, owner) else set()))
    line: JsonObject = {"type": record.type, "document": record.document, "page": record.page}
    heads = {path.partition(".")[0] for path in wanted}
    for name in type(record).model_fields:
        if name not in heads:
            continue
        value = value_at(record, name)
        # Of a list, its elements are compared as a whole: all of it is gold, or none.
        line[name] = _said(value)
    sources = {
        path: record.sources[path].model_dump(mode="json")
        for path in wanted
        if path in record.sources
    }
    line["sources"] = {path: _place(source) for path, source in sources.items()}
    return line


def _place(source: JsonObject) -> JsonObject:
    return {key: source[key] for key in ("page", "bbox", "line", "text")}


def _said(value: object) -> JsonValue:
    """A value without what is only how it is printed."""
    for kind, keys in ((Money, _MONEY), (Quantity, _QUANTITY), (FiscalYear, _YEAR)):
        if isinstance(value, kind):
            kept = {key: plain(getattr(value, key)) for key in keys}
            return {key: each for key, each in kept.items() if key in _ALWAYS or each not in _EMPTY}
    if isinstance(value, tuple):
        return [_said(part) for part in value]
    if hasattr(value, "model_fields"):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        return {name: _said(part) for name, part in parts.items() if part is not None}
    return plain(value)
