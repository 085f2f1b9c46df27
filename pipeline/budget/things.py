"""What a year's documents say of one thing: a project, a statement line, an indicator."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from models import ChangeDoubt, Money, Record, Source
from pipeline.arithmetic import step_of
from pipeline.budget.cells import Cell

Kind: TypeAlias = Literal["project", "statement", "indicator"]
"""What is compared with what: records of one kind can be the same thing in two documents."""

KINDS: dict[str, Kind] = {
    "budget_item": "project",
    "regional_project": "project",
    "initiative": "project",
    "bureau_proposal": "project",
    "indicator": "indicator",
    "target": "indicator",
    "budget_statement_line": "statement",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed; `page` 1-based, `bbox` in points, null for text."""

    document: str
    page: int
    bbox: tuple[float, float, float, float] | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing in one year, whoever says it.

    `record` is what says it first, `also` are other records that say the same. `path` is what it
    stands under (款, 項, 目 or headings), `plan` the 大事業 or plan it belongs to. Amounts are in
    yen or in an indicator's unit: `amount` null where none is said, `prior` as printed for the
    year before, 0
    for a dash; a supplement's `before` and `after`. `steps` are the yen of the last printed place
    of amount and prior.
    """

    id: str
    kind: Kind
    record: Record
    cell: Cell
    name: str
    key: str
    path: tuple[str, ...] = ()
    department: str = ""
    code: str = ""
    plan: str = ""
    account_name: str = ""
    amount: int | float | None = None
    prior: int | float | None = None
    before: int | None = None
    after: int | None = None
    steps: tuple[int, int] = (1, 1)
    is_total: bool = False
    also: tuple[Record, ...] = ()
    doubts: frozenset[ChangeDoubt] = field(default_factory=frozenset)

    @property
    def records(self) -> tuple[Record, ...]:
        """All records that say it."""
        return (self.record, *self.also)


def yen(money: Money | None) -> int | None:
    """The amount in yen; 0 where a dash is printed, null where nothing is."""
    if money is None:
        return None
    return 0 if money.none else money.yen


def steps_of(amount: Money | None, prior: Money | None) -> tuple[int, int]:
    """The yen of the last printed place of both."""
    return (step_of(amount) if amount else 1, step_of(prior) if prior else 1)


def places_of(record: Record, *fields: str) -> Iterator[Place]:
    """Where the record's fields are printed; the record's own page where it has no sources."""
    found = [record.sources[name] for name in fields if name in record.sources]
    if not found:
        yield Place(record.document, record.page)
    for source in found:
        yield place_of(record.document, source)


def place_of(document: str, source: Source) -> Place:
    """A source as a place in its document."""
    return Place(document, source.page, source.bbox, source.line)
