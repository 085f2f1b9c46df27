"""From what a person does on the page to lines of corrections.jsonl."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue, ValidationError

from models import (
    RECORD,
    Correction,
    CorrectionAction,
    CorrectionTarget,
    FiscalYear,
    Money,
    Place,
    Quantity,
    Record,
)
from models.values import JsonObject
from pipeline.corrections import in_force
from pipeline.corrections.fields import (
    owner_field,
    plain,
    retyped,
    same_value,
    value_at,
    with_value,
)
from pipeline.corrections.places import place_of, spelling
from pipeline.review import typed
from pipeline.review.document import State
from pipeline.review.requests import Accept, Add, NoFigure, Remove, Save, Undo, Whole
from pipeline.schema import record_types

_YEARS = {"prior_amount": "prior_fiscal_year", "prior_count": "prior_fiscal_year"}


class RefusedError(Exception):
    """What a person asked for cannot be: `message` is a text of the catalogue."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.message, self.detail = message, detail


class ChangedError(RefusedError):
    """The value is no longer the one that the person saw."""


@dataclass(slots=True)
class Scribe:
    """Writes the lines of one thing that a person did; `batch` begins their ids."""

    document: str
    batch: str
    at: str
    by: str | None = None
    sample: str | None = None
    lines: list[Correction] = field(default_factory=list)

    def write(self, action: CorrectionAction, **more: object) -> None:
        """Adds a line."""
        self.lines.append(
            Correction.model_validate(
                {
                    "id": f"{self.batch}.{len(self.lines) + 1}",
                    "document": self.document,
                    "action": action,
                    "at": self.at,
                    "by": self.by,
                    "sample": self.sample,
                    **more,
                }
            )
        )


def shown_as(value: object) -> str:
    """A value in one string, to tell whether it is still the one that was seen."""
    kept = plain(value)
    if isinstance(kept, dict):
        return "|".join(str(kept.get(key)) for key in ("yen", "value", "year", "phase", "unit"))
    return str(kept)


def accept(state: State, asked: Accept, scribe: Scribe) -> None:
    """The value, whose it is, and of which year: all of it is right."""
    record = _seen(state, asked)
    paths = [asked.path, owner_field(record.type), year_field(record, asked.path)]
    was = {
        path: plain(value)
        for path in paths
        if path and (value := value_at(record, path)) is not None
    }
    scribe.write("accept", target=about(record, None), was=was)


def save(state: State, asked: Save, scribe: Scribe) -> None:
    """Each thing that the form says otherwise than the record is a line."""
    record = _seen(state, asked)
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


def no_figure(state: State, asked: NoFigure, scribe: Scribe) -> None:
    """The field is emptied; a record that is nothing without it goes."""
    record = _seen(state, asked)
    try:
        with_value(record, asked.path, None)
    except ValueError:
        scribe.write("remove", target=about(record, None), was=record.model_dump(mode="json"))
        return
    was = plain(value_at(record, asked.path))
    scribe.write("change", target=about(record, asked.path), was=was, now=None)


def remove(state: State, asked: Remove, scribe: Scribe) -> None:
    """The record goes."""
    record = _seen(state, asked)
    scribe.write("remove", target=about(record, None), was=record.model_dump(mode="json"))


def add(asked: Add, scribe: Scribe, *, text: str) -> None:
    """A missing record, with what the document prints in its box."""
    if asked.type not in record_types():
        raise RefusedError("There is no such type of record.")
    owner = owner_field(asked.type)
    now: JsonObject = {"type": asked.type}
    if owner and asked.owner.strip():
        now[owner] = asked.owner.strip()
    value = _typed(asked.type, asked.role, asked.figure, asked.unit, None)
    if value is not None:
        now[asked.role] = value
    if asked.year.strip() and "fiscal_year" in record_types()[asked.type].model_fields:
        now["fiscal_year"] = _year(asked.year, asked.phase, None)
    try:
        RECORD.validate_python({"page": asked.page, **now})
    except ValidationError as error:
        raise RefusedError(
            "Something is missing for a record of this type.", _first(error)
        ) from error
    place = Place(page=asked.page, bbox=asked.box, line=asked.line, text=text)
    scribe.write("add", place=place, now=now)


def whole(asked: Whole, scribe: Scribe) -> None:
    """The page is complete."""
    scribe.write("whole", page=asked.page)


def undo(log: Sequence[Correction], asked: Undo, scribe: Scribe) -> None:
    """Takes back a batch: the one that is named, else the last that stands."""
    standing = in_force(log)
    batch = asked.batch or (batch_of(standing[-1]) if standing else None)
    lines = [line for line in standing if batch_of(line) == batch]
    if not lines:
        raise RefusedError("There is nothing to undo.")
    for line in reversed(lines):
        scribe.write("undo", undoes=line.id)


def batch_of(line: Correction) -> str:
    """What a person did at once shares the beginning of its ids."""
    return line.id.rpartition(".")[0] or line.id


def about(record: Record, path: str | None) -> CorrectionTarget:
    """A field of a record, or the record, with the place that finds it again."""
    return CorrectionTarget(
        record=record.id, type=record.type, field=path, place=place_of(record, path)
    )


def year_field(record: Record, path: str) -> str | None:
    """The field that says of which year a value is; None where the record has none."""
    parent, _, last = path.rpartition(".")
    names = [f"{path}.fiscal_year", f"{parent}.fiscal_year" if parent else ""]
    names += [_YEARS.get(last, "fiscal_year"), "fiscal_year"]
    for name in names:
        if name and typed.kind_of(record.type, name) is FiscalYear:
            return name
    return None


def _seen(state: State, asked: Accept | Save | NoFigure | Remove) -> Record:
    record = state.records.get(asked.record)
    if record is None or shown_as(value_at(record, asked.path)) != asked.shown:
        raise ChangedError("Somebody has changed this meanwhile. Look at it again.")
    return record


def _save_figure(record: Record, asked: Save, scribe: Scribe) -> None:
    if asked.figure is None:
        return
    was = value_at(record, asked.path)
    now = _typed(record.type, asked.path, asked.figure, asked.unit or "", was)
    if same_value(plain(was), now) and not _unit_differs(was, now):
        return
    _check(record, asked.path, now)
    scribe.write("change", target=about(record, asked.path), was=plain(was), now=now)


def _unit_differs(was: object, now: JsonValue) -> bool:
    return isinstance(was, Quantity) and isinstance(now, dict) and was.unit != now.get("unit")


def _save_year(record: Record, asked: Save, scribe: Scribe) -> None:
    path = year_field(record, asked.path)
    if asked.year is None or path is None:
        return
    was = value_at(record, path)
    now = _year(asked.year, asked.phase, plain(was))
    if same_value(plain(was), now) or (was is None and now is None):
        return
    _check(record, path, now)
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
            "A record of this type needs what this one has not.", _first(error)
        ) from error
    scribe.write("retype", target=about(record, None), was=record.type, now=asked.type)


def _typed(type_name: str, path: str, figure: str, unit: str, was: object) -> JsonValue:
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


def _year(text: str, phase: str | None, was: JsonValue) -> JsonObject | None:
    try:
        return typed.year(text, phase, was=was)
    except ValueError as error:
        raise RefusedError("This is no year. Write 2025, R7 or 令和7年度.", str(error)) from error


def _check(record: Record, path: str, now: JsonValue) -> None:
    try:
        with_value(record, path, now)
    except ValueError as error:
        raise RefusedError("The field cannot hold this.", _first(error)) from error


def _first(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc'][1:]))}: {first['msg']}"
    return str(error)
