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


class Correction(Value):
    """A line of corrections.jsonl: who said what about which figure, and what stood there before.

    `id` names the line, `document` is the sha256 of the file it is about, `at` the time in UTC.
    `target` is what the line is about and `to` where a moved figure goes; without `to` it goes to
    a new record, `now`. `was` and `now` are values as records.jsonl has them. `place` is the box
    that was drawn around a missing record. `sample` names the sample that asked for the line.
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
    note: str | None = None
