"""Fields of a record by their path (`funding.0.amount`): what stands there, and the record anew."""

from collections.abc import Iterator
from typing import get_args

from pydantic import JsonValue

from models import RECORD, FiscalYear, Money, Quantity, Record, Source
from models.values import Value
from pipeline.schema import record_types

# Of every record, and never a value that a person would look at.
_COMMON = frozenset({"schema_version", "type", "id", "document", "page", "section"}) | frozenset(
    {"sources", "checks", "confidence", "same_as", "path"}
)
# The field by which a record is known, the first that it has.
OWNERS = ("name", "label", "channel", "event", "text", "description")
AMOUNTS = ("amount", "total", "value", "limit", "closing", "baseline")


def values(record: Record) -> Iterator[tuple[str, Value | str | float]]:
    """The record's values by path: amounts, quantities, years, names, marks; what is null is not.

    Lists of texts come element by element.
    """
    for name in type(record).model_fields:
        if name not in _COMMON:
            yield from _values(name, getattr(record, name))


def _values(path: str, value: object) -> Iterator[tuple[str, Value | str | float]]:
    if isinstance(value, Money | Quantity | FiscalYear | str | int | float):
        yield path, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _values(f"{path}.{number}", part)
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            yield from _values(f"{path}.{name}", getattr(value, name))


def value_at(record: Record, path: str) -> object:
    """What stands at a path; None where nothing does."""
    value: object = record
    for part in path.split("."):
        if isinstance(value, tuple):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value


def plain(value: object) -> JsonValue:
    """A value as records.jsonl has it."""
    if isinstance(value, Value):
        return value.model_dump(mode="json")
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} is no value of a record")


def with_value(
    record: Record, path: str, value: JsonValue, *, source: Source | None = None
) -> Record:
    """The record with another value at a path, and with its source there.

    ValueError where the record has no such field, or the value is none for it.
    """
    head, *rest = path.split(".")
    if head not in type(record).model_fields or head in _COMMON:
        raise ValueError(f"{path}: the record has no such field")
    # What stays is handed on as it is: only what changes is validated anew.
    data = {name: getattr(record, name) for name in type(record).model_fields}
    if rest:
        changed = plain(data[head])
        _set(changed, rest, value, path)
        data[head] = changed
    else:
        data[head] = value
    data["sources"] = {key: each for key, each in record.sources.items() if key != path}
    if source is not None:
        data["sources"][path] = source
    data["confidence"] = {key: each for key, each in record.confidence.items() if key != path}
    return RECORD.validate_python(data)


def _set(data: JsonValue, parts: list[str], value: JsonValue, path: str) -> None:
    head, *rest = parts
    if isinstance(data, list) and head.isdigit():
        number = int(head)
        if number == len(data):
            data.append({} if rest else value)
        if number < len(data):
            if not rest:
                data[number] = value
            else:
                _set(data[number], rest, value, path)
            return
    if isinstance(data, dict) and head in data:
        if not rest:
            data[head] = value
            return
        if data[head] is not None:
            _set(data[head], rest, value, path)
            return
    if isinstance(data, dict) and not data:
        data[head] = value  # the first field of an element that was just added
        return
    raise ValueError(f"{path}: the record has no such field")


def owner_field(type_name: str) -> str | None:
    """The field that says whose the figures of a record are: its name, its label."""
    fields = record_types()[type_name].model_fields
    return next((name for name in OWNERS if name in fields), None)


def amount_field(type_name: str) -> str | None:
    """The field of a record's main figure."""
    fields = record_types()[type_name].model_fields
    return next((name for name in AMOUNTS if name in fields), None)


def owner_of(record: Record) -> str:
    """The name that a person knows the record by; its type where it has none."""
    for name in OWNERS:
        value = getattr(record, name, None)
        if isinstance(value, str) and value:
            return value
    return record.type


def figure_fields(type_name: str) -> list[str]:
    """The fields of a type that hold an amount or a quantity, in the order of the model."""
    fields = record_types()[type_name].model_fields
    kinds = {name: get_args(field.annotation) for name, field in fields.items()}
    return [name for name, kind in kinds.items() if Money in kind or Quantity in kind]


def retyped(record: Record, type_name: str) -> Record:
    """The record as another type: the fields that both have, its name and its main figure.

    ValueError where the other type needs what the record has not.
    """
    old = record.model_dump(mode="json")
    model = record_types()[type_name]
    moved = {
        owner_field(record.type): owner_field(type_name),
        amount_field(record.type): amount_field(type_name),
    }
    # A field that both types have stays; name and main figure go over under their other names.
    names = {name: name for name in model.model_fields if name in old}
    names |= {
        new: old_name for old_name, new in moved.items() if old_name and new and new not in old
    }
    data = {new: old[name] for new, name in names.items()} | {"type": type_name}
    sources = data.get("sources")
    if isinstance(sources, dict):
        data["sources"] = {
            new + path[len(name) :]: source
            for path, source in sources.items()
            for new, name in names.items()
            if path == name or path.startswith(f"{name}.")
        }
    data["confidence"] = {}
    data["checks"] = []
    return RECORD.validate_python(data)


def same_value(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values say the same: an amount by its yen, whatever its print."""
    if isinstance(one, dict) and isinstance(other, dict):
        for figure, keys in _SAYING.items():
            if figure in one and figure in other:
                return all(one.get(key) == other.get(key) for key in keys)
    return one == other


_SAYING = {
    "yen": ("yen", "upper_yen", "none", "qualifier"),
    "value": ("value", "upper_value", "unit", "comparator"),
    "basis": ("year", "end_year", "basis", "phase"),
}
