"""What changed between two years' documents."""

from typing import Literal

from models.values import BBox, Direction, Value

ChangeKind = Literal["added", "removed", "continued", "renamed", "moved", "split", "merged"]

ChangeDoubt = Literal[
    "check_failed",  # the arithmetic of its own document speaks against an amount
    "low_confidence",  # the reader was not sure of an amount
    "sources_disagree",  # two documents or pages of one year give two amounts
    "prior_disagrees",  # the new document prints another amount for the old year
    "factor",  # an amount is ten, a thousand … times the other, or its account's printed total
    "one_side_partial",  # the other side lists some only, or lacks this part of the account
    "phase_unknown",  # one side does not say what budget its amounts are of
    "no_amount",  # an amount is missing on a side: a missing amount is not 0
]
"""Why a change is listed apart and left out of the sums."""


class Match(Value):
    """Why an old and a new record are held to be the same: method, score 0 to 1, evidence."""

    method: str
    score: float
    evidence: tuple[str, ...] = ()


class Candidate(Value):
    """What a record might be in the other year, but not surely: for a person to look at."""

    id: str
    name: str | None = None
    amount: int | None = None
    match: Match


class FieldChange(Value):
    """What else is said otherwise: a revised target, a result filled in. Both as printed."""

    field: str
    old: str | None = None
    new: str | None = None


class ChangeSource(Value):
    """Where one side of a change is printed. `bbox` is null for text, `line` for pages."""

    document: str
    file_name: str | None = None
    page: int
    bbox: BBox | None = None
    line: int | None = None


class Change(Value):
    """One line of a diff. `old` and `new` are record ids; amounts are in yen.

    `also` holds what else happened (a project that moved and was renamed is `moved`). `phase`,
    `account`, `direction`, `table` and `level` say within what records were compared, as far as
    somebody states it: phase `revised` is 現計, table `explained` a book's 説明, `selected`
    主要事業; level is a statement line's, or the depth of a project in a 説明. `path` is what it
    stands under in the new year, else in the old: 款, 項, 目, or headings. `percent` is null where
    the old amount is zero or missing. `prior_disagrees` is true where the new document's printed
    prior-year amount is not what the old document says. `partial` are the sides that plainly list
    a part of their budget only. A change with `doubts` is in no sum of rises and falls.
    `candidates` of an added or removed record are doubtful matches; they are never counted.
    """

    kind: ChangeKind
    type: str
    also: tuple[ChangeKind, ...] = ()
    phase: str | None = None
    account: str | None = None
    direction: Direction | None = None
    table: str | None = None
    level: str | None = None
    path: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    old_name: str | None = None
    new_name: str | None = None
    old_department: str | None = None
    new_department: str | None = None
    old_amount: int | None = None
    new_amount: int | None = None
    amount_change: int | None = None
    percent: float | None = None
    match: Match | None = None
    prior_disagrees: bool = False
    printed_prior: int | None = None
    doubts: tuple[ChangeDoubt, ...] = ()
    partial: tuple[Literal["old", "new"], ...] = ()
    fields: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    old_sources: tuple[ChangeSource, ...] = ()
    new_sources: tuple[ChangeSource, ...] = ()
