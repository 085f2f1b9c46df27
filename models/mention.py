"""What a document mentions: every amount, year, count and name, wherever it stands."""

from typing import Literal

from models.values import BBox, FiscalYear, Money, Quantity, Value

MentionKind = Literal["money", "year", "quantity", "project", "organisation", "place"]


class MentionPart(Value):
    """Where a mention stands on one line: `start:end` of the printed line's characters."""

    page: int
    bbox: BBox | None = None
    line: int | None = None
    start: int
    end: int
    text: str


class TextMention(Value):
    """A value or a name as a document prints it.

    `value` is the amount, year or count, or the name as it is read. A mention that is broken over
    lines has a part for each. An amount whose unit stands in a heading is found through the record
    that has it; it has no parts, and stands at `bbox`, or on `line` of a text.
    """

    kind: MentionKind
    text: str
    value: Money | FiscalYear | Quantity | str
    page: int
    bbox: BBox | None = None
    line: int | None = None
    parts: tuple[MentionPart, ...] = ()
