"""What the page may ask for: each request with its fields, and nothing else."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from models import BBox

Text = Annotated[str, Field(max_length=2_000)]
Short = Annotated[str, Field(max_length=200)]


class Request(BaseModel):
    """A request is closed to unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Seen(Request):
    """The value that the person had before them: another window may have changed it since."""

    record: Short
    path: Short
    shown: Text


class Accept(Seen):
    """The value is right in all respects."""

    action: Literal["accept"]


class AcceptRecord(Request):
    """All that the page shows of a record is right: each path with what the person saw there."""

    action: Literal["accept_record"]
    record: Short
    shown: Annotated[dict[Short, Text], Field(min_length=1, max_length=500)]


class Save(Seen):
    """What the form says of a value. A field that is None was not asked for."""

    action: Literal["save"]
    figure: Text | None = None
    unit: Short | None = None
    year: Short | None = None
    phase: Short | None = None
    role: Short | None = None
    owner: Text | None = None
    only: bool = False
    type: Short | None = None


class NoFigure(Seen):
    """There should be no such value."""

    action: Literal["no_figure"]


class Remove(Seen):
    """There should be no such record."""

    action: Literal["remove"]


class Add(Request):
    """A record is missing: where it stands, and what it says."""

    action: Literal["add"]
    page: Annotated[int, Field(ge=1)]
    box: BBox | None = None
    line: Annotated[int, Field(ge=1)] | None = None
    type: Short
    owner: Text
    role: Short
    figure: Text = ""
    unit: Short = ""
    year: Short = ""
    phase: Short = ""


class Whole(Request):
    """Everything on the page was looked at, and nothing is missing."""

    action: Literal["whole"]
    page: Annotated[int, Field(ge=1)]


class Undo(Request):
    """The last thing said does not count; `batch` names it, where this window has said it."""

    action: Literal["undo"]
    batch: Short | None = None


class Asked(BaseModel):
    """Any of them, told apart by `action`."""

    request: Annotated[
        Accept | AcceptRecord | Save | NoFigure | Remove | Add | Whole | Undo,
        Field(discriminator="action"),
    ]
