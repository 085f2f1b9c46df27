"""What the form of a value says otherwise than its record, as lines of corrections."""

from collections.abc import Iterable

from pydantic import JsonValue

from models import CorrectionTarget, Quantity, Record
from pipeline.corrections.fields import owner_field, plain, retyped, same_value, value_at
from pipeline.corrections.places import place_of, spelling
from pipeline.review import typed
from pipeline.review.document import State
from pipeline.review.entered import RefusedError, check_fits, entered, entered_year, first_of
from pipeline.review.lines import Scribe, about, seen, year_field
from pipeline.review.requests import Save
from pipeline.schema import record_types


def save(state: State, asked: Save, scribe: Scribe) -> None:
    """Each thing that the form says otherwise than the record is a line."""
    record = seen(state, asked)
    if asked.type and asked.type != record.type:
        _retype(record, asked, scribe)
        return
    _save_figure(record, asked, scribe)
    _save_year(record, asked, scribe)
    role = asked.role if asked.role and asked.role != asked.path else None
    if role:
        if typed.kind_of(record.type, role) is None:
            raise RefusedError("The record has no such field.")
        scribe.write("move", target=about(record, asked.path), to=about(record, role))
    figure = CorrectionTarget(
        record=record.id,
        type=record.type,
        field=role or asked.path,
        place=place_of(record, asked.path),
    )
    _save_owner(state, record, asked, scribe, figure=figure)
    if not scribe.lines:
        raise RefusedError("Nothing was changed.")


def _save_figure(record: Record, asked: Save, scribe: Scribe) -> None:
    if asked.figure is None:
        return
    was = value_at(record, asked.path)
    now = entered(record.type, asked.path, asked.figure, asked.unit or "", was)
    if same_value(plain(was), now) and not _unit_differs(was, now):
        return
    check_fits(record, asked.path, now)
    scribe.write("change", target=about(record, asked.path), was=plain(was), now=now)


def _unit_differs(was: object, now: JsonValue) -> bool:
    return isinstance(was, Quantity) and isinstance(now, dict) and was.unit != now.get("unit")


def _save_year(record: Record, asked: Save, scribe: Scribe) -> None:
    path = year_field(record, asked.path)
    if asked.year is None or path is None:
        return
    was = value_at(record, path)
    now = entered_year(asked.year, asked.phase, plain(was))
    if same_value(plain(was), now) or (was is None and now is None):
        return
    check_fits(record, path, now)
    scribe.write("change", target=about(record, path), was=plain(was), now=now)


def _save_owner(
    state: State, record: Record, asked: Save, scribe: Scribe, *, figure: CorrectionTarget
) -> None:
    """A name that another record of the page has takes the figure there; else the record's own."""
    field_name = owner_field(record.type)
    if asked.owner is None or field_name is None:
        return
    name, was = asked.owner.strip(), value_at(record, field_name)
    if spelling(name) == spelling(str(was or "")):
        return
    if not name:
        raise RefusedError("Whose is it? A name is needed.")
    path = str(figure.field)
    for other in _with_name(state.by_page.get(record.page, ()), name, besides=record):
        if typed.kind_of(other.type, path) is typed.kind_of(record.type, path):
            scribe.write("move", target=figure, to=about(other, path))
            return
    if asked.only:
        scribe.write("move", target=figure, now={"type": record.type, field_name: name})
        return
    scribe.write("change", target=about(record, field_name), was=plain(was), now=name)


def _with_name(records: Iterable[Record], name: str, *, besides: Record) -> list[Record]:
    return [
        record
        for record in records
        if record.id != besides.id
        and (owner := owner_field(record.type))
        and spelling(str(value_at(record, owner) or "")) == spelling(name)
    ]


def _retype(record: Record, asked: Save, scribe: Scribe) -> None:
    if asked.type not in record_types():
        raise RefusedError("There is no such type of record.")
    try:
        retyped(record, asked.type)
    except ValueError as error:
        raise RefusedError(
            "A record of this type needs what this one has not.", first_of(error)
        ) from error
    scribe.write("retype", target=about(record, None), was=record.type, now=asked.type)
