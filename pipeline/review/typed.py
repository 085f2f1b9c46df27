"""What a person types into a form, as a value of a record."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Literal, Union, get_args, get_origin

from pydantic import BaseModel, JsonValue

from models import FiscalYear, Money, Quantity
from models.base import RecordBase
from models.values import JsonObject
from pipeline.recognise import find_years
from pipeline.schema import record_types

UNITS = {1: "円", 1_000: "千円", 10_000: "万円", 1_000_000: "百万円", 100_000_000: "億円"}
_MINUS = re.compile(r"^[△▲\-−－‐]\s*")
_DASHES = frozenset({"-", "－", "−", "―", "ー", "皆増", "皆減"})
_YEAR = re.compile(r"\d{4}")


def kind_of(type_name: str, path: str) -> type | tuple[str, ...] | None:
    """What a field holds: Money, Quantity, FiscalYear, str, int, float, bool, or its words.

    None where the type has no such field.
    """
    annotation: object = record_types().get(type_name, RecordBase)
    for part in path.split("."):
        annotation = _step(annotation, part)
    kinds = [each for each in _kinds(annotation) if each is not type(None)]
    if len(kinds) == 1 and get_origin(kinds[0]) is Literal:
        return tuple(map(str, get_args(kinds[0])))
    for kind in (Money, Quantity, FiscalYear, bool, int, float, str):
        if kind in kinds:
            return kind
    return None


def money(figure: str, unit: int, *, was: JsonValue = None) -> JsonObject | None:
    """An amount as typed, in a unit; a dash is an amount of none, and nothing is None.

    What was typed beside the figure in the document (約, 以上) stays. ValueError for no figure.

    >>> money("△1,234", 1000)["yen"], money("1.5", 100_000_000)["yen"]
    (-1234000, 150000000)
    """
    text = unicodedata.normalize("NFKC", figure).strip()
    if not text:
        return None
    kept = {"qualifier": None, "upper_yen": None}
    if isinstance(was, dict):
        kept = {key: was.get(key) for key in kept}  # type: ignore[misc]
    if text in _DASHES or figure.strip() in _DASHES:
        return {"yen": None, "text": figure.strip(), "unit": unit, "none": True}
    yen = _number(text) * unit
    if yen != yen.to_integral_value():
        raise ValueError(f"{figure}: no whole number of yen")
    return {"yen": int(yen), "text": figure.strip(), "unit": unit, "unit_text": UNITS[unit], **kept}


def quantity(figure: str, unit: str, *, was: JsonValue = None) -> JsonObject | None:
    """A quantity as typed; nothing is None. ValueError for no figure."""
    text = unicodedata.normalize("NFKC", figure).strip()
    if not text:
        return None
    number = _number(text)
    value = int(number) if number == number.to_integral_value() else float(number)
    kept: JsonObject = dict(was) if isinstance(was, dict) else {}
    return {**kept, "value": value, "text": figure.strip(), "unit": unit.strip()}


def year(typed: str, phase: str | None, *, was: JsonValue = None) -> JsonObject | None:
    """A year as typed (2025, R7, 令和7年度); nothing is None. ValueError for no year.

    >>> year("R7", "initial")["year"]
    2025
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    kept: JsonObject = {}
    if isinstance(was, dict) and str(was.get("year")) == text:
        kept = dict(was)
    elif _YEAR.fullmatch(text):
        kept = {"year": int(text), "text": typed.strip()}
    else:
        found = find_years(text)
        if len(found) != 1:
            raise ValueError(f"{typed}: no year; write 2025, R7 or 令和7年度")
        kept = found[0].value.model_dump(mode="json")
    return {**kept, "phase": phase or None}


def plain(type_name: str, path: str, typed: str) -> JsonValue:
    """A text, number or word as typed, for its field; nothing is None."""
    kind = kind_of(type_name, path)
    if not typed.strip():
        return None
    if kind is int:
        return int(_number(unicodedata.normalize("NFKC", typed)))
    if kind is float:
        return float(_number(unicodedata.normalize("NFKC", typed)))
    return typed.strip()


def _number(text: str) -> Decimal:
    bare = text.replace(",", "").replace(" ", "")
    negative = bool(_MINUS.match(bare)) or (bare.startswith("(") and bare.endswith(")"))
    bare = _MINUS.sub("", bare).strip("()")
    try:
        number = Decimal(bare)
    except InvalidOperation as error:
        raise ValueError(f"{text}: no figure") from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 18:
        raise ValueError(f"{text}: no figure")
    return -number if negative else number


def _step(annotation: object, part: str) -> object:
    for kind in _kinds(annotation):
        if part.isdigit() and get_origin(kind) is tuple:
            return get_args(kind)[0]
        if isinstance(kind, type) and issubclass(kind, BaseModel) and part in kind.model_fields:
            return kind.model_fields[part].annotation
    return None


def _kinds(annotation: object) -> tuple[object, ...]:
    if get_origin(annotation) in (Union, UnionType):
        return get_args(annotation)
    return (annotation,)
