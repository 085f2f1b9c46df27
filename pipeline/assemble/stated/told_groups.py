"""The figures of a sentence about one subject, and what stands around them."""

from dataclasses import dataclass, field

from models import FiscalYear, Money, Quantity
from pipeline.prose.binding import Bound
from pipeline.prose.subjects import Kind
from pipeline.recognise import taken_away

_HEADROOM = 2.0
_SUREST = 0.97


@dataclass(slots=True)
class Group:
    """Figures of a sentence about one subject, each in its role, with the `years` said beside them.

    `undated` is true where a year is said that cannot be known: no other may stand for it.
    """

    label: str
    kind: Kind
    bits: float
    compared: str = ""
    topic: str = ""
    undated: bool = False
    parts: dict[str, Bound] = field(default_factory=dict)
    years: dict[str, FiscalYear] = field(default_factory=dict)

    def add(self, role: str, figure: Bound, year: FiscalYear | None) -> None:
        """Puts a figure in its role, with the year that is said beside it."""
        self.parts[role] = figure
        self.compared = self.compared or figure.compared
        if year is not None:
            self.years[role] = year

    @property
    def year(self) -> FiscalYear | None:
        """The year that is said beside its figures, but not beside last year's."""
        return next((self.years[each] for each in self.years if each != "prior_amount"), None)

    @property
    def has_money(self) -> bool:
        """Whether any of its figures is an amount."""
        return any(isinstance(each.figure.value, Money) for each in self.parts.values())


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a sentence: year, account and bill of its text, and what was said.

    `headed` is the year that a heading above the text gives.
    """

    year: FiscalYear | None
    headed: FiscalYear | None
    account: str | None
    bill: str | None
    said: str


def signed(each: Bound) -> Money | Quantity:
    """A figure's value, below zero where it is taken away."""
    value = each.figure.value
    if each.turn.way != "less":
        return value
    if isinstance(value, Money):
        return taken_away(value)
    if value.value is None or value.value <= 0:
        return value
    return value.model_copy(update={"value": -value.value})


def sure(bits: float) -> float:
    """How likely a subject is right, after the evidence for it."""
    likely: float = min(_SUREST, 1.0 / (1.0 + 2.0 ** -(bits + _HEADROOM)))
    return round(likely, 4)
