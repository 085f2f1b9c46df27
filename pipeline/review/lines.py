"""From what a person does on the page to lines of corrections.jsonl."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from models import (
    RECORD,
    Correction,
    CorrectionAction,
    CorrectionTarget,
    FiscalYear,
    Place,
    Record,
)
from models.values import JsonObject
from pipeline.corrections import in_force
from pipeline.corrections.fields import (
    owner_field,
    plain,
    value_at,
    with_value,
)
from pipeline.corrections.places import place_of
from pipeline.review import typed
from pipeline.review.document import State
from pipeline.review.entered import ChangedError, RefusedError, entered, entered_year, first_of
from pipeline.review.requests import Accept, AcceptRecord, Add, NoFigure, Remove, Seen, Undo, Whole
from pipeline.schema import record_types
from pipeline.words import mark

CHANGED = mark("Somebody has changed this meanwhile. Look at it again.")
_YEARS = {"prior_amount": "prior_fiscal_year", "prior_count": "prior_fiscal_year"}


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
    record = seen(state, asked)
    paths = [asked.path, owner_field(record.type), year_field(record, asked.path)]
    was = {
        path: plain(value)
        for path in paths
        if path and (value := value_at(record, path)) is not None
    }
    scribe.write("accept", target=about(record, None), was=was)


def no_figure(state: State, asked: NoFigure, scribe: Scribe) -> None:
    """The field is emptied; a record that is nothing without it goes."""
    record = seen(state, asked)
    try:
        with_value(record, asked.path, None)
    except ValueError:
        scribe.write("remove", target=about(record, None), was=record.model_dump(mode="json"))
        return
    was = plain(value_at(record, asked.path))
    scribe.write("change", target=about(record, asked.path), was=was, now=None)


def remove(state: State, asked: Remove, scribe: Scribe) -> None:
    """The record goes."""
    record = seen(state, asked)
    scribe.write("remove", target=about(record, None), was=record.model_dump(mode="json"))


def accept_record(state: State, asked: AcceptRecord, scribe: Scribe) -> None:
    """All that was shown of the record is right."""
    record = state.records.get(asked.record)
    was: JsonObject = {}
    for path, shown in asked.shown.items():
        value = None if record is None else value_at(record, path)
        if value is None or shown_as(value) != shown:
            raise ChangedError(CHANGED)
        was[path] = plain(value)
    if record is not None:
        scribe.write("accept", target=about(record, None), was=was)


def add(asked: Add, scribe: Scribe, *, text: str) -> None:
    """A missing record, with what the document prints in its box."""
    if asked.type not in record_types():
        raise RefusedError("There is no such type of record.")
    owner = owner_field(asked.type)
    now: JsonObject = {"type": asked.type}
    if owner and asked.owner.strip():
        now[owner] = asked.owner.strip()
    value = entered(asked.type, asked.role, asked.figure, asked.unit, None)
    if value is not None:
        now[asked.role] = value
    if asked.year.strip() and "fiscal_year" in record_types()[asked.type].model_fields:
        now["fiscal_year"] = entered_year(asked.year, asked.phase, None)
    try:
        RECORD.validate_python({"page": asked.page, **now})
    except ValidationError as error:
        raise RefusedError(
            "Something is missing for a record of this type.", first_of(error)
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


def seen(state: State, asked: Seen) -> Record:
    """The record of a value that is still as the person saw it. ChangedError where it is not."""
    record = state.records.get(asked.record)
    if record is None or shown_as(value_at(record, asked.path)) != asked.shown:
        raise ChangedError(CHANGED)
    return record
