"""What the templates are given: values, records, checks, and all that is known of one value."""

from dataclasses import dataclass, field

from models import BBox, Record
from models.values import Source


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is listed: what it is called, what it says, and how it stands."""

    record: str
    path: str
    label: str
    text: str
    shown: str
    state: str
    is_figure: bool
    box: BBox | None = None
    line: int | None = None
    print: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A record as it is listed."""

    id: str
    type: str
    type_label: str
    owner: str
    section: str
    cells: list[Cell]
    box: BBox | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that takes part in a check, with its box where it stands on the page."""

    label: str
    value: str
    box: BBox | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """A check of a value with its terms."""

    label: str
    holds: bool | None
    exact: bool
    terms: list[Term]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What speaks for whose a figure is: the print that names the owner, its box, and how sure."""

    print: str
    page: int
    box: BBox | None
    sure: float | None


@dataclass(slots=True)
class Inspected:
    """All that is known of one value, and what can be changed about it."""

    cell: Cell
    record: Record
    type_label: str
    owner: str
    owner_path: str | None
    section: str
    figure: str
    unit: str
    of_money: bool
    kind: str
    choices: list[tuple[str, str]]
    year_path: str | None
    year: str
    phase: str
    sure: float
    proved: bool
    confidence_given: bool
    source: Source | None
    corrected: str | None
    checks: list[ShownCheck]
    roles: list[tuple[str, str]]
    types: list[tuple[str, str]]
    details: list[tuple[str, str]] = field(default_factory=list)
    ownership: Ownership | None = None
