"""What a recogniser finds in a text."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from models import FiscalYear, Money, Quantity

V = TypeVar("V", Money, FiscalYear, Quantity, str)

Doubt = Literal["period"]
"""Why a value may be another one: a period that may part thousands or be a decimal point."""

Periods = Literal["thousands", "decimal"]
"""What a period in a figure is, where its column and its sums tell."""

MentionRole = Literal["expansion", "prior", "private", "of_which", "per_unit", "limit", "decrease"]


@dataclass(frozen=True, slots=True)
class Mention(Generic[V]):
    """A value found at `text[start:end]` of the text that was asked about, as printed there.

    The span is the figure itself with its sign, its unit and, for a range, both ends; words
    around it (約, 程度, 以上, うち, brackets) are read into `value` and `role`. A project, an
    organisation and a place are a `str`: the name as it is read.

    `role` says what brackets or words around an amount make of it: 拡充 (expansion), [n] (prior),
    民間資金 (private), うち (of_which), 1人当たり (per_unit), 限度額 (limit), n円の減 (decrease).
    `fiscal_year` is the year printed in brackets beside an amount, as in (R元補正) 2,020,000.
    `doubt` says why the value may be another one; it must not be given as if it were certain.
    """

    start: int
    end: int
    text: str
    value: V
    role: MentionRole | None = None
    fiscal_year: FiscalYear | None = None
    doubt: Doubt | None = None
