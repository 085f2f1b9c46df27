"""Linear identities over the figures of records: which figures, with what signs, add up to zero."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from models import Money, Record
from pipeline.arithmetic import (
    HOLDS,
    Outcome,
    Signed,
    Term,
    agree,
    bits,
    money_term,
    residual,
    rounded_bits,
)

Cell: TypeAlias = tuple[int, str]
"""A figure: the place of its record and the path of its field (funding.0.amount)."""

Severity: TypeAlias = Literal["error", "warning", "info"]
_FEWEST_PRINTS = 2


@dataclass(frozen=True, slots=True)
class Identity:
    """`sum(sign * figure) == 0`, tried on behalf of the record at `owner`.

    `credit` bounds the bits that it can prove, where its terms were found by trying which add up.
    It is `certain` that these are the terms unless nothing but their place speaks for them, and
    the figures do not. An `open` one has a blank term, which may be said in words.
    """

    name: str
    owner: int
    terms: tuple[tuple[Cell, int], ...]
    severity: Severity = "error"
    credit: float = math.inf
    certain: bool = True
    open: bool = False


class Ledger:
    """The records' figures by cell, as exact numbers with the precision of their print."""

    def __init__(self, records: Sequence[Record], changed: dict[Cell, Fraction] | None = None):
        self.records = list(records)
        self.changed = changed or {}
        self._terms: dict[Cell, Term | None] = {}

    def money(self, cell: Cell) -> Money | None:
        """The amount of a cell; null where the field is empty or no amount."""
        value: object = self.records[cell[0]]
        for part in cell[1].split("."):
            if isinstance(value, tuple):
                value = value[int(part)] if int(part) < len(value) else None
            else:
                value = getattr(value, part, None)
        return value if isinstance(value, Money) else None

    def term(self, cell: Cell) -> Term | None:
        """The figure of a cell, with what was changed in it."""
        if cell not in self._terms:
            self._terms[cell] = self._read(cell)
        return self._terms[cell]

    def _read(self, cell: Cell) -> Term | None:
        term = money_term(self.money(cell))
        if term is not None and cell in self.changed:
            return Term(self.changed[cell], term.step)
        return term

    def number(self, cell: Cell) -> int | float | None:
        """The figure of a cell as a plain number."""
        term = self.term(cell)
        if term is None:
            return None
        return int(term.value) if term.value.denominator == 1 else float(term.value)

    def with_figure(self, cell: Cell, value: Fraction) -> "Ledger":
        """The same ledger with one figure changed."""
        return Ledger(self.records, {**self.changed, cell: value})

    def outcome(self, identity: Identity) -> Outcome:
        """How an identity fares. Blank figures count as nothing."""
        return agree(self.figures(identity))

    def holds(self, identity: Identity) -> bool:
        """Whether an identity holds, if only within rounding."""
        return self.outcome(identity) in HOLDS

    def figures(self, identity: Identity) -> list[Signed]:
        """The figures that take part, with their signs."""
        return [(term, sign) for cell, sign in identity.terms if (term := self.term(cell))]

    def residual(self, identity: Identity) -> Fraction:
        """By how much an identity misses zero."""
        return residual(self.figures(identity))

    def evidence(self, identity: Identity) -> float:
        """How unlikely it is by chance, in bits, that an identity holds; 0 where it fails.

        One print that is named twice is one figure and agrees with itself.
        """
        prints = {self._print(cell) for cell, _ in identity.terms if (self.number(cell) or 0) != 0}
        if len(prints) < _FEWEST_PRINTS:
            return 0.0
        outcome = self.outcome(identity)
        if outcome == "exact":
            return bits(self.figures(identity))
        return rounded_bits(self.figures(identity)) if outcome == "rounded" else 0.0

    def _print(self, cell: Cell) -> object:
        """What tells one printed figure from another; the cell where its place is not known."""
        source = self.records[cell[0]].sources.get(cell[1])
        if source is None or (source.bbox is None and source.line is None):
            return cell
        return (source.page, source.bbox, source.line, source.text)
