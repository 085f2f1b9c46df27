"""What a person has typed as values of the fields it is meant for, or why it cannot be."""

from pydantic import JsonValue, ValidationError

from models import FiscalYear, Money, Quantity, Record
from models.values import JsonObject
from pipeline.corrections.fields import plain, with_value
from pipeline.review import typed


class RefusedError(Exception):
    """What a person asked for cannot be: `message` is a text of the catalogue."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message, self.detail = message, detail


class ChangedError(RefusedError):
    """The value is no longer the one that the person saw."""


def entered(type_name: str, path: str, figure: str, unit: str, was: object) -> JsonValue:
    """The value of a figure with its unit, as a correction has it. RefusedError: it is none."""
    kind = typed.kind_of(type_name, path)
    if kind is None:
        raise RefusedError("The record has no such field.")
    # A field that may hold either: an amount where its unit is one of money.
    of_money = unit.isdigit() and int(unit) in typed.UNITS
    try:
        if kind is Money or kind is Quantity:
            if of_money and kind is Money:
                return typed.money(figure, int(unit), was=plain(was))
            return typed.quantity(
                figure, "" if of_money else unit, was=None if isinstance(was, Money) else plain(was)
            )
        if kind is FiscalYear:
            return typed.year(figure, None, was=plain(was))
        return typed.plain(type_name, path, figure)
    except ValueError as error:
        raise RefusedError("This is no figure.", str(error)) from error


def entered_year(text: str, phase: str | None, was: JsonValue) -> JsonObject | None:
    """The year as a correction has it, None where nothing is typed. RefusedError: no year."""
    try:
        return typed.year(text, phase, was=was)
    except ValueError as error:
        raise RefusedError("This is no year. Write 2025, R7 or 令和7年度.", str(error)) from error


def check_fits(record: Record, path: str, now: JsonValue) -> None:
    """RefusedError where the record cannot have this value there."""
    try:
        with_value(record, path, now)
    except ValueError as error:
        raise RefusedError("The field cannot hold this.", first_of(error)) from error


def first_of(error: ValueError) -> str:
    """What is wrong, in one line."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}"
    return str(error)
