"""A field's value from the words that somebody marked, read as documents are read."""

from collections.abc import Iterator
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic import JsonValue

from models import FiscalYear, Money, Quantity
from models.values import Value
from pipeline.errors import YosanoError
from pipeline.normalise import normalise
from pipeline.recognise import find_quantities, find_years, read_amount
from pipeline.schema import record_types


class UnreadableError(YosanoError):
    """Why a marked text is no value of its field."""


def read_value(type_name: str, path: str, text: str, *, unit: int | None = None) -> JsonValue:
    """The value that a text is in a field, as records.jsonl has it.

    `unit` is what a bare figure counts, in yen. UnreadableError where the text is none.
    """
    kinds = set(_kinds(record_types()[type_name], path))
    joined = normalise(text.replace("\n", "")).text.strip()
    if Money in kinds and (money := read_amount(joined, unit=unit or 1)):
        return money.model_dump(mode="json")
    if Quantity in kinds and (quantities := find_quantities(joined)):
        return quantities[0].value.model_dump(mode="json")
    if FiscalYear in kinds and (years := find_years(joined)):
        return years[0].value.model_dump(mode="json")
    if int in kinds and joined.replace(",", "").isdigit():
        return int(joined.replace(",", ""))
    if str in kinds:
        return joined
    raise UnreadableError(f"{text!r} is no {path} of a {type_name}")


def _kinds(model: type[Value], path: str) -> Iterator[object]:
    """The types of a field, without lists and null."""
    head, _, rest = path.partition(".")
    while head.isdigit():
        head, _, rest = rest.partition(".")
    if head not in model.model_fields:
        return
    for kind in _plain(model.model_fields[head].annotation):
        if rest and isinstance(kind, type) and issubclass(kind, Value):
            yield from _kinds(kind, rest)
        elif not rest or rest.isdigit():
            yield kind


def _plain(annotation: object) -> Iterator[object]:
    if get_origin(annotation) in (Union, UnionType, tuple):
        for part in get_args(annotation):
            yield from _plain(part)
    else:
        yield annotation
