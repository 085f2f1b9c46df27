"""What each kind of correction does to the records that it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pydantic import JsonValue

from models import (
    RECORD,
    Correction,
    CorrectionAction,
    CorrectionTarget,
    Place,
    Record,
    Source,
    record_id,
)
from models.values import JsonObject
from pipeline.corrections.fields import (
    amount_field,
    owner_of,
    plain,
    retyped,
    same_value,
    value_at,
    values,
    with_value,
)
from pipeline.corrections.places import Shelf, in_place, place_of, spelling
from pipeline.words import mark

Status: TypeAlias = Literal["applied", "agrees", "unfit"]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a correction stands to an extraction.

    It is applied; or the extraction says the same by itself (`agrees`); or it no longer fits, and
    `why` says why. `vouched` are the values that somebody stands for by it: record id and path.
    """

    correction: Correction
    status: Status
    why: str = ""
    vouched: tuple[tuple[str, str], ...] = ()


class MisfitError(Exception):
    """Why a correction does not fit the records."""


def apply(shelf: Shelf, correction: Correction, document: str) -> Fit:
    """Does to the shelf what the correction says, or says why it does not fit."""
    if correction.document != document:
        return Fit(correction, "unfit", mark("it was made for another version of the document"))
    try:
        return _ACTIONS[correction.action](shelf, correction)
    except MisfitError as error:
        return Fit(correction, "unfit", str(error))
    except ValueError:
        return Fit(correction, "unfit", mark("the record has no place for the value any more"))


def _accept(shelf: Shelf, correction: Correction) -> Fit:
    _, record, path = _found(shelf, correction.target)
    accepted = {path: correction.was} if path is not None else correction.was
    if not isinstance(accepted, dict):
        raise MisfitError("it does not say what was accepted")
    for name, value in accepted.items():
        if not same_value(plain(value_at(record, name)), value):
            raise MisfitError("the value that was accepted has changed")
    return Fit(correction, "applied", vouched=tuple((record.id, name) for name in accepted))


def _change(shelf: Shelf, correction: Correction) -> Fit:
    number, record, path = _found(shelf, correction.target)
    if path is None:
        raise MisfitError("it names no field")
    agrees = same_value(plain(value_at(record, path)), correction.now)
    source = _source(record, path, correction)
    shelf.put(number, with_value(record, path, correction.now, source=source))
    status: Status = "agrees" if agrees else "applied"
    return Fit(correction, status, vouched=((record.id, path),))


def _move(shelf: Shelf, correction: Correction) -> Fit:
    """Takes a figure to the field that it belongs to.

    A figure of the same kind that stood there comes back in exchange.
    """
    number, record, path = _found(shelf, correction.target)
    figure = plain(value_at(record, path)) if path else None
    if path is None or figure is None:
        raise MisfitError("there is no figure to move any more")
    if correction.to is None:
        return _move_out(shelf, correction, (number, path))
    place = shelf.find(correction.to)
    other = shelf.get(place[0]) if place else None
    goal = correction.to.field
    if place is None or other is None or goal is None:
        raise MisfitError("the record that the figure belongs to is not there any more")
    vouched = ((record.id, path), (other.id, goal))
    if place[0] == number and path == goal:
        return Fit(correction, "agrees", vouched=vouched[1:])
    instead = value_at(other, goal)
    back = plain(instead) if isinstance(instead, type(value_at(record, path))) else None
    back_source = _source(other, goal, correction) if back is not None else None
    source = _source(record, path, correction)
    if place[0] == number:
        changed = with_value(record, path, back, source=back_source)
        shelf.put(number, with_value(changed, goal, figure, source=source))
    else:
        shelf.put(place[0], with_value(other, goal, figure, source=source))
        _leave(shelf, (number, path), back, back_source)
    return Fit(correction, "applied", vouched=vouched)


def _move_out(shelf: Shelf, correction: Correction, cell: tuple[int, str]) -> Fit:
    """Gives a figure to an owner that has no record yet."""
    record, path = shelf.get(cell[0]), cell[1]
    if record is None or not isinstance(correction.now, dict):
        raise MisfitError("it does not say whose the figure is")
    source = _source(record, path, correction)
    main = amount_field(str(correction.now.get("type")))
    if main is None:
        raise MisfitError("the new record has no field for a figure")
    given = correction.now | {main: plain(value_at(record, path))}
    made = _made(correction, given, sources={main: source}, like=record)
    shelf.add(made)
    _leave(shelf, cell, None, None)
    return Fit(correction, "applied", vouched=((record.id, path), *_all_of(made)))


def _leave(shelf: Shelf, cell: tuple[int, str], value: JsonValue, source: Source | None) -> None:
    """Takes a figure out of a record; a record that is nothing without it goes as well."""
    number, path = cell
    record = shelf.get(number)
    if record is None:
        return
    try:
        shelf.put(number, with_value(record, path, value, source=source))
    except ValueError:
        shelf.put(number, None)


def _retype(shelf: Shelf, correction: Correction) -> Fit:
    number, record, _ = _found(shelf, correction.target)
    if record.type == correction.now:
        return Fit(correction, "agrees", vouched=_all_of(record))
    data = retyped(record, str(correction.now)).model_dump(mode="json")
    for source in data["sources"].values():
        source["corrected"] = correction.id
    changed = RECORD.validate_python(data)
    shelf.put(number, changed)
    return Fit(correction, "applied", vouched=_all_of(changed))


def _remove(shelf: Shelf, correction: Correction) -> Fit:
    place = shelf.find(correction.target) if correction.target else None
    if place is None:
        return Fit(correction, "agrees")
    shelf.put(place[0], None)
    return Fit(correction, "applied")


def _add(shelf: Shelf, correction: Correction) -> Fit:
    """Adds a missing record, unless the extraction has it by now in the box that was drawn."""
    if not isinstance(correction.now, dict):
        raise MisfitError("it does not say what is missing")
    made = _made(correction, correction.now)
    there = _already(shelf, correction.place, made)
    if there is None:
        shelf.add(made)
        return Fit(correction, "applied", vouched=_all_of(made))
    number, record = there
    given = [name for name in correction.now if name in type(record).model_fields]
    for name in given:
        if name != "type":
            source = record.sources.get(name) or made.sources.get(name)
            record = with_value(record, name, correction.now[name], source=source)
    shelf.put(number, record)
    return Fit(correction, "agrees", vouched=_all_of(record))


def _all_of(record: Record) -> tuple[tuple[str, str], ...]:
    return tuple((record.id, path) for path, _ in values(record))


def _whole(_: Shelf, correction: Correction) -> Fit:
    if correction.page is None:
        raise MisfitError("it names no page")
    return Fit(correction, "applied")


_ACTIONS: dict[CorrectionAction, Callable[[Shelf, Correction], Fit]] = {
    "accept": _accept,
    "change": _change,
    "move": _move,
    "retype": _retype,
    "remove": _remove,
    "add": _add,
    "whole": _whole,
}


def _found(shelf: Shelf, target: CorrectionTarget | None) -> tuple[int, Record, str | None]:
    place = shelf.find(target) if target else None
    record = shelf.get(place[0]) if place else None
    if place is None or record is None:
        raise MisfitError("its figure does not stand in this place any more")
    return place[0], record, place[1]


def _source(record: Record, path: str, correction: Correction) -> Source:
    """Where a corrected value is printed: where it was, or where the record stands."""
    source = record.sources.get(path)
    if source is None:
        place = correction.target.place if correction.target else None
        place = place or place_of(record, None) or Place(page=record.page)
        source = Source(page=place.page, bbox=place.bbox, line=place.line, text=place.text)
    return source.model_copy(update={"corrected": correction.id, "confidence": None})


def _made(
    correction: Correction,
    given: JsonObject,
    *,
    sources: dict[str, Source] | None = None,
    like: Record | None = None,
) -> Record:
    """A record that a person has entered, in the box that was drawn or beside another record."""
    place = correction.place or (place_of(like, None) if like else None)
    page = like.page if like else place.page if place else 1
    text = place.text if place else ""
    drawn = Source(
        page=page,
        bbox=place.bbox if place else None,
        line=place.line if place else None,
        text=text,
        corrected=correction.id,
    )
    every = {name: drawn for name in given if name != "type"} | (sources or {})
    data = {
        **given,
        "id": record_id(str(given.get("type")), correction.document, correction.id),
        "document": correction.document,
        "page": page,
        "section": list(like.section) if like else [],
        "sources": {name: source.model_dump(mode="json") for name, source in every.items()},
    }
    return RECORD.validate_python(data)


def _already(shelf: Shelf, place: Place | None, made: Record) -> tuple[int, Record] | None:
    """The record of the extraction that stands in the drawn box and says the same."""
    if place is None:
        return None
    for number, record in shelf.on_page(place.page):
        inside = any(in_place(source, place) for source in record.sources.values())
        if inside and record.type == made.type and _alike(record, made):
            return number, record
    return None


def _alike(record: Record, made: Record) -> bool:
    """Whether two records of a type have the same name or the same main figure."""
    figure = amount_field(made.type)
    if figure and same_value(plain(value_at(record, figure)), plain(value_at(made, figure))):
        return value_at(made, figure) is not None
    return spelling(owner_of(record)) == spelling(owner_of(made))
