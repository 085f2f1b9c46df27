"""Partial records made whole: what a person left out is blank, and never guessed."""

from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from models import RECORD, Money, Record
from models.values import JsonObject
from pipeline.partial import problems
from pipeline.schema import record_types

# Types whose name may be missing; without one of these fields there is nothing to compare.
_NAMELESS = frozenset({"budget_item", "regional_project"})
_NAMES = ("name", "description", "project", "same_as")


def completed(line: JsonObject) -> Record | str:
    """The record that a partial one stands for, or what is wrong with it in words."""
    type_name = line.get("type")
    if type_name not in record_types():
        known = ", ".join(record_types())
        return f"no record type {type_name!r}; there are {known}"
    wrong = problems(line)
    if wrong:
        return ", ".join(wrong)
    if type_name in _NAMELESS and not any(line.get(name) for name in _NAMES):
        return f"{type_name}: no name, so that it can be compared with nothing"
    try:
        return RECORD.validate_python(_filled(record_types()[str(type_name)], line))
    except ValidationError as error:
        missing = [each for each in error.errors() if each["type"] == "missing"]
        first = (missing or error.errors())[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {'needed, and not there' if missing else first['msg']}"


def _filled(model: type[BaseModel], value: Any) -> Any:
    """The object with blanks for the fields that the model asks for, its parts as well."""
    if not isinstance(value, dict):
        return value
    made = {name: each for name, each in value.items() if each is not None}
    for name, field in model.model_fields.items():
        if name in made:
            made[name] = _filled_part(field.annotation, made[name])
        elif name == "page":
            made[name] = 1
        elif field.is_required() and _may_be(field.annotation, NoneType):
            made[name] = None
        elif field.is_required() and name == "text":
            made[name] = _print_of(model, value)
    return made


def _filled_part(annotation: Any, value: Any) -> Any:
    models = _models_in(annotation)
    if isinstance(value, list):
        return [_filled_part(annotation, each) for each in value]
    if isinstance(value, dict) and models:
        best = next((m for m in models if set(value) <= set(m.model_fields)), models[0])
        return _filled(best, value)
    return value


def _print_of(model: type[BaseModel], value: JsonObject) -> str:
    """How a figure without a print would be printed: to the last yen."""
    yen = value.get("yen")
    return f"{yen:,}" if model is Money and isinstance(yen, int) else ""


@cache
def _models_in(annotation: Any) -> tuple[type[BaseModel], ...]:
    """The models that a field may hold, itself or in a tuple or union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    if get_origin(annotation) in (tuple, Union, UnionType):
        return tuple(m for each in get_args(annotation) for m in _models_in(each))
    return ()


def _may_be(annotation: Any, kind: type) -> bool:
    is_union = get_origin(annotation) in (Union, UnionType)
    return annotation is kind or (is_union and kind in get_args(annotation))
