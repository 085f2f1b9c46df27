"""JSON Schemas of the records, for programs that read them."""

from functools import cache

from pydantic import BaseModel, TypeAdapter

from models import RECORD, Change, Document, Issue, Leftover
from models.base import RecordBase
from models.values import JsonObject
from pipeline.errors import UsageError

# What is not a record but stands in files of its own.
_OTHERS: dict[str, type[BaseModel]] = {
    "change": Change,
    "document": Document,
    "issue": Issue,
    "leftover": Leftover,
}


@cache
def record_types() -> dict[str, type[RecordBase]]:
    """The record models by their `type`."""
    return {str(model.model_fields["type"].default): model for model in RecordBase.__subclasses__()}


def schema_of(type_name: str | None = None) -> JsonObject:
    """The JSON Schema of one type, or of any record. UsageError for a type there is not."""
    if type_name is None:
        return RECORD.json_schema(mode="serialization")
    models: dict[str, type[BaseModel]] = {**record_types(), **_OTHERS}
    if type_name not in models:
        raise UsageError(f"no record type {type_name!r}; there are {', '.join(sorted(models))}")
    return TypeAdapter(models[type_name]).json_schema(mode="serialization")
