"""What changed between two years' documents."""

from typing import Literal

from models.values import Value

ChangeKind = Literal["added", "removed", "continued", "renamed", "moved", "split", "merged"]


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


class Change(Value):
    """One line of a diff. `old` and `new` are record ids; amounts are in yen.

    `also` holds what else happened (a project that moved and was renamed is `moved`). `phase` is
    the phase (or the level of statement lines) within which records were compared. `percent` is
    null where the old amount is zero or missing. `prior_disagrees` is true where the new
    document's printed prior-year amount is not what the old document says. `candidates` of an
    added or removed record are doubtful matches; they are never counted.
    """

    kind: ChangeKind
    type: str
    also: tuple[ChangeKind, ...] = ()
    phase: str | None = None
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
    fields: tuple[FieldChange, ...] = ()
    candidates: tuple[Candidate, ...] = ()
