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
    """Figures of a sentence about one subject, each in its role; `year` is said beside them.

    `undated` is true where a year is said that cannot be known: no other may stand for it.
    """

    label: str
    kind: Kind
    bits: float
    year: FiscalYear | None
    compared: str = ""
    topic: str = ""
    undated: bool = False
    parts: dict[str, Bound] = field(default_factory=dict)

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
