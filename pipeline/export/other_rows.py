"""Records of policy documents as rows: a row for each text, and one for each figure."""

from collections.abc import Iterator

from models import FiscalYear, Money, Quantity, RecordBase
from models.values import Value
from pipeline.export import tables
from pipeline.export.cells import clean, money, quantity
from pipeline.export.columns import Cell, Row
from pipeline.export.frame import Frame

_COMMON = frozenset(RecordBase.model_fields) | {"type"}
_PERCENT = "_percent"


def other_rows(frame: Frame) -> Iterator[tuple[tables.Table, Row]]:
    """Each text of the record in the table of policy texts, each figure in that of facts."""
    record = frame.record
    name = clean(str(next((v for f in _NAMES if (v := getattr(record, f, None))), "")))
    year = getattr(record, "fiscal_year", None)
    for at, value in _leaves(record):
        field, _, rest = at.partition(".")
        number = int(rest.partition(".")[0]) + 1 if rest[:1].isdigit() else None
        if isinstance(value, str):
            own: dict[str, Cell] = {"name": name, "part": field, "number": number}
            own["text"] = clean(value)
            yield tables.POLICY, frame.row(own, at=at, years=[year])
        elif isinstance(value, FiscalYear):
            if value is not year or not name:
                own = {"name": name, "part": field, "number": number, "text": clean(value.text)}
                yield tables.POLICY, frame.row(own, at=at, years=[value])
        else:
            item = clean(_owner_name(record, at))
            own = {"name": name, "label": field, "item": item, **_figure(at, value)}
            said = value.fiscal_year if isinstance(value, Quantity) else None
            earlier = getattr(record, "prior_fiscal_year", None) if "prior" in field else None
            yield tables.FACTS, frame.row(own, at=at, years=[said or earlier or year])


# What a record calls itself by.
_NAMES = ("name", "label", "channel", "event", "project", "number")


def _figure(at: str, value: Money | Quantity | int | float | bool) -> Row:
    match value:
        case Money():
            return money("amount", value)
        case Quantity():
            return quantity(value)
        case bool():
            return {"value": int(value)}
        case _:
            return {"value": value, "value_unit": "%" if at.endswith(_PERCENT) else None}


def _owner_name(record: Value, at: str) -> str | None:
    """The name of the part that a figure belongs to: that of a うち within its total."""
    above: object = record
    for step in at.split(".")[:-1]:
        above = above[int(step)] if isinstance(above, tuple) else getattr(above, step)
    name = getattr(above, "name", None) if above is not record else None
    return name if isinstance(name, str) else None


def _leaves(
    record: Value,
) -> Iterator[tuple[str, str | int | float | bool | Money | Quantity | FiscalYear]]:
    for field in type(record).model_fields:
        if field not in _COMMON:
            yield from _inside(field, getattr(record, field))


def _inside(
    at: str, value: object
) -> Iterator[tuple[str, str | int | float | bool | Money | Quantity | FiscalYear]]:
    if isinstance(value, Money | Quantity | FiscalYear | str | int | float):
        yield at, value
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _inside(f"{at}.{number}", part)
    elif isinstance(value, Value):
        for field in type(value).model_fields:
            yield from _inside(f"{at}.{field}", getattr(value, field))
