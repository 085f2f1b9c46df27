"""The record models with every field left open: what a person may say of a record, and no more."""

from difflib import get_close_matches
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from models import FiscalYear, Funding, Money, Quantity
from models.values import JsonObject
from pipeline.schema import record_types


def problems(line: JsonObject) -> list[str]:
    """What is wrong with a partial record: fields that its type has not, values that are none."""
    type_name = str(line["type"])
    try:
        partial(record_types()[type_name]).model_validate(line)
    except ValidationError as error:
        return list(dict.fromkeys(_explain(type_name, dict(each)) for each in error.errors()))
    return []


@cache
def partial(model: type[BaseModel]) -> type[BaseModel]:
    """The model with all fields optional, its parts as well. It validates, and is never built."""
    fields: dict[str, Any] = {
        name: (_loosened(field.annotation) | None, Field(default=None))
        for name, field in model.model_fields.items()
        if name != "schema_version"
    }
    fields["schema_version"] = (str | None, None)
    return create_model(
        f"Partial{model.__name__}", __config__=ConfigDict(extra="forbid", strict=True), **fields
    )


def _loosened(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return partial(annotation)
    if origin in (Union, UnionType):
        return Union[tuple(_loosened(each) for each in arguments)]  # noqa: UP007 - made as it runs
    if origin is tuple:
        return list[_loosened(arguments[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[str, _loosened(arguments[1])]  # type: ignore[misc]
    return annotation if origin is Literal or annotation is not None else Any


def _explain(type_name: str, error: dict[str, Any]) -> str:
    # A value that may be of several kinds is tried as each of them: their names are no fields.
    path = [part for part in error["loc"] if not str(part).startswith("Partial")]
    where = ".".join(str(part) for part in path)
    if error["type"] == "extra_forbidden":
        return f"{type_name} has no field {where!r}{_meant(type_name, str(path[-1]))}"
    return f"{type_name}.{where}: {error['msg']}"


def _meant(type_name: str, name: str) -> str:
    """The field that a misspelt name is nearest to, as a question."""
    models = (record_types()[type_name], Money, FiscalYear, Quantity, Funding)
    known = [field for model in models for field in model.model_fields]
    near = get_close_matches(name, known, n=1, cutoff=0.7)
    return f" ({near[0]}?)" if near else ""
