"""The values that records give, by the path of their field, and what the records prove of them.

A path names a field from the record down: `amount`, `funding.0.amount`, `actuals.2.value`. A
source may name a value's second print: `amount.1`.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from models import Check, FiscalYear, Money, Quantity, Record, Source
from models.values import Value

Given: TypeAlias = Money | Quantity | FiscalYear | int | float
"""What a figure may be given as."""

PROOF = 8.0
"""Bits from which on a figure counts as proved: once in 256 by chance."""

BESIDE_PATHS = frozenset({"sum", "figures", "whole", "before"})
"""What the terms of a check hold beside the paths of fields: of a sum, and of how many figures."""

_NOT_PRINTED = frozenset({"page", "level", "sources", "checks", "confidence", "path"})


def values_of(record: Record) -> Iterator[tuple[str, Given]]:
    """The record's values with the paths of their fields, in the order of the fields."""
    # The record's own dictionary: most of its fields are empty, and books have many records.
    for name, value in record.__dict__.items():
        if not (value is None or isinstance(value, str) or name in _NOT_PRINTED):
            yield from _walk(name, value)


def money_paths(record: Record) -> Iterator[str]:
    """The paths of the record's fields that hold an amount in yen."""
    for path, value in values_of(record):
        if isinstance(value, Money) and value.yen is not None:
            yield path


def values_at(record: Record, path: str) -> list[Given]:
    """The values that a source's path names: one, those of a part, or none where it is words.

    `funding.2` may be a further print of any part of the funding.
    """
    head, *rest = path.split(".")
    value: object = getattr(record, head, None)
    if len(rest) > 1 or not all(part.isdigit() for part in rest):
        for part in rest:
            if isinstance(value, Money | Quantity | FiscalYear) and part.isdigit():
                break
            value = _step(value, part)
    return [each for _, each in _walk("", value)]


def proved_bits(record: Record) -> Mapping[str, float]:
    """What speaks for each field's figure: the bits of all identities in which it agrees exactly.

    No identity sees a unit that all of its figures share, nor a role that was chosen for it.
    """
    found: dict[str, float] = {}
    for check in record.checks:
        if check.holds and check.exact and check.severity == "error":
            for path in check.terms:
                found[path] = found.get(path, 0.0) + (check.bits or 0.0)
    return found


def is_part(check: Check) -> bool:
    """Whether a check says only that its record takes part in a sum, which another record owns."""
    return check.name.startswith("in_")


def is_proved(record: Record, path: str) -> bool:
    """Whether the figure of a field is proved."""
    return proved_bits(record).get(path, 0.0) >= PROOF


def _step(value: object, part: str) -> object:
    if isinstance(value, tuple):
        return value[int(part)] if part.isdigit() and int(part) < len(value) else None
    return getattr(value, part, None)


def _walk(path: str, value: object) -> Iterator[tuple[str, Given]]:
    if isinstance(value, bool):
        return
    if isinstance(value, Money | Quantity | FiscalYear | int | float):
        yield path, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _walk(f"{path}.{number}", part)
    elif isinstance(value, Value) and not isinstance(value, Source):
        for name in type(value).model_fields:
            yield from _walk(f"{path}.{name}", getattr(value, name))
