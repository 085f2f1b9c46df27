"""What a person says about an extraction, one line of corrections.jsonl each."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from models.values import BBox, Source, Value

CorrectionAction = Literal[
    "accept",  # the field, or the whole record, is right
    "change",  # the field's value is `now`
    "move",  # the figure belongs to another field, or to another record
    "retype",  # the record is of type `now`
    "remove",  # there should be no such record
    "add",  # a record is missing: `now`
    "whole",  # everything on `page` was looked at, and nothing is missing
    "settle",  # two things of two years are one, or they are not: `settled`
    "undo",  # the line `undoes` does not count
]


class Place(Value):
    """Where a figure or name stands in the document: what finds it again in a newer extraction."""

    page: Annotated[int, Field(ge=1)]
    bbox: BBox | None = None
    line: Annotated[int, Field(ge=1)] | None = None
    text: str = ""

    @classmethod
    def of(cls, source: Source) -> "Place":
        """The place that a record's source names."""
        return cls(page=source.page, bbox=source.bbox, line=source.line, text=source.text)


class CorrectionTarget(Value):
    """Which field of which record: by id, and by place where a newer extraction has other ids."""

    record: str
    type: str
    field: str | None = None
    place: Place | None = None


class SettledThing(Value):
    """A thing of one year: by its record, and by what finds it again among other records.

    `document` is the sha256 of the file that lists it; `path` is what it stands under.
    """

    document: str
    record: str
    type: str
    year: int | None = None
    name: str
    department: str = ""
    path: tuple[str, ...] = ()


class Settled(Value):
    """What a person says of an old and a new thing: that they are one, or that they are two."""

    is_one: bool
    old: SettledThing
    new: SettledThing


class Correction(Value):
    """A line of corrections.jsonl: who said what about which figure, and what stood there before.

    `id` names the line, `document` is the sha256 of the file it is about, `at` the time in UTC.
    `target` is what the line is about and `to` where a moved figure goes; without `to` it goes to
    a new record, `now`. `was` and `now` are values as records.jsonl has them. `place` is the box
    that was drawn around a missing record. `sample` names the sample that asked for the line.
    `settled` pairs the document's thing with one of another year.
    """

    id: str
    document: str
    action: CorrectionAction
    at: str
    by: str | None = None
    target: CorrectionTarget | None = None
    to: CorrectionTarget | None = None
    was: JsonValue = None
    now: JsonValue = None
    place: Place | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    undoes: str | None = None
    sample: str | None = None
    settled: Settled | None = None
    note: str | None = None
