"""What a diff holds: changes, and how the old sums become the new ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import Change, ChangeKind, Direction
from pipeline.budget import AccountTotal, Cell, Stage
from pipeline.diff.alike import LeftOut
from pipeline.sides import Side


@dataclass(frozen=True, slots=True)
class Sum:
    """The changes of one kind: how many, and their amounts on both sides, in yen."""

    kind: ChangeKind
    count: int
    old: int
    new: int

    @property
    def change(self) -> int:
        """The difference in yen."""
        return self.new - self.old


@dataclass(frozen=True, slots=True)
class Cells:
    """In which cell each thing is added up, by its id, on either side."""

    old: Mapping[str, Cell] = field(default_factory=dict)
    new: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """How old becomes new within one cell of the budget: what may be added, and nothing else.

    `old` and `new` are added up from the documents' records, not from the changes. The sums by kind
    and `doubtful`, the changes that are marked with a doubt, add up from one to the other.
    """

    what: str
    cell: Cell
    old: int
    new: int
    sums: tuple[Sum, ...]
    doubtful: tuple[Sum, ...] = ()

    @property
    def reconciles(self) -> bool:
        """Whether old and all differences make new."""
        return self.old + sum(each.change for each in (*self.sums, *self.doubtful)) == self.new


@dataclass(frozen=True, slots=True)
class Headline:
    """An account's total in both years, as printed, else as its lines add up.

    `prior` is what the new document prints as the old year's total, and `prior_agrees` whether the
    old document says so; both are null where none is printed or the years are not neighbours.
    """

    account: str
    half: str
    direction: Direction | None
    stage: Stage
    old: AccountTotal
    new: AccountTotal
    prior: int | None = None
    prior_agrees: bool | None = None

    @property
    def name(self) -> str:
        """The account's name as the new documents write it."""
        return self.new.name or self.old.name

    @property
    def change(self) -> int | None:
        """New less old; null where either is unknown."""
        if self.old.amount is None or self.new.amount is None:
            return None
        return self.new.amount - self.old.amount


@dataclass(frozen=True, slots=True)
class Diff:
    """Two sides and their changes: what is new in the new document's order, then what is gone.

    `headlines` are the accounts' totals, `totals` the sums of each cell, `cells` says of which cell
    each thing is a part, and `left_out` what is
    compared with nothing. `factor` is the power of ten by which most pairs differ, 1 as a rule.
    `about` are the words that all changes are about, where they are not all there are.
    """

    old: Side
    new: Side
    adjacent: bool
    changes: list[Change] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    totals: list[Totals] = field(default_factory=list)
    cells: Cells = field(default_factory=Cells)
    left_out: list[LeftOut] = field(default_factory=list)
    factor: int = 1
    about: str = ""
